//! MLPS numbers: 符合率 in both readings, the 2025 conclusion, hazard candidates, and the 2021 deduction score.
//!
//! The 2025 thresholds are those of letter 公网安〔2025〕1846号, question 20: above 90 % and no major hazard 符合; above
//! 60 % 基本符合; below 60 % 不符合. No official formula of the rate is public, so both readings in use are printed.

use serde::Serialize;

use super::{Interval, Ratio, Verdict, VerdictCode};
use crate::assess::Assessment;
use crate::catalog::{FrameworkControl, Sag};
use crate::domain::{ControlStatus, StatusCounts};
use crate::text::{Phrase, Text};

/// A rate within this many per cent of a threshold gets a warning.
const NEAR: f64 = 0.5;

/// The three conclusions of the 2025 template, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// 符合.
    Conforming,
    /// 基本符合.
    BasicallyConforming,
    /// 不符合.
    NonConforming,
}

impl Band {
    /// The words a report prints.
    pub fn label(self) -> Phrase {
        match self {
            Band::Conforming => Phrase { en: "conforming", zh: "符合" },
            Band::BasicallyConforming => Phrase { en: "basically conforming", zh: "基本符合" },
            Band::NonConforming => Phrase { en: "non-conforming", zh: "不符合" },
        }
    }

    /// The band of a rate. Exactly 90 % and exactly 60 % are not defined by the letter; the worse band is taken.
    fn of(rate: Ratio, hazard: bool) -> Option<Band> {
        let points = rate.percent()?;
        Some(if points > 90.0 && !hazard {
            Band::Conforming
        } else if points > 60.0 {
            Band::BasicallyConforming
        } else {
            Band::NonConforming
        })
    }
}

/// One reading of 符合率 and what it leads to.
#[derive(Clone, Debug, Serialize)]
pub struct Rates {
    /// The rate.
    pub rate: Interval,
    /// The rate with accepted risks counted as met.
    pub rate_with_exceptions: Interval,
    /// The conclusion at the lower bound.
    pub worst: Option<Band>,
    /// The conclusion at the upper bound.
    pub best: Option<Band>,
    /// Thresholds (in per cent) that a bound lies within half a point of.
    pub near: Vec<u8>,
}

/// A failing item that the high-risk guideline or the hazard list names: for people to judge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Case number or hazard code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// For high-risk cases: what lowers the risk.
    pub mitigation: Option<Text>,
    /// Only where continuity matters much.
    pub needs_continuity: bool,
    /// Failing controls that name it (ids).
    pub controls: Vec<String>,
}

/// The 2021 deduction score (缺陷扣分法): `M = Vt + Vm`, in points.
#[derive(Clone, Debug, Serialize)]
pub struct Mlps2021 {
    /// Everything unknown scores 0.
    pub lower: f64,
    /// Everything unknown scores 1.
    pub upper: f64,
    /// Technical part at both bounds.
    pub technical: (f64, f64),
    /// Management part at both bounds.
    pub management: (f64, f64),
    /// Applicable technical and management items.
    pub items: (u64, u64),
    /// Items by importance 1, 2, 3.
    pub weights: [u64; 3],
}

/// Whether a major hazard was found, and whether one may still be found.
#[derive(Clone, Copy)]
struct Hazard {
    found: bool,
    possible: bool,
}

/// All MLPS numbers.
#[derive(Clone, Debug, Serialize)]
pub struct MlpsScore {
    /// 符合 out of applicable.
    pub strict: Rates,
    /// 部分符合 counts one half.
    pub half_credit: Rates,
    /// Major hazard candidates (重大风险隐患).
    pub hazards: Vec<Candidate>,
    /// High-risk candidates (高风险).
    pub high_risks: Vec<Candidate>,
    /// The 2021 score.
    pub deduction_2021: Mlps2021,
}

/// The reading in which 部分符合 counts one half.
pub(super) fn half_credit(counts: &StatusCounts, accepted: u64) -> Interval {
    let of = counts.applicable();
    // An accepted risk that is partly met already has its half.
    let lower = (counts.met * 2 + counts.partially_met + accepted * 2).min(of * 2);
    let upper = (lower + counts.unknown() * 2).min(of * 2);
    Interval { lower: Ratio { halves: lower, of }, upper: Ratio { halves: upper, of } }
}

