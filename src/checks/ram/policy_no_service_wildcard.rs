//! Custom policies grant no whole service on all resources.

use crate::api::ram;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::policy_document::{PolicyDocument, Statement, Which};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-policy-no-service-wildcard",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "policy",
    title: Phrase {
        en: "Custom policies grant no whole service on all resources",
        zh: "自定义策略不授予整个产品的全部权限",
    },
    pass_when: Phrase {
        en: "The default version of each custom policy is read; passes when no Allow statement combines an action such as ecs:*, or a NotAction, with all resources (“*”, or all of that service).",
        zh: "读取各自定义策略的默认版本；没有将 ecs:* 之类的操作或 NotAction 与全部资源（“*”或该产品的全部资源）组合的 Allow 语句时通过。",
    },
    risk: Phrase {
        en: "A wildcard on a service includes deletion, export and permission changes that the job does not need.",
        zh: "产品级通配包含岗位并不需要的删除、导出和改权操作。",
    },
    remediation: Phrase {
        en: "List the needed actions and resource ARNs in the statement and set the new version as default. The access analysis in the RAM console shows what an identity really used.",
        zh: "在语句中写明所需操作与资源 ARN 并设为默认版本；可借助 RAM 控制台的访问分析核对实际使用的操作。",
    },
    cli: "aliyun ram CreatePolicyVersion --PolicyName <policy-name> --PolicyDocument \"$(cat <policy.json>)\" --SetAsDefault true",
    reads: &[&ram::CUSTOM_POLICY],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/93738.html"],
    logic: Logic::Items { of: &ram::CUSTOM_POLICIES, judge },
};

fn judge(policy: &Item<'_>) -> Outcome {
    let text = policy.ask(&ram::CUSTOM_POLICY)?.must()?;
    let document = PolicyDocument::parse(text.str("DefaultPolicyVersion.PolicyDocument")?)?;
    let mut found: Vec<String> = document.allowing().flat_map(|s| whole_services(s, policy.account().id())).collect();
    found.sort();
    found.dedup();
    if found.is_empty() {
        return pass("no whole service is granted on all resources", "没有对全部资源授予产品级全部操作的语句");
    }
    fail(format!("granted on all resources: {}", found.join(", ")), format!("对全部资源授予：{}", found.join("、")))
}

/// The actions of a statement that stand for a whole service, where it holds for all resources of that service.
fn whole_services(statement: &Statement, account: &str) -> Vec<String> {
    let everywhere = |service: &str| {
        // "All resources except some" is no narrowing to what the job needs.
        matches!(statement.resources, Which::AllBut(_))
            || statement.resources.covers(&format!("acs:{service}:*:{account}:*"))
    };
    let stars = |text: &str| !text.is_empty() && text.chars().all(|c| c == '*');
    match &statement.actions {
        Which::AllBut(_) if everywhere("*") => vec!["NotAction".to_owned()],
        Which::AllBut(_) => Vec::new(),
        Which::These(actions) => actions
            .iter()
            .map(|action| action.trim())
            .filter(|action| match action.split_once(':') {
                Some((service, operation)) => stars(operation) && everywhere(service),
                None => stars(action) && everywhere("*"),
            })
            .map(ToOwned::to_owned)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const POLICY: &[(&str, &str)] = &[("PolicyName", "p")];

    fn policies(attached: i64) -> Fixture {
        Fixture::new().list(&ram::CUSTOM_POLICIES, json!([{ "PolicyName": "p", "AttachmentCount": attached }]))
    }

    fn policy(statement: serde_json::Value) -> Fixture {
        let document = json!({ "Version": "1", "Statement": statement }).to_string();
        let body = json!({ "DefaultPolicyVersion": { "PolicyDocument": document } });
        policies(1).detail(&ram::CUSTOM_POLICY, POLICY, body)
    }

    #[test]
    fn a_whole_service_on_all_resources_fails() {
        for (statement, expected) in [
            (json!({ "Effect": "Allow", "Action": ["ecs:Describe*", "ecs:*"], "Resource": "*" }), Fail),
            (json!({ "Effect": "Allow", "Action": "oss:*", "Resource": ["acs:oss:*:*:*"] }), Fail),
            (json!({ "Effect": "Allow", "Action": "ecs:*", "Resource": "acs:ecs:*:1234567890123456:*" }), Fail),
            (json!({ "Effect": "Allow", "Action": "*", "Resource": "acs:*:*:1234567890123456:*" }), Fail),
            (
                json!({ "Effect": "Allow", "Action": "ecs:*", "Resource": "acs:ecs:*:1234567890123456:instance/i-1" }),
                Pass,
            ),
            (json!({ "Effect": "Allow", "Action": "*", "Resource": "*" }), Fail),
            (json!({ "Effect": "Allow", "NotAction": "ram:*", "Resource": "*" }), Fail),
            (json!({ "Effect": "Allow", "Action": "oss:*", "NotResource": "acs:oss:*:*:acme-logs" }), Fail),
            (json!({ "Effect": "Allow", "Action": "oss:*", "Resource": "acs:oss:*:*:acme-photos/*" }), Pass),
            (json!({ "Effect": "Allow", "Action": "oss:*", "Resource": "acs:ecs:*:*:*" }), Pass),
            (json!({ "Effect": "Allow", "Action": "ecs:Describe*", "Resource": "*" }), Pass),
            (json!({ "Effect": "Deny", "Action": "ecs:*", "Resource": "*" }), Pass),
        ] {
            assert_eq!(policy(statement.clone()).verdict(&CHECK), expected, "{statement}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let broken = json!({ "DefaultPolicyVersion": { "PolicyDocument": "{" } });
        for account in [
            policies(1).denied(&ram::CUSTOM_POLICY, POLICY),
            policies(1).detail(&ram::CUSTOM_POLICY, POLICY, broken),
            Fixture::new().denied(&ram::CUSTOM_POLICIES, &[]),
            Fixture::new(),
        ] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
        assert_eq!(Fixture::new().list(&ram::CUSTOM_POLICIES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
