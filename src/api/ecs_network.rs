//! Security groups and network interfaces of Elastic Compute Service, 2014-05-26.

use super::products::ECS;
use super::{Call, Paging, Subject};

/// A page of 100 by token.
const TOKEN: Paging = Paging::Token { token: "NextToken", size: ("MaxResults", 100) };

/// Security groups.
pub static SECURITY_GROUPS: Call = Call {
    region_param: Some("RegionId"),
    // Without it `EcsCount` stays zero.
    fixed: &[("IsQueryEcsCount", "true")],
    paging: TOKEN,
    items: "SecurityGroups.SecurityGroup",
    subject: Some(Subject {
        name: "SecurityGroupName",
        ..Subject::new("SecurityGroupId", "ALIYUN::ECS::SecurityGroup", "acs:ecs:{region}:{account}:securitygroup/{id}")
    }),
    ..Call::new(&ECS, "ecs:DescribeSecurityGroups", "DescribeSecurityGroups", "ecs:DescribeSecurityGroups")
};

/// Rules of a security group, in both directions.
pub static SECURITY_GROUP_RULES: Call = Call {
    region_param: Some("RegionId"),
    paging: Paging::Token { token: "NextToken", size: ("MaxResults", 1000) },
    items: "Permissions.Permission",
    ..Call::each(
        &ECS,
        "ecs:DescribeSecurityGroupAttribute",
        "DescribeSecurityGroupAttribute",
        "ecs:DescribeSecurityGroupAttribute",
        &SECURITY_GROUPS,
        &[("SecurityGroupId", "SecurityGroupId")],
    )
};

/// Address ranges of the prefix list that a rule names as its source.
pub static PREFIX_LIST: Call = Call {
    region_param: Some("RegionId"),
    items: "Entries.Entry",
    ..Call::each(
        &ECS,
        "ecs:DescribePrefixListAttributes",
        "DescribePrefixListAttributes",
        "ecs:DescribePrefixListAttributes",
        &SECURITY_GROUP_RULES,
        &[("PrefixListId", "SourcePrefixListId")],
    )
};

/// Port ranges of the port list that a rule names.
pub static PORT_LIST: Call = Call {
    region_param: Some("RegionId"),
    items: "Entries",
    ..Call::each(
        &ECS,
        "ecs:DescribePortRangeListEntries",
        "DescribePortRangeListEntries",
        "ecs:DescribePortRangeListEntries",
        &SECURITY_GROUP_RULES,
        &[("PortRangeListId", "PortRangeListId")],
    )
};

/// Elastic network interfaces.
pub static INTERFACES: Call = Call {
    region_param: Some("RegionId"),
    paging: TOKEN,
    items: "NetworkInterfaceSets.NetworkInterfaceSet",
    ..Call::new(&ECS, "ecs:DescribeNetworkInterfaces", "DescribeNetworkInterfaces", "ecs:DescribeNetworkInterfaces")
};
