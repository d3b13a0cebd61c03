//! Bucket encrypts new objects by default.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-encrypted",
    severity: Severity::High,
    resource: "bucket",
    title: Phrase { en: "Bucket encrypts new objects by default", zh: "存储空间默认加密新写入文件" },
    pass_when: Phrase {
        en: "GetBucketEncryption is read; the bucket passes when SSEAlgorithm is AES256, SM4 or KMS. The answer NoSuchServerSideEncryptionRule fails.",
        zh: "读取 GetBucketEncryption；SSEAlgorithm 为 AES256、SM4 或 KMS 即通过；返回 NoSuchServerSideEncryptionRule 为不通过。",
    },
    risk: Phrase {
        en: "Objects are otherwise stored in plain form on the platform's disks unless each upload asks for encryption.",
        zh: "未设默认加密时，除非上传时逐次指定，文件以明文形式存储。",
    },
    remediation: Phrase {
        en: "Set server-side encryption for the bucket under Data Security; copy older objects onto themselves so that they are encrypted too.",
        zh: "在“数据安全 > 服务器端加密”中设置默认加密；历史文件须自我复制后方被加密。",
    },
    cli: "aliyun ossutil api put-bucket-encryption --bucket <bucket> --server-side-encryption-rule '{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"AES256\"}}'",
    actions: &["oss:ListBuckets", "oss:GetBucketEncryption"],
    params: &[],
    covers: &[Covers { source: "prowler", rule: "oss_bucket_server_side_encryption_enabled" }],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-encryption"],
};
