//! What ends soon, and what ended lately: for whoever must look again before controls lose their statements.

use time::{Date, Duration, OffsetDateTime};

use super::{Assessment, Used};
use crate::catalog::{Attestation, AttestationKind, EndedBy, Exception, StatementState};

/// How many days back and ahead are looked at.
const HORIZON: i64 = 90;

/// When a statement ends, seen from the report's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema)]
pub enum Bucket {
    /// Within the last 90 days.
    #[serde(rename = "expired")]
    Expired,
    /// Within 30 days.
    #[serde(rename = "30_days")]
    Within30,
    /// Within 60 days.
    #[serde(rename = "60_days")]
    Within60,
    /// Within 90 days.
    #[serde(rename = "90_days")]
    Within90,
}

/// What it is that ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpiryKind {
    /// A person's statement.
    Attestation,
    /// A citation of the provider's document.
    Inherited,
    /// An accepted risk.
    Exception,
}

/// A statement that ends or has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expiry {
    /// What it is.
    pub kind: ExpiryKind,
    /// Its id.
    pub id: String,
    /// The last day on which it counts, in the report's time zone.
    pub last_day: Date,
    /// Days from the report's day to that day; negative when it has passed.
    pub days_left: i64,
    /// When that is.
    pub bucket: Bucket,
    /// What ends it.
    pub by: EndedBy,
    /// Controls that lose it and that no other statement covers then (indexes).
    pub controls: Vec<usize>,
    /// Controls for which another statement stands then (indexes).
    pub replaced: Vec<usize>,
    /// Who must act.
    pub person: String,
    /// The check and resources of an exception.
    pub scope: Vec<String>,
}

/// Statements that end within 90 days after the report's moment or have ended within 90 days before it, by day. An
/// exception that somebody closed is no news, and one for another catalogue is none here.
pub fn expiring(assessment: &Assessment) -> Vec<Expiry> {
    let mut list = Vec::new();
    for used in assessment.attestations.iter().filter(|a| !a.controls.is_empty()) {
        list.extend(attestation(assessment, used));
    }
    let here = |e: &Exception| e.framework.as_deref().is_none_or(|id| id == assessment.framework.catalogue.id);
    for used in assessment.exceptions.iter().filter(|e| here(&e.statement)) {
        list.extend(exception(assessment, used));
    }
    list.sort_by(|a, b| (a.last_day, a.kind, &a.id).cmp(&(b.last_day, b.kind, &b.id)));
    list
}

fn bucket(state: StatementState, days_left: i64) -> Option<Bucket> {
    match (state, days_left) {
        (StatementState::Expired, _) if days_left >= -HORIZON => Some(Bucket::Expired),
        (StatementState::InDate, ..=30) => Some(Bucket::Within30),
        (StatementState::InDate, ..=60) => Some(Bucket::Within60),
        (StatementState::InDate, ..=HORIZON) => Some(Bucket::Within90),
        _ => None,
    }
}

/// The moment at which others must stand in: now, or when it ends.
fn afterwards(as_of: OffsetDateTime, state: StatementState, end: OffsetDateTime) -> OffsetDateTime {
    if state == StatementState::Expired { as_of } else { end }
}

fn attestation(assessment: &Assessment, used: &Used<Attestation>) -> Option<Expiry> {
    let as_of = assessment.as_of;
    let a = &used.statement;
    let (last_day, by) = a.end();
    let days_left = (last_day - as_of.date()).whole_days();
    let bucket = bucket(used.state, days_left)?;
    let next = last_day.next_day().unwrap_or(last_day).midnight().assume_offset(as_of.offset());
    let then = afterwards(as_of, used.state, next);
    let (replaced, controls) = used.controls.iter().copied().partition(|control| {
        assessment.attestations.iter().any(|other| {
            !std::ptr::eq(other, used)
                && other.controls.contains(control)
                && !other.statement.is_shortfall()
                && other.statement.state(then) == StatementState::InDate
        })
    });
    Some(Expiry {
        kind: match a.kind {
            AttestationKind::Attestation => ExpiryKind::Attestation,
            AttestationKind::Inherited => ExpiryKind::Inherited,
        },
        id: a.id.clone(),
        last_day,
        days_left,
        bucket,
        by,
        controls,
        replaced,
        person: a.person.clone(),
        scope: Vec::new(),
    })
}

