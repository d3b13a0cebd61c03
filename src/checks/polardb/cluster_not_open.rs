//! Cluster is not reachable from any internet address.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "polardb-cluster-not-open",
    severity: Severity::High,
    resource: "cluster",
    title: Phrase { en: "Cluster is not reachable from any internet address", zh: "PolarDB 集群未向全网开放" },
    pass_when: Phrase {
        en: "Endpoints and allow-lists are read; the cluster passes when no address has NetType Public, or no allow-list entry is 0.0.0.0/0, 0.0.0.0 or ::/0.",
        zh: "读取连接地址与白名单；无 NetType 为 Public 的地址，或白名单不含 0.0.0.0/0、0.0.0.0 及 ::/0，即通过。",
    },
    risk: Phrase {
        en: "A public address with an open allow-list leaves only the password between the internet and the data.",
        zh: "公网地址叠加全开放白名单，数据仅靠口令保护。",
    },
    remediation: Phrase {
        en: "Release the public endpoint and list only the application's addresses or security groups in the cluster allow-list.",
        zh: "释放公网地址，集群白名单仅填写应用服务器地址或安全组。",
    },
    cli: "aliyun polardb ModifyDBClusterAccessWhitelist --DBClusterId <cluster-id> --DBClusterIPArrayName <group-name> --SecurityIps 0.0.0.0/0 --ModifyMode Delete",
    // UNWRITTEN, needs: polardb:DescribeDBClusters, polardb:DescribeDBClusterEndpoints, polardb:DescribeDBClusterAccessWhitelist
    reads: &[],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "polardb-public-and-any-ip-access-check" }],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
