//! TDE uses a customer-managed key.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-tde-customer-key",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "TDE uses a customer-managed key", zh: "透明数据加密使用客户自管密钥" },
    pass_when: Phrase {
        en: "DescribeDBInstanceTDE and DescribeDBInstanceEncryptionKey are read; the instance passes when TDEStatus is Enabled and TDEMode is Customer_Provided_Key, or the key has KeyType CMK.",
        zh: "读取 DescribeDBInstanceTDE 与 DescribeDBInstanceEncryptionKey；TDEStatus 为 Enabled 且 TDEMode 为 Customer_Provided_Key，或密钥 KeyType 为 CMK，即通过。",
    },
    risk: Phrase {
        en: "With the service key the customer cannot control who uses it or withdraw it.",
        zh: "使用服务密钥时，客户无法控制密钥使用授权或停用密钥。",
    },
    remediation: Phrase {
        en: "Create a key in KMS and choose it when TDE is switched on; a change of key is done in the same place.",
        zh: "在密钥管理服务 KMS 创建密钥，开启 TDE 时选择该自定义密钥，更换密钥亦在此处操作。",
    },
    cli: "aliyun rds ModifyDBInstanceTDE --DBInstanceId <instance-id> --TDEStatus Enabled --EncryptionKey <key-id> --RoleArn <role-arn>",
    actions: &["rds:DescribeDBInstances", "rds:DescribeDBInstanceTDE", "rds:DescribeDBInstanceEncryptionKey"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "rds_instance_tde_key_custom" },
        Covers { source: "trend-vision-one", rule: "Enable Transparent Data Encryption with Customer Managed Keys" },
        Covers { source: "cis-2.0", rule: "6.6" },
    ],
    references: &[],
};
