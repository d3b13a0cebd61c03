//! The coverage ledger: for every control, account and region, what became of the question.
//!
//! A status says what is known of a control over the whole scope. The ledger says where that knowledge ends: in which
//! account and region a check looked, found nothing, was refused, or was never made. It observes findings as they stream
//! past, as the tally does; its memory grows with the checks, accounts and regions that occur together, not with findings.
//!
//! # Where a finding counts
//!
//! Every account has one column for each region, and one (the empty name) for what is judged once for the account. What a
//! check judges follows from the lists that it reads:
//!
//! - **The account** (rights, trails, central products; `Logic::Account`): all its findings count in the account's column,
//!   whatever region the source prints. Regions: elsewhere.
//! - **Regional lists** (machines, databases): findings count in their region. A region without one has no resource, if our
//!   own scan asked there: a hole in a list is a finding of its own, in the region of the hole. `not_applicable` on the
//!   account means that no region asked has any. A missing answer on the account stands for every region when nothing else
//!   is known (an account that could not be entered); otherwise it is about regions that nobody asked in, and stays in the
//!   account's column.
//! - **One list of items in many regions** (buckets; machines as Security Center lists them): a hole in the list may hide
//!   items of any region and counts in all of them.
//! - **Several of these** (`Logic::Custom`): findings count where they say; a region without one has the account's hole, is
//!   elsewhere if the account alone was judged, or has no resource.
//!
//! Another tool's files say nothing of regions in which they list nothing: that is `not_scanned`, never `no_resource`.
//! Without a snapshot's head the regions asked are those in which our own findings of regional checks stand.
//!
//! # Which state a cell has
//!
//! A control's cell has the worst state of its deciding checks, in the order of [`CellState::ALL`], and keeps the counts of
//! all of them. Alternatives are answered where one of them passes and none of its findings fails. A control that no
//! deciding check reaches waits for a person in every cell; statements are not counted here.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Serialize;

use crate::api::{Call, Home, Scope as CallScope};
use crate::catalog::{CheckRef, Framework, FrameworkControl, Mapping, Target};
use crate::checks::Check;
use crate::domain::{EvidenceLevel, Finding, FindingStatus, GapKind, Params};
use crate::evaluate::Logic;
use crate::snapshot::Head;
use crate::text::Phrase;

/// What became of the question that a control asks in one account and region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CellState {
    /// In scope, no finding of a deciding check, and nothing that explains it.
    NotScanned,
    /// The identity had no permission.
    Denied,
    /// A call failed.
    Failed,
    /// A list was cut before its end, or there may be regions that nobody asked in.
    Cut,
    /// A source answered, but its answer cannot be relied on, or was given at another threshold.
    Unusable,
    /// No deciding check reaches the control, or one hands the question to a person.
    WaitingForPerson,
    /// Checks judged resources here.
    Evaluated,
    /// Checks looked, and there was nothing for them to judge.
    NoResource,
    /// The deciding checks judge in other columns: once for the account, or by region.
    Elsewhere,
}

impl CellState {
    /// All states, worst first: the least known, then what waits, then what is known.
    pub const ALL: [CellState; 9] = [
        CellState::NotScanned,
        CellState::Denied,
        CellState::Failed,
        CellState::Cut,
        CellState::Unusable,
        CellState::WaitingForPerson,
        CellState::Evaluated,
        CellState::NoResource,
        CellState::Elsewhere,
    ];

