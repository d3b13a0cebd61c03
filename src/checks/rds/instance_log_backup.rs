//! Log backups allow restore to any point in time.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-log-backup",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Log backups allow restore to any point in time", zh: "RDS 实例已开启日志备份" },
    pass_when: Phrase {
        en: "EnableBackupLog or BackupLog of DescribeBackupPolicy is read; the instance passes when it is 1 or Enable. SQL Server always backs up its log and passes.",
        zh: "读取 DescribeBackupPolicy 的 EnableBackupLog 或 BackupLog；为 1 或 Enable 即通过；SQL Server 日志备份恒为开启，视为通过。",
    },
    risk: Phrase {
        en: "Without log backups all changes since the last full backup are lost after a fault.",
        zh: "未开启日志备份时，故障后将丢失最近一次全量备份以来的变更。",
    },
    remediation: Phrase {
        en: "Switch on log backup under Backup and Restoration > Backup Settings and set its retention.",
        zh: "在“备份恢复 > 备份设置”中开启日志备份并设置保留期。",
    },
    cli: "aliyun rds ModifyBackupPolicy --DBInstanceId <instance-id> --BackupPolicyMode LogBackupPolicy --EnableBackupLog 1 --LogBackupRetentionPeriod 7",
    actions: &["rds:DescribeDBInstances", "rds:DescribeBackupPolicy"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "rds-instance-enabled-log-backup" }],
    references: &[],
};
