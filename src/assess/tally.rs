//! Counting findings as they stream past.

use std::cmp::Ordering;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::compact::Compact;
use crate::catalog::{CheckRef, Exception, Mapping, Target};
use crate::checks::Check;
use crate::domain::{Counts, EvidenceLevel, Finding, FindingStatus, Gap, Params, Proof, Resource, Severity, Source};
use crate::text::Text;

/// How many findings of one check and status are kept whole; the rest are counted.
pub const SAMPLES_PER_STATUS: usize = 50;

/// How many different gaps of one check are told apart.
const GAPS_PER_CHECK: usize = 32;

/// Counts and samples of findings, for every check and threshold set that the mappings ask for.
#[derive(Clone, Debug)]
pub struct Tally {
    checks: Vec<CheckTally>,
    by_check: HashMap<&'static str, Vec<usize>>,
    groups: Vec<GroupTally>,
    groups_of: HashMap<usize, Vec<(usize, usize)>>,
    exceptions: Arc<[Exception]>,
    /// By check, then identity: one bit for each status that was counted. Checks are apart, so that a chance collision can
    /// never hide the one failure of another check.
    seen: HashMap<Arc<str>, Compact<u8>>,
    /// Numbers of accounts, in order of appearance.
    accounts: HashMap<String, u32>,
    /// By check and account.
    cells: HashMap<(u32, u32), Cell>,
    scope: Scope,
}

/// What one check says of one account.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    counts: [u32; FindingStatus::ALL.len()],
    limited: bool,
}

/// What the findings cover.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Findings by account.
    pub accounts: BTreeMap<String, Counts>,
    /// Findings by region; the empty name is global.
    pub regions: BTreeMap<String, u64>,
    /// Findings by tool and version.
    pub tools: BTreeMap<(Arc<str>, Arc<str>), u64>,
    /// Earliest and latest time of observation, as written.
    pub observed: Option<(String, String)>,
    /// Findings, duplicates left out.
    pub findings: u64,
    /// Findings that came twice.
    pub duplicates: u64,
    /// Findings that the source's own list mutes.
    pub muted: u64,
    /// Findings by check, also of checks that no mapping asks for.
    pub checks: BTreeMap<Arc<str>, u64>,
}

/// What is known of one check at one set of thresholds.
#[derive(Clone, Debug)]
pub struct CheckTally {
    /// The check.
    pub check: &'static Check,
    /// Its thresholds.
    pub params: Params,
    /// Findings by status.
    pub counts: Counts,
    /// Why answers are missing.
    pub gaps: BTreeMap<Gap, u64>,
    /// Gaps beyond those told apart.
    pub other_gaps: u64,
    /// Levels of evidence seen.
    pub evidence: BTreeSet<EvidenceLevel>,
    /// Some pass is cautioned against, or comes from a source that may not list every resource.
    pub limited: bool,
    /// Failing findings by the set of exceptions that name check and resource (indexes).
    pub excepted: BTreeMap<Vec<usize>, u64>,
    samples: [Vec<Sample>; 5],
}

/// A gap and how many findings have it.
#[derive(Clone, Debug)]
pub struct GapCount {
    /// The gap; none stands for all beyond those told apart.
    pub gap: Option<Gap>,
    /// Findings.
    pub count: u64,
}

/// A finding kept whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Severity.
    pub severity: Severity,
    /// Resource.
    pub resource: Resource,
    /// Reason in the source's words.
    pub reason: Text,
    /// Why there is no answer.
    pub gap: Option<Gap>,
    /// A remark on trust.
    pub caution: Option<Arc<Text>>,
    /// Time of observation, as written.
    pub observed_at: String,
    /// Evidence level.
    pub evidence: EvidenceLevel,
    /// Who said it.
    pub source: Source,
    /// The answer that the verdict rests on first; the findings name them all.
    pub proof: Option<Proof>,
    /// Muted by the source's own list.
    pub muted: bool,
}

/// Alternatives: for each resource, what each alternative said of it.
#[derive(Clone, Debug, Default)]
struct GroupTally {
    members: Vec<usize>,
    /// By resource: the number of its state, counted from one.
    resources: Compact<u32>,
    /// The states that occur, and how many resources are in each: few, however many resources there are.
    states: Vec<(GroupState, u64)>,
    numbers: HashMap<GroupState, u32>,
}

