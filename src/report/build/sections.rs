//! Numbers by section, level and responsibility, and what is to be mended by whom.

use super::*;

impl Builder<'_> {
    pub(super) fn section_view(
        &self,
        id: String,
        number: String,
        title: String,
        depth: u8,
        counts: &StatusCounts,
        score: Interval,
    ) -> SectionView {
        SectionView {
            id,
            number,
            title,
            depth,
            statuses: self.statuses(counts),
            total: counts.total(),
            score: score.print(),
            lower: score.lower.percent().unwrap_or_default(),
            upper: score.upper.percent().unwrap_or_default(),
        }
    }

    /// The printed number of an MLPS class or control point, from the clauses of its items.
    pub(super) fn number(&self, section: &str, depth: u8) -> String {
        let f = &self.of.assessment.framework;
        match f.catalogue.scoring {
            Scoring::Mlps => {
                let under = |c: &&FrameworkControl| {
                    c.control.section == section
                        || f.section(&c.control.section).and_then(|s| s.parent.as_deref()) == Some(section)
                };
                let Some(first) = f.controls.iter().find(under) else { return String::new() };
                let clause = first.place.reference.split(' ').next().unwrap_or_default();
                // 8.1.4.1 is class 8.1.4, point 1. A class without points (8.2.1.1) counts alike.
                clause.split('.').take(if depth == 1 { 3 } else { 4 }).collect::<Vec<_>>().join(".")
            }
            Scoring::Benchmark => section.to_owned(),
            Scoring::Law | Scoring::Checklist => String::new(),
        }
    }

    pub(super) fn depth(&self, section: &crate::catalog::Section) -> u8 {
        if section.parent.is_some() { 2 } else { 1 }
    }

    pub(super) fn sections(&self) -> Vec<SectionView> {
        let f = &self.of.assessment.framework;
        f.sections
            .iter()
            .zip(&self.of.scorecard.sections)
            .map(|(section, score)| {
                let depth = self.depth(section);
                self.section_view(
                    section.id.clone(),
                    self.number(&section.id, depth),
                    section.title.get(self.lang).to_owned(),
                    depth,
                    &score.counts,
                    score.score,
                )
            })
            .collect()
    }

    pub(super) fn levels(&self) -> Vec<SectionView> {
        self.of
            .scorecard
            .levels
            .iter()
            .map(|l| {
                let title = self.tr(format!("Level {}", l.level), format!("{} 级", l.level));
                self.section_view(l.level.to_string(), String::new(), title, 1, &l.counts, l.score)
            })
            .collect()
    }

    pub(super) fn due(&self, severity: Severity) -> String {
        let days = self.of.organisation.due_days.get(&severity).copied().unwrap_or(90);
        let date = self.of.assessment.as_of.date();
        date.checked_add(Duration::days(i64::from(days))).unwrap_or(date).to_string()
    }

    /// Failing checks behind full or partial links, with the controls that they hold up.
    pub(super) fn plan(&self) -> Vec<PlanRow> {
        let mut by_check: BTreeMap<&'static str, (&'static Check, u64, Vec<Link>)> = BTreeMap::new();
        for (control, result) in self.pairs() {
            for link in result.links.iter().filter(|l| l.link.coverage.decides() && l.state == LinkState::Fail) {
                for at in &link.tallies {
                    let tally = self.of.tally.check(*at);
                    if tally.counts.fail == 0 {
                        continue;
                    }
                    let entry = by_check.entry(tally.check.id).or_insert((tally.check, 0, Vec::new()));
                    entry.1 = entry.1.max(tally.counts.fail);
                    let link = self.link(control);
                    if !entry.2.iter().any(|l| l.anchor == link.anchor) {
                        entry.2.push(link);
                    }
                }
            }
        }
        let mut rows: Vec<_> = by_check.into_values().collect();
        rows.sort_by(|a, b| {
            a.0.severity.cmp(&b.0.severity).then(b.2.len().cmp(&a.2.len())).then(b.1.cmp(&a.1)).then(a.0.id.cmp(b.0.id))
        });
        rows.into_iter()
            .enumerate()
            .map(|(i, (check, failing, controls))| {
                let owner = self.of.organisation.owner_of(check.service());
                PlanRow {
                    number: i + 1,
                    check: check.id.to_owned(),
                    title: self.say(check.title),
                    remediation: self.say(check.remediation),
                    cli: check.cli.to_owned(),
                    severity: self.say(check.severity.label()),
                    severity_id: check.severity.id(),
                    failing,
                    controls,
                    owner: if owner.is_empty() { self.tr("to be named", "待指定") } else { owner.to_owned() },
                    due: self.due(check.severity),
                }
            })
            .collect()
    }

    pub(super) fn responsibility(&self) -> Vec<ResponsibilityRow> {
        [Owner::Customer, Owner::Shared, Owner::Provider]
            .into_iter()
            .filter_map(|owner| {
                let counts =
                    StatusCounts::of(self.pairs().filter(|(c, _)| c.control.owner == owner).map(|(_, r)| r.status));
                (counts.total() > 0).then(|| ResponsibilityRow {
                    owner: self.owner(owner),
                    note: match owner {
                        Owner::Customer => self.tr("own configuration, documents and records", "自有配置、制度与记录"),
                        Owner::Shared => self.tr(
                            "own configuration, and the provider's report for its part",
                            "自有配置，以及云服务商相应部分的测评材料",
                        ),
                        Owner::Provider => self.tr(
                            "the provider's filing proof and assessment report summary",
                            "云服务商的备案证明与测评报告结论页",
                        ),
                    },
                    statuses: self.statuses(&counts),
                    total: counts.total(),
                })
            })
            .collect()
    }
}
