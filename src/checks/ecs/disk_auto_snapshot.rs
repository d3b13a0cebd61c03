//! Cloud disk has an automatic snapshot policy.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-disk-auto-snapshot",
    severity: Severity::Medium,
    resource: "disk",
    title: Phrase { en: "Cloud disk has an automatic snapshot policy", zh: "云盘已设置自动快照策略" },
    pass_when: Phrase {
        en: "AutoSnapshotPolicyId of DescribeDisks is read for disks in use; the disk passes when a policy is set.",
        zh: "读取使用中云盘的 AutoSnapshotPolicyId；已设置策略即通过。",
    },
    risk: Phrase {
        en: "Without regular snapshots a deletion, a failed change or ransomware cannot be undone.",
        zh: "缺少定期快照时，误删、变更失败或勒索加密后数据无法恢复。",
    },
    remediation: Phrase {
        en: "Create an automatic snapshot policy under ECS console > Storage & Snapshots > Snapshots and apply it to the disk.",
        zh: "在 ECS 控制台“存储与快照 > 快照”中创建自动快照策略并应用到该云盘。",
    },
    cli: "aliyun ecs ApplyAutoSnapshotPolicy --regionId <region-id> --autoSnapshotPolicyId <policy-id> --diskIds '[\"<disk-id>\"]'",
    // UNWRITTEN, needs: ecs:DescribeDisks, ecs:DescribeAutoSnapshotPolicyEx
    reads: &[],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "ecs-disk-auto-snapshot-policy" }],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
