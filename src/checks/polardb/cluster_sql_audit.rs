//! SQL audit is on for the cluster.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "polardb-cluster-sql-audit",
    severity: Severity::Medium,
    resource: "cluster",
    title: Phrase { en: "SQL audit is on for the cluster", zh: "PolarDB 集群已开启 SQL 审计" },
    pass_when: Phrase {
        en: "DescribeDBClusterAuditLogCollector is read; the cluster passes when CollectorStatus is Enable.",
        zh: "读取 DescribeDBClusterAuditLogCollector；CollectorStatus 为 Enable 即通过。",
    },
    risk: Phrase {
        en: "Without SQL records nobody can show who read or changed which data.",
        zh: "没有 SQL 记录就无法查明谁读取或修改了数据。",
    },
    remediation: Phrase {
        en: "Switch on SQL Explorer and Audit under Log and Audit, with a retention of 180 days or more.",
        zh: "在“日志与审计 > SQL 洞察和审计”中开启，存储时长设为 180 天以上。",
    },
    cli: "aliyun polardb ModifyDBClusterAuditLogCollector --DBClusterId <cluster-id> --CollectorStatus Enable",
    // UNWRITTEN, needs: polardb:DescribeDBClusters, polardb:DescribeDBClusterAuditLogCollector
    reads: &[],
    params: &[],
    covers: &[],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