/// What is known of a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct GroupState {
    account: u32,
    /// One bit per status and alternative: bit `5 * alternative + status`.
    seen: u64,
    excepted: BTreeSet<usize>,
}

impl GroupTally {
    /// Adds a verdict of one alternative to a resource.
    fn add(&mut self, resource: u64, account: u32, bit: u32, excepted: &[usize]) {
        let number = self.resources.entry(resource);
        let old = number.checked_sub(1).map(|at| at as usize);
        let known = old.map(|at| &self.states[at].0);
        if known.is_some_and(|s| s.seen & (1 << bit) != 0 && excepted.iter().all(|e| s.excepted.contains(e))) {
            return;
        }
        let mut state = known.cloned().unwrap_or(GroupState { account, ..GroupState::default() });
        state.seen |= 1 << bit;
        state.excepted.extend(excepted);
        let new = match self.numbers.get(&state) {
            Some(at) => *at,
            None => {
                let at = u32::try_from(self.states.len()).unwrap_or(u32::MAX);
                self.states.push((state.clone(), 0));
                self.numbers.insert(state, at);
                at
            }
        };
        *number = new + 1;
        self.states[new as usize].1 += 1;
        if let Some(old) = old {
            self.states[old].1 -= 1;
        }
    }

    /// The combined status in a state.
    fn status(&self, state: &GroupState) -> FindingStatus {
        combine((0..self.members.len()).map(|position| alternative(state.seen, position)))
    }
}

