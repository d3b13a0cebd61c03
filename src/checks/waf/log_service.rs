//! WAF logs are stored in Log Service for all objects.

use std::collections::BTreeSet;

use crate::api::{waf, waf_v2};
use crate::checks::sas_edition::every_place;
use crate::checks::waf_enabled::wafs;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, not_applicable, unknown};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "waf-log-service",
    severity: Severity::Medium,
    effort: Effort::Switch,
    resource: "account",
    title: Phrase {
        en: "WAF logs are stored in Log Service for all objects", zh: "WAF 日志已对全部防护对象开启"
    },
    pass_when: Phrase {
        en: "DescribeUserWafLogStatus and DescribeResourceLogStatus are read; the account passes when LogStatus is normal and each protected object has Status true (WAF 2.0: SlsLogActive 1). No instance is not applicable.",
        zh: "读取 DescribeUserWafLogStatus 与 DescribeResourceLogStatus；LogStatus 为 normal 且各防护对象 Status 为 true（WAF 2.0 为 SlsLogActive 等于 1）即通过，未开通的不适用。",
    },
    risk: Phrase {
        en: "Without request logs web attacks cannot be analysed or proven.",
        zh: "缺少访问日志时，Web 攻击无法分析与取证。",
    },
    remediation: Phrase {
        en: "Switch on the log service of WAF, enable it for each protected object, and keep the logs 180 days or more.",
        zh: "开通 WAF 日志服务并对各防护对象启用，留存 180 天以上。",
    },
    cli: "aliyun waf-openapi ModifyResourceLogStatus --InstanceId <instance-id> --RegionId cn-hangzhou --Resource <protected-object> --Status true",
    reads: &[
        &waf::INSTANCE,
        &waf::LOG_STATUS,
        &waf::OBJECTS,
        &waf::OBJECT_LOG,
        &waf_v2::INSTANCE,
        &waf_v2::LOG_STATUS,
        &waf_v2::DOMAINS,
    ],
    params: &[],
    covers: &[
        Covers { source: "trend-vision-one", rule: "Enable Simple Log Service for Web Application Firewall" },
        Covers { source: "cis-2.0", rule: "2.7" },
    ],
    references: &[],
    logic: Logic::Account(judge),
};

/// Whether the logs of an instance are complete, with the words; `None` when nothing is connected to it.
type Logs = Result<Option<(bool, String, String)>, Gap>;

fn judge(account: &Account<'_>) -> Outcome {
    let wafs = wafs(account);
    let empty = wafs.v3.is_empty() && wafs.v2.is_empty();
    let v3 = wafs.v3.iter().map(|instance| (instance.id(), logs_v3(instance)));
    let v2 = wafs.v2.iter().map(|instance| (instance.id(), logs_v2(instance)));
    let known = v3.chain(v2).filter_map(|(id, logs)| Some((id, logs.transpose()?)));
    let holes = wafs.gaps.iter().map(|(_, gap)| ("", Err(gap.clone())));
    every_place(known.chain(holes).collect(), || match empty {
        true => not_applicable("there is no WAF", "未开通 Web 应用防火墙"),
        false => not_applicable("nothing is connected to WAF", "WAF 中没有防护对象"),
    })
}

fn logs_v3(instance: &Item<'_>) -> Logs {
    let objects = instance.items_of(&waf::OBJECTS)?;
    if objects.is_empty() {
        return Ok(None);
    }
    if instance.maybe_flag("Details.LogService") == Some(false) {
        return Ok(Some((false, "the log service is not bought".into(), "未购买日志服务".into())));
    }
    let service = instance.ask(&waf::LOG_STATUS)?.must()?;
    let service = service.str("LogStatus")?;
    if service != "normal" {
        return Ok(Some((false, format!("LogStatus is {service}"), format!("LogStatus 为 {service}"))));
    }
    let mut off = Vec::new();
    for object in &objects {
        let answer = object.ask(&waf::OBJECT_LOG)?.must()?;
        let states = answer.items();
        let state = states.iter().find(|state| state.text("Resource") == object.id());
        if !state.ok_or_else(|| answer.lacks("Result"))?.flag("Status")? {
            off.push(object.id());
        }
    }
    Ok(Some(count(objects.len(), &off)))
}

