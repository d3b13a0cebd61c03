//! Bucket encrypts new objects with a KMS key.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-encrypted-kms",
    severity: Severity::Medium,
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
    actions: &["oss:ListBuckets", "oss:GetBucketEncryption"],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Server-Side Encryption with Service Managed Key" },
        Covers { source: "cloud-config", rule: "oss-default-encryption-kms" },
        Covers { source: "cis-2.0", rule: "5.8" },
    ],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-encryption"],
};
