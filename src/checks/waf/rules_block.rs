//! Core protection rules block for the protected object.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "waf-rules-block",
    severity: Severity::High,
    resource: "protected object",
    title: Phrase {
        en: "Core protection rules block for the protected object", zh: "防护对象的基础防护规则为拦截"
    },
    pass_when: Phrase {
        en: "Templates and rules of the object are read; it passes when an enabled core protection template (waf_group or waf_base) covers it and its rule action is block, not monitor.",
        zh: "读取防护对象的模板与规则；有启用的基础防护模板（waf_group 或 waf_base）覆盖且规则动作为 block 而非观察，即通过。",
    },
    risk: Phrase {
        en: "A rule that only monitors records the attack and lets it through.",
        zh: "仅观察的规则只记录攻击而不阻断。",
    },
    remediation: Phrase {
        en: "Watch the hits, add whitelist rules for false ones, then set the action of the core protection template to block and bind the object to it.",
        zh: "观察命中并为误报添加白名单后，将基础防护模板动作改为拦截并绑定该防护对象。",
    },
    cli: "aliyun waf-openapi ModifyDefenseRule --InstanceId <instance-id> --RegionId cn-hangzhou --DefenseScene waf_group --TemplateId <template-id> --Rules '[{\"id\":<rule-id>,\"policyId\":<policy-id>,\"action\":\"block\"}]'",
    actions: &[
        "yundun-waf:DescribeInstance",
        "yundun-waf:DescribeDefenseResources",
        "yundun-waf:DescribeDefenseTemplates",
        "yundun-waf:DescribeDefenseResourceTemplates",
        "yundun-waf:DescribeDefenseRules",
    ],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "waf3-instance-enabled-specified-defense-rules" }],
    references: &["https://help.aliyun.com/document_detail/461421.html"],
};
