//! RAM users with console access have MFA bound.

use crate::api::ims;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, Reply, fail, manual, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-user-mfa-enabled",
    severity: Severity::High,
    effort: Effort::Switch,
    resource: "user",
    title: Phrase {
        en: "RAM users with console access have MFA bound", zh: "可登录控制台的 RAM 用户均已绑定 MFA"
    },
    pass_when: Phrase {
        en: "GetLoginProfile and GetUserMFAInfo are read per user; a user with an active login profile passes when IsMFAEnable is true. A “must bind” flag without a bound device does not pass. Where user-based SSO is on, a person has to look at the identity provider.",
        zh: "逐个用户读取 GetLoginProfile 与 GetUserMFAInfo；登录配置启用的用户 IsMFAEnable 为 true 时通过。仅要求绑定而未实际绑定设备的不通过。已开启用户 SSO 的，须人工核查身份源。",
    },
    risk: Phrase {
        en: "A password alone can be guessed, reused or phished. Without a second factor it opens the console with all rights of that user.",
        zh: "单一密码可能被猜测、撞库或钓鱼获取；没有第二因素，攻击者即可凭密码以该用户的全部权限进入控制台。",
    },
    remediation: Phrase {
        en: "RAM console > Settings > Security Settings: set MFA for sign-in to mandatory for all RAM users, so that each user binds a device at the next sign-in. Users who sign in through SSO get MFA from the identity provider.",
        zh: "在 RAM 控制台“设置 > 安全设置”中将登录 MFA 设为对所有 RAM 用户强制，用户下次登录时须绑定设备。通过 SSO 登录的用户由身份提供商实施 MFA。",
    },
    cli: "aliyun ims SetSecurityPreference --MFAOperationForLogin mandatory",
    reads: &[&ims::LOGIN_PROFILE, &ims::USER_MFA, &ims::USER_SSO],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ram_user_mfa_enabled_console_access" },
        Covers { source: "trend-vision-one", rule: "MFA For RAM Users With Console Password" },
        Covers { source: "cloud-config", rule: "ram-user-mfa-check" },
        Covers { source: "cis-2.0", rule: "1.4" },
    ],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
    logic: Logic::Items { of: &ims::USERS, judge },
};

fn judge(user: &Item<'_>) -> Outcome {
    let Some(login) = user.ask(&ims::LOGIN_PROFILE)?.got() else { return skip() };
    if !login.str("LoginProfile.Status")?.eq_ignore_ascii_case("Active") {
        return skip();
    }
    // MFABindRequired only demands a device; the device itself is what counts. No answer about one: there is none.
    let bound = match user.ask(&ims::USER_MFA)?.got() {
        Some(mfa) => mfa.flag("IsMFAEnable")?,
        None => false,
    };
    if bound {
        return pass("console access is on and an MFA device is bound", "已启用控制台登录，且已绑定 MFA 设备");
    }
    let sso = user.account().ask(&ims::USER_SSO).ok().and_then(Reply::got);
    if sso.is_some_and(|sso| sso.maybe_flag("UserSsoSettings.SsoEnabled") == Some(true)) {
        return manual(
            "user-based SSO is on: does the identity provider ask for a second factor? Look at its sign-in policy",
            "已开启用户 SSO：身份源是否对该用户要求第二因素？请查看身份源的登录策略",
        );
    }
    fail("console access is on without a bound MFA device", "已启用控制台登录，但未绑定 MFA 设备")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, Manual, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ALICE: &[(&str, &str)] = &[("UserPrincipalName", "alice@acme.onaliyun.com")];

    fn users() -> Fixture {
        Fixture::new().list(&ims::USERS, json!([{ "UserId": "1", "UserPrincipalName": "alice@acme.onaliyun.com" }]))
    }

    fn with_login(status: &str) -> Fixture {
        let login = json!({ "LoginProfile": { "Status": status, "MFABindRequired": true } });
        users().detail(&ims::LOGIN_PROFILE, ALICE, login)
    }

    #[test]
    fn a_bound_device_passes_and_the_demand_for_one_does_not() {
        for (bound, expected) in [(true, Pass), (false, Fail)] {
            let account = with_login("Active").detail(&ims::USER_MFA, ALICE, json!({ "IsMFAEnable": bound }));
            assert_eq!(account.verdict(&CHECK), expected);
        }
        let none = with_login("Active").absent(&ims::USER_MFA, ALICE, "EntityNotExist.User.MFADevice");
        assert_eq!(none.verdict(&CHECK), Fail);
        let sso = none.answer(&ims::USER_SSO, json!({ "UserSsoSettings": { "SsoEnabled": true } }));
        assert_eq!(sso.verdict(&CHECK), Manual);
    }

    #[test]
    fn users_without_console_access_are_left_out() {
        assert_eq!(with_login("Inactive").verdict(&CHECK), NotApplicable);
        let none = users().absent(&ims::LOGIN_PROFILE, ALICE, "EntityNotExist.User.LoginProfile");
        assert_eq!(none.verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().list(&ims::USERS, json!([])).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        for account in [
            users().denied(&ims::LOGIN_PROFILE, ALICE),
            with_login("Active").denied(&ims::USER_MFA, ALICE),
            with_login("Active").detail(&ims::USER_MFA, ALICE, json!({})),
            Fixture::new().denied(&ims::USERS, &[]),
            Fixture::new(),
        ] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
    }
}
