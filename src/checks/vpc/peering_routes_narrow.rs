//! Routes to peered networks are narrow.

use std::collections::BTreeMap;

use crate::api::{vpc, vpcpeer};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::addresses::Range;
use crate::evaluate::{Item, Logic, Outcome, addresses, fail, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-peering-routes-narrow",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "VPC",
    title: Phrase { en: "Routes to peered networks are narrow", zh: "对等连接路由范围收敛" },
    pass_when: Phrase {
        en: "DescribeRouteEntryList is read; a VPC passes when none of its routes to a peering connection reaches beyond the ranges of the peer VPC, and none to a peering connection, router interface or transit router is a default route. A VPC without such routes is not applicable.",
        zh: "读取 DescribeRouteEntryList；VPC 中指向对等连接的路由不超出对端 VPC 网段，且指向对等连接、路由器接口或转发路由器的路由均非默认路由时通过。没有此类路由的 VPC 不适用。",
    },
    risk: Phrase {
        en: "A wide route lets an intruder in one network reach everything in the other.",
        zh: "路由过宽时，侵入一侧网络即可到达另一侧全部资源。",
    },
    remediation: Phrase {
        en: "Replace the wide entry by routes to the needed vSwitch ranges (VPC console > Route Tables). Whether each remaining range is needed is for a person to decide.",
        zh: "在“专有网络 VPC 控制台 > 路由表”中改为指向所需交换机网段的路由；其余网段是否必要由人工判断。",
    },
    cli: "aliyun vpc DeleteRouteEntry --RegionId <region-id> --RouteTableId <route-table-id> --DestinationCidrBlock <cidr> --NextHopId <next-hop-id>",
    reads: &[&vpc::VPCS, &vpc::ROUTE_ENTRIES, &vpcpeer::CONNECTIONS],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "VPC Peering Routing Tables" },
        Covers { source: "cis-2.0", rule: "3.4" },
    ],
    references: &["https://help.aliyun.com/document_detail/448722.html"],
    logic: Logic::Items { of: &vpc::VPCS, judge },
};

/// Next hops that lead into another network. `CenBasic` is a basic transit router.
const HOPS: &[&str] = &["vpcpeer", "routerinterface", "attachment", "cenbasic"];

fn judge(network: &Item<'_>) -> Outcome {
    // (route table, kind and id of the next hop) -> destinations
    let mut routes: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for table in tables(network)? {
        for route in table.items_of(&vpc::ROUTE_ENTRIES)? {
            let hops = route.at("NextHops").list("NextHop");
            // Only the routes that the system makes may go nowhere.
            if hops.is_empty() && !route.text("Type").eq_ignore_ascii_case("System") {
                return Err(route.lacks("NextHops.NextHop"));
            }
            for hop in hops {
                let kind = hop.str("NextHopType")?.to_ascii_lowercase();
                if HOPS.contains(&kind.as_str()) {
                    let key = (table.id(), kind, hop.str("NextHopId")?);
                    routes.entry(key).or_default().push(route.str("DestinationCidrBlock")?);
                }
            }
        }
    }
    let (mut wide, mut gap) = (Vec::new(), None);
    for ((_, kind, id), to) in &routes {
        // A prefix list is named by its id: how wide it is cannot be told.
        if let Some(list) = addresses::unreadable(to.iter().copied()) {
            gap = unknown::<()>(
                format!("what the destination {list} of a route to {id} holds is not read"),
                format!("未读取指向 {id} 的路由目标 {list} 所含网段"),
            )
            .err();
        }
        if addresses::cover_everyone(to.iter().copied()) {
            wide.push(format!("{} -> {id}", to.join(" + ")));
        } else if kind == "vpcpeer" {
            match peer_ranges(network, id) {
                Ok(ranges) => wide.extend(
                    to.iter()
                        .filter(|to| addresses::parse(to).is_some() && !ranges.iter().any(|r| within(to, r)))
                        .map(|to| format!("{to} -> {id}")),
                ),
                Err(missing) => gap = Some(missing),
            }
        }
    }
    if !wide.is_empty() {
        let list = wide.join("; ");
        return fail(format!("wide routes: {list}"), format!("路由过宽：{list}"));
    }
    if let Some(gap) = gap {
        return Err(gap);
    }
    let count: usize = routes.values().map(Vec::len).sum();
    if count == 0 {
        return not_applicable("no route leads into another network", "没有指向其他网络的路由");
    }
    let passed = pass(
        format!("none of its {count} routes into other networks is wide"),
        format!("{count} 条指向其他网络的路由范围均未过宽"),
    );
    passed.map(|verdict| {
        verdict.bounded(
            "whether each range is needed is for a person to decide; routes to transit routers and router interfaces \
             are only looked at for the default route",
            "各网段是否必要须人工判断；指向转发路由器和路由器接口的路由仅检查是否为默认路由",
        )
    })
}

/// The route tables of the network.
fn tables<'s>(network: &Item<'s>) -> Result<Vec<Item<'s>>, Gap> {
    let list = network.account().list(&vpc::ROUTE_TABLES);
    if let Some((_, gap)) = list.gaps.into_iter().find(|(at, _)| at.region == network.region()) {
        return Err(gap);
    }
    let tables: Vec<_> = list.items.into_iter().filter(|table| table.text("VpcId") == network.id()).collect();
    // Each VPC has its system route table.
    if tables.is_empty() {
        return unknown("no route table of the VPC is listed", "未列出该 VPC 的任何路由表");
    }
    Ok(tables)
}

