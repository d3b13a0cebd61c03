//! Network policies can be enforced in the cluster.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-network-policy",
    severity: Severity::Medium,
    resource: "cluster",
    title: Phrase { en: "Network policies can be enforced in the cluster", zh: "集群已支持网络策略" },
    pass_when: Phrase {
        en: "The config of the terway-eniip add-on is read with GetClusterAddonInstance; the cluster passes when NetworkPolicy is true. Flannel clusters fail.",
        zh: "通过 GetClusterAddonInstance 读取 terway-eniip 组件配置；NetworkPolicy 为 true 即通过，Flannel 集群为不通过。",
    },
    risk: Phrase {
        en: "Without network policies each pod reaches all others, so one taken-over container can attack the rest.",
        zh: "未启用网络策略时 Pod 之间可互访，单个容器失陷即可攻击其他容器。",
    },
    remediation: Phrase {
        en: "Set NetworkPolicy to true in the Terway add-on, then write default-deny policies per namespace. A Flannel cluster must be rebuilt with Terway.",
        zh: "在 Terway 组件中将 NetworkPolicy 设为 true，并按命名空间编写默认拒绝策略；Flannel 集群须以 Terway 重建。",
    },
    cli: "aliyun cs POST /clusters/<cluster-id>/components/terway-eniip/config --header \"Content-Type=application/json\" --body '{\"config\":\"{\\\"NetworkPolicy\\\":\\\"true\\\"}\"}'",
    actions: &["cs:DescribeClustersV1", "cs:DescribeClusterDetail", "cs:GetClusterAddonInstance"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "cs_kubernetes_network_policy_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable Support for Network Policies" },
        Covers { source: "cis-2.0", rule: "7.7" },
    ],
    references: &[],
};
