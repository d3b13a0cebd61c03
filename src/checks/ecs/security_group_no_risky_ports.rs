//! No security group opens high-risk ports to the whole internet.

use crate::api::ecs_network;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::security_group::{Protocol, Rules, print_ports};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, risky_ports};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-security-group-no-risky-ports",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "security group",
    title: Phrase {
        en: "No security group opens high-risk ports to the whole internet",
        zh: "安全组未向全网开放高风险端口",
    },
    pass_when: Phrase {
        en: "Ingress rules for TCP, UDP and ALL are read in order of priority; the group passes when no Accept rule from 0.0.0.0/0 or ::/0 covers a high-risk port, such as 21, 23, 135, 139, 445, 1433, 1521, 3306, 5432, 6379, 9200 or 27017.",
        zh: "按优先级读取 TCP、UDP 及 ALL 的入方向规则；不存在源为 0.0.0.0/0 或 ::/0 且覆盖高风险端口（如 21、23、135、139、445、1433、1521、3306、5432、6379、9200、27017）的允许规则，即通过。",
    },
    risk: Phrase {
        en: "File-sharing, remote-control and database ports carry weak or no login protection by default and are scanned all the time.",
        zh: "文件共享、远程控制与数据库端口默认鉴别较弱甚至无鉴别，且长期被扫描。",
    },
    remediation: Phrase {
        en: "Remove the rule or narrow its source to the application servers, best by security group; keep databases on private addresses.",
        zh: "删除该规则，或将源收窄到应用服务器（优先按安全组授权）；数据库仅使用内网地址。",
    },
    cli: "aliyun ecs RevokeSecurityGroup --RegionId <region-id> --SecurityGroupId <security-group-id> --SecurityGroupRuleId.1 <rule-id>",
    reads: &[&ecs_network::SECURITY_GROUP_RULES, &ecs_network::PREFIX_LIST, &ecs_network::PORT_LIST],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "ecs-security-group-risky-ports-check-with-protocol" }],
    references: &["https://help.aliyun.com/document_detail/40724.html"],
    logic: Logic::Items { of: &ecs_network::SECURITY_GROUPS, judge },
};

fn judge(group: &Item<'_>) -> Outcome {
    let rules = Rules::incoming(group)?;
    let mut open: Vec<String> = Vec::new();
    for (protocol, name) in [(Protocol::Tcp, "TCP"), (Protocol::Udp, "UDP")] {
        let ranges = rules.open_to_everyone(protocol);
        let risky: Vec<(u16, u16)> = ranges
            .iter()
            .flat_map(|(from, to)| risky_ports::within(*from, *to))
            .map(|(port, _)| (port, port))
            .collect();
        if !risky.is_empty() {
            open.push(format!("{name} {}", print_ports(&risky)));
        }
    }
    if open.is_empty() {
        return pass("no high-risk port is open to the whole internet", "高风险端口均未对全网开放");
    }
    fail(
        format!("high-risk ports open to the whole internet: {}", open.join("; ")),
        format!("以下高风险端口对全网开放：{}", open.join("；")),
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
    fn a_risky_port_fails_and_a_web_port_does_not() {
        for (rules, expected) in [
            (json!([rule("TCP", "3306/3306", "0.0.0.0/0")]), Fail),
            (json!([rule("UDP", "161/161", "0.0.0.0/0")]), Fail),
            (json!([rule("TCP", "6000/7000", "0.0.0.0/0")]), Fail),
            (json!([rule("TCP", "443/443", "0.0.0.0/0")]), Pass),
            (json!([rule("TCP", "3306/3306", "172.16.0.0/12")]), Pass),
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