pub(super) fn score(assessment: &Assessment, counts: &StatusCounts, accepted: u64) -> MlpsScore {
    let hazards = candidates(
        assessment,
        |c| &c.control.hazards,
        |code| {
            assessment.framework.hazard(code).map(|h| Candidate {
                code: code.to_owned(),
                name: h.name.clone(),
                mitigation: None,
                needs_continuity: false,
                controls: Vec::new(),
            })
        },
    );
    let level = assessment.framework.level;
    let high_risks = candidates(
        assessment,
        |c| &c.control.high_risk,
        |case| {
            assessment.framework.high_risk_case(case).filter(|h| h.from_level <= level && !h.platform_only).map(|h| {
                Candidate {
                    code: case.to_owned(),
                    name: h.name.clone(),
                    mitigation: Some(h.mitigation.clone()),
                    needs_continuity: h.needs_continuity,
                    controls: Vec::new(),
                }
            })
        },
    );
    let found = !hazards.is_empty();
    // An item that may turn out to be a hazard counts as one at the lower end, as everything unknown does.
    let possible = found
        || assessment
            .framework
            .controls
            .iter()
            .zip(&assessment.controls)
            .any(|(c, r)| !c.control.hazards.is_empty() && !r.status.is_verdict());
    let hazard = Hazard { found, possible };
    // A control that is accepted and partly met must not be counted one and a half times.
    let accepted_partial =
        assessment.controls.iter().filter(|c| c.accepted && c.status == ControlStatus::PartiallyMet).count() as u64;
    let with = StatusCounts {
        met: counts.met + accepted,
        partially_met: counts.partially_met - accepted_partial,
        not_met: counts.not_met - (accepted - accepted_partial),
        ..*counts
    };
    MlpsScore {
        strict: rates(Interval::strict(counts, 0), Interval::strict(&with, 0), hazard),
        half_credit: rates(half_credit(counts, 0), half_credit(&with, 0), hazard),
        hazards,
        high_risks,
        deduction_2021: deduction(assessment),
    }
}

fn rates(rate: Interval, rate_with_exceptions: Interval, hazard: Hazard) -> Rates {
    let near = [60u8, 90]
        .into_iter()
        .filter(|t| {
            [rate.lower, rate.upper].iter().filter_map(|r| r.percent()).any(|p| (p - f64::from(*t)).abs() <= NEAR)
        })
        .collect();
    Rates {
        rate,
        rate_with_exceptions,
        worst: Band::of(rate.lower, hazard.possible),
        best: Band::of(rate.upper, hazard.found),
        near,
    }
}

fn candidates<'a>(
    assessment: &'a Assessment,
    codes: impl Fn(&'a FrameworkControl) -> &'a [String],
    make: impl Fn(&str) -> Option<Candidate>,
) -> Vec<Candidate> {
    let mut list: Vec<Candidate> = Vec::new();
    for (control, result) in assessment.framework.controls.iter().zip(&assessment.controls) {
        if !matches!(result.status, ControlStatus::NotMet | ControlStatus::PartiallyMet) {
            continue;
        }
        for code in codes(control) {
            if let Some(known) = list.iter_mut().find(|c| c.code == *code) {
                known.controls.push(control.id.clone());
            } else if let Some(mut new) = make(code) {
                new.controls.push(control.id.clone());
                list.push(new);
            }
        }
    }
    list.sort_by(|a, b| a.code.cmp(&b.code));
    list
}

/// The importance of an item for the 2021 score. The annex that fixes it is not public: an item named by the high-risk
/// guideline counts 3, others that protect data or continuity 2, the rest 1. A framework file may set `weight`.
fn weight(control: &FrameworkControl) -> u8 {
    let protects_data_or_continuity = matches!(control.control.sag, Some(Sag::S | Sag::A));
    match control.control.weight {
        Some(weight) => weight,
        None if !control.control.high_risk.is_empty() => 3,
        None if protects_data_or_continuity => 2,
        None => 1,
    }
}

/// The 2021 formula, from memory of practice: `S = 100/n`, `V = max(0, 50 − Σ f(ω)·(1 − x)·S)` on each side.
fn deduction(assessment: &Assessment) -> Mlps2021 {
    let technical = |c: &FrameworkControl| {
        ["PES", "CNS", "ABS", "CES", "SMC"].iter().any(|class| c.control.section.contains(class))
    };
    let mut items = (0u64, 0u64);
    let mut weights = [0u64; 3];
    let mut deducted = [[0.0f64; 2]; 2];
    for (control, result) in assessment.framework.controls.iter().zip(&assessment.controls) {
        let (low, high) = match result.status {
            ControlStatus::NotApplicable => continue,
            ControlStatus::Met => (1.0, 1.0),
            ControlStatus::PartiallyMet => (0.5, 0.5),
            ControlStatus::NotMet => (0.0, 0.0),
            ControlStatus::NotAssessed | ControlStatus::NeedsAttestation => (0.0, 1.0),
        };
        let side = usize::from(!technical(control));
        if side == 0 {
            items.0 += 1;
        } else {
            items.1 += 1;
        }
        let f = weight(control).clamp(1, 3);
        weights[usize::from(f) - 1] += 1;
        deducted[side][0] += f64::from(f) * (1.0 - low);
        deducted[side][1] += f64::from(f) * (1.0 - high);
    }
    let n = (items.0 + items.1).max(1) as f64;
    let value = |side: usize, bound: usize| (50.0 - deducted[side][bound] * 100.0 / n).max(0.0);
    Mlps2021 {
        lower: value(0, 0) + value(1, 0),
        upper: value(0, 1) + value(1, 1),
        technical: (value(0, 0), value(0, 1)),
        management: (value(1, 0), value(1, 1)),
        items,
        weights,
    }
}

