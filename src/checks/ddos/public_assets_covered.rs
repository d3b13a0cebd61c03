//! Public address stands behind Anti-DDoS Pro.

use std::collections::BTreeSet;

use crate::api::{ddoscoo, ecs, slb, vpc};
use crate::checks::Check;
use crate::checks::ddos_protection_enabled::in_service;
use crate::domain::{Effort, Gap, Resource, Severity};
use crate::evaluate::addresses::ipv4_size;
use crate::evaluate::{Account, Item, Logic, Outcome, Sheet, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ddos-public-assets-covered",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "public address",
    title: Phrase { en: "Public address stands behind Anti-DDoS Pro", zh: "公网地址已接入 DDoS 高防" },
    pass_when: Phrase {
        en: "Public addresses of EIP, ECS and CLB are matched with the origin servers in DescribeWebRules and DescribeNetworkRules of instances in service; the address passes when it is listed there and its traffic is led through them, or when it is an EIP of a type with DDoS protection of its own. Without an instance in service the check is not applicable.",
        zh: "将弹性公网 IP、ECS 与 CLB 的公网地址与正常运行实例的 DescribeWebRules、DescribeNetworkRules 中的源站比对；已列入且流量经高防转发，或 EIP 本身为具备 DDoS 增强防护的类型，即通过；无正常运行的高防实例的不适用。",
    },
    risk: Phrase {
        en: "An address outside the protection can be flooded even when other services are covered.",
        zh: "未接入的公网地址即使其他业务已防护仍可被攻击致瘫。",
    },
    remediation: Phrase {
        en: "Add a website or port rule with the address as origin, point DNS to the Anti-DDoS CNAME, and change the origin address if it was known before.",
        zh: "以该地址为源站添加网站或端口接入规则，将 DNS 指向高防 CNAME；源站地址已暴露的应更换。",
    },
    cli: "aliyun ddoscoo CreatePort --InstanceId <instance-id> --FrontendProtocol tcp --FrontendPort <port> --BackendPort <port> --RealServers.1 <public-ip>",
    reads: &[
        &ddoscoo::INSTANCES,
        &ddoscoo::WEB_RULES,
        &ddoscoo::PORT_RULES,
        &vpc::EIPS,
        &ecs::INSTANCES,
        &slb::LOAD_BALANCERS,
    ],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Custom(judge),
};

fn judge(account: &Account<'_>, sheet: &mut Sheet<'_>) {
    let instances = account.list(&ddoscoo::INSTANCES);
    let mut hole = instances.gaps.into_iter().next().map(|(_, gap)| gap);
    // One that has expired or forwards nothing protects nothing.
    let mut serving = Vec::new();
    for instance in instances.items {
        match in_service(&instance) {
            Ok(true) => serving.push(instance),
            Ok(false) => {}
            Err(gap) => hole = hole.or(Some(gap)),
        }
    }
    if serving.is_empty() {
        return sheet.account(match hole {
            Some(gap) => Err(gap),
            None => not_applicable(
                "no Anti-DDoS instance is in service at either centre",
                "两个服务中心均无正常运行的 DDoS 高防实例",
            ),
        });
    }
    let origins = Origins::read(account, &serving, hole);
    let mut seen = 0;
    let mut add = |sheet: &mut Sheet<'_>, resource: Resource, outcome: Outcome| {
        seen += 1;
        sheet.resource(resource, outcome);
    };
    for call in [&vpc::EIPS, &ecs::INSTANCES, &slb::LOAD_BALANCERS] {
        let list = account.list(call);
        for (at, gap) in list.gaps {
            add(sheet, at, Err(gap));
        }
        for item in list.items {
            if *call == ecs::INSTANCES {
                for ip in item.texts("PublicIpAddress.IpAddress") {
                    add(sheet, item.resource(), origins.covers(ip));
                }
            } else if *call == slb::LOAD_BALANCERS {
                if item.text("AddressType") == "internet" {
                    add(sheet, item.resource(), item.str("Address").and_then(|ip| origins.covers(ip)));
                }
            } else if !item.text("InstanceId").is_empty() {
                let kinds = item.texts("SecurityProtectionTypes.SecurityProtectionType");
                let outcome = match kinds.iter().find(|kind| **kind == "AntiDDoS_Enhanced") {
                    Some(kind) => {
                        pass(format!("the EIP is of the type {kind}"), format!("EIP 的安全防护类型为 {kind}"))
                    }
                    None => item.str("IpAddress").and_then(|ip| origins.covers(ip)),
                };
                add(sheet, item.resource(), outcome);
            }
        }
    }
    if seen == 0 {
        sheet.account(not_applicable("there is no public address in use", "没有使用中的公网地址"));
    }
}

