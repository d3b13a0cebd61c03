//! Attestation and exception files as types.

use std::collections::BTreeMap;
use std::ops::Range;

use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime};

use super::{Attestation, AttestationKind, CitedFile, Exception, Spans, Terms, same_person};
use crate::catalog::yaml::{DataError, Document, Fields, Node, Value, nearest};
use crate::domain::{ControlStatus, Severity};
use crate::text::Text;

const STATUS: &[(&str, ControlStatus)] = &[
    ("met", ControlStatus::Met),
    ("partially_met", ControlStatus::PartiallyMet),
    ("not_met", ControlStatus::NotMet),
    ("not_applicable", ControlStatus::NotApplicable),
];
const KIND: &[(&str, AttestationKind)] =
    &[("attestation", AttestationKind::Attestation), ("inherited", AttestationKind::Inherited)];

/// Reads an attestations file: `attestations:`, a list.
///
/// # Errors
/// All mistakes of the file, each at its place.
pub fn parse_attestations(doc: &Document) -> Result<Vec<Attestation>, DataError> {
    let list = read_attestations(doc);
    done(doc, list)
}

/// Reads an exceptions file: `exceptions:`, a list.
///
/// # Errors
/// All mistakes of the file, each at its place.
pub fn parse_exceptions(doc: &Document) -> Result<Vec<Exception>, DataError> {
    let list = read_exceptions(doc);
    done(doc, list)
}

/// Reads what can be read of an attestations file; mistakes are noted in the document.
pub fn read_attestations(doc: &Document) -> Vec<Attestation> {
    let f = doc.fields();
    let list: Vec<Attestation> = f.list("attestations").iter().filter_map(|n| attestation(doc, n)).collect();
    f.need("attestations");
    f.finish(&["attestations"]);
    twice(doc, list.iter().map(|a| (a.id.as_str(), &a.spans)));
    list
}

/// Reads what can be read of an exceptions file; mistakes are noted in the document.
pub fn read_exceptions(doc: &Document) -> Vec<Exception> {
    let f = doc.fields();
    let list: Vec<Exception> = f.list("exceptions").iter().filter_map(|n| exception(doc, n)).collect();
    f.need("exceptions");
    f.finish(&["exceptions"]);
    twice(doc, list.iter().map(|e| (e.id.as_str(), &e.spans)));
    list
}

fn done<T>(doc: &Document, list: Vec<T>) -> Result<Vec<T>, DataError> {
    match doc.take_problems() {
        problems if problems.is_empty() => Ok(list),
        problems => Err(DataError { problems }),
    }
}

fn twice<'a>(doc: &Document, ids: impl Iterator<Item = (&'a str, &'a Spans)>) {
    let mut seen = std::collections::BTreeSet::new();
    for (id, spans) in ids {
        if !id.is_empty() && !seen.insert(id) {
            doc.report(spans.of("id"), format!("the id `{id}` stands twice"), "in this file", None);
        }
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

/// A date that may be missing. The outer none stands for one that is wrong.
fn date_opt(f: &Fields<'_>, key: &str) -> Option<Option<Date>> {
    match f.get(key) {
        None => Some(None),
        Some(_) => date(f, key).map(Some),
    }
}

fn words(f: &Fields<'_>, key: &str) -> Vec<String> {
    f.words(key).into_iter().map(|(w, _): (String, Range<usize>)| w).collect()
}

fn spans(f: &Fields<'_>, node: &Node) -> Spans {
    let mut all = BTreeMap::from([(String::new(), f.span())]);
    if let Value::Map(entries) = &node.value {
        for (key, node) in entries {
            all.insert(key.text.clone(), node.span.clone());
            if let Value::Seq(items) = &node.value {
                for (at, item) in items.iter().enumerate() {
                    all.insert(format!("{}/{at}", key.text), item.span.clone());
                }
            }
        }
    }
    Spans(all)
}

/// What is wrong with the path of a cited file; it must stay in the folder of its YAML file on every system.
fn wrong_path(path: &str) -> Option<&'static str> {
    if path.starts_with('/') || path.starts_with('~') || path.as_bytes().get(1) == Some(&b':') {
        return Some("an absolute path");
    }
    if path.contains('\\') {
        return Some("a path with `\\`");
    }
    if path.chars().any(|c| crate::render::visible(c.encode_utf8(&mut [0; 4])) != c.to_string().as_str()) {
        return Some("a path with hidden characters");
    }
    path.split('/').find_map(|part| match part {
        ".." => Some("a path out of the folder"),
        "" | "." => Some("a path with an empty step"),
        _ => None,
    })
}

