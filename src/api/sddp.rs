//! Data Security Center, 2019-01-03: one centre for the mainland, one for everywhere else.

use super::products::SDDP;
use super::{Call, Paging, Subject};

/// Pages of every list.
const PAGES: Paging = Paging::Number { page: "CurrentPage", size: ("PageSize", 100), total: "TotalCount" };

/// Whether it was bought and may look at cloud resources.
pub static USER_STATUS: Call =
    Call::new(&SDDP, "sddp:DescribeUserStatus", "DescribeUserStatus", "yundun-sddp:DescribeUserStatus");

/// Data assets that are connected, with their grade.
pub static INSTANCES: Call = Call {
    paging: PAGES,
    items: "Items",
    subject: Some(Subject {
        name: "InstanceDescription",
        ..Subject::new("Name", "ALIYUN::SDDP::DataAsset", "acs:yundun-sddp:{region}:{account}:instance/{id}")
    }),
    ..Call::new(&SDDP, "sddp:DescribeInstances", "DescribeInstances", "yundun-sddp:DescribeInstances")
};

/// Data sources of the account, connected or not.
pub static SOURCES: Call = Call {
    paging: PAGES,
    items: "Items",
    subject: Some(Subject {
        name: "InstanceDescription",
        ..Subject::new("InstanceId", "ALIYUN::SDDP::DataAsset", "acs:yundun-sddp:{region}:{account}:instance/{id}")
    }),
    ..Call::new(&SDDP, "sddp:DescribeInstanceSources", "DescribeInstanceSources", "yundun-sddp:DescribeInstanceSources")
};

/// Tasks that mask copies of data.
pub static MASKING_TASKS: Call = Call {
    paging: PAGES,
    items: "Items",
    ..Call::new(
        &SDDP,
        "sddp:DescribeDataMaskingTasks",
        "DescribeDataMaskingTasks",
        "yundun-sddp:DescribeDataMaskingTasks",
    )
};
