//! SQL audit is on for the database instance.

use crate::api::{das, rds};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Answer, Item, Logic, Node, Outcome, fail, manual, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-sql-audit",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase { en: "SQL audit is on for the database instance", zh: "RDS 实例已开启 SQL 审计" },
    pass_when: Phrase {
        en: "DescribeSQLCollectorPolicy and the DAS setting are read; the instance passes when SQLCollectorStatus is Enable or DAS reports SqlLogEnable and RequestEnable true; SqlLogEnable alone is left to a person. An engine without SQL audit is not applicable.",
        zh: "读取 DescribeSQLCollectorPolicy 与 DAS 配置；SQLCollectorStatus 为 Enable 或 DAS 的 SqlLogEnable 与 RequestEnable 均为 true 即通过，仅前者为 true 的转人工核查，不支持审计的引擎不适用。",
    },
    risk: Phrase {
        en: "Without SQL records nobody can show who read or changed which data, and misuse by insiders stays hidden.",
        zh: "没有 SQL 记录就无法查明谁读取或修改了数据，内部滥用难以发现。",
    },
    remediation: Phrase {
        en: "Switch on SQL Explorer and Audit under Autonomy Services and choose a retention of 180 days or more.",
        zh: "在“自治服务 > SQL 洞察和审计”中开启审计，存储时长选择 180 天以上。",
    },
    cli: "aliyun rds ModifySQLCollectorPolicy --DBInstanceId <instance-id> --SQLCollectorStatus Enable",
    reads: &[&rds::SQL_COLLECTOR, &das::SQL_LOG],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "rds_instance_sql_audit_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable SQL Auditing for RDS Database Instances" },
        Covers { source: "cloud-config", rule: "rds-instance-enabled-auditing" },
        Covers { source: "cis-2.0", rule: "6.3" },
    ],
    references: &[],
    logic: Logic::Items { of: &rds::INSTANCES, judge: judge_audit },
};

/// Judges the SQL audit of an instance of any engine: the product's own or the one of DAS.
pub(super) fn judge_audit(instance: &Item<'_>) -> Outcome {
    let collector = collector(instance);
    if let Ok(true) = collector {
        return pass("SQLCollectorStatus is Enable", "SQLCollectorStatus 为 Enable");
    }
    let das = das_setting(instance)?;
    if das.flag("SqlLogEnable")? {
        if das.flag("RequestEnable")? {
            return pass(
                "DAS records SQL (SqlLogEnable, RequestEnable)",
                "DAS 已开启 SQL 洞察和审计（SqlLogEnable、RequestEnable 均为 true）",
            );
        }
        return manual(
            "SqlLogEnable is true, RequestEnable false: does SQL Explorer and Audit in DAS show all statements?",
            "DAS 的 SqlLogEnable 为 true 而 RequestEnable 为 false：请在“SQL 洞察和审计”中核查能否检索到全部语句",
        );
    }
    let engine = instance.str("Engine")?;
    let audited = ["MySQL", "PostgreSQL", "SQLServer"].iter().any(|known| engine.eq_ignore_ascii_case(known));
    if !audited && das.text("SupportVersion") == "SQL_LOG_NOT_SUPPORT" {
        return not_applicable(format!("{engine} has no SQL audit"), format!("{engine} 引擎不支持 SQL 审计，不适用"));
    }
    // A missing answer of the product is no "off".
    collector?;
    fail(
        "SQLCollectorStatus is Disabled and DAS does not record SQL",
        "SQLCollectorStatus 为 Disabled，DAS 亦未开启 SQL 洞察和审计",
    )
}

/// Whether the product's own audit is on.
pub(super) fn collector(instance: &Item<'_>) -> Result<bool, Gap> {
    instance.ask(&rds::SQL_COLLECTOR)?.must()?.flag("SQLCollectorStatus")
}

