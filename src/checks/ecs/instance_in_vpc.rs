//! ECS instance runs in a VPC, not the classic network.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ecs-instance-in-vpc",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase {
        en: "ECS instance runs in a VPC, not the classic network",
        zh: "ECS 实例位于专有网络，不使用经典网络",
    },
    pass_when: Phrase {
        en: "InstanceNetworkType of DescribeInstances is read; the instance passes when it is vpc and fails when it is classic.",
        zh: "读取 DescribeInstances 的 InstanceNetworkType；取值为 vpc 即通过，为 classic 即不通过。",
    },
    risk: Phrase {
        en: "The classic network is one flat network shared with other customers, so zones cannot be separated by subnet, route or network ACL.",
        zh: "经典网络由多租户共用且不分段，无法以子网、路由或网络 ACL 划分安全区域。",
    },
    remediation: Phrase {
        en: "Move the instance with a migration plan in the ECS console, or make an image of it and rebuild it in a vSwitch of a VPC.",
        zh: "在 ECS 控制台通过迁移计划将实例迁入专有网络 VPC，或制作镜像后在 VPC 的交换机下重建实例。",
    },
    cli: "",
    // UNWRITTEN, needs: ecs:DescribeInstances
    reads: &[],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "ecs_instance_no_legacy_network" },
        Covers { source: "trend-vision-one", rule: "Prevent the Use of Legacy Networks" },
        Covers { source: "cloud-config", rule: "ecs-instances-in-vpc" },
        Covers { source: "cis-2.0", rule: "3.1" },
    ],
    references: &[],
    logic: crate::evaluate::Logic::Account(crate::checks::unwritten),
};
