//! Security Center runs in Advanced edition or higher.

use time::OffsetDateTime;

use crate::api::sas;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Account, Answer, Logic, Outcome, Reply, fail, not_applicable, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sas-edition",
    severity: Severity::Medium,
    effort: Effort::Project,
    resource: "account",
    title: Phrase {
        en: "Security Center runs in Advanced edition or higher", zh: "云安全中心为高级版及以上"
    },
    pass_when: Phrase {
        en: "DescribeVersionConfig is read; the account passes when Version (or HighestVersion for multi-edition, PostPayHostVersion for pay-as-you-go) is 3 Enterprise, 5 Advanced or 7 Ultimate and has not expired.",
        zh: "读取 DescribeVersionConfig；Version（多版本看 HighestVersion，按量付费看 PostPayHostVersion）为 3 企业版、5 高级版或 7 旗舰版且未到期即通过。",
    },
    risk: Phrase {
        en: "The free and anti-virus editions lack most detection and fixing functions that hosts need.",
        zh: "免费版与防病毒版缺少主机所需的多数检测与修复能力。",
    },
    remediation: Phrase {
        en: "Buy or upgrade Security Center and bind the licences to all hosts; the edition alone protects nothing.",
        zh: "购买或升级云安全中心并将授权绑定到全部主机；仅有版本并不等于已防护。",
    },
    cli: "",
    reads: &[&sas::VERSION],
    params: &[],
    covers: &[
        Covers { source: "prowler", rule: "securitycenter_advanced_or_enterprise_edition" },
        Covers { source: "trend-vision-one", rule: "Security Center Plan" },
        Covers { source: "cloud-config", rule: "security-center-version-check" },
        Covers { source: "cis-2.0", rule: "8.1" },
    ],
    references: &[],
    logic: Logic::Account(judge),
};

fn judge(account: &Account<'_>) -> Outcome {
    let mut trial = false;
    let said = account.replies(&sas::VERSION).into_iter().map(|(place, reply)| {
        let said = reply.and_then(Reply::must).and_then(|config| {
            let edition = edition(&config, account.now())?;
            trial |= edition.advanced() && config.maybe_int("IsTrialVersion") == Some(1);
            let (en, zh) = edition.text();
            Ok((edition.advanced(), en, zh))
        });
        (place, said)
    });
    let outcome = any_place(said.collect());
    match trial {
        true => outcome.map(|v| v.bounded("it is a trial, which ends by itself", "该版本为试用版，到期自动失效")),
        false => outcome,
    }
}

/// The best edition of a centre that is in force.
pub(super) struct Edition {
    /// Its number; 1 is free.
    version: i64,
    /// A better one that was paid for and has ended.
    ended: Option<OffsetDateTime>,
}

impl Edition {
    /// Enterprise, Advanced or Ultimate.
    fn advanced(&self) -> bool {
        matches!(self.version, 3 | 5 | 7)
    }

    /// More than the free edition protects hosts.
    pub(super) fn paid(&self) -> bool {
        self.advanced() || self.version == 6
    }

    fn text(&self) -> (String, String) {
        let (en, zh) = match self.version {
            1 => ("Free", "免费版"),
            3 => ("Enterprise", "企业版"),
            5 => ("Advanced", "高级版"),
            6 => ("Anti-virus", "防病毒版"),
            7 => ("Ultimate", "旗舰版"),
            10 => ("value-added services only", "仅增值服务"),
            _ => ("unknown", "未知版本"),
        };
        match self.ended.map(OffsetDateTime::date) {
            Some(day) => (
                format!("edition {en} ({}), what was bought ended on {day}", self.version),
                format!("{zh}（{}），已购版本已于 {day} 到期", self.version),
            ),
            None => (format!("edition {en} ({})", self.version), format!("{zh}（{}）", self.version)),
        }
    }
}

