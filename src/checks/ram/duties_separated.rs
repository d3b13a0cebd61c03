//! System, audit and security rights are held separately.

use crate::api::ram;
use crate::checks::Check;
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::policy_document::{ANY_RESOURCE, PolicyDocument};
use crate::evaluate::{Account, Item, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-duties-separated",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "user",
    title: Phrase {
        en: "System, audit and security rights are held separately",
        zh: "系统、审计与安全管理权限相互分离",
    },
    pass_when: Phrase {
        en: "Policies of each user, direct and through groups, are read; passes when one user does not hold more than one of: system administration, audit (ActionTrail, SLS) and security administration (RAM, Security Center). AdministratorAccess counts as all three. System policies are judged by their names, custom ones by their documents.",
        zh: "读取每个用户直接及经用户组获得的策略；系统管理、审计管理（操作审计、日志服务）与安全管理（RAM、云安全中心）三类权限不由同一用户兼有时通过。AdministratorAccess 视为三类兼有。系统策略按名称判断，自定义策略按内容判断。",
    },
    risk: Phrase {
        en: "Someone who runs the systems and also controls the logs can hide what they did.",
        zh: "同一人员既管理系统又掌管日志时，可以掩盖自身操作。",
    },
    remediation: Phrase {
        en: "Create three groups with the policies of the three duties, assign different people, and detach what overlaps. Match the result with the appointment list.",
        zh: "按三类职责建立用户组并授权，分配给不同人员，解除重叠授权，并与岗位任命清单核对。",
    },
    cli: "aliyun ram DetachPolicyFromUser --PolicyType <Custom|System> --PolicyName <policy-name> --UserName <user-name>",
    reads: &[
        &ram::USER_POLICIES,
        &ram::USER_GROUPS,
        &ram::GROUP_POLICIES,
        &ram::CUSTOM_POLICY,
        &ram::POLICY_ATTACHMENTS,
    ],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
    logic: Logic::Items { of: &ram::USERS, judge },
};

/// System administration, audit, security administration: which of them a policy gives.
type Duties = [bool; 3];
const ALL: Duties = [true; 3];
const NONE: Duties = [false; 3];
const NAMES: [(&str, &str); 3] =
    [("system administration", "系统管理"), ("audit", "审计管理"), ("security administration", "安全管理")];

/// Actions by which the duties show in policies that the account wrote itself.
const ACTIONS: [&[&str]; 3] = [
    &["ecs:DeleteInstance", "rds:DeleteDBInstance", "oss:DeleteBucket", "vpc:DeleteVpc", "cs:DeleteCluster"],
    &["actiontrail:StopLogging", "actiontrail:DeleteTrail", "log:DeleteProject", "log:DeleteLogStore"],
    &["ram:CreateUser", "ram:AttachPolicyToUser", "ram:CreatePolicyVersion", "yundun-sas:OperateVuls"],
];

fn judge(user: &Item<'_>) -> Outcome {
    let account = user.account();
    let mut held = NONE;
    for (name, kind) in policies_of(user)? {
        let duties = if kind.eq_ignore_ascii_case("System") { of_system(name) } else { of_custom(account, name)? };
        for (at, gives) in duties.into_iter().enumerate() {
            held[at] |= gives;
        }
    }
    let names: Vec<_> = NAMES.iter().zip(held).filter(|(_, holds)| *holds).map(|(name, _)| *name).collect();
    let en = names.iter().map(|(en, _)| *en).collect::<Vec<_>>().join(", ");
    let zh = names.iter().map(|(_, zh)| *zh).collect::<Vec<_>>().join("、");
    match names.len() {
        0 => pass("holds none of the three duties", "未持有三类管理权限"),
        1 => pass(format!("holds {en} only"), format!("仅持有{zh}权限")),
        n => return fail(format!("holds {n} duties: {en}"), format!("兼有 {n} 类权限：{zh}")),
    }
    .map(|v| {
        v.bounded(
            "system policies are judged by their names, and roles that the user may assume are not followed",
            "系统策略按名称判断，且未追溯该用户可扮演的角色",
        )
    })
}

