//! Flow logs record all traffic and are delivered.

use crate::api::{sls, vpc};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
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
        en: "DescribeFlowLogs and ListLogStores are read; passes when the flow log is Active, has TrafficType All, shows no delivery error, and its Log Service logstore exists.",
        zh: "读取 DescribeFlowLogs 与 ListLogStores；流日志为 Active、TrafficType 为 All、无投递错误，且目标日志库存在时通过。",
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
    reads: &[&vpc::FLOW_LOGS, &sls::LOGSTORES],
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
    // Absent while nothing was delivered yet; the target is looked at below in any case.
    let (delivery, error) = (log.text("FlowLogDeliverStatus"), log.text("FlowLogDeliverErrorMessage"));
    if delivery.eq_ignore_ascii_case("FAILED") || !error.is_empty() {
        return fail(format!("delivery fails ({error})"), format!("投递失败（{error}）"));
    }
    let (project, store) = (log.str("ProjectName")?, log.str("LogStoreName")?);
    let target = format!("{project}/{store}");
    if store_exists(log, project, store)? {
        return pass(format!("all traffic is delivered to {target}"), format!("全部流量投递至 {target}"));
    }
    fail(format!("the target {target} does not exist"), format!("投递目标 {target} 不存在"))
}

/// Flow logs are delivered to projects of their own region and account.
fn store_exists(log: &Item<'_>, project: &str, store: &str) -> Result<bool, Gap> {
    let projects = log.account().list(&sls::PROJECTS);
    let mut here = projects.items.iter().filter(|item| item.region() == log.region());
    if let Some(found) = here.find(|item| item.id() == project) {
        return Ok(found.items_of(&sls::LOGSTORES)?.iter().any(|item| item.id() == store));
    }
    match projects.gaps.into_iter().find(|(at, _)| at.region == log.region()) {
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
            (vec![("ProjectName", "gone")], Fail),
            (vec![("LogStoreName", "gone")], Fail),
        ] {
            let account = log(&change).detail_list(&sls::LOGSTORES, PROJECT, json!(["vpc", "other"]));
            assert_eq!(account.verdict(&CHECK), expected, "{change:?}");
        }
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
