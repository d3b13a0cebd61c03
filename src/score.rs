//! Statuses in, numbers out: every number with its denominator, and as an interval where something is unknown.

mod law;
mod mlps;
mod plan;

use serde::{Deserialize, Serialize};

use crate::assess::Assessment;
use crate::catalog::Scoring;
use crate::domain::{ControlStatus, StatusCounts};
use crate::text::Text;

pub use law::{LawLabel, LawScore};
pub use mlps::{Band, Candidate, Mlps2021, MlpsScore, Rates};
pub use plan::{Held, Lift, Step, plan};

/// A share, exact: `halves / 2` out of `of`. Halves, because one reading of the MLPS rate credits 部分符合 with one half.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratio {
    /// Twice the numerator.
    pub halves: u64,
    /// The denominator.
    pub of: u64,
}

impl Ratio {
    /// A share of whole things.
    pub fn new(part: u64, of: u64) -> Ratio {
        Ratio { halves: part * 2, of }
    }

    /// The share in per cent, 0 to 100; none when there is nothing to share.
    pub fn percent(self) -> Option<f64> {
        (self.of > 0).then(|| self.halves as f64 * 50.0 / self.of as f64)
    }

    /// The share in hundredths of a per cent, rounded half up; what reports print.
    pub fn basis_points(self) -> Option<u64> {
        (self.of > 0).then(|| (self.halves * 10_000 + self.of) / (self.of * 2))
    }

    /// `85.42 %`, or a dash when there is nothing to share.
    pub fn print(self) -> String {
        self.basis_points().map_or_else(|| "–".to_owned(), |bp| format!("{}.{:02} %", bp / 100, bp % 100))
    }
}

/// A score with everything unknown counted against and for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// Everything unknown counts as not met.
    pub lower: Ratio,
    /// Everything unknown counts as met.
    pub upper: Ratio,
}

impl Interval {
    /// The share of applicable controls that are met.
    pub fn strict(counts: &StatusCounts, accepted: u64) -> Interval {
        let of = counts.applicable();
        Interval {
            lower: Ratio::new(counts.met + accepted, of),
            upper: Ratio::new(counts.met + accepted + counts.unknown(), of),
        }
    }

    /// `12.34 % – 56.78 %`, one number when both ends agree.
    pub fn print(self) -> String {
        if self.lower == self.upper {
            self.lower.print()
        } else {
            format!("{} – {}", self.lower.print(), self.upper.print())
        }
    }
}

/// All the numbers of one framework.
#[derive(Clone, Debug, Serialize)]
pub struct Scorecard {
    /// Controls by status.
    pub counts: StatusCounts,
    /// Controls whose every failing finding is an accepted risk.
    pub accepted: u64,
    /// Met out of applicable.
    pub score: Interval,
    /// The same with accepted risks counted as met.
    pub score_with_exceptions: Interval,
    /// Controls with a verdict (met, partially met, not met, not applicable) out of all.
    pub coverage: Ratio,
    /// By section, in the framework's order; parents include what is below them.
    pub sections: Vec<SectionScore>,
    /// By level (CIS), in ascending order.
    pub levels: Vec<LevelScore>,
    /// MLPS numbers.
    pub mlps: Option<MlpsScore>,
    /// Law numbers.
    pub law: Option<LawScore>,
    /// What it amounts to.
    pub verdict: Verdict,
}

/// Numbers of one section.
#[derive(Clone, Debug, Serialize)]
pub struct SectionScore {
    /// Section id.
    pub id: String,
    /// Controls by status.
    pub counts: StatusCounts,
    /// Met out of applicable.
    pub score: Interval,
}

/// Numbers of one level.
#[derive(Clone, Debug, Serialize)]
pub struct LevelScore {
    /// The level; controls of exactly this level.
    pub level: u8,
    /// Controls by status.
    pub counts: StatusCounts,
    /// Met out of applicable.
    pub score: Interval,
}

/// What the numbers amount to, in words. Always a self-check, never an official conclusion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// For machines.
    pub code: VerdictCode,
    /// For people: a few words.
    pub headline: Text,
    /// For people: how it came about.
    pub explanation: Text,
}

/// Verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerdictCode {
    /// MLPS 符合, whatever the unknown turns out to be.
    Conforming,
    /// MLPS 基本符合, likewise.
    BasicallyConforming,
    /// MLPS 不符合, likewise.
    NonConforming,
    /// Too much is unknown for one answer.
    Undetermined,
    /// Something fails.
    GapsFound,
    /// Nothing fails, but not everything is known.
    Incomplete,
    /// Law: evidence supports every duty, but people have not confirmed all of them.
    Supported,
    /// Everything that applies is met.
    AllMet,
}

