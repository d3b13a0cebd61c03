//! No identity holds the system policy AdministratorAccess.

use crate::api::{Call, ram};
use crate::checks::Check;
use crate::domain::{Effort, Gap, Resource, Severity};
use crate::evaluate::{Account, Answer, Logic, Reply, Sheet, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-identity-no-administrator-access",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "user, group or role",
    title: Phrase {
        en: "No identity holds the system policy AdministratorAccess",
        zh: "未向身份授予 AdministratorAccess 系统策略",
    },
    pass_when: Phrase {
        en: "ListEntitiesForPolicy for the system policy AdministratorAccess is read; each user, group or role passes when it is not listed.",
        zh: "读取系统策略 AdministratorAccess 的 ListEntitiesForPolicy；用户、用户组或角色未被列出时通过。",
    },
    risk: Phrase {
        en: "AdministratorAccess is full control of the account. Each holder is one more way to lose everything, and duties cannot be separated.",
        zh: "AdministratorAccess 等同账号全部权限，每多一个持有者就多一处失守点，也无法实现职责分离。",
    },
    remediation: Phrase {
        en: "Replace it with product policies for the job. If one break-glass role must keep it, protect that role with MFA, alert on its use and record an exception.",
        zh: "按岗位替换为对应产品的策略；确需保留应急角色的，须启用 MFA、对使用告警并登记例外。",
    },
    cli: "aliyun ram DetachPolicyFromUser --PolicyType System --PolicyName AdministratorAccess --UserName <user-name>",
    reads: &[&ram::ADMINISTRATORS, &ram::USERS, &ram::GROUPS, &ram::ROLES],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/93738.html"],
    logic: Logic::Custom(judge),
};

/// The kinds of identities: their list, the list of holders, the name in both, and the type of resource.
const KINDS: [(&Call, &str, &str, &str); 3] = [
    (&ram::USERS, "Users.User", "UserName", "ALIYUN::RAM::User"),
    (&ram::GROUPS, "Groups.Group", "GroupName", "ALIYUN::RAM::Group"),
    (&ram::ROLES, "Roles.Role", "RoleName", "ALIYUN::RAM::Role"),
];

fn judge(account: &Account<'_>, sheet: &mut Sheet<'_>) {
    let holders = match account.ask(&ram::ADMINISTRATORS).and_then(Reply::must).and_then(|answer| holders(&answer)) {
        Ok(holders) => holders,
        Err(gap) => return sheet.account(Err(gap)),
    };
    let holds = || fail("holds AdministratorAccess", "被授予 AdministratorAccess");
    let mut nobody = true;
    for ((list, _, field, kind), mut names) in KINDS.into_iter().zip(holders) {
        let listing = account.list(list);
        nobody &= listing.items.is_empty() && listing.gaps.is_empty() && names.is_empty();
        for identity in sheet.items_of(listing) {
            let outcome = identity.str(field).and_then(|name| {
                let before = names.len();
                names.retain(|holder| !holder.eq_ignore_ascii_case(name));
                let held = names.len() < before;
                if held {
                    holds()
                } else {
                    pass("does not hold AdministratorAccess", "未被授予 AdministratorAccess")
                }
            });
            sheet.item(&identity, outcome);
        }
        // Holders that the list does not show, because it could not be read to its end.
        for name in names {
            let known =
                Resource { id: name.to_owned(), name: name.to_owned(), kind: kind.to_owned(), ..account.resource() };
            sheet.resource(known, holds());
        }
    }
    if nobody {
        sheet.account(not_applicable("no user, group or role", "账号内没有用户、用户组或角色"));
    }
}

/// The names of the holders of each kind. An empty list is there and empty, or left out; an answer with none of the three
/// lists is no answer.
fn holders<'s>(answer: &Answer<'s>) -> Result<Vec<Vec<&'s str>>, Gap> {
    if !["Users", "Groups", "Roles"].iter().any(|list| answer.has(list)) {
        return Err(answer.lacks("Users"));
    }
    let named = |(_, held_by, field, _): (&Call, &str, &str, &str)| {
        answer.list(held_by).iter().map(|holder| holder.str(field)).collect()
    };
    KINDS.into_iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{self, Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::{ACCOUNT, Fixture};

    fn account(holders: serde_json::Value) -> Fixture {
        Fixture::new()
            .answer(&ram::ADMINISTRATORS, holders)
            .list(&ram::USERS, json!([{ "UserId": "1", "UserName": "alice" }, { "UserId": "2", "UserName": "bob" }]))
            .list(&ram::GROUPS, json!([{ "GroupName": "admins" }]))
            .list(&ram::ROLES, json!([{ "RoleName": "deploy" }]))
    }

    fn nobody() -> serde_json::Value {
        json!({ "Users": { "User": [] }, "Groups": { "Group": [] }, "Roles": { "Role": [] } })
    }

    fn verdicts(account: &Fixture) -> Vec<(String, FindingStatus)> {
        let mut verdicts = account.verdicts(&CHECK);
        verdicts.sort();
        verdicts
    }

    fn expected(rows: &[(&str, FindingStatus)]) -> Vec<(String, FindingStatus)> {
        rows.iter().map(|(id, status)| ((*id).to_owned(), *status)).collect()
    }

    #[test]
    fn holders_fail_and_others_pass() {
        let holders =
            json!({ "Users": { "User": [{ "UserName": "bob" }] }, "Groups": { "Group": [{ "GroupName": "admins" }] } });
        let rows = [("1", Pass), ("2", Fail), ("admins", Fail), ("deploy", Pass)];
        assert_eq!(verdicts(&account(holders)), expected(&rows));
        let rows = [("1", Pass), ("2", Pass), ("admins", Pass), ("deploy", Pass)];
        assert_eq!(verdicts(&account(nobody())), expected(&rows));
    }

    #[test]
    fn a_holder_fails_even_when_the_list_is_missing() {
        let holders = json!({ "Users": { "User": [{ "UserName": "bob" }] } });
        let account = Fixture::new()
            .answer(&ram::ADMINISTRATORS, holders)
            .denied(&ram::USERS, &[])
            .list(&ram::GROUPS, json!([]))
            .list(&ram::ROLES, json!([]));
        assert_eq!(verdicts(&account), expected(&[(ACCOUNT, NotAssessed), ("bob", Fail)]));
    }

    #[test]
    fn a_missing_answer_is_no_verdict_and_no_identity_is_not_applicable() {
        let lists = || {
            let users = Fixture::new().list(&ram::USERS, json!([]));
            users.list(&ram::GROUPS, json!([])).list(&ram::ROLES, json!([]))
        };
        assert_eq!(lists().denied(&ram::ADMINISTRATORS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
        assert_eq!(lists().answer(&ram::ADMINISTRATORS, nobody()).verdict(&CHECK), NotApplicable);
        for silent in [json!({}), json!({ "Users": { "User": [{ "UserId": "2" }] } })] {
            assert_eq!(account(silent.clone()).verdict(&CHECK), NotAssessed, "{silent}");
        }
    }
}
