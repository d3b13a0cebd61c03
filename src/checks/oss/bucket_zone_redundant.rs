//! Bucket uses zone-redundant storage.

use crate::api::oss;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-zone-redundant",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "bucket",
    title: Phrase { en: "Bucket uses zone-redundant storage", zh: "存储空间使用同城冗余存储" },
    pass_when: Phrase {
        en: "DataRedundancyType of GetBucketInfo is read; the bucket passes when it is ZRS.",
        zh: "读取 GetBucketInfo 的 DataRedundancyType；为 ZRS 即通过。",
    },
    risk: Phrase {
        en: "With local redundancy the data is out of reach while the one zone that holds it is down.",
        zh: "本地冗余存储在所在可用区故障时无法访问数据。",
    },
    remediation: Phrase {
        en: "Convert the bucket from locally redundant to zone-redundant storage; the change cannot be undone.",
        zh: "将 Bucket 由本地冗余转换为同城冗余存储，转换后不可回退。",
    },
    cli: "aliyun ossutil api create-bucket-data-redundancy-transition --bucket <bucket> --target-redundancy-type ZRS",
    reads: &[&oss::INFO],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "oss-zrs-enabled" }],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/create-bucket-data-redundancy-transition"],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    let info = bucket.ask(&oss::INFO)?.must()?;
    match info.str("Bucket.DataRedundancyType")? {
        "ZRS" => pass("DataRedundancyType is ZRS", "DataRedundancyType 为 ZRS（同城冗余）"),
        "LRS" => fail("DataRedundancyType is LRS", "DataRedundancyType 为 LRS（本地冗余）"),
        other => unknown(
            format!("DataRedundancyType {other} is not known"),
            format!("无法识别的 DataRedundancyType：{other}"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const B: &[(&str, &str)] = &[("bucket", "b")];

    fn bucket() -> Fixture {
        Fixture::new().list(&oss::BUCKETS, json!([{ "Name": "b", "Location": "oss-cn-hangzhou" }]))
    }

    #[test]
    fn only_zone_redundancy_passes() {
        for (kind, expected) in [("ZRS", Pass), ("LRS", Fail), ("", NotAssessed)] {
            let info = json!({ "Bucket": { "Name": "b", "DataRedundancyType": kind } });
            assert_eq!(bucket().detail(&oss::INFO, B, info).verdict(&CHECK), expected, "{kind}");
        }
        let silent = bucket().detail(&oss::INFO, B, json!({ "Bucket": { "Name": "b" } }));
        assert_eq!(silent.verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bucket().denied(&oss::INFO, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
