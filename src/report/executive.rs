//! The executive review: eight short parts from the posture checklist, assessed on the same findings.

use super::build::tone;
use super::{ExecutivePart, ExpiryRow, Ingredients, PlanRow, Tone, tr};
use crate::assess::{Bucket, ControlResult, LinkState, Tally};
use crate::catalog::{FrameworkControl, StatementState};
use crate::domain::{ControlStatus, FindingStatus, StatusCounts};
use crate::text::Lang;

/// How many lines each list of a part holds.
const LINES: usize = 4;

/// The eight parts. Without the posture checklist only the last two, which come from the report itself.
pub fn parts(of: Ingredients<'_>, lang: Lang, plan: &[PlanRow], expiring: &[ExpiryRow]) -> Vec<ExecutivePart> {
    let mut parts = Vec::new();
    if let Some((posture, _)) = of.posture {
        for section in posture.framework.sections.iter().filter(|s| s.parent.is_none()) {
            let inside: Vec<(&FrameworkControl, &ControlResult)> = posture
                .framework
                .controls
                .iter()
                .zip(&posture.controls)
                .filter(|(c, _)| c.control.section == section.id)
                .collect();
            if !inside.is_empty() {
                parts.push(theme(of.tally, section.title.get(lang), &inside, lang));
            }
        }
    }
    parts.push(recommendations(plan, lang));
    parts.push(open_risks(of, lang, expiring));
    parts
}

fn theme(tally: &Tally, title: &str, inside: &[(&FrameworkControl, &ControlResult)], lang: Lang) -> ExecutivePart {
    let counts = StatusCounts::of(inside.iter().map(|(_, r)| r.status));
    let worst = inside.iter().map(|(_, r)| r.status).min().unwrap_or(ControlStatus::NotAssessed);
    let mut blockers = Vec::new();
    let mut actions = Vec::new();
    let mut questions = Vec::new();
    for (control, result) in inside {
        for link in result.links.iter().filter(|l| l.link.coverage.decides() && l.state == LinkState::Fail) {
            for at in &link.tallies {
                let t = tally.check(*at);
                if t.counts.fail == 0 {
                    continue;
                }
                let names: Vec<&str> =
                    t.samples(FindingStatus::Fail).iter().take(2).map(|s| s.resource.label()).collect();
                let names = names.join(if lang == Lang::Zh { "、" } else { ", " });
                let title = t.check.title.get(lang);
                push(
                    &mut blockers,
                    tr(
                        lang,
                        format!("{title}: {} failing ({names})", t.counts.fail),
                        format!("{title}：{} 个未通过（{names}）", t.counts.fail),
                    ),
                );
                push(&mut actions, t.check.remediation.get(lang).to_owned());
            }
        }
        if !result.status.is_verdict() {
            let wanted = control.control.evidence.first().map(|e| e.get(lang)).unwrap_or_default();
            push(&mut questions, format!("{} {wanted}", control.place.reference));
        }
    }
    let evidence: std::collections::BTreeSet<_> = inside.iter().flat_map(|(_, r)| r.evidence.iter().copied()).collect();
    let evidence: Vec<&str> = evidence.iter().map(|e| e.label().get(lang)).collect();
    ExecutivePart {
        title: title.to_owned(),
        verdict: tr(
            lang,
            format!(
                "{}: {} of {} points met, {} failing, {} undecided.",
                worst.label().en,
                counts.met,
                counts.applicable(),
                counts.not_met + counts.partially_met,
                counts.unknown()
            ),
            format!(
                "{}：{} 个要点中 {} 个满足，{} 个未满足，{} 个尚无结论。",
                worst.label().zh,
                counts.applicable(),
                counts.met,
                counts.not_met + counts.partially_met,
                counts.unknown()
            ),
        ),
        tone: tone(worst),
        evidence: if evidence.is_empty() {
            tr(lang, "none", "无")
        } else {
            evidence.join(if lang == Lang::Zh { "、" } else { ", " })
        },
        blockers: cut(blockers, lang),
        actions: cut(actions, lang),
        questions: cut(questions, lang),
    }
}

