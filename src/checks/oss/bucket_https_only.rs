//! Bucket refuses plain HTTP requests.

use crate::api::oss;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::policy_document::PolicyDocument;
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-https-only",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "bucket",
    title: Phrase { en: "Bucket refuses plain HTTP requests", zh: "存储空间拒绝 HTTP 明文访问" },
    pass_when: Phrase {
        en: "The bucket policy is read; it passes with an effective Deny for Principal \"*\", action oss:*, on the bucket and its objects, under the condition acs:SecureTransport false. No policy fails.",
        zh: "读取授权策略；存在对 Principal“*”、动作 oss:*、覆盖 Bucket 及其文件、条件 acs:SecureTransport 为 false 的有效拒绝语句即通过；无策略为不通过。",
    },
    risk: Phrase {
        en: "Over plain HTTP data and signed URLs can be read and changed on the way.",
        zh: "经 HTTP 明文传输的数据与签名 URL 可在途中被窃听或篡改。",
    },
    remediation: Phrase {
        en: "Add the Deny statement to the bucket policy; check first that no client still uses http:// addresses.",
        zh: "先确认客户端不再使用 http:// 地址，再在 Bucket 授权策略中增加上述拒绝语句。",
    },
    cli: "aliyun ossutil api put-bucket-policy --bucket <bucket> --body file://policy.json",
    reads: &[&oss::POLICY],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "oss_bucket_secure_transport_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable Secure Transfer for OSS Buckets" },
        Covers { source: "cloud-config", rule: "oss-bucket-only-https-enabled" },
        Covers { source: "cis-2.0", rule: "5.4" },
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
        return pass("the policy denies every request without TLS", "授权策略拒绝一切 HTTP 请求");
    }
    match policy {
        None => fail("no bucket policy", "未设置授权策略"),
        Some(_) => fail(
            "no statement denies oss:* on the bucket and its objects to everyone without TLS",
            "没有对所有人、覆盖存储空间及其文件且动作为 oss:* 的 HTTP 拒绝语句",
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
    fn only_an_effective_denial_passes() {
        let plain = json!({ "Bool": { "acs:SecureTransport": ["false"] } });
        let both = json!(["acs:oss:*:1234567890123456:b", "acs:oss:*:1234567890123456:b/*"]);
        for (effect, action, resource, condition, expected) in [
            ("Deny", "oss:*", both.clone(), plain.clone(), Pass),
            ("Deny", "oss:PutObject", both.clone(), plain.clone(), Fail),
            ("Deny", "oss:*", json!("acs:oss:*:*:b/*"), plain.clone(), Fail),
            // To allow HTTPS forbids nothing.
            ("Allow", "oss:*", both.clone(), json!({ "Bool": { "acs:SecureTransport": "true" } }), Fail),
            ("Deny", "oss:*", both, json!({ "Bool": { "acs:SecureTransport": "true" } }), Fail),
        ] {
            let statement = json!({ "Effect": effect, "Principal": ["*"], "Action": [action], "Resource": resource,
                "Condition": condition });
            assert_eq!(policy(statement.clone()).verdict(&CHECK), expected, "{statement}");
        }
        assert_eq!(bucket().absent(&oss::POLICY, B, "NoSuchBucketPolicy").verdict(&CHECK), Fail);
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
