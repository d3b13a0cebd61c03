//! Redis instance runs in a VPC.

use crate::api::kvstore;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "redis-instance-in-vpc",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "Redis instance runs in a VPC", zh: "Redis 实例位于专有网络" },
    pass_when: Phrase {
        en: "NetworkType of DescribeInstances is read; the instance passes when it is VPC.",
        zh: "读取 DescribeInstances 的 NetworkType；为 VPC 即通过。",
    },
    risk: Phrase {
        en: "In the classic network the cache shares one flat network with other customers.",
        zh: "经典网络下缓存与其他租户共处同一平面网络。",
    },
    remediation: Phrase {
        en: "Switch the instance to a VPC on its basic information page; keep the classic address only while clients change.",
        zh: "在实例信息页切换为专有网络，仅在客户端改造期间短期保留经典网络地址。",
    },
    cli: "aliyun r-kvstore SwitchNetwork --InstanceId <instance-id> --TargetNetworkType VPC --VpcId <vpc-id> --VSwitchId <vswitch-id>",
    reads: &[&kvstore::INSTANCES],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "redis-instance-in-vpc" }],
    references: &[],
    logic: Logic::Items { of: &kvstore::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let network = instance.str("NetworkType")?;
    if network.eq_ignore_ascii_case("VPC") {
        let vpc = instance.text("VpcId");
        return pass(format!("in the VPC {vpc}"), format!("位于专有网络 {vpc}"));
    }
    fail(format!("NetworkType is {network}"), format!("NetworkType 为 {network}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn the_network_decides() {
        for (network, expected) in [(json!("VPC"), Pass), (json!("CLASSIC"), Fail), (json!(null), NotAssessed)] {
            let items = json!([{ "InstanceId": "r-1", "NetworkType": network, "VpcId": "vpc-1" }]);
            assert_eq!(Fixture::new().list(&kvstore::INSTANCES, items).verdict(&CHECK), expected, "{network}");
        }
    }

    #[test]
    fn a_missing_list_is_no_verdict_and_an_empty_one_not_applicable() {
        assert_eq!(Fixture::new().denied(&kvstore::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&kvstore::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
