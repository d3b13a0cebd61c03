//! Redis instance runs in a VPC.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "redis-instance-in-vpc",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Redis instance runs in a VPC", zh: "Redis 实例位于专有网络" },
    pass_when: Phrase {
        en: "NetworkType of DescribeInstances is read; the instance passes when it is VPC.",
        zh: "读取 DescribeInstances 的 NetworkType；为 VPC 即通过。",
    },
    risk: Phrase {
        en: "In the classic network the cache shares one flat network with other customers.",
        zh: "经典网络下缓存与其他租户共处同一平面网络。",
    },
    remediation: Phrase {
        en: "Switch the instance to a VPC on its basic information page; keep the classic address only while clients change.",
        zh: "在实例信息页切换为专有网络，仅在客户端改造期间短期保留经典网络地址。",
    },
    cli: "aliyun r-kvstore SwitchNetwork --InstanceId <instance-id> --TargetNetworkType VPC --VpcId <vpc-id> --VSwitchId <vswitch-id>",
    actions: &["kvstore:DescribeInstances"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "redis-instance-in-vpc" }],
    references: &[],
};
