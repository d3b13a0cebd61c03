//! JSON for machines: the assessment with its numbers, language-independent, in a stable order.

use serde_json::{Value, json};

use super::RenderError;
use crate::assess::{AccountResult, Sample, expiring};
use crate::catalog::{Framework, Target, rfc3339};
use crate::domain::{ControlStatus, FindingStatus, StatusCounts};
use crate::report::{Ingredients, day};
use crate::score::{Held, Interval, Lift, Step};

/// Renders the assessment.
///
/// # Errors
/// Only if a value cannot be serialised, which would be a mistake of ours.
pub fn json(of: Ingredients<'_>) -> Result<Vec<u8>, RenderError> {
    let a = of.assessment;
    let s = of.scorecard;
    let f = &a.framework;
    let controls: Vec<Value> = f
        .controls
        .iter()
        .zip(&a.controls)
        .map(|(c, r)| {
            let links: Vec<Value> = r
                .links
                .iter()
                .map(|l| {
                    let checks: Vec<Value> = l
                        .link
                        .target
                        .checks()
                        .iter()
                        .map(|one| json!({ "check_id": one.check.id, "params": one.params }))
                        .collect();
                    json!({
                        "any_of": matches!(l.link.target, Target::AnyOf(_)),
                        "checks": checks,
                        "coverage": l.link.coverage,
                        "gap": l.link.gap,
                        "counts": l.counts,
                        "not_covered_by_exceptions": l.uncovered,
                    })
                })
                .collect();
            json!({
                "id": c.id,
                "ref": c.place.reference,
                "unit": c.place.unit,
                "level": c.place.level,
                "section": c.control.section,
                "title": c.control.title,
                "requirement": c.control.requirement,
                "kind": c.control.kind,
                "owner": c.control.owner,
                "status": r.status,
                "accepted_risk": r.accepted,
                "reason": format!("{:?}", r.reason),
                "severity": r.severity,
                "evidence": r.evidence,
                "findings": r.counts,
                "links": links,
                "attestations": r.attestations.iter().map(|i| &a.attestations[*i].statement.id).collect::<Vec<_>>(),
                "exceptions": r.exceptions.iter().map(|i| &a.exceptions[*i].statement.id).collect::<Vec<_>>(),
            })
        })
        .collect();
    let checks: Vec<Value> = of
        .tally
        .checks()
        .iter()
        .map(|t| {
            let samples: Vec<Value> = FindingStatus::ALL
                .into_iter()
                .flat_map(|status| t.samples(status).iter().map(move |x| sample(status, x)))
                .collect();
            let gaps: Vec<Value> = t.gap_counts().iter().map(|g| json!({ "count": g.count, "gap": g.gap })).collect();
            json!({
                "check_id": t.check.id,
                "params": t.params,
                "severity": t.check.severity,
                "effort": t.check.effort,
                "title": t.check.title,
                "findings": t.counts,
                "gaps": gaps,
                "samples": samples,
            })
        })
        .collect();
    let scope = of.tally.scope();
    let unmapped: Vec<Value> = of
        .files
        .iter()
        .flat_map(|file| {
            file.unmapped
                .iter()
                .map(|(u, rows)| json!({ "file": file.path, "check": u.check, "reason": u.reason, "rows": rows }))
        })
        .collect();
    let files: Vec<Value> = of
        .files
        .iter()
        .map(|file| {
            json!({
                "path": file.path,
                "format": file.format,
                "sha256": file.sha256,
                "bytes": file.bytes,
                "rows": file.rows,
                "findings": file.findings,
                "duplicates": file.duplicates,
                "muted": file.muted,
                "unmapped": file.unmapped.values().sum::<u64>(),
            })
        })
        .collect();
    let plan: Vec<Value> = crate::score::plan(a, s, of.tally).iter().map(|step| plan_step(f, step)).collect();
    let tools: Vec<Value> = scope
        .tools
        .iter()
        .map(|((tool, version), n)| json!({ "tool": tool, "version": version, "findings": n }))
        .collect();
    let ids = |list: &[usize]| -> Vec<&str> { list.iter().map(|at| f.controls[*at].id.as_str()).collect() };
    let mut document = json!({
        "schema": "dengbao-assessment/1",
        "tool": { "name": "dengbao", "version": env!("CARGO_PKG_VERSION") },
        "as_of": day(a.as_of),
        "self_check": true,
        "framework": {
            "id": f.id,
            "name": f.name,
            "version": f.catalogue.version,
            "catalogue": f.catalogue.id,
            "scoring": f.catalogue.scoring,
            "controls": f.controls.len(),
        },
        "verdict": {
            "code": s.verdict.code,
            "headline": s.verdict.headline,
            "explanation": s.verdict.explanation,
        },
        "score": {
            "met": interval(s.score),
            "met_with_exceptions": interval(s.score_with_exceptions),
            "coverage_percent": percent(s.coverage),
            "counts": s.counts,
            "accepted_risks": s.accepted,
            "law": s.law,
        },
        "sections": s.sections.iter().map(|x| json!({ "id": x.id, "counts": x.counts, "met": interval(x.score) })).collect::<Vec<_>>(),
        "levels": s.levels.iter().map(|x| json!({ "level": x.level, "counts": x.counts, "met": interval(x.score) })).collect::<Vec<_>>(),
        "controls": controls,
        "checks": checks,
        "plan": plan,
        "scope": {
            "findings": scope.findings,
            "accounts": scope.accounts,
            "regions": scope.regions,
            "tools": tools,
            "observed": scope.observed,
        },
        "accounts": accounts(of),
        "attestations": a.attestations.iter().map(|x| json!({
            "state": x.state,
            "ends_on": x.statement.end().0.to_string(),
            "ended_by": x.statement.end().1,
            "controls": ids(&x.controls),
            "refused_controls": ids(&x.refused),
            "statement": x.statement,
        })).collect::<Vec<_>>(),
        "exceptions": a.exceptions.iter().map(|x| json!({
            "state": x.state,
            "void_from": rfc3339(x.statement.end().0),
            "ended_by": x.statement.end().1,
            "longest_days": x.statement.longest_days(),
            "controls": ids(&x.controls),
            "statement": x.statement,
        })).collect::<Vec<_>>(),
        "expiring": expiring(a).iter().map(|x| json!({
            "id": x.id,
            "kind": x.kind,
            "bucket": x.bucket,
            "last_day": x.last_day.to_string(),
            "days_left": x.days_left,
            "ended_by": x.by,
            "controls": ids(&x.controls),
            "covered_otherwise": ids(&x.replaced),
            "person": x.person,
            "scope": x.scope,
        })).collect::<Vec<_>>(),
        "statement_terms": of.organisation.terms(),
        "inputs": files,
        "ignored_files": of.ignored,
        "unmapped": unmapped,
        "data_files": of.origins,
    });
    if let Some(m) = &s.mlps {
        document["score"]["mlps"] = json!({
            "strict": { "rate": interval(m.strict.rate), "worst": m.strict.worst, "best": m.strict.best, "near_percent": m.strict.near },
            "half_credit": { "rate": interval(m.half_credit.rate), "worst": m.half_credit.worst, "best": m.half_credit.best, "near_percent": m.half_credit.near },
            "hazard_candidates": m.hazards,
            "high_risk_candidates": m.high_risks,
        });
        if of.deduction_2021 {
            let d = &m.deduction_2021;
            document["score"]["mlps"]["deduction_2021"] = json!({
                "lower": round(d.lower),
                "upper": round(d.upper),
                "technical": [round(d.technical.0), round(d.technical.1)],
                "management": [round(d.management.0), round(d.management.1)],
                "items": [d.items.0, d.items.1],
                "weights": d.weights,
            });
        }
    }
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A failing check and what mending it alone would change.
fn plan_step(framework: &Framework, step: &Step) -> Value {
    let ids = |held: &mut dyn Iterator<Item = &Held>| -> Vec<&str> {
        held.map(|h| framework.controls[h.control].id.as_str()).collect()
    };
    let lifts = |list: &[Lift]| -> Vec<Value> {
        list.iter()
            .map(|l| json!({ "code": l.code, "removed": l.removed, "undecided": l.open, "failing_checks": l.checks }))
            .collect()
    };
    json!({
        "check_id": step.check.id,
        "severity": step.check.severity,
        "effort": step.check.effort,
        "failing": step.failing,
        "controls": ids(&mut step.held.iter()),
        "would_be_met": ids(&mut step.met()),
        "would_be_undecided": ids(&mut step.open()),
        "would_still_fail": ids(&mut step.failing_still()),
        "hazard_candidates": lifts(&step.hazards),
        "high_risk_candidates": lifts(&step.high_risks),
    })
}

/// Every account by itself.
fn accounts(of: Ingredients<'_>) -> Vec<Value> {
    let Some(accounts) = of.accounts else { return Vec::new() };
    let controls = &of.assessment.framework.controls;
    let one = |a: &AccountResult| {
        let failing: Vec<&str> = controls
            .iter()
            .zip(&a.statuses)
            .filter(|(_, s)| matches!(s, ControlStatus::NotMet | ControlStatus::PartiallyMet))
            .map(|(c, _)| c.id.as_str())
            .collect();
        json!({
            "account": a.account,
            "name": accounts.names.get(&a.account),
            "severity": a.severity,
            "findings": a.findings,
            "controls": StatusCounts::of(a.statuses.iter().copied()),
            "failing_controls": failing,
        })
    };
    accounts.results.iter().map(one).collect()
}

fn sample(status: FindingStatus, x: &Sample) -> Value {
    json!({
        "status": status,
        "severity": x.severity,
        "resource": x.resource,
        "reason": x.reason,
        "gap": x.gap,
        "caution": x.caution,
        "observed_at": x.observed_at,
        "evidence": x.evidence,
        "source": x.source,
        "muted": x.muted,
    })
}

/// Percentages with two decimals, and the numbers behind them.
fn interval(i: Interval) -> Value {
    json!({
        "lower_percent": percent(i.lower),
        "upper_percent": percent(i.upper),
        "lower": i.lower.halves as f64 / 2.0,
        "upper": i.upper.halves as f64 / 2.0,
        "of": i.lower.of,
    })
}

fn percent(ratio: crate::score::Ratio) -> Option<f64> {
    ratio.basis_points().map(|bp| bp as f64 / 100.0)
}

fn round(points: f64) -> f64 {
    (points * 100.0).round() / 100.0
}