    /// The identifier used in files.
    pub fn id(self) -> &'static str {
        match self {
            CellState::NotScanned => "not_scanned",
            CellState::Denied => "denied",
            CellState::Failed => "failed",
            CellState::Cut => "cut",
            CellState::Unusable => "unusable",
            CellState::WaitingForPerson => "waiting_for_person",
            CellState::Evaluated => "evaluated",
            CellState::NoResource => "no_resource",
            CellState::Elsewhere => "elsewhere",
        }
    }

    /// The word a report prints.
    pub fn label(self) -> Phrase {
        match self {
            CellState::NotScanned => Phrase { en: "Not scanned", zh: "未扫描" },
            CellState::Denied => Phrase { en: "Denied", zh: "无权限" },
            CellState::Failed => Phrase { en: "Call failed", zh: "调用失败" },
            CellState::Cut => Phrase { en: "List incomplete", zh: "清单不完整" },
            CellState::Unusable => Phrase { en: "Answer not usable", zh: "结果不可采信" },
            CellState::WaitingForPerson => Phrase { en: "For a person to answer", zh: "须人工核查" },
            CellState::Evaluated => Phrase { en: "Evaluated", zh: "已检测" },
            CellState::NoResource => Phrase { en: "No resource", zh: "无适用资源" },
            CellState::Elsewhere => Phrase { en: "Judged in another column", zh: "在其他列判定" },
        }
    }

    /// True when a check should have answered here and did not.
    pub fn is_open(self) -> bool {
        match self {
            CellState::NotScanned | CellState::Denied | CellState::Failed | CellState::Cut | CellState::Unusable => {
                true
            }
            CellState::WaitingForPerson | CellState::Evaluated | CellState::NoResource | CellState::Elsewhere => false,
        }
    }

    fn of_gap(kind: GapKind) -> CellState {
        match kind {
            GapKind::NotScanned => CellState::NotScanned,
            GapKind::Denied => CellState::Denied,
            GapKind::Failed => CellState::Failed,
            GapKind::Cut => CellState::Cut,
            GapKind::SourceUnreliable | GapKind::OtherThreshold => CellState::Unusable,
        }
    }
}

/// How many cells have each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateCounts([u64; CellState::ALL.len()]);

impl StateCounts {
    /// Cells of one state.
    pub fn get(&self, state: CellState) -> u64 {
        self.0[state as usize]
    }

    /// Counts one cell.
    pub fn add(&mut self, state: CellState) {
        self.0[state as usize] += 1;
    }

    /// Adds another count.
    pub fn merge(&mut self, other: &StateCounts) {
        for (mine, more) in self.0.iter_mut().zip(other.0) {
            *mine += more;
        }
    }

    /// All cells.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Cells in which an answer is missing.
    pub fn open(&self) -> u64 {
        CellState::ALL.into_iter().filter(|s| s.is_open()).map(|s| self.get(s)).sum()
    }
}

/// The accounts and regions that were to be looked at.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    accounts: BTreeMap<String, BTreeSet<String>>,
}

impl Expected {
    /// The scope of these scans. Without any, the ledger goes by the accounts and regions that findings name.
    pub fn of<'a>(heads: impl IntoIterator<Item = &'a Head>) -> Expected {
        let mut expected = Expected::default();
        for head in heads {
            for account in &head.accounts {
                expected.accounts.entry(account.id.clone()).or_default().extend(head.regions.iter().cloned());
            }
        }
        expected
    }
}

/// What a check judges, by the lists that it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Account,
    Regions,
    List,
    Anywhere,
}

impl Place {
    fn of(check: &Check) -> Place {
        match check.logic {
            Logic::Account(_) => Place::Account,
            Logic::Items { of, .. } => Place::of_list(of),
            Logic::Custom(_) => {
                let beyond = check.calls().into_iter().any(|call| Place::of_list(call) != Place::Account);
                if beyond { Place::Anywhere } else { Place::Account }
            }
        }
    }

    fn of_list(call: &Call) -> Place {
        let names_regions = call.subject.is_some_and(|subject| !subject.region.is_empty());
        let own = if names_regions { Place::List } else { Place::Account };
        match (&call.scope, call.product.home) {
            (CallScope::Each(each), _) => match Place::of_list(each.of) {
                Place::Account if each.region.is_some() => Place::List,
                Place::Account => own,
                parent => parent,
            },
            (CallScope::Home, Home::Regions) => Place::Regions,
            (CallScope::Home | CallScope::Once, _) => own,
        }
    }
}

/// The column of what is judged once for the account.
const WHOLE: u32 = 0;

/// Observes findings, and says afterwards what is known where.
#[derive(Clone, Debug)]
pub struct Ledger {
    slots: Vec<Slot>,
    by_check: HashMap<&'static str, Vec<u32>>,
    accounts: Names,
    regions: Names,
    /// By slot and account.
    records: HashMap<(u32, u32), Record>,
    /// Accounts and regions in which regional checks of our own scan have a finding.
    asked: HashSet<(u32, u32)>,
}

/// A check at one set of thresholds.
#[derive(Clone, Debug)]
struct Slot {
    check: &'static Check,
    params: Params,
    place: Place,
    /// Centres at which its central lists are read: a region of theirs is where a list was asked, not where a resource is.
    centres: Vec<&'static str>,
}

