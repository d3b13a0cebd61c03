//! An alert fires when KMS keys are disabled or deleted.

use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::alert::{self, Watch};
use crate::evaluate::{Account, Logic, Outcome};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-alert-kms-key-changes",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase {
        en: "An alert fires when KMS keys are disabled or deleted", zh: "KMS 密钥禁用或删除触发告警"
    },
    pass_when: Phrase {
        en: "ListAlerts is read; passes when an alert with status ENABLED queries an ActionTrail logstore for the KMS events DisableKey, ScheduleKeyDeletion and DeleteKeyMaterial.",
        zh: "读取 ListAlerts；存在状态为 ENABLED、查询操作审计日志库中 KMS 的 DisableKey、ScheduleKeyDeletion、DeleteKeyMaterial 事件的告警规则时通过。",
    },
    risk: Phrase {
        en: "Data under a deleted key is lost. An alert within the waiting period still allows the deletion to be cancelled.",
        zh: "密钥删除后其加密的数据无法恢复；在等待期内告警，仍可撤销删除。",
    },
    remediation: Phrase {
        en: "Log Service console > the project of the trail > Alerts: create or enable the rule for KMS key changes and set an action policy with named receivers. The trail must deliver to Log Service first.",
        zh: "在“日志服务控制台 > 跟踪所在 Project > 告警”中创建或启用 KMS 密钥变更规则，并配置含具体接收人的行动策略；跟踪须先投递到日志服务。",
    },
    cli: "aliyun sls CreateAlert --project <project> --body \"$(cat <alert-rule.json>)\"",
    reads: alert::READS,
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "sls_customer_created_cmk_changes_alert_enabled" },
        Covers { source: "trend-vision-one", rule: "Create Alert for KMS Key Configuration Changes" },
        Covers { source: "cis-2.0", rule: "2.20" },
    ],
    references: &["https://help.aliyun.com/document_detail/28819.html"],
    logic: Logic::Account(judge),
};

const WATCH: Watch =
    Watch { events: &["DisableKey", "ScheduleKeyDeletion", "DeleteKeyMaterial"], service: "Kms", templates: &[] };

fn judge(account: &Account<'_>) -> Outcome {
    alert::judge(account, &WATCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FindingStatus::{Fail, Pass};
    use crate::evaluate::alert::sample::{holds, watching};

    const QUERY: &str = "\"event.serviceName\": Kms and (\"event.eventName\": DisableKey or \
        \"event.eventName\": ScheduleKeyDeletion or \"event.eventName\": DeleteKeyMaterial)";

    #[test]
    fn the_published_query_passes_and_less_fails() {
        holds(&CHECK, QUERY, "DeleteKeyMaterial");
    }

    #[test]
    fn several_alerts_share_the_events() {
        let halves = ["DisableKey", "ScheduleKeyDeletion or DeleteKeyMaterial"];
        assert_eq!(watching(&halves).verdict(&CHECK), Pass);
        assert_eq!(watching(&halves[..1]).verdict(&CHECK), Fail);
    }
}
