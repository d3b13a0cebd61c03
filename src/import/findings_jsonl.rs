//! Our own `findings.jsonl`: one [`Finding`] a line, as `scan` and `import` write it.

use super::{Outcome, Unmapped, UnmappedReason};
use crate::checks;
use crate::domain::{Finding, FindingStatus};

/// Parses one line.
pub(super) fn parse(bytes: &[u8]) -> Result<Outcome, String> {
    let finding: Finding = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
    if (finding.status == FindingStatus::NotAssessed) != finding.gap.is_some() {
        return Err("`gap` must be there exactly when `status` is `not_assessed`".into());
    }
    let r = &finding.resource;
    if r.id.is_empty() && r.arn.is_empty() && r.name.is_empty() {
        return Err("the resource has neither id nor arn nor name".into());
    }
    if let Some(check) = checks::find(&finding.check_id) {
        let known = |name: &String| check.params.iter().any(|p| p.name == name);
        if let Some(name) = finding.params.0.keys().chain(finding.measured.keys()).find(|n| !known(n)) {
            return Err(format!("`{}` has no parameter {}", check.id, super::shorten(name)));
        }
        let decided = matches!(finding.status, FindingStatus::Pass | FindingStatus::Fail);
        let (own, _) = finding.judged_at(check.params, &finding.params);
        if decided && !finding.params.is_empty() && own != finding.status {
            return Err(format!("the status is {}, the measured value says {}", finding.status.id(), own.id()));
        }
    } else {
        let check = super::shorten(&finding.check_id).trim_matches('"').to_owned();
        return Ok(Outcome::Unmapped(Unmapped { reason: UnmappedReason::UnknownCheck, check }));
    }
    Ok(Outcome::Findings(vec![finding]))
}
