//! Virus scan with current signatures in the last 30 days.

use crate::api::sas;
use crate::checks::Check;
use crate::checks::sas_edition::places;
use crate::domain::{Bound, Effort, Gap, ParamSpec, Severity};
use crate::evaluate::{Account, Logic, Outcome, measure, not_applicable, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-signatures-current",
    severity: Severity::High,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase {
        en: "Virus scan with current signatures in the last 30 days", zh: "最近 30 天内完成病毒库查杀"
    },
    pass_when: Phrase {
        en: "GetVirusScanLatestTaskStatistic is read; the account passes when the newest virus scan is complete (Status 100) and at most 30 days old (parameter max_age_days, default 30). The provider updates the signatures in the cloud.",
        zh: "读取 GetVirusScanLatestTaskStatistic；最近一次病毒查杀已完成（Status 为 100）且在 30 天内（参数 max_age_days，默认 30）即通过；病毒库由云端统一更新。",
    },
    risk: Phrase {
        en: "Malware that came in before its signature existed is found only by a new scan.",
        zh: "特征入库前已潜入的恶意程序，须经重新查杀才能发现。",
    },
    remediation: Phrase {
        en: "Set up a periodic virus scan for all hosts under Host Protection > Virus Detection and Removal and handle its results.",
        zh: "在“主机防护 > 病毒查杀”中为全部主机设置周期性查杀，并处置结果。",
    },
    cli: "aliyun sas CreateVirusScanOnceTask --ScanType system --SelectionKey <selection-key>",
    reads: &[&sas::VERSION, &sas::INSTANCES, &sas::VIRUS_SCAN],
    params: &[ParamSpec {
        name: "max_age_days",
        default: 30,
        bound: Bound::AtMost,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let mut oldest: Option<(i64, String, String)> = None;
    let (mut hole, mut left) = (None, 0);
    for (place, known) in places(account) {
        match known.and_then(|_| newest_scan(account, place)) {
            Ok(scan) => {
                left += scan.left;
                if oldest.as_ref().is_none_or(|(most, ..)| scan.days > *most) {
                    oldest = Some((scan.days, format!("{place}: {}", scan.en), format!("{place}：{}", scan.zh)));
                }
            }
            Err(gap) => hole = hole.or(Some(gap)),
        }
    }
    match (oldest, hole) {
        // A centre that was never scanned fails at every threshold, whatever the other says.
        (Some((i64::MAX, en, zh)), _) => measure("max_age_days", i64::MAX, en, zh),
        (_, Some(gap)) => Err(gap),
        (Some((days, en, zh)), None) if left > 0 => measure("max_age_days", days, en, zh).map(|v| {
            v.bounded(
                format!("{left} servers were not scanned, or not to the end"),
                format!("有 {left} 台服务器未查杀或未完成查杀"),
            )
        }),
        (Some((days, en, zh)), None) => measure("max_age_days", days, en, zh),
        (None, None) => not_applicable(
            "no edition of Security Center is bought and it knows no server",
            "未购买云安全中心付费版本，且其中没有服务器",
        ),
    }
}

/// The newest virus scan of a centre.
struct Scan {
    /// Its age; the greatest number where there is none.
    days: i64,
    /// Servers on which it did not come to its end, or that it left out.
    left: i64,
    en: String,
    zh: String,
}

fn newest_scan(account: &Account<'_>, place: &str) -> Result<Scan, Gap> {
    let never = || {
        let (en, zh) = ("no virus scan has been run".to_owned(), "从未执行病毒查杀".to_owned());
        Ok(Scan { days: i64::MAX, left: 0, en, zh })
    };
    let Some(scan) = account.ask_in(&sas::VIRUS_SCAN, place)?.got() else { return never() };
    if !scan.has("Data.Status") && !scan.has("Data.ScanTime") && !scan.has("Data.TaskId") {
        return never();
    }
    let state = scan.int("Data.Status")?;
    if state != 100 {
        return unknown(
            format!(
                "{place}: the newest virus scan is not complete (Status {state}); an earlier one is not in the answer"
            ),
            format!("{place}：最近一次病毒查杀未完成（Status 为 {state}），返回中没有更早的记录"),
        );
    }
    let day = scan.moment("Data.ScanTime")?;
    let (days, left) = (account.days_since(day), scan.maybe_int("Data.UnCompleteMachine").unwrap_or(0));
    if left > 0 && scan.maybe_int("Data.CompleteMachine") == Some(0) {
        return unknown(
            format!("{place}: the newest virus scan came to its end on no server; an earlier one is not in the answer"),
            format!("{place}：最近一次病毒查杀在所有服务器上均未完成，返回中没有更早的记录"),
        );
    }
    // A scan of chosen servers or folders is a virus scan too, but not one of the account.
    let known = account.ask_in(&sas::INSTANCES, place)?.got().map_or(0, |servers| servers.items().len());
    let scanned = scan.maybe_int("Data.ScanMachine").unwrap_or(0);
    let left_out = i64::try_from(known).unwrap_or(i64::MAX).saturating_sub(scanned).max(0);
    Ok(Scan {
        days,
        left: left.saturating_add(left_out),
        en: format!(
            "last complete virus scan {days} days ago ({}) of {scanned} servers (of {known} known), {left} not completed",
            day.date()
        ),
        zh: format!(
            "最近一次病毒查杀于 {days} 天前（{}）完成，查杀服务器 {scanned} 台（共 {known} 台），其中未完成 {left} 台",
            day.date()
        ),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::checks::sas_edition::fixtures::{bought, free};
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn scan(data: Value) -> Fixture {
        bought()
            .list(&sas::INSTANCES, json!([{ "InstanceId": "i-1" }, { "InstanceId": "i-2" }]))
            .answer(&sas::VIRUS_SCAN, json!({ "Data": data }))
    }

    #[test]
    fn the_newest_scan_must_be_complete_and_young() {
        // The collection is of 2026-11-25.
        for (day, expected) in [(1_795_000_000_000_u64, Pass), (1_790_000_000_000, Fail)] {
            assert_eq!(scan(json!({ "Status": 100, "ScanTime": day })).verdict(&CHECK), expected, "{day}");
        }
        assert_eq!(scan(json!({ "Status": 10, "ScanTime": 1_795_000_000_000_u64 })).verdict(&CHECK), NotAssessed);
        assert_eq!(scan(json!({})).verdict(&CHECK), Fail);
        assert_eq!(free().unopened(&sas::VIRUS_SCAN, "FreeVersionNotPermit").verdict(&CHECK), Fail);
    }

    #[test]
    fn servers_that_were_not_scanned_bound_the_pass() {
        let with = |scanned: i64, complete: i64, left: i64| {
            scan(json!({
                "Status": 100, "ScanTime": 1_795_000_000_000_u64, "ScanMachine": scanned,
                "CompleteMachine": complete, "UnCompleteMachine": left,
            }))
        };
        assert!(with(2, 2, 0).finding(&CHECK).caution.is_none());
        for account in [with(2, 1, 1), with(1, 1, 0)] {
            let finding = account.finding(&CHECK);
            assert_eq!((finding.status, finding.caution.is_some()), (Pass, true));
        }
        assert_eq!(with(2, 0, 2).verdict(&CHECK), NotAssessed, "complete, but on no server");
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(scan(json!({ "Status": 100 })).verdict(&CHECK), NotAssessed);
        assert_eq!(bought().denied(&sas::VIRUS_SCAN, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }
}
