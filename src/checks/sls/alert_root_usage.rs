//! An alert fires when the account owner signs in.

use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::alert::{self, Watch};
use crate::evaluate::{Account, Logic, Outcome};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-alert-root-usage",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "An alert fires when the account owner signs in", zh: "主账号登录触发告警" },
    pass_when: Phrase {
        en: "ListAlerts is read; passes when an alert with status ENABLED queries an ActionTrail logstore for ConsoleSignin events with the identity type root-account.",
        zh: "读取 ListAlerts；存在状态为 ENABLED、查询操作审计日志库中身份类型为 root-account 的 ConsoleSignin 事件的告警规则时通过。",
    },
    risk: Phrase {
        en: "Use of the owner identity is rare and powerful. Without an alert, a takeover is noticed only by its damage.",
        zh: "主账号使用少而权限大；没有告警，账号被接管往往在造成损失后才被发现。",
    },
    remediation: Phrase {
        en: "Log Service console > the project of the trail > Alerts: create or enable the rule for owner sign-ins and set an action policy with named receivers. The trail must deliver to Log Service first.",
        zh: "在“日志服务控制台 > 跟踪所在 Project > 告警”中创建或启用主账号登录规则，并配置含具体接收人的行动策略；跟踪须先投递到日志服务。",
    },
    cli: "aliyun sls CreateAlert --project <project> --body \"$(cat <alert-rule.json>)\"",
    reads: alert::READS,
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "sls_root_account_usage_alert_enabled" },
        Covers { source: "trend-vision-one", rule: "Create Alert for Root Account Frequent Logins" },
        Covers { source: "cis-2.0", rule: "2.18" },
    ],
    references: &["https://help.aliyun.com/document_detail/28819.html"],
    logic: Logic::Account(judge),
};

const WATCH: Watch =
    Watch { events: &["ConsoleSignin+event.userIdentity.type+root-account"], service: "", templates: &[] };

fn judge(account: &Account<'_>) -> Outcome {
    alert::judge(account, &WATCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FindingStatus::{Fail, Pass};
    use crate::evaluate::alert::sample::{holds, watching};

    const QUERY: &str = "\"event.eventName\": ConsoleSignin and \"event.userIdentity.type\": root-account";

    #[test]
    fn the_published_query_passes_and_less_fails() {
        holds(&CHECK, QUERY, "root-account");
    }

    #[test]
    fn sign_ins_of_others_do_not_count() {
        let query = "ConsoleSignin and not event.userIdentity.type: root-account";
        assert_eq!(watching(&[query]).verdict(&CHECK), Fail);
        assert_eq!(watching(&["ConsoleSignin", QUERY]).verdict(&CHECK), Pass);
    }
}