/// Reads the edition: bought for a term (8 holds several), or paid by use.
pub(super) fn edition(config: &Answer<'_>, now: OffsetDateTime) -> Result<Edition, Gap> {
    let version = config.int("Version")?;
    let by_use = config.maybe_flag("IsPostpay") == Some(true) && config.maybe_int("PostPayStatus") != Some(2);
    if by_use {
        // Other modules can be paid by use without the one for hosts.
        let edition = Edition { version: config.maybe_int("PostPayHostVersion").unwrap_or(1), ended: None };
        if edition.paid() {
            return Ok(edition);
        }
    }
    let bought = if version == 8 { config.int("HighestVersion")? } else { version };
    if bought == 1 {
        return Ok(Edition { version: 1, ended: None });
    }
    let ends = config.moment("ReleaseTime")?;
    let over = ends < now;
    Ok(Edition { version: if over { 1 } else { bought }, ended: over.then_some(ends) })
}

/// What one place says of a rule: whether it is met, and the actual value in both languages.
pub(super) type Said = Result<(bool, String, String), Gap>;

/// The rule is met when one place meets it: a place that does decides, then a hole.
pub(super) fn any_place(said: Vec<(&str, Said)>) -> Outcome {
    let (good, bad, gap) = sort(said);
    match gap {
        _ if !good.0.is_empty() => pass(good.0, good.1),
        Some(gap) => Err(gap),
        None => fail(bad.0, bad.1),
    }
}

/// The rule is met when every place that counts meets it: a place that does not decides, then a hole. `none` is the
/// verdict when no place counts.
pub(super) fn every_place(said: Vec<(&str, Said)>, none: impl FnOnce() -> Outcome) -> Outcome {
    let (good, bad, gap) = sort(said);
    match gap {
        _ if !bad.0.is_empty() => fail(bad.0, bad.1),
        Some(gap) => Err(gap),
        None if good.0.is_empty() => none(),
        None => pass(good.0, good.1),
    }
}

type Texts = (String, String);

fn sort(said: Vec<(&str, Said)>) -> (Texts, Texts, Option<Gap>) {
    let (mut good, mut bad, mut gap) = (Texts::default(), Texts::default(), None);
    for (place, said) in said {
        match said {
            Ok((met, en, zh)) => {
                let texts = if met { &mut good } else { &mut bad };
                let (comma, stop) = if texts.0.is_empty() { ("", "") } else { ("; ", "；") };
                texts.0.push_str(&format!("{comma}{place}: {en}"));
                texts.1.push_str(&format!("{stop}{place}：{zh}"));
            }
            Err(hole) => gap = gap.or(Some(hole)),
        }
    }
    (good, bad, gap)
}

/// The centres that count for functions of Security Center: those with a bought edition, and where no centre has one,
/// those that know servers. A centre that is merely there, free and empty, does not count; one whose edition could not
/// be read comes with the hole.
pub(super) fn places<'a>(account: &'a Account<'a>) -> Vec<(&'a str, Result<(), Gap>)> {
    let (mut places, mut free, mut bought) = (Vec::new(), Vec::new(), false);
    for (place, reply) in account.replies(&sas::VERSION) {
        match reply.and_then(Reply::must).and_then(|config| edition(&config, account.now())) {
            Ok(edition) if edition.paid() => {
                bought = true;
                places.push((place, Ok(())));
            }
            Ok(_) => free.push(place),
            Err(gap) => places.push((place, Err(gap))),
        }
    }
    for place in free.into_iter().filter(|_| !bought) {
        match account.ask_in(&sas::INSTANCES, place) {
            Ok(Reply::Got(servers)) if !servers.items().is_empty() => places.push((place, Ok(()))),
            Ok(_) => {}
            Err(gap) => places.push((place, Err(gap))),
        }
    }
    places
}

/// Judges every centre that counts.
pub(super) fn centres(account: &Account<'_>, judge: impl Fn(&str) -> Said) -> Outcome {
    let said = places(account).into_iter().map(|(place, known)| (place, known.and_then(|()| judge(place))));
    every_place(said.collect(), || {
        not_applicable(
            "no edition of Security Center is bought and it knows no server",
            "未购买云安全中心付费版本，且其中没有服务器",
        )
    })
}

