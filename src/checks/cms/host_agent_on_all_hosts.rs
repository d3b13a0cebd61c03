//! CloudMonitor agent runs on all hosts.

use crate::api::{cms, ecs};
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, skip, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cms-host-agent-on-all-hosts",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "host",
    title: Phrase { en: "CloudMonitor agent runs on all hosts", zh: "全部主机运行云监控插件" },
    pass_when: Phrase {
        en: "DescribeMonitoringAgentStatuses is read; each running ECS instance passes when its agent status is running.",
        zh: "读取 DescribeMonitoringAgentStatuses；运行中的 ECS 实例插件状态为 running 时通过。",
    },
    risk: Phrase {
        en: "Without the agent, memory, disks and processes of the host are not watched, and a failure shows only when users complain.",
        zh: "未安装插件则主机内存、磁盘与进程不受监控，故障往往由用户投诉才发现。",
    },
    remediation: Phrase {
        en: "CloudMonitor console > Host Monitoring: select the hosts and install the agent, and turn on automatic installation for new ECS instances.",
        zh: "在“云监控控制台 > 主机监控”中选择主机安装插件，并开启新购 ECS 自动安装。",
    },
    cli: "aliyun cms InstallMonitoringAgent --InstanceIds.1 <instance-id> --Force true",
    reads: &[&cms::AGENT_STATUSES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &ecs::INSTANCES, judge },
};

fn judge(host: &Item<'_>) -> Outcome {
    if host.str("Status")? != "Running" {
        return skip();
    }
    let answer = host.ask(&cms::AGENT_STATUSES)?.must()?;
    let nodes = answer.items();
    let Some(node) = nodes.iter().find(|n| n.text("InstanceId") == host.id()) else {
        return unknown("CloudMonitor names no status for the host", "云监控未返回该主机的插件状态");
    };
    match node.str("Status")? {
        "running" => pass("agent status is running", "插件状态为 running"),
        other => fail(format!("agent status is {other}"), format!("插件状态为 {other}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const HOST: &[(&str, &str)] = &[("InstanceIds", "i-1")];

    fn hosts(status: &str) -> Fixture {
        Fixture::new().list(&ecs::INSTANCES, json!([{ "InstanceId": "i-1", "Status": status }]))
    }

    #[test]
    fn the_status_of_the_agent_decides() {
        for (status, expected) in
            [("running", Pass), ("stopped", Fail), ("not_installed", Fail), ("install_faild", Fail)]
        {
            let nodes = json!([{ "InstanceId": "i-1", "Status": status }]);
            let account = hosts("Running").detail_list(&cms::AGENT_STATUSES, HOST, nodes);
            assert_eq!(account.verdict(&CHECK), expected, "{status}");
        }
        assert_eq!(hosts("Stopped").verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().list(&ecs::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let running = hosts("Running");
        assert_eq!(running.clone().detail_list(&cms::AGENT_STATUSES, HOST, json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(running.denied(&cms::AGENT_STATUSES, HOST).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&ecs::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
    }
}
