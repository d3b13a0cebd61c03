//! Leased lines have a second, independent circuit.

use crate::api::vpc;
use crate::checks::Check;
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "express-connect-redundant",
    severity: Severity::Medium,
    effort: Effort::Project,
    resource: "virtual border router",
    title: Phrase { en: "Leased lines have a second, independent circuit", zh: "专线具备独立的冗余线路" },
    pass_when: Phrase {
        en: "DescribeVirtualBorderRouters is read; an active router passes when another active virtual border router on a different physical connection that is enabled and not locked, and at a different access point, serves the same CEN or Express Connect router.",
        zh: "读取 DescribeVirtualBorderRouters；对状态正常的边界路由器，同一云企业网或专线网关上存在另一台状态正常、使用不同物理专线（已启用且未锁定）和不同接入点的边界路由器时通过。",
    },
    risk: Phrase {
        en: "One circuit is a single point of failure: digging works or an access-point fault cut the data centre off.",
        zh: "单条专线是单点故障，线路施工或接入点故障即可中断与数据中心的连接。",
    },
    remediation: Phrase {
        en: "Order a second physical connection at another access point, create a virtual border router on it, join it to the same CEN, and set routes and health checks for failover. Test the switch-over.",
        zh: "在另一接入点申请第二条物理专线，创建边界路由器并加入同一云企业网，配置路由与健康检查，并演练切换。",
    },
    cli: "aliyun vpc CreateVirtualBorderRouter --RegionId <region-id> --PhysicalConnectionId <second-connection-id> --VlanId <vlan> --LocalGatewayIp <ip> --PeerGatewayIp <ip> --PeeringSubnetMask <mask>",
    reads: &[&vpc::BORDER_ROUTERS],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &vpc::BORDER_ROUTERS, judge },
};

fn judge(router: &Item<'_>) -> Outcome {
    if router.str("Status")? != "active" {
        return skip();
    }
    let networks = networks(router);
    if networks.is_empty() {
        return fail("joined to no CEN and no Express Connect router", "未加入云企业网或专线网关");
    }
    let (line, place) = (router.str("PhysicalConnectionId")?, router.str("AccessPointId")?);
    let all = router.account().list(&vpc::BORDER_ROUTERS);
    let (mut nearest, mut idle, mut gap) = (None, None, None);
    for other in all.items.iter().filter(|other| other.id() != router.id() && other.text("Status") == "active") {
        let shared = self::networks(other).into_iter().find(|network| networks.contains(network));
        let Some(network) = shared else { continue };
        let apart = (other.str("PhysicalConnectionId")? != line, other.str("AccessPointId")? != place);
        if apart == (true, true) {
            let id = other.id();
            match line_works(other) {
                Ok(true) => {
                    return pass(
                        format!("{id} serves {network} on another circuit at another access point"),
                        format!("{id} 使用另一专线和另一接入点服务于 {network}"),
                    );
                }
                Ok(false) => idle = Some(id),
                Err(missing) => gap = Some(missing),
            }
            continue;
        }
        nearest = Some(other.id());
    }
    if let Some(gap) = gap.or_else(|| all.gaps.into_iter().next().map(|(_, gap)| gap)) {
        return Err(gap);
    }
    if let Some(id) = idle {
        return fail(format!("the circuit of {id} is not in service"), format!("{id} 所用专线未处于服务状态"));
    }
    match nearest {
        Some(id) => fail(
            format!("{id} serves the same network, but on the same circuit or access point"),
            format!("{id} 服务于同一网络，但使用同一专线或同一接入点"),
        ),
        None => fail("no second circuit serves the same network", "同一网络没有第二条专线"),
    }
}

/// The enterprise networks and the Express Connect router that a border router is joined to.
fn networks<'s>(router: &Item<'s>) -> Vec<&'s str> {
    let cens = router.at("AssociatedCens").list("AssociatedCen").into_iter();
    cens.map(|cen| (cen.text("CenId"), cen.text("CenStatus")))
        .chain([(router.text("EcrId"), router.text("EcrAttatchStatus"))])
        .filter(|(id, state)| !id.is_empty() && !APART.contains(&state.to_ascii_lowercase().as_str()))
        .map(|(id, _)| id)
        .collect()
}

/// States in which a router does not carry the network's traffic yet, or no longer.
const APART: &[&str] = &["attaching", "detaching", "detached"];

