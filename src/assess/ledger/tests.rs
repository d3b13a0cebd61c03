use std::sync::{Arc, OnceLock};

use proptest::prelude::*;

use super::*;
use crate::catalog::{CheckRef, Entry, Link, Target};
use crate::data::Library;
use crate::domain::{Coverage, Gap, Resource, Source};
use crate::snapshot::{FORM, RegionsFrom, ScopeAccount};
use crate::text::Text;

/// Judged for the account, in regional lists, in one list of items in many regions, and in several of these.
const ACCOUNT: &str = "ram-root-mfa-enabled";
const REGIONAL: &str = "vpc-flow-log-enabled";
const LISTED: &str = "oss-bucket-https-only";

fn check_ref(id: &str) -> CheckRef {
    let check = crate::checks::find(id).unwrap_or_else(|| panic!("no check {id}"));
    CheckRef { check, params: Params::resolve(check.params, &Params::default()) }
}

/// A framework of as many controls as there are lists of targets.
fn lay(controls: &[Vec<Target>]) -> (Framework, Mapping) {
    static BUILT_IN: OnceLock<(Framework, Mapping)> = OnceLock::new();
    let (mut framework, mut mapping) = BUILT_IN
        .get_or_init(|| {
            let library = Library::default();
            let (catalogue, mut framework) = library.framework("cis-2.0").expect("built in");
            framework.controls.truncate(8);
            let mut mapping = library.mapping(&catalogue).expect("built in");
            mapping.entries.clear();
            (framework, mapping)
        })
        .clone();
    framework.controls.truncate(controls.len());
    for (control, targets) in framework.controls.iter().zip(controls) {
        let links = targets.iter().map(|target| Link {
            target: target.clone(),
            coverage: Coverage::Partial,
            gap: None,
            variants: Vec::new(),
        });
        let entry = Entry { links: links.collect(), ..Entry::default() };
        mapping.entries.insert(control.control.id.clone(), entry);
    }
    (framework, mapping)
}

fn one(id: &str) -> Vec<Vec<Target>> {
    vec![vec![Target::Check(check_ref(id))]]
}

fn head(accounts: &[&str], regions: &[&str]) -> Head {
    Head {
        dengbao_snapshot: FORM,
        version: "0.0.0".into(),
        started_at: "2026-11-25T00:00:00Z".into(),
        accounts: accounts
            .iter()
            .map(|id| ScopeAccount { id: (*id).into(), name: String::new(), identity: String::new(), closed: None })
            .collect(),
        regions: regions.iter().map(|r| (*r).into()).collect(),
        regions_from: RegionsFrom::Provider,
        checks: Vec::new(),
    }
}

fn finding(check: &str, account: &str, region: &str, id: &str, status: FindingStatus) -> Finding {
    Finding {
        check_id: check.into(),
        status,
        severity: crate::domain::Severity::High,
        resource: Resource { account: account.into(), region: region.into(), id: id.into(), ..Resource::default() },
        reason: Text::default(),
        gap: None,
        caution: None,
        list_may_be_cut: false,
        evidence: EvidenceLevel::Live,
        observed_at: String::new(),
        source: Source::default(),
        params: Params::default(),
        measured: BTreeMap::new(),
        proof: Vec::new(),
        muted: false,
    }
}

fn hole(check: &str, account: &str, region: &str, id: &str, kind: GapKind) -> Finding {
    let gap = Some(Gap { kind, text: Arc::new(Text::default()) });
    Finding { gap, ..finding(check, account, region, id, FindingStatus::NotAssessed) }
}

/// States of the first control in account `1` by column, `global` first.
fn states(controls: &[Vec<Target>], head: Option<&Head>, findings: &[Finding]) -> Vec<(String, CellState)> {
    let (framework, mapping) = lay(controls);
    let mut ledger = Ledger::new([&mapping]);
    findings.iter().for_each(|f| ledger.observe(f));
    let expected = Expected::of(head);
    let map = ledger.coverage(&framework, &mapping, &expected);
    let first = &framework.controls[0].id;
    map.rows()
        .filter(|row| row.account == "1" && row.control.id == *first)
        .map(|row| (if row.region.is_empty() { "global".into() } else { row.region.to_owned() }, row.cell.state))
        .collect()
}

fn is(states: &[(String, CellState)], expected: &[(&str, CellState)]) {
    let states: Vec<(&str, CellState)> = states.iter().map(|(r, s)| (r.as_str(), *s)).collect();
    assert_eq!(states, expected);
}

