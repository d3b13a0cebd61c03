//! Worker nodes are spread over two or more zones.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-nodes-multi-zone",
    severity: Severity::Medium,
    resource: "cluster",
    title: Phrase { en: "Worker nodes are spread over two or more zones", zh: "集群工作节点跨可用区部署" },
    pass_when: Phrase {
        en: "The nodes of DescribeClusterNodes are matched with the zones of their ECS instances; the cluster passes when they use at least 2 zones.",
        zh: "将 DescribeClusterNodes 的节点与其 ECS 实例所在可用区对应；使用至少 2 个可用区即通过。",
    },
    risk: Phrase {
        en: "If all nodes stand in one zone, a fault there stops all workloads.",
        zh: "节点集中于单一可用区时，该区故障将使全部业务中断。",
    },
    remediation: Phrase {
        en: "Add a vSwitch of a second zone to the node pool, scale out there, and spread replicas with topology rules.",
        zh: "为节点池增加第二可用区的交换机并扩容，通过拓扑分布约束分散副本。",
    },
    cli: "aliyun cs PUT /clusters/<cluster-id>/nodepools/<nodepool-id> --header \"Content-Type=application/json\" --body '{\"scaling_group\":{\"vswitch_ids\":[\"<vswitch-id-1>\",\"<vswitch-id-2>\"]}}'",
    actions: &["cs:DescribeClustersV1", "cs:DescribeClusterNodes", "ecs:DescribeInstances"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "ack-cluster-node-multi-zone" }],
    references: &[],
};
