//! Attached cloud disk is encrypted.

use crate::api::ecs_storage;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-attached-disk-encrypted",
    severity: Severity::High,
    effort: Effort::Project,
    resource: "disk",
    title: Phrase { en: "Attached cloud disk is encrypted", zh: "使用中的云盘已加密" },
    pass_when: Phrase {
        en: "Each disk with Status In_use is read with DescribeDisks; it passes when Encrypted is true. Local disks are not applicable.",
        zh: "通过 DescribeDisks 读取 Status 为 In_use 的云盘；Encrypted 为 true 即通过，本地盘不适用。",
    },
    risk: Phrase {
        en: "Data on a plain disk, and on the snapshots made of it, can be read by whoever gets hold of the volume or a copy.",
        zh: "未加密云盘及其快照一旦被他人取得，数据可被直接读取。",
    },
    remediation: Phrase {
        en: "A disk cannot be encrypted in place: create an encrypted disk or an encrypted copy of the image, move the data and release the old disk. Switch on default disk encryption per region for new disks.",
        zh: "云盘不能原地加密：新建加密云盘或加密复制镜像，迁移数据后释放旧盘；并按地域开启云盘默认加密，使新建云盘自动加密。",
    },
    cli: "aliyun ecs EnableDiskEncryptionByDefault --RegionId <region-id>",
    reads: &[&ecs_storage::DISKS],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ecs_attached_disk_encrypted" },
        Covers { source: "trend-vision-one", rule: "Enable Encryption for VM Instance Disks" },
        Covers { source: "cloud-config", rule: "ecs-in-use-disk-encrypted" },
        Covers { source: "cis-2.0", rule: "4.2" },
    ],
    references: &[],
    logic: Logic::Items { of: &ecs_storage::DISKS, judge },
};

fn judge(disk: &Item<'_>) -> Outcome {
    if disk.str("Status")? != "In_use" {
        return skip();
    }
    // Disks inside the host: they can be neither encrypted nor copied by the provider.
    if ["local", "ephemeral"].iter().any(|kind| disk.text("Category").starts_with(kind)) {
        return not_applicable("a local disk, no cloud disk", "本地盘，非云盘");
    }
    if disk.flag("Encrypted")? {
        return pass("encrypted", "已加密");
    }
    fail("not encrypted", "未加密")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn the_answer_decides() {
        for (item, expected) in [
            (json!({ "Status": "In_use", "Encrypted": true }), Pass),
            (json!({ "Status": "In_use", "Encrypted": false }), Fail),
            (json!({ "Status": "In_use" }), NotAssessed),
            (json!({ "Status": "Available", "Encrypted": false }), NotApplicable),
            (json!({ "Status": "In_use", "Encrypted": false, "Category": "local_ssd_pro" }), NotApplicable),
            (json!({ "Status": "In_use", "Encrypted": false, "Category": "cloud_essd" }), Fail),
            (json!({ "Encrypted": true }), NotAssessed),
        ] {
            let mut item = item;
            item["DiskId"] = json!("x-1");
            assert_eq!(Fixture::new().list(&ecs_storage::DISKS, json!([item])).verdict(&CHECK), expected, "{item}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict_and_nothing_is_not_applicable() {
        assert_eq!(Fixture::new().denied(&ecs_storage::DISKS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().cut(&ecs_storage::DISKS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ecs_storage::DISKS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
