//! Bucket cannot be read or written by the public.

use crate::api::oss;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Outcome, Reply, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-not-public",
    severity: Severity::Critical,
    effort: Effort::Change,
    resource: "bucket",
    title: Phrase { en: "Bucket cannot be read or written by the public", zh: "存储空间不可被公共读写" },
    pass_when: Phrase {
        en: "Bucket ACL, PolicyStatus.IsPublic and Block Public Access are read; the bucket passes when the ACL is private and IsPublic is false, or when public access is blocked for the bucket or the account.",
        zh: "读取 Bucket ACL、PolicyStatus.IsPublic 与阻止公共访问配置；ACL 为 private 且 IsPublic 为 false，或 Bucket 或账号已阻止公共访问，即通过。",
    },
    risk: Phrase {
        en: "A public bucket lets anyone list or download its files and is a frequent cause of large data leaks.",
        zh: "公共存储空间可被任何人列举或下载，是大规模数据泄露的常见原因。",
    },
    remediation: Phrase {
        en: "Set the ACL to private, remove public grants from the bucket policy and switch on Block Public Access under Permission Control.",
        zh: "将 ACL 改为私有，删除 Bucket 授权策略中的公共授权，并在“权限控制”中开启阻止公共访问。",
    },
    cli: "aliyun ossutil api put-bucket-acl --bucket <bucket> --acl private",
    reads: &[&oss::BLOCK, &oss::ACCOUNT_BLOCK, &oss::ACL, &oss::POLICY_STATUS],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "oss_bucket_not_publicly_accessible" },
        Covers { source: "trend-vision-one", rule: "OSS Bucket Public Access" },
        Covers { source: "cloud-config", rule: "oss-bucket-public-read-prohibited" },
        Covers { source: "cis-2.0", rule: "5.1" },
    ],
    references: &[],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    let of_bucket = blocked(bucket.ask(&oss::BLOCK));
    let of_account = blocked(bucket.account().ask(&oss::ACCOUNT_BLOCK));
    if of_bucket == Ok(true) {
        return pass("public access is blocked for the bucket", "存储空间已阻止公共访问");
    }
    if of_account == Ok(true) {
        return pass("public access is blocked for the account", "账号级已阻止公共访问");
    }
    let acl = bucket.ask(&oss::ACL)?.must()?;
    let acl = acl.str("AccessControlList.Grant")?;
    let found = match acl {
        "public-read" | "public-read-write" => (format!("the ACL is {acl}"), format!("ACL 为 {acl}")),
        "private" => match bucket.ask(&oss::POLICY_STATUS)?.got() {
            Some(status) if status.flag("IsPublic")? => (
                "the ACL is private, but the policy is public".to_owned(),
                "ACL 为 private，但授权策略为公开".to_owned(),
            ),
            _ => return pass("the ACL is private and no policy is public", "ACL 为 private，且授权策略未公开"),
        },
        other => return unknown(format!("ACL {other} is not known"), format!("无法识别的 ACL：{other}")),
    };
    // A block that was not read may close what is open here.
    of_bucket?;
    of_account?;
    fail(found.0, found.1)
}

/// True when the switch is on; never set is off.
fn blocked(block: Result<Reply<'_>, Gap>) -> Result<bool, Gap> {
    match block?.got() {
        Some(block) => block.flag("BlockPublicAccess"),
        None => Ok(false),
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

    /// A bucket with an ACL, what the provider says of its policy, and the two switches.
    fn with(acl: &str, public: &str, of_bucket: &str, of_account: &str) -> Fixture {
        bucket()
            .detail(&oss::ACL, B, json!({ "AccessControlList": { "Grant": acl } }))
            .detail(&oss::POLICY_STATUS, B, json!({ "IsPublic": public }))
            .detail(&oss::BLOCK, B, json!({ "BlockPublicAccess": of_bucket }))
            .answer(&oss::ACCOUNT_BLOCK, json!({ "BlockPublicAccess": of_account }))
    }

    #[test]
    fn what_is_open_and_not_blocked_fails() {
        for (acl, public, of_bucket, of_account, expected) in [
            ("private", "false", "false", "false", Pass),
            ("public-read", "false", "false", "false", Fail),
            ("public-read-write", "false", "false", "false", Fail),
            ("private", "true", "false", "false", Fail),
            ("public-read", "true", "true", "false", Pass),
            ("public-read", "true", "false", "true", Pass),
            ("odd", "false", "false", "false", NotAssessed),
        ] {
            let found = with(acl, public, of_bucket, of_account).verdict(&CHECK);
            assert_eq!(found, expected, "{acl} {public} {of_bucket} {of_account}");
        }
        let acl = json!({ "AccessControlList": { "Grant": "private" } });
        let without = bucket().detail(&oss::ACL, B, acl).absent(&oss::POLICY_STATUS, B, "NoSuchBucketPolicy");
        assert_eq!(without.verdict(&CHECK), Pass);
    }

    #[test]
    fn a_refused_read_is_never_a_verdict() {
        let open = with("public-read", "true", "false", "false");
        assert_eq!(open.clone().denied(&oss::ACL, B).verdict(&CHECK), NotAssessed);
        assert_eq!(open.denied(&oss::BLOCK, B).verdict(&CHECK), NotAssessed);
        let private = with("private", "false", "false", "false");
        assert_eq!(private.denied(&oss::POLICY_STATUS, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
