//! Cluster API server has no public endpoint.

use crate::api::{cs, slb};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::addresses::cover_everyone;
use crate::evaluate::{Account, Answer, Item, Logic, Node, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ack-cluster-api-private",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "cluster",
    title: Phrase { en: "Cluster API server has no public endpoint", zh: "集群 API Server 未开放公网访问" },
    pass_when: Phrase {
        en: "master_url of DescribeClusterDetail is read; the cluster passes when it holds no api_server_endpoint, only the intranet one. A public endpoint passes with a note only if its listener has an access control list that does not admit everyone.",
        zh: "读取 DescribeClusterDetail 的 master_url；仅含内网地址、无 api_server_endpoint 即通过；存在公网端点的，仅当监听已设未放行全部地址的访问控制列表时附注通过。",
    },
    risk: Phrase {
        en: "A public API server can be probed and attacked from everywhere; one leaked kubeconfig is then enough to take over the cluster.",
        zh: "公网 API Server 可被任意探测与攻击，一份泄露的 kubeconfig 即可接管集群。",
    },
    remediation: Phrase {
        en: "Unbind the EIP of the API server and work through a VPN or Bastionhost; otherwise set an ACL on the listener.",
        zh: "解绑 API Server 的弹性公网 IP，经 VPN、堡垒机等内网方式访问；确需公网的为监听设置访问控制列表。",
    },
    cli: "aliyun cs PUT /api/v2/clusters/<cluster-id> --header \"Content-Type=application/json\" --body '{\"api_server_eip\":false}'",
    reads: &[&cs::DETAIL, &slb::LISTENERS, &slb::ACL],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "cs_kubernetes_private_cluster_enabled" },
        Covers { source: "trend-vision-one", rule: "Disable Public Access to Kubernetes API Server" },
        Covers { source: "cloud-config", rule: "ack-cluster-public-endpoint-check" },
        Covers { source: "cis-2.0", rule: "7.9" },
    ],
    references: &[],
    logic: Logic::Items { of: &cs::CLUSTERS, judge },
};

fn judge(cluster: &Item<'_>) -> Outcome {
    if cluster.str("cluster_type")? == "ExternalKubernetes" {
        return not_applicable(
            "a registered cluster, whose control plane is elsewhere",
            "注册集群，控制面不由 ACK 提供",
        );
    }
    let detail = cluster.ask(&cs::DETAIL)?.must()?;
    // `parameters.endpoint_public`, where some look, is what was asked for at creation, and often absent.
    let urls = detail.inner_json("master_url")?.ok_or_else(|| detail.lacks("master_url"))?;
    let urls = Node::new(&urls, cs::DETAIL.id);
    let (url, private) = (urls.text("api_server_endpoint"), urls.text("intranet_api_server_endpoint"));
    let balancers = detail.list("control_plane_endpoints_config.load_balancers_config");
    let public = balancers.iter().find(|b| b.text("endpoint_type").eq_ignore_ascii_case("internet"));
    let url = if url.is_empty() { public.map(|balancer| balancer.text("endpoint")) } else { Some(url) };
    let Some(url) = url else {
        if private.is_empty() {
            return Err(detail.lacks("master_url.intranet_api_server_endpoint"));
        }
        return pass(format!("only the intranet endpoint {private}"), format!("仅有内网端点 {private}"));
    };
    match guards(&detail, cluster.account(), port_of(url))? {
        0 => fail(
            format!("public endpoint {url}, and no access control list limits who reaches it"),
            format!("存在公网端点 {url}，监听未设置有效的访问控制列表"),
        ),
        count => pass(
            format!("public endpoint {url}, limited by {count} entries of access control lists"),
            format!("存在公网端点 {url}，监听已设访问控制列表（{count} 条）"),
        ),
    }
}

/// The port of `https://203.0.113.7:6443`.
fn port_of(url: &str) -> i64 {
    let host = url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    host.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).unwrap_or(6443)
}

/// How many entries the allow-lists on the listeners of the API server have; none when one listener has no list, or one
/// that admits everyone.
fn guards(detail: &Answer<'_>, account: &Account<'_>, port: i64) -> Result<usize, Gap> {
    let mut balancers: Vec<_> = detail
        .list("control_plane_endpoints_config.load_balancers_config")
        .iter()
        .map(|balancer| balancer.text("load_balancer_id"))
        .filter(|id| !id.is_empty())
        .collect();
    if balancers.is_empty() {
        balancers.push(detail.str("external_loadbalancer_id")?);
    }
    let listeners = account.list(&slb::LISTENERS);
    let of_server: Vec<_> = listeners
        .items
        .iter()
        .filter(|l| balancers.contains(&l.text("LoadBalancerId")) && l.maybe_int("ListenerPort") == Some(port))
        .collect();
    if of_server.is_empty() {
        return listeners.gaps.into_iter().next().map_or(Ok(0), |(_, gap)| Err(gap));
    }
    let mut count = 0;
    for listener in of_server {
        // Absent where a listener never had a list.
        let on = listener.text("AclStatus").eq_ignore_ascii_case("on");
        if !on || !listener.text("AclType").eq_ignore_ascii_case("white") {
            return Ok(0);
        }
        let allowed = allowed(listener, account)?;
        count += allowed.len();
        if allowed.is_empty() || cover_everyone(allowed) {
            return Ok(0);
        }
    }
    Ok(count)
}

