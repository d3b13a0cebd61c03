//! RAM passwords mix at least three kinds of characters.

use crate::checks::{Check, Covers};
use crate::domain::{Bound, ParamSpec, Severity};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-password-character-kinds",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase {
        en: "RAM passwords mix at least three kinds of characters", zh: "RAM 密码至少包含三类字符"
    },
    pass_when: Phrase {
        en: "GetPasswordPolicy is read; passes when at least 3 of the 4 settings for uppercase, lowercase, digits and symbols are true.",
        zh: "读取 GetPasswordPolicy；大写、小写、数字、符号 4 项要求中至少 3 项为 true 时通过。",
    },
    risk: Phrase {
        en: "A policy that asks for one or two kinds of characters accepts passwords found in common word lists.",
        zh: "只要求一两类字符时，常见字典中的口令即可通过校验。",
    },
    remediation: Phrase {
        en: "RAM console > Settings > Password Policy: tick at least three kinds of characters, better all four. Send every setting in the call, so that none falls back to its default.",
        zh: "在 RAM 控制台“设置 > 密码策略”中至少勾选三类字符，建议全选。 调用时写全各项设置，避免遗漏项恢复为默认值。",
    },
    cli: "aliyun ims SetPasswordPolicy --MinimumPasswordLength 14 --RequireLowercaseCharacters true --RequireUppercaseCharacters true --RequireNumbers true --RequireSymbols true --PasswordReusePrevention 5 --MaxLoginAttemps 5 --MaxPasswordAge <days>",
    actions: &["ram:GetPasswordPolicy"],
    params: &[ParamSpec {
        name: "min_kinds",
        default: 3,
        bound: Bound::AtLeast,
        unit: Phrase { en: "kinds", zh: "类" },
    }],
    covers: &[Covers { source: "cloud-config", rule: "ram-password-require-char-check" }],
    references: &["https://help.aliyun.com/document_detail/186691.html"],
};
