//! Role trust policies name no outsider or wildcard.

use std::collections::BTreeSet;

use crate::api::{ram, resourcedirectory};
use crate::checks::Check;
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::policy_document::{PolicyDocument, Principal, Statement};
use crate::evaluate::{Account, Item, Logic, Outcome, fail, manual, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-role-trust-not-open",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "role",
    title: Phrase {
        en: "Role trust policies name no outsider or wildcard", zh: "角色信任策略不含外部账号或通配"
    },
    pass_when: Phrase {
        en: "GetRole is read; passes when the trust policy names only this account, accounts of the same organisation, named services and the account's identity providers, and never “*”. An outside account behind an ExternalId, or a member account that cannot list its organisation, is left to a person.",
        zh: "读取 GetRole；信任策略仅包含本账号、同一组织内账号、具名云服务及本账号的身份提供商，且不含“*”时通过。以 ExternalId 信任的组织外账号，以及成员账号无法列出组织成员的情形，由人工判断。",
    },
    risk: Phrase {
        en: "Whoever the trust policy names can take over the role and act with its rights from another account.",
        zh: "信任策略所列主体可从其他账号扮演该角色并行使其权限。",
    },
    remediation: Phrase {
        en: "Narrow the trust policy to the required principals (RAM console > Roles > Trust Policy). For a contracted third party, name its account and require an ExternalId.",
        zh: "在“RAM 控制台 > 角色 > 信任策略”中收窄到必要主体；对签约第三方写明其账号并要求 ExternalId。",
    },
    cli: "aliyun ram UpdateRole --RoleName <role-name> --NewAssumeRolePolicyDocument \"$(cat <trust-policy.json>)\"",
    reads: &[&ram::ROLE, &resourcedirectory::DIRECTORY, &resourcedirectory::ACCOUNTS],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/93738.html"],
    logic: Logic::Items { of: &ram::ROLES, judge },
};

fn judge(role: &Item<'_>) -> Outcome {
    let answer = role.ask(&ram::ROLE)?.must()?;
    let document = PolicyDocument::parse(answer.str("Role.AssumeRolePolicyDocument")?)?;
    let (mut foreign, mut unguarded) = (BTreeSet::new(), BTreeSet::new());
    for statement in document.allowing() {
        if statement.names_everyone() || statement.named().iter().any(wildcard_service) {
            return fail("the trust policy names everyone (a wildcard)", "信任策略含通配主体，任何人均可扮演");
        }
        for principal in statement.named() {
            let Some(account) = account_of(principal)? else { continue };
            if account != role.account().id() {
                foreign.insert(account);
                if !asks_external_id(statement) {
                    unguarded.insert(account);
                }
            }
        }
        if statement.principals.is_none() {
            return unknown("a statement of the trust policy names no principal", "信任策略语句未写明主体");
        }
    }
    if foreign.is_empty() {
        return pass(
            "trusts this account, its identity providers or named services only",
            "仅信任本账号、本账号身份提供商或具名云服务",
        );
    }
    judge_foreign(role.account(), &foreign, &unguarded)
}

fn judge_foreign(account: &Account<'_>, foreign: &BTreeSet<&str>, unguarded: &BTreeSet<&str>) -> Outcome {
    let join = |ids: &[&str], by: &str| ids.join(by);
    let directory = account.ask(&resourcedirectory::DIRECTORY)?.got();
    let mut known = Vec::new();
    let mut hole = None;
    if let Some(directory) = &directory {
        known.push(directory.text("ResourceDirectory.MasterAccountId"));
        let members = account.list(&resourcedirectory::ACCOUNTS);
        known.extend(members.items.iter().map(|member| member.text("AccountId")));
        hole = members.gaps.into_iter().next().map(|(_, gap)| gap);
    }
    let outside: Vec<&str> = foreign.iter().copied().filter(|id| !known.contains(id)).collect();
    if outside.is_empty() {
        let all: Vec<&str> = foreign.iter().copied().collect();
        return pass(
            format!("trusts accounts of the same organisation: {}", join(&all, ", ")),
            format!("信任同一组织内账号：{}", join(&all, "、")),
        );
    }
    let (en, zh) = (join(&outside, ", "), join(&outside, "、"));
    match hole {
        // Only the management account may list the members.
        Some(gap) if known.contains(&account.id()) => Err(gap),
        Some(_) => manual(
            format!("trusts {en}: do they belong to the organisation? Look in the resource directory"),
            format!("信任账号 {zh}：是否属于同一组织？请在资源目录中核对"),
        ),
        None if outside.iter().any(|id| unguarded.contains(id)) => {
            fail(format!("trusts accounts outside the organisation: {en}"), format!("信任组织外账号：{zh}"))
        }
        None => manual(
            format!("trusts outside accounts with an ExternalId: {en}. Is there a contract with each of them?"),
            format!("以 ExternalId 信任组织外账号：{zh}。是否均有合同依据？"),
        ),
    }
}

