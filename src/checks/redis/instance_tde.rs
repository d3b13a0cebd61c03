//! Transparent data encryption is on.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "redis-instance-tde",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Transparent data encryption is on", zh: "Redis 实例已开启透明数据加密" },
    pass_when: Phrase {
        en: "DescribeInstanceTDEStatus is read; the instance passes when TDEStatus is Enabled. Editions without TDE are not applicable.",
        zh: "读取 DescribeInstanceTDEStatus；TDEStatus 为 Enabled 即通过，不支持 TDE 的版本不适用。",
    },
    risk: Phrase {
        en: "Persistence and backup files in plain form expose session and personal data if copied.",
        zh: "持久化与备份文件未加密时，一旦被复制将泄露会话与个人信息。",
    },
    remediation: Phrase {
        en: "Switch on TDE in the instance settings with a KMS key; it cannot be switched off again. Instances that do not support it must be rebuilt on a Tair edition that does.",
        zh: "在实例设置中选择 KMS 密钥开启 TDE，开启后不可关闭；不支持的实例须迁移至支持 TDE 的 Tair 版本。",
    },
    cli: "aliyun r-kvstore ModifyInstanceTDE --InstanceId <instance-id> --TDEStatus Enabled",
    actions: &["kvstore:DescribeInstances", "kvstore:DescribeInstanceTDEStatus"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "redis-instance-enabled-tde" }],
    references: &["https://help.aliyun.com/document_detail/265913.html"],
};
