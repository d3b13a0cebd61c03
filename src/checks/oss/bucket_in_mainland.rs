//! Bucket is located in a mainland region.

use crate::api::oss;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::mainland::is_mainland;
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-in-mainland",
    severity: Severity::High,
    effort: Effort::Project,
    resource: "bucket",
    title: Phrase { en: "Bucket is located in a mainland region", zh: "存储空间位于境内地域" },
    pass_when: Phrase {
        en: "Location from ListBuckets is read; the bucket passes when it is a region of the Chinese mainland. Hong Kong counts as outside.",
        zh: "读取 ListBuckets 的 Location；为中国内地地域即通过，中国香港按境外处理。",
    },
    risk: Phrase {
        en: "Personal or important data stored abroad falls under export rules and may break a duty to store it in the country.",
        zh: "个人信息或重要数据存于境外须适用出境规则，并可能违反境内存储义务。",
    },
    remediation: Phrase {
        en: "Create a bucket in a mainland region, move the data and delete the old bucket, or record what it holds and the basis for storage abroad.",
        zh: "在境内地域新建存储空间并迁移数据后删除原存储空间，或记录其内容及境外存储依据。",
    },
    cli: "",
    reads: &[&oss::BUCKETS],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    bucket.str("Location")?;
    let region = bucket.region();
    // Buckets without a region of their own lie somewhere in the mainland.
    if is_mainland(region) || region == "rg-china-mainland" {
        pass(format!("region {region} is in the mainland"), format!("地域 {region} 位于境内"))
    } else {
        fail(format!("region {region} is outside the mainland"), format!("地域 {region} 位于境外"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn the_region_decides() {
        for (location, expected) in [
            ("oss-cn-hangzhou", Pass),
            ("oss-cn-shanghai-finance-1", Pass),
            ("oss-rg-china-mainland", Pass),
            ("oss-cn-hongkong", Fail),
            ("oss-ap-southeast-1", Fail),
        ] {
            let buckets = json!([{ "Name": "b", "Location": location }]);
            assert_eq!(Fixture::new().list(&oss::BUCKETS, buckets).verdict(&CHECK), expected, "{location}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([{ "Name": "b" }])).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
