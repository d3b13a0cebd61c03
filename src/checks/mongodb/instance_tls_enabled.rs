//! MongoDB connections can use TLS.

use crate::api::{Call, dds};
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, Sheet, fail, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "mongodb-instance-tls-enabled",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "MongoDB connections can use TLS", zh: "MongoDB 实例已开启 SSL 加密" },
    pass_when: Phrase {
        en: "DescribeDBInstanceSSL is read; the instance passes when SSLStatus is Open and the certificate has not expired.",
        zh: "读取 DescribeDBInstanceSSL；SSLStatus 为 Open 且证书未过期即通过。",
    },
    risk: Phrase {
        en: "Without TLS, logins and documents cross the network in plain text.",
        zh: "未启用 SSL 时，登录口令与文档数据以明文在网络中传输。",
    },
    remediation: Phrase {
        en: "Switch on SSL under Data Security > SSL, which restarts the instance, and give clients the CA certificate.",
        zh: "在“数据安全性 > SSL”中开启（实例会重启），并为客户端配置 CA 证书。",
    },
    cli: "aliyun dds ModifyDBInstanceSSL --DBInstanceId <instance-id> --SSLAction Open",
    reads: &[&dds::TLS, &dds::TLS_SHARDED],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Custom(judge_all),
};

fn judge_all(account: &Account<'_>, sheet: &mut Sheet<'_>) {
    let mut seen = false;
    for (instances, tls) in [(&dds::REPLICA_SETS, &dds::TLS), (&dds::SHARDED, &dds::TLS_SHARDED)] {
        let listing = account.list(instances);
        seen |= !listing.items.is_empty() || !listing.gaps.is_empty();
        for instance in sheet.items_of(listing) {
            sheet.item(&instance, judge(&instance, tls));
        }
    }
    if !seen {
        sheet.account(not_applicable("no MongoDB instance in the account", "账号内没有 MongoDB 实例"));
    }
}

fn judge(instance: &Item<'_>, tls: &'static Call) -> Outcome {
    let tls = instance.ask(tls)?.must()?;
    match tls.str("SSLStatus")? {
        "Open" => {}
        off @ ("Closed" | "Close") => {
            return fail(format!("SSLStatus is {off}"), format!("SSLStatus 为 {off}，未开启 SSL"));
        }
        said => return unknown(format!("SSLStatus is {said}"), format!("SSLStatus 为 {said}，无法判断")),
    }
    if !tls.text("SSLExpiredTime").is_empty() {
        let expires = tls.moment("SSLExpiredTime")?;
        if expires < instance.account().now() {
            let day = expires.date();
            return fail(
                format!("TLS is on, but its certificate expired on {day}"),
                format!("SSL 已开启，但证书已于 {day} 过期"),
            );
        }
    }
    let verdict = match tls.maybe_flag("ForceEncryption") {
        Some(true) => pass("TLS is on and forced for every connection", "SSL 已开启，且已强制加密"),
        _ => pass("TLS is on, not forced", "SSL 已开启，未强制加密"),
    };
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

    const ID: &[(&str, &str)] = &[("DBInstanceId", "dds-1")];

    fn instances() -> Fixture {
        let sets = Fixture::new().list(&dds::REPLICA_SETS, json!([{ "DBInstanceId": "dds-1" }]));
        sets.list(&dds::SHARDED, json!([]))
    }

    fn sharded() -> Fixture {
        let none = Fixture::new().list(&dds::REPLICA_SETS, json!([]));
        none.list(&dds::SHARDED, json!([{ "DBInstanceId": "dds-1" }]))
    }

    #[test]
    fn the_switch_and_the_certificate_decide() {
        for (said, expires, expected) in [
            ("Open", "", Pass),
            ("Open", "2027-11-25T00:00:00Z", Pass),
            ("Open", "2026-11-24T00:00:00Z", Fail),
            ("Closed", "", Fail),
            ("", "", NotAssessed),
        ] {
            let body = json!({ "SSLStatus": said, "SSLExpiredTime": expires, "ForceEncryption": "0" });
            let set = instances().detail(&dds::TLS, ID, body.clone());
            assert_eq!(set.verdict(&CHECK), expected, "{said} {expires}");
            let untold = expected == Pass && expires.is_empty();
            assert_eq!(set.finding(&CHECK).caution.is_some(), untold, "{said} {expires}");
            let cluster = sharded().detail(&dds::TLS_SHARDED, ID, body);
            assert_eq!(cluster.verdict(&CHECK), expected, "{said} {expires}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(instances().denied(&dds::TLS, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(sharded().denied(&dds::TLS_SHARDED, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(instances().detail(&dds::TLS, ID, json!({})).verdict(&CHECK), NotAssessed);
        let unlisted = Fixture::new().list(&dds::REPLICA_SETS, json!([]));
        assert_eq!(unlisted.denied(&dds::SHARDED, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_mongodb_is_not_applicable() {
        let account = Fixture::new().list(&dds::REPLICA_SETS, json!([])).list(&dds::SHARDED, json!([]));
        assert_eq!(account.verdict(&CHECK), NotApplicable);
    }
}
