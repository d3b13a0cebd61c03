//! Bucket encrypts with a customer-managed KMS key.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-encrypted-customer-key",
    severity: Severity::Medium,
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
    actions: &["oss:ListBuckets", "oss:GetBucketEncryption", "kms:DescribeKey"],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Server-Side Encryption with Customer Managed Key" },
        Covers { source: "cis-2.0", rule: "5.9" },
    ],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-encryption"],
};
