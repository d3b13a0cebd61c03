//! Anti-DDoS access logs are on for all domains.

use crate::api::ddoscoo;
use crate::checks::cloudfw_log_analysis::full;
use crate::checks::ddos_protection_enabled::in_service;
use crate::checks::sas_edition::every_place;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Account, Logic, Outcome, Reply, not_applicable, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "ddos-log-analysis",
    severity: Severity::Medium,
    effort: Effort::Project,
    resource: "account",
    title: Phrase {
        en: "Anti-DDoS access logs are on for all domains", zh: "DDoS 高防日志分析已对全部域名开启"
    },
    pass_when: Phrase {
        en: "DescribeSlsOpenStatus and DescribeWebAccessLogDispatchStatus are read at each centre with an instance in service; passes when the log service is open and each domain has Enable true. Without an instance or a domain the check is not applicable; Ttl is shown as evidence.",
        zh: "在有正常运行实例的服务中心读取 DescribeSlsOpenStatus 与 DescribeWebAccessLogDispatchStatus；日志服务已开通且各域名 Enable 均为 true 即通过，无实例或未接入域名的不适用，Ttl 作为证据展示。",
    },
    risk: Phrase {
        en: "Without these logs the course of an attack and its sources cannot be shown.",
        zh: "缺少日志时，无法还原攻击过程与来源。",
    },
    remediation: Phrase {
        en: "Buy log analysis in the Anti-DDoS console and switch it on for each domain, with 180 days or more.",
        zh: "在 DDoS 高防控制台开通全量日志分析并对各域名启用，存储时长设为 180 天以上。",
    },
    cli: "aliyun ddoscoo EnableWebAccessLogConfig --Domain <domain>",
    reads: &[&ddoscoo::INSTANCES, &ddoscoo::LOG_OPEN, &ddoscoo::LOG_DOMAINS, &ddoscoo::LOG_STORE],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Log Analysis for Anti-DDoS Instances" },
        Covers { source: "cis-2.0", rule: "2.6" },
    ],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let places = account.places(&ddoscoo::INSTANCES).into_iter();
    let said = places.filter_map(|place| Some((place, logs(account, place).transpose()?)));
    every_place(said.collect(), || {
        not_applicable(
            "no Anti-DDoS instance in service with a web site at either centre",
            "两个服务中心均无正常运行且已接入网站的 DDoS 高防实例",
        )
    })
}

/// Whether every web site of a centre is logged, with the words; `None` without an instance or a web site.
fn logs(account: &Account<'_>, place: &str) -> Result<Option<(bool, String, String)>, Gap> {
    let instances = account.list(&ddoscoo::INSTANCES);
    if let Some((_, gap)) = instances.gaps.into_iter().find(|(at, _)| at.region == place) {
        return Err(gap);
    }
    let mut serving = false;
    for instance in instances.items.iter().filter(|instance| instance.place() == place) {
        serving |= in_service(instance)?;
    }
    if !serving {
        return Ok(None);
    }
    let sites = account.ask_in(&ddoscoo::LOG_DOMAINS, place)?.must()?.items();
    if sites.is_empty() {
        return Ok(None);
    }
    if !account.ask_in(&ddoscoo::LOG_OPEN, place)?.must()?.flag("SlsOpenStatus")? {
        return Ok(Some((false, "the log service is not open".into(), "日志服务未开通".into())));
    }
    let (all, mut off) = (sites.len(), Vec::new());
    for site in &sites {
        if !site.flag("Enable")? {
            off.push(site.text("Domain"));
        }
    }
    let store = account.ask_in(&ddoscoo::LOG_STORE, place).ok().and_then(Reply::got);
    let days = store.as_ref().and_then(|store| store.maybe_int("Ttl"));
    // What is full takes no more.
    if let (true, Some((used, quota))) = (off.is_empty(), store.as_ref().and_then(|store| full(store))) {
        return unknown(
            format!(
                "{place}: the log storage is full (Used {used} of Quota {quota}); whether new logs are stored is not told"
            ),
            format!("{place}：日志存储空间已满（Used {used}，Quota {quota}），无法确认新日志是否仍在存储"),
        );
    }
    let days = days.map_or_else(|| "?".to_owned(), |days| days.to_string());
    Ok(Some(if off.is_empty() {
        (
            true,
            format!("all {all} domains are logged, kept {days} days"),
            format!("{all} 个域名均已开启，留存 {days} 天"),
        )
    } else {
        let (count, names) = (off.len(), off.join(", "));
        (
            false,
            format!("{count} of {all} domains are not logged: {names}"),
            format!("{all} 个域名中有 {count} 个未开启：{names}"),
        )
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn instance() -> Fixture {
        instance_with(1)
    }

    fn instance_with(status: i64) -> Fixture {
        let instances = json!([{ "InstanceId": "ddoscoo-1", "Status": status, "Enabled": 1 }]);
        Fixture::new().list(&ddoscoo::INSTANCES, instances).list_in(&ddoscoo::INSTANCES, "ap-southeast-1", json!([]))
    }

    fn logs(open: bool, sites: Value) -> Fixture {
        logs_of(instance(), open, sites)
    }

    fn logs_of(instance: Fixture, open: bool, sites: Value) -> Fixture {
        instance
            .answer(&ddoscoo::LOG_OPEN, json!({ "SlsOpenStatus": open }))
            .answer(&ddoscoo::LOG_STORE, json!({ "Ttl": 180 }))
            .list(&ddoscoo::LOG_DOMAINS, sites)
    }

    #[test]
    fn every_domain_must_be_logged() {
        for (open, second, expected) in [(true, true, Pass), (true, false, Fail), (false, true, Fail)] {
            let sites = json!([
                { "Domain": "shop.example.com", "Enable": true },
                { "Domain": "api.example.com", "Enable": second },
            ]);
            assert_eq!(logs(open, sites).verdict(&CHECK), expected, "{open} {second}");
        }
    }

    #[test]
    fn an_expired_instance_does_not_count_and_full_storage_is_a_hole() {
        let sites = || json!([{ "Domain": "shop.example.com", "Enable": true }]);
        assert_eq!(logs_of(instance_with(2), true, sites()).verdict(&CHECK), NotApplicable);
        let store = |used: i64| json!({ "Ttl": 180, "Used": used, "Quota": 1000 });
        assert_eq!(logs(true, sites()).instead(&ddoscoo::LOG_STORE, store(999)).verdict(&CHECK), Pass);
        assert_eq!(logs(true, sites()).instead(&ddoscoo::LOG_STORE, store(1000)).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn without_instance_or_site_it_is_not_applicable_and_holes_are_holes() {
        assert_eq!(logs(true, json!([])).verdict(&CHECK), NotApplicable);
        let none = Fixture::new().list(&ddoscoo::INSTANCES, json!([]));
        let none = none.list_in(&ddoscoo::INSTANCES, "ap-southeast-1", json!([]));
        assert_eq!(none.verdict(&CHECK), NotApplicable);
        assert_eq!(instance().verdict(&CHECK), NotAssessed);
        assert_eq!(logs(true, json!([{ "Domain": "shop.example.com" }])).verdict(&CHECK), NotAssessed);
        assert_eq!(logs(true, json!([])).denied(&ddoscoo::LOG_DOMAINS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }
}
