//! Every account judged by itself, by the rules of the whole (`rules.rs`).
//!
//! The links, statements and the aggregation are those of the whole assessment; the findings are the account's alone. A
//! statement speaks for the organisation, so it counts in each account. A check that says nothing of an account leaves its
//! controls without an answer there, also where the whole has one from other accounts: another tool's files do not say
//! that an account has no such resource.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::rules::{self, LinkState, Said};
use super::tally::Tally;
use super::{Assessment, LinkResult};
use crate::catalog::Target;
use crate::domain::{ControlStatus, Counts, Severity};

/// One account's result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountResult {
    /// Account id, as findings print it; empty where they do not say.
    pub account: String,
    /// All findings of the account, also of checks that no control asks for.
    pub findings: Counts,
    /// One status for each control, in the framework's order.
    pub statuses: Vec<ControlStatus>,
    /// The worst severity of a check that fails here behind a deciding link.
    pub severity: Option<Severity>,
}

/// Judges every account that findings speak of, and those of `known` that they do not speak of: an account that was to be
/// looked at and has no finding must not vanish. In order of id.
///
/// `tally` must be the one that `assessment` was derived from.
pub fn by_account<'a>(
    assessment: &Assessment,
    tally: &'a Tally,
    known: impl IntoIterator<Item = &'a str>,
) -> Vec<AccountResult> {
    let scope = &tally.scope().accounts;
    let names: BTreeSet<&str> = scope.keys().map(String::as_str).chain(known).collect();
    let mut groups: BTreeMap<&[usize], HashMap<u32, Counts>> = BTreeMap::new();
    for link in assessment.controls.iter().flat_map(|c| &c.links) {
        if matches!(link.link.target, Target::AnyOf(_)) {
            groups.entry(&link.tallies).or_insert_with(|| tally.group_by_account(&link.tallies));
        }
    }
    let stated: Vec<Option<ControlStatus>> = assessment
        .framework
        .controls
        .iter()
        .zip(&assessment.controls)
        .map(|(control, result)| {
            rules::stated(&rules::in_date(&assessment.attestations, &result.attestations), control.control.owner)
        })
        .collect();
    let aggregate = assessment.framework.catalogue.aggregate;
    let judge = |name: &str| {
        let account = tally.account(name);
        let mut severity: Option<Severity> = None;
        let mut said: Vec<Said> = Vec::new();
        let mut statuses = Vec::with_capacity(stated.len());
        for (result, stated) in assessment.controls.iter().zip(&stated) {
            let mut counts = Counts::default();
            said.clear();
            for link in result.links.iter().filter(|l| l.link.coverage.decides()) {
                let (of_link, one) = in_account(link, tally, account, &groups);
                if one.state == LinkState::Fail {
                    let failing = link
                        .tallies
                        .iter()
                        .filter(|at| account.is_some_and(|account| tally.in_account(**at, account).0.fail > 0));
                    let worst = failing.map(|at| tally.check(*at).check.severity).min();
                    severity = [severity, worst].into_iter().flatten().min();
                }
                counts.merge(&of_link);
                said.push(one);
            }
            let any_statement = !result.attestations.is_empty();
            statuses.push(rules::decide(aggregate, &said, &counts, *stated, any_statement).0);
        }
        AccountResult {
            account: name.to_owned(),
            findings: scope.get(name).copied().unwrap_or_default(),
            statuses,
            severity,
        }
    };
    names.into_iter().map(judge).collect()
}

