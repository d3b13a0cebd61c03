//! Database connections can use TLS.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-tls-enabled",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Database connections can use TLS", zh: "RDS 实例已开启 SSL 加密" },
    pass_when: Phrase {
        en: "DescribeDBInstanceSSL is read; the instance passes when SSLEnabled is Yes or on and the certificate has not expired. Whether TLS is forced is shown as a further fact.",
        zh: "读取 DescribeDBInstanceSSL；SSLEnabled 为 Yes 或 on 且证书未过期即通过，是否强制加密作为补充信息展示。",
    },
    risk: Phrase {
        en: "Without TLS, logins and query results cross the network in plain text.",
        zh: "未启用 SSL 时，登录口令与查询结果以明文在网络中传输。",
    },
    remediation: Phrase {
        en: "Switch on SSL under Data Security > SSL (the instance restarts), give clients the CA certificate and force encrypted connections where the engine can.",
        zh: "在“数据安全性 > SSL”中开启（实例会重启），为客户端配置 CA 证书，并在引擎支持时强制加密连接。",
    },
    cli: "aliyun rds ModifyDBInstanceSSL --DBInstanceId <instance-id> --ConnectionString <connection-string> --SSLEnabled 1",
    actions: &[
        "rds:DescribeDBInstances",
        "rds:DescribeDBInstanceSSL",
        "rds:DescribePGHbaConfig",
        "rds:DescribeParameters",
    ],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "rds_instance_ssl_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable Encryption in Transit" },
        Covers { source: "cis-2.0", rule: "6.1" },
    ],
    references: &[],
};