use CellState::{Cut, Denied, Elsewhere, Evaluated, NoResource, NotScanned, Unusable, WaitingForPerson};
use FindingStatus::{Fail, Manual, NotApplicable, Pass};

#[test]
fn checks_are_known_by_the_lists_they_read() {
    let place = |id: &str| Place::of(check_ref(id).check);
    assert_eq!(place(ACCOUNT), Place::Account);
    assert_eq!(place(REGIONAL), Place::Regions);
    assert_eq!(place(LISTED), Place::List);
    let count = |p: Place| crate::checks::all().iter().filter(|c| Place::of(c) == p).count();
    let counts = [Place::Account, Place::Regions, Place::List, Place::Anywhere].map(count);
    assert!(counts.iter().all(|n| *n > 0), "{counts:?}");
}

#[test]
fn a_region_without_a_finding_has_no_resource_if_our_scan_asked_there() {
    let head = head(&["1"], &["cn-beijing", "cn-hangzhou"]);
    let found = [finding(REGIONAL, "1", "cn-beijing", "vpc-1", Pass)];
    let got = states(&one(REGIONAL), Some(&head), &found);
    is(&got, &[("global", Elsewhere), ("cn-beijing", Evaluated), ("cn-hangzhou", NoResource)]);
}

#[test]
fn another_tools_silence_explains_nothing() {
    let head = head(&["1"], &["cn-beijing", "cn-hangzhou"]);
    let found = [Finding { evidence: EvidenceLevel::Imported, ..finding(REGIONAL, "1", "cn-beijing", "vpc-1", Fail) }];
    let got = states(&one(REGIONAL), Some(&head), &found);
    is(&got, &[("global", Elsewhere), ("cn-beijing", Evaluated), ("cn-hangzhou", NotScanned)]);
}

#[test]
fn a_region_outside_the_scan_is_not_scanned_although_something_stands_there() {
    let head = head(&["1"], &["cn-beijing"]);
    let found =
        [finding(REGIONAL, "1", "cn-beijing", "vpc-1", Pass), finding(LISTED, "1", "ap-southeast-1", "bucket", Pass)];
    let both = vec![vec![Target::Check(check_ref(REGIONAL))], vec![Target::Check(check_ref(LISTED))]];
    let got = states(&both, Some(&head), &found);
    is(&got, &[("global", Elsewhere), ("ap-southeast-1", NotScanned), ("cn-beijing", Evaluated)]);
}

#[test]
fn nothing_in_the_account_is_no_resource_in_every_region_asked() {
    let head = head(&["1"], &["cn-beijing", "cn-hangzhou"]);
    let got = states(&one(REGIONAL), Some(&head), &[finding(REGIONAL, "1", "", "1", NotApplicable)]);
    is(&got, &[("global", Elsewhere), ("cn-beijing", NoResource), ("cn-hangzhou", NoResource)]);
}

#[test]
fn an_account_that_could_not_be_entered_is_denied_everywhere() {
    let head = head(&["1"], &["cn-beijing"]);
    let got = states(&one(REGIONAL), Some(&head), &[hole(REGIONAL, "1", "", "1", GapKind::Denied)]);
    is(&got, &[("global", Denied), ("cn-beijing", Denied)]);
    let got = states(&one(ACCOUNT), Some(&head), &[hole(ACCOUNT, "1", "", "1", GapKind::Denied)]);
    is(&got, &[("global", Denied), ("cn-beijing", Elsewhere)]);
}

#[test]
fn regions_that_nobody_asked_in_are_a_hole_of_the_account() {
    let head = head(&["1"], &["cn-beijing", "cn-hangzhou"]);
    let found = [finding(REGIONAL, "1", "cn-beijing", "vpc-1", Pass), hole(REGIONAL, "1", "", "1", GapKind::Cut)];
    let got = states(&one(REGIONAL), Some(&head), &found);
    is(&got, &[("global", Cut), ("cn-beijing", Evaluated), ("cn-hangzhou", NoResource)]);
}

#[test]
fn a_refused_region_is_denied_and_the_others_are_not() {
    let head = head(&["1"], &["cn-beijing", "cn-hangzhou"]);
    let found =
        [finding(REGIONAL, "1", "cn-beijing", "vpc-1", Fail), hole(REGIONAL, "1", "cn-hangzhou", "1", GapKind::Denied)];
    let got = states(&one(REGIONAL), Some(&head), &found);
    is(&got, &[("global", Elsewhere), ("cn-beijing", Evaluated), ("cn-hangzhou", Denied)]);
}

