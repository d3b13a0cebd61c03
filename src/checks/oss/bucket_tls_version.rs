//! Bucket accepts TLS 1.2 or newer only.

use crate::api::oss;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-tls-version",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "bucket",
    title: Phrase { en: "Bucket accepts TLS 1.2 or newer only", zh: "存储空间仅允许 TLS 1.2 及以上版本" },
    pass_when: Phrase {
        en: "GetBucketHttpsConfig is read; the bucket passes when TLS.Enable is true and TLSVersion lists only TLSv1.2 and TLSv1.3.",
        zh: "读取 GetBucketHttpsConfig；TLS.Enable 为 true 且 TLSVersion 仅含 TLSv1.2 与 TLSv1.3 即通过。",
    },
    risk: Phrase {
        en: "TLS 1.0 and 1.1 have known weaknesses and are no longer accepted as secure transport.",
        zh: "TLS 1.0 与 1.1 存在已知缺陷，不再视为安全的传输协议。",
    },
    remediation: Phrase {
        en: "Set the permitted TLS versions to 1.2 and 1.3 in the bucket's transport security settings after checking old clients.",
        zh: "核实旧客户端后，在 Bucket 的传输安全设置中仅启用 TLS 1.2 与 1.3。",
    },
    cli: "aliyun ossutil api put-bucket-https-config --bucket <bucket> --https-configuration '{\"TLS\":{\"Enable\":true,\"TLSVersion\":[\"TLSv1.2\",\"TLSv1.3\"]}}'",
    reads: &[&oss::HTTPS],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-https-config"],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    let Some(config) = bucket.ask(&oss::HTTPS)?.got() else {
        return fail("TLS versions are not limited", "未限制 TLS 版本");
    };
    if !config.flag("TLS.Enable")? {
        return fail("TLS versions are not limited: TLS.Enable is false", "未限制 TLS 版本：TLS.Enable 为 false");
    }
    let versions = config.texts("TLS.TLSVersion");
    if versions.is_empty() {
        return Err(config.lacks("TLS.TLSVersion"));
    }
    let safe = versions.iter().all(|version| matches!(*version, "TLSv1.2" | "TLSv1.3"));
    let listed = versions.join(", ");
    if safe {
        pass(format!("permitted: {listed}"), format!("仅允许 {listed}"))
    } else {
        fail(format!("permitted: {listed}"), format!("允许的版本含旧版：{listed}"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const B: &[(&str, &str)] = &[("bucket", "b")];

    fn bucket() -> Fixture {
        Fixture::new().list(&oss::BUCKETS, json!([{ "Name": "b", "Location": "oss-cn-hangzhou" }]))
    }

    #[test]
    fn only_new_versions_pass() {
        for (enabled, versions, expected) in [
            ("true", json!(["TLSv1.2", "TLSv1.3"]), Pass),
            ("true", json!("TLSv1.2"), Pass),
            ("true", json!(["TLSv1.1", "TLSv1.2"]), Fail),
            ("true", json!([]), NotAssessed),
            ("false", json!([]), Fail),
        ] {
            let config = json!({ "TLS": { "Enable": enabled, "TLSVersion": versions.clone() } });
            assert_eq!(bucket().detail(&oss::HTTPS, B, config).verdict(&CHECK), expected, "{enabled} {versions}");
        }
        assert_eq!(bucket().absent(&oss::HTTPS, B, "NoSuchHttpsConfig").verdict(&CHECK), Fail);
        assert_eq!(bucket().detail(&oss::HTTPS, B, json!({})).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bucket().denied(&oss::HTTPS, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
