//! Disk snapshot is encrypted.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-snapshot-encrypted",
    severity: Severity::Medium,
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
    // UNWRITTEN, needs: ecs:DescribeSnapshots
    reads: &[],
    params: &[],
    covers: &[],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
