//! Cluster API audit log goes to Log Service.

use crate::api::{cs, sls};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-audit-log",
    severity: Severity::High,
    effort: Effort::Switch,
    resource: "cluster",
    title: Phrase { en: "Cluster API audit log goes to Log Service", zh: "集群审计日志已接入日志服务" },
    pass_when: Phrase {
        en: "GetClusterAuditProject is read; the cluster passes when audit_enabled is true and the project in sls_project_name exists.",
        zh: "读取 GetClusterAuditProject；audit_enabled 为 true 且 sls_project_name 所指项目存在即通过。",
    },
    risk: Phrase {
        en: "Without API server audit nobody can show who created, changed or read objects in the cluster, secrets included.",
        zh: "缺少 API Server 审计时，无法查明谁创建、修改或读取了集群对象（含密钥）。",
    },
    remediation: Phrase {
        en: "Switch on cluster auditing under Security > Cluster Auditing and set the logstore to 180 days or more.",
        zh: "在“安全管理 > 集群审计”中开启，日志库留存设为 180 天以上。",
    },
    cli: "aliyun cs PUT /clusters/<cluster-id>/audit_log --header \"Content-Type=application/json\" --body '{\"disable\":false}'",
    reads: &[&cs::AUDIT, &sls::PROJECTS],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "cs_kubernetes_log_service_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable Cluster Auditing with Simple Log Service" },
        Covers { source: "cis-2.0", rule: "7.1" },
    ],
    references: &[],
    logic: Logic::Items { of: &cs::CLUSTERS, judge },
};

fn judge(cluster: &Item<'_>) -> Outcome {
    // `AuditProjectName` in `meta_data` stays when auditing is switched off again: it decides nothing.
    let audit = cluster.ask(&cs::AUDIT)?.must()?;
    if !audit.flag("audit_enabled")? {
        return fail("audit_enabled is false", "audit_enabled 为 false，未开启集群审计");
    }
    let project = audit.str("sls_project_name")?;
    if project.is_empty() {
        return fail("auditing is on, but names no project", "集群审计已开启，但未指定日志项目");
    }
    let projects = cluster.account().list(&sls::PROJECTS);
    if projects.items.iter().any(|p| p.text("projectName") == project) {
        return pass(format!("audited into the project {project}"), format!("审计日志写入项目 {project}"));
    }
    if let Some((_, gap)) = projects.gaps.into_iter().next() {
        return Err(gap);
    }
    fail(format!("the project {project} does not exist"), format!("审计日志项目 {project} 不存在"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("clusterid", "c-1")];

    fn clusters() -> Fixture {
        // What other tools look at: the project that auditing was once given.
        let once = r#"{"AuditProjectName":"k8s-log-c-1"}"#;
        let items = json!([{ "cluster_id": "c-1", "region_id": "cn-hangzhou", "meta_data": once }]);
        Fixture::new().list(&cs::CLUSTERS, items)
    }

    #[test]
    fn the_switch_and_an_existing_project_decide() {
        for (on, project, expected) in [
            (json!(true), "k8s-log-c-1", Pass),
            (json!(true), "k8s-log-gone", Fail),
            (json!(true), "", Fail),
            (json!(false), "k8s-log-c-1", Fail),
            (json!(null), "k8s-log-c-1", NotAssessed),
        ] {
            let body = json!({ "audit_enabled": on, "sls_project_name": project });
            let account = clusters().detail(&cs::AUDIT, ID, body);
            let account = account.list(&sls::PROJECTS, json!([{ "projectName": "k8s-log-c-1" }]));
            assert_eq!(account.verdict(&CHECK), expected, "{on} {project}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(clusters().denied(&cs::AUDIT, ID).verdict(&CHECK), NotAssessed);
        let body = json!({ "audit_enabled": true, "sls_project_name": "k8s-log-c-1" });
        let unlisted = clusters().detail(&cs::AUDIT, ID, body).denied(&sls::PROJECTS, &[]);
        assert_eq!(unlisted.verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_clusters_is_not_applicable() {
        assert_eq!(Fixture::new().list(&cs::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&cs::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
    }
}
