//! Builds the view model from an assessment.

use std::collections::{BTreeMap, BTreeSet};

use time::{Date, Duration};

use super::why::why;
use super::words::words;
use super::{
    AccountView, CandidateView, Card, CheckView, ControlCheck, ControlView, DeductionView, Fact, FindingRow,
    FrameworkView, GapView, Group, Ingredients, InputView, Link, PASSING_SHOWN, PlanRow, Reading, Report,
    ResponsibilityRow, SAMPLES_SHOWN, SectionView, StatementView, StatusCount, Tone, UnmappedView, VerdictView, day,
    executive, tr,
};
use crate::assess::{ControlResult, LinkResult, LinkState, Sample};
use crate::catalog::{
    AssessmentMode, AttestationKind, Duty, FrameworkControl, LegalForce, Mark, Method, ObjectKind, Owner, Scoring,
    StatementState, Target,
};
use crate::checks::Check;
use crate::domain::{ControlStatus, Counts, FindingStatus, Severity, StatusCounts};
use crate::score::{Band, Candidate, Interval, LawLabel, Rates, VerdictCode};
use crate::text::{Lang, Phrase};

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
        statuses,
        readings: b.readings(),
        methods: b.methods(),
        sections: b.sections(),
        levels: b.levels(),
        hazards: b.candidates(of.scorecard.mlps.as_ref().map_or(&[], |m| &m.hazards)),
        high_risks: b.candidates(of.scorecard.mlps.as_ref().map_or(&[], |m| &m.high_risks)),
        deduction: b.deduction(),
        executive: executive::parts(of, lang, &plan),
        blockers: plan.iter().take(BLOCKERS).cloned().collect(),
        groups: b.groups(),
        annex: b.annex(),
        gaps,
        silent,
        scope: b.scope(),
        accounts: b.accounts(),
        responsibility: b.responsibility(),
        attestations: b.attestations(),
        exceptions: b.exceptions(),
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

