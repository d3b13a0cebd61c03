//! Cloud disk has an automatic snapshot policy.

use crate::api::ecs_storage;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-disk-auto-snapshot",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "disk",
    title: Phrase { en: "Cloud disk has an automatic snapshot policy", zh: "云盘已设置自动快照策略" },
    pass_when: Phrase {
        en: "AutoSnapshotPolicyId of DescribeDisks is read for disks in use; the disk passes when a policy is set. Local disks are not applicable.",
        zh: "读取使用中云盘的 AutoSnapshotPolicyId；已设置策略即通过，本地盘不适用。",
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
    reads: &[&ecs_storage::DISKS],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "ecs-disk-auto-snapshot-policy" }],
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
    // A policy can also be bound while its execution is switched off.
    let policy = disk.text("AutoSnapshotPolicyId");
    if policy.is_empty() {
        return fail("no automatic snapshot policy", "未设置自动快照策略");
    }
    if !disk.flag("EnableAutomatedSnapshotPolicy")? {
        return fail(format!("policy {policy} is bound but not in effect"), format!("已绑定策略 {policy}，但未生效"));
    }
    pass(format!("policy {policy}"), format!("自动快照策略 {policy}"))
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
            (
                json!({ "Status": "In_use", "AutoSnapshotPolicyId": "sp-1", "EnableAutomatedSnapshotPolicy": true }),
                Pass,
            ),
            (json!({ "Status": "In_use", "AutoSnapshotPolicyId": "" }), Fail),
            (
                json!({ "Status": "In_use", "AutoSnapshotPolicyId": "sp-1", "EnableAutomatedSnapshotPolicy": false }),
                Fail,
            ),
            (json!({ "Status": "In_use", "AutoSnapshotPolicyId": "sp-1" }), NotAssessed),
            (json!({ "Status": "Available", "AutoSnapshotPolicyId": "" }), NotApplicable),
            (json!({ "Status": "In_use", "AutoSnapshotPolicyId": "", "Category": "local_ssd_pro" }), NotApplicable),
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