/// The account that a principal belongs to; none for services of the provider.
fn account_of(principal: &Principal) -> Result<Option<&str>, Gap> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if principal.kind.eq_ignore_ascii_case("Service") {
        // A service on behalf of another account: `<account>@ecs.aliyuncs.com`.
        return Ok(principal.name.split_once('@').map(|(account, _)| account));
    }
    match principal.account() {
        Some(account) => Ok(Some(account)),
        None if digits(&principal.name) => Ok(Some(&principal.name)),
        None => {
            let name = &principal.name;
            unknown(format!("the principal {name} cannot be understood"), format!("无法识别主体 {name}"))
        }
    }
}

fn wildcard_service(principal: &Principal) -> bool {
    principal.kind.eq_ignore_ascii_case("Service") && principal.name.contains('*')
}

fn asks_external_id(statement: &Statement) -> bool {
    statement.condition("StringEquals", "sts:ExternalId").is_some_and(|c| !c.values.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, Manual, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::{ACCOUNT, Fixture};

    const ROLE: &[(&str, &str)] = &[("RoleName", "deploy")];
    const OWN: &str = "acs:ram::1234567890123456:root";
    const OTHER: &str = "acs:ram::9999999999999999:root";

    fn roles() -> Fixture {
        Fixture::new().list(&ram::ROLES, json!([{ "RoleName": "deploy" }]))
    }

    fn trusting(statement: serde_json::Value) -> Fixture {
        let document = json!({ "Version": "1", "Statement": [statement] }).to_string();
        roles().detail(&ram::ROLE, ROLE, json!({ "Role": { "AssumeRolePolicyDocument": document } }))
    }

    fn principal(principal: serde_json::Value) -> Fixture {
        trusting(json!({ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal }))
    }

    fn alone(account: Fixture) -> Fixture {
        account.absent(&resourcedirectory::DIRECTORY, &[], "ResourceDirectoryNotInUse")
    }

    fn directory(account: Fixture, master: &str) -> Fixture {
        account.answer(&resourcedirectory::DIRECTORY, json!({ "ResourceDirectory": { "MasterAccountId": master } }))
    }

    #[test]
    fn wildcards_and_outsiders_fail() {
        for (named, expected) in [
            (json!({ "RAM": [OWN] }), Pass),
            (json!({ "RAM": "acs:ram::1234567890123456:user/alice" }), Pass),
            (json!({ "Service": ["ecs.aliyuncs.com"] }), Pass),
            (json!({ "Service": ["1234567890123456@ecs.aliyuncs.com"] }), Pass),
            (json!({ "Federated": ["acs:ram::1234567890123456:saml-provider/acme-idp"] }), Pass),
            (json!({ "RAM": ["*"] }), Fail),
            (json!("*"), Fail),
            (json!({ "RAM": ["acs:ram::*:root"] }), Fail),
            (json!({ "Service": ["*.aliyuncs.com"] }), Fail),
            (json!({ "RAM": [OWN, OTHER] }), Fail),
            (json!({ "Service": ["9999999999999999@ecs.aliyuncs.com"] }), Fail),
            (json!({ "Federated": ["acs:ram::9999999999999999:saml-provider/idp"] }), Fail),
            (json!({ "RAM": ["somebody"] }), NotAssessed),
        ] {
            assert_eq!(alone(principal(named.clone())).verdict(&CHECK), expected, "{named}");
        }
    }

    #[test]
    fn accounts_of_the_organisation_pass() {
        let account = || principal(json!({ "RAM": [OTHER] }));
        let members = |id: &str| json!([{ "AccountId": id }]);
        let listed = directory(account(), ACCOUNT);
        assert_eq!(
            listed.clone().list(&resourcedirectory::ACCOUNTS, members("9999999999999999")).verdict(&CHECK),
            Pass
        );
        assert_eq!(listed.clone().list(&resourcedirectory::ACCOUNTS, members("8888")).verdict(&CHECK), Fail);
        assert_eq!(listed.denied(&resourcedirectory::ACCOUNTS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(directory(account(), "9999999999999999").verdict(&CHECK), Pass);
        let member = directory(account(), "8888").denied(&resourcedirectory::ACCOUNTS, &[]);
        assert_eq!(member.verdict(&CHECK), Manual);
        assert_eq!(account().denied(&resourcedirectory::DIRECTORY, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_external_id_asks_for_the_contract() {
        let account = trusting(json!({ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "RAM": [OTHER] },
            "Condition": { "StringEquals": { "sts:ExternalId": "acme-7" } } }));
        assert_eq!(alone(account).verdict(&CHECK), Manual);
        // A member beside it needs no ExternalId.
        let document = json!({ "Version": "1", "Statement": [
            { "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "RAM": ["acs:ram::8888:root"] } },
            { "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "RAM": [OTHER] },
              "Condition": { "StringEquals": { "sts:ExternalId": "acme-7" } } },
        ] });
        let body = json!({ "Role": { "AssumeRolePolicyDocument": document.to_string() } });
        let mixed = directory(roles().detail(&ram::ROLE, ROLE, body), ACCOUNT);
        let members = json!([{ "AccountId": "8888" }]);
        assert_eq!(mixed.list(&resourcedirectory::ACCOUNTS, members).verdict(&CHECK), Manual);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        for account in [roles().denied(&ram::ROLE, ROLE), Fixture::new().denied(&ram::ROLES, &[]), roles()] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
        assert_eq!(trusting(json!({ "Effect": "Allow", "Action": "sts:AssumeRole" })).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ram::ROLES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
