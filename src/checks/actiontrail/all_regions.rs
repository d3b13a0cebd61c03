//! One trail records all events in all regions.

use crate::api::actiontrail;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "actiontrail-all-regions",
    severity: Severity::Critical,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "One trail records all events in all regions", zh: "跟踪覆盖全部地域和全部事件" },
    pass_when: Phrase {
        en: "DescribeTrails and GetTrailStatus are read; passes when one trail has TrailRegion All, Status Enable, EventRW All, an OSS or SLS destination, and is logging without a delivery error. Organisation trails count.",
        zh: "读取 DescribeTrails 与 GetTrailStatus；至少一个跟踪的 TrailRegion 为 All、Status 为 Enable、EventRW 为 All，投递到 OSS 或 SLS，且正在记录、无投递错误时通过。多账号跟踪计入。",
    },
    risk: Phrase {
        en: "Events in uncovered regions are lost after the 90 days that ActionTrail keeps by itself. An attacker works where nobody records.",
        zh: "未覆盖地域的事件超过操作审计默认保存的 90 天后即丢失，攻击者往往选择无记录的地域操作。",
    },
    remediation: Phrase {
        en: "ActionTrail console > Trails: create or change a trail to all regions and all event types, with delivery to Log Service and OSS, then start it with StartLogging.",
        zh: "在“操作审计控制台 > 跟踪”中创建或修改跟踪，选择全部地域与全部事件，投递到日志服务和 OSS，并用 StartLogging 启动。",
    },
    cli: "aliyun actiontrail UpdateTrail --Name <trail-name> --TrailRegion All --EventRW All",
    reads: &[&actiontrail::STATUS],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "actiontrail_multi_region_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable Global Service (Multi-Region) Logging" },
        Covers { source: "cloud-config", rule: "actiontrail-trail-intact-enabled" },
        Covers { source: "cis-2.0", rule: "2.1" },
    ],
    references: &["https://help.aliyun.com/document_detail/28829.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let trails = account.list(&actiontrail::TRAILS);
    let mut gap = trails.gaps.into_iter().next().map(|(_, gap)| gap);
    let mut said = Vec::new();
    for trail in &trails.items {
        match lacks(trail) {
            Ok(None) => {
                let name = trail.id();
                return pass(
                    format!("trail {name} records all events of all regions and delivers them"),
                    format!("跟踪 {name} 记录全部地域的全部事件，投递正常"),
                );
            }
            Ok(Some(what)) => said.push(format!("{}: {what}", trail.id())),
            Err(hole) => gap = gap.or(Some(hole)),
        }
    }
    if let Some(gap) = gap {
        return Err(gap);
    }
    // The list leaves out trails whose home is in a region that the user did not choose; they may record all regions.
    let all = account.ask(&actiontrail::TRAILS)?.must()?.items().len();
    if all > trails.items.len() {
        let n = all - trails.items.len();
        return unknown(
            format!("no trail within the chosen regions meets the rule; {n} trails of other regions were not examined"),
            format!("所选地域内没有跟踪满足要求；另有 {n} 个主地域不在所选范围内的跟踪未核查"),
        );
    }
    if said.is_empty() {
        return fail("there is no trail", "未创建跟踪");
    }
    let said = said.join("; ");
    fail(format!("no trail meets the rule: {said}"), format!("没有跟踪满足要求：{said}"))
}

