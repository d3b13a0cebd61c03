//! Bucket is replicated to another region.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-replicated",
    severity: Severity::Medium,
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
    actions: &["oss:ListBuckets", "oss:GetBucketReplication"],
    params: &[],
    covers: &[],
    references: &[],
};