/// Name and type of each policy that reaches a user: directly, through groups, and within resource groups.
fn policies_of<'s>(user: &Item<'s>) -> Result<Vec<(&'s str, &'s str)>, Gap> {
    let named = |policy: &Item<'s>| Ok((policy.str("PolicyName")?, policy.str("PolicyType")?));
    let name = user.str("UserName")?;
    let mut found: Vec<_> = user.items_of(&ram::USER_POLICIES)?.iter().map(named).collect::<Result<_, Gap>>()?;
    let mut groups = Vec::new();
    for group in user.items_of(&ram::USER_GROUPS)? {
        groups.push(group.str("GroupName")?);
    }
    if !groups.is_empty() {
        let held = user.account().whole_list(&ram::GROUP_POLICIES)?;
        for policy in held.iter().filter(|policy| groups.contains(&policy.sent("GroupName"))) {
            found.push(named(policy)?);
        }
    }
    for grant in user.account().whole_list(&ram::POLICY_ATTACHMENTS)? {
        let principal = grant.str("PrincipalName")?.split('@').next().unwrap_or_default();
        let reaches = match grant.str("PrincipalType")? {
            "IMSUser" => principal.eq_ignore_ascii_case(name),
            "IMSGroup" => groups.iter().any(|group| principal.eq_ignore_ascii_case(group)),
            _ => false,
        };
        if reaches {
            found.push(named(&grant)?);
        }
    }
    Ok(found)
}

/// The duties of a policy of the provider, by its name: `AliyunECSFullAccess`.
fn of_system(name: &str) -> Duties {
    if matches!(name, "AdministratorAccess" | "PowerUserAccess") {
        return ALL;
    }
    let Some(product) = name.strip_prefix("Aliyun").and_then(|name| name.strip_suffix("FullAccess")) else {
        return NONE;
    };
    match product {
        "ActionTrail" | "Log" => [false, true, false],
        "RAM" | "IMS" | "CloudSSO" => [false, false, true],
        _ if product.starts_with("Yundun") => [false, false, true],
        // Tickets, bills and filings run no system.
        "Support" | "Beian" => NONE,
        _ if product.starts_with("BSS") => NONE,
        _ => [true, false, false],
    }
}