/// The ranges of the network at the other end of a peering connection.
fn peer_ranges<'s>(network: &Item<'s>, connection: &str) -> Result<Vec<&'s str>, Gap> {
    let list = network.account().list(&vpcpeer::CONNECTIONS);
    let Some(found) = list.items.iter().find(|item| item.id() == connection) else {
        return match list.gaps.into_iter().next() {
            Some((_, gap)) => Err(gap),
            None => unknown(
                format!("the peering connection {connection} is not listed"),
                format!("未列出对等连接 {connection}"),
            ),
        };
    };
    let peer = found.at(if found.str("Vpc.VpcId")? == network.id() { "AcceptingVpc" } else { "Vpc" });
    let ranges = [peer.texts("Ipv4Cidrs"), peer.texts("Ipv6Cidrs")].concat();
    if ranges.is_empty() { Err(peer.lacks("Ipv4Cidrs")) } else { Ok(ranges) }
}

/// True when the first range lies in the second.
fn within(inner: &str, outer: &str) -> bool {
    match (addresses::parse(inner), addresses::parse(outer)) {
        (Some(Range::V4(from, to)), Some(Range::V4(first, last))) => first <= from && to <= last,
        (Some(Range::V6(from, to)), Some(Range::V6(first, last))) => first <= from && to <= last,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const TABLE: &[(&str, &str)] = &[("RouteTableId", "vtb-1")];

    fn network() -> Fixture {
        Fixture::new()
            .list(&vpc::VPCS, json!([{ "VpcId": "vpc-1" }]))
            .list(&vpc::ROUTE_TABLES, json!([{ "RouteTableId": "vtb-1", "VpcId": "vpc-1" }]))
    }

    fn routed(routes: &[(&str, &str)]) -> Fixture {
        let hop = |kind: &str| json!({ "NextHop": [{ "NextHopType": kind, "NextHopId": "hop-1" }] });
        let routes: Vec<_> =
            routes.iter().map(|(to, kind)| json!({ "DestinationCidrBlock": to, "NextHops": hop(kind) })).collect();
        network().detail_list(&vpc::ROUTE_ENTRIES, TABLE, json!(routes))
    }

    /// `vpc-1` is the end that accepted.
    fn peered(account: Fixture) -> Fixture {
        let peer = json!({ "InstanceId": "hop-1", "Vpc": { "VpcId": "vpc-2", "Ipv4Cidrs": ["10.2.0.0/16"] },
            "AcceptingVpc": { "VpcId": "vpc-1", "Ipv4Cidrs": ["10.1.0.0/16"] } });
        account.list(&vpcpeer::CONNECTIONS, json!([peer]))
    }

    #[test]
    fn routes_stay_within_the_peer_and_are_never_the_default_route() {
        for (routes, expected) in [
            (vec![("10.2.1.0/24", "VpcPeer")], Pass),
            (vec![("10.2.0.0/16", "VpcPeer")], Pass),
            (vec![("10.0.0.0/8", "VpcPeer")], Fail),
            (vec![("0.0.0.0/0", "VpcPeer")], Fail),
            (vec![("0.0.0.0/0", "Attachment")], Fail),
            (vec![("0.0.0.0/1", "RouterInterface"), ("128.0.0.0/1", "RouterInterface")], Fail),
            (vec![("10.0.0.0/8", "Attachment")], Pass),
            (vec![("0.0.0.0/0", "CenBasic")], Fail),
            (vec![("pl-1", "Attachment")], NotAssessed),
            (vec![("pl-1", "VpcPeer")], NotAssessed),
            (vec![("pl-1", "VpcPeer"), ("10.0.0.0/8", "VpcPeer")], Fail),
            (vec![("0.0.0.0/0", "NatGateway")], NotApplicable),
            (vec![], NotApplicable),
        ] {
            assert_eq!(peered(routed(&routes)).verdict(&CHECK), expected, "{routes:?}");
        }
        assert!(peered(routed(&[("10.2.1.0/24", "VpcPeer")])).finding(&CHECK).caution.is_some());
    }

    #[test]
    fn missing_answers_are_no_verdict() {
        let peering = || routed(&[("10.2.1.0/24", "VpcPeer")]);
        assert_eq!(peering().denied(&vpcpeer::CONNECTIONS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(peering().list(&vpcpeer::CONNECTIONS, json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(network().denied(&vpc::ROUTE_ENTRIES, TABLE).verdict(&CHECK), NotAssessed);
        let hopless = json!([{ "DestinationCidrBlock": "0.0.0.0/0", "Type": "Custom" }]);
        let account = network().detail_list(&vpc::ROUTE_ENTRIES, TABLE, hopless);
        assert_eq!(account.verdict(&CHECK), NotAssessed);
        let tables = json!([{ "RouteTableId": "vtb-2", "VpcId": "vpc-2" }]);
        let tableless = Fixture::new()
            .list(&vpc::VPCS, json!([{ "VpcId": "vpc-1" }]))
            .list(&vpc::ROUTE_TABLES, tables)
            .detail_list(&vpc::ROUTE_ENTRIES, &[("RouteTableId", "vtb-2")], json!([]));
        assert_eq!(tableless.verdict(&CHECK), NotAssessed);
        let listed = Fixture::new().list(&vpc::VPCS, json!([{ "VpcId": "vpc-1" }]));
        assert_eq!(listed.denied(&vpc::ROUTE_TABLES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&vpc::VPCS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&vpc::VPCS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
