//! The view model: everything a reader sees, worded, sorted and rounded, in one language. Templates only lay it out.

mod build;
mod executive;
mod record;
mod why;
mod words;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use time::OffsetDateTime;

use crate::assess::{AccountResult, Assessment, CoverageSummary, Tally, by_account};
use crate::catalog::{Organisation, Origin};
use crate::domain::{ControlStatus, StatusCounts};
use crate::import::FileReport;
use crate::score::{Interval, Scorecard};
use crate::snapshot::Head;
use crate::text::{Lang, Text};

pub(crate) use build::finding_tone;
pub use build::{account_lines, build, record};
pub use record::{RECORD_PROOFS, RECORD_RESOURCES, Record, RecordGroup, RecordRow};

/// How many findings of one check a report shows; the CSV files hold all of them.
pub const SAMPLES_SHOWN: usize = 6;

/// How many passing or not applicable findings of one check a report shows.
pub const PASSING_SHOWN: usize = 3;

/// What a report is made of.
#[derive(Clone, Copy)]
pub struct Ingredients<'a> {
    /// The framework assessed.
    pub assessment: &'a Assessment,
    /// Its numbers.
    pub scorecard: &'a Scorecard,
    /// The findings.
    pub tally: &'a Tally,
    /// The posture checklist assessed on the same findings, for the executive review.
    pub posture: Option<(&'a Assessment, &'a Scorecard)>,
    /// Whose system it is.
    pub organisation: &'a Organisation,
    /// Input files.
    pub files: &'a [FileReport],
    /// Files and folders beside the inputs that were left alone.
    pub ignored: &'a [String],
    /// Data files used: framework, mapping, source map, templates, statements.
    pub origins: &'a [Origin],
    /// Print the 2021 deduction score as well.
    pub deduction_2021: bool,
    /// Period and earlier periods, for the report of a pack.
    pub occasion: Option<&'a Occasion>,
    /// What is known in which account and region, for the coverage ledger.
    pub coverage: Option<&'a CoverageSummary>,
    /// Every account judged by itself, for the roll-up.
    pub accounts: Option<&'a Accounts>,
}

/// Every account judged by itself.
#[derive(Clone, Debug, Default)]
pub struct Accounts {
    /// One result for each account, by id.
    pub results: Vec<AccountResult>,
    /// Names of accounts by id, where scans know them.
    pub names: BTreeMap<String, String>,
}

impl Accounts {
    /// Judges the accounts that findings speak of, those that scans were asked for, and those that the organisation names.
    pub fn of<'a>(
        assessment: &Assessment,
        tally: &Tally,
        heads: impl IntoIterator<Item = &'a Head>,
        organisation: &Organisation,
    ) -> Accounts {
        let mut names = BTreeMap::new();
        for account in heads.into_iter().flat_map(|head| &head.accounts) {
            let name: &mut String = names.entry(account.id.clone()).or_default();
            if name.is_empty() {
                name.clone_from(&account.name);
            }
        }
        let grouped = organisation.account_groups.iter().flat_map(|(_, ids)| ids).map(String::as_str);
        let results = by_account(assessment, tally, names.keys().map(String::as_str).chain(grouped));
        names.retain(|_, name| !name.is_empty());
        Accounts { results, names }
    }
}

/// What the report of a pack knows beyond one run.
#[derive(Clone, Debug, Default)]
pub struct Occasion {
    /// The period, `2026Q4`.
    pub period: String,
    /// What must be said before anything else: resources left out, evidence from outside the period.
    pub notices: Vec<Text>,
    /// Earlier periods, oldest first.
    pub earlier: Vec<Earlier>,
    /// Status of each control in the last period, under this period's rules, by control id.
    pub before: BTreeMap<String, ControlStatus>,
}

/// An earlier period in the trend.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// The period.
    pub period: String,
    /// Met out of applicable.
    pub score: Interval,
    /// Controls by status.
    pub counts: StatusCounts,
    /// Scored by this period's rules; else by its own.
    pub rescored: bool,
}

