//! SQL audit is on for the MySQL instance.

use crate::api::{das, rds};
use crate::checks::rds_instance_sql_audit::judge_audit;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, not_applicable};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-mysql-sql-audit",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase { en: "SQL audit is on for the MySQL instance", zh: "MySQL 实例已开启 SQL 审计" },
    pass_when: Phrase {
        en: "For engine MySQL, SQLCollectorStatus is read; the instance passes when it is Enable, or when DAS reports SqlLogEnable and RequestEnable true. Other engines are not applicable.",
        zh: "对 MySQL 引擎读取 SQLCollectorStatus；为 Enable，或 DAS 的 SqlLogEnable 与 RequestEnable 均为 true，即通过；其他引擎不适用。",
    },
    risk: Phrase {
        en: "MySQL keeps no full statement history by itself, so an incident cannot be traced to accounts and statements.",
        zh: "MySQL 自身不保存完整语句记录，事件无法追溯到账号与语句。",
    },
    remediation: Phrase {
        en: "Switch on SQL Explorer and Audit under Autonomy Services for the instance.",
        zh: "在该实例“自治服务 > SQL 洞察和审计”中开启审计。",
    },
    cli: "aliyun rds ModifySQLCollectorPolicy --DBInstanceId <instance-id> --SQLCollectorStatus Enable",
    reads: &[&rds::SQL_COLLECTOR, &das::SQL_LOG],
    params: &[],
    covers: &[Covers { source: "trend-vision-one", rule: "Enable SQL Auditing for MySQL Database Instances" }],
    references: &[],
    logic: Logic::Items { of: &rds::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let engine = instance.str("Engine")?;
    if !engine.eq_ignore_ascii_case("MySQL") {
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
            ("MySQL", "Enable", false, Pass),
            ("MySQL", "Disabled", true, Pass),
            ("MySQL", "Disabled", false, Fail),
            ("PostgreSQL", "Disabled", false, NotApplicable),
        ] {
            let account = account(engine, own, fixtures::das(in_das, in_das, 30));
            assert_eq!(account.verdict(&CHECK), expected, "{engine} {own} {in_das}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let denied = instance("MySQL").denied(&rds::SQL_COLLECTOR, ID).denied(&das::SQL_LOG, DAS);
        assert_eq!(denied.verdict(&CHECK), NotAssessed);
        let refusal = json!({ "Success": "false", "Code": "NoPermission" });
        assert_eq!(account("MySQL", "Disabled", refusal).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
