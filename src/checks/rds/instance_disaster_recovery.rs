//! Database has a disaster-recovery instance.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-disaster-recovery",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Database has a disaster-recovery instance", zh: "RDS 实例已配置灾备实例" },
    pass_when: Phrase {
        en: "GuardDBInstanceId and the disaster-recovery fields of DescribeDBInstanceAttribute are read; the primary instance passes when one is set. Read-only and guard instances are not applicable.",
        zh: "读取 GuardDBInstanceId 及 DescribeDBInstanceAttribute 的灾备信息；主实例已配置灾备实例即通过，只读与灾备实例不适用。",
    },
    risk: Phrase {
        en: "If a whole region fails, a business-critical database without a remote copy cannot be taken over.",
        zh: "地域级故障时，无异地副本的关键数据库无法接管业务。",
    },
    remediation: Phrase {
        en: "Create a disaster-recovery instance in another mainland region in the RDS console (with DTS synchronisation) and practise the switch-over.",
        zh: "在 RDS 控制台于另一境内地域创建灾备实例（由 DTS 同步），并演练切换。",
    },
    cli: "",
    actions: &["rds:DescribeDBInstances", "rds:DescribeDBInstanceAttribute"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "rds-instance-has-guard-instance" }],
    references: &[],
};
