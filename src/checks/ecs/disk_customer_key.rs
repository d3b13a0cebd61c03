//! Cloud disk is encrypted with a customer-managed KMS key.

use crate::api::ecs_storage;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-disk-customer-key",
    severity: Severity::Medium,
    effort: Effort::Project,
    resource: "disk",
    title: Phrase {
        en: "Cloud disk is encrypted with a customer-managed KMS key",
        zh: "云盘使用客户自管的 KMS 密钥加密",
    },
    pass_when: Phrase {
        en: "Encrypted and KMSKeyId of DescribeDisks are read and the key is looked up with DescribeKey; the disk passes when the key is enabled and its Creator is not the ECS service. Local disks are not applicable.",
        zh: "读取 DescribeDisks 的 Encrypted 与 KMSKeyId，并以 DescribeKey 核对密钥；密钥启用且 Creator 非 ECS 服务即通过，本地盘不适用。",
    },
    risk: Phrase {
        en: "With the service key the customer cannot set who may use it, rotate it on its own terms or withdraw it.",
        zh: "使用服务密钥时，客户无法自行控制密钥授权、轮转与停用。",
    },
    remediation: Phrase {
        en: "Create a key in KMS, set it as the region's default disk key, and rebuild the disk from an encrypted copy that uses it.",
        zh: "在密钥管理服务 KMS 创建密钥并设为地域默认云盘加密密钥，再以使用该密钥的加密副本重建云盘。",
    },
    cli: "aliyun ecs ModifyDiskDefaultKMSKeyId --RegionId <region-id> --KMSKeyId <key-id>",
    reads: &[&ecs_storage::DISKS, &ecs_storage::DISK_KEY],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &ecs_storage::DISKS, judge },
};

fn judge(disk: &Item<'_>) -> Outcome {
    // Disks inside the host: they can be neither encrypted nor copied by the provider.
    if ["local", "ephemeral"].iter().any(|kind| disk.text("Category").starts_with(kind)) {
        return not_applicable("a local disk, no cloud disk", "本地盘，非云盘");
    }
    if !disk.flag("Encrypted")? {
        return fail("not encrypted", "未加密");
    }
    if disk.text("KMSKeyId").is_empty() {
        return fail("encrypted with the service key of ECS", "使用 ECS 服务密钥加密");
    }
    let key = disk.ask(&ecs_storage::DISK_KEY)?.must()?;
    let (creator, state) = (key.str("KeyMetadata.Creator")?, key.str("KeyMetadata.KeyState")?);
    if creator.is_empty() {
        return Err(key.lacks("KeyMetadata.Creator"));
    }
    // Keys of the account itself name the account as their creator; those made by a product name the product.
    if !creator.chars().all(|c| c.is_ascii_digit()) {
        return fail(format!("encrypted with a key made by {creator}"), format!("使用云产品 {creator} 创建的密钥加密"));
    }
    if state != "Enabled" {
        return fail(format!("its own key is {state}"), format!("自有密钥状态为 {state}"));
    }
    pass("encrypted with an own key that is enabled", "使用已启用的自有密钥加密")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const KEY: &[(&str, &str)] = &[("KeyId", "key-1")];

    fn disk(body: Value) -> Fixture {
        let mut body = body;
        body["DiskId"] = json!("d-1");
        Fixture::new().list(&ecs_storage::DISKS, json!([body]))
    }

    #[test]
    fn only_an_own_enabled_key_passes() {
        assert_eq!(disk(json!({ "Encrypted": false })).verdict(&CHECK), Fail);
        assert_eq!(disk(json!({ "Encrypted": false, "Category": "local_hdd_pro" })).verdict(&CHECK), NotApplicable);
        assert_eq!(disk(json!({ "Encrypted": true, "KMSKeyId": "" })).verdict(&CHECK), Fail);
        for (creator, state, expected) in [
            ("1234567890123456", "Enabled", Pass),
            ("1234567890123456", "Disabled", Fail),
            ("Ecs", "Enabled", Fail),
            ("", "Enabled", NotAssessed),
        ] {
            let key = json!({ "KeyMetadata": { "Creator": creator, "KeyState": state } });
            let account =
                disk(json!({ "Encrypted": true, "KMSKeyId": "key-1" })).detail(&ecs_storage::DISK_KEY, KEY, key);
            assert_eq!(account.verdict(&CHECK), expected, "{creator} {state}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let account = disk(json!({ "Encrypted": true, "KMSKeyId": "key-1" }));
        assert_eq!(account.denied(&ecs_storage::DISK_KEY, KEY).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ecs_storage::DISKS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
