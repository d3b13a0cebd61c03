//! Cloud Firewall is in service.

use crate::api::cloudfw;
use crate::checks::sas_edition::{Said, any_place, every_place};
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Account, Logic, Outcome, Reply, not_applicable};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "cloudfw-enabled",
    severity: Severity::Medium,
    effort: Effort::Project,
    resource: "account",
    title: Phrase { en: "Cloud Firewall is in service", zh: "云防火墙已开通且状态正常" },
    pass_when: Phrase {
        en: "DescribeUserBuyVersion is read at both centres (mainland, international); the account passes when UserStatus is true and InstanceStatus is normal.",
        zh: "在境内与国际两个服务中心读取 DescribeUserBuyVersion；UserStatus 为 true 且 InstanceStatus 为 normal 即通过。",
    },
    risk: Phrase {
        en: "Without a firewall there is no single place to control and record traffic at the internet and VPC borders.",
        zh: "未部署防火墙时，互联网与 VPC 边界缺少统一的访问控制与流量记录点。",
    },
    remediation: Phrase {
        en: "Buy Cloud Firewall in an edition with the borders you need and put the public assets under protection.",
        zh: "购买满足边界防护需要的云防火墙版本，并将公网资产纳入防护。",
    },
    cli: "",
    reads: &[&cloudfw::VERSION],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "use-cloud-fire-wall-for-security-protection" }],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let replies = account.replies(&cloudfw::VERSION).into_iter();
    any_place(replies.map(|(place, reply)| (place, reply.and_then(state))).collect())
}

/// Whether the firewall of a centre is in service.
fn state(reply: Reply<'_>) -> Said {
    let Some(version) = reply.got() else { return Ok((false, "not bought".into(), "未购买".into())) };
    // A trial or nothing at all is `free`, whatever else the answer holds.
    let status = version.text("InstanceStatus");
    let valid = status != "free" && version.flag("UserStatus")?;
    if valid && status.is_empty() {
        return Err(version.lacks("InstanceStatus"));
    }
    let words = format!("UserStatus {valid}, InstanceStatus {status}");
    Ok((valid && status == "normal", words.clone(), words))
}

/// The centres at which the firewall is in service, and those of which it is not known.
pub(super) fn in_service<'a>(account: &'a Account<'a>) -> Vec<(&'a str, Result<(), Gap>)> {
    let replies = account.replies(&cloudfw::VERSION).into_iter();
    let known = replies.map(|(place, reply)| (place, reply.and_then(state)));
    let counts = known.filter(|(_, said)| !matches!(said, Ok((false, ..))));
    counts.map(|(place, said)| (place, said.map(|_| ()))).collect()
}

/// The verdict where no firewall is in service.
pub(super) fn not_in_service() -> Outcome {
    not_applicable("Cloud Firewall is not in service at either centre", "境内与国际服务中心均未开通云防火墙")
}

/// Judges every centre at which the firewall is in service.
pub(super) fn centres(account: &Account<'_>, judge: impl Fn(&str) -> Said) -> Outcome {
    let said = in_service(account).into_iter().map(|(place, known)| (place, known.and_then(|()| judge(place))));
    every_place(said.collect(), not_in_service)
}

#[cfg(test)]
pub(super) mod fixtures {
    use serde_json::json;

    use super::cloudfw;
    use crate::evaluate::fixture::Fixture;

    /// The centre outside the mainland.
    pub(in crate::checks) const INTL: &str = "ap-southeast-1";

    /// An account with a firewall for the mainland and none elsewhere.
    pub(in crate::checks) fn bought() -> Fixture {
        let version = json!({ "UserStatus": true, "InstanceStatus": "normal", "LogStatus": true });
        let none = json!({ "UserStatus": false, "InstanceStatus": "free" });
        Fixture::new().answer(&cloudfw::VERSION, version).answer_in(&cloudfw::VERSION, INTL, none)
    }

    /// An account without a firewall.
    pub(in crate::checks) fn none() -> Fixture {
        Fixture::new().unopened(&cloudfw::VERSION, "ErrorFirewallNotActivated")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::fixtures::{INTL, bought, none};
    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    fn with(mainland: Value, elsewhere: Value) -> Fixture {
        Fixture::new().answer(&cloudfw::VERSION, mainland).answer_in(&cloudfw::VERSION, INTL, elsewhere)
    }

    #[test]
    fn one_firewall_in_service_is_enough() {
        let off = || json!({ "UserStatus": false, "InstanceStatus": "free" });
        for (user, status, expected) in [
            (true, "normal", Pass),
            (false, "normal", Fail),
            (true, "init", Fail),
            (true, "free", Fail),
            (true, "", NotAssessed),
        ] {
            let version = json!({ "UserStatus": user, "InstanceStatus": status });
            assert_eq!(with(version.clone(), off()).verdict(&CHECK), expected, "{user} {status}");
            assert_eq!(with(off(), version).verdict(&CHECK), expected, "{user} {status} elsewhere");
        }
        assert_eq!(bought().verdict(&CHECK), Pass);
        assert_eq!(none().verdict(&CHECK), Fail);
    }

    #[test]
    fn a_hole_is_no_verdict_unless_the_other_centre_decides() {
        let off = json!({ "UserStatus": false, "InstanceStatus": "free" });
        let half = Fixture::new().denied(&cloudfw::VERSION, &[]);
        assert_eq!(half.clone().answer_in(&cloudfw::VERSION, INTL, off).verdict(&CHECK), NotAssessed);
        let on = json!({ "UserStatus": true, "InstanceStatus": "normal" });
        assert_eq!(half.answer_in(&cloudfw::VERSION, INTL, on).verdict(&CHECK), Pass);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }
}
