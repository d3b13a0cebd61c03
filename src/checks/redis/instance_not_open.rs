//! Redis is not reachable from any internet address.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "redis-instance-not-open",
    severity: Severity::High,
    resource: "instance",
    title: Phrase { en: "Redis is not reachable from any internet address", zh: "Redis 实例未向全网开放" },
    pass_when: Phrase {
        en: "Net info and allow-lists are read; the instance passes when it has no address of type Public, or no allow-list entry is 0.0.0.0/0, 0.0.0.0 or ::/0.",
        zh: "读取网络信息与白名单；无 Public 类型地址，或白名单不含 0.0.0.0/0、0.0.0.0 及 ::/0，即通过。",
    },
    risk: Phrase {
        en: "Open Redis services are found by scanners quickly and are used to steal data or take over hosts.",
        zh: "对外开放的 Redis 会很快被扫描发现，并被用于窃取数据或控制主机。",
    },
    remediation: Phrase {
        en: "Release the public endpoint and list only the application's addresses in the allow-list.",
        zh: "释放公网连接地址，白名单仅填写应用服务器地址。",
    },
    cli: "aliyun r-kvstore ModifySecurityIps --InstanceId <instance-id> --SecurityIpGroupName <group-name> --SecurityIps <application-cidr> --ModifyMode Cover",
    actions: &["kvstore:DescribeInstances", "kvstore:DescribeDBInstanceNetInfo", "kvstore:DescribeSecurityIps"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "redis-public-and-any-ip-access-check" }],
    references: &[],
};
