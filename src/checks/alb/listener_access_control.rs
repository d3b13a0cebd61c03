//! ALB listener has an access control list.

use crate::api::alb;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, addresses, fail, pass, skip, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "alb-listener-access-control",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "listener",
    title: Phrase { en: "ALB listener has an access control list", zh: "ALB 监听已启用访问控制" },
    pass_when: Phrase {
        en: "AclConfig of GetListenerAttribute is read; the running listener passes when a list is associated that is neither empty nor a whitelist of every address (ListAclEntries).",
        zh: "读取 GetListenerAttribute 的 AclConfig；运行中的监听已关联访问控制策略组，且其条目（ListAclEntries）既不为空也不是全网段白名单即通过。",
    },
    risk: Phrase {
        en: "Without a list anyone who can route to the listener may use the service behind it.",
        zh: "未设访问控制时，任何可达者均可使用后端服务。",
    },
    remediation: Phrase {
        en: "Associate an access control list as whitelist for internal services, or as blacklist for public ones; an empty whitelist lets everything pass.",
        zh: "关联访问控制策略组：内部服务用白名单，公众服务用黑名单；空白名单等于全部放行。",
    },
    cli: "aliyun alb AssociateAclsWithListener --ListenerId <listener-id> --AclType White --AclIds.1 <acl-id>",
    reads: &[&alb::LISTENER, &alb::ACL_ENTRIES],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "alb-all-listener-enabled-acl" }],
    references: &[],
    logic: Logic::Items { of: &alb::LISTENERS, judge },
};

fn judge(listener: &Item<'_>) -> Outcome {
    if listener.str("ListenerStatus")? == "Stopped" {
        return skip();
    }
    let detail = listener.ask(&alb::LISTENER)?.must()?;
    // Without access control the whole block is left out.
    let relations = detail.list("AclConfig.AclRelations");
    let mut ids = Vec::new();
    for relation in &relations {
        match relation.str("Status")? {
            "Associated" => ids.push(relation.str("AclId")?),
            "Dissociating" => {}
            state => {
                return unknown(format!("a list is not in force yet ({state})"), format!("策略组尚未生效（{state}）"));
            }
        }
    }
    if ids.is_empty() {
        return fail("no access control list", "未关联访问控制策略组");
    }
    let acls = listener.account().list(&alb::ACLS);
    let mut ranges = Vec::new();
    for id in &ids {
        let Some(acl) = acls.items.iter().find(|acl| acl.id() == *id && acl.region() == listener.region()) else {
            return match acls.gaps.into_iter().find(|(at, _)| at.region == listener.region()) {
                Some((_, gap)) => Err(gap),
                None => unknown(format!("the list {id} is not listed"), format!("未列出策略组 {id}")),
            };
        };
        for entry in acl.items_of(&alb::ACL_ENTRIES)? {
            ranges.push(entry.str("Entry")?);
        }
    }
    let (kind, list, count) = (detail.str("AclConfig.AclType")?, ids.join(", "), ranges.len());
    // Without entries a list of either kind lets everyone through.
    if count == 0 {
        return fail(format!("{list} is empty: everyone passes"), format!("{list} 为空，等于全部放行"));
    }
    match kind.to_ascii_lowercase().as_str() {
        "white" if addresses::cover_everyone(ranges.iter().copied()) => {
            return fail(format!("the whitelist {list} holds every address"), format!("白名单 {list} 覆盖全部地址"));
        }
        "white" => {
            if let Some(entry) = addresses::unreadable(ranges) {
                return unknown(format!("the entry {entry} is no address range"), format!("条目 {entry} 不是地址段"));
            }
        }
        "black" => {}
        _ => return Err(detail.lacks("AclConfig.AclType")),
    }
    pass(format!("{kind} list {list} with {count} entries"), format!("{kind} 类型策略组 {list}，{count} 条条目"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const LISTENER: &[(&str, &str)] = &[("ListenerId", "lsn-1")];
    const ACL: &[(&str, &str)] = &[("AclId", "acl-1")];

    fn listening(status: &str) -> Fixture {
        Fixture::new().list(&alb::LISTENERS, json!([{ "ListenerId": "lsn-1", "ListenerStatus": status }]))
    }

    fn bound(kind: &str, acl: &str) -> Fixture {
        let config = json!({ "AclType": kind, "AclRelations": [{ "AclId": acl, "Status": "Associated" }] });
        listening("Running")
            .detail(&alb::LISTENER, LISTENER, json!({ "ListenerId": "lsn-1", "AclConfig": config }))
            .list(&alb::ACLS, json!([{ "AclId": "acl-1" }]))
    }

    #[test]
    fn a_list_must_be_bound() {
        let free = listening("Running").detail(&alb::LISTENER, LISTENER, json!({ "ListenerId": "lsn-1" }));
        assert_eq!(free.verdict(&CHECK), Fail);
        assert_eq!(listening("Stopped").verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_list_that_is_not_bound_yet_or_no_longer_holds_no_one_off() {
        for (state, expected) in [("Associating", NotAssessed), ("Dissociating", Fail)] {
            let config = json!({ "AclType": "White", "AclRelations": [{ "AclId": "acl-1", "Status": state }] });
            let account = listening("Running")
                .detail(&alb::LISTENER, LISTENER, json!({ "ListenerId": "lsn-1", "AclConfig": config }))
                .list(&alb::ACLS, json!([{ "AclId": "acl-1" }]))
                .detail_list(&alb::ACL_ENTRIES, ACL, json!([{ "Entry": "10.0.0.0/8" }]));
            assert_eq!(account.verdict(&CHECK), expected, "{state}");
        }
    }

    #[test]
    fn a_bound_list_must_hold_someone_off() {
        for (kind, acl, entries, expected) in [
            ("White", "acl-1", vec!["10.0.0.0/8"], Pass),
            ("Black", "acl-1", vec!["203.0.113.0/24"], Pass),
            ("White", "acl-1", vec![], Fail),
            ("Black", "acl-1", vec![], Fail),
            ("White", "acl-1", vec!["0.0.0.0/0"], Fail),
            ("White", "acl-2", vec!["10.0.0.0/8"], NotAssessed),
            ("Grey", "acl-1", vec!["0.0.0.0/0"], NotAssessed),
            ("White", "acl-1", vec!["everyone"], NotAssessed),
        ] {
            let rows: Vec<_> = entries.iter().map(|entry| json!({ "Entry": entry })).collect();
            let account = bound(kind, acl).detail_list(&alb::ACL_ENTRIES, ACL, json!(rows));
            assert_eq!(account.verdict(&CHECK), expected, "{kind} {acl} {entries:?}");
        }
    }

    #[test]
    fn missing_answers_are_no_verdict() {
        assert_eq!(bound("White", "acl-1").denied(&alb::ACL_ENTRIES, ACL).verdict(&CHECK), NotAssessed);
        assert_eq!(listening("Running").denied(&alb::LISTENER, LISTENER).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&alb::LISTENERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&alb::LISTENERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
