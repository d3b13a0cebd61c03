//! Bucket encrypts with a customer-managed KMS key.

use crate::api::{kms, oss};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-encrypted-customer-key",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "bucket",
    title: Phrase {
        en: "Bucket encrypts with a customer-managed KMS key", zh: "存储空间使用客户自管 KMS 密钥加密"
    },
    pass_when: Phrase {
        en: "GetBucketEncryption and DescribeKey are read; the bucket passes when SSEAlgorithm is KMS, KMSMasterKeyID is set, and that key is enabled and its Creator is the account, not Oss.",
        zh: "读取 GetBucketEncryption 与 DescribeKey；SSEAlgorithm 为 KMS、已设 KMSMasterKeyID，且该密钥启用、Creator 为本账号而非 Oss，即通过。",
    },
    risk: Phrase {
        en: "Only with an own key can the customer decide on use, rotation and withdrawal of the key.",
        zh: "仅在使用自有密钥时，客户才能自主决定密钥的授权、轮转与停用。",
    },
    remediation: Phrase {
        en: "Create a key in KMS with rotation, and set it as KMSMasterKeyID of the bucket's default encryption.",
        zh: "在密钥管理服务 KMS 创建并启用轮转的密钥，将其设为 Bucket 默认加密的 KMSMasterKeyID。",
    },
    cli: "aliyun ossutil api put-bucket-encryption --bucket <bucket> --server-side-encryption-rule '{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"KMS\",\"KMSMasterKeyID\":\"<key-id>\"}}'",
    reads: &[&oss::ENCRYPTION, &kms::KEY],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Server-Side Encryption with Customer Managed Key" },
        Covers { source: "cis-2.0", rule: "5.9" },
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
    // Without an id the key is the one that the service manages.
    let named = rule.text("KMSMasterKeyID");
    if named.is_empty() {
        return fail("KMS with the key of the service", "KMS 加密使用服务密钥，未指定 KMSMasterKeyID");
    }
    let id = named.rsplit('/').next().unwrap_or(named);
    let (account, region) = (bucket.account(), bucket.region());
    let keys = account.list(&kms::KEYS);
    let Some(key) = keys.items.iter().find(|key| key.region() == region && key.id() == id) else {
        if !account.regions().iter().any(|r| r == region) || keys.unopened.contains(&region) {
            return unknown(
                format!("keys of region {region} were not read, so key {id} is not known"),
                format!("未读取地域 {region} 的密钥，无法核实密钥 {id}"),
            );
        }
        return match keys.gaps.into_iter().find(|(place, _)| place.region == region) {
            Some((_, gap)) => Err(gap),
            None => fail(format!("key {id} is not a key of the account"), format!("密钥 {id} 不属于本账号")),
        };
    };
    let facts = key.ask(&kms::KEY)?.must()?;
    let (creator, state) = (facts.str("KeyMetadata.Creator")?, facts.str("KeyMetadata.KeyState")?);
    let found = (
        format!("key {id}: Creator {creator}, KeyState {state}"),
        format!("密钥 {id}：Creator 为 {creator}，KeyState 为 {state}"),
    );
    if creator == account.id() && state == "Enabled" { pass(found.0, found.1) } else { fail(found.0, found.1) }
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

    fn encrypted(method: &str, key: &str) -> Fixture {
        let rule = json!({ "SSEAlgorithm": method, "KMSMasterKeyID": key });
        bucket().detail(&oss::ENCRYPTION, B, json!({ "ApplyServerSideEncryptionByDefault": rule }))
    }

    fn with_key(creator: &str, state: &str) -> Fixture {
        let facts = json!({ "KeyMetadata": { "KeyId": "key-1", "Creator": creator, "KeyState": state } });
        encrypted("KMS", "key-1").list(&kms::KEYS, json!([{ "KeyId": "key-1" }])).detail(
            &kms::KEY,
            &[("KeyId", "key-1")],
            facts,
        )
    }

    #[test]
    fn the_key_must_be_the_customers_own_and_enabled() {
        for (creator, state, expected) in [
            ("1234567890123456", "Enabled", Pass),
            ("1234567890123456", "Disabled", Fail),
            ("1234567890123456", "PendingDeletion", Fail),
            ("Oss", "Enabled", Fail),
        ] {
            assert_eq!(with_key(creator, state).verdict(&CHECK), expected, "{creator} {state}");
        }
    }

    #[test]
    fn other_encryption_fails() {
        for (method, key) in [("AES256", ""), ("KMS", "")] {
            assert_eq!(encrypted(method, key).verdict(&CHECK), Fail, "{method}");
        }
        assert_eq!(encrypted("KMS", "key-9").list(&kms::KEYS, json!([])).verdict(&CHECK), Fail);
        let absent = bucket().absent(&oss::ENCRYPTION, B, "NoSuchServerSideEncryptionRule");
        assert_eq!(absent.verdict(&CHECK), Fail);
    }

    #[test]
    fn a_key_that_was_not_read_is_no_verdict() {
        let key = &[("KeyId", "key-1")];
        let keys = encrypted("KMS", "key-1").list(&kms::KEYS, json!([{ "KeyId": "key-1" }]));
        assert_eq!(keys.denied(&kms::KEY, key).verdict(&CHECK), NotAssessed);
        assert_eq!(encrypted("KMS", "key-1").denied(&kms::KEYS, &[]).verdict(&CHECK), NotAssessed);
        let elsewhere = encrypted("KMS", "key-1").regions(&["cn-shanghai"]).list(&kms::KEYS, json!([]));
        assert_eq!(elsewhere.verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bucket().denied(&oss::ENCRYPTION, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
