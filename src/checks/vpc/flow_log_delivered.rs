//! Flow logs record all traffic and are delivered.

use crate::api::{sls, vpc};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-flow-log-delivered",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "flow log",
    title: Phrase {
        en: "Flow logs record all traffic and are delivered", zh: "流日志记录全部流量并正常投递"
    },
    pass_when: Phrase {
        en: "DescribeFlowLogs and ListLogStores are read; passes when the flow log is Active, has TrafficType All on every traffic path (TrafficPath), shows no delivery error or arrears lock, records IPv6 where the network has it (IpVersion), and its Log Service logstore exists.",
        zh: "读取 DescribeFlowLogs 与 ListLogStores；流日志为 Active、TrafficType 为 All 且未限定采集路径（TrafficPath）、无投递错误且未欠费锁定，网络启用 IPv6 时一并采集（IpVersion），且目标日志库存在时通过。",
    },
    risk: Phrase {
        en: "A flow log that records only refused traffic, or whose logstore was deleted, looks enabled but proves nothing.",
        zh: "只记录被拒流量，或目标日志库已删除的流日志，看似开启却无法提供证据。",
    },
    remediation: Phrase {
        en: "Create a new flow log with traffic type All and a valid project and logstore, or restore the logstore; then remove the broken one. Check the logstore's retention period as well.",
        zh: "新建流量类型为全部且目标有效的流日志，或恢复日志库，再删除失效的流日志；同时核对日志库保存期。",
    },
    cli: "aliyun vpc ActiveFlowLog --RegionId <region-id> --FlowLogId <flow-log-id>",
    reads: &[&vpc::FLOW_LOGS, &vpc::VPCS, &vpc::VSWITCHES, &sls::LOGSTORES],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Flow Log Enabled and Configured" },
        Covers { source: "cis-2.0", rule: "2.5" },
    ],
    references: &[],
    logic: Logic::Items { of: &vpc::FLOW_LOGS, judge },
};

fn judge(log: &Item<'_>) -> Outcome {
    let (status, traffic) = (log.str("Status")?, log.str("TrafficType")?);
    if status != "Active" {
        return fail(format!("not started (Status {status})"), format!("未启动（Status 为 {status}）"));
    }
    if !traffic.eq_ignore_ascii_case("All") {
        return fail(format!("records only {traffic} traffic"), format!("仅记录 {traffic} 流量"));
    }
    // Left out where every path is recorded.
    let paths = log.texts("TrafficPath.TrafficPathList");
    if !paths.is_empty() && !paths.iter().any(|path| path.eq_ignore_ascii_case("all")) {
        let list = paths.join(", ");
        return fail(format!("records only the traffic of {list}"), format!("仅采集以下路径的流量：{list}"));
    }
    let lock = log.text("BusinessStatus");
    if !lock.is_empty() && !lock.eq_ignore_ascii_case("Normal") {
        return fail(format!("out of service ({lock})"), format!("已停止服务（{lock}）"));
    }
    // Absent while nothing was delivered yet; the target is looked at below in any case.
    let (delivery, error) = (log.text("FlowLogDeliverStatus"), log.text("FlowLogDeliverErrorMessage"));
    if delivery.eq_ignore_ascii_case("FAILED") || !error.is_empty() {
        return fail(format!("delivery fails ({error})"), format!("投递失败（{error}）"));
    }
    if !delivery.is_empty() && !delivery.eq_ignore_ascii_case("SUCCESS") {
        return unknown(format!("the delivery state is {delivery}"), format!("投递状态为 {delivery}"));
    }
    let ipv4_only = log.text("IpVersion").eq_ignore_ascii_case("IPv4");
    let ipv6 = if ipv4_only { has_ipv6(log)? } else { Some(false) };
    if ipv6 == Some(true) {
        return fail(
            "records only IPv4 traffic, and the network has IPv6 addresses",
            "仅采集 IPv4 流量，而该网络已启用 IPv6",
        );
    }
    let (project, store) = (log.str("ProjectName")?, log.str("LogStoreName")?);
    let target = format!("{project}/{store}");
    if store_exists(log, project, store)? {
        let passed = pass(format!("all traffic is delivered to {target}"), format!("全部流量投递至 {target}"));
        return passed.map(|verdict| match ipv6 {
            Some(_) => verdict,
            None => verdict.bounded(
                "it records only IPv4 traffic; whether its resource has IPv6 addresses is not looked at",
                "仅采集 IPv4 流量，未检查其对象是否有 IPv6 地址",
            ),
        });
    }
    fail(format!("the target {target} does not exist"), format!("投递目标 {target} 不存在"))
}

/// True when the network that the log is about has IPv6 addresses; `None` when the network is not listed.
fn has_ipv6(log: &Item<'_>) -> Result<Option<bool>, Gap> {
    let (list, id) = match log.str("ResourceType")?.to_ascii_lowercase().as_str() {
        "vpc" => (&vpc::VPCS, "VpcId"),
        "vswitch" => (&vpc::VSWITCHES, "VSwitchId"),
        _ => return Ok(None),
    };
    let networks = log.account().ask_in(list, log.region())?.must()?.items();
    let network = networks.iter().find(|network| network.text(id) == log.text("ResourceId"));
    Ok(network.map(|network| {
        !network.text("Ipv6CidrBlock").is_empty() || !network.at("Ipv6CidrBlocks").list("Ipv6CidrBlock").is_empty()
    }))
}