#[test]
fn a_hole_in_a_list_of_many_regions_may_hide_something_in_each() {
    let head = head(&["1"], &["cn-beijing", "cn-hangzhou"]);
    let found = [finding(LISTED, "1", "cn-beijing", "bucket", Pass), hole(LISTED, "1", "", "1", GapKind::Cut)];
    let got = states(&one(LISTED), Some(&head), &found);
    is(&got, &[("global", Cut), ("cn-beijing", Cut), ("cn-hangzhou", Cut)]);
    // The detail of one bucket is a hole of its region only.
    let found = [
        finding(LISTED, "1", "cn-beijing", "bucket", Pass),
        hole(LISTED, "1", "cn-hangzhou", "bucket-2", GapKind::Denied),
    ];
    let got = states(&one(LISTED), Some(&head), &found);
    is(&got, &[("global", Elsewhere), ("cn-beijing", Evaluated), ("cn-hangzhou", Denied)]);
}

#[test]
fn what_is_judged_for_the_account_stands_in_its_column_whatever_region_the_source_prints() {
    let head = head(&["1"], &["cn-beijing"]);
    let got = states(&one(ACCOUNT), Some(&head), &[finding(ACCOUNT, "1", "cn-hangzhou", "root", Fail)]);
    is(&got, &[("global", Evaluated), ("cn-beijing", Elsewhere)]);
}

#[test]
fn a_check_that_says_nothing_is_not_scanned() {
    let head = head(&["1"], &["cn-beijing"]);
    is(&states(&one(REGIONAL), Some(&head), &[]), &[("global", Elsewhere), ("cn-beijing", NotScanned)]);
    is(&states(&one(ACCOUNT), Some(&head), &[]), &[("global", NotScanned), ("cn-beijing", Elsewhere)]);
}

#[test]
fn people_answer_what_no_check_reaches_or_a_check_hands_on() {
    let head = head(&["1"], &["cn-beijing"]);
    is(&states(&[vec![]], Some(&head), &[]), &[("global", WaitingForPerson), ("cn-beijing", WaitingForPerson)]);
    let found = [finding(ACCOUNT, "1", "", "1", Manual)];
    is(&states(&one(ACCOUNT), Some(&head), &found)[..1], &[("global", WaitingForPerson)]);
}

#[test]
fn the_worst_check_gives_the_state_and_all_give_counts() {
    let (framework, mapping) =
        lay(&[vec![Target::Check(check_ref(REGIONAL)), Target::Check(check_ref("ecs-security-group-no-open-ssh"))]]);
    let mut ledger = Ledger::new([&mapping]);
    ledger.observe(&finding(REGIONAL, "1", "cn-beijing", "vpc-1", Pass));
    ledger.observe(&finding(REGIONAL, "1", "cn-beijing", "vpc-2", Fail));
    ledger.observe(&hole("ecs-security-group-no-open-ssh", "1", "cn-beijing", "sg", GapKind::SourceUnreliable));
    let expected = Expected::default();
    let map = ledger.coverage(&framework, &mapping, &expected);
    let cell = map.rows().find(|r| r.region == "cn-beijing").expect("a cell").cell;
    assert_eq!(cell.state, Unusable);
    assert_eq!((cell.pass, cell.fail, cell.checks, cell.open), (1, 1, 2, 1));
    // A worse hole does not hide another one.
    ledger.observe(&hole("ecs-security-group-no-open-ssh", "1", "cn-beijing", "sg-2", GapKind::Denied));
    let map = ledger.coverage(&framework, &mapping, &expected);
    let cell = map.rows().find(|r| r.region == "cn-beijing").expect("a cell").cell;
    assert_eq!(cell.holes().collect::<Vec<_>>(), [Denied, Unusable]);
}

#[test]
fn an_alternative_that_passes_answers_for_the_silent_one() {
    let any_of = || vec![vec![Target::AnyOf(vec![check_ref(REGIONAL), check_ref("ecs-security-group-no-open-ssh")])]];
    let head = head(&["1"], &["cn-beijing"]);
    let got = states(&any_of(), Some(&head), &[finding(REGIONAL, "1", "cn-beijing", "vpc-1", Pass)]);
    assert_eq!(got[1].1, Evaluated);
    let got = states(&any_of(), Some(&head), &[finding(REGIONAL, "1", "cn-beijing", "vpc-1", Fail)]);
    assert_eq!(got[1].1, NotScanned);
}

