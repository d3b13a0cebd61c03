//! AccessKeys are replaced within 90 days.

use crate::api::ims;
use crate::checks::{Check, Covers};
use crate::domain::{Bound, Effort, ParamSpec, Severity};
use crate::evaluate::{Item, Logic, Outcome, measure, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-access-key-rotated",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "access key",
    title: Phrase { en: "AccessKeys are replaced within 90 days", zh: "AccessKey 在 90 天内轮换" },
    pass_when: Phrase {
        en: "ListAccessKeys is read per RAM user; passes when an active key is at most 90 days old, counted from its creation date.",
        zh: "逐个 RAM 用户读取 ListAccessKeys；启用中的密钥自创建起不超过 90 天时通过。",
    },
    risk: Phrase {
        en: "A key that lives for years has many copies in code, images and laptops. Rotation ends the use of those that leaked.",
        zh: "长期不换的密钥会散落在代码、镜像和个人电脑中；定期轮换可使已泄露的副本失效。",
    },
    remediation: Phrase {
        en: "Create a second key for the user, switch the programs over, disable the old key and delete it after a quiet period. Better still, use STS tokens from a RAM role.",
        zh: "为该用户新建第二个密钥，程序切换后停用旧密钥，观察无异常再删除；更好的做法是改用 RAM 角色的 STS 临时凭证。",
    },
    cli: "aliyun ims UpdateAccessKey --UserPrincipalName <user>@<domain> --UserAccessKeyId <access-key-id> --Status Inactive",
    reads: &[&ims::ACCESS_KEYS],
    params: &[ParamSpec {
        name: "max_age_days",
        default: 90,
        bound: Bound::AtMost,
        unit: Phrase { en: "days", zh: "天" },
    }],
    covers: &[
        Covers { source: "prowler", rule: "ram_rotate_access_key_90_days" },
        Covers { source: "trend-vision-one", rule: "RAM User Access Keys Rotation" },
        Covers { source: "cis-2.0", rule: "1.6" },
    ],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
    logic: Logic::Items { of: &ims::ACCESS_KEYS, judge },
};

fn judge(key: &Item<'_>) -> Outcome {
    if !key.str("Status")?.eq_ignore_ascii_case("Active") {
        return skip();
    }
    let created = key.moment("CreateDate")?;
    let (user, days, day) = (key.sent("UserPrincipalName"), key.account().days_since(created), created.date());
    measure(
        "max_age_days",
        days,
        format!("active key of {user}, created on {day}, {days} days old"),
        format!("{user} 的启用中密钥，创建于 {day}，已有 {days} 天"),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ALICE: &[(&str, &str)] = &[("UserPrincipalName", "alice@acme.onaliyun.com")];

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
    fn active_keys_of_90_days_pass() {
        for (created, expected) in [
            ("2026-11-01T00:00:00Z", Pass),
            ("2026-08-27T00:00:00Z", Pass),
            ("2026-08-26T00:00:00Z", Fail),
            ("", NotAssessed),
        ] {
            assert_eq!(keys("Active", created).verdict(&CHECK), expected, "{created}");
        }
    }

    #[test]
    fn keys_that_are_off_and_no_keys_are_not_applicable() {
        assert_eq!(keys("Inactive", "2020-01-01T00:00:00Z").verdict(&CHECK), NotApplicable);
        let none = Fixture::new().list(&ims::USERS, json!([]));
        assert_eq!(none.verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let users = json!([{ "UserId": "1", "UserPrincipalName": "alice@acme.onaliyun.com" }]);
        for account in [
            Fixture::new().list(&ims::USERS, users).denied(&ims::ACCESS_KEYS, ALICE),
            Fixture::new().denied(&ims::USERS, &[]),
            Fixture::new(),
        ] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
    }
}
