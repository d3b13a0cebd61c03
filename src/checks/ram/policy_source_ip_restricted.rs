//! Custom policies limit the caller's source address.

use crate::api::ram;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::addresses::cover_everyone;
use crate::evaluate::policy_document::{ANY_ACTION, ANY_RESOURCE, Condition, PolicyDocument};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-policy-source-ip-restricted",
    severity: Severity::Low,
    effort: Effort::Change,
    resource: "policy",
    title: Phrase {
        en: "Custom policies limit the caller's source address", zh: "自定义策略限定调用来源地址"
    },
    pass_when: Phrase {
        en: "The default version of each attached custom policy is read; passes when every Allow statement carries an acs:SourceIp or acs:SourceVpc condition that does not admit every address, or a statement denies everything from elsewhere.",
        zh: "读取已授权自定义策略的默认版本；每条 Allow 语句均带有 acs:SourceIp 或 acs:SourceVpc 条件且未放行全部地址，或另有语句拒绝来自其他来源的全部操作时通过。",
    },
    risk: Phrase {
        en: "Login masks do not bind API calls. Without a source condition, a leaked AccessKey works from any place.",
        zh: "登录掩码不约束 API 调用；策略不带来源条件时，泄露的 AccessKey 可在任意网络使用。",
    },
    remediation: Phrase {
        en: "Add a Condition block with IpAddress acs:SourceIp (or acs:SourceVpc for calls inside a VPC) to the policy and set the new version as default. Test first: console and service calls may come from other addresses.",
        zh: "在策略中增加 IpAddress acs:SourceIp（VPC 内调用可用 acs:SourceVpc）条件并设为默认版本；上线前先验证，控制台与服务间调用的来源地址可能不同。",
    },
    cli: "aliyun ram CreatePolicyVersion --PolicyName <policy-name> --PolicyDocument \"$(cat <policy.json>)\" --SetAsDefault true",
    reads: &[&ram::CUSTOM_POLICY],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/93738.html"],
    logic: Logic::Items { of: &ram::CUSTOM_POLICIES, judge },
};

fn judge(policy: &Item<'_>) -> Outcome {
    if policy.int("AttachmentCount")? == 0 {
        return skip();
    }
    let text = policy.ask(&ram::CUSTOM_POLICY)?.must()?;
    let document = PolicyDocument::parse(text.str("DefaultPolicyVersion.PolicyDocument")?)?;
    let (open, limited): (Vec<_>, Vec<_>) =
        document.allowing().partition(|s| !s.conditions.iter().any(|c| admits(c, &["IpAddress"], VPC_IS)));
    if open.is_empty() && limited.is_empty() {
        return not_applicable("the policy only denies", "策略仅含拒绝语句");
    }
    // The other way to write it: everything is denied from elsewhere.
    let denied_elsewhere = document.denying().any(|s| {
        let elsewhere = |c: &Condition| admits(c, &["NotIpAddress"], VPC_IS_NOT);
        s.covers(ANY_ACTION, ANY_RESOURCE) && !s.conditions.is_empty() && s.conditions.iter().all(elsewhere)
    });
    if denied_elsewhere {
        return pass("calls from other addresses are denied", "已拒绝来自其他地址的调用");
    }
    let (n, all) = (open.len(), open.len() + limited.len());
    if n == 0 {
        pass(format!("all {all} allowing statements are limited by source"), format!("{all} 条允许语句均限定来源"))
    } else {
        fail(
            format!("{n} of {all} allowing statements are not limited by source"),
            format!("{all} 条允许语句中有 {n} 条未限定来源"),
        )
    }
}

const VPC_IS: &[&str] = &["StringEquals", "StringEqualsIgnoreCase", "StringLike"];
const VPC_IS_NOT: &[&str] = &["StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike"];

/// True for a condition with one of these operators on the source whose values do not stand for everywhere.
fn admits(condition: &Condition, address: &[&str], vpc: &[&str]) -> bool {
    let values = || condition.values.iter().map(|value| value.trim());
    address.iter().any(|operator| condition.is(operator, "acs:SourceIp")) && !cover_everyone(values())
        || vpc.iter().any(|operator| condition.is(operator, "acs:SourceVpc"))
            // `vpc-*` is every VPC.
            && values().all(|vpc| vpc.trim_matches(['*', '?']).len() > "vpc-".len())
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

    fn with(condition: serde_json::Value) -> serde_json::Value {
        json!({ "Effect": "Allow", "Action": "oss:GetObject", "Resource": "*", "Condition": condition })
    }

    fn elsewhere(range: &str) -> serde_json::Value {
        json!({ "Effect": "Deny", "Action": "*", "Resource": "*",
            "Condition": { "NotIpAddress": { "acs:SourceIp": range } } })
    }

    #[test]
    fn the_source_must_be_limited() {
        for (statement, expected) in [
            (with(json!({ "IpAddress": { "acs:SourceIp": ["198.51.100.0/24"] } })), Pass),
            (with(json!({ "ipaddress": { "ACS:SourceIp": "198.51.100.7" } })), Pass),
            (with(json!({ "StringEquals": { "acs:SourceVpc": "vpc-prod" } })), Pass),
            (with(json!({ "IpAddress": { "acs:SourceIp": ["198.51.100.0/24", "0.0.0.0/0"] } })), Fail),
            (with(json!({ "NotIpAddress": { "acs:SourceIp": "198.51.100.0/24" } })), Fail),
            (with(json!({ "StringLike": { "acs:SourceVpc": "*" } })), Fail),
            (with(json!({ "StringLike": { "acs:SourceVpc": ["vpc-prod", "vpc-*"] } })), Fail),
            (with(json!({ "StringLike": { "acs:SourceVpc": "vpc-prod*" } })), Pass),
            (with(json!({ "Bool": { "acs:MFAPresent": "true" } })), Fail),
            (with(json!({})), Fail),
            (json!([with(json!({})), elsewhere("198.51.100.0/24")]), Pass),
            (json!([with(json!({})), elsewhere("0.0.0.0/0")]), Fail),
            (json!([elsewhere("198.51.100.0/24")]), NotApplicable),
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
