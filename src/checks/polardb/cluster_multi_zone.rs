//! Cluster is deployed over two or more zones.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "polardb-cluster-multi-zone",
    severity: Severity::Medium,
    resource: "cluster",
    title: Phrase { en: "Cluster is deployed over two or more zones", zh: "PolarDB 集群跨可用区部署" },
    pass_when: Phrase {
        en: "ZoneIds and HotStandbyCluster of DescribeDBClusterAttribute are read; the cluster passes when at least 2 zones are listed or the hot standby cluster is on.",
        zh: "读取 DescribeDBClusterAttribute 的 ZoneIds 与 HotStandbyCluster；至少含 2 个可用区，或热备集群已开启，即通过。",
    },
    risk: Phrase {
        en: "A fault in the only zone stops the database and may take its storage offline.",
        zh: "仅部署于单一可用区时，该区故障会使数据库中断且存储不可用。",
    },
    remediation: Phrase {
        en: "Switch on the hot standby storage cluster in a second zone, and practise the change of primary zone.",
        zh: "在第二个可用区开启存储热备集群，并演练主可用区切换。",
    },
    cli: "",
    // UNWRITTEN, needs: polardb:DescribeDBClusters, polardb:DescribeDBClusterAttribute
    reads: &[],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "polardb-cluster-multi-zone" }],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
