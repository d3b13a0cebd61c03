//! The regions of an account, as Elastic Compute Service lists them.

use super::products::ECS;
use super::{Call, Scope};

/// Every region that exists for the account, opened or not.
pub static REGIONS: Call = Call {
    scope: Scope::Once,
    items: "Regions.Region",
    ..Call::new(&ECS, "ecs:DescribeRegions", "DescribeRegions", "ecs:DescribeRegions")
};
