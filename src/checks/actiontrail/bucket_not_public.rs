//! The bucket with trail files is not public.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "actiontrail-bucket-not-public",
    severity: Severity::Critical,
    resource: "trail",
    title: Phrase { en: "The bucket with trail files is not public", zh: "存放审计日志的存储空间不公开" },
    pass_when: Phrase {
        en: "The bucket of each trail is read; passes when its ACL is private and GetBucketPolicyStatus says IsPublic false, or public access is blocked for it. A bucket in another account that cannot be read is left to manual review.",
        zh: "读取各跟踪的 OSS 存储空间；ACL 为 private 且 GetBucketPolicyStatus 的 IsPublic 为 false，或已开启阻止公共访问时通过。位于其他账号且无法读取的转人工核查。",
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
    actions: &["actiontrail:DescribeTrails", "oss:GetBucketInfo", "oss:GetBucketPolicyStatus", "oss:GetBucketPolicy"],
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
};
