//! Kubernetes Dashboard add-on is not installed.

use crate::api::cs;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-no-dashboard",
    severity: Severity::High,
    effort: Effort::Switch,
    resource: "cluster",
    title: Phrase { en: "Kubernetes Dashboard add-on is not installed", zh: "未安装 Kubernetes Dashboard 组件" },
    pass_when: Phrase {
        en: "ListClusterAddonInstances and master_url are read; the cluster passes when no add-on is kubernetes-dashboard and dashboard_endpoint is empty. A dashboard installed by hand is not visible here.",
        zh: "读取 ListClusterAddonInstances 与 master_url；无 kubernetes-dashboard 组件且 dashboard_endpoint 为空即通过，手工部署的 Dashboard 无法识别。",
    },
    risk: Phrase {
        en: "The dashboard often runs with wide rights, so whoever reaches it controls the cluster.",
        zh: "Dashboard 通常具有较高权限，可访问者即可控制集群。",
    },
    remediation: Phrase {
        en: "Uninstall the add-on under Operations > Add-ons and use the ACK console with RAM identities; look for dashboards deployed by hand.",
        zh: "在“运维管理 > 组件管理”中卸载该组件，改用 RAM 身份登录 ACK 控制台，并排查手工部署的 Dashboard。",
    },
    cli: "aliyun cs POST /clusters/<cluster-id>/components/uninstall --header \"Content-Type=application/json\" --body '[{\"name\":\"kubernetes-dashboard\"}]'",
    reads: &[&cs::DETAIL, &cs::ADDONS],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "cs_kubernetes_dashboard_disabled" },
        Covers { source: "trend-vision-one", rule: "Disable Kubernetes Dashboard for ACK Clusters" },
        Covers { source: "cis-2.0", rule: "7.5" },
    ],
    references: &[],
    logic: Logic::Items { of: &cs::CLUSTERS, judge },
};

fn judge(cluster: &Item<'_>) -> Outcome {
    let answer = cluster.ask(&cs::ADDONS)?.must()?;
    if !answer.has("addons") {
        return Err(answer.lacks("addons"));
    }
    // The add-ons in `meta_data` are those of the day of creation; these are those of today.
    for addon in cluster.items_of(&cs::ADDONS)? {
        let name = addon.str("name")?;
        if name.starts_with("kubernetes-dashboard") {
            return fail(format!("the add-on {name} is installed"), format!("已安装组件 {name}"));
        }
    }
    let detail = cluster.ask(&cs::DETAIL)?.must()?;
    let urls = detail.inner_json("master_url")?.ok_or_else(|| detail.lacks("master_url"))?;
    // Absent on clusters without a dashboard.
    match Node::new(&urls, cs::DETAIL.id).text("dashboard_endpoint") {
        "" => pass("the add-on is not installed", "未安装 Dashboard 组件"),
        url => fail(format!("a dashboard answers at {url}"), format!("Dashboard 访问地址为 {url}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("cluster_id", "c-1")];

    fn clusters() -> Fixture {
        let items = json!([{ "cluster_id": "c-1", "region_id": "cn-hangzhou", "cluster_type": "ManagedKubernetes" }]);
        Fixture::new().list(&cs::CLUSTERS, items)
    }

    fn account(addon: &str, created_with: &str, dashboard: &str) -> Fixture {
        let urls = json!({ "intranet_api_server_endpoint": "https://10.0.0.1:6443", "dashboard_endpoint": dashboard });
        let meta = json!({ "Addons": [{ "name": created_with }] });
        let detail = json!({ "master_url": urls.to_string(), "meta_data": meta.to_string() });
        let account = clusters().detail(&cs::DETAIL, ID, detail);
        account.detail_list(&cs::ADDONS, ID, json!([{ "name": "coredns" }, { "name": addon }]))
    }

    #[test]
    fn the_add_ons_of_today_decide_and_not_those_of_the_creation() {
        assert_eq!(account("terway-eniip", "kubernetes-dashboard", "").verdict(&CHECK), Pass);
        assert_eq!(account("kubernetes-dashboard", "coredns", "").verdict(&CHECK), Fail);
        assert_eq!(account("terway-eniip", "coredns", "https://203.0.113.7").verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(clusters().denied(&cs::ADDONS, ID).verdict(&CHECK), NotAssessed);
        let silent = clusters().detail(&cs::ADDONS, ID, json!({}));
        let urls = json!({ "intranet_api_server_endpoint": "https://10.0.0.1:6443" }).to_string();
        let silent = silent.detail(&cs::DETAIL, ID, json!({ "master_url": urls }));
        assert_eq!(silent.verdict(&CHECK), NotAssessed);
        let listed = clusters().detail_list(&cs::ADDONS, ID, json!([{ "name": "coredns" }]));
        assert_eq!(listed.clone().denied(&cs::DETAIL, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(listed.detail(&cs::DETAIL, ID, json!({ "master_url": "" })).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_clusters_is_not_applicable() {
        assert_eq!(Fixture::new().list(&cs::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&cs::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
    }
}
