//! One trail records all events in all regions.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "actiontrail-all-regions",
    severity: Severity::Critical,
    resource: "account",
    title: Phrase { en: "One trail records all events in all regions", zh: "跟踪覆盖全部地域和全部事件" },
    pass_when: Phrase {
        en: "DescribeTrails and GetTrailStatus are read; passes when one trail has TrailRegion All, Status Enable, EventRW All, an OSS or SLS destination, and is logging without a delivery error. Organisation trails count.",
        zh: "读取 DescribeTrails 与 GetTrailStatus；至少一个跟踪的 TrailRegion 为 All、Status 为 Enable、EventRW 为 All，投递到 OSS 或 SLS，且正在记录、无投递错误时通过。多账号跟踪计入。",
    },
    risk: Phrase {
        en: "Events in uncovered regions are lost after the 90 days that ActionTrail keeps by itself. An attacker works where nobody records.",
        zh: "未覆盖地域的事件超过操作审计默认保存的 90 天后即丢失，攻击者往往选择无记录的地域操作。",
    },
    remediation: Phrase {
        en: "ActionTrail console > Trails: create or change a trail to all regions and all event types, with delivery to Log Service and OSS, then start it with StartLogging.",
        zh: "在“操作审计控制台 > 跟踪”中创建或修改跟踪，选择全部地域与全部事件，投递到日志服务和 OSS，并用 StartLogging 启动。",
    },
    cli: "aliyun actiontrail UpdateTrail --Name <trail-name> --TrailRegion All --EventRW All",
    actions: &["actiontrail:DescribeTrails", "actiontrail:GetTrailStatus"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "actiontrail_multi_region_enabled" },
        Covers { source: "trend-vision-one", rule: "Enable Global Service (Multi-Region) Logging" },
        Covers { source: "cloud-config", rule: "actiontrail-trail-intact-enabled" },
        Covers { source: "cis-2.0", rule: "2.1" },
    ],
    references: &["https://help.aliyun.com/document_detail/28829.html"],
};
