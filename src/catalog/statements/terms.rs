//! How long statements may stand.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::Severity;

/// The longest validity of attestations and the longest terms of exceptions.
///
/// The defaults are a proposal of ours, not a rule of any framework: a year and a day, so that a yearly round fits, and
/// for exceptions the less the worse the failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Terms {
    /// Days from signing that an attestation may count.
    pub attestation_days: u16,
    /// Days from opening that an exception may stand, by severity.
    pub exception_days: BTreeMap<Severity, u16>,
}

impl Default for Terms {
    fn default() -> Self {
        Terms {
            attestation_days: 366,
            exception_days: [
                (Severity::Critical, 30),
                (Severity::High, 90),
                (Severity::Medium, 180),
                (Severity::Low, 365),
                (Severity::Informational, 365),
            ]
            .into(),
        }
    }
}

impl Terms {
    /// The longest term for a severity; the shortest of all where none is set.
    pub fn exception_days(&self, severity: Severity) -> u16 {
        let shortest = || self.exception_days.values().min().copied().unwrap_or(0);
        self.exception_days.get(&severity).copied().unwrap_or_else(shortest)
    }
}