fn logs_v2(instance: &Item<'_>) -> Logs {
    let domains = instance.items_of(&waf_v2::LOG_STATUS)?;
    // A domain that is connected, but of whose logs nothing is said.
    let told: BTreeSet<_> = domains.iter().map(|domain| domain.text("Domain")).collect();
    if let Some(name) = instance.items_of(&waf_v2::DOMAINS)?.iter().find(|name| !told.contains(name.text(""))) {
        let name = name.text("");
        return unknown(
            format!("the state of the logs of {name} is not told"),
            format!("返回中没有域名 {name} 的日志状态"),
        );
    }
    let mut off = Vec::new();
    for domain in &domains {
        if domain.int("SlsLogActive")? != 1 {
            off.push(domain.text("Domain"));
        }
    }
    Ok((!domains.is_empty()).then(|| count(domains.len(), &off)))
}

fn count(all: usize, off: &[&str]) -> (bool, String, String) {
    if off.is_empty() {
        let en = format!("all {all} protected objects are logged");
        return (true, en, format!("{all} 个防护对象均已开启日志"));
    }
    let (count, names) = (off.len(), off.iter().take(5).copied().collect::<Vec<_>>().join(", "));
    (
        false,
        format!("{count} of {all} protected objects are not logged: {names}"),
        format!("{all} 个防护对象中有 {count} 个未开启日志：{names}"),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::checks::waf_enabled::fixtures::{V2, V3, none, v2, v3};
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const OBJECT: &[(&str, &str)] = &[("InstanceId", "waf-3"), ("Resources", "shop-waf")];

    fn old(names: &[&str], logs: Value) -> Fixture {
        let account = v2().detail(&waf_v2::DOMAINS, V2, json!({ "DomainNames": names }));
        account.detail_list(&waf_v2::LOG_STATUS, V2, logs)
    }

    fn object() -> Fixture {
        v3().detail_list(&waf::OBJECTS, V3, json!([{ "Resource": "shop-waf" }]))
    }

    fn logs(service: &str, on: bool) -> Fixture {
        object().detail(&waf::LOG_STATUS, V3, json!({ "LogStatus": service })).detail_list(
            &waf::OBJECT_LOG,
            OBJECT,
            json!([{ "Resource": "shop-waf", "Status": on }]),
        )
    }

    #[test]
    fn the_service_and_every_object_must_be_on() {
        for (service, on, expected) in [("normal", true, Pass), ("normal", false, Fail), ("releasing", true, Fail)] {
            assert_eq!(logs(service, on).verdict(&CHECK), expected, "{service} {on}");
        }
        for (active, expected) in [(1, Pass), (0, Fail)] {
            let domains = json!([{ "Domain": "shop.example.com", "SlsLogActive": active }]);
            assert_eq!(old(&["shop.example.com"], domains).verdict(&CHECK), expected, "{active}");
        }
    }

    #[test]
    fn nothing_to_log_is_not_applicable() {
        assert_eq!(none().verdict(&CHECK), NotApplicable);
        assert_eq!(v3().detail_list(&waf::OBJECTS, V3, json!([])).verdict(&CHECK), NotApplicable);
        assert_eq!(old(&[], json!([])).verdict(&CHECK), NotApplicable);
    }

    #[test]
    fn a_domain_without_a_word_on_its_logs_is_a_hole() {
        assert_eq!(old(&["shop.example.com"], json!([])).verdict(&CHECK), NotAssessed);
        let one = json!([{ "Domain": "shop.example.com", "SlsLogActive": 1 }]);
        assert_eq!(old(&["shop.example.com", "api.example.com"], one).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(object().verdict(&CHECK), NotAssessed);
        assert_eq!(logs("normal", true).denied(&waf::OBJECT_LOG, OBJECT).verdict(&CHECK), NotAssessed);
        assert_eq!(logs("normal", true).denied(&waf_v2::INSTANCE, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(none().denied(&waf::INSTANCE, &[]).verdict(&CHECK), NotAssessed);
    }
}
