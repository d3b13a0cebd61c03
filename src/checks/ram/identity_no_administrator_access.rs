//! No identity holds the system policy AdministratorAccess.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-identity-no-administrator-access",
    severity: Severity::High,
    resource: "user, group or role",
    title: Phrase {
        en: "No identity holds the system policy AdministratorAccess",
        zh: "未向身份授予 AdministratorAccess 系统策略",
    },
    pass_when: Phrase {
        en: "ListEntitiesForPolicy for the system policy AdministratorAccess is read; each user, group or role passes when it is not listed.",
        zh: "读取系统策略 AdministratorAccess 的 ListEntitiesForPolicy；用户、用户组或角色未被列出时通过。",
    },
    risk: Phrase {
        en: "AdministratorAccess is full control of the account. Each holder is one more way to lose everything, and duties cannot be separated.",
        zh: "AdministratorAccess 等同账号全部权限，每多一个持有者就多一处失守点，也无法实现职责分离。",
    },
    remediation: Phrase {
        en: "Replace it with product policies for the job. If one break-glass role must keep it, protect that role with MFA, alert on its use and record an exception.",
        zh: "按岗位替换为对应产品的策略；确需保留应急角色的，须启用 MFA、对使用告警并登记例外。",
    },
    cli: "aliyun ram DetachPolicyFromUser --PolicyType System --PolicyName AdministratorAccess --UserName <user-name>",
    actions: &["ram:ListEntitiesForPolicy", "ram:ListUsers", "ram:ListGroups", "ram:ListRoles"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/93738.html"],
};
