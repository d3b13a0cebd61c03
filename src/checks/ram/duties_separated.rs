//! System, audit and security rights are held separately.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-duties-separated",
    severity: Severity::Medium,
    resource: "user",
    title: Phrase {
        en: "System, audit and security rights are held separately",
        zh: "系统、审计与安全管理权限相互分离",
    },
    pass_when: Phrase {
        en: "Policies of each user, direct and through groups, are read; passes when one user does not hold more than one of: system administration, audit (ActionTrail, SLS) and security administration (RAM, Security Center). AdministratorAccess counts as all three.",
        zh: "读取每个用户直接及经用户组获得的策略；系统管理、审计管理（操作审计、日志服务）与安全管理（RAM、云安全中心）三类权限不由同一用户兼有时通过。AdministratorAccess 视为三类兼有。",
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
    actions: &["ram:ListUsers", "ram:ListPoliciesForUser", "ram:ListGroupsForUser", "ram:ListPoliciesForGroup"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
};
