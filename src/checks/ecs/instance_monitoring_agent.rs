//! CloudMonitor agent is running on the instance.

use crate::api::{cms, ecs};
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instance-monitoring-agent",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase {
        en: "CloudMonitor agent is running on the instance", zh: "实例上的云监控插件运行正常"
    },
    pass_when: Phrase {
        en: "Status of DescribeMonitoringAgentStatuses is read for each running instance; it passes when the agent is running.",
        zh: "对每台运行中的实例读取 DescribeMonitoringAgentStatuses 的 Status；为 running 即通过。",
    },
    risk: Phrase {
        en: "Without the agent memory, disk and process figures are missing, so overload and failures are noticed late.",
        zh: "缺少插件时无法采集内存、磁盘与进程指标，过载与故障难以及时发现。",
    },
    remediation: Phrase {
        en: "Install the agent in CloudMonitor > Host Monitoring and allow its outbound traffic; switch on automatic installation for new instances.",
        zh: "在云监控“主机监控”中安装插件并放行其出方向流量，对新购实例开启自动安装。",
    },
    cli: "aliyun cms InstallMonitoringAgent --InstanceIds.1 <instance-id>",
    reads: &[&ecs::INSTANCES, &cms::AGENT_STATUSES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &ecs::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    if instance.str("Status")? != "Running" {
        return skip();
    }
    let statuses = instance.items_of(&cms::AGENT_STATUSES)?;
    let Some(status) = statuses.iter().find(|status| status.text("InstanceId") == instance.id()) else {
        return fail("CloudMonitor knows no agent on it", "云监控未发现该实例的插件");
    };
    match status.str("Status")? {
        "running" => pass("the agent is running", "云监控插件运行中"),
        other => fail(format!("the agent is {other}"), format!("云监控插件状态为 {other}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ABOUT: &[(&str, &str)] = &[("InstanceIds", "i-1")];

    fn instance(status: &str) -> Fixture {
        Fixture::new().list(&ecs::INSTANCES, json!([{ "InstanceId": "i-1", "Status": status }]))
    }

    #[test]
    fn a_running_agent_passes() {
        for (status, expected) in [("running", Pass), ("stopped", Fail), ("not_installed", Fail)] {
            let statuses = json!([{ "InstanceId": "i-1", "Status": status }]);
            assert_eq!(
                instance("Running").detail_list(&cms::AGENT_STATUSES, ABOUT, statuses).verdict(&CHECK),
                expected
            );
        }
        assert_eq!(instance("Running").detail_list(&cms::AGENT_STATUSES, ABOUT, json!([])).verdict(&CHECK), Fail);
        assert_eq!(instance("Stopped").verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instance("Running").denied(&cms::AGENT_STATUSES, ABOUT).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ecs::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