fn of_custom(account: &Account<'_>, name: &str) -> Result<Duties, Gap> {
    let written = account.list(&ram::CUSTOM_POLICIES);
    let Some(policy) = written.items.iter().find(|policy| policy.text("PolicyName") == name) else {
        return match written.gaps.into_iter().next() {
            Some((_, gap)) => Err(gap),
            None => {
                unknown(format!("the policy {name} is not in the list"), format!("策略 {name} 不在自定义策略列表中"))
            }
        };
    };
    let text = policy.ask(&ram::CUSTOM_POLICY)?.must()?;
    let document = PolicyDocument::parse(text.str("DefaultPolicyVersion.PolicyDocument")?)?;
    Ok(ACTIONS.map(|actions| actions.iter().any(|action| document.allows(action, ANY_RESOURCE))))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ALICE: &[(&str, &str)] = &[("UserName", "alice")];
    const OPS: &[(&str, &str)] = &[("GroupName", "ops")];

    fn system(names: &[&str]) -> serde_json::Value {
        names.iter().map(|name| json!({ "PolicyName": name, "PolicyType": "System" })).collect()
    }

    /// Alice, in the group or not, with what she and the group hold.
    fn account(direct: serde_json::Value, groups: serde_json::Value, held: serde_json::Value) -> Fixture {
        Fixture::new()
            .list(&ram::USERS, json!([{ "UserId": "1", "UserName": "alice" }]))
            .list(&ram::GROUPS, json!([{ "GroupName": "ops" }]))
            .detail_list(&ram::USER_POLICIES, ALICE, direct)
            .detail_list(&ram::USER_GROUPS, ALICE, groups)
            .detail_list(&ram::GROUP_POLICIES, OPS, held)
    }

    fn granted(account: Fixture, grants: serde_json::Value) -> Fixture {
        account.list(&ram::POLICY_ATTACHMENTS, grants)
    }

    #[test]
    fn two_duties_of_one_user_fail() {
        for (policies, expected) in [
            (&["AliyunECSFullAccess", "AliyunOSSFullAccess"][..], Pass),
            (&["AliyunActionTrailFullAccess", "AliyunECSReadOnlyAccess", "AliyunSupportFullAccess"], Pass),
            (&[], Pass),
            (&["AliyunECSFullAccess", "AliyunLogFullAccess"], Fail),
            (&["AliyunRAMFullAccess", "AliyunActionTrailFullAccess"], Fail),
            (&["AliyunECSFullAccess", "AliyunYundunSASFullAccess"], Fail),
            (&["AdministratorAccess"], Fail),
        ] {
            let direct = granted(account(system(policies), json!([]), json!([])), json!([]));
            assert_eq!(direct.verdict(&CHECK), expected, "{policies:?}");
        }
    }

    #[test]
    fn groups_and_resource_groups_count() {
        let ops = json!([{ "GroupName": "ops" }]);
        let ecs = || system(&["AliyunECSFullAccess"]);
        let grouped = account(ecs(), ops, system(&["AliyunRAMFullAccess"]));
        assert_eq!(granted(grouped, json!([])).verdict(&CHECK), Fail);
        let not_a_member = account(ecs(), json!([]), system(&["AliyunRAMFullAccess"]));
        assert_eq!(granted(not_a_member.clone(), json!([])).verdict(&CHECK), Pass);
        let grant = json!([{ "PolicyName": "AliyunLogFullAccess", "PolicyType": "System", "PrincipalType": "IMSUser",
            "PrincipalName": "alice@acme.onaliyun.com", "ResourceGroupId": "rg-1" }]);
        assert_eq!(granted(not_a_member.clone(), grant).verdict(&CHECK), Fail);
        let of_nobody = json!([{ "PolicyName": "AliyunLogFullAccess", "PolicyType": "System" }]);
        assert_eq!(granted(not_a_member, of_nobody).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn policies_of_the_account_are_read() {
        const POLICY: &[(&str, &str)] = &[("PolicyName", "p")];
        let held = json!([{ "PolicyName": "p", "PolicyType": "Custom" },
            { "PolicyName": "AliyunECSFullAccess", "PolicyType": "System" }]);
        let account = granted(account(held, json!([]), json!([])), json!([]));
        let listed = account.clone().list(&ram::CUSTOM_POLICIES, json!([{ "PolicyName": "p" }]));
        for (action, expected) in
            [("ram:*", Fail), ("log:Delete*", Fail), ("log:Get*", Pass), ("ram:List*", Pass), ("*", Fail)]
        {
            let document =
                json!({ "Statement": [{ "Effect": "Allow", "Action": action, "Resource": "*" }] }).to_string();
            let body = json!({ "DefaultPolicyVersion": { "PolicyDocument": document } });
            assert_eq!(listed.clone().detail(&ram::CUSTOM_POLICY, POLICY, body).verdict(&CHECK), expected, "{action}");
        }
        assert_eq!(listed.denied(&ram::CUSTOM_POLICY, POLICY).verdict(&CHECK), NotAssessed);
        assert_eq!(account.denied(&ram::CUSTOM_POLICIES, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let nothing = || account(json!([]), json!([]), json!([]));
        let ungranted = nothing().denied(&ram::POLICY_ATTACHMENTS, &[]);
        let users = Fixture::new().list(&ram::USERS, json!([{ "UserId": "1", "UserName": "alice" }]));
        for account in [ungranted, users.denied(&ram::USER_POLICIES, ALICE), Fixture::new().denied(&ram::USERS, &[])] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
        assert_eq!(Fixture::new().list(&ram::USERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