/// A report in one language.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// BCP 47 tag.
    pub lang: &'static str,
    /// Two-letter code, part of anchors in bilingual files.
    pub code: &'static str,
    /// Title.
    pub title: String,
    /// Line below it.
    pub subtitle: String,
    /// What the report is not.
    pub disclaimer: String,
    /// Day of the report, ISO.
    pub date: String,
    /// Fixed words by key.
    pub words: BTreeMap<&'static str, &'static str>,
    /// The framework.
    pub framework: FrameworkView,
    /// Lines of the document control table.
    pub control_facts: Vec<Fact>,
    /// Rows of the signature table.
    pub signatures: Vec<Fact>,
    /// The first page.
    pub verdict: VerdictView,
    /// The period, `2026Q4`; empty for a report of one run.
    pub period: String,
    /// All periods known, oldest first, this one last; empty when there is only this one.
    pub trend: Vec<TrendView>,
    /// Controls that are better and worse than in the last period; empty without one.
    pub movement: String,
    /// Status legend with counts, worst first.
    pub statuses: Vec<StatusCount>,
    /// MLPS: both readings of the rate. Law: labels. Empty elsewhere.
    pub readings: Vec<Reading>,
    /// How each number came about.
    pub methods: Vec<String>,
    /// By section.
    pub sections: Vec<SectionView>,
    /// By level.
    pub levels: Vec<SectionView>,
    /// Major hazard candidates.
    pub hazards: Vec<CandidateView>,
    /// High-risk candidates.
    pub high_risks: Vec<CandidateView>,
    /// 2021 score, when asked for.
    pub deduction: Option<DeductionView>,
    /// Eight parts of the executive review.
    pub executive: Vec<ExecutivePart>,
    /// What blocks, worst first, a handful.
    pub blockers: Vec<PlanRow>,
    /// Everything to mend.
    pub plan: Vec<PlanRow>,
    /// Controls by section.
    pub groups: Vec<Group>,
    /// Findings by check.
    pub annex: Vec<CheckView>,
    /// Answers missing.
    pub gaps: Vec<GapView>,
    /// Checks that the input holds no result of.
    pub silent: Vec<GapView>,
    /// Scope lines.
    pub scope: Vec<Fact>,
    /// Findings by account, bounded.
    pub accounts: Vec<AccountView>,
    /// Organisation, account groups and accounts, where there are several.
    pub rollup: Option<RollupView>,
    /// Responsibility: controls by who owes them.
    pub responsibility: Vec<ResponsibilityRow>,
    /// The responsibility matrix: every control, in the order of sections.
    pub responsibility_matrix: Vec<ResponsibilityLine>,
    /// The rules by which the matrix splits controls.
    pub responsibility_rules: Vec<Fact>,
    /// What bounded tables of the matrix leave out; empty when nothing.
    pub responsibility_rest: String,
    /// The coverage ledger, where it was kept.
    pub coverage: Option<CoverageView>,
    /// Attestations.
    pub attestations: Vec<StatementView>,
    /// Exceptions.
    pub exceptions: Vec<StatementView>,
    /// Statements that end within 90 days, and those that ended within the last 90, by day.
    pub expiring: Vec<ExpiryRow>,
    /// How long statements may stand at most, in a sentence.
    pub terms: String,
    /// Rows without a control.
    pub unmapped: Vec<UnmappedView>,
    /// Input files.
    pub inputs: Vec<InputView>,
    /// Files and folders in input folders that were left alone.
    pub ignored: Vec<String>,
    /// Data files.
    pub data_files: Vec<Fact>,
    /// Terms used.
    pub glossary: Vec<Fact>,
    /// `dengbao 0.1.0`.
    pub tool: String,
}

/// One period of the trend.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TrendView {
    /// The period.
    pub period: String,
    /// Interval.
    pub score: String,
    /// Lower bound in per cent, for charts.
    pub lower: f64,
    /// Upper bound in per cent, for charts.
    pub upper: f64,
    /// Controls not met or partly met.
    pub failing: u64,
    /// By which rules it is scored, where not by those of this report.
    pub note: String,
    /// Controls by status.
    pub statuses: Vec<StatusCount>,
}

/// A label and a value.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Fact {
    /// Label.
    pub label: String,
    /// Value.
    pub value: String,
}

/// The framework in a report.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FrameworkView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Edition.
    pub version: String,
    /// Issuer.
    pub authority: String,
    /// Markdown.
    pub about: String,
    /// Number of controls.
    pub controls: usize,
    /// How verdicts are formed.
    pub scoring: crate::catalog::Scoring,
    /// Where its facts come from.
    pub sources: Vec<Fact>,
}

