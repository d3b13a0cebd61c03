//! Builds the single-item record.

use super::*;
use crate::assess::CheckTally;
use crate::report::record::{RECORD_PROOFS, RECORD_RESOURCES, Record, RecordGroup, RecordRow};

/// Builds the record in a language.
pub fn record(of: Ingredients<'_>, lang: Lang) -> Record {
    let b = Builder { of, lang };
    let f = &of.assessment.framework;
    let mlps = f.catalogue.scoring == Scoring::Mlps;
    let kind = if mlps {
        b.tr("single-item records", "单项测评记录")
    } else {
        b.tr("item records", "单项检查记录")
    };
    let words = [
        ("clause", "Clause", "条款"),
        ("item", if mlps { "Test item" } else { "Requirement" }, if mlps { "测评项" } else { "要求" }),
        ("objects", "Objects", if mlps { "测评对象" } else { "检查对象" }),
        ("method", "Method", if mlps { "测评方法" } else { "检查方法" }),
        ("expected", "Expected result", "预期结果"),
        ("actual", "Record of results (self-check)", "结果记录（自查）"),
        ("status", "Result (self-check)", if mlps { "符合程度（自查）" } else { "结论（自查）" }),
        ("evidence", "Evidence", "证据索引"),
        (
            "confirmed",
            if mlps { "Assessor: result" } else { "Reviewer: result" },
            if mlps { "测评人员确认结果" } else { "复核结果" },
        ),
        (
            "remarks",
            if mlps { "Assessor: remarks, name, date" } else { "Reviewer: remarks, name, date" },
            if mlps { "测评人员说明、签字与日期" } else { "复核说明、签字与日期" },
        ),
        ("page", "Page", "第"),
        ("of", "of", "页，共"),
        ("pages", "", "页"),
        ("section", "Section", "类别"),
    ];
    Record {
        lang: lang.tag(),
        code: lang.code(),
        title: format!("{}{}{kind}", f.name.get(lang), b.tr(": ", "")),
        subtitle: b.subtitle(),
        notice: if mlps {
            b.tr(
                "Results are a self-check of the organisation; the assessor has to confirm each of them. This is no assessment record of a licensed body.",
                "结果记录为自查，需由测评人员确认；本表不是测评机构出具的测评记录。",
            )
        } else {
            b.tr(
                "Results are a self-check of the organisation; a reviewer has to confirm each of them.",
                "结果记录为自查，需由复核人员确认。",
            )
        },
        date: day(of.assessment.as_of),
        tool: concat!("dengbao ", env!("CARGO_PKG_VERSION")).to_owned(),
        words: words.into_iter().map(|(key, en, zh)| (key, b.tr(en, zh))).collect(),
        facts: b.control_facts(),
        groups: b.record_groups(),
    }
}

