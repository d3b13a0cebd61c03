//! Cluster uses Terway in shared ENI mode.

use crate::api::cs;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-eni-multi-ip",
    severity: Severity::Low,
    effort: Effort::Project,
    resource: "cluster",
    title: Phrase { en: "Cluster uses Terway in shared ENI mode", zh: "集群采用 Terway 共享网卡多 IP 模式" },
    pass_when: Phrase {
        en: "Capabilities.Network in meta_data of DescribeClusterDetail is read; the cluster passes when it is terway-eniip. Flannel fails; serverless and registered clusters are not applicable.",
        zh: "读取 DescribeClusterDetail 的 meta_data 中 Capabilities.Network；为 terway-eniip 即通过，Flannel 为不通过；Serverless 集群与注册集群不适用。",
    },
    risk: Phrase {
        en: "Other modes give pods no addresses of the VPC, so VPC controls and network policies cannot work on pods.",
        zh: "其他模式下 Pod 不使用 VPC 地址，VPC 侧管控与网络策略无法作用于 Pod。",
    },
    remediation: Phrase {
        en: "The network plug-in is fixed when the cluster is created: build a new cluster with Terway and move the workloads.",
        zh: "网络插件在创建集群时确定：以 Terway 新建集群并迁移业务。",
    },
    cli: "",
    reads: &[&cs::DETAIL],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "cs_kubernetes_eni_multiple_ip_enabled" },
        Covers { source: "trend-vision-one", rule: "ENI Multiple IP Mode" },
        Covers { source: "cis-2.0", rule: "7.8" },
    ],
    references: &[],
    logic: Logic::Items { of: &cs::CLUSTERS, judge },
};

fn judge(cluster: &Item<'_>) -> Outcome {
    if cluster.str("cluster_type")? == "ExternalKubernetes" {
        return not_applicable(
            "a registered cluster, whose control plane is elsewhere",
            "注册集群，控制面不由 ACK 提供",
        );
    }
    if cluster.text("profile") == "Serverless" {
        return not_applicable(
            "a serverless cluster: each pod is a container instance with an address of the VPC",
            "Serverless 集群，Pod 均为使用 VPC 地址的容器实例",
        );
    }
    let network = network(cluster)?;
    if network.eq_ignore_ascii_case("terway-eniip") {
        return pass("the network is terway-eniip", "网络插件为 terway-eniip");
    }
    fail(format!("the network is {network}"), format!("网络插件为 {network}，不是共享网卡多 IP 模式"))
}

/// The network of the cluster, as it runs: `TerwayEniip` beside it says only what could be.
fn network(cluster: &Item<'_>) -> Result<String, Gap> {
    let detail = cluster.ask(&cs::DETAIL)?.must()?;
    let meta = detail.inner_json("meta_data")?.unwrap_or_default();
    Ok(Node::new(&meta, cs::DETAIL.id).str("Capabilities.Network")?.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{self, Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("cluster_id", "c-1")];

    fn clusters() -> Fixture {
        let items = json!([{ "cluster_id": "c-1", "region_id": "cn-hangzhou", "cluster_type": "ManagedKubernetes" }]);
        Fixture::new().list(&cs::CLUSTERS, items)
    }

    fn verdict(detail: Value) -> FindingStatus {
        clusters().detail(&cs::DETAIL, ID, detail).verdict(&CHECK)
    }

    #[test]
    fn the_network_that_runs_decides() {
        for (network, expected) in [("terway-eniip", Pass), ("Flannel", Fail), ("terway", Fail)] {
            // `TerwayEniip` and the add-ons of the day of creation are what other tools trip over.
            let meta = json!({
                "Addons": [{ "name": "terway" }], "Capabilities": { "Network": network, "TerwayEniip": true },
            });
            assert_eq!(verdict(json!({ "meta_data": meta.to_string() })), expected, "{network}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(verdict(json!({ "meta_data": r#"{"Capabilities":{"TerwayEniip":true}}"# })), NotAssessed);
        assert_eq!(verdict(json!({ "meta_data": "{" })), NotAssessed);
        assert_eq!(verdict(json!({ "meta_data": "" })), NotAssessed);
        assert_eq!(clusters().denied(&cs::DETAIL, ID).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn clusters_without_a_network_of_their_own_are_not_applicable() {
        for (kind, profile) in [("ExternalKubernetes", ""), ("ManagedKubernetes", "Serverless")] {
            let items = json!([{ "cluster_id": "c-1", "cluster_type": kind, "profile": profile }]);
            assert_eq!(Fixture::new().list(&cs::CLUSTERS, items).verdict(&CHECK), NotApplicable, "{kind}");
        }
    }

    #[test]
    fn an_account_without_clusters_is_not_applicable() {
        assert_eq!(Fixture::new().list(&cs::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&cs::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
    }
}
