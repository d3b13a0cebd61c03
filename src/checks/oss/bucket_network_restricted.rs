//! Bucket is reachable only from listed networks.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-network-restricted",
    severity: Severity::Medium,
    resource: "bucket",
    title: Phrase {
        en: "Bucket is reachable only from listed networks", zh: "存储空间仅允许指定网络访问"
    },
    pass_when: Phrase {
        en: "Policy and ACL are read; the bucket passes when the policy denies access from outside listed addresses or VPCs, or when each Allow statement carries acs:SourceIp or acs:SourceVpc without 0.0.0.0/0, and the ACL is private.",
        zh: "读取策略与 ACL；策略拒绝所列 IP 或 VPC 以外的访问，或各允许语句均带不含 0.0.0.0/0 的 acs:SourceIp 或 acs:SourceVpc 条件，且 ACL 为 private，即通过。",
    },
    risk: Phrase {
        en: "A leaked AccessKey can be used from anywhere in the world if the bucket does not look at the source.",
        zh: "存储空间不限制来源时，泄露的 AccessKey 可在任意地点使用。",
    },
    remediation: Phrase {
        en: "Add a Deny with NotIpAddress acs:SourceIp or StringNotEquals acs:SourceVpc to the policy; keep the console, CDN and log delivery sources in the list.",
        zh: "在策略中增加 NotIpAddress acs:SourceIp 或 StringNotEquals acs:SourceVpc 的拒绝语句，并将控制台、CDN 与日志投递来源列入允许范围。",
    },
    cli: "aliyun ossutil api put-bucket-policy --bucket <bucket> --body file://policy.json",
    actions: &["oss:ListBuckets", "oss:GetBucketPolicy", "oss:GetBucketInfo"],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Limit Network Access to Selected Networks" },
        Covers { source: "cloud-config", rule: "oss-bucket-authorize-specified-ip" },
        Covers { source: "cis-2.0", rule: "5.7" },
    ],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-policy"],
};
