//! RAM users with console access have MFA bound.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-user-mfa-enabled",
    severity: Severity::High,
    resource: "user",
    title: Phrase {
        en: "RAM users with console access have MFA bound", zh: "可登录控制台的 RAM 用户均已绑定 MFA"
    },
    pass_when: Phrase {
        en: "GetLoginProfile and GetUserMFAInfo are read per user; passes when each user with an active login profile has IsMFAEnable true. A “must bind” flag without a bound device does not pass.",
        zh: "逐个用户读取 GetLoginProfile 与 GetUserMFAInfo；登录配置启用的用户 IsMFAEnable 为 true 时通过。仅要求绑定而未实际绑定设备的不通过。",
    },
    risk: Phrase {
        en: "A password alone can be guessed, reused or phished. Without a second factor it opens the console with all rights of that user.",
        zh: "单一密码可能被猜测、撞库或钓鱼获取；没有第二因素，攻击者即可凭密码以该用户的全部权限进入控制台。",
    },
    remediation: Phrase {
        en: "RAM console > Settings > Security Settings: set MFA for sign-in to mandatory for all RAM users, so that each user binds a device at the next sign-in. Users who sign in through SSO get MFA from the identity provider.",
        zh: "在 RAM 控制台“设置 > 安全设置”中将登录 MFA 设为对所有 RAM 用户强制，用户下次登录时须绑定设备。通过 SSO 登录的用户由身份提供商实施 MFA。",
    },
    cli: "aliyun ims SetSecurityPreference --MFAOperationForLogin mandatory",
    actions: &["ram:ListUsers", "ram:GetLoginProfile", "ram:GetUserMFAInfo", "ram:GetSecurityPreference"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ram_user_mfa_enabled_console_access" },
        Covers { source: "trend-vision-one", rule: "MFA For RAM Users With Console Password" },
        Covers { source: "cloud-config", rule: "ram-user-mfa-check" },
        Covers { source: "cis-2.0", rule: "1.4" },
    ],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
};
