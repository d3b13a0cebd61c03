//! NAT gateways do not map risky ports.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-nat-no-risky-port-mapping",
    severity: Severity::High,
    resource: "NAT gateway",
    title: Phrase { en: "NAT gateways do not map risky ports", zh: "NAT 网关不映射高危端口" },
    pass_when: Phrase {
        en: "DescribeForwardTableEntries is read; passes when no DNAT entry of the gateway maps a high-risk port such as 22 or 3389, or all ports (Any).",
        zh: "读取 DescribeForwardTableEntries；网关没有映射 22、3389 等高危端口或全部端口（Any）的 DNAT 条目时通过。",
    },
    risk: Phrase {
        en: "A mapped management or database port is open to the internet whatever private address the host has.",
        zh: "被映射的管理或数据库端口即使主机只有私网地址也会暴露在互联网。",
    },
    remediation: Phrase {
        en: "VPC console > NAT Gateway > DNAT: delete the entry and let operators enter through Bastionhost or VPN. Publish only the ports of the application.",
        zh: "在“NAT 网关 > DNAT 管理”中删除该条目，运维改由堡垒机或 VPN 接入，仅发布业务端口。",
    },
    cli: "aliyun vpc DeleteForwardEntry --RegionId <region-id> --ForwardTableId <forward-table-id> --ForwardEntryId <forward-entry-id>",
    actions: &["vpc:DescribeNatGateways", "vpc:DescribeForwardTableEntries"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "nat-risk-ports-check" }],
    references: &[],
};
