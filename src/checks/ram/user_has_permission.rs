//! Each RAM user has at least one permission.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-user-has-permission",
    severity: Severity::Low,
    resource: "user",
    title: Phrase { en: "Each RAM user has at least one permission", zh: "RAM 用户至少拥有一项权限" },
    pass_when: Phrase {
        en: "ListPoliciesForUser and the policies of the user's groups are read; passes when at least one policy reaches the user.",
        zh: "读取 ListPoliciesForUser 及所在用户组的策略；至少有一项策略作用于该用户时通过。",
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
    actions: &["ram:ListUsers", "ram:ListPoliciesForUser", "ram:ListGroupsForUser", "ram:ListPoliciesForGroup"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "ram-user-no-policy-check" }],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
};
