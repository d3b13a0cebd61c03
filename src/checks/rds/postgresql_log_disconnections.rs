//! PostgreSQL logs the end of sessions.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-postgresql-log-disconnections",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "PostgreSQL logs the end of sessions", zh: "PostgreSQL 实例记录会话断开" },
    pass_when: Phrase {
        en: "RunningParameters of DescribeParameters is read for PostgreSQL; the instance passes when log_disconnections is on. Other engines are not applicable.",
        zh: "对 PostgreSQL 读取 DescribeParameters 的 RunningParameters；log_disconnections 为 on 即通过，其他引擎不适用。",
    },
    risk: Phrase {
        en: "Without it, the length of a session cannot be shown and odd sessions go unnoticed.",
        zh: "未开启时，无法还原会话时长，异常会话难以发现。",
    },
    remediation: Phrase {
        en: "Set log_disconnections to on under Parameters and submit; check that the running value has changed.",
        zh: "在“参数设置”中将 log_disconnections 设为 on 并提交，核对运行值已生效。",
    },
    cli: "aliyun rds ModifyParameter --DBInstanceId <instance-id> --Parameters '{\"log_disconnections\":\"on\"}'",
    actions: &["rds:DescribeDBInstances", "rds:DescribeParameters"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "rds_instance_postgresql_log_disconnections_enabled" },
        Covers {
            source: "trend-vision-one",
            rule: "Enable \"log_disconnections\" Parameter for PostgreSQL Database Instances",
        },
        Covers { source: "cis-2.0", rule: "6.8" },
    ],
    references: &[],
};
