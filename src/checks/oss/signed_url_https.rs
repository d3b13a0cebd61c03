//! Signed URLs work over HTTPS only.

use crate::api::oss;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::policy_document::PolicyDocument;
use crate::evaluate::{Item, Logic, Outcome, manual, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-signed-url-https",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "bucket",
    title: Phrase { en: "Signed URLs work over HTTPS only", zh: "签名 URL 仅能通过 HTTPS 使用" },
    pass_when: Phrase {
        en: "The bucket policy is read; the bucket passes when it denies acs:SecureTransport false, as a signed HTTP URL then cannot work. Otherwise a person must confirm the scheme used.",
        zh: "读取授权策略；拒绝 acs:SecureTransport 为 false 的请求时，HTTP 签名 URL 无法使用，即通过；否则须人工确认所用协议。",
    },
    risk: Phrase {
        en: "A signed URL sent over HTTP can be copied on the way and used until it expires.",
        zh: "经 HTTP 传输的签名 URL 可被截获并在到期前使用。",
    },
    remediation: Phrase {
        en: "Deny plain HTTP in the bucket policy and generate links with an https:// endpoint.",
        zh: "在 Bucket 授权策略中拒绝 HTTP 访问，并以 https:// 域名生成链接。",
    },
    cli: "aliyun ossutil api put-bucket-policy --bucket <bucket> --body file://policy.json",
    reads: &[&oss::POLICY],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Use HTTPS for Object URL Signature" },
        Covers { source: "cis-2.0", rule: "5.6" },
    ],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-policy"],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    let policy = bucket.ask(&oss::POLICY)?.got().map(|p| PolicyDocument::read(p.value())).transpose()?;
    let root = format!("acs:oss:{}:{}:{}", bucket.region(), bucket.account().id(), bucket.id());
    let objects = format!("{root}/*");
    let refused = policy.as_ref().is_some_and(|p| p.refuses_plain_http("oss:*", &[root, objects]));
    if refused {
        return pass(
            "the policy denies every request without TLS, signed URLs included",
            "授权策略拒绝一切 HTTP 请求，含签名 URL",
        );
    }
    manual(
        "plain HTTP is not refused; are signed URLs handed out with https:// only? \
         Look at the code that signs and at the scheme in the access logs",
        "未拒绝 HTTP 请求；签名 URL 是否一律以 https:// 发放？请查看签名代码及访问日志中的协议",
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Manual, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const B: &[(&str, &str)] = &[("bucket", "b")];

    fn bucket() -> Fixture {
        Fixture::new().list(&oss::BUCKETS, json!([{ "Name": "b", "Location": "oss-cn-hangzhou" }]))
    }

    fn policy(statement: Value) -> Fixture {
        bucket().detail(&oss::POLICY, B, json!({ "Version": "1", "Statement": [statement] }))
    }

    #[test]
    fn only_an_effective_denial_passes() {
        let plain = json!({ "Bool": { "acs:SecureTransport": ["false"] } });
        let both = json!(["acs:oss:*:1234567890123456:b", "acs:oss:*:1234567890123456:b/*"]);
        for (effect, action, resource, condition, expected) in [
            ("Deny", "oss:*", both.clone(), plain.clone(), Pass),
            ("Deny", "oss:PutObject", both.clone(), plain.clone(), Manual),
            ("Deny", "oss:*", json!("acs:oss:*:*:b/*"), plain.clone(), Manual),
            // To allow HTTPS forbids nothing.
            ("Allow", "oss:*", both.clone(), json!({ "Bool": { "acs:SecureTransport": "true" } }), Manual),
            ("Deny", "oss:*", both, json!({ "Bool": { "acs:SecureTransport": "true" } }), Manual),
        ] {
            let statement = json!({ "Effect": effect, "Principal": ["*"], "Action": [action], "Resource": resource,
                "Condition": condition });
            assert_eq!(policy(statement.clone()).verdict(&CHECK), expected, "{statement}");
        }
        assert_eq!(bucket().absent(&oss::POLICY, B, "NoSuchBucketPolicy").verdict(&CHECK), Manual);
        assert_eq!(policy(json!({ "Effect": "Deny" })).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bucket().denied(&oss::POLICY, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