impl Tally {
    /// An empty tally for these mappings.
    pub fn new<'a>(mappings: impl IntoIterator<Item = &'a Mapping>, exceptions: Vec<Exception>) -> Tally {
        let mut tally = Tally {
            checks: Vec::new(),
            by_check: HashMap::new(),
            groups: Vec::new(),
            groups_of: HashMap::new(),
            exceptions: exceptions.into(),
            seen: HashMap::new(),
            accounts: HashMap::new(),
            cells: HashMap::new(),
            scope: Scope::default(),
        };
        for mapping in mappings {
            for link in mapping.entries.values().flat_map(|e| &e.links) {
                let members: Vec<usize> = link.target.checks().iter().map(|one| tally.slot(one)).collect();
                if let Target::AnyOf(_) = link.target
                    && !tally.groups.iter().any(|g| g.members == members)
                {
                    let group = tally.groups.len();
                    for (position, member) in members.iter().enumerate() {
                        tally.groups_of.entry(*member).or_default().push((group, position));
                    }
                    tally.groups.push(GroupTally { members, ..GroupTally::default() });
                }
            }
        }
        tally
    }

    fn slot(&mut self, one: &CheckRef) -> usize {
        if let Some(at) = self.index(one) {
            return at;
        }
        self.checks.push(CheckTally {
            check: one.check,
            params: one.params.clone(),
            counts: Counts::default(),
            gaps: BTreeMap::new(),
            other_gaps: 0,
            evidence: BTreeSet::new(),
            limited: false,
            excepted: BTreeMap::new(),
            samples: Default::default(),
        });
        let at = self.checks.len() - 1;
        self.by_check.entry(one.check.id).or_default().push(at);
        at
    }

    /// Where a check at these thresholds is counted.
    pub fn index(&self, one: &CheckRef) -> Option<usize> {
        self.by_check.get(one.check.id)?.iter().copied().find(|at| self.checks[*at].params == one.params)
    }

    /// The tally at an index.
    pub fn check(&self, at: usize) -> &CheckTally {
        &self.checks[at]
    }

    /// All tallies.
    pub fn checks(&self) -> &[CheckTally] {
        &self.checks
    }

    /// The exceptions that findings were compared with.
    pub fn exceptions(&self) -> &[Exception] {
        &self.exceptions
    }

    /// Whether a check that every account must answer has no answer from an account that other findings speak of.
    pub(super) fn silent_account(&self, at: usize) -> bool {
        self.checks[at].check.resource == "account"
            && self.accounts.values().any(|account| !self.cells.contains_key(&(number(at), *account)))
    }

    /// The number of an account that findings speak of.
    pub(super) fn account(&self, name: &str) -> Option<u32> {
        self.accounts.get(name).copied()
    }

    /// What a check says of one account, and whether a pass there is limited.
    pub(super) fn in_account(&self, at: usize, account: u32) -> (Counts, bool) {
        let Some(cell) = self.cells.get(&(number(at), account)) else { return (Counts::default(), false) };
        let mut counts = Counts::default();
        for status in FindingStatus::ALL {
            counts.add(status, u64::from(cell.counts[status as usize]));
        }
        (counts, cell.limited)
    }

    /// What the findings cover.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Counts a finding. False when the same finding (check, resource, the source's sentence and our verdict) came
    /// before, as happens when a tool's CSV and JSON of one run are both read; and when it says not assessed of what an
    /// earlier file with the raw record has decided. A decided verdict is never dropped for an undecided one.
    pub fn observe(&mut self, finding: &Finding) -> bool {
        let of_check = match self.seen.get_mut(&finding.check_id) {
            Some(known) => known,
            None => self.seen.entry(Arc::clone(&finding.check_id)).or_default(),
        };
        let seen = of_check.entry(identity(finding));
        let bit = 1 << finding.status as u8;
        let decided = (1 << FindingStatus::Fail as u8) | (1 << FindingStatus::Pass as u8);
        if *seen & bit != 0 || (finding.status == FindingStatus::NotAssessed && *seen & decided != 0) {
            self.scope.duplicates += 1;
            return false;
        }
        *seen |= bit;
        self.note_scope(finding);
        let account = match self.accounts.get(&finding.resource.account) {
            Some(account) => *account,
            None => {
                let account = number(self.accounts.len());
                self.accounts.insert(finding.resource.account.clone(), account);
                account
            }
        };
        let Some(slots) = self.by_check.get(&*finding.check_id) else { return true };
        let mut excepted: Option<Vec<usize>> = None;
        for &at in slots {
            let tally = &mut self.checks[at];
            let (status, gap) = finding.judged_at(tally.check.params, &tally.params);
            tally.counts.add(status, 1);
            tally.evidence.insert(finding.evidence);
            let limited = status == FindingStatus::Pass && (finding.caution.is_some() || finding.list_may_be_cut);
            tally.limited |= limited;
            let cell = self.cells.entry((number(at), account)).or_default();
            cell.counts[status as usize] = cell.counts[status as usize].saturating_add(1);
            cell.limited |= limited;
            if let Some(gap) = &gap {
                let room = tally.gaps.len() < GAPS_PER_CHECK;
                match tally.gaps.get_mut(gap) {
                    Some(count) => *count += 1,
                    None if room => {
                        tally.gaps.insert(gap.clone(), 1);
                    }
                    None => tally.other_gaps += 1,
                }
            }
            if status == FindingStatus::Fail && !self.exceptions.is_empty() {
                let set = excepted.get_or_insert_with(|| exceptions_for(&self.exceptions, finding));
                *tally.excepted.entry(set.clone()).or_default() += 1;
            }
            if let Some(groups) = self.groups_of.get(&at) {
                let resource = resource_identity(finding);
                for &(group, position) in groups {
                    let bit = number(5 * position + status as usize);
                    self.groups[group].add(resource, account, bit, excepted.as_deref().unwrap_or_default());
                }
            }
            keep(&mut tally.samples[status as usize], finding, gap);
        }
        true
    }

    fn note_scope(&mut self, finding: &Finding) {
        let scope = &mut self.scope;
        scope.findings += 1;
        scope.muted += u64::from(finding.muted);
        match scope.checks.get_mut(&finding.check_id) {
            Some(count) => *count += 1,
            None => {
                scope.checks.insert(Arc::clone(&finding.check_id), 1);
            }
        }
        match scope.accounts.get_mut(&finding.resource.account) {
            Some(counts) => counts.add(finding.status, 1),
            None => {
                let mut counts = Counts::default();
                counts.add(finding.status, 1);
                scope.accounts.insert(finding.resource.account.clone(), counts);
            }
        }
        match scope.regions.get_mut(&finding.resource.region) {
            Some(count) => *count += 1,
            None => {
                scope.regions.insert(finding.resource.region.clone(), 1);
            }
        }
        *scope.tools.entry((Arc::clone(&finding.source.tool), Arc::clone(&finding.source.version))).or_default() += 1;
        if !finding.observed_at.is_empty() {
            match &mut scope.observed {
                None => scope.observed = Some((finding.observed_at.clone(), finding.observed_at.clone())),
                Some((first, last)) => {
                    if finding.observed_at < *first {
                        first.clone_from(&finding.observed_at);
                    }
                    if finding.observed_at > *last {
                        last.clone_from(&finding.observed_at);
                    }
                }
            }
        }
    }

    /// Resources of a group of alternatives by combined status, and the failing ones by exceptions.
    pub(super) fn group(&self, members: &[usize]) -> (Counts, BTreeMap<Vec<usize>, u64>) {
        self.group_if(members, |_| false)
    }

    /// The same if every failure of the `mended` members were a pass.
    pub(super) fn group_if(
        &self,
        members: &[usize],
        mended: impl Fn(usize) -> bool,
    ) -> (Counts, BTreeMap<Vec<usize>, u64>) {
        let mut counts = Counts::default();
        let mut excepted: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
        let Some(group) = self.groups.iter().find(|g| g.members == members) else { return (counts, excepted) };
        let mended: Vec<bool> = members.iter().map(|m| mended(*m)).collect();
        for (state, resources) in group.states.iter().filter(|(_, resources)| *resources > 0) {
            let mut state = state.clone();
            for (position, _) in mended.iter().enumerate().filter(|(_, m)| **m) {
                let bit = |s: FindingStatus| 1u64 << (5 * position + s as usize);
                if state.seen & bit(FindingStatus::Fail) != 0 {
                    state.seen = (state.seen & !bit(FindingStatus::Fail)) | bit(FindingStatus::Pass);
                }
            }
            let status = group.status(&state);
            counts.add(status, *resources);
            if status == FindingStatus::Fail {
                *excepted.entry(state.excepted.iter().copied().collect()).or_default() += resources;
            }
        }
        (counts, excepted)
    }

    /// Resources of a group of alternatives by combined status, by account.
    pub(super) fn group_by_account(&self, members: &[usize]) -> HashMap<u32, Counts> {
        let mut counts: HashMap<u32, Counts> = HashMap::new();
        let Some(group) = self.groups.iter().find(|g| g.members == members) else { return counts };
        for (state, resources) in &group.states {
            counts.entry(state.account).or_default().add(group.status(state), *resources);
        }
        counts
    }
}

