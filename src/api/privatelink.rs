//! PrivateLink, 2020-04-15.

use super::products::PRIVATELINK;
use super::{Call, Paging};

/// Endpoints of services in the networks of the account.
pub static ENDPOINTS: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Token { token: "NextToken", size: ("MaxResults", 1000) },
    items: "Endpoints",
    ..Call::new(&PRIVATELINK, "privatelink:ListVpcEndpoints", "ListVpcEndpoints", "privatelink:ListVpcEndpoints")
};
