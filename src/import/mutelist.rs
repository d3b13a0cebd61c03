//! Prowler's mute list as exceptions. A mute has no owner, no approver and no end; an exception has all three, so they come
//! from the caller. What cannot be said as an exception is a trap: it is named, never widened.

use std::fmt::Write as _;

use crate::catalog::SourceMap;
use crate::catalog::yaml::{DataError, Document, Fields, Key, Node, Value};

/// What every exception made from a mute list has in common.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Who owns the risk.
    pub owner: String,
    /// Who accepts it.
    pub approver: String,
    /// Why, where the mute says nothing.
    pub reason: String,
    /// What lowers the risk meanwhile.
    pub compensating_control: String,
    /// `2026-11-25`.
    pub opened_on: String,
    /// RFC 3339 with a time zone.
    pub expires: String,
}

/// What a mute list came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Converted {
    /// An exceptions file.
    pub yaml: String,
    /// How many exceptions are in it.
    pub exceptions: usize,
    /// Mutes that were left out, and why; and what those that were taken mean here.
    pub traps: Vec<String>,
}

/// Converts a mute list.
///
/// # Errors
/// The file is no mute list.
pub fn convert(doc: &Document, prowler: &SourceMap, terms: &Terms) -> Result<Converted, DataError> {
    let mut out = Converted { yaml: "exceptions:\n".into(), ..Converted::default() };
    let root = doc.fields();
    if let Some(list) = root.need("Mutelist") {
        for (account, of_account) in entries(Fields::new(doc, list).need("Accounts")) {
            for (check, rule) in entries(Fields::new(doc, of_account).need("Checks")) {
                one(doc, prowler, terms, (&account.text, &check.text, rule), &mut out);
            }
        }
    }
    match doc.take_problems() {
        problems if problems.is_empty() => Ok(out),
        problems => Err(DataError { problems }),
    }
}

fn entries(node: Option<&Node>) -> &[(Key, Node)] {
    match node.map(|n| &n.value) {
        Some(Value::Map(entries)) => entries,
        _ => &[],
    }
}

fn one(
    doc: &Document,
    prowler: &SourceMap,
    terms: &Terms,
    (account, check, rule): (&str, &str, &Node),
    out: &mut Converted,
) {
    let f = Fields::new(doc, rule);
    let words = |key: &str| f.words(key).into_iter().map(|(word, _)| word).collect::<Vec<String>>();
    let (regions, resources) = (words("Regions"), words("Resources"));
    let everything = |list: &[String]| list.iter().any(|w| w == "*");
    let mut trap = |text: String| out.traps.push(format!("{account} / {check}: {text}"));
    if check == "*" {
        return trap("mutes every check; an exception names the check it is for".into());
    }
    let Some(ours) = prowler.checks.get(check) else {
        return trap("no check here answers to this id".into());
    };
    if !words("Tags").is_empty() {
        return trap(
            "is limited by tags, which Prowler does not read here: it mutes everything it names; left out".into(),
        );
    }
    if f.get("Exceptions").is_some() {
        return trap("has exceptions of its own, which an exception cannot say; name the resources instead".into());
    }
    if resources.is_empty() {
        return trap("names no resources".into());
    }
    let pattern = |word: &&String| word.as_str() != "*" && word.contains(['*', '+', '[', '(', '^', '$', '|', '\\']);
    if let Some(word) = resources.iter().find(pattern) {
        return trap(format!(
            "`{word}` looks like a pattern; Prowler compares letter by letter here, so it mutes nothing"
        ));
    }
    let all = everything(&resources);
    if all && !(everything(&regions) || regions.is_empty()) {
        return trap("mutes a region; an exception names resources, not regions".into());
    }
    if all && account != "*" {
        return trap("mutes an account; an exception names resources, not accounts".into());
    }
    if !all && !everything(&regions) && !regions.is_empty() {
        trap(format!("taken for its resources in every region, not only in {}", regions.join(", ")));
    }
    if words("Resources").len() > 1 && all {
        trap("`*` stands beside names: everything is meant".into());
    }
    out.exceptions += 1;
    let quote = |text: &str| serde_json::Value::from(text).to_string();
    let reason = f.text_opt("Description").filter(|d| !d.trim().is_empty()).unwrap_or_else(|| terms.reason.clone());
    let mut entry = format!("  - id: M-{:03}\n    check: {}\n", out.exceptions, ours.check.id);
    if !all {
        let names: Vec<String> = resources.iter().map(|r| quote(r)).collect();
        let _ = writeln!(entry, "    resources: [{}]", names.join(", "));
    }
    for (key, value) in [
        ("owner", &terms.owner),
        ("approver", &terms.approver),
        ("reason", &reason),
        ("compensating_control", &terms.compensating_control),
        ("opened_on", &terms.opened_on),
        ("expires", &terms.expires),
    ] {
        let value = if key == "opened_on" { value.clone() } else { quote(value) };
        let _ = writeln!(entry, "    {key}: {value}");
    }
    out.yaml.push_str(&entry);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::parse_exceptions;
    use crate::data::Library;

    fn converted(checks: &str) -> Converted {
        let library = Library::default();
        let text = format!("Mutelist:\n  Accounts:\n    \"*\":\n      Checks:\n{checks}");
        let terms = Terms {
            owner: "ops".into(),
            approver: "ciso".into(),
            reason: "known".into(),
            compensating_control: "watched".into(),
            opened_on: "2026-11-25".into(),
            expires: "2027-02-28T23:59:59+08:00".into(),
        };
        convert(&Document::parse("mutelist.yaml", &text).unwrap(), &library.source_map("prowler").unwrap(), &terms)
            .unwrap()
    }

    #[test]
    fn a_plain_mute_becomes_an_exception_that_lint_accepts() {
        let made = converted(
            "        oss_bucket_logging_enabled:\n          Regions: [\"*\"]\n          Resources: [acme-logs, \"a: b\"]\n          Description: log target\n",
        );
        assert_eq!((made.exceptions, made.traps.len()), (1, 0), "{:?}", made.traps);
        let list = parse_exceptions(&Document::parse("e.yaml", &made.yaml).unwrap()).unwrap();
        assert_eq!(list[0].check.as_deref(), Some("oss-bucket-access-logged"));
        assert_eq!(list[0].resources, ["acme-logs", "a: b"]);
        assert_eq!(list[0].reason.en, "log target");
    }

    #[test]
    fn what_would_widen_a_mute_is_left_out_and_named() {
        for (rule, said) in [
            ("        \"*\":\n          Regions: [\"*\"]\n          Resources: [x]\n", "every check"),
            ("        no_such_check:\n          Regions: [\"*\"]\n          Resources: [x]\n", "no check here"),
            (
                "        oss_bucket_logging_enabled:\n          Regions: [\"*\"]\n          Resources: [\"*\"]\n          Tags: [env=dev]\n",
                "tags",
            ),
            (
                "        oss_bucket_logging_enabled:\n          Regions: [cn-hangzhou]\n          Resources: [\"*\"]\n",
                "a region",
            ),
            (
                "        oss_bucket_logging_enabled:\n          Regions: [\"*\"]\n          Resources: [\"dev-.*\"]\n",
                "pattern",
            ),
            (
                "        oss_bucket_logging_enabled:\n          Regions: [\"*\"]\n          Resources: [x]\n          Exceptions: {Resources: [y]}\n",
                "exceptions of its own",
            ),
        ] {
            let made = converted(rule);
            assert_eq!(made.exceptions, 0, "{rule}");
            assert!(made.traps[0].contains(said), "{:?}", made.traps);
        }
    }
}