/// What DAS says of an instance. DAS refuses with HTTP 200, `Success` "false" and a code.
pub(super) fn das_setting<'s>(instance: &Item<'s>) -> Result<Node<'s>, Gap> {
    let answer: Answer<'s> = instance.ask(&das::SQL_LOG)?.must()?;
    if answer.flag("Success")? {
        return Ok(answer.at("Data"));
    }
    let code = answer.text("Code");
    unknown(format!("DAS gave no answer (Code {code})"), format!("DAS 未给出有效答复（Code 为 {code}）"))
}

#[cfg(test)]
pub(super) mod fixtures {
    use serde_json::{Value, json};

    use crate::api::{das, rds};
    use crate::evaluate::fixture::Fixture;

    pub const ID: &[(&str, &str)] = &[("DBInstanceId", "rm-1")];
    pub const DAS: &[(&str, &str)] = &[("InstanceId", "rm-1")];

    pub fn instance(engine: &str) -> Fixture {
        Fixture::new().list(&rds::INSTANCES, json!([{ "DBInstanceId": "rm-1", "Engine": engine }]))
    }

    /// An answer of DAS: whether SQL is logged, whether SQL Explorer is on, and for how many days.
    pub fn das(log: bool, explorer: bool, days: i64) -> Value {
        let data = json!({ "SqlLogEnable": log, "RequestEnable": explorer, "Retention": days });
        json!({ "Code": "200", "Message": "Successful", "Success": "true", "Data": data })
    }

    pub fn account(engine: &str, collector: &str, answer: Value) -> Fixture {
        // The reserved field says something else on purpose.
        let own = json!({ "SQLCollectorStatus": collector, "StoragePeriod": 0 });
        instance(engine).detail(&rds::SQL_COLLECTOR, ID, own).detail(&das::SQL_LOG, DAS, answer)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::fixtures::{DAS, ID, account, instance};
    use super::*;
    use crate::domain::FindingStatus::{Fail, Manual, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn either_place_of_the_audit_passes() {
        for (own, log, explorer, expected) in [
            ("Enable", false, false, Pass),
            ("Disabled", true, true, Pass),
            ("Disabled", true, false, Manual),
            ("Disabled", false, true, Fail),
            ("Disabled", false, false, Fail),
        ] {
            let account = account("MySQL", own, fixtures::das(log, explorer, 180));
            assert_eq!(account.verdict(&CHECK), expected, "{own} {log} {explorer}");
        }
    }

    #[test]
    fn a_refusal_of_das_with_http_200_is_no_verdict() {
        for success in [json!("false"), json!(""), json!(null)] {
            let refusal = json!({ "Code": "NoPermission", "Success": success, "Data": { "SqlLogEnable": false } });
            assert_eq!(account("MySQL", "Disabled", refusal.clone()).verdict(&CHECK), NotAssessed, "{success}");
            // The product's own audit is enough by itself.
            assert_eq!(account("MySQL", "Enable", refusal).verdict(&CHECK), Pass);
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let own = instance("MySQL").denied(&rds::SQL_COLLECTOR, ID);
        assert_eq!(own.clone().detail(&das::SQL_LOG, DAS, fixtures::das(false, false, 0)).verdict(&CHECK), NotAssessed);
        assert_eq!(own.clone().detail(&das::SQL_LOG, DAS, fixtures::das(true, true, 0)).verdict(&CHECK), Pass);
        assert_eq!(own.denied(&das::SQL_LOG, DAS).verdict(&CHECK), NotAssessed);
        let off = instance("MySQL").detail(&rds::SQL_COLLECTOR, ID, json!({ "SQLCollectorStatus": "Disabled" }));
        assert_eq!(off.denied(&das::SQL_LOG, DAS).verdict(&CHECK), NotAssessed);
        assert_eq!(account("MySQL", "Disabled", json!({ "Success": "true" })).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn engines_without_audit_are_not_applicable() {
        let data = json!({ "SqlLogEnable": false, "SupportVersion": "SQL_LOG_NOT_SUPPORT" });
        let answer = json!({ "Success": "true", "Data": data });
        assert_eq!(account("MariaDB", "Disabled", answer.clone()).verdict(&CHECK), NotApplicable);
        assert_eq!(account("MySQL", "Disabled", answer).verdict(&CHECK), Fail);
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
