//! Redis connections can use TLS.

use crate::api::kvstore;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, Reply, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "redis-instance-tls-enabled",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "Redis connections can use TLS", zh: "Redis 实例已开启 TLS 加密" },
    pass_when: Phrase {
        en: "DescribeInstanceSSL is read; the instance passes when SSLEnabled is Enable and the certificate has not expired.",
        zh: "读取 DescribeInstanceSSL；SSLEnabled 为 Enable 且证书未过期即通过。",
    },
    risk: Phrase {
        en: "Without TLS, the password and cached data cross the network in plain text.",
        zh: "未启用 TLS 时，口令与缓存数据以明文在网络中传输。",
    },
    remediation: Phrase {
        en: "Switch on TLS under TLS (SSL) Settings of the instance, which restarts it, and give clients the CA certificate.",
        zh: "在实例“TLS（SSL）设置”中开启（实例会重启），并为客户端配置 CA 证书。",
    },
    cli: "aliyun r-kvstore ModifyInstanceSSL --InstanceId <instance-id> --SSLEnabled Enable",
    reads: &[&kvstore::TLS],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &kvstore::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let reply = instance.ask(&kvstore::TLS)?;
    if let Reply::Absent(code) = reply {
        return not_applicable(format!("the edition has no TLS ({code})"), format!("该版本不支持 TLS（{code}）"));
    }
    let tls = reply.must()?;
    if !tls.flag("SSLEnabled")? {
        return fail("SSLEnabled is Disable", "SSLEnabled 为 Disable，未开启 TLS");
    }
    if !tls.text("SSLExpiredTime").is_empty() {
        let expires = tls.moment("SSLExpiredTime")?;
        if expires < instance.account().now() {
            let day = expires.date();
            return fail(
                format!("TLS is on, but its certificate expired on {day}"),
                format!("TLS 已开启，但证书已于 {day} 过期"),
            );
        }
    }
    let verdict = pass("TLS is on", "TLS 已开启");
    if !tls.text("SSLExpiredTime").is_empty() {
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

    const ID: &[(&str, &str)] = &[("InstanceId", "r-1")];

    fn instances() -> Fixture {
        Fixture::new().list(&kvstore::INSTANCES, json!([{ "InstanceId": "r-1", "NetworkType": "VPC" }]))
    }

    #[test]
    fn the_switch_and_the_certificate_decide() {
        for (said, expires, expected) in [
            ("Enable", "", Pass),
            ("Enable", "2027-11-25T00:00:00Z", Pass),
            ("Enable", "2026-11-24T00:00:00Z", Fail),
            ("Disable", "", Fail),
        ] {
            let body = json!({ "SSLEnabled": said, "SSLExpiredTime": expires });
            let account = instances().detail(&kvstore::TLS, ID, body);
            assert_eq!(account.verdict(&CHECK), expected, "{said} {expires}");
            let untold = expected == Pass && expires.is_empty();
            assert_eq!(account.finding(&CHECK).caution.is_some(), untold, "{said} {expires}");
        }
    }

    #[test]
    fn an_edition_without_tls_is_not_applicable() {
        let account = instances().absent(&kvstore::TLS, ID, "InstanceType.NotSupport");
        assert_eq!(account.verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instances().denied(&kvstore::TLS, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(instances().detail(&kvstore::TLS, ID, json!({})).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&kvstore::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_redis_is_not_applicable() {
        assert_eq!(Fixture::new().list(&kvstore::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
