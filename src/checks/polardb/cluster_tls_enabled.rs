//! Cluster connections can use TLS.

use crate::api::polardb;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "polardb-cluster-tls-enabled",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "cluster",
    title: Phrase { en: "Cluster connections can use TLS", zh: "PolarDB 集群已开启 SSL 加密" },
    pass_when: Phrase {
        en: "DescribeDBClusterSSL is read; the cluster passes when SSLEnabled is Enabled for each of its endpoints and no certificate has expired.",
        zh: "读取 DescribeDBClusterSSL；各连接地址的 SSLEnabled 均为 Enabled 且证书未过期即通过。",
    },
    risk: Phrase {
        en: "Without TLS, logins and query results cross the network in plain text.",
        zh: "未启用 SSL 时，登录口令与查询结果以明文在网络中传输。",
    },
    remediation: Phrase {
        en: "Switch on SSL per endpoint under Settings and Management > Security > SSL Settings, and give clients the CA certificate.",
        zh: "在“配置与管理 > 安全管理 > SSL 配置”中逐个地址开启，并为客户端配置 CA 证书。",
    },
    cli: "aliyun polardb ModifyDBClusterSSL --DBClusterId <cluster-id> --DBEndpointId <endpoint-id> --NetType Private --SSLEnabled Enable",
    reads: &[&polardb::SSL, &polardb::ENDPOINTS],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "polardb-cluster-enabled-ssl" }],
    references: &["https://help.aliyun.com/document_detail/153182.html"],
    logic: Logic::Items { of: &polardb::CLUSTERS, judge },
};

fn judge(cluster: &Item<'_>) -> Outcome {
    let settings = cluster.items_of(&polardb::SSL)?;
    for setting in &settings {
        let endpoint = setting.text("DBEndpointId");
        if !setting.flag("SSLEnabled")? {
            return fail(format!("TLS is off for endpoint {endpoint}"), format!("连接地址 {endpoint} 未开启 SSL"));
        }
        if setting.has("SSLExpireTime") && !setting.text("SSLExpireTime").is_empty() {
            let expires = setting.moment("SSLExpireTime")?;
            if expires < cluster.account().now() {
                let day = expires.date();
                return fail(
                    format!("TLS is on, but the certificate of endpoint {endpoint} expired on {day}"),
                    format!("SSL 已开启，但连接地址 {endpoint} 的证书已于 {day} 过期"),
                );
            }
        }
    }
    let endpoints = cluster.items_of(&polardb::ENDPOINTS)?;
    if endpoints.is_empty() {
        return unknown("no endpoint in the answer", "返回中没有连接地址");
    }
    // Older clusters have one setting for all, without the id of an endpoint.
    let whole = !settings.is_empty() && settings.iter().all(|setting| setting.text("DBEndpointId").is_empty());
    for endpoint in &endpoints {
        let id = endpoint.str("DBEndpointId")?;
        if !whole && settings.iter().all(|setting| setting.text("DBEndpointId") != id) {
            return fail(format!("endpoint {id} has no TLS setting"), format!("连接地址 {id} 未设置 SSL"));
        }
    }
    let count = endpoints.len();
    let verdict = pass(format!("TLS is on for all {count} endpoints"), format!("{count} 个连接地址均已开启 SSL"));
    if settings.iter().all(|setting| !setting.text("SSLExpireTime").is_empty()) {
        return verdict;
    }
    verdict.map(|verdict| {
        verdict.bounded("the answer does not say when each certificate expires", "返回中未给出全部证书的到期时间")
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("DBClusterId", "pc-1")];

    fn clusters() -> Fixture {
        Fixture::new().list(&polardb::CLUSTERS, json!([{ "DBClusterId": "pc-1", "DBType": "MySQL" }]))
    }

    fn account(settings: Value) -> Fixture {
        let endpoints = json!([{ "DBEndpointId": "pe-1" }, { "DBEndpointId": "pe-2" }]);
        clusters().detail_list(&polardb::SSL, ID, settings).detail_list(&polardb::ENDPOINTS, ID, endpoints)
    }

    fn setting(endpoint: &str, on: &str, expires: &str) -> Value {
        json!({ "DBEndpointId": endpoint, "SSLEnabled": on, "SSLExpireTime": expires })
    }

    #[test]
    fn every_endpoint_needs_tls() {
        let good = setting("pe-1", "Enabled", "2027-01-01T00:00:00Z");
        for (settings, expected) in [
            (json!([good, setting("pe-2", "Enabled", "")]), Pass),
            (json!([good, setting("pe-2", "Disabled", "")]), Fail),
            (json!([good]), Fail),
            (json!([good, setting("pe-2", "Enabled", "2026-11-24T00:00:00Z")]), Fail),
            (json!([setting("", "Enabled", "2027-01-01T00:00:00Z")]), Pass),
            (json!([good, { "SSLEnabled": "Enabled" }]), Fail),
            (json!([]), Fail),
            (json!([good, { "DBEndpointId": "pe-2" }]), NotAssessed),
            (json!([good, setting("pe-2", "Enabled", "soon")]), NotAssessed),
        ] {
            assert_eq!(account(settings.clone()).verdict(&CHECK), expected, "{settings}");
        }
    }

    #[test]
    fn a_certificate_without_an_end_is_told() {
        for (expires, untold) in [("", true), ("2027-01-01T00:00:00Z", false)] {
            let account = account(json!([setting("pe-1", "Enabled", expires), setting("pe-2", "Enabled", expires)]));
            assert_eq!(account.finding(&CHECK).caution.is_some(), untold, "{expires}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(clusters().denied(&polardb::SSL, ID).verdict(&CHECK), NotAssessed);
        let on = clusters().detail_list(&polardb::SSL, ID, json!([setting("pe-1", "Enabled", "")]));
        assert_eq!(on.clone().denied(&polardb::ENDPOINTS, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(on.detail_list(&polardb::ENDPOINTS, ID, json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&polardb::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&polardb::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
