//! Bucket encrypts new objects with a KMS key.

use crate::api::oss;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-encrypted-kms",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "bucket",
    title: Phrase { en: "Bucket encrypts new objects with a KMS key", zh: "存储空间默认使用 KMS 密钥加密" },
    pass_when: Phrase {
        en: "GetBucketEncryption is read; the bucket passes when SSEAlgorithm is KMS, with the service key or with a key of the customer.",
        zh: "读取 GetBucketEncryption；SSEAlgorithm 为 KMS 即通过，服务密钥或客户密钥均可。",
    },
    risk: Phrase {
        en: "Keys that OSS manages alone leave no key permissions and no record of key use.",
        zh: "由 OSS 完全托管的密钥没有独立授权，也无密钥使用记录。",
    },
    remediation: Phrase {
        en: "Choose KMS as encryption method for the bucket and give readers and writers the right to use the key.",
        zh: "将 Bucket 加密方式改为 KMS，并为读写方授予密钥使用权限。",
    },
    cli: "aliyun ossutil api put-bucket-encryption --bucket <bucket> --server-side-encryption-rule '{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"KMS\"}}'",
    reads: &[&oss::ENCRYPTION],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Server-Side Encryption with Service Managed Key" },
        Covers { source: "cloud-config", rule: "oss-default-encryption-kms" },
        Covers { source: "cis-2.0", rule: "5.8" },
    ],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-encryption"],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    let Some(rule) = bucket.ask(&oss::ENCRYPTION)?.got() else {
        return fail("no default encryption", "未设置默认加密");
    };
    let rule = rule.at("ApplyServerSideEncryptionByDefault");
    let method = rule.str("SSEAlgorithm")?;
    if !method.eq_ignore_ascii_case("KMS") {
        return fail(format!("SSEAlgorithm is {method}, not KMS"), format!("SSEAlgorithm 为 {method}，非 KMS"));
    }
    // Without an id the key is the one that the service manages; that is enough here.
    match rule.text("KMSMasterKeyID") {
        "" => pass("KMS with the key of the service", "KMS 加密，使用服务密钥"),
        key => pass(format!("KMS with key {key}"), format!("KMS 加密，密钥 {key}")),
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
    fn only_kms_passes() {
        for (method, key, expected) in
            [("KMS", "", Pass), ("KMS", "key-1", Pass), ("AES256", "", Fail), ("SM4", "", Fail)]
        {
            let rule =
                json!({ "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": method, "KMSMasterKeyID": key } });
            assert_eq!(bucket().detail(&oss::ENCRYPTION, B, rule).verdict(&CHECK), expected, "{method}");
        }
        let absent = bucket().absent(&oss::ENCRYPTION, B, "NoSuchServerSideEncryptionRule");
        assert_eq!(absent.verdict(&CHECK), Fail);
        assert_eq!(bucket().detail(&oss::ENCRYPTION, B, json!({})).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bucket().denied(&oss::ENCRYPTION, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
