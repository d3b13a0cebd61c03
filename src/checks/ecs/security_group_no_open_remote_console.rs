//! No security group opens SSH or RDP to the world.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-security-group-no-open-remote-console",
    severity: Severity::High,
    resource: "security group",
    title: Phrase {
        en: "No security group opens SSH or RDP to the world", zh: "安全组未向全网开放远程管理端口"
    },
    pass_when: Phrase {
        en: "The ingress rules are read as a whole; the group passes when neither TCP 22 nor TCP 3389 can be reached from 0.0.0.0/0 or ::/0, also not through 1/65535, -1/-1 or protocol ALL.",
        zh: "综合读取入方向规则；TCP 22 与 3389 均不能由 0.0.0.0/0 或 ::/0 访问（含 1/65535、-1/-1 及协议 ALL 的规则）即通过。",
    },
    risk: Phrase {
        en: "Remote consoles reachable from anywhere let an attacker try logins directly on the host, past any bastion.",
        zh: "远程管理端口可由任意地址访问时，攻击者可绕过堡垒机直接尝试登录主机。",
    },
    remediation: Phrase {
        en: "Allow 22 and 3389 only from the bastion host or a VPN range, and remove the rules that name 0.0.0.0/0 or ::/0.",
        zh: "仅允许堡垒机或 VPN 网段访问 22 与 3389 端口，删除源为 0.0.0.0/0 或 ::/0 的规则。",
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
        Covers { source: "trend-vision-one", rule: "Restrict Network Access to Remote Console Services" },
        Covers { source: "cis-2.0", rule: "3.2" },
    ],
    references: &["https://help.aliyun.com/document_detail/97439.html"],
};
