//! Bucket policy grants nothing to anonymous users.

use crate::api::oss;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::policy_document::PolicyDocument;
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-policy-no-anonymous",
    severity: Severity::Critical,
    effort: Effort::Change,
    resource: "bucket",
    title: Phrase {
        en: "Bucket policy grants nothing to anonymous users", zh: "Bucket 授权策略未向匿名用户授权"
    },
    pass_when: Phrase {
        en: "The policy JSON from GetBucketPolicy is read; the bucket passes when it has no policy or no Allow statement whose Principal contains \"*\", under a condition or without.",
        zh: "读取 GetBucketPolicy 返回的策略；无授权策略，或不存在 Principal 含“*”的允许语句（无论有无条件），即通过。",
    },
    risk: Phrase {
        en: "An Allow for everyone overrides a private ACL and opens the bucket although the console shows it as private.",
        zh: "面向所有人的允许语句会绕过私有 ACL，使看似私有的存储空间实际对外开放。",
    },
    remediation: Phrase {
        en: "Replace \"*\" in the Allow statements by the RAM users or roles that need access, or delete the statement.",
        zh: "将允许语句中的“*”替换为确需访问的 RAM 用户或角色，或删除该语句。",
    },
    cli: "aliyun ossutil api put-bucket-policy --bucket <bucket> --body file://policy.json",
    reads: &[&oss::POLICY],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "oss-bucket-policy-no-any-anonymous" }],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-policy"],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    let Some(answer) = bucket.ask(&oss::POLICY)?.got() else {
        return pass("no bucket policy", "未设置授权策略");
    };
    let policy = PolicyDocument::read(answer.value())?;
    let Some(open) = policy.allowing().find(|s| s.names_everyone()) else {
        return pass("no Allow statement names everyone", "没有面向所有人的允许语句");
    };
    let keys: Vec<&str> = open.conditions.iter().map(|c| c.key.as_str()).collect();
    match keys.join(", ") {
        none if none.is_empty() => {
            fail("an Allow statement names everyone, without condition", "存在面向所有人的允许语句，且无条件限制")
        }
        keys => fail(
            format!("an Allow statement names everyone, under a condition on {keys}"),
            format!("存在面向所有人的允许语句，仅以 {keys} 为条件"),
        ),
    }
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

    #[test]
    fn an_allow_for_everyone_fails() {
        for (effect, principal, expected) in [
            ("Allow", json!(["*"]), Fail),
            ("Allow", json!("*"), Fail),
            ("Allow", json!(["1234567890123456", "*"]), Fail),
            ("Allow", json!(["1234567890123456"]), Pass),
            ("Deny", json!(["*"]), Pass),
        ] {
            for condition in [json!({}), json!({ "StringEquals": { "acs:SourceVpc": "vpc-1" } })] {
                let statement = json!({ "Effect": effect, "Principal": principal.clone(), "Action": "oss:GetObject",
                    "Resource": "acs:oss:*:*:b/*", "Condition": condition });
                assert_eq!(policy(statement.clone()).verdict(&CHECK), expected, "{statement}");
            }
        }
        assert_eq!(bucket().absent(&oss::POLICY, B, "NoSuchBucketPolicy").verdict(&CHECK), Pass);
        assert_eq!(
            policy(json!({ "Effect": "Allow", "Action": "oss:*", "Principal": {"X": 1.5e9, "Y": {} } }))
                .verdict(&CHECK),
            NotAssessed
        );
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bucket().denied(&oss::POLICY, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
