//! Cloud disk of the database is encrypted.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-disk-encrypted",
    severity: Severity::High,
    resource: "instance",
    title: Phrase { en: "Cloud disk of the database is encrypted", zh: "RDS 实例已开启云盘加密" },
    pass_when: Phrase {
        en: "DescribeDBInstanceEncryptionKey is read; the instance passes when an EncryptionKey is set and its status is Enabled. Instances on local disks are not applicable.",
        zh: "读取 DescribeDBInstanceEncryptionKey；已设置 EncryptionKey 且状态为 Enabled 即通过，本地盘实例不适用。",
    },
    risk: Phrase {
        en: "Plain disks and the snapshots made of them expose all databases if a copy gets out.",
        zh: "未加密云盘及其快照一旦外泄，全部数据库内容将暴露。",
    },
    remediation: Phrase {
        en: "Choose disk encryption with a KMS key when the instance is created; for an existing one restore a backup into an encrypted instance, or switch it on in place where the engine allows.",
        zh: "新建实例时选择云盘加密与 KMS 密钥；存量实例可恢复备份至加密实例，引擎支持时可在线开启。",
    },
    cli: "aliyun rds ModifyDBInstanceConfig --DBInstanceId <instance-id> --ConfigName encryptionKey --ConfigValue <key-id>",
    actions: &["rds:DescribeDBInstances", "rds:DescribeDBInstanceEncryptionKey"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "rds-instance-enabled-disk-encryption" }],
    references: &[],
};
