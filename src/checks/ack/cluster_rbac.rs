//! Kubernetes RBAC is in force.

use crate::api::cs;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, fail, manual, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-rbac",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "cluster",
    title: Phrase { en: "Kubernetes RBAC is in force", zh: "集群启用 RBAC 授权" },
    pass_when: Phrase {
        en: "current_version and meta_data of DescribeClusterDetail are read; clusters of version 1.18 or newer pass, as ACK switches RBAC on without an off switch. An explicit RBAC=false fails; other cases go to a person.",
        zh: "读取 DescribeClusterDetail 的 current_version 与 meta_data；1.18 及以上版本由 ACK 强制启用 RBAC，即通过；明确为 RBAC=false 的不通过，其余转人工确认。",
    },
    risk: Phrase {
        en: "Without RBAC any valid cluster credential can do everything in every namespace.",
        zh: "未启用 RBAC 时，任一有效集群凭证均可操作全部命名空间。",
    },
    remediation: Phrase {
        en: "Upgrade the cluster to a supported version, and give users roles under Security > Authorizations instead of cluster-admin.",
        zh: "将集群升级到受支持版本，并在“安全管理 > 授权”中按角色授权，避免使用 cluster-admin。",
    },
    cli: "aliyun cs POST /api/v2/clusters/<cluster-id>/upgrade --header \"Content-Type=application/json\" --body '{\"next_version\":\"<version>\"}'",
    reads: &[&cs::DETAIL],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "cs_kubernetes_rbac_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable RBAC Authorization for ACK Clusters" },
        Covers { source: "cis-2.0", rule: "7.3" },
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
    let detail = cluster.ask(&cs::DETAIL)?.must()?;
    let meta = detail.inner_json("meta_data")?.unwrap_or_default();
    let meta = Node::new(&meta, cs::DETAIL.id);
    // No document promises these fields: what they say counts, that they are absent says nothing.
    let off = ["RBAC", "RBACEnabled", "Capabilities.RBAC", "Capabilities.RBACEnabled"]
        .into_iter()
        .find(|name| meta.maybe_flag(name) == Some(false));
    if let Some(name) = off {
        return fail(format!("{name} is false in meta_data"), format!("meta_data 中 {name} 为 false"));
    }
    let mode = detail.text("parameters.authorization_mode");
    if !mode.is_empty() && !mode.to_ascii_uppercase().contains("RBAC") {
        return fail(format!("authorization_mode is {mode}"), format!("authorization_mode 为 {mode}"));
    }
    let said = detail.str("current_version")?;
    let version = version(said).ok_or_else(|| detail.lacks("current_version"))?;
    if version < (1, 18) {
        return manual(
            format!("Does the API server ({said}) run with --authorization-mode=RBAC? Look at its start parameters"),
            format!("API Server（{said}）启动参数是否包含 --authorization-mode=RBAC？核查其启动参数"),
        );
    }
    pass(format!("Kubernetes {said}, in which ACK always has RBAC on"), format!("Kubernetes {said}，ACK 强制启用 RBAC"))
        .map(|v| {
            v.bounded(
                "no interface states it, and what the roles allow was not read",
                "无接口直接给出该配置，且未核查各角色的授权内容",
            )
        })
}

/// Major and minor number of `1.26.3-aliyun.1`.
fn version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{self, Fail, Manual, NotApplicable, NotAssessed, Pass};
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
    fn a_current_version_passes_within_bounds() {
        assert_eq!(verdict(json!({ "current_version": "1.18.8-aliyun.1", "meta_data": "{}" })), Pass);
        assert_eq!(verdict(json!({ "current_version": "1.34.10-aliyun.1", "meta_data": "" })), Pass);
    }

    #[test]
    fn silence_on_an_old_version_is_no_pass() {
        let body = json!({ "current_version": "1.16.9-aliyun.1", "meta_data": "{}", "parameters": {} });
        assert_eq!(verdict(body), Manual);
    }

    #[test]
    fn an_explicit_off_fails() {
        for meta in [r#"{"RBACEnabled":false}"#, r#"{"RBAC":"false"}"#, r#"{"Capabilities":{"RBAC":false}}"#] {
            assert_eq!(verdict(json!({ "current_version": "1.26.3", "meta_data": meta })), Fail, "{meta}");
        }
        for (mode, expected) in [("AlwaysAllow", Fail), ("Node,RBAC", Pass)] {
            let parameters = json!({ "authorization_mode": mode });
            assert_eq!(verdict(json!({ "current_version": "1.26.3", "parameters": parameters })), expected, "{mode}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(verdict(json!({ "meta_data": "{}" })), NotAssessed);
        assert_eq!(verdict(json!({ "meta_data": "{", "current_version": "1.26.3" })), NotAssessed);
        assert_eq!(clusters().denied(&cs::DETAIL, ID).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_clusters_is_not_applicable() {
        assert_eq!(Fixture::new().list(&cs::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&cs::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
    }
}
