//! Audit log is on for the MongoDB instance.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "mongodb-instance-audit-log",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Audit log is on for the MongoDB instance", zh: "MongoDB 实例已开启审计日志" },
    pass_when: Phrase {
        en: "DescribeAuditPolicy is read; the instance passes when LogAuditStatus is Enable.",
        zh: "读取 DescribeAuditPolicy；LogAuditStatus 为 Enable 即通过。",
    },
    risk: Phrase {
        en: "Without audit records nobody can show who read, changed or dropped a collection.",
        zh: "没有审计记录就无法查明谁读取、修改或删除了集合。",
    },
    remediation: Phrase {
        en: "Switch on the audit log under Data Security > Audit Logs with a retention of 180 days or more and check which operation types are recorded.",
        zh: "在“数据安全性 > 审计日志”中开启，留存设为 180 天以上，并核对所记录的操作类型。",
    },
    cli: "aliyun dds ModifyAuditPolicy --DBInstanceId <instance-id> --AuditStatus enable --StoragePeriod 180",
    actions: &["dds:DescribeDBInstances", "dds:DescribeAuditPolicy"],
    params: &[],
    covers: &[],
    references: &[],
};
