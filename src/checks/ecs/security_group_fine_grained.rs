//! Inbound rules name exact protocols, ports and sources.

use crate::api::ecs_network;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::security_group::{Protocol, Rules, print_ports};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-security-group-fine-grained",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "security group",
    title: Phrase {
        en: "Inbound rules name exact protocols, ports and sources",
        zh: "入方向规则限定到具体协议、端口与来源",
    },
    pass_when: Phrase {
        en: "Each ingress Accept rule is read; the group passes when none uses protocol ALL or port range -1/-1 or 1/65535, and none opens a port other than 80 and 443 to 0.0.0.0/0 or ::/0.",
        zh: "逐条读取入方向允许规则；无协议 ALL、端口 -1/-1 或 1/65535 的规则，且除 80、443 外无端口对 0.0.0.0/0 或 ::/0 开放，即通过。",
    },
    risk: Phrase {
        en: "Wide rules let a foothold on one host spread to others, and nobody can tell which access was intended.",
        zh: "规则过宽会使单台主机失陷后横向扩散，也无法判断哪些访问属于正当需要。",
    },
    remediation: Phrase {
        en: "Replace each wide rule by rules that name one protocol, the ports in use and a source range or source security group.",
        zh: "以限定单一协议、实际端口及来源网段或来源安全组的规则替换宽泛规则。",
    },
    cli: "aliyun ecs RevokeSecurityGroup --RegionId <region-id> --SecurityGroupId <security-group-id> --SecurityGroupRuleId.1 <rule-id>",
    reads: &[&ecs_network::SECURITY_GROUP_RULES, &ecs_network::PREFIX_LIST, &ecs_network::PORT_LIST],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Check Security Groups for Fine Grained Rules" },
        Covers { source: "cis-2.0", rule: "3.5" },
    ],
    references: &["https://help.aliyun.com/document_detail/97439.html"],
    logic: Logic::Items { of: &ecs_network::SECURITY_GROUPS, judge },
};

/// Ports that a web site opens to everyone.
const WEB: [u16; 2] = [80, 443];

fn judge(group: &Item<'_>) -> Outcome {
    let rules = Rules::incoming(group)?;
    let wide = rules.wide();
    if wide > 0 {
        return fail(
            format!("{wide} accept rules name every protocol or every port"),
            format!("有 {wide} 条允许规则未限定协议或端口"),
        );
    }
    let is_web = |range: &(u16, u16)| range.0 == range.1 && WEB.contains(&range.0);
    let mut open = rules.open_to_everyone(Protocol::Tcp);
    open.retain(|range| !is_web(range));
    open.extend(rules.open_to_everyone(Protocol::Udp).into_iter().filter(|range| *range != (443, 443)));
    if !open.is_empty() {
        let ports = print_ports(&open);
        return fail(
            format!("open to the whole internet besides 80 and 443: {ports}"),
            format!("除 80、443 外还有端口对全网开放：{ports}"),
        );
    }
    pass("every rule names its ports and sources", "各规则均限定了端口与来源").map(|verdict| {
        verdict.bounded(
            "whether each remaining rule is needed is not known to the interface",
            "其余规则是否均为业务所需，接口无法判断",
        )
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const SG: &[(&str, &str)] = &[("SecurityGroupId", "sg-1")];

    fn groups() -> Fixture {
        Fixture::new().list(&ecs_network::SECURITY_GROUPS, json!([{ "SecurityGroupId": "sg-1" }]))
    }

    fn with(rules: Value) -> Fixture {
        groups().detail_list(&ecs_network::SECURITY_GROUP_RULES, SG, rules)
    }

    fn rule(protocol: &str, ports: &str, source: &str) -> Value {
        json!({
            "Direction": "ingress", "Policy": "Accept", "Priority": "1",
            "IpProtocol": protocol, "PortRange": ports, "SourceCidrIp": source,
        })
    }

    #[test]
    fn wide_rules_and_open_ports_fail_and_web_ports_do_not() {
        for (rules, expected) in [
            (json!([rule("ALL", "-1/-1", "10.0.0.0/8")]), Fail),
            (json!([rule("TCP", "1/65535", "10.0.0.0/8")]), Fail),
            (json!([rule("TCP", "8080/8080", "0.0.0.0/0")]), Fail),
            (json!([rule("TCP", "443/443", "0.0.0.0/0"), rule("TCP", "80/80", "0.0.0.0/0")]), Pass),
            (json!([rule("TCP", "22/22", "192.0.2.0/24")]), Pass),
            // ICMP has no ports and always says so.
            (json!([rule("ICMP", "-1/-1", "0.0.0.0/0")]), Pass),
        ] {
            assert_eq!(with(rules.clone()).verdict(&CHECK), expected, "{rules}");
        }
    }

    #[test]
    fn a_pass_says_what_it_does_not_know() {
        assert!(with(json!([])).finding(&CHECK).caution.is_some());
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(groups().denied(&ecs_network::SECURITY_GROUP_RULES, SG).verdict(&CHECK), NotAssessed);
        assert_eq!(groups().cut(&ecs_network::SECURITY_GROUP_RULES, SG).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&ecs_network::SECURITY_GROUPS, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_groups_is_not_applicable() {
        assert_eq!(Fixture::new().list(&ecs_network::SECURITY_GROUPS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
