//! RAM users get rights through groups or roles.

use crate::api::ram;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-user-no-direct-policy",
    severity: Severity::Low,
    effort: Effort::Change,
    resource: "user",
    title: Phrase {
        en: "RAM users get rights through groups or roles", zh: "RAM 用户通过用户组或角色获得权限"
    },
    pass_when: Phrase {
        en: "ListPoliciesForUser and ListPolicyAttachments are read; passes when no policy is attached to the user directly, be it for the account or for a resource group. Where the second cannot be read, the pass is bounded.",
        zh: "读取 ListPoliciesForUser 与 ListPolicyAttachments；用户在账号及资源组范围内均未被直接授权策略时通过。后者无法读取时，通过结论受限。",
    },
    risk: Phrase {
        en: "Rights given one by one grow unnoticed and stay when a person changes post.",
        zh: "逐人授权容易不断累积，人员转岗后权限仍然保留。",
    },
    remediation: Phrase {
        en: "Create a group per job, attach the policies to it, add the users, then detach the direct policies.",
        zh: "按岗位建立用户组并授权，将用户加入后解除其直接授权。",
    },
    cli: "aliyun ram DetachPolicyFromUser --PolicyType <Custom|System> --PolicyName <policy-name> --UserName <user-name>",
    reads: &[&ram::USER_POLICIES, &ram::POLICY_ATTACHMENTS],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ram_policy_attached_only_to_group_or_roles" },
        Covers { source: "trend-vision-one", rule: "Ensure RAM User has no attached policies" },
        Covers { source: "cis-2.0", rule: "1.16" },
    ],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
    logic: Logic::Items { of: &ram::USERS, judge },
};

fn judge(user: &Item<'_>) -> Outcome {
    let direct = user.items_of(&ram::USER_POLICIES)?;
    if !direct.is_empty() {
        let names: Vec<&str> = direct.iter().map(|policy| policy.text("PolicyName")).collect();
        return fail(
            format!("policies attached directly: {} ({})", names.len(), names.join(", ")),
            format!("直接授权 {} 项策略：{}", names.len(), names.join("、")),
        );
    }
    // Grants within a resource group are in this list only.
    let name = user.str("UserName")?;
    let grants = user.account().list(&ram::POLICY_ATTACHMENTS);
    for grant in &grants.items {
        let principal = grant.str("PrincipalName")?.split('@').next().unwrap_or_default();
        if grant.str("PrincipalType")?.eq_ignore_ascii_case("IMSUser") && principal.eq_ignore_ascii_case(name) {
            let (policy, scope) = (grant.text("PolicyName"), grant.text("ResourceGroupId"));
            return fail(
                format!("{policy} attached directly within {scope}"),
                format!("在 {scope} 范围内直接授权 {policy}"),
            );
        }
    }
    let outcome = pass("no policy attached directly", "未直接授权任何策略");
    if grants.gaps.is_empty() {
        return outcome;
    }
    outcome.map(|v| v.bounded("grants within resource groups could not be read", "未能读取资源组范围内的授权"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ALICE: &[(&str, &str)] = &[("UserName", "alice")];

    fn users() -> Fixture {
        Fixture::new().list(&ram::USERS, json!([{ "UserId": "1", "UserName": "alice" }]))
    }

    fn without_policy() -> Fixture {
        users().detail_list(&ram::USER_POLICIES, ALICE, json!([]))
    }

    #[test]
    fn a_direct_policy_fails() {
        let policy = json!([{ "PolicyName": "AliyunOSSFullAccess", "PolicyType": "System" }]);
        assert_eq!(users().detail_list(&ram::USER_POLICIES, ALICE, policy).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_grant_within_a_resource_group_is_direct_too() {
        for (kind, principal, expected) in [
            ("IMSUser", "alice@acme.onaliyun.com", Fail),
            ("IMSUser", "alice2@acme.onaliyun.com", Pass),
            ("IMSGroup", "alice@group.acme.onaliyun.com", Pass),
        ] {
            let grant = json!({ "PolicyName": "AliyunECSFullAccess", "PrincipalType": kind,
                "PrincipalName": principal, "ResourceGroupId": "rg-prod" });
            let found = without_policy().list(&ram::POLICY_ATTACHMENTS, json!([grant])).finding(&CHECK);
            assert!(found.status == expected && found.caution.is_none(), "{kind} {principal}");
        }
        let of_nobody = json!([{ "PolicyName": "AliyunECSFullAccess", "ResourceGroupId": "rg-prod" }]);
        assert_eq!(without_policy().list(&ram::POLICY_ATTACHMENTS, of_nobody).verdict(&CHECK), NotAssessed);
        let unread = without_policy().denied(&ram::POLICY_ATTACHMENTS, &[]).finding(&CHECK);
        assert!(unread.status == Pass && unread.caution.is_some());
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        for account in [users().denied(&ram::USER_POLICIES, ALICE), Fixture::new().denied(&ram::USERS, &[]), users()] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
        assert_eq!(Fixture::new().list(&ram::USERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