fn any_finding() -> impl Strategy<Value = Finding> {
    let checks = prop::sample::select(vec![ACCOUNT, REGIONAL, LISTED, "sas-edition", "ecs-security-group-no-open-ssh"]);
    let accounts = prop::sample::select(vec!["1", "2", ""]);
    let regions = prop::sample::select(vec!["", "cn-beijing", "cn-hangzhou", "ap-southeast-1"]);
    (checks, accounts, regions, 0..7_usize, any::<bool>()).prop_map(|(check, account, region, kind, live)| {
        let made = match kind {
            0 => finding(check, account, region, "r", Pass),
            1 => finding(check, account, region, "r", Fail),
            2 => finding(check, account, region, "r", Manual),
            3 => finding(check, account, "", account, NotApplicable),
            4 => hole(check, account, region, "r", GapKind::Denied),
            5 => hole(check, account, "", account, GapKind::Cut),
            _ => hole(check, account, region, account, GapKind::Failed),
        };
        let evidence = if live { EvidenceLevel::Live } else { EvidenceLevel::Imported };
        Finding { evidence, ..made }
    })
}

proptest! {
    #[test]
    fn cells_add_up(findings in prop::collection::vec(any_finding(), 0..60), known in any::<bool>()) {
        let (framework, mapping) = lay(&[
            vec![Target::Check(check_ref(ACCOUNT)), Target::Check(check_ref(REGIONAL))],
            vec![Target::AnyOf(vec![check_ref(LISTED), check_ref("ecs-security-group-no-open-ssh")])],
            vec![Target::Check(check_ref("sas-edition"))],
            vec![],
        ]);
        let mut ledger = Ledger::new([&mapping]);
        findings.iter().for_each(|f| ledger.observe(f));
        let scan = head(&["1", "3"], &["cn-beijing", "cn-shanghai"]);
        let expected = Expected::of(known.then_some(&scan));
        let map = ledger.coverage(&framework, &mapping, &expected);
        let summary = map.summary();
        let rows: Vec<(String, String, String, CoverageCell)> = map
            .rows()
            .map(|r| (r.control.id.clone(), r.account.to_owned(), r.region.to_owned(), r.cell))
            .collect();
        prop_assert_eq!(rows.len() as u64, map.total());
        prop_assert_eq!(summary.states.total(), map.total());
        let matrix: u64 = summary.matrix.iter().flatten().map(StateCounts::total).sum();
        let controls: u64 = summary.controls.iter().map(StateCounts::total).sum();
        prop_assert_eq!((matrix, controls), (map.total(), map.total()));
        for state in CellState::ALL {
            let of_rows = rows.iter().filter(|r| r.3.state == state).count() as u64;
            prop_assert_eq!(summary.states.get(state), of_rows);
        }
        // Rows in common say the same as rows one by one.
        let mut spread: Vec<_> = map
            .spans()
            .flat_map(|s| {
                let (control, account, cell) = (s.control.id.clone(), s.account.to_owned(), s.cell);
                s.regions.into_iter().map(move |r| (control.clone(), account.clone(), r.to_owned(), cell))
            })
            .collect();
        let key = |r: &(String, String, String, CoverageCell)| (r.0.clone(), r.1.clone(), r.2.clone());
        let mut sorted = rows.clone();
        sorted.sort_by_key(key);
        spread.sort_by_key(key);
        prop_assert_eq!(&sorted, &spread);
        // Every pass and fail of a deciding check stands in exactly one cell of each of its controls.
        let judged = |check: &str| findings
            .iter()
            .filter(|f| &*f.check_id == check && matches!(f.status, Pass | Fail))
            .count() as u64;
        let third = &framework.controls[2].id;
        let counted: u64 = rows.iter().filter(|r| r.0 == *third).map(|r| r.3.pass + r.3.fail).sum();
        prop_assert_eq!(counted, judged("sas-edition"));
        // No order of arrival changes anything.
        let mut backwards = Ledger::new([&mapping]);
        findings.iter().rev().for_each(|f| backwards.observe(f));
        let again: Vec<CoverageCell> =
            backwards.coverage(&framework, &mapping, &expected).rows().map(|r| r.cell).collect();
        prop_assert_eq!(again, rows.iter().map(|r| r.3).collect::<Vec<_>>());
    }
}
