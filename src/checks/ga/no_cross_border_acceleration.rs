//! Global Accelerator carries no cross-border traffic.

use std::collections::BTreeSet;

use crate::api::ga;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::mainland::is_mainland;
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ga-no-cross-border-acceleration",
    severity: Severity::Low,
    effort: Effort::Change,
    resource: "accelerator",
    title: Phrase { en: "Global Accelerator carries no cross-border traffic", zh: "全球加速未开启跨境加速" },
    pass_when: Phrase {
        en: "ListAccelerators, ListIpSets and ListEndpointGroups are read; passes when CrossBorderStatus is not true and no acceleration area and endpoint group lie on two sides of the mainland border.",
        zh: "读取 ListAccelerators、ListIpSets 与 ListEndpointGroups；CrossBorderStatus 不为 true，且加速区域与终端节点组未分处境内外时通过。",
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
    for set in accelerator.items_of(&ga::IP_SETS)? {
        users.insert(set.str("AccelerateRegionId")?);
    }
    for group in accelerator.items_of(&ga::ENDPOINT_GROUPS)? {
        servers.insert(group.str("EndpointGroupRegion")?);
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
    fn missing_answers_are_no_verdict() {
        let users = || accelerator(false).detail_list(&ga::IP_SETS, GA, json!([]));
        assert_eq!(users().denied(&ga::ENDPOINT_GROUPS, GA).verdict(&CHECK), NotAssessed);
        assert_eq!(accelerator(false).denied(&ga::IP_SETS, GA).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&ga::ACCELERATORS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ga::ACCELERATORS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
