//! Database accepts TLS 1.2 or newer only.

use crate::api::rds;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, Reply, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-tls-version",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "Database accepts TLS 1.2 or newer only", zh: "RDS 实例仅允许 TLS 1.2 及以上版本" },
    pass_when: Phrase {
        en: "TlsVersion of DescribeDBInstanceSSL is read; the instance passes when TLS is on and the lowest version is 1.2. An engine that reports no version is not assessed.",
        zh: "读取 DescribeDBInstanceSSL 的 TlsVersion；已开启 SSL 且最低版本为 1.2 即通过，引擎未返回版本的不作评估。",
    },
    risk: Phrase {
        en: "Old TLS versions have known weaknesses that let an attacker break or downgrade the connection.",
        zh: "旧版 TLS 存在已知缺陷，连接可能被破解或降级。",
    },
    remediation: Phrase {
        en: "Set the lowest TLS version to 1.2 in the SSL settings after checking that all drivers support it.",
        zh: "核实驱动均支持后，在 SSL 设置中将最低 TLS 版本设为 1.2。",
    },
    cli: "aliyun rds ModifyDBInstanceSSL --DBInstanceId <instance-id> --ConnectionString <connection-string> --SSLEnabled 1 --TlsVersion 1.2",
    reads: &[&rds::SSL],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "rds-instance-tls-version-check" }],
    references: &["https://help.aliyun.com/document_detail/95715.html"],
    logic: Logic::Items { of: &rds::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let ssl = match instance.ask(&rds::SSL)? {
        Reply::Got(ssl) => ssl,
        Reply::Absent(code) | Reply::Unopened(code) => {
            return not_applicable(
                format!("the instance does not offer TLS ({code})"),
                format!("该实例不支持 SSL（{code}），不适用"),
            );
        }
    };
    if !ssl.flag("SSLEnabled")? {
        return fail("TLS is off", "SSL 未开启");
    }
    // Reported for SQL Server; other engines leave it out or empty, which is no answer.
    let lowest = ssl.str("TlsVersion")?;
    match lowest.trim().trim_start_matches("TLSv") {
        "1.2" | "1.3" => pass(format!("lowest version {lowest}"), format!("最低版本为 {lowest}")),
        "1" | "1.0" | "1.1" => fail(format!("lowest version {lowest}"), format!("最低版本为 {lowest}，低于 1.2")),
        _ => Err(ssl.lacks("TlsVersion")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("DBInstanceId", "rm-1")];

    fn instances() -> Fixture {
        Fixture::new().list(&rds::INSTANCES, json!([{ "DBInstanceId": "rm-1", "Engine": "SQLServer" }]))
    }

    #[test]
    fn the_lowest_version_decides() {
        for (on, lowest, expected) in [
            ("Yes", json!("1.2"), Pass),
            ("Yes", json!("1.1"), Fail),
            ("Yes", json!("1.0"), Fail),
            ("No", json!("1.2"), Fail),
            ("Yes", json!(""), NotAssessed),
            ("on", json!(null), NotAssessed),
        ] {
            let body = json!({ "SSLEnabled": on, "TlsVersion": lowest });
            assert_eq!(instances().detail(&rds::SSL, ID, body).verdict(&CHECK), expected, "{on} {lowest}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instances().denied(&rds::SSL, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(instances().absent(&rds::SSL, ID, "InstanceEngineType.NotSupport").verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