/// A tone: colours and shapes hang on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Met.
    Good,
    /// Partly met.
    Warn,
    /// Not met.
    Bad,
    /// Not known.
    Unknown,
    /// Waits for a person.
    Person,
    /// Does not count.
    Neutral,
}

/// The first page.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VerdictView {
    /// For machines.
    pub code: crate::score::VerdictCode,
    /// Tone.
    pub tone: Tone,
    /// A few words.
    pub headline: String,
    /// How it came about.
    pub explanation: String,
    /// Key numbers.
    pub cards: Vec<Card>,
    /// Warnings: near a threshold, stale evidence, little known.
    pub warnings: Vec<String>,
}

/// A key number.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Card {
    /// What it is.
    pub label: String,
    /// The number.
    pub value: String,
    /// What it is out of.
    pub note: String,
    /// Tone.
    pub tone: Tone,
}

/// A status and how many controls have it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StatusCount {
    /// Identifier.
    pub id: &'static str,
    /// Word.
    pub label: String,
    /// Controls.
    pub count: u64,
    /// Share of all controls in per cent, for bars.
    pub percent: f64,
    /// Tone.
    pub tone: Tone,
}

/// A reading of a score.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Reading {
    /// Name of the reading.
    pub name: String,
    /// Interval.
    pub value: String,
    /// Interval with accepted risks.
    pub with_exceptions: String,
    /// What it leads to.
    pub conclusion: String,
}

/// A section's numbers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SectionView {
    /// Section id.
    pub id: String,
    /// Printed number, where sections have one.
    pub number: String,
    /// Title.
    pub title: String,
    /// 1 for sections, 2 for what is below them.
    pub depth: u8,
    /// Controls by status.
    pub statuses: Vec<StatusCount>,
    /// All controls.
    pub total: u64,
    /// Interval.
    pub score: String,
    /// Lower bound in per cent, for bars.
    pub lower: f64,
    /// Upper bound in per cent, for bars.
    pub upper: f64,
}

/// A failing item that an official list names.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CandidateView {
    /// Case or code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Failing controls.
    pub controls: Vec<Link>,
    /// Mitigation.
    pub mitigation: String,
    /// Remark.
    pub note: String,
}

/// A reference to a control in the same report.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Link {
    /// Anchor.
    pub anchor: String,
    /// Text.
    pub text: String,
}

/// The 2021 score.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeductionView {
    /// Interval in points.
    pub score: String,
    /// Rows of its derivation.
    pub rows: Vec<Fact>,
    /// Caveat.
    pub note: String,
}

/// A part of the executive review.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExecutivePart {
    /// Title.
    pub title: String,
    /// Verdict in a sentence.
    pub verdict: String,
    /// Tone.
    pub tone: Tone,
    /// Evidence levels.
    pub evidence: String,
    /// Blockers.
    pub blockers: Vec<String>,
    /// Next actions.
    pub actions: Vec<String>,
    /// Open questions.
    pub questions: Vec<String>,
}

/// Something to mend.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlanRow {
    /// Running number.
    pub number: usize,
    /// Check id.
    pub check: String,
    /// What should be.
    pub title: String,
    /// How to mend it.
    pub remediation: String,
    /// Command.
    pub cli: String,
    /// Severity word.
    pub severity: String,
    /// Severity id.
    pub severity_id: &'static str,
    /// Failing findings.
    pub failing: u64,
    /// Controls that it keeps from being met.
    pub controls: Vec<Link>,
    /// Who.
    pub owner: String,
    /// When.
    pub due: String,
    /// How much work it is, in words.
    pub effort: String,
    /// Its id.
    pub effort_id: &'static str,
    /// What mending this alone would change.
    pub effect: String,
    /// Controls that mending this alone would make met.
    pub would_meet: Vec<Link>,
}

/// Controls under one heading.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Group {
    /// Section id.
    pub id: String,
    /// Anchor.
    pub anchor: String,
    /// Printed number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Heading depth: 1 or 2.
    pub depth: u8,
    /// Controls directly in it.
    pub controls: Vec<ControlView>,
    /// Controls in it and below.
    pub total: u64,
}

