//! The coverage ledger in a report: sums by state, a bounded matrix of accounts and regions, controls with holes.

use super::*;
use crate::assess::{CellState, CoverageSummary, StateCounts};

/// How many accounts the matrix shows; the rest is one line.
const ACCOUNTS: usize = 40;
/// How many columns it shows; the rest is one column.
const REGIONS: usize = 30;
/// How many controls with holes are named.
const CONTROLS: usize = 60;

impl Builder<'_> {
    pub(super) fn coverage(&self) -> Option<CoverageView> {
        let s = self.of.coverage?;
        let (accounts, regions, controls) = (s.accounts.len(), s.regions.len(), s.controls.len());
        let total = s.states.total();
        let sum = thousands(i64::try_from(total).unwrap_or(i64::MAX));
        let mut open: Vec<usize> = (0..controls).filter(|at| s.controls[*at].open() > 0).collect();
        open.sort_by_key(|at| (std::cmp::Reverse(s.controls[*at].open()), *at));
        let beyond = open.len().saturating_sub(CONTROLS);
        Some(CoverageView {
            formula: self.tr(
                format!("Controls {controls} × accounts {accounts} × columns {regions} = {sum} cells"),
                format!("控制项 {controls} × 账号 {accounts} × 列 {regions} = {sum} 格"),
            ),
            scope: if s.scope_known {
                self.tr(
                    "Accounts and regions are those that the scans were asked for, and any that findings name besides.",
                    "账号与地域取自扫描范围，并计入检查结果另外涉及的账号与地域。",
                )
            } else {
                self.tr(
                    "No scan says what its scope was: accounts and regions are those that findings name. Others are not seen here at all.",
                    "输入未提供扫描范围：账号与地域取自检查结果，未涉及的账号与地域不在本表之内。",
                )
            },
            total,
            states: self.cell_states(&s.states),
            table: self.matrix(s),
            controls: open
                .iter()
                .take(CONTROLS)
                .map(|at| {
                    let control = &self.of.assessment.framework.controls[*at];
                    CoverageControl {
                        control: self.link(control),
                        requirement: control.control.requirement.get(self.lang).to_owned(),
                        accounts: s.open_accounts[*at],
                        cells: s.controls[*at].open(),
                        states: self.counted(&s.controls[*at], CellState::is_open),
                    }
                })
                .collect(),
            more: if beyond > 0 {
                self.tr(
                    format!("{beyond} more controls have holes; --format coverage writes every cell as CSV."),
                    format!("另有 {beyond} 项存在缺口；全部单元格可用 --format coverage 输出为 CSV。"),
                )
            } else {
                String::new()
            },
        })
    }

    fn cell_states(&self, counts: &StateCounts) -> Vec<StatusCount> {
        let total = counts.total().max(1) as f64;
        CellState::ALL
            .into_iter()
            .map(|state| StatusCount {
                id: state.id(),
                label: self.say(state.label()),
                count: counts.get(state),
                percent: counts.get(state) as f64 * 100.0 / total,
                tone: match state {
                    CellState::Evaluated => Tone::Good,
                    CellState::WaitingForPerson => Tone::Person,
                    CellState::NoResource | CellState::Elsewhere => Tone::Neutral,
                    CellState::NotScanned
                    | CellState::Denied
                    | CellState::Failed
                    | CellState::Cut
                    | CellState::Unusable => Tone::Unknown,
                },
            })
            .collect()
    }

    /// The states that a selection keeps, with their counts.
    fn counted(&self, counts: &StateCounts, keep: fn(CellState) -> bool) -> String {
        self.list(
            CellState::ALL
                .into_iter()
                .filter(|state| keep(*state) && counts.get(*state) > 0)
                .map(|state| format!("{} {}", state.label().get(self.lang), counts.get(state))),
        )
    }

    fn matrix(&self, s: &CoverageSummary) -> CoverageTable {
        let holes_of_region = |at: usize| s.matrix.iter().map(|row| row[at].open()).sum::<u64>();
        let holes_of_account = |at: usize| s.matrix[at].iter().map(StateCounts::open).sum::<u64>();
        let shown = pick(s.accounts.len(), ACCOUNTS, holes_of_account);
        let columns = pick(s.regions.len(), REGIONS, holes_of_region);
        let left = |all: usize, some: &[usize]| (0..all).filter(|at| !some.contains(at)).collect::<Vec<_>>();
        let (other_accounts, other_columns) = (left(s.accounts.len(), &shown), left(s.regions.len(), &columns));
        let mut heads: Vec<String> = columns.iter().map(|at| self.place(&s.regions[*at])).collect();
        if !other_columns.is_empty() {
            let n = other_columns.len();
            heads.push(self.tr(format!("{n} others"), format!("其余 {n} 列")));
        }
        let line = |label: String, of: &[usize]| {
            let sum = |columns: &[usize]| {
                let mut counts = StateCounts::default();
                for account in of {
                    for column in columns {
                        counts.merge(&s.matrix[*account][*column]);
                    }
                }
                counts
            };
            let mut sums: Vec<StateCounts> = columns.iter().map(|at| sum(&[*at])).collect();
            if !other_columns.is_empty() {
                sums.push(sum(&other_columns));
            }
            let total = sums.iter().map(StateCounts::total).sum();
            CoverageLine { account: label, cells: sums.iter().map(|counts| self.cell(counts)).collect(), total }
        };
        let mut lines: Vec<CoverageLine> = shown
            .iter()
            .map(|at| {
                let name = &s.accounts[*at];
                line(if name.is_empty() { self.tr("(unknown)", "（未知）") } else { name.clone() }, &[*at])
            })
            .collect();
        if !other_accounts.is_empty() {
            let n = other_accounts.len();
            lines.push(line(self.tr(format!("{n} other accounts"), format!("其余 {n} 个账号")), &other_accounts));
        }
        CoverageTable { heads, lines }
    }

    fn place(&self, region: &str) -> String {
        if region.is_empty() { self.tr("whole account", "账号级") } else { region.to_owned() }
    }

    fn cell(&self, counts: &StateCounts) -> CoverageCellView {
        let known = counts.get(CellState::Evaluated) + counts.get(CellState::NoResource);
        let open = counts.open();
        CoverageCellView {
            text: format!("{known} / {open} / {}", counts.get(CellState::WaitingForPerson)),
            detail: self.counted(counts, |_| true),
            tone: if open > 0 { Tone::Unknown } else { Tone::Neutral },
        }
    }
}

/// The places to show: all, or those with most holes; in order either way.
fn pick(all: usize, most: usize, holes: impl Fn(usize) -> u64) -> Vec<usize> {
    let mut places: Vec<usize> = (0..all).collect();
    if all > most {
        places.sort_by_key(|at| (std::cmp::Reverse(holes(*at)), *at));
        places.truncate(most);
        places.sort_unstable();
    }
    places
}

#[cfg(test)]
mod tests {
    use super::pick;

    #[test]
    fn the_places_with_most_holes_are_shown_in_order() {
        assert_eq!(pick(3, 3, |_| 0), [0, 1, 2]);
        assert_eq!(pick(4, 2, |at| [0, 5, 1, 9][at]), [1, 3]);
        assert_eq!(pick(4, 2, |_| 0), [0, 1]);
    }
}
