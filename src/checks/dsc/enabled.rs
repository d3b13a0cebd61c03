//! Data Security Center is active.

use crate::api::sddp;
use crate::checks::Check;
use crate::checks::sas_edition::{Said, any_place};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Account, Logic, Outcome, Reply, not_applicable};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "dsc-enabled",
    severity: Severity::Medium,
    effort: Effort::Project,
    resource: "account",
    title: Phrase { en: "Data Security Center is active", zh: "已启用数据安全中心" },
    pass_when: Phrase {
        en: "DescribeUserStatus is read; passes when Purchased and Authed are both true and, where it was bought for a term, RemainDays is above 0.",
        zh: "读取 DescribeUserStatus；Purchased 与 Authed 均为 true，且包年包月的 RemainDays 大于 0 时通过。",
    },
    risk: Phrase {
        en: "Without discovery, nobody knows where personal or important data lies, and protection cannot follow the grade.",
        zh: "没有数据识别就不清楚个人信息与重要数据所在，也无法按级别保护。",
    },
    remediation: Phrase {
        en: "Data Security Center console: buy an instance, authorise access to cloud resources, and connect OSS, RDS and other sources. Another tool can be shown by documents.",
        zh: "在数据安全中心控制台购买实例并授权访问云资源，接入 OSS、RDS 等数据源；使用其他工具的以材料证明。",
    },
    cli: "",
    reads: &[&sddp::USER_STATUS],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/425738.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let replies = account.replies(&sddp::USER_STATUS);
    let trial = replies.iter().any(|(_, reply)| match reply {
        Ok(Reply::Got(status)) => status.maybe_flag("UserStatus.Trail") == Some(true),
        _ => false,
    });
    let outcome = any_place(replies.into_iter().map(|(place, reply)| (place, reply.and_then(state))).collect());
    match trial {
        true => outcome.map(|v| v.bounded("it is a trial, which ends by itself", "为试用，到期自动失效")),
        false => outcome,
    }
}

fn state(reply: Reply<'_>) -> Said {
    let status = reply.must()?;
    let (purchased, authed) = (status.flag("UserStatus.Purchased")?, status.flag("UserStatus.Authed")?);
    // Bought for a term that is over: it is still called bought until it is released.
    let left = status.maybe_int("UserStatus.RemainDays").filter(|_| status.text("UserStatus.ChargeType") == "PREPAY");
    let mut words = format!("Purchased {purchased}, Authed {authed}");
    if let Some(days) = left {
        words.push_str(&format!(", RemainDays {days}"));
    }
    Ok((purchased && authed && left.is_none_or(|days| days > 0), words.clone(), words))
}

/// The centres at which it is active, and those of which it is not known.
pub(super) fn active<'a>(account: &'a Account<'a>) -> Vec<(&'a str, Result<(), Gap>)> {
    let replies = account.replies(&sddp::USER_STATUS).into_iter();
    let known = replies.map(|(place, reply)| (place, reply.and_then(state)));
    let counts = known.filter(|(_, said)| !matches!(said, Ok((false, ..))));
    counts.map(|(place, said)| (place, said.map(|_| ()))).collect()
}

/// The verdict where it is not active.
pub(super) fn not_active() -> Outcome {
    not_applicable("Data Security Center is not active at either centre", "境内与国际服务中心均未启用数据安全中心")
}

#[cfg(test)]
pub(super) mod fixtures {
    use serde_json::json;

    use super::sddp;
    use crate::evaluate::fixture::Fixture;

    /// The centre outside the mainland.
    pub(in crate::checks) const INTL: &str = "ap-southeast-1";

    /// An account that has (or has not) bought and authorised it for the mainland.
    pub(in crate::checks) fn mainland(purchased: bool, authed: bool) -> Fixture {
        let status = json!({ "UserStatus": { "Purchased": purchased, "Authed": authed } });
        let none = json!({ "UserStatus": { "Purchased": false, "Authed": false } });
        Fixture::new().answer(&sddp::USER_STATUS, status).answer_in(&sddp::USER_STATUS, INTL, none)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::fixtures::{INTL, mainland};
    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn it_must_be_bought_and_authorised_at_one_centre() {
        for (purchased, authed, expected) in [(true, true, Pass), (true, false, Fail), (false, true, Fail)] {
            assert_eq!(mainland(purchased, authed).verdict(&CHECK), expected, "{purchased} {authed}");
        }
        let active = json!({ "UserStatus": { "Purchased": true, "Authed": true } });
        for (charge, days, expected) in [("PREPAY", 131, Pass), ("PREPAY", 0, Fail), ("POSTPAY", 0, Pass)] {
            let mut status = active.clone();
            status["UserStatus"]["ChargeType"] = json!(charge);
            status["UserStatus"]["RemainDays"] = json!(days);
            let account = mainland(false, false).instead(&sddp::USER_STATUS, status);
            assert_eq!(account.verdict(&CHECK), expected, "{charge} {days}");
        }
        let mut trial = active.clone();
        trial["UserStatus"]["Trail"] = json!(true);
        assert!(mainland(false, false).instead(&sddp::USER_STATUS, trial).finding(&CHECK).caution.is_some());
        let elsewhere = Fixture::new().denied(&sddp::USER_STATUS, &[]).answer_in(&sddp::USER_STATUS, INTL, active);
        assert_eq!(elsewhere.verdict(&CHECK), Pass);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(mainland(false, false).denied(&sddp::USER_STATUS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().answer(&sddp::USER_STATUS, json!({})).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }
}
