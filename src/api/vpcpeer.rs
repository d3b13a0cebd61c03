//! VPC peering, 2022-01-01.

use super::products::VPCPEER;
use super::{Call, Paging, Subject};

/// Peering connections with the ranges of both networks.
pub static CONNECTIONS: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Token { token: "NextToken", size: ("MaxResults", 100) },
    items: "VpcPeerConnects",
    subject: Some(Subject {
        name: "Name",
        ..Subject::new("InstanceId", "ALIYUN::VPC::PeerConnection", "acs:vpc:{region}:{account}:vpcpeer/{id}")
    }),
    ..Call::new(&VPCPEER, "vpcpeer:ListVpcPeerConnections", "ListVpcPeerConnections", "vpc:ListVpcPeerConnections")
};
