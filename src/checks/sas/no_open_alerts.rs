//! No serious alarm is waiting to be handled.

use crate::api::sas;
use crate::checks::Check;
use crate::checks::sas_edition::places;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-no-open-alerts",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "account",
    title: Phrase { en: "No serious alarm is waiting to be handled", zh: "无待处理的高等级安全告警" },
    pass_when: Phrase {
        en: "DescribeSuspEvents is read with Dealed=N; the account passes when no event of level serious or suspicious is open.",
        zh: "以 Dealed=N 读取 DescribeSuspEvents；无 serious 或 suspicious 等级的待处理事件即通过。",
    },
    risk: Phrase {
        en: "An open alarm may be an intrusion that is still going on.",
        zh: "未处理的告警可能对应正在进行的入侵。",
    },
    remediation: Phrase {
        en: "Handle each alarm under Detection and Response > Alerts: isolate, remove, or mark as false with a reason; report incidents as the law asks.",
        zh: "在“检测响应 > 安全告警”中逐条处置：隔离、清除或说明误报理由，构成事件的依法报告。",
    },
    cli: "",
    reads: &[&sas::ALARMS, &sas::VERSION, &sas::INSTANCES],
    params: &[],
    covers: &[],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let alarms = account.list_or_hole(&sas::ALARMS);
    let (mut serious, mut suspicious, mut names) = (0_usize, 0_usize, Vec::new());
    let mut hole = alarms.gaps.into_iter().next().map(|(_, gap)| gap);
    for alarm in &alarms.items {
        match alarm.str("Level") {
            Ok("serious") => serious += 1,
            Ok("suspicious") => suspicious += 1,
            // It was asked for the other two levels only.
            Ok("remind") => continue,
            Ok(_) => {
                hole = hole.or(Some(alarm.lacks("Level")));
                continue;
            }
            Err(gap) => {
                hole = hole.or(Some(gap));
                continue;
            }
        }
        names.push(alarm.text("AlarmEventNameDisplay"));
    }
    if !names.is_empty() {
        names.truncate(3);
        return fail(
            format!("{serious} serious and {suspicious} suspicious alarms are open: {}", names.join(", ")),
            format!("待处理告警：紧急 {serious} 条、可疑 {suspicious} 条，如 {}", names.join("、")),
        );
    }
    if let Some(gap) = hole {
        return Err(gap);
    }
    let none = pass("no serious or suspicious alarm is open", "无紧急或可疑等级的待处理告警");
    let (mut bought, mut free) = (false, false);
    for (_, paid) in places(account) {
        match paid? {
            true => bought = true,
            false => free = true,
        }
    }
    if bought && !free {
        return none;
    }
    none.map(|v| v.bounded("the free edition raises only few kinds of alarms", "仅为免费版，可检测的告警类型有限"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::checks::sas_edition::fixtures::{bought, free};
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn alarms(account: Fixture, mainland: Value, elsewhere: Value) -> Fixture {
        account.list(&sas::ALARMS, mainland).list_in(&sas::ALARMS, "ap-southeast-1", elsewhere)
    }

    #[test]
    fn one_open_alarm_at_either_centre_fails() {
        for (level, expected) in [("serious", Fail), ("suspicious", Fail), ("remind", Pass)] {
            let alarm = json!([{ "Level": level, "AlarmEventNameDisplay": "web shell" }]);
            assert_eq!(alarms(bought(), alarm.clone(), json!([])).verdict(&CHECK), expected, "{level}");
            assert_eq!(alarms(bought(), json!([]), alarm).verdict(&CHECK), expected, "{level} elsewhere");
        }
        assert!(alarms(bought(), json!([]), json!([])).finding(&CHECK).caution.is_none());
        assert!(alarms(free(), json!([]), json!([])).finding(&CHECK).caution.is_some());
        // A bought edition of one centre raises no alarms for the servers of the other.
        let servers = bought().list_in(&sas::INSTANCES, "ap-southeast-1", json!([{ "InstanceId": "i-1" }]));
        assert!(alarms(servers, json!([]), json!([])).finding(&CHECK).caution.is_some());
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let none = alarms(bought(), json!([]), json!([]));
        assert_eq!(none.clone().denied(&sas::ALARMS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(none.cut(&sas::ALARMS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(alarms(bought(), json!([{ "Name": "x" }]), json!([])).verdict(&CHECK), NotAssessed);
        assert_eq!(bought().verdict(&CHECK), NotAssessed);
        for (body, expected) in [(json!({ "RequestId": "x" }), NotAssessed), (json!({ "TotalCount": 0 }), Pass)] {
            let account = alarms(bought(), json!([]), json!([])).instead(&sas::ALARMS, body.clone());
            assert_eq!(account.verdict(&CHECK), expected, "{body}");
        }
        let unknown = json!([{ "Level": "critical" }]);
        assert_eq!(alarms(bought(), unknown, json!([])).verdict(&CHECK), NotAssessed);
    }
}
