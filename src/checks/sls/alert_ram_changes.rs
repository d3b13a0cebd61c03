//! An alert fires when RAM policies change.

use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::alert::{self, Watch};
use crate::evaluate::{Account, Logic, Outcome};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-alert-ram-changes",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "An alert fires when RAM policies change", zh: "RAM 策略变更触发告警" },
    pass_when: Phrase {
        en: "ListAlerts is read; passes when an alert with status ENABLED queries an ActionTrail logstore for CreatePolicy, DeletePolicy, CreatePolicyVersion, UpdatePolicyVersion, SetDefaultPolicyVersion and DeletePolicyVersion. A rule from the built-in template sls_app_audit_cis_at_ram_policy_change also passes.",
        zh: "读取 ListAlerts；存在状态为 ENABLED、查询操作审计日志库中 CreatePolicy、DeletePolicy、CreatePolicyVersion、UpdatePolicyVersion、SetDefaultPolicyVersion、DeletePolicyVersion 事件的告警规则时通过。使用内置模板 sls_app_audit_cis_at_ram_policy_change 的规则亦可。",
    },
    risk: Phrase {
        en: "A changed policy can hand out administrator rights in seconds; the change must be seen the same day.",
        zh: "策略变更可在数秒内授出管理员权限，须当日发现。",
    },
    remediation: Phrase {
        en: "Log Service console > the project of the trail > Alerts: create or enable the rule for RAM policy changes and set an action policy with named receivers. The trail must deliver to Log Service first.",
        zh: "在“日志服务控制台 > 跟踪所在 Project > 告警”中创建或启用 RAM 策略变更规则，并配置含具体接收人的行动策略；跟踪须先投递到日志服务。",
    },
    cli: "aliyun sls CreateAlert --project <project> --body \"$(cat <alert-rule.json>)\"",
    reads: alert::READS,
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "sls_ram_role_changes_alert_enabled" },
        Covers { source: "trend-vision-one", rule: "Create Alert for RAM Policy Changes" },
        Covers { source: "cis-2.0", rule: "2.10" },
    ],
    references: &["https://help.aliyun.com/document_detail/28819.html"],
    logic: Logic::Account(judge),
};

const WATCH: Watch = Watch {
    events: &[
        "CreatePolicy",
        "DeletePolicy",
        "CreatePolicyVersion",
        "UpdatePolicyVersion",
        "SetDefaultPolicyVersion",
        "DeletePolicyVersion",
    ],
    service: "Ram",
    templates: &["sls_app_audit_cis_at_ram_policy_change"],
};

fn judge(account: &Account<'_>) -> Outcome {
    alert::judge(account, &WATCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FindingStatus::{Fail, Pass};
    use crate::evaluate::alert::sample::{from_template, holds, watching};

    const QUERY: &str = "(\"event.serviceName\": ResourceManager or \
        \"event.serviceName\": Ram) and (\"event.eventName\": CreatePolicy or \
        \"event.eventName\": DeletePolicy or \"event.eventName\": CreatePolicyVersion or \
        \"event.eventName\": UpdatePolicyVersion or \"event.eventName\": SetDefaultPolicyVersion or \
        \"event.eventName\": DeletePolicyVersion)";

    #[test]
    fn the_published_query_passes_and_less_fails() {
        holds(&CHECK, QUERY, "UpdatePolicyVersion");
    }

    #[test]
    fn several_alerts_share_the_events() {
        let halves = [
            "CreatePolicy or DeletePolicy or CreatePolicyVersion",
            "UpdatePolicyVersion or SetDefaultPolicyVersion or DeletePolicyVersion",
        ];
        assert_eq!(watching(&halves).verdict(&CHECK), Pass);
        assert_eq!(watching(&halves[..1]).verdict(&CHECK), Fail);
    }

    #[test]
    fn the_built_in_template_counts() {
        for template in WATCH.templates {
            assert_eq!(from_template(template).verdict(&CHECK), Pass, "{template}");
        }
        assert_eq!(from_template("sls_app_other").verdict(&CHECK), Fail);
    }
}
