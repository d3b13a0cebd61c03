//! Cluster is not reachable from any internet address.

use crate::api::polardb;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::addresses::{cover_everyone, is_everyone};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "polardb-cluster-not-open",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "cluster",
    title: Phrase { en: "Cluster is not reachable from any internet address", zh: "PolarDB 集群未向全网开放" },
    pass_when: Phrase {
        en: "Endpoints and allow-lists are read; the cluster passes when no address has NetType Public, or no allow-list entry is 0.0.0.0/0, 0.0.0.0 or ::/0 and the entries together do not cover all addresses.",
        zh: "读取连接地址与白名单；无 NetType 为 Public 的地址，或白名单不含 0.0.0.0/0、0.0.0.0 及 ::/0 且各条目合并后未覆盖全部地址，即通过。",
    },
    risk: Phrase {
        en: "A public address with an open allow-list leaves only the password between the internet and the data.",
        zh: "公网地址叠加全开放白名单，数据仅靠口令保护。",
    },
    remediation: Phrase {
        en: "Release the public endpoint and list only the application's addresses or security groups in the cluster allow-list.",
        zh: "释放公网地址，集群白名单仅填写应用服务器地址或安全组。",
    },
    cli: "aliyun polardb ModifyDBClusterAccessWhitelist --DBClusterId <cluster-id> --DBClusterIPArrayName <group-name> --SecurityIps 0.0.0.0/0 --ModifyMode Delete",
    reads: &[&polardb::ENDPOINTS, &polardb::ALLOW_LISTS],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "polardb-public-and-any-ip-access-check" }],
    references: &[],
    logic: Logic::Items { of: &polardb::CLUSTERS, judge },
};

fn judge(cluster: &Item<'_>) -> Outcome {
    let lists = cluster.items_of(&polardb::ALLOW_LISTS)?;
    // Every cluster has at least the group `default`.
    if lists.is_empty() {
        return unknown("no allow-list in the answer", "返回中没有白名单");
    }
    let mut entries = Vec::new();
    for list in &lists {
        entries.extend(list.str("SecurityIps")?.split(','));
    }
    let everyone = entries.iter().copied().find(|entry| is_everyone(entry));
    let open = everyone.is_some() || cover_everyone(entries.iter().copied());
    let Some(public) = public_address(cluster)? else {
        let (en, zh) = if open {
            ("no public address, but the allow-list is open to everyone", "无公网地址，但白名单对全网开放")
        } else {
            ("no public address, and no allow-list is open to everyone", "无公网地址，白名单未对全网开放")
        };
        return pass(en, zh);
    };
    if open {
        let entry = everyone.unwrap_or("0.0.0.0/1 + 128.0.0.0/1");
        return fail(
            format!("public address {public}, allow-list holds {entry}"),
            format!("存在公网地址 {public}，且白名单含 {entry}"),
        );
    }
    pass(
        format!("public address {public}, but no allow-list is open to everyone"),
        format!("存在公网地址 {public}，白名单未对全网开放"),
    )
    .map(|verdict| verdict.bounded("global allow-list templates were not read", "未读取全局白名单模板"))
}

/// A public address of any endpoint.
fn public_address<'s>(cluster: &Item<'s>) -> Result<Option<&'s str>, Gap> {
    let endpoints = cluster.items_of(&polardb::ENDPOINTS)?;
    let addresses: Vec<_> = endpoints.iter().flat_map(|endpoint| endpoint.list("AddressItems")).collect();
    if addresses.is_empty() {
        return unknown("no address in the answer", "返回中没有连接地址");
    }
    let mut public = None;
    for address in &addresses {
        if address.str("NetType")?.eq_ignore_ascii_case("Public") {
            public = Some(address.text("ConnectionString"));
        }
    }
    Ok(public)
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

    fn endpoints(net: &str) -> Value {
        json!([
            { "DBEndpointId": "pe-1", "AddressItems": [{ "NetType": "Private", "ConnectionString": "pc-1.rwlb" }] },
            { "DBEndpointId": "pe-2", "AddressItems": [{ "NetType": net, "ConnectionString": "pc-1-o.rwlb" }] },
        ])
    }

    fn allowed(list: &str) -> Value {
        json!([
            { "DBClusterIPArrayName": "default", "SecurityIps": "127.0.0.1" },
            { "DBClusterIPArrayName": "app", "SecurityIps": list },
        ])
    }

    #[test]
    fn only_public_and_open_fails() {
        for (net, list, expected) in [
            ("Public", "0.0.0.0/0", Fail),
            ("Public", "10.0.0.0/8,::/0", Fail),
            ("Public", "0.0.0.0/1,128.0.0.0/1", Fail),
            ("Public", "10.0.0.0/8", Pass),
            ("Private", "0.0.0.0/0", Pass),
        ] {
            let account = clusters().detail_list(&polardb::ENDPOINTS, ID, endpoints(net));
            let account = account.detail_list(&polardb::ALLOW_LISTS, ID, allowed(list));
            assert_eq!(account.verdict(&CHECK), expected, "{net} {list}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let addresses = clusters().detail_list(&polardb::ENDPOINTS, ID, endpoints("Public"));
        assert_eq!(addresses.clone().denied(&polardb::ALLOW_LISTS, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(addresses.detail_list(&polardb::ALLOW_LISTS, ID, json!([])).verdict(&CHECK), NotAssessed);
        let lists = clusters().detail_list(&polardb::ALLOW_LISTS, ID, allowed("0.0.0.0/0"));
        assert_eq!(lists.clone().denied(&polardb::ENDPOINTS, ID).verdict(&CHECK), NotAssessed);
        assert_eq!(lists.detail_list(&polardb::ENDPOINTS, ID, json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&polardb::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&polardb::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
