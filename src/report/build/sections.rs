//! Numbers by section, level and responsibility, and what is to be mended by whom.

use super::*;
use crate::score::{Held, Lift, Step};

impl Builder<'_> {
    pub(super) fn section_view(
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
    pub(super) fn number(&self, section: &str, depth: u8) -> String {
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

    pub(super) fn depth(&self, section: &crate::catalog::Section) -> u8 {
        if section.parent.is_some() { 2 } else { 1 }
    }

    pub(super) fn sections(&self) -> Vec<SectionView> {
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

    pub(super) fn levels(&self) -> Vec<SectionView> {
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

    pub(super) fn due(&self, severity: Severity) -> String {
        let days = self.of.organisation.due_days.get(&severity).copied().unwrap_or(90);
        let date = self.of.assessment.as_of.date();
        date.checked_add(Duration::days(i64::from(days))).unwrap_or(date).to_string()
    }

    /// Failing checks behind full or partial links, what moves the verdict most first.
    pub(super) fn plan(&self) -> Vec<PlanRow> {
        let steps = crate::score::plan(self.of.assessment, self.of.scorecard, self.of.tally);
        let controls = &self.of.assessment.framework.controls;
        steps
            .iter()
            .enumerate()
            .map(|(i, step)| {
                let check = step.check;
                let owner = self.of.organisation.owner_of(check.service());
                PlanRow {
                    number: i + 1,
                    check: check.id.to_owned(),
                    title: self.say(check.title),
                    remediation: self.say(check.remediation),
                    cli: check.cli.to_owned(),
                    severity: self.say(check.severity.label()),
                    severity_id: check.severity.id(),
                    failing: step.failing,
                    controls: step.held.iter().map(|h| self.link(&controls[h.control])).collect(),
                    owner: if owner.is_empty() { self.tr("to be named", "待指定") } else { owner.to_owned() },
                    due: self.due(check.severity),
                    effort: self.say(check.effort.label()),
                    effort_id: check.effort.id(),
                    effect: self.effect(step),
                    would_meet: step.met().map(|h| self.link(&controls[h.control])).collect(),
                }
            })
            .collect()
    }

    /// What mending one check alone would change, in sentences.
    fn effect(&self, step: &Step) -> String {
        let controls = &self.of.assessment.framework.controls;
        let mut parts: Vec<String> = Vec::new();
        for (lifts, en, zh) in [
            (&step.hazards, "hazard candidate", "重大风险隐患候选"),
            (&step.high_risks, "high-risk candidate", "高风险候选"),
        ] {
            let codes =
                |wanted: &dyn Fn(&Lift) -> bool| self.list(lifts.iter().filter(|l| wanted(l)).map(|l| l.code.clone()));
            let removed = codes(&|l| l.removed && !l.open);
            if !removed.is_empty() {
                parts.push(self.tr(format!("Removes {en} {removed}."), format!("消除{zh} {removed}。")));
            }
            let open = codes(&|l| l.open);
            if !open.is_empty() {
                parts.push(self.tr(
                    format!(
                        "No failure stands behind {en} {open} any more; a person or a missing answer has to exclude it."
                    ),
                    format!("{zh} {open} 不再触发，相关条目待人工确认后方可排除。"),
                ));
            }
            let shared = self.list(lifts.iter().filter(|l| !l.removed && l.checks > 1).map(|l| {
                self.tr(
                    format!("{} (with {} other failing checks)", l.code, l.checks - 1),
                    format!("{}（另有 {} 项检查未通过）", l.code, l.checks - 1),
                )
            }));
            if !shared.is_empty() {
                parts.push(self.tr(
                    format!("One of several checks behind {en} {shared}."),
                    format!("{zh} {shared}的触发原因之一。"),
                ));
            }
        }
        let named = |held: Vec<&Held>| -> String {
            let mut names: Vec<String> =
                held.iter().take(4).map(|h| controls[h.control].place.reference.clone()).collect();
            if held.len() > names.len() {
                names.push("…".to_owned());
            }
            self.list(names)
        };
        let met: Vec<&Held> = step.met().collect();
        if !met.is_empty() {
            let (n, names) = (met.len(), named(met));
            parts.push(self.tr(
                format!("Would make {n} {} met ({names}).", plural(n)),
                format!("可使 {n} 项变为符合（{names}）。"),
            ));
        }
        let open: Vec<&Held> = step.open().collect();
        if !open.is_empty() {
            let (n, names) = (open.len(), named(open));
            parts.push(self.tr(
                format!(
                    "Would end the failure of {n} {} ({names}); a person or a missing answer then decides.",
                    plural(n)
                ),
                format!("可使 {n} 项不再判为不满足（{names}），之后仍待人工核查或补充答案。"),
            ));
        }
        let better: Vec<&Held> = step.failing_still().filter(|h| h.after != h.before).collect();
        if !better.is_empty() {
            let (n, names) = (better.len(), named(better));
            parts.push(self.tr(
                format!("Would make {n} {} partly met ({names}).", plural(n)),
                format!("可使 {n} 项由不符合变为部分符合（{names}）。"),
            ));
        }
        let shared: Vec<&Held> = step.failing_still().filter(|h| h.after == h.before && h.checks > 1).collect();
        if let [one] = shared.as_slice() {
            let (n, name) = (one.checks, &controls[one.control].place.reference);
            parts.push(self.tr(
                format!("One of {n} failing checks in {name}, which does not move by this alone."),
                format!("{name} 共有 {n} 项检查未通过，仅整改本项不改变其结论。"),
            ));
        } else if !shared.is_empty() {
            let n = shared.len();
            parts.push(self.tr(
                format!("In {n} controls other checks fail as well; they do not move by this alone."),
                format!("{n} 项同时有其他检查未通过，仅整改本项不改变其结论。"),
            ));
        }
        let fixed: Vec<&Held> = step.failing_still().filter(|h| h.after == h.before && h.checks == 1).collect();
        if !fixed.is_empty() {
            let (n, names) = (fixed.len(), named(fixed));
            parts.push(self.tr(
                format!("{n} {} ({names}) would still fall short by a statement.", plural(n)),
                format!("{n} 项（{names}）另有人工声明认定未满足，结论不变。"),
            ));
        }
        let parts: Vec<String> = parts.iter().map(|p| capital(p)).collect();
        parts.join(if self.lang == Lang::Zh { "" } else { " " })
    }

    pub(super) fn responsibility(&self) -> Vec<ResponsibilityRow> {
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
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "control" } else { "controls" }
}

/// The first letter as a capital.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
