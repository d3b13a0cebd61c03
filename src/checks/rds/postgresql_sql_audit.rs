//! SQL audit is on for the PostgreSQL instance.

use crate::api::{das, rds};
use crate::checks::rds_instance_sql_audit::judge_audit;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, not_applicable};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-postgresql-sql-audit",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase { en: "SQL audit is on for the PostgreSQL instance", zh: "PostgreSQL 实例已开启 SQL 审计" },
    pass_when: Phrase {
        en: "For engine PostgreSQL, SQLCollectorStatus is read; the instance passes when it is Enable, or when DAS reports SqlLogEnable and RequestEnable true. Other engines are not applicable.",
        zh: "对 PostgreSQL 引擎读取 SQLCollectorStatus；为 Enable，或 DAS 的 SqlLogEnable 与 RequestEnable 均为 true，即通过；其他引擎不适用。",
    },
    risk: Phrase {
        en: "Error logs do not show the statements that succeeded, so reading or changing data leaves no trace.",
        zh: "错误日志不含成功执行的语句，数据读取与修改无从追溯。",
    },
    remediation: Phrase {
        en: "Switch on SQL audit for the instance; its own store keeps 30 days, so export the logs or use DAS where 180 days are needed.",
        zh: "为该实例开启 SQL 审计；其自带存储仅保留 30 天，需满足 180 天的应导出日志或使用 DAS。",
    },
    cli: "aliyun rds ModifySQLCollectorPolicy --DBInstanceId <instance-id> --SQLCollectorStatus Enable",
    reads: &[&rds::SQL_COLLECTOR, &das::SQL_LOG],
    params: &[],
    covers: &[Covers { source: "trend-vision-one", rule: "Enable SQL Auditing for PostgreSQL Database Instances" }],
    references: &[],
    logic: Logic::Items { of: &rds::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let engine = instance.str("Engine")?;
    if !engine.eq_ignore_ascii_case("PostgreSQL") {
        return not_applicable(format!("the engine is {engine}"), format!("引擎为 {engine}，不适用"));
    }
    judge_audit(instance)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::checks::rds_instance_sql_audit::fixtures::{self, DAS, ID, account, instance};
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn the_audit_decides_for_this_engine_only() {
        for (engine, own, in_das, expected) in [
            ("PostgreSQL", "Enable", false, Pass),
            ("PostgreSQL", "Disabled", true, Pass),
            ("PostgreSQL", "Disabled", false, Fail),
            ("SQLServer", "Disabled", false, NotApplicable),
        ] {
            let account = account(engine, own, fixtures::das(in_das, in_das, 30));
            assert_eq!(account.verdict(&CHECK), expected, "{engine} {own} {in_das}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let denied = instance("PostgreSQL").denied(&rds::SQL_COLLECTOR, ID).denied(&das::SQL_LOG, DAS);
        assert_eq!(denied.verdict(&CHECK), NotAssessed);
        let refusal = json!({ "Success": "false", "Code": "NoPermission" });
        assert_eq!(account("PostgreSQL", "Disabled", refusal).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
