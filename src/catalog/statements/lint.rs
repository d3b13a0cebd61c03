//! What statements name, looked up in every catalogue, and the mistakes that only show there.

use std::collections::{BTreeMap, BTreeSet};

use time::OffsetDateTime;

use super::{Attestation, AttestationKind, EndedBy, Exception, StatementState, Terms};
use crate::catalog::framework::id_of;
use crate::catalog::yaml::{Document, nearest, nearest_few};
use crate::catalog::{Catalogue, Control, Mapping, Owner};
use crate::checks;
use crate::domain::Severity;

/// Catalogues with their mappings, in which the names of statements are looked up.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// The catalogues.
    pub catalogues: Vec<(Catalogue, Mapping)>,
}

impl Shelf {
    /// The controls that a name means, with the place of their catalogue. Without a framework only ids count, as in
    /// [`crate::catalog::Framework::named`].
    pub fn named(&self, framework: Option<&str>, name: &str) -> Vec<(usize, &Control)> {
        let mut found = Vec::new();
        for (at, (catalogue, _)) in self.catalogues.iter().enumerate() {
            let control = match framework {
                Some(id) if id != catalogue.id => None,
                Some(_) => catalogue.resolve(name),
                None => catalogue.controls.iter().find(|c| {
                    c.id == name
                        || (!catalogue.variants.is_empty() && c.places.values().any(|p| id_of(&p.reference) == name))
                }),
            };
            found.extend(control.map(|c| (at, c)));
        }
        found
    }

    /// The controls in a section and below it.
    pub fn in_section(&self, framework: &str, section: &str) -> Vec<(usize, &Control)> {
        let Some((at, (catalogue, _))) = self.catalogues.iter().enumerate().find(|(_, (c, _))| c.id == framework)
        else {
            return Vec::new();
        };
        let parent = |id: &str| catalogue.sections.iter().find(|s| s.id == id).and_then(|s| s.parent.clone());
        let under = |control: &Control| {
            let mut place = Some(control.section.clone());
            while let Some(id) = place {
                if id == section {
                    return true;
                }
                place = parent(&id);
            }
            false
        };
        catalogue.controls.iter().filter(|c| under(c)).map(|c| (at, c)).collect()
    }

    /// Every control that an attestation is for, each once.
    pub fn attested(&self, a: &Attestation) -> Vec<(usize, &Control)> {
        let framework = a.framework.as_deref();
        let mut found: Vec<(usize, &Control)> =
            a.controls.iter().flat_map(|name| self.named(framework, name)).collect();
        if let Some(id) = framework {
            found.extend(a.sections.iter().flat_map(|section| self.in_section(id, section)));
        }
        let mut seen = BTreeSet::new();
        found.retain(|(at, c)| seen.insert((*at, c.id.clone())));
        found
    }

