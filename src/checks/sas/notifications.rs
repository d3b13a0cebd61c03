//! High-risk events are sent to people.

use crate::api::sas;
use crate::checks::sas_edition::centres;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-notifications",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "High-risk events are sent to people", zh: "高风险事件已设置通知" },
    pass_when: Phrase {
        en: "DescribeNoticeConfig is read; passes when each high-risk item in the answer (alarms, baseline, emergency vulnerabilities, key leaks, configuration, anti-virus, weekly report) has a Route of SMS, mail or internal message. Centres with the free edition count where servers are known.",
        zh: "读取 DescribeNoticeConfig；返回的各高风险项（安全告警、基线、应急漏洞、AccessKey 泄露、配置检查、防病毒、周报）的 Route 均含短信、邮件或站内信即通过；免费版的服务中心仅在其中有服务器时评估。",
    },
    risk: Phrase {
        en: "An alarm that reaches nobody is found days later in the console.",
        zh: "无人接收的告警往往数日后才在控制台被发现。",
    },
    remediation: Phrase {
        en: "Choose SMS, mail or internal message for each item under System Settings > Notification Settings, and check that the contacts are valid.",
        zh: "在“系统设置 > 通知设置”中为各项选择短信、邮件或站内信，并核对联系人有效。",
    },
    cli: "aliyun sas ModifyNoticeConfig --Project sas_suspicious --Route 7 --TimeLimit 0",
    reads: &[&sas::VERSION, &sas::INSTANCES, &sas::NOTICES],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "securitycenter_notification_enabled_high_risk" },
        Covers { source: "trend-vision-one", rule: "Enable Security Center Notifications" },
        Covers { source: "cloud-config", rule: "security-center-notice-config-check" },
        Covers { source: "cis-2.0", rule: "8.5" },
    ],
    references: &[],
    logic: Logic::Account(judge),
};

/// The item of alarms.
const ALARMS: &str = "sas_suspicious";

/// Items that tell of high risks. Names differ by edition: one that is not in the answer is not asked for.
const HIGH_RISK: &[(&str, &str, &str)] = &[
    (ALARMS, "alarms", "安全告警"),
    ("sas_healthcheck", "baseline", "基线检查"),
    ("yundun_sas_vul_Emergency", "emergency vulnerabilities", "应急漏洞"),
    ("yundun_sas_ak_leakage", "key leaks", "AccessKey 泄露"),
    ("yundun_sas_config_alert", "configuration", "配置检查"),
    ("yundun_aegis_AV_true", "anti-virus", "防病毒"),
    ("yundun_security_Weekreport", "weekly report", "安全周报"),
];

fn judge(account: &Account<'_>) -> Outcome {
    centres(account, |place| {
        let notices = account.ask_in(&sas::NOTICES, place)?.must()?.items();
        let (mut on, mut off) = (0_usize, Vec::new());
        for (project, en, zh) in HIGH_RISK {
            let (mut listed, mut silent) = (false, false);
            for notice in notices.iter().filter(|n| n.text("Project") == *project) {
                listed = true;
                // A set of bits: 1 SMS, 2 mail, 4 internal message.
                silent |= notice.int("Route")? & 7 == 0;
            }
            match (listed, silent) {
                (true, true) => off.push((*en, *zh)),
                (true, false) => on += 1,
                (false, _) => {}
            }
        }
        // Every edition raises alarms; an answer that has, say, the weekly report alone tells nothing of them.
        if off.is_empty() && !notices.iter().any(|n| n.text("Project") == ALARMS) {
            return unknown("the answer does not list the item of alarms", "返回中没有安全告警的通知项");
        }
        if off.is_empty() {
            let en = format!("all {on} high-risk items listed are sent to people");
            return Ok((true, en, format!("返回的 {on} 个高风险项均已设置通知")));
        }
        let (en, zh): (Vec<_>, Vec<_>) = off.into_iter().unzip();
        Ok((false, format!("not sent to anyone: {}", en.join(", ")), format!("未设置通知：{}", zh.join("、"))))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::checks::sas_edition::fixtures::{bought, free};
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn notices(account: Fixture, route: i64) -> Fixture {
        account.list(
            &sas::NOTICES,
            json!([
                { "Project": "sas_suspicious", "Route": route },
                { "Project": "sas_healthcheck", "Route": 7 },
                { "Project": "webshell", "Route": 0 },
            ]),
        )
    }

    #[test]
    fn any_route_is_enough_and_none_fails() {
        for (route, expected) in [(0, Fail), (1, Pass), (2, Pass), (4, Pass), (6, Pass), (7, Pass), (8, Fail)] {
            assert_eq!(notices(bought(), route).verdict(&CHECK), expected, "{route}");
            assert_eq!(notices(free(), route).verdict(&CHECK), expected, "{route}, free edition");
        }
        let twice = json!([{ "Project": "sas_suspicious", "Route": 7 }, { "Project": "sas_suspicious", "Route": 0 }]);
        assert_eq!(bought().list(&sas::NOTICES, twice).verdict(&CHECK), Fail, "listed twice");
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(notices(bought(), 7).denied(&sas::NOTICES, &[]).verdict(&CHECK), NotAssessed);
        let unknown = bought().list(&sas::NOTICES, json!([{ "Project": "remotelogin", "Route": 7 }]));
        assert_eq!(unknown.verdict(&CHECK), NotAssessed);
        let weekly = bought().list(&sas::NOTICES, json!([{ "Project": "yundun_security_Weekreport", "Route": 7 }]));
        assert_eq!(weekly.verdict(&CHECK), NotAssessed, "alarms are not in the answer");
        let half = bought().list(&sas::NOTICES, json!([{ "Project": "sas_suspicious" }]));
        assert_eq!(half.verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }
}
