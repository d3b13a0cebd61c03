//! Redis asks for a password inside the VPC.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "redis-instance-password-required",
    severity: Severity::High,
    resource: "instance",
    title: Phrase { en: "Redis asks for a password inside the VPC", zh: "Redis 实例强制密码认证" },
    pass_when: Phrase {
        en: "VpcAuthMode of DescribeInstanceAttribute is read; the instance passes when it is Open (password required) and fails when it is Close (password-free access).",
        zh: "读取 DescribeInstanceAttribute 的 VpcAuthMode；为 Open（需密码）即通过，为 Close（免密访问）即不通过。",
    },
    risk: Phrase {
        en: "With password-free access each host in the VPC can read and change all cached data.",
        zh: "免密访问时，VPC 内任一主机均可读写全部缓存数据。",
    },
    remediation: Phrase {
        en: "Switch off password-free access on the instance page after all clients use an account and a strong password.",
        zh: "确认客户端均已使用账号与强口令后，在实例页关闭专有网络免密访问。",
    },
    cli: "aliyun r-kvstore ModifyInstanceVpcAuthMode --InstanceId <instance-id> --VpcAuthMode Open",
    actions: &["kvstore:DescribeInstances", "kvstore:DescribeInstanceAttribute"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "redis-instance-open-auth-mode" }],
    references: &[],
};
