//! `dengbao.yaml`: whose system is reported on, for the cover, and who mends what by when.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Terms;
use super::yaml::{DataError, Document, Key, Node, int_of};
use crate::domain::Severity;
use crate::text::Text;

/// The organisation, its system, and the people of the report.
#[derive(Clone, Debug, Serialize)]
pub struct Organisation {
    /// The organisation; empty when not given.
    pub organisation: Text,
    /// The system under protection (定级对象).
    pub system: Text,
    /// Its grade, `S3A3G3` for example.
    pub grade: String,
    /// Filing number (备案编号).
    pub filing_number: String,
    /// Who prepared the report.
    pub prepared_by: String,
    /// Who reviewed it.
    pub reviewed_by: String,
    /// Who approved it.
    pub approved_by: String,
    /// The report's classification: `内部` for example.
    pub classification: Text,
    /// Who mends findings, by service (`oss`, `ram`); `default` is everybody else's.
    pub owners: BTreeMap<String, String>,
    /// Days that mending may take, by severity.
    pub due_days: BTreeMap<Severity, u16>,
    /// Days from signing that an attestation may count.
    pub max_attestation_days: u16,
    /// Days from opening that an exception may stand, by severity.
    pub max_exception_days: BTreeMap<Severity, u16>,
}

impl Default for Organisation {
    fn default() -> Self {
        Organisation {
            organisation: Text::default(),
            system: Text::default(),
            grade: String::new(),
            filing_number: String::new(),
            prepared_by: String::new(),
            reviewed_by: String::new(),
            approved_by: String::new(),
            classification: Text::new("Internal", "内部"),
            owners: BTreeMap::new(),
            // A proposal, not a rule of any framework; the report says so.
            due_days: [
                (Severity::Critical, 7),
                (Severity::High, 30),
                (Severity::Medium, 60),
                (Severity::Low, 90),
                (Severity::Informational, 180),
            ]
            .into(),
            max_attestation_days: Terms::default().attestation_days,
            max_exception_days: Terms::default().exception_days,
        }
    }
}

impl Organisation {
    /// Reads the file.
    pub fn parse(doc: &Document) -> Result<Organisation, DataError> {
        let f = doc.fields();
        let base = Organisation::default();
        let spoken = |key: &str| match f.get(key) {
            None => None,
            Some(node) if doc.text_of(node).is_some() => Some(Text::same(f.text(key))),
            Some(_) => f.bilingual_opt(key),
        };
        let text = |key: &str| f.text_opt(key).unwrap_or_default();
        let mut owners = BTreeMap::new();
        for (key, node) in f.map("owners") {
            match doc.text_of(node) {
                Some(person) => {
                    owners.insert(key.text.clone(), person);
                }
                None => doc.report(node.span.clone(), "an owner is a name", "not a text", None),
            }
        }
        let due_days = by_severity(doc, f.map("due_days"), &base.due_days);
        let max_exception_days = by_severity(doc, f.map("max_exception_days"), &base.max_exception_days);
        let max_attestation_days = match f.get("max_attestation_days") {
            None => base.max_attestation_days,
            Some(node) => int_of(node).and_then(|n| u16::try_from(n).ok()).filter(|n| *n > 0).unwrap_or_else(|| {
                doc.report(node.span.clone(), "a number of days is needed", "not a number of days", None);
                base.max_attestation_days
            }),
        };
        let organisation = Organisation {
            organisation: spoken("organisation").unwrap_or_default(),
            system: spoken("system").unwrap_or_default(),
            grade: text("grade"),
            filing_number: text("filing_number"),
            prepared_by: text("prepared_by"),
            reviewed_by: text("reviewed_by"),
            approved_by: text("approved_by"),
            classification: spoken("classification").unwrap_or(base.classification),
            owners,
            due_days,
            max_attestation_days,
            max_exception_days,
        };
        f.finish(&[
            "organisation",
            "system",
            "grade",
            "filing_number",
            "prepared_by",
            "reviewed_by",
            "approved_by",
            "classification",
            "owners",
            "due_days",
            "max_attestation_days",
            "max_exception_days",
        ]);
        match doc.take_problems() {
            problems if problems.is_empty() => Ok(organisation),
            problems => Err(DataError { problems }),
        }
    }

    /// How long statements may stand.
    pub fn terms(&self) -> Terms {
        Terms { attestation_days: self.max_attestation_days, exception_days: self.max_exception_days.clone() }
    }

    /// Who mends findings of a service; empty when nobody is named.
    pub fn owner_of(&self, service: &str) -> &str {
        self.owners.get(service).or_else(|| self.owners.get("default")).map_or("", String::as_str)
    }
}

/// Days by severity, over those that hold otherwise.
fn by_severity(doc: &Document, entries: &[(Key, Node)], base: &BTreeMap<Severity, u16>) -> BTreeMap<Severity, u16> {
    let mut days = base.clone();
    for (key, node) in entries {
        let severity = Severity::parse(&key.text);
        let value = int_of(node).and_then(|n| u16::try_from(n).ok());
        match (severity, value) {
            (Some(severity), Some(value)) => {
                days.insert(severity, value);
            }
            (None, _) => {
                let all: Vec<&str> = Severity::ALL.iter().map(|s| s.id()).collect();
                doc.report(
                    key.span.clone(),
                    format!("`{}` is not a severity", key.text),
                    "unknown severity",
                    Some(format!("one of: {}", all.join(", "))),
                );
            }
            (_, None) => doc.report(node.span.clone(), "a number of days is needed", "not a number of days", None),
        }
    }
    days
}
