//! Disk snapshot is encrypted.

use crate::api::ecs_storage;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-snapshot-encrypted",
    severity: Severity::Medium,
    effort: Effort::Project,
    resource: "snapshot",
    title: Phrase { en: "Disk snapshot is encrypted", zh: "快照已加密" },
    pass_when: Phrase {
        en: "Encrypted of DescribeSnapshots is read; the snapshot passes when it is true.",
        zh: "读取 DescribeSnapshots 的 Encrypted；为 true 即通过。",
    },
    risk: Phrase {
        en: "A plain snapshot is a full copy of a disk that can be copied or turned into a new disk without a key.",
        zh: "未加密快照是云盘的完整副本，无需密钥即可被复制或用于创建云盘。",
    },
    remediation: Phrase {
        en: "Encrypt the source disk so that new snapshots inherit it; make an encrypted copy of snapshots that must be kept and delete the plain ones.",
        zh: "对源云盘启用加密，使后续快照自动加密；需保留的快照制作加密副本后删除未加密快照。",
    },
    cli: "aliyun ecs CopySnapshot --RegionId <region-id> --SnapshotId <snapshot-id> --DestinationRegionId <region-id> --DestinationSnapshotName <name> --Encrypted true --KMSKeyId <key-id>",
    reads: &[&ecs_storage::SNAPSHOTS],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &ecs_storage::SNAPSHOTS, judge },
};

fn judge(snapshot: &Item<'_>) -> Outcome {
    if snapshot.flag("Encrypted")? {
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
            (json!({ "Encrypted": true }), Pass),
            (json!({ "Encrypted": false }), Fail),
            (json!({ "Status": "accomplished" }), NotAssessed),
        ] {
            let mut item = item;
            item["SnapshotId"] = json!("x-1");
            assert_eq!(Fixture::new().list(&ecs_storage::SNAPSHOTS, json!([item])).verdict(&CHECK), expected, "{item}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict_and_nothing_is_not_applicable() {
        assert_eq!(Fixture::new().denied(&ecs_storage::SNAPSHOTS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().cut(&ecs_storage::SNAPSHOTS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ecs_storage::SNAPSHOTS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
