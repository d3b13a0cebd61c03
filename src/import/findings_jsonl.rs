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
    if checks::find(&finding.check_id).is_none() {
        let check = super::shorten(&finding.check_id).trim_matches('"').to_owned();
        return Ok(Outcome::Unmapped(Unmapped { reason: UnmappedReason::UnknownCheck, check }));
    }
    Ok(Outcome::Findings(vec![finding]))
}
