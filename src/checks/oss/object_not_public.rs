//! No object in the bucket is publicly readable.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-object-not-public",
    severity: Severity::High,
    resource: "bucket",
    title: Phrase { en: "No object in the bucket is publicly readable", zh: "存储空间内无公共读文件" },
    pass_when: Phrase {
        en: "Passes at once when Block Public Access is true; otherwise a capped sample of objects is read with GetObjectAcl and each Grant must not be public-read or public-read-write. A cut list is not assessed, never a pass.",
        zh: "已阻止公共访问的直接通过；否则抽样以 GetObjectAcl 读取文件 ACL，均非 public-read 或 public-read-write 才通过；列举被截断时不作评估，不视为通过。",
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
    actions: &["oss:ListBuckets", "oss:GetBucketPublicAccessBlock", "oss:ListObjects", "oss:GetObjectAcl"],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Publicly Accessible OSS Objects" },
        Covers { source: "cis-2.0", rule: "5.2" },
    ],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-object-acl"],
};
