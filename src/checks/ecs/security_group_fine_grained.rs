//! Inbound rules name exact protocols, ports and sources.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-security-group-fine-grained",
    severity: Severity::Medium,
    resource: "security group",
    title: Phrase {
        en: "Inbound rules name exact protocols, ports and sources",
        zh: "入方向规则限定到具体协议、端口与来源",
    },
    pass_when: Phrase {
        en: "Each ingress Accept rule is read; the group passes when none uses protocol ALL or port range -1/-1 or 1/65535, and none opens a port other than 80 and 443 to 0.0.0.0/0 or ::/0.",
        zh: "逐条读取入方向允许规则；无协议 ALL、端口 -1/-1 或 1/65535 的规则，且除 80、443 外无端口对 0.0.0.0/0 或 ::/0 开放，即通过。",
    },
    risk: Phrase {
        en: "Wide rules let a foothold on one host spread to others, and nobody can tell which access was intended.",
        zh: "规则过宽会使单台主机失陷后横向扩散，也无法判断哪些访问属于正当需要。",
    },
    remediation: Phrase {
        en: "Replace each wide rule by rules that name one protocol, the ports in use and a source range or source security group.",
        zh: "以限定单一协议、实际端口及来源网段或来源安全组的规则替换宽泛规则。",
    },
    cli: "aliyun ecs RevokeSecurityGroup --RegionId <region-id> --SecurityGroupId <security-group-id> --SecurityGroupRuleId.1 <rule-id>",
    actions: &[
        "ecs:DescribeSecurityGroups",
        "ecs:DescribeSecurityGroupAttribute",
        "ecs:DescribePrefixListAttributes",
        "ecs:DescribePortRangeListEntries",
    ],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Check Security Groups for Fine Grained Rules" },
        Covers { source: "cis-2.0", rule: "3.5" },
    ],
    references: &["https://help.aliyun.com/document_detail/97439.html"],
};
