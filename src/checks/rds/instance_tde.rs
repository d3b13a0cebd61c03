//! Transparent data encryption is on.

use crate::api::rds;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, Reply, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-tde",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "Transparent data encryption is on", zh: "RDS 实例已开启透明数据加密" },
    pass_when: Phrase {
        en: "DescribeDBInstanceTDE is read; the instance passes when TDEStatus is Enabled, for SQL Server also in each database. Engines that do not support it are not applicable; disk encryption is shown as a note.",
        zh: "读取 DescribeDBInstanceTDE；TDEStatus 为 Enabled（SQL Server 须各数据库均开启）即通过，不支持的引擎不适用，云盘加密作为备注展示。",
    },
    risk: Phrase {
        en: "Without TDE, data files and backups can be read by anyone who gets a copy of them.",
        zh: "未开启 TDE 时，数据文件与备份一旦被取得即可直接读取。",
    },
    remediation: Phrase {
        en: "Switch on TDE under Data Security > TDE; it cannot be switched off again, so test the load first. Then encrypt existing tables.",
        zh: "在“数据安全性 > TDE”中开启，开启后不可关闭，应先评估性能影响；随后对存量表执行加密。",
    },
    cli: "aliyun rds ModifyDBInstanceTDE --DBInstanceId <instance-id> --TDEStatus Enabled",
    reads: &[&rds::TDE, &rds::ENCRYPTION_KEY],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "rds_instance_tde_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable Transparent Data Encryption" },
        Covers { source: "cis-2.0", rule: "6.5" },
    ],
    references: &[],
    logic: Logic::Items { of: &rds::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let engine = instance.str("Engine")?;
    if !["MySQL", "PostgreSQL", "SQLServer"].iter().any(|known| engine.eq_ignore_ascii_case(known)) {
        return not_applicable(format!("{engine} has no TDE"), format!("{engine} 引擎不支持 TDE，不适用"));
    }
    let tde = match instance.ask(&rds::TDE)? {
        Reply::Got(tde) => tde,
        Reply::Absent(code) | Reply::Unopened(code) => {
            return not_applicable(
                format!("this version or edition has no TDE ({code})"),
                format!("该版本或系列不支持 TDE（{code}），不适用"),
            );
        }
    };
    if !tde.flag("TDEStatus")? {
        return if disk_is_encrypted(instance) {
            fail("TDE is off (the cloud disk is encrypted)", "未开启 TDE（云盘已加密）")
        } else {
            fail("TDE is off", "未开启 TDE")
        };
    }
    if !engine.eq_ignore_ascii_case("SQLServer") {
        return pass("TDE is on for the instance", "实例已开启 TDE")
            .map(|verdict| verdict.bounded("which tables are encrypted was not read", "未读取各数据表是否已加密"));
    }
    let databases = tde.list("Databases.Database");
    if databases.is_empty() {
        return Err(tde.lacks("Databases"));
    }
    for database in &databases {
        if !database.flag("TDEStatus")? {
            let name = database.text("DBName");
            return fail(format!("TDE is off in database {name}"), format!("数据库 {name} 未开启 TDE"));
        }
    }
    let count = databases.len();
    pass(format!("TDE is on in all {count} databases"), format!("{count} 个数据库均已开启 TDE"))
}

/// A remark only: no answer counts as no.
fn disk_is_encrypted(instance: &Item<'_>) -> bool {
    let Ok(Reply::Got(keys)) = instance.ask(&rds::ENCRYPTION_KEY) else { return false };
    keys.list("EncryptionKeyList").iter().any(|key| key.text("UsedBy").eq_ignore_ascii_case("DiskEncryption"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("DBInstanceId", "rm-1")];

    fn instance(engine: &str) -> Fixture {
        Fixture::new().list(&rds::INSTANCES, json!([{ "DBInstanceId": "rm-1", "Engine": engine }]))
    }

    fn databases(first: &str, second: &str) -> Value {
        let list = json!([{ "DBName": "a", "TDEStatus": first }, { "DBName": "b", "TDEStatus": second }]);
        json!({ "TDEStatus": "Enabled", "Databases": { "Database": list } })
    }

    #[test]
    fn the_status_decides_and_for_sql_server_that_of_each_database() {
        for (engine, body, expected) in [
            ("MySQL", json!({ "TDEStatus": "Enabled" }), Pass),
            ("MySQL", json!({ "TDEStatus": "Disabled" }), Fail),
            ("MySQL", json!({ "TDEMode": "Unknown" }), NotAssessed),
            ("SQLServer", databases("Enabled", "Enabled"), Pass),
            ("SQLServer", databases("Enabled", "Disabled"), Fail),
            ("SQLServer", databases("Enabled", ""), NotAssessed),
            ("SQLServer", json!({ "TDEStatus": "Enabled" }), NotAssessed),
        ] {
            let account = instance(engine).detail(&rds::TDE, ID, body.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{engine} {body}");
        }
    }

    #[test]
    fn disk_encryption_is_a_remark() {
        let keys = json!({ "EncryptionKeyList": [{ "UsedBy": "DiskEncryption" }] });
        let account = instance("MySQL").detail(&rds::TDE, ID, json!({ "TDEStatus": "Disabled" }));
        let finding = account.detail(&rds::ENCRYPTION_KEY, ID, keys).finding(&CHECK);
        assert_eq!(finding.status, Fail);
        assert!(finding.reason.en.contains("disk"));
    }

    #[test]
    fn what_has_no_tde_is_not_applicable_and_a_missing_answer_no_verdict() {
        assert_eq!(
            instance("MySQL").absent(&rds::TDE, ID, "InstanceEngineType.NotSupport").verdict(&CHECK),
            NotApplicable
        );
        assert_eq!(instance("MariaDB").verdict(&CHECK), NotApplicable);
        assert_eq!(instance("MySQL").denied(&rds::TDE, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
