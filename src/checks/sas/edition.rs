//! Security Center runs in Advanced edition or higher.

use time::OffsetDateTime;

use crate::api::sas;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Gap, Severity};
use crate::evaluate::{Account, Answer, Logic, Outcome, Reply, fail, not_applicable, pass, unknown};
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
    reads: &[&sas::VERSION, &sas::INSTANCES],
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
    let counted: Vec<_> = places(account).into_iter().map(|(place, _)| place).collect();
    let (mut bounds, mut said) = (Vec::new(), Vec::new());
    for (place, reply) in account.replies(&sas::VERSION) {
        let found = reply.and_then(Reply::must).and_then(|config| {
            let edition = edition(&config, account.now())?;
            if edition.advanced() && config.maybe_int("IsTrialVersion") == Some(1) {
                bounds.push(("it is a trial, which ends by itself".into(), "该版本为试用版，到期自动失效".into()));
            }
            if edition.advanced() && edition.highest {
                let en = format!("it is the highest of several editions at {place}; hosts may be bound to lower ones");
                bounds.push((en, format!("{place} 为多版本中的最高版本，部分主机可能绑定较低版本")));
            }
            let (en, zh) = edition.text();
            Ok((edition.advanced(), en, zh))
        });
        if !matches!(found, Ok((true, ..))) && counted.contains(&place) {
            let en = format!("it does not cover the servers of {place}");
            bounds.push((en, format!("该版本不覆盖 {place} 的服务器")));
        }
        said.push((place, found));
    }
    let (en, zh): (Vec<String>, Vec<String>) = bounds.into_iter().unzip();
    let outcome = any_place(said);
    match en.is_empty() {
        true => outcome,
        false => outcome.map(|v| v.bounded(en.join("; "), zh.join("；"))),
    }
}

/// The best edition of a centre that is in force.
pub(super) struct Edition {
    /// Its number; 1 is free.
    version: i64,
    /// A better one that was paid for and has ended.
    ended: Option<OffsetDateTime>,
    /// It is the best of several, to which hosts are bound one by one.
    highest: bool,
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

    /// What was bought has ended.
    pub(super) fn ended(&self) -> bool {
        self.ended.is_some()
    }

    /// The best first; between Advanced, Enterprise and Ultimate the numbers say nothing of the order.
    fn rank(&self) -> u8 {
        match self.version {
            7 => 4,
            3 => 3,
            5 => 2,
            6 => 1,
            _ => 0,
        }
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
    // Other modules can be paid by use without the one for hosts.
    let mut by_use = Edition { version: 1, ended: None, highest: true };
    if config.maybe_flag("IsPostpay") == Some(true) {
        by_use.version = config.maybe_int("PostPayHostVersion").unwrap_or(1);
        // 1 runs, 2 has stopped for want of payment.
        if by_use.paid() && config.int("PostPayStatus")? != 1 {
            by_use.version = 1;
        }
    }
    let bought = if version == 8 { config.int("HighestVersion")? } else { version };
    if bought == 1 {
        return Ok(Edition { highest: by_use.paid(), ..by_use });
    }
    let ends = match config.moment("ReleaseTime") {
        Err(_) if by_use.paid() => return Ok(by_use),
        ends => ends?,
    };
    let over = ends < now;
    let term =
        Edition { version: if over { 1 } else { bought }, ended: over.then_some(ends), highest: !over && version == 8 };
    Ok(if by_use.rank() > term.rank() { by_use } else { term })
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

/// The centres that count for functions of Security Center, and whether an edition is bought there: those with one, and those
/// that know servers, which an edition of the other centre does not cover. A centre that is merely there, free and empty, does
/// not count; one whose edition could not be read comes with the hole.
pub(super) fn places<'a>(account: &'a Account<'a>) -> Vec<(&'a str, Result<bool, Gap>)> {
    let mut places = Vec::new();
    for (place, reply) in account.replies(&sas::VERSION) {
        match reply.and_then(Reply::must).and_then(|config| edition(&config, account.now())) {
            Ok(edition) if edition.paid() => places.push((place, Ok(true))),
            Ok(_) => match account.ask_in(&sas::INSTANCES, place) {
                Ok(Reply::Got(servers)) if servers.items().is_empty() => {
                    // Neither servers nor the word that there are none.
                    if !servers.has("Instances") && servers.maybe_int("PageInfo.TotalCount") != Some(0) {
                        places.push((place, Err(servers.lacks("Instances"))));
                    }
                }
                Ok(Reply::Got(_)) => places.push((place, Ok(false))),
                Ok(_) => {}
                Err(gap) => places.push((place, Err(gap))),
            },
            Err(gap) => places.push((place, Err(gap))),
        }
    }
    places
}

/// Judges every centre that counts, for functions that the free edition has too.
pub(super) fn centres(account: &Account<'_>, judge: impl Fn(&str) -> Said) -> Outcome {
    every_centre(account, |place, _| judge(place))
}

/// Judges every centre that counts, for functions of bought editions. Where none is in force a switch can still stand as it
/// was set when one was, which says nothing of today.
pub(super) fn bought_centres(account: &Account<'_>, judge: impl Fn(&str) -> Said) -> Outcome {
    every_centre(account, |place, bought| match judge(place)? {
        (true, en, zh) if !bought => unknown(
            format!("{place}: {en}; but only the free edition is in force there, which has no such function"),
            format!("{place}：{zh}，但该服务中心仅为免费版，不具备此功能"),
        ),
        said => Ok(said),
    })
}

fn every_centre(account: &Account<'_>, judge: impl Fn(&str, bool) -> Said) -> Outcome {
    let said = places(account).into_iter().map(|(place, known)| (place, known.and_then(|bought| judge(place, bought))));
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
        let account = Fixture::new().answer(&sas::VERSION, mainland).answer_in(&sas::VERSION, INTL, elsewhere);
        account.list(&sas::INSTANCES, json!([])).list_in(&sas::INSTANCES, INTL, json!([]))
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
        let unpaid = json!({ "Version": 1, "IsPostpay": true, "PostPayHostVersion": 7 });
        assert_eq!(with(unpaid, version(1)).verdict(&CHECK), NotAssessed, "without a PostPayStatus");
        let mut both = version(7);
        both["IsPostpay"] = json!(true);
        both["PostPayStatus"] = json!(1);
        both["PostPayHostVersion"] = json!(6);
        assert_eq!(with(both, version(1)).verdict(&CHECK), Pass, "the better of two");
    }