fn files(f: &Fields<'_>) -> Vec<CitedFile> {
    let doc = f.doc();
    let mut files: Vec<CitedFile> = Vec::new();
    for node in f.list("files") {
        let (path, place, sha256) = match &node.value {
            Value::Map(_) => {
                let f = Fields::new(doc, node);
                let path = f.text("path");
                let place = f.get("path").map_or(node.span.clone(), |n| n.span.clone());
                let sha256 = f.text_opt("sha256").map(|d| d.to_ascii_lowercase());
                if let (Some(digest), Some(at)) = (&sha256, f.get("sha256"))
                    && !(digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit()))
                {
                    doc.report(
                        at.span.clone(),
                        "`sha256` must be 64 hexadecimal digits",
                        "not a digest",
                        Some("`sha256sum FILE` prints it".into()),
                    );
                }
                f.finish(&["path", "sha256"]);
                (path, place, sha256)
            }
            _ => match doc.text_of(node) {
                Some(path) => (path, node.span.clone(), None),
                None => {
                    doc.report(
                        node.span.clone(),
                        "a file is a path",
                        "not a path",
                        Some("write files/policy.pdf, or {path: files/policy.pdf, sha256: …}".into()),
                    );
                    continue;
                }
            },
        };
        if path.is_empty() {
            continue;
        }
        if let Some(what) = wrong_path(&path) {
            doc.report(
                place,
                format!("`{path}` is {what}"),
                "refused",
                Some("cited files lie beside this file or in folders below it; write files/policy.pdf".into()),
            );
        } else if files.iter().any(|f| f.path == path) {
            doc.report(place, format!("`{path}` is cited twice"), "a second time", None);
        } else {
            files.push(CitedFile { path, sha256, bytes: None });
        }
    }
    files
}

fn attestation(doc: &Document, node: &Node) -> Option<Attestation> {
    let f = Fields::new(doc, node);
    let spans = spans(&f, node);
    let kind = f.choice_opt("kind", KIND).unwrap_or(AttestationKind::Attestation);
    let status = f.choice("status", STATUS);
    let signed_on = date(&f, "signed_on");
    let added_on = date_opt(&f, "added_on").map(|d| d.or(signed_on));
    let effective_from = date_opt(&f, "effective_from").map(|d| d.or(signed_on));
    let valid_until = date(&f, "valid_until");
    let (controls, sections) = (words(&f, "controls"), words(&f, "sections"));
    if controls.is_empty() && sections.is_empty() {
        doc.report(f.span(), "the attestation names no control", "`controls` or `sections` is missing", None);
    }
    let first = effective_from.flatten().max(signed_on);
    if let (Some(from), Some(until)) = (first, valid_until)
        && from > until
    {
        doc.report(spans.of("valid_until"), "it ends before it begins", "before its first day", None);
    }
    if let (Some(Some(added)), Some(signed)) = (added_on, signed_on)
        && added < signed
    {
        doc.report(
            spans.of("added_on"),
            "it was added to the file before it was signed",
            "before the day of signing",
            None,
        );
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
    let document_number = f.text_opt("document_number");
    let issuer = f.text_opt("issuer");
    let document_valid_until = date_opt(&f, "document_valid_until");
    let about_document = [
        ("document", f.get("document").is_some()),
        ("document_number", f.get("document_number").is_some()),
        ("issuer", f.get("issuer").is_some()),
        ("document_valid_until", f.get("document_valid_until").is_some()),
    ];
    match kind {
        AttestationKind::Inherited => {
            // A citation that nobody can look up supports nothing. Filings have no end of their own, so that may be missing.
            for (key, there) in &about_document[..3] {
                if !there {
                    doc.report(
                        f.span(),
                        "an inherited statement cites a document",
                        format!("`{key}` is missing"),
                        Some(
                            "name the document, its number, its issuer, and `document_valid_until` where it has an end"
                                .into(),
                        ),
                    );
                }
            }
        }
        AttestationKind::Attestation => {
            if let Some((key, _)) = about_document.iter().find(|(_, there)| *there) {
                doc.report(
                    spans.of(key),
                    format!("`{key}` belongs to a citation of the provider's documents"),
                    "in a person's statement",
                    Some("add `kind: inherited`, or list the document under `files`".into()),
                );
            }
        }
    }
    let (id, statement) = (f.text("id"), spoken(&f, "statement"));
    let (person, role, files) = (f.text("person"), f.text("role"), files(&f));
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
        "added_on",
        "effective_from",
        "valid_until",
        "files",
        "document",
        "document_number",
        "issuer",
        "document_valid_until",
    ]);
    let mut attestation = Attestation {
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
        added_on: added_on??,
        effective_from: effective_from??,
        valid_until: valid_until?,
        files,
        document,
        document_number,
        issuer,
        document_valid_until: document_valid_until?,
        longest: None,
        spans,
    };
    attestation.limit(&Terms::default());
    Some(attestation)
}

