//! Web Application Firewall 3.0, 2021-10-01: one centre for the mainland, one for everywhere else.

use super::products::WAF;
use super::{Call, Paging, Subject};

/// Pages of every list.
const PAGES: Paging = Paging::Number { page: "PageNumber", size: ("PageSize", 50), total: "TotalCount" };
/// The parameter that names the instance; without an instance nothing is sent.
const INSTANCE_ID: &[(&str, &str)] = &[("InstanceId", "InstanceId")];
/// The parameters that name a protected object.
const OBJECT: &[(&str, &str)] = &[("InstanceId", "^InstanceId"), ("Resource", "Resource")];

/// The instance of a centre: the answer itself, without an `InstanceId` when there is none.
pub static INSTANCE: Call = Call {
    region_param: Some("RegionId"),
    subject: Some(Subject::new(
        "InstanceId",
        "ALIYUN::WAF::Instance",
        "acs:yundun-waf:{region}:{account}:instance/{id}",
    )),
    ..Call::new(&WAF, "waf-openapi:DescribeInstance", "DescribeInstance", "yundun-waf:DescribeInstance")
};

/// A call for the instance of a centre.
const fn of_instance(id: &'static str, action: &'static str, ram: &'static str) -> Call {
    let mut call = Call::each(&WAF, id, action, ram, &INSTANCE, INSTANCE_ID);
    call.region_param = Some("RegionId");
    call
}

/// State of the log service.
pub static LOG_STATUS: Call = of_instance(
    "waf-openapi:DescribeUserWafLogStatus",
    "DescribeUserWafLogStatus",
    "yundun-waf:DescribeUserWafLogStatus",
);

/// Domains that are connected by CNAME.
pub static DOMAINS: Call = Call {
    paging: PAGES,
    items: "Domains",
    ..of_instance("waf-openapi:DescribeDomains", "DescribeDomains", "yundun-waf:DescribeDomains")
};

/// Cloud resources that are connected, of one product.
const fn resources(id: &'static str, fixed: &'static [(&'static str, &'static str)]) -> Call {
    let mut call = of_instance(id, "DescribeCloudResources", "yundun-waf:DescribeCloudResources");
    call.fixed = fixed;
    call.paging = PAGES;
    call.items = "CloudResources";
    call
}

/// Application load balancers that are connected.
pub static RESOURCES_ALB: Call =
    resources("waf-openapi:DescribeCloudResources?ResourceProduct=alb", &[("ResourceProduct", "alb")]);

/// HTTP and HTTPS listeners of classic load balancers that are connected.
pub static RESOURCES_CLB7: Call =
    resources("waf-openapi:DescribeCloudResources?ResourceProduct=clb7", &[("ResourceProduct", "clb7")]);

/// Protected objects.
pub static OBJECTS: Call = Call {
    paging: PAGES,
    items: "Resources",
    subject: Some(Subject::new(
        "Resource",
        "ALIYUN::WAF::DefenseResource",
        "acs:yundun-waf:{region}:{account}:defenseresource/{id}",
    )),
    ..of_instance(
        "waf-openapi:DescribeDefenseResources",
        "DescribeDefenseResources",
        "yundun-waf:DescribeDefenseResources",
    )
};

/// Whether the requests to a protected object are logged.
pub static OBJECT_LOG: Call = Call {
    region_param: Some("RegionId"),
    items: "Result",
    ..Call::each(
        &WAF,
        "waf-openapi:DescribeResourceLogStatus",
        "DescribeResourceLogStatus",
        "yundun-waf:DescribeResourceLogStatus",
        &OBJECTS,
        &[("InstanceId", "^InstanceId"), ("Resources", "Resource")],
    )
};

/// Protection templates that cover a protected object.
pub static OBJECT_TEMPLATES: Call = Call {
    region_param: Some("RegionId"),
    items: "Templates",
    ..Call::each(
        &WAF,
        "waf-openapi:DescribeDefenseResourceTemplates",
        "DescribeDefenseResourceTemplates",
        "yundun-waf:DescribeDefenseResourceTemplates",
        &OBJECTS,
        OBJECT,
    )
};

/// Rules of one protection module, over all templates.
const fn rules(id: &'static str, fixed: &'static [(&'static str, &'static str)]) -> Call {
    let mut call = of_instance(id, "DescribeDefenseRules", "yundun-waf:DescribeDefenseRules");
    call.fixed = fixed;
    call.paging = PAGES;
    call.items = "Rules";
    call
}

/// Rules of basic protection.
pub static RULES_GROUP: Call =
    rules("waf-openapi:DescribeDefenseRules?Query=waf_group", &[("Query", r#"{"scene":"waf_group"}"#)]);

/// Rules of web core protection, the successor of basic protection.
pub static RULES_BASE: Call =
    rules("waf-openapi:DescribeDefenseRules?Query=waf_base", &[("Query", r#"{"scene":"waf_base"}"#)]);
