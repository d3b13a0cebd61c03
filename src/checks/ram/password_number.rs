//! RAM passwords must contain a digit.

use crate::api::ims;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-password-number",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "RAM passwords must contain a digit", zh: "RAM 密码须包含数字" },
    pass_when: Phrase {
        en: "GetPasswordPolicy is read; passes when RequireNumbers is true.",
        zh: "读取 GetPasswordPolicy；RequireNumbers 为 true 时通过。",
    },
    risk: Phrase {
        en: "Passwords drawn from fewer kinds of characters are quicker to guess. Requiring a digit widens the range an attacker has to try.",
        zh: "字符种类越少，口令越容易被猜出；强制包含数字可扩大攻击者的尝试范围。",
    },
    remediation: Phrase {
        en: "RAM console > Settings > Password Policy: require a digit. Send every setting in the call, so that none falls back to its default.",
        zh: "在 RAM 控制台“设置 > 密码策略”中勾选必须包含数字。调用时写全各项设置，避免遗漏项恢复为默认值。",
    },
    cli: "aliyun ims SetPasswordPolicy --MinimumPasswordLength 14 --RequireLowercaseCharacters true --RequireUppercaseCharacters true --RequireNumbers true --RequireSymbols true --PasswordReusePrevention 5 --MaxLoginAttemps 5 --MaxPasswordAge <days>",
    reads: &[&ims::PASSWORD_POLICY],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ram_password_policy_number" },
        Covers { source: "trend-vision-one", rule: "Ensure RAM password policy requires at least one number" },
        Covers { source: "cis-2.0", rule: "1.10" },
    ],
    references: &["https://help.aliyun.com/document_detail/186691.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let policy = account.ask(&ims::PASSWORD_POLICY)?.must()?;
    if policy.flag("PasswordPolicy.RequireNumbers")? {
        pass("a digit is required", "密码须包含数字")
    } else {
        fail("no digit is required", "密码未要求包含数字")
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
            let policy = json!({ "PasswordPolicy": { "RequireNumbers": required, "RequireSymbols": !required } });
            assert_eq!(Fixture::new().answer(&ims::PASSWORD_POLICY, policy).verdict(&CHECK), expected);
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let other =
            Fixture::new().answer(&ims::PASSWORD_POLICY, json!({ "PasswordPolicy": { "RequireSymbols": true } }));
        for account in [other, Fixture::new().denied(&ims::PASSWORD_POLICY, &[]), Fixture::new()] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
    }
}
