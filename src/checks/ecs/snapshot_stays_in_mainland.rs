//! Snapshot policy copies no snapshot out of the mainland.

use crate::api::ecs_storage;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::mainland::is_mainland;
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-snapshot-stays-in-mainland",
    severity: Severity::Medium,
    effort: Effort::Switch,
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
    reads: &[&ecs_storage::SNAPSHOT_POLICIES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &ecs_storage::SNAPSHOT_POLICIES, judge },
};

fn judge(policy: &Item<'_>) -> Outcome {
    if !is_mainland(policy.region()) {
        return not_applicable("the policy is outside the mainland itself", "策略所在地域不在中国内地");
    }
    if !policy.flag("EnableCrossRegionCopy")? {
        return pass("no copies to other regions", "未启用跨地域复制");
    }
    // A JSON list of region ids, as text.
    let targets = policy.inner_json("TargetCopyRegions")?;
    let regions: Vec<&str> = targets.iter().flat_map(|t| t.as_array()).flatten().filter_map(|r| r.as_str()).collect();
    if regions.is_empty() {
        return Err(policy.lacks("TargetCopyRegions"));
    }
    let abroad: Vec<&str> = regions.iter().copied().filter(|region| !is_mainland(region)).collect();
    if abroad.is_empty() {
        return pass(format!("copies to {}", regions.join(", ")), format!("复制到 {}", regions.join("、")));
    }
    fail(
        format!("copies out of the mainland: {}", abroad.join(", ")),
        format!("复制到中国内地以外：{}", abroad.join("、")),
    )
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
            (json!({ "EnableCrossRegionCopy": false }), Pass),
            (json!({ "EnableCrossRegionCopy": true, "TargetCopyRegions": "[\"cn-beijing\"]" }), Pass),
            (json!({ "EnableCrossRegionCopy": true, "TargetCopyRegions": "[\"cn-beijing\",\"cn-hongkong\"]" }), Fail),
            (json!({ "EnableCrossRegionCopy": true }), NotAssessed),
            (json!({ "Status": "Normal" }), NotAssessed),
        ] {
            let mut item = item;
            item["AutoSnapshotPolicyId"] = json!("x-1");
            assert_eq!(
                Fixture::new().list(&ecs_storage::SNAPSHOT_POLICIES, json!([item])).verdict(&CHECK),
                expected,
                "{item}"
            );
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict_and_nothing_is_not_applicable() {
        assert_eq!(Fixture::new().denied(&ecs_storage::SNAPSHOT_POLICIES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().cut(&ecs_storage::SNAPSHOT_POLICIES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ecs_storage::SNAPSHOT_POLICIES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
