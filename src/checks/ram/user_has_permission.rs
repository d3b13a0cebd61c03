//! Each RAM user has at least one permission.

use crate::api::ram;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-user-has-permission",
    severity: Severity::Low,
    effort: Effort::Switch,
    resource: "user",
    title: Phrase { en: "Each RAM user has at least one permission", zh: "RAM 用户至少拥有一项权限" },
    pass_when: Phrase {
        en: "ListPoliciesForUser, the policies of the user's groups and ListPolicyAttachments (grants within resource groups) are read; passes when at least one policy reaches the user.",
        zh: "读取 ListPoliciesForUser、所在用户组的策略及 ListPolicyAttachments（资源组范围的授权）；至少有一项策略作用于该用户时通过。",
    },
    risk: Phrase {
        en: "A user without rights is usually a leftover. It can still sign in and can be given rights later unnoticed.",
        zh: "没有任何权限的用户多为遗留账号，仍可登录，且可能被悄然授权。",
    },
    remediation: Phrase {
        en: "Delete the user if nobody needs it, or add it to the group of its job.",
        zh: "无人使用的予以删除；需要的加入对应岗位的用户组。",
    },
    cli: "aliyun ims AddUserToGroup --UserPrincipalName <user>@<domain> --GroupName <group-name>",
    reads: &[&ram::USER_POLICIES, &ram::USER_GROUPS, &ram::GROUP_POLICIES, &ram::POLICY_ATTACHMENTS],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "ram-user-no-policy-check" }],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
    logic: Logic::Items { of: &ram::USERS, judge },
};

fn judge(user: &Item<'_>) -> Outcome {
    let name = user.str("UserName")?;
    let direct = user.items_of(&ram::USER_POLICIES)?.len();
    if direct > 0 {
        return pass(format!("policies attached directly: {direct}"), format!("直接授权 {direct} 项策略"));
    }
    let mut groups = Vec::new();
    for group in user.items_of(&ram::USER_GROUPS)? {
        groups.push(group.str("GroupName")?);
    }
    // From here on a hole is no verdict, unless something is found beside it.
    let held = user.account().list(&ram::GROUP_POLICIES);
    if let Some(policy) = held.items.iter().find(|policy| groups.contains(&policy.sent("GroupName"))) {
        let (group, policy) = (policy.sent("GroupName"), policy.text("PolicyName"));
        return pass(format!("{policy} through the group {group}"), format!("经用户组 {group} 获得 {policy}"));
    }
    let grants = user.account().list(&ram::POLICY_ATTACHMENTS);
    for grant in &grants.items {
        let principal = grant.text("PrincipalName").split('@').next().unwrap_or_default();
        let reaches = match grant.text("PrincipalType") {
            "IMSUser" => principal.eq_ignore_ascii_case(name),
            "IMSGroup" => groups.iter().any(|group| principal.eq_ignore_ascii_case(group)),
            _ => false,
        };
        if reaches {
            let (policy, scope) = (grant.text("PolicyName"), grant.text("ResourceGroupId"));
            return pass(format!("{policy} within {scope}"), format!("在 {scope} 范围内拥有 {policy}"));
        }
    }
    if let Some((_, gap)) = held.gaps.into_iter().chain(grants.gaps).next() {
        return Err(gap);
    }
    let n = groups.len();
    fail(
        format!("no policy, neither directly nor through groups (member of {n})"),
        format!("直接及经 {n} 个用户组均未获得任何策略"),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ALICE: &[(&str, &str)] = &[("UserName", "alice")];
    const OPS: &[(&str, &str)] = &[("GroupName", "ops")];

    fn users() -> Fixture {
        Fixture::new()
            .list(&ram::USERS, json!([{ "UserId": "1", "UserName": "alice" }]))
            .list(&ram::GROUPS, json!([{ "GroupName": "ops" }]))
    }

    /// Alice holds nothing herself and is in the group or not.
    fn member(of: serde_json::Value, holds: serde_json::Value, grants: serde_json::Value) -> Fixture {
        users()
            .detail_list(&ram::USER_POLICIES, ALICE, json!([]))
            .detail_list(&ram::USER_GROUPS, ALICE, of)
            .detail_list(&ram::GROUP_POLICIES, OPS, holds)
            .list(&ram::POLICY_ATTACHMENTS, grants)
    }

    #[test]
    fn any_way_to_a_policy_passes() {
        let policy = json!([{ "PolicyName": "AliyunECSReadOnlyAccess", "PolicyType": "System" }]);
        assert_eq!(users().detail_list(&ram::USER_POLICIES, ALICE, policy.clone()).verdict(&CHECK), Pass);
        let ops = || json!([{ "GroupName": "ops" }]);
        let grant = |kind: &str, principal: &str| {
            json!([{ "PolicyName": "p", "PrincipalType": kind,
                "PrincipalName": principal, "ResourceGroupId": "rg-1" }])
        };
        for (account, expected) in [
            (member(ops(), policy.clone(), json!([])), Pass),
            (member(json!([]), policy, json!([])), Fail),
            (member(ops(), json!([]), json!([])), Fail),
            (member(ops(), json!([]), grant("IMSGroup", "ops@group.acme.onaliyun.com")), Pass),
            (member(json!([]), json!([]), grant("IMSUser", "alice@acme.onaliyun.com")), Pass),
            (member(json!([]), json!([]), grant("IMSUser", "bob@acme.onaliyun.com")), Fail),
        ] {
            assert_eq!(account.verdict(&CHECK), expected);
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let none = users().detail_list(&ram::USER_POLICIES, ALICE, json!([]));
        let ungrouped = none.clone().detail_list(&ram::USER_GROUPS, ALICE, json!([]));
        let unlisted = ungrouped.clone().denied(&ram::GROUP_POLICIES, OPS).list(&ram::POLICY_ATTACHMENTS, json!([]));
        let ungranted =
            ungrouped.detail_list(&ram::GROUP_POLICIES, OPS, json!([])).denied(&ram::POLICY_ATTACHMENTS, &[]);
        let users_denied = Fixture::new().denied(&ram::USERS, &[]);
        for account in [none.denied(&ram::USER_GROUPS, ALICE), unlisted, ungranted, users_denied, users()] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
        assert_eq!(Fixture::new().list(&ram::USERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
