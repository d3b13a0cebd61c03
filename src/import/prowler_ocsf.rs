//! Prowler's JSON-OCSF: an array of OCSF 1.5 Detection Findings (class 2004).

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;

use super::prowler::{Row, translate};
use super::{Outcome, Unmapped, UnmappedReason};
use crate::catalog::SourceMap;

#[derive(Deserialize)]
struct Event<'a> {
    #[serde(borrow, default)]
    message: Cow<'a, str>,
    #[serde(borrow)]
    metadata: Metadata<'a>,
    #[serde(borrow, default)]
    severity: Cow<'a, str>,
    class_uid: Option<u32>,
    #[serde(default)]
    status_id: u8,
    #[serde(borrow, default)]
    status: Cow<'a, str>,
    #[serde(borrow)]
    status_code: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    resources: Vec<Thing<'a>>,
    #[serde(borrow, default)]
    cloud: Cloud<'a>,
    #[serde(borrow, default)]
    time_dt: Cow<'a, str>,
    #[serde(default)]
    time: i64,
}

#[derive(Deserialize)]
struct Metadata<'a> {
    #[serde(borrow, default)]
    event_code: Cow<'a, str>,
    #[serde(borrow, default)]
    product: Product<'a>,
}

#[derive(Default, Deserialize)]
struct Product<'a> {
    #[serde(borrow, default)]
    name: Cow<'a, str>,
    #[serde(borrow, default)]
    version: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Thing<'a> {
    #[serde(borrow, default)]
    uid: Cow<'a, str>,
    #[serde(borrow, default)]
    name: Cow<'a, str>,
    #[serde(borrow, default, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    region: Cow<'a, str>,
}

#[derive(Default, Deserialize)]
struct Cloud<'a> {
    #[serde(borrow, default)]
    provider: Cow<'a, str>,
    #[serde(borrow, default)]
    account: Account<'a>,
    #[serde(borrow, default)]
    region: Cow<'a, str>,
}

#[derive(Default, Deserialize)]
struct Account<'a> {
    #[serde(borrow, default)]
    uid: Cow<'a, str>,
}

/// The part of an event that is read only when a rule asks for it.
#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    resources: Vec<RecordOf>,
}

#[derive(Deserialize)]
struct RecordOf {
    data: Option<Data>,
}

#[derive(Deserialize)]
struct Data {
    metadata: Option<Value>,
}

/// Parses one event.
pub(super) fn parse(bytes: &[u8], map: &SourceMap) -> Result<Outcome, String> {
    let event: Event<'_> = serde_json::from_slice(bytes).map_err(|e| format!("not a finding: {e}"))?;
    if event.metadata.product.name != "Prowler" || event.class_uid.is_some_and(|class| class != 2004) {
        let check = super::shorten(&event.metadata.event_code).trim_matches('"').to_owned();
        return Ok(Outcome::Unmapped(Unmapped { reason: UnmappedReason::OtherTool, check }));
    }
    let Some(status) = event.status_code else { return Err("`status_code` is missing".into()) };
    if event.resources.len() > 1 {
        return Err(format!("the event names {} resources, not one", event.resources.len()));
    }
    let mut resources = event.resources.into_iter();
    let thing = resources.next().unwrap_or(Thing {
        uid: Cow::default(),
        name: Cow::default(),
        kind: Cow::default(),
        region: Cow::default(),
    });
    let row = Row {
        provider: event.cloud.provider,
        check: event.metadata.event_code,
        status,
        // 3 is Suppressed: Prowler's mutelist names the finding.
        muted: event.status_id == 3 || event.status == "Suppressed",
        severity: event.severity,
        message: event.message,
        account: event.cloud.account.uid,
        region: if thing.region.is_empty() { event.cloud.region } else { thing.region },
        resource_uid: thing.uid,
        resource_name: thing.name,
        resource_type: thing.kind,
        observed_at: if event.time_dt.is_empty() { event.time.to_string().into() } else { event.time_dt },
        version: event.metadata.product.version,
    };
    translate(row, map, || {
        let record: Record = serde_json::from_slice(bytes).ok()?;
        record.resources.into_iter().next()?.data?.metadata
    })
}
