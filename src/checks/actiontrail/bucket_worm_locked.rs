//! The bucket with trail files has a locked retention policy.

use crate::api::{actiontrail, oss};
use crate::checks::Check;
use crate::checks::actiontrail_bucket_not_public::bucket_of;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "actiontrail-bucket-worm-locked",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "trail",
    title: Phrase {
        en: "The bucket with trail files has a locked retention policy",
        zh: "存放审计日志的存储空间锁定合规保留策略",
    },
    pass_when: Phrase {
        en: "GetBucketWorm of each trail bucket is read; passes when a retention policy exists and its state is Locked. An InProgress policy can still be removed and does not pass.",
        zh: "读取各跟踪存储空间的 GetBucketWorm；存在合规保留策略且状态为 Locked 时通过。InProgress 状态仍可撤销，不通过。",
    },
    risk: Phrase {
        en: "An administrator, or an attacker with such rights, can delete the evidence. A locked policy stops even the account owner.",
        zh: "管理员或取得其权限的攻击者可以删除证据；锁定后主账号也无法删除。",
    },
    remediation: Phrase {
        en: "OSS console > the bucket > Retention Policy: create one of at least the log retention period and lock it while it is InProgress. It cannot be shortened afterwards, so check the period first.",
        zh: "在“OSS 控制台 > 合规保留策略”中新建不短于日志留存期的策略，并在 InProgress 状态下及时锁定。锁定后不可缩短，应先核对期限。",
    },
    cli: "aliyun oss worm init oss://<bucket> <days>",
    reads: &[&oss::WORM],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/28829.html"],
    logic: Logic::Items { of: &actiontrail::TRAILS, judge },
};

fn judge(trail: &Item<'_>) -> Outcome {
    let Some(bucket) = bucket_of(trail)? else {
        return not_applicable("the trail does not deliver to OSS", "跟踪未投递到 OSS");
    };
    let name = bucket.id();
    let Some(worm) = bucket.ask(&oss::WORM)?.got() else {
        return fail(format!("bucket {name}: no retention policy"), format!("存储空间 {name} 未设置合规保留策略"));
    };
    let days = worm.text("RetentionPeriodInDays");
    match worm.str("State")? {
        "Locked" => pass(
            format!("bucket {name}: locked for {days} days"),
            format!("存储空间 {name} 的合规保留策略已锁定，保留 {days} 天"),
        ),
        other => fail(
            format!("bucket {name}: the retention policy is {other}"),
            format!("存储空间 {name} 的合规保留策略状态为 {other}"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const BUCKET: &[(&str, &str)] = &[("bucket", "logs")];

    fn trail(into: &str) -> Fixture {
        let account = Fixture::new().list(&actiontrail::TRAILS, json!([{ "Name": "audit", "OssBucketName": into }]));
        let bucket = json!({ "Name": "logs", "Location": "oss-cn-hangzhou", "Region": "cn-hangzhou" });
        account.list(&oss::BUCKETS, json!([bucket]))
    }

    #[test]
    fn only_a_locked_policy_passes() {
        for (state, expected) in [("Locked", Pass), ("InProgress", Fail), ("Expired", Fail)] {
            let body = json!({ "State": state, "RetentionPeriodInDays": "180" });
            assert_eq!(trail("logs").detail(&oss::WORM, BUCKET, body).verdict(&CHECK), expected, "{state}");
        }
        let none = trail("logs").absent(&oss::WORM, BUCKET, "NoSuchWORMConfiguration");
        assert_eq!(none.verdict(&CHECK), Fail);
    }

    #[test]
    fn a_bucket_that_is_not_in_the_account_is_a_gap() {
        assert_eq!(trail("elsewhere").verdict(&CHECK), NotAssessed);
        assert_eq!(trail("").verdict(&CHECK), NotApplicable);
        assert_eq!(trail("logs").denied(&oss::WORM, BUCKET).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&actiontrail::TRAILS, &[]).verdict(&CHECK), NotAssessed);
    }
}
