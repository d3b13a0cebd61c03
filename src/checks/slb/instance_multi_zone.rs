//! CLB instance and its servers span two zones.

use std::collections::BTreeSet;

use crate::api::{ecs, slb};
use crate::checks::slb_listener_https::running_listeners;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, fail, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "slb-instance-multi-zone",
    severity: Severity::Medium,
    effort: Effort::Project,
    resource: "instance",
    title: Phrase {
        en: "CLB instance and its servers span two zones", zh: "CLB 实例及后端服务器跨可用区部署"
    },
    pass_when: Phrase {
        en: "MasterZoneId, SlaveZoneId and the backend servers are read; the instance passes when both zones are set and differ, and the servers of each group in use are in at least 2 zones. Not applicable without servers.",
        zh: "读取 MasterZoneId、SlaveZoneId 与后端服务器；主备可用区均已设置且不同，在用的各服务器组均使用至少 2 个可用区，即通过；没有后端服务器的不适用。",
    },
    risk: Phrase {
        en: "A fault in the only zone takes the service down although a load balancer is in place.",
        zh: "后端集中于单一可用区时，即使有负载均衡，该区故障仍会使业务中断。",
    },
    remediation: Phrase {
        en: "Add backend servers from a second zone; an instance without a standby zone has to be replaced by a new one.",
        zh: "添加第二可用区的后端服务器；无备可用区的实例须新建替换。",
    },
    cli: "aliyun slb AddBackendServers --RegionId <region-id> --LoadBalancerId <lb-id> --BackendServers '[{\"ServerId\":\"<instance-id>\",\"Weight\":\"100\"}]'",
    reads: &[
        &slb::LOAD_BALANCERS,
        &slb::LOAD_BALANCER,
        &slb::SERVER_GROUPS,
        &slb::SERVER_GROUP,
        &slb::LISTENERS,
        &ecs::INSTANCES,
    ],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "slb-all-listener-servers-multi-zone" }],
    references: &[],
    logic: Logic::Items { of: &slb::LOAD_BALANCERS, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let detail = instance.ask(&slb::LOAD_BALANCER)?.must()?;
    // Instances of old regions have no second zone; the field is then empty or left out.
    let (main, standby) = (detail.str("MasterZoneId")?, detail.text("SlaveZoneId"));
    if standby.is_empty() || standby == main {
        return fail(format!("one zone only: {main}"), format!("仅位于单一可用区：{main}"));
    }
    let listeners = running_listeners(instance)?;
    let mut named: BTreeSet<_> = listeners.iter().map(|listener| listener.text("VServerGroupId")).collect();
    let mut groups = Vec::new();
    // The default group serves the listeners that name no other.
    if listeners.is_empty() || listeners.iter().any(|listener| uses_default(listener)) {
        groups.push(("default", backends(&detail)?));
    }
    for group in instance.items_of(&slb::SERVER_GROUPS)? {
        let in_use = named.remove(group.text("VServerGroupId"));
        let users = [
            group.at("AssociatedObjects.Listeners").list("Listener"),
            group.at("AssociatedObjects.Rules").list("Rule"),
        ];
        if in_use || !group.has("AssociatedObjects") || users.iter().any(|users| !users.is_empty()) {
            let answer = group.ask(&slb::SERVER_GROUP)?.must()?;
            groups.push((group.text("VServerGroupId"), backends(&answer)?));
        }
    }
    if let Some(group) = named.into_iter().find(|group| !group.is_empty()) {
        return unknown(
            format!("the server group {group} of a listener is not listed"),
            format!("未列出监听所用的服务器组 {group}"),
        );
    }
    let machines = instance.account().ask_in(&ecs::INSTANCES, instance.region())?.must()?.items();
    let (mut served, mut single, mut gap) = (0, Vec::new(), None);
    for (name, servers) in groups {
        let (zones, unplaced) = zones(&servers, &machines);
        served += usize::from(!zones.is_empty() || unplaced.is_some());
        match (zones.len(), unplaced) {
            (0 | 1, Some(server)) => gap = Some(server),
            (1, None) => single.push(format!("{name} ({})", zones.into_iter().collect::<String>())),
            _ => {}
        }
    }
    if !single.is_empty() {
        let list = single.join(", ");
        return fail(format!("server groups in one zone: {list}"), format!("服务器组仅位于单一可用区：{list}"));
    }
    if let Some(server) = gap {
        return unknown(
            format!("the zone of the backend server {server} is not known"),
            format!("无法确定后端服务器 {server} 所在可用区"),
        );
    }
    for listener in &listeners {
        for place in PAIRS {
            let group = listener.text(place);
            if !group.is_empty() {
                return unknown(
                    format!("the servers of the primary/secondary group {group} are not read"),
                    format!("未读取主备服务器组 {group} 的服务器"),
                );
            }
        }
    }
    if served == 0 {
        return not_applicable(
            format!("zones {main} and {standby}, but no backend server"),
            format!("主备可用区为 {main}、{standby}，但没有后端服务器"),
        );
    }
    pass(
        format!("zones {main} and {standby}; each of its {served} server groups uses two zones or more"),
        format!("主备可用区为 {main}、{standby}；{served} 个服务器组均使用至少两个可用区"),
    )
}

