//! Anti-DDoS Pro is in service.

use crate::api::ddoscoo;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ddos-protection-enabled",
    severity: Severity::Medium,
    effort: Effort::Project,
    resource: "account",
    title: Phrase { en: "Anti-DDoS Pro is in service", zh: "DDoS 高防已开通且状态正常" },
    pass_when: Phrase {
        en: "DescribeInstances is read at cn-hangzhou and ap-southeast-1; the account passes when an instance has Status 1 (normal) and Enabled 1. The free basic protection does not count.",
        zh: "在 cn-hangzhou 与 ap-southeast-1 读取 DescribeInstances；存在 Status 为 1（正常）且 Enabled 为 1 的实例即通过，免费的基础防护不计入。",
    },
    risk: Phrase {
        en: "A flood above the free threshold sends the address into a black hole and takes the service offline.",
        zh: "攻击超过免费防护阈值时，公网地址会被黑洞，业务中断。",
    },
    remediation: Phrase {
        en: "Buy Anti-DDoS Pro for services that must stay online, connect them and set cleaning thresholds to normal traffic.",
        zh: "为须保持在线的业务购买 DDoS 高防并完成接入，按正常流量设置清洗阈值。",
    },
    cli: "",
    reads: &[&ddoscoo::INSTANCES],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "use-ddos-instance-for-security-protection" }],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let instances = account.list(&ddoscoo::INSTANCES);
    let mut hole = instances.gaps.into_iter().next().map(|(_, gap)| gap);
    let mut idle = Vec::new();
    for instance in &instances.items {
        match in_service(instance) {
            Ok(true) => {
                let id = instance.id();
                return pass(
                    format!("{id} at {} is in service (Status 1, Enabled 1)", instance.region()),
                    format!("{} 的实例 {id} 状态正常（Status 1，Enabled 1）", instance.region()),
                );
            }
            Ok(false) => {
                let [status, enabled] =
                    ["Status", "Enabled"].map(|field| instance.maybe_int(field).unwrap_or_default());
                idle.push(format!("{} (Status {status}, Enabled {enabled})", instance.id()));
            }
            Err(gap) => hole = hole.or(Some(gap)),
        }
    }
    match hole {
        Some(gap) => Err(gap),
        None if idle.is_empty() => fail(
            "no Anti-DDoS instance at either centre; only the free basic protection",
            "两个服务中心均无 DDoS 高防实例，仅有免费基础防护",
        ),
        None => {
            let idle = idle.join(", ");
            fail(format!("no instance is in service: {idle}"), format!("没有状态正常的实例：{idle}"))
        }
    }
}

/// True for an instance that has not expired and forwards traffic.
pub(super) fn in_service(instance: &Item<'_>) -> Result<bool, Gap> {
    Ok(instance.int("Status")? == 1 && instance.int("Enabled")? == 1)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn account(mainland: Value, elsewhere: Value) -> Fixture {
        Fixture::new().list(&ddoscoo::INSTANCES, mainland).list_in(&ddoscoo::INSTANCES, "ap-southeast-1", elsewhere)
    }

    #[test]
    fn one_instance_in_service_at_either_centre_is_enough() {
        for (status, enabled, expected) in [(1, 1, Pass), (2, 1, Fail), (1, 0, Fail)] {
            let instance = json!([{ "InstanceId": "ddoscoo-1", "Status": status, "Enabled": enabled }]);
            assert_eq!(account(instance.clone(), json!([])).verdict(&CHECK), expected, "{status} {enabled}");
            assert_eq!(account(json!([]), instance).verdict(&CHECK), expected, "{status} {enabled} elsewhere");
        }
        assert_eq!(account(json!([]), json!([])).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_hole_is_no_verdict_unless_the_other_centre_decides() {
        let good = json!([{ "InstanceId": "ddoscoo-1", "Status": 1, "Enabled": 1 }]);
        let half = || Fixture::new().denied(&ddoscoo::INSTANCES, &[]);
        assert_eq!(half().list_in(&ddoscoo::INSTANCES, "ap-southeast-1", good).verdict(&CHECK), Pass);
        assert_eq!(half().list_in(&ddoscoo::INSTANCES, "ap-southeast-1", json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(account(json!([{ "InstanceId": "ddoscoo-1" }]), json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }
}
