//! Unattached cloud disk is encrypted.

use crate::api::ecs_storage;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-unattached-disk-encrypted",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "disk",
    title: Phrase { en: "Unattached cloud disk is encrypted", zh: "未挂载的云盘已加密" },
    pass_when: Phrase {
        en: "Each disk with Status Available is read with DescribeDisks; it passes when Encrypted is true.",
        zh: "通过 DescribeDisks 读取 Status 为 Available 的云盘；Encrypted 为 true 即通过。",
    },
    risk: Phrase {
        en: "A forgotten disk keeps old business data and can be attached to any instance in its zone.",
        zh: "闲置云盘仍保存历史业务数据，可被挂载到同可用区的任意实例上读取。",
    },
    remediation: Phrase {
        en: "Release the disk if it is not needed. Otherwise create an encrypted disk, copy the data and release the plain one.",
        zh: "不再使用的云盘予以释放；确需保留的，新建加密云盘复制数据后释放原盘。",
    },
    cli: "aliyun ecs CreateDisk --RegionId <region-id> --ZoneId <zone-id> --DiskCategory <category> --Size <gib> --Encrypted true --KMSKeyId <key-id>",
    reads: &[&ecs_storage::DISKS],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ecs_unattached_disk_encrypted" },
        Covers { source: "trend-vision-one", rule: "Enable Encryption for Unattached Disks" },
        Covers { source: "cis-2.0", rule: "4.1" },
    ],
    references: &[],
    logic: Logic::Items { of: &ecs_storage::DISKS, judge },
};

fn judge(disk: &Item<'_>) -> Outcome {
    if disk.str("Status")? != "Available" {
        return skip();
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
            (json!({ "Status": "Available", "Encrypted": true }), Pass),
            (json!({ "Status": "Available", "Encrypted": false }), Fail),
            (json!({ "Status": "Available" }), NotAssessed),
            (json!({ "Status": "In_use", "Encrypted": false }), NotApplicable),
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
