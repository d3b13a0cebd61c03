//! Instances inside one security group are isolated.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-security-group-inner-isolation",
    severity: Severity::Low,
    resource: "security group",
    title: Phrase { en: "Instances inside one security group are isolated", zh: "安全组内实例相互隔离" },
    pass_when: Phrase {
        en: "InnerAccessPolicy of DescribeSecurityGroupAttribute is read; the group passes when it is Drop.",
        zh: "读取 DescribeSecurityGroupAttribute 的 InnerAccessPolicy；取值为 Drop 即通过。",
    },
    risk: Phrase {
        en: "With the default Accept every instance in the group reaches all ports of its neighbours, so one infected host can infect the rest.",
        zh: "默认为 Accept 时组内实例可互访全部端口，单台主机感染即可波及同组。",
    },
    remediation: Phrase {
        en: "Set the group's inner connectivity to isolation in its detail page and add explicit rules for members that must talk to each other.",
        zh: "在安全组详情页将组内连通策略改为隔离，并为确需互访的实例单独添加规则。",
    },
    cli: "aliyun ecs ModifySecurityGroupPolicy --RegionId <region-id> --SecurityGroupId <security-group-id> --InnerAccessPolicy Drop",
    actions: &["ecs:DescribeSecurityGroups", "ecs:DescribeSecurityGroupAttribute"],
    params: &[],
    covers: &[],
    references: &[],
};
