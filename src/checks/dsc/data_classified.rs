//! Data assets have been scanned and graded.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::sddp;
use crate::checks::Check;
use crate::checks::dsc_enabled::{active, not_active};
use crate::domain::{Effort, Resource, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, Sheet, fail, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "dsc-data-classified",
    severity: Severity::Medium,
    effort: Effort::Project,
    resource: "data asset",
    title: Phrase { en: "Data assets have been scanned and graded", zh: "数据资产已扫描并定级" },
    pass_when: Phrase {
        en: "DescribeInstances of Data Security Center is read; passes when the asset has a finished scan and a risk level (RiskLevelName). A source in DescribeInstanceSources that is not connected fails. Where Data Security Center is not active the check is not applicable.",
        zh: "读取数据安全中心 DescribeInstances；资产已完成扫描并带有敏感级别（RiskLevelName）时通过，DescribeInstanceSources 中尚未接入的数据源不通过，未启用数据安全中心的不适用。",
    },
    risk: Phrase {
        en: "Data without a grade gets the same protection as trivial data; the duties for personal and important data are then missed.",
        zh: "未定级的数据按一般数据保护，会遗漏对个人信息和重要数据的义务。",
    },
    remediation: Phrase {
        en: "Data Security Center console > Asset Center: authorise the source, run a detection task with the template of your industry, and have the owner confirm the grades.",
        zh: "在“数据安全中心控制台 > 资产中心”授权数据源，选用行业模板执行识别任务，并由数据责任人确认级别。",
    },
    cli: "aliyun sddp CreateDataLimit --ServiceRegionId <region-id> --ResourceType <type> --ParentId <asset-name> --Enable 1 --InstantlyScan true",
    reads: &[&sddp::USER_STATUS, &sddp::INSTANCES, &sddp::SOURCES],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/212906.html"],
    logic: Logic::Custom(judge),
};

fn judge(account: &Account<'_>, sheet: &mut Sheet<'_>) {
    let (mut places, mut seen) = (Vec::new(), 0);
    for (place, known) in active(account) {
        match known {
            Ok(()) => places.push(place),
            Err(gap) => {
                seen += 1;
                sheet.resource(Resource { region: place.to_owned(), ..account.resource() }, Err(gap));
            }
        }
    }
    let mut graded = BTreeSet::new();
    // The same source can be listed once for each of its databases: it is connected when all are.
    let mut sources: BTreeMap<&str, (Item<'_>, bool)> = BTreeMap::new();
    for call in [&sddp::INSTANCES, &sddp::SOURCES] {
        let mut assets = account.list(call);
        // What a centre answers at which it is not active does not matter.
        assets.gaps.retain(|(at, _)| places.contains(&at.region.as_str()));
        seen += assets.gaps.len();
        for asset in sheet.items_of(assets).into_iter().filter(|asset| places.contains(&asset.region())) {
            if *call == sddp::INSTANCES {
                graded.insert(asset.id());
                seen += 1;
                sheet.item(&asset, scanned(&asset));
            } else if !graded.contains(asset.id()) {
                let connected = asset.maybe_int("Enable") == Some(1);
                sources.entry(asset.id()).and_modify(|(_, all)| *all &= connected).or_insert((asset, connected));
            }
        }
    }
    for (source, connected) in sources.into_values() {
        seen += 1;
        let resource = Resource { region: source.text("RegionId").to_owned(), ..source.resource() };
        let outcome = match connected {
            true => unknown(
                "the source is connected, but no data asset of its name is listed with a scan",
                "数据源已接入，但资产列表中没有同名资产的扫描结果",
            ),
            false => fail("the source is not connected", "数据源尚未接入数据安全中心"),
        };
        sheet.resource(resource, outcome);
    }
    if seen == 0 && places.is_empty() {
        sheet.account(not_active());
    } else if seen == 0 {
        sheet.account(not_applicable("no data asset is listed", "未列出数据资产"));
    }
}

fn scanned(asset: &Item<'_>) -> Outcome {
    if asset.maybe_int("LastFinishTime").unwrap_or(0) <= 0 {
        return fail("no scan has finished", "尚未完成敏感数据扫描");
    }
    let day = asset.moment("LastFinishTime")?.date();
    let level = asset.text("RiskLevelName");
    // The first of the levels stands for data in which nothing sensitive was recognised.
    if asset.maybe_int("RiskLevelId") == Some(1) {
        return pass(
            format!("scanned on {day}, no sensitive data was recognised"),
            format!("已于 {day} 扫描，未识别到敏感数据"),
        )
        .map(|v| {
            v.bounded("nothing recognised is no grade of the data's owner", "未识别到敏感数据不等于责任人已确认级别")
        });
    }
    match level {
        "" => fail(format!("scanned on {day}, but without a grade"), format!("已于 {day} 扫描，但未定级")),
        level => pass(format!("scanned on {day}, grade {level}"), format!("已于 {day} 扫描，级别 {level}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::checks::dsc_enabled::fixtures::mainland;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn assets(assets: Value, sources: Value) -> Fixture {
        mainland(true, true).list(&sddp::INSTANCES, assets).list(&sddp::SOURCES, sources)
    }

    #[test]
    fn an_asset_needs_a_finished_scan_and_a_grade() {
        for (finished, level, expected) in
            [(1_790_000_000_000_u64, "S2", Pass), (0, "S2", Fail), (1_790_000_000_000, "", Fail)]
        {
            let asset = json!([{ "Name": "rm-orders", "LastFinishTime": finished, "RiskLevelName": level }]);
            assert_eq!(assets(asset, json!([])).verdict(&CHECK), expected, "{finished} {level}");
        }
        let asset = json!([{ "Name": "rm-orders", "LastFinishTime": 1_790_000_000_000_u64, "RiskLevelId": 1 }]);
        let finding = assets(asset, json!([])).finding(&CHECK);
        assert_eq!((finding.status, finding.caution.is_some()), (Pass, true));
    }

    #[test]
    fn sources_that_are_not_connected_fail() {
        let asset = json!([{ "Name": "rm-orders", "LastFinishTime": 1_790_000_000_000_u64, "RiskLevelName": "S2" }]);
        let sources = json!([
            { "InstanceId": "rm-orders", "Enable": 0 },
            { "InstanceId": "pgm-users", "DbName": "a", "Enable": 0 },
            { "InstanceId": "pgm-users", "DbName": "b", "Enable": 0 },
            { "InstanceId": "rm-half", "DbName": "a", "Enable": 1 },
            { "InstanceId": "rm-half", "DbName": "b", "Enable": 0 },
            { "InstanceId": "rm-new", "Enable": 1 },
        ]);
        let expected = [("pgm-users", Fail), ("rm-half", Fail), ("rm-new", NotAssessed), ("rm-orders", Pass)];
        assert_eq!(assets(asset, sources).verdicts(&CHECK), expected.map(|(id, status)| (id.to_owned(), status)));
    }

    #[test]
    fn without_it_or_without_assets_it_is_not_applicable_and_holes_are_holes() {
        assert_eq!(mainland(false, false).verdict(&CHECK), NotApplicable);
        assert_eq!(assets(json!([]), json!([])).verdict(&CHECK), NotApplicable);
        let denied = mainland(true, true).denied(&sddp::INSTANCES, &[]).list(&sddp::SOURCES, json!([]));
        assert_eq!(denied.verdict(&CHECK), NotAssessed);
    }
}
