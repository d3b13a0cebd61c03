//! PostgreSQL logs how long each statement takes.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-postgresql-log-duration",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase {
        en: "PostgreSQL logs how long each statement takes", zh: "PostgreSQL 实例记录语句执行时长"
    },
    pass_when: Phrase {
        en: "RunningParameters of DescribeParameters is read for PostgreSQL; the instance passes when log_duration is on. Other engines are not applicable.",
        zh: "对 PostgreSQL 读取 DescribeParameters 的 RunningParameters；log_duration 为 on 即通过，其他引擎不适用。",
    },
    risk: Phrase {
        en: "Without it, slow or heavy statements, also those of an attacker copying data, cannot be seen in the log.",
        zh: "未开启时，日志中看不到耗时语句，包括攻击者批量取数的操作。",
    },
    remediation: Phrase {
        en: "Set log_duration to on under Parameters and submit; check that the running value has changed.",
        zh: "在“参数设置”中将 log_duration 设为 on 并提交，核对运行值已生效。",
    },
    cli: "aliyun rds ModifyParameter --DBInstanceId <instance-id> --Parameters '{\"log_duration\":\"on\"}'",
    actions: &["rds:DescribeDBInstances", "rds:DescribeParameters"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "rds_instance_postgresql_log_duration_enabled" },
        Covers {
            source: "trend-vision-one",
            rule: "Enable \"log_duration\" Parameter for PostgreSQL Database Instances",
        },
        Covers { source: "cis-2.0", rule: "6.9" },
    ],
    references: &[],
};
