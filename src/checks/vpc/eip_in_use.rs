//! EIPs are bound to a resource.

use crate::api::vpc;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-eip-in-use",
    severity: Severity::Low,
    effort: Effort::Switch,
    resource: "EIP",
    title: Phrase { en: "EIPs are bound to a resource", zh: "EIP 均已绑定资源" },
    pass_when: Phrase {
        en: "DescribeEipAddresses is read; passes when the EIP has Status InUse and a bound instance.",
        zh: "读取 DescribeEipAddresses；EIP 的 Status 为 InUse 且已绑定实例时通过。",
    },
    risk: Phrase {
        en: "A spare public address can be bound to a host at any time without a review, and it costs money.",
        zh: "闲置公网地址可随时未经审批绑定到主机，且持续产生费用。",
    },
    remediation: Phrase {
        en: "Bind the EIP to the resource it was reserved for, or release it in the EIP console.",
        zh: "绑定到预留的资源，或在弹性公网 IP 控制台释放。",
    },
    cli: "aliyun vpc ReleaseEipAddress --RegionId <region-id> --AllocationId <eip-id>",
    reads: &[&vpc::EIPS],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/36018.html"],
    logic: Logic::Items { of: &vpc::EIPS, judge },
};

fn judge(eip: &Item<'_>) -> Outcome {
    let status = eip.str("Status")?;
    // An address that is bound to nothing has an empty id.
    let (kind, id) = (eip.text("InstanceType"), eip.text("InstanceId"));
    if status == "InUse" && !id.is_empty() {
        return pass(format!("bound to {kind} {id}"), format!("已绑定 {kind} {id}"));
    }
    fail(format!("bound to nothing (Status {status})"), format!("未绑定任何资源（Status 为 {status}）"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn only_a_bound_address_is_in_use() {
        for (status, instance, expected) in [("InUse", "i-1", Pass), ("Available", "", Fail), ("InUse", "", Fail)] {
            let eip = json!({ "AllocationId": "eip-1", "Status": status, "InstanceId": instance,
                "InstanceType": "EcsInstance" });
            assert_eq!(Fixture::new().list(&vpc::EIPS, json!([eip])).verdict(&CHECK), expected, "{status} {instance}");
        }
    }

    #[test]
    fn no_address_and_no_answer() {
        assert_eq!(Fixture::new().list(&vpc::EIPS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().list(&vpc::EIPS, json!([{ "AllocationId": "eip-1" }])).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&vpc::EIPS, &[]).verdict(&CHECK), NotAssessed);
    }
}