/// The origin servers of Anti-DDoS.
struct Origins {
    servers: BTreeSet<String>,
    hole: Option<Gap>,
}

impl Origins {
    fn read(account: &Account<'_>, serving: &[Item<'_>], mut hole: Option<Gap>) -> Origins {
        let sites = account.list(&ddoscoo::WEB_RULES);
        hole = hole.or(sites.gaps.into_iter().next().map(|(_, gap)| gap));
        let mut servers = BTreeSet::new();
        // Sites belong to a centre, not to an instance.
        for site in sites.items.iter().filter(|site| serving.iter().any(|instance| instance.place() == site.place())) {
            match site.flag("ProxyEnabled") {
                Ok(true) => {
                    let of_site = site.list("RealServers");
                    servers.extend(of_site.iter().map(|server| server.text("RealServer").to_owned()));
                }
                Ok(false) => {}
                Err(gap) => hole = hole.or(Some(gap)),
            }
        }
        for instance in serving {
            match instance.items_of(&ddoscoo::PORT_RULES) {
                // A rule whose traffic is not led through the instance leaves its servers as they are.
                Ok(ports) => servers.extend(
                    ports
                        .iter()
                        .filter(|port| port.text("ProxyStatus") != "off")
                        .flat_map(|port| port.texts("RealServers"))
                        .map(str::to_owned),
                ),
                Err(gap) => hole = hole.or(Some(gap)),
            }
        }
        Origins { servers, hole }
    }

    fn covers(&self, ip: &str) -> Outcome {
        if self.servers.contains(ip) {
            return pass(format!("{ip} is an origin of Anti-DDoS"), format!("{ip} 已作为 DDoS 高防的源站")).map(|v| {
                v.bounded(
                    "whether the address can be reached past Anti-DDoS, or by other ports, is not looked at",
                    "未检查该地址是否可绕过高防或通过其他端口直接访问",
                )
            });
        }
        if let Some(gap) = &self.hole {
            return Err(gap.clone());
        }
        let names: Vec<_> = self.servers.iter().filter(|s| ipv4_size(s).is_none()).map(String::as_str).collect();
        if names.is_empty() {
            return fail(format!("{ip} is no origin of Anti-DDoS"), format!("{ip} 未作为 DDoS 高防的源站"));
        }
        let names = names.join(", ");
        fail(
            format!("{ip} is no origin of Anti-DDoS; origins given by name are not resolved: {names}"),
            format!("{ip} 未作为 DDoS 高防的源站；以域名填写的源站未解析：{names}"),
        )
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const INTL: &str = "ap-southeast-1";
    const INSTANCE: &[(&str, &str)] = &[("InstanceId", "ddoscoo-1")];

    fn instances(mainland: Value) -> Fixture {
        Fixture::new().list(&ddoscoo::INSTANCES, mainland).list_in(&ddoscoo::INSTANCES, INTL, json!([]))
    }

    /// An account with rules for these two origins and these addresses in use.
    fn account(site: &str, port: &str, eips: Value, servers: Value, balancers: Value) -> Fixture {
        account_with(1, 1, site, port, eips, servers, balancers)
    }

    fn account_with(
        status: i64,
        enabled: i64,
        site: &str,
        port: &str,
        eips: Value,
        servers: Value,
        balancers: Value,
    ) -> Fixture {
        instances(json!([{ "InstanceId": "ddoscoo-1", "Status": status, "Enabled": enabled }]))
            .list(&ddoscoo::WEB_RULES, json!([{ "ProxyEnabled": true, "RealServers": [{ "RealServer": site }] }]))
            .list_in(&ddoscoo::WEB_RULES, INTL, json!([]))
            .detail_list(&ddoscoo::PORT_RULES, INSTANCE, json!([{ "RealServers": [port] }]))
            .list(&vpc::EIPS, eips)
            .list(&ecs::INSTANCES, servers)
            .list(&slb::LOAD_BALANCERS, balancers)
    }

    fn eip(ip: &str) -> Value {
        json!([{ "AllocationId": "eip-1", "InstanceId": "i-1", "IpAddress": ip }])
    }

    #[test]
    fn each_address_in_use_must_be_an_origin() {
        let (site, port) = ("203.0.113.1", "203.0.113.2");
        for (ip, expected) in [(site, Pass), (port, Pass), ("203.0.113.3", Fail)] {
            let none = || json!([]);
            assert_eq!(account(site, port, eip(ip), none(), none()).verdict(&CHECK), expected, "{ip}");
            let server = json!([{ "InstanceId": "i-1", "PublicIpAddress": { "IpAddress": [ip] } }]);
            assert_eq!(account(site, port, none(), server, none()).verdict(&CHECK), expected, "{ip} of a server");
            let balancer = json!([{ "LoadBalancerId": "lb-1", "AddressType": "internet", "Address": ip }]);
            assert_eq!(account(site, port, none(), none(), balancer).verdict(&CHECK), expected, "{ip} of a balancer");
        }
    }

    #[test]
    fn protected_unused_and_private_addresses() {
        let mut special = eip("203.0.113.3");
        special[0]["SecurityProtectionTypes"] = json!({ "SecurityProtectionType": ["AntiDDoS_Enhanced"] });
        assert_eq!(account("", "", special, json!([]), json!([])).verdict(&CHECK), Pass);
        let unused = json!([{ "AllocationId": "eip-1", "InstanceId": "", "IpAddress": "203.0.113.3" }]);
        let inner = json!([{ "LoadBalancerId": "lb-1", "AddressType": "intranet", "Address": "10.0.0.1" }]);
        assert_eq!(account("", "", unused, json!([]), inner).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn what_does_not_forward_protects_nothing() {
        let (site, port) = ("203.0.113.1", "203.0.113.2");
        for (status, enabled) in [(2, 1), (1, 0)] {
            let account = account_with(status, enabled, site, port, eip(site), json!([]), json!([]));
            assert_eq!(account.verdict(&CHECK), NotApplicable, "{status} {enabled}");
        }
        let good = || account(site, port, eip(port), json!([]), json!([]));
        assert!(good().finding(&CHECK).caution.is_some(), "an origin may be reached directly");
        for (state, expected) in [("on", Pass), ("off", Fail)] {
            let rules = json!({ "NetworkRules": [{ "RealServers": [port], "ProxyStatus": state }] });
            let account = good().without(&ddoscoo::PORT_RULES).detail(&ddoscoo::PORT_RULES, INSTANCE, rules);
            assert_eq!(account.verdict(&CHECK), expected, "{state}");
        }
        // A site of a centre without an instance in service, and one that does not say whether it forwards.
        let elsewhere = json!([{ "ProxyEnabled": true, "RealServers": [{ "RealServer": "203.0.113.9" }] }]);
        let other = account(site, port, eip("203.0.113.9"), json!([]), json!([]));
        assert_eq!(other.list_in(&ddoscoo::WEB_RULES, INTL, elsewhere).verdict(&CHECK), Fail);
        let unsaid = json!({ "WebRules": [{ "RealServers": [{ "RealServer": site }] }] });
        let other = account(site, port, eip(site), json!([]), json!([]));
        assert_eq!(other.instead(&ddoscoo::WEB_RULES, unsaid).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn without_an_instance_it_is_not_applicable_and_holes_are_holes() {
        assert_eq!(instances(json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(instances(json!([])).denied(&ddoscoo::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        let known = account("203.0.113.1", "", eip("203.0.113.3"), json!([]), json!([]));
        assert_eq!(known.denied(&ddoscoo::PORT_RULES, INSTANCE).verdict(&CHECK), NotAssessed);
        let known = account("203.0.113.1", "", json!([]), json!([]), json!([]));
        assert_eq!(known.denied(&vpc::EIPS, &[]).verdict(&CHECK), NotAssessed);
    }
}
