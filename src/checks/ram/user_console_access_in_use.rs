//! Console access is off for idle RAM users.

use crate::checks::{Check, Covers};
use crate::domain::{Bound, ParamSpec, Severity};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-user-console-access-in-use",
    severity: Severity::Medium,
    resource: "user",
    title: Phrase {
        en: "Console access is off for idle RAM users", zh: "长期未登录的 RAM 用户已停用控制台登录"
    },
    pass_when: Phrase {
        en: "The login profile of each RAM user is read; passes when no user with an active profile has a last sign-in (or, if never, a creation date) more than 90 days ago. SSO sign-ins do not update this time.",
        zh: "读取各 RAM 用户的登录配置；启用中的用户最近登录时间（从未登录的取创建时间）距今不超过 90 天时通过。SSO 登录不更新该时间。",
    },
    risk: Phrase {
        en: "Nobody watches idle accounts. Former staff or an attacker with an old password can use them unnoticed.",
        zh: "闲置账号无人关注，离职人员或持有旧密码的攻击者可长期使用而不被发现。",
    },
    remediation: Phrase {
        en: "Confirm with the user's manager, then remove console access in RAM console > Users > the user > Console Logon, or delete the user. Set the idle limit for users in Security Settings to 90 days.",
        zh: "与用户主管确认后，在“RAM 控制台 > 用户 > 控制台登录”中关闭登录或删除用户；并在安全设置中将用户最长闲置天数设为 90 天。",
    },
    cli: "aliyun ims DeleteLoginProfile --UserPrincipalName <user>@<domain>",
    actions: &["ram:ListUsers", "ram:GetLoginProfile", "ram:GetCredentialReport"],
    params: &[ParamSpec {
        name: "max_idle_days",
        default: 90,
        bound: Bound::AtMost,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[
        Covers { source: "prowler", rule: "ram_user_console_access_unused" },
        Covers { source: "trend-vision-one", rule: "Disable Console Access for RAM Users Inactive for 90 days" },
        Covers { source: "cloud-config", rule: "ram-user-last-login-expired-check" },
        Covers { source: "cis-2.0", rule: "1.5" },
    ],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
};
