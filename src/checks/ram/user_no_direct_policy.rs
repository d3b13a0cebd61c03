//! RAM users get rights through groups or roles.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-user-no-direct-policy",
    severity: Severity::Low,
    resource: "user",
    title: Phrase {
        en: "RAM users get rights through groups or roles", zh: "RAM 用户通过用户组或角色获得权限"
    },
    pass_when: Phrase {
        en: "ListPoliciesForUser is read; passes when no policy is attached to the user directly. Grants limited to a resource group are included where they can be read.",
        zh: "读取 ListPoliciesForUser；用户未被直接授权任何策略时通过。可读取时一并检查资源组范围的授权。",
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
    actions: &["ram:ListUsers", "ram:ListPoliciesForUser"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ram_policy_attached_only_to_group_or_roles" },
        Covers { source: "trend-vision-one", rule: "Ensure RAM User has no attached policies" },
        Covers { source: "cis-2.0", rule: "1.16" },
    ],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
};
