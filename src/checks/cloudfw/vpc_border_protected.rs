//! VPC border is protected by a VPC firewall.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cloudfw-vpc-border-protected",
    severity: Severity::Medium,
    resource: "VPC border",
    title: Phrase { en: "VPC border is protected by a VPC firewall", zh: "VPC 边界已开启 VPC 边界防火墙" },
    pass_when: Phrase {
        en: "The VPC firewalls of CEN, transit router and Express Connect are read; the border passes when FirewallSwitchStatus is opened.",
        zh: "读取云企业网、转发路由器与高速通道的 VPC 边界防火墙；FirewallSwitchStatus 为 opened 即通过。",
    },
    risk: Phrase {
        en: "Traffic between VPCs and data centres then flows without inspection, so an intruder can move on from one zone to the next.",
        zh: "未开启时 VPC 之间及与机房之间的流量不经检测，入侵者可跨区域横向移动。",
    },
    remediation: Phrase {
        en: "Create and open the VPC firewall under Firewall Settings > VPC Border in a quiet hour, as routes change, and add access control rules.",
        zh: "在业务低峰期于“防火墙开关 > VPC 边界”中创建并开启（会调整路由），随后配置访问控制策略。",
    },
    cli: "aliyun cloudfw ModifyVpcFirewallCenSwitchStatus --VpcFirewallId <vpc-firewall-id> --FirewallSwitch open",
    actions: &[
        "yundun-cloudfirewall:DescribeUserBuyVersion",
        "yundun-cloudfirewall:DescribeVpcFirewallCenList",
        "yundun-cloudfirewall:DescribeVpcFirewallList",
        "yundun-cloudfirewall:DescribeTrFirewallsV2List",
    ],
    params: &[],
    covers: &[],
    references: &[],
};
