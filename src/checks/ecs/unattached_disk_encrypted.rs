//! Unattached cloud disk is encrypted.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-unattached-disk-encrypted",
    severity: Severity::High,
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
    // UNWRITTEN, needs: ecs:DescribeDisks
    reads: &[],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ecs_unattached_disk_encrypted" },
        Covers { source: "trend-vision-one", rule: "Enable Encryption for Unattached Disks" },
        Covers { source: "cis-2.0", rule: "4.1" },
    ],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
