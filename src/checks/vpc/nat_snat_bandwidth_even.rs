//! EIPs of one SNAT entry share the same bandwidth.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-nat-snat-bandwidth-even",
    severity: Severity::Low,
    resource: "NAT gateway",
    title: Phrase {
        en: "EIPs of one SNAT entry share the same bandwidth", zh: "同一 SNAT 条目的 EIP 带宽一致"
    },
    pass_when: Phrase {
        en: "DescribeSnatTableEntries and DescribeEipAddresses are read; passes when the EIPs of each SNAT entry with several EIPs have the same peak bandwidth or share one bandwidth plan.",
        zh: "读取 DescribeSnatTableEntries 与 DescribeEipAddresses；绑定多个 EIP 的 SNAT 条目中，各 EIP 带宽峰值一致或加入同一共享带宽时通过。",
    },
    risk: Phrase {
        en: "Connections are spread over the addresses; the smallest one then becomes the bottleneck for part of the traffic.",
        zh: "连接分散到各地址，带宽最小的 EIP 会成为部分流量的瓶颈。",
    },
    remediation: Phrase {
        en: "Set the same bandwidth on all EIPs of the entry or add them to one shared bandwidth plan.",
        zh: "将该条目的 EIP 设为相同带宽，或加入同一共享带宽。",
    },
    cli: "aliyun vpc ModifyEipAddressAttribute --RegionId <region-id> --AllocationId <eip-id> --Bandwidth <mbps>",
    actions: &["vpc:DescribeNatGateways", "vpc:DescribeSnatTableEntries", "vpc:DescribeEipAddresses"],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "natgateway-snat-eip-bandwidth-check" }],
    references: &[],
};