    /// The checks that an exception covers: its own, or all that decide its controls.
    pub fn covered(&self, e: &Exception) -> BTreeSet<&'static str> {
        if let Some(check) = e.check.as_deref().and_then(checks::find) {
            return [check.id].into();
        }
        if e.check.is_some() {
            return BTreeSet::new();
        }
        e.controls
            .iter()
            .flat_map(|name| self.named(e.framework.as_deref(), name))
            .filter_map(|(at, control)| self.catalogues[at].1.entries.get(&control.id))
            .flat_map(|entry| entry.links.iter().filter(|l| l.coverage.decides()))
            .flat_map(|link| link.target.checks())
            .map(|one| one.check.id)
            .collect()
    }

    /// The worst severity among the checks that an exception covers.
    pub fn worst(&self, e: &Exception) -> Option<Severity> {
        self.covered(e).into_iter().filter_map(checks::find).map(|c| c.severity).min()
    }

    /// The name of a control as a reader knows it: `mlps 8.1.6.4`.
    pub fn label(&self, at: usize, control: &Control) -> String {
        let catalogue = &self.catalogues[at].0;
        // The second variant is the one that most report on: MLPS level 3, CIS 2.0.
        let place = control.places.get(catalogue.variants.get(1).map_or("", String::as_str));
        let place = place.or_else(|| control.places.values().next());
        format!("{} {}", catalogue.id, place.map_or(control.id.as_str(), |p| p.reference.as_str()))
    }

    /// Who owes a control.
    pub fn owner(&self, control: &Control) -> &'static str {
        match control.owner {
            Owner::Customer => "customer",
            Owner::Provider => "provider",
            Owner::Shared => "shared",
        }
    }

    /// Notes a framework that does not exist. True when names can be looked up.
    fn framework(&self, doc: &Document, framework: Option<&str>, span: std::ops::Range<usize>) -> bool {
        let Some(id) = framework else { return true };
        if self.catalogues.iter().any(|(c, _)| c.id == id) {
            return true;
        }
        let profile = self.catalogues.iter().find(|(c, _)| c.framework(id).is_some()).map(|(c, _)| c.id.as_str());
        let help = match profile.or_else(|| nearest(id, self.catalogues.iter().map(|(c, _)| c.id.as_str()))) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                let all: Vec<&str> = self.catalogues.iter().map(|(c, _)| c.id.as_str()).collect();
                format!("there are: {}", all.join(", "))
            }
        };
        doc.report(span, format!("there is no catalogue `{id}`"), "unknown catalogue", Some(help));
        false
    }

    /// Names near to one that means nothing.
    pub fn near(&self, framework: Option<&str>, name: &str) -> Vec<String> {
        let mut names: BTreeSet<String> = BTreeSet::new();
        for (catalogue, _) in self.catalogues.iter().filter(|(c, _)| framework.is_none_or(|id| id == c.id)) {
            for control in &catalogue.controls {
                names.insert(control.id.clone());
                if framework.is_some() || !catalogue.variants.is_empty() {
                    names.extend(control.places.values().map(|p| id_of(&p.reference)));
                }
            }
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let wanted = id_of(name);
        // A control point whose items are meant: 8.1.4.1 has 8.1.4.1.a and more.
        let below: Vec<String> =
            names.iter().filter(|n| n.starts_with(&format!("{wanted}."))).take(3).map(|n| (*n).to_owned()).collect();
        if !below.is_empty() {
            return below;
        }
        nearest_few(&wanted, names, 3).into_iter().map(str::to_owned).collect()
    }

    fn controls(&self, doc: &Document, framework: Option<&str>, controls: &[String], spans: &super::Spans) {
        for (at, name) in controls.iter().enumerate() {
            if !self.named(framework, name).is_empty() {
                continue;
            }
            let near = self.near(framework, name);
            let mut help = (!near.is_empty()).then(|| {
                let quoted: Vec<String> = near.iter().map(|n| format!("`{n}`")).collect();
                format!("did you mean {}?", quoted.join(", "))
            });
            if framework.is_none() {
                let of: Vec<&str> = self
                    .catalogues
                    .iter()
                    .filter(|(c, _)| c.resolve(name).is_some())
                    .map(|(c, _)| c.id.as_str())
                    .collect();
                if !of.is_empty() {
                    help = Some(format!(
                        "it is a printed number in {}; add `framework:` with the one meant",
                        of.join(", ")
                    ));
                }
            }
            doc.report(spans.item("controls", at), format!("there is no control `{name}`"), "unknown control", help);
        }
    }
}

