//! Cluster uses Terway in shared ENI mode.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-eni-multi-ip",
    severity: Severity::Low,
    resource: "cluster",
    title: Phrase { en: "Cluster uses Terway in shared ENI mode", zh: "集群采用 Terway 共享网卡多 IP 模式" },
    pass_when: Phrase {
        en: "Capabilities.Network in meta_data of DescribeClusterDetail is read; the cluster passes when it is terway-eniip. Flannel fails.",
        zh: "读取 DescribeClusterDetail 的 meta_data 中 Capabilities.Network；为 terway-eniip 即通过，Flannel 为不通过。",
    },
    risk: Phrase {
        en: "Other modes give pods no addresses of the VPC, so VPC controls and network policies cannot work on pods.",
        zh: "其他模式下 Pod 不使用 VPC 地址，VPC 侧管控与网络策略无法作用于 Pod。",
    },
    remediation: Phrase {
        en: "The network plug-in is fixed when the cluster is created: build a new cluster with Terway and move the workloads.",
        zh: "网络插件在创建集群时确定：以 Terway 新建集群并迁移业务。",
    },
    cli: "",
    actions: &["cs:DescribeClustersV1", "cs:DescribeClusterDetail"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "cs_kubernetes_eni_multiple_ip_enabled" },
        Covers { source: "trend-vision-one", rule: "ENI Multiple IP Mode" },
        Covers { source: "cis-2.0", rule: "7.8" },
    ],
    references: &[],
};
