//! Database connections can use TLS.

use crate::api::rds;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, Reply, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-tls-enabled",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "Database connections can use TLS", zh: "RDS 实例已开启 SSL 加密" },
    pass_when: Phrase {
        en: "DescribeDBInstanceSSL is read; the instance passes when SSLEnabled is Yes or on and the certificate has not expired. Whether TLS is forced is shown as a further fact.",
        zh: "读取 DescribeDBInstanceSSL；SSLEnabled 为 Yes 或 on 且证书未过期即通过，是否强制加密作为补充信息展示。",
    },
    risk: Phrase {
        en: "Without TLS, logins and query results cross the network in plain text.",
        zh: "未启用 SSL 时，登录口令与查询结果以明文在网络中传输。",
    },
    remediation: Phrase {
        en: "Switch on SSL under Data Security > SSL (the instance restarts), give clients the CA certificate and force encrypted connections where the engine can.",
        zh: "在“数据安全性 > SSL”中开启（实例会重启），为客户端配置 CA 证书，并在引擎支持时强制加密连接。",
    },
    cli: "aliyun rds ModifyDBInstanceSSL --DBInstanceId <instance-id> --ConnectionString <connection-string> --SSLEnabled 1",
    reads: &[&rds::SSL],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "rds_instance_ssl_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable Encryption in Transit" },
        Covers { source: "cis-2.0", rule: "6.1" },
    ],
    references: &[],
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
    // MySQL and SQL Server answer Yes or No, PostgreSQL on or off.
    if !ssl.flag("SSLEnabled")? {
        return fail("SSLEnabled is off", "SSLEnabled 为关闭");
    }
    let forced = match ssl.maybe_flag("ForceEncryption") {
        Some(true) => ("forced for every connection", "已强制加密"),
        _ => ("not forced", "未强制加密"),
    };
    if ssl.has("SSLExpireTime") && !ssl.text("SSLExpireTime").is_empty() {
        let expires = ssl.moment("SSLExpireTime")?;
        if expires < instance.account().now() {
            let day = expires.date();
            return fail(
                format!("TLS is on, but its certificate expired on {day}"),
                format!("SSL 已开启，但证书已于 {day} 过期"),
            );
        }
    }
    let verdict = pass(format!("TLS is on, {}", forced.0), format!("SSL 已开启，{}", forced.1));
    if !ssl.text("SSLExpireTime").is_empty() {
        return verdict;
    }
    verdict.map(|verdict| {
        verdict.bounded("the answer does not say when the certificate expires", "返回中没有证书到期时间")
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const PG: &[(&str, &str)] = &[("DBInstanceId", "pgm-1")];

    fn instances() -> Fixture {
        Fixture::new().list(&rds::INSTANCES, json!([{ "DBInstanceId": "pgm-1", "Engine": "PostgreSQL" }]))
    }

    #[test]
    fn both_spellings_of_on_pass_and_off_fails() {
        for (said, expected) in [("on", Pass), ("Yes", Pass), ("off", Fail), ("No", Fail)] {
            let account = instances().detail(&rds::SSL, PG, json!({ "SSLEnabled": said }));
            assert_eq!(account.verdict(&CHECK), expected, "{said}");
            assert_eq!(account.finding(&CHECK).caution.is_some(), expected == Pass, "{said}");
        }
    }

    #[test]
    fn an_expired_certificate_fails() {
        for (expires, expected) in [("2026-11-24T00:00:00Z", Fail), ("2026-11-26T00:00:00Z", Pass)] {
            let body = json!({ "SSLEnabled": "on", "SSLExpireTime": expires });
            assert_eq!(instances().detail(&rds::SSL, PG, body).verdict(&CHECK), expected, "{expires}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instances().denied(&rds::SSL, PG).verdict(&CHECK), NotAssessed);
        assert_eq!(instances().detail(&rds::SSL, PG, json!({ "RequireUpdate": "No" })).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_databases_is_not_applicable() {
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(instances().absent(&rds::SSL, PG, "InstanceEngineType.NotSupport").verdict(&CHECK), NotApplicable);
    }
}
