//! RAM users cannot reuse recent passwords.

use crate::api::ims;
use crate::checks::{Check, Covers};
use crate::domain::{Bound, Effort, ParamSpec, Severity};
use crate::evaluate::{Account, Logic, Outcome, measure};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-password-reuse-prevention",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "RAM users cannot reuse recent passwords", zh: "RAM 用户不得重复使用近期密码" },
    pass_when: Phrase {
        en: "GetPasswordPolicy is read; passes when PasswordReusePrevention is at least 5 (0 means no history is kept).",
        zh: "读取 GetPasswordPolicy；PasswordReusePrevention 不小于 5 时通过（0 表示不限制）。",
    },
    risk: Phrase {
        en: "Without a history, users return to an old password, and a password leaked before becomes valid again.",
        zh: "不记录历史时，用户可改回旧密码，曾经泄露的密码再次生效。",
    },
    remediation: Phrase {
        en: "RAM console > Settings > Password Policy: forbid the last 5 or more passwords. Send every setting in the call, so that none falls back to its default.",
        zh: "在 RAM 控制台“设置 > 密码策略”中禁止使用最近 5 次或更多次的密码。调用时写全各项设置，避免遗漏项恢复为默认值。",
    },
    cli: "aliyun ims SetPasswordPolicy --MinimumPasswordLength 14 --RequireLowercaseCharacters true --RequireUppercaseCharacters true --RequireNumbers true --RequireSymbols true --PasswordReusePrevention 5 --MaxLoginAttemps 5 --MaxPasswordAge <days>",
    reads: &[&ims::PASSWORD_POLICY],
    params: &[ParamSpec {
        name: "min_history",
        default: 5,
        bound: Bound::AtLeast,
        unit: Phrase { en: "passwords", zh: "个历史密码" },
    }],
    covers: &[
        Covers { source: "prowler", rule: "ram_password_policy_password_reuse_prevention" },
        Covers { source: "trend-vision-one", rule: "RAM Password Policy Prevents Password Reuse" },
        Covers { source: "cis-2.0", rule: "1.12" },
    ],
    references: &["https://help.aliyun.com/document_detail/186691.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let policy = account.ask(&ims::PASSWORD_POLICY)?.must()?;
    match policy.int("PasswordPolicy.PasswordReusePrevention")? {
        0 => measure("min_history", 0, "old passwords can be used again at once", "未限制重复使用历史密码"),
        n => measure("min_history", n, format!("the last {n} passwords are refused"), format!("禁止使用前 {n} 次密码")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn the_value_decides() {
        for (value, expected) in [(5, Pass), (24, Pass), (4, Fail), (0, Fail)] {
            let policy = json!({ "PasswordPolicy": { "PasswordReusePrevention": value } });
            let account = Fixture::new().answer(&ims::PASSWORD_POLICY, policy);
            assert_eq!(account.verdict(&CHECK), expected, "{value}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let other = Fixture::new().answer(&ims::PASSWORD_POLICY, json!({ "PasswordPolicy": { "HardExpire": true } }));
        for account in [other, Fixture::new().denied(&ims::PASSWORD_POLICY, &[]), Fixture::new()] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
    }
}
