//! Active AccessKeys have been used recently.

use crate::api::ims;
use crate::checks::{Check, Covers};
use crate::domain::{Bound, Effort, ParamSpec, Severity};
use crate::evaluate::{Item, Logic, Outcome, measure, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-access-key-in-use",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "access key",
    title: Phrase {
        en: "Active AccessKeys have been used recently", zh: "启用中的 AccessKey 近期有使用记录"
    },
    pass_when: Phrase {
        en: "GetAccessKeyLastUsed is read for each active key; passes when the key was used within the last 90 days (a never-used key counts from its creation).",
        zh: "读取每个启用中密钥的 GetAccessKeyLastUsed；最近 90 天内有使用记录时通过（从未使用的自创建时起算）。",
    },
    risk: Phrase {
        en: "An unused key gives no benefit but still opens the account to whoever finds it.",
        zh: "闲置密钥没有业务价值，却仍可被任何获得者用来访问账号。",
    },
    remediation: Phrase {
        en: "Disable the key, wait for a release cycle, then delete it. In RAM Security Settings, set the idle limit for AccessKeys to 90 days so that unused keys are disabled automatically.",
        zh: "停用密钥，观察一个发布周期后删除；并在 RAM 安全设置中将 AccessKey 最长闲置天数设为 90 天，自动停用闲置密钥。",
    },
    cli: "aliyun ims UpdateAccessKey --UserPrincipalName <user>@<domain> --UserAccessKeyId <access-key-id> --Status Inactive",
    reads: &[&ims::ACCESS_KEY_LAST_USED],
    params: &[ParamSpec {
        name: "max_idle_days",
        default: 90,
        bound: Bound::AtMost,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[Covers { source: "cloud-config", rule: "ram-user-ak-used-expired-check" }],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
    logic: Logic::Items { of: &ims::ACCESS_KEYS, judge },
};

fn judge(key: &Item<'_>) -> Outcome {
    if !key.str("Status")?.eq_ignore_ascii_case("Active") {
        return skip();
    }
    let answer = key.ask(&ims::ACCESS_KEY_LAST_USED)?.must()?;
    let (user, field) = (key.sent("UserPrincipalName"), "AccessKeyLastUsed.LastUsedDate");
    // A key that was never used has no date: it counts from its creation, which is never later than a use.
    if matches!(answer.text(field), "" | "-" | "N/A") {
        let created = key.moment("CreateDate")?;
        let (days, day) = (key.account().days_since(created), created.date());
        return measure(
            "max_idle_days",
            days,
            format!("active key of {user}, never used since its creation on {day}, {days} days ago"),
            format!("{user} 的启用中密钥自 {day} 创建以来从未使用，距今 {days} 天"),
        );
    }
    let used = answer.moment(field)?;
    let (days, day) = (key.account().days_since(used), used.date());
    measure(
        "max_idle_days",
        days,
        format!("active key of {user}, last used on {day}, {days} days ago"),
        format!("{user} 的启用中密钥最近使用于 {day}，距今 {days} 天"),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ALICE: &[(&str, &str)] = &[("UserPrincipalName", "alice@acme.onaliyun.com")];
    const KEY: &[(&str, &str)] = &[("UserAccessKeyId", "AK-1"), ("UserPrincipalName", "alice@acme.onaliyun.com")];

    fn keys(status: &str, created: &str) -> Fixture {
        Fixture::new()
            .list(&ims::USERS, json!([{ "UserId": "1", "UserPrincipalName": "alice@acme.onaliyun.com" }]))
            .detail_list(
                &ims::ACCESS_KEYS,
                ALICE,
                json!([{ "AccessKeyId": "AK-1", "Status": status, "CreateDate": created }]),
            )
    }

    #[test]
    fn the_last_use_decides_and_else_the_creation() {
        for (created, used, expected) in [
            ("2020-01-01T00:00:00Z", "2026-11-01T00:00:00Z", Pass),
            ("2020-01-01T00:00:00Z", "2026-08-26T00:00:00Z", Fail),
            ("2020-01-01T00:00:00Z", "", Fail),
            ("2026-11-01T00:00:00Z", "", Pass),
            ("2026-11-01T00:00:00Z", "N/A", Pass),
            ("2026-11-01T00:00:00Z", "soon", NotAssessed),
        ] {
            let body = json!({ "AccessKeyLastUsed": { "LastUsedDate": used } });
            let account = keys("Active", created).detail(&ims::ACCESS_KEY_LAST_USED, KEY, body);
            assert_eq!(account.verdict(&CHECK), expected, "{created} {used}");
        }
    }

    #[test]
    fn keys_that_are_off_and_no_keys_are_not_applicable() {
        assert_eq!(keys("Inactive", "2020-01-01T00:00:00Z").verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().list(&ims::USERS, json!([])).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        for account in [
            keys("Active", "2026-11-01T00:00:00Z").denied(&ims::ACCESS_KEY_LAST_USED, KEY),
            Fixture::new().denied(&ims::USERS, &[]),
            Fixture::new(),
        ] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
    }
}
