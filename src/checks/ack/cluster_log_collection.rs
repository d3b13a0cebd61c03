//! Container logs are collected in Log Service.

use crate::api::cs;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, manual, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-log-collection",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "cluster",
    title: Phrase { en: "Container logs are collected in Log Service", zh: "容器日志已采集到日志服务" },
    pass_when: Phrase {
        en: "ListClusterAddonInstances is read; the cluster passes when the add-on logtail-ds or loongcollector is active. Serverless clusters without it go to a person. The control-plane log project is shown as a further fact.",
        zh: "读取 ListClusterAddonInstances；组件 logtail-ds 或 loongcollector 处于运行状态即通过，未安装组件的 Serverless 集群转人工确认；控制面日志项目作为补充信息展示。",
    },
    risk: Phrase {
        en: "Logs inside a container disappear when it is restarted, and with them the traces of a fault or an attack.",
        zh: "容器重建后其内部日志随之丢失，故障与攻击痕迹无法追溯。",
    },
    remediation: Phrase {
        en: "Install the log collection add-on under Operations > Add-ons and define which containers and paths are collected.",
        zh: "在“运维管理 > 组件管理”中安装日志采集组件，并配置需采集的容器与路径。",
    },
    cli: "aliyun cs POST /clusters/<cluster-id>/components/install --header \"Content-Type=application/json\" --body '[{\"name\":\"loongcollector\",\"version\":\"<version>\"}]'",
    reads: &[&cs::ADDONS, &cs::CONTROL_PLANE_LOG],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Cluster Integration with Simple Log Service" },
        Covers { source: "cis-2.0", rule: "2.4" },
    ],
    references: &[],
    logic: Logic::Items { of: &cs::CLUSTERS, judge },
};

/// Add-ons that collect logs of containers.
const COLLECTORS: [&str; 2] = ["logtail-ds", "loongcollector"];

fn judge(cluster: &Item<'_>) -> Outcome {
    // One collector may be on its way out while the other one runs.
    let mut idle = None;
    for addon in cluster.items_of(&cs::ADDONS)? {
        let name = addon.str("name")?;
        if !COLLECTORS.contains(&name) {
            continue;
        }
        match addon.str("state")? {
            state @ ("active" | "updating" | "upgrading") => {
                let (en, zh) = control_plane(cluster);
                return pass(format!("{name} is {state}{en}"), format!("{name} 状态为 {state}{zh}"));
            }
            state => idle = Some((name, state)),
        }
    }
    if let Some((name, state)) = idle {
        return fail(format!("{name} is {state}"), format!("{name} 状态为 {state}，未在运行"));
    }
    if cluster.text("profile") == "Serverless" {
        return manual(
            "Is each workload of this serverless cluster given its log variables? Look for aliyun_logs_ in the pods",
            "该 Serverless 集群的工作负载是否均配置日志采集？核查 Pod 中的 aliyun_logs_ 环境变量",
        );
    }
    fail("neither logtail-ds nor loongcollector is installed", "未安装 logtail-ds 或 loongcollector 组件")
}

/// A further fact that decides nothing.
fn control_plane(cluster: &Item<'_>) -> (String, String) {
    let project = match cluster.ask(&cs::CONTROL_PLANE_LOG) {
        Ok(reply) => reply.got().map_or("", |log| log.text("log_project")),
        Err(_) => "",
    };
    match project {
        "" => (String::new(), String::new()),
        project => (format!("; control plane logs go to {project}"), format!("；控制面日志写入 {project}")),
    }
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

    fn verdict(addons: Value) -> FindingStatus {
        clusters().detail_list(&cs::ADDONS, ID, addons).verdict(&CHECK)
    }

    #[test]
    fn an_active_collector_decides() {
        for (name, state, expected) in [
            ("logtail-ds", "active", Pass),
            ("loongcollector", "active", Pass),
            ("loongcollector", "upgrading", Pass),
            ("logtail-ds", "deleting", Fail),
            ("metrics-server", "active", Fail),
        ] {
            let addons = json!([{ "name": "coredns", "state": "active" }, { "name": name, "state": state }]);
            assert_eq!(verdict(addons), expected, "{name} {state}");
        }
        let both = json!([
            { "name": "logtail-ds", "state": "deleting" }, { "name": "loongcollector", "state": "active" },
        ]);
        assert_eq!(verdict(both), Pass);
        assert_eq!(verdict(json!([{ "name": "logtail-ds" }])), NotAssessed);
    }

    #[test]
    fn the_project_of_the_audit_log_is_no_collection() {
        // Other tools pass a cluster whose `meta_data` names an audit project.
        let meta = r#"{"AuditProjectName":"k8s-log-c-1"}"#;
        let items = json!([{ "cluster_id": "c-1", "region_id": "cn-hangzhou", "meta_data": meta }]);
        let account = Fixture::new().list(&cs::CLUSTERS, items);
        assert_eq!(account.detail_list(&cs::ADDONS, ID, json!([])).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_serverless_cluster_goes_to_a_person() {
        let items = json!([{ "cluster_id": "c-1", "region_id": "cn-hangzhou", "profile": "Serverless" }]);
        let account = Fixture::new().list(&cs::CLUSTERS, items);
        assert_eq!(account.detail_list(&cs::ADDONS, ID, json!([])).verdict(&CHECK), Manual);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(clusters().denied(&cs::ADDONS, ID).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_clusters_is_not_applicable() {
        assert_eq!(Fixture::new().list(&cs::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&cs::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
    }
}
