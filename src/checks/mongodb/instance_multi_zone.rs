//! Nodes are spread over two or more zones.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "mongodb-instance-multi-zone",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Nodes are spread over two or more zones", zh: "MongoDB 实例节点跨可用区部署" },
    pass_when: Phrase {
        en: "ZoneId, SecondaryZoneId and HiddenZoneId of DescribeDBInstanceAttribute are read; the instance passes when they name at least 2 zones.",
        zh: "读取 DescribeDBInstanceAttribute 的 ZoneId、SecondaryZoneId 与 HiddenZoneId；至少涉及 2 个可用区即通过。",
    },
    risk: Phrase {
        en: "If all nodes share a zone, a fault there stops the database.",
        zh: "全部节点同处一个可用区时，该区故障将使数据库中断。",
    },
    remediation: Phrase {
        en: "Migrate the instance to several zones of the region in a maintenance window.",
        zh: "在维护时段将实例迁移为同地域多可用区部署。",
    },
    cli: "aliyun dds MigrateAvailableZone --DBInstanceId <instance-id> --ZoneId <zone-id> --SecondaryZoneId <second-zone-id> --HiddenZoneId <third-zone-id> --Vswitch <vswitch-id>",
    actions: &["dds:DescribeDBInstances", "dds:DescribeDBInstanceAttribute"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "mongodb-instance-multi-zone" }],
    references: &[],
};
