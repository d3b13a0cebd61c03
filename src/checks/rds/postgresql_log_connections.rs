//! PostgreSQL logs client connections.

use crate::api::rds;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-postgresql-log-connections",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase { en: "PostgreSQL logs client connections", zh: "PostgreSQL 实例记录客户端连接" },
    pass_when: Phrase {
        en: "RunningParameters of DescribeParameters is read for PostgreSQL; the instance passes when log_connections is on. Other engines are not applicable.",
        zh: "对 PostgreSQL 读取 DescribeParameters 的 RunningParameters；log_connections 为 on 即通过，其他引擎不适用。",
    },
    risk: Phrase {
        en: "Without it, attempts to log in and their source addresses are not recorded.",
        zh: "未开启时，登录尝试及其来源地址不会被记录。",
    },
    remediation: Phrase {
        en: "Set log_connections to on under Parameters and submit; check that the running value has changed.",
        zh: "在“参数设置”中将 log_connections 设为 on 并提交，核对运行值已生效。",
    },
    cli: "aliyun rds ModifyParameter --DBInstanceId <instance-id> --Parameters '{\"log_connections\":\"on\"}'",
    reads: &[&rds::PARAMETERS],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "rds_instance_postgresql_log_connections_enabled" },
        Covers {
            source: "trend-vision-one",
            rule: "Enable \"log_connections\" Parameter for PostgreSQL Database Instances",
        },
        Covers { source: "cis-2.0", rule: "6.7" },
    ],
    references: &[],
    logic: Logic::Items { of: &rds::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    judge_switch(instance, "log_connections")
}

/// Judges a parameter of PostgreSQL that is on or off, by the value in force.
pub(super) fn judge_switch(instance: &Item<'_>, name: &str) -> Outcome {
    let engine = instance.str("Engine")?;
    if !engine.eq_ignore_ascii_case("PostgreSQL") {
        return not_applicable(format!("the engine is {engine}"), format!("引擎为 {engine}，不适用"));
    }
    let answer = instance.ask(&rds::PARAMETERS)?.must()?;
    let running = answer.list("RunningParameters.DBInstanceParameter");
    let Some(parameter) = running.iter().find(|p| p.text("ParameterName") == name) else {
        return Err(answer.lacks(&format!("RunningParameters.{name}")));
    };
    if parameter.flag("ParameterValue")? {
        return pass(format!("{name} is on"), format!("{name} 为 on"));
    }
    fail(format!("{name} is off"), format!("{name} 为 off"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("DBInstanceId", "pgm-1")];

    fn instance(engine: &str) -> Fixture {
        Fixture::new().list(&rds::INSTANCES, json!([{ "DBInstanceId": "pgm-1", "Engine": engine }]))
    }

    fn parameters(name: &str, value: &str) -> Value {
        json!({ "DBInstanceParameter": [{ "ParameterName": name, "ParameterValue": value }] })
    }

    #[test]
    fn the_running_value_decides() {
        for (name, value, expected) in [
            ("log_connections", "on", Pass),
            ("log_connections", "off", Fail),
            ("other", "on", NotAssessed),
            ("log_connections", "", NotAssessed),
        ] {
            let body = json!({ "RunningParameters": parameters(name, value) });
            assert_eq!(
                instance("PostgreSQL").detail(&rds::PARAMETERS, ID, body).verdict(&CHECK),
                expected,
                "{name} {value}"
            );
        }
        // A value that waits for a restart is not in force.
        let (off, on) = (parameters("log_connections", "off"), parameters("log_connections", "on"));
        let body = json!({ "RunningParameters": off, "ConfigParameters": on });
        assert_eq!(instance("PostgreSQL").detail(&rds::PARAMETERS, ID, body).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instance("PostgreSQL").denied(&rds::PARAMETERS, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(instance("MySQL").verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