/// Names by number, in order of appearance.
#[derive(Clone, Debug, Default)]
struct Names {
    list: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }
}

/// What one check says of one account.
#[derive(Clone, Debug, Default)]
struct Record {
    /// Some of it comes from our own scan, which leaves a finding for every hole.
    live: bool,
    places: Vec<(u32, Tallied)>,
}

impl Record {
    fn at(&self, region: u32) -> Option<&Tallied> {
        self.places.iter().find(|(r, _)| *r == region).map(|(_, t)| t)
    }

    fn at_mut(&mut self, region: u32) -> &mut Tallied {
        let at = match self.places.iter().position(|(r, _)| *r == region) {
            Some(at) => at,
            None => {
                // Most checks speak of one place only; room for four would be memory for nothing.
                if self.places.is_empty() {
                    self.places.reserve_exact(1);
                }
                self.places.push((region, Tallied::default()));
                self.places.len() - 1
            }
        };
        &mut self.places[at].1
    }
}

/// Findings of one check in one place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tallied {
    pass: u32,
    fail: u32,
    manual: u32,
    not_applicable: u32,
    /// One bit for each state that a missing answer leads to.
    gaps: u16,
}

impl Tallied {
    fn add(&mut self, status: FindingStatus, gap: Option<GapKind>) {
        match status {
            FindingStatus::Pass => self.pass += 1,
            FindingStatus::Fail => self.fail += 1,
            FindingStatus::Manual => self.manual += 1,
            FindingStatus::NotApplicable => self.not_applicable += 1,
            FindingStatus::NotAssessed => {
                self.gaps |= 1 << CellState::of_gap(gap.unwrap_or(GapKind::NotScanned)) as u16;
            }
        }
    }

    fn judged(&self) -> bool {
        self.pass + self.fail + self.manual > 0
    }

    fn state(&self) -> CellState {
        match CellState::ALL.into_iter().find(|s| self.gaps & (1 << *s as u16) != 0) {
            Some(gap) => gap,
            None if self.manual > 0 => CellState::WaitingForPerson,
            None if self.pass + self.fail > 0 => CellState::Evaluated,
            None if self.not_applicable > 0 => CellState::NoResource,
            None => CellState::NotScanned,
        }
    }
}

