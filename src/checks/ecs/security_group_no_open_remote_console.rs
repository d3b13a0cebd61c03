//! No security group opens SSH or RDP to the world.

use crate::api::ecs_network;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::security_group::{Protocol, Rules};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-security-group-no-open-remote-console",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "security group",
    title: Phrase {
        en: "No security group opens SSH or RDP to the world", zh: "安全组未向全网开放远程管理端口"
    },
    pass_when: Phrase {
        en: "The ingress rules are read as a whole; the group passes when neither TCP 22 nor TCP 3389 can be reached from 0.0.0.0/0 or ::/0, also not through 1/65535, -1/-1 or protocol ALL.",
        zh: "综合读取入方向规则；TCP 22 与 3389 均不能由 0.0.0.0/0 或 ::/0 访问（含 1/65535、-1/-1 及协议 ALL 的规则）即通过。",
    },
    risk: Phrase {
        en: "Remote consoles reachable from anywhere let an attacker try logins directly on the host, past any bastion.",
        zh: "远程管理端口可由任意地址访问时，攻击者可绕过堡垒机直接尝试登录主机。",
    },
    remediation: Phrase {
        en: "Allow 22 and 3389 only from the bastion host or a VPN range, and remove the rules that name 0.0.0.0/0 or ::/0.",
        zh: "仅允许堡垒机或 VPN 网段访问 22 与 3389 端口，删除源为 0.0.0.0/0 或 ::/0 的规则。",
    },
    cli: "aliyun ecs RevokeSecurityGroup --RegionId <region-id> --SecurityGroupId <security-group-id> --SecurityGroupRuleId.1 <rule-id>",
    reads: &[&ecs_network::SECURITY_GROUP_RULES, &ecs_network::PREFIX_LIST, &ecs_network::PORT_LIST],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Restrict Network Access to Remote Console Services" },
        Covers { source: "cis-2.0", rule: "3.2" },
    ],
    references: &["https://help.aliyun.com/document_detail/97439.html"],
    logic: Logic::Items { of: &ecs_network::SECURITY_GROUPS, judge },
};

fn judge(group: &Item<'_>) -> Outcome {
    let rules = Rules::incoming(group)?;
    let open: Vec<&str> = [(22, "22"), (3389, "3389")]
        .into_iter()
        .filter(|(port, _)| rules.everyone_reaches(Protocol::Tcp, *port))
        .map(|(_, name)| name)
        .collect();
    if open.is_empty() {
        return pass("TCP 22 and 3389 are not open to the whole internet", "TCP 22 与 3389 均未对全网开放");
    }
    fail(
        format!("open to the whole internet: TCP {}", open.join(", ")),
        format!("以下端口对全网开放：TCP {}", open.join("、")),
    )
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
    fn either_port_fails_the_group() {
        for (rules, expected) in [
            (json!([rule("TCP", "22/22", "0.0.0.0/0")]), Fail),
            (json!([rule("TCP", "3389/3389", "0.0.0.0/0")]), Fail),
            (json!([rule("TCP", "1/65535", "0.0.0.0/0")]), Fail),
            (json!([rule("ALL", "-1/-1", "0.0.0.0/0")]), Fail),
            (json!([rule("TCP", "22/22", "10.0.0.0/8"), rule("TCP", "443/443", "0.0.0.0/0")]), Pass),
        ] {
            assert_eq!(with(rules.clone()).verdict(&CHECK), expected, "{rules}");
        }
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
