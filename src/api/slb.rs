//! Classic load balancer, 2014-05-15.

use super::products::SLB;
use super::{Call, Paging, Subject};

/// Instances.
pub static LOAD_BALANCERS: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 100), total: "TotalCount" },
    items: "LoadBalancers.LoadBalancer",
    subject: Some(Subject {
        name: "LoadBalancerName",
        ..Subject::new("LoadBalancerId", "ALIYUN::SLB::LoadBalancer", "acs:slb:{region}:{account}:loadbalancer/{id}")
    }),
    ..Call::new(&SLB, "slb:DescribeLoadBalancers", "DescribeLoadBalancers", "slb:DescribeLoadBalancers")
};

/// Listeners of all instances of a region. They have no id of their own.
pub static LISTENERS: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Token { token: "NextToken", size: ("MaxResults", 100) },
    items: "Listeners",
    ..Call::new(
        &SLB,
        "slb:DescribeLoadBalancerListeners",
        "DescribeLoadBalancerListeners",
        "slb:DescribeLoadBalancerListeners",
    )
};

/// Where the request logs of a region's instances go.
pub static ACCESS_LOGS: Call = Call {
    region_param: Some("RegionId"),
    fixed: &[("LogType", "layer7")],
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 50), total: "TotalCount" },
    items: "LogsDownloadAttributes.LogsDownloadAttribute",
    ..Call::new(
        &SLB,
        "slb:DescribeAccessLogsDownloadAttribute",
        "DescribeAccessLogsDownloadAttribute",
        "slb:DescribeAccessLogsDownloadAttribute",
    )
};

/// The parameter that names an instance, and where it is in the list.
const ID: &[(&str, &str)] = &[("LoadBalancerId", "LoadBalancerId")];

/// Settings of an instance, with the servers of its default group.
pub static LOAD_BALANCER: Call = Call {
    region_param: Some("RegionId"),
    ..Call::each(
        &SLB,
        "slb:DescribeLoadBalancerAttribute",
        "DescribeLoadBalancerAttribute",
        "slb:DescribeLoadBalancerAttribute",
        &LOAD_BALANCERS,
        ID,
    )
};

/// Server groups of an instance, and what uses them.
pub static SERVER_GROUPS: Call = Call {
    region_param: Some("RegionId"),
    fixed: &[("IncludeListener", "true"), ("IncludeRule", "true")],
    items: "VServerGroups.VServerGroup",
    ..Call::each(
        &SLB,
        "slb:DescribeVServerGroups",
        "DescribeVServerGroups",
        "slb:DescribeVServerGroups",
        &LOAD_BALANCERS,
        ID,
    )
};

/// Servers of a server group.
pub static SERVER_GROUP: Call = Call {
    region_param: Some("RegionId"),
    ..Call::each(
        &SLB,
        "slb:DescribeVServerGroupAttribute",
        "DescribeVServerGroupAttribute",
        "slb:DescribeVServerGroupAttribute",
        &SERVER_GROUPS,
        &[("VServerGroupId", "VServerGroupId")],
    )
};

/// Access control lists.
pub static ACLS: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 50), total: "TotalCount" },
    items: "Acls.Acl",
    subject: Some(Subject {
        name: "AclName",
        ..Subject::new("AclId", "ALIYUN::SLB::AccessControl", "acs:slb:{region}:{account}:acl/{id}")
    }),
    ..Call::new(&SLB, "slb:DescribeAccessControlLists", "DescribeAccessControlLists", "slb:DescribeAccessControlLists")
};

/// Entries of an access control list, and the listeners that use it.
pub static ACL: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Number { page: "Page", size: ("PageSize", 50), total: "TotalAclEntry" },
    items: "AclEntrys.AclEntry",
    ..Call::each(
        &SLB,
        "slb:DescribeAccessControlListAttribute",
        "DescribeAccessControlListAttribute",
        "slb:DescribeAccessControlListAttribute",
        &ACLS,
        &[("AclId", "AclId")],
    )
};
