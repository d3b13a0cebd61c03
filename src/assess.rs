//! Findings in, a status per control out.
//!
//! Findings stream through a [`Tally`], whose memory is bounded by checks and samples, not by findings. From the tally,
//! [`assess`] derives every control's status by fixed rules, and says which rule decided.

mod by_account;
mod compact;
mod expiry;
mod ledger;
mod rules;
mod tally;

use std::collections::BTreeSet;

use time::OffsetDateTime;

use crate::catalog::{
    Attestation, AttestationKind, Conflict, Exception, Framework, Link, Mapping, Owner, StatementState,
};
use crate::domain::{ControlStatus, Counts, EvidenceLevel, Severity};

pub use by_account::{AccountResult, by_account};
pub use expiry::{Bucket, Expiry, ExpiryKind, expiring};
pub use ledger::{
    CellState, CoverageCell, CoverageMap, CoverageRow, CoverageSpan, CoverageSummary, Expected, Ledger, StateCounts,
};
pub use rules::{LinkState, Reason};
pub use tally::{CheckTally, GapCount, SAMPLES_PER_STATUS, Sample, Scope, Tally};

/// A framework assessed: one result per control, in the framework's order.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// The framework.
    pub framework: Framework,
    /// One result for each of its controls, same order.
    pub controls: Vec<ControlResult>,
    /// All attestations given, with whether they count and for how many controls.
    pub attestations: Vec<Used<Attestation>>,
    /// All exceptions given, with whether they count and for how many findings.
    pub exceptions: Vec<Used<Exception>>,
    /// The moment for which statements are judged.
    pub as_of: OffsetDateTime,
}

impl Assessment {
    /// The status that a control (by index) would have if every failing finding of one check passed and nothing else
    /// changed: the rules are applied again, nothing is guessed.
    pub fn mended(&self, control: usize, tally: &Tally, check: &str) -> ControlStatus {
        let aggregate = self.framework.catalogue.aggregate;
        let owner = self.framework.controls[control].control.owner;
        rules::mended(aggregate, &self.controls[control], tally, &self.attestations, owner, check)
    }
}

/// A statement and what became of it.
#[derive(Clone, Debug)]
pub struct Used<T> {
    /// The statement.
    pub statement: T,
    /// Whether it counts.
    pub state: StatementState,
    /// Controls of this framework that it is for (indexes).
    pub controls: Vec<usize>,
    /// Controls that it names but cannot answer: the customer owes them, and it cites the provider's document.
    pub refused: Vec<usize>,
}

/// The result of one control.
#[derive(Clone, Debug)]
pub struct ControlResult {
    /// The status.
    pub status: ControlStatus,
    /// The rule that decided.
    pub reason: Reason,
    /// Findings behind its full and partial links.
    pub counts: Counts,
    /// What each link says.
    pub links: Vec<LinkResult>,
    /// Checks of other catalogues whose pass may break this control.
    pub conflicts: Vec<Conflict>,
    /// Attestations for it, in date or not (indexes into the assessment's list).
    pub attestations: Vec<usize>,
    /// Exceptions that cover failing findings of it, in date or not (indexes).
    pub exceptions: Vec<usize>,
    /// Every failing finding is covered by an exception in date. The status stays what it is.
    pub accepted: bool,
    /// The worst severity among failing checks.
    pub severity: Option<Severity>,
    /// Levels of the evidence that decided.
    pub evidence: BTreeSet<EvidenceLevel>,
}

/// What one link of a mapping says about its control.
#[derive(Clone, Debug)]
pub struct LinkResult {
    /// The link.
    pub link: Link,
    /// What its findings amount to.
    pub state: LinkState,
    /// Its findings; for alternatives, its resources.
    pub counts: Counts,
    /// The tallies of its checks (indexes into the tally).
    pub tallies: Vec<usize>,
    /// Failing findings that no exception in date covers.
    pub uncovered: u64,
    /// A pass of it may rest on less than the check asks: the source is cautioned against, or may not list everything.
    pub limited: bool,
}

/// Derives every control's status.
///
/// `tally` must have been built with this mapping and these exceptions. Statements are judged at `as_of`; the days of
/// attestations are those of `as_of`'s time zone.
pub fn assess(
    framework: &Framework,
    mapping: &Mapping,
    tally: &Tally,
    attestations: &[Attestation],
    as_of: OffsetDateTime,
) -> Assessment {
    let mut attestations: Vec<Used<Attestation>> = attestations
        .iter()
        .map(|a| {
            let (refused, controls) = controls_of(framework, a)
                .into_iter()
                .partition(|at| !answers(a, framework.controls[*at].control.owner));
            Used { statement: a.clone(), state: a.state(as_of), controls, refused }
        })
        .collect();
    let mut exceptions: Vec<Used<Exception>> = tally
        .exceptions()
        .iter()
        .map(|e| Used { statement: e.clone(), state: e.state(as_of), controls: Vec::new(), refused: Vec::new() })
        .collect();
    let mut controls = Vec::with_capacity(framework.controls.len());
    for (at, control) in framework.controls.iter().enumerate() {
        let entry = mapping.entries.get(&control.control.id);
        let result = rules::control(
            rules::Input {
                aggregate: framework.catalogue.aggregate,
                links: mapping.links(&control.control.id, &control.variant).cloned().collect(),
                conflicts: entry.map(|e| e.conflicts.clone()).unwrap_or_default(),
                control: at,
                framework,
            },
            tally,
            &attestations,
            &exceptions,
        );
        for &e in &result.exceptions {
            exceptions[e].controls.push(at);
        }
        controls.push(result);
    }
    for used in &mut attestations {
        used.controls.sort_unstable();
        used.controls.dedup();
    }
    Assessment { framework: framework.clone(), controls, attestations, exceptions, as_of }
}

/// Whether a statement can say what it says of a control. A document of the provider shows nothing of what the customer
/// does, so it makes no control of the customer's met; that something falls short is believed whoever says it.
fn answers(statement: &Attestation, owner: Owner) -> bool {
    statement.kind == AttestationKind::Attestation || owner != Owner::Customer || statement.is_shortfall()
}

/// The controls of a framework that names and sections mean.
fn controls_of(framework: &Framework, statement: &Attestation) -> Vec<usize> {
    let catalogue = statement.framework.as_deref();
    let sections: &[String] =
        if catalogue == Some(framework.catalogue.id.as_str()) { &statement.sections } else { &[] };
    let under = |section: &str| -> bool {
        let mut at = Some(section.to_owned());
        while let Some(id) = at {
            if sections.contains(&id) {
                return true;
            }
            at = framework.section(&id).and_then(|s| s.parent.clone());
        }
        false
    };
    let named: BTreeSet<&str> =
        statement.controls.iter().filter_map(|n| framework.named(catalogue, n)).map(|c| c.id.as_str()).collect();
    framework
        .controls
        .iter()
        .enumerate()
        .filter(|(_, c)| named.contains(c.id.as_str()) || under(&c.control.section))
        .map(|(at, _)| at)
        .collect()
}
