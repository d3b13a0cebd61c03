//! Running instance has no public address of its own.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
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
    // UNWRITTEN, needs: ecs:DescribeInstances
    reads: &[],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "ecs-running-instance-no-public-ip" }],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
