//! SQL audit logs are kept at least 180 days.

use crate::api::{das, rds};
use crate::checks::rds_instance_sql_audit::{collector, das_setting};
use crate::checks::{Check, Covers};
use crate::domain::{Bound, Effort, Gap, ParamSpec, Severity};
use crate::evaluate::{Item, Logic, Outcome, measure, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-sql-audit-retention",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase { en: "SQL audit logs are kept at least 180 days", zh: "SQL 审计日志留存不少于 180 天" },
    pass_when: Phrase {
        en: "ConfigValue of DescribeSQLCollectorRetention or Retention in DAS is read; the instance passes at 180 days or more (parameter min_days, default 180). PostgreSQL and SQL Server keep 30 days and pass only through DAS; an audit that is off keeps nothing.",
        zh: "读取 DescribeSQLCollectorRetention 的 ConfigValue 或 DAS 的 Retention；不少于 180 天（参数 min_days，默认 180）即通过；PostgreSQL 与 SQL Server 自带留存固定为 30 天，仅可经 DAS 满足；审计未开启的按 0 天计。",
    },
    risk: Phrase {
        en: "Records that are gone after a month cannot support an investigation and miss the six-month duty for network logs.",
        zh: "一个月后即被清除的记录无法支撑调查，也达不到网络日志留存六个月的要求。",
    },
    remediation: Phrase {
        en: "Raise the storage period of SQL Explorer and Audit to 180 days or more, or export the logs to Log Service with that retention.",
        zh: "将 SQL 洞察和审计的存储时长调至 180 天以上，或导出到日志服务 SLS 并按此期限留存。",
    },
    cli: "aliyun rds ModifySQLCollectorRetention --DBInstanceId <instance-id> --ConfigValue 180",
    reads: &[&rds::SQL_COLLECTOR, &rds::SQL_RETENTION, &das::SQL_LOG],
    params: &[ParamSpec {
        name: "min_days",
        default: 180,
        bound: Bound::AtLeast,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[
        Covers { source: "prowler", rule: "rds_instance_sql_audit_retention" },
        Covers { source: "trend-vision-one", rule: "SQL Audit Logs Retention Period" },
        Covers { source: "cis-2.0", rule: "6.4" },
    ],
    references: &[],
    logic: Logic::Items { of: &rds::INSTANCES, judge },
};

/// What the product keeps for engines whose retention cannot be set.
const FIXED_DAYS: i64 = 30;
/// With this many days in one place, the other place need not answer.
const ENOUGH_DAYS: i64 = 180;

fn judge(instance: &Item<'_>) -> Outcome {
    let days = match (own_days(instance), das_days(instance)) {
        (Ok(own), Ok(das)) => own.max(das),
        (Ok(days), Err(_)) | (Err(_), Ok(days)) if days >= ENOUGH_DAYS => days,
        (Err(gap), _) | (_, Err(gap)) => return Err(gap),
    };
    if days == 0 {
        return measure("min_days", 0, "SQL audit is off, nothing is kept", "SQL 审计未开启，无日志留存");
    }
    measure("min_days", days, format!("kept {days} days"), format!("留存 {days} 天"))
}

/// Days in the product's own audit; 0 when it is off. `StoragePeriod` of the policy is reserved and says nothing.
fn own_days(instance: &Item<'_>) -> Result<i64, Gap> {
    if !collector(instance)? {
        return Ok(0);
    }
    if !instance.str("Engine")?.eq_ignore_ascii_case("MySQL") {
        return Ok(FIXED_DAYS);
    }
    instance.ask(&rds::SQL_RETENTION)?.must()?.int("ConfigValue")
}

/// Days in DAS; 0 when it is off.
fn das_days(instance: &Item<'_>) -> Result<i64, Gap> {
    let das = das_setting(instance)?;
    if !das.flag("SqlLogEnable")? {
        return Ok(0);
    }
    // What is recorded without SQL Explorer is not certain, and so is how long it is kept.
    if !das.flag("RequestEnable")? {
        return unknown(
            "SqlLogEnable is true in DAS, RequestEnable false: it is not certain what is recorded",
            "DAS 的 SqlLogEnable 为 true 而 RequestEnable 为 false，无法确定实际记录范围",
        );
    }
    das.int("Retention")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::checks::rds_instance_sql_audit::fixtures::{self, DAS, ID, account, instance};
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    /// Prowler reads `StoragePeriod` (0 in these answers) instead of `ConfigValue`.
    #[test]
    fn the_longer_of_both_places_decides() {
        for (own, configured, in_das, das_days, expected) in [
            ("Enable", "180", false, 0, Pass),
            ("Enable", "30", false, 0, Fail),
            ("Enable", "30", true, 365, Pass),
            ("Disabled", "1825", false, 365, Fail),
            ("Disabled", "1825", true, 180, Pass),
            ("Disabled", "1825", true, 30, Fail),
        ] {
            let account = account("MySQL", own, fixtures::das(in_das, in_das, das_days));
            let account = account.detail(&rds::SQL_RETENTION, ID, json!({ "ConfigValue": configured }));
            assert_eq!(account.verdict(&CHECK), expected, "{own} {configured} {in_das} {das_days}");
        }
    }

    #[test]
    fn other_engines_keep_thirty_days_unless_das_keeps_more() {
        for engine in ["PostgreSQL", "SQLServer"] {
            assert_eq!(account(engine, "Enable", fixtures::das(false, false, 0)).verdict(&CHECK), Fail);
            assert_eq!(account(engine, "Enable", fixtures::das(true, true, 180)).verdict(&CHECK), Pass);
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict_unless_the_other_is_enough() {
        let refusal = json!({ "Success": "false", "Code": "NoPermission" });
        for (days, expected) in [("180", Pass), ("30", NotAssessed)] {
            let account = account("MySQL", "Enable", refusal.clone());
            assert_eq!(
                account.detail(&rds::SQL_RETENTION, ID, json!({ "ConfigValue": days })).verdict(&CHECK),
                expected
            );
        }
        let half = account("MySQL", "Disabled", fixtures::das(true, false, 365));
        assert_eq!(half.verdict(&CHECK), NotAssessed);
        let unread = account("MySQL", "Enable", fixtures::das(true, true, 30));
        assert_eq!(unread.denied(&rds::SQL_RETENTION, ID).verdict(&CHECK), NotAssessed);
        let denied = instance("MySQL").denied(&rds::SQL_COLLECTOR, ID).denied(&das::SQL_LOG, DAS);
        assert_eq!(denied.verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
