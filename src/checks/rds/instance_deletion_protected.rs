//! Database instance has release protection.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-deletion-protected",
    severity: Severity::Low,
    resource: "instance",
    title: Phrase { en: "Database instance has release protection", zh: "RDS 实例已开启释放保护" },
    pass_when: Phrase {
        en: "DeletionProtection of DescribeDBInstances is read for pay-as-you-go instances; the instance passes when it is true. Subscription instances are not applicable.",
        zh: "读取按量付费实例的 DeletionProtection；为 true 即通过，包年包月实例不适用。",
    },
    risk: Phrase {
        en: "A wrong click or script can release a production database with its data.",
        zh: "误操作或脚本错误可能连同数据一并释放生产数据库。",
    },
    remediation: Phrase {
        en: "Switch on release protection on the instance's basic information page.",
        zh: "在实例“基本信息”页开启释放保护。",
    },
    cli: "aliyun rds ModifyDBInstanceDeletionProtection --DBInstanceId <instance-id> --DeletionProtection true",
    actions: &["rds:DescribeDBInstances"],
    params: &[],
    covers: &[],
    references: &[],
};
