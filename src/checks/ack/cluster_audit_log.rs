//! Cluster API audit log goes to Log Service.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-audit-log",
    severity: Severity::High,
    resource: "cluster",
    title: Phrase { en: "Cluster API audit log goes to Log Service", zh: "集群审计日志已接入日志服务" },
    pass_when: Phrase {
        en: "GetClusterAuditProject is read; the cluster passes when audit_enabled is true and the project in sls_project_name exists.",
        zh: "读取 GetClusterAuditProject；audit_enabled 为 true 且 sls_project_name 所指项目存在即通过。",
    },
    risk: Phrase {
        en: "Without API server audit nobody can show who created, changed or read objects in the cluster, secrets included.",
        zh: "缺少 API Server 审计时，无法查明谁创建、修改或读取了集群对象（含密钥）。",
    },
    remediation: Phrase {
        en: "Switch on cluster auditing under Security > Cluster Auditing and set the logstore to 180 days or more.",
        zh: "在“安全管理 > 集群审计”中开启，日志库留存设为 180 天以上。",
    },
    cli: "aliyun cs PUT /clusters/<cluster-id>/audit_log --header \"Content-Type=application/json\" --body '{\"disable\":false}'",
    actions: &["cs:DescribeClustersV1", "cs:GetClusterAuditProject", "log:ListProject"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "cs_kubernetes_log_service_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable Cluster Auditing with Simple Log Service" },
        Covers { source: "cis-2.0", rule: "7.1" },
    ],
    references: &[],
};
