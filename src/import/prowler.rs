//! What Prowler's CSV and OCSF files have in common: a row, and how far its verdict can be trusted.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{Outcome, Unmapped, UnmappedReason, rederive};
use crate::catalog::{SourceMap, Trust};
use crate::domain::{EvidenceLevel, Finding, FindingStatus, Gap, GapKind, Params, Resource, Severity, Source};
use crate::text::Text;

/// One row of either file.
pub(super) struct Row<'a> {
    pub provider: Cow<'a, str>,
    pub check: Cow<'a, str>,
    pub status: Cow<'a, str>,
    pub muted: bool,
    pub severity: Cow<'a, str>,
    pub message: Cow<'a, str>,
    pub account: Cow<'a, str>,
    pub region: Cow<'a, str>,
    pub resource_uid: Cow<'a, str>,
    pub resource_name: Cow<'a, str>,
    pub resource_type: Cow<'a, str>,
    pub observed_at: Cow<'a, str>,
    pub version: Cow<'a, str>,
}

/// Turns a row into findings. `record` gives the raw state of the resource, where the file has it; it is asked for only
/// when a rule needs it.
pub(super) fn translate(
    row: Row<'_>,
    map: &SourceMap,
    record: impl FnOnce() -> Option<Value>,
) -> Result<Outcome, String> {
    if row.provider != map.provider {
        let check = clip(&row.check);
        return Ok(Outcome::Unmapped(Unmapped { reason: UnmappedReason::OtherProvider, check }));
    }
    let Some(known) = map.checks.get(&*row.check) else {
        let check = clip(&row.check);
        return Ok(Outcome::Unmapped(Unmapped { reason: UnmappedReason::UnknownCheck, check }));
    };
    let said = match &*row.status {
        "PASS" => FindingStatus::Pass,
        "FAIL" => FindingStatus::Fail,
        "MANUAL" => FindingStatus::Manual,
        other => return Err(format!("unknown status {}", super::shorten(other))),
    };
    if row.resource_uid.is_empty() && row.resource_name.is_empty() {
        return Err("the resource has neither uid nor name".into());
    }
    let check = known.check;
    let mut finding = Finding {
        check_id: Arc::from(check.id),
        status: said,
        // The severity of our check, so that one rule weighs the same whoever looked; an odd one is no reason to stop.
        severity: Severity::parse(&row.severity).unwrap_or(check.severity).min(check.severity),
        resource: Resource {
            account: row.account.into_owned(),
            region: row.region.into_owned(),
            id: row.resource_name.clone().into_owned(),
            arn: row.resource_uid.into_owned(),
            kind: row.resource_type.into_owned(),
            name: row.resource_name.into_owned(),
        },
        reason: Text::same(row.message.into_owned()),
        proof: Vec::new(),
        gap: None,
        caution: None,
        // Prowler reads first pages only and drops records with an empty field, so what it lists may not be all.
        list_may_be_cut: check.resource != "account",
        evidence: EvidenceLevel::Imported,
        observed_at: moment(row.observed_at),
        source: Source {
            tool: Arc::from(map.source.as_str()),
            version: Arc::from(&*row.version),
            check: Arc::from(&*row.check),
        },
        params: known.params.clone(),
        measured: BTreeMap::new(),
        muted: row.muted,
    };
    if let Some(rule) = known.rederive
        && said != FindingStatus::Manual
        && let Some(record) = record()
    {
        let derived = match rederive::derive(rule, check, &record) {
            rederive::Derived::Verdict(status) => Some(status),
            rederive::Derived::Measured(values) => {
                finding.measured = values;
                let own = Params::resolve(check.params, &finding.params);
                Some(finding.judged_at(check.params, &own).0)
            }
            rederive::Derived::Unknown => None,
        };
        if let Some(status) = derived {
            if status != said {
                finding.caution = Some(Arc::new(overruled(said)));
            }
            finding.status = status;
            let mut findings = rederive::further(rule, &record, &finding);
            findings.insert(0, finding);
            return Ok(Outcome::Findings(findings));
        }
    }
    if said == FindingStatus::Pass && !map.knows_version(&finding.source.version) {
        finding.status = FindingStatus::NotAssessed;
        let (from, to) = &map.versions;
        finding.gap = Some(Gap {
            kind: GapKind::SourceUnreliable,
            text: Arc::new(Text::new(
                format!("a pass of this check was looked into for versions {from} to {to} of the source only"),
                format!("该检查的通过结论仅在来源工具 {from} 至 {to} 版本上核实过"),
            )),
        });
        return Ok(Outcome::Findings(vec![finding]));
    }
    let trust = match said {
        FindingStatus::Pass => known.pass,
        FindingStatus::Fail => known.fail,
        FindingStatus::Manual | FindingStatus::NotAssessed | FindingStatus::NotApplicable => Trust::Trusted,
    };
    match trust {
        Trust::Trusted => {}
        Trust::Caution => finding.caution = Some(Arc::clone(&known.why)),
        Trust::Unverified => {
            finding.status = FindingStatus::NotAssessed;
            finding.gap = Some(Gap { kind: GapKind::SourceUnreliable, text: Arc::clone(&known.why) });
        }
    }
    Ok(Outcome::Findings(vec![finding]))
}

/// A time as the source writes it; seconds since 1970, as with its `--unix-timestamp`, become RFC 3339.
fn moment(text: Cow<'_, str>) -> String {
    let seconds = text.parse::<i64>().ok().filter(|_| text.len() >= 9);
    seconds
        .and_then(|s| OffsetDateTime::from_unix_timestamp(s).ok())
        .and_then(|t| t.format(&Rfc3339).ok())
        .unwrap_or_else(|| text.into_owned())
}

fn overruled(said: FindingStatus) -> Text {
    Text::new(
        format!("the source said {}; the raw record in its file says otherwise", said.id()),
        format!("来源判定为“{}”，其文件中的原始记录与此不符，按原始记录判定", said.label().zh),
    )
}

/// A name from the file, cut to a sane length.
fn clip(name: &str) -> String {
    super::shorten(name).trim_matches('"').to_owned()
}
