//! Cluster has been inspected within the last 7 days.

use crate::api::cs;
use crate::checks::{Check, Covers};
use crate::domain::{Bound, Effort, Gap, ParamSpec, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, measure};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-inspected",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "cluster",
    title: Phrase {
        en: "Cluster has been inspected within the last 7 days", zh: "集群在最近 7 天内完成巡检"
    },
    pass_when: Phrase {
        en: "Inspection reports, cluster checks and the inspection schedule are read; the cluster passes when the newest finished one is at most 7 days old (parameter max_age_days, default 7) or a schedule at least that frequent is enabled.",
        zh: "读取巡检报告、集群检查与巡检计划；最近一次完成时间在 7 天内（参数 max_age_days，默认 7），或已启用周期不超过该天数的计划，即通过。",
    },
    risk: Phrase {
        en: "Expiring certificates, full quotas and unhealthy nodes stay unknown until they break the service.",
        zh: "证书到期、配额耗尽与节点异常若不巡检，往往在影响业务后才被发现。",
    },
    remediation: Phrase {
        en: "Switch on scheduled inspection under Inspections and Diagnostics > Cluster Inspections and deal with the findings.",
        zh: "在“巡检与诊断 > 集群巡检”中开启定期巡检，并处理发现的问题。",
    },
    cli: "aliyun cs POST /clusters/<cluster-id>/inspectConfig --header \"Content-Type=application/json\" --body '{\"enabled\":true,\"recurrence\":\"FREQ=DAILY;BYHOUR=10;BYMINUTE=15\"}'",
    reads: &[&cs::INSPECT_CONFIG, &cs::INSPECT_REPORTS, &cs::CHECKS],
    params: &[ParamSpec {
        name: "max_age_days",
        default: 7,
        bound: Bound::AtMost,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[
        Covers { source: "prowler", rule: "cs_kubernetes_cluster_check_recent" },
        Covers { source: "prowler", rule: "cs_kubernetes_cluster_check_weekly" },
        Covers { source: "trend-vision-one", rule: "Cluster Check" },
        Covers { source: "cis-2.0", rule: "7.4" },
    ],
    references: &[],
    logic: Logic::Items { of: &cs::CLUSTERS, judge },
};

fn judge(cluster: &Item<'_>) -> Outcome {
    let account = cluster.account();
    let mut ages = Vec::new();
    for report in cluster.items_of(&cs::INSPECT_REPORTS)? {
        if report.str("status")?.eq_ignore_ascii_case("completed") {
            ages.push(account.days_since(report.moment("endTime")?));
        }
    }
    for check in cluster.items_of(&cs::CHECKS)? {
        if check.str("status")?.eq_ignore_ascii_case("Succeeded") {
            ages.push(account.days_since(check.moment("finished_at")?));
        }
    }
    let newest = ages.into_iter().min();
    let every = match cluster.ask(&cs::INSPECT_CONFIG)?.got() {
        Some(config) if config.flag("enabled")? => Some(days_of(&config, config.str("recurrence")?)?),
        Some(_) | None => None,
    };
    let (done_en, done_zh) = match newest {
        Some(days) => (format!("days since the last inspection: {days}"), format!("最近一次巡检于 {days} 天前完成")),
        None => ("never inspected".to_owned(), "没有已完成的巡检".to_owned()),
    };
    let (plan_en, plan_zh) = match every {
        Some(days) => {
            (format!("a schedule with an interval in days of {days}"), format!("已启用周期为 {days} 天的巡检计划"))
        }
        None => ("no schedule".to_owned(), "未启用巡检计划".to_owned()),
    };
    let days = newest.into_iter().chain(every).min().unwrap_or(i64::MAX);
    measure("max_age_days", days, format!("{done_en}; {plan_en}"), format!("{done_zh}；{plan_zh}"))
}

/// The days between two inspections of a recurrence rule (RFC 5545).
fn days_of(config: &Node<'_>, rule: &str) -> Result<i64, Gap> {
    let part = |name: &str| rule.split(';').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
    let days: i64 = match part("FREQ").ok_or_else(|| config.lacks("recurrence"))? {
        "HOURLY" | "DAILY" => 1,
        "WEEKLY" => 7,
        "MONTHLY" => 31,
        _ => return Err(config.lacks("recurrence")),
    };
    let times =
        part("INTERVAL").map_or(Some(1), |n| n.parse::<i64>().ok()).ok_or_else(|| config.lacks("recurrence"))?;
    Ok(days.saturating_mul(times.max(1)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("cluster_id", "c-1")];

    fn account(config: Value, reports: Value, checks: Value) -> Fixture {
        let items = json!([{ "cluster_id": "c-1", "region_id": "cn-hangzhou" }]);
        let account = Fixture::new().list(&cs::CLUSTERS, items).detail(&cs::INSPECT_CONFIG, ID, config);
        account.detail_list(&cs::INSPECT_REPORTS, ID, reports).detail_list(&cs::CHECKS, ID, checks)
    }

    #[test]
    fn the_newest_completed_report_or_check_decides() {
        let off = json!({ "enabled": false });
        let report = |end: &str, status: &str| json!([{ "endTime": end, "status": status }]);
        let check = |end: &str, status: &str| json!([{ "finished_at": end, "status": status }]);
        for (reports, checks, expected) in [
            (report("2026-11-18T08:00:00.778333+08:00", "completed"), json!([]), Pass),
            (report("2026-11-16T19:40:16+08:00", "completed"), json!([]), Fail),
            (report("", "running"), json!([]), Fail),
            (json!([]), check("2026-11-20T10:00:00+08:00", "Succeeded"), Pass),
            (json!([]), check("2026-11-20T10:00:00+08:00", "Failed"), Fail),
            (json!([]), json!([]), Fail),
            (report("", "completed"), json!([]), NotAssessed),
        ] {
            let account = account(off.clone(), reports.clone(), checks.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{reports} {checks}");
        }
    }

    #[test]
    fn a_schedule_counts_when_it_is_on() {
        for (on, rule, expected) in [
            (true, "FREQ=DAILY;BYHOUR=10;BYMINUTE=15", Pass),
            (true, "FREQ=WEEKLY;BYHOUR=10", Pass),
            (true, "FREQ=DAILY;INTERVAL=8", Fail),
            (true, "FREQ=MONTHLY", Fail),
            (false, "FREQ=DAILY", Fail),
            (true, "?", NotAssessed),
        ] {
            let config = json!({ "enabled": on, "recurrence": rule });
            assert_eq!(account(config, json!([]), json!([])).verdict(&CHECK), expected, "{on} {rule}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let whole = || account(json!({ "enabled": true, "recurrence": "FREQ=DAILY" }), json!([]), json!([]));
        assert_eq!(whole().denied(&cs::CHECKS, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(account(json!({}), json!([]), json!([])).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_clusters_is_not_applicable() {
        assert_eq!(Fixture::new().list(&cs::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&cs::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
    }
}
