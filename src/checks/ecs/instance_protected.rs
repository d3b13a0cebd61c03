//! Running instance has an online Security Center agent.

use crate::api::{ecs, sas};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instance-protected",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase {
        en: "Running instance has an online Security Center agent",
        zh: "运行中的实例已接入云安全中心防护",
    },
    pass_when: Phrase {
        en: "ClientStatus of DescribeCloudCenterInstances is read for each running instance; it passes when the agent is online.",
        zh: "对每台运行中的实例读取 DescribeCloudCenterInstances 的 ClientStatus；为 online 即通过。",
    },
    risk: Phrase {
        en: "A host without a working agent gives no intrusion alarms, malware removal or vulnerability results.",
        zh: "客户端未在线的主机无法获得入侵告警、病毒查杀与漏洞检测。",
    },
    remediation: Phrase {
        en: "Install or repair the agent from Security Center > Assets > Host, and open the agent's outbound addresses in security groups and firewalls.",
        zh: "在云安全中心“资产中心 > 主机资产”安装或修复客户端，并在安全组与防火墙放行客户端所需的出方向地址。",
    },
    cli: "aliyun sas OperateAgentClientInstall --InstanceIds <instance-id> --Region <region-id> --Os linux",
    reads: &[&ecs::INSTANCES, &sas::INSTANCES],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ecs_instance_endpoint_protection_installed" },
        Covers { source: "trend-vision-one", rule: "Enable Endpoint Protection" },
        Covers { source: "cloud-config", rule: "ecs-instance-enabled-security-protection" },
        Covers { source: "cis-2.0", rule: "4.6" },
    ],
    references: &[],
    logic: Logic::Items { of: &ecs::INSTANCES, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    if instance.str("Status")? != "Running" {
        return skip();
    }
    let hosts = instance.account().find(&sas::INSTANCES, &[("InstanceId", instance.id())]);
    let Some(host) = hosts.items.first() else {
        // A centre that did not answer may know it.
        return match hosts.gaps.into_iter().next() {
            Some((_, gap)) => Err(gap),
            None => fail("Security Center does not know it: no agent", "云安全中心未纳管该实例，未安装客户端"),
        };
    };
    match host.str("ClientStatus")? {
        "online" => pass("the agent is online", "云安全中心客户端在线"),
        other => fail(format!("the agent is {other}"), format!("云安全中心客户端状态为 {other}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn instance(os: &str) -> Fixture {
        Fixture::new().list(&ecs::INSTANCES, json!([{ "InstanceId": "i-1", "Status": "Running", "OSType": os }]))
    }

    fn hosts(account: Fixture, mainland: Value) -> Fixture {
        account.list_in(&sas::INSTANCES, "cn-shanghai", mainland).list_in(&sas::INSTANCES, "ap-southeast-1", json!([]))
    }

    #[test]
    fn an_online_agent_passes_and_an_unknown_instance_fails() {
        for (status, expected) in [("online", Pass), ("offline", Fail), ("pause", Fail)] {
            let account = hosts(instance("linux"), json!([{ "InstanceId": "i-1", "ClientStatus": status }]));
            assert_eq!(account.verdict(&CHECK), expected, "{status}");
        }
        assert_eq!(
            hosts(instance("linux"), json!([{ "InstanceId": "i-2", "ClientStatus": "online" }])).verdict(&CHECK),
            Fail
        );
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let half = instance("linux").list_in(&sas::INSTANCES, "ap-southeast-1", json!([]));
        assert_eq!(half.verdict(&CHECK), NotAssessed);
        assert_eq!(instance("linux").verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&ecs::INSTANCES, json!([])).verdict(&CHECK), NotApplicable);
    }
}
