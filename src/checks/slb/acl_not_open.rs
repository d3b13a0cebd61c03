//! Access control list holds no any-address entry.

use crate::api::slb;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, addresses, fail, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "slb-acl-not-open",
    severity: Severity::High,
    effort: Effort::Change,
    resource: "access control list",
    title: Phrase {
        en: "Access control list holds no any-address entry", zh: "访问控制策略组不含全网段条目"
    },
    pass_when: Phrase {
        en: "The entries of each list are read with DescribeAccessControlListAttribute; the list passes when they do not hold every address (0.0.0.0/0 or ::/0, also in parts, or half of either); an empty list that a listener uses as whitelist fails. Blacklists are not applicable.",
        zh: "通过 DescribeAccessControlListAttribute 读取各策略组条目；未覆盖全部地址（0.0.0.0/0 或 ::/0，含拆分写法及达到一半的网段）即通过，被监听用作白名单的空策略组不通过，仅用作黑名单的不适用。",
    },
    risk: Phrase {
        en: "Such an entry turns a whitelist into open access while the listener looks protected.",
        zh: "此类条目会使白名单失效，监听看似受控实则开放。",
    },
    remediation: Phrase {
        en: "Remove the entry and list the real client ranges.",
        zh: "删除该条目，仅保留实际客户端网段。",
    },
    cli: "aliyun slb RemoveAccessControlListEntry --RegionId <region-id> --AclId <acl-id> --AclEntrys '[{\"entry\":\"0.0.0.0/0\"}]'",
    reads: &[&slb::ACL],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "slb-acl-public-access-check" }],
    references: &[],
    logic: Logic::Items { of: &slb::ACLS, judge },
};

fn judge(acl: &Item<'_>) -> Outcome {
    let detail = acl.ask(&slb::ACL)?.must()?;
    let listeners = detail.list("RelatedListeners.RelatedListener");
    // What uses an empty list decides: without the answer's word it is not known.
    if detail.items().is_empty() && !detail.has("RelatedListeners.RelatedListener") {
        return Err(detail.lacks("RelatedListeners.RelatedListener"));
    }
    let mut white = 0;
    for listener in &listeners {
        white += usize::from(listener.str("AclType")?.eq_ignore_ascii_case("white"));
    }
    let entries = detail.items().iter().map(|entry| entry.str("AclEntryIP")).collect::<Result<Vec<_>, _>>()?;
    if entries.is_empty() && white == 0 {
        return not_applicable("no entry, and no whitelist of a listener", "无条目，且未用作监听白名单");
    }
    if entries.is_empty() {
        return fail(
            format!("an empty whitelist of {white} listeners lets everyone through"),
            format!("作为 {white} 个监听的白名单但为空，等于全部放行"),
        );
    }
    if white == 0 && !listeners.is_empty() {
        return not_applicable("used as a blacklist only", "仅用作黑名单");
    }
    let count = entries.len();
    if addresses::cover_everyone(entries.iter().copied()) {
        return fail(format!("its {count} entries hold every address"), format!("{count} 条条目覆盖全部地址"));
    }
    if let Some(entry) = addresses::unreadable(entries) {
        return unknown(format!("the entry {entry} is no address range"), format!("条目 {entry} 不是地址段"));
    }
    pass(format!("its {count} entries do not hold every address"), format!("{count} 条条目未覆盖全部地址"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ACL: &[(&str, &str)] = &[("AclId", "acl-1")];

    fn acl() -> Fixture {
        Fixture::new().list(&slb::ACLS, json!([{ "AclId": "acl-1" }]))
    }

    #[test]
    fn entries_and_use_decide() {
        for (entries, used_as, expected) in [
            (vec!["10.0.0.0/8"], "white", Pass),
            (vec!["10.0.0.0/8"], "", Pass),
            (vec!["10.0.0.0/8", "0.0.0.0/0"], "white", Fail),
            (vec!["0.0.0.0/0"], "", Fail),
            (vec!["::/0"], "white", Fail),
            (vec!["0.0.0.0/1", "128.0.0.0/1"], "white", Fail),
            (vec!["10.0.0.0/8", "everyone"], "white", NotAssessed),
            (vec!["0.0.0.0/0"], "black", NotApplicable),
            (vec![], "white", Fail),
            (vec![], "", NotAssessed),
        ] {
            let rows: Vec<_> = entries.iter().map(|entry| json!({ "AclEntryIP": entry })).collect();
            let mut detail = json!({ "AclId": "acl-1", "AclEntrys": { "AclEntry": rows } });
            if !used_as.is_empty() {
                detail["RelatedListeners"] = json!({ "RelatedListener": [{ "AclType": used_as }] });
            }
            assert_eq!(acl().detail(&slb::ACL, ACL, detail).verdict(&CHECK), expected, "{entries:?} {used_as}");
        }
    }

    #[test]
    fn an_empty_list_that_nothing_uses_is_not_applicable() {
        let detail = json!({ "AclId": "acl-1", "AclEntrys": { "AclEntry": [] },
            "RelatedListeners": { "RelatedListener": [] } });
        assert_eq!(acl().detail(&slb::ACL, ACL, detail).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn missing_answers_are_no_verdict() {
        assert_eq!(acl().denied(&slb::ACL, ACL).verdict(&CHECK), NotAssessed);
        assert_eq!(acl().cut(&slb::ACL, ACL).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&slb::ACLS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&slb::ACLS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
