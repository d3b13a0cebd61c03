//! An alert fires when security groups change.

use crate::checks::{Check, Covers};
use crate::domain::Severity;
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-alert-security-group-changes",
    severity: Severity::Medium,
    resource: "account",
    title: Phrase { en: "An alert fires when security groups change", zh: "安全组变更触发告警" },
    pass_when: Phrase {
        en: "ListAlerts is read; passes when an alert with status ENABLED queries an ActionTrail logstore for CreateSecurityGroup, AuthorizeSecurityGroup, AuthorizeSecurityGroupEgress, RevokeSecurityGroup, RevokeSecurityGroupEgress, ModifySecurityGroupPolicy, JoinSecurityGroup, LeaveSecurityGroup and DeleteSecurityGroup.",
        zh: "读取 ListAlerts；存在状态为 ENABLED、查询操作审计日志库中CreateSecurityGroup、AuthorizeSecurityGroup、AuthorizeSecurityGroupEgress、RevokeSecurityGroup、RevokeSecurityGroupEgress、ModifySecurityGroupPolicy、JoinSecurityGroup、LeaveSecurityGroup、DeleteSecurityGroup 事件的告警规则时通过。",
    },
    risk: Phrase {
        en: "One new rule can open a management port to the internet; scanners find it quickly.",
        zh: "一条新规则即可向互联网开放管理端口，很快便会被扫描到。",
    },
    remediation: Phrase {
        en: "Log Service console > the project of the trail > Alerts: create or enable the rule for security group changes and set an action policy with named receivers. The trail must deliver to Log Service first.",
        zh: "在“日志服务控制台 > 跟踪所在 Project > 告警”中创建或启用安全组变更规则，并配置含具体接收人的行动策略；跟踪须先投递到日志服务。",
    },
    cli: "aliyun sls CreateAlert --project <project> --body \"$(cat <alert-rule.json>)\"",
    actions: &["actiontrail:DescribeTrails", "log:ListProject", "log:ListAlerts"],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "sls_security_group_changes_alert_enabled" },
        Covers { source: "trend-vision-one", rule: "Create Alert for Security Group Configuration Changes" },
        Covers { source: "cis-2.0", rule: "2.22" },
    ],
    references: &["https://help.aliyun.com/document_detail/28819.html"],
};
