//! Bucket has a locked retention policy.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-worm-locked",
    severity: Severity::Low,
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
    actions: &["oss:ListBuckets", "oss:GetBucketWorm"],
    params: &[],
    covers: &[],
    references: &[],
};
