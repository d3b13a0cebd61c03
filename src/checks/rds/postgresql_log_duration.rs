//! PostgreSQL logs how long each statement takes.

use crate::api::rds;
use crate::checks::rds_postgresql_log_connections::judge_switch;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-postgresql-log-duration",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase {
        en: "PostgreSQL logs how long each statement takes", zh: "PostgreSQL 实例记录语句执行时长"
    },
    pass_when: Phrase {
        en: "RunningParameters of DescribeParameters is read for PostgreSQL; the instance passes when log_duration is on. Other engines are not applicable.",
        zh: "对 PostgreSQL 读取 DescribeParameters 的 RunningParameters；log_duration 为 on 即通过，其他引擎不适用。",
    },
    risk: Phrase {
        en: "Without it, slow or heavy statements, also those of an attacker copying data, cannot be seen in the log.",
        zh: "未开启时，日志中看不到耗时语句，包括攻击者批量取数的操作。",
    },
    remediation: Phrase {
        en: "Set log_duration to on under Parameters and submit; check that the running value has changed.",
        zh: "在“参数设置”中将 log_duration 设为 on 并提交，核对运行值已生效。",
    },
    cli: "aliyun rds ModifyParameter --DBInstanceId <instance-id> --Parameters '{\"log_duration\":\"on\"}'",
    reads: &[&rds::PARAMETERS],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "rds_instance_postgresql_log_duration_enabled" },
        Covers {
            source: "trend-vision-one",
            rule: "Enable \"log_duration\" Parameter for PostgreSQL Database Instances",
        },
        Covers { source: "cis-2.0", rule: "6.9" },
    ],
    references: &[],
    logic: Logic::Items { of: &rds::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    judge_switch(instance, "log_duration")
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
            ("log_duration", "on", Pass),
            ("log_duration", "off", Fail),
            ("other", "on", NotAssessed),
            ("log_duration", "", NotAssessed),
        ] {
            let body = json!({ "RunningParameters": parameters(name, value) });
            assert_eq!(
                instance("PostgreSQL").detail(&rds::PARAMETERS, ID, body).verdict(&CHECK),
                expected,
                "{name} {value}"
            );
        }
        // A value that waits for a restart is not in force.
        let (off, on) = (parameters("log_duration", "off"), parameters("log_duration", "on"));
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
