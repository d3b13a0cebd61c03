//! Container Registry, Enterprise Edition, 2018-12-01.

use super::products::CR;
use super::{Call, Paging, Subject};

/// Registries.
pub static INSTANCES: Call = Call {
    paging: Paging::Number { page: "PageNo", size: ("PageSize", 50), total: "TotalCount" },
    items: "Instances",
    subject: Some(Subject {
        name: "InstanceName",
        ..Subject::new("InstanceId", "ALIYUN::CR::Instance", "acs:cr:{region}:{account}:instance/{id}")
    }),
    ..Call::new(&CR, "cr:ListInstance", "ListInstance", "cr:ListInstance")
};

/// The public endpoint of a registry.
pub static PUBLIC_ENDPOINT: Call = Call {
    fixed: &[("EndpointType", "internet"), ("ModuleName", "Registry")],
    ..Call::each(
        &CR,
        "cr:GetInstanceEndpoint",
        "GetInstanceEndpoint",
        "cr:GetInstanceEndpoint",
        &INSTANCES,
        &[("InstanceId", "InstanceId")],
    )
};
