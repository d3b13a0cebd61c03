//! ECS instance runs in a VPC, not the classic network.

use crate::api::ecs;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instance-in-vpc",
    severity: Severity::Medium,
    effort: Effort::Project,
    resource: "instance",
    title: Phrase {
        en: "ECS instance runs in a VPC, not the classic network",
        zh: "ECS 实例位于专有网络，不使用经典网络",
    },
    pass_when: Phrase {
        en: "InstanceNetworkType of DescribeInstances is read; the instance passes when it is vpc and fails when it is classic.",
        zh: "读取 DescribeInstances 的 InstanceNetworkType；取值为 vpc 即通过，为 classic 即不通过。",
    },
    risk: Phrase {
        en: "The classic network is one flat network shared with other customers, so zones cannot be separated by subnet, route or network ACL.",
        zh: "经典网络由多租户共用且不分段，无法以子网、路由或网络 ACL 划分安全区域。",
    },
    remediation: Phrase {
        en: "Move the instance with a migration plan in the ECS console, or make an image of it and rebuild it in a vSwitch of a VPC.",
        zh: "在 ECS 控制台通过迁移计划将实例迁入专有网络 VPC，或制作镜像后在 VPC 的交换机下重建实例。",
    },
    cli: "",
    reads: &[&ecs::INSTANCES],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ecs_instance_no_legacy_network" },
        Covers { source: "trend-vision-one", rule: "Prevent the Use of Legacy Networks" },
        Covers { source: "cloud-config", rule: "ecs-instances-in-vpc" },
        Covers { source: "cis-2.0", rule: "3.1" },
    ],
    references: &[],
    logic: Logic::Items { of: &ecs::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    match instance.str("InstanceNetworkType")?.to_ascii_lowercase().as_str() {
        "vpc" => pass("in a VPC", "位于专有网络"),
        "classic" => fail("in the classic network", "位于经典网络"),
        _ => Err(instance.lacks("InstanceNetworkType")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn the_answer_decides() {
        for (item, expected) in [
            (json!({ "InstanceNetworkType": "vpc" }), Pass),
            (json!({ "InstanceNetworkType": "classic" }), Fail),
            (json!({ "Status": "Running" }), NotAssessed),
        ] {
            let mut item = item;
            item["InstanceId"] = json!("x-1");
            assert_eq!(Fixture::new().list(&ecs::INSTANCES, json!([item])).verdict(&CHECK), expected, "{item}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict_and_nothing_is_not_applicable() {
        assert_eq!(Fixture::new().denied(&ecs::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().cut(&ecs::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ecs::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
