//! The first page: verdict, key numbers, warnings, readings, and how each number came about.

use super::*;

impl Builder<'_> {
    pub(super) fn verdict(&self) -> VerdictView {
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

    pub(super) fn warnings(&self) -> Vec<String> {
        let s = self.of.scorecard;
        let mut warnings: Vec<String> =
            self.of.occasion.iter().flat_map(|o| &o.notices).map(|notice| notice.get(self.lang).to_owned()).collect();
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
            + self
                .of
                .assessment
                .exceptions
                .iter()
                .filter(|e| e.state == StatementState::Expired && e.statement.end().1 != EndedBy::Closed)
                .count();
        if expired > 0 {
            warnings.push(self.tr(
                format!("{expired} attestations or exceptions have expired and do not count."),
                format!("{expired} 份声明或例外已过期，不再计入。"),
            ));
        }
        warnings.extend(self.statement_warnings());
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
    pub(super) fn strangers(&self) -> usize {
        self.of.assessment.attestations.iter().filter(|a| a.controls.is_empty() && a.refused.is_empty()).count()
    }

    pub(super) fn band(&self, rates: &Rates) -> String {
        match (rates.worst, rates.best) {
            (Some(w), Some(b)) if w == b => self.say(b.label()),
            (Some(w), Some(b)) => self.tr(
                format!("{} to {}", Band::label(w).en, Band::label(b).en),
                format!("{}至{}", Band::label(w).zh, Band::label(b).zh),
            ),
            _ => "–".to_owned(),
        }
    }

    pub(super) fn readings(&self) -> Vec<Reading> {
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

    pub(super) fn methods(&self) -> Vec<String> {
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

    pub(super) fn deduction(&self) -> Option<DeductionView> {
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

    pub(super) fn candidates(&self, list: &[Candidate]) -> Vec<CandidateView> {
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
}