fn allowed<'s>(listener: &Item<'s>, account: &'s Account<'s>) -> Result<Vec<&'s str>, Gap> {
    let mut ids = listener.texts("AclIds");
    if ids.is_empty() {
        ids.push(listener.str("AclId")?);
    }
    let lists = account.list(&slb::ACLS);
    let mut allowed = Vec::new();
    for id in ids {
        let Some(list) = lists.items.iter().find(|list| list.text("AclId") == id) else {
            return Err(lists.gaps.into_iter().next().map_or_else(|| listener.lacks("AclIds"), |(_, gap)| gap));
        };
        for entry in list.items_of(&slb::ACL)? {
            allowed.push(entry.str("AclEntryIP")?);
        }
    }
    Ok(allowed)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{self, Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ID: &[(&str, &str)] = &[("cluster_id", "c-1")];

    fn clusters() -> Fixture {
        let items = json!([{ "cluster_id": "c-1", "region_id": "cn-hangzhou", "cluster_type": "ManagedKubernetes" }]);
        Fixture::new().list(&cs::CLUSTERS, items)
    }

    fn verdict(detail: Value) -> FindingStatus {
        clusters().detail(&cs::DETAIL, ID, detail).verdict(&CHECK)
    }

    const ACL: &[(&str, &str)] = &[("AclId", "acl-1")];

    fn public() -> Value {
        let urls = json!({
            "api_server_endpoint": "https://203.0.113.7:6443", "intranet_api_server_endpoint": "https://10.0.0.1:6443",
        });
        // What other tools look at is absent.
        json!({ "master_url": urls.to_string(), "external_loadbalancer_id": "lb-1", "parameters": {} })
    }

    fn listened(listener: Value) -> Fixture {
        let account = clusters().detail(&cs::DETAIL, ID, public()).list(&slb::LISTENERS, json!([listener]));
        account.list(&slb::ACLS, json!([{ "AclId": "acl-1" }]))
    }

    fn listener(status: &str, kind: &str) -> Value {
        json!({
            "LoadBalancerId": "lb-1", "ListenerPort": 6443, "AclStatus": status, "AclType": kind, "AclIds": ["acl-1"],
        })
    }

    #[test]
    fn an_intranet_endpoint_alone_passes() {
        let private = r#"{"api_server_endpoint":"","intranet_api_server_endpoint":"https://10.0.0.1:6443"}"#;
        assert_eq!(verdict(json!({ "master_url": private })), Pass);
        let alone = r#"{"intranet_api_server_endpoint":"https://10.0.0.1:6443"}"#;
        assert_eq!(verdict(json!({ "master_url": alone, "parameters": { "endpoint_public": "true" } })), Pass);
    }

    #[test]
    fn a_public_endpoint_fails_though_no_parameter_says_so() {
        let bare = json!({ "LoadBalancerId": "lb-1", "ListenerPort": 6443, "AclStatus": "off" });
        assert_eq!(listened(bare).verdict(&CHECK), Fail);
        assert_eq!(listened(listener("on", "black")).verdict(&CHECK), Fail);
        let another = json!({ "LoadBalancerId": "lb-2", "ListenerPort": 6443, "AclStatus": "on" });
        assert_eq!(listened(another).verdict(&CHECK), Fail);
    }

    #[test]
    fn an_access_control_list_limits_it() {
        for (entries, expected) in [
            (json!([{ "AclEntryIP": "203.0.113.0/24" }]), Pass),
            (json!([{ "AclEntryIP": "203.0.113.0/24" }, { "AclEntryIP": "0.0.0.0/0" }]), Fail),
            (json!([]), Fail),
        ] {
            let account = listened(listener("on", "white")).detail_list(&slb::ACL, ACL, entries.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{entries}");
        }
        assert_eq!(listened(listener("on", "white")).denied(&slb::ACL, ACL).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn the_kind_of_an_endpoint_counts_too() {
        let config = json!({ "load_balancers_config": [{ "load_balancer_id": "lb-1", "endpoint_type": "internet" }] });
        let detail = json!({
            "master_url": r#"{"intranet_api_server_endpoint":"https://10.0.0.1:6443"}"#,
            "control_plane_endpoints_config": config,
        });
        let account = clusters().detail(&cs::DETAIL, ID, detail).list(&slb::LISTENERS, json!([]));
        assert_eq!(account.verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(verdict(json!({ "master_url": "" })), NotAssessed);
        assert_eq!(verdict(json!({ "master_url": "{}" })), NotAssessed);
        assert_eq!(verdict(json!({ "master_url": "{" })), NotAssessed);
        assert_eq!(clusters().denied(&cs::DETAIL, ID).verdict(&CHECK), NotAssessed);
        let unlisted = clusters().detail(&cs::DETAIL, ID, public()).denied(&slb::LISTENERS, &[]);
        assert_eq!(unlisted.verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_clusters_is_not_applicable() {
        assert_eq!(Fixture::new().list(&cs::CLUSTERS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&cs::CLUSTERS, &[]).verdict(&CHECK), NotAssessed);
    }
}
