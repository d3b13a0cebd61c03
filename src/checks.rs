//! The registry of checks. One check is one file under `src/checks/<service>/`; the build script lists them.

use serde::Serialize;
use serde::ser::SerializeStruct as _;

use crate::api::Call;
use crate::domain::{Effort, ParamSpec, Severity};
use crate::evaluate::Logic;
use crate::text::Phrase;

include!(concat!(env!("OUT_DIR"), "/checks.rs"));

/// A check: what it asks, why, how to mend it, what it needs, and how it judges.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Identifier, `<service>-<file name>`: `oss-bucket-not-public` lives in `src/checks/oss/bucket_not_public.rs`.
    pub id: &'static str,
    /// How bad a failure is.
    pub severity: Severity,
    /// How much work it is to mend a failure.
    pub effort: Effort,
    /// The kind of thing that is judged: `account`, `bucket`, `instance`.
    pub resource: &'static str,
    /// The desired state, as a statement.
    pub title: Phrase,
    /// What is read, and when it passes: the expected value.
    pub pass_when: Phrase,
    /// Why it matters.
    pub risk: Phrase,
    /// How to mend it.
    pub remediation: Phrase,
    /// A command that mends it; empty when there is none.
    pub cli: &'static str,
    /// The calls whose answers it looks at; the lists they go through are implied.
    pub reads: &'static [&'static Call],
    /// Thresholds that mappings may set.
    pub params: &'static [ParamSpec],
    /// The same rule in other catalogues.
    pub covers: &'static [Covers],
    /// Where to read more.
    pub references: &'static [&'static str],
    /// How it comes to its verdicts.
    pub logic: Logic,
}

impl Serialize for Check {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut row = out.serialize_struct("Check", 14)?;
        row.serialize_field("id", self.id)?;
        row.serialize_field("service", self.service())?;
        row.serialize_field("severity", &self.severity)?;
        row.serialize_field("effort", &self.effort)?;
        row.serialize_field("resource", self.resource)?;
        row.serialize_field("title", &self.title)?;
        row.serialize_field("pass_when", &self.pass_when)?;
        row.serialize_field("risk", &self.risk)?;
        row.serialize_field("remediation", &self.remediation)?;
        row.serialize_field("cli", self.cli)?;
        row.serialize_field("actions", &self.actions())?;
        row.serialize_field("params", self.params)?;
        row.serialize_field("covers", self.covers)?;
        row.serialize_field("references", self.references)?;
        row.end()
    }
}

/// The same rule as another catalogue writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Covers {
    /// `prowler`, `trend-vision-one`, `cloud-config` or `cis-2.0`.
    pub source: &'static str,
    /// The rule's id or title there.
    pub rule: &'static str,
}

impl Check {
    /// The service that the check belongs to: the first word of its id.
    pub fn service(&self) -> &'static str {
        self.id.split('-').next().unwrap_or(self.id)
    }

    /// Every call it needs, lists before what is asked for their items, each once.
    pub fn calls(&self) -> Vec<&'static Call> {
        let mut calls: Vec<&'static Call> = Vec::new();
        let judged = match self.logic {
            Logic::Items { of, .. } => Some(of),
            Logic::Account(_) | Logic::Custom(_) => None,
        };
        for read in judged.iter().chain(self.reads) {
            let mut chain: Vec<_> = read.with_parents().collect();
            chain.reverse();
            for call in chain {
                if !calls.contains(&call) {
                    calls.push(call);
                }
            }
        }
        calls
    }

    /// The RAM permissions it needs, in order, each once. Read permissions only.
    pub fn actions(&self) -> Vec<&'static str> {
        let mut actions: Vec<&'static str> = self.calls().iter().map(|call| call.ram).collect();
        actions.sort_unstable();
        actions.dedup();
        actions
    }
}

/// Every check, in order of its id.
pub fn all() -> &'static [&'static Check] {
    ALL
}

/// The check with this id.
pub fn find(id: &str) -> Option<&'static Check> {
    ALL.binary_search_by(|check| check.id.cmp(id)).ok().map(|at| ALL[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_sorted_and_follow_their_paths() {
        for pair in ALL.windows(2) {
            assert!(pair[0].id < pair[1].id, "{} before {}", pair[0].id, pair[1].id);
        }
        for (path, check) in PATHS.iter().zip(ALL) {
            let from_path = path.replace(['/', '_'], "-");
            assert_eq!(from_path, check.id);
        }
    }

    #[test]
    fn every_text_exists_in_both_languages() {
        for check in ALL {
            for (field, phrase) in [
                ("title", check.title),
                ("pass_when", check.pass_when),
                ("risk", check.risk),
                ("remediation", check.remediation),
            ] {
                assert!(!phrase.en.trim().is_empty(), "{} {field} en", check.id);
                assert!(!phrase.zh.trim().is_empty(), "{} {field} zh", check.id);
                assert!(phrase.zh.chars().any(|c| c > '\u{2e80}'), "{} {field}: zh has no Chinese", check.id);
            }
        }
    }

    /// Where the text says buy, rebuild or restart, the effort must not say that a switch is enough.
    #[test]
    fn effort_agrees_with_the_remediation() {
        for check in ALL {
            let text = check.remediation.en.to_lowercase();
            let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
            if text.starts_with("buy") || has(&["; buy", ": buy", "build a new", "number of zones is chosen"]) {
                assert_eq!(check.effort, Effort::Project, "{}: {text}", check.id);
            }
            if has(&[
                "restarts the instance",
                "instance restarts",
                "maintenance window",
                "cannot be switched off again",
            ]) {
                assert!(check.effort >= Effort::Change, "{}: {text}", check.id);
            }
        }
        for effort in Effort::ALL {
            assert!(ALL.iter().filter(|c| c.effort == effort).count() >= 20, "{effort:?} is hardly used");
        }
    }

    #[test]
    fn there_are_at_least_180_checks_and_they_only_read() {
        assert!(ALL.len() >= 180, "{}", ALL.len());
        for check in ALL {
            for action in check.actions() {
                let verb = action.split(':').nth(1).unwrap_or_default();
                let reads =
                    ["Generate", "Lookup", "Describe", "List", "Get", "Query", "Check", "Is", "Batch", "Search"];
                assert!(reads.iter().any(|p| verb.starts_with(p)), "{}: {action} does not look like a read", check.id);
            }
        }
    }

    #[test]
    fn a_check_reads_what_it_judges() {
        for check in ALL {
            assert!(!check.reads.is_empty(), "{} reads nothing", check.id);
            if let Logic::Items { of, .. } = check.logic {
                assert!(
                    check.calls().contains(&of),
                    "{} judges the items of {}, which it does not read",
                    check.id,
                    of.id
                );
                assert!(of.subject.is_some(), "{}: the items of {} have no name", check.id, of.id);
                assert!(!of.items.is_empty(), "{}: {} is no list", check.id, of.id);
            }
        }
    }

    #[test]
    fn a_rule_of_another_catalogue_is_covered_by_one_check_only() {
        let mut seen = std::collections::BTreeMap::new();
        for check in ALL {
            for covers in check.covers {
                if let Some(other) = seen.insert((covers.source, covers.rule), check.id) {
                    panic!("{} {} is covered by {other} and {}", covers.source, covers.rule, check.id);
                }
            }
        }
    }
}
