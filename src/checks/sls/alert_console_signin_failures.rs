//! An alert fires on repeated failed console sign-ins.

use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::alert::{self, Watch};
use crate::evaluate::{Account, Logic, Outcome};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-alert-console-signin-failures",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase {
        en: "An alert fires on repeated failed console sign-ins", zh: "控制台登录连续失败触发告警"
    },
    pass_when: Phrase {
        en: "ListAlerts is read; passes when an alert with status ENABLED queries an ActionTrail logstore for ConsoleSignin events that carry an event.errorCode, or comes from the built-in template sls_app_actiontrail_cis_at_abnormal_login_count.",
        zh: "读取 ListAlerts；存在状态为 ENABLED、查询操作审计日志库中带有 event.errorCode 的 ConsoleSignin 事件（或使用内置模板 sls_app_actiontrail_cis_at_abnormal_login_count）的告警规则时通过。",
    },
    risk: Phrase {
        en: "A run of failures is the usual trace of password guessing.",
        zh: "登录连续失败通常是口令猜测的迹象。",
    },
    remediation: Phrase {
        en: "Log Service console > the project of the trail > Alerts: create or enable the rule for failed sign-ins and set an action policy with named receivers. The trail must deliver to Log Service first.",
        zh: "在“日志服务控制台 > 跟踪所在 Project > 告警”中创建或启用登录失败规则，并配置含具体接收人的行动策略；跟踪须先投递到日志服务。",
    },
    cli: "aliyun sls CreateAlert --project <project> --body \"$(cat <alert-rule.json>)\"",
    reads: alert::READS,
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "sls_management_console_authentication_failures_alert_enabled" },
        Covers { source: "trend-vision-one", rule: "Create Alert for Account Login Failures" },
        Covers { source: "cis-2.0", rule: "2.19" },
    ],
    references: &["https://help.aliyun.com/document_detail/28819.html"],
    logic: Logic::Account(judge),
};

const WATCH: Watch = Watch {
    events: &["ConsoleSignin+event.errorCode"],
    service: "",
    templates: &["sls_app_actiontrail_cis_at_abnormal_login_count"],
};

fn judge(account: &Account<'_>) -> Outcome {
    alert::judge(account, &WATCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FindingStatus::{Fail, Pass};
    use crate::evaluate::alert::sample::{from_template, holds, watching};

    const QUERY: &str = "\"event.eventName\": ConsoleSignin and \"event.errorCode\": *";

    #[test]
    fn the_published_query_passes_and_less_fails() {
        holds(&CHECK, QUERY, "event.errorCode");
    }

    #[test]
    fn sign_ins_that_succeed_or_only_show_the_code_do_not_count() {
        for query in ["ConsoleSignin and event.errorCode: \"\"", "ConsoleSignin | select \"event.errorCode\" as code"] {
            assert_eq!(watching(&[query]).verdict(&CHECK), Fail, "{query}");
        }
        assert_eq!(watching(&["ConsoleSignin not event.errorCode: \"\""]).verdict(&CHECK), Pass);
    }

    #[test]
    fn the_built_in_template_counts() {
        for template in WATCH.templates {
            assert_eq!(from_template(template).verdict(&CHECK), Pass, "{template}");
        }
        assert_eq!(from_template("sls_app_other").verdict(&CHECK), Fail);
    }
}
