//! MongoDB connections can use TLS.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "mongodb-instance-tls-enabled",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "MongoDB connections can use TLS", zh: "MongoDB 实例已开启 SSL 加密" },
    pass_when: Phrase {
        en: "DescribeDBInstanceSSL is read; the instance passes when SSLStatus is Open and the certificate has not expired.",
        zh: "读取 DescribeDBInstanceSSL；SSLStatus 为 Open 且证书未过期即通过。",
    },
    risk: Phrase {
        en: "Without TLS, logins and documents cross the network in plain text.",
        zh: "未启用 SSL 时，登录口令与文档数据以明文在网络中传输。",
    },
    remediation: Phrase {
        en: "Switch on SSL under Data Security > SSL, which restarts the instance, and give clients the CA certificate.",
        zh: "在“数据安全性 > SSL”中开启（实例会重启），并为客户端配置 CA 证书。",
    },
    cli: "aliyun dds ModifyDBInstanceSSL --DBInstanceId <instance-id> --SSLAction Open",
    actions: &["dds:DescribeDBInstances", "dds:DescribeDBInstanceSSL"],
    params: &[],
    covers: &[],
    references: &[],
};
