//! Customer keys are protected by an HSM.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "kms-key-hsm-protected",
    severity: Severity::Medium,
    resource: "key",
    title: Phrase { en: "Customer keys are protected by an HSM", zh: "用户主密钥由硬件密码机保护" },
    pass_when: Phrase {
        en: "DescribeKey is read; passes when ProtectionLevel is HSM.",
        zh: "读取 DescribeKey；ProtectionLevel 为 HSM 时通过。",
    },
    risk: Phrase {
        en: "A software key can be copied by whoever controls the key service. From MLPS level 3 on, assessors look for hardware protection; the commercial-cipher assessment is separate.",
        zh: "软件密钥可能被掌控密钥服务者复制。等级保护三级起测评通常关注硬件保护；商用密码应用安全性评估另行开展。",
    },
    remediation: Phrase {
        en: "The level of a key cannot be changed: create a key in a KMS hardware key management instance, encrypt the data again with it, then disable the old key.",
        zh: "密钥的保护级别不可更改：须在 KMS 硬件密钥管理实例中新建密钥，重新加密数据后禁用旧密钥。",
    },
    cli: "aliyun kms CreateKey --DKMSInstanceId <kms-instance-id> --KeySpec Aliyun_AES_256 --KeyUsage ENCRYPT/DECRYPT",
    actions: &["kms:ListKeys", "kms:DescribeKey"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/480161.html"],
};
