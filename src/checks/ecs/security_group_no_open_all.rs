//! No security group lets all traffic in from anywhere.

use crate::api::ecs_network;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::security_group::{Family, Protocol, Rules, print_ports};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-security-group-no-open-all",
    severity: Severity::Critical,
    effort: Effort::Change,
    resource: "security group",
    title: Phrase {
        en: "No security group lets all traffic in from anywhere",
        zh: "安全组未对任意来源放行全部入站流量",
    },
    pass_when: Phrase {
        en: "The ingress rules are read; the group passes when no effective Accept rule combines source 0.0.0.0/0 or ::/0 with all ports (-1/-1 or 1/65535) or protocol ALL.",
        zh: "读取入方向规则；不存在源为 0.0.0.0/0 或 ::/0 且端口为全部（-1/-1 或 1/65535）或协议为 ALL 的有效允许规则，即通过。",
    },
    risk: Phrase {
        en: "Such a rule switches the group off as a border control: each service on the host is open to the internet.",
        zh: "此类规则使安全组失去边界防护作用，主机上的所有服务均暴露于互联网。",
    },
    remediation: Phrase {
        en: "Add rules for the ports that are really needed, check that the service works, then delete the all-open rule.",
        zh: "先为确需的端口逐条添加规则并验证业务，再删除全放行规则。",
    },
    cli: "aliyun ecs RevokeSecurityGroup --RegionId <region-id> --SecurityGroupId <security-group-id> --SecurityGroupRuleId.1 <rule-id>",
    reads: &[&ecs_network::SECURITY_GROUP_RULES, &ecs_network::PREFIX_LIST, &ecs_network::PORT_LIST],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "sg-public-access-check" }],
    references: &["https://help.aliyun.com/document_detail/97439.html"],
    logic: Logic::Items { of: &ecs_network::SECURITY_GROUPS, judge },
};

fn judge(group: &Item<'_>) -> Outcome {
    let rules = Rules::incoming(group)?;
    for (protocol, name) in [(Protocol::Tcp, "TCP"), (Protocol::Udp, "UDP")] {
        // Port 0 is never served: 1 to 65535 is everything.
        if rules.open_to_everyone(protocol).iter().any(|(from, to)| *from <= 1 && *to == u16::MAX) {
            return fail(
                format!("every {name} port is open to the whole internet"),
                format!("全部 {name} 端口对全网开放"),
            );
        }
    }
    // A rule for everything is no better for a few ports that another rule takes out.
    for (protocol, name) in [(Protocol::Tcp, "TCP"), (Protocol::Udp, "UDP")] {
        for family in [Family::V4, Family::V6] {
            let open = rules.open_through_wide(protocol, family);
            if !open.is_empty() {
                let ports = print_ports(&open);
                return fail(
                    format!(
                        "a rule for every port is open to the whole internet, besides dropped ports: {name} {ports}"
                    ),
                    format!("存在对全网放行全部端口的规则，除被拒绝的端口外仍开放：{name} {ports}"),
                );
            }
        }
    }
    pass("not every port is open to the whole internet", "未对全网放行全部端口")
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
    fn only_all_ports_from_everyone_fail() {
        for (rules, expected) in [
            (json!([rule("ALL", "-1/-1", "0.0.0.0/0")]), Fail),
            (json!([rule("TCP", "1/65535", "0.0.0.0/0")]), Fail),
            (json!([rule("TCP", "1/30000", "0.0.0.0/0"), rule("TCP", "30001/65535", "0.0.0.0/0")]), Fail),
            (json!([rule("TCP", "1/65535", "10.0.0.0/8")]), Pass),
            (json!([rule("TCP", "443/443", "0.0.0.0/0")]), Pass),
            // ICMP has no ports and always says so.
            (json!([rule("ICMP", "-1/-1", "0.0.0.0/0")]), Pass),
            (json!([rule("TCP", "443/443", "0.0.0.0/0"), rule("ALL", "-1/-1", "10.0.0.0/8")]), Pass),
        ] {
            assert_eq!(with(rules.clone()).verdict(&CHECK), expected, "{rules}");
        }
    }

    #[test]
    fn a_few_dropped_ports_do_not_make_a_rule_for_everything_narrow() {
        let drop = |ports: &str, source: &str| {
            let mut rule = rule("TCP", ports, source);
            rule["Policy"] = json!("Drop");
            rule
        };
        let all = rule("TCP", "-1/-1", "0.0.0.0/0");
        assert_eq!(with(json!([all.clone(), drop("22/22", "0.0.0.0/0")])).verdict(&CHECK), Fail);
        assert_eq!(with(json!([all.clone(), drop("1/65535", "203.0.113.0/24")])).verdict(&CHECK), Fail);
        assert_eq!(with(json!([all, drop("-1/-1", "0.0.0.0/0")])).verdict(&CHECK), Pass);
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
