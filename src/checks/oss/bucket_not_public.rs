//! Bucket cannot be read or written by the public.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-not-public",
    severity: Severity::Critical,
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
    actions: &[
        "oss:ListBuckets",
        "oss:GetBucketInfo",
        "oss:GetBucketAcl",
        "oss:GetBucketPolicyStatus",
        "oss:GetBucketPublicAccessBlock",
        "oss:GetPublicAccessBlock",
    ],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "oss_bucket_not_publicly_accessible" },
        Covers { source: "trend-vision-one", rule: "OSS Bucket Public Access" },
        Covers { source: "cloud-config", rule: "oss-bucket-public-read-prohibited" },
        Covers { source: "cis-2.0", rule: "5.1" },
    ],
    references: &[],
};
