//! Bucket keeps earlier versions of objects.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-versioned",
    severity: Severity::Medium,
    resource: "bucket",
    title: Phrase { en: "Bucket keeps earlier versions of objects", zh: "存储空间已开启版本控制" },
    pass_when: Phrase {
        en: "GetBucketVersioning is read; the bucket passes when Status is Enabled.",
        zh: "读取 GetBucketVersioning；Status 为 Enabled 即通过。",
    },
    risk: Phrase {
        en: "Without versions an overwritten or deleted object is gone for good.",
        zh: "未开启版本控制时，被覆盖或删除的文件无法找回。",
    },
    remediation: Phrase {
        en: "Switch on versioning under Data Security and add a lifecycle rule that removes old versions after the period you need.",
        zh: "在“数据安全 > 版本控制”中开启，并配置生命周期规则按需清理历史版本。",
    },
    cli: "aliyun ossutil api put-bucket-versioning --bucket <bucket> --versioning-configuration '{\"Status\":\"Enabled\"}'",
    actions: &["oss:ListBuckets", "oss:GetBucketVersioning"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "oss_bucket_versioning_enabled" },
        Covers { source: "cloud-config", rule: "oss-bucket-versioning-enabled" },
    ],
    references: &[],
};