/// A position as the small number it is.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl CheckTally {
    /// The kept findings of a status: the worst severities first, then by account, region and resource.
    pub fn samples(&self, status: FindingStatus) -> &[Sample] {
        &self.samples[status as usize]
    }

    /// Why answers are missing, most frequent first.
    pub fn gap_counts(&self) -> Vec<GapCount> {
        let mut list: Vec<GapCount> =
            self.gaps.iter().map(|(gap, count)| GapCount { gap: Some(gap.clone()), count: *count }).collect();
        list.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.gap.cmp(&b.gap)));
        if self.other_gaps > 0 {
            list.push(GapCount { gap: None, count: self.other_gaps });
        }
        list
    }
}

/// The worst that one alternative said of a resource; none when it said nothing.
fn alternative(seen: u64, position: usize) -> Option<FindingStatus> {
    FindingStatus::ALL.into_iter().find(|s| seen & (1 << (5 * position + *s as usize)) != 0)
}

/// Alternatives fail only together; one pass is enough; a silent alternative leaves the question open.
fn combine(states: impl Iterator<Item = Option<FindingStatus>>) -> FindingStatus {
    let states: Vec<Option<FindingStatus>> = states.collect();
    let any = |s| states.contains(&s);
    if any(Some(FindingStatus::Pass)) {
        FindingStatus::Pass
    } else if any(None) || any(Some(FindingStatus::NotAssessed)) {
        FindingStatus::NotAssessed
    } else if any(Some(FindingStatus::Manual)) {
        FindingStatus::Manual
    } else if any(Some(FindingStatus::Fail)) {
        FindingStatus::Fail
    } else {
        FindingStatus::NotApplicable
    }
}

/// The exceptions that name a finding's check and resource.
fn exceptions_for(exceptions: &[Exception], finding: &Finding) -> Vec<usize> {
    exceptions
        .iter()
        .enumerate()
        .filter(|(_, e)| e.check.as_deref().is_none_or(|c| c == &*finding.check_id))
        .filter(|(_, e)| e.covers_resource(&finding.resource))
        .map(|(at, _)| at)
        .collect()
}

fn identity(finding: &Finding) -> u64 {
    let mut hasher = DefaultHasher::new();
    finding.resource.account.hash(&mut hasher);
    finding.resource.region.hash(&mut hasher);
    // A tool's CSV and JSON agree on the ARN; where there is none, on the id.
    let key = if finding.resource.arn.is_empty() { &finding.resource.id } else { &finding.resource.arn };
    key.hash(&mut hasher);
    finding.resource.name.hash(&mut hasher);
    finding.params.hash(&mut hasher);
    finding.reason.hash(&mut hasher);
    hasher.finish()
}

