//! An alert fires on repeated failed console sign-ins.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-alert-console-signin-failures",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase {
        en: "An alert fires on repeated failed console sign-ins", zh: "控制台登录连续失败触发告警"
    },
    pass_when: Phrase {
        en: "ListAlerts is read; passes when an alert with status ENABLED queries an ActionTrail logstore for ConsoleSignin events that carry an event.errorCode, or comes from a built-in login-failure template.",
        zh: "读取 ListAlerts；存在状态为 ENABLED、查询操作审计日志库中带有 event.errorCode 的 ConsoleSignin 事件（或使用内置登录失败模板）的告警规则时通过。",
    },
    risk: Phrase {
        en: "A run of failures is the usual trace of password guessing.",
        zh: "登录连续失败通常是口令猜测的迹象。",
    },
    remediation: Phrase {
        en: "Log Service console > the project of the trail > Alerts: create or enable the rule for failed sign-ins and set an action policy with named receivers. The trail must deliver to Log Service first.",
        zh: "在“日志服务控制台 > 跟踪所在 Project > 告警”中创建或启用登录失败规则，并配置含具体接收人的行动策略；跟踪须先投递到日志服务。",
    },
    cli: "aliyun sls CreateAlert --project <project> --body \"$(cat <alert-rule.json>)\"",
    actions: &["actiontrail:DescribeTrails", "log:ListProject", "log:ListAlerts"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "sls_management_console_authentication_failures_alert_enabled" },
        Covers { source: "trend-vision-one", rule: "Create Alert for Account Login Failures" },
        Covers { source: "cis-2.0", rule: "2.19" },
    ],
    references: &["https://help.aliyun.com/document_detail/28819.html"],
};