/// Where a listener names its primary/secondary group.
const PAIRS: [&str; 2] = ["TCPListenerConfig.MasterSlaveServerGroupId", "UDPListenerConfig.MasterSlaveServerGroupId"];

/// True when a listener hands its traffic to the default group.
fn uses_default(listener: &Node<'_>) -> bool {
    let redirects = listener.maybe_flag("HTTPListenerConfig.ListenerForward") == Some(true);
    let named = PAIRS.iter().chain(&["VServerGroupId"]).any(|place| !listener.text(place).is_empty());
    !redirects && !named
}

/// The servers of a group.
fn backends<'s>(group: &Node<'s>) -> Result<Vec<Node<'s>>, Gap> {
    const SERVERS: &str = "BackendServers.BackendServer";
    if group.has(SERVERS) { Ok(group.list(SERVERS)) } else { Err(group.lacks(SERVERS)) }
}

/// The zones of the servers that take traffic, and one whose zone is not known.
fn zones<'s>(servers: &[Node<'s>], machines: &[Node<'s>]) -> (BTreeSet<&'s str>, Option<&'s str>) {
    let (mut zones, mut unplaced) = (BTreeSet::new(), None);
    for server in servers.iter().filter(|server| server.maybe_int("Weight") != Some(0)) {
        let id = server.text("ServerId");
        let machine = machines.iter().find(|machine| machine.text("InstanceId") == id);
        match machine.map_or("", |machine| machine.text("ZoneId")) {
            "" => unplaced = Some(id),
            zone => {
                zones.insert(zone);
            }
        }
    }
    (zones, unplaced)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const LB: &[(&str, &str)] = &[("LoadBalancerId", "lb-1")];
    const GROUP: &[(&str, &str)] = &[("VServerGroupId", "rsp-1")];

    fn servers(ids: &[&str]) -> serde_json::Value {
        let rows: Vec<_> = ids.iter().map(|id| json!({ "ServerId": id, "Weight": 100 })).collect();
        json!({ "BackendServer": rows })
    }

    fn machines(account: Fixture) -> Fixture {
        let machine = |id: &str, zone: &str| json!({ "InstanceId": id, "ZoneId": zone });
        account.list(
            &ecs::INSTANCES,
            json!([
                machine("i-h1", "cn-hangzhou-h"),
                machine("i-h2", "cn-hangzhou-h"),
                machine("i-i1", "cn-hangzhou-i")
            ]),
        )
    }

    fn instance(standby: &str, default: &[&str]) -> Fixture {
        let detail = json!({ "LoadBalancerId": "lb-1", "MasterZoneId": "cn-hangzhou-h", "SlaveZoneId": standby,
            "BackendServers": servers(default) });
        machines(Fixture::new().list(&slb::LOAD_BALANCERS, json!([{ "LoadBalancerId": "lb-1" }])))
            .detail(&slb::LOAD_BALANCER, LB, detail)
            .list(&slb::LISTENERS, json!([]))
    }

    #[test]
    fn two_zones_of_the_instance_and_of_the_default_servers() {
        for (standby, default, expected) in [
            ("cn-hangzhou-i", vec!["i-h1", "i-i1"], Pass),
            ("cn-hangzhou-i", vec!["i-h1", "i-h2"], Fail),
            ("cn-hangzhou-h", vec!["i-h1", "i-i1"], Fail),
            ("", vec!["i-h1", "i-i1"], Fail),
            ("cn-hangzhou-i", vec!["i-h1", "eni-1"], NotAssessed),
            ("cn-hangzhou-i", vec!["i-h1", "i-i1", "eni-1"], Pass),
            ("cn-hangzhou-i", vec![], NotApplicable),
        ] {
            let account = instance(standby, &default).detail_list(&slb::SERVER_GROUPS, LB, json!([]));
            assert_eq!(account.verdict(&CHECK), expected, "{standby} {default:?}");
        }
    }

    #[test]
    fn each_group_in_use_spans_two_zones_by_itself() {
        for (used, group, expected) in
            [(true, vec!["i-h1", "i-h2"], Fail), (true, vec!["i-h1", "i-i1"], Pass), (false, vec!["i-h1"], Pass)]
        {
            let listeners = if used { json!([{ "Port": 443 }]) } else { json!([]) };
            let groups =
                json!([{ "VServerGroupId": "rsp-1", "AssociatedObjects": { "Listeners": { "Listener": listeners } } }]);
            let account = instance("cn-hangzhou-i", &["i-h1", "i-i1"])
                .detail_list(&slb::SERVER_GROUPS, LB, groups)
                .detail(&slb::SERVER_GROUP, GROUP, json!({ "BackendServers": servers(&group) }));
            assert_eq!(account.verdict(&CHECK), expected, "{used} {group:?}");
        }
    }

    #[test]
    fn listeners_say_which_groups_are_in_use() {
        let listening = |group: &str| {
            json!([{ "LoadBalancerId": "lb-1", "ListenerProtocol": "tcp", "ListenerPort": 443, "Status": "running",
                "VServerGroupId": group }])
        };
        // What else a group is associated with is left out; the listener names it.
        let groups = || json!([{ "VServerGroupId": "rsp-1", "AssociatedObjects": {} }]);
        for (named, members, default, expected) in [
            ("rsp-1", vec!["i-h1", "i-h2"], vec!["i-h1", "i-i1"], Fail),
            ("rsp-1", vec!["i-h1", "i-i1"], vec!["i-h1"], Pass),
            ("rsp-2", vec!["i-h1", "i-i1"], vec!["i-h1", "i-i1"], NotAssessed),
            ("", vec!["i-h1", "i-h2"], vec!["i-h1", "i-i1"], Pass),
        ] {
            let account = instance("cn-hangzhou-i", &default)
                .detail_list(&slb::SERVER_GROUPS, LB, groups())
                .detail(&slb::SERVER_GROUP, GROUP, json!({ "BackendServers": servers(&members) }))
                .list(&slb::LISTENERS, listening(named));
            assert_eq!(account.verdict(&CHECK), expected, "{named} {members:?} {default:?}");
        }
        let silent = instance("cn-hangzhou-i", &["i-h1", "i-i1"])
            .detail_list(&slb::SERVER_GROUPS, LB, groups())
            .detail(&slb::SERVER_GROUP, GROUP, json!({ "VServerGroupId": "rsp-1" }))
            .list(&slb::LISTENERS, listening("rsp-1"));
        assert_eq!(silent.verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn missing_answers_are_no_verdict() {
        let listed = || machines(Fixture::new().list(&slb::LOAD_BALANCERS, json!([{ "LoadBalancerId": "lb-1" }])));
        assert_eq!(listed().denied(&slb::LOAD_BALANCER, LB).verdict(&CHECK), NotAssessed);
        let denied = instance("cn-hangzhou-i", &["i-h1", "i-i1"]).denied(&slb::SERVER_GROUPS, LB);
        assert_eq!(denied.verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&slb::LOAD_BALANCERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&slb::LOAD_BALANCERS, json!([])).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn servers_of_primary_and_secondary_groups_are_not_read() {
        let listener = json!([{ "LoadBalancerId": "lb-1", "Status": "running", "ListenerProtocol": "tcp",
            "TCPListenerConfig": { "MasterSlaveServerGroupId": "ms-1" } }]);
        let account = instance("cn-hangzhou-i", &["i-h1", "i-i1"]).detail_list(&slb::SERVER_GROUPS, LB, json!([]));
        assert_eq!(account.list(&slb::LISTENERS, listener).verdict(&CHECK), NotAssessed);
    }
}
