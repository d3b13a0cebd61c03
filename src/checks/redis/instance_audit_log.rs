//! Audit log is on for the Redis instance.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "redis-instance-audit-log",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Audit log is on for the Redis instance", zh: "Redis 实例已开启审计日志" },
    pass_when: Phrase {
        en: "DescribeAuditLogConfig is read; the instance passes when DbAudit is true. Retention is shown as evidence.",
        zh: "读取 DescribeAuditLogConfig；DbAudit 为 true 即通过，Retention 作为证据展示。",
    },
    risk: Phrase {
        en: "Without it, dangerous commands and reads of sensitive keys cannot be traced.",
        zh: "未开启时，高危命令与敏感键的访问无从追溯。",
    },
    remediation: Phrase {
        en: "Switch on Audit Log under Logs with a retention of 180 days or more.",
        zh: "在“日志管理 > 审计日志”中开启，留存设为 180 天以上。",
    },
    cli: "aliyun r-kvstore ModifyAuditLogConfig --InstanceId <instance-id> --DbAudit true --Retention 180",
    actions: &["kvstore:DescribeInstances", "kvstore:DescribeAuditLogConfig"],
    params: &[],
    covers: &[],
    references: &[],
};
