//! Security group does not let all outbound traffic out.

use crate::api::ecs_network;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::security_group::{Family, Protocol, Rules, print_ports};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-security-group-egress-limited",
    severity: Severity::Low,
    effort: Effort::Change,
    resource: "security group",
    title: Phrase {
        en: "Security group does not let all outbound traffic out", zh: "安全组未放行全部出方向流量"
    },
    pass_when: Phrase {
        en: "Egress rules are read; the group passes when it does not let every protocol and port out to 0.0.0.0/0 or ::/0. A basic group allows that by default, so it needs an egress Drop rule.",
        zh: "读取出方向规则；未向 0.0.0.0/0 或 ::/0 放行全部协议与端口即通过。普通安全组默认放行出方向，须另设出方向拒绝规则。",
    },
    risk: Phrase {
        en: "Open outbound access lets malware reach its control servers and carry data away unnoticed.",
        zh: "出方向不受限时，恶意程序可连接控制端并外传数据而不被发现。",
    },
    remediation: Phrase {
        en: "Allow the destinations and ports the application needs, then add a lowest-priority egress Drop rule for 0.0.0.0/0 and ::/0.",
        zh: "先放行业务所需的目的地址与端口，再添加优先级最低、目的为 0.0.0.0/0 与 ::/0 的出方向拒绝规则。",
    },
    cli: "aliyun ecs RevokeSecurityGroupEgress --RegionId <region-id> --SecurityGroupId <security-group-id> --SecurityGroupRuleId.1 <rule-id>",
    reads: &[&ecs_network::SECURITY_GROUP_RULES, &ecs_network::PREFIX_LIST, &ecs_network::PORT_LIST],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &ecs_network::SECURITY_GROUPS, judge },
};

fn judge(group: &Item<'_>) -> Outcome {
    let rules = Rules::outgoing(group)?;
    if rules.open_to_everyone(Protocol::Tcp).iter().any(|(from, to)| *from <= 1 && *to == u16::MAX) {
        return fail("every TCP port is let out to everyone", "对任意目的放行全部 TCP 端口");
    }
    // A rule for everything, or what a basic group lets out by itself, with single ports taken out.
    for (family, version) in [(Family::V4, "IPv4"), (Family::V6, "IPv6")] {
        for (protocol, name) in [(Protocol::Tcp, "TCP"), (Protocol::Udp, "UDP")] {
            let open = rules.open_through_wide(protocol, family);
            if !open.is_empty() {
                let ports = format!("{version} {name} {}", print_ports(&open));
                return fail(
                    format!("let out to everyone by a rule for everything or by the group's default: {ports}"),
                    format!("因全放行规则或安全组默认策略，对任意目的放行：{ports}"),
                );
            }
        }
    }
    pass("what no narrow rule lets out is dropped", "未被具体规则放行的出方向流量会被拒绝")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const SG: &[(&str, &str)] = &[("SecurityGroupId", "sg-1")];

    fn group(kind: &str, rules: Value) -> Fixture {
        Fixture::new()
            .list(&ecs_network::SECURITY_GROUPS, json!([{ "SecurityGroupId": "sg-1", "SecurityGroupType": kind }]))
            .detail_list(&ecs_network::SECURITY_GROUP_RULES, SG, rules)
    }

    fn out(policy: &str, priority: &str, ports: &str, to: &str) -> Value {
        json!({
            "Direction": "egress", "Policy": policy, "Priority": priority,
            "IpProtocol": "ALL", "PortRange": ports, "DestCidrIp": to,
        })
    }

    #[test]
    fn the_kind_of_group_decides_what_happens_without_rules() {
        assert_eq!(group("normal", json!([])).verdict(&CHECK), Fail);
        assert_eq!(group("enterprise", json!([])).verdict(&CHECK), Pass);
        let mut v6 = out("drop", "100", "-1/-1", "");
        v6["Ipv6DestCidrIp"] = json!("::/0");
        let v4 = out("Drop", "100", "-1/-1", "0.0.0.0/0");
        assert_eq!(group("normal", json!([v4.clone(), v6])).verdict(&CHECK), Pass);
        // IPv6 still goes out by the default.
        assert_eq!(group("normal", json!([v4])).verdict(&CHECK), Fail);
    }

    #[test]
    fn letting_everything_out_fails() {
        assert_eq!(group("enterprise", json!([out("Accept", "1", "-1/-1", "0.0.0.0/0")])).verdict(&CHECK), Fail);
        assert_eq!(group("enterprise", json!([out("Accept", "1", "-1/-1", "10.0.0.0/8")])).verdict(&CHECK), Pass);
    }

    #[test]
    fn a_dropped_port_does_not_limit_a_rule_for_everything() {
        let mut mail = out("Drop", "1", "25/25", "0.0.0.0/0");
        mail["IpProtocol"] = json!("TCP");
        let all = out("Accept", "1", "-1/-1", "0.0.0.0/0");
        assert_eq!(group("enterprise", json!([mail.clone(), all.clone()])).verdict(&CHECK), Fail);
        // A Drop after it is dead.
        let late = out("Drop", "100", "-1/-1", "0.0.0.0/0");
        assert_eq!(group("enterprise", json!([mail, all, late])).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let account = Fixture::new()
            .list(&ecs_network::SECURITY_GROUPS, json!([{ "SecurityGroupId": "sg-1", "SecurityGroupType": "normal" }]));
        assert_eq!(account.denied(&ecs_network::SECURITY_GROUP_RULES, SG).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ecs_network::SECURITY_GROUPS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
