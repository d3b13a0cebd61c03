//! Cluster keeps level-2 backups.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "polardb-cluster-second-backup",
    severity: Severity::Medium,
    resource: "cluster",
    title: Phrase { en: "Cluster keeps level-2 backups", zh: "PolarDB 集群已开启二级备份" },
    pass_when: Phrase {
        en: "DataLevel2BackupRetentionPeriod of DescribeBackupPolicy is read; the cluster passes when it is not 0 (30 to 7300 days, or -1 for no end). With advanced backup AdvancedDataPolicies is read instead.",
        zh: "读取 DescribeBackupPolicy 的 DataLevel2BackupRetentionPeriod；不为 0（30 至 7300 天或 -1 长期保留）即通过，启用高级备份的改读 AdvancedDataPolicies。",
    },
    risk: Phrase {
        en: "Level-1 backups live on the cluster's own storage for a short time, so an older state or a lost cluster cannot be restored.",
        zh: "一级备份存于集群存储且保留期短，无法恢复较早状态或已丢失的集群。",
    },
    remediation: Phrase {
        en: "Set the retention of level-2 backups under Settings and Management > Backup and Restore > Backup Settings, best with a second mainland region.",
        zh: "在“配置与管理 > 备份恢复 > 备份设置”中设置二级备份保留期，宜同时备份到另一境内地域。",
    },
    cli: "aliyun polardb ModifyBackupPolicy --DBClusterId <cluster-id> --DataLevel2BackupRetentionPeriod 30 --DataLevel2BackupPeriod Monday,Thursday",
    // UNWRITTEN, needs: polardb:DescribeDBClusters, polardb:DescribeBackupPolicy
    reads: &[],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "polardb-cluster-level-two-backup-retention" }],
    references: &["https://help.aliyun.com/document_detail/72672.html"],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