/// What a link says of one account.
fn in_account(
    link: &LinkResult,
    tally: &Tally,
    account: Option<u32>,
    groups: &BTreeMap<&[usize], HashMap<u32, Counts>>,
) -> (Counts, Said) {
    let of = |at: &usize| account.map(|account| tally.in_account(*at, account)).unwrap_or_default();
    let counts = match &link.link.target {
        Target::AnyOf(_) => groups
            .get(link.tallies.as_slice())
            .zip(account)
            .and_then(|(by_account, account)| by_account.get(&account))
            .copied()
            .unwrap_or_default(),
        Target::Check(_) => link.tallies.first().map(|at| of(at).0).unwrap_or_default(),
    };
    // As in the whole: an alternative that every account must answer leaves a hole when this account has not.
    let silent = link.tallies.iter().any(|at| tally.check(*at).check.resource == "account" && of(at).0.total() == 0);
    let limited = link.tallies.iter().any(|at| of(at).1);
    (counts, Said { state: LinkState::of(&counts, silent), coverage: link.link.coverage, limited })
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, OnceLock};

    use proptest::prelude::*;
    use time::macros::datetime;

    use super::super::{assess, by_account};
    use super::*;
    use crate::catalog::{Framework, Mapping};
    use crate::data::Library;
    use crate::domain::{EvidenceLevel, Finding, FindingStatus, Gap, GapKind, Params, Resource, Source};
    use crate::text::Text;

    const FRAMEWORKS: [&str; 2] = ["cis-2.0", "mlps-l3"];

    fn subjects() -> &'static [(Framework, Mapping)] {
        static SUBJECTS: OnceLock<Vec<(Framework, Mapping)>> = OnceLock::new();
        SUBJECTS.get_or_init(|| {
            let library = Library::default();
            FRAMEWORKS
                .iter()
                .map(|id| {
                    let (catalogue, framework) = library.framework(id).expect("built in");
                    let mapping = library.mapping(&catalogue).expect("built in");
                    (framework, mapping)
                })
                .collect()
        })
    }

    fn finding(check: &str, account: u8, resource: u8, status: FindingStatus, cut: bool) -> Finding {
        let own = crate::checks::find(check).expect("a check");
        let gap = || Gap { kind: GapKind::Denied, text: Arc::new(Text::same("denied")) };
        Finding {
            check_id: check.into(),
            status,
            severity: own.severity,
            resource: Resource {
                account: format!("acc-{account}"),
                region: "cn-hangzhou".into(),
                id: format!("r-{resource}"),
                ..Resource::default()
            },
            reason: Text::same(status.id()),
            gap: (status == FindingStatus::NotAssessed).then(gap),
            caution: None,
            list_may_be_cut: cut,
            evidence: EvidenceLevel::Live,
            observed_at: String::new(),
            source: Source::default(),
            params: Params::resolve(own.params, &Params::default()),
            measured: BTreeMap::new(),
            proof: Vec::new(),
            muted: false,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
        // The definition: an account's result is what the whole would be if there were no other account.
        #[test]
        fn an_account_is_judged_as_if_it_were_alone(
            rows in prop::collection::vec((any::<prop::sample::Index>(), 0u8..3, 0u8..3, 0usize..5, any::<bool>()), 0..400),
            whole in prop::collection::vec((0u8..3, 0usize..5), 3),
        ) {
            for (framework, mapping) in subjects() {
                let checks: BTreeSet<&str> =
                    mapping.entries.values().flat_map(|e| &e.links).flat_map(|l| l.target.checks()).map(|c| c.check.id).collect();
                let checks: Vec<&str> = checks.into_iter().collect();
                let mut findings: Vec<Finding> = rows
                    .iter()
                    .map(|(check, account, resource, status, cut)| {
                        finding(checks[check.index(checks.len())], *account, *resource, FindingStatus::ALL[*status], *cut)
                    })
                    .collect();
                // Some accounts have an answer of every check, so that more than failures and holes comes about.
                for (account, status) in &whole {
                    findings.extend(checks.iter().map(|c| finding(c, *account, 9, FindingStatus::ALL[*status], false)));
                }
                let at = datetime!(2026-11-25 12:00 UTC);
                let count = |keep: &dyn Fn(&Finding) -> bool| {
                    let mut tally = Tally::new([mapping], Vec::new());
                    for finding in findings.iter().filter(|f| keep(f)) {
                        tally.observe(finding);
                    }
                    let assessment = assess(framework, mapping, &tally, &[], at);
                    (tally, assessment)
                };
                let (tally, all) = count(&|_| true);
                let results = by_account(&all, &tally, ["acc-never-seen"]);
                prop_assert_eq!(results.iter().map(|r| r.findings.total()).sum::<u64>(), tally.scope().findings);
                for result in &results {
                    let (_, alone) = count(&|f| f.resource.account == result.account);
                    let statuses: Vec<ControlStatus> = alone.controls.iter().map(|c| c.status).collect();
                    prop_assert_eq!(&result.statuses, &statuses, "{}", &result.account);
                    prop_assert_eq!(result.severity, alone.controls.iter().filter_map(|c| c.severity).min());
                }
                prop_assert!(results.iter().any(|r| r.account == "acc-never-seen" && r.findings.total() == 0));
            }
        }
    }
}
