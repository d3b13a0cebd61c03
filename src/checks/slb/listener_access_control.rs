//! CLB listener has an access control list.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "slb-listener-access-control",
    severity: Severity::Medium,
    resource: "listener",
    title: Phrase { en: "CLB listener has an access control list", zh: "CLB 监听已启用访问控制" },
    pass_when: Phrase {
        en: "AclStatus, AclType and AclIds of DescribeLoadBalancerListeners are read; the running listener passes when AclStatus is on and a list is bound.",
        zh: "读取 DescribeLoadBalancerListeners 的 AclStatus、AclType 与 AclIds；运行中的监听 AclStatus 为 on 且已绑定访问控制策略组即通过。",
    },
    risk: Phrase {
        en: "Without a list anyone who can route to the listener may use the service behind it.",
        zh: "未设访问控制时，任何可达者均可使用后端服务。",
    },
    remediation: Phrase {
        en: "Create an access control list and bind it to the listener as whitelist for internal services, or as blacklist for public ones.",
        zh: "创建访问控制策略组并绑定到监听：内部服务用白名单，公众服务用黑名单。",
    },
    cli: "aliyun slb SetLoadBalancerTCPListenerAttribute --RegionId <region-id> --LoadBalancerId <lb-id> --ListenerPort <port> --AclStatus on --AclType white --AclId <acl-id>",
    actions: &["slb:DescribeLoadBalancers", "slb:DescribeLoadBalancerListeners"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "slb-all-listener-enabled-acl" }],
    references: &[],
};