/// Looks at attestations as [`Shelf`] and terms know them: mistakes and warnings are noted in the document.
pub fn lint_attestations(doc: &Document, list: &[Attestation], shelf: &Shelf, terms: &Terms, at: OffsetDateTime) {
    let mut reach: Vec<BTreeSet<(usize, String)>> = Vec::new();
    for a in list {
        let mut a = a.clone();
        a.limit(terms);
        reach.push(BTreeSet::new());
        if shelf.framework(doc, a.framework.as_deref(), a.spans.of("framework")) {
            shelf.controls(doc, a.framework.as_deref(), &a.controls, &a.spans);
            if let Some(id) = a.framework.as_deref() {
                sections(doc, shelf, id, &a);
            }
            let attested = shelf.attested(&a);
            inherited_over_customers(doc, shelf, &a, &attested);
            reach.pop();
            reach.push(attested.into_iter().map(|(at, c)| (at, c.id.clone())).collect());
        }
        if let Some(longest) = a.longest.filter(|day| *day < a.valid_until) {
            doc.report(
                a.spans.of("valid_until"),
                format!("`{}` stands longer than {} days", a.id, terms.attestation_days),
                "too late",
                Some(format!(
                    "write {longest} at the latest, or set `max_attestation_days` in dengbao.yaml; until then it ends on {longest}"
                )),
            );
        }
        let (end, by) = a.end();
        if a.state(at) == StatementState::Expired {
            let (key, label) = match by {
                EndedBy::Document => ("document_valid_until", "the document's last day"),
                EndedBy::MaximumTerm => ("signed_on", "signed too long ago"),
                EndedBy::Term | EndedBy::Closed => ("valid_until", "its last day"),
            };
            doc.warn(
                a.spans.of(key),
                format!("`{}` expired on {end} and counts no more", a.id),
                label,
                Some(format!("look again, then `dengbao attest --renew {} --signed-on DAY --valid-until DAY`", a.id)),
            );
        }
    }
    for (later, b) in list.iter().enumerate() {
        for (earlier, a) in list[..later].iter().enumerate() {
            let apart = a.end().0 < b.begin() || b.end().0 < a.begin();
            let Some(both) = reach[later].intersection(&reach[earlier]).next() else { continue };
            if apart || a.kind != b.kind {
                continue;
            }
            let what = if a.status == b.status { "say the same" } else { "say different things" };
            doc.warn(
                b.spans.of("id"),
                format!("`{}` and `{}` {what} of `{}` at one time", a.id, b.id, both.1),
                "overlaps",
                Some(if a.status == b.status {
                    "drop the control in one of them, or let one begin where the other ends".into()
                } else {
                    "while both are in date the worse counts; end the one that no longer holds".into()
                }),
            );
        }
    }
}

fn sections(doc: &Document, shelf: &Shelf, framework: &str, a: &Attestation) {
    let Some((catalogue, _)) = shelf.catalogues.iter().find(|(c, _)| c.id == framework) else { return };
    for (at, section) in a.sections.iter().enumerate() {
        if catalogue.sections.iter().any(|s| s.id == *section) {
            continue;
        }
        let ids = || catalogue.sections.iter().map(|s| s.id.as_str());
        let help = match nearest(section, ids()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are: {}", ids().collect::<Vec<_>>().join(", ")),
        };
        doc.report(
            a.spans.item("sections", at),
            format!("`{framework}` has no section `{section}`"),
            "unknown section",
            Some(help),
        );
    }
}

fn inherited_over_customers(doc: &Document, shelf: &Shelf, a: &Attestation, attested: &[(usize, &Control)]) {
    if a.kind != AttestationKind::Inherited || a.is_shortfall() {
        return;
    }
    let mut owed: Vec<String> =
        attested.iter().filter(|(_, c)| c.owner == Owner::Customer).map(|(at, c)| shelf.label(*at, c)).collect();
    if owed.is_empty() {
        return;
    }
    let more = owed.len().saturating_sub(6);
    owed.truncate(6);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    doc.warn(
        a.spans.of(if a.controls.is_empty() { "sections" } else { "controls" }),
        format!(
            "`{}` cites the provider's document for controls that the customer owes: {}{more}",
            a.id,
            owed.join(", ")
        ),
        "does not count for these",
        Some(
            "a document of the provider says nothing of what the customer does; attest those controls yourselves"
                .into(),
        ),
    );
}

