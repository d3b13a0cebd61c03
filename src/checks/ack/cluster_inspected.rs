//! Cluster has been inspected within the last 7 days.

use crate::checks::{Check, Covers};
use crate::domain::{Bound, ParamSpec, Severity};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-inspected",
    severity: Severity::Medium,
    resource: "cluster",
    title: Phrase {
        en: "Cluster has been inspected within the last 7 days", zh: "集群在最近 7 天内完成巡检"
    },
    pass_when: Phrase {
        en: "Inspection reports, cluster checks and the inspection schedule are read; the cluster passes when the newest finished one is at most 7 days old (parameter max_age_days, default 7) or a schedule at least that frequent is enabled.",
        zh: "读取巡检报告、集群检查与巡检计划；最近一次完成时间在 7 天内（参数 max_age_days，默认 7），或已启用周期不超过该天数的计划，即通过。",
    },
    risk: Phrase {
        en: "Expiring certificates, full quotas and unhealthy nodes stay unknown until they break the service.",
        zh: "证书到期、配额耗尽与节点异常若不巡检，往往在影响业务后才被发现。",
    },
    remediation: Phrase {
        en: "Switch on scheduled inspection under Inspections and Diagnostics > Cluster Inspections and deal with the findings.",
        zh: "在“巡检与诊断 > 集群巡检”中开启定期巡检，并处理发现的问题。",
    },
    cli: "aliyun cs POST /clusters/<cluster-id>/inspectConfig --header \"Content-Type=application/json\" --body '{\"enabled\":true,\"recurrence\":\"FREQ=DAILY;BYHOUR=10;BYMINUTE=15\"}'",
    actions: &[
        "cs:DescribeClustersV1",
        "cs:GetClusterInspectConfig",
        "cs:ListClusterInspectReports",
        "cs:ListClusterChecks",
    ],
    params: &[ParamSpec {
        name: "max_age_days",
        default: 7,
        bound: Bound::AtMost,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[
        Covers { source: "prowler", rule: "cs_kubernetes_cluster_check_recent" },
        Covers { source: "prowler", rule: "cs_kubernetes_cluster_check_weekly" },
        Covers { source: "trend-vision-one", rule: "Cluster Check" },
        Covers { source: "cis-2.0", rule: "7.4" },
    ],
    references: &[],
};
