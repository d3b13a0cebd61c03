//! Custom policies grant no whole service on all resources.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-policy-no-service-wildcard",
    severity: Severity::High,
    resource: "policy",
    title: Phrase {
        en: "Custom policies grant no whole service on all resources",
        zh: "自定义策略不授予整个产品的全部权限",
    },
    pass_when: Phrase {
        en: "The default version of each custom policy is read; passes when no Allow statement combines an action such as ecs:* with Resource “*”.",
        zh: "读取各自定义策略的默认版本；没有将 ecs:* 之类的操作与 Resource“*”组合的 Allow 语句时通过。",
    },
    risk: Phrase {
        en: "A wildcard on a service includes deletion, export and permission changes that the job does not need.",
        zh: "产品级通配包含岗位并不需要的删除、导出和改权操作。",
    },
    remediation: Phrase {
        en: "List the needed actions and resource ARNs in the statement and set the new version as default. The access analysis in the RAM console shows what an identity really used.",
        zh: "在语句中写明所需操作与资源 ARN 并设为默认版本；可借助 RAM 控制台的访问分析核对实际使用的操作。",
    },
    cli: "aliyun ram CreatePolicyVersion --PolicyName <policy-name> --PolicyDocument \"$(cat <policy.json>)\" --SetAsDefault true",
    actions: &["ram:ListPolicies", "ram:GetPolicy"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/93738.html"],
};
