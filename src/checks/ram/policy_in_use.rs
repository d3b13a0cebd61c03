//! Custom policies are attached to an identity.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-policy-in-use",
    severity: Severity::Low,
    resource: "policy",
    title: Phrase { en: "Custom policies are attached to an identity", zh: "自定义策略均有授权对象" },
    pass_when: Phrase {
        en: "ListPolicies (custom) is read; passes when AttachmentCount is at least 1.",
        zh: "读取 ListPolicies（自定义）；AttachmentCount 不小于 1 时通过。",
    },
    risk: Phrase {
        en: "Unused policies clutter reviews, and a broad forgotten one can be attached by mistake.",
        zh: "闲置策略增加复核负担，遗留的宽泛策略还可能被误授权。",
    },
    remediation: Phrase {
        en: "Check that no automation needs the policy, then delete it in RAM console > Policies.",
        zh: "确认没有自动化流程使用后，在“RAM 控制台 > 权限策略”中删除。",
    },
    cli: "aliyun ram DeletePolicy --PolicyName <policy-name>",
    actions: &["ram:ListPolicies"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "ram-policy-in-use-check" }],
    references: &["https://help.aliyun.com/document_detail/93738.html"],
};
