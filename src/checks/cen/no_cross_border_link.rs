//! No CEN connection leaves the mainland.

use std::collections::BTreeSet;

use crate::api::cbn;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::mainland::is_mainland;
use crate::evaluate::{Item, Logic, Node, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cen-no-cross-border-link",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "CEN",
    title: Phrase { en: "No CEN connection leaves the mainland", zh: "云企业网不存在跨境连接" },
    pass_when: Phrase {
        en: "ListTransitRouterPeerAttachments, DescribeCenInterRegionBandwidthLimits and DescribeCenBandwidthPackages are read; passes when no connection joins a mainland region with one outside, basic transit routers included, and no bandwidth plan bound to the CEN has IsCrossBorder true or joins the area China with another. Hong Kong counts as outside.",
        zh: "读取 ListTransitRouterPeerAttachments、DescribeCenInterRegionBandwidthLimits 与 DescribeCenBandwidthPackages；不存在连接境内与境外地域的跨地域连接（含基础版转发路由器之间的互连），且所绑定带宽包的 IsCrossBorder 均不为 true、且均不连接中国内地与其他区域时通过。中国香港视为境外。",
    },
    risk: Phrase {
        en: "A cross-border link is a route on which data can leave the mainland. The link alone is no transfer: content, volume and legal basis decide.",
        zh: "跨境链路是数据出境的通道。链路本身不等于出境，须结合内容、数量与合法依据判断。",
    },
    remediation: Phrase {
        en: "Delete the connection if nobody needs it. Otherwise limit its routes and record purpose, kinds of data and the export procedure followed.",
        zh: "不需要的予以删除；确需保留的收窄路由，并记录用途、数据类别及履行的出境手续。",
    },
    cli: "aliyun cbn DeleteTransitRouterPeerAttachment --TransitRouterAttachmentId <attachment-id>",
    reads: &[&cbn::TRANSIT_ROUTERS, &cbn::PEER_ATTACHMENTS, &cbn::REGION_LIMITS, &cbn::BANDWIDTH_PACKAGES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &cbn::CENS, judge },
};

fn judge(cen: &Item<'_>) -> Outcome {
    let (mut basic, mut border) = (BTreeSet::new(), BTreeSet::new());
    let mut crosses = |one: &str, other: &str| {
        if is_mainland(one) != is_mainland(other) {
            border.insert(format!("{one} - {other}"));
        }
    };
    for router in cen.whole_items_of(&cbn::TRANSIT_ROUTERS)? {
        let region = router.str("RegionId")?;
        if !router.str("Type")?.eq_ignore_ascii_case("Enterprise") {
            basic.insert(region);
            continue;
        }
        for link in router.whole_items_of(&cbn::PEER_ATTACHMENTS)? {
            crosses(region, link.str("PeerTransitRouterRegionId")?);
        }
    }
    for limit in cen.whole_items_of(&cbn::REGION_LIMITS)? {
        crosses(limit.str("LocalRegionId")?, limit.str("OppositeRegionId")?);
    }
    // Basic routers are joined with each other without anybody asking for it.
    for (one, other) in basic.iter().flat_map(|a| basic.iter().filter(move |b| *a < **b).map(move |b| (*a, *b))) {
        crosses(one, other);
    }
    // The network names its plans, and each plan the networks it is bound to.
    let mut named = cen.texts("CenBandwidthPackageIds.CenBandwidthPackageId");
    for plan in cen.account().ask(&cbn::BANDWIDTH_PACKAGES)?.must()?.whole_items()? {
        let id = plan.str("CenBandwidthPackageId")?;
        let bound = named.contains(&id) || plan.texts("CenIds.CenId").contains(&cen.id());
        named.retain(|other| *other != id);
        if bound && (joins_china(&plan) || plan.flag("IsCrossBorder")?) {
            border.insert(id.to_owned());
        }
    }
    if border.is_empty()
        && let Some(id) = named.first()
    {
        return unknown(format!("its bandwidth plan {id} is not listed"), format!("未列出其绑定的带宽包 {id}"));
    }
    if border.is_empty() {
        return pass("no connection or bandwidth plan crosses the border", "没有跨境的连接或带宽包");
    }
    let list = border.into_iter().collect::<Vec<_>>().join("; ");
    fail(format!("across the border: {list}"), format!("存在跨境连接或带宽包：{list}"))
}

