//! An alert fires on console sign-in without MFA.

use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::alert::{self, Watch};
use crate::evaluate::{Account, Logic, Outcome};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-alert-console-signin-without-mfa",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase {
        en: "An alert fires on console sign-in without MFA", zh: "未经 MFA 的控制台登录触发告警"
    },
    pass_when: Phrase {
        en: "ListAlerts is read; passes when an alert with status ENABLED queries an ActionTrail logstore for ConsoleSignin events whose isMFAChecked is false. A rule from the built-in template sls_app_audit_cis_at_ram_mfa also passes.",
        zh: "读取 ListAlerts；存在状态为 ENABLED、查询操作审计日志库中 isMFAChecked 为 false 的 ConsoleSignin 事件的告警规则时通过。使用内置模板 sls_app_audit_cis_at_ram_mfa 的规则亦可。",
    },
    risk: Phrase {
        en: "A sign-in without a second factor shows that an account slipped through the MFA rule or that a password was stolen.",
        zh: "未经第二因素的登录说明有账号未纳入 MFA 要求，或密码可能已被盗用。",
    },
    remediation: Phrase {
        en: "Log Service console > the project of the trail > Alerts: create or enable the rule for sign-ins without MFA and set an action policy with named receivers. The trail must deliver to Log Service first.",
        zh: "在“日志服务控制台 > 跟踪所在 Project > 告警”中创建或启用无 MFA 登录规则，并配置含具体接收人的行动策略；跟踪须先投递到日志服务。",
    },
    cli: "aliyun sls CreateAlert --project <project> --body \"$(cat <alert-rule.json>)\"",
    reads: alert::READS,
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "sls_management_console_signin_without_mfa_alert_enabled" },
        Covers { source: "trend-vision-one", rule: "Create Alert for Single-Factor Management Console Logins" },
        Covers { source: "cis-2.0", rule: "2.17" },
    ],
    references: &["https://help.aliyun.com/document_detail/28819.html"],
    logic: Logic::Account(judge),
};

const WATCH: Watch = Watch {
    events: &["ConsoleSignin+event.additionalEventData.isMFAChecked/event.addionalEventData.isMFAChecked+false"],
    service: "",
    templates: &["sls_app_audit_cis_at_ram_mfa"],
};

fn judge(account: &Account<'_>) -> Outcome {
    alert::judge(account, &WATCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FindingStatus::{Fail, Pass};
    use crate::evaluate::alert::sample::{from_template, holds, watching};

    const QUERY: &str = "\"event.eventName\": ConsoleSignin and \"event.addionalEventData.isMFAChecked\": \"false\"";

    #[test]
    fn the_published_query_passes_and_less_fails() {
        holds(&CHECK, QUERY, "false");
    }

    #[test]
    fn both_spellings_of_the_field_count() {
        for (field, value, expected) in [
            ("event.additionalEventData.isMFAChecked", "false", Pass),
            ("event.addionalEventData.isMFAChecked", "false", Pass),
            ("event.additionalEventData.isMFAChecked", "true", Fail),
            ("event.additionalEventData.loginAccount", "false", Fail),
        ] {
            let query = format!("event.eventName: ConsoleSignin and {field}: {value}");
            assert_eq!(watching(&[&query]).verdict(&CHECK), expected, "{query}");
        }
    }

    #[test]
    fn the_built_in_template_counts() {
        for template in WATCH.templates {
            assert_eq!(from_template(template).verdict(&CHECK), Pass, "{template}");
        }
        assert_eq!(from_template("sls_app_other").verdict(&CHECK), Fail);
    }
}
