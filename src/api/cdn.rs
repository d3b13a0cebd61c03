//! Content delivery network, 2018-05-10.

use super::products::CDN;
use super::{Call, Paging, Subject};

/// The product was never opened.
const UNOPENED: &[&str] = &["CdnServiceNotFound"];

/// Accelerated domains.
pub static DOMAINS: Call = Call {
    paging: Paging::Number { page: "PageNumber", size: ("PageSize", 500), total: "TotalCount" },
    items: "Domains.PageData",
    subject: Some(Subject::new("DomainName", "ALIYUN::CDN::Domain", "acs:cdn:*:{account}:domain/{id}")),
    unopened: UNOPENED,
    ..Call::new(&CDN, "cdn:DescribeUserDomains", "DescribeUserDomains", "cdn:DescribeUserDomains")
};

/// The HTTPS functions that are set for a domain.
pub static HTTPS_CONFIG: Call = Call {
    fixed: &[("FunctionNames", "https_force,https_tls_version")],
    items: "DomainConfigs.DomainConfig",
    ..Call::each(
        &CDN,
        "cdn:DescribeCdnDomainConfigs",
        "DescribeCdnDomainConfigs",
        "cdn:DescribeCdnDomainConfigs",
        &DOMAINS,
        &[("DomainName", "DomainName")],
    )
};
