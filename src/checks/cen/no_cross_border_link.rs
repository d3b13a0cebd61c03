//! No CEN connection leaves the mainland.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cen-no-cross-border-link",
    severity: Severity::Medium,
    resource: "CEN",
    title: Phrase { en: "No CEN connection leaves the mainland", zh: "云企业网不存在跨境连接" },
    pass_when: Phrase {
        en: "ListTransitRouterPeerAttachments and DescribeCenBandwidthPackages are read; passes when no connection joins a mainland region with one outside, and no bandwidth plan has IsCrossBorder true. Hong Kong counts as outside.",
        zh: "读取 ListTransitRouterPeerAttachments 与 DescribeCenBandwidthPackages；不存在连接境内与境外地域的跨地域连接，且带宽包 IsCrossBorder 均不为 true 时通过。中国香港视为境外。",
    },
    risk: Phrase {
        en: "A cross-border link is a route on which data can leave the mainland. The link alone is no transfer: content, volume and legal basis decide.",
        zh: "跨境链路是数据出境的通道。链路本身不等于出境，须结合内容、数量与合法依据判断。",
    },
    remediation: Phrase {
        en: "Delete the connection if nobody needs it. Otherwise limit its routes and record purpose, kinds of data and the export procedure followed.",
        zh: "不需要的予以删除；确需保留的收窄路由，并记录用途、数据类别及履行的出境手续。",
    },
    cli: "aliyun cbn DeleteTransitRouterPeerAttachment --TransitRouterAttachmentId <attachment-id>",
    actions: &[
        "cen:DescribeCens",
        "cen:ListTransitRouters",
        "cen:ListTransitRouterPeerAttachments",
        "cen:DescribeCenBandwidthPackages",
    ],
    params: &[],
    covers: &[],
    references: &[],
};
