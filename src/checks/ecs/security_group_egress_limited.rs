//! Security group does not let all outbound traffic out.

use crate::api::ecs_network;
use crate::checks::Check;
use crate::domain::Severity;
use crate::evaluate::security_group::{Protocol, Rules};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-security-group-egress-limited",
    severity: Severity::Low,
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
    // An advanced group lets nothing out without a rule; a basic one lets everything out until a rule drops it.
    let advanced = group.str("SecurityGroupType")?.eq_ignore_ascii_case("enterprise");
    let open = rules.open_to_everyone(Protocol::Tcp).iter().any(|(from, to)| *from <= 1 && *to == u16::MAX);
    if open {
        return fail("a rule lets every TCP port out to everyone", "出方向规则对任意目的放行全部 TCP 端口");
    }
    if advanced || rules.drops_everything() {
        return pass("what no rule lets out is dropped", "未被规则放行的出方向流量会被拒绝");
    }
    fail(
        "a basic group without a Drop rule lets everything out",
        "普通安全组未设出方向拒绝规则，默认放行全部出方向流量",
    )
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
        assert_eq!(group("normal", json!([out("Drop", "100", "-1/-1", "0.0.0.0/0")])).verdict(&CHECK), Pass);
    }

    #[test]
    fn letting_everything_out_fails() {
        assert_eq!(group("enterprise", json!([out("Accept", "1", "-1/-1", "0.0.0.0/0")])).verdict(&CHECK), Fail);
        assert_eq!(group("enterprise", json!([out("Accept", "1", "-1/-1", "10.0.0.0/8")])).verdict(&CHECK), Pass);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let account = Fixture::new()
            .list(&ecs_network::SECURITY_GROUPS, json!([{ "SecurityGroupId": "sg-1", "SecurityGroupType": "normal" }]));
        assert_eq!(account.denied(&ecs_network::SECURITY_GROUP_RULES, SG).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ecs_network::SECURITY_GROUPS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
