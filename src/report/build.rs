//! Builds the view model from an assessment. What all parts share is here; the parts are in the modules below.

mod accounts;
mod annex;
mod controls;
mod coverage;
mod expiry;
mod matrix;
mod provenance;
mod record;
mod sections;
mod trend;
mod verdict;

pub use accounts::account_lines;

use std::collections::{BTreeMap, BTreeSet};

use time::{Date, Duration};

use super::why::why;
use super::words::words;
use super::{
    AccountView, CandidateView, Card, CheckView, ControlCheck, ControlView, CoverageCellView, CoverageControl,
    CoverageLine, CoverageTable, CoverageView, DeductionView, ExpiryRow, Fact, FindingRow, FrameworkView, GapView,
    Group, Ingredients, InputView, Link, PASSING_SHOWN, PlanRow, Reading, Report, ResponsibilityLine,
    ResponsibilityRow, RollupCell, RollupLine, RollupView, SAMPLES_SHOWN, SectionView, StatementView, StatusCount,
    Tone, TrendView, UnmappedView, VerdictView, day, executive, tr,
};
use crate::assess::{ControlResult, LinkResult, LinkState, Sample};
use crate::catalog::{
    AssessmentMode, AttestationKind, Duty, EndedBy, FrameworkControl, LegalForce, Mark, Method, ObjectKind, Owner,
    Scoring, StatementState, Target,
};
use crate::checks::Check;
use crate::domain::{ControlStatus, Counts, FindingStatus, Severity, StatusCounts};
use crate::score::{Band, Candidate, Interval, LawLabel, Rates, VerdictCode};
use crate::text::{Lang, Phrase};

pub use record::record;

/// Findings older than this at the report's date are called stale.
const STALE_DAYS: i64 = 31;

/// How many blockers the first page shows.
const BLOCKERS: usize = 8;

/// Builds the report in a language.
pub fn build(of: Ingredients<'_>, lang: Lang) -> Report {
    let b = Builder { of, lang };
    let framework = &of.assessment.framework;
    let plan = b.plan();
    let statuses = b.statuses(&of.scorecard.counts);
    let (gaps, silent) = b.gaps();
    let expiring = b.expiring();
    Report {
        lang: lang.tag(),
        code: lang.code(),
        title: tr(
            lang,
            format!("{}: compliance evidence report (self-check)", framework.name.en),
            format!("{}合规证据报告（自查）", framework.name.zh),
        ),
        subtitle: b.subtitle(),
        disclaimer: b.disclaimer(),
        date: day(of.assessment.as_of),
        words: words(lang),
        framework: b.framework(),
        control_facts: b.control_facts(),
        signatures: b.signatures(),
        verdict: b.verdict(),
        period: of.occasion.map(|o| o.period.clone()).unwrap_or_default(),
        trend: b.trend(),
        movement: b.movement(),
        statuses,
        readings: b.readings(),
        methods: b.methods(),
        sections: b.sections(),
        levels: b.levels(),
        hazards: b.candidates(of.scorecard.mlps.as_ref().map_or(&[], |m| &m.hazards)),
        high_risks: b.candidates(of.scorecard.mlps.as_ref().map_or(&[], |m| &m.high_risks)),
        deduction: b.deduction(),
        executive: executive::parts(of, lang, &plan, &expiring),
        blockers: plan.iter().take(BLOCKERS).cloned().collect(),
        groups: b.groups(),
        annex: b.annex(),
        gaps,
        silent,
        scope: b.scope(),
        accounts: b.accounts(),
        rollup: b.rollup(),
        responsibility: b.responsibility(),
        responsibility_matrix: b.responsibility_matrix(),
        responsibility_rules: b.responsibility_rules(),
        responsibility_rest: b.responsibility_rest(),
        coverage: b.coverage(),
        attestations: b.attestations(),
        exceptions: b.exceptions(),
        expiring,
        terms: b.terms(),
        unmapped: b.unmapped(),
        inputs: b.inputs(),
        ignored: of.ignored.to_vec(),
        data_files: of.origins.iter().map(|o| Fact { label: o.path.clone(), value: o.sha256.clone() }).collect(),
        glossary: b.glossary(),
        tool: concat!("dengbao ", env!("CARGO_PKG_VERSION")).to_owned(),
        plan,
    }
}

/// The tone of a control status.
pub(super) fn tone(status: ControlStatus) -> Tone {
    match status {
        ControlStatus::Met => Tone::Good,
        ControlStatus::PartiallyMet => Tone::Warn,
        ControlStatus::NotMet => Tone::Bad,
        ControlStatus::NeedsAttestation => Tone::Person,
        ControlStatus::NotAssessed => Tone::Unknown,
        ControlStatus::NotApplicable => Tone::Neutral,
    }
}

/// The tone of a finding's status.
pub(crate) fn finding_tone(status: FindingStatus) -> Tone {
    match status {
        FindingStatus::Pass => Tone::Good,
        FindingStatus::Fail => Tone::Bad,
        FindingStatus::Manual => Tone::Person,
        FindingStatus::NotAssessed => Tone::Unknown,
        FindingStatus::NotApplicable => Tone::Neutral,
    }
}