/// Looks at exceptions as [`Shelf`] and terms know them: mistakes and warnings are noted in the document.
pub fn lint_exceptions(doc: &Document, list: &[Exception], shelf: &Shelf, terms: &Terms, at: OffsetDateTime) {
    let mut limited: Vec<Exception> = Vec::new();
    let mut reach: Vec<BTreeSet<&'static str>> = Vec::new();
    for e in list {
        let mut e = e.clone();
        let known = shelf.framework(doc, e.framework.as_deref(), e.spans.of("framework"));
        if known {
            shelf.controls(doc, e.framework.as_deref(), &e.controls, &e.spans);
        }
        let covered = shelf.covered(&e);
        let worst = shelf.worst(&e);
        e.limit(worst, terms);
        let resolved = e.controls.iter().any(|name| !shelf.named(e.framework.as_deref(), name).is_empty());
        if known && resolved && e.check.is_none() && covered.is_empty() {
            doc.warn(
                e.spans.of("controls"),
                format!("no check decides the controls of `{}`: there is nothing that it could accept", e.id),
                "no check behind them",
                Some(
                    "a shortfall that a person states is no failing check; mend it or state it in an attestation"
                        .into(),
                ),
            );
        }
        if let (Some(check), true) = (e.check.as_deref().and_then(checks::find), known) {
            idle_controls(doc, shelf, &e, check.id);
        }
        if let (Some(severity), Some(end)) = (worst, e.longest_end().filter(|end| *end < e.expires)) {
            let days = terms.exception_days(severity);
            doc.report(
                e.spans.of("expires"),
                format!("`{}` stands longer than the {days} days that a {} failure allows", e.id, severity.id()),
                "too late",
                Some(format!(
                    "write {} at the latest, or set `max_exception_days` in dengbao.yaml; until then it is void from that moment",
                    rfc3339(end)
                )),
            );
        }
        if e.state(at) == StatementState::Expired {
            let (end, by) = e.end();
            // Who closes an exception knows that it is closed.
            if by != EndedBy::Closed {
                doc.warn(
                    e.spans.of("expires"),
                    format!("`{}` is void since {}", e.id, rfc3339(end)),
                    "its end",
                    Some("mend the failure, have the risk accepted anew, or delete the entry".into()),
                );
            }
        }
        limited.push(e);
        reach.push(covered);
    }
    for (later, b) in limited.iter().enumerate() {
        for (earlier, a) in limited[..later].iter().enumerate() {
            let apart = a.end().0 <= b.midnight(b.opened_on) || b.end().0 <= a.midnight(a.opened_on);
            let Some(check) = reach[later].intersection(&reach[earlier]).next() else { continue };
            if apart || !meet(&a.resources, &b.resources) || !meet(&a.controls, &b.controls) {
                continue;
            }
            doc.warn(
                b.spans.of("id"),
                format!("`{}` and `{}` accept the same failures of `{check}` at one time", a.id, b.id),
                "overlaps",
                Some("close one of them; while both stand, the longer decides".into()),
            );
        }
    }
}

/// Controls to which the check of an exception says nothing.
fn idle_controls(doc: &Document, shelf: &Shelf, e: &Exception, check: &str) {
    for (at, name) in e.controls.iter().enumerate() {
        let found = shelf.named(e.framework.as_deref(), name);
        let speaks = found.iter().any(|(at, control)| {
            shelf.catalogues[*at].1.entries.get(&control.id).is_some_and(|entry| {
                entry
                    .links
                    .iter()
                    .any(|l| l.coverage.decides() && l.target.checks().iter().any(|one| one.check.id == check))
            })
        });
        if !found.is_empty() && !speaks {
            doc.warn(
                e.spans.item("controls", at),
                format!("`{check}` does not decide `{name}`: the exception accepts nothing there"),
                "not decided by this check",
                Some("`dengbao explain` says which checks decide a control".into()),
            );
        }
    }
}

/// Whether two lists have something in common; an empty one stands for everything.
fn meet(a: &[String], b: &[String]) -> bool {
    a.is_empty() || b.is_empty() || a.iter().any(|x| b.contains(x))
}

/// A moment as files and reports write it.
pub fn rfc3339(at: OffsetDateTime) -> String {
    at.format(&time::format_description::well_known::Rfc3339).unwrap_or_else(|_| at.to_string())
}

/// Ids that stand in more than one file: reports name statements by id.
#[derive(Clone, Debug, Default)]
pub struct Ids(BTreeMap<String, String>);

