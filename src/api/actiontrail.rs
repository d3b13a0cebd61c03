//! ActionTrail, 2020-07-06.

use super::products::ACTIONTRAIL;
use super::{Call, Each, Scope, Subject};

/// Trails of the account and, with their shadows, of every region.
pub static TRAILS: Call = Call {
    scope: Scope::Once,
    fixed: &[("IncludeOrganizationTrail", "true"), ("IncludeShadowTrails", "true")],
    items: "TrailList",
    subject: Some(Subject {
        region: "HomeRegion",
        ..Subject::new("Name", "ALIYUN::ACTIONTRAIL::Trail", "acs:actiontrail:{region}:{account}:trail/{id}")
    }),
    ..Call::new(&ACTIONTRAIL, "actiontrail:DescribeTrails", "DescribeTrails", "actiontrail:DescribeTrails")
};

/// Whether a trail records and delivers.
pub static STATUS: Call = Call {
    scope: Scope::Each(Each {
        of: &TRAILS,
        send: &[("Name", "Name"), ("IsOrganizationTrail", "IsOrganizationTrail")],
        region: Some("HomeRegion"),
        only: None,
    }),
    ..Call::new(&ACTIONTRAIL, "actiontrail:GetTrailStatus", "GetTrailStatus", "actiontrail:GetTrailStatus")
};
