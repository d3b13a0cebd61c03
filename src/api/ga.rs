//! Global Accelerator, 2019-11-20.

use super::products::GA;
use super::{Call, Paging, Subject};

/// The product has one home for all accelerators, and wants it named.
const HOME: &[(&str, &str)] = &[("RegionId", "cn-hangzhou")];

/// The parameter that names an accelerator, and where it is in the list.
const ACCELERATOR: &[(&str, &str)] = &[("AcceleratorId", "AcceleratorId")];

/// Standard accelerators.
pub static ACCELERATORS: Call = Call {
    fixed: HOME,
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 50), total: "TotalCount" },
    items: "Accelerators",
    subject: Some(Subject {
        name: "Name",
        ..Subject::new("AcceleratorId", "ALIYUN::GA::Accelerator", "acs:ga:*:{account}:ga/{id}")
    }),
    ..Call::new(&GA, "ga:ListAccelerators", "ListAccelerators", "ga:ListAccelerators")
};

/// Regions whose users an accelerator serves.
pub static IP_SETS: Call = Call {
    fixed: HOME,
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 100), total: "TotalCount" },
    items: "IpSets",
    ..Call::each(&GA, "ga:ListIpSets", "ListIpSets", "ga:ListIpSets", &ACCELERATORS, ACCELERATOR)
};

/// Regions in which the servers behind an accelerator are.
pub static ENDPOINT_GROUPS: Call = Call {
    fixed: HOME,
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 50), total: "TotalCount" },
    items: "EndpointGroups",
    ..Call::each(
        &GA,
        "ga:ListEndpointGroups",
        "ListEndpointGroups",
        "ga:ListEndpointGroups",
        &ACCELERATORS,
        ACCELERATOR,
    )
};
