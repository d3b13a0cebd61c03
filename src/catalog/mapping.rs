//! Mappings: which checks speak to which control, and how much they say.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Origin;
use super::framework::{Catalogue, Framework};
use super::yaml::{DataError, Document, Fields, Node, int_of, nearest};
use crate::checks::{self, Check};
use crate::domain::{Coverage, Params};
use crate::text::Text;

/// A parsed and resolved `mappings/<catalogue>.yaml`.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// Catalogue id.
    pub framework: String,
    /// Version of the mapping.
    pub version: String,
    /// Entries by catalogue control id. A control that is not here is for people to answer.
    pub entries: BTreeMap<String, Entry>,
    /// Where the file came from.
    pub origin: Origin,
}

/// What is mapped to one control.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Why these checks.
    pub rationale: Option<Text>,
    /// The links.
    pub links: Vec<Link>,
    /// Checks of other catalogues whose pass may break this control.
    pub conflicts: Vec<Conflict>,
}

/// A check, or alternatives, that speaks to a control.
#[derive(Clone, Debug)]
pub struct Link {
    /// Which checks.
    pub target: Target,
    /// How much they say.
    pub coverage: Coverage,
    /// What stays open when they pass; always there for partial links.
    pub gap: Option<Text>,
    /// The variants it holds for; empty means all.
    pub variants: Vec<String>,
}

/// What a link names.
#[derive(Clone, Debug)]
pub enum Target {
    /// One check.
    Check(CheckRef),
    /// Alternatives: a resource fails only if it fails every one.
    AnyOf(Vec<CheckRef>),
}

impl Target {
    /// The checks named.
    pub fn checks(&self) -> &[CheckRef] {
        match self {
            Target::Check(one) => std::slice::from_ref(one),
            Target::AnyOf(many) => many,
        }
    }
}

/// A check at a complete set of thresholds.
#[derive(Clone, Debug)]
pub struct CheckRef {
    /// The check.
    pub check: &'static Check,
    /// Its thresholds: the mapping's, the check's defaults elsewhere.
    pub params: Params,
}

/// A check whose pass may break a control.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// The check.
    pub check: &'static Check,
    /// How they conflict.
    pub note: Text,
}

/// How many alternatives a link may have: a resource's answers are kept as bits.
pub(crate) const MAX_ALTERNATIVES: usize = 12;

const COVERAGE: &[(&str, Coverage)] =
    &[("full", Coverage::Full), ("partial", Coverage::Partial), ("indicative", Coverage::Indicative)];

impl Mapping {
    /// Reads a mapping file against its catalogue.
    pub fn parse(doc: &Document, catalogue: &Catalogue, origin: Origin) -> Result<Mapping, DataError> {
        let f = doc.fields();
        let framework = f.text("framework");
        if framework != catalogue.id
            && let Some(node) = f.get("framework")
        {
            doc.report(
                node.span.clone(),
                format!("the mapping is for `{framework}`, not for `{}`", catalogue.id),
                "another catalogue",
                Some("`framework` must equal the file name".into()),
            );
        }
        let version = f.text("version");
        let mut seen: BTreeMap<String, Range<usize>> = BTreeMap::new();
        let mut entries = BTreeMap::new();
        for node in f.list("controls") {
            let entry = Fields::new(doc, node);
            let name = entry.text("control");
            let span = entry.get("control").map_or(node.span.clone(), |n| n.span.clone());
            let id = resolve(doc, catalogue, &name, span.clone());
            let parsed = Entry {
                rationale: entry.bilingual_opt("rationale"),
                links: entry.list("checks").iter().filter_map(|n| link(doc, catalogue, n)).collect(),
                conflicts: entry.list("conflicts").iter().filter_map(|n| conflict(doc, n)).collect(),
            };
            if entry.list("checks").is_empty() && parsed.conflicts.is_empty() {
                doc.report(
                    span.clone(),
                    format!("`{name}` names no check"),
                    "nothing mapped",
                    Some("list it under `manual` instead".into()),
                );
            }
            twice(doc, &parsed.links, node);
            entry.finish(&["control", "rationale", "checks", "conflicts"]);
            if let Some(id) = id {
                once(doc, &mut seen, &id, span);
                entries.insert(id, parsed);
            }
        }
        for (name, span) in f.words("manual") {
            if let Some(id) = resolve(doc, catalogue, &name, span.clone()) {
                once(doc, &mut seen, &id, span);
            }
        }
        let missing: Vec<&str> =
            catalogue.controls.iter().map(|c| c.id.as_str()).filter(|id| !seen.contains_key(*id)).collect();
        if !missing.is_empty() {
            let span = f.get("framework").map_or(0..1, |n| n.span.clone());
            doc.report(
                span,
                format!("{} neither mapped nor listed under `manual`", list(&missing)),
                "the file forgets them",
                Some("a control that no check reaches is named under `manual`, never left out".into()),
            );
        }
        f.finish(&["framework", "version", "controls", "manual"]);
        match doc.take_problems() {
            problems if problems.is_empty() => Ok(Mapping { framework, version, entries, origin }),
            problems => Err(DataError { problems }),
        }
    }

