//! Transparent data encryption is on.

use crate::api::{Call, dds};
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, Sheet, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "mongodb-instance-tde",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "Transparent data encryption is on", zh: "MongoDB 实例已开启透明数据加密" },
    pass_when: Phrase {
        en: "DescribeDBInstanceTDEInfo is read; the instance passes when TDEStatus is enabled. Versions before 4.0 and instances on cloud disks have no TDE and are not applicable.",
        zh: "读取 DescribeDBInstanceTDEInfo；TDEStatus 为 enabled 即通过，4.0 以前的版本及云盘实例不支持 TDE，不适用。",
    },
    risk: Phrase {
        en: "Data files and backups in plain form can be read by anyone who gets a copy.",
        zh: "数据文件与备份未加密时，取得副本者可直接读取。",
    },
    remediation: Phrase {
        en: "Switch on TDE under Data Security > TDE; it cannot be switched off again and only new collections are encrypted, so export and re-import old ones.",
        zh: "在“数据安全性 > TDE”中开启，开启后不可关闭且仅加密新建集合，存量集合须导出后重新导入。",
    },
    cli: "aliyun dds ModifyDBInstanceTDE --DBInstanceId <instance-id> --TDEStatus enabled",
    reads: &[&dds::TDE, &dds::TDE_SHARDED],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Custom(judge_all),
};

fn judge_all(account: &Account<'_>, sheet: &mut Sheet<'_>) {
    let mut seen = false;
    for (instances, tde) in [(&dds::REPLICA_SETS, &dds::TDE), (&dds::SHARDED, &dds::TDE_SHARDED)] {
        let listing = account.list(instances);
        seen |= !listing.items.is_empty() || !listing.gaps.is_empty();
        for instance in sheet.items_of(listing) {
            sheet.item(&instance, judge(&instance, tde));
        }
    }
    if !seen {
        sheet.account(not_applicable("no MongoDB instance in the account", "账号内没有 MongoDB 实例"));
    }
}

fn judge(instance: &Item<'_>, tde: &'static Call) -> Outcome {
    let version = instance.str("EngineVersion")?;
    // TDE came with MongoDB 4.0.
    let Some(major) = version.split('.').next().and_then(|major| major.parse::<u32>().ok()) else {
        return Err(instance.lacks("EngineVersion"));
    };
    if major < 4 {
        return not_applicable(format!("MongoDB {version} has no TDE"), format!("MongoDB {version} 不支持 TDE"));
    }
    // Absent means a local disk: the field came with cloud disks, which are encrypted another way.
    let disk = instance.text("StorageType");
    if disk.starts_with("cloud") {
        return not_applicable(
            format!("on a disk of type {disk}, which has disk encryption in place of TDE"),
            format!("存储类型为 {disk}，以云盘加密代替 TDE"),
        );
    }
    match instance.ask(tde)?.must()?.flag("TDEStatus")? {
        true => pass("TDEStatus is enabled", "TDEStatus 为 enabled"),
        false => fail("TDEStatus is disabled", "TDEStatus 为 disabled，TDE 未开启"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("DBInstanceId", "dds-1")];

    fn instances() -> Fixture {
        let sets =
            Fixture::new().list(&dds::REPLICA_SETS, json!([{ "DBInstanceId": "dds-1", "EngineVersion": "4.2" }]));
        sets.list(&dds::SHARDED, json!([]))
    }

    fn sharded() -> Fixture {
        let none = Fixture::new().list(&dds::REPLICA_SETS, json!([]));
        none.list(&dds::SHARDED, json!([{ "DBInstanceId": "dds-1", "EngineVersion": "4.2" }]))
    }

    #[test]
    fn the_status_decides_for_both_architectures() {
        for (said, expected) in [("enabled", Pass), ("disabled", Fail), ("", NotAssessed)] {
            let body = json!({ "TDEStatus": said });
            assert_eq!(instances().detail(&dds::TDE, ID, body.clone()).verdict(&CHECK), expected, "{said}");
            assert_eq!(sharded().detail(&dds::TDE_SHARDED, ID, body).verdict(&CHECK), expected, "{said}");
        }
    }

    #[test]
    fn an_instance_without_tde_is_not_applicable() {
        for (version, disk, expected) in [
            ("3.4", "local_ssd", NotApplicable),
            ("7.0", "cloud_essd1", NotApplicable),
            ("", "local_ssd", NotAssessed),
            ("4.2", "local_ssd", NotAssessed),
        ] {
            let items = json!([{ "DBInstanceId": "dds-1", "EngineVersion": version, "StorageType": disk }]);
            let account = Fixture::new().list(&dds::REPLICA_SETS, items).list(&dds::SHARDED, json!([]));
            assert_eq!(account.verdict(&CHECK), expected, "{version}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instances().denied(&dds::TDE, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(sharded().denied(&dds::TDE_SHARDED, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(instances().detail(&dds::TDE, ID, json!({})).verdict(&CHECK), NotAssessed);
        let unlisted = Fixture::new().list(&dds::REPLICA_SETS, json!([]));
        assert_eq!(unlisted.denied(&dds::SHARDED, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_mongodb_is_not_applicable() {
        let account = Fixture::new().list(&dds::REPLICA_SETS, json!([])).list(&dds::SHARDED, json!([]));
        assert_eq!(account.verdict(&CHECK), NotApplicable);
    }
}
