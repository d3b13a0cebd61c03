//! The rules by which a control gets its status, in the order in which they apply.

use std::collections::{BTreeMap, BTreeSet};

use super::tally::Tally;
use super::{ControlResult, LinkResult, Used};
use crate::catalog::{
    Aggregate, Attestation, AttestationKind, Conflict, Exception, Framework, Link, Owner, StatementState, Target,
};
use crate::domain::{ControlStatus, Counts, Coverage, EvidenceLevel, Severity};

/// What the findings of one link amount to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkState {
    /// Some finding fails.
    Fail,
    /// No finding at all: nothing looked.
    NoFinding,
    /// Some answer is missing.
    NotAssessed,
    /// A person must decide.
    Manual,
    /// All that apply pass.
    Pass,
    /// Nothing that it applies to.
    NotApplicable,
}

impl LinkState {
    /// What findings amount to. `silent` says that an account in scope lacks an answer that every account must give.
    pub fn of(counts: &Counts, silent: bool) -> LinkState {
        if counts.total() == 0 {
            LinkState::NoFinding
        } else if counts.fail > 0 {
            LinkState::Fail
        } else if silent || counts.not_assessed > 0 {
            LinkState::NotAssessed
        } else if counts.manual > 0 {
            LinkState::Manual
        } else if counts.pass > 0 {
            LinkState::Pass
        } else {
            LinkState::NotApplicable
        }
    }
}

/// The rule that decided a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Findings fail, none pass, or one failure is enough.
    Fails,
    /// Some objects fail, others pass.
    SomeObjectsFail,
    /// A person stated that it is not, or not wholly, met.
    AttestedShortfall,
    /// Answers are missing.
    AnswersMissing,
    /// Nothing that the checks apply to, and they answer the whole control.
    NothingApplies,
    /// Nothing that the checks apply to, but they cover only a part of the control.
    NothingSeenApplies,
    /// A check that answers the whole control passes.
    FullPass,
    /// Checks pass, and a person or the provider's documents cover the rest.
    PassAndStatement,
    /// Checks pass, but cover only a part.
    PassButPartial,
    /// Checks that would answer the whole control pass, but their source may not have seen every resource, or its
    /// pass is known to look at less.
    PassButSourceLimited,
    /// A check hands the question to a person.
    QuestionForPerson,
    /// No check reaches it; a statement decides.
    StatementAlone,
    /// No check reaches it, and there was a statement that no longer or not yet counts.
    StatementOutOfDate,
    /// No check reaches it, and nobody has said anything.
    NobodyAsked,
    /// The provider's documents are cited, but the customer owes the control, or a share of it, and has not said a word.
    ProviderPartOnly,
}

/// What the rules need to know about one control.
pub(super) struct Input<'a> {
    pub aggregate: Aggregate,
    pub links: Vec<Link>,
    pub conflicts: Vec<Conflict>,
    pub control: usize,
    pub framework: &'a Framework,
}

pub(super) fn control(
    input: Input<'_>,
    tally: &Tally,
    attestations: &[Used<Attestation>],
    exceptions: &[Used<Exception>],
) -> ControlResult {
    let applies = |e: &Used<Exception>| applies_to(e, input.framework, input.control);
    let mut covering: BTreeSet<usize> = BTreeSet::new();
    let links: Vec<LinkResult> = input
        .links
        .into_iter()
        .map(|link| {
            let tallies: Vec<usize> = link.target.checks().iter().filter_map(|c| tally.index(c)).collect();
            let (counts, excepted) = match &link.target {
                Target::AnyOf(_) => tally.group(&tallies),
                Target::Check(_) => tallies
                    .first()
                    .map(|at| (tally.check(*at).counts, tally.check(*at).excepted.clone()))
                    .unwrap_or_default(),
            };
            let uncovered = uncovered(&counts, &excepted, exceptions, &applies, link.coverage, &mut covering);
            let silent = tallies.iter().any(|at| tally.silent_account(*at));
            let limited = tallies.iter().any(|at| tally.check(*at).limited);
            LinkResult { state: LinkState::of(&counts, silent), counts, tallies, uncovered, limited, link }
        })
        .collect();
    let deciding: Vec<&LinkResult> = links.iter().filter(|l| l.link.coverage.decides()).collect();
    let mut counts = Counts::default();
    for link in &deciding {
        counts.merge(&link.counts);
    }
    let mine: Vec<usize> =
        (0..attestations.len()).filter(|at| attestations[*at].controls.contains(&input.control)).collect();
    let in_date = in_date(attestations, &mine);
    let owner = input.framework.controls[input.control].control.owner;
    let stated = stated(&in_date, owner);
    let said: Vec<Said> = deciding.iter().map(|l| Said::of(l)).collect();
    let (status, mut reason) = decide(input.aggregate, &said, &counts, stated, !mine.is_empty());
    let unheard = in_date.iter().any(|a| !speaks(a, owner));
    if unheard && matches!(reason, Reason::NobodyAsked | Reason::StatementOutOfDate) {
        reason = Reason::ProviderPartOnly;
    }
    let accepted = reason_is_failure(reason) && accepted(input.aggregate, &deciding, stated);
    let fails: Vec<&&LinkResult> = deciding.iter().filter(|l| l.state == LinkState::Fail).collect();
    let severity: Option<Severity> = fails
        .iter()
        .flat_map(|l| &l.tallies)
        .filter(|at| tally.check(**at).counts.fail > 0)
        .map(|at| tally.check(*at).check.severity)
        .min();
    let mut evidence: BTreeSet<EvidenceLevel> =
        deciding.iter().flat_map(|l| &l.tallies).flat_map(|at| &tally.check(*at).evidence).copied().collect();
    if matches!(reason, Reason::AttestedShortfall | Reason::PassAndStatement | Reason::StatementAlone) {
        evidence.extend(in_date.iter().map(|a| match a.kind {
            AttestationKind::Attestation => EvidenceLevel::Attested,
            AttestationKind::Inherited => EvidenceLevel::Documentation,
        }));
    }
    ControlResult {
        status,
        reason,
        counts,
        accepted,
        severity,
        evidence,
        attestations: mine,
        exceptions: covering.into_iter().collect(),
        conflicts: input.conflicts,
        links,
    }
}

