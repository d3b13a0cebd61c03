//! Snapshot policy copies no snapshot out of the mainland.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-snapshot-stays-in-mainland",
    severity: Severity::Medium,
    resource: "snapshot policy",
    title: Phrase {
        en: "Snapshot policy copies no snapshot out of the mainland",
        zh: "快照策略未将快照复制到境外地域",
    },
    pass_when: Phrase {
        en: "EnableCrossRegionCopy and TargetCopyRegions of DescribeAutoSnapshotPolicyEx are read; the policy passes when copying is off or each target is a mainland region. Hong Kong counts as outside.",
        zh: "读取 DescribeAutoSnapshotPolicyEx 的 EnableCrossRegionCopy 与 TargetCopyRegions；未开启跨地域复制或目标均为境内地域即通过，中国香港按境外处理。",
    },
    risk: Phrase {
        en: "A policy sends full disk copies abroad on schedule, which may be a cross-border transfer that needs its own legal basis.",
        zh: "策略会定期将整盘数据复制到境外，可能构成需另行履行程序的数据出境。",
    },
    remediation: Phrase {
        en: "Switch cross-region copy off in the policy or choose a mainland target region; delete copies already made abroad unless a legal basis is recorded.",
        zh: "在策略中关闭跨地域复制或改选境内目标地域；已在境外的副本无合法依据的予以删除。",
    },
    cli: "aliyun ecs ModifyAutoSnapshotPolicyEx --regionId <region-id> --autoSnapshotPolicyId <policy-id> --EnableCrossRegionCopy false",
    // UNWRITTEN, needs: ecs:DescribeAutoSnapshotPolicyEx
    reads: &[],
    params: &[],
    covers: &[],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
