//! An alert fires when firewall control policies change.

use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::alert::{self, Watch};
use crate::evaluate::{Account, Logic, Outcome};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-alert-cloud-firewall-changes",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase {
        en: "An alert fires when firewall control policies change", zh: "云防火墙策略变更触发告警"
    },
    pass_when: Phrase {
        en: "ListAlerts is read; passes when an alert with status ENABLED queries an ActionTrail logstore for the Cloudfw events CreateVpcFirewallControlPolicy, ModifyVpcFirewallControlPolicy and DeleteVpcFirewallControlPolicy.",
        zh: "读取 ListAlerts；存在状态为 ENABLED、查询操作审计日志库中 Cloudfw 的 CreateVpcFirewallControlPolicy、ModifyVpcFirewallControlPolicy、DeleteVpcFirewallControlPolicy 事件的告警规则时通过。",
    },
    risk: Phrase {
        en: "One loosened rule opens the path between networks, and nobody looks at the rule list every day.",
        zh: "一条放宽的规则即可打通网络边界，而规则列表并非每日有人查看。",
    },
    remediation: Phrase {
        en: "Log Service console > the project of the trail > Alerts: create or enable the rule for Cloud Firewall policy changes and set an action policy with named receivers. The trail must deliver to Log Service first.",
        zh: "在“日志服务控制台 > 跟踪所在 Project > 告警”中创建或启用云防火墙策略变更规则，并配置含具体接收人的行动策略；跟踪须先投递到日志服务。",
    },
    cli: "aliyun sls CreateAlert --project <project> --body \"$(cat <alert-rule.json>)\"",
    reads: alert::READS,
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "sls_cloud_firewall_changes_alert_enabled" },
        Covers { source: "trend-vision-one", rule: "Create Alert for Cloud Firewall Control Policy Changes" },
        Covers { source: "cis-2.0", rule: "2.11" },
    ],
    references: &["https://help.aliyun.com/document_detail/28819.html"],
    logic: Logic::Account(judge),
};

const WATCH: Watch = Watch {
    events: &["CreateVpcFirewallControlPolicy", "ModifyVpcFirewallControlPolicy", "DeleteVpcFirewallControlPolicy"],
    service: "Cloudfw",
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

    const QUERY: &str = "\"event.serviceName\": Cloudfw and (\"event.eventName\": CreateVpcFirewallControlPolicy or \
        \"event.eventName\": ModifyVpcFirewallControlPolicy or \
        \"event.eventName\": DeleteVpcFirewallControlPolicy)";

    #[test]
    fn the_published_query_passes_and_less_fails() {
        holds(&CHECK, QUERY, "ModifyVpcFirewallControlPolicy");
    }

    #[test]
    fn several_alerts_share_the_events() {
        let halves =
            ["CreateVpcFirewallControlPolicy", "ModifyVpcFirewallControlPolicy or DeleteVpcFirewallControlPolicy"];
        assert_eq!(watching(&halves).verdict(&CHECK), Pass);
        assert_eq!(watching(&halves[..1]).verdict(&CHECK), Fail);
    }
}