/// The first field that falls short, with its value.
fn lacks(trail: &Item<'_>) -> Result<Option<String>, Gap> {
    for (field, wanted) in [("TrailRegion", "All"), ("Status", "Enable"), ("EventRW", "All")] {
        let found = trail.str(field)?;
        if found != wanted {
            return Ok(Some(format!("{field}={found}")));
        }
    }
    let (oss, sls) = (!trail.text("OssBucketName").is_empty(), !trail.text("SlsProjectArn").is_empty());
    if !oss && !sls {
        return Ok(Some("OssBucketName, SlsProjectArn: -".into()));
    }
    let status = trail.ask(&actiontrail::STATUS)?.must()?;
    if !status.flag("IsLogging")? {
        return Ok(Some("IsLogging=false".into()));
    }
    let ways =
        [(oss, "LatestDeliveryError", "OssBucketStatus"), (sls, "LatestDeliveryLogServiceError", "SlsLogStoreStatus")];
    for (_, error, state) in ways.into_iter().filter(|(used, ..)| *used) {
        if !status.text(error).is_empty() {
            return Ok(Some(format!("{error}={}", status.text(error))));
        }
        if status.maybe_flag(state) == Some(false) {
            return Ok(Some(format!("{state}=false")));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{self, Fail, NotAssessed, Pass};
    use crate::evaluate::evaluate;
    use crate::evaluate::fixture::Fixture;
    use crate::snapshot::Snapshot;

    const TRAIL: &[(&str, &str)] = &[("Name", "audit"), ("IsOrganizationTrail", "false")];

    fn verdict(changes: &[(&str, &str)], status: Value) -> FindingStatus {
        let mut trail = json!({
            "Name": "audit", "IsOrganizationTrail": false, "TrailRegion": "All", "Status": "Enable",
            "EventRW": "All", "OssBucketName": "logs",
        });
        for (name, value) in changes {
            trail[*name] = json!(value);
        }
        let account = Fixture::new().list(&actiontrail::TRAILS, json!([trail]));
        account.detail(&actiontrail::STATUS, TRAIL, status).verdict(&CHECK)
    }

    #[test]
    fn every_field_decides() {
        let runs = || json!({ "IsLogging": true, "OssBucketStatus": true });
        assert_eq!(verdict(&[], runs()), Pass);
        for change in
            [("TrailRegion", "cn-hangzhou"), ("Status", "Disable"), ("EventRW", "Write"), ("OssBucketName", "")]
        {
            assert_eq!(verdict(&[change], runs()), Fail, "{change:?}");
        }
        for status in [
            json!({ "IsLogging": false }),
            json!({ "IsLogging": true, "LatestDeliveryError": "NoSuchBucket" }),
            json!({ "IsLogging": true, "OssBucketStatus": false }),
        ] {
            assert_eq!(verdict(&[], status.clone()), Fail, "{status}");
        }
        // An error of a destination that is not used is no error.
        assert_eq!(verdict(&[], json!({ "IsLogging": true, "SlsLogStoreStatus": false })), Pass);
        assert_eq!(Fixture::new().list(&actiontrail::TRAILS, json!([])).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_trail_of_a_region_that_was_not_chosen_is_not_overlooked() {
        let head = json!({ "dengbao_snapshot": 1, "version": "0", "started_at": "2026-11-25T00:00:00Z", "checks": [],
            "accounts": [{ "id": "1" }], "regions": ["cn-hangzhou"], "regions_from": "user" });
        let mut snapshot = Snapshot::new(serde_json::from_value(head).unwrap());
        let trails = json!({ "TrailList": [{ "Name": "audit", "HomeRegion": "cn-beijing", "TrailRegion": "All" }] });
        let record = json!({ "account": "1", "call": actiontrail::TRAILS.id, "last": true,
            "outcome": { "json": trails }, "at": "2026-11-25T00:00:01Z" });
        snapshot.add(serde_json::from_value(record).unwrap());
        assert_eq!(evaluate(&snapshot, &[&CHECK])[0].status, NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(verdict(&[], json!({ "OssBucketStatus": true })), NotAssessed);
        let trail = json!([{
            "Name": "audit", "IsOrganizationTrail": false, "TrailRegion": "All", "Status": "Enable",
            "EventRW": "All", "OssBucketName": "logs",
        }]);
        let account = Fixture::new().list(&actiontrail::TRAILS, trail);
        assert_eq!(account.denied(&actiontrail::STATUS, TRAIL).verdict(&CHECK), NotAssessed);
        // A refused read is no failure and no pass.
        assert_eq!(Fixture::new().denied(&actiontrail::TRAILS, &[]).verdict(&CHECK), NotAssessed);
    }
}
