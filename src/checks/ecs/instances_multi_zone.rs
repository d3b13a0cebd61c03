//! Running instances are spread over two or more zones.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::ecs;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instances-multi-zone",
    severity: Severity::Low,
    effort: Effort::Project,
    resource: "account",
    title: Phrase {
        en: "Running instances are spread over two or more zones", zh: "运行中的实例分布于两个以上可用区"
    },
    pass_when: Phrase {
        en: "ZoneId of the running instances is read region by region; the account passes when each region with two or more instances uses at least 2 zones.",
        zh: "按地域读取运行中实例的 ZoneId；凡有两台以上实例的地域均使用至少 2 个可用区即通过。",
    },
    risk: Phrase {
        en: "If all servers stand in one zone, a power or network fault there stops the whole service.",
        zh: "服务器集中于单一可用区时，该区供电或网络故障会使业务整体中断。",
    },
    remediation: Phrase {
        en: "Add vSwitches and instances in a second zone and place both zones behind the load balancer; test the switch-over.",
        zh: "在第二个可用区新建交换机与实例，并同时挂载到负载均衡，定期演练切换。",
    },
    cli: "",
    reads: &[&ecs::INSTANCES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let mut zones: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for instance in account.whole_list(&ecs::INSTANCES)? {
        if instance.str("Status")? == "Running" {
            let (count, of_region) = zones.entry(instance.region()).or_default();
            *count += 1;
            of_region.insert(instance.str("ZoneId")?);
        }
    }
    zones.retain(|_, (count, _)| *count > 1);
    if zones.is_empty() {
        return not_applicable("no region has two running instances", "没有任何地域运行两台及以上实例");
    }
    let single: Vec<&str> = zones.iter().filter(|(_, (_, zones))| zones.len() < 2).map(|(region, _)| *region).collect();
    if single.is_empty() {
        return pass("every region with two or more instances uses several zones", "各地域的实例均分布在多个可用区");
    }
    fail(
        format!("all instances are in one zone in {}", single.join(", ")),
        format!("以下地域的实例集中在单一可用区：{}", single.join("、")),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn instance(id: &str, zone: &str) -> Value {
        json!({ "InstanceId": id, "Status": "Running", "ZoneId": zone })
    }

    #[test]
    fn two_zones_pass_and_one_fails() {
        let with = |list: Value| Fixture::new().list(&ecs::INSTANCES, list).verdict(&CHECK);
        assert_eq!(with(json!([instance("i-1", "a"), instance("i-2", "b")])), Pass);
        assert_eq!(with(json!([instance("i-1", "a"), instance("i-2", "a")])), Fail);
        assert_eq!(with(json!([instance("i-1", "a")])), NotApplicable);
        assert_eq!(with(json!([])), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(Fixture::new().denied(&ecs::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
    }
}