/// Scores an assessment.
pub fn score(assessment: &Assessment) -> Scorecard {
    let counts = StatusCounts::of(assessment.controls.iter().map(|c| c.status));
    let accepted = assessment.controls.iter().filter(|c| c.accepted).count() as u64;
    let framework = &assessment.framework;
    let statuses_under = |section: &str| {
        framework
            .controls
            .iter()
            .zip(&assessment.controls)
            .filter(|(c, _)| within(framework, &c.control.section, section))
            .map(|(_, r)| r.status)
            .collect::<Vec<ControlStatus>>()
    };
    let sections = framework
        .sections
        .iter()
        .map(|s| {
            let counts = StatusCounts::of(statuses_under(&s.id));
            SectionScore { id: s.id.clone(), counts, score: Interval::strict(&counts, 0) }
        })
        .collect();
    let mut levels: Vec<u8> = framework.controls.iter().filter_map(|c| c.place.level).collect();
    levels.sort_unstable();
    levels.dedup();
    let levels = levels
        .into_iter()
        .map(|level| {
            let of_level =
                framework.controls.iter().zip(&assessment.controls).filter(|(c, _)| c.place.level == Some(level));
            let counts = StatusCounts::of(of_level.map(|(_, r)| r.status));
            LevelScore { level, counts, score: Interval::strict(&counts, 0) }
        })
        .collect();
    let mlps = (framework.catalogue.scoring == Scoring::Mlps).then(|| mlps::score(assessment, &counts, accepted));
    let law = (framework.catalogue.scoring == Scoring::Law).then(|| law::score(assessment));
    let verdict = match (&mlps, &law) {
        (Some(mlps), _) => mlps::verdict(mlps, &counts),
        (None, Some(law)) => law::verdict(law, counts.unknown()),
        (None, None) => plain_verdict(&counts),
    };
    Scorecard {
        score: Interval::strict(&counts, 0),
        score_with_exceptions: Interval::strict(&counts, accepted),
        coverage: Ratio::new(counts.total() - counts.unknown(), counts.total()),
        counts,
        accepted,
        sections,
        levels,
        mlps,
        law,
        verdict,
    }
}

fn within(framework: &crate::catalog::Framework, section: &str, ancestor: &str) -> bool {
    let mut at = Some(section);
    while let Some(id) = at {
        if id == ancestor {
            return true;
        }
        at = framework.section(id).and_then(|s| s.parent.as_deref());
    }
    false
}

fn plain_verdict(counts: &StatusCounts) -> Verdict {
    let failing = counts.not_met + counts.partially_met;
    let open = counts.unknown();
    let applicable = counts.applicable();
    let met = counts.met;
    if failing > 0 {
        Verdict {
            code: VerdictCode::GapsFound,
            headline: Text::new(
                format!("Gaps found: {failing} of {applicable} not met"),
                format!("存在差距：{applicable} 项中 {failing} 项未满足"),
            ),
            explanation: Text::new(
                format!("{met} met, {failing} not or only partly met, {open} undecided."),
                format!("{met} 项满足，{failing} 项未满足或部分满足，{open} 项尚无结论。"),
            ),
        }
    } else if open > 0 {
        Verdict {
            code: VerdictCode::Incomplete,
            headline: Text::new(
                format!("Incomplete: {open} of {applicable} undecided"),
                format!("结论不完整：{applicable} 项中 {open} 项尚无结论"),
            ),
            explanation: Text::new(
                format!("No failure was found, but {open} controls have no evidence yet; {met} are met."),
                format!("未发现不满足项，但 {open} 项尚无证据；{met} 项满足。"),
            ),
        }
    } else {
        Verdict {
            code: VerdictCode::AllMet,
            headline: Text::new(format!("All {met} applicable controls met"), format!("适用的 {met} 项全部满足")),
            explanation: Text::new(
                "Every applicable control is met by evidence or by a statement in date.",
                "所有适用控制项均有证据或有效期内的声明支持。",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_worked_example_of_two_readings() {
        // 257 items, 17 not applicable, 205 met, 27 partially, 8 not met: 85.42 % strict, 91.04 % with half credit.
        let counts = StatusCounts { met: 205, partially_met: 27, not_met: 8, not_applicable: 17, ..Default::default() };
        assert_eq!(Interval::strict(&counts, 0).lower.print(), "85.42 %");
        assert_eq!(mlps::half_credit(&counts, 0).lower.print(), "91.04 %");
    }

    #[test]
    fn nothing_to_share_prints_a_dash() {
        assert_eq!(Ratio::new(0, 0).print(), "–");
    }

    fn counts() -> impl Strategy<Value = StatusCounts> {
        (0..50u64, 0..50u64, 0..50u64, 0..50u64, 0..50u64, 0..50u64).prop_map(|(a, b, c, d, e, f)| StatusCounts {
            not_met: a,
            partially_met: b,
            not_assessed: c,
            needs_attestation: d,
            met: e,
            not_applicable: f,
        })
    }

    proptest! {
        #[test]
        fn bounds_hold_and_stay_within_0_and_100(counts in counts()) {
            for interval in [Interval::strict(&counts, 0), mlps::half_credit(&counts, 0)] {
                if let (Some(low), Some(high)) = (interval.lower.percent(), interval.upper.percent()) {
                    prop_assert!(0.0 <= low && low <= high && high <= 100.0);
                }
            }
        }

        #[test]
        fn a_fail_that_becomes_a_pass_never_lowers_a_score(mut counts in counts()) {
            prop_assume!(counts.not_met > 0);
            let before = Interval::strict(&counts, 0);
            counts.not_met -= 1;
            counts.met += 1;
            let after = Interval::strict(&counts, 0);
            prop_assert!(after.lower.percent() >= before.lower.percent());
            prop_assert!(after.upper.percent() >= before.upper.percent());
        }

        #[test]
        fn a_pass_that_becomes_unknown_never_raises_the_lower_bound(mut counts in counts()) {
            prop_assume!(counts.met > 0);
            let before = Interval::strict(&counts, 0);
            counts.met -= 1;
            counts.not_assessed += 1;
            prop_assert!(Interval::strict(&counts, 0).lower.percent() <= before.lower.percent());
            prop_assert_eq!(Interval::strict(&counts, 0).upper.percent(), before.upper.percent());
        }

        #[test]
        fn printing_rounds_to_the_nearest_hundredth(part in 0u64..1000, of in 1u64..1000) {
            prop_assume!(part <= of);
            let ratio = Ratio::new(part, of);
            let printed = ratio.basis_points().expect("of > 0") as f64 / 100.0;
            prop_assert!((printed - ratio.percent().expect("of > 0")).abs() <= 0.005_000_1);
        }
    }
}