/// A control.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ControlView {
    /// Id.
    pub id: String,
    /// Anchor.
    pub anchor: String,
    /// Printed number.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Short title.
    pub title: String,
    /// What is asked.
    pub requirement: String,
    /// Status id.
    pub status: &'static str,
    /// Status word.
    pub status_label: String,
    /// Tone.
    pub tone: Tone,
    /// Failing, but accepted.
    pub accepted: bool,
    /// Against the last period: `better`, `worse`, `new`, `same`; empty without a last period.
    pub delta: &'static str,
    /// The same in words; empty for `same`.
    pub delta_label: String,
    /// Why the status is what it is.
    pub why: String,
    /// Law: what the evidence says.
    pub label: String,
    /// Worst severity among failures; empty when none.
    pub severity: String,
    /// Its id.
    pub severity_id: &'static str,
    /// Findings: fail, pass, without an answer.
    pub fail: u64,
    /// Passing findings.
    pub pass: u64,
    /// Findings without an answer or for a person.
    pub open: u64,
    /// Who owes it.
    pub owner: String,
    /// Small facts: kind, unit, method, objects, level, figures, condition.
    pub facts: Vec<Fact>,
    /// The same and the evidence levels in one line.
    pub facts_line: String,
    /// What stays open when the mapped checks pass.
    pub stays_open: Vec<String>,
    /// What no check can show.
    pub limits: String,
    /// Evidence to hand over.
    pub evidence_wanted: Vec<String>,
    /// Evidence levels behind the status.
    pub evidence: String,
    /// Mapped checks.
    pub checks: Vec<ControlCheck>,
    /// Statements for it.
    pub statements: Vec<String>,
    /// Conflicts.
    pub conflicts: Vec<String>,
    /// High-risk cases and hazards that it may lead to.
    pub risks: Vec<String>,
}

/// A check as it stands behind one control.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ControlCheck {
    /// Check id.
    pub id: String,
    /// Anchor of the check in the annex.
    pub anchor: String,
    /// Title.
    pub title: String,
    /// Thresholds.
    pub params: String,
    /// Coverage word.
    pub coverage: String,
    /// Result word.
    pub result: String,
    /// Tone.
    pub tone: Tone,
    /// Failing findings.
    pub fail: u64,
    /// Passing findings.
    pub pass: u64,
    /// Open findings.
    pub open: u64,
    /// Alternatives: this is one of several.
    pub alternative: bool,
    /// The input holds results of it, so that it stands in the annex.
    pub seen: bool,
    /// The worst failing resources, a few.
    pub failing: Vec<String>,
    /// How many more fail.
    pub more: String,
    /// How to mend it; empty unless it fails and decides.
    pub remediation: String,
    /// Command; empty unless it fails and decides.
    pub cli: String,
}

/// A check with its findings.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CheckView {
    /// Check id.
    pub id: String,
    /// Anchor.
    pub anchor: String,
    /// Title.
    pub title: String,
    /// Thresholds.
    pub params: String,
    /// Severity word.
    pub severity: String,
    /// Severity id.
    pub severity_id: &'static str,
    /// Expected value.
    pub expected: String,
    /// Why it matters.
    pub risk: String,
    /// How to mend it.
    pub remediation: String,
    /// Command.
    pub cli: String,
    /// How much work it is to mend it, in words.
    pub effort: String,
    /// Counts by status.
    pub counts: Vec<StatusCount>,
    /// Nothing fails or is undecided.
    pub settled: bool,
    /// Why answers are missing and how far the source can be trusted, each once; rows name them by number.
    pub notes: Vec<String>,
    /// Findings shown.
    pub rows: Vec<FindingRow>,
    /// How many more there are.
    pub more: String,
    /// Controls it speaks to.
    pub controls: Vec<Link>,
}

/// A finding.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FindingRow {
    /// Status id.
    pub status: &'static str,
    /// Status word.
    pub status_label: String,
    /// Tone.
    pub tone: Tone,
    /// Resource label.
    pub resource: String,
    /// ARN or id.
    pub arn: String,
    /// Account.
    pub account: String,
    /// Region.
    pub region: String,
    /// Reason, gap or remark.
    pub reason: String,
    /// When.
    pub observed_at: String,
    /// By whom.
    pub source: String,
}

/// Missing answers with one reason.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GapView {
    /// Titles of the checks.
    pub check: String,
    /// Their ids.
    pub id: String,
    /// Why.
    pub reason: String,
    /// Findings.
    pub count: u64,
    /// How many controls it holds up.
    pub controls: usize,
}

/// An account.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AccountView {
    /// Account id.
    pub account: String,
    /// Counts by status.
    pub statuses: Vec<StatusCount>,
    /// All findings.
    pub total: u64,
}

