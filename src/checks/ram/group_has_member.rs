//! RAM groups have members.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-group-has-member",
    severity: Severity::Low,
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
    actions: &["ram:ListGroups", "ram:ListUsersForGroup"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "ram-group-has-member-check" }],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
};
