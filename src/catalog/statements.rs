//! What people sign: attestations (a statement that a control is met, with evidence) and exceptions (a risk accepted
//! for a time).

use std::ops::Range;

use serde::Serialize;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime};

use super::yaml::{DataError, Document, Fields, Node};
use crate::domain::ControlStatus;
use crate::text::Text;

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
    /// The first day it counts.
    #[serde(serialize_with = "iso_date")]
    pub effective_from: Date,
    /// The last day it counts.
    #[serde(serialize_with = "iso_date")]
    pub valid_until: Date,
    /// Files that support it.
    pub files: Vec<String>,
    /// For the provider's documents: which document.
    pub document: Option<String>,
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

fn iso_date<S: serde::Serializer>(date: &Date, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&date.to_string())
}

impl Attestation {
    /// Whether it counts at a moment; days are those of the moment's own time zone.
    pub fn state(&self, at: OffsetDateTime) -> StatementState {
        let day = at.date();
        if day > self.valid_until {
            StatementState::Expired
        } else if day < self.effective_from.max(self.signed_on) {
            StatementState::NotYet
        } else {
            StatementState::InDate
        }
    }
}

impl Exception {
    /// Whether it counts at a moment.
    pub fn state(&self, at: OffsetDateTime) -> StatementState {
        if at >= self.expires {
            StatementState::Expired
        } else if at.date() < self.opened_on {
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
}

const STATUS: &[(&str, ControlStatus)] = &[
    ("met", ControlStatus::Met),
    ("partially_met", ControlStatus::PartiallyMet),
    ("not_met", ControlStatus::NotMet),
    ("not_applicable", ControlStatus::NotApplicable),
];
const KIND: &[(&str, AttestationKind)] =
    &[("attestation", AttestationKind::Attestation), ("inherited", AttestationKind::Inherited)];

/// Reads an attestations file: `attestations:`, a list.
pub fn parse_attestations(doc: &Document) -> Result<Vec<Attestation>, DataError> {
    let f = doc.fields();
    let list: Vec<Attestation> = f.list("attestations").iter().filter_map(|n| attestation(doc, n)).collect();
    f.need("attestations");
    f.finish(&["attestations"]);
    done(doc, list, |a| &a.id)
}

/// Reads an exceptions file: `exceptions:`, a list.
pub fn parse_exceptions(doc: &Document) -> Result<Vec<Exception>, DataError> {
    let f = doc.fields();
    let list: Vec<Exception> = f.list("exceptions").iter().filter_map(|n| exception(doc, n)).collect();
    f.need("exceptions");
    f.finish(&["exceptions"]);
    done(doc, list, |e| &e.id)
}

fn done<T>(doc: &Document, list: Vec<T>, id: impl Fn(&T) -> &str) -> Result<Vec<T>, DataError> {
    let mut ids: Vec<&str> = list.iter().map(&id).collect();
    ids.sort_unstable();
    for pair in ids.windows(2).filter(|p| p[0] == p[1] && !p[0].is_empty()) {
        doc.report(0..1, format!("the id `{}` stands twice", pair[0]), "in this file", None);
    }
    match doc.take_problems() {
        problems if problems.is_empty() => Ok(list),
        problems => Err(DataError { problems }),
    }
}

/// A text in both languages, or one text that stands for both: people sign in one language.
fn spoken(f: &Fields<'_>, key: &str) -> Text {
    match f.get(key) {
        Some(node) if f.doc().text_of(node).is_some() => Text::same(f.text(key)),
        _ => f.bilingual(key),
    }
}

fn date(f: &Fields<'_>, key: &str) -> Option<Date> {
    let node = f.need(key)?;
    let parsed = f.doc().text_of(node).and_then(|t| Date::parse(&t, format_description!("[year]-[month]-[day]")).ok());
    if parsed.is_none() {
        f.doc().report(
            node.span.clone(),
            format!("`{key}` must be a date"),
            "not a date",
            Some("write 2026-11-25".into()),
        );
    }
    parsed
}

fn attestation(doc: &Document, node: &Node) -> Option<Attestation> {
    let f = Fields::new(doc, node);
    let kind = f.choice_opt("kind", KIND).unwrap_or(AttestationKind::Attestation);
    let status = f.choice("status", STATUS);
    let signed_on = date(&f, "signed_on");
    let effective_from = if f.get("effective_from").is_some() { date(&f, "effective_from") } else { signed_on };
    let valid_until = date(&f, "valid_until");
    let words = |key| f.words(key).into_iter().map(|(w, _): (String, Range<usize>)| w).collect::<Vec<_>>();
    let (controls, sections) = (words("controls"), words("sections"));
    if controls.is_empty() && sections.is_empty() {
        doc.report(f.span(), "the attestation names no control", "`controls` or `sections` is missing", None);
    }
    if let (Some(from), Some(until)) = (effective_from, valid_until)
        && from > until
    {
        doc.report(f.get("valid_until")?.span.clone(), "it ends before it begins", "before its first day", None);
    }
    let framework = f.text_opt("framework");
    if framework.is_none()
        && let Some(at) = f.get("sections")
    {
        doc.report(
            at.span.clone(),
            "sections are named alike in several catalogues",
            "of which one?",
            Some("add `framework:`, `framework: mlps` for example".into()),
        );
    }
    let document = f.text_opt("document");
    if kind == AttestationKind::Inherited && document.is_none() {
        doc.report(f.span(), "an inherited statement cites a document", "`document` is missing", None);
    }
    let (id, statement) = (f.text("id"), spoken(&f, "statement"));
    let (person, role, files) = (f.text("person"), f.text("role"), words("files"));
    f.finish(&[
        "id",
        "kind",
        "framework",
        "controls",
        "sections",
        "status",
        "statement",
        "person",
        "role",
        "signed_on",
        "effective_from",
        "valid_until",
        "files",
        "document",
    ]);
    Some(Attestation {
        id,
        kind,
        framework,
        controls,
        sections,
        status: status?,
        statement,
        person,
        role,
        signed_on: signed_on?,
        effective_from: effective_from?,
        valid_until: valid_until?,
        files,
        document,
    })
}

fn exception(doc: &Document, node: &Node) -> Option<Exception> {
    let f = Fields::new(doc, node);
    let words = |key| f.words(key).into_iter().map(|(w, _): (String, Range<usize>)| w).collect::<Vec<_>>();
    let (controls, resources, check) = (words("controls"), words("resources"), f.text_opt("check"));
    if controls.is_empty() && check.is_none() {
        doc.report(
            f.span(),
            "the exception names neither a control nor a check",
            "`controls` or `check` is missing",
            None,
        );
    }
    if let (Some(id), Some(at)) = (&check, f.get("check"))
        && crate::checks::find(id).is_none()
    {
        let near = super::yaml::nearest(id, crate::checks::all().iter().map(|c| c.id));
        doc.report(
            at.span.clone(),
            format!("there is no check `{id}`"),
            "unknown check",
            near.map(|n| format!("did you mean `{n}`?")),
        );
    }
    let (owner, approver) = (f.text("owner"), f.text("approver"));
    let plain = |name: &str| name.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    if !owner.is_empty() && plain(&owner) == plain(&approver) {
        doc.report(
            f.get("approver")?.span.clone(),
            "the owner of a risk cannot accept it",
            "the same person",
            Some("name another person as approver".into()),
        );
    }
    let opened_on = date(&f, "opened_on");
    let expires = f.need("expires").and_then(|n| {
        let parsed = f.doc().text_of(n).and_then(|t| OffsetDateTime::parse(&t, &Rfc3339).ok());
        if parsed.is_none() {
            doc.report(
                n.span.clone(),
                "`expires` must be a moment with its time zone",
                "not such a moment",
                Some("write 2026-12-31T23:59:59+08:00".into()),
            );
        }
        parsed
    });
    let (id, reason, compensating_control) = (f.text("id"), spoken(&f, "reason"), spoken(&f, "compensating_control"));
    let framework = f.text_opt("framework");
    f.finish(&[
        "id",
        "framework",
        "controls",
        "check",
        "resources",
        "owner",
        "approver",
        "reason",
        "compensating_control",
        "opened_on",
        "expires",
    ]);
    Some(Exception {
        id,
        framework,
        controls,
        check,
        resources,
        owner,
        approver,
        reason,
        compensating_control,
        opened_on: opened_on?,
        expires: expires?,
    })
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const GOOD: &str = "exceptions:\n- id: E1\n  check: oss-bucket-not-public\n  owner: 王\n  approver: 李\n  reason: {en: a, zh: 甲}\n  compensating_control: {en: b, zh: 乙}\n  opened_on: 2026-10-01\n  expires: 2026-12-31T23:59:59+08:00\n";

    #[test]
    fn an_exception_is_void_from_its_end_on_in_its_own_zone() {
        let doc = Document::parse("e.yaml", GOOD).expect("YAML");
        let all = parse_exceptions(&doc).expect("valid");
        let e = &all[0];
        assert_eq!(e.state(datetime!(2026-12-31 15:59:58 UTC)), StatementState::InDate);
        assert_eq!(e.state(datetime!(2026-12-31 15:59:59 UTC)), StatementState::Expired);
        assert_eq!(e.state(datetime!(2026-09-30 0:00 UTC)), StatementState::NotYet);
    }

    #[test]
    fn nobody_accepts_his_own_risk() {
        let doc = Document::parse("e.yaml", &GOOD.replace("李", "王")).expect("YAML");
        let error = parse_exceptions(&doc).expect_err("same person");
        assert!(error.problems[0].message.contains("cannot accept"));
    }

    #[test]
    fn an_end_without_a_zone_is_refused() {
        let doc = Document::parse("e.yaml", &GOOD.replace("+08:00", "")).expect("YAML");
        assert!(parse_exceptions(&doc).is_err());
    }

    #[test]
    fn a_statement_in_one_language_stands_for_both() {
        let text = "attestations:\n- id: A1\n  controls: [8.1.6.4]\n  status: met\n  statement: 已发布\n  person: 张三\n  role: 安全负责人\n  signed_on: 2026-11-01\n  valid_until: 2027-10-31\n";
        let all = parse_attestations(&Document::parse("a.yaml", text).expect("YAML")).expect("valid");
        assert_eq!(all[0].statement, Text::same("已发布"));
        assert_eq!(all[0].effective_from, all[0].signed_on);
        assert_eq!(all[0].state(datetime!(2027-11-01 0:00 UTC)), StatementState::Expired);
    }
}
