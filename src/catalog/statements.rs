//! What people sign: attestations (a statement that a control is met, with evidence) and exceptions (a risk accepted
//! for a time).
//!
//! What counts on a day: an attestation that was in force (`effective_from`), that was signed by then, and that has not
//! ended. It ends on its last day, with the document that it cites, or with the longest validity that the organisation
//! allows, whichever comes first. An exception ends at its moment, when it is closed, or with the longest term for the
//! worst severity that it covers. `added_on` says when the entry came into the file; it changes nothing, but a report
//! says when an entry was added after the report's day.

mod edit;
mod lint;
mod people;
mod read;
mod terms;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;
use time::{Date, Duration, OffsetDateTime};

use crate::domain::{ControlStatus, Severity};
use crate::text::Text;

pub use edit::{EditError, Edited, Entry, append, next_id, quote, set};
pub use lint::{Ids, Shelf, lint_attestations, lint_exceptions, rfc3339};
pub use people::same_person;
pub use read::{parse_attestations, parse_exceptions, read_attestations, read_exceptions};
pub use terms::Terms;

/// A person's signed statement on controls, or a citation of the provider's documents.
#[derive(Clone, Debug, Serialize)]
pub struct Attestation {
    /// Identifier within the file.
    pub id: String,
    /// A person's statement, or the provider's documents.
    pub kind: AttestationKind,
    /// The catalogue whose controls are meant. Without it, only ids count, which no two catalogues share.
    pub framework: Option<String>,
    /// Controls by id; with `framework` also by printed number or alias.
    pub controls: Vec<String>,
    /// Sections of `framework` by id: every control in them.
    pub sections: Vec<String>,
    /// What the statement says of the controls.
    pub status: ControlStatus,
    /// The statement.
    pub statement: Text,
    /// Who signed, or for the provider's documents who looked at them.
    pub person: String,
    /// In what role.
    pub role: String,
    /// When it was signed.
    #[serde(serialize_with = "iso_date")]
    pub signed_on: Date,
    /// When the entry was added to the file; the day of signing, unless the file says otherwise.
    #[serde(serialize_with = "iso_date")]
    pub added_on: Date,
    /// The first day of which it speaks; may lie before the day of signing.
    #[serde(serialize_with = "iso_date")]
    pub effective_from: Date,
    /// The last day it counts.
    #[serde(serialize_with = "iso_date")]
    pub valid_until: Date,
    /// Files that support it.
    pub files: Vec<CitedFile>,
    /// For the provider's documents: which document.
    pub document: Option<String>,
    /// Its number.
    pub document_number: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// The last day of the document itself.
    #[serde(serialize_with = "iso_date_opt")]
    pub document_valid_until: Option<Date>,
    /// The last day that the longest validity leaves; see [`Attestation::limit`].
    #[serde(skip)]
    pub(super) longest: Option<Date>,
    #[serde(skip)]
    pub(super) spans: Spans,
}

/// A file that supports a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CitedFile {
    /// Path relative to the YAML file, with `/`, never leading out of its folder.
    pub path: String,
    /// SHA-256 in lower-case hexadecimal: as the YAML file says it, and once the file was read, as found.
    pub sha256: Option<String>,
    /// Its size, once it was read.
    pub bytes: Option<u64>,
}

/// Whose word an attestation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AttestationKind {
    /// A person of the organisation.
    Attestation,
    /// Inherited from the provider's own filing or certificate.
    Inherited,
}

