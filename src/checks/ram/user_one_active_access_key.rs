//! A RAM user has at most one active AccessKey.

use crate::api::ims;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ram-user-one-active-access-key",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "user",
    title: Phrase {
        en: "A RAM user has at most one active AccessKey", zh: "每个 RAM 用户至多一个启用的 AccessKey"
    },
    pass_when: Phrase {
        en: "ListAccessKeys is read per user; passes when no more than 1 key has the status Active.",
        zh: "逐个用户读取 ListAccessKeys；状态为 Active 的密钥不超过 1 个时通过。",
    },
    risk: Phrase {
        en: "Two active keys double what can leak and often mean that a rotation was never finished or that programs share a user.",
        zh: "两个启用密钥使泄露面加倍，往往说明轮换未完成或多个程序共用一个用户。",
    },
    remediation: Phrase {
        en: "Find which key the programs still use by its last-use time, then disable and delete the other. Give each program a user or role of its own.",
        zh: "根据最近使用时间确认在用密钥，停用并删除另一个；每个程序使用独立的用户或角色。",
    },
    cli: "aliyun ims UpdateAccessKey --UserPrincipalName <user>@<domain> --UserAccessKeyId <access-key-id> --Status Inactive",
    reads: &[&ims::ACCESS_KEYS],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/187392.html"],
    logic: Logic::Items { of: &ims::USERS, judge },
};

fn judge(user: &Item<'_>) -> Outcome {
    let mut active = 0;
    for key in user.items_of(&ims::ACCESS_KEYS)? {
        active += u32::from(key.str("Status")?.eq_ignore_ascii_case("Active"));
    }
    let (en, zh) = (format!("active AccessKeys: {active}"), format!("启用中的 AccessKey {active} 个"));
    if active <= 1 { pass(en, zh) } else { fail(en, zh) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ALICE: &[(&str, &str)] = &[("UserPrincipalName", "alice@acme.onaliyun.com")];

    fn users() -> Fixture {
        Fixture::new().list(&ims::USERS, json!([{ "UserId": "1", "UserPrincipalName": "alice@acme.onaliyun.com" }]))
    }

    #[test]
    fn only_active_keys_count() {
        let (on, off) = (json!({ "AccessKeyId": "AK-1", "Status": "Active" }), json!({ "Status": "Inactive" }));
        for (keys, expected) in [
            (json!([]), Pass),
            (json!([on]), Pass),
            (json!([on, off]), Pass),
            (json!([on, on]), Fail),
            (json!([on, { "AccessKeyId": "AK-2" }]), NotAssessed),
        ] {
            assert_eq!(users().detail_list(&ims::ACCESS_KEYS, ALICE, keys).verdict(&CHECK), expected);
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        for account in [users().denied(&ims::ACCESS_KEYS, ALICE), Fixture::new().denied(&ims::USERS, &[]), users()] {
            assert_eq!(account.verdict(&CHECK), NotAssessed);
        }
        assert_eq!(Fixture::new().list(&ims::USERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
