//! No attached custom policy grants full control.

use crate::api::ram;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::policy_document::{ANY_ACTION, PolicyDocument, Statement, Which};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-policy-no-admin",
    severity: Severity::Critical,
    effort: Effort::Change,
    resource: "policy",
    title: Phrase {
        en: "No attached custom policy grants full control", zh: "已授权的自定义策略不含全部权限"
    },
    pass_when: Phrase {
        en: "ListPolicies (custom) and GetPolicy are read; passes when the default version has no statement with Effect Allow, Action “*” (or “*:*”) and Resource “*” or all of the own account (acs:*:*:<account>:*); a NotAction or NotResource that leaves RAM in counts as such. Policies without attachments are not judged.",
        zh: "读取 ListPolicies（自定义）与 GetPolicy；默认版本中不存在 Effect 为 Allow、Action 为“*”（或“*:*”）且 Resource 为“*”或本账号全部资源（acs:*:*:<账号 ID>:*）的语句时通过；未排除 RAM 的 NotAction、NotResource 视同全部。未授权给任何身份的策略不判定。",
    },
    risk: Phrase {
        en: "Whoever holds such a policy can read all data, remove the logs and lock others out.",
        zh: "持有该策略者可读取全部数据、删除日志并排除他人权限。",
    },
    remediation: Phrase {
        en: "Write a policy with the needed actions and resources only, attach it, then detach and delete the broad one (RAM console > Policies).",
        zh: "编写仅含所需操作与资源的策略并授权，再解除并删除宽泛策略（RAM 控制台 > 权限策略）。",
    },
    cli: "aliyun ram CreatePolicyVersion --PolicyName <policy-name> --PolicyDocument \"$(cat <policy.json>)\" --SetAsDefault true",
    reads: &[&ram::CUSTOM_POLICY],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ram_policy_no_administrative_privileges" },
        Covers { source: "trend-vision-one", rule: "RAM Policies With Full Administrative Privileges" },
        Covers { source: "cloud-config", rule: "ram-policy-no-statements-with-admin-access-check" },
        Covers { source: "cis-2.0", rule: "1.15" },
    ],
    references: &["https://help.aliyun.com/document_detail/93738.html"],
    logic: Logic::Items { of: &ram::CUSTOM_POLICIES, judge },
};

fn judge(policy: &Item<'_>) -> Outcome {
    if policy.int("AttachmentCount")? == 0 {
        return skip();
    }
    let text = policy.ask(&ram::CUSTOM_POLICY)?.must()?;
    let document = PolicyDocument::parse(text.str("DefaultPolicyVersion.PolicyDocument")?)?;
    // A condition narrows when the rights hold, not what they are.
    let Some(wide) = document.allowing().find(|s| grants_everything(s, policy.account().id())) else {
        return pass("no statement grants full control", "没有授予全部权限的语句");
    };
    let (en, zh) = if wide.conditions.is_empty() { ("", "") } else { (", under a condition", "（附带条件）") };
    match wide.actions {
        Which::These(_) if leaves_out(&wide.resources) => fail(
            format!("a statement allows every action on every resource but a few, rights management included{en}"),
            format!("存在以 NotResource 允许对几乎全部资源（含权限管理）执行全部操作的语句{zh}"),
        ),
        Which::These(_) => fail(
            format!("a statement allows every action on every resource{en}"),
            format!("存在允许对全部资源执行全部操作的语句{zh}"),
        ),
        Which::AllBut(_) => fail(
            format!("a statement allows every action but a few on every resource, rights management included{en}"),
            format!("存在以 NotAction 允许对全部资源执行几乎全部操作（含权限管理）的语句{zh}"),
        ),
    }
}

/// True for every action on every resource of the account. "All actions except", or "all resources except", is as much
/// when it leaves RAM in: the holder can then grant himself the rest.
fn grants_everything(statement: &Statement, account: &str) -> bool {
    let (actions, resources) = (&statement.actions, &statement.resources);
    (actions.covers(ANY_ACTION) || leaves_out(actions) && actions.covers("ram:*"))
        && (resources.covers(&format!("acs:*:*:{account}:*"))
            || leaves_out(resources) && resources.covers(&format!("acs:ram:*:{account}:*")))
}

/// True for everything but something.
fn leaves_out(which: &Which) -> bool {
    matches!(which, Which::AllBut(but) if !but.is_empty())
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
    fn full_control_fails_in_every_form() {
        for (statement, expected) in [
            (json!({ "Effect": "Allow", "Action": "*", "Resource": "*" }), Fail),
            (json!([{ "Effect": "Allow", "Action": ["*:*"], "Resource": ["*"] }]), Fail),
            (json!([{ "Effect": "allow", "Action": "*", "Resource": "acs:*:*:*:*" }]), Fail),
            (json!({ "Effect": "Allow", "Action": "*", "Resource": "acs:*:*:1234567890123456:*" }), Fail),
            (json!({ "Effect": "Allow", "Action": "*", "NotResource": "acs:oss:*:*:acme-logs/*" }), Fail),
            (json!({ "Effect": "Allow", "Action": "*", "NotResource": "acs:ram:*:*:*" }), Pass),
            (json!({ "Effect": "Allow", "Action": "*", "Resource": "acs:*:*:9999999999999999:*" }), Pass),
            (
                json!({ "Effect": "Allow", "Action": "*", "Resource": "*",
                     "Condition": { "Bool": { "acs:MFAPresent": "true" } } }),
                Fail,
            ),
            (json!({ "Effect": "Allow", "NotAction": "bss:*", "Resource": "*" }), Fail),
            (json!({ "Effect": "Allow", "NotAction": ["ram:*", "ims:*"], "Resource": "*" }), Pass),
            (json!({ "Effect": "Allow", "Action": "ecs:*", "Resource": "*" }), Pass),
            (json!({ "Effect": "Allow", "Action": "*", "Resource": "acs:oss:*:*:acme-logs/*" }), Pass),
            (json!({ "Effect": "Deny", "Action": "*", "Resource": "*" }), Pass),
            (json!([]), Pass),
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
        assert_eq!(policies(0).verdict(&CHECK), NotApplicable);
    }
}
