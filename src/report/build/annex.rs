//! The evidence annex: findings by check, and what was not assessed.

use super::*;

impl Builder<'_> {
    pub(super) fn annex(&self) -> Vec<CheckView> {
        let mut used: BTreeMap<usize, Vec<Link>> = BTreeMap::new();
        for (control, result) in self.pairs() {
            for at in result.links.iter().flat_map(|l| &l.tallies) {
                let link = self.link(control);
                let links = used.entry(*at).or_default();
                if !links.iter().any(|l| l.anchor == link.anchor) {
                    links.push(link);
                }
            }
        }
        let mut views: Vec<(Severity, u64, CheckView)> = used
            .into_iter()
            .filter(|(at, _)| self.of.tally.check(*at).counts.total() > 0)
            .map(|(at, controls)| {
                let tally = self.of.tally.check(at);
                let check = tally.check;
                let mut rows: Vec<FindingRow> = Vec::new();
                let mut notes: Vec<String> = Vec::new();
                for status in FindingStatus::ALL {
                    let room = match status {
                        FindingStatus::Fail | FindingStatus::NotAssessed | FindingStatus::Manual => SAMPLES_SHOWN,
                        FindingStatus::Pass | FindingStatus::NotApplicable => PASSING_SHOWN,
                    };
                    let room = room.min(SAMPLES_SHOWN - rows.len());
                    for sample in tally.samples(status).iter().take(room) {
                        rows.push(self.row(status, sample, &mut notes));
                    }
                }
                let more = tally.counts.total() - rows.len() as u64;
                let view = CheckView {
                    id: check.id.to_owned(),
                    anchor: self.anchor("k", &check_key(check, &tally.params)),
                    title: self.say(check.title),
                    params: tally.params.to_string(),
                    severity: self.say(check.severity.label()),
                    severity_id: check.severity.id(),
                    expected: self.say(check.pass_when),
                    risk: self.say(check.risk),
                    remediation: self.say(check.remediation),
                    cli: check.cli.to_owned(),
                    effort: self.say(check.effort.label()),
                    counts: self.finding_counts(&tally.counts),
                    notes: notes
                        .iter()
                        .enumerate()
                        .map(|(i, n)| self.tr(format!("Note {}: {n}", i + 1), format!("说明 {}：{n}", i + 1)))
                        .collect(),
                    settled: tally.counts.fail + tally.counts.not_assessed + tally.counts.manual == 0,
                    rows,
                    more: if more > 0 {
                        self.tr(
                            format!("{more} more findings are in the CSV file."),
                            format!("另有 {more} 条结果，见 CSV 明细。"),
                        )
                    } else {
                        String::new()
                    },
                    controls,
                };
                (check.severity, tally.counts.fail, view)
            })
            .collect();
        views.sort_by(|a, b| {
            (b.1 > 0).cmp(&(a.1 > 0)).then(a.0.cmp(&b.0)).then(a.2.id.cmp(&b.2.id)).then(a.2.params.cmp(&b.2.params))
        });
        views.into_iter().map(|(_, _, view)| view).collect()
    }

    pub(super) fn row(&self, status: FindingStatus, sample: &Sample, notes: &mut Vec<String>) -> FindingRow {
        let mut reason = sample.reason.get(self.lang).to_owned();
        let texts = sample.gap.as_ref().map(|g| &g.text).into_iter().chain(&sample.caution);
        for text in texts {
            let text = text.get(self.lang).to_owned();
            let number = notes.iter().position(|n| *n == text).unwrap_or_else(|| {
                notes.push(text);
                notes.len() - 1
            }) + 1;
            reason = self.tr(format!("{reason} [note {number}]"), format!("{reason}【见说明 {number}】"));
        }
        if sample.muted {
            reason = self.tr(format!("{reason} [muted by the source]"), format!("{reason}【来源已静默】"));
        }
        let mut source = if sample.source.version.is_empty() {
            sample.source.tool.to_string()
        } else {
            format!("{} {}", sample.source.tool, sample.source.version)
        };
        // Call, request id and the beginning of the digest lead to the answer in the snapshot.
        if let Some(proof) = &sample.proof {
            let digest: String = proof.sha256.chars().take(12).collect();
            source = format!("{source}; {} {} {digest}", proof.call, proof.request_id);
        }
        FindingRow {
            status: status.id(),
            status_label: self.say(status.label()),
            tone: finding_tone(status),
            resource: sample.resource.label().to_owned(),
            arn: if sample.resource.arn.is_empty() { sample.resource.id.clone() } else { sample.resource.arn.clone() },
            account: sample.resource.account.clone(),
            region: sample.resource.region.clone(),
            reason,
            observed_at: clip_time(&sample.observed_at),
            source: format!("{source}, {}", sample.evidence.label().get(self.lang)),
        }
    }

    /// Gaps with findings behind them, and checks that say nothing at all.
    pub(super) fn gaps(&self) -> (Vec<GapView>, Vec<GapView>) {
        let mut held: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for (control, result) in self.pairs() {
            for link in result.links.iter().filter(|l| l.link.coverage.decides()) {
                for at in &link.tallies {
                    let counts = &self.of.tally.check(*at).counts;
                    if counts.total() == 0 || counts.not_assessed > 0 {
                        held.entry(*at).or_default().insert(&control.id);
                    }
                }
            }
        }
        // Many checks may share one reason: it is said once, with all of them.
        let mut by_reason: BTreeMap<String, (GapView, BTreeSet<&str>)> = BTreeMap::new();
        let mut silent = Vec::new();
        for (at, controls) in held {
            let tally = self.of.tally.check(at);
            let params = if tally.params.is_empty() { String::new() } else { format!(" ({})", tally.params) };
            let check = format!("{}{params}", tally.check.title.get(self.lang));
            let id = tally.check.id.to_owned();
            if tally.counts.total() == 0 {
                silent.push(GapView { check, id, reason: String::new(), count: 0, controls: controls.len() });
                continue;
            }
            for gap in tally.gap_counts() {
                let reason =
                    gap.gap.map_or_else(|| self.tr("other reasons", "其他原因"), |g| g.text.get(self.lang).to_owned());
                let (view, held) = by_reason.entry(reason.clone()).or_insert_with(|| {
                    (
                        GapView { check: String::new(), id: String::new(), reason, count: 0, controls: 0 },
                        BTreeSet::new(),
                    )
                });
                let comma = if view.check.is_empty() { String::new() } else { self.tr(", ", "、") };
                view.check = format!("{}{comma}{check}", view.check);
                view.id = if view.id.is_empty() { id.clone() } else { format!("{}, {id}", view.id) };
                view.count += gap.count;
                held.extend(&controls);
                view.controls = held.len();
            }
        }
        let order = |a: &GapView, b: &GapView| {
            b.controls.cmp(&a.controls).then_with(|| a.id.cmp(&b.id)).then_with(|| a.reason.cmp(&b.reason))
        };
        let mut views: Vec<GapView> = by_reason.into_values().map(|(view, _)| view).collect();
        views.sort_by(order);
        silent.sort_by(order);
        (views, silent)
    }
}
