//! Bastionhost, 2019-12-09.

use super::products::BASTIONHOST;
use super::{Call, Paging, Subject};

/// Pages of every list.
const PAGES: Paging = Paging::Number { page: "PageNumber", size: ("PageSize", 100), total: "TotalCount" };
/// The parameters that name an instance.
const INSTANCE: &[(&str, &str)] = &[("InstanceId", "InstanceId"), ("RegionId", "RegionId")];

/// Bastions.
pub static INSTANCES: Call = Call {
    paging: PAGES,
    items: "Instances",
    subject: Some(Subject {
        name: "Description",
        region: "RegionId",
        ..Subject::new(
            "InstanceId",
            "ALIYUN::Bastionhost::Instance",
            "acs:yundun-bastionhost:{region}:{account}:instance/{id}",
        )
    }),
    ..Call::new(
        &BASTIONHOST,
        "yundun-bastionhost:DescribeInstances",
        "DescribeInstances",
        "yundun-bastionhost:DescribeInstances",
    )
};

/// Hosts that a bastion manages.
pub static HOSTS: Call = Call {
    paging: PAGES,
    items: "Hosts",
    ..Call::each(
        &BASTIONHOST,
        "yundun-bastionhost:ListHosts",
        "ListHosts",
        "yundun-bastionhost:ListHosts",
        &INSTANCES,
        INSTANCE,
    )
};

/// Two-factor authentication of a bastion.
pub static TWO_FACTOR: Call = Call::each(
    &BASTIONHOST,
    "yundun-bastionhost:GetInstanceTwoFactor",
    "GetInstanceTwoFactor",
    "yundun-bastionhost:GetInstanceTwoFactor",
    &INSTANCES,
    INSTANCE,
);

/// People who may sign in to a bastion.
pub static USERS: Call = Call {
    paging: PAGES,
    items: "Users",
    ..Call::each(
        &BASTIONHOST,
        "yundun-bastionhost:ListUsers",
        "ListUsers",
        "yundun-bastionhost:ListUsers",
        &INSTANCES,
        INSTANCE,
    )
};