/// A risk accepted for a time. It never makes a control met: the control stays `not_met`, shown as accepted.
#[derive(Clone, Debug, Serialize)]
pub struct Exception {
    /// Identifier within the file.
    pub id: String,
    /// The catalogue whose controls are meant. Without it, only ids count, which no two catalogues share.
    pub framework: Option<String>,
    /// Controls it is for, by id, with `framework` also by printed number or alias; empty means every control that the
    /// check speaks to.
    pub controls: Vec<String>,
    /// Check id; empty means every check of the controls.
    pub check: Option<String>,
    /// Resource ids, names or ARNs; empty means all.
    pub resources: Vec<String>,
    /// Who owns the risk.
    pub owner: String,
    /// Who accepted it: another person than the owner.
    pub approver: String,
    /// Why.
    pub reason: Text,
    /// What lowers the risk meanwhile.
    pub compensating_control: Text,
    /// When it was opened.
    #[serde(serialize_with = "iso_date")]
    pub opened_on: Date,
    /// When it ends, with its time zone. From that moment on it is void.
    #[serde(with = "time::serde::rfc3339")]
    pub expires: OffsetDateTime,
    /// The day on which it was closed early, in the zone of `expires`; it is void from the beginning of that day.
    #[serde(serialize_with = "iso_date_opt")]
    pub closed_on: Option<Date>,
    /// Where the matter is followed.
    pub ticket: Option<String>,
    /// The longest term in days; see [`Exception::limit`].
    #[serde(skip)]
    pub(super) longest: Option<u16>,
    #[serde(skip)]
    pub(super) spans: Spans,
}

/// Whether a statement counts on the day of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementState {
    /// It counts.
    InDate,
    /// It does not count yet.
    NotYet,
    /// It counts no more.
    Expired,
}

/// What ends a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedBy {
    /// The end that the statement itself names.
    Term,
    /// The end of the document that it cites.
    Document,
    /// The longest term that is allowed, which is shorter than what the statement names.
    MaximumTerm,
    /// Somebody closed it.
    Closed,
}

/// Places of an entry's tokens in its file, by key; items of lists as `controls/0`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans(pub(super) BTreeMap<String, Range<usize>>);

impl Spans {
    /// The place of a key's value; that of the whole entry's first line where the key is missing.
    pub fn of(&self, key: &str) -> Range<usize> {
        self.0.get(key).or_else(|| self.0.get("")).cloned().unwrap_or(0..1)
    }

    /// The place of an item of a list.
    pub fn item(&self, key: &str, at: usize) -> Range<usize> {
        self.of(&format!("{key}/{at}"))
    }
}

fn iso_date<S: serde::Serializer>(date: &Date, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&date.to_string())
}

fn iso_date_opt<S: serde::Serializer>(date: &Option<Date>, s: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => s.serialize_str(&date.to_string()),
        None => s.serialize_none(),
    }
}

/// A day some days later; the last day that there is, where that would be beyond it.
fn later(day: Date, days: u16) -> Date {
    day.checked_add(Duration::days(i64::from(days))).unwrap_or(Date::MAX)
}

impl Attestation {
    /// Sets the longest validity. Parsing sets that of [`Terms::default`], so that forgetting this is no way around it.
    ///
    /// A citation of a document that has an end of its own ends with the document, however long that is.
    pub fn limit(&mut self, terms: &Terms) {
        self.longest = match (self.kind, self.document_valid_until) {
            (AttestationKind::Inherited, Some(_)) => None,
            _ => Some(later(self.signed_on, terms.attestation_days)),
        };
    }

    /// The last day on which it counts, and what ends it.
    pub fn end(&self) -> (Date, EndedBy) {
        [(self.document_valid_until, EndedBy::Document), (self.longest, EndedBy::MaximumTerm)]
            .into_iter()
            .filter_map(|(day, by)| Some((day?, by)))
            .fold((self.valid_until, EndedBy::Term), |first, next| if next.0 < first.0 { next } else { first })
    }

    /// The first day on which it counts: what it speaks of had begun, and it was signed.
    pub fn begin(&self) -> Date {
        self.effective_from.max(self.signed_on)
    }

    /// Whether it counts at a moment; days are those of the moment's own time zone.
    pub fn state(&self, at: OffsetDateTime) -> StatementState {
        let day = at.date();
        if day > self.end().0 {
            StatementState::Expired
        } else if day < self.begin() {
            StatementState::NotYet
        } else {
            StatementState::InDate
        }
    }

