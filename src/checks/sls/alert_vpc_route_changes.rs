//! An alert fires when VPC routes change.

use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::alert::{self, Watch};
use crate::evaluate::{Account, Logic, Outcome};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-alert-vpc-route-changes",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "An alert fires when VPC routes change", zh: "VPC 路由变更触发告警" },
    pass_when: Phrase {
        en: "ListAlerts is read; passes when an alert with status ENABLED queries an ActionTrail logstore for CreateRouteEntry, DeleteRouteEntry, ModifyRouteEntry, AssociateRouteTable and UnassociateRouteTable.",
        zh: "读取 ListAlerts；存在状态为 ENABLED、查询操作审计日志库中 CreateRouteEntry、DeleteRouteEntry、ModifyRouteEntry、AssociateRouteTable、UnassociateRouteTable 事件的告警规则时通过。",
    },
    risk: Phrase {
        en: "A new route can lead traffic around the firewall or to an attacker's host.",
        zh: "新增路由可使流量绕过防火墙或流向攻击者主机。",
    },
    remediation: Phrase {
        en: "Log Service console > the project of the trail > Alerts: create or enable the rule for route changes and set an action policy with named receivers. The trail must deliver to Log Service first.",
        zh: "在“日志服务控制台 > 跟踪所在 Project > 告警”中创建或启用路由变更规则，并配置含具体接收人的行动策略；跟踪须先投递到日志服务。",
    },
    cli: "aliyun sls CreateAlert --project <project> --body \"$(cat <alert-rule.json>)\"",
    reads: alert::READS,
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "sls_vpc_network_route_changes_alert_enabled" },
        Covers { source: "trend-vision-one", rule: "Create Alert for VPC Network Route Changes" },
        Covers { source: "cis-2.0", rule: "2.12" },
    ],
    references: &["https://help.aliyun.com/document_detail/28819.html"],
    logic: Logic::Account(judge),
};

const WATCH: Watch = Watch {
    events: &[
        "CreateRouteEntry",
        "DeleteRouteEntry",
        "ModifyRouteEntry",
        "AssociateRouteTable",
        "UnassociateRouteTable",
    ],
    service: "Vpc",
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

    const QUERY: &str = "(\"event.serviceName\": Ecs or \
        \"event.serviceName\": Vpc) and (\"event.eventName\": CreateRouteEntry or \
        \"event.eventName\": DeleteRouteEntry or \"event.eventName\": ModifyRouteEntry or \
        \"event.eventName\": AssociateRouteTable or \"event.eventName\": UnassociateRouteTable)";

    #[test]
    fn the_published_query_passes_and_less_fails() {
        holds(&CHECK, QUERY, "ModifyRouteEntry");
    }

    #[test]
    fn several_alerts_share_the_events() {
        let halves = [
            "CreateRouteEntry or DeleteRouteEntry",
            "ModifyRouteEntry or AssociateRouteTable or UnassociateRouteTable",
        ];
        assert_eq!(watching(&halves).verdict(&CHECK), Pass);
        assert_eq!(watching(&halves[..1]).verdict(&CHECK), Fail);
    }
}
