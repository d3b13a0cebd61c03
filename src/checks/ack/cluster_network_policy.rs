//! Network policies can be enforced in the cluster.

use crate::api::cs;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, fail, manual, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-network-policy",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "cluster",
    title: Phrase { en: "Network policies can be enforced in the cluster", zh: "集群已支持网络策略" },
    pass_when: Phrase {
        en: "The config of the terway-eniip add-on is read with GetClusterAddonInstance; the cluster passes when NetworkPolicy is true. Flannel clusters fail, serverless ones go to a person, registered ones are not applicable.",
        zh: "通过 GetClusterAddonInstance 读取 terway-eniip 组件配置；NetworkPolicy 为 true 即通过，Flannel 集群为不通过，Serverless 集群转人工确认，注册集群不适用。",
    },
    risk: Phrase {
        en: "Without network policies each pod reaches all others, so one taken-over container can attack the rest.",
        zh: "未启用网络策略时 Pod 之间可互访，单个容器失陷即可攻击其他容器。",
    },
    remediation: Phrase {
        en: "Set NetworkPolicy to true in the Terway add-on, then write default-deny policies per namespace. A Flannel cluster must be rebuilt with Terway.",
        zh: "在 Terway 组件中将 NetworkPolicy 设为 true，并按命名空间编写默认拒绝策略；Flannel 集群须以 Terway 重建。",
    },
    cli: "aliyun cs POST /clusters/<cluster-id>/components/terway-eniip/config --header \"Content-Type=application/json\" --body '{\"config\":\"{\\\"NetworkPolicy\\\":\\\"true\\\"}\"}'",
    reads: &[&cs::DETAIL, &cs::ADDONS, &cs::ADDON],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "cs_kubernetes_network_policy_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable Support for Network Policies" },
        Covers { source: "cis-2.0", rule: "7.7" },
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
        return manual(
            "Are network policies enforced in this serverless cluster? Look for the add-on poseidon and its settings",
            "该 Serverless 集群是否启用网络策略？核查 poseidon 组件及其配置",
        );
    }
    let network = network(cluster)?;
    if network.eq_ignore_ascii_case("Flannel") {
        return fail("the network is Flannel, which enforces no policies", "网络插件为 Flannel，不支持网络策略");
    }
    // Terway alone is no policy: its settings say whether policies are enforced.
    let addons = cluster.items_of(&cs::ADDONS)?;
    let Some(terway) = addons.iter().find(|addon| addon.text("name").starts_with("terway-eni")) else {
        return fail(
            format!("the network is {network}, and the add-on terway-eniip is not installed"),
            format!("网络插件为 {network}，未安装 terway-eniip 组件"),
        );
    };
    let settings = terway.ask(&cs::ADDON)?.must()?;
    let config = settings.inner_json("config")?.unwrap_or_default();
    match Node::new(&config, cs::ADDON.id).flag("NetworkPolicy")? {
        true => pass("NetworkPolicy is true in the settings of Terway", "Terway 配置 NetworkPolicy 为 true"),
        false => fail("NetworkPolicy is false in the settings of Terway", "Terway 配置 NetworkPolicy 为 false"),
    }
}

/// The network of the cluster, as it runs: `TerwayEniip` beside it says only what could be.
fn network(cluster: &Item<'_>) -> Result<String, Gap> {
    let detail = cluster.ask(&cs::DETAIL)?.must()?;
    let meta = detail.inner_json("meta_data")?.unwrap_or_default();
    Ok(Node::new(&meta, cs::DETAIL.id).str("Capabilities.Network")?.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, Manual, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("cluster_id", "c-1")];

    fn clusters() -> Fixture {
        let items = json!([{ "cluster_id": "c-1", "region_id": "cn-hangzhou", "cluster_type": "ManagedKubernetes" }]);
        Fixture::new().list(&cs::CLUSTERS, items)
    }

    const TERWAY: &[(&str, &str)] = &[("cluster_id", "c-1"), ("instance_name", "terway-eniip")];

    fn network(name: &str) -> Fixture {
        let meta = json!({ "Capabilities": { "Network": name, "TerwayEniip": true } }).to_string();
        clusters().detail(&cs::DETAIL, ID, json!({ "meta_data": meta }))
    }

    fn terway() -> Fixture {
        let addons = json!([{ "name": "coredns", "state": "active" }, { "name": "terway-eniip", "state": "active" }]);
        network("terway-eniip").detail_list(&cs::ADDONS, ID, addons)
    }

    #[test]
    fn the_settings_of_terway_decide_and_not_terway_alone() {
        for (config, expected) in [
            (r#"{"IPVlan":"true","NetworkPolicy":"true"}"#, Pass),
            (r#"{"IPVlan":"true","NetworkPolicy":"false"}"#, Fail),
            (r#"{"NetworkPolicy":true}"#, Pass),
            (r#"{"IPVlan":"true"}"#, NotAssessed),
            ("", NotAssessed),
            ("{", NotAssessed),
        ] {
            let account = terway().detail(&cs::ADDON, TERWAY, json!({ "name": "terway-eniip", "config": config }));
            assert_eq!(account.verdict(&CHECK), expected, "{config}");
        }
    }

    #[test]
    fn flannel_fails() {
        assert_eq!(network("Flannel").verdict(&CHECK), Fail);
        assert_eq!(network("terway").detail_list(&cs::ADDONS, ID, json!([])).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(clusters().denied(&cs::DETAIL, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(clusters().detail(&cs::DETAIL, ID, json!({ "meta_data": "{}" })).verdict(&CHECK), NotAssessed);
        assert_eq!(network("terway-eniip").denied(&cs::ADDONS, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(terway().denied(&cs::ADDON, TERWAY).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn other_kinds_of_clusters_are_told_apart() {
        for (kind, profile, expected) in
            [("ExternalKubernetes", "", NotApplicable), ("ManagedKubernetes", "Serverless", Manual)]
        {
            let items = json!([{ "cluster_id": "c-1", "cluster_type": kind, "profile": profile }]);
            assert_eq!(Fixture::new().list(&cs::CLUSTERS, items).verdict(&CHECK), expected, "{kind}");
        }
    }

    #[test]
    fn an_account_without_clusters_is_not_applicable() {
        assert_eq!(Fixture::new().list(&cs::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&cs::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
    }
}
