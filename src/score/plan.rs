//! What to mend first: for every failing check, what would change if it alone were mended.
//!
//! The rules of [`crate::assess`] are applied again with its failures turned into passes. A control that other checks hold
//! down as well does not move, and the plan says so.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Candidate, Scorecard};
use crate::assess::{Assessment, LinkState, Tally};
use crate::catalog::FrameworkControl;
use crate::checks::Check;
use crate::domain::ControlStatus;

/// A failing check and what mending it alone would change.
#[derive(Clone, Debug)]
pub struct Step {
    /// The check.
    pub check: &'static Check,
    /// Failing findings.
    pub failing: u64,
    /// The controls that it holds down, in the framework's order.
    pub held: Vec<Held>,
    /// Major hazard candidates behind those controls.
    pub hazards: Vec<Lift>,
    /// High-risk candidates behind those controls.
    pub high_risks: Vec<Lift>,
}

/// A control that a failing check holds down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Index of the control.
    pub control: usize,
    /// Its status now.
    pub before: ControlStatus,
    /// Its status if this check alone were mended.
    pub after: ControlStatus,
    /// How many failing checks hold it down, this one included.
    pub checks: usize,
}

/// A candidate of an official list, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lift {
    /// Hazard code or case number.
    pub code: String,
    /// No control that names it would fail any more.
    pub removed: bool,
    /// It would be removed, but some control that names it would have no verdict yet: it would be neither shown nor
    /// excluded.
    pub open: bool,
    /// How many failing checks stand behind it, this one included.
    pub checks: usize,
}

impl Step {
    /// Controls that would be met.
    pub fn met(&self) -> impl Iterator<Item = &Held> {
        self.held.iter().filter(|h| h.after == ControlStatus::Met)
    }

    /// Controls that would no longer fail, but would not be met: an answer or a person is missing.
    pub fn open(&self) -> impl Iterator<Item = &Held> {
        self.held.iter().filter(|h| !fails(h.after) && h.after != ControlStatus::Met)
    }

    /// Controls that would still fail.
    pub fn failing_still(&self) -> impl Iterator<Item = &Held> {
        self.held.iter().filter(|h| fails(h.after))
    }

    /// Controls whose status would change.
    pub fn changed(&self) -> usize {
        self.held.iter().filter(|h| h.after != h.before).count()
    }

    /// What comes first: removing hazards, bearing on hazards, removing and bearing on high risks, the rest.
    fn class(&self) -> u8 {
        let removes = |list: &[Lift]| list.iter().any(|l| l.removed);
        match () {
            () if removes(&self.hazards) => 0,
            // A hazard that others hold as well: each of them has to be mended.
            () if !self.hazards.is_empty() => 1,
            () if removes(&self.high_risks) => 2,
            () if !self.high_risks.is_empty() => 3,
            () => 4,
        }
    }
}

fn fails(status: ControlStatus) -> bool {
    matches!(status, ControlStatus::NotMet | ControlStatus::PartiallyMet)
}

/// Failing checks behind full or partial links: first what removes hazard candidates, then high-risk candidates, then by the
/// number of controls whose status would change, then by severity.
pub fn plan(assessment: &Assessment, scorecard: &Scorecard, tally: &Tally) -> Vec<Step> {
    // Which failing checks hold a control down, and the other way round.
    let mut behind: Vec<BTreeSet<&'static str>> = vec![BTreeSet::new(); assessment.controls.len()];
    let mut steps: BTreeMap<&'static str, Step> = BTreeMap::new();
    for (at, result) in assessment.controls.iter().enumerate() {
        for link in result.links.iter().filter(|l| l.link.coverage.decides() && l.state == LinkState::Fail) {
            for tallied in link.tallies.iter().map(|t| tally.check(*t)).filter(|t| t.counts.fail > 0) {
                behind[at].insert(tallied.check.id);
                let step = steps.entry(tallied.check.id).or_insert_with(|| Step {
                    check: tallied.check,
                    failing: 0,
                    held: Vec::new(),
                    hazards: Vec::new(),
                    high_risks: Vec::new(),
                });
                step.failing = step.failing.max(tallied.counts.fail);
            }
        }
    }
    for (check, step) in &mut steps {
        step.held = (0..behind.len())
            .filter(|at| behind[*at].contains(check))
            .map(|at| Held {
                control: at,
                before: assessment.controls[at].status,
                after: assessment.mended(at, tally, check),
                checks: behind[at].len(),
            })
            .collect();
        if let Some(mlps) = &scorecard.mlps {
            step.hazards = lifts(assessment, &behind, &step.held, &mlps.hazards, |c| &c.control.hazards);
            step.high_risks = lifts(assessment, &behind, &step.held, &mlps.high_risks, |c| &c.control.high_risk);
        }
    }
    let mut steps: Vec<Step> = steps.into_values().collect();
    steps.sort_by_key(|s| {
        let removed = |list: &[Lift]| Reverse(list.iter().filter(|l| l.removed).count());
        (
            s.class(),
            // What is gone for good comes before what a person still has to exclude.
            Reverse(s.hazards.iter().filter(|l| l.removed && !l.open).count()),
            (removed(&s.hazards), removed(&s.high_risks)),
            (Reverse(s.changed()), s.check.severity, Reverse(s.held.len()), Reverse(s.failing)),
            s.check.id,
        )
    });
    steps
}

/// The candidates that some held control stands behind.
fn lifts(
    assessment: &Assessment,
    behind: &[BTreeSet<&'static str>],
    held: &[Held],
    candidates: &[Candidate],
    names: impl Fn(&FrameworkControl) -> &[String],
) -> Vec<Lift> {
    let controls = &assessment.framework.controls;
    let position = |id: &String| controls.iter().position(|c| c.id == *id);
    candidates
        .iter()
        .filter_map(|candidate| {
            let failing: Vec<usize> = candidate.controls.iter().filter_map(position).collect();
            if !failing.iter().any(|at| held.iter().any(|h| h.control == *at)) {
                return None;
            }
            let after = |at: &usize| {
                held.iter().find(|h| h.control == *at).map_or(assessment.controls[*at].status, |h| h.after)
            };
            let removed = !failing.iter().any(|at| fails(after(at)));
            let checks: BTreeSet<&str> = failing.iter().flat_map(|at| &behind[*at]).copied().collect();
            Some(Lift {
                code: candidate.code.clone(),
                removed,
                open: removed
                    && (0..controls.len())
                        .any(|at| names(&controls[at]).contains(&candidate.code) && !after(&at).is_verdict()),
                checks: checks.len(),
            })
        })
        .collect()
}
