//! The account owner is not used for daily work.

use crate::checks::{Check, Covers};
use crate::domain::{Bound, ParamSpec, Severity};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-root-not-used",
    severity: Severity::High,
    resource: "account",
    title: Phrase { en: "The account owner is not used for daily work", zh: "日常工作不使用主账号" },
    pass_when: Phrase {
        en: "The credential report row <root> is read; passes when the last owner sign-in is more than 90 days ago and no active owner key was used in that time. Owner events in ActionTrail are listed as evidence.",
        zh: "读取凭证报告的 <root> 行；主账号最近一次登录距今超过 90 天，且期间无启用中的主账号密钥被使用时通过。操作审计 ActionTrail 中的主账号事件列为证据。",
    },
    risk: Phrase {
        en: "Work done as owner cannot be limited and cannot be traced to a person. Frequent use also raises the chance that its password is caught.",
        zh: "以主账号操作既无法限权，也无法追溯到具体人员；频繁使用还会增加密码被窃取的机会。",
    },
    remediation: Phrase {
        en: "Give administrators their own RAM users or SSO roles and use the owner only for tasks that need it. Record each such use with a reason, and alert on owner sign-ins.",
        zh: "为管理员分配各自的 RAM 用户或 SSO 角色，仅在必须时使用主账号；每次使用登记原因，并对主账号登录设置告警。",
    },
    cli: "",
    actions: &["ram:GenerateCredentialReport", "ram:GetCredentialReport", "actiontrail:LookupEvents"],
    params: &[ParamSpec {
        name: "min_days_since_use",
        default: 90,
        bound: Bound::AtLeast,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Root Account Usage" },
        Covers { source: "cis-2.0", rule: "1.1" },
    ],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
};
