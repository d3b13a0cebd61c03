//! VPC border is protected by a VPC firewall.

use crate::api::cloudfw;
use crate::checks::Check;
use crate::checks::cloudfw_enabled::{in_service, not_in_service};
use crate::domain::{Effort, Resource, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, Sheet, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cloudfw-vpc-border-protected",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "VPC border",
    title: Phrase { en: "VPC border is protected by a VPC firewall", zh: "VPC 边界已开启 VPC 边界防火墙" },
    pass_when: Phrase {
        en: "The VPC firewalls of CEN, transit router and Express Connect are read; the border passes when FirewallSwitchStatus is opened. Borders in regions without VPC firewalls, and accounts without Cloud Firewall, are not applicable.",
        zh: "读取云企业网、转发路由器与高速通道的 VPC 边界防火墙；FirewallSwitchStatus 为 opened 即通过，所在地域不支持的边界以及未开通云防火墙的不适用。",
    },
    risk: Phrase {
        en: "Traffic between VPCs and data centres then flows without inspection, so an intruder can move on from one zone to the next.",
        zh: "未开启时 VPC 之间及与机房之间的流量不经检测，入侵者可跨区域横向移动。",
    },
    remediation: Phrase {
        en: "Create and open the VPC firewall under Firewall Settings > VPC Border in a quiet hour, as routes change, and add access control rules.",
        zh: "在业务低峰期于“防火墙开关 > VPC 边界”中创建并开启（会调整路由），随后配置访问控制策略。",
    },
    cli: "aliyun cloudfw ModifyVpcFirewallCenSwitchStatus --VpcFirewallId <vpc-firewall-id> --FirewallSwitch open",
    reads: &[&cloudfw::VERSION, &cloudfw::BORDERS_CEN, &cloudfw::BORDERS_EXPRESS, &cloudfw::BORDERS_TRANSIT],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Custom(judge),
};

fn judge(account: &Account<'_>, sheet: &mut Sheet<'_>) {
    let (mut places, mut seen) = (Vec::new(), 0);
    for (place, known) in in_service(account) {
        match known {
            Ok(()) => places.push(place),
            Err(gap) => {
                seen += 1;
                sheet.resource(Resource { region: place.to_owned(), ..account.resource() }, Err(gap));
            }
        }
    }
    let lists = [
        (&cloudfw::BORDERS_CEN, "LocalVpc.RegionNo"),
        (&cloudfw::BORDERS_EXPRESS, "LocalVpc.RegionNo"),
        (&cloudfw::BORDERS_TRANSIT, "RegionNo"),
    ];
    for (call, region) in lists {
        let mut borders = account.list(call);
        // What a centre without a firewall answers does not matter.
        borders.gaps.retain(|(at, _)| places.contains(&at.region.as_str()));
        seen += borders.gaps.len();
        for border in sheet.items_of(borders).iter().filter(|border| places.contains(&border.region())) {
            seen += 1;
            let mut resource = Resource { region: border.text(region).to_owned(), ..border.resource() };
            if border.has("PeerVpc.VpcId") {
                resource.id = format!("{}--{}", resource.id, border.text("PeerVpc.VpcId"));
            }
            sheet.resource(resource, protected(border));
        }
    }
    if seen == 0 && places.is_empty() {
        sheet.account(not_in_service());
    } else if seen == 0 {
        sheet.account(not_applicable("Cloud Firewall lists no VPC border", "云防火墙未列出 VPC 边界"));
    }
}

fn protected(border: &Item<'_>) -> Outcome {
    let status = border.str("FirewallSwitchStatus")?;
    if status != "opened" {
        if border.text("RegionStatus") == "disable" {
            return not_applicable(
                format!("the region has no VPC firewalls; FirewallSwitchStatus is {status}"),
                format!("所在地域不支持 VPC 边界防火墙，FirewallSwitchStatus 为 {status}"),
            );
        }
        return fail(format!("FirewallSwitchStatus is {status}"), format!("FirewallSwitchStatus 为 {status}"));
    }
    let open = pass("FirewallSwitchStatus is opened", "FirewallSwitchStatus 为 opened");
    match border.maybe_int("UnprotectedResource.Count").unwrap_or(0) {
        0 => open,
        left => open.map(|v| {
            v.bounded(
                format!("{left} networks of the transit router are not led through the firewall"),
                format!("该转发路由器仍有 {left} 个网络实例未引流至防火墙"),
            )
        }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::checks::cloudfw_enabled::fixtures::{bought, none};
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn borders(cen: Value, express: Value, transit: Value) -> Fixture {
        let account = bought().list(&cloudfw::BORDERS_CEN, cen).list(&cloudfw::BORDERS_EXPRESS, express);
        account.list(&cloudfw::BORDERS_TRANSIT, transit)
    }

    #[test]
    fn each_border_must_be_opened() {
        for (status, region, expected) in [
            ("opened", "enable", Pass),
            ("closed", "enable", Fail),
            ("notconfigured", "enable", Fail),
            ("notconfigured", "disable", NotApplicable),
        ] {
            let border = |id: &str| {
                let local = json!({ "NetworkInstanceId": id, "VpcId": id, "RegionNo": "cn-hangzhou" });
                json!([{ "FirewallSwitchStatus": status, "RegionStatus": region, "LocalVpc": local }])
            };
            assert_eq!(borders(border("vpc-1"), json!([]), json!([])).verdict(&CHECK), expected, "{status} {region}");
            let express = json!([{ "FirewallSwitchStatus": status, "RegionStatus": region,
                "LocalVpc": { "VpcId": "vpc-1" }, "PeerVpc": { "VpcId": "vpc-2" } }]);
            let verdicts = borders(json!([]), express, json!([])).verdicts(&CHECK);
            assert_eq!(verdicts, [("vpc-1--vpc-2".to_owned(), expected)], "{status} {region}");
        }
    }

    #[test]
    fn networks_beside_a_transit_firewall_bound_the_pass() {
        let router = json!([{ "TransitRouterId": "tr-1", "FirewallSwitchStatus": "opened",
            "UnprotectedResource": { "Count": 2 } }]);
        let finding = borders(json!([]), json!([]), router).finding(&CHECK);
        assert_eq!((finding.status, finding.caution.is_some()), (Pass, true));
    }

    #[test]
    fn without_firewall_or_borders_it_is_not_applicable_and_holes_are_holes() {
        assert_eq!(none().verdict(&CHECK), NotApplicable);
        assert_eq!(borders(json!([]), json!([]), json!([])).verdict(&CHECK), NotApplicable);
        let denied = borders(json!([]), json!([]), json!([])).denied(&cloudfw::BORDERS_TRANSIT, &[]);
        assert_eq!(denied.verdict(&CHECK), NotAssessed);
        let half = json!([{ "LocalVpc": { "NetworkInstanceId": "vpc-1" } }]);
        assert_eq!(borders(half, json!([]), json!([])).verdict(&CHECK), NotAssessed);
    }
}
