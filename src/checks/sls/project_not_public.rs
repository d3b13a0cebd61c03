//! Project policies admit no anonymous access.

use serde_json::Value;

use crate::api::sls;
use crate::checks::Check;
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::addresses::cover_everyone;
use crate::evaluate::policy_document::{Condition, PolicyDocument};
use crate::evaluate::{Answer, Item, Logic, Outcome, fail, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-project-not-public",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "project",
    title: Phrase { en: "Project policies admit no anonymous access", zh: "Project 策略不允许匿名访问" },
    pass_when: Phrase {
        en: "GetProjectPolicy is read; passes when there is no policy, or no Allow statement has Principal “*” without a condition that limits account, VPC or address.",
        zh: "读取 GetProjectPolicy；未设置策略，或不存在 Principal 为“*”且未限定账号、VPC 或地址的 Allow 语句时通过。",
    },
    risk: Phrase {
        en: "Anyone who knows the project name could read the logs or write false ones.",
        zh: "知道 Project 名称者即可读取日志或写入伪造日志。",
    },
    remediation: Phrase {
        en: "Log Service console > the project > Permission Control: name the accounts or roles in the policy, or delete it and grant through RAM.",
        zh: "在“日志服务控制台 > Project > 权限控制”中写明授权的账号或角色，或删除策略改用 RAM 授权。",
    },
    cli: "aliyun sls DeleteProjectPolicy --project <project>",
    reads: &[&sls::PROJECT_POLICY],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/zh/sls/developer-reference/api-sls-2020-12-30-getprojectpolicy"],
    logic: Logic::Items { of: &sls::PROJECTS, judge },
};

fn judge(project: &Item<'_>) -> Outcome {
    let Some(answer) = project.ask(&sls::PROJECT_POLICY)?.got() else { return skip() };
    let Some(policy) = policy(&answer)? else { return pass("no policy is set", "未设置 Project 策略") };
    // Everyone is also meant where an allowing statement names nobody.
    let open = policy
        .allowing()
        .filter(|s| s.principals.is_none() || s.names_everyone())
        .find(|s| !s.conditions.iter().any(limits));
    match open {
        None => pass(
            format!("none of the statements ({}) allows everyone without a limit", policy.statements.len()),
            format!("共 {} 条语句，均未无限制地授权给所有人", policy.statements.len()),
        ),
        Some(s) if s.conditions.is_empty() => {
            fail("a statement allows everyone without condition", "存在无条件授权给所有人的 Allow 语句")
        }
        Some(s) => {
            let keys: Vec<&str> = s.conditions.iter().map(|c| c.key.as_str()).collect();
            let keys = keys.join(", ");
            fail(
                format!("a statement allows everyone; its condition on {keys} limits no account, VPC or address"),
                format!("存在授权给所有人的 Allow 语句，其条件 {keys} 未有效限定账号、VPC 或地址"),
            )
        }
    }
}

/// The policy, which is the whole answer: an object, or its text; none when nothing is set.
fn policy(answer: &Answer<'_>) -> Result<Option<PolicyDocument>, Gap> {
    match answer.value() {
        Value::Null => Ok(None),
        Value::Object(members) if members.is_empty() => Ok(None),
        Value::String(text) if matches!(text.trim(), "" | "{}") => Ok(None),
        Value::String(text) => PolicyDocument::parse(text).map(Some),
        other => PolicyDocument::read(other).map(Some),
    }
}

/// True when the condition narrows the callers to certain accounts, networks or addresses.
fn limits(condition: &Condition) -> bool {
    let on = |operators: &[&str], keys: &[&str]| {
        operators.iter().any(|operator| keys.iter().any(|key| condition.is(operator, key)))
    };
    let values = &condition.values;
    if on(&["IpAddress"], &["acs:SourceIp"]) {
        return !values.is_empty() && !cover_everyone(values.iter().map(String::as_str));
    }
    let exact = ["StringEquals", "StringEqualsIgnoreCase", "StringLike"];
    let named = on(&exact, &["acs:SourceVpc", "acs:PrincipalRDId", "acs:PrincipalARN"]);
    named && !values.is_empty() && values.iter().all(|v| !v.is_empty() && !v.contains(['*', '?']))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{self, Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const PROJECT: &[(&str, &str)] = &[("project", "p-1")];

    fn projects() -> Fixture {
        Fixture::new().list(&sls::PROJECTS, json!([{ "projectName": "p-1" }]))
    }

    fn verdict(text: &str) -> FindingStatus {
        projects().detail(&sls::PROJECT_POLICY, PROJECT, json!(text)).verdict(&CHECK)
    }

    fn allow(principal: Value, condition: Value) -> String {
        let statement = json!({
            "Effect": "Allow", "Action": ["log:Get*"], "Resource": "acs:log:*:*:project/p-1/*",
            "Principal": principal, "Condition": condition,
        });
        json!({ "Version": "1", "Statement": [statement] }).to_string()
    }

    #[test]
    fn nobody_is_let_in_without_a_policy() {
        assert_eq!(verdict(""), Pass);
        assert_eq!(verdict("{}"), Pass);
    }

    #[test]
    fn everyone_needs_a_limit() {
        for (principal, condition, expected) in [
            (json!(["*"]), json!({}), Fail),
            (json!(["1234567890123456"]), json!({}), Pass),
            (Value::Null, json!({}), Fail),
            (json!(["*"]), json!({ "StringEquals": { "acs:SourceVpc": ["vpc-1"] } }), Pass),
            (json!(["*"]), json!({ "StringLike": { "acs:SourceVpc": ["vpc-*"] } }), Fail),
            (json!(["*"]), json!({ "StringNotEquals": { "acs:SourceVpc": ["vpc-1"] } }), Fail),
            (json!(["*"]), json!({ "IpAddress": { "acs:SourceIp": ["203.0.113.0/24"] } }), Pass),
            (json!(["*"]), json!({ "IpAddress": { "acs:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } }), Fail),
            (json!(["*"]), json!({ "Bool": { "acs:SecureTransport": ["true"] } }), Fail),
        ] {
            let text = allow(principal, condition);
            assert_eq!(verdict(&text), expected, "{text}");
        }
        assert_eq!(verdict(&allow(json!(["*"]), json!({})).replace("Allow", "Deny")), Pass);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(verdict("no policy"), NotAssessed);
        assert_eq!(projects().denied(&sls::PROJECT_POLICY, PROJECT).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&sls::PROJECTS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&sls::PROJECTS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
