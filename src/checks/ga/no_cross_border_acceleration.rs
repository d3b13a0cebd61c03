//! Global Accelerator carries no cross-border traffic.

use std::collections::BTreeSet;

use crate::api::ga;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::mainland::is_mainland;
use crate::evaluate::{Item, Logic, Outcome, fail, manual, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ga-no-cross-border-acceleration",
    severity: Severity::Low,
    effort: Effort::Change,
    resource: "accelerator",
    title: Phrase { en: "Global Accelerator carries no cross-border traffic", zh: "全球加速未开启跨境加速" },
    pass_when: Phrase {
        en: "ListAccelerators, ListIpSets and ListEndpointGroups are read; passes when CrossBorderStatus is not true and no acceleration area and endpoint group lie on two sides of the mainland border. Anycast entry is for a person to judge. Standard accelerators only.",
        zh: "读取 ListAccelerators、ListIpSets 与 ListEndpointGroups；CrossBorderStatus 不为 true，且加速区域与终端节点组未分处境内外时通过；自动就近接入（Anycast）须人工判断。仅检查标准型实例。",
    },
    risk: Phrase {
        en: "Cross-border acceleration carries users' requests, and often personal data, over the border. Whether that is an export needing a procedure is for the legal assessment.",
        zh: "跨境加速会使用户请求（常含个人信息）跨越边境，是否构成需履行手续的出境须经法律评估。",
    },
    remediation: Phrase {
        en: "Turn cross-border acceleration off, or record purpose, data and export basis. Serve mainland users from a mainland endpoint group.",
        zh: "关闭跨境加速，或登记用途、数据类别与出境依据；境内用户由境内终端节点组提供服务。",
    },
    cli: "aliyun ga UpdateAcceleratorCrossBorderStatus --RegionId cn-hangzhou --AcceleratorId <accelerator-id> --CrossBorderStatus false",
    reads: &[&ga::IP_SETS, &ga::ENDPOINT_GROUPS],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/153127.html"],
    logic: Logic::Items { of: &ga::ACCELERATORS, judge },
};

fn judge(accelerator: &Item<'_>) -> Outcome {
    // Left out by accelerators that cannot carry such traffic; the regions below decide in any case.
    if accelerator.maybe_flag("CrossBorderStatus") == Some(true) {
        return fail("cross-border acceleration is on", "已开启跨境加速");
    }
    let (mut users, mut servers) = (BTreeSet::new(), BTreeSet::new());
    for set in accelerator.whole_items_of(&ga::IP_SETS)? {
        users.insert(set.str("AccelerateRegionId")?);
    }
    for group in accelerator.whole_items_of(&ga::ENDPOINT_GROUPS)? {
        servers.insert(group.str("EndpointGroupRegion")?);
    }
    // An anycast address is announced in many places: its users are in no area.
    if accelerator.text("IpSetConfig.AccessMode").eq_ignore_ascii_case("Anycast") && !servers.is_empty() {
        let list = servers.into_iter().collect::<Vec<_>>().join(", ");
        return manual(
            format!(
                "users enter at the nearest place (Anycast), servers are in {list}: find out whether users and servers are on two sides of the border"
            ),
            format!("采用自动就近接入（Anycast），终端节点组位于 {list}，须人工核实用户与终端节点组是否分处境内外"),
        );
    }
    if servers.is_empty() && !users.is_empty() {
        return unknown(
            "areas but no endpoint group: groups of custom routing listeners are not read",
            "有加速区域但未列出终端节点组，自定义路由监听的终端节点组未读取",
        );
    }
    let crossing = users.iter().find_map(|from| {
        let to = servers.iter().find(|to| is_mainland(from) != is_mainland(to))?;
        Some((*from, *to))
    });
    match crossing {
        Some((from, to)) => fail(
            format!("users in {from} are served by servers in {to}, across the border"),
            format!("{from} 的用户由 {to} 的终端节点组提供服务，跨越边境"),
        ),
        None => pass(
            format!("{} acceleration areas and {} endpoint regions on one side", users.len(), servers.len()),
            format!("{} 个加速区域与 {} 个终端节点组地域位于边境同侧", users.len(), servers.len()),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const GA: &[(&str, &str)] = &[("AcceleratorId", "ga-1")];

    fn accelerator(status: bool) -> Fixture {
        let list = json!([{ "AcceleratorId": "ga-1", "CrossBorderStatus": status }]);
        Fixture::new().list(&ga::ACCELERATORS, list)
    }

    #[test]
    fn the_switch_and_the_regions_decide() {
        for (on, users, servers, expected) in [
            (false, "cn-shanghai", "cn-hangzhou", Pass),
            (true, "cn-shanghai", "cn-hangzhou", Fail),
            (false, "cn-hongkong", "cn-hangzhou", Fail),
            (false, "cn-shanghai", "ap-southeast-1", Fail),
            (false, "us-west-1", "cn-hongkong", Pass),
        ] {
            let account = accelerator(on)
                .detail_list(&ga::IP_SETS, GA, json!([{ "AccelerateRegionId": users }]))
                .detail_list(&ga::ENDPOINT_GROUPS, GA, json!([{ "EndpointGroupRegion": servers }]));
            assert_eq!(account.verdict(&CHECK), expected, "{on} {users} {servers}");
        }
    }

    #[test]
    fn anycast_users_are_anywhere() {
        use crate::domain::FindingStatus::Manual;
        for (mode, servers, expected) in [
            ("Anycast", json!([{ "EndpointGroupRegion": "cn-hangzhou" }]), Manual),
            ("UserDefine", json!([{ "EndpointGroupRegion": "cn-hangzhou" }]), Pass),
            ("Anycast", json!([]), Pass),
        ] {
            let list = json!([{ "AcceleratorId": "ga-1", "IpSetConfig": { "AccessMode": mode } }]);
            let account = Fixture::new()
                .list(&ga::ACCELERATORS, list)
                .detail_list(&ga::IP_SETS, GA, json!([]))
                .detail_list(&ga::ENDPOINT_GROUPS, GA, servers.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{mode} {servers}");
        }
    }

    #[test]
    fn areas_without_the_other_side_are_no_verdict() {
        let users =
            || accelerator(false).detail_list(&ga::IP_SETS, GA, json!([{ "AccelerateRegionId": "cn-beijing" }]));
        assert_eq!(users().detail_list(&ga::ENDPOINT_GROUPS, GA, json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(users().detail(&ga::ENDPOINT_GROUPS, GA, json!({})).verdict(&CHECK), NotAssessed);
        let servers = json!([{ "EndpointGroupRegion": "cn-hangzhou" }]);
        let silent = accelerator(false).detail(&ga::IP_SETS, GA, json!({}));
        assert_eq!(silent.detail_list(&ga::ENDPOINT_GROUPS, GA, servers).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn missing_answers_are_no_verdict() {
        let users = || accelerator(false).detail_list(&ga::IP_SETS, GA, json!([]));
        assert_eq!(users().denied(&ga::ENDPOINT_GROUPS, GA).verdict(&CHECK), NotAssessed);
        assert_eq!(accelerator(false).denied(&ga::IP_SETS, GA).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&ga::ACCELERATORS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ga::ACCELERATORS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
