//! Database instance runs in a VPC.

use crate::api::rds;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-in-vpc",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "Database instance runs in a VPC", zh: "RDS 实例位于专有网络" },
    pass_when: Phrase {
        en: "InstanceNetworkType of DescribeDBInstances is read; the instance passes when it is VPC.",
        zh: "读取 DescribeDBInstances 的 InstanceNetworkType；为 VPC 即通过。",
    },
    risk: Phrase {
        en: "In the classic network the database shares one flat network with other customers and cannot be put in its own zone.",
        zh: "经典网络下数据库与其他租户共处平面网络，无法划入独立安全区域。",
    },
    remediation: Phrase {
        en: "Switch the instance to a VPC under Database Connection, keep the classic address for a short time while clients change, then let it lapse.",
        zh: "在“数据库连接”中切换为专有网络，客户端改造期间可短期保留经典网络地址，随后停用。",
    },
    cli: "aliyun rds ModifyDBInstanceNetworkType --DBInstanceId <instance-id> --InstanceNetworkType VPC --VPCId <vpc-id> --VSwitchId <vswitch-id>",
    reads: &[&rds::INSTANCES],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "rds-instances-in-vpc" }],
    references: &[],
    logic: Logic::Items { of: &rds::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let network = instance.str("InstanceNetworkType")?;
    if network.eq_ignore_ascii_case("VPC") {
        let vpc = instance.text("VpcId");
        return pass(format!("in VPC {vpc}"), format!("位于专有网络 {vpc}"));
    }
    fail(format!("InstanceNetworkType is {network}"), format!("InstanceNetworkType 为 {network}，未在专有网络内"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn the_network_type_decides() {
        for (network, expected) in [(json!("VPC"), Pass), (json!("Classic"), Fail), (json!(null), NotAssessed)] {
            let item = json!([{ "DBInstanceId": "rm-1", "InstanceNetworkType": network, "VpcId": "vpc-1" }]);
            assert_eq!(Fixture::new().list(&rds::INSTANCES, item).verdict(&CHECK), expected, "{network}");
        }
        assert_eq!(Fixture::new().list(&rds::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&rds::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
    }
}
