//! RAM groups have members.

use crate::api::ram;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-group-has-member",
    severity: Severity::Low,
    effort: Effort::Switch,
    resource: "group",
    title: Phrase { en: "RAM groups have members", zh: "RAM 用户组均有成员" },
    pass_when: Phrase {
        en: "ListGroups and ListUsersForGroup are read; passes when the group has at least 1 member.",
        zh: "读取 ListGroups 与 ListUsersForGroup；用户组成员不少于 1 人时通过。",
    },
    risk: Phrase {
        en: "An empty group with policies is a ready-made grant: one new member gets its rights without a review.",
        zh: "带有授权的空用户组如同现成权限，新增成员即可未经复核获得权限。",
    },
    remediation: Phrase {
        en: "Delete groups that are no longer used (RAM console > Groups), after detaching their policies.",
        zh: "解除策略后，在“RAM 控制台 > 用户组”中删除不再使用的用户组。",
    },
    cli: "aliyun ims DeleteGroup --GroupName <group-name>",
    reads: &[&ram::GROUP_MEMBERS],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "ram-group-has-member-check" }],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
    logic: Logic::Items { of: &ram::GROUPS, judge },
};

fn judge(group: &Item<'_>) -> Outcome {
    match group.items_of(&ram::GROUP_MEMBERS)?.len() {
        0 => fail("no member", "用户组没有成员"),
        n => pass(format!("members: {n}"), format!("成员 {n} 人")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const OPS: &[(&str, &str)] = &[("GroupName", "ops")];

    fn groups() -> Fixture {
        Fixture::new().list(&ram::GROUPS, json!([{ "GroupName": "ops" }]))
    }

    #[test]
    fn one_member_passes_and_none_fails() {
        for (members, expected) in [(json!([{ "UserName": "alice" }]), Pass), (json!([]), Fail)] {
            assert_eq!(groups().detail_list(&ram::GROUP_MEMBERS, OPS, members).verdict(&CHECK), expected);
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        for account in [groups().denied(&ram::GROUP_MEMBERS, OPS), Fixture::new().denied(&ram::GROUPS, &[]), groups()] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
        assert_eq!(Fixture::new().list(&ram::GROUPS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
