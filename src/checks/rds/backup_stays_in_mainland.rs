//! Cross-region backups stay in the mainland.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-backup-stays-in-mainland",
    severity: Severity::High,
    resource: "instance",
    title: Phrase { en: "Cross-region backups stay in the mainland", zh: "跨地域备份未存放至境外" },
    pass_when: Phrase {
        en: "DescribeInstanceCrossBackupPolicy is read; the instance passes when BackupEnabled is Disable or CrossBackupRegion is a mainland region. Hong Kong counts as outside.",
        zh: "读取 DescribeInstanceCrossBackupPolicy；BackupEnabled 为 Disable，或 CrossBackupRegion 为境内地域，即通过，中国香港按境外处理。",
    },
    risk: Phrase {
        en: "A full copy of the database abroad may be a cross-border transfer of personal or important data.",
        zh: "数据库整库备份存于境外，可能构成个人信息或重要数据出境。",
    },
    remediation: Phrase {
        en: "Choose a mainland region as backup target or switch cross-region backup off; record the legal basis where a copy abroad is intended.",
        zh: "将备份目标改为境内地域或关闭跨地域备份；确需境外备份的，记录合法依据。",
    },
    cli: "aliyun rds ModifyInstanceCrossBackupPolicy --DBInstanceId <instance-id> --RegionId <region-id> --BackupEnabled 1 --CrossBackupRegion <mainland-region-id> --CrossBackupType 1 --RetentType 1 --Retention 7",
    actions: &["rds:DescribeDBInstances", "rds:DescribeInstanceCrossBackupPolicy"],
    params: &[],
    covers: &[],
    references: &[],
};
