//! Running instance has no public address of its own.

use crate::api::ecs;
use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::evaluate::{Item, Logic, Outcome, fail, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instance-no-public-ip",
    severity: Severity::High,
    resource: "instance",
    title: Phrase {
        en: "Running instance has no public address of its own", zh: "运行中的实例未直接绑定公网 IP"
    },
    pass_when: Phrase {
        en: "PublicIpAddress and EipAddress of DescribeInstances are read for running instances; the instance passes when both are empty.",
        zh: "读取运行中实例的 PublicIpAddress 与 EipAddress；两者均为空即通过。",
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
    reads: &[&ecs::INSTANCES],
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
    if addresses.is_empty() {
        return pass("no public address", "无公网地址");
    }
    fail(format!("public address {}", addresses.join(", ")), format!("公网地址 {}", addresses.join("、")))
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
