//! Cloud Firewall is in service.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cloudfw-enabled",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase { en: "Cloud Firewall is in service", zh: "云防火墙已开通且状态正常" },
    pass_when: Phrase {
        en: "DescribeUserBuyVersion is read at both centres (mainland, international); the account passes when UserStatus is true and InstanceStatus is normal.",
        zh: "在境内与国际两个服务中心读取 DescribeUserBuyVersion；UserStatus 为 true 且 InstanceStatus 为 normal 即通过。",
    },
    risk: Phrase {
        en: "Without a firewall there is no single place to control and record traffic at the internet and VPC borders.",
        zh: "未部署防火墙时，互联网与 VPC 边界缺少统一的访问控制与流量记录点。",
    },
    remediation: Phrase {
        en: "Buy Cloud Firewall in an edition with the borders you need and put the public assets under protection.",
        zh: "购买满足边界防护需要的云防火墙版本，并将公网资产纳入防护。",
    },
    cli: "",
    actions: &["yundun-cloudfirewall:DescribeUserBuyVersion"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "use-cloud-fire-wall-for-security-protection" }],
    references: &[],
};