/// The roll-up: the organisation, its groups of accounts, and accounts, by section.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RollupView {
    /// How many accounts in how many groups.
    pub formula: String,
    /// How an account's statuses are derived.
    pub basis: String,
    /// Heads of the cells: top-level sections.
    pub heads: Vec<Fact>,
    /// All accounts together.
    pub total: RollupLine,
    /// Groups of accounts; empty when none are named.
    pub groups: Vec<RollupLine>,
    /// The worst accounts, worst first.
    pub lines: Vec<RollupLine>,
    /// The accounts that are not shown, summed up.
    pub rest: Option<RollupLine>,
    /// Where the complete table is; empty when all is shown.
    pub more: String,
}

/// One account, or several summed up.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RollupLine {
    /// Account id, or what the sum is of.
    pub account: String,
    /// The account's name, where known.
    pub name: String,
    /// The group of the account; empty when none is named.
    pub group: String,
    /// How many accounts the line stands for.
    pub accounts: u64,
    /// Failing findings.
    pub fail: u64,
    /// Passing findings.
    pub pass: u64,
    /// Findings without an answer or for a person.
    pub open: u64,
    /// Worst severity among failures; empty when none.
    pub severity: String,
    /// Its id.
    pub severity_id: &'static str,
    /// Controls that are not met, or only partly, in at least one of the accounts.
    pub failing: u64,
    /// Controls by status, counted once for each account.
    pub statuses: Vec<StatusCount>,
    /// One for each head, for the heat map.
    pub cells: Vec<RollupCell>,
}

/// One section in one account, or in several.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RollupCell {
    /// The worst status of its controls.
    pub status: &'static str,
    /// Its word.
    pub label: String,
    /// Its tone.
    pub tone: Tone,
    /// Controls not met or only partly, counted once for each account.
    pub failing: u64,
    /// Controls, counted once for each account.
    pub total: u64,
    /// Share of failing controls in per cent.
    pub percent: f64,
    /// Every status with its count.
    pub detail: String,
}

/// Who owes how many controls, by status.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ResponsibilityRow {
    /// Who.
    pub owner: String,
    /// What they must hand over.
    pub note: String,
    /// Counts by status.
    pub statuses: Vec<StatusCount>,
    /// Controls.
    pub total: u64,
}

/// Who owes one control, what each side hands over, and how far each part has come.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ResponsibilityLine {
    /// Number and title of the section on its first line, empty on the others.
    pub heading: String,
    /// Number and title of the section.
    pub section: String,
    /// Control id.
    pub id: String,
    /// Anchor of the control.
    pub anchor: String,
    /// Printed number.
    #[serde(rename = "ref")]
    pub reference: String,
    /// What is asked.
    pub requirement: String,
    /// `customer`, `provider` or `shared`.
    pub owner_id: &'static str,
    /// Who owes it, as the catalogue says.
    pub owner: String,
    /// Who owes it under IaaS.
    pub iaas: String,
    /// Who owes it under PaaS.
    pub paas: String,
    /// Who owes it under SaaS.
    pub saas: String,
    /// The service model moves the line.
    pub differs: bool,
    /// The rule of the split.
    pub rule: &'static str,
    /// Why it splits so.
    pub rationale: String,
    /// What the provider hands over.
    pub provider_evidence: String,
    /// What the customer hands over.
    pub customer_evidence: String,
    /// `cited`, `shortfall`, `out_of_date`, `not_cited` or `none`.
    pub provider_state: &'static str,
    /// Its words.
    pub provider_label: String,
    /// Its tone.
    pub provider_tone: Tone,
    /// The provider's documents cited, in date or not.
    pub citations: Vec<String>,
    /// How far the customer's part has come, as an identifier.
    pub customer_state: &'static str,
    /// Its words.
    pub customer_label: String,
    /// Its tone.
    pub customer_tone: Tone,
    /// Status id of the control.
    pub status: &'static str,
    /// Status word.
    pub status_label: String,
    /// Its tone.
    pub tone: Tone,
    /// Every part that somebody owes is shown, and the control is met or does not apply.
    pub settled: bool,
    /// Settled, or whose part is open.
    pub settled_label: String,
    /// Remarks.
    pub notes: Vec<String>,
}

