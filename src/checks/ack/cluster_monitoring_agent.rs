//! CloudMonitor agent is set for all node pools.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-monitoring-agent",
    severity: Severity::Medium,
    resource: "cluster",
    title: Phrase { en: "CloudMonitor agent is set for all node pools", zh: "集群节点池均启用云监控插件" },
    pass_when: Phrase {
        en: "kubernetes_config.cms_enabled of DescribeClusterNodePools is read; the cluster passes when it is true in each ECS node pool. Serverless clusters are not applicable.",
        zh: "读取 DescribeClusterNodePools 的 kubernetes_config.cms_enabled；各 ECS 节点池均为 true 即通过，Serverless 集群不适用。",
    },
    risk: Phrase {
        en: "Without host figures from the nodes, full disks and overload are noticed only when workloads fail.",
        zh: "缺少节点主机指标时，磁盘写满与过载往往在业务失败后才被发现。",
    },
    remediation: Phrase {
        en: "Switch on the CloudMonitor agent in the node pool settings; install it by hand on nodes that already exist.",
        zh: "在节点池配置中开启云监控插件，存量节点须手动安装。",
    },
    cli: "aliyun cs PUT /clusters/<cluster-id>/nodepools/<nodepool-id> --header \"Content-Type=application/json\" --body '{\"kubernetes_config\":{\"cms_enabled\":true}}'",
    actions: &["cs:DescribeClustersV1", "cs:DescribeClusterNodePools", "cms:DescribeMonitoringAgentStatuses"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "cs_kubernetes_cloudmonitor_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable Cloud Monitor for ACK Clusters" },
        Covers { source: "cis-2.0", rule: "7.2" },
    ],
    references: &[],
};
