//! Each VPC has an active flow log.

use crate::api::vpc;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-flow-log-enabled",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "VPC",
    title: Phrase { en: "Each VPC has an active flow log", zh: "每个 VPC 已开启流日志" },
    pass_when: Phrase {
        en: "DescribeFlowLogs is read; passes when the VPC has a flow log with ResourceType VPC and Status Active that is not locked for arrears, or each of its vSwitches has one.",
        zh: "读取 DescribeFlowLogs；VPC 存在 ResourceType 为 VPC、Status 为 Active 且未欠费锁定的流日志，或其每个交换机均有流日志时通过。",
    },
    risk: Phrase {
        en: "Without flow records, scans and data theft inside the network leave no trace.",
        zh: "没有流日志，网络内的扫描和数据外传不留痕迹。",
    },
    remediation: Phrase {
        en: "VPC console > Flow Log: create one for the VPC, traffic type All, delivered to a Log Service logstore, and start it.",
        zh: "在“专有网络 VPC 控制台 > 流日志”中为 VPC 创建流日志，流量类型选全部，投递到日志服务日志库并启动。",
    },
    cli: "aliyun vpc CreateFlowLog --RegionId <region-id> --FlowLogName <name> --ResourceType VPC --ResourceId <vpc-id> --TrafficType All --ProjectName <project> --LogStoreName <logstore>",
    reads: &[&vpc::VPCS, &vpc::VSWITCHES, &vpc::FLOW_LOGS],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "vpc_flow_logs_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable VPC Flow Log" },
        Covers { source: "cloud-config", rule: "vpc-flow-logs-enabled" },
        Covers { source: "cis-2.0", rule: "3.3" },
    ],
    references: &["https://help.aliyun.com/document_detail/449637.html"],
    logic: Logic::Items { of: &vpc::VPCS, judge },
};

fn judge(network: &Item<'_>) -> Outcome {
    let (account, region) = (network.account(), network.region());
    let mut logged = Vec::new();
    for log in account.ask_in(&vpc::FLOW_LOGS, region)?.must()?.items() {
        // A log that is locked for arrears stays Active.
        let lock = log.text("BusinessStatus");
        if log.str("Status")? == "Active" && (lock.is_empty() || lock.eq_ignore_ascii_case("Normal")) {
            logged.push((log.str("ResourceType")?, log.str("ResourceId")?, log.text("FlowLogId")));
        }
    }
    let log_of = |kind: &str, id: &str| {
        logged.iter().find(|(of, of_id, _)| of.eq_ignore_ascii_case(kind) && *of_id == id).map(|(_, _, log)| *log)
    };
    if let Some(log) = log_of("VPC", network.id()) {
        return pass(format!("flow log {log} is active"), format!("流日志 {log} 已启动"));
    }
    shared(network)?;
    let mut own = Vec::new();
    for switch in account.ask_in(&vpc::VSWITCHES, region)?.must()?.items() {
        if switch.str("VpcId")? == network.id() {
            own.push(switch);
        }
    }
    let dark: Vec<_> =
        own.iter().map(|s| s.text("VSwitchId")).filter(|switch| log_of("VSwitch", switch).is_none()).collect();
    match (own.len(), dark.len()) {
        (0, _) => fail("no active flow log of the VPC", "该 VPC 没有已启动的流日志"),
        (all, 0) => pass(
            format!("each of its {all} vSwitches has an active flow log"),
            format!("其 {all} 个交换机均有已启动的流日志"),
        ),
        (all, without) => fail(
            format!("no active flow log of the VPC, and {without} of its {all} vSwitches have none"),
            format!("该 VPC 没有已启动的流日志，且 {all} 个交换机中有 {without} 个没有流日志"),
        ),
    }
}

/// A VPC that another account shares shows only the vSwitches shared with this one, and none of its owner's flow logs.
///
/// # Errors
/// The VPC belongs to another account.
pub fn shared(network: &Item<'_>) -> Result<(), Gap> {
    let owner = network.maybe_int("OwnerId").filter(|owner| *owner > 0);
    match owner.filter(|owner| owner.to_string() != network.account().id()) {
        None => Ok(()),
        Some(owner) => unknown(
            format!("the VPC belongs to account {owner}, which shares it: this account does not see all of it"),
            format!("该 VPC 由账号 {owner} 共享，本账号无法看到其全部配置"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    /// A VPC with two vSwitches.
    fn network() -> Fixture {
        Fixture::new().list(&vpc::VPCS, json!([{ "VpcId": "vpc-1" }])).list(
            &vpc::VSWITCHES,
            json!([{ "VSwitchId": "vsw-1", "VpcId": "vpc-1" }, { "VSwitchId": "vsw-2", "VpcId": "vpc-1" }]),
        )
    }

    fn log(kind: &str, id: &str, status: &str) -> serde_json::Value {
        json!({ "FlowLogId": "fl-1", "ResourceType": kind, "ResourceId": id, "Status": status })
    }

    #[test]
    fn the_vpc_or_each_vswitch_needs_an_active_log() {
        for (logs, expected) in [
            (json!([log("VPC", "vpc-1", "Active")]), Pass),
            (json!([log("VPC", "vpc-1", "Inactive")]), Fail),
            (json!([log("VPC", "vpc-2", "Active")]), Fail),
            (json!([log("VSwitch", "vsw-1", "Active"), log("VSwitch", "vsw-2", "Active")]), Pass),
            (json!([log("VSwitch", "vsw-1", "Active"), log("VSwitch", "vsw-2", "Inactive")]), Fail),
            (json!([log("NetworkInterface", "eni-1", "Active")]), Fail),
            (json!([]), Fail),
        ] {
            assert_eq!(network().list(&vpc::FLOW_LOGS, logs.clone()).verdict(&CHECK), expected, "{logs}");
        }
    }

    #[test]
    fn a_vpc_without_vswitches_needs_its_own_log() {
        let empty = Fixture::new().list(&vpc::VPCS, json!([{ "VpcId": "vpc-1" }])).list(&vpc::VSWITCHES, json!([]));
        assert_eq!(empty.list(&vpc::FLOW_LOGS, json!([])).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_log_that_is_locked_for_arrears_records_nothing() {
        for (lock, expected) in [("Normal", Pass), ("FinancialLocked", Fail)] {
            let mut log = log("VPC", "vpc-1", "Active");
            log["BusinessStatus"] = json!(lock);
            assert_eq!(network().list(&vpc::FLOW_LOGS, json!([log])).verdict(&CHECK), expected, "{lock}");
        }
    }

    #[test]
    fn of_a_vpc_of_another_account_only_a_part_is_seen() {
        for (owner, expected) in [(1_234_567_890_123_456_i64, Pass), (1_111_111_111_111_111, NotAssessed)] {
            let account = Fixture::new()
                .list(&vpc::VPCS, json!([{ "VpcId": "vpc-1", "OwnerId": owner }]))
                .list(&vpc::VSWITCHES, json!([{ "VSwitchId": "vsw-1", "VpcId": "vpc-1" }]))
                .list(&vpc::FLOW_LOGS, json!([log("VSwitch", "vsw-1", "Active")]));
            assert_eq!(account.verdict(&CHECK), expected, "{owner}");
        }
    }

    #[test]
    fn missing_lists_are_no_verdict() {
        assert_eq!(network().denied(&vpc::FLOW_LOGS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(network().cut(&vpc::FLOW_LOGS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&vpc::VPCS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&vpc::VPCS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
