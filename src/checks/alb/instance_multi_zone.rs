//! ALB instance spans two or more zones.

use std::collections::BTreeSet;

use crate::api::alb;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "alb-instance-multi-zone",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "ALB instance spans two or more zones", zh: "ALB 实例跨可用区部署" },
    pass_when: Phrase {
        en: "ZoneMappings of GetLoadBalancerAttribute is read; the instance passes when at least 2 zones are in service.",
        zh: "读取 GetLoadBalancerAttribute 的 ZoneMappings；至少 2 个可用区处于服务状态即通过。",
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
    reads: &[&alb::LOAD_BALANCER],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "alb-instance-multi-zone" }],
    references: &[],
    logic: Logic::Items { of: &alb::LOAD_BALANCERS, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let detail = instance.ask(&alb::LOAD_BALANCER)?.must()?;
    if !detail.has("ZoneMappings") {
        return Err(detail.lacks("ZoneMappings"));
    }
    let (mut zones, mut stateless) = (BTreeSet::new(), None);
    for zone in detail.list("ZoneMappings") {
        // A zone that was taken out of service stays in the list.
        match zone.text("Status") {
            "Active" => {
                zones.insert(zone.str("ZoneId")?);
            }
            "Stopped" | "Shifted" | "Starting" | "Stopping" => {}
            _ => stateless = Some(zone.lacks("Status")),
        }
    }
    if let Some(gap) = stateless.filter(|_| zones.len() < 2) {
        return Err(gap);
    }
    let list = zones.iter().copied().collect::<Vec<_>>().join(", ");
    match zones.len() {
        0 => fail("no zone in service", "没有可用区处于服务状态"),
        1 => fail(format!("one zone only: {list}"), format!("仅位于单一可用区：{list}")),
        count => pass(format!("{count} zones: {list}"), format!("位于 {count} 个可用区：{list}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const LB: &[(&str, &str)] = &[("LoadBalancerId", "alb-1")];

    #[test]
    fn zones_in_service_are_counted() {
        let instance = || Fixture::new().list(&alb::LOAD_BALANCERS, json!([{ "LoadBalancerId": "alb-1" }]));
        let zone = |id: &str, status: &str| json!({ "ZoneId": id, "Status": status });
        for (zones, expected) in [
            (json!([zone("cn-hangzhou-h", "Active"), zone("cn-hangzhou-i", "Active")]), Pass),
            (json!([{ "ZoneId": "cn-hangzhou-h" }, { "ZoneId": "cn-hangzhou-i" }]), NotAssessed),
            (json!([zone("cn-hangzhou-h", "Active"), zone("cn-hangzhou-i", "Starting")]), Fail),
            (json!([zone("cn-hangzhou-h", "Active"), zone("cn-hangzhou-i", "Unavailable")]), NotAssessed),
            (json!([zone("cn-hangzhou-h", "Active"), zone("cn-hangzhou-i", "Shifted")]), Fail),
            (json!([zone("cn-hangzhou-h", "Active"), zone("cn-hangzhou-h", "Active")]), Fail),
            (json!([zone("cn-hangzhou-h", "Active")]), Fail),
            (json!([]), Fail),
            (json!(null), NotAssessed),
        ] {
            let detail = json!({ "LoadBalancerId": "alb-1", "ZoneMappings": zones });
            assert_eq!(instance().detail(&alb::LOAD_BALANCER, LB, detail).verdict(&CHECK), expected, "{zones}");
        }
        assert_eq!(instance().denied(&alb::LOAD_BALANCER, LB).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&alb::LOAD_BALANCERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&alb::LOAD_BALANCERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
