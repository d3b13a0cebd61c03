//! No security group opens high-risk ports to the whole internet.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-security-group-no-risky-ports",
    severity: Severity::High,
    resource: "security group",
    title: Phrase {
        en: "No security group opens high-risk ports to the whole internet",
        zh: "安全组未向全网开放高风险端口",
    },
    pass_when: Phrase {
        en: "Ingress rules for TCP, UDP and ALL are read in order of priority; the group passes when no Accept rule from 0.0.0.0/0 or ::/0 covers a high-risk port, such as 21, 23, 135, 139, 445, 1433, 1521, 3306, 5432, 6379, 9200 or 27017.",
        zh: "按优先级读取 TCP、UDP 及 ALL 的入方向规则；不存在源为 0.0.0.0/0 或 ::/0 且覆盖高风险端口（如 21、23、135、139、445、1433、1521、3306、5432、6379、9200、27017）的允许规则，即通过。",
    },
    risk: Phrase {
        en: "File-sharing, remote-control and database ports carry weak or no login protection by default and are scanned all the time.",
        zh: "文件共享、远程控制与数据库端口默认鉴别较弱甚至无鉴别，且长期被扫描。",
    },
    remediation: Phrase {
        en: "Remove the rule or narrow its source to the application servers, best by security group; keep databases on private addresses.",
        zh: "删除该规则，或将源收窄到应用服务器（优先按安全组授权）；数据库仅使用内网地址。",
    },
    cli: "aliyun ecs RevokeSecurityGroup --RegionId <region-id> --SecurityGroupId <security-group-id> --SecurityGroupRuleId.1 <rule-id>",
    actions: &[
        "ecs:DescribeSecurityGroups",
        "ecs:DescribeSecurityGroupAttribute",
        "ecs:DescribePrefixListAttributes",
        "ecs:DescribePortRangeListEntries",
    ],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "ecs-security-group-risky-ports-check-with-protocol" }],
    references: &["https://help.aliyun.com/document_detail/40724.html"],
};
