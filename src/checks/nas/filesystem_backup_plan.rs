//! NAS file systems have a backup plan.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "nas-filesystem-backup-plan",
    severity: Severity::Medium,
    resource: "file system",
    title: Phrase { en: "NAS file systems have a backup plan", zh: "NAS 文件系统已设置备份计划" },
    pass_when: Phrase {
        en: "DescribeBackupPlans (SourceType NAS) is read; passes when an enabled plan names the file system. File system types that Cloud Backup does not serve are not applicable.",
        zh: "读取 DescribeBackupPlans（SourceType 为 NAS）；存在指向该文件系统的启用计划时通过。云备份不支持的文件系统类型不适用。",
    },
    risk: Phrase {
        en: "Shared files overwritten or encrypted by ransomware are lost without a copy outside the file system.",
        zh: "共享文件被覆盖或遭勒索加密后，若无独立副本则无法恢复。",
    },
    remediation: Phrase {
        en: "Cloud Backup console > NAS Backup: create a plan for the file system with daily interval and a retention that your policy sets.",
        zh: "在“云备份控制台 > NAS 备份”中为该文件系统创建每日备份计划，保留期按制度设定。",
    },
    cli: "aliyun hbr CreateBackupPlan --SourceType NAS --PlanName <name> --VaultId <vault-id> --FileSystemId <file-system-id> --CreateTime <unix-time> --BackupType COMPLETE --Schedule 'I|<unix-time>|P1D' --Retention <days>",
    actions: &["nas:DescribeFileSystems", "hbr:DescribeBackupPlans"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "nas-filesystem-enable-backup-plan" }],
    references: &[],
};
