//! The account owner signs in with a second factor.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-root-mfa-enabled",
    severity: Severity::Critical,
    resource: "account",
    title: Phrase { en: "The account owner signs in with a second factor", zh: "主账号登录启用多因素认证" },
    pass_when: Phrase {
        en: "GetAccountMFAInfo is read; passes when IsMFAEnable is true.",
        zh: "读取 GetAccountMFAInfo；IsMFAEnable 为 true 时通过。",
    },
    risk: Phrase {
        en: "The owner identity can do anything in the account, and no policy limits it. With a password alone, one leaked secret gives away every resource.",
        zh: "主账号权限不受任何策略限制。仅凭密码登录时，密码一旦泄露即可控制全部资源。",
    },
    remediation: Phrase {
        en: "Sign in as the account owner, open Account Management > Security Settings and bind an MFA device. Keep a spare device or the recovery method in a safe place.",
        zh: "以主账号登录，在“账号中心 > 安全设置”中绑定 MFA 设备，并妥善保管备用设备或找回方式。",
    },
    cli: "",
    actions: &["ram:GetAccountMFAInfo"],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable MFA for Root Account" },
        Covers { source: "cloud-config", rule: "root-mfa-check" },
        Covers { source: "cis-2.0", rule: "1.3" },
    ],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
};