fn exception(assessment: &Assessment, used: &Used<Exception>) -> Option<Expiry> {
    let as_of = assessment.as_of;
    let e = &used.statement;
    let (end, by) = e.end();
    if by == EndedBy::Closed {
        return None;
    }
    // Void from a moment on: the last day is that of the second before.
    let last = end.checked_sub(Duration::SECOND)?.checked_to_offset(as_of.offset())?;
    let days_left = (last.date() - as_of.date()).whole_days();
    let bucket = bucket(used.state, days_left)?;
    let then = afterwards(as_of, used.state, end);
    // Which findings another one would cover is not kept, so only one as wide in check and resources stands in.
    let stands_in = |other: &Used<Exception>| {
        let o = &other.statement;
        !std::ptr::eq(other, used)
            && (o.check.is_none() || o.check == e.check)
            && (o.resources.is_empty()
                || (!e.resources.is_empty() && e.resources.iter().all(|r| o.resources.contains(r))))
            && o.state(then) == StatementState::InDate
    };
    let (replaced, controls) = used.controls.iter().copied().partition(|control| {
        assessment.exceptions.iter().any(|other| other.controls.contains(control) && stands_in(other))
    });
    Some(Expiry {
        kind: ExpiryKind::Exception,
        id: e.id.clone(),
        last_day: last.date(),
        days_left,
        bucket,
        by,
        controls,
        replaced,
        person: e.owner.clone(),
        scope: e.check.iter().chain(&e.resources).cloned().collect(),
    })
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;
    use crate::assess::{Tally, assess};
    use crate::catalog::{Document, parse_attestations, parse_exceptions};
    use crate::data::Library;

    const AS_OF: OffsetDateTime = datetime!(2026-11-25 23:59:59 +8);

    fn assessed(attestations: &str, exceptions: &str) -> Assessment {
        let library = Library::default();
        let (catalogue, framework) = library.framework("mlps-l3").expect("built in");
        let mapping = library.mapping(&catalogue).expect("built in");
        let parse = |text: &str| Document::parse("t.yaml", text).expect("YAML");
        let list =
            |key: &str, text: &str| parse(&format!("{key}:{}{text}", if text.is_empty() { " []" } else { "\n" }));
        let attestations = parse_attestations(&list("attestations", attestations)).expect("valid");
        let exceptions = parse_exceptions(&list("exceptions", exceptions)).expect("valid");
        let tally = Tally::new([&mapping], exceptions);
        assess(&framework, &mapping, &tally, &attestations, AS_OF)
    }

    fn a(id: &str, signed: &str, until: &str) -> String {
        format!(
            "- {{id: {id}, controls: [8.1.6.4], status: met, statement: s, person: 张三, role: r, signed_on: {signed}, valid_until: {until}}}\n"
        )
    }

    const E: &str = "- {id: E, check: vpc-flow-log-enabled, owner: 王强, approver: 李敏, reason: r, compensating_control: c, opened_on: 2026-10-15, expires: \"2026-12-25T23:59:59+08:00\"}\n";

    #[test]
    fn statements_are_sorted_into_30_60_and_90_days() {
        let days = [
            "2026-08-26",
            "2026-08-27",
            "2026-11-24",
            "2026-11-25",
            "2026-12-25",
            "2026-12-26",
            "2027-01-24",
            "2027-02-23",
            "2027-02-24",
        ];
        let text: String = days.iter().map(|d| a(d, "2026-05-01", d)).collect();
        let list = expiring(&assessed(&text, E));
        let rows: Vec<(&str, i64, Bucket)> = list.iter().map(|x| (x.id.as_str(), x.days_left, x.bucket)).collect();
        assert_eq!(
            rows,
            [
                ("2026-08-27", -90, Bucket::Expired),
                ("2026-11-24", -1, Bucket::Expired),
                ("2026-11-25", 0, Bucket::Within30),
                ("2026-12-25", 30, Bucket::Within30),
                ("E", 30, Bucket::Within30),
                ("2026-12-26", 31, Bucket::Within60),
                ("2027-01-24", 60, Bucket::Within60),
                ("2027-02-23", 90, Bucket::Within90),
            ]
        );
        assert_eq!(list.iter().find(|x| x.id == "E").map(|x| x.last_day), Some(date!(2026 - 12 - 25)));
    }

    #[test]
    fn a_statement_that_follows_keeps_the_controls() {
        let old = a("old", "2025-12-01", "2026-11-20");
        let lost = expiring(&assessed(&old, ""));
        assert_eq!((lost[0].controls.len(), lost[0].replaced.len()), (1, 0));
        let kept = expiring(&assessed(&format!("{old}{}", a("new", "2026-11-01", "2027-10-31")), ""));
        assert_eq!((kept[0].controls.len(), kept[0].replaced.len()), (0, 1));
        let short = a("new", "2026-11-01", "2027-10-31").replace("status: met", "status: not_met");
        assert_eq!(expiring(&assessed(&format!("{old}{short}"), ""))[0].controls.len(), 1, "a shortfall keeps nothing");
    }

    #[test]
    fn what_was_closed_or_is_cut_is_told_apart() {
        let closed = E.replace("expires", "closed_on: 2026-11-20, expires");
        assert_eq!(expiring(&assessed("", &closed)), []);
        let cut = E.replace("2026-10-15", "2026-06-01");
        let list = expiring(&assessed("", &cut));
        assert_eq!(list[0].by, EndedBy::MaximumTerm, "a medium check: 180 days");
        assert_eq!((list[0].last_day, list[0].bucket), (date!(2026 - 11 - 27), Bucket::Within30));
    }

    #[test]
    fn a_document_of_the_provider_answers_no_control_of_the_customer() {
        let text = "- {id: P, kind: inherited, document: d, document_number: n, issuer: i, framework: mlps, controls: [8.1.6.4], sections: [PES], status: met, statement: s, person: 张三, role: r, signed_on: 2026-05-01, valid_until: 2026-12-31}\n";
        let of = |text: &str| {
            let done = assessed(text, "");
            let used = &done.attestations[0];
            let at = done.framework.controls.iter().position(|c| c.id == "8.1.6.4").expect("there");
            (used.controls.len(), used.refused == [at], done.controls[at].status)
        };
        use crate::domain::ControlStatus::{NeedsAttestation, NotMet};
        assert_eq!(of(text), (22, true, NeedsAttestation));
        assert_eq!(of(&text.replace("status: met", "status: not_met")), (23, false, NotMet), "a shortfall is believed");
    }
}
