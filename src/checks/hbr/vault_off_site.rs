//! Backup vaults are replicated to another region.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "hbr-vault-off-site",
    severity: Severity::Medium,
    resource: "vault",
    title: Phrase { en: "Backup vaults are replicated to another region", zh: "备份库已异地复制" },
    pass_when: Phrase {
        en: "DescribeVaults is read; passes when a replication vault in another region copies the vault (ReplicationSourceVaultId), or the plan copies to another region. Mirror vaults themselves are not applicable.",
        zh: "读取 DescribeVaults；存在位于其他地域、以该库为源（ReplicationSourceVaultId）的镜像库，或备份计划向其他地域复制时通过。镜像库本身不适用。",
    },
    risk: Phrase {
        en: "A disaster in the region takes the system and its backups together.",
        zh: "地域级灾难会使系统与备份同时丢失。",
    },
    remediation: Phrase {
        en: "Cloud Backup console > Vaults > Create Mirror Vault in another region. Choose a mainland region, so that the copy is no data export.",
        zh: "在“云备份控制台 > 备份库”中于其他地域创建镜像库；应选择境内地域，避免形成数据出境。",
    },
    cli: "aliyun hbr CreateReplicationVault --VaultName <name> --VaultRegionId <other-region-id> --ReplicationSourceRegionId <region-id> --ReplicationSourceVaultId <vault-id>",
    actions: &["hbr:DescribeVaults", "hbr:DescribeBackupPlans"],
    params: &[],
    covers: &[],
    references: &[],
};