impl Ids {
    /// Notes each id that another file uses already.
    pub fn add<'a>(&mut self, doc: &Document, file: &str, ids: impl Iterator<Item = (&'a str, &'a super::Spans)>) {
        for (id, spans) in ids {
            if id.is_empty() {
                continue;
            }
            match self.0.get(id) {
                Some(other) if other != file => doc.report(
                    spans.of("id"),
                    format!("the id `{id}` also stands in {other}"),
                    "twice",
                    Some("reports name statements by their ids; give it another".into()),
                ),
                Some(_) => {}
                None => {
                    self.0.insert(id.to_owned(), file.to_owned());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use time::macros::datetime;

    use super::*;
    use crate::catalog::{read_attestations, read_exceptions};
    use crate::data::Library;

    const AT: OffsetDateTime = datetime!(2026-11-25 23:59:59 +8);

    /// Catalogues take a moment to read without optimisation.
    static SHELF: LazyLock<Shelf> = LazyLock::new(|| {
        let library = Library::default();
        let read = |id: &str| {
            let catalogue = library.catalogue(id).expect("built in");
            let mapping = library.mapping(&catalogue).expect("built in");
            (catalogue, mapping)
        };
        Shelf { catalogues: ["mlps", "cis-alibaba", "pipl"].into_iter().map(read).collect() }
    });

    /// Mistakes, then warnings: message and help.
    fn attested(entries: &str) -> (Vec<String>, Vec<String>) {
        let text = format!("attestations:\n{entries}");
        let doc = Document::parse("a.yaml", &text).expect("YAML");
        let list = read_attestations(&doc);
        lint_attestations(&doc, &list, &SHELF, &Terms::default(), AT);
        said(&doc)
    }

    fn excepted(entries: &str) -> (Vec<String>, Vec<String>) {
        let text = format!("exceptions:\n{entries}");
        let doc = Document::parse("e.yaml", &text).expect("YAML");
        let list = read_exceptions(&doc);
        lint_exceptions(&doc, &list, &SHELF, &Terms::default(), AT);
        said(&doc)
    }

    fn said(doc: &Document) -> (Vec<String>, Vec<String>) {
        let line = |p: crate::catalog::Problem| format!("{} / {}", p.message, p.help.unwrap_or_default());
        (doc.take_problems().into_iter().map(line).collect(), doc.take_warnings().into_iter().map(line).collect())
    }

    fn a(id: &str, scope: &str, more: &str) -> String {
        format!(
            "- {{id: {id}, {scope}, statement: s, person: 张三, role: r, {}}}\n",
            if more.is_empty() { "status: met, signed_on: 2026-11-01, valid_until: 2027-10-31" } else { more }
        )
    }

    fn e(id: &str, scope: &str, dates: &str) -> String {
        format!("- {{id: {id}, {scope}, owner: 王强, approver: 李敏, reason: r, compensating_control: c, {dates}}}\n")
    }

    #[test]
    fn names_are_looked_up_in_every_catalogue() {
        assert_eq!(
            attested(&a("A", "framework: mlps, controls: [\"8.1.4.1 d)\"], sections: [PES]", "")),
            (vec![], vec![])
        );
        let (mistakes, _) = attested(&a("A", "controls: [8.1.6.44, 8.1.4.1]", ""));
        assert!(mistakes[0].contains("no control `8.1.6.44`") && mistakes[0].contains("`8.1.6.4`"), "{mistakes:?}");
        assert!(mistakes[1].contains("`8.1.4.1.a`"), "the items of a control point: {mistakes:?}");
        let (mistakes, _) = attested(&a("A", "controls: [\"51(3)\"]", ""));
        assert!(mistakes[0].contains("printed number in pipl"), "{mistakes:?}");
        let (mistakes, _) = attested(&a("A", "framework: mlps-l3, controls: [8.1.6.4]", ""));
        assert!(mistakes[0].contains("no catalogue `mlps-l3`") && mistakes[0].contains("`mlps`"), "{mistakes:?}");
        let (mistakes, _) = attested(&a("A", "framework: mlps, sections: [PSE]", ""));
        assert!(mistakes[0].contains("no section `PSE`"), "{mistakes:?}");
    }

    #[test]
    fn long_and_expired_statements_are_named() {
        let (mistakes, warnings) =
            attested(&a("A", "controls: [8.1.6.4]", "status: met, signed_on: 2026-11-01, valid_until: 2027-11-03"));
        assert!(mistakes[0].contains("longer than 366 days") && mistakes[0].contains("2027-11-02"), "{mistakes:?}");
        assert_eq!(warnings, Vec::<String>::new());
        let (mistakes, warnings) =
            attested(&a("A", "controls: [8.1.6.4]", "status: met, signed_on: 2026-01-01, valid_until: 2026-11-24"));
        assert_eq!(mistakes, Vec::<String>::new());
        assert!(warnings[0].contains("expired on 2026-11-24"), "{warnings:?}");
    }

    #[test]
    fn statements_that_meet_are_named_with_what_counts() {
        let one = a("A", "framework: mlps, sections: [PES]", "");
        let (_, warnings) = attested(&format!("{one}{}", a("B", "controls: [8.1.1.1.a]", "")));
        assert!(warnings[0].contains("`A` and `B` say the same"), "{warnings:?}");
        let other = "status: not_met, signed_on: 2026-11-01, valid_until: 2027-10-31";
        let (_, warnings) = attested(&format!("{one}{}", a("B", "controls: [8.1.1.1.a]", other)));
        assert!(warnings[0].contains("different things") && warnings[0].contains("the worse counts"), "{warnings:?}");
        let after = "status: met, signed_on: 2027-11-01, valid_until: 2028-10-31";
        assert_eq!(attested(&format!("{one}{}", a("B", "controls: [8.1.1.1.a]", after))).1, Vec::<String>::new());
    }

    #[test]
    fn a_document_of_the_provider_over_customers_controls_is_named() {
        let cited = "kind: inherited, document: d, document_number: n, issuer: i, status: met, signed_on: 2026-11-01, valid_until: 2027-10-31";
        assert_eq!(attested(&a("A", "framework: mlps, sections: [PES]", cited)).1, Vec::<String>::new());
        let (_, warnings) = attested(&a("A", "framework: mlps, controls: [8.1.6.4, 8.1.1.1.a]", cited));
        assert!(warnings[0].contains("the customer owes: mlps 8.1.6.4 "), "{warnings:?}");
    }

    #[test]
    fn terms_follow_the_worst_check_behind_an_exception() {
        let dates = |until: &str| format!("opened_on: 2026-11-01, expires: \"{until}T00:00:00+08:00\"");
        let critical = "check: oss-bucket-not-public";
        assert_eq!(excepted(&e("E", critical, &dates("2026-12-01"))), (vec![], vec![]));
        let (mistakes, _) = excepted(&e("E", critical, &dates("2026-12-02")));
        assert!(mistakes[0].contains("30 days") && mistakes[0].contains("2026-12-01T00:00:00+08:00"), "{mistakes:?}");
        // Of the checks of a control the worst decides.
        let worst = SHELF.worst(&{
            let text =
                format!("exceptions:\n{}", e("E", "framework: cis-alibaba, controls: [\"5.4\"]", &dates("2026-12-01")));
            read_exceptions(&Document::parse("e.yaml", &text).expect("YAML")).remove(0)
        });
        assert_eq!(worst, Some(Severity::High));
        let (mistakes, _) = excepted(&e("E", "framework: cis-alibaba, controls: [\"5.4\"]", &dates("2027-03-01")));
        assert!(mistakes[0].contains("90 days that a high failure"), "{mistakes:?}");
        let (mistakes, warnings) = excepted(&e("E", "controls: [8.1.6.4]", &dates("2027-10-01")));
        assert_eq!(mistakes, Vec::<String>::new());
        assert!(warnings[0].contains("no check decides"), "{warnings:?}");
        let (_, warnings) =
            excepted(&e("E", "check: oss-bucket-not-public, controls: [8.1.6.4]", &dates("2026-12-01")));
        assert!(warnings[0].contains("does not decide `8.1.6.4`"), "{warnings:?}");
    }

    #[test]
    fn exceptions_that_meet_are_named() {
        let dates = "opened_on: 2026-11-20, expires: \"2026-12-01T00:00:00+08:00\"";
        let two = |x: &str, y: &str| {
            let check = "check: oss-bucket-not-public";
            excepted(&format!("{}{}", e("E", &format!("{check}{x}"), dates), e("F", &format!("{check}{y}"), dates))).1
        };
        assert!(two("", ", resources: [a]")[0].contains("`E` and `F` accept the same failures"));
        assert_eq!(two(", resources: [b]", ", resources: [a]"), Vec::<String>::new());
        let (_, warnings) = excepted(&e(
            "E",
            "check: oss-bucket-not-public",
            "opened_on: 2026-10-01, expires: \"2026-10-20T00:00:00+08:00\"",
        ));
        assert!(warnings[0].contains("void since 2026-10-20"), "{warnings:?}");
    }
}
