//! Resource Center, 2022-12-01.

use super::products::RESOURCECENTER;
use super::{Call, Paging, Subject};

/// Resources of every product and region, with their tags.
pub static RESOURCES: Call = Call {
    paging: Paging::Token { token: "NextToken", size: ("MaxResults", 500) },
    items: "Resources",
    subject: Some(Subject {
        name: "ResourceName",
        region: "RegionId",
        ..Subject::new("ResourceId", "ALIYUN::Resource", "")
    }),
    unopened: &["ServiceNotEnabled"],
    ..Call::new(&RESOURCECENTER, "resourcecenter:SearchResources", "SearchResources", "resourcecenter:SearchResources")
};

/// Whether Resource Center is opened, and whether its first inventory is complete.
pub static STATUS: Call = Call {
    unopened: &["ServiceNotEnabled"],
    ..Call::new(
        &RESOURCECENTER,
        "resourcecenter:GetResourceCenterServiceStatus",
        "GetResourceCenterServiceStatus",
        "resourcecenter:GetResourceCenterServiceStatus",
    )
};
