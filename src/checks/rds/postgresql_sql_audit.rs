//! SQL audit is on for the PostgreSQL instance.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-postgresql-sql-audit",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "SQL audit is on for the PostgreSQL instance", zh: "PostgreSQL 实例已开启 SQL 审计" },
    pass_when: Phrase {
        en: "For engine PostgreSQL, SQLCollectorStatus is read; the instance passes when it is Enable, or when DAS reports SqlLogEnable and RequestEnable true. Other engines are not applicable.",
        zh: "对 PostgreSQL 引擎读取 SQLCollectorStatus；为 Enable，或 DAS 的 SqlLogEnable 与 RequestEnable 均为 true，即通过；其他引擎不适用。",
    },
    risk: Phrase {
        en: "Error logs do not show the statements that succeeded, so reading or changing data leaves no trace.",
        zh: "错误日志不含成功执行的语句，数据读取与修改无从追溯。",
    },
    remediation: Phrase {
        en: "Switch on SQL audit for the instance; its own store keeps 30 days, so export the logs or use DAS where 180 days are needed.",
        zh: "为该实例开启 SQL 审计；其自带存储仅保留 30 天，需满足 180 天的应导出日志或使用 DAS。",
    },
    cli: "aliyun rds ModifySQLCollectorPolicy --DBInstanceId <instance-id> --SQLCollectorStatus Enable",
    actions: &["rds:DescribeDBInstances", "rds:DescribeSQLCollectorPolicy", "hdm:DescribeSqlLogConfig"],
    params: &[],
    covers: &[Covers { source: "trend-vision-one", rule: "Enable SQL Auditing for PostgreSQL Database Instances" }],
    references: &[],
};
