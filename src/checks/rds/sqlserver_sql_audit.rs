//! SQL audit is on for the SQL Server instance.

use crate::api::{das, rds};
use crate::checks::rds_instance_sql_audit::judge_audit;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, not_applicable};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-sqlserver-sql-audit",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase { en: "SQL audit is on for the SQL Server instance", zh: "SQL Server 实例已开启 SQL 审计" },
    pass_when: Phrase {
        en: "For engine SQLServer, SQLCollectorStatus of DescribeSQLCollectorPolicy and the DAS setting are read; the instance passes when the status is Enable, or when DAS reports SqlLogEnable and RequestEnable true. Other engines are not applicable.",
        zh: "对 SQLServer 引擎读取 DescribeSQLCollectorPolicy 的 SQLCollectorStatus 与 DAS 配置；为 Enable，或 DAS 的 SqlLogEnable 与 RequestEnable 均为 true，即通过；其他引擎不适用。",
    },
    risk: Phrase {
        en: "Without audit records, access to data through SQL cannot be tied to a login.",
        zh: "没有审计记录，无法将 SQL 访问对应到具体登录账号。",
    },
    remediation: Phrase {
        en: "Switch on SQL audit for the instance; its store keeps 30 days, so export the logs where 180 days are needed.",
        zh: "为该实例开启 SQL 审计；其存储仅保留 30 天，需满足 180 天的应导出日志。",
    },
    cli: "aliyun rds ModifySQLCollectorPolicy --DBInstanceId <instance-id> --SQLCollectorStatus Enable",
    reads: &[&rds::SQL_COLLECTOR, &das::SQL_LOG],
    params: &[],
    covers: &[Covers { source: "trend-vision-one", rule: "Enable SQL Auditing for SQL Server Database Instances" }],
    references: &[],
    logic: Logic::Items { of: &rds::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let engine = instance.str("Engine")?;
    if !engine.eq_ignore_ascii_case("SQLServer") {
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
            ("SQLServer", "Enable", false, Pass),
            ("SQLServer", "Disabled", true, Pass),
            ("SQLServer", "Disabled", false, Fail),
            ("MySQL", "Disabled", false, NotApplicable),
        ] {
            let account = account(engine, own, fixtures::das(in_das, in_das, 30));
            assert_eq!(account.verdict(&CHECK), expected, "{engine} {own} {in_das}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let denied = instance("SQLServer").denied(&rds::SQL_COLLECTOR, ID).denied(&das::SQL_LOG, DAS);
        assert_eq!(denied.verdict(&CHECK), NotAssessed);
        let refusal = json!({ "Success": "false", "Code": "NoPermission" });
        assert_eq!(account("SQLServer", "Disabled", refusal).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
