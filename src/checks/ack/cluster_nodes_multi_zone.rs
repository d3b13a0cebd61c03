//! Worker nodes are spread over two or more zones.

use std::collections::BTreeSet;

use crate::api::{cs, ecs};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-nodes-multi-zone",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "cluster",
    title: Phrase { en: "Worker nodes are spread over two or more zones", zh: "集群工作节点跨可用区部署" },
    pass_when: Phrase {
        en: "The nodes of DescribeClusterNodes are matched with the zones of their ECS instances; the cluster passes when they use at least 2 zones.",
        zh: "将 DescribeClusterNodes 的节点与其 ECS 实例所在可用区对应；使用至少 2 个可用区即通过。",
    },
    risk: Phrase {
        en: "If all nodes stand in one zone, a fault there stops all workloads.",
        zh: "节点集中于单一可用区时，该区故障将使全部业务中断。",
    },
    remediation: Phrase {
        en: "Add a vSwitch of a second zone to the node pool, scale out there, and spread replicas with topology rules.",
        zh: "为节点池增加第二可用区的交换机并扩容，通过拓扑分布约束分散副本。",
    },
    cli: "aliyun cs PUT /clusters/<cluster-id>/nodepools/<nodepool-id> --header \"Content-Type=application/json\" --body '{\"scaling_group\":{\"vswitch_ids\":[\"<vswitch-id-1>\",\"<vswitch-id-2>\"]}}'",
    reads: &[&cs::NODES, &ecs::INSTANCES],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "ack-cluster-node-multi-zone" }],
    references: &[],
    logic: Logic::Items { of: &cs::CLUSTERS, judge },
};

fn judge(cluster: &Item<'_>) -> Outcome {
    let answer = cluster.ask(&cs::NODES)?.must()?;
    if !answer.has("nodes") {
        return Err(answer.lacks("nodes"));
    }
    let machines = cluster.account().list(&ecs::INSTANCES);
    let (mut nodes, mut unseen, mut zones) = (0, 0, BTreeSet::new());
    for node in cluster.items_of(&cs::NODES)? {
        // Masters of dedicated clusters run no workloads; machines from elsewhere are in no zone of ours.
        if node.str("instance_role")? != "Worker" || node.maybe_flag("is_aliyun_node") == Some(false) {
            continue;
        }
        nodes += 1;
        let id = node.str("instance_id")?;
        match machines.items.iter().find(|machine| machine.text("InstanceId") == id) {
            Some(machine) => drop(zones.insert(machine.str("ZoneId")?)),
            None => unseen += 1,
        }
    }
    if nodes == 0 {
        return not_applicable("no worker nodes on ECS", "没有 ECS 工作节点");
    }
    let names = zones.iter().copied().collect::<Vec<_>>().join(", ");
    if zones.len() > 1 {
        return pass(format!("worker nodes ({nodes}) in {names}"), format!("{nodes} 个节点分布于 {names}"));
    }
    if unseen > 0 {
        if let Some((_, gap)) = machines.gaps.into_iter().next() {
            return Err(gap);
        }
        return unknown(
            format!("{unseen} of {nodes} nodes are not among the ECS instances"),
            format!("{nodes} 个节点中有 {unseen} 个不在 ECS 实例列表内"),
        );
    }
    fail(format!("every worker node ({nodes}) is in {names}"), format!("{nodes} 个节点均位于 {names}"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("cluster_id", "c-1")];

    fn clusters() -> Fixture {
        let items = json!([{ "cluster_id": "c-1", "region_id": "cn-hangzhou", "cluster_type": "ManagedKubernetes" }]);
        Fixture::new().list(&cs::CLUSTERS, items)
    }

    fn account(nodes: Value) -> Fixture {
        let machines = json!([
            { "InstanceId": "i-1", "ZoneId": "cn-hangzhou-h" },
            { "InstanceId": "i-2", "ZoneId": "cn-hangzhou-h" },
            { "InstanceId": "i-3", "ZoneId": "cn-hangzhou-i" },
        ]);
        clusters().list(&ecs::INSTANCES, machines).detail_list(&cs::NODES, ID, nodes)
    }

    fn node(id: &str, role: &str) -> Value {
        json!({ "instance_id": id, "instance_role": role, "is_aliyun_node": true })
    }

    #[test]
    fn the_zones_of_the_workers_decide() {
        for (nodes, expected) in [
            (json!([node("i-1", "Worker"), node("i-3", "Worker")]), Pass),
            (json!([node("i-1", "Worker"), node("i-2", "Worker")]), Fail),
            (json!([node("i-1", "Worker"), node("i-3", "Master")]), Fail),
            (json!([node("i-1", "Worker"), node("i-9", "Worker")]), NotAssessed),
            (json!([]), NotApplicable),
        ] {
            assert_eq!(account(nodes.clone()).verdict(&CHECK), expected, "{nodes}");
        }
    }

    #[test]
    fn machines_from_elsewhere_are_not_judged() {
        let own = json!([{ "instance_id": "m-1", "instance_role": "Worker", "is_aliyun_node": false }]);
        assert_eq!(account(own).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(clusters().denied(&cs::NODES, ID).verdict(&CHECK), NotAssessed);
        let silent = clusters().list(&ecs::INSTANCES, json!([])).detail(&cs::NODES, ID, json!({}));
        assert_eq!(silent.verdict(&CHECK), NotAssessed);
        let unlisted = clusters().denied(&ecs::INSTANCES, &[]);
        let nodes = json!([node("i-1", "Worker"), node("i-3", "Worker")]);
        assert_eq!(unlisted.detail_list(&cs::NODES, ID, nodes).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_clusters_is_not_applicable() {
        assert_eq!(Fixture::new().list(&cs::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&cs::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
    }
}
