//! Bucket policy names roles or single users, never whole accounts.

use crate::api::oss;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::policy_document::{PolicyDocument, Principal};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-policy-names-roles",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "bucket",
    title: Phrase {
        en: "Bucket policy names roles or single users, never whole accounts",
        zh: "Bucket 授权策略授权到角色或具体用户",
    },
    pass_when: Phrase {
        en: "The Allow statements of the policy are read; the bucket passes when each Principal is a RAM role or a single RAM user, and not \"*\" or a whole account. A bucket without a policy or without Allow statements is not applicable.",
        zh: "读取策略的允许语句；各 Principal 均为 RAM 角色或具体 RAM 用户，而非“*”或整个账号，即通过；无授权策略或无允许语句的不适用。",
    },
    risk: Phrase {
        en: "A grant to a whole account covers users created later and hides who can really reach the data.",
        zh: "授权到整个账号会覆盖此后新建的用户，无法明确实际可访问人员。",
    },
    remediation: Phrase {
        en: "Rewrite the statements so that they name the roles of the applications and teams that need the bucket.",
        zh: "改写策略语句，仅列出确需访问的应用或团队角色。",
    },
    cli: "aliyun ossutil api put-bucket-policy --bucket <bucket> --body file://policy.json",
    reads: &[&oss::POLICY],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-policy"],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    let Some(answer) = bucket.ask(&oss::POLICY)?.got() else {
        return not_applicable("no bucket policy", "未设置授权策略");
    };
    let policy = PolicyDocument::read(answer.value())?;
    if policy.allowing().next().is_none() {
        return not_applicable("the policy has no Allow statement", "授权策略没有允许语句");
    }
    let mut wide = Vec::new();
    for statement in policy.allowing() {
        // A statement without names, or for everyone but some, names nobody.
        if statement.named().is_empty() {
            wide.push("everyone but those excluded");
        }
        wide.extend(statement.named().iter().filter(|p| !is_single(p)).map(|p| p.name.as_str()));
    }
    if wide.is_empty() {
        return pass("every Allow statement names roles or single users", "允许语句均授权到角色或具体用户");
    }
    let wide = wide.join(", ");
    fail(format!("Allow statements name {wide}"), format!("允许语句授权给：{wide}"))
}

/// True for one role or one user. In bucket policies users and roles are 18-digit numbers (users 2…, roles 3…),
/// accounts are shorter ones.
fn is_single(principal: &Principal) -> bool {
    let name = principal.name.as_str();
    if name.bytes().all(|b| b.is_ascii_digit()) {
        return name.len() >= 18 && name.starts_with(['2', '3']);
    }
    let path = name.splitn(5, ':').nth(4).unwrap_or_default();
    let mut parts = path.split('/');
    let kind = parts.next().unwrap_or_default();
    let who = parts.next().unwrap_or_default();
    // What follows the role is the session: any is fine.
    principal.account().is_some()
        && matches!(kind, "role" | "user" | "assumed-role")
        && !who.is_empty()
        && !who.contains(['*', '?'])
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const B: &[(&str, &str)] = &[("bucket", "b")];

    fn bucket() -> Fixture {
        Fixture::new().list(&oss::BUCKETS, json!([{ "Name": "b", "Location": "oss-cn-hangzhou" }]))
    }

    fn policy(statement: Value) -> Fixture {
        bucket().detail(&oss::POLICY, B, json!({ "Version": "1", "Statement": [statement] }))
    }

    fn allowing(principal: Value) -> Fixture {
        policy(json!({ "Effect": "Allow", "Principal": principal, "Action": "oss:*", "Resource": "acs:oss:*:*:b/*" }))
    }

    #[test]
    fn whole_accounts_and_everyone_fail() {
        for (principal, expected) in [
            (json!(["arn:sts::1234567890123456:assumed-role/reader/*"]), Pass),
            (json!(["201234567890123456", "301234567890123456"]), Pass),
            (json!({ "RAM": ["acs:ram::1234567890123456:role/reader"] }), Pass),
            (json!(["1234567890123456"]), Fail),
            (json!(["arn:sts::1234567890123456:assumed-role/*"]), Fail),
            (json!(["arn:sts::*:assumed-role/reader/*"]), Fail),
            (json!({ "RAM": ["acs:ram::1234567890123456:root"] }), Fail),
            (json!(["201234567890123456", "*"]), Fail),
            (json!([]), Fail),
        ] {
            assert_eq!(allowing(principal.clone()).verdict(&CHECK), expected, "{principal}");
        }
    }

    #[test]
    fn a_bucket_that_grants_nothing_is_not_applicable() {
        assert_eq!(bucket().absent(&oss::POLICY, B, "NoSuchBucketPolicy").verdict(&CHECK), NotApplicable);
        let denied = json!({ "Effect": "Deny", "Principal": ["*"], "Action": "oss:*", "Resource": "*" });
        assert_eq!(policy(denied).verdict(&CHECK), NotApplicable);
        assert_eq!(policy(json!({ "Effect": "Perhaps" })).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bucket().denied(&oss::POLICY, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
