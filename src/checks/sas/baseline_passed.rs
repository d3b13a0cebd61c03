//! Host passes the baseline checks.

use crate::api::sas;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-baseline-passed",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "host",
    title: Phrase { en: "Host passes the baseline checks", zh: "主机基线检查通过" },
    pass_when: Phrase {
        en: "Baseline results are read per host with DescribeCheckWarningSummary; the host passes when a check has been run and no high-risk item failed (HighWarningCount 0). A host without results, or checked last (LastFoundTime) over 30 days ago, is not assessed.",
        zh: "按主机读取 DescribeCheckWarningSummary 的基线结果；已执行检查且高风险项未通过数（HighWarningCount）为 0 即通过，无结果或最近检查（LastFoundTime）早于 30 天前的主机不作评估。",
    },
    risk: Phrase {
        en: "Weak passwords, missing lockout or audit settings on the host are the easiest way in.",
        zh: "主机弱口令、缺少登录失败锁定或审计等配置缺陷最易被利用。",
    },
    remediation: Phrase {
        en: "Create a baseline policy with the MLPS template, run it on all hosts, and fix or justify each failed item under Risk Governance > Baseline Risks.",
        zh: "创建含等保基线模板的检查策略并对全部主机执行，在“风险治理 > 基线风险”中逐项整改或说明。",
    },
    cli: "",
    reads: &[&sas::INSTANCES, &sas::BASELINES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &sas::INSTANCES, judge },
};

/// The longest cycle of baseline checks that can be chosen, in days: older results say nothing of the host as it is.
const OLDEST: i64 = 30;

fn judge(host: &Item<'_>) -> Outcome {
    let baselines = host.items_of(&sas::BASELINES)?;
    if baselines.is_empty() {
        return unknown("there are no results of baseline checks for this host", "该主机没有基线检查结果");
    }
    let (mut high, mut bad) = (0_i64, Vec::new());
    for baseline in &baselines {
        let failed = baseline.int("HighWarningCount")?;
        if failed > 0 {
            high += failed;
            bad.push(baseline.text("RiskName"));
        }
    }
    let run = baselines.len();
    if bad.is_empty() {
        let mut times = Vec::new();
        for baseline in &baselines {
            times.push(baseline.moment("LastFoundTime")?);
        }
        let Some(newest) = times.into_iter().max() else { return Err(host.lacks("LastFoundTime")) };
        let (days, when) = (host.account().days_since(newest), newest.date());
        if days > OLDEST {
            return unknown(
                format!("no high-risk item failed, but the last check was {days} days ago ({when})"),
                format!("无未通过的高风险项，但最近一次检查在 {days} 天前（{when}）"),
            );
        }
        return pass(
            format!("no high-risk item failed in {run} baselines, last check {when}"),
            format!("{run} 项基线均无未通过的高风险项，最近检查时间 {when}"),
        );
    }
    let names = bad.iter().take(3).copied().collect::<Vec<_>>();
    fail(
        format!("{high} high-risk items failed in {} of {run} baselines: {}", bad.len(), names.join(", ")),
        format!("{run} 项基线中有 {} 项存在未通过的高风险项，共 {high} 个：{}", bad.len(), names.join("、")),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const INTL: &str = "ap-southeast-1";
    const HOST: &[(&str, &str)] = &[("Uuids", "uuid-1")];

    fn hosts(hosts: Value) -> Fixture {
        Fixture::new().list(&sas::INSTANCES, hosts).list_in(&sas::INSTANCES, INTL, json!([]))
    }

    fn host() -> Fixture {
        hosts(json!([{ "InstanceId": "i-1", "Uuid": "uuid-1" }]))
    }

    #[test]
    fn one_failed_high_risk_item_fails() {
        for (high, expected) in [(0, Pass), (1, Fail)] {
            let results = json!([
                { "RiskName": "MLPS level 3", "HighWarningCount": high, "LastFoundTime": "2026-11-20 02:10:00" },
                { "RiskName": "weak passwords", "HighWarningCount": 0, "LastFoundTime": "2026-11-01 02:10:00" },
            ]);
            assert_eq!(host().detail_list(&sas::BASELINES, HOST, results).verdict(&CHECK), expected, "{high}");
        }
    }

    #[test]
    fn old_results_are_no_pass() {
        // The collection is of 2026-11-25.
        for (day, expected) in [("2026-10-26 00:00:00", Pass), ("2026-10-24 00:00:00", NotAssessed), ("", NotAssessed)]
        {
            let old = |high: i64| json!([{ "RiskName": "a", "HighWarningCount": high, "LastFoundTime": day }]);
            assert_eq!(host().detail_list(&sas::BASELINES, HOST, old(0)).verdict(&CHECK), expected, "{day}");
            assert_eq!(host().detail_list(&sas::BASELINES, HOST, old(1)).verdict(&CHECK), Fail, "{day}");
        }
    }

    #[test]
    fn no_results_are_no_verdict() {
        assert_eq!(host().detail_list(&sas::BASELINES, HOST, json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(
            host().detail_list(&sas::BASELINES, HOST, json!([{ "Level": "high" }])).verdict(&CHECK),
            NotAssessed
        );
        assert_eq!(host().denied(&sas::BASELINES, HOST).verdict(&CHECK), NotAssessed);
        assert_eq!(hosts(json!([])).verdict(&CHECK), NotApplicable);
    }
}
