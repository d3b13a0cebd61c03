//! Transparent data encryption is on.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "polardb-cluster-tde",
    severity: Severity::High,
    resource: "cluster",
    title: Phrase { en: "Transparent data encryption is on", zh: "PolarDB 集群已开启透明数据加密" },
    pass_when: Phrase {
        en: "DescribeDBClusterTDE is read; the cluster passes when TDEStatus is Enabled.",
        zh: "读取 DescribeDBClusterTDE；TDEStatus 为 Enabled 即通过。",
    },
    risk: Phrase {
        en: "Data files and backups in plain form can be read by anyone who gets a copy.",
        zh: "数据文件与备份未加密时，取得副本者可直接读取。",
    },
    remediation: Phrase {
        en: "Switch on TDE under Settings and Management > Security > TDE Settings with a KMS key; it cannot be switched off again. Encrypt existing tables afterwards.",
        zh: "在“配置与管理 > 安全管理 > TDE 配置”中选择 KMS 密钥开启，开启后不可关闭；随后加密存量表。",
    },
    cli: "aliyun polardb ModifyDBClusterTDE --DBClusterId <cluster-id> --TDEStatus Enable --EncryptNewTables ON",
    // UNWRITTEN, needs: polardb:DescribeDBClusters, polardb:DescribeDBClusterTDE
    reads: &[],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "polardb-cluster-enabled-tde" }],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