struct Builder<'a> {
    of: Ingredients<'a>,
    lang: Lang,
}

impl Builder<'_> {
    fn say(&self, phrase: Phrase) -> String {
        phrase.get(self.lang).to_owned()
    }

    fn tr(&self, en: impl Into<String>, zh: impl Into<String>) -> String {
        tr(self.lang, en, zh)
    }

    /// Joins the items of a list.
    fn list(&self, items: impl IntoIterator<Item = String>) -> String {
        items.into_iter().collect::<Vec<_>>().join(if self.lang == Lang::Zh { "、" } else { ", " })
    }

    fn fact(&self, en: &str, zh: &str, value: impl Into<String>) -> Fact {
        Fact { label: self.tr(en, zh), value: value.into() }
    }

    fn anchor(&self, kind: &str, id: &str) -> String {
        format!("{kind}-{id}-{}", self.lang.code()).replace(['.', ' '], "-")
    }

    fn link(&self, control: &FrameworkControl) -> Link {
        Link { anchor: self.anchor("c", &control.id), text: control.place.reference.clone() }
    }

    fn pairs(&self) -> impl Iterator<Item = (&FrameworkControl, &ControlResult)> {
        self.of.assessment.framework.controls.iter().zip(&self.of.assessment.controls)
    }

    fn subtitle(&self) -> String {
        let o = self.of.organisation;
        let parts: Vec<&str> =
            [o.organisation.get(self.lang), o.system.get(self.lang)].into_iter().filter(|s| !s.is_empty()).collect();
        if parts.is_empty() {
            self.of.assessment.framework.catalogue.authority.get(self.lang).to_owned()
        } else {
            parts.join(" · ")
        }
    }

    fn disclaimer(&self) -> String {
        match self.of.assessment.framework.catalogue.scoring {
            Scoring::Mlps => self.tr(
                "A self-check for preparing an assessment. It is not an assessment report, its numbers are estimates, and only a licensed assessment body issues a conclusion.",
                "本报告为自查材料，用于测评准备，不是等级测评报告；所列数字均为估算，测评结论只能由具备资质的测评机构出具。",
            ),
            Scoring::Law => self.tr(
                "Technical evidence for a legal duty, not legal advice. Configuration alone never shows that a law is observed.",
                "本报告提供与法定义务相关的技术证据，不构成法律意见；仅凭配置不能证明已履行法定义务。",
            ),
            Scoring::Benchmark => self.tr(
                "A self-check in our own words against the numbered recommendations of the benchmark; not endorsed by its publisher.",
                "本报告按基准编号以自有表述进行自查，未获基准发布方认可。",
            ),
            Scoring::Checklist => self.tr(
                "A self-check against our own checklist.",
                "本报告为依据自有要点清单的自查材料。",
            ),
        }
    }

    fn statuses(&self, counts: &StatusCounts) -> Vec<StatusCount> {
        let total = counts.total().max(1) as f64;
        ControlStatus::ALL
            .into_iter()
            .map(|s| StatusCount {
                id: s.id(),
                label: self.say(s.label()),
                count: counts.get(s),
                percent: counts.get(s) as f64 * 100.0 / total,
                tone: tone(s),
            })
            .collect()
    }

    fn finding_counts(&self, counts: &Counts) -> Vec<StatusCount> {
        let total = counts.total().max(1) as f64;
        FindingStatus::ALL
            .into_iter()
            .map(|s| StatusCount {
                id: s.id(),
                label: self.say(s.label()),
                count: counts.get(s),
                percent: counts.get(s) as f64 * 100.0 / total,
                tone: finding_tone(s),
            })
            .collect()
    }

    fn links(&self, ids: &[String]) -> Vec<Link> {
        let f = &self.of.assessment.framework;
        ids.iter().filter_map(|id| f.find(id)).map(|c| self.link(c)).collect()
    }
}

/// A key of a check at its thresholds, for anchors.
fn check_key(check: &Check, params: &crate::domain::Params) -> String {
    let values: Vec<String> = params.0.values().map(i64::to_string).collect();
    if values.is_empty() { check.id.to_owned() } else { format!("{}-{}", check.id, values.join("-")) }
}

/// `2026-11-24T00:18:22.342660` as `2026-11-24 00:18:22`.
fn clip_time(time: &str) -> String {
    let zone = time.get(19..).and_then(|rest| rest.find(['Z', '+']).map(|at| &rest[at..])).unwrap_or_default();
    match time.get(..19) {
        Some(head) => format!("{}{zone}", head.replacen('T', " ", 1)),
        None => time.to_owned(),
    }
}

fn parse_day(text: &str) -> Option<Date> {
    Date::parse(text, time::macros::format_description!("[year]-[month]-[day]")).ok()
}

/// `1000000` as `1,000,000`.
fn thousands(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    if n < 0 { format!("-{out}") } else { out }
}