/// True when a plan is for connections between the mainland, the area `China`, and another area.
fn joins_china(plan: &Node<'_>) -> bool {
    let ends = [plan.text("GeographicRegionAId"), plan.text("GeographicRegionBId")];
    let china = ends.iter().filter(|end| end.eq_ignore_ascii_case("China")).count();
    china == 1 && ends.iter().all(|end| !end.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const CEN: &[(&str, &str)] = &[("CenId", "cen-1")];
    const ROUTER: &[(&str, &str)] = &[("CenId", "cen-1"), ("RegionId", "cn-hangzhou"), ("TransitRouterId", "tr-1")];

    fn cen(edition: &str, second: &str) -> Fixture {
        let router = |id: &str, region: &str| {
            json!({ "CenId": "cen-1", "TransitRouterId": id,
            "RegionId": region, "Type": edition })
        };
        let mut routers = vec![router("tr-1", "cn-hangzhou")];
        if !second.is_empty() {
            routers.push(router("tr-2", second));
        }
        Fixture::new()
            .list(&cbn::CENS, json!([{ "CenId": "cen-1" }]))
            .detail_list(&cbn::TRANSIT_ROUTERS, CEN, json!(routers))
            .detail_list(&cbn::REGION_LIMITS, CEN, json!([]))
    }

    fn plan(cross: bool, of: &str) -> serde_json::Value {
        json!([{ "CenBandwidthPackageId": "cenbwp-1", "IsCrossBorder": cross, "CenIds": { "CenId": [of] } }])
    }

    #[test]
    fn connections_are_judged_by_their_ends() {
        for (peer, expected) in [("cn-shanghai", Pass), ("cn-hongkong", Fail), ("ap-southeast-1", Fail)] {
            let links = json!([{ "PeerTransitRouterRegionId": peer }]);
            let account = cen("Enterprise", "")
                .detail_list(&cbn::PEER_ATTACHMENTS, ROUTER, links)
                .list(&cbn::BANDWIDTH_PACKAGES, json!([]));
            assert_eq!(account.verdict(&CHECK), expected, "{peer}");
        }
        for (second, expected) in [("cn-shanghai", Pass), ("us-west-1", Fail)] {
            let account = cen("Basic", second).list(&cbn::BANDWIDTH_PACKAGES, json!([]));
            assert_eq!(account.verdict(&CHECK), expected, "{second}");
        }
    }

    #[test]
    fn plans_count_for_the_networks_they_are_bound_to() {
        for (plans, expected) in
            [(plan(true, "cen-1"), Fail), (plan(true, "cen-2"), Pass), (plan(false, "cen-1"), Pass)]
        {
            let account = cen("Basic", "").list(&cbn::BANDWIDTH_PACKAGES, plans.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{plans}");
        }
    }

    #[test]
    fn a_plan_between_the_mainland_and_another_area_crosses_the_border() {
        for (one, other, expected) in
            [("China", "China", Pass), ("China", "Asia-Pacific", Fail), ("Europe", "china", Fail), ("Europe", "", Pass)]
        {
            let mut plans = plan(false, "cen-1");
            plans[0]["GeographicRegionAId"] = json!(one);
            plans[0]["GeographicRegionBId"] = json!(other);
            assert_eq!(
                cen("Basic", "").list(&cbn::BANDWIDTH_PACKAGES, plans).verdict(&CHECK),
                expected,
                "{one} {other}"
            );
        }
    }

    #[test]
    fn a_plan_that_the_network_names_counts_and_must_be_listed() {
        let naming = json!([{ "CenId": "cen-1", "CenBandwidthPackageIds": { "CenBandwidthPackageId": ["cenbwp-1"] } }]);
        let mut silent = plan(true, "");
        silent[0]["CenIds"] = json!(null);
        for (plans, expected) in [(silent, Fail), (json!([]), NotAssessed), (plan(false, "cen-1"), Pass)] {
            let account = Fixture::new()
                .list(&cbn::CENS, naming.clone())
                .detail_list(&cbn::TRANSIT_ROUTERS, CEN, json!([]))
                .detail_list(&cbn::REGION_LIMITS, CEN, json!([]))
                .list(&cbn::BANDWIDTH_PACKAGES, plans.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{plans}");
        }
    }

    #[test]
    fn answers_without_their_list_are_no_verdict() {
        let plans = |account: Fixture| account.list(&cbn::BANDWIDTH_PACKAGES, json!([]));
        let peers = cen("Enterprise", "").detail(&cbn::PEER_ATTACHMENTS, ROUTER, json!({}));
        assert_eq!(plans(peers).verdict(&CHECK), NotAssessed);
        let routers = Fixture::new()
            .list(&cbn::CENS, json!([{ "CenId": "cen-1" }]))
            .detail(&cbn::TRANSIT_ROUTERS, CEN, json!({}))
            .detail_list(&cbn::REGION_LIMITS, CEN, json!([]));
        assert_eq!(plans(routers).verdict(&CHECK), NotAssessed);
        assert_eq!(cen("Basic", "").answer(&cbn::BANDWIDTH_PACKAGES, json!({})).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn missing_answers_are_no_verdict() {
        assert_eq!(cen("Basic", "").denied(&cbn::BANDWIDTH_PACKAGES, &[]).verdict(&CHECK), NotAssessed);
        let unread = cen("Enterprise", "").list(&cbn::BANDWIDTH_PACKAGES, json!([]));
        assert_eq!(unread.denied(&cbn::PEER_ATTACHMENTS, ROUTER).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&cbn::CENS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&cbn::CENS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