impl Ledger {
    /// An empty ledger for the checks that these mappings ask for.
    pub fn new<'a>(mappings: impl IntoIterator<Item = &'a Mapping>) -> Ledger {
        let mut ledger = Ledger {
            slots: Vec::new(),
            by_check: HashMap::new(),
            accounts: Names::default(),
            regions: Names::default(),
            records: HashMap::new(),
            asked: HashSet::new(),
        };
        ledger.regions.number("");
        for one in mappings.into_iter().flat_map(Mapping::check_refs) {
            ledger.slot(one);
        }
        ledger
    }

    fn slot(&mut self, one: &CheckRef) {
        if self.index(one).is_some() {
            return;
        }
        let centres = one.check.calls().into_iter().filter_map(|call| match call.product.home {
            Home::Centres(list) => Some(list),
            Home::Regions | Home::Central => None,
        });
        let slot = Slot {
            check: one.check,
            params: one.params.clone(),
            place: Place::of(one.check),
            centres: centres.flatten().copied().collect(),
        };
        let at = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        self.slots.push(slot);
        self.by_check.entry(one.check.id).or_default().push(at);
    }

    fn index(&self, one: &CheckRef) -> Option<u32> {
        let slots = self.by_check.get(one.check.id)?;
        slots.iter().copied().find(|at| self.slots[*at as usize].params == one.params)
    }

    /// Notes a finding. To be called for the findings that [`super::Tally::observe`] calls new.
    pub fn observe(&mut self, finding: &Finding) {
        let r = &finding.resource;
        let account = self.accounts.number(&r.account);
        let Some(slots) = self.by_check.get(&*finding.check_id) else { return };
        let live = finding.evidence == EvidenceLevel::Live;
        let of_account = r.id == r.account || r.kind == "ALIYUN::Account";
        for &at in slots {
            let slot = &self.slots[at as usize];
            let (status, gap) = finding.judged_at(slot.check.params, &slot.params);
            let list_hole = gap.is_some() && of_account && {
                let centre = slot.centres.iter().any(|c| *c == r.region);
                slot.place == Place::List || (slot.place == Place::Anywhere && centre)
            };
            let whole = r.region.is_empty() || slot.place == Place::Account || list_hole;
            let region = if whole { WHOLE } else { self.regions.number(&r.region) };
            if live && !whole && matches!(slot.place, Place::Regions | Place::Anywhere) {
                self.asked.insert((account, region));
            }
            let record = self.records.entry((at, account)).or_default();
            record.live |= live;
            record.at_mut(region).add(status, gap.map(|g| g.kind));
        }
    }

    /// Lays the ledger over a framework. `mapping` must be one of those that the ledger was made for.
    pub fn coverage<'a>(
        &'a self,
        framework: &'a Framework,
        mapping: &'a Mapping,
        expected: &'a Expected,
    ) -> CoverageMap<'a> {
        let names: BTreeSet<&str> =
            self.accounts.list.iter().chain(expected.accounts.keys()).map(String::as_str).collect();
        let regions: BTreeSet<&str> =
            self.regions.list.iter().chain(expected.accounts.values().flatten()).map(String::as_str).collect();
        // The empty name sorts first: the account's own column.
        let regions: Vec<&str> = regions.into_iter().collect();
        let numbers: Vec<Option<u32>> = regions.iter().map(|r| self.regions.numbers.get(*r).copied()).collect();
        let mut column = vec![0; self.regions.list.len()];
        for (at, number) in numbers.iter().enumerate() {
            if let Some(number) = number {
                column[*number as usize] = at;
            }
        }
        let accounts = names
            .into_iter()
            .map(|name| {
                let number = self.accounts.numbers.get(name).copied();
                let given = expected.accounts.get(name);
                let asked = regions
                    .iter()
                    .zip(&numbers)
                    .map(|(region, of_region)| match (given, number, of_region) {
                        (Some(given), _, _) => given.contains(*region),
                        (None, Some(account), Some(region)) => self.asked.contains(&(account, *region)),
                        (None, _, _) => false,
                    })
                    .collect();
                AccountPlan { name, number, asked }
            })
            .collect();
        let controls = framework.controls.iter().map(|control| self.control_plan(control, mapping)).collect();
        let scope_known = !expected.accounts.is_empty();
        CoverageMap { ledger: self, framework, accounts, regions, column, controls, scope_known }
    }

    fn control_plan(&self, control: &FrameworkControl, mapping: &Mapping) -> ControlPlan {
        let mut plan = ControlPlan { slots: Vec::new(), links: Vec::new() };
        for link in mapping.links(&control.control.id, &control.variant).filter(|l| l.coverage.decides()) {
            let members: Vec<usize> = link
                .target
                .checks()
                .iter()
                .filter_map(|one| self.index(one))
                .map(|slot| match plan.slots.iter().position(|s| *s == slot) {
                    Some(at) => at,
                    None => {
                        plan.slots.push(slot);
                        plan.slots.len() - 1
                    }
                })
                .collect();
            plan.links.push((members, matches!(link.target, Target::AnyOf(_))));
        }
        plan
    }
}

struct AccountPlan<'a> {
    name: &'a str,
    number: Option<u32>,
    /// By column: whether our own scan asked there.
    asked: Vec<bool>,
}

/// The deciding checks of one control.
struct ControlPlan {
    slots: Vec<u32>,
    /// Positions in `slots`, and whether they are alternatives.
    links: Vec<(Vec<usize>, bool)>,
}

/// A ledger laid over a framework: cells are computed as they are asked for, never all held.
pub struct CoverageMap<'a> {
    ledger: &'a Ledger,
    framework: &'a Framework,
    accounts: Vec<AccountPlan<'a>>,
    regions: Vec<&'a str>,
    /// Column by number of the region.
    column: Vec<usize>,
    controls: Vec<ControlPlan>,
    scope_known: bool,
}

/// What is known in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoverageCell {
    /// The worst state of the deciding checks.
    pub state: CellState,
    /// Passing findings here.
    pub pass: u64,
    /// Failing findings here.
    pub fail: u64,
    /// Findings here that ask a person.
    pub manual: u64,
    /// Deciding checks that judge in this column.
    pub checks: u32,
    /// Those of them without an answer.
    pub open: u32,
    /// One bit for each state in which an answer is missing.
    holes: u16,
}

