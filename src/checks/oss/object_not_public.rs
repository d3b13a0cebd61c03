//! No object in the bucket is publicly readable.

use crate::api::oss;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Outcome, Reply, fail, manual, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-object-not-public",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "bucket",
    title: Phrase { en: "No object in the bucket is publicly readable", zh: "存储空间内无公共读文件" },
    pass_when: Phrase {
        en: "Passes at once when Block Public Access is true; otherwise the ACLs of the first 20 objects are read with GetObjectAcl: a public one fails, and the bucket passes only when these are all its objects. For larger buckets the rest is put to a person.",
        zh: "已阻止公共访问的直接通过；否则以 GetObjectAcl 读取前 20 个文件的 ACL：有公开文件即不通过，仅当文件不超过 20 个且均未公开时通过；更多文件由人工确认。",
    },
    risk: Phrase {
        en: "An object ACL overrides the bucket ACL, so a single file can be public inside a private bucket.",
        zh: "文件 ACL 优先于 Bucket ACL，私有存储空间内的单个文件仍可能公开。",
    },
    remediation: Phrase {
        en: "Set the object's ACL to default or private, and switch on Block Public Access for the bucket so that object ACLs lose effect.",
        zh: "将文件 ACL 改为继承 Bucket 或私有，并对该 Bucket 开启阻止公共访问使文件公共 ACL 失效。",
    },
    cli: "aliyun ossutil api put-object-acl --bucket <bucket> --key <object-key> --object-acl private",
    reads: &[&oss::BLOCK, &oss::ACCOUNT_BLOCK, &oss::ACL, &oss::OBJECT_ACL],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Publicly Accessible OSS Objects" },
        Covers { source: "cis-2.0", rule: "5.2" },
    ],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-object-acl"],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    let of_bucket = blocked(bucket.ask(&oss::BLOCK));
    let of_account = blocked(bucket.account().ask(&oss::ACCOUNT_BLOCK));
    if of_bucket == Ok(true) || of_account == Ok(true) {
        return pass(
            "public access is blocked, so ACLs of objects open nothing",
            "已阻止公共访问，文件公共 ACL 不生效",
        );
    }
    let acl = bucket.ask(&oss::ACL)?.must()?;
    let inherited = acl.str("AccessControlList.Grant")?;
    let (mut open, mut gaps) = (Vec::new(), Vec::new());
    let objects = bucket.items_of(&oss::OBJECTS)?;
    for object in &objects {
        match grant(object, inherited) {
            Ok("private") => {}
            Ok(grant) => open.push(format!("{} ({grant})", object.text("Key"))),
            Err(gap) => gaps.push(gap),
        }
    }
    let count = objects.len();
    if !open.is_empty() {
        // A block that was not read may close what is open here.
        of_bucket?;
        of_account?;
        let (number, first) = (open.len(), &open[0]);
        return fail(
            format!("{number} of {count} objects read are public, such as {first}"),
            format!("已读取的 {count} 个文件中 {number} 个公开，如 {first}"),
        );
    }
    if let Some(gap) = gaps.into_iter().next() {
        return Err(gap);
    }
    if !bucket.ask(&oss::OBJECTS)?.must()?.flag("IsTruncated")? {
        return pass(format!("no ACL of all {count} objects is public"), format!("全部 {count} 个文件的 ACL 均未公开"));
    }
    manual(
        format!(
            "is any further object public? The first {count} are not; the rest was not read. \
             Look at an inventory with object ACLs, or block public access"
        ),
        format!("其余文件是否公开？前 {count} 个未公开，其余未读取；请核对含文件 ACL 的清单，或开启阻止公共访问"),
    )
}

/// Who may read the object; an ACL `default` is that of the bucket, and an object that is gone is open to nobody.
fn grant<'s>(object: &Item<'s>, inherited: &'s str) -> Result<&'s str, Gap> {
    match object.ask(&oss::OBJECT_ACL)?.got() {
        None => Ok("private"),
        Some(acl) => match acl.str("AccessControlList.Grant")? {
            "default" => Ok(inherited),
            own => Ok(own),
        },
    }
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
    use crate::domain::FindingStatus::{Fail, Manual, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const B: &[(&str, &str)] = &[("bucket", "b")];

    fn bucket() -> Fixture {
        Fixture::new().list(&oss::BUCKETS, json!([{ "Name": "b", "Location": "oss-cn-hangzhou" }]))
    }

    const A: &[(&str, &str)] = &[("bucket", "b"), ("key", "a.txt")];

    /// A bucket with one object.
    fn with(bucket_acl: &str, object_acl: &str, truncated: &str) -> Fixture {
        listed(bucket_acl, truncated).detail(
            &oss::OBJECT_ACL,
            A,
            json!({ "AccessControlList": { "Grant": object_acl } }),
        )
    }

    fn listed(bucket_acl: &str, truncated: &str) -> Fixture {
        bucket()
            .detail(&oss::BLOCK, B, json!({ "BlockPublicAccess": "false" }))
            .answer(&oss::ACCOUNT_BLOCK, json!({ "BlockPublicAccess": "false" }))
            .detail(&oss::ACL, B, json!({ "AccessControlList": { "Grant": bucket_acl } }))
            .detail(&oss::OBJECTS, B, json!({ "IsTruncated": truncated, "Contents": { "Key": "a.txt" } }))
    }

    #[test]
    fn a_public_object_fails_and_a_cut_list_is_no_pass() {
        for (bucket_acl, object_acl, truncated, expected) in [
            ("private", "default", "false", Pass),
            ("private", "private", "false", Pass),
            ("public-read", "private", "false", Pass),
            ("private", "public-read", "false", Fail),
            ("private", "public-read-write", "true", Fail),
            ("public-read", "default", "false", Fail),
            ("private", "default", "true", Manual),
        ] {
            let found = with(bucket_acl, object_acl, truncated).verdict(&CHECK);
            assert_eq!(found, expected, "{bucket_acl} {object_acl} {truncated}");
        }
    }

    #[test]
    fn a_block_passes_without_looking_at_objects() {
        let of_bucket = bucket().detail(&oss::BLOCK, B, json!({ "BlockPublicAccess": "true" }));
        assert_eq!(of_bucket.verdict(&CHECK), Pass);
        let of_account = bucket().answer(&oss::ACCOUNT_BLOCK, json!({ "BlockPublicAccess": "true" }));
        assert_eq!(of_account.verdict(&CHECK), Pass);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(listed("private", "false").denied(&oss::OBJECT_ACL, A).verdict(&CHECK), NotAssessed);
        assert_eq!(with("private", "public-read", "false").denied(&oss::BLOCK, B).verdict(&CHECK), NotAssessed);
        assert_eq!(with("private", "default", "false").denied(&oss::OBJECTS, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
