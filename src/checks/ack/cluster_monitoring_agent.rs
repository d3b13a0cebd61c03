//! CloudMonitor agent is set for all node pools.

use crate::api::cs;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-monitoring-agent",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "cluster",
    title: Phrase { en: "CloudMonitor agent is set for all node pools", zh: "集群节点池均启用云监控插件" },
    pass_when: Phrase {
        en: "kubernetes_config.cms_enabled of DescribeClusterNodePools is read; the cluster passes when it is true in each ECS node pool. Serverless clusters are not applicable.",
        zh: "读取 DescribeClusterNodePools 的 kubernetes_config.cms_enabled；各 ECS 节点池均为 true 即通过，Serverless 集群不适用。",
    },
    risk: Phrase {
        en: "Without host figures from the nodes, full disks and overload are noticed only when workloads fail.",
        zh: "缺少节点主机指标时，磁盘写满与过载往往在业务失败后才被发现。",
    },
    remediation: Phrase {
        en: "Switch on the CloudMonitor agent in the node pool settings; install it by hand on nodes that already exist.",
        zh: "在节点池配置中开启云监控插件，存量节点须手动安装。",
    },
    cli: "aliyun cs PUT /clusters/<cluster-id>/nodepools/<nodepool-id> --header \"Content-Type=application/json\" --body '{\"kubernetes_config\":{\"cms_enabled\":true}}'",
    reads: &[&cs::NODE_POOLS],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "cs_kubernetes_cloudmonitor_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable Cloud Monitor for ACK Clusters" },
        Covers { source: "cis-2.0", rule: "7.2" },
    ],
    references: &[],
    logic: Logic::Items { of: &cs::CLUSTERS, judge },
};

fn judge(cluster: &Item<'_>) -> Outcome {
    if cluster.text("profile") == "Serverless" {
        return not_applicable("a serverless cluster has no ECS nodes", "Serverless 集群没有 ECS 节点");
    }
    let answer = cluster.ask(&cs::NODE_POOLS)?.must()?;
    if !answer.has("nodepools") {
        return Err(answer.lacks("nodepools"));
    }
    let (mut pools, mut without) = (0, Vec::new());
    for pool in cluster.items_of(&cs::NODE_POOLS)? {
        // The others (`edge`, `lingjun`) hold no ECS instances.
        if pool.str("nodepool_info.type")? != "ess" {
            continue;
        }
        pools += 1;
        if !pool.flag("kubernetes_config.cms_enabled")? {
            without.push(pool.text("nodepool_info.name"));
        }
    }
    if pools == 0 {
        return not_applicable("no node pool of ECS instances", "没有 ECS 节点池");
    }
    if without.is_empty() {
        return pass(
            format!("cms_enabled in every node pool ({pools})"),
            format!("{pools} 个节点池均已启用云监控插件"),
        );
    }
    let names = without.join(", ");
    fail(format!("no agent in the node pools {names}"), format!("未启用云监控插件的节点池：{names}"))
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

    fn pool(kind: &str, agent: Value) -> Value {
        json!({ "nodepool_info": { "name": "p", "type": kind }, "kubernetes_config": { "cms_enabled": agent } })
    }

    #[test]
    fn every_ecs_node_pool_decides() {
        for (pools, expected) in [
            (json!([pool("ess", json!(true)), pool("edge", json!(false))]), Pass),
            (json!([pool("ess", json!(true)), pool("ess", json!(false))]), Fail),
            (json!([pool("ess", Value::Null)]), NotAssessed),
            (json!([pool("lingjun", json!(false))]), NotApplicable),
            (json!([]), NotApplicable),
        ] {
            let account = clusters().detail_list(&cs::NODE_POOLS, ID, pools.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{pools}");
        }
    }

    #[test]
    fn a_serverless_cluster_is_not_applicable() {
        let items = json!([{ "cluster_id": "c-1", "profile": "Serverless" }]);
        assert_eq!(Fixture::new().list(&cs::CLUSTERS, items).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(clusters().denied(&cs::NODE_POOLS, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(clusters().detail(&cs::NODE_POOLS, ID, json!({})).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_clusters_is_not_applicable() {
        assert_eq!(Fixture::new().list(&cs::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&cs::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
    }
}
