//! Security group does not let all outbound traffic out.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-security-group-egress-limited",
    severity: Severity::Low,
    resource: "security group",
    title: Phrase {
        en: "Security group does not let all outbound traffic out", zh: "安全组未放行全部出方向流量"
    },
    pass_when: Phrase {
        en: "Egress rules are read; the group passes when it does not let every protocol and port out to 0.0.0.0/0 or ::/0. A basic group allows that by default, so it needs an egress Drop rule.",
        zh: "读取出方向规则；未向 0.0.0.0/0 或 ::/0 放行全部协议与端口即通过。普通安全组默认放行出方向，须另设出方向拒绝规则。",
    },
    risk: Phrase {
        en: "Open outbound access lets malware reach its control servers and carry data away unnoticed.",
        zh: "出方向不受限时，恶意程序可连接控制端并外传数据而不被发现。",
    },
    remediation: Phrase {
        en: "Allow the destinations and ports the application needs, then add a lowest-priority egress Drop rule for 0.0.0.0/0 and ::/0.",
        zh: "先放行业务所需的目的地址与端口，再添加优先级最低、目的为 0.0.0.0/0 与 ::/0 的出方向拒绝规则。",
    },
    cli: "aliyun ecs RevokeSecurityGroupEgress --RegionId <region-id> --SecurityGroupId <security-group-id> --SecurityGroupRuleId.1 <rule-id>",
    actions: &[
        "ecs:DescribeSecurityGroups",
        "ecs:DescribeSecurityGroupAttribute",
        "ecs:DescribePrefixListAttributes",
        "ecs:DescribePortRangeListEntries",
    ],
    params: &[],
    covers: &[],
    references: &[],
};
