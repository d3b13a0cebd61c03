//! Each RAM user can be traced to one person.

use crate::api::ims;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-user-owner-identified",
    severity: Severity::Low,
    effort: Effort::Switch,
    resource: "user",
    title: Phrase { en: "Each RAM user can be traced to one person", zh: "RAM 用户可对应到具体责任人" },
    pass_when: Phrase {
        en: "ListUsers is read; passes when the user carries a display name or an e-mail address that names an owner and the login name is not a shared one such as admin or test.",
        zh: "读取 ListUsers；用户填写了可识别责任人的显示名或邮箱，且登录名不是 admin、test 等公用名称时通过。",
    },
    risk: Phrase {
        en: "Actions of a nameless or shared user cannot be attributed to a person, so an investigation stops at the account.",
        zh: "无法对应到人的账号或共用账号，其操作无法追责，调查只能止步于账号。",
    },
    remediation: Phrase {
        en: "Fill in display name and e-mail in RAM console > Users, rename or split shared users, and keep a list of users with their owners.",
        zh: "在“RAM 控制台 > 用户”补全显示名与邮箱，对共用账号改名或拆分，并维护用户与责任人清单。",
    },
    cli: "aliyun ims UpdateUser --UserPrincipalName <user>@<domain> --NewDisplayName <person> --NewEmail <address>",
    reads: &[&ims::USERS],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
    logic: Logic::Items { of: &ims::USERS, judge },
};

/// Sign-in names that say nothing about who uses them.
const SHARED: [&str; 18] = [
    "admin",
    "administrator",
    "root",
    "test",
    "tester",
    "testing",
    "user",
    "guest",
    "public",
    "shared",
    "share",
    "temp",
    "tmp",
    "demo",
    "ops",
    "dev",
    "common",
    "default",
];

fn judge(user: &Item<'_>) -> Outcome {
    let sign_in = user.str("UserPrincipalName")?;
    let name = sign_in.split('@').next().unwrap_or(sign_in);
    // admin01 is as much a shared name as admin.
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.'));
    if SHARED.iter().any(|shared| shared.eq_ignore_ascii_case(stem)) {
        return fail(format!("{name} is a shared sign-in name"), format!("登录名 {name} 属于公用名称"));
    }
    // The provider leaves out what was never filled in.
    let (display, mail) = (user.text("DisplayName").trim(), user.text("Email").trim());
    let named = !display.is_empty() && !display.eq_ignore_ascii_case(name) && !display.eq_ignore_ascii_case(sign_in);
    let (en, zh) = match (named, mail.is_empty()) {
        (true, true) => (format!("display name {display}"), format!("显示名 {display}")),
        (true, false) => (format!("display name {display}, e-mail {mail}"), format!("显示名 {display}，邮箱 {mail}")),
        (false, false) => (format!("e-mail {mail}"), format!("邮箱 {mail}")),
        (false, true) => {
            return fail(
                "neither an e-mail address nor a display name of its own",
                "未填写邮箱，显示名为空或与登录名相同",
            );
        }
    };
    pass(en, zh)
        .map(|v| v.bounded("whether this names one person is for a reader to judge", "是否对应唯一责任人须人工核对"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn a_name_or_a_mail_address_passes_but_not_for_shared_users() {
        for (sign_in, display, mail, expected) in [
            ("alice", "Alice Zhang", "", Pass),
            ("alice", "", "alice@example.com", Pass),
            ("alice", "alice", "", Fail),
            ("alice", "", "", Fail),
            ("alice", "alice@acme.onaliyun.com", "", Fail),
            ("admin", "Alice Zhang", "alice@example.com", Fail),
            ("Test-01", "Alice Zhang", "", Fail),
            ("tessa", "Tessa Li", "", Pass),
        ] {
            let user = json!({ "UserId": "1", "UserPrincipalName": format!("{sign_in}@acme.onaliyun.com"),
                "DisplayName": display, "Email": mail });
            let account = Fixture::new().list(&ims::USERS, json!([user]));
            assert_eq!(account.verdict(&CHECK), expected, "{sign_in} {display} {mail}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let nameless = Fixture::new().list(&ims::USERS, json!([{ "UserId": "1", "DisplayName": "Alice Zhang" }]));
        for account in [nameless, Fixture::new().denied(&ims::USERS, &[]), Fixture::new()] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
        assert_eq!(Fixture::new().list(&ims::USERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