impl CoverageCell {
    /// Every way in which an answer is missing here, worst first: the state names the first of them.
    pub fn holes(&self) -> impl Iterator<Item = CellState> {
        CellState::ALL.into_iter().filter(|s| self.holes & (1 << *s as u16) != 0)
    }
}

/// One cell with its place.
#[derive(Clone, Copy, Debug)]
pub struct CoverageRow<'a> {
    /// The control.
    pub control: &'a FrameworkControl,
    /// Account id.
    pub account: &'a str,
    /// Region id; empty for the account's own column.
    pub region: &'a str,
    /// What is known.
    pub cell: CoverageCell,
}

/// The cells of one control and account that are alike in everything.
#[derive(Clone, Debug)]
pub struct CoverageSpan<'a> {
    /// The control.
    pub control: &'a FrameworkControl,
    /// Account id.
    pub account: &'a str,
    /// Region ids in order; the empty one is the account's own column.
    pub regions: Vec<&'a str>,
    /// What is known in each of them.
    pub cell: CoverageCell,
}

/// Sums over all cells.
#[derive(Clone, Debug, Default)]
pub struct CoverageSummary {
    /// Account ids, in order.
    pub accounts: Vec<String>,
    /// Columns: the account's own (empty), then region ids in order.
    pub regions: Vec<String>,
    /// By state.
    pub states: StateCounts,
    /// By account, then column.
    pub matrix: Vec<Vec<StateCounts>>,
    /// By control, in the framework's order.
    pub controls: Vec<StateCounts>,
    /// By control: accounts in which an answer is missing somewhere.
    pub open_accounts: Vec<u64>,
    /// True when the scope comes from scans rather than from what findings name.
    pub scope_known: bool,
}

impl<'a> CoverageMap<'a> {
    /// Controls × accounts × columns.
    pub fn total(&self) -> u64 {
        [self.controls.len(), self.accounts.len(), self.regions.len()].iter().map(|n| *n as u64).product()
    }

