//! An alert fires when VPCs or vSwitches change.

use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::alert::{self, Watch};
use crate::evaluate::{Account, Logic, Outcome};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-alert-vpc-changes",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "An alert fires when VPCs or vSwitches change", zh: "VPC 与交换机变更触发告警" },
    pass_when: Phrase {
        en: "ListAlerts is read; passes when an alert with status ENABLED queries an ActionTrail logstore for CreateVpc, DeleteVpc, EnableVpcClassicLink, DisableVpcClassicLink, AssociateVpcCidrBlock, UnassociateVpcCidrBlock, RevokeInstanceFromCen, CreateVSwitch and DeleteVSwitch.",
        zh: "读取 ListAlerts；存在状态为 ENABLED、查询操作审计日志库中 CreateVpc、DeleteVpc、EnableVpcClassicLink、DisableVpcClassicLink、AssociateVpcCidrBlock、UnassociateVpcCidrBlock、RevokeInstanceFromCen、CreateVSwitch、DeleteVSwitch 事件的告警规则时通过。",
    },
    risk: Phrase {
        en: "Changes to the network layout can break isolation between zones or set up a hidden zone.",
        zh: "网络结构变更可能破坏区域隔离，或建立未受控的区域。",
    },
    remediation: Phrase {
        en: "Log Service console > the project of the trail > Alerts: create or enable the rule for VPC changes and set an action policy with named receivers. The trail must deliver to Log Service first.",
        zh: "在“日志服务控制台 > 跟踪所在 Project > 告警”中创建或启用 VPC 变更规则，并配置含具体接收人的行动策略；跟踪须先投递到日志服务。",
    },
    cli: "aliyun sls CreateAlert --project <project> --body \"$(cat <alert-rule.json>)\"",
    reads: alert::READS,
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "sls_vpc_changes_alert_enabled" },
        Covers { source: "trend-vision-one", rule: "Create Alert for VPC Configuration Changes" },
        Covers { source: "cis-2.0", rule: "2.13" },
    ],
    references: &["https://help.aliyun.com/document_detail/28819.html"],
    logic: Logic::Account(judge),
};

const WATCH: Watch = Watch {
    events: &[
        "CreateVpc",
        "DeleteVpc",
        "EnableVpcClassicLink",
        "DisableVpcClassicLink",
        "AssociateVpcCidrBlock",
        "UnassociateVpcCidrBlock",
        "RevokeInstanceFromCen",
        "CreateVSwitch",
        "DeleteVSwitch",
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

    const QUERY: &str = "(\"event.serviceName\": Ecs or \"event.serviceName\": Vpc) and \
        (\"event.eventName\": CreateVpc or \"event.eventName\": DeleteVpc or \
        \"event.eventName\": EnableVpcClassicLink or \"event.eventName\": DisableVpcClassicLink or \
        \"event.eventName\": AssociateVpcCidrBlock or \"event.eventName\": UnassociateVpcCidrBlock or \
        \"event.eventName\": RevokeInstanceFromCen or \"event.eventName\": CreateVSwitch or \
        \"event.eventName\": DeleteVSwitch)";

    #[test]
    fn the_published_query_passes_and_less_fails() {
        holds(&CHECK, QUERY, "UnassociateVpcCidrBlock");
    }

    #[test]
    fn several_alerts_share_the_events() {
        let halves = [
            "CreateVpc or DeleteVpc or EnableVpcClassicLink or DisableVpcClassicLink",
            "AssociateVpcCidrBlock or UnassociateVpcCidrBlock or RevokeInstanceFromCen or CreateVSwitch or \
             DeleteVSwitch",
        ];
        assert_eq!(watching(&halves).verdict(&CHECK), Pass);
        assert_eq!(watching(&halves[..1]).verdict(&CHECK), Fail);
    }
}
