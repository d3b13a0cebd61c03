//! Application load balancer, 2020-06-16. The region is in the host alone.

use super::products::ALB;
use super::{Call, Paging, Subject};

/// Tokens, with the largest page.
const PAGES: Paging = Paging::Token { token: "NextToken", size: ("MaxResults", 100) };

/// Instances.
pub static LOAD_BALANCERS: Call = Call {
    paging: PAGES,
    items: "LoadBalancers",
    subject: Some(Subject {
        name: "LoadBalancerName",
        ..Subject::new("LoadBalancerId", "ALIYUN::ALB::LoadBalancer", "acs:alb:{region}:{account}:loadbalancer/{id}")
    }),
    ..Call::new(&ALB, "alb:ListLoadBalancers", "ListLoadBalancers", "alb:ListLoadBalancers")
};

/// Zones and log target of an instance.
pub static LOAD_BALANCER: Call = Call::each(
    &ALB,
    "alb:GetLoadBalancerAttribute",
    "GetLoadBalancerAttribute",
    "alb:GetLoadBalancerAttribute",
    &LOAD_BALANCERS,
    &[("LoadBalancerId", "LoadBalancerId")],
);

/// Listeners of all instances of a region.
pub static LISTENERS: Call = Call {
    paging: PAGES,
    items: "Listeners",
    subject: Some(Subject {
        name: "ListenerDescription",
        ..Subject::new("ListenerId", "ALIYUN::ALB::Listener", "acs:alb:{region}:{account}:listener/{id}")
    }),
    ..Call::new(&ALB, "alb:ListListeners", "ListListeners", "alb:ListListeners")
};

/// Settings of a listener, with its access control lists.
pub static LISTENER: Call = Call::each(
    &ALB,
    "alb:GetListenerAttribute",
    "GetListenerAttribute",
    "alb:GetListenerAttribute",
    &LISTENERS,
    &[("ListenerId", "ListenerId")],
);

/// TLS policies made in the account.
pub static POLICIES: Call = Call {
    paging: PAGES,
    items: "SecurityPolicies",
    ..Call::new(&ALB, "alb:ListSecurityPolicies", "ListSecurityPolicies", "alb:ListSecurityPolicies")
};

/// TLS policies that the provider offers.
pub static SYSTEM_POLICIES: Call = Call {
    items: "SecurityPolicies",
    ..Call::new(&ALB, "alb:ListSystemSecurityPolicies", "ListSystemSecurityPolicies", "alb:ListSystemSecurityPolicies")
};

/// Access control lists.
pub static ACLS: Call = Call {
    paging: PAGES,
    items: "Acls",
    subject: Some(Subject {
        name: "AclName",
        ..Subject::new("AclId", "ALIYUN::ALB::Acl", "acs:alb:{region}:{account}:acl/{id}")
    }),
    ..Call::new(&ALB, "alb:ListAcls", "ListAcls", "alb:ListAcls")
};

/// Entries of an access control list.
pub static ACL_ENTRIES: Call = Call {
    paging: PAGES,
    items: "AclEntries",
    ..Call::each(&ALB, "alb:ListAclEntries", "ListAclEntries", "alb:ListAclEntries", &ACLS, &[("AclId", "AclId")])
};
