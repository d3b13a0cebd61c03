//! Cloud enterprise network, 2017-09-12.

use super::products::CBN;
use super::{Call, Each, Paging, Scope, Subject};

/// Numbered pages of the largest size.
const PAGES: Paging = Paging::Number { page: "PageNumber", size: ("PageSize", 50), total: "TotalCount" };

/// Enterprise networks.
pub static CENS: Call = Call {
    paging: PAGES,
    items: "Cens.Cen",
    subject: Some(Subject {
        name: "Name",
        ..Subject::new("CenId", "ALIYUN::CEN::CenInstance", "acs:cen:*:{account}:ceninstance/{id}")
    }),
    ..Call::new(&CBN, "cbn:DescribeCens", "DescribeCens", "cen:DescribeCens")
};

/// Bandwidth plans of all networks.
pub static BANDWIDTH_PACKAGES: Call = Call {
    paging: PAGES,
    items: "CenBandwidthPackages.CenBandwidthPackage",
    ..Call::new(
        &CBN,
        "cbn:DescribeCenBandwidthPackages",
        "DescribeCenBandwidthPackages",
        "cen:DescribeCenBandwidthPackages",
    )
};

/// Bandwidth between the regions of a network with basic transit routers.
pub static REGION_LIMITS: Call = Call {
    paging: PAGES,
    items: "CenInterRegionBandwidthLimits.CenInterRegionBandwidthLimit",
    ..Call::each(
        &CBN,
        "cbn:DescribeCenInterRegionBandwidthLimits",
        "DescribeCenInterRegionBandwidthLimits",
        "cen:DescribeCenInterRegionBandwidthLimits",
        &CENS,
        &[("CenId", "CenId")],
    )
};

/// Transit routers of a network, one a region.
pub static TRANSIT_ROUTERS: Call = Call {
    paging: PAGES,
    items: "TransitRouters",
    subject: Some(Subject {
        name: "TransitRouterName",
        region: "RegionId",
        ..Subject::new("TransitRouterId", "ALIYUN::CEN::TransitRouter", "acs:cen:*:{account}:centransitrouter/{id}")
    }),
    ..Call::each(
        &CBN,
        "cbn:ListTransitRouters",
        "ListTransitRouters",
        "cen:ListTransitRouters",
        &CENS,
        &[("CenId", "CenId")],
    )
};

/// Connections from an enterprise transit router to those of other regions.
pub static PEER_ATTACHMENTS: Call = Call {
    scope: Scope::Each(Each {
        of: &TRANSIT_ROUTERS,
        send: &[("CenId", "CenId"), ("RegionId", "RegionId"), ("TransitRouterId", "TransitRouterId")],
        region: None,
        only: Some(("Type", &["Enterprise"])),
    }),
    paging: Paging::Token { token: "NextToken", size: ("MaxResults", 100) },
    items: "TransitRouterAttachments",
    ..Call::new(
        &CBN,
        "cbn:ListTransitRouterPeerAttachments",
        "ListTransitRouterPeerAttachments",
        "cen:ListTransitRouterPeerAttachments",
    )
};
