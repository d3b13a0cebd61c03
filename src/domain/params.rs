//! Thresholds: a check is judged once for each distinct set of parameters that mappings ask for.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::FindingStatus;
use crate::text::Phrase;

/// A parameter that a check declares, with the direction in which it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ParamSpec {
    /// The name used in mappings, `min_days` for example.
    pub name: &'static str,
    /// The value when a mapping gives none.
    pub default: i64,
    /// The comparison that passes.
    pub bound: Bound,
    /// The unit, for people.
    pub unit: Phrase,
}

/// The comparison by which a measured value passes a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// Passes when the measured value is at least the threshold.
    AtLeast,
    /// Passes when the measured value is at most the threshold.
    AtMost,
}

/// Values of a check's parameters, by name. Ordered, so that equal sets print alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Params(pub BTreeMap<String, i64>);

impl Params {
    /// The set a mapping means: its own values, the check's defaults elsewhere.
    pub fn resolve(specs: &[ParamSpec], given: &Params) -> Params {
        let mut all: BTreeMap<String, i64> = specs.iter().map(|s| (s.name.to_owned(), s.default)).collect();
        all.extend(given.0.iter().map(|(k, v)| (k.clone(), *v)));
        Params(all)
    }

    /// True when there are no parameters.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (name, value)) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{name} = {value}")?;
        }
        Ok(())
    }
}

impl Bound {
    /// Judges a measured value.
    pub fn judge(self, measured: i64, threshold: i64) -> FindingStatus {
        let passes = match self {
            Bound::AtLeast => measured >= threshold,
            Bound::AtMost => measured <= threshold,
        };
        if passes { FindingStatus::Pass } else { FindingStatus::Fail }
    }

    /// What a verdict at one threshold says about another: a pass at a stricter one is a pass at a looser one, a fail
    /// at a looser one is a fail at a stricter one, and everything else says nothing.
    pub fn carry(self, verdict: FindingStatus, judged_at: i64, asked: i64) -> Option<FindingStatus> {
        let judged_is_stricter = match self {
            Bound::AtLeast => judged_at >= asked,
            Bound::AtMost => judged_at <= asked,
        };
        let judged_is_looser = match self {
            Bound::AtLeast => judged_at <= asked,
            Bound::AtMost => judged_at >= asked,
        };
        match verdict {
            FindingStatus::Pass if judged_is_stricter => Some(FindingStatus::Pass),
            FindingStatus::Fail if judged_is_looser => Some(FindingStatus::Fail),
            FindingStatus::Pass | FindingStatus::Fail => None,
            FindingStatus::NotAssessed | FindingStatus::Manual | FindingStatus::NotApplicable => Some(verdict),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_at_365_days_is_a_pass_at_180_but_a_fail_says_nothing() {
        assert_eq!(Bound::AtLeast.carry(FindingStatus::Pass, 365, 180), Some(FindingStatus::Pass));
        assert_eq!(Bound::AtLeast.carry(FindingStatus::Fail, 365, 180), None);
        assert_eq!(Bound::AtLeast.carry(FindingStatus::Fail, 180, 365), Some(FindingStatus::Fail));
        assert_eq!(Bound::AtLeast.carry(FindingStatus::Pass, 180, 365), None);
    }

    #[test]
    fn at_most_goes_the_other_way() {
        assert_eq!(Bound::AtMost.carry(FindingStatus::Pass, 5, 10), Some(FindingStatus::Pass));
        assert_eq!(Bound::AtMost.carry(FindingStatus::Fail, 5, 10), None);
        assert_eq!(Bound::AtMost.judge(90, 90), FindingStatus::Pass);
        assert_eq!(Bound::AtMost.judge(91, 90), FindingStatus::Fail);
    }
}
