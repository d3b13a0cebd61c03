//! Accounts in a report: findings by account, and the roll-up of organisation, groups and accounts by section.

use std::cmp::Reverse;

use super::*;
use crate::assess::AccountResult;

/// How many accounts a report shows; the rest is one line, and the CSV file holds all.
const ACCOUNTS: usize = 50;

/// What every line of the roll-up needs, looked up once.
struct Layout<'a> {
    /// Top-level sections.
    sections: Vec<&'a crate::catalog::Section>,
    /// The section of each control, by position.
    of_control: Vec<usize>,
    /// Group by account.
    groups: BTreeMap<&'a str, &'a str>,
}

impl Layout<'_> {
    fn group(&self, account: &str) -> &str {
        self.groups.get(account).copied().unwrap_or_default()
    }
}

impl Builder<'_> {
    /// Findings by account: all, or those with most failures and one line for the rest.
    pub(super) fn accounts(&self) -> Vec<AccountView> {
        let all = &self.of.tally.scope().accounts;
        let mut order: Vec<(&String, &Counts)> = all.iter().collect();
        let mut rest = Vec::new();
        if order.len() > ACCOUNTS {
            order.sort_by_key(|(account, counts)| (Reverse(counts.fail), *account));
            rest = order.split_off(ACCOUNTS);
            order.sort_by_key(|(account, _)| *account);
        }
        let view = |account: String, counts: &Counts| AccountView {
            account,
            statuses: self.finding_counts(counts),
            total: counts.total(),
        };
        let mut views: Vec<AccountView> =
            order.into_iter().map(|(account, counts)| view(self.account(account), counts)).collect();
        if !rest.is_empty() {
            let mut sum = Counts::default();
            rest.iter().for_each(|(_, counts)| sum.merge(counts));
            views.push(view(self.others(rest.len()), &sum));
        }
        views
    }

    fn account(&self, id: &str) -> String {
        if id.is_empty() { self.tr("(unknown)", "（未知）") } else { id.to_owned() }
    }

    fn others(&self, n: usize) -> String {
        self.tr(format!("{n} other accounts"), format!("其余 {n} 个账号"))
    }

    /// The roll-up, where there are several accounts, or groups of them.
    pub(super) fn rollup(&self) -> Option<RollupView> {
        let accounts = self.of.accounts?;
        let groups = &self.of.organisation.account_groups;
        if accounts.results.len() < 2 && groups.is_empty() {
            return None;
        }
        let mut worst: Vec<&AccountResult> = accounts.results.iter().collect();
        worst.sort_by_cached_key(|a| worst_first(a));
        let all: Vec<&AccountResult> = accounts.results.iter().collect();
        let rest = worst.split_off(worst.len().min(ACCOUNTS));
        let n = accounts.results.len();
        let layout = self.layout();
        Some(RollupView {
            formula: if groups.is_empty() {
                self.tr(
                    format!("{n} accounts; dengbao.yaml names no account_groups."),
                    format!("账号 {n} 个；dengbao.yaml 未定义账号分组（account_groups）。"),
                )
            } else {
                let grouped = all.iter().filter(|a| !layout.group(&a.account).is_empty()).count();
                self.tr(
                    format!("{n} accounts in {} groups, {} in none.", groups.len(), n - grouped),
                    format!("账号 {n} 个，分为 {} 组，未分组 {} 个。", groups.len(), n - grouped),
                )
            },
            basis: self.tr(
                "Each account is judged by the rules of the whole, on its own findings alone; statements count in every account. A check that says nothing of an account leaves its controls there without an answer. Sums count a control once for each account.",
                "各账号仅依据自身的检查结果，按与整体相同的规则判定；人工声明对各账号同等有效。检查项未涉及某账号时，其对应控制项在该账号记为未测评。合计数按“控制项 × 账号”计。",
            ),
            heads: layout
                .sections
                .iter()
                .map(|section| Fact {
                    label: format!("{} {}", self.number(&section.id, 1), section.title.get(self.lang)).trim().to_owned(),
                    value: section.id.clone(),
                })
                .collect(),
            total: self.line(&layout, self.tr("All accounts", "全部账号"), &all),
            groups: self.group_lines(&layout, &all),
            lines: worst.iter().map(|a| self.account_line(&layout, a)).collect(),
            more: if rest.is_empty() {
                String::new()
            } else {
                self.tr(
                    format!("The {ACCOUNTS} worst accounts are shown; --format accounts writes all of them as CSV."),
                    format!("仅列出情况最差的 {ACCOUNTS} 个账号；全部账号可用 --format accounts 输出为 CSV。"),
                )
            },
            rest: (!rest.is_empty()).then(|| self.line(&layout, self.others(rest.len()), &rest)),
        })
    }

    /// Lines for every account, worst first: the complete table.
    fn all_accounts(&self) -> Vec<(String, RollupLine)> {
        let mut all: Vec<&AccountResult> = self.of.accounts.iter().flat_map(|a| &a.results).collect();
        all.sort_by_cached_key(|a| worst_first(a));
        let layout = self.layout();
        all.into_iter().map(|a| (a.account.clone(), self.account_line(&layout, a))).collect()
    }

    fn layout(&self) -> Layout<'_> {
        let framework = &self.of.assessment.framework;
        let sections: Vec<_> = framework.sections.iter().filter(|s| s.parent.is_none()).collect();
        let of_control = framework
            .controls
            .iter()
            .map(|c| {
                let mut at = c.control.section.as_str();
                while let Some(parent) = framework.section(at).and_then(|s| s.parent.as_deref()) {
                    at = parent;
                }
                sections.iter().position(|top| top.id == at).unwrap_or(0)
            })
            .collect();
        let groups = &self.of.organisation.account_groups;
        let groups = groups.iter().flat_map(|(name, ids)| ids.iter().map(move |id| (id.as_str(), name.as_str())));
        Layout { sections, of_control, groups: groups.collect() }
    }

    /// One line for each group, and one for the accounts in none.
    fn group_lines(&self, layout: &Layout<'_>, all: &[&AccountResult]) -> Vec<RollupLine> {
        let groups = &self.of.organisation.account_groups;
        if groups.is_empty() {
            return Vec::new();
        }
        let mut members: BTreeMap<&str, Vec<&AccountResult>> = BTreeMap::new();
        for account in all {
            members.entry(layout.group(&account.account)).or_default().push(account);
        }
        let mut lines: Vec<RollupLine> = groups
            .iter()
            .map(|(name, _)| self.line(layout, name.clone(), members.get(name.as_str()).map_or(&[], Vec::as_slice)))
            .collect();
        if let Some(none) = members.get("") {
            lines.push(self.line(layout, self.tr("(in no group)", "（未分组）"), none));
        }
        lines
    }

    fn account_line(&self, layout: &Layout<'_>, account: &AccountResult) -> RollupLine {
        let mut line = self.line(layout, self.account(&account.account), &[account]);
        line.name = self.of.accounts.and_then(|a| a.names.get(&account.account)).cloned().unwrap_or_default();
        line.group = layout.group(&account.account).to_owned();
        line
    }

    /// Accounts summed up.
    fn line(&self, layout: &Layout<'_>, label: String, of: &[&AccountResult]) -> RollupLine {
        let mut findings = Counts::default();
        let mut by_section = vec![StatusCounts::default(); layout.sections.len()];
        let mut failing = vec![false; layout.of_control.len()];
        for account in of {
            findings.merge(&account.findings);
            for ((status, column), failing) in account.statuses.iter().zip(&layout.of_control).zip(&mut failing) {
                if let Some(cell) = by_section.get_mut(*column) {
                    cell.add(*status);
                }
                *failing |= fails(*status);
            }
        }
        let mut statuses = StatusCounts::default();
        by_section.iter().for_each(|s| statuses.merge(s));
        let severity = of.iter().filter_map(|a| a.severity).min();
        RollupLine {
            account: label,
            name: String::new(),
            group: String::new(),
            accounts: of.len() as u64,
            fail: findings.fail,
            pass: findings.pass,
            open: findings.not_assessed + findings.manual,
            severity: severity.map(|s| self.say(s.label())).unwrap_or_default(),
            severity_id: severity.map_or("", Severity::id),
            failing: failing.iter().filter(|f| **f).count() as u64,
            statuses: self.statuses(&statuses),
            cells: by_section.iter().map(|counts| self.section_cell(counts)).collect(),
        }
    }

    fn section_cell(&self, counts: &StatusCounts) -> RollupCell {
        let occurring = || ControlStatus::ALL.into_iter().filter(|s| counts.get(*s) > 0);
        let status = occurring().next();
        let failing = counts.not_met + counts.partially_met;
        let total = counts.total();
        RollupCell {
            status: status.map_or("", ControlStatus::id),
            label: status.map(|s| self.say(s.label())).unwrap_or_default(),
            tone: status.map_or(Tone::Neutral, tone),
            failing,
            total,
            percent: failing as f64 * 100.0 / total.max(1) as f64,
            detail: self.list(occurring().map(|s| format!("{} {}", s.label().get(self.lang), counts.get(s)))),
        }
    }
}

fn fails(status: ControlStatus) -> bool {
    matches!(status, ControlStatus::NotMet | ControlStatus::PartiallyMet)
}

/// The order of accounts: worst severity, most failing controls, most failing findings, then what is least known.
fn worst_first(a: &AccountResult) -> (u8, Reverse<usize>, Reverse<u64>, Reverse<usize>, String) {
    let count = |of: fn(ControlStatus) -> bool| a.statuses.iter().filter(|s| of(**s)).count();
    (
        a.severity.map_or(u8::MAX, |s| s as u8),
        Reverse(count(fails)),
        Reverse(a.findings.fail),
        Reverse(count(|s| s == ControlStatus::NotAssessed)),
        a.account.clone(),
    )
}

/// Every account in one language, worst first, with its id: the rows of the complete table.
pub fn account_lines(of: Ingredients<'_>, lang: Lang) -> Vec<(String, RollupLine)> {
    Builder { of, lang }.all_accounts()
}
