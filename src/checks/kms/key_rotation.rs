//! Customer keys rotate automatically within 365 days.

use crate::checks::Check;
use crate::domain::{Bound, ParamSpec, Severity};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "kms-key-rotation",
    severity: Severity::Medium,
    resource: "key",
    title: Phrase {
        en: "Customer keys rotate automatically within 365 days", zh: "用户主密钥在 365 天内自动轮换"
    },
    pass_when: Phrase {
        en: "DescribeKey is read; passes when AutomaticRotation is Enabled and RotationInterval is at most 365 days. Asymmetric and imported keys, and keys kept inside an HSM, which cannot rotate by themselves, are not applicable.",
        zh: "读取 DescribeKey；AutomaticRotation 为 Enabled 且 RotationInterval 不超过 365 天时通过。非对称密钥、导入密钥及保存在 HSM 内部的密钥不支持自动轮换，不适用。",
    },
    risk: Phrase {
        en: "The longer one key version is used, the more data depends on it and the more a leak uncovers.",
        zh: "同一密钥版本使用越久，依赖它的数据越多，一旦泄露影响越大。",
    },
    remediation: Phrase {
        en: "KMS console > Keys > the key > Rotation: turn on automatic rotation with 365 days or less. Old versions stay available for decryption.",
        zh: "在“密钥管理服务 KMS 控制台 > 密钥管理”中开启自动轮换，周期不超过 365 天；旧版本仍可用于解密。",
    },
    cli: "aliyun kms UpdateRotationPolicy --KeyId <key-id> --EnableAutomaticRotation true --RotationInterval 365d",
    actions: &["kms:ListKeys", "kms:DescribeKey"],
    params: &[ParamSpec {
        name: "max_days",
        default: 365,
        bound: Bound::AtMost,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/2358146.html"],
};
