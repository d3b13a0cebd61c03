//! MongoDB is not reachable from any internet address.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "mongodb-instance-not-open",
    severity: Severity::High,
    resource: "instance",
    title: Phrase { en: "MongoDB is not reachable from any internet address", zh: "MongoDB 实例未向全网开放" },
    pass_when: Phrase {
        en: "Node addresses and allow-lists are read; the instance passes when no address has NetworkType Public, or no allow-list entry is 0.0.0.0/0, 0.0.0.0 or ::/0.",
        zh: "读取节点地址与白名单；无 NetworkType 为 Public 的地址，或白名单不含 0.0.0.0/0、0.0.0.0 及 ::/0，即通过。",
    },
    risk: Phrase {
        en: "Open MongoDB servers are copied, wiped and held to ransom by automated attackers.",
        zh: "对外开放的 MongoDB 常被自动化攻击拖库、清空并勒索。",
    },
    remediation: Phrase {
        en: "Release the public addresses and list only the application's addresses in the allow-list.",
        zh: "释放公网地址，白名单仅填写应用服务器地址。",
    },
    cli: "aliyun dds ModifySecurityIps --DBInstanceId <instance-id> --SecurityIpGroupName <group-name> --SecurityIps <application-cidr> --ModifyMode Cover",
    actions: &[
        "dds:DescribeDBInstances",
        "dds:DescribeDBInstanceAttribute",
        "dds:DescribeReplicaSetRole",
        "dds:DescribeSecurityIps",
    ],
    params: &[],
    covers: &[],
    references: &[],
};
