//! Custom policies limit the caller's source address.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-policy-source-ip-restricted",
    severity: Severity::Low,
    resource: "policy",
    title: Phrase {
        en: "Custom policies limit the caller's source address", zh: "自定义策略限定调用来源地址"
    },
    pass_when: Phrase {
        en: "The default version of each attached custom policy is read; passes when its Allow statements carry an acs:SourceIp or acs:SourceVpc condition that does not admit every address.",
        zh: "读取已授权自定义策略的默认版本；Allow 语句带有 acs:SourceIp 或 acs:SourceVpc 条件且未放行全部地址时通过。",
    },
    risk: Phrase {
        en: "Login masks do not bind API calls. Without a source condition, a leaked AccessKey works from any place.",
        zh: "登录掩码不约束 API 调用；策略不带来源条件时，泄露的 AccessKey 可在任意网络使用。",
    },
    remediation: Phrase {
        en: "Add a Condition block with IpAddress acs:SourceIp (or acs:SourceVpc for calls inside a VPC) to the policy and set the new version as default. Test first: console and service calls may come from other addresses.",
        zh: "在策略中增加 IpAddress acs:SourceIp（VPC 内调用可用 acs:SourceVpc）条件并设为默认版本；上线前先验证，控制台与服务间调用的来源地址可能不同。",
    },
    cli: "aliyun ram CreatePolicyVersion --PolicyName <policy-name> --PolicyDocument \"$(cat <policy.json>)\" --SetAsDefault true",
    actions: &["ram:ListPolicies", "ram:GetPolicy"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/93738.html"],
};
