//! RAM passwords mix at least three kinds of characters.

use crate::api::ims;
use crate::checks::{Check, Covers};
use crate::domain::{Bound, Effort, ParamSpec, Severity};
use crate::evaluate::{Account, Logic, Outcome, measure};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-password-character-kinds",
    severity: Severity::Medium,
    effort: Effort::Switch,
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
        zh: "在 RAM 控制台“设置 > 密码策略”中至少勾选三类字符，建议全选。调用时写全各项设置，避免遗漏项恢复为默认值。",
    },
    cli: "aliyun ims SetPasswordPolicy --MinimumPasswordLength 14 --RequireLowercaseCharacters true --RequireUppercaseCharacters true --RequireNumbers true --RequireSymbols true --PasswordReusePrevention 5 --MaxLoginAttemps 5 --MaxPasswordAge <days>",
    reads: &[&ims::PASSWORD_POLICY],
    params: &[ParamSpec {
        name: "min_kinds",
        default: 3,
        bound: Bound::AtLeast,
        unit: Phrase { en: "kinds", zh: "类" },
    }],
    covers: &[Covers { source: "cloud-config", rule: "ram-password-require-char-check" }],
    references: &["https://help.aliyun.com/document_detail/186691.html"],
    logic: Logic::Account(judge),
};

/// The kinds of characters that can be required, with their names.
const KINDS: [(&str, &str, &str); 4] = [
    ("PasswordPolicy.RequireUppercaseCharacters", "uppercase", "大写字母"),
    ("PasswordPolicy.RequireLowercaseCharacters", "lowercase", "小写字母"),
    ("PasswordPolicy.RequireNumbers", "digits", "数字"),
    ("PasswordPolicy.RequireSymbols", "symbols", "符号"),
];

fn judge(account: &Account<'_>) -> Outcome {
    let policy = account.ask(&ims::PASSWORD_POLICY)?.must()?;
    let (mut count, mut en, mut zh) = (0, Vec::new(), Vec::new());
    for (field, name, name_zh) in KINDS {
        if policy.flag(field)? {
            count += 1;
            en.push(name);
            zh.push(name_zh);
        }
    }
    if count == 0 {
        return measure("min_kinds", 0, "no kind of character is required", "未要求任何字符种类");
    }
    measure(
        "min_kinds",
        count,
        format!("{count} kinds required: {}", en.join(", ")),
        format!("要求 {count} 类字符：{}", zh.join("、")),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn account(required: [bool; 4]) -> Fixture {
        let [upper, lower, numbers, symbols] = required;
        let policy = json!({ "PasswordPolicy": {
            "RequireUppercaseCharacters": upper, "RequireLowercaseCharacters": lower,
            "RequireNumbers": numbers, "RequireSymbols": symbols,
        } });
        Fixture::new().answer(&ims::PASSWORD_POLICY, policy)
    }

    #[test]
    fn three_of_four_pass() {
        for (required, expected) in [
            ([true, true, true, true], Pass),
            ([true, true, true, false], Pass),
            ([false, true, true, true], Pass),
            ([false, true, true, false], Fail),
            ([false, false, false, false], Fail),
        ] {
            assert_eq!(account(required).verdict(&CHECK), expected, "{required:?}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let part = json!({ "PasswordPolicy": { "RequireNumbers": true, "RequireSymbols": true } });
        let part = Fixture::new().answer(&ims::PASSWORD_POLICY, part);
        for account in [part, Fixture::new().denied(&ims::PASSWORD_POLICY, &[]), Fixture::new()] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
    }
}
