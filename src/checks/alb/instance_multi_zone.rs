//! ALB instance spans two or more zones.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "alb-instance-multi-zone",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "ALB instance spans two or more zones", zh: "ALB 实例跨可用区部署" },
    pass_when: Phrase {
        en: "ZoneMappings of GetLoadBalancerAttribute is read; the instance passes when it holds at least 2 zones.",
        zh: "读取 GetLoadBalancerAttribute 的 ZoneMappings；至少含 2 个可用区即通过。",
    },
    risk: Phrase {
        en: "In one zone only, a fault there takes all web entry points of the instance down.",
        zh: "仅部署于单一可用区时，该区故障会使全部 Web 入口中断。",
    },
    remediation: Phrase {
        en: "Add a vSwitch of a second zone to the instance and register backend servers there.",
        zh: "为实例增加第二可用区的交换机，并在该区注册后端服务器。",
    },
    cli: "aliyun alb UpdateLoadBalancerZones --LoadBalancerId <lb-id> --ZoneMappings.1.ZoneId <zone-id-1> --ZoneMappings.1.VSwitchId <vswitch-id-1> --ZoneMappings.2.ZoneId <zone-id-2> --ZoneMappings.2.VSwitchId <vswitch-id-2>",
    actions: &["alb:ListLoadBalancers", "alb:GetLoadBalancerAttribute"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "alb-instance-multi-zone" }],
    references: &[],
};
