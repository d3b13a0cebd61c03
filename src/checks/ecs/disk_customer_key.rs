//! Cloud disk is encrypted with a customer-managed KMS key.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-disk-customer-key",
    severity: Severity::Medium,
    resource: "disk",
    title: Phrase {
        en: "Cloud disk is encrypted with a customer-managed KMS key",
        zh: "云盘使用客户自管的 KMS 密钥加密",
    },
    pass_when: Phrase {
        en: "Encrypted and KMSKeyId of DescribeDisks are read and the key is looked up with DescribeKey; the disk passes when the key is enabled and its Creator is not the ECS service.",
        zh: "读取 DescribeDisks 的 Encrypted 与 KMSKeyId，并以 DescribeKey 核对密钥；密钥启用且 Creator 非 ECS 服务即通过。",
    },
    risk: Phrase {
        en: "With the service key the customer cannot set who may use it, rotate it on its own terms or withdraw it.",
        zh: "使用服务密钥时，客户无法自行控制密钥授权、轮转与停用。",
    },
    remediation: Phrase {
        en: "Create a key in KMS, set it as the region's default disk key, and rebuild the disk from an encrypted copy that uses it.",
        zh: "在密钥管理服务 KMS 创建密钥并设为地域默认云盘加密密钥，再以使用该密钥的加密副本重建云盘。",
    },
    cli: "aliyun ecs ModifyDiskDefaultKMSKeyId --RegionId <region-id> --KMSKeyId <key-id>",
    // UNWRITTEN, needs: ecs:DescribeDisks, kms:DescribeKey
    reads: &[],
    params: &[],
    covers: &[],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
