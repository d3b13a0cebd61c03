//! Security group is attached to an instance or network interface.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-security-group-in-use",
    severity: Severity::Low,
    resource: "security group",
    title: Phrase {
        en: "Security group is attached to an instance or network interface",
        zh: "安全组已关联实例或弹性网卡",
    },
    pass_when: Phrase {
        en: "EcsCount of DescribeSecurityGroups and the groups of each network interface are read; the group passes when at least one instance or interface uses it. Service-managed groups are left out.",
        zh: "读取 DescribeSecurityGroups 的 EcsCount 及各弹性网卡所属安全组；至少被一个实例或网卡使用即通过，云产品托管的安全组不计。",
    },
    risk: Phrase {
        en: "Leftover groups blur the rule set and may be attached later with rules nobody has reviewed.",
        zh: "闲置安全组使规则集难以核对，日后被误用时会带入未经复核的规则。",
    },
    remediation: Phrase {
        en: "Check that no other group's rules refer to it, then delete the unused group.",
        zh: "确认无其他安全组规则引用后，删除闲置安全组。",
    },
    cli: "aliyun ecs DeleteSecurityGroup --RegionId <region-id> --SecurityGroupId <security-group-id>",
    actions: &["ecs:DescribeSecurityGroups", "ecs:DescribeNetworkInterfaces"],
    params: &[],
    covers: &[],
    references: &[],
};
