//! Cloud disk of the database is encrypted.

use crate::api::rds;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-disk-encrypted",
    severity: Severity::High,
    effort: Effort::Project,
    resource: "instance",
    title: Phrase { en: "Cloud disk of the database is encrypted", zh: "RDS 实例已开启云盘加密" },
    pass_when: Phrase {
        en: "DescribeDBInstanceEncryptionKey is read; the instance passes when a key used by DiskEncryption is set and its status is Enabled; a key of TDE does not count. Instances on local disks are not applicable.",
        zh: "读取 DescribeDBInstanceEncryptionKey；已设置用于 DiskEncryption 的密钥且状态为 Enabled 即通过，TDE 密钥不计；本地盘实例不适用。",
    },
    risk: Phrase {
        en: "Plain disks and the snapshots made of them expose all databases if a copy gets out.",
        zh: "未加密云盘及其快照一旦外泄，全部数据库内容将暴露。",
    },
    remediation: Phrase {
        en: "Choose disk encryption with a KMS key when the instance is created; for an existing one restore a backup into an encrypted instance, or switch it on in place where the engine allows.",
        zh: "新建实例时选择云盘加密与 KMS 密钥；存量实例可恢复备份至加密实例，引擎支持时可在线开启。",
    },
    cli: "aliyun rds ModifyDBInstanceConfig --DBInstanceId <instance-id> --ConfigName encryptionKey --ConfigValue <key-id>",
    reads: &[&rds::ENCRYPTION_KEY],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "rds-instance-enabled-disk-encryption" }],
    references: &[],
    logic: Logic::Items { of: &rds::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let storage = instance.str("DBInstanceStorageType")?;
    if storage.to_ascii_lowercase().starts_with("local") {
        return not_applicable(format!("storage is {storage}"), format!("存储类型为 {storage}，非云盘，不适用"));
    }
    let answer = instance.ask(&rds::ENCRYPTION_KEY)?.must()?;
    let keys = answer.list("EncryptionKeyList");
    if let Some(key) = keys.iter().find(|key| key.text("UsedBy").eq_ignore_ascii_case("DiskEncryption")) {
        let (id, status) = (key.text("EncryptionKey"), key.text("EncryptionKeyStatus"));
        return if key.flag("EncryptionKeyStatus")? {
            pass(format!("disk encrypted with key {id}"), format!("云盘已使用密钥 {id} 加密"))
        } else {
            fail(format!("the status of key {id} is {status}"), format!("加密密钥 {id} 的状态为 {status}"))
        };
    }
    // Without a list the one key is meant; with one that names only TDE, it is the key of TDE.
    let id = answer.text("EncryptionKey");
    if !keys.is_empty() || id.is_empty() {
        return fail("no key for disk encryption", "未设置云盘加密密钥");
    }
    if !answer.flag("EncryptionKeyStatus")? {
        return fail(format!("key {id} is disabled"), format!("加密密钥 {id} 已禁用"));
    }
    pass(format!("encrypted with key {id}"), format!("已使用密钥 {id} 加密")).map(|verdict| {
        verdict.bounded(
            "the answer does not say whether the key is for the disk or for TDE",
            "返回未说明该密钥用于云盘加密还是 TDE",
        )
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("DBInstanceId", "rm-1")];

    fn instance(storage: &str) -> Fixture {
        Fixture::new().list(&rds::INSTANCES, json!([{ "DBInstanceId": "rm-1", "DBInstanceStorageType": storage }]))
    }

    #[test]
    fn a_key_for_the_disk_decides() {
        let key = |used: &str, status: &str| {
            json!({ "EncryptionKey": "key-1", "EncryptionKeyStatus": "Enabled", "EncryptionKeyList": [
                { "EncryptionKey": "key-1", "UsedBy": used, "EncryptionKeyStatus": status },
            ] })
        };
        for (body, expected) in [
            (key("DiskEncryption", "Enabled"), Pass),
            (key("DiskEncryption", "Disabled"), Fail),
            (key("TDE", "Enabled"), Fail),
            (json!({ "EncryptionKey": "key-1", "EncryptionKeyStatus": "Enabled" }), Pass),
            (json!({ "EncryptionKey": "key-1", "EncryptionKeyStatus": "Disabled" }), Fail),
            (json!({ "EncryptionKey": "key-1" }), NotAssessed),
            (json!({ "RequestId": "R" }), Fail),
        ] {
            let account = instance("cloud_essd").detail(&rds::ENCRYPTION_KEY, ID, body.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{body}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instance("cloud_essd").denied(&rds::ENCRYPTION_KEY, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(instance("local_ssd").verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
