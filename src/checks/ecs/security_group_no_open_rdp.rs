//! No security group opens RDP to the whole internet.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-security-group-no-open-rdp",
    severity: Severity::High,
    resource: "security group",
    title: Phrase {
        en: "No security group opens RDP to the whole internet", zh: "安全组未向全网开放 RDP 端口"
    },
    pass_when: Phrase {
        en: "Ingress rules are sorted by priority (Drop wins a tie); the group passes when no Accept rule for TCP or ALL that covers port 3389 has 0.0.0.0/0, ::/0 or a prefix list holding one of them as source.",
        zh: "将入方向规则按优先级排序（同级拒绝优先）；不存在协议为 TCP 或 ALL、覆盖 3389 端口且源为 0.0.0.0/0、::/0 或含此类网段的前缀列表的允许规则，即通过。",
    },
    risk: Phrase {
        en: "An RDP port open to everyone draws password guessing and exploit attempts and is a common way for ransomware to get in.",
        zh: "RDP 端口对全网开放会招致口令猜测与漏洞利用，是勒索软件入侵的常见入口。",
    },
    remediation: Phrase {
        en: "Limit the source of the rule to the bastion host or office addresses in ECS console > Network & Security > Security Groups, or delete the rule; let operators come in through Bastionhost.",
        zh: "在 ECS 控制台“网络与安全 > 安全组”中将规则源限定为堡垒机或办公网地址，或删除该规则；运维统一经堡垒机接入。",
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
        Covers { source: "prowler", rule: "ecs_securitygroup_restrict_rdp_internet" },
        Covers { source: "trend-vision-one", rule: "Check for Unrestricted RDP Access" },
        Covers { source: "cis-2.0", rule: "4.4" },
    ],
    references: &["https://help.aliyun.com/document_detail/97439.html"],
};
