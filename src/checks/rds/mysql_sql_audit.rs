//! SQL audit is on for the MySQL instance.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-mysql-sql-audit",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "SQL audit is on for the MySQL instance", zh: "MySQL 实例已开启 SQL 审计" },
    pass_when: Phrase {
        en: "For engine MySQL, SQLCollectorStatus is read; the instance passes when it is Enable, or when DAS reports SqlLogEnable and RequestEnable true. Other engines are not applicable.",
        zh: "对 MySQL 引擎读取 SQLCollectorStatus；为 Enable，或 DAS 的 SqlLogEnable 与 RequestEnable 均为 true，即通过；其他引擎不适用。",
    },
    risk: Phrase {
        en: "MySQL keeps no full statement history by itself, so an incident cannot be traced to accounts and statements.",
        zh: "MySQL 自身不保存完整语句记录，事件无法追溯到账号与语句。",
    },
    remediation: Phrase {
        en: "Switch on SQL Explorer and Audit under Autonomy Services for the instance.",
        zh: "在该实例“自治服务 > SQL 洞察和审计”中开启审计。",
    },
    cli: "aliyun rds ModifySQLCollectorPolicy --DBInstanceId <instance-id> --SQLCollectorStatus Enable",
    actions: &["rds:DescribeDBInstances", "rds:DescribeSQLCollectorPolicy", "hdm:DescribeSqlLogConfig"],
    params: &[],
    covers: &[Covers { source: "trend-vision-one", rule: "Enable SQL Auditing for MySQL Database Instances" }],
    references: &[],
};