#[cfg(test)]
pub(super) mod fixtures {
    use serde_json::json;

    use super::sas;
    use crate::evaluate::fixture::Fixture;

    /// An account that bought Enterprise for the mainland and nothing elsewhere, where it has no servers.
    pub(in crate::checks) fn bought() -> Fixture {
        Fixture::new()
            .answer(&sas::VERSION, json!({ "Version": 3, "IsPostpay": false, "ReleaseTime": 1_830_000_000_000_u64 }))
            .answer_in(&sas::VERSION, "ap-southeast-1", json!({ "Version": 1, "IsPostpay": false }))
            .list_in(&sas::INSTANCES, "ap-southeast-1", json!([]))
    }

    /// An account with the free edition at both centres and one server in the mainland.
    pub(in crate::checks) fn free() -> Fixture {
        let free = json!({ "Version": 1, "IsPostpay": false });
        Fixture::new()
            .answer(&sas::VERSION, free.clone())
            .answer_in(&sas::VERSION, "ap-southeast-1", free)
            .list(&sas::INSTANCES, json!([{ "InstanceId": "i-1" }]))
            .list_in(&sas::INSTANCES, "ap-southeast-1", json!([]))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const INTL: &str = "ap-southeast-1";

    fn with(mainland: Value, elsewhere: Value) -> Fixture {
        Fixture::new().answer(&sas::VERSION, mainland).answer_in(&sas::VERSION, INTL, elsewhere)
    }

    fn version(version: i64) -> Value {
        json!({ "Version": version, "HighestVersion": 6, "IsPostpay": false, "ReleaseTime": 1_830_000_000_000_u64 })
    }

    #[test]
    fn advanced_enterprise_and_ultimate_pass_at_either_centre() {
        for (number, expected) in [(1, Fail), (3, Pass), (5, Pass), (6, Fail), (7, Pass), (8, Fail), (10, Fail)] {
            assert_eq!(with(version(number), version(1)).verdict(&CHECK), expected, "{number}");
            assert_eq!(with(version(1), version(number)).verdict(&CHECK), expected, "{number} elsewhere");
        }
    }

    #[test]
    fn several_editions_by_use_and_ended_ones() {
        let mut several = version(8);
        several["HighestVersion"] = json!(7);
        assert_eq!(with(several, version(1)).verdict(&CHECK), Pass);
        for (state, expected) in [(1, Pass), (2, Fail)] {
            let by_use = json!({ "Version": 1, "IsPostpay": true, "PostPayStatus": state, "PostPayHostVersion": 7 });
            assert_eq!(with(by_use, version(1)).verdict(&CHECK), expected, "{state}");
        }
        let ended = json!({ "Version": 7, "IsPostpay": false, "ReleaseTime": 1_700_000_000_000_u64 });
        assert_eq!(with(ended, version(1)).verdict(&CHECK), Fail);
        let trial = json!({ "Version": 7, "ReleaseTime": 1_830_000_000_000_u64, "IsTrialVersion": 1 });
        assert!(with(trial, version(1)).finding(&CHECK).caution.is_some());
    }

    #[test]
    fn a_hole_is_no_verdict_unless_the_other_centre_decides() {
        let half = |v| Fixture::new().denied(&sas::VERSION, &[]).answer_in(&sas::VERSION, INTL, version(v));
        assert_eq!(half(1).verdict(&CHECK), NotAssessed);
        assert_eq!(half(5).verdict(&CHECK), Pass);
        assert_eq!(with(json!({ "SasLog": 1 }), version(1)).verdict(&CHECK), NotAssessed);
        assert_eq!(with(json!({ "Version": 3 }), version(1)).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().verdict(&CHECK), NotAssessed);
    }
}
