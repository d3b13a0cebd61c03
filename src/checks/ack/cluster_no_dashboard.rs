//! Kubernetes Dashboard add-on is not installed.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-no-dashboard",
    severity: Severity::High,
    resource: "cluster",
    title: Phrase { en: "Kubernetes Dashboard add-on is not installed", zh: "未安装 Kubernetes Dashboard 组件" },
    pass_when: Phrase {
        en: "ListClusterAddonInstances and master_url are read; the cluster passes when no add-on is kubernetes-dashboard and dashboard_endpoint is empty. A dashboard installed by hand is not visible here.",
        zh: "读取 ListClusterAddonInstances 与 master_url；无 kubernetes-dashboard 组件且 dashboard_endpoint 为空即通过，手工部署的 Dashboard 无法识别。",
    },
    risk: Phrase {
        en: "The dashboard often runs with wide rights, so whoever reaches it controls the cluster.",
        zh: "Dashboard 通常具有较高权限，可访问者即可控制集群。",
    },
    remediation: Phrase {
        en: "Uninstall the add-on under Operations > Add-ons and use the ACK console with RAM identities; look for dashboards deployed by hand.",
        zh: "在“运维管理 > 组件管理”中卸载该组件，改用 RAM 身份登录 ACK 控制台，并排查手工部署的 Dashboard。",
    },
    cli: "aliyun cs POST /clusters/<cluster-id>/components/uninstall --header \"Content-Type=application/json\" --body '[{\"name\":\"kubernetes-dashboard\"}]'",
    actions: &["cs:DescribeClustersV1", "cs:DescribeClusterDetail", "cs:ListClusterAddonInstances"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "cs_kubernetes_dashboard_disabled" },
        Covers { source: "trend-vision-one", rule: "Disable Kubernetes Dashboard for ACK Clusters" },
        Covers { source: "cis-2.0", rule: "7.5" },
    ],
    references: &[],
};
