//! SQL audit is on for the database instance.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-sql-audit",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "SQL audit is on for the database instance", zh: "RDS 实例已开启 SQL 审计" },
    pass_when: Phrase {
        en: "DescribeSQLCollectorPolicy and the DAS setting are read; the instance passes when SQLCollectorStatus is Enable or DAS reports SqlLogEnable true. An engine without SQL audit is not applicable.",
        zh: "读取 DescribeSQLCollectorPolicy 与 DAS 配置；SQLCollectorStatus 为 Enable 或 DAS 的 SqlLogEnable 为 true 即通过，不支持审计的引擎不适用。",
    },
    risk: Phrase {
        en: "Without SQL records nobody can show who read or changed which data, and misuse by insiders stays hidden.",
        zh: "没有 SQL 记录就无法查明谁读取或修改了数据，内部滥用难以发现。",
    },
    remediation: Phrase {
        en: "Switch on SQL Explorer and Audit under Autonomy Services and choose a retention of 180 days or more.",
        zh: "在“自治服务 > SQL 洞察和审计”中开启审计，存储时长选择 180 天以上。",
    },
    cli: "aliyun rds ModifySQLCollectorPolicy --DBInstanceId <instance-id> --SQLCollectorStatus Enable",
    actions: &["rds:DescribeDBInstances", "rds:DescribeSQLCollectorPolicy", "hdm:DescribeSqlLogConfig"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "rds_instance_sql_audit_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable SQL Auditing for RDS Database Instances" },
        Covers { source: "cloud-config", rule: "rds-instance-enabled-auditing" },
        Covers { source: "cis-2.0", rule: "6.3" },
    ],
    references: &[],
};
