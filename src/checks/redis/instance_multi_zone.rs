//! Primary and replica are in different zones.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "redis-instance-multi-zone",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase {
        en: "Primary and replica are in different zones", zh: "Redis 实例主备节点跨可用区部署"
    },
    pass_when: Phrase {
        en: "ZoneType and SecondaryZoneId of DescribeInstanceAttribute are read; the instance passes when a second zone is set.",
        zh: "读取 DescribeInstanceAttribute 的 ZoneType 与 SecondaryZoneId；已设置第二可用区即通过。",
    },
    risk: Phrase {
        en: "If all nodes share a zone, a fault there empties or stops the cache.",
        zh: "全部节点同处一个可用区时，该区故障将使缓存中断或丢失。",
    },
    remediation: Phrase {
        en: "Migrate the instance to a primary and a secondary zone in a maintenance window.",
        zh: "在维护时段将实例迁移为主、备两个可用区部署。",
    },
    cli: "aliyun r-kvstore MigrateToOtherZone --DBInstanceId <instance-id> --ZoneId <zone-id> --SecondaryZoneId <second-zone-id> --VSwitchId <vswitch-id> --EffectiveTime MaintainTime",
    actions: &["kvstore:DescribeInstances", "kvstore:DescribeInstanceAttribute"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "redis-instance-multi-zone" }],
    references: &[],
};
