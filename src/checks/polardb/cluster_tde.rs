//! Transparent data encryption is on.

use crate::api::polardb;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "polardb-cluster-tde",
    severity: Severity::High,
    effort: Effort::Change,
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
    reads: &[&polardb::TDE],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "polardb-cluster-enabled-tde" }],
    references: &[],
    logic: Logic::Items { of: &polardb::CLUSTERS, judge },
};

fn judge(cluster: &Item<'_>) -> Outcome {
    let tde = cluster.ask(&polardb::TDE)?.must()?;
    if !tde.flag("TDEStatus")? {
        return fail("TDE is off", "未开启 TDE");
    }
    // Only MySQL answers it: there, tables are encrypted one by one, new ones by this switch.
    let new_tables = match tde.maybe_flag("EncryptNewTables") {
        Some(true) => (", new tables are encrypted", "，新建表自动加密"),
        Some(false) => (", new tables are not encrypted by themselves", "，新建表不自动加密"),
        None => ("", ""),
    };
    pass(format!("TDE is on{}", new_tables.0), format!("已开启 TDE{}", new_tables.1))
        .map(|verdict| verdict.bounded("which tables are encrypted was not read", "未读取各数据表是否已加密"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("DBClusterId", "pc-1")];

    fn clusters() -> Fixture {
        Fixture::new().list(&polardb::CLUSTERS, json!([{ "DBClusterId": "pc-1", "DBType": "MySQL" }]))
    }

    #[test]
    fn the_status_decides() {
        for (said, expected) in [("Enabled", Pass), ("Disabled", Fail), ("", NotAssessed)] {
            let account = clusters().detail(&polardb::TDE, ID, json!({ "TDEStatus": said, "EncryptNewTables": "ON" }));
            assert_eq!(account.verdict(&CHECK), expected, "{said}");
        }
        assert_eq!(clusters().denied(&polardb::TDE, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&polardb::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&polardb::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
