//! Each vSwitch is bound to a network ACL.

use crate::api::vpc;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-vswitch-has-network-acl",
    severity: Severity::Low,
    effort: Effort::Change,
    resource: "vSwitch",
    title: Phrase { en: "Each vSwitch is bound to a network ACL", zh: "每个交换机已绑定网络 ACL" },
    pass_when: Phrase {
        en: "DescribeVSwitches is read; passes when NetworkAclId is not empty.",
        zh: "读取 DescribeVSwitches；NetworkAclId 非空时通过。",
    },
    risk: Phrase {
        en: "Without a network ACL, traffic between subnets is limited by security groups alone.",
        zh: "未绑定网络 ACL 时，子网之间仅靠安全组控制访问。",
    },
    remediation: Phrase {
        en: "VPC console > Network ACL: create an ACL per tier with the needed rules and bind it to the vSwitches. An ACL is stateless: allow the return traffic.",
        zh: "在“专有网络 VPC 控制台 > 网络 ACL”中按层级创建 ACL 并绑定交换机；ACL 无状态，须放行返回流量。",
    },
    cli: "aliyun vpc AssociateNetworkAcl --RegionId <region-id> --NetworkAclId <acl-id> --Resource.1.ResourceType VSwitch --Resource.1.ResourceId <vswitch-id>",
    reads: &[&vpc::VSWITCHES],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/35748.html"],
    logic: Logic::Items { of: &vpc::VSWITCHES, judge },
};

fn judge(switch: &Item<'_>) -> Outcome {
    // Unbound is written as an empty text or left out; both fail.
    match switch.text("NetworkAclId") {
        "" => fail("bound to no network ACL", "未绑定网络 ACL"),
        acl => pass(format!("bound to {acl}"), format!("已绑定 {acl}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn bound_or_not() {
        for (acl, expected) in [(json!("nacl-1"), Pass), (json!(""), Fail), (json!(null), Fail)] {
            let switch = json!([{ "VSwitchId": "vsw-1", "NetworkAclId": acl }]);
            assert_eq!(Fixture::new().list(&vpc::VSWITCHES, switch).verdict(&CHECK), expected, "{acl}");
        }
        assert_eq!(Fixture::new().list(&vpc::VSWITCHES, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&vpc::VSWITCHES, &[]).verdict(&CHECK), NotAssessed);
    }
}