/// True when the leased line under a border router is in service.
fn line_works(router: &Item<'_>) -> Result<bool, Gap> {
    let lock = router.text("PhysicalConnectionBusinessStatus");
    let unlocked = lock.is_empty() || lock.eq_ignore_ascii_case("Normal");
    Ok(router.str("PhysicalConnectionStatus")?.eq_ignore_ascii_case("Enabled") && unlocked)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn router(id: &str, line: &str, place: &str, cen: &str) -> serde_json::Value {
        json!({ "VbrId": id, "Status": "active", "PhysicalConnectionId": line, "AccessPointId": place,
            "PhysicalConnectionStatus": "Enabled",
            "AssociatedCens": { "AssociatedCen": [{ "CenId": cen }] } })
    }

    fn first(account: Fixture) -> crate::domain::FindingStatus {
        account.verdicts(&CHECK).into_iter().find(|(id, _)| id == "vbr-1").expect("a verdict").1
    }

    #[test]
    fn the_second_circuit_is_independent_and_serves_the_same_network() {
        for (other, expected) in [
            (router("vbr-2", "pc-2", "ap-2", "cen-1"), Pass),
            (router("vbr-2", "pc-1", "ap-2", "cen-1"), Fail),
            (router("vbr-2", "pc-2", "ap-1", "cen-1"), Fail),
            (router("vbr-2", "pc-2", "ap-2", "cen-2"), Fail),
            (router("vbr-2", "pc-2", "ap-2", ""), Fail),
        ] {
            let routers = json!([router("vbr-1", "pc-1", "ap-1", "cen-1"), other]);
            assert_eq!(first(Fixture::new().list(&vpc::BORDER_ROUTERS, routers)), expected, "{other}");
        }
        let mut broken = router("vbr-2", "pc-2", "ap-2", "cen-1");
        broken["Status"] = json!("terminated");
        let routers = json!([router("vbr-1", "pc-1", "ap-1", "cen-1"), broken]);
        assert_eq!(first(Fixture::new().list(&vpc::BORDER_ROUTERS, routers)), Fail);
        let lone = router("vbr-1", "pc-1", "ap-1", "");
        assert_eq!(first(Fixture::new().list(&vpc::BORDER_ROUTERS, json!([lone]))), Fail);
    }

    #[test]
    fn the_second_circuit_is_in_service() {
        for (field, value, expected) in [
            ("PhysicalConnectionStatus", json!("Terminated"), Fail),
            ("PhysicalConnectionStatus", json!(null), NotAssessed),
            ("PhysicalConnectionBusinessStatus", json!("FinancialLocked"), Fail),
            ("PhysicalConnectionBusinessStatus", json!("Normal"), Pass),
            ("AssociatedCens", json!({ "AssociatedCen": [{ "CenId": "cen-1", "CenStatus": "Attached" }] }), Pass),
            ("AssociatedCens", json!({ "AssociatedCen": [{ "CenId": "cen-1", "CenStatus": "Detaching" }] }), Fail),
        ] {
            let mut other = router("vbr-2", "pc-2", "ap-2", "cen-1");
            other[field] = value;
            let routers = json!([router("vbr-1", "pc-1", "ap-1", "cen-1"), other]);
            assert_eq!(first(Fixture::new().list(&vpc::BORDER_ROUTERS, routers)), expected, "{other}");
        }
    }

    #[test]
    fn the_second_circuit_may_end_in_another_region() {
        let account = || {
            Fixture::new().regions(&["cn-hangzhou", "cn-shanghai"]).list_in(
                &vpc::BORDER_ROUTERS,
                "cn-hangzhou",
                json!([router("vbr-1", "pc-1", "ap-1", "cen-1")]),
            )
        };
        let other = json!([router("vbr-2", "pc-2", "ap-2", "cen-1")]);
        assert_eq!(first(account().list_in(&vpc::BORDER_ROUTERS, "cn-shanghai", other)), Pass);
        // The region was not read: it may be there.
        assert_eq!(first(account()), NotAssessed);
    }

    #[test]
    fn no_router_and_no_answer() {
        assert_eq!(Fixture::new().list(&vpc::BORDER_ROUTERS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&vpc::BORDER_ROUTERS, &[]).verdict(&CHECK), NotAssessed);
    }
}
