//! Cross-region connections have bandwidth assigned.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cen-cross-region-bandwidth",
    severity: Severity::Low,
    resource: "CEN",
    title: Phrase {
        en: "Cross-region connections have bandwidth assigned", zh: "跨地域连接已分配足够带宽"
    },
    pass_when: Phrase {
        en: "ListTransitRouterPeerAttachments and DescribeCenInterRegionBandwidthLimits are read; passes when each connection between regions of the CEN has at least 1 Mbit/s.",
        zh: "读取 ListTransitRouterPeerAttachments 与 DescribeCenInterRegionBandwidthLimits；CEN 各跨地域连接带宽不低于 1 Mbit/s 时通过。",
    },
    risk: Phrase {
        en: "A connection left at the test value carries almost nothing; replication and failover between regions then stall.",
        zh: "停留在测试带宽的连接几乎不能承载业务，跨地域复制与切换会停滞。",
    },
    remediation: Phrase {
        en: "CEN console > the instance > Inter-region Connections: assign bandwidth from a plan or by data transfer, sized on the measured peak.",
        zh: "在“云企业网控制台 > 跨地域连接”中按带宽包或按流量分配带宽，取值依据实测峰值。",
    },
    cli: "aliyun cbn UpdateTransitRouterPeerAttachmentAttribute --TransitRouterAttachmentId <attachment-id> --Bandwidth <mbps>",
    actions: &[
        "cen:DescribeCens",
        "cen:ListTransitRouters",
        "cen:ListTransitRouterPeerAttachments",
        "cen:DescribeCenInterRegionBandwidthLimits",
    ],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "cen-cross-region-bandwidth-check" }],
    references: &[],
};
