//! RAM passwords expire within 90 days.

use crate::api::ims;
use crate::checks::{Check, Covers};
use crate::domain::{Bound, Effort, ParamSpec, Severity};
use crate::evaluate::{Account, Logic, Outcome, measure};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-password-expires",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "RAM passwords expire within 90 days", zh: "RAM 密码有效期不超过 90 天" },
    pass_when: Phrase {
        en: "GetPasswordPolicy is read; passes when MaxPasswordAge is from 1 to 90 days (0 means that passwords never expire).",
        zh: "读取 GetPasswordPolicy；MaxPasswordAge 为 1 至 90 天时通过（0 表示永不过期）。",
    },
    risk: Phrase {
        en: "A password that never changes stays useful to whoever obtained it. MLPS asks for periodic change; the period of 90 days is common practice.",
        zh: "长期不更换的密码一旦被获取便持续可用。等级保护要求定期更换，90 天为通行做法。",
    },
    remediation: Phrase {
        en: "RAM console > Settings > Password Policy: set the validity period to 90 days or less. This conflicts with CIS 2.0, which asks for 365 days or more, or no expiry: settle which rule applies and record it. Send every setting in the call, so that none falls back to its default.",
        zh: "在 RAM 控制台“设置 > 密码策略”中将有效期设为 90 天以内。该项与 CIS 2.0 的要求（不少于 365 天或不过期）相冲突，应明确适用规则并留存记录。调用时写全各项设置，避免遗漏项恢复为默认值。",
    },
    cli: "aliyun ims SetPasswordPolicy --MinimumPasswordLength 14 --RequireLowercaseCharacters true --RequireUppercaseCharacters true --RequireNumbers true --RequireSymbols true --PasswordReusePrevention 5 --MaxLoginAttemps 5 --MaxPasswordAge 90",
    reads: &[&ims::PASSWORD_POLICY],
    params: &[ParamSpec {
        name: "max_age_days",
        default: 90,
        bound: Bound::AtMost,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[
        Covers { source: "trend-vision-one", rule: "RAM Password Policy Enforces Password Expiration" },
        Covers { source: "cloud-config", rule: "ram-password-max-age-check" },
    ],
    references: &["https://help.aliyun.com/document_detail/186691.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let policy = account.ask(&ims::PASSWORD_POLICY)?.must()?;
    match policy.int("PasswordPolicy.MaxPasswordAge")? {
        0 => measure("max_age_days", i64::MAX, "passwords never expire", "密码永不过期"),
        n => measure("max_age_days", n, format!("passwords expire after {n} days"), format!("密码有效期 {n} 天")),
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
        for (value, expected) in [(1, Pass), (90, Pass), (91, Fail), (365, Fail), (0, Fail)] {
            let policy = json!({ "PasswordPolicy": { "MaxPasswordAge": value } });
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