fn resource_identity(finding: &Finding) -> u64 {
    let mut hasher = DefaultHasher::new();
    finding.resource.account.hash(&mut hasher);
    finding.resource.region.hash(&mut hasher);
    let key = if finding.resource.arn.is_empty() { &finding.resource.id } else { &finding.resource.arn };
    key.hash(&mut hasher);
    hasher.finish()
}

fn order(severity: Severity, resource: &Resource, reason: &Text, other: &Sample) -> Ordering {
    severity.cmp(&other.severity).then_with(|| resource.cmp(&other.resource)).then_with(|| reason.cmp(&other.reason))
}

/// Keeps the first findings in a total order, so that the samples do not depend on the order of arrival.
fn keep(samples: &mut Vec<Sample>, finding: &Finding, gap: Option<Gap>) {
    let at = samples
        .partition_point(|s| order(finding.severity, &finding.resource, &finding.reason, s) == Ordering::Greater);
    if at >= SAMPLES_PER_STATUS {
        return;
    }
    samples.truncate(SAMPLES_PER_STATUS - 1);
    samples.insert(
        at,
        Sample {
            severity: finding.severity,
            resource: finding.resource.clone(),
            reason: finding.reason.clone(),
            gap,
            caution: finding.caution.clone(),
            observed_at: finding.observed_at.clone(),
            evidence: finding.evidence,
            source: finding.source.clone(),
            proof: finding.proof.first().cloned(),
            muted: finding.muted,
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_fail_only_together() {
        use FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
        let of = |states: &[Option<FindingStatus>]| combine(states.iter().copied());
        assert_eq!(of(&[Some(Fail), Some(Fail)]), Fail);
        assert_eq!(of(&[Some(Fail), Some(Pass)]), Pass);
        assert_eq!(of(&[Some(Fail), None]), NotAssessed);
        assert_eq!(of(&[Some(Fail), Some(NotAssessed)]), NotAssessed);
        assert_eq!(of(&[Some(NotApplicable), Some(NotApplicable)]), NotApplicable);
    }

    #[test]
    fn mending_one_alternative_is_enough_where_it_failed() {
        use FindingStatus::{Fail, NotApplicable, NotAssessed};
        let bit = |position: usize, s: FindingStatus| 1u64 << (5 * position + s as usize);
        let mut tally = Tally::new([], Vec::new());
        let seen = [
            bit(0, Fail) | bit(1, Fail),
            // Mending the second does not help where only the first applies, nor where its own answer is missing.
            bit(0, Fail) | bit(1, NotApplicable),
            bit(0, Fail) | bit(1, Fail) | bit(1, NotAssessed),
        ];
        let states = seen.map(|seen| (GroupState { seen, ..GroupState::default() }, 1)).to_vec();
        tally.groups.push(GroupTally { members: vec![0, 1], states, ..GroupTally::default() });
        let before = tally.group(&[0, 1]).0;
        let after = tally.group_if(&[0, 1], |member| member == 1).0;
        assert_eq!((before.fail, before.pass, before.not_assessed), (3, 0, 0));
        assert_eq!((after.fail, after.pass, after.not_assessed), (1, 1, 1));
    }

    #[test]
    fn a_resource_of_alternatives_moves_from_state_to_state() {
        use FindingStatus::{Fail, Pass};
        let bit = |position: u32, s: FindingStatus| 5 * position + s as u32;
        let mut group = GroupTally { members: vec![0, 1], ..GroupTally::default() };
        for resource in 1..=1_000 {
            group.add(resource, 7, bit(0, Fail), &[2]);
            group.add(resource, 7, bit(0, Fail), &[2]);
            group.add(
                resource,
                7,
                bit(1, if resource <= 300 { Pass } else { Fail }),
                if resource > 900 { &[4] } else { &[] },
            );
        }
        let now: Vec<_> =
            group.states.iter().filter(|(_, n)| *n > 0).map(|(s, n)| (group.status(s), &s.excepted, *n)).collect();
        let (two, both) = (BTreeSet::from([2]), BTreeSet::from([2, 4]));
        assert_eq!(now, [(Pass, &two, 300), (Fail, &two, 600), (Fail, &both, 100)]);
    }
}
