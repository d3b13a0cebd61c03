//! RAM passwords have at least 14 characters.

use crate::api::ims;
use crate::checks::{Check, Covers};
use crate::domain::{Bound, Effort, ParamSpec, Severity};
use crate::evaluate::{Account, Logic, Outcome, measure};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-password-min-length",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "RAM passwords have at least 14 characters", zh: "RAM 密码长度不少于 14 位" },
    pass_when: Phrase {
        en: "GetPasswordPolicy is read; passes when MinimumPasswordLength is at least 14. The service default is 8.",
        zh: "读取 GetPasswordPolicy；MinimumPasswordLength 不小于 14 时通过。服务默认值为 8。",
    },
    risk: Phrase {
        en: "Length decides how long a guessing attack takes; short passwords fall to offline cracking and to reused lists.",
        zh: "口令长度决定破解所需时间，短口令易被离线破解或撞库命中。",
    },
    remediation: Phrase {
        en: "RAM console > Settings > Password Policy: set the minimum length to 14 or more. Send every setting in the call, so that none falls back to its default.",
        zh: "在 RAM 控制台“设置 > 密码策略”中将最小长度设为 14 或以上。调用时写全各项设置，避免遗漏项恢复为默认值。",
    },
    cli: "aliyun ims SetPasswordPolicy --MinimumPasswordLength 14 --RequireLowercaseCharacters true --RequireUppercaseCharacters true --RequireNumbers true --RequireSymbols true --PasswordReusePrevention 5 --MaxLoginAttemps 5 --MaxPasswordAge <days>",
    reads: &[&ims::PASSWORD_POLICY],
    params: &[ParamSpec {
        name: "min_length",
        default: 14,
        bound: Bound::AtLeast,
        unit: Phrase { en: "characters", zh: "个字符" },
    }],
    covers: &[
        Covers { source: "prowler", rule: "ram_password_policy_minimum_length" },
        Covers {
            source: "trend-vision-one",
            rule: "Ensure RAM password policy requires minimum length of 14 or greater",
        },
        Covers { source: "cis-2.0", rule: "1.11" },
    ],
    references: &["https://help.aliyun.com/document_detail/186691.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let policy = account.ask(&ims::PASSWORD_POLICY)?.must()?;
    let n = policy.int("PasswordPolicy.MinimumPasswordLength")?;
    measure("min_length", n, format!("at least {n} characters"), format!("密码长度不少于 {n} 位"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn the_value_decides() {
        for (value, expected) in [(14, Pass), (32, Pass), (13, Fail), (8, Fail)] {
            let policy = json!({ "PasswordPolicy": { "MinimumPasswordLength": value } });
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
