//! EIPs are bound to a resource.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "vpc-eip-in-use",
    severity: Severity::Low,
    resource: "EIP",
    title: Phrase { en: "EIPs are bound to a resource", zh: "EIP 均已绑定资源" },
    pass_when: Phrase {
        en: "DescribeEipAddresses is read; passes when the EIP has Status InUse and a bound instance.",
        zh: "读取 DescribeEipAddresses；EIP 的 Status 为 InUse 且已绑定实例时通过。",
    },
    risk: Phrase {
        en: "A spare public address can be bound to a host at any time without a review, and it costs money.",
        zh: "闲置公网地址可随时未经审批绑定到主机，且持续产生费用。",
    },
    remediation: Phrase {
        en: "Bind the EIP to the resource it was reserved for, or release it in the EIP console.",
        zh: "绑定到预留的资源，或在弹性公网 IP 控制台释放。",
    },
    cli: "aliyun vpc ReleaseEipAddress --RegionId <region-id> --AllocationId <eip-id>",
    actions: &["vpc:DescribeEipAddresses"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/36018.html"],
};
