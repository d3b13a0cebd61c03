//! PostgreSQL logs client connections.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-postgresql-log-connections",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "PostgreSQL logs client connections", zh: "PostgreSQL 实例记录客户端连接" },
    pass_when: Phrase {
        en: "RunningParameters of DescribeParameters is read for PostgreSQL; the instance passes when log_connections is on. Other engines are not applicable.",
        zh: "对 PostgreSQL 读取 DescribeParameters 的 RunningParameters；log_connections 为 on 即通过，其他引擎不适用。",
    },
    risk: Phrase {
        en: "Without it, attempts to log in and their source addresses are not recorded.",
        zh: "未开启时，登录尝试及其来源地址不会被记录。",
    },
    remediation: Phrase {
        en: "Set log_connections to on under Parameters and submit; check that the running value has changed.",
        zh: "在“参数设置”中将 log_connections 设为 on 并提交，核对运行值已生效。",
    },
    cli: "aliyun rds ModifyParameter --DBInstanceId <instance-id> --Parameters '{\"log_connections\":\"on\"}'",
    actions: &["rds:DescribeDBInstances", "rds:DescribeParameters"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "rds_instance_postgresql_log_connections_enabled" },
        Covers {
            source: "trend-vision-one",
            rule: "Enable \"log_connections\" Parameter for PostgreSQL Database Instances",
        },
        Covers { source: "cis-2.0", rule: "6.7" },
    ],
    references: &[],
};
