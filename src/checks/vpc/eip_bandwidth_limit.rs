//! EIP bandwidth meets the required minimum.

use crate::api::vpc;
use crate::checks::{Check, Covers};
use crate::domain::{Bound, Effort, ParamSpec, Severity};
use crate::evaluate::{Item, Logic, Outcome, measure};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-eip-bandwidth-limit",
    severity: Severity::Low,
    effort: Effort::Switch,
    resource: "EIP",
    title: Phrase { en: "EIP bandwidth meets the required minimum", zh: "EIP 带宽不低于规定值" },
    pass_when: Phrase {
        en: "DescribeEipAddresses is read; passes when the peak bandwidth of the EIP, or of the shared bandwidth plan it belongs to, is at least 10 Mbit/s.",
        zh: "读取 DescribeEipAddresses；EIP 带宽峰值（加入共享带宽的取共享带宽值）不低于 10 Mbit/s 时通过。",
    },
    risk: Phrase {
        en: "Too little bandwidth makes the service fail at peak time. The ceiling alone does not prove that peaks are met: compare it with the measured use.",
        zh: "带宽不足时业务在高峰期中断。仅有带宽上限不能证明满足峰值，须与实测利用率对照。",
    },
    remediation: Phrase {
        en: "EIP console > the EIP > Modify Bandwidth, or add it to a shared bandwidth plan. Derive the value from the busiest week in CloudMonitor.",
        zh: "在“弹性公网 IP 控制台”调整带宽峰值，或加入共享带宽；取值依据云监控中最繁忙时段的数据。",
    },
    cli: "aliyun vpc ModifyEipAddressAttribute --RegionId <region-id> --AllocationId <eip-id> --Bandwidth 10",
    reads: &[&vpc::EIPS],
    params: &[ParamSpec {
        name: "min_mbps",
        default: 10,
        bound: Bound::AtLeast,
        unit: Phrase { en: "Mbit/s", zh: "Mbit/s" },
    }],
    covers: &[Covers { source: "cloud-config", rule: "eip-bandwidth-limit" }],
    references: &["https://help.aliyun.com/document_detail/36018.html"],
    logic: Logic::Items { of: &vpc::EIPS, judge },
};

fn judge(eip: &Item<'_>) -> Outcome {
    let plan = eip.text("BandwidthPackageId");
    // In a shared plan the address may use all of the plan's bandwidth; its own figure no longer counts.
    if !plan.is_empty() {
        let mbps = eip.int("BandwidthPackageBandwidth")?;
        return measure(
            "min_mbps",
            mbps,
            format!("the shared bandwidth plan {plan} has {mbps} Mbit/s"),
            format!("所属共享带宽 {plan} 的带宽为 {mbps} Mbit/s"),
        )
        .map(|verdict| {
            verdict.bounded(
                "a limit set for this address within the plan, and the other addresses of the plan, are not looked at",
                "未检查该地址在共享带宽内单独设置的限速，以及同一共享带宽内其他地址的占用",
            )
        });
    }
    let mbps = eip.int("Bandwidth")?;
    measure("min_mbps", mbps, format!("peak bandwidth {mbps} Mbit/s"), format!("带宽峰值 {mbps} Mbit/s"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn verdict(eip: serde_json::Value) -> crate::domain::FindingStatus {
        Fixture::new().list(&vpc::EIPS, json!([eip])).verdict(&CHECK)
    }

    #[test]
    fn the_plan_counts_where_there_is_one() {
        for (own, plan, of_plan, expected) in [
            ("10", "", "", Pass),
            ("9", "", "", Fail),
            ("1", "cbwp-1", "200", Pass),
            ("200", "cbwp-1", "5", Fail),
            ("200", "cbwp-1", "", NotAssessed),
            ("", "", "", NotAssessed),
        ] {
            let eip = json!({ "AllocationId": "eip-1", "Bandwidth": own, "BandwidthPackageId": plan,
                "BandwidthPackageBandwidth": of_plan });
            assert_eq!(verdict(eip), expected, "{own} {plan} {of_plan}");
        }
    }

    #[test]
    fn a_plan_is_shared_with_others() {
        for (plan, bounded) in [("", false), ("cbwp-1", true)] {
            let eip = json!([{ "AllocationId": "eip-1", "Bandwidth": "20", "BandwidthPackageId": plan,
                "BandwidthPackageBandwidth": "200" }]);
            let finding = Fixture::new().list(&vpc::EIPS, eip).finding(&CHECK);
            assert_eq!((finding.status, finding.caution.is_some()), (Pass, bounded), "{plan}");
        }
    }

    #[test]
    fn no_address_and_no_answer() {
        assert_eq!(Fixture::new().list(&vpc::EIPS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&vpc::EIPS, &[]).verdict(&CHECK), NotAssessed);
    }
}
