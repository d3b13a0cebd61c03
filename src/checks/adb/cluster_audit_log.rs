//! SQL audit is on for the AnalyticDB cluster.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "adb-cluster-audit-log",
    severity: Severity::Medium,
    resource: "cluster",
    title: Phrase { en: "SQL audit is on for the AnalyticDB cluster", zh: "AnalyticDB 集群已开启 SQL 审计" },
    pass_when: Phrase {
        en: "DescribeAuditLogConfig is read; the cluster passes when AuditLogStatus is on.",
        zh: "读取 DescribeAuditLogConfig；AuditLogStatus 为 on 即通过。",
    },
    risk: Phrase {
        en: "Analytic stores hold joined copies of business data; without audit, bulk reads leave no trace.",
        zh: "分析型数据库汇集业务数据，缺少审计时批量读取无从追溯。",
    },
    remediation: Phrase {
        en: "Switch on SQL audit for the cluster in the AnalyticDB for MySQL console and ship the records to Log Service for 180 days or more.",
        zh: "在云原生数据仓库 AnalyticDB MySQL 版控制台开启 SQL 审计，并将记录投递到日志服务 SLS 留存 180 天以上。",
    },
    cli: "aliyun adb ModifyAuditLogConfig --DBClusterId <cluster-id> --RegionId <region-id> --AuditLogStatus on",
    // UNWRITTEN, needs: adb:DescribeDBClusters, adb:DescribeAuditLogConfig
    reads: &[],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "adb-cluster-audit-log-enabled" }],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
