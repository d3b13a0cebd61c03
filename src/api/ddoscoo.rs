//! Anti-DDoS Pro and Premium, 2020-01-01: one centre for the mainland, one for everywhere else.

use super::products::DDOSCOO;
use super::{Call, Paging, Subject};

/// Pages of a list.
const fn pages(size: u32) -> Paging {
    Paging::Number { page: "PageNumber", size: ("PageSize", size), total: "TotalCount" }
}

/// Instances that were bought; the free basic protection has none.
pub static INSTANCES: Call = Call {
    paging: pages(50),
    items: "Instances",
    subject: Some(Subject {
        name: "Remark",
        ..Subject::new("InstanceId", "ALIYUN::DdosCoo::Instance", "acs:yundun-ddoscoo:{region}:{account}:instance/{id}")
    }),
    ..Call::new(&DDOSCOO, "ddoscoo:DescribeInstances", "DescribeInstances", "yundun-ddoscoo:DescribeInstances")
};

/// Web sites that are connected, with their origin servers. Pages hold at most ten.
pub static WEB_RULES: Call = Call {
    paging: pages(10),
    items: "WebRules",
    ..Call::new(&DDOSCOO, "ddoscoo:DescribeWebRules", "DescribeWebRules", "yundun-ddoscoo:DescribeWebRules")
};

/// Ports that an instance forwards, with their origin servers.
pub static PORT_RULES: Call = Call {
    paging: pages(50),
    items: "NetworkRules",
    ..Call::each(
        &DDOSCOO,
        "ddoscoo:DescribeNetworkRules",
        "DescribeNetworkRules",
        "yundun-ddoscoo:DescribeNetworkRules",
        &INSTANCES,
        &[("InstanceId", "InstanceId")],
    )
};

/// Whether the log service is open.
pub static LOG_OPEN: Call = Call::new(
    &DDOSCOO,
    "ddoscoo:DescribeSlsOpenStatus",
    "DescribeSlsOpenStatus",
    "yundun-ddoscoo:DescribeSlsOpenStatus",
);

/// For each web site, whether its requests are logged.
pub static LOG_DOMAINS: Call = Call {
    paging: pages(10),
    items: "SlsConfigStatus",
    ..Call::new(
        &DDOSCOO,
        "ddoscoo:DescribeWebAccessLogDispatchStatus",
        "DescribeWebAccessLogDispatchStatus",
        "yundun-ddoscoo:DescribeWebAccessLogDispatchStatus",
    )
};

/// Where the logs are, and how long they are kept.
pub static LOG_STORE: Call = Call::new(
    &DDOSCOO,
    "ddoscoo:DescribeSlsLogstoreInfo",
    "DescribeSlsLogstoreInfo",
    "yundun-ddoscoo:DescribeSlsLogstoreInfo",
);
