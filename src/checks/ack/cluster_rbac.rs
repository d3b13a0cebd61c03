//! Kubernetes RBAC is in force.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-rbac",
    severity: Severity::High,
    resource: "cluster",
    title: Phrase { en: "Kubernetes RBAC is in force", zh: "集群启用 RBAC 授权" },
    pass_when: Phrase {
        en: "current_version and meta_data of DescribeClusterDetail are read; clusters of version 1.18 or newer pass, as ACK switches RBAC on without an off switch. An explicit RBAC=false fails; other cases go to a person.",
        zh: "读取 DescribeClusterDetail 的 current_version 与 meta_data；1.18 及以上版本由 ACK 强制启用 RBAC，即通过；明确为 RBAC=false 的不通过，其余转人工确认。",
    },
    risk: Phrase {
        en: "Without RBAC any valid cluster credential can do everything in every namespace.",
        zh: "未启用 RBAC 时，任一有效集群凭证均可操作全部命名空间。",
    },
    remediation: Phrase {
        en: "Upgrade the cluster to a supported version, and give users roles under Security > Authorizations instead of cluster-admin.",
        zh: "将集群升级到受支持版本，并在“安全管理 > 授权”中按角色授权，避免使用 cluster-admin。",
    },
    cli: "aliyun cs POST /api/v2/clusters/<cluster-id>/upgrade --header \"Content-Type=application/json\" --body '{\"next_version\":\"<version>\"}'",
    actions: &["cs:DescribeClustersV1", "cs:DescribeClusterDetail"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "cs_kubernetes_rbac_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable RBAC Authorization for ACK Clusters" },
        Covers { source: "cis-2.0", rule: "7.3" },
    ],
    references: &[],
};
