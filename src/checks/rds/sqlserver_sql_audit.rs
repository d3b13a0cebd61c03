//! SQL audit is on for the SQL Server instance.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-sqlserver-sql-audit",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "SQL audit is on for the SQL Server instance", zh: "SQL Server 实例已开启 SQL 审计" },
    pass_when: Phrase {
        en: "For engine SQLServer, SQLCollectorStatus of DescribeSQLCollectorPolicy is read; the instance passes when it is Enable. Other engines are not applicable.",
        zh: "对 SQLServer 引擎读取 DescribeSQLCollectorPolicy 的 SQLCollectorStatus；为 Enable 即通过，其他引擎不适用。",
    },
    risk: Phrase {
        en: "Without audit records, access to data through SQL cannot be tied to a login.",
        zh: "没有审计记录，无法将 SQL 访问对应到具体登录账号。",
    },
    remediation: Phrase {
        en: "Switch on SQL audit for the instance; its store keeps 30 days, so export the logs where 180 days are needed.",
        zh: "为该实例开启 SQL 审计；其存储仅保留 30 天，需满足 180 天的应导出日志。",
    },
    cli: "aliyun rds ModifySQLCollectorPolicy --DBInstanceId <instance-id> --SQLCollectorStatus Enable",
    actions: &["rds:DescribeDBInstances", "rds:DescribeSQLCollectorPolicy"],
    params: &[],
    covers: &[Covers { source: "trend-vision-one", rule: "Enable SQL Auditing for SQL Server Database Instances" }],
    references: &[],
};
