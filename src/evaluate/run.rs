//! Evaluates checks on a snapshot.

use std::sync::Arc;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::account::Account;
use super::verdict::{Logic, Outcome, Row, Sheet};
use crate::api::{Call, Home, Scope};
use crate::checks::Check;
use crate::domain::{EvidenceLevel, Finding, FindingStatus, Gap, GapKind, Params, Proof, Source};
use crate::snapshot::{Refusal, Snapshot};
use crate::text::Text;

/// The checks that a snapshot was collected for.
pub fn in_scope(snapshot: &Snapshot) -> Vec<&'static Check> {
    snapshot.head.checks.iter().filter_map(|id| crate::checks::find(id)).collect()
}

/// Every verdict of `checks` on the snapshot, account by account and check by check, resources in order.
///
/// Ages are counted from the snapshot's start; a snapshot whose start is no moment gives no findings (`snapshot::read`
/// takes any text there, the collector writes RFC 3339).
pub fn evaluate(snapshot: &Snapshot, checks: &[&'static Check]) -> Vec<Finding> {
    let mut findings = Vec::new();
    evaluate_each(snapshot, checks, &mut |finding| findings.push(finding));
    findings
}

/// The same, one finding at a time, so that nobody has to hold them all.
pub fn evaluate_each(snapshot: &Snapshot, checks: &[&'static Check], take: &mut dyn FnMut(Finding)) {
    let Ok(now) = OffsetDateTime::parse(&snapshot.head.started_at, &Rfc3339) else { return };
    let empty = std::collections::BTreeMap::new();
    for scope in &snapshot.head.accounts {
        let id: Arc<str> = scope.id.as_str().into();
        let groups = snapshot.accounts.get(&id).unwrap_or(&empty);
        for check in checks {
            let account = Account::new(&id, &scope.name, groups, &snapshot.head, now);
            let mut rows = match &scope.closed {
                Some(refusal) => vec![closed(&account, refusal)],
                None => judge(check, &account),
            };
            rows.sort_by(|a, b| a.resource.cmp(&b.resource));
            rows.into_iter().filter_map(|row| finding(check, row, &snapshot.head)).for_each(&mut *take);
        }
    }
}

fn judge(check: &Check, account: &Account<'_>) -> Vec<Row> {
    let mut sheet = Sheet::new(account);
    match check.logic {
        Logic::Account(judge) => {
            let outcome = judge(account);
            sheet.account(outcome);
        }
        Logic::Items { of, judge } => {
            let listing = account.list(of);
            let listed = account.take_proof();
            let (unopened, places) = (listing.unopened.len(), listing.gaps.len() + listing.items.len());
            let mut said = 0;
            for item in sheet.items_of(listing) {
                let outcome = judge(&item);
                said += usize::from(!matches!(&outcome, Ok(v) if v.status.is_none()));
                sheet.item(&item, outcome);
                add_proof(&mut sheet, &listed);
            }
            if said == 0 && sheet.rows.iter().all(|row| row.outcome.is_ok()) {
                let outcome = nothing(check, of, account, unopened, places);
                sheet.account(outcome);
                add_proof(&mut sheet, &listed);
            }
        }
        Logic::Custom(judge) => {
            judge(account, &mut sheet);
            share_proof(&mut sheet, account.take_proof());
        }
    }
    if account.regions_may_lack() && check.calls().into_iter().any(is_regional) {
        let text = Text::new(
            "the list of regions could not be read (ecs:DescribeRegions): there may be more in regions that nobody asked in",
            "未能读取地域列表（ecs:DescribeRegions），未查询的地域中可能还有检查对象",
        );
        sheet.account(Err(Gap { kind: GapKind::Cut, text: Arc::new(text) }));
    }
    sheet.rows
}

/// True when the call is made region by region.
fn is_regional(call: &'static Call) -> bool {
    matches!((&call.scope, call.product.home), (Scope::Home, Home::Regions))
}

/// A check that reads its lists before it judges: what was read before the first verdict is evidence of them all.
fn share_proof(sheet: &mut Sheet<'_>, after: Vec<Proof>) {
    let mut all: Vec<Proof> = sheet.rows.iter().flat_map(|row| row.proof.iter().cloned()).chain(after).collect();
    all.dedup();
    all.truncate(Proof::MOST);
    for row in sheet.rows.iter_mut().filter(|row| row.proof.is_empty()) {
        row.proof.clone_from(&all);
    }
}

/// An account that could not be entered: one hole for each check.
fn closed(account: &Account<'_>, refusal: &Refusal) -> Row {
    let (code, message) = (&refusal.code, &refusal.message);
    let text = Text::new(
        format!("the account could not be entered ({code}: {message})"),
        format!("无法进入该账号（{code}：{message}）"),
    );
    let gap = Gap { kind: GapKind::Denied, text: Arc::new(text) };
    Row { resource: account.resource(), outcome: Err(gap), proof: Vec::new() }
}

/// The list that an item comes from is evidence too.
fn add_proof(sheet: &mut Sheet<'_>, listed: &[Proof]) {
    if let Some(row) = sheet.rows.last_mut() {
        for proof in listed.iter().take(4) {
            if row.proof.len() < Proof::MOST && !row.proof.contains(proof) {
                row.proof.push(proof.clone());
            }
        }
    }
}

fn nothing(check: &Check, of: &Call, account: &Account<'_>, unopened: usize, items: usize) -> Outcome {
    let regions = account.regions().len();
    let thing = check.resource;
    if items > 0 {
        return super::not_applicable(
            format!("none of the {items} listed by {} is a {thing} that this check is about", of.id),
            format!("{} 列出的 {items} 个对象均不属于本检查的范围", of.id),
        );
    }
    if unopened > 0 {
        return super::not_applicable(
            format!("no {thing}: the product is not opened or not offered where it was asked ({unopened})"),
            format!("未发现检查对象：所查询的 {unopened} 处均未开通或不提供该产品"),
        );
    }
    super::not_applicable(
        format!("no {thing} in the account ({regions} regions asked)"),
        format!("账号内没有检查对象（已查询 {regions} 个地域）"),
    )
}

fn finding(check: &Check, row: Row, head: &crate::snapshot::Head) -> Option<Finding> {
    let observed_at = row.proof.iter().map(|p| &*p.at).max().map_or_else(|| head.started_at.clone(), ToOwned::to_owned);
    let mut finding = Finding {
        check_id: check.id.into(),
        status: FindingStatus::NotAssessed,
        severity: check.severity,
        resource: row.resource,
        reason: Text::default(),
        gap: None,
        caution: None,
        list_may_be_cut: false,
        evidence: EvidenceLevel::Live,
        observed_at,
        source: Source { tool: "dengbao".into(), version: head.version.as_str().into(), check: check.id.into() },
        params: Params::resolve(check.params, &Params::default()),
        measured: std::collections::BTreeMap::new(),
        proof: row.proof,
        muted: false,
    };
    match row.outcome {
        Err(gap) => finding.gap = Some(gap),
        Ok(verdict) => {
            finding.status = verdict.status?;
            finding.reason = verdict.reason;
            finding.measured = verdict.measured;
            if finding.status == FindingStatus::Pass {
                finding.caution = verdict.bounded;
            }
            if !finding.measured.is_empty() {
                finding.status = finding.judged_at(check.params, &finding.params).0;
            }
        }
    }
    Some(finding)
}
