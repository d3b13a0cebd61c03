//! Logs of the main services are gathered centrally.

use crate::api::sls;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, fail, manual, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-log-audit-enabled",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "Logs of the main services are gathered centrally", zh: "主要云产品日志集中采集" },
    pass_when: Phrase {
        en: "ListCollectionPolicies is read; passes when enabled policies cover ActionTrail, OSS, RDS, SLB or ALB, VPC, WAF, Cloud Firewall, Security Center and Kubernetes, each for all resources. If ActionTrail is covered but another product is not, or the older Log Audit Service is in use, a person confirms.",
        zh: "读取 ListCollectionPolicies；启用的采集规则以全部资源方式覆盖操作审计、OSS、RDS、SLB 或 ALB、VPC、WAF、云防火墙、云安全中心与容器服务时通过。已覆盖操作审计但缺其他产品，或存在旧版日志审计服务的，转人工确认。",
    },
    risk: Phrase {
        en: "Logs scattered over products cannot be compared and are lost when a resource is deleted.",
        zh: "日志分散在各产品时无法关联分析，资源删除后日志也随之丢失。",
    },
    remediation: Phrase {
        en: "Log Service console > Log Application > cloud product log collection: add a collection rule for each service and gather into one project of an audit account. The rule API is served in cn-shanghai and ap-southeast-1 only.",
        zh: "在日志服务控制台的云产品日志采集（日志审计）中为各产品新建采集规则，集中到审计账号的同一 Project。规则接口仅在 cn-shanghai 与 ap-southeast-1 提供。",
    },
    cli: "aliyun sls UpsertCollectionPolicy --region cn-shanghai --body \"$(cat <collection-policy.json>)\"",
    reads: &[&sls::COLLECTION_POLICIES, &sls::PROJECTS],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Audit Logs for Multiple Cloud Services" },
        Covers { source: "cis-2.0", rule: "2.3" },
    ],
    references: &[],
    logic: Logic::Account(judge),
};

/// Products whose logs are wanted, as the policies name them; one of a group is enough.
const WANTED: &[&[&str]] = &[
    &["actiontrail"],
    &["oss"],
    &["rds"],
    &["slb", "alb"],
    &["vpc"],
    &["waf"],
    &["cloudfirewall"],
    &["sas"],
    &["k8s"],
];

/// Kinds of log that serve billing or tuning.
const NO_AUDIT: &[&str] = &["metering_log", "slow_log", "error_log", "perf_log"];

fn judge(account: &Account<'_>) -> Outcome {
    let policies = account.whole_list(&sls::COLLECTION_POLICIES)?;
    let (mut whole, mut partly) = (Vec::new(), Vec::new());
    for policy in &policies {
        if !policy.flag("enabled")? || NO_AUDIT.contains(&policy.str("dataCode")?) {
            continue;
        }
        let product = policy.str("productCode")?.to_ascii_lowercase();
        // A policy may name instances or tags; only this mode covers the product.
        if policy.at("policyConfig").str("resourceMode")? == "all" { whole.push(product) } else { partly.push(product) }
    }
    let open: Vec<String> = WANTED
        .iter()
        .filter(|group| !group.iter().any(|name| whole.iter().any(|p| p == name)))
        .map(|group| group.join("/"))
        .collect();
    if open.is_empty() {
        return pass("collected: every wanted product", "所列云产品日志均已启用采集").map(|v| {
            v.bounded(
                "which kinds of log of a product are collected, and that they arrive, was not examined",
                "未核查各产品采集的日志类型及实际到达情况",
            )
        });
    }
    let missing = open.join(", ");
    let old = account.whole_list(&sls::PROJECTS)?.into_iter().find(|p| p.id().starts_with("slsaudit-center-"));
    if let Some(old) = old {
        let project = old.id();
        return manual(
            format!(
                "not collected by a policy: {missing}; \
                 does the older Log Audit Service (project {project}) collect them? Look at its switched-on products"
            ),
            format!(
                "采集规则未覆盖：{missing}；旧版日志审计服务（Project {project}）是否已采集？请核对其云产品接入页面"
            ),
        );
    }
    if open.iter().any(|name| name == "actiontrail") {
        return fail(format!("not collected: {missing}"), format!("未采集：{missing}"));
    }
    let partly = partly.join(", ");
    manual(
        format!(
            "not collected as a whole: {missing} (in part: {partly}); \
             are these products used, and do they log to another place? Look at the product list and their log settings"
        ),
        format!(
            "未全量采集：{missing}（部分采集：{partly}）；是否使用这些产品、日志是否另行集中？请核对产品清单及其日志配置"
        ),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, Manual, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ALL: &[&str] = &["actiontrail", "oss", "rds", "alb", "vpc", "waf", "cloudfirewall", "sas", "k8s"];

    fn account(products: &[&str], enabled: bool, mode: &str, projects: Value) -> Fixture {
        let policies: Vec<Value> = products
            .iter()
            .map(|p| json!({ "productCode": p, "dataCode": "log", "enabled": enabled, "policyConfig": { "resourceMode": mode } }))
            .collect();
        Fixture::new()
            .list_in(&sls::COLLECTION_POLICIES, "cn-shanghai", json!(policies))
            .list_in(&sls::COLLECTION_POLICIES, "ap-southeast-1", json!([]))
            .list(&sls::PROJECTS, projects)
    }

    #[test]
    fn enabled_policies_on_everything_pass_and_less_does_not() {
        let none = || json!([]);
        for (products, enabled, mode, expected) in [
            (ALL, true, "all", Pass),
            (ALL, false, "all", Fail),
            (ALL, true, "instanceMode", Fail),
            (&ALL[1..], true, "all", Fail),
            (&ALL[..8], true, "all", Manual),
            (&[], true, "all", Fail),
        ] {
            assert_eq!(account(products, enabled, mode, none()).verdict(&CHECK), expected, "{products:?} {mode}");
        }
        let old = json!([{ "projectName": "slsaudit-center-1234567890123456-cn-hangzhou" }]);
        assert_eq!(account(&[], true, "all", old).verdict(&CHECK), Manual);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let silent = json!([{ "productCode": "oss", "enabled": true, "policyConfig": { "resourceMode": "all" } }]);
        let silent = Fixture::new().list_in(&sls::COLLECTION_POLICIES, "cn-shanghai", silent);
        let silent = silent.list_in(&sls::COLLECTION_POLICIES, "ap-southeast-1", json!([]));
        assert_eq!(silent.verdict(&CHECK), NotAssessed);
        let half = Fixture::new().list_in(&sls::COLLECTION_POLICIES, "cn-shanghai", json!([]));
        assert_eq!(half.verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&sls::COLLECTION_POLICIES, &[]).verdict(&CHECK), NotAssessed);
    }
}
