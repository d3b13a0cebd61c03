//! Instances inside one security group are isolated.

use crate::api::ecs_network;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-security-group-inner-isolation",
    severity: Severity::Low,
    effort: Effort::Change,
    resource: "security group",
    title: Phrase { en: "Instances inside one security group are isolated", zh: "安全组内实例相互隔离" },
    pass_when: Phrase {
        en: "InnerAccessPolicy of DescribeSecurityGroupAttribute is read; the group passes when it is Drop.",
        zh: "读取 DescribeSecurityGroupAttribute 的 InnerAccessPolicy；取值为 Drop 即通过。",
    },
    risk: Phrase {
        en: "With the default Accept every instance in the group reaches all ports of its neighbours, so one infected host can infect the rest.",
        zh: "默认为 Accept 时组内实例可互访全部端口，单台主机感染即可波及同组。",
    },
    remediation: Phrase {
        en: "Set the group's inner connectivity to isolation in its detail page and add explicit rules for members that must talk to each other.",
        zh: "在安全组详情页将组内连通策略改为隔离，并为确需互访的实例单独添加规则。",
    },
    cli: "aliyun ecs ModifySecurityGroupPolicy --RegionId <region-id> --SecurityGroupId <security-group-id> --InnerAccessPolicy Drop",
    reads: &[&ecs_network::SECURITY_GROUP_RULES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Items { of: &ecs_network::SECURITY_GROUPS, judge },
};

fn judge(group: &Item<'_>) -> Outcome {
    let rules = group.ask(&ecs_network::SECURITY_GROUP_RULES)?.must()?;
    match rules.str("InnerAccessPolicy")?.to_ascii_lowercase().as_str() {
        "drop" => pass("InnerAccessPolicy is Drop", "组内连通策略（InnerAccessPolicy）为 Drop"),
        "accept" => fail("InnerAccessPolicy is Accept", "组内连通策略（InnerAccessPolicy）为 Accept"),
        _ => Err(rules.lacks("InnerAccessPolicy")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const SG: &[(&str, &str)] = &[("SecurityGroupId", "sg-1")];

    fn groups() -> Fixture {
        Fixture::new().list(&ecs_network::SECURITY_GROUPS, json!([{ "SecurityGroupId": "sg-1" }]))
    }

    #[test]
    fn the_policy_decides() {
        for (said, expected) in [("Drop", Pass), ("Accept", Fail), ("", NotAssessed)] {
            let account = groups().detail(&ecs_network::SECURITY_GROUP_RULES, SG, json!({ "InnerAccessPolicy": said }));
            assert_eq!(account.verdict(&CHECK), expected, "{said}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(groups().denied(&ecs_network::SECURITY_GROUP_RULES, SG).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ecs_network::SECURITY_GROUPS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
