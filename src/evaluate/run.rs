//! Evaluates checks on a snapshot.

use std::sync::Arc;

use time::OffsetDateTime;

use super::account::Account;
use super::verdict::{Logic, Outcome, Row, Sheet};
use crate::api::{Call, Home, Scope};
use crate::checks::Check;
use crate::domain::{EvidenceLevel, Finding, FindingStatus, Gap, GapKind, Params, Proof, Resource, Severity, Source};
use crate::snapshot::{Head, Refusal, Snapshot};
use crate::text::Text;

/// The checks that a snapshot was collected for.
pub fn in_scope(snapshot: &Snapshot) -> Vec<&'static Check> {
    snapshot.head.checks.iter().filter_map(|id| crate::checks::find(id)).collect()
}

/// Every verdict of `checks` on the snapshot, account by account and check by check, resources in order.
///
/// Ages are counted from the snapshot's start; where that is no moment nothing is assessed (`snapshot::read` refuses such a
/// file).
pub fn evaluate(snapshot: &Snapshot, checks: &[&'static Check]) -> Vec<Finding> {
    let mut findings = Vec::new();
    evaluate_each(snapshot, checks, &mut |finding| findings.push(finding));
    findings
}

/// The same, one finding at a time, so that nobody has to hold them all.
pub fn evaluate_each(snapshot: &Snapshot, checks: &[&'static Check], take: &mut dyn FnMut(Finding)) {
    let start = snapshot.head.start();
    let empty = std::collections::BTreeMap::new();
    for scope in &snapshot.head.accounts {
        let id: Arc<str> = scope.id.as_str().into();
        let groups = snapshot.accounts.get(&id).unwrap_or(&empty);
        for check in checks {
            let now = start.unwrap_or(OffsetDateTime::UNIX_EPOCH);
            let account = Account::new(&id, &scope.name, groups, &snapshot.head, now);
            let mut rows = match &scope.closed {
                Some(refusal) => vec![closed(&account, refusal)],
                None if start.is_none() => vec![timeless(&account)],
                None => judge(check, &account),
            };
            // A check that leaves everything out has not looked at anything: silence is no answer.
            if rows.iter().all(|row| matches!(&row.outcome, Ok(verdict) if verdict.status.is_none())) {
                rows.push(silent(&account));
            }
            rows.sort_by(|a, b| a.resource.cmp(&b.resource));
            rows.into_iter().filter_map(|row| finding(check, row, &snapshot.head)).for_each(&mut *take);
        }
    }
}

/// Checks for which the snapshot was collected and that this version does not have: one `not_assessed` for each account, so
/// that nothing which was promised goes missing.
pub fn unknown_checks(snapshot: &Snapshot) -> Vec<Finding> {
    let head = &snapshot.head;
    let unknown = head.checks.iter().filter(|id| crate::checks::find(id).is_none());
    let text = Arc::new(Text::new(
        format!("this version of the tool does not have the check; the snapshot was made by version {}", head.version),
        format!("当前版本工具没有该检查项，快照由 {} 版本采集", head.version),
    ));
    let empty = std::collections::BTreeMap::new();
    let accounts: Vec<Resource> = head
        .accounts
        .iter()
        .map(|scope| {
            let id: Arc<str> = scope.id.as_str().into();
            Account::new(&id, &scope.name, &empty, head, OffsetDateTime::UNIX_EPOCH).resource()
        })
        .collect();
    unknown
        .flat_map(|id| accounts.iter().map(move |account| (id, account)))
        .map(|(id, account)| Finding {
            gap: Some(Gap { kind: GapKind::NotScanned, text: Arc::clone(&text) }),
            ..blank(id, Severity::Medium, account.clone(), head)
        })
        .collect()
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
    gap_row(account, GapKind::Denied, text)
}

fn gap_row(account: &Account<'_>, kind: GapKind, text: Text) -> Row {
    Row { resource: account.resource(), outcome: Err(Gap { kind, text: Arc::new(text) }), proof: Vec::new() }
}

/// A snapshot whose start is no moment: every age would be a guess.
fn timeless(account: &Account<'_>) -> Row {
    let text = Text::new("the snapshot does not say when it was begun", "快照未注明采集开始时间");
    gap_row(account, GapKind::Failed, text)
}

fn silent(account: &Account<'_>) -> Row {
    let text = Text::new(
        "nothing that the check is about was found, and the check does not say what that means",
        "未发现检查对象，且该检查项未给出相应结论",
    );
    gap_row(account, GapKind::Failed, text)
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

fn finding(check: &Check, row: Row, head: &Head) -> Option<Finding> {
    let observed_at = row.proof.iter().map(|p| &*p.at).max().map_or_else(|| head.started_at.clone(), ToOwned::to_owned);
    let mut finding = Finding {
        observed_at,
        params: Params::resolve(check.params, &Params::default()),
        proof: row.proof,
        ..blank(check.id, check.severity, row.resource, head)
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

/// A finding that says nothing yet.
fn blank(check: &str, severity: Severity, resource: Resource, head: &Head) -> Finding {
    Finding {
        check_id: check.into(),
        status: FindingStatus::NotAssessed,
        severity,
        resource,
        reason: Text::default(),
        gap: None,
        caution: None,
        list_may_be_cut: false,
        evidence: EvidenceLevel::Live,
        observed_at: head.started_at.clone(),
        source: Source { tool: "dengbao".into(), version: head.version.as_str().into(), check: check.into() },
        params: Params::default(),
        measured: std::collections::BTreeMap::new(),
        proof: Vec::new(),
        muted: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::skip;

    fn snapshot(started_at: &str) -> Snapshot {
        let head = serde_json::json!({ "dengbao_snapshot": 1, "version": "9", "started_at": started_at,
            "accounts": [{ "id": "1" }, { "id": "2" }], "regions": ["a"], "regions_from": "user",
            "checks": ["oss-bucket-not-public", "oss-bucket-of-the-future"] });
        Snapshot::new(serde_json::from_value(head).expect("a head"))
    }

    fn said(findings: &[Finding]) -> Vec<(&str, &str, FindingStatus)> {
        findings.iter().map(|f| (&*f.check_id, f.resource.account.as_str(), f.status)).collect()
    }

    #[test]
    fn a_start_that_is_no_moment_leaves_nothing_assessed() {
        let checks = crate::checks::all();
        let findings = evaluate(&snapshot("yesterday"), checks);
        assert_eq!(findings.len(), 2 * checks.len());
        assert!(findings.iter().all(|f| f.status == FindingStatus::NotAssessed && f.gap.is_some()));
    }

    #[test]
    fn a_check_of_another_version_is_not_assessed() {
        let findings = unknown_checks(&snapshot("2026-11-25T00:00:00Z"));
        let id = "oss-bucket-of-the-future";
        assert_eq!(said(&findings), [(id, "1", FindingStatus::NotAssessed), (id, "2", FindingStatus::NotAssessed)]);
        assert!(findings.iter().all(|f| f.gap.is_some()));
    }

    #[test]
    fn a_check_that_says_nothing_is_not_assessed() {
        let sample = crate::checks::all()[0];
        for logic in [Logic::Account(|_| skip()), Logic::Custom(|_, _| ())] {
            let check: &'static Check = Box::leak(Box::new(Check { logic, reads: &[], ..*sample }));
            let findings = evaluate(&snapshot("2026-11-25T00:00:00Z"), &[check]);
            assert_eq!(findings.len(), 2, "one for each account");
            assert!(findings.iter().all(|f| f.status == FindingStatus::NotAssessed && f.gap.is_some()));
        }
    }
}
