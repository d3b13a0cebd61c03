//! CLB instance has no public address.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "slb-instance-no-public-ip",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "CLB instance has no public address", zh: "CLB 实例未开放公网访问" },
    pass_when: Phrase {
        en: "AddressType of DescribeLoadBalancers and the bound EIPs are read; the instance passes when it is intranet and no EIP is bound.",
        zh: "读取 DescribeLoadBalancers 的 AddressType 及所绑定的弹性公网 IP；为 intranet 且未绑定即通过。",
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
    actions: &["slb:DescribeLoadBalancers", "vpc:DescribeEipAddresses"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "slb-no-public-ip" }],
    references: &[],
};
