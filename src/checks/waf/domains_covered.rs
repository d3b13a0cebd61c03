//! Public web entry point is connected to WAF.

use crate::api::{alb, cdn, slb, vpc, waf, waf_v2};
use crate::checks::Check;
use crate::checks::waf_enabled::wafs;
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Account, Item, Listing, Logic, Outcome, Sheet, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "waf-domains-covered",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "domain",
    title: Phrase { en: "Public web entry point is connected to WAF", zh: "公网 Web 入口已接入 WAF" },
    pass_when: Phrase {
        en: "CDN domains and public CLB and ALB instances with HTTP or HTTPS listeners are matched with DescribeDomains and DescribeCloudResources of WAF (WAF 2.0: DescribeDomainNames); the entry passes when WAF lists it (all its web ports). Without WAF the check is not applicable.",
        zh: "将 CDN 域名及带有 HTTP、HTTPS 监听的公网 CLB、ALB 与 WAF 的 DescribeDomains、DescribeCloudResources（WAF 2.0 为 DescribeDomainNames）比对；已列入 WAF（且全部 Web 端口均已接入）即通过，未开通 WAF 的不适用。",
    },
    risk: Phrase {
        en: "An entry that is left out can be attacked although a WAF has been bought.",
        zh: "未接入的入口即使已购买 WAF 仍可被直接攻击。",
    },
    remediation: Phrase {
        en: "Add the domain by CNAME access or the load balancer by cloud-native access under Website Configuration, and let the origin accept WAF addresses only.",
        zh: "在“接入管理”中以 CNAME 接入域名或以云产品接入负载均衡，并限制源站仅接受 WAF 回源地址。",
    },
    cli: "",
    reads: &[
        &waf::INSTANCE,
        &waf::DOMAINS,
        &waf::RESOURCES_ALB,
        &waf::RESOURCES_CLB7,
        &waf_v2::INSTANCE,
        &waf_v2::DOMAINS,
        &cdn::DOMAINS,
        &slb::LOAD_BALANCERS,
        &slb::LISTENERS,
        &alb::LOAD_BALANCERS,
        &alb::LISTENERS,
        &vpc::EIPS,
    ],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Custom(judge),
};

fn judge(account: &Account<'_>, sheet: &mut Sheet<'_>) {
    let mut seen = 0;
    let connected = match Connected::read(account) {
        Ok(Some(connected)) => connected,
        Ok(None) => return sheet.account(not_applicable("there is no WAF", "未开通 Web 应用防火墙")),
        Err(gap) => return sheet.account(Err(gap)),
    };
    let domains = account.list(&cdn::DOMAINS);
    seen += domains.gaps.len() + domains.items.len();
    for domain in sheet.items_of(domains) {
        let outcome = domain.str("DomainName").and_then(|name| connected.domain(name));
        sheet.item(&domain, outcome);
    }
    // A private address with an elastic one bound to it is public too.
    let eips = account.list(&vpc::EIPS);
    for (balancers, of, public) in
        [(&slb::LOAD_BALANCERS, &slb::LISTENERS, "internet"), (&alb::LOAD_BALANCERS, &alb::LISTENERS, "Internet")]
    {
        let (balancers, listeners) = (account.list(balancers), account.list(of));
        seen += balancers.gaps.len();
        for balancer in sheet.items_of(balancers) {
            let web = |listener: &&Item<'_>| {
                let protocol = listener.text("ListenerProtocol").to_ascii_lowercase();
                matches!(&*protocol, "http" | "https" | "quic")
            };
            let own = account.find(of, &[("LoadBalancerId", balancer.id())]).items;
            let count = own.iter().filter(web).count();
            let bound = !account.find(&vpc::EIPS, &[("InstanceId", balancer.id())]).items.is_empty();
            // An application load balancer has a type for IPv6 too.
            let kinds = [balancer.text("AddressType"), balancer.text("Ipv6AddressType")];
            let public = kinds.contains(&public) || bound;
            let unread = hole_in(&balancer, &listeners);
            let web = count > 0 || unread.is_some();
            let outcome = match if public { unread } else { hole_in(&balancer, &eips) } {
                Some(gap) if public || web => Err(gap),
                None if public && count > 0 => connected.balancer(&balancer, count),
                _ => continue,
            };
            seen += 1;
            sheet.item(&balancer, outcome);
        }
    }
    if seen == 0 {
        sheet.account(not_applicable(
            "there is no CDN domain and no public HTTP or HTTPS listener",
            "没有 CDN 域名，也没有公网 HTTP、HTTPS 监听",
        ));
    }
}