/// Whether the control would be met if every failing finding that an exception covers passed: only then is what is left
/// an accepted risk and nothing else.
fn accepted(aggregate: Aggregate, deciding: &[&LinkResult], stated: Option<ControlStatus>) -> bool {
    if deciding.iter().any(|l| l.state == LinkState::Fail && l.uncovered > 0) {
        return false;
    }
    let mut counts = Counts::default();
    let covered: Vec<Said> = deciding
        .iter()
        .map(|l| {
            let (mut said, mut of_link) = (Said::of(l), l.counts);
            if l.state == LinkState::Fail {
                of_link.pass += of_link.fail;
                of_link.fail = 0;
                said.state = LinkState::of(&of_link, false);
            }
            counts.merge(&of_link);
            said
        })
        .collect();
    decide(aggregate, &covered, &counts, stated, true).0 == ControlStatus::Met
}

/// What the rules look at of a link that decides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    pub state: LinkState,
    pub coverage: Coverage,
    pub limited: bool,
}

impl Said {
    fn of(link: &LinkResult) -> Said {
        Said { state: link.state, coverage: link.link.coverage, limited: link.limited }
    }
}

/// The statements for a control that count today.
pub(super) fn in_date<'a>(attestations: &'a [Used<Attestation>], mine: &[usize]) -> Vec<&'a Attestation> {
    mine.iter()
        .map(|at| &attestations[*at])
        .filter(|a| a.state == StatementState::InDate)
        .map(|a| &a.statement)
        .collect()
}

/// What the provider has shown settles the provider's part. Where the customer owes a part, or all of it, the citation is
/// kept beside the control and says nothing for it; a shortfall that it admits is believed.
fn speaks(statement: &Attestation, owner: Owner) -> bool {
    owner == Owner::Provider || statement.kind == AttestationKind::Attestation || is_shortfall(statement.status)
}

/// What people state. Statuses are ordered worst first: of several statements the worst counts.
pub(super) fn stated(in_date: &[&Attestation], owner: Owner) -> Option<ControlStatus> {
    in_date.iter().filter(|a| speaks(a, owner)).map(|a| a.status).min()
}

fn is_shortfall(status: ControlStatus) -> bool {
    matches!(status, ControlStatus::NotMet | ControlStatus::PartiallyMet)
}

/// The status of a control if every failing finding of one check passed and nothing else changed.
pub(super) fn mended(
    aggregate: Aggregate,
    result: &ControlResult,
    tally: &Tally,
    attestations: &[Used<Attestation>],
    owner: Owner,
    check: &str,
) -> ControlStatus {
    let is_mended = |at: usize| tally.check(at).check.id == check;
    let links: Vec<LinkResult> = result
        .links
        .iter()
        .filter(|l| l.link.coverage.decides())
        .map(|l| {
            let mut l = l.clone();
            if l.state == LinkState::Fail && l.tallies.iter().any(|at| is_mended(*at)) {
                match &l.link.target {
                    Target::AnyOf(_) => l.counts = tally.group_if(&l.tallies, is_mended).0,
                    Target::Check(_) => {
                        l.counts.pass += l.counts.fail;
                        l.counts.fail = 0;
                    }
                }
                let silent = l.tallies.iter().any(|at| tally.silent_account(*at));
                l.state = LinkState::of(&l.counts, silent);
            }
            l
        })
        .collect();
    let mut counts = Counts::default();
    for link in &links {
        counts.merge(&link.counts);
    }
    let said: Vec<Said> = links.iter().map(Said::of).collect();
    let stated = stated(&in_date(attestations, &result.attestations), owner);
    decide(aggregate, &said, &counts, stated, !result.attestations.is_empty()).0
}

