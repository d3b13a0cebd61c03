//! Running instance has an online Security Center agent.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instance-protected",
    severity: Severity::High,
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
    // UNWRITTEN, needs: ecs:DescribeInstances, yundun-sas:DescribeCloudCenterInstances
    reads: &[],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ecs_instance_endpoint_protection_installed" },
        Covers { source: "trend-vision-one", rule: "Enable Endpoint Protection" },
        Covers { source: "cloud-config", rule: "ecs-instance-enabled-security-protection" },
        Covers { source: "cis-2.0", rule: "4.6" },
    ],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