/// The hole of a list in the region of a load balancer.
fn hole_in(balancer: &Item<'_>, list: &Listing<'_>) -> Option<Gap> {
    list.gaps.iter().find(|(at, _)| at.region == balancer.region()).map(|(_, gap)| gap.clone())
}

/// What is connected to the instances in force.
#[derive(Default)]
struct Connected<'a> {
    domains: Vec<&'a str>,
    origins: Vec<&'a str>,
    /// Load balancers with the number of their ports that are connected, where it is told.
    balancers: Vec<(&'a str, Option<i64>)>,
    hole: Option<Gap>,
}

impl<'a> Connected<'a> {
    /// `None` when there is no WAF.
    fn read(account: &'a Account<'a>) -> Result<Option<Self>, Gap> {
        let wafs = wafs(account);
        let mut all = Connected { hole: wafs.gaps.into_iter().next().map(|(_, gap)| gap), ..Connected::default() };
        if wafs.v3.is_empty() && wafs.v2.is_empty() {
            return all.hole.map_or(Ok(None), Err);
        }
        for instance in &wafs.v3 {
            for domain in all.items(instance.items_of(&waf::DOMAINS)) {
                match domain.int("Status") {
                    // Normal, or normal while its settings change. The others are not there yet, or no more.
                    Ok(1 | 3) => {}
                    Ok(_) => continue,
                    Err(gap) => {
                        all.hole.get_or_insert(gap);
                        continue;
                    }
                }
                all.domains.push(domain.text("Domain"));
                let backends = [domain.at("Backeds.Http").list(""), domain.at("Backeds.Https").list("")].concat();
                all.origins.extend(backends.iter().map(|backend| backend.text("Backend")));
            }
            for call in [&waf::RESOURCES_ALB, &waf::RESOURCES_CLB7] {
                for resource in all.items(instance.items_of(call)) {
                    let ports = match (resource.maybe_int("HttpPortCount"), resource.maybe_int("HttpsPortCount")) {
                        (None, None) => None,
                        (http, https) => Some(http.unwrap_or(0) + https.unwrap_or(0)),
                    };
                    let id = match resource.text("ResourceInstanceId") {
                        "" => resource.text("ResourceInstance"),
                        id => id,
                    };
                    all.balancers.push((id, ports));
                }
            }
        }
        for instance in &wafs.v2 {
            let names = all.items(instance.items_of(&waf_v2::DOMAINS));
            all.domains.extend(names.iter().map(|name| name.text("")));
        }
        Ok(Some(all))
    }

