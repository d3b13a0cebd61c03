//! Database instance runs in a VPC.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "rds-instance-in-vpc",
    severity: Severity::Medium,
    resource: "instance",
    title: Phrase { en: "Database instance runs in a VPC", zh: "RDS 实例位于专有网络" },
    pass_when: Phrase {
        en: "InstanceNetworkType of DescribeDBInstances is read; the instance passes when it is VPC.",
        zh: "读取 DescribeDBInstances 的 InstanceNetworkType；为 VPC 即通过。",
    },
    risk: Phrase {
        en: "In the classic network the database shares one flat network with other customers and cannot be put in its own zone.",
        zh: "经典网络下数据库与其他租户共处平面网络，无法划入独立安全区域。",
    },
    remediation: Phrase {
        en: "Switch the instance to a VPC under Database Connection, keep the classic address for a short time while clients change, then let it lapse.",
        zh: "在“数据库连接”中切换为专有网络，客户端改造期间可短期保留经典网络地址，随后停用。",
    },
    cli: "aliyun rds ModifyDBInstanceNetworkType --DBInstanceId <instance-id> --InstanceNetworkType VPC --VPCId <vpc-id> --VSwitchId <vswitch-id>",
    actions: &["rds:DescribeDBInstances"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "rds-instances-in-vpc" }],
    references: &[],
};
