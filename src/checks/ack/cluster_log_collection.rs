//! Container logs are collected in Log Service.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-log-collection",
    severity: Severity::Medium,
    resource: "cluster",
    title: Phrase { en: "Container logs are collected in Log Service", zh: "容器日志已采集到日志服务" },
    pass_when: Phrase {
        en: "ListClusterAddonInstances is read; the cluster passes when the add-on logtail-ds or loongcollector is active. The control-plane log project is shown as a further fact.",
        zh: "读取 ListClusterAddonInstances；组件 logtail-ds 或 loongcollector 处于运行状态即通过，控制面日志项目作为补充信息展示。",
    },
    risk: Phrase {
        en: "Logs inside a container disappear when it is restarted, and with them the traces of a fault or an attack.",
        zh: "容器重建后其内部日志随之丢失，故障与攻击痕迹无法追溯。",
    },
    remediation: Phrase {
        en: "Install the log collection add-on under Operations > Add-ons and define which containers and paths are collected.",
        zh: "在“运维管理 > 组件管理”中安装日志采集组件，并配置需采集的容器与路径。",
    },
    cli: "aliyun cs POST /clusters/<cluster-id>/components/install --header \"Content-Type=application/json\" --body '[{\"name\":\"loongcollector\",\"version\":\"<version>\"}]'",
    actions: &[
        "cs:DescribeClustersV1",
        "cs:ListClusterAddonInstances",
        "cs:GetClusterAddonInstance",
        "cs:CheckControlPlaneLogEnable",
    ],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Cluster Integration with Simple Log Service" },
        Covers { source: "cis-2.0", rule: "2.4" },
    ],
    references: &[],
};
