//! Network load balancer, 2022-04-30.

use super::products::NLB;
use super::{Call, Paging, Subject};

/// Tokens, with the largest page.
const PAGES: Paging = Paging::Token { token: "NextToken", size: ("MaxResults", 100) };

/// Listeners of all instances of a region.
pub static LISTENERS: Call = Call {
    region_param: Some("RegionId"),
    paging: PAGES,
    items: "Listeners",
    subject: Some(Subject {
        name: "ListenerDescription",
        ..Subject::new("ListenerId", "ALIYUN::NLB::Listener", "acs:nlb:{region}:{account}:listener/{id}")
    }),
    ..Call::new(&NLB, "nlb:ListListeners", "ListListeners", "nlb:ListListeners")
};

/// TLS policies made in the account.
pub static POLICIES: Call = Call {
    region_param: Some("RegionId"),
    paging: PAGES,
    items: "SecurityPolicies",
    ..Call::new(&NLB, "nlb:ListSecurityPolicy", "ListSecurityPolicy", "nlb:ListSecurityPolicy")
};

/// TLS policies that the provider offers.
pub static SYSTEM_POLICIES: Call = Call {
    region_param: Some("RegionId"),
    items: "SecurityPolicies",
    ..Call::new(&NLB, "nlb:ListSystemSecurityPolicy", "ListSystemSecurityPolicy", "nlb:ListSystemSecurityPolicy")
};
