//! Each VPC has vSwitches in at least two zones.

use std::collections::BTreeSet;

use crate::api::vpc;
use crate::checks::Check;
use crate::checks::vpc_flow_log_enabled::shared;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-vswitches-multi-zone",
    severity: Severity::Low,
    effort: Effort::Project,
    resource: "VPC",
    title: Phrase {
        en: "Each VPC has vSwitches in at least two zones", zh: "每个 VPC 的交换机分布于两个以上可用区"
    },
    pass_when: Phrase {
        en: "DescribeVSwitches is read; passes when the vSwitches of the VPC lie in at least 2 different zones. A VPC without vSwitches is not applicable.",
        zh: "读取 DescribeVSwitches；VPC 的交换机分布于至少 2 个不同可用区时通过。没有交换机的 VPC 不适用。",
    },
    risk: Phrase {
        en: "With one zone only, a failure of that zone stops the whole system, and no standby can be placed.",
        zh: "只有一个可用区时，该区故障即导致系统整体中断，也无处部署备用资源。",
    },
    remediation: Phrase {
        en: "VPC console > vSwitch: create a vSwitch in a second zone and spread instances and load balancers over both.",
        zh: "在“专有网络 VPC 控制台 > 交换机”中于第二个可用区创建交换机，并将实例与负载均衡分布到两个可用区。",
    },
    cli: "aliyun vpc CreateVSwitch --RegionId <region-id> --VpcId <vpc-id> --ZoneId <zone-id> --CidrBlock <cidr>",
    reads: &[&vpc::VPCS, &vpc::VSWITCHES],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/35748.html"],
    logic: Logic::Items { of: &vpc::VPCS, judge },
};

fn judge(network: &Item<'_>) -> Outcome {
    let mut zones = BTreeSet::new();
    for switch in network.account().ask_in(&vpc::VSWITCHES, network.region())?.must()?.items() {
        if switch.str("VpcId")? == network.id() {
            zones.insert(switch.str("ZoneId")?);
        }
    }
    let list = zones.iter().copied().collect::<Vec<_>>().join(", ");
    if zones.len() < 2 {
        shared(network)?;
    }
    match zones.len() {
        0 => not_applicable("no vSwitch", "没有交换机"),
        1 => fail(format!("all vSwitches are in {list}"), format!("全部交换机位于 {list}")),
        count => pass(format!("vSwitches in {count} zones: {list}"), format!("交换机分布于 {count} 个可用区：{list}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn network() -> Fixture {
        Fixture::new().list(&vpc::VPCS, json!([{ "VpcId": "vpc-1" }]))
    }

    #[test]
    fn two_zones_of_the_same_vpc() {
        let switch = |network: &str, zone: &str| json!({ "VpcId": network, "ZoneId": zone });
        for (switches, expected) in [
            (json!([switch("vpc-1", "cn-hangzhou-h"), switch("vpc-1", "cn-hangzhou-i")]), Pass),
            (json!([switch("vpc-1", "cn-hangzhou-h"), switch("vpc-1", "cn-hangzhou-h")]), Fail),
            (json!([switch("vpc-1", "cn-hangzhou-h"), switch("vpc-2", "cn-hangzhou-i")]), Fail),
            (json!([switch("vpc-2", "cn-hangzhou-i")]), NotApplicable),
            (json!([{ "VpcId": "vpc-1" }]), NotAssessed),
        ] {
            assert_eq!(network().list(&vpc::VSWITCHES, switches.clone()).verdict(&CHECK), expected, "{switches}");
        }
    }

    #[test]
    fn of_a_vpc_of_another_account_only_the_shared_vswitches_are_seen() {
        let account = |owner: i64| {
            Fixture::new()
                .list(&vpc::VPCS, json!([{ "VpcId": "vpc-1", "OwnerId": owner }]))
                .list(&vpc::VSWITCHES, json!([{ "VpcId": "vpc-1", "ZoneId": "cn-hangzhou-h" }]))
        };
        assert_eq!(account(1_234_567_890_123_456).verdict(&CHECK), Fail);
        assert_eq!(account(1_111_111_111_111_111).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn missing_answers_are_no_verdict() {
        assert_eq!(network().denied(&vpc::VSWITCHES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&vpc::VPCS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&vpc::VPCS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