    /// The links of a control that hold for a variant.
    pub fn links<'a>(&'a self, control: &str, variant: &'a str) -> impl Iterator<Item = &'a Link> {
        self.entries
            .get(control)
            .into_iter()
            .flat_map(|entry| &entry.links)
            .filter(move |link| link.variants.is_empty() || link.variants.iter().any(|v| v == variant))
    }

    /// The checks that speak to the controls of a framework.
    pub fn checks_of<'a>(&'a self, framework: &'a Framework) -> impl Iterator<Item = &'static Check> + 'a {
        framework
            .controls
            .iter()
            .flat_map(|c| self.links(&c.control.id, &c.variant))
            .flat_map(|link| link.target.checks())
            .map(|r| r.check)
    }

    /// Every check with every set of thresholds that some control asks for.
    pub fn check_refs(&self) -> impl Iterator<Item = &CheckRef> {
        self.entries.values().flat_map(|e| &e.links).flat_map(|l| l.target.checks())
    }
}

fn list(ids: &[&str]) -> String {
    let shown: Vec<String> = ids.iter().take(8).map(|id| format!("`{id}`")).collect();
    let more = ids.len().saturating_sub(shown.len());
    let verb = if ids.len() == 1 { "is" } else { "are" };
    if more == 0 {
        format!("{} {verb}", shown.join(", "))
    } else {
        format!("{} and {more} more {verb}", shown.join(", "))
    }
}

fn resolve(doc: &Document, catalogue: &Catalogue, name: &str, span: Range<usize>) -> Option<String> {
    if name.is_empty() {
        return None;
    }
    let found = catalogue.resolve(name).map(|c| c.id.clone());
    if found.is_none() {
        let help = nearest(name, catalogue.controls.iter().map(|c| c.id.as_str()))
            .map(|near| format!("did you mean `{near}`?"));
        doc.report(span, format!("`{}` has no control `{name}`", catalogue.id), "unknown control", help);
    }
    found
}

fn once(doc: &Document, seen: &mut BTreeMap<String, Range<usize>>, id: &str, span: Range<usize>) {
    if seen.insert(id.to_owned(), span.clone()).is_some() {
        doc.report(
            span,
            format!("`{id}` stands twice"),
            "second time",
            Some("a control has one entry, or is manual".into()),
        );
    }
}

fn twice(doc: &Document, links: &[Link], node: &Node) {
    let mut seen = BTreeSet::new();
    for link in links {
        for one in link.target.checks() {
            for variant in
                if link.variants.is_empty() { vec![""] } else { link.variants.iter().map(String::as_str).collect() }
            {
                if !seen.insert((one.check.id, one.params.clone(), variant.to_owned())) {
                    doc.report(
                        Fields::new(doc, node).span(),
                        format!("`{}` is mapped twice with the same thresholds", one.check.id),
                        "in this entry",
                        None,
                    );
                }
            }
        }
    }
}

