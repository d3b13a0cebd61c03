//! An alert fires on unauthorised API calls.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-alert-unauthorized-api-calls",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase { en: "An alert fires on unauthorised API calls", zh: "未授权的 API 调用触发告警" },
    pass_when: Phrase {
        en: "ListAlerts is read; passes when an alert with status ENABLED queries an ActionTrail logstore for ApiCall events with error codes such as NoPermission, Forbidden, InvalidAccessKeyId, InvalidSecurityToken, SignatureDoesNotMatch or NotAuthorized. A rule from the built-in template sls_app_actiontrail_cis_at_ak_abn_use also passes.",
        zh: "读取 ListAlerts；存在状态为 ENABLED、查询操作审计日志库中错误码为 NoPermission、Forbidden、InvalidAccessKeyId、InvalidSecurityToken、SignatureDoesNotMatch 或 NotAuthorized 等的 ApiCall 事件的告警规则时通过。使用内置模板 sls_app_actiontrail_cis_at_ak_abn_use 的规则亦可。",
    },
    risk: Phrase {
        en: "Many refused calls show that a stolen key is being tried, or that a program oversteps its rights.",
        zh: "大量被拒绝的调用表明被盗密钥正在被试探，或程序超越权限。",
    },
    remediation: Phrase {
        en: "Log Service console > the project of the trail > Alerts: create or enable the rule for unauthorised API calls and set an action policy with named receivers. The trail must deliver to Log Service first.",
        zh: "在“日志服务控制台 > 跟踪所在 Project > 告警”中创建或启用未授权 API 调用规则，并配置含具体接收人的行动策略；跟踪须先投递到日志服务。",
    },
    cli: "aliyun sls CreateAlert --project <project> --body \"$(cat <alert-rule.json>)\"",
    actions: &["actiontrail:DescribeTrails", "log:ListProject", "log:ListAlerts"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "sls_unauthorized_api_calls_alert_enabled" },
        Covers { source: "trend-vision-one", rule: "Create Alert for Unauthorized API Calls" },
        Covers { source: "cis-2.0", rule: "2.16" },
    ],
    references: &["https://help.aliyun.com/document_detail/28819.html"],
};
