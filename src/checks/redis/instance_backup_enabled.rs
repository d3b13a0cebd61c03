//! Automatic backups are scheduled for Redis.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "redis-instance-backup-enabled",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Automatic backups are scheduled for Redis", zh: "Redis 实例已设置自动备份" },
    pass_when: Phrase {
        en: "DescribeBackupPolicy is read; the instance passes when PreferredBackupPeriod names at least one weekday and BackupRetentionPeriod is 7 days or more.",
        zh: "读取 DescribeBackupPolicy；PreferredBackupPeriod 至少设有一个备份日且 BackupRetentionPeriod 不少于 7 天即通过。",
    },
    risk: Phrase {
        en: "Data that lives only in the cache is lost for good after a flush or a fault.",
        zh: "仅存于缓存的数据在误清空或故障后将永久丢失。",
    },
    remediation: Phrase {
        en: "Set backup days and time under Backup and Recovery > Backup Settings, and test a restore.",
        zh: "在“备份与恢复 > 备份设置”中设置备份日与时间，并测试恢复。",
    },
    cli: "aliyun r-kvstore ModifyBackupPolicy --InstanceId <instance-id> --PreferredBackupPeriod Monday,Thursday --PreferredBackupTime <HH:mmZ-HH:mmZ>",
    actions: &["kvstore:DescribeInstances", "kvstore:DescribeBackupPolicy"],
    params: &[],
    covers: &[],
    references: &[],
};
