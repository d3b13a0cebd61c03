//! Cloud Firewall logs are stored and searchable.

use crate::api::cloudfw;
use crate::checks::cloudfw_enabled::centres;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Node, Outcome, Reply, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cloudfw-log-analysis",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "Cloud Firewall logs are stored and searchable", zh: "云防火墙日志分析已开启" },
    pass_when: Phrase {
        en: "DescribeUserBuyVersion and DescribeSlsAnalyzeOpenStatus are read at each centre in service; passes when LogStatus and OpenStatus are true. Ttl of DescribeLogStoreInfo is shown; 180 days are wanted. Without Cloud Firewall the check is not applicable.",
        zh: "在已开通的服务中心读取 DescribeUserBuyVersion 与 DescribeSlsAnalyzeOpenStatus；LogStatus 与 OpenStatus 均为 true 即通过，DescribeLogStoreInfo 的 Ttl 一并展示，宜不少于 180 天；未开通云防火墙的不适用。",
    },
    risk: Phrase {
        en: "Without stored border logs attacks and data outflow cannot be traced after the fact.",
        zh: "未留存边界日志时，攻击与数据外流事后无法追溯。",
    },
    remediation: Phrase {
        en: "Switch on log analysis in Cloud Firewall and set the storage period to 180 days or more.",
        zh: "在云防火墙“日志分析”中开启，存储时长设为 180 天以上。",
    },
    cli: "aliyun cloudfw CreateSlsLogDispatch --SlsRegionId <region-id> --Ttl 180",
    reads: &[&cloudfw::VERSION, &cloudfw::LOG_OPEN, &cloudfw::LOG_STORE],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Log Analysis for Cloud Firewall" },
        Covers { source: "cis-2.0", rule: "2.8" },
    ],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    centres(account, |place| {
        let bought = account.ask_in(&cloudfw::VERSION, place)?.must()?.flag("LogStatus")?;
        let open = account.ask_in(&cloudfw::LOG_OPEN, place)?.must()?.flag("OpenStatus")?;
        let store = account.ask_in(&cloudfw::LOG_STORE, place).ok().and_then(Reply::got);
        let days = store.as_ref().and_then(|store| store.maybe_int("Ttl"));
        // What is full takes no more.
        if let (true, Some((used, quota))) = (bought && open, store.as_ref().and_then(|store| full(store))) {
            return unknown(
                format!(
                    "{place}: the log storage is full (Used {used} of Quota {quota}); whether new logs are stored is not told"
                ),
                format!("{place}：日志存储空间已满（Used {used}，Quota {quota}），无法确认新日志是否仍在存储"),
            );
        }
        let days = days.map_or_else(|| "?".to_owned(), |days| days.to_string());
        Ok((
            bought && open,
            format!("LogStatus {bought}, OpenStatus {open}, kept {days} days"),
            format!("LogStatus {bought}，OpenStatus {open}，留存 {days} 天"),
        ))
    })
}

/// Used and bought storage, when nothing is left of it.
pub(super) fn full(store: &Node<'_>) -> Option<(i64, i64)> {
    let (used, quota) = (store.maybe_int("Used")?, store.maybe_int("Quota")?);
    (quota > 0 && used >= quota).then_some((used, quota))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::checks::cloudfw_enabled::fixtures::{INTL, bought, none};
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn logs_must_be_bought_and_open() {
        for (open, expected) in [("true", Pass), ("false", Fail), ("", NotAssessed)] {
            let account = bought().answer(&cloudfw::LOG_OPEN, json!({ "OpenStatus": open }));
            let account = account.answer(&cloudfw::LOG_STORE, json!({ "Ttl": 180 }));
            assert_eq!(account.verdict(&CHECK), expected, "{open}");
        }
        for (used, expected) in [(999, Pass), (1000, NotAssessed)] {
            let account = bought().answer(&cloudfw::LOG_OPEN, json!({ "OpenStatus": "true" }));
            let store = json!({ "Ttl": 180, "Used": used, "Quota": 1000 });
            assert_eq!(account.answer(&cloudfw::LOG_STORE, store).verdict(&CHECK), expected, "{used}");
        }
        let without = json!({ "UserStatus": true, "InstanceStatus": "normal", "LogStatus": false });
        let account = Fixture::new().answer(&cloudfw::VERSION, without).answer_in(
            &cloudfw::VERSION,
            INTL,
            json!({ "UserStatus": false, "InstanceStatus": "free" }),
        );
        assert_eq!(account.answer(&cloudfw::LOG_OPEN, json!({ "OpenStatus": "true" })).verdict(&CHECK), Fail);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bought().verdict(&CHECK), NotAssessed);
        assert_eq!(bought().denied(&cloudfw::LOG_OPEN, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(none().verdict(&CHECK), NotApplicable);
    }
}
