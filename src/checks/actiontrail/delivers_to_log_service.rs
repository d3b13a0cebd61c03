//! Trail events reach Log Service.

use crate::checks::Check;
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "actiontrail-delivers-to-log-service",
    severity: Severity::Medium,
    resource: "trail",
    title: Phrase { en: "Trail events reach Log Service", zh: "审计事件投递到日志服务" },
    pass_when: Phrase {
        en: "DescribeTrails and GetTrailStatus are read; each trail passes when SlsProjectArn is set, SlsLogStoreStatus is true and there is no delivery error to Log Service.",
        zh: "读取 DescribeTrails 与 GetTrailStatus；跟踪已设置 SlsProjectArn、SlsLogStoreStatus 为 true 且无投递错误时通过。",
    },
    risk: Phrase {
        en: "Files in a bucket cannot be searched or alarmed on at once; alert rules need the events in Log Service.",
        zh: "仅存于存储空间的文件无法即时检索和告警，告警规则依赖日志服务中的事件。",
    },
    remediation: Phrase {
        en: "ActionTrail console > the trail > Edit: add delivery to a Log Service project. The logstore actiontrail_<trail> is created there.",
        zh: "在“操作审计控制台 > 跟踪 > 编辑”中增加投递到日志服务 Project，系统将创建日志库 actiontrail_<跟踪名>。",
    },
    cli: "aliyun actiontrail UpdateTrail --Name <trail-name> --SlsProjectArn acs:log:<region-id>:<account-id>:project/<project> --SlsWriteRoleArn <role-arn>",
    actions: &["actiontrail:DescribeTrails", "actiontrail:GetTrailStatus"],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/28829.html"],
};