fn exception(doc: &Document, node: &Node) -> Option<Exception> {
    let f = Fields::new(doc, node);
    let spans = spans(&f, node);
    let (controls, resources, check) = (words(&f, "controls"), words(&f, "resources"), f.text_opt("check"));
    if controls.is_empty() && check.is_none() {
        doc.report(
            f.span(),
            "the exception names neither a control nor a check",
            "`controls` or `check` is missing",
            None,
        );
    }
    let known = check.as_deref().and_then(crate::checks::find);
    if let Some(id) = &check
        && known.is_none()
    {
        let near = nearest(id, crate::checks::all().iter().map(|c| c.id));
        doc.report(
            spans.of("check"),
            format!("there is no check `{id}`"),
            "unknown check",
            near.map(|n| format!("did you mean `{n}`?")),
        );
    }
    let (owner, approver) = (f.text("owner"), f.text("approver"));
    if same_person(&owner, &approver) {
        doc.report(
            spans.of("approver"),
            "the owner of a risk cannot accept it",
            "the same person",
            Some("name another person as approver; write both names in full if they are two people".into()),
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
    if let (Some(opened), Some(expires)) = (opened_on, expires)
        && expires.date() < opened
    {
        doc.report(spans.of("expires"), "it ends before it begins", "before the day it was opened", None);
    }
    let closed_on = date_opt(&f, "closed_on");
    if let (Some(Some(closed)), Some(opened)) = (closed_on, opened_on)
        && closed < opened
    {
        doc.report(spans.of("closed_on"), "it was closed before it was opened", "before `opened_on`", None);
    }
    let (id, reason, compensating_control) = (f.text("id"), spoken(&f, "reason"), spoken(&f, "compensating_control"));
    let (framework, ticket) = (f.text_opt("framework"), f.text_opt("ticket"));
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
        "closed_on",
        "ticket",
    ]);
    let mut exception = Exception {
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
        closed_on: closed_on?,
        ticket,
        longest: None,
        spans,
    };
    exception.limit(Some(known.map_or(Severity::Critical, |c| c.severity)), &Terms::default());
    Some(exception)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXCEPTION: &str = "exceptions:\n- id: E1\n  check: oss-bucket-not-public\n  owner: 王\n  approver: 李\n  reason: r\n  compensating_control: c\n  opened_on: 2026-10-01\n  expires: 2026-10-20T23:59:59+08:00\n";
    const ATTESTATION: &str = "attestations:\n- id: A1\n  controls: [8.1.6.4]\n  status: met\n  statement: 已发布\n  person: 张三\n  role: 安全负责人\n  signed_on: 2026-11-01\n  valid_until: 2027-10-31\n";

    /// The messages and the tokens that they underline.
    #[track_caller]
    fn mistakes(text: &str) -> Vec<(String, String)> {
        let doc = Document::parse("s.yaml", text).expect("YAML");
        let result = if text.starts_with("exceptions") {
            parse_exceptions(&doc).map(drop)
        } else {
            parse_attestations(&doc).map(drop)
        };
        result
            .err()
            .map(|e| e.problems.into_iter().map(|p| (p.message, text[p.span].to_owned())).collect())
            .unwrap_or_default()
    }

    #[track_caller]
    fn one(text: &str, message: &str, token: &str) {
        let found = mistakes(text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].0.contains(message), "{found:?}");
        assert_eq!(found[0].1, token);
    }

    #[test]
    fn the_samples_are_right() {
        assert_eq!(mistakes(EXCEPTION), []);
        assert_eq!(mistakes(ATTESTATION), []);
    }

    #[test]
    fn nobody_accepts_his_own_risk() {
        one(&EXCEPTION.replace("approver: 李", "approver: 王"), "cannot accept", "王");
        let text = EXCEPTION.replace("owner: 王", "owner: 运维组 王强").replace("李", "王强（CISO）");
        assert_eq!(mistakes(&text), [], "a team and a title are two different additions");
        one(&text.replace("（CISO）", ""), "cannot accept", "王强");
    }

    #[test]
    fn days_and_moments_in_the_wrong_order_or_form() {
        one(&EXCEPTION.replace("+08:00", ""), "time zone", "2026-10-20T23:59:59");
        one(&EXCEPTION.replace("10-20T", "09-20T"), "ends before it begins", "2026-09-20T23:59:59+08:00");
        one(&format!("{EXCEPTION}  closed_on: 2026-09-30\n"), "closed before", "2026-09-30");
        one(&ATTESTATION.replace("2027-10-31", "2026-10-31"), "ends before it begins", "2026-10-31");
        one(&format!("{ATTESTATION}  added_on: 2026-10-31\n"), "before it was signed", "2026-10-31");
        one(&format!("{ATTESTATION}  effective_from: 2027-11-01\n"), "ends before it begins", "2027-10-31");
    }

    #[test]
    fn cited_paths_stay_in_the_folder() {
        for (path, message) in [
            ("../policy.pdf", "out of the folder"),
            ("files/../../policy.pdf", "out of the folder"),
            ("/etc/passwd", "absolute"),
            ("~/policy.pdf", "absolute"),
            ("C:/policy.pdf", "absolute"),
            ("files\\policy.pdf", "`\\`"),
            ("files//policy.pdf", "empty step"),
            ("./policy.pdf", "empty step"),
        ] {
            one(&format!("{ATTESTATION}  files: ['{path}']\n"), message, &format!("'{path}'"));
            one(&format!("{ATTESTATION}  files:\n  - path: '{path}'\n"), message, &format!("'{path}'"));
        }
        one(&format!("{ATTESTATION}  files: [\"a\\u202Eb\"]\n"), "hidden", "\"a\\u202Eb\"");
        one(&format!("{ATTESTATION}  files: [a, {{path: a}}]\n"), "cited twice", "a");
        one(&format!("{ATTESTATION}  files: [{{path: a, sha256: abc}}]\n"), "64 hexadecimal", "abc");
    }

    #[test]
    fn a_citation_names_document_number_and_issuer() {
        let text = ATTESTATION.replace("  status", "  kind: inherited\n  status");
        assert_eq!(mistakes(&text).len(), 3);
        let whole = format!("{text}  document: 备案证明\n  document_number: \"1\"\n  issuer: 公安机关\n");
        assert_eq!(mistakes(&whole), []);
        one(&format!("{ATTESTATION}  document: 备案证明\n"), "belongs to a citation", "备案证明");
    }
}
