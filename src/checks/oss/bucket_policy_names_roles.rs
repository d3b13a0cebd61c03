//! Bucket policy names roles or single users, never whole accounts.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-policy-names-roles",
    severity: Severity::Medium,
    resource: "bucket",
    title: Phrase {
        en: "Bucket policy names roles or single users, never whole accounts",
        zh: "Bucket 授权策略授权到角色或具体用户",
    },
    pass_when: Phrase {
        en: "The Allow statements of the policy are read; the bucket passes when each Principal is a RAM role or a single RAM user, and not \"*\" or a whole account. A bucket without a policy is not applicable.",
        zh: "读取策略的允许语句；各 Principal 均为 RAM 角色或具体 RAM 用户，而非“*”或整个账号，即通过；无授权策略的不适用。",
    },
    risk: Phrase {
        en: "A grant to a whole account covers users created later and hides who can really reach the data.",
        zh: "授权到整个账号会覆盖此后新建的用户，无法明确实际可访问人员。",
    },
    remediation: Phrase {
        en: "Rewrite the statements so that they name the roles of the applications and teams that need the bucket.",
        zh: "改写策略语句，仅列出确需访问的应用或团队角色。",
    },
    cli: "aliyun ossutil api put-bucket-policy --bucket <bucket> --body file://policy.json",
    actions: &["oss:ListBuckets", "oss:GetBucketPolicy"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-policy"],
};
