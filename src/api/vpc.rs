//! Virtual private cloud, 2016-04-28: networks, public addresses, NAT, VPN and leased lines.

use super::products::VPC;
use super::{Call, Paging, Subject};

/// Numbered pages of the largest size that most lists of this product take.
const PAGES: Paging = Paging::Number { page: "PageNumber", size: ("PageSize", 50), total: "TotalCount" };

/// Networks.
pub static VPCS: Call = Call {
    region_param: Some("RegionId"),
    paging: PAGES,
    items: "Vpcs.Vpc",
    subject: Some(Subject {
        name: "VpcName",
        ..Subject::new("VpcId", "ALIYUN::VPC::VPC", "acs:vpc:{region}:{account}:vpc/{id}")
    }),
    ..Call::new(&VPC, "vpc:DescribeVpcs", "DescribeVpcs", "vpc:DescribeVpcs")
};

/// Subnets.
pub static VSWITCHES: Call = Call {
    region_param: Some("RegionId"),
    paging: PAGES,
    items: "VSwitches.VSwitch",
    subject: Some(Subject {
        name: "VSwitchName",
        ..Subject::new("VSwitchId", "ALIYUN::VPC::VSwitch", "acs:vpc:{region}:{account}:vswitch/{id}")
    }),
    ..Call::new(&VPC, "vpc:DescribeVSwitches", "DescribeVSwitches", "vpc:DescribeVSwitches")
};

/// Flow logs.
pub static FLOW_LOGS: Call = Call {
    region_param: Some("RegionId"),
    paging: PAGES,
    items: "FlowLogs.FlowLog",
    subject: Some(Subject {
        name: "FlowLogName",
        ..Subject::new("FlowLogId", "ALIYUN::VPC::FlowLog", "acs:vpc:{region}:{account}:flowlog/{id}")
    }),
    ..Call::new(&VPC, "vpc:DescribeFlowLogs", "DescribeFlowLogs", "vpc:DescribeFlowLogs")
};

/// Network ACLs with their entries.
pub static NETWORK_ACLS: Call = Call {
    region_param: Some("RegionId"),
    paging: PAGES,
    items: "NetworkAcls.NetworkAcl",
    subject: Some(Subject {
        name: "NetworkAclName",
        ..Subject::new("NetworkAclId", "ALIYUN::VPC::NetworkAcl", "acs:vpc:{region}:{account}:nacl/{id}")
    }),
    ..Call::new(&VPC, "vpc:DescribeNetworkAcls", "DescribeNetworkAcls", "vpc:DescribeNetworkAcls")
};

/// Elastic public addresses.
pub static EIPS: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 100), total: "TotalCount" },
    items: "EipAddresses.EipAddress",
    subject: Some(Subject {
        name: "IpAddress",
        ..Subject::new("AllocationId", "ALIYUN::VPC::EIP", "acs:vpc:{region}:{account}:eip/{id}")
    }),
    ..Call::new(&VPC, "vpc:DescribeEipAddresses", "DescribeEipAddresses", "vpc:DescribeEipAddresses")
};

/// NAT gateways.
pub static NAT_GATEWAYS: Call = Call {
    region_param: Some("RegionId"),
    paging: PAGES,
    items: "NatGateways.NatGateway",
    subject: Some(Subject {
        name: "Name",
        ..Subject::new("NatGatewayId", "ALIYUN::VPC::NatGateway", "acs:vpc:{region}:{account}:natgateway/{id}")
    }),
    ..Call::new(&VPC, "vpc:DescribeNatGateways", "DescribeNatGateways", "vpc:DescribeNatGateways")
};

/// The parameter that names a NAT gateway, and where it is in the list.
const NAT_GATEWAY: &[(&str, &str)] = &[("NatGatewayId", "NatGatewayId")];

/// Port mappings (DNAT) of a NAT gateway.
pub static FORWARD_ENTRIES: Call = Call {
    region_param: Some("RegionId"),
    paging: PAGES,
    items: "ForwardTableEntries.ForwardTableEntry",
    ..Call::each(
        &VPC,
        "vpc:DescribeForwardTableEntries",
        "DescribeForwardTableEntries",
        "vpc:DescribeForwardTableEntries",
        &NAT_GATEWAYS,
        NAT_GATEWAY,
    )
};

/// Outgoing address translation (SNAT) of a NAT gateway.
pub static SNAT_ENTRIES: Call = Call {
    region_param: Some("RegionId"),
    paging: PAGES,
    items: "SnatTableEntries.SnatTableEntry",
    ..Call::each(
        &VPC,
        "vpc:DescribeSnatTableEntries",
        "DescribeSnatTableEntries",
        "vpc:DescribeSnatTableEntries",
        &NAT_GATEWAYS,
        NAT_GATEWAY,
    )
};

/// Route tables.
pub static ROUTE_TABLES: Call = Call {
    region_param: Some("RegionId"),
    paging: PAGES,
    items: "RouterTableList.RouterTableListType",
    subject: Some(Subject {
        name: "RouteTableName",
        ..Subject::new("RouteTableId", "ALIYUN::VPC::RouteTable", "acs:vpc:{region}:{account}:routetable/{id}")
    }),
    ..Call::new(&VPC, "vpc:DescribeRouteTableList", "DescribeRouteTableList", "vpc:DescribeRouteTableList")
};

/// Routes of a route table.
pub static ROUTE_ENTRIES: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Token { token: "NextToken", size: ("MaxResult", 100) },
    items: "RouteEntrys.RouteEntry",
    ..Call::each(
        &VPC,
        "vpc:DescribeRouteEntryList",
        "DescribeRouteEntryList",
        "vpc:DescribeRouteEntryList",
        &ROUTE_TABLES,
        &[("RouteTableId", "RouteTableId")],
    )
};

/// Connections from IPsec VPN gateways.
pub static VPN_CONNECTIONS: Call = Call {
    region_param: Some("RegionId"),
    paging: PAGES,
    items: "VpnConnections.VpnConnection",
    subject: Some(Subject {
        name: "Name",
        ..Subject::new("VpnConnectionId", "ALIYUN::VPC::VpnConnection", "acs:vpc:{region}:{account}:vpnconnection/{id}")
    }),
    ..Call::new(&VPC, "vpc:DescribeVpnConnections", "DescribeVpnConnections", "vpc:DescribeVpnConnections")
};

/// Gateway endpoints of cloud services.
pub static GATEWAY_ENDPOINTS: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Token { token: "NextToken", size: ("MaxResults", 100) },
    items: "Endpoints",
    ..Call::new(&VPC, "vpc:ListVpcGatewayEndpoints", "ListVpcGatewayEndpoints", "vpc:ListVpcGatewayEndpoints")
};

/// Virtual border routers: the cloud's end of leased lines.
pub static BORDER_ROUTERS: Call = Call {
    region_param: Some("RegionId"),
    paging: PAGES,
    items: "VirtualBorderRouterSet.VirtualBorderRouterType",
    subject: Some(Subject {
        name: "Name",
        ..Subject::new(
            "VbrId",
            "ALIYUN::VPC::VirtualBorderRouter",
            "acs:vpc:{region}:{account}:virtualborderrouter/{id}",
        )
    }),
    ..Call::new(
        &VPC,
        "vpc:DescribeVirtualBorderRouters",
        "DescribeVirtualBorderRouters",
        "vpc:DescribeVirtualBorderRouters",
    )
};