fn check(doc: &Document, node: &Node) -> Option<&'static Check> {
    let id = doc.text_of(node).unwrap_or_default();
    let found = checks::find(&id);
    if found.is_none() {
        let help = nearest(&id, checks::all().iter().map(|c| c.id)).map_or_else(
            || "`dengbao checks list` prints them all".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        doc.report(node.span.clone(), format!("there is no check `{id}`"), "unknown check", Some(help));
    }
    found
}

/// The thresholds under `params`, each declared by `check`.
pub(super) fn params(doc: &Document, f: &Fields<'_>, check: &Check) -> Params {
    let mut given = Params::default();
    for (key, value) in f.map("params") {
        if !check.params.iter().any(|p| p.name == key.text) {
            let known: Vec<&str> = check.params.iter().map(|p| p.name).collect();
            let help =
                if known.is_empty() { "it has none".to_owned() } else { format!("it has: {}", known.join(", ")) };
            doc.report(
                key.span.clone(),
                format!("`{}` has no parameter `{}`", check.id, key.text),
                "unknown parameter",
                Some(help),
            );
        }
        match int_of(value) {
            Some(n) => {
                given.0.insert(key.text.clone(), n);
            }
            None => doc.report(value.span.clone(), "a whole number is needed", "not a whole number", None),
        }
    }
    given
}

fn link(doc: &Document, catalogue: &Catalogue, node: &Node) -> Option<Link> {
    let f = Fields::new(doc, node);
    let coverage = f.choice("coverage", COVERAGE);
    let gap = f.bilingual_opt("gap");
    if coverage == Some(Coverage::Partial) && gap.is_none() {
        doc.report(
            f.span(),
            "a partial link must say what stays open",
            "`gap` is missing",
            Some("one sentence in `en` and `zh`".into()),
        );
    }
    let variants = f.words("variants");
    for (variant, span) in &variants {
        if !catalogue.variants.contains(variant) {
            doc.report(span.clone(), format!("`{}` has no variant `{variant}`", catalogue.id), "unknown variant", None);
        }
    }
    let target = match (f.get("check"), f.get("any_of")) {
        (Some(one), None) => check(doc, one).map(|check| {
            let given = params(doc, &f, check);
            Target::Check(CheckRef { check, params: Params::resolve(check.params, &given) })
        }),
        (None, Some(alternatives)) => {
            if let Some(at) = f.get("params") {
                doc.report(at.span.clone(), "alternatives take no thresholds", "not used", None);
            }
            if f.list("any_of").len() > MAX_ALTERNATIVES {
                doc.report(
                    alternatives.span.clone(),
                    format!("more than {MAX_ALTERNATIVES} alternatives"),
                    "too many",
                    None,
                );
            }
            let refs: Vec<CheckRef> = f
                .list("any_of")
                .iter()
                .filter_map(|n| check(doc, n))
                .map(|check| CheckRef { check, params: Params::resolve(check.params, &Params::default()) })
                .collect();
            (!refs.is_empty()).then_some(Target::AnyOf(refs))
        }
        (Some(_), Some(_)) => {
            doc.report(f.span(), "`check` and `any_of` exclude each other", "in this link", None);
            None
        }
        (None, None) => {
            doc.report(f.span(), "the link names no check: `check` or `any_of` is missing", "in this link", None);
            None
        }
    };
    f.finish(&["check", "any_of", "coverage", "gap", "params", "variants"]);
    Some(Link { target: target?, coverage: coverage?, gap, variants: variants.into_iter().map(|(v, _)| v).collect() })
}

fn conflict(doc: &Document, node: &Node) -> Option<Conflict> {
    let f = Fields::new(doc, node);
    let found = f.need("check").and_then(|n| check(doc, n));
    let note = f.bilingual("note");
    f.finish(&["check", "note"]);
    found.map(|check| Conflict { check, note })
}
