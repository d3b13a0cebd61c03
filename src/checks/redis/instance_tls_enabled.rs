//! Redis connections can use TLS.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "redis-instance-tls-enabled",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Redis connections can use TLS", zh: "Redis 实例已开启 TLS 加密" },
    pass_when: Phrase {
        en: "DescribeInstanceSSL is read; the instance passes when SSLEnabled is Enable.",
        zh: "读取 DescribeInstanceSSL；SSLEnabled 为 Enable 即通过。",
    },
    risk: Phrase {
        en: "Without TLS, the password and cached data cross the network in plain text.",
        zh: "未启用 TLS 时，口令与缓存数据以明文在网络中传输。",
    },
    remediation: Phrase {
        en: "Switch on TLS under TLS (SSL) Settings of the instance, which restarts it, and give clients the CA certificate.",
        zh: "在实例“TLS（SSL）设置”中开启（实例会重启），并为客户端配置 CA 证书。",
    },
    cli: "aliyun r-kvstore ModifyInstanceSSL --InstanceId <instance-id> --SSLEnabled Enable",
    actions: &["kvstore:DescribeInstances", "kvstore:DescribeInstanceSSL"],
    params: &[],
    covers: &[],
    references: &[],
};
