//! Automatic backups are scheduled.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-backup-enabled",
    severity: Severity::High,
    resource: "instance",
    title: Phrase { en: "Automatic backups are scheduled", zh: "RDS 实例已设置自动备份" },
    pass_when: Phrase {
        en: "DescribeBackupPolicy is read; the instance passes when PreferredBackupPeriod names at least one weekday and BackupRetentionPeriod is 7 days or more.",
        zh: "读取 DescribeBackupPolicy；PreferredBackupPeriod 至少设有一个备份日且 BackupRetentionPeriod 不少于 7 天即通过。",
    },
    risk: Phrase {
        en: "Without regular backups a deletion or a fault can destroy the data for good.",
        zh: "缺少定期备份时，误删或故障可能造成数据永久丢失。",
    },
    remediation: Phrase {
        en: "Set backup days, time and retention under Backup and Restoration > Backup Settings, and test a restore regularly.",
        zh: "在“备份恢复 > 备份设置”中设置备份日、时间与保留期，并定期演练恢复。",
    },
    cli: "aliyun rds ModifyBackupPolicy --DBInstanceId <instance-id> --BackupPolicyMode DataBackupPolicy --PreferredBackupPeriod Monday,Thursday --PreferredBackupTime <HH:mmZ-HH:mmZ> --BackupRetentionPeriod 7",
    actions: &["rds:DescribeDBInstances", "rds:DescribeBackupPolicy"],
    params: &[],
    covers: &[],
    references: &[],
};
