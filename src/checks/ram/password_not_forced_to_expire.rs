//! RAM passwords are not forced to expire early.

use crate::api::ims;
use crate::checks::{Check, Covers};
use crate::domain::{Bound, Effort, ParamSpec, Severity};
use crate::evaluate::{Account, Logic, Outcome, measure};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-password-not-forced-to-expire",
    severity: Severity::Low,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "RAM passwords are not forced to expire early", zh: "RAM 密码不强制频繁过期" },
    pass_when: Phrase {
        en: "GetPasswordPolicy is read; passes when MaxPasswordAge is 0 (no expiry) or at least 365 days.",
        zh: "读取 GetPasswordPolicy；MaxPasswordAge 为 0（不过期）或不少于 365 天时通过。",
    },
    risk: Phrase {
        en: "Forced frequent changes lead people to weak patterns and small variations. CIS 2.0 prefers a long password with MFA; a pass here breaks the periodic change that MLPS asks for.",
        zh: "强制频繁更换易使人员采用有规律的弱密码。CIS 2.0 倾向长密码配合 MFA；本项通过则不满足等级保护定期更换的要求。",
    },
    remediation: Phrase {
        en: "Only where CIS 2.0 applies and MLPS does not: RAM console > Settings > Password Policy, set the validity to 0 or at least 365 days (1,095 at most). Send every setting in the call, so that none falls back to its default.",
        zh: "仅在适用 CIS 2.0 且不适用等级保护时，于 RAM 控制台“设置 > 密码策略”将有效期设为 0 或不少于 365 天（上限 1095 天）。调用时写全各项设置，避免遗漏项恢复为默认值。",
    },
    cli: "aliyun ims SetPasswordPolicy --MinimumPasswordLength 14 --RequireLowercaseCharacters true --RequireUppercaseCharacters true --RequireNumbers true --RequireSymbols true --PasswordReusePrevention 5 --MaxLoginAttemps 5 --MaxPasswordAge 0",
    reads: &[&ims::PASSWORD_POLICY],
    params: &[ParamSpec {
        name: "min_age_days",
        default: 365,
        bound: Bound::AtLeast,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[
        Covers { source: "prowler", rule: "ram_password_policy_max_password_age" },
        Covers { source: "cis-2.0", rule: "1.13" },
    ],
    references: &["https://help.aliyun.com/document_detail/186691.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let policy = account.ask(&ims::PASSWORD_POLICY)?.must()?;
    match policy.int("PasswordPolicy.MaxPasswordAge")? {
        0 => measure("min_age_days", i64::MAX, "passwords never expire", "密码永不过期"),
        n => measure("min_age_days", n, format!("passwords expire after {n} days"), format!("密码有效期 {n} 天")),
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
        for (value, expected) in [(0, Pass), (365, Pass), (1095, Pass), (364, Fail), (90, Fail)] {
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