impl Builder<'_> {
    fn record_groups(&self) -> Vec<RecordGroup> {
        let f = &self.of.assessment.framework;
        f.sections
            .iter()
            .map(|section| {
                let depth = self.depth(section);
                RecordGroup {
                    number: self.number(&section.id, depth),
                    title: section.title.get(self.lang).to_owned(),
                    depth,
                    rows: self
                        .pairs()
                        .filter(|(c, _)| c.control.section == section.id)
                        .map(|(c, r)| self.record_row(c, r))
                        .collect(),
                }
            })
            .collect()
    }

    fn record_row(&self, control: &FrameworkControl, result: &ControlResult) -> RecordRow {
        let c = &control.control;
        let mut clause = vec![control.place.reference.clone()];
        clause.extend(control.place.unit.clone());
        let tallies = || result.links.iter().flat_map(|l| &l.tallies).map(|at| self.of.tally.check(*at));
        let mut objects: Vec<String> = c.objects.iter().map(|o| self.object_word(*o)).collect();
        let kinds: BTreeSet<&str> = tallies()
            .flat_map(|t| FindingStatus::ALL.into_iter().flat_map(|s| t.samples(s)))
            .map(|s| s.resource.kind.as_str())
            .filter(|k| !k.is_empty())
            .collect();
        objects.extend(kinds.into_iter().map(|k| k.strip_prefix("ALIYUN::").unwrap_or(k).to_owned()));
        let method = if c.methods.is_empty() {
            vec![match c.assessment {
                AssessmentMode::Automated => self.tr("checks", "自动检查"),
                AssessmentMode::Manual => self.tr("people", "人工核查"),
                AssessmentMode::Mixed => self.tr("checks and people", "自动检查与人工核查"),
            }]
        } else {
            c.methods.iter().map(|m| self.method_word(*m)).collect()
        };
        let mut expected: Vec<String> = result
            .links
            .iter()
            .filter(|l| l.link.coverage.decides())
            .flat_map(|l| &l.tallies)
            .map(|at| self.of.tally.check(*at))
            .map(|t| self.check_name(t))
            .collect();
        expected.dedup();
        let wanted = c.evidence.iter().map(|e| self.tr(format!("Shown by: {}", e.en), format!("应提供：{}", e.zh)));
        expected.extend(wanted);
        let (actual, evidence) = (self.actual(result), self.record_evidence(result));
        // In letters of half an em, as many as some fifteen lines of the column hold.
        let wide = |lines: &[String]| -> usize {
            lines.iter().flat_map(|l| l.chars()).map(|c| if c > '\u{2e80}' { 2 } else { 1 }).sum()
        };
        let keep = wide(&actual) < 750 && wide(&expected) < 320 && wide(&evidence) < 450;
        RecordRow {
            id: control.id.clone(),
            clause,
            item: c.requirement.get(self.lang).to_owned(),
            objects,
            method,
            expected,
            actual,
            status: result.status.id(),
            status_label: self.say(result.status.label()),
            sign: crate::report::sign(tone(result.status)),
            tone: tone(result.status),
            evidence,
            keep,
        }
    }

    /// A check's title with its thresholds.
    fn check_name(&self, tally: &CheckTally) -> String {
        let title = tally.check.title.get(self.lang);
        if tally.params.is_empty() { title.to_owned() } else { format!("{title} ({})", tally.params) }
    }

    /// What the checks and people say, check by check.
    fn actual(&self, result: &ControlResult) -> Vec<String> {
        let mut lines = vec![why(self.of.assessment, result, self.of.tally, self.lang)];
        let signed = |tally: &CheckTally| {
            let (_, tone) = self.result_word(LinkState::of(&tally.counts, false));
            format!("{} {}", crate::report::sign(tone), self.check_name(tally))
        };
        for link in result.links.iter().filter(|l| l.link.coverage.decides()) {
            for at in &link.tallies {
                let tally = self.of.tally.check(*at);
                let mut line = format!("{}{}{}", signed(tally), self.tr(": ", "："), self.counts_line(&tally.counts));
                if tally.counts.fail > 0 {
                    line.push_str(&self.failing_line(tally));
                }
                for gap in tally.gap_counts().iter().take(2) {
                    let text = gap
                        .gap
                        .as_ref()
                        .map_or_else(|| self.tr("other reasons", "其他原因"), |g| g.text.get(self.lang).to_owned());
                    line.push_str(&self.tr(
                        format!(" No answer ({}): {text}.", gap.count),
                        format!("无答案 {} 条：{text}。", gap.count),
                    ));
                }
                let more = tally.gap_counts().iter().skip(2).map(|g| g.count).sum::<u64>();
                if more > 0 {
                    line.push_str(
                        &self.tr(
                            format!(" No answer for other reasons: {more}."),
                            format!("其他原因无答案 {more} 条。"),
                        ),
                    );
                }
                lines.push(line);
            }
        }
        // Context decides nothing: its words stand in one line, its findings in the evidence annex.
        let context: Vec<String> = result
            .links
            .iter()
            .filter(|l| !l.link.coverage.decides())
            .flat_map(|l| &l.tallies)
            .map(|at| signed(self.of.tally.check(*at)))
            .collect();
        if !context.is_empty() {
            lines.push(format!(
                "{}{}",
                self.tr("Context, decides nothing: ", "仅供参考，不作为判定依据："),
                context.join(self.tr("; ", "；").as_str())
            ));
        }
        let deciding = || result.links.iter().filter(|l| l.link.coverage.decides());
        let mut open: Vec<&str> = deciding().filter_map(|l| l.link.gap.as_ref()).map(|g| g.get(self.lang)).collect();
        open.dedup();
        lines.extend(
            open.into_iter()
                .map(|g| self.tr(format!("Not reached by the checks: {g}"), format!("检查未覆盖，需人工核查：{g}"))),
        );
        for at in &result.attestations {
            let a = &self.of.assessment.attestations[*at];
            let s = &a.statement;
            let (state, _) = self.state_word(a.state);
            let status = s.status.label().get(self.lang);
            lines.push(self.tr(
                format!(
                    "Statement {} ({state}): {status}. {} — {}, {}, signed {}, valid until {}",
                    s.id, s.statement.en, s.person, s.role, s.signed_on, s.valid_until
                ),
                format!(
                    "声明 {}（{state}）：{status}。{}——{}（{}），{} 签署，有效期至 {}",
                    s.id, s.statement.zh, s.person, s.role, s.signed_on, s.valid_until
                ),
            ));
        }
        for at in &result.exceptions {
            let e = &self.of.assessment.exceptions[*at];
            let s = &e.statement;
            let (state, _) = self.state_word(e.state);
            lines.push(self.tr(
                format!(
                    "Exception {} ({state}): risk accepted by {} until {}; the result stays as it is. {}",
                    s.id,
                    s.approver,
                    s.expires.date(),
                    s.reason.en
                ),
                format!(
                    "例外 {}（{state}）：{}接受风险至 {}，结论不变。{}",
                    s.id,
                    s.approver,
                    s.expires.date(),
                    s.reason.zh
                ),
            ));
        }
        lines
    }

    fn counts_line(&self, counts: &Counts) -> String {
        if counts.total() == 0 {
            return self.tr("no result in the input.", "输入中没有结果。");
        }
        let parts = FindingStatus::ALL
            .into_iter()
            .filter(|s| counts.get(*s) > 0)
            .map(|s| format!("{} {}", s.label().get(self.lang), counts.get(s)));
        format!("{}{}", self.list(parts), self.tr(".", "。"))
    }

    /// The failing resources by name, as many as fit, and how many more there are.
    fn failing_line(&self, tally: &CheckTally) -> String {
        let samples = tally.samples(FindingStatus::Fail);
        let mut names: Vec<String> = Vec::new();
        for sample in samples.iter().take(RECORD_RESOURCES) {
            let place =
                if sample.resource.region.is_empty() { &sample.resource.account } else { &sample.resource.region };
            names.push(format!("{} ({place})", sample.resource.label()));
        }
        let more = tally.counts.fail - names.len() as u64;
        let names = self.list(names);
        if more > 0 {
            self.tr(format!(" Failing: {names}, and {more} more."), format!("未通过：{names}，另有 {more} 条。"))
        } else {
            self.tr(format!(" Failing: {names}."), format!("未通过：{names}。"))
        }
    }

    /// Check ids with the answers that they rest on, and the documents that people name.
    fn record_evidence(&self, result: &ControlResult) -> Vec<String> {
        let mut lines = Vec::new();
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let deciding = result.links.iter().filter(|l| l.link.coverage.decides());
        for at in deciding.flat_map(|l| &l.tallies).filter(|at| seen.insert(**at)) {
            let tally = self.of.tally.check(*at);
            if tally.counts.total() == 0 {
                continue;
            }
            let samples = || FindingStatus::ALL.into_iter().flat_map(|s| tally.samples(s));
            let mut proofs: Vec<String> = Vec::new();
            for proof in samples().filter_map(|s| s.proof.as_ref()) {
                let digest = proof.sha256.get(..16).unwrap_or(&proof.sha256);
                let line = format!("{} {} {} sha256:{digest}…", proof.call, proof.request_id, proof.at);
                if !proofs.contains(&line) {
                    proofs.push(line);
                }
            }
            if proofs.is_empty() {
                // Another tool's findings carry no answers: tool and time are all there is.
                proofs.extend(samples().next().map(|s| {
                    format!("{} {} {}", s.source.tool, s.source.version, clip_time(&s.observed_at)).trim().to_owned()
                }));
            }
            let more = proofs.len().saturating_sub(RECORD_PROOFS);
            proofs.truncate(RECORD_PROOFS);
            if more > 0 {
                proofs.push(self.tr("more in the sheet of findings", "其余见检查结果明细"));
            }
            lines.push(format!("{}: {}", tally.check.id, proofs.join("; ")));
        }
        for at in &result.attestations {
            let s = &self.of.assessment.attestations[*at].statement;
            let documents: Vec<String> =
                s.document.iter().chain(s.files.iter().map(|file| &file.path)).cloned().collect();
            if !documents.is_empty() {
                lines.push(format!("{}: {}", s.id, documents.join("; ")));
            }
        }
        lines
    }
}
