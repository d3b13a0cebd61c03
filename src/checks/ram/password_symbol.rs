//! RAM passwords must contain a special character.

use crate::api::ims;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-password-symbol",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "RAM passwords must contain a special character", zh: "RAM 密码须包含特殊字符" },
    pass_when: Phrase {
        en: "GetPasswordPolicy is read; passes when RequireSymbols is true.",
        zh: "读取 GetPasswordPolicy；RequireSymbols 为 true 时通过。",
    },
    risk: Phrase {
        en: "Passwords drawn from fewer kinds of characters are quicker to guess. Requiring a special character widens the range an attacker has to try.",
        zh: "字符种类越少，口令越容易被猜出；强制包含特殊字符可扩大攻击者的尝试范围。",
    },
    remediation: Phrase {
        en: "RAM console > Settings > Password Policy: require a special character. Send every setting in the call, so that none falls back to its default.",
        zh: "在 RAM 控制台“设置 > 密码策略”中勾选必须包含特殊字符。调用时写全各项设置，避免遗漏项恢复为默认值。",
    },
    cli: "aliyun ims SetPasswordPolicy --MinimumPasswordLength 14 --RequireLowercaseCharacters true --RequireUppercaseCharacters true --RequireNumbers true --RequireSymbols true --PasswordReusePrevention 5 --MaxLoginAttemps 5 --MaxPasswordAge <days>",
    reads: &[&ims::PASSWORD_POLICY],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ram_password_policy_symbol" },
        Covers { source: "trend-vision-one", rule: "RAM Password Policy Requires at Least One Symbol" },
        Covers { source: "cis-2.0", rule: "1.9" },
    ],
    references: &["https://help.aliyun.com/document_detail/186691.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let policy = account.ask(&ims::PASSWORD_POLICY)?.must()?;
    if policy.flag("PasswordPolicy.RequireSymbols")? {
        pass("a special character is required", "密码须包含特殊字符")
    } else {
        fail("no special character is required", "密码未要求包含特殊字符")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn the_setting_decides() {
        for (required, expected) in [(true, Pass), (false, Fail)] {
            let policy = json!({ "PasswordPolicy": { "RequireSymbols": required, "RequireNumbers": !required } });
            assert_eq!(Fixture::new().answer(&ims::PASSWORD_POLICY, policy).verdict(&CHECK), expected);
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let other =
            Fixture::new().answer(&ims::PASSWORD_POLICY, json!({ "PasswordPolicy": { "RequireNumbers": true } }));
        for account in [other, Fixture::new().denied(&ims::PASSWORD_POLICY, &[]), Fixture::new()] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
    }
}
