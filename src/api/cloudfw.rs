//! Cloud Firewall, 2017-12-07: one centre for the mainland, one for everywhere else.

use super::products::CLOUDFW;
use super::{Call, Paging, Subject};

/// Pages of every list.
const PAGES: Paging = Paging::Number { page: "CurrentPage", size: ("PageSize", 50), total: "TotalCount" };
/// The code for an account without Cloud Firewall.
const NOT_BOUGHT: &[&str] = &["ErrorFirewallNotActivated"];

const fn cloudfw(id: &'static str, action: &'static str, ram: &'static str) -> Call {
    let mut call = Call::new(&CLOUDFW, id, action, ram);
    call.unopened = NOT_BOUGHT;
    call
}

/// The edition, whether it is in service, and what was bought with it.
pub static VERSION: Call =
    cloudfw("cloudfw:DescribeUserBuyVersion", "DescribeUserBuyVersion", "yundun-cloudfirewall:DescribeUserBuyVersion");

/// A list of public addresses with the state of their protection.
const fn assets(id: &'static str, fixed: &'static [(&'static str, &'static str)]) -> Call {
    let mut call = cloudfw(id, "DescribeAssetList", "yundun-cloudfirewall:DescribeAssetList");
    call.fixed = fixed;
    call.paging = PAGES;
    call.items = "Assets";
    call.subject = Some(Subject {
        name: "Name",
        ..Subject::new(
            "InternetAddress",
            "ALIYUN::CloudFirewall::Asset",
            "acs:yundun-cloudfirewall:{region}:{account}:asset/{id}",
        )
    });
    call
}

/// Public IPv4 addresses.
pub static ASSETS: Call = assets("cloudfw:DescribeAssetList?IpVersion=4", &[("IpVersion", "4")]);

/// Public IPv6 addresses.
pub static ASSETS_V6: Call = assets("cloudfw:DescribeAssetList?IpVersion=6", &[("IpVersion", "6")]);

/// Access control rules of the internet border in one direction, IPv4.
const fn rules(id: &'static str, fixed: &'static [(&'static str, &'static str)]) -> Call {
    let mut call = cloudfw(id, "DescribeControlPolicy", "yundun-cloudfirewall:DescribeControlPolicy");
    call.fixed = fixed;
    call.paging = PAGES;
    call.items = "Policys";
    call
}

/// Rules for traffic from the internet.
pub static RULES_IN: Call = rules("cloudfw:DescribeControlPolicy?Direction=in", &[("Direction", "in")]);

/// Rules for traffic to the internet.
pub static RULES_OUT: Call = rules("cloudfw:DescribeControlPolicy?Direction=out", &[("Direction", "out")]);

/// Strict mode of access control.
pub static STRICT_MODE: Call = cloudfw(
    "cloudfw:DescribePolicyAdvancedConfig",
    "DescribePolicyAdvancedConfig",
    "yundun-cloudfirewall:DescribePolicyAdvancedConfig",
);

/// Mode and rule sets of intrusion prevention.
pub static IPS: Call = cloudfw(
    "cloudfw:DescribeDefaultIPSConfig",
    "DescribeDefaultIPSConfig",
    "yundun-cloudfirewall:DescribeDefaultIPSConfig",
);

/// Whether log analysis is open.
pub static LOG_OPEN: Call = cloudfw(
    "cloudfw:DescribeSlsAnalyzeOpenStatus",
    "DescribeSlsAnalyzeOpenStatus",
    "yundun-cloudfirewall:DescribeSlsAnalyzeOpenStatus",
);

/// Where the logs are, and how long they are kept.
pub static LOG_STORE: Call =
    cloudfw("cloudfw:DescribeLogStoreInfo", "DescribeLogStoreInfo", "yundun-cloudfirewall:DescribeLogStoreInfo");

/// Networks in cloud enterprise networks, with their VPC firewalls.
pub static BORDERS_CEN: Call = Call {
    paging: PAGES,
    items: "VpcFirewalls",
    subject: Some(Subject {
        name: "LocalVpc.NetworkInstanceName",
        ..Subject::new(
            "LocalVpc.NetworkInstanceId",
            "ALIYUN::CloudFirewall::VpcFirewall",
            "acs:yundun-cloudfirewall:{region}:{account}:vpcfirewall/{id}",
        )
    }),
    ..cloudfw(
        "cloudfw:DescribeVpcFirewallCenList",
        "DescribeVpcFirewallCenList",
        "yundun-cloudfirewall:DescribeVpcFirewallCenList",
    )
};

/// Express connections and peerings of networks, with their VPC firewalls.
pub static BORDERS_EXPRESS: Call = Call {
    paging: PAGES,
    items: "VpcFirewalls",
    subject: Some(Subject {
        name: "LocalVpc.VpcName",
        ..Subject::new(
            "LocalVpc.VpcId",
            "ALIYUN::CloudFirewall::VpcFirewall",
            "acs:yundun-cloudfirewall:{region}:{account}:vpcfirewall/{id}",
        )
    }),
    ..cloudfw(
        "cloudfw:DescribeVpcFirewallList",
        "DescribeVpcFirewallList",
        "yundun-cloudfirewall:DescribeVpcFirewallList",
    )
};

/// Transit routers, with their VPC firewalls.
pub static BORDERS_TRANSIT: Call = Call {
    paging: PAGES,
    items: "VpcTrFirewalls",
    subject: Some(Subject {
        name: "CenName",
        ..Subject::new(
            "TransitRouterId",
            "ALIYUN::CloudFirewall::VpcFirewall",
            "acs:yundun-cloudfirewall:{region}:{account}:vpcfirewall/{id}",
        )
    }),
    ..cloudfw(
        "cloudfw:DescribeTrFirewallsV2List",
        "DescribeTrFirewallsV2List",
        "yundun-cloudfirewall:DescribeTrFirewallsV2List",
    )
};
