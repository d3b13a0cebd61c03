//! Repeated wrong passwords lock the RAM user.

use crate::api::ims;
use crate::checks::{Check, Covers};
use crate::domain::{Bound, Effort, ParamSpec, Severity};
use crate::evaluate::{Account, Logic, Outcome, measure};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-password-max-login-attempts",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "Repeated wrong passwords lock the RAM user", zh: "多次输错密码后锁定 RAM 用户" },
    pass_when: Phrase {
        en: "GetPasswordPolicy is read; passes when MaxLoginAttemps (spelled so) is from 1 to 5. The value 0 means no lock; a locked user waits one hour.",
        zh: "读取 GetPasswordPolicy；MaxLoginAttemps（接口原拼写）为 1 至 5 时通过。0 表示不锁定；锁定时长为一小时。",
    },
    risk: Phrase {
        en: "Without a limit, passwords can be tried by machine until one fits.",
        zh: "不限制失败次数时，攻击者可用程序持续尝试直至命中。",
    },
    remediation: Phrase {
        en: "RAM console > Settings > Password Policy: set the number of failed attempts to 5 or less. Send every setting in the call, so that none falls back to its default.",
        zh: "在 RAM 控制台“设置 > 密码策略”中将密码重试次数设为 5 次以内。调用时写全各项设置，避免遗漏项恢复为默认值。",
    },
    cli: "aliyun ims SetPasswordPolicy --MinimumPasswordLength 14 --RequireLowercaseCharacters true --RequireUppercaseCharacters true --RequireNumbers true --RequireSymbols true --PasswordReusePrevention 5 --MaxLoginAttemps 5 --MaxPasswordAge <days>",
    reads: &[&ims::PASSWORD_POLICY],
    params: &[ParamSpec {
        name: "max_attempts",
        default: 5,
        bound: Bound::AtMost,
        unit: Phrase { en: "attempts", zh: "次" },
    }],
    covers: &[
        Covers { source: "prowler", rule: "ram_password_policy_max_login_attempts" },
        Covers { source: "trend-vision-one", rule: "Configure Password Retry Constraint Policy for RAM Users" },
        Covers { source: "cloud-config", rule: "ram-password-max-login-attemps-check" },
        Covers { source: "cis-2.0", rule: "1.14" },
    ],
    references: &["https://help.aliyun.com/document_detail/186691.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let policy = account.ask(&ims::PASSWORD_POLICY)?.must()?;
    match policy.int("PasswordPolicy.MaxLoginAttemps")? {
        // No lock: as many attempts as one likes.
        0 => measure("max_attempts", i64::MAX, "wrong passwords never lock the user", "输错密码不锁定"),
        n => measure("max_attempts", n, format!("locked after {n} wrong passwords"), format!("输错 {n} 次后锁定")),
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
        for (value, expected) in [(1, Pass), (3, Pass), (5, Pass), (6, Fail), (32, Fail), (0, Fail)] {
            let policy = json!({ "PasswordPolicy": { "MaxLoginAttemps": value } });
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
