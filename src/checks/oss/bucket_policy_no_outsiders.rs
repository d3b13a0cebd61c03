//! Bucket policy grants nothing to accounts outside the organisation.

use crate::api::{oss, ram, resourcedirectory};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::policy_document::PolicyDocument;
use crate::evaluate::{Account, Item, Logic, Outcome, fail, manual, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-policy-no-outsiders",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "bucket",
    title: Phrase {
        en: "Bucket policy grants nothing to accounts outside the organisation",
        zh: "Bucket 授权策略未向组织外账号授权",
    },
    pass_when: Phrase {
        en: "Each Principal in the Allow statements is compared with the own account and, where a resource directory exists, its members; ids of users are looked up among the users and roles of the account. The bucket passes when none lies outside; \"*\" counts as outside, and ids that cannot be placed are put to a person.",
        zh: "将允许语句中的 Principal 与本账号及资源目录成员账号比对；用户 ID 在本账号用户与角色中查找。无组织外账号即通过；“*”按组织外处理，无法归属的 ID 由人工确认。",
    },
    risk: Phrase {
        en: "A foreign account decides alone who uses the granted access, and data can leave the organisation without notice.",
        zh: "组织外账号可自行决定由谁使用该授权，数据可能在不知情时流出。",
    },
    remediation: Phrase {
        en: "Remove the foreign account from the policy. If a partner needs access, give a role with limited rights and an end date, and write down the purpose.",
        zh: "从策略中移除组织外账号；确需合作方访问的，以限权限、限期限的角色授权并记录用途。",
    },
    cli: "aliyun ossutil api put-bucket-policy --bucket <bucket> --body file://policy.json",
    reads: &[&oss::POLICY, &resourcedirectory::DIRECTORY, &resourcedirectory::ACCOUNTS, &ram::USERS, &ram::ROLES],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "oss-bucket-policy-outside-organization-check" }],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-policy"],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    let Some(answer) = bucket.ask(&oss::POLICY)?.got() else {
        return pass("no bucket policy", "未设置授权策略");
    };
    let policy = PolicyDocument::read(answer.value())?;
    let account = bucket.account();
    let (mut outside, mut unclear, mut gaps) = (Vec::new(), Vec::new(), Vec::new());
    for statement in policy.allowing() {
        if statement.names_everyone() {
            outside.push("*");
        }
        for principal in statement.named().iter().filter(|p| !p.is_everyone() && p.kind != "Service") {
            let id = principal.account().unwrap_or(&principal.name);
            match place_of(account, id) {
                Ok(Place::Inside) => {}
                Ok(Place::Outside) => outside.push(principal.name.as_str()),
                Ok(Place::Unclear) => unclear.push(principal.name.as_str()),
                Err(gap) => gaps.push(gap),
            }
        }
    }
    if !outside.is_empty() {
        let outside = outside.join(", ");
        return fail(format!("granted to outsiders: {outside}"), format!("授权给组织外：{outside}"));
    }
    if let Some(gap) = gaps.into_iter().next() {
        return Err(gap);
    }
    if !unclear.is_empty() {
        let unclear = unclear.join(", ");
        return manual(
            format!("which account do these belong to: {unclear}? They are no users or roles of this account"),
            format!("以下授权对象属于哪个账号：{unclear}？它们不是本账号的用户或角色"),
        );
    }
    pass("every grant stays in the organisation", "授权对象均在组织内")
}

enum Place {
    Inside,
    Outside,
    Unclear,
}

/// Where the account, user or role with this id belongs.
fn place_of(account: &Account<'_>, id: &str) -> Result<Place, Gap> {
    if id == account.id() {
        return Ok(Place::Inside);
    }
    if !id.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(Place::Unclear);
    }
    // Ids of users and roles have 18 digits, those of accounts fewer; they do not tell their account.
    if id.len() >= 18 {
        let own = account.whole_list(&ram::USERS)?.iter().any(|user| user.text("UserId") == id)
            || account.whole_list(&ram::ROLES)?.iter().any(|role| role.text("RoleId") == id);
        return Ok(if own { Place::Inside } else { Place::Unclear });
    }
    let Some(directory) = account.ask(&resourcedirectory::DIRECTORY)?.got() else { return Ok(Place::Outside) };
    if directory.text("ResourceDirectory.MasterAccountId") == id {
        return Ok(Place::Inside);
    }
    let members = account.whole_list(&resourcedirectory::ACCOUNTS)?;
    let member = members.iter().any(|member| member.text("AccountId") == id);
    Ok(if member { Place::Inside } else { Place::Outside })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, Manual, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const B: &[(&str, &str)] = &[("bucket", "b")];

    fn bucket() -> Fixture {
        Fixture::new().list(&oss::BUCKETS, json!([{ "Name": "b", "Location": "oss-cn-hangzhou" }]))
    }

    fn policy(statement: Value) -> Fixture {
        bucket().detail(&oss::POLICY, B, json!({ "Version": "1", "Statement": [statement] }))
    }

    fn allowing(principal: &str) -> Fixture {
        policy(json!({ "Effect": "Allow", "Principal": [principal], "Action": "oss:*", "Resource": "acs:oss:*:*:b/*" }))
    }

    fn directory(account: Fixture) -> Fixture {
        let body =
            json!({ "ResourceDirectory": { "ResourceDirectoryId": "rd-1", "MasterAccountId": "1000000000000001" } });
        account
            .answer(&resourcedirectory::DIRECTORY, body)
            .list(&resourcedirectory::ACCOUNTS, json!([{ "AccountId": "1000000000000002" }]))
    }

    #[test]
    fn members_of_the_directory_are_inside() {
        for (principal, expected) in [
            ("1234567890123456", Pass),
            ("1000000000000001", Pass),
            ("arn:sts::1000000000000002:assumed-role/reader/*", Pass),
            ("1000000000000009", Fail),
            ("arn:sts::1000000000000009:assumed-role/reader/*", Fail),
            ("*", Fail),
            ("somebody", Manual),
        ] {
            assert_eq!(directory(allowing(principal)).verdict(&CHECK), expected, "{principal}");
        }
        let alone = allowing("1000000000000002");
        let alone = alone.absent(&resourcedirectory::DIRECTORY, &[], "ResourceDirectoryNotInUse");
        assert_eq!(alone.verdict(&CHECK), Fail);
        assert_eq!(bucket().absent(&oss::POLICY, B, "NoSuchBucketPolicy").verdict(&CHECK), Pass);
    }

    #[test]
    fn ids_of_users_are_looked_up() {
        let known = |user: &str| {
            allowing("201234567890123456")
                .list(&ram::USERS, json!([{ "UserId": user, "UserName": "a" }]))
                .list(&ram::ROLES, json!([]))
        };
        assert_eq!(known("201234567890123456").verdict(&CHECK), Pass);
        assert_eq!(known("209999999999999999").verdict(&CHECK), Manual);
        assert_eq!(allowing("201234567890123456").denied(&ram::USERS, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_member_account_cannot_tell_about_others() {
        let account = allowing("1000000000000009");
        let body = json!({ "ResourceDirectory": { "MasterAccountId": "1000000000000001" } });
        let account = account.answer(&resourcedirectory::DIRECTORY, body).denied(&resourcedirectory::ACCOUNTS, &[]);
        assert_eq!(account.verdict(&CHECK), NotAssessed);
        assert_eq!(
            allowing("1000000000000009").denied(&resourcedirectory::DIRECTORY, &[]).verdict(&CHECK),
            NotAssessed
        );
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bucket().denied(&oss::POLICY, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
