//! Bucket keeps earlier versions of objects.

use crate::api::oss;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-versioned",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "bucket",
    title: Phrase { en: "Bucket keeps earlier versions of objects", zh: "存储空间已开启版本控制" },
    pass_when: Phrase {
        en: "GetBucketVersioning is read; the bucket passes when Status is Enabled.",
        zh: "读取 GetBucketVersioning；Status 为 Enabled 即通过。",
    },
    risk: Phrase {
        en: "Without versions an overwritten or deleted object is gone for good.",
        zh: "未开启版本控制时，被覆盖或删除的文件无法找回。",
    },
    remediation: Phrase {
        en: "Switch on versioning under Data Security and add a lifecycle rule that removes old versions after the period you need.",
        zh: "在“数据安全 > 版本控制”中开启，并配置生命周期规则按需清理历史版本。",
    },
    cli: "aliyun ossutil api put-bucket-versioning --bucket <bucket> --versioning-configuration '{\"Status\":\"Enabled\"}'",
    reads: &[&oss::VERSIONING],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "oss_bucket_versioning_enabled" },
        Covers { source: "cloud-config", rule: "oss-bucket-versioning-enabled" },
    ],
    references: &[],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    let versioning = bucket.ask(&oss::VERSIONING)?.must()?;
    // The answer is empty while versioning was never switched on.
    match versioning.text("Status") {
        "Enabled" => pass("Status is Enabled", "Status 为 Enabled"),
        "" => fail("versioning was never switched on", "从未开启版本控制"),
        "Suspended" => fail("Status is Suspended", "Status 为 Suspended（已暂停）"),
        other => unknown(format!("Status {other} is not known"), format!("无法识别的 Status：{other}")),
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
    fn only_enabled_passes() {
        for (status, expected) in [("Enabled", Pass), ("Suspended", Fail), ("Odd", NotAssessed)] {
            let account = bucket().detail(&oss::VERSIONING, B, json!({ "Status": status }));
            assert_eq!(account.verdict(&CHECK), expected, "{status}");
        }
        assert_eq!(bucket().detail(&oss::VERSIONING, B, json!({})).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bucket().denied(&oss::VERSIONING, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
