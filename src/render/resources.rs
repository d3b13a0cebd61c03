//! Findings gathered by resource, in bounded memory.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::domain::{Counts, Finding, FindingStatus, Resource};

/// How many resources are kept.
pub const RESOURCES_KEPT: usize = 50_000;

/// Findings by resource, as they stream past. The first resources are kept, in a fixed number; of the rest it is known how
/// many there are and how many findings speak of them.
#[derive(Clone, Debug)]
pub struct Resources {
    kept: HashMap<u64, ByResource>,
    beyond: HashSet<u64>,
    findings_beyond: Counts,
    room: usize,
}

/// What the findings say of one resource.
#[derive(Clone, Debug)]
pub struct ByResource {
    /// The resource.
    pub resource: Resource,
    /// Findings by status.
    pub counts: Counts,
    /// Checks that fail, each once, in the order of their ids.
    pub failing: Vec<Arc<str>>,
}

impl Default for Resources {
    fn default() -> Self {
        Resources::with_room(RESOURCES_KEPT)
    }
}

impl Resources {
    /// Keeps at most so many resources.
    pub fn with_room(room: usize) -> Resources {
        Resources { kept: HashMap::new(), beyond: HashSet::new(), findings_beyond: Counts::default(), room }
    }

    /// Takes up a finding, at the thresholds of its source.
    pub fn observe(&mut self, finding: &Finding) {
        let key = identity(&finding.resource);
        if !self.kept.contains_key(&key) && self.kept.len() >= self.room {
            self.beyond.insert(key);
            self.findings_beyond.add(finding.status, 1);
            return;
        }
        let entry = self.kept.entry(key).or_insert_with(|| ByResource {
            resource: finding.resource.clone(),
            counts: Counts::default(),
            failing: Vec::new(),
        });
        entry.counts.add(finding.status, 1);
        // The order of arrival must not show: of several spellings of one resource the first in order counts.
        if finding.resource < entry.resource {
            entry.resource.clone_from(&finding.resource);
        }
        if finding.status == FindingStatus::Fail
            && let Err(at) = entry.failing.binary_search(&finding.check_id)
        {
            entry.failing.insert(at, Arc::clone(&finding.check_id));
        }
    }

    /// The resources kept: those with most failures first, then by account, region and name.
    pub fn sorted(&self) -> Vec<&ByResource> {
        let mut list: Vec<&ByResource> = self.kept.values().collect();
        list.sort_by(|a, b| {
            let undecided = |r: &ByResource| r.counts.not_assessed + r.counts.manual;
            b.counts
                .fail
                .cmp(&a.counts.fail)
                .then_with(|| undecided(b).cmp(&undecided(a)))
                .then_with(|| a.resource.cmp(&b.resource))
        });
        list
    }

    /// How many resources were not kept, and the findings of them.
    pub fn beyond(&self) -> (u64, Counts) {
        (self.beyond.len() as u64, self.findings_beyond)
    }
}

/// A resource is the same where account, region and ARN (else id, else name) are.
fn identity(resource: &Resource) -> u64 {
    let mut hasher = DefaultHasher::new();
    resource.account.hash(&mut hasher);
    resource.region.hash(&mut hasher);
    let key = [&resource.arn, &resource.id, &resource.name].into_iter().find(|k| !k.is_empty());
    key.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{EvidenceLevel, Severity, Source};

    fn finding(check: &str, id: &str, status: FindingStatus) -> Finding {
        Finding {
            check_id: check.into(),
            status,
            severity: Severity::High,
            resource: Resource { id: id.into(), ..Resource::default() },
            reason: crate::text::Text::default(),
            gap: None,
            caution: None,
            list_may_be_cut: false,
            evidence: EvidenceLevel::Imported,
            observed_at: String::new(),
            source: Source::default(),
            params: crate::domain::Params::default(),
            measured: std::collections::BTreeMap::new(),
            proof: Vec::new(),
            muted: false,
        }
    }

    #[test]
    fn every_finding_is_counted_or_said_to_be_left_out() {
        let mut resources = Resources::with_room(2);
        for (check, id, status) in [
            ("b", "one", FindingStatus::Fail),
            ("a", "one", FindingStatus::Fail),
            ("a", "one", FindingStatus::Fail),
            ("a", "two", FindingStatus::Pass),
            ("a", "three", FindingStatus::Fail),
            ("b", "three", FindingStatus::Pass),
            ("b", "four", FindingStatus::NotAssessed),
        ] {
            resources.observe(&finding(check, id, status));
        }
        let list = resources.sorted();
        assert_eq!(list.iter().map(|r| r.resource.id.as_str()).collect::<Vec<_>>(), ["one", "two"]);
        assert_eq!(list[0].failing.iter().map(|c| &**c).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(list[0].counts.fail, 3);
        let (left, counts) = resources.beyond();
        assert_eq!((left, counts.total(), counts.fail), (2, 3, 1));
    }
}