/// True when the logstore exists in the region and account of the item that is logged: logs are delivered nowhere else.
///
/// # Errors
/// The projects of the region, or the logstores of the project, were not read.
pub fn store_exists(logged: &Item<'_>, project: &str, store: &str) -> Result<bool, Gap> {
    let projects = logged.account().list(&sls::PROJECTS);
    let mut here = projects.items.iter().filter(|item| item.region() == logged.region());
    if let Some(found) = here.find(|item| item.id() == project) {
        return Ok(found.items_of(&sls::LOGSTORES)?.iter().any(|item| item.id() == store));
    }
    match projects.gaps.into_iter().find(|(at, _)| at.region == logged.region()) {
        Some((_, gap)) => Err(gap),
        None => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const PROJECT: &[(&str, &str)] = &[("project", "flows")];

    fn log(change: &[(&str, &str)]) -> Fixture {
        let mut log = json!({ "FlowLogId": "fl-1", "Status": "Active", "TrafficType": "All",
            "FlowLogDeliverStatus": "SUCCESS", "ProjectName": "flows", "LogStoreName": "vpc" });
        for (field, value) in change {
            log[*field] = json!(value);
        }
        Fixture::new().list(&vpc::FLOW_LOGS, json!([log])).list(&sls::PROJECTS, json!([{ "projectName": "flows" }]))
    }

    #[test]
    fn each_field_decides() {
        for (change, expected) in [
            (vec![], Pass),
            (vec![("Status", "Inactive")], Fail),
            (vec![("TrafficType", "Drop")], Fail),
            (vec![("FlowLogDeliverStatus", "FAILED")], Fail),
            (vec![("FlowLogDeliverErrorMessage", "LogStoreNotExist")], Fail),
            (vec![("FlowLogDeliverStatus", "Delivering")], NotAssessed),
            (vec![("BusinessStatus", "Normal")], Pass),
            (vec![("BusinessStatus", "FinancialLocked")], Fail),
            (vec![("ProjectName", "gone")], Fail),
            (vec![("LogStoreName", "gone")], Fail),
        ] {
            let account = log(&change).detail_list(&sls::LOGSTORES, PROJECT, json!(["vpc", "other"]));
            assert_eq!(account.verdict(&CHECK), expected, "{change:?}");
        }
    }

    #[test]
    fn a_log_of_some_paths_is_no_log_of_all() {
        for (paths, expected) in
            [(json!([]), Pass), (json!(["all"]), Pass), (json!(["internetGateway", "natGateway"]), Fail)]
        {
            let log = json!([{ "FlowLogId": "fl-1", "Status": "Active", "TrafficType": "All", "ProjectName": "flows",
                "LogStoreName": "vpc", "TrafficPath": { "TrafficPathList": paths } }]);
            let account = Fixture::new()
                .list(&vpc::FLOW_LOGS, log)
                .list(&sls::PROJECTS, json!([{ "projectName": "flows" }]))
                .detail_list(&sls::LOGSTORES, PROJECT, json!(["vpc"]));
            assert_eq!(account.verdict(&CHECK), expected, "{paths}");
        }
    }

    #[test]
    fn ipv6_is_traffic_too() {
        let logged = |version: &str, kind: &str| {
            log(&[("IpVersion", version), ("ResourceType", kind), ("ResourceId", "vpc-1")]).detail_list(
                &sls::LOGSTORES,
                PROJECT,
                json!(["vpc"]),
            )
        };
        for (version, range, expected) in [
            ("IPv4", "", Pass),
            ("IPv4", "2001:db8::/56", Fail),
            ("DualStack", "2001:db8::/56", Pass),
            ("", "2001:db8::/56", Pass),
        ] {
            let networks = json!([{ "VpcId": "vpc-1", "Ipv6CidrBlock": range }]);
            assert_eq!(
                logged(version, "VPC").list(&vpc::VPCS, networks).verdict(&CHECK),
                expected,
                "{version} {range}"
            );
        }
        assert_eq!(logged("IPv4", "VPC").denied(&vpc::VPCS, &[]).verdict(&CHECK), NotAssessed);
        assert!(logged("IPv4", "NetworkInterface").finding(&CHECK).caution.is_some());
    }

    #[test]
    fn a_project_deleted_meanwhile_has_no_logstores() {
        assert_eq!(log(&[]).absent(&sls::LOGSTORES, PROJECT, "ProjectNotExist").verdict(&CHECK), Fail);
    }

    #[test]
    fn missing_answers_are_no_verdict() {
        assert_eq!(log(&[]).denied(&sls::LOGSTORES, PROJECT).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&vpc::FLOW_LOGS, &[]).verdict(&CHECK), NotAssessed);
        let unread = Fixture::new().list(
            &vpc::FLOW_LOGS,
            json!([{ "FlowLogId": "fl-1", "Status": "Active",
            "TrafficType": "All", "ProjectName": "flows", "LogStoreName": "vpc" }]),
        );
        assert_eq!(unread.denied(&sls::PROJECTS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&vpc::FLOW_LOGS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
