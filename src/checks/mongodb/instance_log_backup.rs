//! Log backups allow restore to a point in time.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "mongodb-instance-log-backup",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Log backups allow restore to a point in time", zh: "MongoDB 实例已开启日志备份" },
    pass_when: Phrase {
        en: "EnableBackupLog of DescribeBackupPolicy is read; the instance passes when it is 1.",
        zh: "读取 DescribeBackupPolicy 的 EnableBackupLog；为 1 即通过。",
    },
    risk: Phrase {
        en: "Without log backups all changes since the last full backup are lost after a fault.",
        zh: "未开启日志备份时，故障后将丢失最近一次全量备份以来的变更。",
    },
    remediation: Phrase {
        en: "Switch on log backup under Backup and Restoration > Backup Settings and set its retention.",
        zh: "在“备份与恢复 > 备份设置”中开启日志备份并设置保留期。",
    },
    cli: "aliyun dds ModifyBackupPolicy --DBInstanceId <instance-id> --PreferredBackupPeriod Monday,Thursday --PreferredBackupTime <HH:mmZ-HH:mmZ> --EnableBackupLog 1",
    actions: &["dds:DescribeDBInstances", "dds:DescribeBackupPolicy"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "mongodb-instance-backup-log-enabled" }],
    references: &[],
};
