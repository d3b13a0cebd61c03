//! SQL audit logs are kept at least 180 days.

use crate::checks::{Check, Covers};
use crate::domain::{Bound, ParamSpec, Severity};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-sql-audit-retention",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "SQL audit logs are kept at least 180 days", zh: "SQL 审计日志留存不少于 180 天" },
    pass_when: Phrase {
        en: "ConfigValue of DescribeSQLCollectorRetention or Retention in DAS is read; the instance passes at 180 days or more (parameter min_days, default 180). PostgreSQL and SQL Server keep 30 days and pass only through DAS.",
        zh: "读取 DescribeSQLCollectorRetention 的 ConfigValue 或 DAS 的 Retention；不少于 180 天（参数 min_days，默认 180）即通过；PostgreSQL 与 SQL Server 自带留存固定为 30 天，仅可经 DAS 满足。",
    },
    risk: Phrase {
        en: "Records that are gone after a month cannot support an investigation and miss the six-month duty for network logs.",
        zh: "一个月后即被清除的记录无法支撑调查，也达不到网络日志留存六个月的要求。",
    },
    remediation: Phrase {
        en: "Raise the storage period of SQL Explorer and Audit to 180 days or more, or export the logs to Log Service with that retention.",
        zh: "将 SQL 洞察和审计的存储时长调至 180 天以上，或导出到日志服务 SLS 并按此期限留存。",
    },
    cli: "aliyun rds ModifySQLCollectorRetention --DBInstanceId <instance-id> --ConfigValue 180",
    actions: &["rds:DescribeDBInstances", "rds:DescribeSQLCollectorRetention", "hdm:DescribeSqlLogConfig"],
    params: &[ParamSpec {
        name: "min_days",
        default: 180,
        bound: Bound::AtLeast,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[
        Covers { source: "prowler", rule: "rds_instance_sql_audit_retention" },
        Covers { source: "trend-vision-one", rule: "SQL Audit Logs Retention Period" },
        Covers { source: "cis-2.0", rule: "6.4" },
    ],
    references: &[],
};
