//! An alert fires on unauthorised API calls.

use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::alert::{self, Watch};
use crate::evaluate::{Account, Logic, Outcome};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-alert-unauthorized-api-calls",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "An alert fires on unauthorised API calls", zh: "未授权的 API 调用触发告警" },
    pass_when: Phrase {
        en: "ListAlerts is read; passes when an alert with status ENABLED queries an ActionTrail logstore for ApiCall events with all of the error codes NoPermission, Forbidden, InvalidAccessKeyId, InvalidSecurityToken, SignatureDoesNotMatch and NotAuthorized. A rule from the built-in template sls_app_audit_cis_at_unauth_apicall or sls_app_actiontrail_cis_at_ak_abn_use also passes.",
        zh: "读取 ListAlerts；存在状态为 ENABLED、查询操作审计日志库中错误码为 NoPermission、Forbidden、InvalidAccessKeyId、InvalidSecurityToken、SignatureDoesNotMatch 与 NotAuthorized（须全部包含）的 ApiCall 事件的告警规则时通过。使用内置模板 sls_app_audit_cis_at_unauth_apicall 或 sls_app_actiontrail_cis_at_ak_abn_use 的规则亦可。",
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
    reads: alert::READS,
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "sls_unauthorized_api_calls_alert_enabled" },
        Covers { source: "trend-vision-one", rule: "Create Alert for Unauthorized API Calls" },
        Covers { source: "cis-2.0", rule: "2.16" },
    ],
    references: &["https://help.aliyun.com/document_detail/28819.html"],
    logic: Logic::Account(judge),
};

const WATCH: Watch = Watch {
    events: &[
        "ApiCall+NoPermission/NoPermission.*",
        "ApiCall+Forbidden/Forbidden.*",
        "ApiCall+InvalidAccessKeyId/InvalidAccessKeyId.*",
        "ApiCall+InvalidSecurityToken/InvalidSecurityToken.*",
        "ApiCall+SignatureDoesNotMatch/SignatureDoesNotMatch.*",
        "ApiCall+NotAuthorized/NotAuthorized.*",
    ],
    service: "",
    templates: &["sls_app_audit_cis_at_unauth_apicall", "sls_app_actiontrail_cis_at_ak_abn_use"],
};

fn judge(account: &Account<'_>) -> Outcome {
    alert::judge(account, &WATCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FindingStatus::{Fail, Pass};
    use crate::evaluate::alert::sample::{from_template, holds, watching};

    const QUERY: &str = "\"event.eventType\": ApiCall and (\"event.errorCode\": NoPermission or \
        \"event.errorCode\": Forbidden.* or \"event.errorCode\": InvalidAccessKeyId or \
        \"event.errorCode\": InvalidSecurityToken or \"event.errorCode\": SignatureDoesNotMatch or \
        \"event.errorCode\": NotAuthorized)";

    #[test]
    fn the_published_query_passes_and_less_fails() {
        holds(&CHECK, QUERY, "Forbidden.*");
    }

    #[test]
    fn one_error_code_is_not_enough() {
        assert_eq!(watching(&["ApiCall and event.errorCode: NoPermission"]).verdict(&CHECK), Fail);
    }

    #[test]
    fn the_built_in_template_counts() {
        for template in WATCH.templates {
            assert_eq!(from_template(template).verdict(&CHECK), Pass, "{template}");
        }
        assert_eq!(from_template("sls_app_other").verdict(&CHECK), Fail);
    }
}
