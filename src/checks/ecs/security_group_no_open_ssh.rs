//! No security group opens SSH to the whole internet.

use crate::api::ecs_network;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::security_group::{Protocol, Rules};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-security-group-no-open-ssh",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "security group",
    title: Phrase {
        en: "No security group opens SSH to the whole internet", zh: "安全组未向全网开放 SSH 端口"
    },
    pass_when: Phrase {
        en: "Ingress rules are sorted by priority (Drop wins a tie); the group passes when no Accept rule for TCP or ALL that covers port 22 has 0.0.0.0/0, ::/0 or a prefix list holding one of them as source.",
        zh: "将入方向规则按优先级排序（同级拒绝优先）；不存在协议为 TCP 或 ALL、覆盖 22 端口且源为 0.0.0.0/0、::/0 或含此类网段的前缀列表的允许规则，即通过。",
    },
    risk: Phrase {
        en: "An SSH port open to everyone draws password guessing and exploit attempts and is a common way for ransomware to get in.",
        zh: "SSH 端口对全网开放会招致口令猜测与漏洞利用，是勒索软件入侵的常见入口。",
    },
    remediation: Phrase {
        en: "Limit the source of the rule to the bastion host or office addresses in ECS console > Network & Security > Security Groups, or delete the rule; let operators come in through Bastionhost.",
        zh: "在 ECS 控制台“网络与安全 > 安全组”中将规则源限定为堡垒机或办公网地址，或删除该规则；运维统一经堡垒机接入。",
    },
    cli: "aliyun ecs RevokeSecurityGroup --RegionId <region-id> --SecurityGroupId <security-group-id> --SecurityGroupRuleId.1 <rule-id>",
    reads: &[&ecs_network::SECURITY_GROUP_RULES, &ecs_network::PREFIX_LIST, &ecs_network::PORT_LIST],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ecs_securitygroup_restrict_ssh_internet" },
        Covers { source: "trend-vision-one", rule: "Check for Unrestricted SSH Access" },
        Covers { source: "cis-2.0", rule: "4.3" },
    ],
    references: &["https://help.aliyun.com/document_detail/97439.html"],
    logic: Logic::Items { of: &ecs_network::SECURITY_GROUPS, judge },
};

fn judge(group: &Item<'_>) -> Outcome {
    let rules = Rules::incoming(group)?;
    if rules.everyone_reaches(Protocol::Tcp, 22) {
        return fail("TCP 22 (SSH) is open to the whole internet", "TCP 22（SSH 远程登录）对全网开放");
    }
    pass("TCP 22 (SSH) is not open to the whole internet", "TCP 22（SSH 远程登录）未对全网开放")
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
    fn the_port_is_seen_in_ranges_and_in_every_disguise_of_everyone() {
        for (rules, expected) in [
            (json!([rule("TCP", "22/22", "0.0.0.0/0")]), Fail),
            (json!([rule("tcp", "1/65535", "0.0.0.0/0")]), Fail),
            (json!([rule("ALL", "-1/-1", "0.0.0.0/0")]), Fail),
            (json!([rule("TCP", "22/22", "0.0.0.0/1"), rule("TCP", "22/22", "128.0.0.0/1")]), Fail),
            (json!([rule("TCP", "22/22", "10.0.0.0/8")]), Pass),
            (json!([rule("UDP", "22/22", "0.0.0.0/0")]), Pass),
            (json!([rule("TCP", "443/443", "0.0.0.0/0")]), Pass),
            (json!([]), Pass),
        ] {
            assert_eq!(with(rules.clone()).verdict(&CHECK), expected, "{rules}");
        }
    }

    #[test]
    fn ipv6_priority_prefix_lists_and_port_lists_count() {
        let mut v6 = rule("TCP", "22/22", "");
        v6["Ipv6SourceCidrIp"] = json!("::/0");
        assert_eq!(with(json!([v6])).verdict(&CHECK), Fail);
        let mut drop = rule("ALL", "-1/-1", "0.0.0.0/0");
        drop["Policy"] = json!("Drop");
        assert_eq!(with(json!([drop, rule("TCP", "22/22", "0.0.0.0/0")])).verdict(&CHECK), Pass);
        let mut listed = rule("TCP", "", "");
        listed["SourcePrefixListId"] = json!("pl-1");
        listed["PortRangeListId"] = json!("prl-1");
        let account = with(json!([listed]));
        let ports = |ports: &str| {
            account.clone().detail_list(
                &ecs_network::PORT_LIST,
                &[("PortRangeListId", "prl-1")],
                json!([{ "PortRange": ports }]),
            )
        };
        let cidr = |f: Fixture, cidr: &str| {
            f.detail_list(&ecs_network::PREFIX_LIST, &[("PrefixListId", "pl-1")], json!([{ "Cidr": cidr }]))
        };
        assert_eq!(cidr(ports("20/4000"), "0.0.0.0/0").verdict(&CHECK), Fail);
        assert_eq!(cidr(ports("443/443"), "0.0.0.0/0").verdict(&CHECK), Pass);
        assert_eq!(cidr(ports("20/4000"), "192.0.2.0/24").verdict(&CHECK), Pass);
        // An answer without the list says nothing.
        let none = ports("20/4000").detail(&ecs_network::PREFIX_LIST, &[("PrefixListId", "pl-1")], json!({}));
        assert_eq!(none.verdict(&CHECK), NotAssessed);
        // A list that could not be read is never a pass.
        assert_eq!(
            ports("20/4000").denied(&ecs_network::PREFIX_LIST, &[("PrefixListId", "pl-1")]).verdict(&CHECK),
            NotAssessed
        );
    }

    #[test]
    fn a_drop_for_a_part_of_the_traffic_hides_nothing() {
        let accept = rule("TCP", "22/22", "0.0.0.0/0");
        for (field, value, expected) in [
            ("SourcePortRange", "1/1023", Fail),
            ("DestCidrIp", "10.0.0.5/32", Fail),
            ("SourcePortRange", "-1/-1", Pass),
            ("DestCidrIp", "0.0.0.0/0", Pass),
        ] {
            let mut drop = rule("ALL", "-1/-1", "0.0.0.0/0");
            drop["Policy"] = json!("drop");
            drop[field] = json!(value);
            assert_eq!(with(json!([drop, accept.clone()])).verdict(&CHECK), expected, "{field} {value}");
        }
        let strange = rule("SOMETHING", "-1/-1", "0.0.0.0/0");
        assert_eq!(with(json!([strange])).verdict(&CHECK), NotAssessed);
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
