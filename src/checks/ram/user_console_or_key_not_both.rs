//! A RAM user has console access or AccessKeys, not both.

use crate::api::ims;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-user-console-or-key-not-both",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "user",
    title: Phrase {
        en: "A RAM user has console access or AccessKeys, not both",
        zh: "RAM 用户不同时启用控制台登录与 AccessKey",
    },
    pass_when: Phrase {
        en: "Login profile and keys are read per user; passes when the user does not have both an active login profile and an active AccessKey.",
        zh: "逐个用户读取登录配置与密钥；未同时存在启用的登录配置和启用的 AccessKey 时通过。",
    },
    risk: Phrase {
        en: "A mixed identity blurs who acted, a person or a program. A leaked key then also carries the person's wider rights.",
        zh: "人机混用的身份难以区分操作者是人还是程序，密钥泄露时还会带出人员的较大权限。",
    },
    remediation: Phrase {
        en: "Create a separate RAM user or role for the program, move the key's use there, and delete the key of the human user.",
        zh: "为程序单独建立 RAM 用户或角色，迁移密钥用途后删除人员用户的密钥。",
    },
    cli: "aliyun ims DeleteAccessKey --UserPrincipalName <user>@<domain> --UserAccessKeyId <access-key-id>",
    reads: &[&ims::LOGIN_PROFILE, &ims::ACCESS_KEYS],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "ram-user-login-check" }],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
    logic: Logic::Items { of: &ims::USERS, judge },
};

fn judge(user: &Item<'_>) -> Outcome {
    let console = match user.ask(&ims::LOGIN_PROFILE)?.got() {
        Some(login) => login.str("LoginProfile.Status")?.eq_ignore_ascii_case("Active"),
        None => false,
    };
    let mut keys = 0;
    for key in user.items_of(&ims::ACCESS_KEYS)? {
        keys += u32::from(key.str("Status")?.eq_ignore_ascii_case("Active"));
    }
    match (console, keys) {
        (true, 0) => pass("console access only", "仅启用控制台登录"),
        (true, n) => fail(
            format!("console access is on; active AccessKeys: {n}"),
            format!("启用控制台登录，且有 {n} 个启用中的 AccessKey"),
        ),
        (false, 0) => {
            pass("neither console access nor an active AccessKey", "未启用控制台登录，也无启用中的 AccessKey")
        }
        (false, n) => pass(
            format!("no console access; active AccessKeys: {n}"),
            format!("仅有 {n} 个启用中的 AccessKey，未启用控制台登录"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ALICE: &[(&str, &str)] = &[("UserPrincipalName", "alice@acme.onaliyun.com")];

    fn users() -> Fixture {
        Fixture::new().list(&ims::USERS, json!([{ "UserId": "1", "UserPrincipalName": "alice@acme.onaliyun.com" }]))
    }

    #[test]
    fn only_both_together_fail() {
        for (login, key, expected) in [
            ("Active", "Active", Fail),
            ("Active", "Inactive", Pass),
            ("Inactive", "Active", Pass),
            ("Inactive", "Inactive", Pass),
        ] {
            let account = users()
                .detail(&ims::LOGIN_PROFILE, ALICE, json!({ "LoginProfile": { "Status": login } }))
                .detail_list(&ims::ACCESS_KEYS, ALICE, json!([{ "AccessKeyId": "AK-1", "Status": key }]));
            assert_eq!(account.verdict(&CHECK), expected, "{login} {key}");
        }
        let program = users().absent(&ims::LOGIN_PROFILE, ALICE, "EntityNotExist.User.LoginProfile").detail_list(
            &ims::ACCESS_KEYS,
            ALICE,
            json!([{ "AccessKeyId": "AK-1", "Status": "Active" }]),
        );
        assert_eq!(program.verdict(&CHECK), Pass);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let no_keys = users().detail_list(&ims::ACCESS_KEYS, ALICE, json!([]));
        let no_login = users().absent(&ims::LOGIN_PROFILE, ALICE, "EntityNotExist.User.LoginProfile");
        for account in [
            no_keys.denied(&ims::LOGIN_PROFILE, ALICE),
            no_login.denied(&ims::ACCESS_KEYS, ALICE),
            Fixture::new().denied(&ims::USERS, &[]),
        ] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
        assert_eq!(Fixture::new().list(&ims::USERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