fn finding_tone(status: FindingStatus) -> Tone {
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

    fn framework(&self) -> FrameworkView {
        let f = &self.of.assessment.framework;
        FrameworkView {
            id: f.id.clone(),
            name: f.name.get(self.lang).to_owned(),
            version: f.catalogue.version.clone(),
            authority: f.catalogue.authority.get(self.lang).to_owned(),
            about: f.catalogue.about.get(self.lang).to_owned(),
            controls: f.controls.len(),
            scoring: f.catalogue.scoring,
            sources: f
                .catalogue
                .sources
                .iter()
                .map(|s| Fact {
                    label: s.title.clone(),
                    value: {
                        let mark = match s.mark {
                            Mark::Sourced => self.tr("read in a public copy", "已核对公开文本"),
                            Mark::Memory => self.tr("from memory, to be checked", "凭记忆，待核对"),
                            Mark::Judgement => self.tr("own judgement", "自行判断"),
                        };
                        let note = if s.note.is_empty() { String::new() } else { format!(": {}", s.note) };
                        format!("{mark}, {}{note}", s.checked)
                    },
                })
                .collect(),
        }
    }

    fn control_facts(&self) -> Vec<Fact> {
        let o = self.of.organisation;
        let f = &self.of.assessment.framework;
        let blank = || self.tr("(not given)", "（未填写）");
        let or_blank = |s: &str| if s.is_empty() { blank() } else { s.to_owned() };
        let mut facts = vec![
            self.fact("Organisation", "单位名称", or_blank(o.organisation.get(self.lang))),
            self.fact("System", "系统名称（定级对象）", or_blank(o.system.get(self.lang))),
        ];
        if f.catalogue.scoring == Scoring::Mlps {
            facts.push(self.fact("Grade", "定级", or_blank(&o.grade)));
            facts.push(self.fact("Filing number", "备案编号", or_blank(&o.filing_number)));
        }
        let scope = self.of.tally.scope();
        facts.push(self.fact("Framework", "依据", format!("{} ({})", f.name.get(self.lang), f.catalogue.version)));
        facts.push(self.fact(
            "Force",
            "效力",
            match f.catalogue.legal_force {
                LegalForce::Statute => self.tr("statute", "法律"),
                LegalForce::Regulation => self.tr("regulation", "法规或部门规章"),
                LegalForce::Standard => self.tr("national standard", "国家标准"),
                LegalForce::Benchmark => self.tr("benchmark of a private publisher", "行业基准"),
                LegalForce::Internal => self.tr("internal checklist", "内部清单"),
            },
        ));
        facts.push(self.fact("Report date", "报告日期", day(self.of.assessment.as_of)));
        facts.push(self.fact(
            "Evidence collected",
            "证据采集时间",
            match &scope.observed {
                None => self.tr("no finding carries a time", "检查结果未带时间"),
                Some((first, last)) if first.get(..10) == last.get(..10) => clip_time(last),
                Some((first, last)) => format!("{} – {}", clip_time(first), clip_time(last)),
            },
        ));
        facts.push(self.fact(
            "Accounts",
            "云账号",
            if scope.accounts.is_empty() {
                blank()
            } else {
                let shown: Vec<String> = scope.accounts.keys().take(6).cloned().collect();
                let more = scope.accounts.len().saturating_sub(6);
                let text = self.list(shown);
                if more > 0 {
                    self.tr(format!("{text} and {more} more"), format!("{text}等 {} 个", scope.accounts.len()))
                } else {
                    text
                }
            },
        ));
        facts.push(self.fact("Classification", "密级", o.classification.get(self.lang)));
        facts.push(self.fact("Prepared by", "编制", or_blank(&o.prepared_by)));
        facts.push(self.fact("Tool", "生成工具", concat!("dengbao ", env!("CARGO_PKG_VERSION"))));
        facts
    }

    fn signatures(&self) -> Vec<Fact> {
        let o = self.of.organisation;
        vec![
            self.fact("Prepared by", "编制", o.prepared_by.clone()),
            self.fact("Reviewed by", "审核", o.reviewed_by.clone()),
            self.fact("Approved by", "批准", o.approved_by.clone()),
        ]
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

    fn verdict(&self) -> VerdictView {
        let s = self.of.scorecard;
        let (counts, v) = (&s.counts, &s.verdict);
        let tone = match v.code {
            VerdictCode::Conforming | VerdictCode::AllMet => Tone::Good,
            VerdictCode::BasicallyConforming => Tone::Warn,
            VerdictCode::NonConforming | VerdictCode::GapsFound => Tone::Bad,
            VerdictCode::Undetermined | VerdictCode::Incomplete | VerdictCode::Supported => Tone::Unknown,
        };
        let card = |en: &str, zh: &str, value: String, note: String, tone: Tone| Card {
            label: self.tr(en, zh),
            value,
            note,
            tone,
        };
        let failing = counts.not_met + counts.partially_met;
        let applicable = counts.applicable();
        let of_applicable = self.tr(format!("of {applicable} applicable"), format!("共 {applicable} 项适用"));
        let mut cards = vec![
            card(
                "Score (lower – upper bound)",
                "得分（下限 – 上限）",
                s.score.print(),
                self.tr("met out of applicable", "符合项 ÷ 适用项"),
                Tone::Neutral,
            ),
            card(
                "Not or partly met",
                "不符合与部分符合",
                failing.to_string(),
                of_applicable.clone(),
                if failing > 0 { Tone::Bad } else { Tone::Good },
            ),
            card("Met", "符合", counts.met.to_string(), of_applicable, Tone::Good),
            card(
                "Coverage",
                "结论覆盖率",
                s.coverage.print(),
                self.tr(
                    format!("{} of {} controls have a verdict", counts.total() - counts.unknown(), counts.total()),
                    format!("{} 项中 {} 项已有结论", counts.total(), counts.total() - counts.unknown()),
                ),
                Tone::Unknown,
            ),
        ];
        if let Some(mlps) = &s.mlps {
            cards.push(card(
                "Hazard candidates",
                "重大风险隐患候选",
                mlps.hazards.len().to_string(),
                self.tr(
                    format!("{} high-risk candidates", mlps.high_risks.len()),
                    format!("另有高风险候选 {} 个", mlps.high_risks.len()),
                ),
                if mlps.hazards.is_empty() { Tone::Good } else { Tone::Bad },
            ));
        }
        if let Some(law) = &s.law {
            cards.push(card(
                "Evidence supports",
                "证据支持",
                law.supported.to_string(),
                self.tr(
                    format!("{} contradicted, {} open", law.contradicted, law.open),
                    format!("相悖 {} 项，待定 {} 项", law.contradicted, law.open),
                ),
                Tone::Neutral,
            ));
        }
        if s.accepted > 0 {
            cards.push(card(
                "Accepted risks",
                "已接受风险",
                s.accepted.to_string(),
                self.tr(
                    format!("score with them: {}", s.score_with_exceptions.print()),
                    format!("计入后得分：{}", s.score_with_exceptions.print()),
                ),
                Tone::Warn,
            ));
        }
        VerdictView {
            code: v.code,
            tone,
            headline: v.headline.get(self.lang).to_owned(),
            explanation: v.explanation.get(self.lang).to_owned(),
            cards,
            warnings: self.warnings(),
        }
    }

    fn warnings(&self) -> Vec<String> {
        let s = self.of.scorecard;
        let mut warnings = Vec::new();
        let mut near: BTreeSet<u8> = BTreeSet::new();
        if let Some(mlps) = &s.mlps {
            near.extend(mlps.strict.near.iter().chain(&mlps.half_credit.near));
            if mlps.strict.worst != mlps.half_credit.worst || mlps.strict.best != mlps.half_credit.best {
                warnings.push(self.tr(
                    "The two readings of the rate lead to different conclusions; no official formula is public. The assessor's tool computes the binding one.",
                    "两种符合率口径得出的结论不同；官方计算公式未公开，以测评机构工具计算结果为准。",
                ));
            }
        }
        for t in near {
            warnings.push(self.tr(
                format!("A rate lies within half a point of the {t} % threshold, where the rules do not say which side counts."),
                format!("符合率距 {t}% 界线不足 0.5 个百分点，规则未明确该值归属。"),
            ));
        }
        let unknown = s.counts.unknown();
        if s.counts.total() > 0 && unknown * 2 > s.counts.total() {
            warnings.push(self.tr(
                format!("This report knows little: {unknown} of {} controls have no verdict. Read the bounds, not one number.", s.counts.total()),
                format!("本报告所知有限：{} 项中 {unknown} 项尚无结论，应看上下限区间，而不是单一数字。", s.counts.total()),
            ));
        }
        if self.of.tally.scope().findings == 0 {
            warnings.push(self.tr("The input holds no finding.", "输入中没有任何检查结果。"));
        }
        if let Some((_, last)) = &self.of.tally.scope().observed
            && let Some(date) = last.get(..10).and_then(parse_day)
        {
            let age = (self.of.assessment.as_of.date() - date).whole_days();
            if age > STALE_DAYS {
                warnings.push(self.tr(
                    format!("The newest finding is {age} days older than this report."),
                    format!("最新的检查结果比本报告早 {age} 天。"),
                ));
            } else if age < -1 {
                warnings
                    .push(self.tr("Some findings are dated after this report.", "部分检查结果的时间晚于报告日期。"));
            }
        }
        let left = self.of.ignored.len();
        if left > 0 {
            warnings.push(self.tr(
                format!("{left} files or folders beside the input were not read; the provenance chapter names them."),
                format!("输入文件夹中有 {left} 个文件或子文件夹未读取，见“来源与完整性”。"),
            ));
        }
        let muted = self.of.tally.scope().muted;
        if muted > 0 {
            warnings.push(self.tr(
                format!(
                    "The source mutes {muted} findings. A mute has no approver and no end, so they count as they are."
                ),
                format!("来源工具静默了 {muted} 条结果。静默没有批准人和期限，因此仍按原结论计入。"),
            ));
        }
        let expired = self.of.assessment.attestations.iter().filter(|a| a.state == StatementState::Expired).count()
            + self.of.assessment.exceptions.iter().filter(|e| e.state == StatementState::Expired).count();
        if expired > 0 {
            warnings.push(self.tr(
                format!("{expired} attestations or exceptions have expired and do not count."),
                format!("{expired} 份声明或例外已过期，不再计入。"),
            ));
        }
        let lost = self.strangers();
        if lost > 0 {
            warnings.push(self.tr(
                format!("{lost} attestations or exceptions name nothing in this framework; they count in none of its controls."),
                format!("{lost} 份声明或例外未对应本框架的任何控制项，不计入结果。"),
            ));
        }
        warnings
    }

    /// Attestations that are for no control here.
    fn strangers(&self) -> usize {
        self.of.assessment.attestations.iter().filter(|a| a.controls.is_empty()).count()
    }

    fn band(&self, rates: &Rates) -> String {
        match (rates.worst, rates.best) {
            (Some(w), Some(b)) if w == b => self.say(b.label()),
            (Some(w), Some(b)) => self.tr(
                format!("{} to {}", Band::label(w).en, Band::label(b).en),
                format!("{}至{}", Band::label(w).zh, Band::label(b).zh),
            ),
            _ => "–".to_owned(),
        }
    }

    fn readings(&self) -> Vec<Reading> {
        let s = self.of.scorecard;
        if let Some(mlps) = &s.mlps {
            let row = |en: &str, zh: &str, rates: &Rates| Reading {
                name: self.tr(en, zh),
                value: rates.rate.print(),
                with_exceptions: rates.rate_with_exceptions.print(),
                conclusion: self.band(rates),
            };
            return vec![
                row("Strict: only 符合 counts", "严格口径：仅“符合”计入", &mlps.strict),
                row("Half credit: 部分符合 counts one half", "折半口径：“部分符合”计 0.5", &mlps.half_credit),
            ];
        }
        let mut rows = vec![Reading {
            name: self.tr("Met out of applicable", "满足项 ÷ 适用项"),
            value: s.score.print(),
            with_exceptions: s.score_with_exceptions.print(),
            conclusion: s.verdict.headline.get(self.lang).to_owned(),
        }];
        if let Some(law) = &s.law {
            for (label, n) in [
                (LawLabel::Contradicted, law.contradicted),
                (LawLabel::Open, law.open),
                (LawLabel::Supported, law.supported),
                (LawLabel::NotApplicable, law.not_applicable),
            ] {
                rows.push(Reading {
                    name: self.say(label.label()),
                    value: n.to_string(),
                    with_exceptions: "–".into(),
                    conclusion: "–".into(),
                });
            }
        }
        rows
    }

    fn methods(&self) -> Vec<String> {
        let s = self.of.scorecard;
        let c = &s.counts;
        let mut lines = vec![
            self.tr(
                format!(
                    "Applicable controls: {} in all − {} not applicable = {}.",
                    c.total(),
                    c.not_applicable,
                    c.applicable()
                ),
                format!("适用项：总数 {} − 不适用 {} = {}。", c.total(), c.not_applicable, c.applicable()),
            ),
            self.tr(
                format!(
                    "Lower bound, everything unknown counts as not met: {} ÷ {} = {}. Upper bound, everything unknown counts as met: ({} + {}) ÷ {} = {}.",
                    c.met,
                    c.applicable(),
                    s.score.lower.print(),
                    c.met,
                    c.unknown(),
                    c.applicable(),
                    s.score.upper.print()
                ),
                format!(
                    "下限（未知项按不符合计）：{} ÷ {} = {}；上限（未知项按符合计）：({} + {}) ÷ {} = {}。",
                    c.met,
                    c.applicable(),
                    s.score.lower.print(),
                    c.met,
                    c.unknown(),
                    c.applicable(),
                    s.score.upper.print()
                ),
            ),
            self.tr(
                format!(
                    "Unknown: {} not assessed + {} waiting for a person = {}. Coverage: ({} − {}) ÷ {} = {}.",
                    c.not_assessed,
                    c.needs_attestation,
                    c.unknown(),
                    c.total(),
                    c.unknown(),
                    c.total(),
                    s.coverage.print()
                ),
                format!(
                    "未知项：未测评 {} + 待人工核查 {} = {}；结论覆盖率：({} − {}) ÷ {} = {}。",
                    c.not_assessed,
                    c.needs_attestation,
                    c.unknown(),
                    c.total(),
                    c.unknown(),
                    c.total(),
                    s.coverage.print()
                ),
            ),
        ];
        if let Some(mlps) = &s.mlps {
            lines.push(self.tr(
                format!(
                    "Half-credit reading: ({} + 0.5 × {}) ÷ {} = {} at the lower bound.",
                    c.met,
                    c.partially_met,
                    c.applicable(),
                    mlps.half_credit.rate.lower.print()
                ),
                format!(
                    "折半口径下限：({} + 0.5 × {}) ÷ {} = {}。",
                    c.met,
                    c.partially_met,
                    c.applicable(),
                    mlps.half_credit.rate.lower.print()
                ),
            ));
            lines.push(self.tr(
                "Conclusion by the thresholds of 2025: above 90 % and no major hazard 符合, above 60 % 基本符合, below 60 % 不符合. Exactly 90 % and 60 % are not defined; the worse side is taken. No official formula of the rate is public, so two readings stand side by side.",
                "预判结论依据 2025 年判定规则：符合率大于 90% 且无重大风险隐患为符合，大于 60% 为基本符合，小于 60% 为不符合；恰为 90%、60% 时规则未定义，按较低一档计。符合率官方公式未公开，故并列两种口径。",
            ));
        }
        lines.push(self.tr(
            "A failing check makes a control not met (partly met where objects are judged one by one and some pass). A missing answer is neither a pass nor a fail. A pass of a check that covers only a part leaves the control waiting for a person. A statement never undoes a failure.",
            "检查未通过则控制项不符合（按对象判定且部分对象通过时为部分符合）；缺少答案既不算通过也不算未通过；仅覆盖部分要求的检查通过后，控制项仍待人工核查；任何声明都不能改变未通过的结果。",
        ));
        lines
    }

    fn section_view(
        &self,
        id: String,
        number: String,
        title: String,
        depth: u8,
        counts: &StatusCounts,
        score: Interval,
    ) -> SectionView {
        SectionView {
            id,
            number,
            title,
            depth,
            statuses: self.statuses(counts),
            total: counts.total(),
            score: score.print(),
            lower: score.lower.percent().unwrap_or_default(),
            upper: score.upper.percent().unwrap_or_default(),
        }
    }

    /// The printed number of an MLPS class or control point, from the clauses of its items.
    fn number(&self, section: &str, depth: u8) -> String {
        let f = &self.of.assessment.framework;
        match f.catalogue.scoring {
            Scoring::Mlps => {
                let under = |c: &&FrameworkControl| {
                    c.control.section == section
                        || f.section(&c.control.section).and_then(|s| s.parent.as_deref()) == Some(section)
                };
                let Some(first) = f.controls.iter().find(under) else { return String::new() };
                let clause = first.place.reference.split(' ').next().unwrap_or_default();
                // 8.1.4.1 is class 8.1.4, point 1. A class without points (8.2.1.1) counts alike.
                clause.split('.').take(if depth == 1 { 3 } else { 4 }).collect::<Vec<_>>().join(".")
            }
            Scoring::Benchmark => section.to_owned(),
            Scoring::Law | Scoring::Checklist => String::new(),
        }
    }

    fn depth(&self, section: &crate::catalog::Section) -> u8 {
        if section.parent.is_some() { 2 } else { 1 }
    }

    fn sections(&self) -> Vec<SectionView> {
        let f = &self.of.assessment.framework;
        f.sections
            .iter()
            .zip(&self.of.scorecard.sections)
            .map(|(section, score)| {
                let depth = self.depth(section);
                self.section_view(
                    section.id.clone(),
                    self.number(&section.id, depth),
                    section.title.get(self.lang).to_owned(),
                    depth,
                    &score.counts,
                    score.score,
                )
            })
            .collect()
    }

    fn levels(&self) -> Vec<SectionView> {
        self.of
            .scorecard
            .levels
            .iter()
            .map(|l| {
                let title = self.tr(format!("Level {}", l.level), format!("{} 级", l.level));
                self.section_view(l.level.to_string(), String::new(), title, 1, &l.counts, l.score)
            })
            .collect()
    }

    fn links(&self, ids: &[String]) -> Vec<Link> {
        let f = &self.of.assessment.framework;
        ids.iter().filter_map(|id| f.find(id)).map(|c| self.link(c)).collect()
    }

    fn candidates(&self, list: &[Candidate]) -> Vec<CandidateView> {
        list.iter()
            .map(|c| CandidateView {
                code: c.code.clone(),
                name: c.name.get(self.lang).to_owned(),
                controls: self.links(&c.controls),
                mitigation: c.mitigation.as_ref().map(|m| m.get(self.lang).to_owned()).unwrap_or_default(),
                note: if c.needs_continuity {
                    self.tr("only where continuity matters much", "仅适用于业务连续性要求高的系统")
                } else {
                    String::new()
                },
            })
            .collect()
    }

    fn deduction(&self) -> Option<DeductionView> {
        let d = &self.of.scorecard.mlps.as_ref().filter(|_| self.of.deduction_2021)?.deduction_2021;
        let points = |(low, high): (f64, f64)| {
            if (low - high).abs() < 0.005 { format!("{low:.2}") } else { format!("{low:.2} – {high:.2}") }
        };
        Some(DeductionView {
            score: points((d.lower, d.upper)),
            rows: vec![
                self.fact("Technical part Vt (of 50)", "技术部分 Vt（满分 50）", points(d.technical)),
                self.fact("Management part Vm (of 50)", "管理部分 Vm（满分 50）", points(d.management)),
                self.fact("Applicable items, technical + management", "适用项（技术 + 管理）", format!("{} + {}", d.items.0, d.items.1)),
                self.fact(
                    "Items of importance 1 / 2 / 3",
                    "一般 / 重要 / 关键项数",
                    format!("{} / {} / {}", d.weights[0], d.weights[1], d.weights[2]),
                ),
            ],
            note: self.tr(
                "For reports dated before 20 March 2025. M = Vt + Vm; each part is 50 less the sum of f(ω)·(1 − x)·100/n. The annex that fixes the importance of items is not public: items named by the high-risk guideline count 3, other S and A items 2, the rest 1.",
                "适用于 2025 年 3 月 20 日之前的报告。M = Vt + Vm；各部分为 50 减去 f(ω)·(1 − x)·100/n 之和。条目重要程度附表未公开，本工具按：高风险指引点名的条目取 3，其他 S、A 类取 2，其余取 1。",
            ),
        })
    }

    fn due(&self, severity: Severity) -> String {
        let days = self.of.organisation.due_days.get(&severity).copied().unwrap_or(90);
        let date = self.of.assessment.as_of.date();
        date.checked_add(Duration::days(i64::from(days))).unwrap_or(date).to_string()
    }

    /// Failing checks behind full or partial links, with the controls that they hold up.
    fn plan(&self) -> Vec<PlanRow> {
        let mut by_check: BTreeMap<&'static str, (&'static Check, u64, Vec<Link>)> = BTreeMap::new();
        for (control, result) in self.pairs() {
            for link in result.links.iter().filter(|l| l.link.coverage.decides() && l.state == LinkState::Fail) {
                for at in &link.tallies {
                    let tally = self.of.tally.check(*at);
                    if tally.counts.fail == 0 {
                        continue;
                    }
                    let entry = by_check.entry(tally.check.id).or_insert((tally.check, 0, Vec::new()));
                    entry.1 = entry.1.max(tally.counts.fail);
                    let link = self.link(control);
                    if !entry.2.iter().any(|l| l.anchor == link.anchor) {
                        entry.2.push(link);
                    }
                }
            }
        }
        let mut rows: Vec<_> = by_check.into_values().collect();
        rows.sort_by(|a, b| {
            a.0.severity.cmp(&b.0.severity).then(b.2.len().cmp(&a.2.len())).then(b.1.cmp(&a.1)).then(a.0.id.cmp(b.0.id))
        });
        rows.into_iter()
            .enumerate()
            .map(|(i, (check, failing, controls))| {
                let owner = self.of.organisation.owner_of(check.service());
                PlanRow {
                    number: i + 1,
                    check: check.id.to_owned(),
                    title: self.say(check.title),
                    remediation: self.say(check.remediation),
                    cli: check.cli.to_owned(),
                    severity: self.say(check.severity.label()),
                    severity_id: check.severity.id(),
                    failing,
                    controls,
                    owner: if owner.is_empty() { self.tr("to be named", "待指定") } else { owner.to_owned() },
                    due: self.due(check.severity),
                }
            })
            .collect()
    }

    fn groups(&self) -> Vec<Group> {
        let f = &self.of.assessment.framework;
        f.sections
            .iter()
            .zip(&self.of.scorecard.sections)
            .map(|(section, score)| {
                let depth = self.depth(section);
                Group {
                    id: section.id.clone(),
                    anchor: self.anchor("s", &section.id),
                    number: self.number(&section.id, depth),
                    title: section.title.get(self.lang).to_owned(),
                    depth,
                    controls: self
                        .pairs()
                        .filter(|(c, _)| c.control.section == section.id)
                        .map(|(c, r)| self.control(c, r))
                        .collect(),
                    total: score.counts.total(),
                }
            })
            .collect()
    }

    fn owner(&self, owner: Owner) -> String {
        match owner {
            Owner::Customer => self.tr("customer", "云服务客户"),
            Owner::Provider => self.tr("provider", "云服务商"),
            Owner::Shared => self.tr("shared", "双方共担"),
        }
    }

    fn control(&self, control: &FrameworkControl, result: &ControlResult) -> ControlView {
        let c = &control.control;
        let f = &self.of.assessment.framework;
        let title = c
            .title
            .as_ref()
            .or_else(|| f.section(&c.section).map(|s| &s.title))
            .map(|t| t.get(self.lang).to_owned())
            .unwrap_or_default();
        let mut stays_open: Vec<String> = result
            .links
            .iter()
            .filter(|l| l.link.coverage.decides())
            .filter_map(|l| l.link.gap.as_ref())
            .map(|g| g.get(self.lang).to_owned())
            .collect();
        let mut seen = BTreeSet::new();
        stays_open.retain(|g| seen.insert(g.clone()));
        let level = f.level;
        let risks = c
            .hazards
            .iter()
            .filter_map(|code| f.hazard(code))
            .map(|h| {
                self.tr(
                    format!("Major hazard trigger {}: {}", h.code, h.name.en),
                    format!("重大风险隐患触发项 {}：{}", h.code, h.name.zh),
                )
            })
            .chain(c.high_risk.iter().filter_map(|case| f.high_risk_case(case)).filter(|h| h.from_level <= level).map(
                |h| {
                    self.tr(
                        format!("High-risk case {}: {}. Mitigation: {}", h.case, h.name.en, h.mitigation.en),
                        format!("高风险判例 {}：{}。缓解：{}", h.case, h.name.zh, h.mitigation.zh),
                    )
                },
            ))
            .collect();
        let facts = self.control_small_facts(control);
        let evidence = self.list(result.evidence.iter().map(|e| self.say(e.label())));
        let colon = if self.lang == Lang::Zh { "：" } else { ": " };
        let mut line: Vec<String> = facts.iter().map(|f| format!("{}{colon}{}", f.label, f.value)).collect();
        if !evidence.is_empty() {
            line.push(format!("{}{colon}{evidence}", self.tr("Evidence", "证据来源")));
        }
        ControlView {
            id: control.id.clone(),
            anchor: self.anchor("c", &control.id),
            reference: control.place.reference.clone(),
            title,
            requirement: c.requirement.get(self.lang).to_owned(),
            status: result.status.id(),
            status_label: self.say(result.status.label()),
            tone: tone(result.status),
            accepted: result.accepted,
            why: why(self.of.assessment, result, self.of.tally, self.lang),
            label: if f.catalogue.scoring == Scoring::Law {
                self.say(LawLabel::of(result).label())
            } else {
                String::new()
            },
            severity: result.severity.map(|s| self.say(s.label())).unwrap_or_default(),
            severity_id: result.severity.map(Severity::id).unwrap_or_default(),
            fail: result.counts.fail,
            pass: result.counts.pass,
            open: result.counts.not_assessed + result.counts.manual,
            owner: self.owner(c.owner),
            facts,
            facts_line: line.join(" · "),
            stays_open,
            limits: c.limits.get(self.lang).to_owned(),
            evidence_wanted: c.evidence.iter().map(|e| e.get(self.lang).to_owned()).collect(),
            evidence,
            checks: result.links.iter().flat_map(|l| self.control_checks(l)).collect(),
            statements: self.statements(result),
            conflicts: result
                .conflicts
                .iter()
                .map(|c| format!("{} ({}): {}", c.check.title.get(self.lang), c.check.id, c.note.get(self.lang)))
                .collect(),
            risks,
        }
    }

    fn control_small_facts(&self, control: &FrameworkControl) -> Vec<Fact> {
        let c = &control.control;
        let mut facts = vec![self.fact("Responsible", "责任方", self.owner(c.owner))];
        facts.push(self.fact(
            "Kind",
            "性质",
            match c.kind {
                Duty::Technical => self.tr("technical", "技术"),
                Duty::Organisational => self.tr("organisational", "管理"),
                Duty::Legal => self.tr("legal", "法律"),
            },
        ));
        facts.push(self.fact(
            "Decided by",
            "判定方式",
            match c.assessment {
                AssessmentMode::Automated => self.tr("checks", "自动检查"),
                AssessmentMode::Manual => self.tr("people", "人工核查"),
                AssessmentMode::Mixed => self.tr("checks and people", "自动检查与人工核查"),
            },
        ));
        if let Some(unit) = &control.place.unit {
            facts.push(self.fact("Test unit", "测评单元", unit.clone()));
        }
        if let Some(level) = control.place.level {
            facts.push(self.fact("Level", "级别", level.to_string()));
        }
        if let Some(sag) = c.sag {
            facts.push(self.fact("Mark", "S/A/G", format!("{sag:?}")));
        }
        if !c.methods.is_empty() {
            let methods = c.methods.iter().map(|m| match m {
                Method::Interview => self.tr("interview", "访谈"),
                Method::Examine => self.tr("examination", "核查"),
                Method::Test => self.tr("test", "测试"),
            });
            facts.push(self.fact("Method", "方法", self.list(methods)));
        }
        if !c.objects.is_empty() {
            let objects = c.objects.iter().map(|o| match o {
                ObjectKind::Console => self.tr("cloud console", "云控制台"),
                ObjectKind::Host => self.tr("hosts", "主机"),
                ObjectKind::Database => self.tr("databases", "数据库"),
                ObjectKind::Network => self.tr("network devices", "网络设备"),
                ObjectKind::Application => self.tr("applications", "应用系统"),
                ObjectKind::Storage => self.tr("storage", "存储"),
                ObjectKind::Platform => self.tr("cloud platform", "云平台"),
                ObjectKind::Room => self.tr("machine room", "机房"),
                ObjectKind::Documents => self.tr("documents", "文档"),
                ObjectKind::Staff => self.tr("staff", "人员"),
            });
            facts.push(self.fact("Objects", "对象", self.list(objects)));
        }
        if let Some(when) = &c.applies_when {
            facts.push(self.fact("Applies when", "适用条件", when.get(self.lang)));
        }
        for figure in &c.figures {
            let unit = match figure.unit.as_str() {
                "days" => self.tr("days", "天"),
                "hours" => self.tr("hours", "小时"),
                "years" => self.tr("years", "年"),
                "people" => self.tr("people", "人"),
                "months" => self.tr("months", "个月"),
                "minutes" => self.tr("minutes", "分钟"),
                "characters" => self.tr("characters", "个字符"),
                "attempts" => self.tr("attempts", "次"),
                "working_days" => self.tr("working days", "个工作日"),
                "percent" => "%".to_owned(),
                _ => String::new(),
            };
            facts.push(Fact {
                label: figure.name.get(self.lang).to_owned(),
                value: format!("{} {unit}", thousands(figure.value)).trim_end().to_owned(),
            });
        }
        if !c.aliases.is_empty() {
            facts.push(self.fact("Formerly", "原编号", self.list(c.aliases.iter().cloned())));
        }
        facts
    }

    fn result_word(&self, state: LinkState) -> (String, Tone) {
        match state {
            LinkState::Fail => (self.say(FindingStatus::Fail.label()), Tone::Bad),
            LinkState::NotAssessed => (self.say(FindingStatus::NotAssessed.label()), Tone::Unknown),
            LinkState::NoFinding => (self.tr("No result", "无结果"), Tone::Unknown),
            LinkState::Manual => (self.say(FindingStatus::Manual.label()), Tone::Person),
            LinkState::Pass => (self.say(FindingStatus::Pass.label()), Tone::Good),
            LinkState::NotApplicable => (self.say(FindingStatus::NotApplicable.label()), Tone::Neutral),
        }
    }

    fn control_checks(&self, link: &LinkResult) -> Vec<ControlCheck> {
        let alternative = matches!(link.link.target, Target::AnyOf(_));
        link.tallies
            .iter()
            .map(|at| {
                let tally = self.of.tally.check(*at);
                let counts = &tally.counts;
                let state = if counts.total() == 0 {
                    LinkState::NoFinding
                } else if counts.fail > 0 {
                    LinkState::Fail
                } else if counts.not_assessed > 0 {
                    LinkState::NotAssessed
                } else if counts.manual > 0 {
                    LinkState::Manual
                } else if counts.pass > 0 {
                    LinkState::Pass
                } else {
                    LinkState::NotApplicable
                };
                let (result, tone) = self.result_word(state);
                let failing: Vec<String> =
                    tally.samples(FindingStatus::Fail).iter().take(3).map(|s| s.resource.label().to_owned()).collect();
                let more = counts.fail - failing.len() as u64;
                let fails = counts.fail > 0 && link.link.coverage.decides();
                ControlCheck {
                    id: tally.check.id.to_owned(),
                    anchor: self.anchor("k", &check_key(tally.check, &tally.params)),
                    title: self.say(tally.check.title),
                    params: tally.params.to_string(),
                    coverage: self.say(link.link.coverage.label()),
                    result,
                    tone,
                    fail: counts.fail,
                    pass: counts.pass,
                    open: counts.not_assessed + counts.manual,
                    alternative,
                    seen: counts.total() > 0,
                    failing,
                    more: if more > 0 {
                        self.tr(format!("and {more} more"), format!("另有 {more} 个"))
                    } else {
                        String::new()
                    },
                    remediation: if fails { self.say(tally.check.remediation) } else { String::new() },
                    cli: if fails { tally.check.cli.to_owned() } else { String::new() },
                }
            })
            .collect()
    }

    fn state_word(&self, state: StatementState) -> (String, Tone) {
        match state {
            StatementState::InDate => (self.tr("in date", "有效"), Tone::Good),
            StatementState::NotYet => (self.tr("not yet in force", "尚未生效"), Tone::Unknown),
            StatementState::Expired => (self.tr("expired", "已过期"), Tone::Bad),
        }
    }

    fn statements(&self, result: &ControlResult) -> Vec<String> {
        let mut lines = Vec::new();
        for at in &result.attestations {
            let a = &self.of.assessment.attestations[*at];
            let s = &a.statement;
            let (state, _) = self.state_word(a.state);
            let status = s.status.label().get(self.lang);
            lines.push(self.tr(
                format!("{} ({state}): {status}. {} — {}, {}", s.id, s.statement.en, s.person, s.role),
                format!("{}（{state}）：{status}。{}——{}，{}", s.id, s.statement.zh, s.person, s.role),
            ));
        }
        for at in &result.exceptions {
            let e = &self.of.assessment.exceptions[*at];
            let s = &e.statement;
            let (state, _) = self.state_word(e.state);
            lines.push(self.tr(
                format!("{} ({state}): risk accepted by {} until {}. {}", s.id, s.approver, s.expires, s.reason.en),
                format!("{}（{state}）：{}接受风险至 {}。{}", s.id, s.approver, s.expires, s.reason.zh),
            ));
        }
        lines
    }

    fn annex(&self) -> Vec<CheckView> {
        let mut used: BTreeMap<usize, Vec<Link>> = BTreeMap::new();
        for (control, result) in self.pairs() {
            for at in result.links.iter().flat_map(|l| &l.tallies) {
                let link = self.link(control);
                let links = used.entry(*at).or_default();
                if !links.iter().any(|l| l.anchor == link.anchor) {
                    links.push(link);
                }
            }
        }
        let mut views: Vec<(Severity, u64, CheckView)> = used
            .into_iter()
            .filter(|(at, _)| self.of.tally.check(*at).counts.total() > 0)
            .map(|(at, controls)| {
                let tally = self.of.tally.check(at);
                let check = tally.check;
                let mut rows: Vec<FindingRow> = Vec::new();
                let mut notes: Vec<String> = Vec::new();
                for status in FindingStatus::ALL {
                    let room = match status {
                        FindingStatus::Fail | FindingStatus::NotAssessed | FindingStatus::Manual => SAMPLES_SHOWN,
                        FindingStatus::Pass | FindingStatus::NotApplicable => PASSING_SHOWN,
                    };
                    let room = room.min(SAMPLES_SHOWN - rows.len());
                    for sample in tally.samples(status).iter().take(room) {
                        rows.push(self.row(status, sample, &mut notes));
                    }
                }
                let more = tally.counts.total() - rows.len() as u64;
                let view = CheckView {
                    id: check.id.to_owned(),
                    anchor: self.anchor("k", &check_key(check, &tally.params)),
                    title: self.say(check.title),
                    params: tally.params.to_string(),
                    severity: self.say(check.severity.label()),
                    severity_id: check.severity.id(),
                    expected: self.say(check.pass_when),
                    risk: self.say(check.risk),
                    remediation: self.say(check.remediation),
                    cli: check.cli.to_owned(),
                    counts: self.finding_counts(&tally.counts),
                    notes: notes
                        .iter()
                        .enumerate()
                        .map(|(i, n)| self.tr(format!("Note {}: {n}", i + 1), format!("说明 {}：{n}", i + 1)))
                        .collect(),
                    settled: tally.counts.fail + tally.counts.not_assessed + tally.counts.manual == 0,
                    rows,
                    more: if more > 0 {
                        self.tr(
                            format!("{more} more findings are in the CSV file."),
                            format!("另有 {more} 条结果，见 CSV 明细。"),
                        )
                    } else {
                        String::new()
                    },
                    controls,
                };
                (check.severity, tally.counts.fail, view)
            })
            .collect();
        views.sort_by(|a, b| {
            (b.1 > 0).cmp(&(a.1 > 0)).then(a.0.cmp(&b.0)).then(a.2.id.cmp(&b.2.id)).then(a.2.params.cmp(&b.2.params))
        });
        views.into_iter().map(|(_, _, view)| view).collect()
    }

    fn row(&self, status: FindingStatus, sample: &Sample, notes: &mut Vec<String>) -> FindingRow {
        let mut reason = sample.reason.clone();
        let texts = sample.gap.as_ref().map(|g| &g.text).into_iter().chain(&sample.caution);
        for text in texts {
            let text = text.get(self.lang).to_owned();
            let number = notes.iter().position(|n| *n == text).unwrap_or_else(|| {
                notes.push(text);
                notes.len() - 1
            }) + 1;
            reason = self.tr(format!("{reason} [note {number}]"), format!("{reason}【见说明 {number}】"));
        }
        if sample.muted {
            reason = self.tr(format!("{reason} [muted by the source]"), format!("{reason}【来源已静默】"));
        }
        let source = if sample.source.version.is_empty() {
            sample.source.tool.to_string()
        } else {
            format!("{} {}", sample.source.tool, sample.source.version)
        };
        FindingRow {
            status: status.id(),
            status_label: self.say(status.label()),
            tone: finding_tone(status),
            resource: sample.resource.label().to_owned(),
            arn: if sample.resource.arn.is_empty() { sample.resource.id.clone() } else { sample.resource.arn.clone() },
            account: sample.resource.account.clone(),
            region: sample.resource.region.clone(),
            reason,
            observed_at: clip_time(&sample.observed_at),
            source: format!("{source}, {}", sample.evidence.label().get(self.lang)),
        }
    }

    /// Gaps with findings behind them, and checks that say nothing at all.
    fn gaps(&self) -> (Vec<GapView>, Vec<GapView>) {
        let mut held: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for (control, result) in self.pairs() {
            for link in result.links.iter().filter(|l| l.link.coverage.decides()) {
                for at in &link.tallies {
                    let counts = &self.of.tally.check(*at).counts;
                    if counts.total() == 0 || counts.not_assessed > 0 {
                        held.entry(*at).or_default().insert(&control.id);
                    }
                }
            }
        }
        let (mut views, mut silent): (Vec<GapView>, Vec<GapView>) = (Vec::new(), Vec::new());
        for (at, controls) in held {
            let tally = self.of.tally.check(at);
            let params = if tally.params.is_empty() { String::new() } else { format!(" ({})", tally.params) };
            let title = format!("{}{params}", tally.check.title.get(self.lang));
            if tally.counts.total() == 0 {
                silent.push(GapView {
                    check: title,
                    id: tally.check.id.to_owned(),
                    reason: String::new(),
                    count: 0,
                    controls: controls.len(),
                });
                continue;
            }
            for gap in tally.gap_counts() {
                views.push(GapView {
                    check: title.clone(),
                    id: tally.check.id.to_owned(),
                    reason: gap
                        .gap
                        .map_or_else(|| self.tr("other reasons", "其他原因"), |g| g.text.get(self.lang).to_owned()),
                    count: gap.count,
                    controls: controls.len(),
                });
            }
        }
        let order = |a: &GapView, b: &GapView| {
            b.controls.cmp(&a.controls).then_with(|| a.id.cmp(&b.id)).then_with(|| a.reason.cmp(&b.reason))
        };
        views.sort_by(order);
        silent.sort_by(order);
        (views, silent)
    }

    fn scope(&self) -> Vec<Fact> {
        let scope = self.of.tally.scope();
        let regions = scope.regions.iter().filter(|(r, _)| !r.is_empty()).map(|(r, n)| format!("{r} ({n})"));
        vec![
            self.fact("Findings", "检查结果", scope.findings.to_string()),
            self.fact("Accounts", "云账号", scope.accounts.len().to_string()),
            self.fact("Regions (findings)", "地域（结果数）", self.list(regions)),
            self.fact(
                "Tools (findings)",
                "数据来源（结果数）",
                self.list(scope.tools.iter().map(|((tool, version), n)| format!("{tool} {version} ({n})"))),
            ),
            self.fact(
                "Times",
                "时间说明",
                self.tr(
                    "as written by the source; Prowler writes local time without a zone",
                    "按来源原样显示；Prowler 写入的是不带时区的本地时间",
                ),
            ),
        ]
    }

    fn accounts(&self) -> Vec<AccountView> {
        self.of
            .tally
            .scope()
            .accounts
            .iter()
            .map(|(account, counts)| AccountView {
                account: if account.is_empty() { self.tr("(unknown)", "（未知）") } else { account.clone() },
                statuses: self.finding_counts(counts),
                total: counts.total(),
            })
            .collect()
    }

    fn responsibility(&self) -> Vec<ResponsibilityRow> {
        [Owner::Customer, Owner::Shared, Owner::Provider]
            .into_iter()
            .filter_map(|owner| {
                let counts =
                    StatusCounts::of(self.pairs().filter(|(c, _)| c.control.owner == owner).map(|(_, r)| r.status));
                (counts.total() > 0).then(|| ResponsibilityRow {
                    owner: self.owner(owner),
                    note: match owner {
                        Owner::Customer => self.tr("own configuration, documents and records", "自有配置、制度与记录"),
                        Owner::Shared => self.tr(
                            "own configuration, and the provider's report for its part",
                            "自有配置，以及云服务商相应部分的测评材料",
                        ),
                        Owner::Provider => self.tr(
                            "the provider's filing proof and assessment report summary",
                            "云服务商的备案证明与测评报告结论页",
                        ),
                    },
                    statuses: self.statuses(&counts),
                    total: counts.total(),
                })
            })
            .collect()
    }

    fn attestations(&self) -> Vec<StatementView> {
        let f = &self.of.assessment.framework;
        self.of
            .assessment
            .attestations
            .iter()
            .map(|a| {
                let s = &a.statement;
                let (state, tone) = self.state_word(a.state);
                let kind = match s.kind {
                    AttestationKind::Attestation => String::new(),
                    AttestationKind::Inherited => s.document.clone().unwrap_or_default(),
                };
                let files = self.list(s.files.iter().cloned());
                StatementView {
                    id: s.id.clone(),
                    state,
                    tone,
                    text: format!(
                        "{}{}{}",
                        s.status.label().get(self.lang),
                        self.tr(": ", "："),
                        s.statement.get(self.lang)
                    ),
                    person: self.tr(
                        format!("{} ({}), {}", s.person, s.role, s.signed_on),
                        format!("{}（{}），{}", s.person, s.role, s.signed_on),
                    ),
                    until: s.valid_until.to_string(),
                    applies_to: self.list(s.controls.iter().chain(&s.sections).cloned()),
                    detail: [kind, files].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("; "),
                    controls: a.controls.iter().map(|at| self.link(&f.controls[*at])).collect(),
                }
            })
            .collect()
    }

    fn exceptions(&self) -> Vec<StatementView> {
        let f = &self.of.assessment.framework;
        self.of
            .assessment
            .exceptions
            .iter()
            .map(|e| {
                let s = &e.statement;
                let (state, tone) = self.state_word(e.state);
                let what = s.check.iter().chain(&s.controls).chain(&s.resources).cloned();
                StatementView {
                    id: s.id.clone(),
                    state,
                    tone,
                    text: s.reason.get(self.lang).to_owned(),
                    person: self.tr(
                        format!("owner {}, approved by {}", s.owner, s.approver),
                        format!("责任人{}，批准人{}", s.owner, s.approver),
                    ),
                    until: s.expires.to_string(),
                    applies_to: self.list(what),
                    detail: s.compensating_control.get(self.lang).to_owned(),
                    controls: e.controls.iter().map(|at| self.link(&f.controls[*at])).collect(),
                }
            })
            .collect()
    }

    fn unmapped(&self) -> Vec<UnmappedView> {
        let mut rows: Vec<UnmappedView> = Vec::new();
        for file in self.of.files {
            for (unmapped, count) in &file.unmapped {
                rows.push(UnmappedView {
                    file: file.path.clone(),
                    check: unmapped.check.clone(),
                    reason: self.say(unmapped.reason.label()),
                    rows: *count,
                });
            }
        }
        let mapped: BTreeSet<&str> = self
            .pairs()
            .flat_map(|(_, r)| &r.links)
            .flat_map(|l| l.link.target.checks())
            .map(|one| one.check.id)
            .collect();
        for (check, n) in &self.of.tally.scope().checks {
            if !mapped.contains(&**check) {
                rows.push(UnmappedView {
                    file: "–".to_owned(),
                    check: check.to_string(),
                    reason: self.tr("no control of this framework asks for it", "本框架没有控制项与之对应"),
                    rows: *n,
                });
            }
        }
        rows
    }

    fn inputs(&self) -> Vec<InputView> {
        self.of
            .files
            .iter()
            .map(|f| InputView {
                path: f.path.clone(),
                format: f.format.label().to_owned(),
                rows: f.rows,
                findings: f.findings,
                duplicates: f.duplicates,
                muted: f.muted,
                unmapped: f.unmapped.values().sum(),
                sha256: f.sha256.clone(),
                bytes: f.bytes,
            })
            .collect()
    }

    fn glossary(&self) -> Vec<Fact> {
        let term = |s: ControlStatus, en: &str, zh: &str| Fact { label: self.say(s.label()), value: self.tr(en, zh) };
        vec![
            term(
                ControlStatus::Met,
                "the evidence shows it, and nothing that the control asks stays open",
                "证据表明已满足，且没有未覆盖的内容",
            ),
            term(
                ControlStatus::PartiallyMet,
                "some objects or parts are met, others are not",
                "部分对象或内容满足，其余不满足",
            ),
            term(ControlStatus::NotMet, "evidence or a person says it is not met", "证据或人工声明表明不满足"),
            term(ControlStatus::NeedsAttestation, "a person must state it, with evidence", "须由责任人说明并提供证据"),
            term(
                ControlStatus::NotAssessed,
                "the answer is missing: not scanned, refused, or not reliable",
                "缺少答案：未扫描、被拒绝或不可靠",
            ),
            term(ControlStatus::NotApplicable, "there is nothing that it applies to", "没有适用对象"),
            self.fact(
                "Bounds",
                "上下限",
                self.tr(
                    "the score with everything unknown counted against, and for",
                    "未知项全部按不符合、全部按符合计算的得分",
                ),
            ),
            self.fact(
                "Coverage",
                "结论覆盖率",
                self.tr("the share of controls that have a verdict", "已有结论的控制项占比"),
            ),
            self.fact(
                "Partial mapping",
                "部分对应",
                self.tr(
                    "the check decides a part that the control names, for the objects it reads",
                    "检查只对其读取的对象判定控制项的一部分",
                ),
            ),
            self.fact(
                "Exception",
                "例外",
                self.tr(
                    "a risk accepted for a time by somebody other than its owner; it does not change a status",
                    "由责任人以外的人在限期内接受的风险，不改变结论",
                ),
            ),
        ]
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