pub(super) fn verdict(score: &MlpsScore, counts: &StatusCounts) -> Verdict {
    let bands = [score.strict.worst, score.strict.best, score.half_credit.worst, score.half_credit.best];
    let known: Vec<Band> = bands.into_iter().flatten().collect();
    let (Some(best), Some(worst)) = (known.iter().min().copied(), known.iter().max().copied()) else {
        return Verdict {
            code: VerdictCode::Undetermined,
            headline: Text::new("No applicable item", "没有适用的测评项"),
            explanation: Text::new("Every item is marked not applicable.", "所有测评项均为不适用。"),
        };
    };
    let explanation = Text::new(
        format!(
            "Self-check estimate from {} applicable items: {} met, {} partially met, {} not met, {} without a verdict; {} hazard candidates. Rate {} (strict) or {} (half credit).",
            counts.applicable(),
            counts.met,
            counts.partially_met,
            counts.not_met,
            counts.unknown(),
            score.hazards.len(),
            score.strict.rate.print(),
            score.half_credit.rate.print(),
        ),
        format!(
            "自查估算：适用 {} 项，符合 {} 项、部分符合 {} 项、不符合 {} 项、尚无结论 {} 项；重大风险隐患候选 {} 个。符合率 {}（严格口径）或 {}（折半口径）。",
            counts.applicable(),
            counts.met,
            counts.partially_met,
            counts.not_met,
            counts.unknown(),
            score.hazards.len(),
            score.strict.rate.print(),
            score.half_credit.rate.print(),
        ),
    );
    if best == worst {
        let code = match best {
            Band::Conforming => VerdictCode::Conforming,
            Band::BasicallyConforming => VerdictCode::BasicallyConforming,
            Band::NonConforming => VerdictCode::NonConforming,
        };
        let label = best.label();
        Verdict {
            code,
            headline: Text::new(format!("Self-check: {}", label.en), format!("自查预判：{}", label.zh)),
            explanation,
        }
    } else {
        Verdict {
            code: VerdictCode::Undetermined,
            headline: Text::new(
                format!("Self-check: undetermined, {} to {}", worst.label().en, best.label().en),
                format!("自查预判：待定（{}至{}之间）", worst.label().zh, best.label().zh),
            ),
            explanation,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thresholds_of_2025() {
        assert_eq!(Band::of(Ratio::new(91, 100), false), Some(Band::Conforming));
        assert_eq!(Band::of(Ratio::new(91, 100), true), Some(Band::BasicallyConforming));
        assert_eq!(Band::of(Ratio::new(90, 100), false), Some(Band::BasicallyConforming));
        assert_eq!(Band::of(Ratio::new(61, 100), true), Some(Band::BasicallyConforming));
        assert_eq!(Band::of(Ratio::new(60, 100), false), Some(Band::NonConforming));
        assert_eq!(Band::of(Ratio::new(0, 0), false), None);
    }

    #[test]
    fn an_undecided_hazard_item_keeps_the_lower_end_from_conforming() {
        let rate = Interval { lower: Ratio::new(95, 100), upper: Ratio::new(100, 100) };
        let open = rates(rate, rate, Hazard { found: false, possible: true });
        assert_eq!((open.worst, open.best), (Some(Band::BasicallyConforming), Some(Band::Conforming)));
    }

    #[test]
    fn a_rate_near_a_threshold_is_warned_of() {
        let rate = Interval { lower: Ratio::new(896, 1000), upper: Ratio::new(896, 1000) };
        assert_eq!(rates(rate, rate, Hazard { found: false, possible: false }).near, [90]);
        let rate = Interval { lower: Ratio::new(700, 1000), upper: Ratio::new(700, 1000) };
        assert!(rates(rate, rate, Hazard { found: false, possible: false }).near.is_empty());
    }
}
