//! Cluster connections can use TLS.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "polardb-cluster-tls-enabled",
    severity: Severity::Medium,
    resource: "cluster",
    title: Phrase { en: "Cluster connections can use TLS", zh: "PolarDB 集群已开启 SSL 加密" },
    pass_when: Phrase {
        en: "DescribeDBClusterSSL is read; the cluster passes when SSLEnabled is Enabled for each of its endpoints and no certificate has expired.",
        zh: "读取 DescribeDBClusterSSL；各连接地址的 SSLEnabled 均为 Enabled 且证书未过期即通过。",
    },
    risk: Phrase {
        en: "Without TLS, logins and query results cross the network in plain text.",
        zh: "未启用 SSL 时，登录口令与查询结果以明文在网络中传输。",
    },
    remediation: Phrase {
        en: "Switch on SSL per endpoint under Settings and Management > Security > SSL Settings, and give clients the CA certificate.",
        zh: "在“配置与管理 > 安全管理 > SSL 配置”中逐个地址开启，并为客户端配置 CA 证书。",
    },
    cli: "aliyun polardb ModifyDBClusterSSL --DBClusterId <cluster-id> --DBEndpointId <endpoint-id> --NetType Private --SSLEnabled Enable",
    // UNWRITTEN, needs: polardb:DescribeDBClusters, polardb:DescribeDBClusterSSL, polardb:DescribeDBClusterEndpoints
    reads: &[],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "polardb-cluster-enabled-ssl" }],
    references: &["https://help.aliyun.com/document_detail/153182.html"],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
