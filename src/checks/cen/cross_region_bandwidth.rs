//! Cross-region connections have bandwidth assigned.

use std::collections::BTreeSet;

use crate::api::cbn;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cen-cross-region-bandwidth",
    severity: Severity::Low,
    effort: Effort::Project,
    resource: "CEN",
    title: Phrase {
        en: "Cross-region connections have bandwidth assigned", zh: "跨地域连接已分配足够带宽"
    },
    pass_when: Phrase {
        en: "ListTransitRouterPeerAttachments and DescribeCenInterRegionBandwidthLimits are read; passes when each connection between regions of the CEN has at least 1 Mbit/s; basic transit routers count as connected with each other. Not applicable when there is no such connection.",
        zh: "读取 ListTransitRouterPeerAttachments 与 DescribeCenInterRegionBandwidthLimits；CEN 各跨地域连接带宽不低于 1 Mbit/s 时通过；基础版转发路由器之间视为互连。没有跨地域连接的不适用。",
    },
    risk: Phrase {
        en: "A connection left at the test value carries almost nothing; replication and failover between regions then stall.",
        zh: "停留在测试带宽的连接几乎不能承载业务，跨地域复制与切换会停滞。",
    },
    remediation: Phrase {
        en: "CEN console > the instance > Inter-region Connections: assign bandwidth from a plan or by data transfer, sized on the measured peak.",
        zh: "在“云企业网控制台 > 跨地域连接”中按带宽包或按流量分配带宽，取值依据实测峰值。",
    },
    cli: "aliyun cbn UpdateTransitRouterPeerAttachmentAttribute --TransitRouterAttachmentId <attachment-id> --Bandwidth <mbps>",
    reads: &[&cbn::TRANSIT_ROUTERS, &cbn::PEER_ATTACHMENTS, &cbn::REGION_LIMITS],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "cen-cross-region-bandwidth-check" }],
    references: &[],
    logic: Logic::Items { of: &cbn::CENS, judge },
};

fn judge(cen: &Item<'_>) -> Outcome {
    let (mut basic, mut links, mut starved) = (BTreeSet::new(), 0, Vec::new());
    for router in cen.whole_items_of(&cbn::TRANSIT_ROUTERS)? {
        let region = router.str("RegionId")?;
        if !router.str("Type")?.eq_ignore_ascii_case("Enterprise") {
            basic.insert(region);
            continue;
        }
        for link in router.whole_items_of(&cbn::PEER_ATTACHMENTS)? {
            links += 1;
            let mbps = link.int("Bandwidth")?;
            if mbps < 1 {
                starved.push(format!("{region} - {}: {mbps} Mbit/s", link.text("PeerTransitRouterRegionId")));
            }
        }
    }
    let limits = cen.items_of(&cbn::REGION_LIMITS)?;
    for (one, other) in basic.iter().flat_map(|a| basic.iter().filter(move |b| *a < **b).map(move |b| (*a, *b))) {
        links += 1;
        // Basic routers join all their regions at a test speed; only pairs with real bandwidth are listed.
        let limit = limits.iter().find(|limit| {
            let ends = (limit.text("LocalRegionId"), limit.text("OppositeRegionId"));
            ends == (one, other) || ends == (other, one)
        });
        let mbps = limit.map_or(Ok(0), |limit| limit.int("BandwidthLimit"))?;
        if mbps < 1 {
            starved.push(format!("{one} - {other}: {mbps} Mbit/s"));
        }
    }
    if !starved.is_empty() {
        let list = starved.join("; ");
        return fail(format!("no bandwidth assigned: {list}"), format!("未分配带宽：{list}"));
    }
    match links {
        0 => not_applicable("no connection between regions", "没有跨地域连接"),
        count => pass(
            format!("each of its {count} connections between regions has at least 1 Mbit/s"),
            format!("{count} 条跨地域连接带宽均不低于 1 Mbit/s"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const CEN: &[(&str, &str)] = &[("CenId", "cen-1")];
    const ROUTER: &[(&str, &str)] = &[("CenId", "cen-1"), ("RegionId", "cn-hangzhou"), ("TransitRouterId", "tr-1")];

    fn cen(edition: &str) -> Fixture {
        let router = |id: &str, region: &str| {
            json!({ "CenId": "cen-1", "TransitRouterId": id,
            "RegionId": region, "Type": edition })
        };
        let mut routers = vec![router("tr-1", "cn-hangzhou")];
        if edition == "Basic" {
            routers.push(router("tr-2", "cn-shanghai"));
        }
        Fixture::new().list(&cbn::CENS, json!([{ "CenId": "cen-1" }])).detail_list(
            &cbn::TRANSIT_ROUTERS,
            CEN,
            json!(routers),
        )
    }

    #[test]
    fn enterprise_routers_have_connections() {
        for (links, expected) in [
            (json!([{ "PeerTransitRouterRegionId": "cn-shanghai", "Bandwidth": 10 }]), Pass),
            (json!([{ "PeerTransitRouterRegionId": "cn-shanghai", "Bandwidth": 0 }]), Fail),
            (json!([{ "PeerTransitRouterRegionId": "cn-shanghai" }]), NotAssessed),
            (json!([]), NotApplicable),
        ] {
            let account = cen("Enterprise").detail_list(&cbn::REGION_LIMITS, CEN, json!([]));
            let account = account.detail_list(&cbn::PEER_ATTACHMENTS, ROUTER, links.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{links}");
        }
    }

    #[test]
    fn basic_routers_have_limits_in_either_direction() {
        let limit = |mbps: i64| {
            json!([{ "LocalRegionId": "cn-shanghai",
            "OppositeRegionId": "cn-hangzhou", "BandwidthLimit": mbps }])
        };
        for (limits, expected) in [(limit(2), Pass), (limit(0), Fail), (json!([]), Fail)] {
            let account = cen("Basic").detail_list(&cbn::REGION_LIMITS, CEN, limits.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{limits}");
        }
    }

    #[test]
    fn missing_answers_are_no_verdict() {
        assert_eq!(cen("Basic").denied(&cbn::REGION_LIMITS, CEN).verdict(&CHECK), NotAssessed);
        assert_eq!(cen("Enterprise").denied(&cbn::PEER_ATTACHMENTS, ROUTER).verdict(&CHECK), NotAssessed);
        let silent = cen("Enterprise").detail_list(&cbn::REGION_LIMITS, CEN, json!([]));
        assert_eq!(silent.detail(&cbn::PEER_ATTACHMENTS, ROUTER, json!({})).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&cbn::CENS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&cbn::CENS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