/// The coverage ledger in a report.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CoverageView {
    /// How many cells there are, and why.
    pub formula: String,
    /// Where the accounts and regions come from.
    pub scope: String,
    /// Cells.
    pub total: u64,
    /// Cells by state, worst first; they add up to the total.
    pub states: Vec<StatusCount>,
    /// Accounts by regions, bounded.
    pub table: CoverageTable,
    /// Controls with holes, most holes first, bounded.
    pub controls: Vec<CoverageControl>,
    /// How many more there are.
    pub more: String,
}

/// Accounts by regions.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CoverageTable {
    /// Heads of the columns: the account's own, regions, all others in one.
    pub heads: Vec<String>,
    /// Accounts, all others in one.
    pub lines: Vec<CoverageLine>,
}

/// An account.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CoverageLine {
    /// Account id.
    pub account: String,
    /// One for each head.
    pub cells: Vec<CoverageCellView>,
    /// Cells of the line: one for each control and column.
    pub total: u64,
}

/// Controls of one account and region by state.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CoverageCellView {
    /// Known / without an answer / for a person.
    pub text: String,
    /// Every state with its count.
    pub detail: String,
    /// Whether anything is without an answer.
    pub tone: Tone,
}

/// A control with holes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CoverageControl {
    /// The control.
    pub control: Link,
    /// What is asked.
    pub requirement: String,
    /// Accounts with a hole.
    pub accounts: u64,
    /// Cells with a hole.
    pub cells: u64,
    /// Which holes.
    pub states: String,
}

/// An attestation or exception.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StatementView {
    /// Id.
    pub id: String,
    /// Counts, not yet, or expired.
    pub state: String,
    /// Tone of the state.
    pub tone: Tone,
    /// What it says.
    pub text: String,
    /// Who.
    pub person: String,
    /// When it ends.
    pub until: String,
    /// What it is for.
    pub applies_to: String,
    /// Compensating control, document, or files.
    pub detail: String,
    /// Controls of this report.
    pub controls: Vec<Link>,
}

/// A statement that ends soon, or ended lately.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExpiryRow {
    /// Id.
    pub id: String,
    /// Attestation, inherited evidence or exception.
    pub kind: String,
    /// `expired`, `30_days`, `60_days` or `90_days`.
    pub bucket: crate::assess::Bucket,
    /// The same in words.
    pub bucket_label: String,
    /// Tone of the bucket.
    pub tone: Tone,
    /// The last day on which it counts, ISO.
    pub date: String,
    /// Days from the report's day; negative when it has passed.
    pub days_left: i64,
    /// Controls that no other statement covers then.
    pub controls: Vec<Link>,
    /// Check and resources of an exception, what ended it early, and what another statement covers.
    pub note: String,
    /// Who must act.
    pub person: String,
}

/// Rows without a control.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UnmappedView {
    /// File.
    pub file: String,
    /// The source's check id.
    pub check: String,
    /// Why.
    pub reason: String,
    /// Rows.
    pub rows: u64,
}

/// An input file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InputView {
    /// Path.
    pub path: String,
    /// Format.
    pub format: String,
    /// Rows in the file.
    pub rows: u64,
    /// Findings.
    pub findings: u64,
    /// Duplicates.
    pub duplicates: u64,
    /// Muted by the source.
    pub muted: u64,
    /// Unmapped rows.
    pub unmapped: u64,
    /// SHA-256.
    pub sha256: String,
    /// Bytes.
    pub bytes: u64,
}

/// The sign of a tone: colour alone tells nothing on paper, nor to who cannot see it.
pub(crate) fn sign(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "✓",
        Tone::Warn => "◐",
        Tone::Bad => "✗",
        Tone::Unknown => "?",
        Tone::Person => "☐",
        Tone::Neutral => "–",
    }
}

/// The JSON Schema of [`Report`]: what templates may ask for, with the type and meaning of each field.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Report);
    schema.insert("$id".to_owned(), SCHEMA.into());
    schema.to_value()
}

/// The identifier of the view model's schema; the number moves when a field goes or changes its meaning.
const SCHEMA: &str = "urn:dengbao:report:1";

/// The day of a moment, ISO, in the moment's own zone.
pub(crate) fn day(at: OffsetDateTime) -> String {
    at.date().to_string()
}

/// A word in a language, for one-off sentences.
pub(crate) fn tr(lang: Lang, en: impl Into<String>, zh: impl Into<String>) -> String {
    match lang {
        Lang::En => en.into(),
        Lang::Zh => zh.into(),
    }
}
