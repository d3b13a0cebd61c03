//! No attached custom policy grants full control.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-policy-no-admin",
    severity: Severity::Critical,
    resource: "policy",
    title: Phrase {
        en: "No attached custom policy grants full control", zh: "已授权的自定义策略不含全部权限"
    },
    pass_when: Phrase {
        en: "ListPolicies (custom) and GetPolicy are read; passes when the default version has no statement with Effect Allow, Action “*” (or “*:*”) and Resource “*”. Policies without attachments are not judged.",
        zh: "读取 ListPolicies（自定义）与 GetPolicy；默认版本中不存在 Effect 为 Allow、Action 为“*”（或“*:*”）且 Resource 为“*”的语句时通过。未授权给任何身份的策略不判定。",
    },
    risk: Phrase {
        en: "Whoever holds such a policy can read all data, remove the logs and lock others out.",
        zh: "持有该策略者可读取全部数据、删除日志并排除他人权限。",
    },
    remediation: Phrase {
        en: "Write a policy with the needed actions and resources only, attach it, then detach and delete the broad one (RAM console > Policies).",
        zh: "编写仅含所需操作与资源的策略并授权，再解除并删除宽泛策略（RAM 控制台 > 权限策略）。",
    },
    cli: "aliyun ram CreatePolicyVersion --PolicyName <policy-name> --PolicyDocument \"$(cat <policy.json>)\" --SetAsDefault true",
    actions: &["ram:ListPolicies", "ram:GetPolicy", "ram:ListEntitiesForPolicy"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ram_policy_no_administrative_privileges" },
        Covers { source: "trend-vision-one", rule: "RAM Policies With Full Administrative Privileges" },
        Covers { source: "cloud-config", rule: "ram-policy-no-statements-with-admin-access-check" },
        Covers { source: "cis-2.0", rule: "1.15" },
    ],
    references: &["https://help.aliyun.com/document_detail/93738.html"],
};
