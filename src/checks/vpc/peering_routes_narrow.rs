//! Routes to peered networks are narrow.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-peering-routes-narrow",
    severity: Severity::Medium,
    resource: "VPC peering",
    title: Phrase { en: "Routes to peered networks are narrow", zh: "对等连接路由范围收敛" },
    pass_when: Phrase {
        en: "DescribeRouteEntryList is read; a peering connection passes when no route to it, to a router interface or to a transit router attachment is 0.0.0.0/0 or wider than the address range of the peer VPC.",
        zh: "读取 DescribeRouteEntryList；指向对等连接、路由器接口或转发路由器连接的路由不为 0.0.0.0/0，且不宽于对端 VPC 网段时通过。",
    },
    risk: Phrase {
        en: "A wide route lets an intruder in one network reach everything in the other.",
        zh: "路由过宽时，侵入一侧网络即可到达另一侧全部资源。",
    },
    remediation: Phrase {
        en: "Replace the wide entry by routes to the needed vSwitch ranges (VPC console > Route Tables). Whether each remaining range is needed is for a person to decide.",
        zh: "在“专有网络 VPC 控制台 > 路由表”中改为指向所需交换机网段的路由；其余网段是否必要由人工判断。",
    },
    cli: "aliyun vpc DeleteRouteEntry --RegionId <region-id> --RouteTableId <route-table-id> --DestinationCidrBlock <cidr> --NextHopId <next-hop-id>",
    actions: &[
        "vpc:ListVpcPeerConnections",
        "vpc:DescribeVpcs",
        "vpc:DescribeRouteTableList",
        "vpc:DescribeRouteEntryList",
        "cen:ListTransitRouterVpcAttachments",
    ],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "VPC Peering Routing Tables" },
        Covers { source: "cis-2.0", rule: "3.4" },
    ],
    references: &["https://help.aliyun.com/document_detail/448722.html"],
};