    fn items(&mut self, list: Result<Vec<Item<'a>>, Gap>) -> Vec<Item<'a>> {
        list.unwrap_or_else(|gap| {
            self.hole.get_or_insert(gap);
            Vec::new()
        })
    }

    fn domain(&self, name: &str) -> Outcome {
        let name = name.to_ascii_lowercase();
        let covers = |listed: &&&str| {
            let listed = listed.to_ascii_lowercase();
            let under = listed.strip_prefix('*').filter(|suffix| suffix.starts_with('.'));
            listed == name || under.is_some_and(|suffix| name.ends_with(suffix))
        };
        match self.domains.iter().find(covers) {
            Some(listed) => pass(format!("connected as {listed}"), format!("已以 {listed} 接入 WAF")),
            None => self.missing(),
        }
    }

    /// A load balancer with this many public web listeners.
    fn balancer(&self, balancer: &Item<'_>, listeners: usize) -> Outcome {
        if let Some((_, ports)) = self.balancers.iter().find(|(id, _)| *id == balancer.id()) {
            return match ports.map(usize::try_from) {
                Some(Ok(ports)) if ports < listeners => fail(
                    format!("only {ports} of {listeners} web ports are connected to WAF"),
                    format!("{listeners} 个 Web 端口中仅 {ports} 个接入 WAF"),
                ),
                Some(_) => pass("the load balancer is connected to WAF", "该负载均衡已接入 WAF"),
                None => pass("the load balancer is connected to WAF", "该负载均衡已接入 WAF")
                    .map(|v| v.bounded("how many of its ports are connected is not told", "返回中没有已接入的端口数")),
            };
        }
        let addresses = [balancer.text("Address"), balancer.text("DNSName")];
        match addresses.iter().find(|address| !address.is_empty() && self.origins.contains(*address)) {
            Some(address) => pass(
                format!("{address} is the origin of a domain in WAF"),
                format!("{address} 为 WAF 已接入域名的源站"),
            )
            .map(|v| {
                v.bounded(
                    "whether the origin can be reached past WAF is not looked at",
                    "未检查源站是否可绕过 WAF 直接访问",
                )
            }),
            None => self.missing(),
        }
    }

    fn missing(&self) -> Outcome {
        match &self.hole {
            Some(gap) => Err(gap.clone()),
            None => fail("WAF does not list it", "未接入 WAF"),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::checks::waf_enabled::fixtures::{V2, V3, none, v2, v3};
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn entries(account: Fixture, domains: Value, balancers: Value) -> Fixture {
        let listeners = json!([
            { "LoadBalancerId": "lb-1", "ListenerPort": 80, "ListenerProtocol": "http" },
            { "LoadBalancerId": "lb-1", "ListenerPort": 443, "ListenerProtocol": "https" },
            { "LoadBalancerId": "lb-2", "ListenerPort": 22, "ListenerProtocol": "tcp" },
            { "LoadBalancerId": "lb-3", "ListenerPort": 80, "ListenerProtocol": "http" },
        ]);
        account
            .list(&cdn::DOMAINS, domains)
            .list(&slb::LOAD_BALANCERS, balancers)
            .list(&slb::LISTENERS, listeners)
            .list(&vpc::EIPS, json!([{ "AllocationId": "eip-1", "InstanceId": "lb-3", "IpAddress": "203.0.113.6" }]))
            .list(&alb::LOAD_BALANCERS, json!([]))
            .list(&alb::LISTENERS, json!([]))
    }

    fn waf(domains: Value, balancers: Value) -> Fixture {
        v3().detail_list(&waf::DOMAINS, V3, domains).detail_list(&waf::RESOURCES_ALB, V3, json!([])).detail_list(
            &waf::RESOURCES_CLB7,
            V3,
            balancers,
        )
    }

    fn balancer(id: &str, kind: &str) -> Value {
        json!([{ "LoadBalancerId": id, "AddressType": kind, "Address": "203.0.113.5" }])
    }

    #[test]
    fn a_domain_must_be_listed_itself_or_under_a_wildcard() {
        for (listed, expected) in
            [("shop.example.com", Pass), ("*.example.com", Pass), ("*.com", Pass), ("example.com", Fail), ("", Fail)]
        {
            let cdn = || json!([{ "DomainName": "shop.example.com" }]);
            let account = entries(waf(json!([{ "Domain": listed, "Status": 1 }]), json!([])), cdn(), json!([]));
            assert_eq!(account.verdict(&CHECK), expected, "{listed}");
            let old = v2().detail(&waf_v2::DOMAINS, V2, json!({ "DomainNames": [listed] }));
            assert_eq!(entries(old, cdn(), json!([])).verdict(&CHECK), expected, "{listed}, WAF 2.0");
        }
    }

    #[test]
    fn a_domain_for_which_waf_forwards_nothing_is_not_connected() {
        for (status, expected) in
            [(json!(1), Pass), (json!(3), Pass), (json!(2), Fail), (json!(5), Fail), (Value::Null, NotAssessed)]
        {
            let listed = json!([{ "Domain": "shop.example.com", "Status": status }]);
            let cdn = json!([{ "DomainName": "shop.example.com" }]);
            assert_eq!(entries(waf(listed, json!([])), cdn, json!([])).verdict(&CHECK), expected, "{status}");
        }
    }

    #[test]
    fn a_balancer_that_is_public_by_ipv6_only_counts() {
        let listener = json!([{ "LoadBalancerId": "alb-1", "ListenerPort": 80, "ListenerProtocol": "HTTP" }]);
        for (six, expected) in [("Internet", Fail), ("Intranet", NotApplicable)] {
            let balancer = json!([{ "LoadBalancerId": "alb-1", "AddressType": "Intranet", "Ipv6AddressType": six }]);
            let account = waf(json!([]), json!([]))
                .list(&cdn::DOMAINS, json!([]))
                .list(&slb::LOAD_BALANCERS, json!([]))
                .list(&slb::LISTENERS, json!([]))
                .list(&vpc::EIPS, json!([]))
                .list(&alb::LOAD_BALANCERS, balancer)
                .list(&alb::LISTENERS, listener.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{six}");
        }
    }

    #[test]
    fn what_may_be_public_and_may_listen_is_a_hole() {
        let account = waf(json!([]), json!([]))
            .list(&cdn::DOMAINS, json!([]))
            .list(&slb::LOAD_BALANCERS, balancer("lb-1", "intranet"))
            .denied(&slb::LISTENERS, &[])
            .denied(&vpc::EIPS, &[])
            .list(&alb::LOAD_BALANCERS, json!([]))
            .list(&alb::LISTENERS, json!([]));
        assert_eq!(account.verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn every_public_web_port_of_a_balancer_must_be_connected() {
        for (id, http, https, expected) in [("lb-1", 1, 1, Pass), ("lb-1", 1, 0, Fail), ("lb-9", 1, 1, Fail)] {
            let listed = json!([{ "ResourceInstanceId": id, "HttpPortCount": http, "HttpsPortCount": https }]);
            let account = entries(waf(json!([]), listed), json!([]), balancer("lb-1", "internet"));
            assert_eq!(account.verdict(&CHECK), expected, "{id} {http} {https}");
        }
        let origin =
            json!([{ "Domain": "a.example", "Status": 1, "Backeds": { "Http": [{ "Backend": "203.0.113.5" }] } }]);
        let finding = entries(waf(origin, json!([])), json!([]), balancer("lb-1", "internet")).finding(&CHECK);
        assert_eq!((finding.status, finding.caution.is_some()), (Pass, true));
        let untold = json!([{ "ResourceInstanceId": "lb-1" }]);
        let finding = entries(waf(json!([]), untold), json!([]), balancer("lb-1", "internet")).finding(&CHECK);
        assert_eq!((finding.status, finding.caution.is_some()), (Pass, true), "without a number of ports");
        for (id, kind, expected) in
            [("lb-1", "intranet", NotApplicable), ("lb-2", "internet", NotApplicable), ("lb-3", "intranet", Fail)]
        {
            let account = entries(waf(json!([]), json!([])), json!([]), balancer(id, kind));
            assert_eq!(account.verdict(&CHECK), expected, "{id} {kind}");
            if expected == NotApplicable && kind == "internet" {
                assert_eq!(account.denied(&slb::LISTENERS, &[]).verdict(&CHECK), NotAssessed);
            }
        }
    }

    #[test]
    fn without_waf_it_is_not_applicable_and_holes_are_holes() {
        let cdn = || json!([{ "DomainName": "shop.example.com" }]);
        assert_eq!(entries(none(), cdn(), json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(none().denied(&waf::INSTANCE, &[]).verdict(&CHECK), NotAssessed);
        let denied = waf(json!([]), json!([])).denied(&waf::DOMAINS, V3);
        assert_eq!(entries(denied, cdn(), json!([])).verdict(&CHECK), NotAssessed);
        let denied = entries(waf(json!([]), json!([])), json!([]), json!([])).denied(&cdn::DOMAINS, &[]);
        assert_eq!(denied.verdict(&CHECK), NotAssessed);
    }
}
