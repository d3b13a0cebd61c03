//! Bucket policy grants nothing to anonymous users.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-policy-no-anonymous",
    severity: Severity::Critical,
    resource: "bucket",
    title: Phrase {
        en: "Bucket policy grants nothing to anonymous users", zh: "Bucket 授权策略未向匿名用户授权"
    },
    pass_when: Phrase {
        en: "The policy JSON from GetBucketPolicy is read; the bucket passes when it has no policy or no Allow statement whose Principal contains \"*\".",
        zh: "读取 GetBucketPolicy 返回的策略；无授权策略，或不存在 Principal 含“*”的允许语句，即通过。",
    },
    risk: Phrase {
        en: "An Allow for everyone overrides a private ACL and opens the bucket although the console shows it as private.",
        zh: "面向所有人的允许语句会绕过私有 ACL，使看似私有的存储空间实际对外开放。",
    },
    remediation: Phrase {
        en: "Replace \"*\" in the Allow statements by the RAM users or roles that need access, or delete the statement.",
        zh: "将允许语句中的“*”替换为确需访问的 RAM 用户或角色，或删除该语句。",
    },
    cli: "aliyun ossutil api put-bucket-policy --bucket <bucket> --body file://policy.json",
    actions: &["oss:ListBuckets", "oss:GetBucketPolicy"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "oss-bucket-policy-no-any-anonymous" }],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-policy"],
};
