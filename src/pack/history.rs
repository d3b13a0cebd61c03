//! Earlier periods: what a chain of packs says of itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{ControlStatus, StatusCounts};
use crate::report::{Earlier, Occasion};
use crate::score::Interval;
use crate::signing::Digests;

/// Earlier periods, oldest first; the last one is the pack before this one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// The periods.
    pub periods: Vec<Past>,
}

/// One earlier period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Past {
    /// The period.
    pub period: String,
    /// Digests of its pack, the whole file.
    pub pack: Digests,
    /// Version of the tool that made it.
    pub tool: String,
    /// What it found, by framework.
    pub frameworks: BTreeMap<String, PastResult>,
}

/// What an earlier period found on one framework.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastResult {
    /// As its own pack says.
    pub recorded: PastScore,
    /// Its evidence and statements under the rules of the pack that followed it; none where its pack was not at hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rescored: Option<PastScore>,
    /// Status of each control under the rules of this pack; only for the last period.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub statuses: BTreeMap<String, ControlStatus>,
}

/// Numbers of one framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastScore {
    /// Met out of applicable.
    pub score: Interval,
    /// Controls by status.
    pub counts: StatusCounts,
}

impl History {
    /// The earlier periods as a report on one framework shows them.
    pub fn occasion(&self, framework: &str, period: &str) -> Occasion {
        let results: Vec<(&Past, &PastResult)> =
            self.periods.iter().filter_map(|past| Some((past, past.frameworks.get(framework)?))).collect();
        let earlier = results.iter().map(|(past, result)| {
            let shown = result.rescored.unwrap_or(result.recorded);
            Earlier {
                period: past.period.clone(),
                score: shown.score,
                counts: shown.counts,
                rescored: result.rescored.is_some(),
            }
        });
        Occasion {
            period: period.to_owned(),
            notices: Vec::new(),
            earlier: earlier.collect(),
            before: results.last().map(|(_, result)| result.statuses.clone()).unwrap_or_default(),
        }
    }
}