fn reason_is_failure(reason: Reason) -> bool {
    matches!(reason, Reason::Fails | Reason::SomeObjectsFail)
}

/// The order of these rules is the product's promise; see ARCHITECTURE.md, "From findings to a status".
pub(super) fn decide(
    aggregate: Aggregate,
    deciding: &[Said],
    counts: &Counts,
    stated: Option<ControlStatus>,
    any_statement: bool,
) -> (ControlStatus, Reason) {
    let any = |state| deciding.iter().any(|l| l.state == state);
    // 1. A failure behind a full or partial link. No statement undoes it.
    if any(LinkState::Fail) {
        let shared = aggregate == Aggregate::PerObject && counts.pass > 0;
        return if shared && stated != Some(ControlStatus::NotMet) {
            (ControlStatus::PartiallyMet, Reason::SomeObjectsFail)
        } else {
            (ControlStatus::NotMet, Reason::Fails)
        };
    }
    // A person who says that a control falls short is believed, whatever the checks could see.
    if let Some(short) = stated.filter(|s| is_shortfall(*s)) {
        return (short, Reason::AttestedShortfall);
    }
    if deciding.is_empty() {
        // 6. Nothing automatic: the statement, while it is in date.
        return match stated {
            Some(status) => (status, Reason::StatementAlone),
            None if any_statement => (ControlStatus::NeedsAttestation, Reason::StatementOutOfDate),
            None => (ControlStatus::NeedsAttestation, Reason::NobodyAsked),
        };
    }
    // 2. A missing answer is neither a pass nor a fail.
    if any(LinkState::NotAssessed) || any(LinkState::NoFinding) {
        return (ControlStatus::NotAssessed, Reason::AnswersMissing);
    }
    // 3. Nothing to judge. Where the checks cover only a part, the rest may well apply: a person must say so, for an
    // item that is wrongly left out raises the rate just as a false pass does.
    if deciding.iter().all(|l| l.state == LinkState::NotApplicable) {
        let answered = deciding.iter().any(|l| l.coverage == Coverage::Full);
        return match stated {
            _ if answered => (ControlStatus::NotApplicable, Reason::NothingApplies),
            Some(status) => (status, Reason::StatementAlone),
            None => (ControlStatus::NeedsAttestation, Reason::NothingSeenApplies),
        };
    }
    // 4. and 5. What is left passes, does not apply, or asks a person.
    let passes_full = |l: &Said| l.coverage == Coverage::Full && l.state == LinkState::Pass;
    let full = deciding.iter().any(|l| passes_full(l) && !l.limited);
    let limited = !full && deciding.iter().any(passes_full);
    let asks = any(LinkState::Manual);
    match stated {
        Some(ControlStatus::Met) if full && !asks => (ControlStatus::Met, Reason::FullPass),
        Some(ControlStatus::Met) => (ControlStatus::Met, Reason::PassAndStatement),
        _ if full && !asks => (ControlStatus::Met, Reason::FullPass),
        _ if asks => (ControlStatus::NeedsAttestation, Reason::QuestionForPerson),
        _ if limited => (ControlStatus::NeedsAttestation, Reason::PassButSourceLimited),
        _ => (ControlStatus::NeedsAttestation, Reason::PassButPartial),
    }
}

fn applies_to(used: &Used<Exception>, framework: &Framework, control: usize) -> bool {
    let statement = &used.statement;
    let catalogue = statement.framework.as_deref();
    if statement.controls.is_empty() {
        return catalogue.is_none_or(|id| id == framework.catalogue.id);
    }
    statement
        .controls
        .iter()
        .any(|n| framework.named(catalogue, n).is_some_and(|c| c.id == framework.controls[control].id))
}

/// Failing findings that no exception in date covers; notes every exception that covers one, in date or not.
fn uncovered(
    counts: &Counts,
    excepted: &BTreeMap<Vec<usize>, u64>,
    exceptions: &[Used<Exception>],
    applies: &impl Fn(&Used<Exception>) -> bool,
    coverage: Coverage,
    covering: &mut BTreeSet<usize>,
) -> u64 {
    if !coverage.decides() || exceptions.is_empty() {
        return counts.fail;
    }
    let mut open = 0;
    for (set, n) in excepted {
        let mine: Vec<usize> = set.iter().copied().filter(|e| applies(&exceptions[*e])).collect();
        covering.extend(&mine);
        if !mine.iter().any(|e| exceptions[*e].state == StatementState::InDate) {
            open += n;
        }
    }
    open
}