    /// Whether it says that controls fall short.
    pub fn is_shortfall(&self) -> bool {
        matches!(self.status, ControlStatus::NotMet | ControlStatus::PartiallyMet)
    }

    /// Places of its tokens.
    pub fn spans(&self) -> &Spans {
        &self.spans
    }
}

impl Exception {
    /// Sets the longest term by the worst severity among the checks that it covers; none when it covers none.
    ///
    /// Parsing sets that of its check by [`Terms::default`], and where it names controls only, the shortest: forgetting
    /// this makes a term shorter, never longer.
    pub fn limit(&mut self, worst: Option<Severity>, terms: &Terms) {
        self.longest = worst.map(|severity| terms.exception_days(severity));
    }

    /// The longest term in days, where one is known.
    pub fn longest_days(&self) -> Option<u16> {
        self.longest
    }

    fn midnight(&self, day: Date) -> OffsetDateTime {
        day.midnight().assume_offset(self.expires.offset())
    }

    /// The moment at which the longest term ends.
    pub fn longest_end(&self) -> Option<OffsetDateTime> {
        Some(self.midnight(later(self.opened_on, self.longest?)))
    }

    /// From when on it is void, and what ends it.
    pub fn end(&self) -> (OffsetDateTime, EndedBy) {
        [(self.longest_end(), EndedBy::MaximumTerm), (self.closed_on.map(|day| self.midnight(day)), EndedBy::Closed)]
            .into_iter()
            .filter_map(|(moment, by)| Some((moment?, by)))
            .fold((self.expires, EndedBy::Term), |first, next| if next.0 < first.0 { next } else { first })
    }

    /// Whether it counts at a moment; its days are those of its own time zone.
    pub fn state(&self, at: OffsetDateTime) -> StatementState {
        if at >= self.end().0 {
            StatementState::Expired
        } else if at < self.midnight(self.opened_on) {
            StatementState::NotYet
        } else {
            StatementState::InDate
        }
    }

    /// Whether it names this resource.
    pub fn covers_resource(&self, resource: &crate::domain::Resource) -> bool {
        self.resources.is_empty()
            || self
                .resources
                .iter()
                .any(|r| *r == resource.id || *r == resource.name || (*r == resource.arn && !r.is_empty()))
    }

