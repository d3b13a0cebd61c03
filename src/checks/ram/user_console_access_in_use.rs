//! Console access is off for idle RAM users.

use time::OffsetDateTime;

use crate::api::ims;
use crate::checks::{Check, Covers};
use crate::domain::{Bound, Effort, Gap, ParamSpec, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, measure, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-user-console-access-in-use",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "user",
    title: Phrase {
        en: "Console access is off for idle RAM users", zh: "长期未登录的 RAM 用户已停用控制台登录"
    },
    pass_when: Phrase {
        en: "The login profile of each RAM user is read; passes when the profile is not active or the last sign-in (or, if never, the creation of the user) is at most 90 days ago. SSO sign-ins do not update this time.",
        zh: "读取各 RAM 用户的登录配置；未启用登录配置，或最近登录时间（从未登录的取创建时间）距今不超过 90 天时通过。SSO 登录不更新该时间。",
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
    reads: &[&ims::LOGIN_PROFILE],
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
    logic: Logic::Items { of: &ims::USERS, judge },
};

fn judge(user: &Item<'_>) -> Outcome {
    let Some(login) = user.ask(&ims::LOGIN_PROFILE)?.got() else {
        return pass("no console access", "未开通控制台登录");
    };
    let status = login.str("LoginProfile.Status")?;
    if !status.eq_ignore_ascii_case("Active") {
        return pass(format!("console access is {status}"), format!("控制台登录状态为 {status}"));
    }
    let last = sign_in(login.at("LoginProfile"), "LastLoginTime")?.max(sign_in(**user, "LastLoginDate")?);
    let since = match last {
        Some(moment) => moment,
        None => user.moment("CreateDate")?,
    };
    let (days, day) = (user.account().days_since(since), since.date());
    let (en, zh) = match last {
        Some(_) => (format!("last sign-in on {day}, {days} days ago"), format!("最近登录为 {day}，距今 {days} 天")),
        None => (
            format!("never signed in since creation on {day}, {days} days ago"),
            format!("自 {day} 创建以来从未登录，距今 {days} 天"),
        ),
    };
    measure("max_idle_days", days, en, zh)
}

/// The moment of a sign-in; no moment for never, which counts from the creation of the user.
fn sign_in(node: Node<'_>, field: &str) -> Result<Option<OffsetDateTime>, Gap> {
    if matches!(node.text(field), "" | "-" | "N/A") { Ok(None) } else { node.moment(field).map(Some) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ALICE: &[(&str, &str)] = &[("UserPrincipalName", "alice@acme.onaliyun.com")];

    fn users(created: &str) -> Fixture {
        let alice = json!({ "UserId": "1", "UserPrincipalName": "alice@acme.onaliyun.com", "CreateDate": created });
        Fixture::new().list(&ims::USERS, json!([alice]))
    }

    fn with_login(status: &str, last: &str) -> Fixture {
        let login = json!({ "LoginProfile": { "Status": status, "LastLoginTime": last } });
        users("2026-01-01T00:00:00Z").detail(&ims::LOGIN_PROFILE, ALICE, login)
    }

    #[test]
    fn a_recent_sign_in_passes() {
        for (status, last, expected) in [
            ("Active", "2026-11-01T00:00:00Z", Pass),
            ("Active", "2026-08-27T00:00:00Z", Pass),
            ("Active", "2026-08-26T00:00:00Z", Fail),
            ("Active", "", Fail),
            ("Active", "soon", NotAssessed),
            ("Inactive", "2025-01-01T00:00:00Z", Pass),
        ] {
            assert_eq!(with_login(status, last).verdict(&CHECK), expected, "{status} {last}");
        }
    }

    #[test]
    fn a_new_user_that_never_signed_in_has_time() {
        let login = json!({ "LoginProfile": { "Status": "Active" } });
        for (created, expected) in [("2026-11-01T00:00:00Z", Pass), ("2026-01-01T00:00:00Z", Fail)] {
            let account = users(created).detail(&ims::LOGIN_PROFILE, ALICE, login.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{created}");
        }
    }

    #[test]
    fn no_login_profile_passes_and_no_users_are_not_applicable() {
        let users = users("2020-01-01T00:00:00Z");
        let none = users.absent(&ims::LOGIN_PROFILE, ALICE, "EntityNotExist.User.LoginProfile");
        assert_eq!(none.verdict(&CHECK), Pass);
        assert_eq!(Fixture::new().list(&ims::USERS, json!([])).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        for account in [
            users("2026-01-01T00:00:00Z").denied(&ims::LOGIN_PROFILE, ALICE),
            Fixture::new().denied(&ims::USERS, &[]),
            Fixture::new(),
        ] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
    }
}
