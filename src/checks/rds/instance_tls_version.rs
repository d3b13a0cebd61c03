//! Database accepts TLS 1.2 or newer only.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-tls-version",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Database accepts TLS 1.2 or newer only", zh: "RDS 实例仅允许 TLS 1.2 及以上版本" },
    pass_when: Phrase {
        en: "TlsVersion of DescribeDBInstanceSSL is read; the instance passes when TLS is on and the lowest version is 1.2. An engine that reports no version is not assessed.",
        zh: "读取 DescribeDBInstanceSSL 的 TlsVersion；已开启 SSL 且最低版本为 1.2 即通过，引擎未返回版本的不作评估。",
    },
    risk: Phrase {
        en: "Old TLS versions have known weaknesses that let an attacker break or downgrade the connection.",
        zh: "旧版 TLS 存在已知缺陷，连接可能被破解或降级。",
    },
    remediation: Phrase {
        en: "Set the lowest TLS version to 1.2 in the SSL settings after checking that all drivers support it.",
        zh: "核实驱动均支持后，在 SSL 设置中将最低 TLS 版本设为 1.2。",
    },
    cli: "aliyun rds ModifyDBInstanceSSL --DBInstanceId <instance-id> --ConnectionString <connection-string> --SSLEnabled 1 --TlsVersion 1.2",
    actions: &["rds:DescribeDBInstances", "rds:DescribeDBInstanceSSL"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "rds-instance-tls-version-check" }],
    references: &["https://help.aliyun.com/document_detail/95715.html"],
};
