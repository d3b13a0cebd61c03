//! CloudMonitor agent runs on all hosts.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cms-host-agent-on-all-hosts",
    severity: Severity::Medium,
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
    actions: &["cms:DescribeMonitoringAgentStatuses", "ecs:DescribeInstances"],
    params: &[],
    covers: &[],
    references: &[],
};
