//! Bucket has a locked retention policy.

use crate::api::oss;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-worm-locked",
    severity: Severity::Low,
    effort: Effort::Change,
    resource: "bucket",
    title: Phrase { en: "Bucket has a locked retention policy", zh: "存储空间已锁定合规保留策略" },
    pass_when: Phrase {
        en: "GetBucketWorm is read; the bucket passes when State is Locked. RetentionPeriodInDays is shown as evidence.",
        zh: "读取 GetBucketWorm；State 为 Locked 即通过，RetentionPeriodInDays 作为证据展示。",
    },
    risk: Phrase {
        en: "Without a lock an administrator or an intruder with rights can delete audit records before their time.",
        zh: "未锁定时，管理员或取得权限的入侵者可提前删除审计记录。",
    },
    remediation: Phrase {
        en: "Create a retention policy with the period required for the records and lock it within 24 hours; a locked policy cannot be removed or shortened.",
        zh: "按记录留存要求创建合规保留策略并在 24 小时内锁定；锁定后不可删除或缩短。",
    },
    cli: "aliyun ossutil api initiate-bucket-worm --bucket <bucket> --initiate-worm-configuration '{\"RetentionPeriodInDays\":\"<days>\"}'",
    reads: &[&oss::WORM],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    let Some(worm) = bucket.ask(&oss::WORM)?.got() else {
        return fail("no retention policy", "未设置合规保留策略");
    };
    let (state, days) = (worm.str("State")?, worm.int("RetentionPeriodInDays")?);
    let found = (
        format!("State is {state}, RetentionPeriodInDays {days}"),
        format!("State 为 {state}，RetentionPeriodInDays 为 {days} 天"),
    );
    if state == "Locked" { pass(found.0, found.1) } else { fail(found.0, found.1) }
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
    fn only_a_locked_policy_passes() {
        for (state, expected) in [("Locked", Pass), ("InProgress", Fail), ("Expired", Fail)] {
            let worm = json!({ "WormId": "1", "State": state, "RetentionPeriodInDays": "180" });
            assert_eq!(bucket().detail(&oss::WORM, B, worm).verdict(&CHECK), expected, "{state}");
        }
        assert_eq!(bucket().absent(&oss::WORM, B, "NoSuchWORMConfiguration").verdict(&CHECK), Fail);
        let silent = bucket().detail(&oss::WORM, B, json!({ "RetentionPeriodInDays": "180" }));
        assert_eq!(silent.verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bucket().denied(&oss::WORM, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
