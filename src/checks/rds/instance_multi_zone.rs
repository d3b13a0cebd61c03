//! Primary and standby are in different zones.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-multi-zone",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Primary and standby are in different zones", zh: "RDS 实例主备节点跨可用区部署" },
    pass_when: Phrase {
        en: "ZoneId, MasterZone and SlaveZones of DescribeDBInstanceAttribute are read; the instance passes when at least 2 zones are used. Basic Edition fails.",
        zh: "读取 DescribeDBInstanceAttribute 的 ZoneId、MasterZone 与 SlaveZones；使用至少 2 个可用区即通过，基础系列为不通过。",
    },
    risk: Phrase {
        en: "If both nodes share a zone, a fault there stops the database.",
        zh: "主备同处一个可用区时，该区故障将使数据库中断。",
    },
    remediation: Phrase {
        en: "Migrate the standby to another zone, or upgrade Basic Edition to High-availability Edition first.",
        zh: "将备节点迁移至其他可用区；基础系列先升级为高可用系列。",
    },
    cli: "aliyun rds MigrateToOtherZone --DBInstanceId <instance-id> --ZoneId <zone-id> --ZoneIdSlave1 <standby-zone-id> --VPCId <vpc-id> --VSwitchId <vswitch-id> --EffectiveTime MaintainTime",
    actions: &["rds:DescribeDBInstances", "rds:DescribeDBInstanceAttribute"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "rds-multi-az-support" }],
    references: &[],
};
