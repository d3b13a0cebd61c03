//! Disk snapshot is not shared with other accounts.

use crate::api::ecs_storage;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-snapshot-not-shared",
    severity: Severity::High,
    effort: Effort::Switch,
    resource: "snapshot",
    title: Phrase { en: "Disk snapshot is not shared with other accounts", zh: "快照未共享给其他账号" },
    pass_when: Phrase {
        en: "The account's own resource shares are listed with ListSharedResources; the snapshot passes when it is in no share.",
        zh: "通过 ListSharedResources 列出本账号发起的资源共享；快照不在任何共享单元中即通过。",
    },
    risk: Phrase {
        en: "Whoever receives a shared snapshot can build a disk from it and read all data on it, out of reach of this account's logs.",
        zh: "被共享方可用快照创建云盘并读取全部数据，且不受本账号日志监督。",
    },
    remediation: Phrase {
        en: "Remove the snapshot from the resource share in Resource Management > Resource Sharing; keep shares only with named accounts of the same organisation and a written reason.",
        zh: "在“资源管理 > 资源共享”中将快照移出共享单元；确需共享的仅限本组织明确账号并留存审批。",
    },
    cli: "aliyun resourcesharing DisassociateResourceShare --ResourceShareId <share-id> --Resources.1.ResourceId <snapshot-id> --Resources.1.ResourceType Snapshot",
    reads: &[&ecs_storage::SNAPSHOTS, &ecs_storage::SHARED],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &ecs_storage::SNAPSHOTS, judge },
};

fn judge(snapshot: &Item<'_>) -> Outcome {
    // A region where resource sharing did not answer is no region without shares.
    let answer = snapshot.account().ask_in(&ecs_storage::SHARED, snapshot.region())?.must()?;
    if !answer.has("SharedResources") {
        return Err(answer.lacks("SharedResources"));
    }
    let shared = answer.items();
    // A share that was ended stays in the list for some days.
    let share = shared.iter().find(|resource| {
        resource.text("ResourceId") == snapshot.id() && resource.text("ResourceStatus") != "Disassociated"
    });
    match share {
        Some(resource) => {
            let name = resource.text("ResourceShareId");
            fail(format!("in the resource share {name}"), format!("已加入资源共享 {name}"))
        }
        None => pass("in no resource share", "未加入任何资源共享"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn snapshots() -> Fixture {
        Fixture::new().list(&ecs_storage::SNAPSHOTS, json!([{ "SnapshotId": "s-1" }]))
    }

    #[test]
    fn a_share_that_holds_it_fails() {
        for (id, expected) in [("s-1", Fail), ("s-2", Pass)] {
            let shared = json!([{ "ResourceId": id, "ResourceShareId": "rs-1", "ResourceType": "Snapshot" }]);
            assert_eq!(snapshots().list(&ecs_storage::SHARED, shared).verdict(&CHECK), expected);
        }
        assert_eq!(snapshots().list(&ecs_storage::SHARED, json!([])).verdict(&CHECK), Pass);
    }

    #[test]
    fn only_a_share_that_was_ended_is_none() {
        for (state, expected) in [("Associated", Fail), ("Disassociating", Fail), ("Disassociated", Pass)] {
            let shared = json!([{ "ResourceId": "s-1", "ResourceShareId": "rs-1", "ResourceStatus": state }]);
            assert_eq!(snapshots().list(&ecs_storage::SHARED, shared).verdict(&CHECK), expected, "{state}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(snapshots().answer(&ecs_storage::SHARED, json!({ "RequestId": "r" })).verdict(&CHECK), NotAssessed);
        assert_eq!(snapshots().denied(&ecs_storage::SHARED, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(snapshots().cut(&ecs_storage::SHARED, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ecs_storage::SNAPSHOTS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
