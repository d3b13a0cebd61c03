//! Web Application Firewall is in service.

use crate::api::{waf, waf_v2};
use crate::checks::sas_edition::any_place;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Resource, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, fail};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "waf-enabled",
    severity: Severity::High,
    effort: Effort::Project,
    resource: "account",
    title: Phrase { en: "Web Application Firewall is in service", zh: "Web 应用防火墙已开通且状态正常" },
    pass_when: Phrase {
        en: "DescribeInstance (WAF 3.0) and DescribeInstanceInfo (WAF 2.0) are read for cn-hangzhou and ap-southeast-1; the account passes when one of them returns an InstanceId with Status 1 (normal, not expired).",
        zh: "在 cn-hangzhou 与 ap-southeast-1 读取 DescribeInstance（WAF 3.0）与 DescribeInstanceInfo（WAF 2.0）；任一返回 InstanceId 且 Status 为 1（正常、未到期）即通过。",
    },
    risk: Phrase {
        en: "Web sites without a WAF face injection, crawlers and new exploits directly.",
        zh: "未部署 WAF 的网站直接面对注入、爬虫与新型漏洞攻击。",
    },
    remediation: Phrase {
        en: "Buy WAF 3.0, then connect the web entry points; an instance without any domain protects nothing.",
        zh: "开通 WAF 3.0 并接入 Web 入口；未接入域名的实例不产生防护作用。",
    },
    cli: "",
    reads: &[&waf::INSTANCE, &waf_v2::INSTANCE],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "use-waf-instance-for-security-protection" }],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let (mut said, mut trial) = (Vec::new(), false);
    for (generation, list) in [("3.0", &waf::INSTANCE), ("2.0", &waf_v2::INSTANCE)] {
        let listing = account.list(list);
        said.extend(listing.gaps.into_iter().map(|(_, gap)| ("", Err(gap))));
        for instance in listing.items.iter().filter(|instance| !instance.id().is_empty()) {
            let status = instance.int("Status").map(|status| {
                trial |= status == 1 && instance.maybe_int("Trial") == Some(1);
                let en = format!("WAF {generation} {} has Status {status}", instance.id());
                (status == 1, en, format!("WAF {generation} 实例 {} 的 Status 为 {status}", instance.id()))
            });
            said.push((instance.region(), status));
        }
    }
    if said.is_empty() {
        return fail(
            "no instance of WAF 3.0 or 2.0 at either centre (cn-hangzhou, ap-southeast-1)",
            "两个服务中心（cn-hangzhou、ap-southeast-1）均无 WAF 3.0 或 2.0 实例",
        );
    }
    let outcome = any_place(said);
    match trial {
        true => {
            outcome.map(|v| v.bounded("an instance is a trial, which ends by itself", "存在试用实例，到期自动失效"))
        }
        false => outcome,
    }
}

/// The instances of both generations that are in force, and the holes.
pub(super) struct Wafs<'a> {
    /// WAF 3.0.
    pub(super) v3: Vec<Item<'a>>,
    /// WAF 2.0.
    pub(super) v2: Vec<Item<'a>>,
    /// Centres of which it is not known.
    pub(super) gaps: Vec<(Resource, Gap)>,
}

/// Reads the instances. One that has expired protects nothing and does not count.
pub(super) fn wafs<'a>(account: &'a Account<'a>) -> Wafs<'a> {
    let mut gaps = Vec::new();
    let mut read = |call| {
        let listing = account.list(call);
        gaps.extend(listing.gaps);
        let mut good = Vec::new();
        for instance in listing.items.into_iter().filter(|instance| !instance.id().is_empty()) {
            match instance.int("Status") {
                Ok(1) => good.push(instance),
                Ok(_) => {}
                Err(gap) => gaps.push((instance.resource(), gap)),
            }
        }
        good
    };
    let (v3, v2) = (read(&waf::INSTANCE), read(&waf_v2::INSTANCE));
    Wafs { v3, v2, gaps }
}

#[cfg(test)]
pub(super) mod fixtures {
    use serde_json::{Value, json};

    use super::{waf, waf_v2};
    use crate::evaluate::fixture::Fixture;

    /// The centre outside the mainland.
    pub(in crate::checks) const INTL: &str = "ap-southeast-1";
    /// The parameters that name the instance of WAF 3.0.
    pub(in crate::checks) const V3: &[(&str, &str)] = &[("InstanceId", "waf-3")];
    /// The parameters that name the instance of WAF 2.0.
    pub(in crate::checks) const V2: &[(&str, &str)] = &[("InstanceId", "waf-2")];

    /// An account with these answers of the mainland and nothing elsewhere.
    pub(in crate::checks) fn mainland(v3: Value, v2: Value) -> Fixture {
        Fixture::new()
            .answer(&waf::INSTANCE, v3)
            .answer(&waf_v2::INSTANCE, v2)
            .answer_in(&waf::INSTANCE, INTL, json!({}))
            .answer_in(&waf_v2::INSTANCE, INTL, json!({ "InstanceInfo": { "PayType": 0 } }))
    }

    /// An account with WAF 3.0 for the mainland.
    pub(in crate::checks) fn v3() -> Fixture {
        mainland(json!({ "InstanceId": "waf-3", "Status": 1 }), json!({}))
    }

    /// An account with WAF 2.0 for the mainland.
    pub(in crate::checks) fn v2() -> Fixture {
        mainland(json!({}), json!({ "InstanceInfo": { "InstanceId": "waf-2", "Status": 1 } }))
    }

    /// An account without WAF.
    pub(in crate::checks) fn none() -> Fixture {
        mainland(json!({}), json!({ "InstanceInfo": { "PayType": 0 } }))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::fixtures::{INTL, mainland, none, v2, v3};
    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    #[test]
    fn either_generation_at_either_centre_is_enough() {
        assert_eq!(v3().verdict(&CHECK), Pass);
        assert_eq!(v2().verdict(&CHECK), Pass);
        assert_eq!(none().verdict(&CHECK), Fail);
        let elsewhere = Fixture::new()
            .answer(&waf::INSTANCE, json!({}))
            .answer(&waf_v2::INSTANCE, json!({}))
            .answer_in(&waf::INSTANCE, INTL, json!({ "InstanceId": "waf-3", "Status": 1 }));
        assert_eq!(elsewhere.verdict(&CHECK), Pass);
    }

    #[test]
    fn a_trial_bounds_the_pass() {
        assert!(v2().finding(&CHECK).caution.is_none());
        let trial = json!({ "InstanceInfo": { "InstanceId": "waf-2", "Status": 1, "Trial": 1 } });
        assert!(mainland(json!({}), trial).finding(&CHECK).caution.is_some());
    }

    #[test]
    fn an_expired_instance_fails() {
        for status in [2, 3] {
            let expired = mainland(json!({ "InstanceId": "waf-3", "Status": status }), json!({}));
            assert_eq!(expired.verdict(&CHECK), Fail, "{status}");
        }
        let expired = mainland(json!({}), json!({ "InstanceInfo": { "InstanceId": "waf-2", "Status": 0 } }));
        assert_eq!(expired.verdict(&CHECK), Fail);
    }

    #[test]
    fn a_hole_is_no_verdict_unless_another_answer_decides() {
        assert_eq!(none().denied(&waf::INSTANCE, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(none().denied(&waf_v2::INSTANCE, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(v3().denied(&waf_v2::INSTANCE, &[]).verdict(&CHECK), Pass);
        assert_eq!(mainland(json!({ "InstanceId": "waf-3" }), json!({})).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }
}