fn recommendations(plan: &[PlanRow], lang: Lang) -> ExecutivePart {
    let actions = plan
        .iter()
        .map(|row| {
            tr(
                lang,
                format!("[{}] {} – {}, by {}", row.severity, row.title, row.owner, row.due),
                format!("【{}】{}——{}，{} 前", row.severity, row.title, row.owner, row.due),
            )
        })
        .collect();
    ExecutivePart {
        title: tr(lang, "Prioritised recommendations", "整改优先级"),
        verdict: tr(
            lang,
            format!("{} checks fail; see the remediation plan.", plan.len()),
            format!("共 {} 项检查未通过，详见整改计划。", plan.len()),
        ),
        tone: if plan.is_empty() { Tone::Good } else { Tone::Bad },
        evidence: tr(lang, "inferred from the findings of this report", "由本报告检查结果推断"),
        blockers: Vec::new(),
        actions: cut(actions, lang),
        questions: Vec::new(),
    }
}

fn open_risks(of: Ingredients<'_>, lang: Lang, expiring: &[ExpiryRow]) -> ExecutivePart {
    let s = of.scorecard;
    let mut blockers = Vec::new();
    if let Some(mlps) = &s.mlps {
        for hazard in &mlps.hazards {
            push(&mut blockers, format!("{} {}", hazard.code, hazard.name.get(lang)));
        }
    }
    // What is void or not yet opened accepts nothing.
    for used in of.assessment.exceptions.iter().filter(|e| e.state == StatementState::InDate) {
        let e = &used.statement;
        let until = e.end().0.date();
        push(
            &mut blockers,
            tr(
                lang,
                format!("Exception {} until {until}: {}", e.id, e.reason.en),
                format!("例外 {}，至 {until}：{}", e.id, e.reason.zh),
            ),
        );
    }
    let unknown = s.counts.unknown();
    let actions = expiring
        .iter()
        .filter(|row| match row.bucket {
            // What another statement covers needs nobody.
            Bucket::Expired => !row.controls.is_empty(),
            Bucket::Within30 => true,
            Bucket::Within60 | Bucket::Within90 => false,
        })
        .map(|row| match row.bucket {
            Bucket::Expired => tr(
                lang,
                format!("{} ({}) expired on {}: look again – {}", row.id, row.kind, row.date, row.person),
                format!("{}（{}）已于 {} 到期，须重新确认——{}", row.id, row.kind, row.date, row.person),
            ),
            _ => tr(
                lang,
                format!("{} ({}) ends on {}, in {} days – {}", row.id, row.kind, row.date, row.days_left, row.person),
                format!("{}（{}）将于 {} 到期，剩余 {} 天——{}", row.id, row.kind, row.date, row.days_left, row.person),
            ),
        })
        .collect();
    ExecutivePart {
        title: tr(lang, "Open risks", "未决风险"),
        verdict: tr(
            lang,
            format!("{} controls have no verdict, {} are accepted risks.", unknown, s.accepted),
            format!("{unknown} 个控制项尚无结论，{} 个为已接受风险。", s.accepted),
        ),
        tone: if unknown > 0 || !blockers.is_empty() { Tone::Unknown } else { Tone::Good },
        evidence: tr(lang, "inferred from the findings of this report", "由本报告检查结果推断"),
        blockers: cut(blockers, lang),
        actions: cut(actions, lang),
        questions: if unknown > 0 {
            vec![tr(
                lang,
                "What is not assessed, and why, stands in its own table; statements for the rest are asked for control by control.",
                "未检测内容及原因另有专表；其余事项须逐项提供声明与证据。",
            )]
        } else {
            Vec::new()
        },
    }
}

fn push(list: &mut Vec<String>, line: String) {
    if !list.contains(&line) {
        list.push(line);
    }
}

/// Keeps a few lines and says how many were left out: nothing goes silently.
fn cut(mut list: Vec<String>, lang: Lang) -> Vec<String> {
    let more = list.len().saturating_sub(LINES);
    if more > 0 {
        list.truncate(LINES);
        list.push(tr(lang, format!("and {more} more"), format!("另有 {more} 条")));
    }
    list
}
