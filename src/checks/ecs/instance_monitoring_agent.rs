//! CloudMonitor agent is running on the instance.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instance-monitoring-agent",
    severity: Severity::Medium,
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
    // UNWRITTEN, needs: ecs:DescribeInstances, cms:DescribeMonitoringAgentStatuses
    reads: &[],
    params: &[],
    covers: &[],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