    #[test]
    fn a_pass_is_bounded_by_what_the_edition_does_not_cover() {
        let caution = |mainland: Value, elsewhere: Value| {
            let finding = with(mainland, elsewhere).finding(&CHECK);
            assert_eq!(finding.status, Pass);
            finding.caution.map_or_else(String::new, |text| text.en.clone())
        };
        assert_eq!(caution(version(7), version(1)), "");
        let servers = with(version(7), version(1)).list_in(&sas::INSTANCES, INTL, json!([{ "InstanceId": "i-1" }]));
        let finding = servers.finding(&CHECK);
        assert_eq!(finding.caution.unwrap().en, "it does not cover the servers of ap-southeast-1");
        let trial = json!({ "Version": 7, "ReleaseTime": 1_830_000_000_000_u64, "IsTrialVersion": 1 });
        assert_eq!(caution(trial, version(7)), "it is a trial, which ends by itself");
        let mut several = version(8);
        several["HighestVersion"] = json!(7);
        assert!(caution(several, version(7)).contains("bound to lower ones"));
    }

    #[test]
    fn a_free_centre_counts_when_it_knows_servers_or_does_not_say() {
        let counted = |account: Fixture| {
            let call = &sas::BEHAVIOUR_SWITCH;
            let on = json!({ "OverallConfig": { "Config": "on" } });
            let account = account.answer(call, on.clone()).answer(&sas::ANTIVIRUS_SWITCH, on);
            account.verdict(crate::checks::find("sas-malware-quarantine").expect("it exists"))
        };
        let bought = || with(version(7), version(1));
        assert_eq!(counted(bought()), Pass);
        assert_eq!(counted(bought().instead_in(&sas::INSTANCES, INTL, json!({ "RequestId": "x" }))), NotAssessed);
        let servers = bought().list_in(&sas::INSTANCES, INTL, json!([{ "InstanceId": "i-1" }]));
        let off = json!({ "OverallConfig": { "Config": "off" } });
        let off =
            servers.answer_in(&sas::BEHAVIOUR_SWITCH, INTL, off.clone()).answer_in(&sas::ANTIVIRUS_SWITCH, INTL, off);
        assert_eq!(counted(off), Fail, "a server of the other centre");
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
