//! No security group lets all traffic in from anywhere.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-security-group-no-open-all",
    severity: Severity::Critical,
    resource: "security group",
    title: Phrase {
        en: "No security group lets all traffic in from anywhere",
        zh: "安全组未对任意来源放行全部入站流量",
    },
    pass_when: Phrase {
        en: "The ingress rules are read; the group passes when no effective Accept rule combines source 0.0.0.0/0 or ::/0 with all ports (-1/-1 or 1/65535) or protocol ALL.",
        zh: "读取入方向规则；不存在源为 0.0.0.0/0 或 ::/0 且端口为全部（-1/-1 或 1/65535）或协议为 ALL 的有效允许规则，即通过。",
    },
    risk: Phrase {
        en: "Such a rule switches the group off as a border control: each service on the host is open to the internet.",
        zh: "此类规则使安全组失去边界防护作用，主机上的所有服务均暴露于互联网。",
    },
    remediation: Phrase {
        en: "Add rules for the ports that are really needed, check that the service works, then delete the all-open rule.",
        zh: "先为确需的端口逐条添加规则并验证业务，再删除全放行规则。",
    },
    cli: "aliyun ecs RevokeSecurityGroup --RegionId <region-id> --SecurityGroupId <security-group-id> --SecurityGroupRuleId.1 <rule-id>",
    actions: &[
        "ecs:DescribeSecurityGroups",
        "ecs:DescribeSecurityGroupAttribute",
        "ecs:DescribePrefixListAttributes",
        "ecs:DescribePortRangeListEntries",
    ],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "sg-public-access-check" }],
    references: &["https://help.aliyun.com/document_detail/97439.html"],
};
