//! CLB instance has no public address.

use crate::api::{slb, vpc};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "slb-instance-no-public-ip",
    severity: Severity::Medium,
    effort: Effort::Project,
    resource: "instance",
    title: Phrase { en: "CLB instance has no public address", zh: "CLB 实例未开放公网访问" },
    pass_when: Phrase {
        en: "AddressType of DescribeLoadBalancers and the bound EIPs are read; the instance passes when it is intranet and no EIP is bound; Anycast EIPs and IPv6 gateways are not looked at.",
        zh: "读取 DescribeLoadBalancers 的 AddressType 及所绑定的弹性公网 IP；为 intranet 且未绑定即通过；不检查 Anycast EIP 与 IPv6 网关。",
    },
    risk: Phrase {
        en: "Each public load balancer is a further way in that must be watched, filtered and patched.",
        zh: "每个公网负载均衡都是需监控、过滤与加固的入口。",
    },
    remediation: Phrase {
        en: "Use an intranet instance for internal services; for services meant to be public write the reason down and put WAF and Cloud Firewall in front.",
        zh: "内部服务改用内网实例；确需公开的记录理由，并在前端部署 WAF 与云防火墙。",
    },
    cli: "aliyun vpc UnassociateEipAddress --RegionId <region-id> --AllocationId <eip-id> --InstanceId <lb-id> --InstanceType SlbInstance",
    reads: &[&slb::LOAD_BALANCERS, &vpc::EIPS],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "slb-no-public-ip" }],
    references: &[],
    logic: Logic::Items { of: &slb::LOAD_BALANCERS, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    match public_address(instance)? {
        Some(address) => fail(format!("reachable at {address}"), format!("公网地址为 {address}")),
        None => pass("intranet instance without EIP", "内网实例，未绑定 EIP").map(|verdict| {
            verdict.bounded(
                "Anycast EIPs and the IPv6 gateway of the VPC, which can publish an intranet instance too, were not read",
                "未读取 Anycast EIP 与 VPC 的 IPv6 网关，二者同样可使内网实例对公网开放",
            )
        }),
    }
}

/// The public address of an instance: its own, or that of an EIP that is bound to it.
///
/// # Errors
/// The type of the instance is not known, or the EIPs of its region were not read.
pub fn public_address<'s>(instance: &Item<'s>) -> Result<Option<&'s str>, Gap> {
    match instance.str("AddressType")? {
        "internet" => return Ok(Some(instance.text("Address"))),
        "intranet" => {}
        other => return unknown(format!("the address type is {other}"), format!("地址类型为 {other}")),
    }
    let eips = instance.account().ask_in(&vpc::EIPS, instance.region())?.must()?.whole_items()?;
    Ok(eips.iter().find(|eip| eip.text("InstanceId") == instance.id()).map(|eip| eip.text("IpAddress")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn instance(kind: &str) -> Fixture {
        let instance = json!([{ "LoadBalancerId": "lb-1", "AddressType": kind, "Address": "203.0.113.1" }]);
        Fixture::new().list(&slb::LOAD_BALANCERS, instance)
    }

    #[test]
    fn own_addresses_and_bound_ones_count() {
        for (kind, bound_to, expected) in
            [("intranet", "", Pass), ("intranet", "i-1", Pass), ("intranet", "lb-1", Fail), ("internet", "", Fail)]
        {
            let eips = json!([{ "AllocationId": "eip-1", "IpAddress": "203.0.113.2", "InstanceId": bound_to }]);
            assert_eq!(instance(kind).list(&vpc::EIPS, eips).verdict(&CHECK), expected, "{kind} {bound_to}");
        }
    }

    #[test]
    fn a_pass_says_what_was_not_read() {
        assert!(instance("intranet").list(&vpc::EIPS, json!([])).finding(&CHECK).caution.is_some());
    }

    #[test]
    fn missing_answers_are_no_verdict() {
        assert_eq!(instance("intranet").denied(&vpc::EIPS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(instance("intranet").answer(&vpc::EIPS, json!({})).verdict(&CHECK), NotAssessed);
        assert_eq!(instance("new").list(&vpc::EIPS, json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&slb::LOAD_BALANCERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&slb::LOAD_BALANCERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
