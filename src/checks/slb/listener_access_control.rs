//! CLB listener has an access control list.

use crate::api::slb;
use crate::checks::slb_listener_https::{name, running_listeners};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Item, Logic, Node, Outcome, addresses, fail, not_applicable, pass, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "slb-listener-access-control",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "instance",
    title: Phrase { en: "CLB listeners have an access control list", zh: "CLB 监听已启用访问控制" },
    pass_when: Phrase {
        en: "AclStatus, AclType and AclIds of DescribeLoadBalancerListeners are read, and the entries of the lists; the instance passes when each of its running listeners has AclStatus on and a bound list that is neither empty nor a whitelist of every address.",
        zh: "读取 DescribeLoadBalancerListeners 的 AclStatus、AclType 与 AclIds及策略组条目；实例各运行中的监听 AclStatus 均为 on，且所绑定策略组既不为空也不是全网段白名单即通过。",
    },
    risk: Phrase {
        en: "Without a list anyone who can route to the listener may use the service behind it.",
        zh: "未设访问控制时，任何可达者均可使用后端服务。",
    },
    remediation: Phrase {
        en: "Create an access control list and bind it to the listener as whitelist for internal services, or as blacklist for public ones.",
        zh: "创建访问控制策略组并绑定到监听：内部服务用白名单，公众服务用黑名单。",
    },
    cli: "aliyun slb SetLoadBalancerTCPListenerAttribute --RegionId <region-id> --LoadBalancerId <lb-id> --ListenerPort <port> --AclStatus on --AclType white --AclId <acl-id>",
    reads: &[&slb::LOAD_BALANCERS, &slb::LISTENERS, &slb::ACL],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "slb-all-listener-enabled-acl" }],
    references: &[],
    logic: Logic::Items { of: &slb::LOAD_BALANCERS, judge },
};

fn judge(instance: &Item<'_>) -> Outcome {
    let listeners = running_listeners(instance)?;
    let mut open = Vec::new();
    for listener in &listeners {
        if let Some((en, zh)) = hole(instance, listener)? {
            open.push((format!("{} ({en})", name(listener)), format!("{}（{zh}）", name(listener))));
        }
    }
    if !open.is_empty() {
        let (en, zh): (Vec<_>, Vec<_>) = open.into_iter().unzip();
        return fail(
            format!("listeners without effective access control: {}", en.join(", ")),
            format!("未有效启用访问控制的监听：{}", zh.join("、")),
        );
    }
    match listeners.len() {
        0 => not_applicable("no running listener", "没有运行中的监听"),
        count => pass(
            format!("its {count} running listeners have an access control list in force"),
            format!("{count} 个运行中的监听均已启用访问控制"),
        ),
    }
}

/// Why anyone may use the listener; nothing when its lists hold someone off.
fn hole(instance: &Item<'_>, listener: &Node<'_>) -> Result<Option<(&'static str, &'static str)>, Gap> {
    if !listener.flag("AclStatus")? {
        return Ok(Some(("off", "未启用")));
    }
    let mut ids = listener.texts("AclIds");
    ids.extend(Some(listener.text("AclId")).filter(|id| ids.is_empty() && !id.is_empty()));
    if ids.is_empty() {
        return Ok(Some(("no list bound", "未绑定策略组")));
    }
    let acls = instance.account().list(&slb::ACLS);
    let mut ranges = Vec::new();
    for id in ids {
        let Some(acl) = acls.items.iter().find(|acl| acl.id() == id && acl.region() == instance.region()) else {
            return match acls.gaps.into_iter().find(|(at, _)| at.region == instance.region()) {
                Some((_, gap)) => Err(gap),
                None => unknown(format!("the list {id} is not listed"), format!("未列出策略组 {id}")),
            };
        };
        for entry in acl.items_of(&slb::ACL)? {
            ranges.push(entry.str("AclEntryIP")?);
        }
    }
    // Without entries a list of either kind lets everyone through.
    if ranges.is_empty() {
        return Ok(Some(("empty list", "策略组为空")));
    }
    match listener.str("AclType")?.to_ascii_lowercase().as_str() {
        "black" => return Ok(None),
        "white" => {}
        _ => return Err(listener.lacks("AclType")),
    }
    if addresses::cover_everyone(ranges.iter().copied()) {
        return Ok(Some(("whitelist of everyone", "白名单为全网段")));
    }
    match addresses::unreadable(ranges) {
        Some(entry) => unknown(format!("the entry {entry} is no address range"), format!("条目 {entry} 不是地址段")),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const ACL: &[(&str, &str)] = &[("AclId", "acl-1")];

    fn listening(status: &str, kind: &str, acl: &str) -> Fixture {
        let ids: Vec<_> = Some(acl).filter(|id| !id.is_empty()).into_iter().collect();
        let listener = json!([{ "LoadBalancerId": "lb-1", "ListenerProtocol": "tcp", "ListenerPort": 443,
            "Status": "running", "AclStatus": status, "AclType": kind, "AclIds": ids }]);
        Fixture::new()
            .list(&slb::LOAD_BALANCERS, json!([{ "LoadBalancerId": "lb-1" }]))
            .list(&slb::LISTENERS, listener)
            .list(&slb::ACLS, json!([{ "AclId": "acl-1" }]))
    }

    #[test]
    fn a_bound_list_must_hold_someone_off() {
        for (status, kind, acl, entries, expected) in [
            ("on", "white", "acl-1", vec!["10.0.0.0/8"], Pass),
            ("on", "black", "acl-1", vec!["203.0.113.0/24"], Pass),
            ("off", "white", "acl-1", vec!["10.0.0.0/8"], Fail),
            ("on", "white", "", vec!["10.0.0.0/8"], Fail),
            ("on", "white", "acl-1", vec![], Fail),
            ("on", "black", "acl-1", vec![], Fail),
            ("on", "white", "acl-1", vec!["0.0.0.0/0"], Fail),
            ("on", "white", "acl-1", vec!["0.0.0.0/1", "128.0.0.0/1"], Fail),
            ("on", "white", "acl-2", vec!["10.0.0.0/8"], NotAssessed),
            ("on", "grey", "acl-1", vec!["0.0.0.0/0"], NotAssessed),
            ("on", "white", "acl-1", vec!["everyone"], NotAssessed),
        ] {
            let rows: Vec<_> = entries.iter().map(|entry| json!({ "AclEntryIP": entry })).collect();
            let account = listening(status, kind, acl).detail_list(&slb::ACL, ACL, json!(rows));
            assert_eq!(account.verdict(&CHECK), expected, "{status} {kind} {acl} {entries:?}");
        }
    }

    #[test]
    fn missing_answers_are_no_verdict() {
        assert_eq!(listening("on", "white", "acl-1").denied(&slb::ACL, ACL).verdict(&CHECK), NotAssessed);
        let instance = || Fixture::new().list(&slb::LOAD_BALANCERS, json!([{ "LoadBalancerId": "lb-1" }]));
        assert_eq!(instance().denied(&slb::LISTENERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(instance().list(&slb::LISTENERS, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(Fixture::new().denied(&slb::LOAD_BALANCERS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&slb::LOAD_BALANCERS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
