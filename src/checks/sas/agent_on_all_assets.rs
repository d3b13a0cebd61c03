//! All servers have an online Security Center agent.

use std::collections::BTreeSet;

use crate::api::sas;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-agent-on-all-assets",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "account",
    title: Phrase {
        en: "All servers have an online Security Center agent", zh: "全部服务器已安装客户端且在线"
    },
    pass_when: Phrase {
        en: "ListUninstallAegisMachines and DescribeCloudCenterInstances are read; the account passes when TotalCount of uninstalled machines is 0 and no running server has a ClientStatus other than online.",
        zh: "读取 ListUninstallAegisMachines 与 DescribeCloudCenterInstances；未安装数量为 0 且运行中的服务器 ClientStatus 均为 online 即通过。",
    },
    risk: Phrase {
        en: "A single server without an agent is a blind spot that alarms and scans never reach.",
        zh: "任何一台未安装客户端的服务器都是告警与扫描的盲区。",
    },
    remediation: Phrase {
        en: "Install the missing agents from Security Center > Assets > Host, restart offline ones and switch on automatic installation.",
        zh: "在“资产中心 > 主机资产”中补装客户端、恢复离线客户端，并开启自动安装。",
    },
    cli: "aliyun sas OperateAgentClientInstall --InstanceIds <instance-id> --Region <region-id> --Os linux",
    reads: &[&sas::UNINSTALLED, &sas::INSTANCES],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "securitycenter_all_assets_agent_installed" },
        Covers { source: "trend-vision-one", rule: "Install Security Center Agent" },
        Covers { source: "cis-2.0", rule: "8.2" },
    ],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let (missing, servers) = (account.list_or_hole(&sas::UNINSTALLED), account.list_or_hole(&sas::INSTANCES));
    let mut hole = missing.gaps.into_iter().chain(servers.gaps).next().map(|(_, gap)| gap);
    let without: BTreeSet<_> = missing.items.iter().map(|machine| machine.text("InstanceId")).collect();
    let (mut running, mut offline) = (0_usize, Vec::new());
    for server in servers.items.iter().filter(|server| server.text("Status") != "notRunning") {
        running += 1;
        match server.str("ClientStatus") {
            Ok("online") => {}
            Ok(_) if without.contains(server.id()) => {}
            Ok(state) => offline.push(format!("{} ({state})", server.id())),
            Err(gap) => hole = hole.or(Some(gap)),
        }
    }
    if !without.is_empty() || !offline.is_empty() {
        let some = without.iter().copied().chain(offline.iter().map(String::as_str)).take(5).collect::<Vec<_>>();
        let (without, offline, some) = (without.len(), offline.len(), some.join(", "));
        return fail(
            format!("{without} servers without an agent, {offline} running servers with an agent not online: {some}"),
            format!("未安装客户端 {without} 台，运行中但客户端不在线 {offline} 台：{some}"),
        );
    }
    match hole {
        Some(gap) => Err(gap),
        None if servers.items.is_empty() => not_applicable("Security Center knows no server", "云安全中心中没有服务器"),
        None if running == 0 => {
            not_applicable("none of the servers that Security Center knows is running", "云安全中心中的服务器均未运行")
        }
        None => pass(
            format!("all {running} running servers have an agent online"),
            format!("运行中的 {running} 台服务器均已安装客户端且在线"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::api::Paging;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const INTL: &str = "ap-southeast-1";

    fn account(missing: Value, servers: Value) -> Fixture {
        Fixture::new()
            .list(&sas::UNINSTALLED, missing)
            .list_in(&sas::UNINSTALLED, INTL, json!([]))
            .list(&sas::INSTANCES, servers)
            .list_in(&sas::INSTANCES, INTL, json!([]))
    }

    fn server(agent: &str, state: &str) -> Value {
        json!([{ "InstanceId": "i-1", "ClientStatus": agent, "Status": state }])
    }

    #[test]
    fn every_running_server_needs_an_agent_online() {
        for (agent, state, expected) in [
            ("online", "Running", Pass),
            ("offline", "Running", Fail),
            ("pause", "Running", Fail),
            ("offline", "notRunning", NotApplicable),
            ("offline", "", Fail),
        ] {
            assert_eq!(account(json!([]), server(agent, state)).verdict(&CHECK), expected, "{agent} {state}");
        }
        let missing = json!([{ "InstanceId": "i-2" }]);
        assert_eq!(account(missing, server("online", "Running")).verdict(&CHECK), Fail);
        assert_eq!(account(json!([]), json!([])).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_refused_list_is_a_hole_and_never_a_pass() {
        let good = || account(json!([]), server("online", "Running"));
        assert_eq!(good().denied(&sas::UNINSTALLED, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(good().denied(&sas::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(good().cut(&sas::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(account(json!([]), json!([{ "InstanceId": "i-1" }])).verdict(&CHECK), NotAssessed);
        // An answer without the list does not say that no machine lacks an agent.
        for (body, expected) in [(json!({ "RequestId": "x" }), NotAssessed), (json!({ "TotalCount": 0 }), Pass)] {
            assert_eq!(good().instead(&sas::UNINSTALLED, body.clone()).verdict(&CHECK), expected, "{body}");
        }
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn the_total_of_servers_is_in_the_page_info() {
        assert!(matches!(sas::INSTANCES.paging, Paging::Number { total: "PageInfo.TotalCount", .. }));
    }
}
