//! An alert fires when security groups change.

use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::alert::{self, Watch};
use crate::evaluate::{Account, Logic, Outcome};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-alert-security-group-changes",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "An alert fires when security groups change", zh: "安全组变更触发告警" },
    pass_when: Phrase {
        en: "ListAlerts is read; passes when an alert with status ENABLED queries an ActionTrail logstore for CreateSecurityGroup, AuthorizeSecurityGroup, AuthorizeSecurityGroupEgress, RevokeSecurityGroup, RevokeSecurityGroupEgress, ModifySecurityGroupPolicy, JoinSecurityGroup, LeaveSecurityGroup and DeleteSecurityGroup.",
        zh: "读取 ListAlerts；存在状态为 ENABLED、查询操作审计日志库中 CreateSecurityGroup、AuthorizeSecurityGroup、AuthorizeSecurityGroupEgress、RevokeSecurityGroup、RevokeSecurityGroupEgress、ModifySecurityGroupPolicy、JoinSecurityGroup、LeaveSecurityGroup、DeleteSecurityGroup 事件的告警规则时通过。",
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
    reads: alert::READS,
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "sls_security_group_changes_alert_enabled" },
        Covers { source: "trend-vision-one", rule: "Create Alert for Security Group Configuration Changes" },
        Covers { source: "cis-2.0", rule: "2.22" },
    ],
    references: &["https://help.aliyun.com/document_detail/28819.html"],
    logic: Logic::Account(judge),
};

const WATCH: Watch = Watch {
    events: &[
        "CreateSecurityGroup",
        "AuthorizeSecurityGroup",
        "AuthorizeSecurityGroupEgress",
        "RevokeSecurityGroup",
        "RevokeSecurityGroupEgress",
        "ModifySecurityGroupPolicy",
        "JoinSecurityGroup",
        "LeaveSecurityGroup",
        "DeleteSecurityGroup",
    ],
    service: "Ecs",
    templates: &[],
};

fn judge(account: &Account<'_>) -> Outcome {
    alert::judge(account, &WATCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FindingStatus::{Fail, Pass};
    use crate::evaluate::alert::sample::{holds, watching};

    const QUERY: &str = "\"event.serviceName\": Ecs and (\"event.eventName\": CreateSecurityGroup or \
        \"event.eventName\": AuthorizeSecurityGroup or \"event.eventName\": AuthorizeSecurityGroupEgress or \
        \"event.eventName\": RevokeSecurityGroup or \"event.eventName\": RevokeSecurityGroupEgress or \
        \"event.eventName\": ModifySecurityGroupPolicy or \"event.eventName\": JoinSecurityGroup or \
        \"event.eventName\": LeaveSecurityGroup or \"event.eventName\": DeleteSecurityGroup)";

    #[test]
    fn the_published_query_passes_and_less_fails() {
        holds(&CHECK, QUERY, "AuthorizeSecurityGroupEgress");
    }

    #[test]
    fn several_alerts_share_the_events() {
        let halves = [
            "CreateSecurityGroup or AuthorizeSecurityGroup or AuthorizeSecurityGroupEgress or RevokeSecurityGroup",
            "RevokeSecurityGroupEgress or ModifySecurityGroupPolicy or JoinSecurityGroup or LeaveSecurityGroup or \
             DeleteSecurityGroup",
        ];
        assert_eq!(watching(&halves).verdict(&CHECK), Pass);
        assert_eq!(watching(&halves[..1]).verdict(&CHECK), Fail);
    }
}
