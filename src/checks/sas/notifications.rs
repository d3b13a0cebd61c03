//! High-risk events are sent to people.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-notifications",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase { en: "High-risk events are sent to people", zh: "高风险事件已设置通知" },
    pass_when: Phrase {
        en: "DescribeNoticeConfig is read; the account passes when each high-risk item in the answer (alarms, baseline, emergency vulnerabilities, key leaks, configuration, anti-virus, weekly report) has Route other than 0.",
        zh: "读取 DescribeNoticeConfig；返回的各高风险项（安全告警、基线、应急漏洞、AccessKey 泄露、配置检查、防病毒、周报）Route 均不为 0 即通过。",
    },
    risk: Phrase {
        en: "An alarm that reaches nobody is found days later in the console.",
        zh: "无人接收的告警往往数日后才在控制台被发现。",
    },
    remediation: Phrase {
        en: "Choose SMS, mail or internal message for each item under System Settings > Notification Settings, and check that the contacts are valid.",
        zh: "在“系统设置 > 通知设置”中为各项选择短信、邮件或站内信，并核对联系人有效。",
    },
    cli: "aliyun sas ModifyNoticeConfig --Project sas_suspicious --Route 7 --TimeLimit 0",
    actions: &["yundun-sas:DescribeNoticeConfig"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "securitycenter_notification_enabled_high_risk" },
        Covers { source: "trend-vision-one", rule: "Enable Security Center Notifications" },
        Covers { source: "cloud-config", rule: "security-center-notice-config-check" },
        Covers { source: "cis-2.0", rule: "8.5" },
    ],
    references: &[],
};