    /// Every cell: by control, then account, then region.
    pub fn rows(&self) -> impl Iterator<Item = CoverageRow<'_>> {
        self.blocks().flat_map(move |(control, account)| {
            let cells = self.block(control, account);
            cells.into_iter().zip(&self.regions).map(move |(cell, region)| CoverageRow {
                control: &self.framework.controls[control],
                account: self.accounts[account].name,
                region,
                cell,
            })
        })
    }

    /// The same, with cells of one control and account that are alike in one row.
    pub fn spans(&self) -> impl Iterator<Item = CoverageSpan<'_>> {
        self.blocks().flat_map(move |(control, account)| {
            let mut spans: Vec<CoverageSpan<'_>> = Vec::new();
            for (cell, region) in self.block(control, account).into_iter().zip(&self.regions) {
                match spans.iter_mut().find(|s| s.cell == cell) {
                    Some(span) => span.regions.push(region),
                    None => spans.push(CoverageSpan {
                        control: &self.framework.controls[control],
                        account: self.accounts[account].name,
                        regions: vec![region],
                        cell,
                    }),
                }
            }
            spans
        })
    }

    /// Sums over all cells.
    pub fn summary(&self) -> CoverageSummary {
        let mut summary = CoverageSummary {
            accounts: self.accounts.iter().map(|a| a.name.to_owned()).collect(),
            regions: self.regions.iter().map(|r| (*r).to_owned()).collect(),
            states: StateCounts::default(),
            matrix: vec![vec![StateCounts::default(); self.regions.len()]; self.accounts.len()],
            controls: vec![StateCounts::default(); self.controls.len()],
            open_accounts: vec![0; self.controls.len()],
            scope_known: self.scope_known,
        };
        for (control, account) in self.blocks() {
            let mut of_account = StateCounts::default();
            for (at, cell) in self.block(control, account).into_iter().enumerate() {
                summary.matrix[account][at].add(cell.state);
                of_account.add(cell.state);
            }
            summary.states.merge(&of_account);
            summary.controls[control].merge(&of_account);
            summary.open_accounts[control] += u64::from(of_account.open() > 0);
        }
        summary
    }

    fn blocks(&self) -> impl Iterator<Item = (usize, usize)> + use<'_, 'a> {
        (0..self.controls.len()).flat_map(|control| (0..self.accounts.len()).map(move |account| (control, account)))
    }

    /// The cells of one control and account, one for each column.
    fn block(&self, control: usize, account: usize) -> Vec<CoverageCell> {
        let plan = &self.controls[control];
        let mut cells = vec![
            CoverageCell {
                state: CellState::WaitingForPerson,
                pass: 0,
                fail: 0,
                manual: 0,
                checks: 0,
                open: 0,
                holes: 0
            };
            self.regions.len()
        ];
        if plan.links.is_empty() {
            return cells;
        }
        let said: Vec<Vec<(CellState, Tallied)>> =
            plan.slots.iter().map(|slot| self.said(*slot, &self.accounts[account])).collect();
        for (at, cell) in cells.iter_mut().enumerate() {
            for check in &said {
                let (state, counts) = check[at];
                cell.pass += u64::from(counts.pass);
                cell.fail += u64::from(counts.fail);
                cell.manual += u64::from(counts.manual);
                cell.checks += u32::from(state != CellState::Elsewhere);
                if state.is_open() {
                    cell.open += 1;
                    cell.holes |= counts.gaps | (1 << state as u16);
                }
            }
            let of_link = |(members, alternatives): &(Vec<usize>, bool)| {
                let passes = |(state, counts): &(CellState, Tallied)| {
                    *state == CellState::Evaluated && counts.pass > 0 && counts.fail == 0
                };
                if *alternatives && members.iter().any(|m| passes(&said[*m][at])) {
                    return CellState::Evaluated;
                }
                members.iter().map(|m| said[*m][at].0).min().unwrap_or(CellState::NotScanned)
            };
            cell.state = plan.links.iter().map(of_link).min().unwrap_or(CellState::WaitingForPerson);
        }
        cells
    }

    /// What one check says of one account, by column.
    fn said(&self, slot: u32, account: &AccountPlan<'_>) -> Vec<(CellState, Tallied)> {
        let place = self.ledger.slots[slot as usize].place;
        let record = account.number.and_then(|number| self.ledger.records.get(&(slot, number)));
        let empty = Tallied::default();
        let mut said = vec![(CellState::NotScanned, empty); self.regions.len()];
        let Some(record) = record else {
            for (at, one) in said.iter_mut().enumerate() {
                one.0 = match (place, at == 0) {
                    (Place::Account, false) | (Place::Regions | Place::List, true) => CellState::Elsewhere,
                    (Place::Account, true) | (Place::Regions | Place::List, false) | (Place::Anywhere, _) => {
                        CellState::NotScanned
                    }
                };
            }
            return said;
        };
        let whole = record.at(WHOLE).copied().unwrap_or_default();
        let regional = record.places.iter().any(|(region, _)| *region != WHOLE);
        for (at, one) in said.iter_mut().enumerate().skip(1) {
            one.0 = silent_region(place, record.live, &whole, regional, account.asked[at]);
        }
        for (region, counts) in &record.places {
            if *region == WHOLE {
                continue;
            }
            let mut counts = *counts;
            if place == Place::List {
                counts.gaps |= whole.gaps;
            }
            said[self.column[*region as usize]] = (counts.state(), counts);
        }
        let mut here = whole;
        if matches!(place, Place::Regions | Place::List) {
            here.not_applicable = 0;
        }
        said[0] =
            if here == empty && place != Place::Account { (CellState::Elsewhere, here) } else { (here.state(), here) };
        said
    }
}

/// The state of a region in which a check that speaks of the account has no finding.
fn silent_region(place: Place, live: bool, whole: &Tallied, regional: bool, asked: bool) -> CellState {
    let gap = Tallied { gaps: whole.gaps, ..Tallied::default() };
    let nothing_found = whole.not_applicable > 0;
    let looked = if live { asked } else { nothing_found };
    let looked = if looked { CellState::NoResource } else { CellState::NotScanned };
    match place {
        Place::Account => CellState::Elsewhere,
        Place::Regions if whole.gaps != 0 && !regional && !nothing_found => gap.state(),
        Place::Regions => looked,
        Place::List if whole.gaps != 0 => gap.state(),
        // One list holds all regions, whichever were asked.
        Place::List if live || nothing_found => CellState::NoResource,
        Place::List => CellState::NotScanned,
        Place::Anywhere if whole.judged() && !regional => CellState::Elsewhere,
        Place::Anywhere if whole.gaps != 0 => gap.state(),
        Place::Anywhere => looked,
    }
}

#[cfg(test)]
mod tests;
