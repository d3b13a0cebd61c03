//! The bucket with trail files is not public.

use crate::api::{actiontrail, oss};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Outcome, Reply, fail, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "actiontrail-bucket-not-public",
    severity: Severity::Critical,
    effort: Effort::Switch,
    resource: "trail",
    title: Phrase { en: "The bucket with trail files is not public", zh: "存放审计日志的存储空间不公开" },
    pass_when: Phrase {
        en: "The bucket of each trail is read; passes when its ACL is private and GetBucketPolicyStatus says IsPublic false, or public access is blocked for it or for the account. A bucket that is not in this account is not assessed.",
        zh: "读取各跟踪的 OSS 存储空间；ACL 为 private 且 GetBucketPolicyStatus 的 IsPublic 为 false，或存储空间、账号已开启阻止公共访问时通过。不在本账号的存储空间列为未评估。",
    },
    risk: Phrase {
        en: "Trail files show users, addresses, resource names and calls: a map of the account for an attacker.",
        zh: "审计文件包含用户、地址、资源名与调用记录，公开后等于向攻击者提供账号全貌。",
    },
    remediation: Phrase {
        en: "Set the ACL to private, remove anonymous statements from the bucket policy, and turn on Block Public Access (OSS console > the bucket > Permission Control).",
        zh: "将 ACL 设为私有，删除存储空间策略中的匿名授权，并在“OSS 控制台 > 权限控制”开启阻止公共访问。",
    },
    cli: "aliyun oss set-acl oss://<bucket> private -b",
    reads: &[&oss::ACL, &oss::POLICY_STATUS, &oss::BLOCK, &oss::ACCOUNT_BLOCK],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "actiontrail_oss_bucket_not_publicly_accessible" },
        Covers {
            source: "trend-vision-one",
            rule: "Ensure the OSS bucket used to store ActionTrail logs is not publicly accessible",
        },
        Covers { source: "cis-2.0", rule: "2.2" },
    ],
    references: &["https://help.aliyun.com/document_detail/28829.html"],
    logic: Logic::Items { of: &actiontrail::TRAILS, judge },
};

fn judge(trail: &Item<'_>) -> Outcome {
    let Some(bucket) = bucket_of(trail)? else {
        return not_applicable("the trail does not deliver to OSS", "跟踪未投递到 OSS");
    };
    let name = bucket.id();
    let (of_bucket, of_account) = (blocked(bucket.ask(&oss::BLOCK)), blocked(trail.account().ask(&oss::ACCOUNT_BLOCK)));
    if of_bucket == Ok(true) || of_account == Ok(true) {
        return pass(format!("public access to bucket {name} is blocked"), format!("存储空间 {name} 已阻止公共访问"));
    }
    let acl = bucket.ask(&oss::ACL)?.must()?;
    let grant = acl.str("AccessControlList.Grant")?;
    let open = match bucket.ask(&oss::POLICY_STATUS)?.got() {
        Some(status) => status.flag("IsPublic")?,
        None => false,
    };
    if grant == "private" && !open {
        return pass(
            format!("bucket {name}: the ACL is private, the policy is not public"),
            format!("存储空间 {name} 的 ACL 为 private，策略不公开"),
        );
    }
    // A block that was not read may close what is open here.
    of_bucket?;
    of_account?;
    let (en, zh) = if open { ("public", "公开") } else { ("not public", "不公开") };
    fail(
        format!("bucket {name}: the ACL is {grant}, the policy is {en}, public access is not blocked"),
        format!("存储空间 {name} 的 ACL 为 {grant}，策略{zh}，未阻止公共访问"),
    )
}

/// True when the switch is on; never set is off.
fn blocked(block: Result<Reply<'_>, Gap>) -> Result<bool, Gap> {
    match block?.got() {
        Some(block) => block.flag("BlockPublicAccess"),
        None => Ok(false),
    }
}

/// The bucket of a trail; none for a trail without one.
///
/// # Errors
/// The bucket is not in the list: it may belong to another account.
pub(super) fn bucket_of<'s>(trail: &Item<'s>) -> Result<Option<Item<'s>>, Gap> {
    let name = trail.text("OssBucketName");
    if name.is_empty() {
        return Ok(None);
    }
    let buckets = trail.account().list(&oss::BUCKETS);
    match (buckets.items.into_iter().find(|b| b.id() == name), buckets.gaps.into_iter().next()) {
        (Some(bucket), _) => Ok(Some(bucket)),
        (None, Some((_, gap))) => Err(gap),
        (None, None) => unknown(
            format!("bucket {name} is not in this account's list; it may belong to another account"),
            format!("存储空间 {name} 不在本账号的列表中，可能属于其他账号"),
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

    fn with(grant: &str, open: &str, of_bucket: &str, of_account: &str) -> Fixture {
        trail("logs")
            .detail(&oss::ACL, BUCKET, json!({ "AccessControlList": { "Grant": grant } }))
            .detail(&oss::POLICY_STATUS, BUCKET, json!({ "IsPublic": open }))
            .detail(&oss::BLOCK, BUCKET, json!({ "BlockPublicAccess": of_bucket }))
            .answer(&oss::ACCOUNT_BLOCK, json!({ "BlockPublicAccess": of_account }))
    }

    #[test]
    fn acl_policy_and_block_decide() {
        for (grant, open, of_bucket, of_account, expected) in [
            ("private", "false", "false", "false", Pass),
            ("public-read", "false", "false", "false", Fail),
            ("public-read-write", "false", "false", "false", Fail),
            ("private", "true", "false", "false", Fail),
            ("public-read", "true", "true", "false", Pass),
            ("public-read", "true", "false", "true", Pass),
            ("private", "", "false", "false", NotAssessed),
        ] {
            let found = with(grant, open, of_bucket, of_account).verdict(&CHECK);
            assert_eq!(found, expected, "{grant} {open} {of_bucket} {of_account}");
        }
    }

    #[test]
    fn refused_reads_are_no_pass_and_no_failure() {
        let private = with("private", "false", "false", "false");
        assert_eq!(private.clone().denied(&oss::ACL, BUCKET).verdict(&CHECK), NotAssessed);
        assert_eq!(private.clone().denied(&oss::POLICY_STATUS, BUCKET).verdict(&CHECK), NotAssessed);
        assert_eq!(private.denied(&oss::BLOCK, BUCKET).verdict(&CHECK), Pass);
        let public = with("public-read", "false", "false", "false");
        assert_eq!(public.denied(&oss::ACCOUNT_BLOCK, &[]).verdict(&CHECK), NotAssessed);
        let trails = json!([{ "Name": "audit", "OssBucketName": "logs" }]);
        let no_list = Fixture::new().list(&actiontrail::TRAILS, trails).denied(&oss::BUCKETS, &[]);
        assert_eq!(no_list.verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_bucket_that_is_not_in_the_account_is_a_gap() {
        assert_eq!(trail("elsewhere").verdict(&CHECK), NotAssessed);
        assert_eq!(trail("").verdict(&CHECK), NotApplicable);
        assert_eq!(trail("logs").denied(&oss::ACL, BUCKET).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&actiontrail::TRAILS, &[]).verdict(&CHECK), NotAssessed);
    }
}
