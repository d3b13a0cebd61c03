//! Web Application Firewall 2.0, 2019-09-10: one centre for the mainland, one for everywhere else.

use super::products::WAF_V2;
use super::{Call, Paging, Subject};

/// The parameter that names the instance; without an instance nothing is sent.
const INSTANCE_ID: &[(&str, &str)] = &[("InstanceId", "InstanceId")];

/// The instance of a centre, without an `InstanceId` when there is none (`PayType` 0).
pub static INSTANCE: Call = Call {
    region_param: Some("RegionId"),
    items: "InstanceInfo",
    subject: Some(Subject::new(
        "InstanceId",
        "ALIYUN::WAF::Instance",
        "acs:yundun-waf:{region}:{account}:instance/{id}",
    )),
    ..Call::new(&WAF_V2, "waf-openapi:DescribeInstanceInfo", "DescribeInstanceInfo", "yundun-waf:DescribeInstanceInfo")
};

/// Domains with the state of their logs.
pub static LOG_STATUS: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 10), total: "TotalCount" },
    items: "DomainStatus",
    ..Call::each(
        &WAF_V2,
        "waf-openapi:DescribeLogServiceStatus",
        "DescribeLogServiceStatus",
        "yundun-waf:DescribeLogServiceStatus",
        &INSTANCE,
        INSTANCE_ID,
    )
};

/// Names of the domains that are connected.
pub static DOMAINS: Call = Call {
    region_param: Some("RegionId"),
    items: "DomainNames",
    ..Call::each(
        &WAF_V2,
        "waf-openapi:DescribeDomainNames",
        "DescribeDomainNames",
        "yundun-waf:DescribeDomainNames",
        &INSTANCE,
        INSTANCE_ID,
    )
};
