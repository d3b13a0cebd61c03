//! Elastic Compute Service, 2014-05-26.

use super::products::ECS;
use super::{Call, Paging, Subject};

/// Virtual machines.
pub static INSTANCES: Call = Call {
    region_param: Some("RegionId"),
    // Without it the fields of `MetadataOptions` stay empty.
    fixed: &[("AdditionalAttributes.1", "META_OPTIONS")],
    paging: Paging::Token { token: "NextToken", size: ("MaxResults", 100) },
    items: "Instances.Instance",
    subject: Some(Subject {
        name: "InstanceName",
        ..Subject::new("InstanceId", "ALIYUN::ECS::Instance", "acs:ecs:{region}:{account}:instance/{id}")
    }),
    ..Call::new(&ECS, "ecs:DescribeInstances", "DescribeInstances", "ecs:DescribeInstances")
};
