//! Bucket is replicated to another region.

use crate::api::oss;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-replicated",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "bucket",
    title: Phrase { en: "Bucket is replicated to another region", zh: "存储空间已跨地域复制" },
    pass_when: Phrase {
        en: "GetBucketReplication is read; the bucket passes when at least one rule is active and its destination lies in another region.",
        zh: "读取 GetBucketReplication；至少一条规则处于生效状态且目标位于其他地域即通过。",
    },
    risk: Phrase {
        en: "If all copies are in one region, a regional outage or a large deletion leaves nothing to restore from.",
        zh: "全部副本位于同一地域时，地域级故障或批量误删后无可恢复数据。",
    },
    remediation: Phrase {
        en: "Add a cross-region replication rule to a bucket in another mainland region under Data Management > Cross-Region Replication.",
        zh: "在“数据管理 > 跨区域复制”中添加规则，复制到另一境内地域的存储空间。",
    },
    cli: "aliyun ossutil api put-bucket-replication --bucket <bucket> --replication-configuration file://replication.xml",
    reads: &[&oss::REPLICATION],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    let Some(config) = bucket.ask(&oss::REPLICATION)?.got() else {
        return fail("no replication rule", "未设置复制规则");
    };
    let mut seen = Vec::new();
    for rule in config.list("Rule") {
        let (status, location) = (rule.str("Status")?, rule.str("Destination.Location")?);
        let region = location.strip_prefix("oss-").unwrap_or(location);
        if matches!(status, "starting" | "doing") && region != bucket.region() {
            let to = rule.text("Destination.Bucket");
            return pass(
                format!("replicated to {to} in {region} (Status {status})"),
                format!("已复制到 {region} 的 {to}（Status 为 {status}）"),
            );
        }
        seen.push(format!("{region} {status}"));
    }
    let seen = seen.join(", ");
    fail(format!("no active rule to another region ({seen})"), format!("没有生效的跨地域复制规则（{seen}）"))
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
    fn an_active_rule_to_another_region_passes() {
        for (status, location, expected) in [
            ("doing", "oss-cn-beijing", Pass),
            ("starting", "oss-cn-beijing", Pass),
            ("closing", "oss-cn-beijing", Fail),
            ("doing", "oss-cn-hangzhou", Fail),
        ] {
            let rule = json!({ "Status": status, "Destination": { "Bucket": "copy", "Location": location } });
            let account = bucket().detail(&oss::REPLICATION, B, json!({ "Rule": rule }));
            assert_eq!(account.verdict(&CHECK), expected, "{status} {location}");
        }
        assert_eq!(bucket().absent(&oss::REPLICATION, B, "NoSuchReplicationConfiguration").verdict(&CHECK), Fail);
        let silent = bucket().detail(&oss::REPLICATION, B, json!({ "Rule": { "Status": "doing" } }));
        assert_eq!(silent.verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bucket().denied(&oss::REPLICATION, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