    /// Places of its tokens.
    pub fn spans(&self) -> &Spans {
        &self.spans
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::{date, datetime, offset};

    use super::*;
    use crate::catalog::Document;

    const GOOD: &str = "exceptions:\n- id: E1\n  check: oss-bucket-not-public\n  owner: 王强\n  approver: 李敏\n  reason: {en: a, zh: 甲}\n  compensating_control: {en: b, zh: 乙}\n  opened_on: 2026-12-01\n  expires: 2026-12-30T23:59:59+08:00\n";

    fn exception(text: &str) -> Exception {
        let doc = Document::parse("e.yaml", text).expect("YAML");
        parse_exceptions(&doc).expect("valid").remove(0)
    }

    const SAID: &str = "attestations:\n- id: A1\n  controls: [8.1.6.4]\n  status: met\n  statement: 已发布\n  person: 张三\n  role: 安全负责人\n  signed_on: 2026-11-01\n  valid_until: 2027-10-31\n";

    fn attestation(text: &str) -> Attestation {
        parse_attestations(&Document::parse("a.yaml", text).expect("YAML")).expect("valid").remove(0)
    }

    #[test]
    fn an_exception_is_void_from_its_end_on_in_its_own_zone() {
        let e = exception(GOOD);
        assert_eq!(e.state(datetime!(2026-12-30 15:59:58 UTC)), StatementState::InDate);
        assert_eq!(e.state(datetime!(2026-12-30 15:59:59 UTC)), StatementState::Expired);
        assert_eq!(e.state(datetime!(2026-11-30 15:59:59 UTC)), StatementState::NotYet);
        assert_eq!(e.state(datetime!(2026-11-30 16:00 UTC)), StatementState::InDate, "midnight in its own zone");
    }

    #[test]
    fn a_term_beyond_the_longest_is_cut_by_severity() {
        let mut e = exception(&GOOD.replace("2026-12-30T", "2027-12-30T"));
        // The check is critical: 30 days, without anybody having asked for the limit.
        assert_eq!(e.end(), (datetime!(2026-12-31 0:00 +8), EndedBy::MaximumTerm));
        assert_eq!(e.state(datetime!(2026-12-30 23:59:59 +8)), StatementState::InDate);
        assert_eq!(e.state(datetime!(2026-12-31 0:00 +8)), StatementState::Expired);
        let mut terms = Terms::default();
        for (severity, days) in [
            (Severity::Critical, 30),
            (Severity::High, 90),
            (Severity::Medium, 180),
            (Severity::Low, 365),
            (Severity::Informational, 365),
        ] {
            e.limit(Some(severity), &terms);
            assert_eq!(e.end(), (datetime!(2026-12-01 0:00 +8) + Duration::days(days), EndedBy::MaximumTerm));
        }
        terms.exception_days.insert(Severity::Critical, 400);
        e.limit(Some(Severity::Critical), &terms);
        assert_eq!(e.end(), (e.expires, EndedBy::Term), "the organisation allows more");
        e.limit(None, &terms);
        assert_eq!(e.end(), (e.expires, EndedBy::Term), "nothing is covered, nothing is cut");
    }

    #[test]
    fn an_exception_of_controls_alone_has_the_shortest_term_until_somebody_looks() {
        let text =
            GOOD.replace("check: oss-bucket-not-public", "controls: [8.1.4.1.d]").replace("2026-12-30", "2027-06-30");
        assert_eq!(exception(&text).end(), (datetime!(2026-12-31 0:00 +8), EndedBy::MaximumTerm));
    }

    #[test]
    fn a_closed_exception_is_void_from_that_day() {
        let e = exception(&format!("{GOOD}  closed_on: 2026-12-10\n  ticket: OPS-1\n"));
        assert_eq!(e.end(), (datetime!(2026-12-10 0:00 +8), EndedBy::Closed));
        assert_eq!(e.state(datetime!(2026-12-09 23:59:59 +8)), StatementState::InDate);
        assert_eq!(e.state(datetime!(2026-12-10 0:00 +8)), StatementState::Expired);
    }

    #[test]
    fn a_statement_in_one_language_stands_for_both() {
        let a = attestation(SAID);
        assert_eq!(a.statement, Text::same("已发布"));
        assert_eq!((a.effective_from, a.added_on), (a.signed_on, a.signed_on));
        assert_eq!(a.state(datetime!(2027-11-01 0:00 UTC)), StatementState::Expired);
    }

    #[test]
    fn a_policy_in_force_since_january_counts_from_the_day_it_is_attested() {
        let a = attestation(
            &SAID
                .replace(
                    "signed_on: 2026-11-01",
                    "signed_on: 2026-03-10\n  added_on: 2026-03-20\n  effective_from: 2026-01-01",
                )
                .replace("2027-10-31", "2026-12-31"),
        );
        assert_eq!(a.begin(), date!(2026 - 03 - 10));
        assert_eq!(a.state(datetime!(2026-03-09 12:00 +8)), StatementState::NotYet);
        assert_eq!(a.state(datetime!(2026-03-10 0:00 +8)), StatementState::InDate, "signed, and in force");
        assert_eq!(a.state(datetime!(2026-12-31 23:59 +8)), StatementState::InDate, "the last day counts");
        let later = attestation(&SAID.replace("signed_on", "effective_from: 2026-12-01\n  signed_on"));
        assert_eq!(later.state(datetime!(2026-11-30 12:00 +8)), StatementState::NotYet, "signed, not yet in force");
    }

    #[test]
    fn a_statement_beyond_the_longest_validity_ends_with_it() {
        let mut a = attestation(&SAID.replace("2027-10-31", "2030-10-31"));
        assert_eq!(a.end(), (date!(2027 - 11 - 02), EndedBy::MaximumTerm));
        a.limit(&Terms { attestation_days: 3000, ..Terms::default() });
        assert_eq!(a.end(), (date!(2030 - 10 - 31), EndedBy::Term));
    }

    #[test]
    fn an_inherited_statement_ends_with_its_document() {
        let cited = |more: &str| {
            attestation(&SAID.replace("  status", &format!("  kind: inherited\n  document: 备案证明\n  document_number: \"1\"\n  issuer: 公安机关\n{more}  status")).replace("2027-10-31", "2029-10-31"))
        };
        let a = cited("  document_valid_until: 2027-01-15\n");
        assert_eq!(a.end(), (date!(2027 - 01 - 15), EndedBy::Document));
        assert_eq!(a.state(datetime!(2027-01-15 23:59 +8)), StatementState::InDate);
        assert_eq!(a.state(datetime!(2027-01-16 0:00 +8)), StatementState::Expired);
        let a = cited("  document_valid_until: 2031-01-15\n");
        assert_eq!(a.end(), (date!(2029 - 10 - 31), EndedBy::Term), "the document is what limits it");
        let a = cited("");
        assert_eq!(a.end().1, EndedBy::MaximumTerm, "a document without an end does not make a statement endless");
    }

    fn rank(state: StatementState) -> u8 {
        match state {
            StatementState::NotYet => 0,
            StatementState::InDate => 1,
            StatementState::Expired => 2,
        }
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (0_i64..4000).prop_map(|n| date!(2020 - 01 - 01) + Duration::days(n))
    }

    fn any_moment() -> impl Strategy<Value = OffsetDateTime> {
        (0_i64..4000 * 86_400).prop_map(|n| datetime!(2020-01-01 0:00 +8) + Duration::seconds(n))
    }

    proptest! {
        #[test]
        fn the_state_of_an_attestation_never_goes_back(
            days in (any_day(), any_day(), any_day(), proptest::option::of(any_day())),
            inherited: bool, most in 1_u16..2000, moments in proptest::collection::vec(any_moment(), 2..12),
        ) {
            let mut a = attestation(SAID);
            (a.signed_on, a.effective_from, a.valid_until, a.document_valid_until) = days;
            a.kind = if inherited { AttestationKind::Inherited } else { AttestationKind::Attestation };
            a.limit(&Terms { attestation_days: most, ..Terms::default() });
            let mut moments = moments;
            moments.sort();
            let ranks: Vec<u8> = moments.iter().map(|m| rank(a.state(*m))).collect();
            prop_assert!(ranks.is_sorted(), "{:?}", ranks);
            for m in moments {
                if a.state(m) == StatementState::InDate {
                    prop_assert!(m.date() >= a.signed_on && m.date() >= a.effective_from && m.date() <= a.valid_until);
                }
            }
        }

        #[test]
        fn the_state_of_an_exception_never_goes_back(
            opened in any_day(), expires in any_moment(), closed in proptest::option::of(any_day()), zone in -12_i8..=14,
            severity in 0_usize..6, moments in proptest::collection::vec((any_moment(), -12_i8..=14), 2..12),
        ) {
            let at = |hours: i8| time::UtcOffset::from_hms(hours, 0, 0).expect("an offset");
            let mut e = exception(GOOD);
            (e.opened_on, e.expires, e.closed_on) = (opened, expires.to_offset(at(zone)), closed);
            e.limit(Severity::ALL.get(severity).copied(), &Terms::default());
            let mut moments: Vec<OffsetDateTime> = moments.into_iter().map(|(m, zone)| m.to_offset(at(zone))).collect();
            moments.sort();
            let ranks: Vec<u8> = moments.iter().map(|m| rank(e.state(*m))).collect();
            prop_assert!(ranks.is_sorted(), "whatever the zone in which one asks: {:?}", ranks);
            for m in moments {
                if e.state(m) == StatementState::InDate {
                    prop_assert!(m < e.expires);
                    prop_assert!(m.to_offset(offset!(UTC)) < e.end().0);
                }
            }
        }
    }
}
