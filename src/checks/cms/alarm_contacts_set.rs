//! Alarm contact groups have reachable members.

use crate::api::cms;
use crate::checks::Check;
use crate::domain::{Effort, Severity};
use crate::evaluate::{Account, Answer, Logic, Outcome, fail, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cms-alarm-contacts-set",
    severity: Severity::Low,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase { en: "Alarm contact groups have reachable members", zh: "告警联系组有可联系的成员" },
    pass_when: Phrase {
        en: "DescribeContactGroupList and DescribeContactList are read; passes when at least 1 group has a member whose mail, SMS or DingTalk channel is activated.",
        zh: "读取 DescribeContactGroupList 与 DescribeContactList；至少有 1 个联系组的成员的邮件、短信或钉钉渠道已激活时通过。",
    },
    risk: Phrase {
        en: "An alarm sent to an empty group or a person who has left reaches nobody.",
        zh: "发送给空联系组或已离职人员的告警无人收到。",
    },
    remediation: Phrase {
        en: "CloudMonitor console > Alert Contacts: add the people on duty with activated channels, put them in groups, and test one alarm each quarter.",
        zh: "在“云监控控制台 > 报警联系人”中添加值班人员并激活渠道，加入联系组，每季度测试一次告警。",
    },
    cli: "aliyun cms PutContactGroup --ContactGroupName <group> --ContactNames.1 <contact>",
    reads: &[&cms::CONTACT_GROUPS, &cms::CONTACTS],
    params: &[],
    covers: &[],
    references: &["https://help.aliyun.com/document_detail/114929.html"],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let groups = account.ask(&cms::CONTACT_GROUPS)?.must()?;
    let contacts = account.ask(&cms::CONTACTS)?.must()?;
    let refused = |answer: &Answer<'_>| answer.maybe_flag("Success") == Some(false);
    if refused(&groups) || refused(&contacts) {
        return unknown("the answer says that Success is false", "返回的 Success 为 false");
    }
    // A channel counts once its owner has confirmed it.
    let reachable: Vec<&str> = contacts
        .items()
        .iter()
        .filter(|c| ["Mail", "SMS", "DingWebHook"].iter().any(|way| c.at("ChannelsState").text(way) == "OK"))
        .map(|c| c.text("Name"))
        .collect();
    let groups = groups.items();
    let good = groups.iter().find(|g| g.texts("Contacts.Contact").iter().any(|name| reachable.contains(name)));
    match good {
        Some(group) => {
            let name = group.text("Name");
            pass(format!("group {name} has a reachable member"), format!("联系组 {name} 有可联系的成员"))
                .map(|v| v.bounded("whether the people are still on duty was not examined", "未核查联系人是否仍在岗"))
        }
        None => fail(
            format!(
                "{} groups, {} contacts with an activated channel, none of them in a group",
                groups.len(),
                reachable.len()
            ),
            format!("联系组 {} 个，已激活渠道的联系人 {} 个，均未加入联系组", groups.len(), reachable.len()),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn account(members: Value, state: &str) -> Fixture {
        Fixture::new()
            .list(&cms::CONTACT_GROUPS, json!([{ "Name": "ops", "Contacts": { "Contact": members } }]))
            .list(&cms::CONTACTS, json!([{ "Name": "alice", "ChannelsState": { "Mail": state } }]))
    }

    #[test]
    fn a_group_with_a_reachable_member_passes() {
        for (members, state, expected) in [
            (json!(["alice"]), "OK", Pass),
            (json!(["alice"]), "PENDING", Fail),
            (json!(["bob"]), "OK", Fail),
            (json!([]), "OK", Fail),
        ] {
            assert_eq!(account(members.clone(), state).verdict(&CHECK), expected, "{members} {state}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        let groups = Fixture::new().list(&cms::CONTACT_GROUPS, json!([]));
        assert_eq!(groups.clone().denied(&cms::CONTACTS, &[]).verdict(&CHECK), NotAssessed);
        let refused = groups.answer(&cms::CONTACTS, json!({ "Success": false }));
        assert_eq!(refused.verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&cms::CONTACT_GROUPS, &[]).verdict(&CHECK), NotAssessed);
    }
}
