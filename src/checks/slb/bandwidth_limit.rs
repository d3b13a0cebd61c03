//! Public CLB bandwidth is at least 10 Mbps.

use crate::api::slb;
use crate::checks::{Check, Covers};
use crate::domain::{Bound, Effort, ParamSpec, Severity};
use crate::evaluate::{Item, Logic, Outcome, measure, not_applicable, skip, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "slb-bandwidth-limit",
    severity: Severity::Low,
    effort: Effort::Switch,
    resource: "instance",
    title: Phrase { en: "Public CLB bandwidth is at least 10 Mbps", zh: "CLB 公网带宽不低于 10 Mbps" },
    pass_when: Phrase {
        en: "Bandwidth of DescribeLoadBalancers is read for public instances paid by bandwidth; the instance passes at 10 Mbps or more (parameter min_mbps, default 10). Instances paid by traffic are not applicable.",
        zh: "读取按带宽计费公网实例的 Bandwidth；不低于 10 Mbps（参数 min_mbps，默认 10）即通过，按流量计费的不适用。",
    },
    risk: Phrase {
        en: "A low ceiling drops requests at peak time; the configured figure alone does not prove that the peak is met.",
        zh: "带宽上限过低会在高峰时丢弃请求；但配置值本身不能证明满足业务高峰。",
    },
    remediation: Phrase {
        en: "Compare the ceiling with the measured peak in CloudMonitor and raise it where needed.",
        zh: "与云监控中的实测峰值比对，必要时调高带宽上限。",
    },
    cli: "aliyun slb ModifyLoadBalancerInternetSpec --RegionId <region-id> --LoadBalancerId <lb-id> --InternetChargeType paybybandwidth --Bandwidth 10",
    reads: &[&slb::LOAD_BALANCERS],
    params: &[ParamSpec {
        name: "min_mbps",
        default: 10,
        bound: Bound::AtLeast,
        unit: Phrase { en: "Mbit/s", zh: "Mbit/s" },
    }],
    covers: &[Covers { source: "cloud-config", rule: "slb-loadbalancer-bandwidth-limit" }],
    references: &[],
    logic: Logic::Items { of: &slb::LOAD_BALANCERS, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    match instance.str("AddressType")? {
        "internet" => {}
        "intranet" => return skip(),
        other => return unknown(format!("the address type is {other}"), format!("地址类型为 {other}")),
    }
    match instance.str("InternetChargeType")? {
        "paybybandwidth" | "3" => {}
        "paybytraffic" | "4" => {
            return not_applicable("paid by traffic, without a ceiling", "按流量计费，不设带宽上限");
        }
        other => return unknown(format!("charged by {other}"), format!("计费方式为 {other}")),
    }
    let mbps = instance.int("Bandwidth")?;
    measure("min_mbps", mbps, format!("ceiling {mbps} Mbit/s"), format!("带宽上限 {mbps} Mbit/s"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn only_public_instances_paid_by_bandwidth_have_a_ceiling() {
        for (address, charge, mbps, expected) in [
            ("internet", "paybybandwidth", 10, Pass),
            ("internet", "3", 9, Fail),
            ("internet", "paybytraffic", 1, NotApplicable),
            ("internet", "4", 1, NotApplicable),
            ("intranet", "paybybandwidth", 1, NotApplicable),
            ("internet", "5", 100, NotAssessed),
            ("new", "paybybandwidth", 1, NotAssessed),
        ] {
            let instance = json!([{ "LoadBalancerId": "lb-1", "AddressType": address, "InternetChargeType": charge,
                "Bandwidth": mbps }]);
            let account = Fixture::new().list(&slb::LOAD_BALANCERS, instance.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{instance}");
        }
        assert_eq!(Fixture::new().list(&slb::LOAD_BALANCERS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&slb::LOAD_BALANCERS, &[]).verdict(&CHECK), NotAssessed);
    }
}
