//! Security group is attached to an instance or network interface.

use crate::api::ecs_network;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, Reply, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-security-group-in-use",
    severity: Severity::Low,
    effort: Effort::Switch,
    resource: "security group",
    title: Phrase {
        en: "Security group is attached to an instance or network interface",
        zh: "安全组已关联实例或弹性网卡",
    },
    pass_when: Phrase {
        en: "EcsCount of DescribeSecurityGroups and the groups of each network interface are read; the group passes when at least one instance or interface uses it. Service-managed groups are left out.",
        zh: "读取 DescribeSecurityGroups 的 EcsCount 及各弹性网卡所属安全组；至少被一个实例或网卡使用即通过，云产品托管的安全组不计。",
    },
    risk: Phrase {
        en: "Leftover groups blur the rule set and may be attached later with rules nobody has reviewed.",
        zh: "闲置安全组使规则集难以核对，日后被误用时会带入未经复核的规则。",
    },
    remediation: Phrase {
        en: "Check that no other group's rules refer to it, then delete the unused group.",
        zh: "确认无其他安全组规则引用后，删除闲置安全组。",
    },
    cli: "aliyun ecs DeleteSecurityGroup --RegionId <region-id> --SecurityGroupId <security-group-id>",
    reads: &[&ecs_network::SECURITY_GROUPS, &ecs_network::INTERFACES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &ecs_network::SECURITY_GROUPS, judge },
};

fn judge(group: &Item<'_>) -> Outcome {
    // Absent in answers of older versions: then the group belongs to the user.
    if group.maybe_flag("ServiceManaged") == Some(true) {
        return not_applicable("the group belongs to a cloud product", "该安全组由云产品托管");
    }
    let machines = group.int("EcsCount")?;
    if machines > 0 {
        return pass(format!("{machines} instances use it"), format!("已关联 {machines} 台实例"));
    }
    let interfaces = match group.account().ask_in(&ecs_network::INTERFACES, group.region())? {
        Reply::Got(answer) => answer.items(),
        Reply::Absent(_) | Reply::Unopened(_) => Vec::new(),
    };
    let using = interfaces.iter().filter(|i| i.texts("SecurityGroupIds.SecurityGroupId").contains(&group.id())).count();
    if using > 0 {
        return pass(format!("{using} network interfaces use it"), format!("已关联 {using} 块弹性网卡"));
    }
    fail("no instance and no network interface uses it", "未关联任何实例或弹性网卡")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn group(count: Value, interfaces: Value) -> Fixture {
        let group = json!([{ "SecurityGroupId": "sg-1", "EcsCount": count, "ServiceManaged": false }]);
        Fixture::new().list(&ecs_network::SECURITY_GROUPS, group).list(&ecs_network::INTERFACES, interfaces)
    }

    fn interface(group: &str) -> Value {
        json!([{ "NetworkInterfaceId": "eni-1", "SecurityGroupIds": { "SecurityGroupId": [group] } }])
    }

    #[test]
    fn an_instance_or_an_interface_is_enough() {
        assert_eq!(group(json!(2), json!([])).verdict(&CHECK), Pass);
        assert_eq!(group(json!(0), interface("sg-1")).verdict(&CHECK), Pass);
        assert_eq!(group(json!(0), interface("sg-2")).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let group = json!([{ "SecurityGroupId": "sg-1", "EcsCount": 0 }]);
        let account = Fixture::new().list(&ecs_network::SECURITY_GROUPS, group);
        assert_eq!(account.denied(&ecs_network::INTERFACES, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_group_of_a_product_is_not_judged() {
        let group = json!([{ "SecurityGroupId": "sg-1", "EcsCount": 0, "ServiceManaged": true }]);
        assert_eq!(Fixture::new().list(&ecs_network::SECURITY_GROUPS, group).verdict(&CHECK), NotApplicable);
    }
}
