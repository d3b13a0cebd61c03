//! Running instance has no public address of its own.

use crate::api::{ecs, ecs_network};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instance-no-public-ip",
    severity: Severity::High,
    effort: Effort::Project,
    resource: "instance",
    title: Phrase {
        en: "Running instance has no public address of its own", zh: "运行中的实例未直接绑定公网 IP"
    },
    pass_when: Phrase {
        en: "PublicIpAddress and EipAddress of DescribeInstances and the public addresses of the instance's network interfaces (DescribeNetworkInterfaces) are read for running instances; the instance passes when there is none.",
        zh: "读取运行中实例的 PublicIpAddress、EipAddress 及其弹性网卡（DescribeNetworkInterfaces）绑定的公网地址；均为空即通过。",
    },
    risk: Phrase {
        en: "A host with its own public address bypasses load balancer, WAF and the central border, and can be attacked directly.",
        zh: "主机直接绑定公网地址会绕过负载均衡、Web 应用防火墙与统一边界，可被直接攻击。",
    },
    remediation: Phrase {
        en: "Publish services through a load balancer, give outbound access through a NAT gateway, then unbind the EIP or release the public address.",
        zh: "通过负载均衡发布服务、通过 NAT 网关访问外网，随后解绑弹性公网 IP 或释放公网地址。",
    },
    cli: "aliyun vpc UnassociateEipAddress --RegionId <region-id> --AllocationId <eip-id> --InstanceId <instance-id>",
    reads: &[&ecs::INSTANCES, &ecs_network::INTERFACES],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "ecs-running-instance-no-public-ip" }],
    references: &[],
    logic: Logic::Items { of: &ecs::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    if instance.str("Status")? != "Running" {
        return skip();
    }
    let mut addresses = instance.texts("PublicIpAddress.IpAddress");
    addresses.push(instance.text("EipAddress.IpAddress"));
    addresses.retain(|address| !address.is_empty());
    let (mut ipv6, mut seen) = (false, false);
    if addresses.is_empty() {
        // An EIP can also be bound to a further interface, of which the list of instances says nothing.
        let interfaces = instance.account().ask_in(&ecs_network::INTERFACES, instance.region())?.must()?;
        for interface in interfaces_of(instance) {
            seen = true;
            addresses.push(interface.text("AssociatedPublicIp.PublicIpAddress"));
            let private = interface.list("PrivateIpSets.PrivateIpSet");
            addresses.extend(private.iter().map(|set| set.text("AssociatedPublicIp.PublicIpAddress")));
            ipv6 |= !interface.list("Ipv6Sets.Ipv6Set").is_empty();
        }
        // Each instance in a VPC has an interface: without any the list is not whole.
        if !seen && !instance.str("InstanceNetworkType")?.eq_ignore_ascii_case("classic") {
            return Err(interfaces.lacks("NetworkInterfaceSets"));
        }
        addresses.retain(|address| !address.is_empty());
        addresses.sort_unstable();
        addresses.dedup();
    }
    if !addresses.is_empty() {
        return fail(format!("public address {}", addresses.join(", ")), format!("公网地址 {}", addresses.join("、")));
    }
    let verdict = pass("no public address", "无公网地址");
    if !ipv6 {
        return verdict;
    }
    verdict.map(|verdict| {
        verdict.bounded(
            "it has IPv6 addresses; whether they reach the internet is decided by the VPC's IPv6 gateway, which was not read",
            "实例配有 IPv6 地址，是否连通公网取决于 VPC 的 IPv6 网关，本检查未读取",
        )
    })
}

/// The interfaces of an instance in its region.
fn interfaces_of<'a>(instance: &Item<'a>) -> impl Iterator<Item = Item<'a>> {
    let (id, region) = (instance.id(), instance.region());
    let by = [("InstanceId", id), ("Attachment.InstanceId", id)];
    let found = instance.account().find(&ecs_network::INTERFACES, &by).items;
    found.into_iter().filter(move |interface| interface.place() == region)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn the_answer_decides() {
        for (item, expected) in [
            (
                json!({ "Status": "Running", "PublicIpAddress": { "IpAddress": [] }, "EipAddress": { "IpAddress": "" } }),
                Pass,
            ),
            (json!({ "Status": "Running", "PublicIpAddress": { "IpAddress": ["203.0.113.9"] } }), Fail),
            (json!({ "Status": "Running", "EipAddress": { "IpAddress": "203.0.113.9" } }), Fail),
            (json!({ "Status": "Stopped", "EipAddress": { "IpAddress": "203.0.113.9" } }), NotApplicable),
            (json!({ "OSType": "linux" }), NotAssessed),
        ] {
            let mut item = item;
            item["InstanceId"] = json!("x-1");
            let account = Fixture::new().list(&ecs::INSTANCES, json!([item]));
            let account = account.list(&ecs_network::INTERFACES, json!([{ "InstanceId": "x-1" }]));
            assert_eq!(account.verdict(&CHECK), expected, "{item}");
        }
    }

    #[test]
    fn an_address_of_a_further_interface_counts() {
        let listed =
            |network: &str| json!([{ "InstanceId": "i-1", "Status": "Running", "InstanceNetworkType": network }]);
        let instance = || Fixture::new().list(&ecs::INSTANCES, listed("vpc"));
        let with = |interface: Value| instance().list(&ecs_network::INTERFACES, json!([interface]));
        let public = json!({ "PublicIpAddress": "203.0.113.9" });
        for (interface, expected) in [
            (json!({ "InstanceId": "i-1", "AssociatedPublicIp": public }), Fail),
            (json!({ "Attachment": { "InstanceId": "i-1" }, "AssociatedPublicIp": public }), Fail),
            (
                json!({ "InstanceId": "i-1", "PrivateIpSets": { "PrivateIpSet": [{ "AssociatedPublicIp": public }] } }),
                Fail,
            ),
            (json!({ "InstanceId": "i-2", "AssociatedPublicIp": public }), NotAssessed),
            (json!({ "InstanceId": "i-1" }), Pass),
        ] {
            assert_eq!(with(interface.clone()).verdict(&CHECK), expected, "{interface}");
        }
        let six = json!({ "InstanceId": "i-1", "Ipv6Sets": { "Ipv6Set": [{ "Ipv6Address": "2001:db8::1" }] } });
        assert!(with(six).finding(&CHECK).caution.is_some());
        let classic = Fixture::new().list(&ecs::INSTANCES, listed("classic"));
        assert_eq!(classic.list(&ecs_network::INTERFACES, json!([])).verdict(&CHECK), Pass);
        assert_eq!(instance().denied(&ecs_network::INTERFACES, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict_and_nothing_is_not_applicable() {
        assert_eq!(Fixture::new().denied(&ecs::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().cut(&ecs::INSTANCES, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ecs::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
