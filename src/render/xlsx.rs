//! Workbooks: what the report says, as tables that people sort, filter and paste from.
//!
//! Every finding is a row. Rows go to a temporary file as the findings stream past, so that memory does not grow with them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use rust_xlsxwriter::{Workbook, Worksheet};
use time::OffsetDateTime;

use super::RenderError;
use super::csv::controls_of_checks;
use super::resources::Resources;
use super::sheet::{Cell, Column, SHEET_ROWS, Styles, bars, column, finish_table, page, properties};
use crate::catalog::{Framework, Mapping};
use crate::checks;
use crate::domain::{Counts, Finding, FindingStatus};
use crate::report::{Link, Report, StatementView, finding_tone, sign, tr};
use crate::text::Lang;

/// The column of findings that wraps.
const REASON: u16 = 6;

/// The last column of the summary.
const LAST: u16 = 10;

/// Characters that fit into the summary beside the labels.
const SUMMARY_CHARS: f64 = 112.0;

/// A workbook in one language: takes findings one at a time, then the report.
pub struct FindingsXlsx {
    book: Workbook,
    styles: Styles,
    columns: Vec<Column>,
    controls: BTreeMap<&'static str, String>,
    sheets: Vec<Worksheet>,
    /// The next row of the last sheet.
    row: u32,
    /// Rows a sheet may have, head included.
    limit: u32,
    written: u64,
}

impl FindingsXlsx {
    /// Begins a workbook. Rows wait in an unnamed temporary file in `folder` until [`FindingsXlsx::finish`].
    ///
    /// # Errors
    /// When `folder` cannot be written to.
    pub fn new(lang: Lang, framework: &Framework, mapping: &Mapping, folder: &Path) -> Result<Self, RenderError> {
        Self::with_limit(lang, framework, mapping, folder, SHEET_ROWS)
    }

    fn with_limit(
        lang: Lang,
        framework: &Framework,
        mapping: &Mapping,
        folder: &Path,
        limit: u32,
    ) -> Result<Self, RenderError> {
        let mut book = Workbook::new();
        book.set_tempdir(folder)?;
        // Rows of findings are much alike: a third of the time for a tenth more bytes.
        book.set_zip_compression_level(3);
        let mut table = FindingsXlsx {
            book,
            styles: Styles::new(lang),
            columns: finding_columns(lang),
            controls: controls_of_checks(framework, mapping),
            sheets: Vec::new(),
            row: 0,
            limit,
            written: 0,
        };
        table.begin_sheet()?;
        Ok(table)
    }

    fn begin_sheet(&mut self) -> Result<(), RenderError> {
        let mut sheet = self.book.new_worksheet_with_constant_memory()?;
        let name = tr(self.styles.lang, "findings", "检查结果");
        let number = self.sheets.len() + 1;
        sheet.set_name(if number == 1 { name } else { format!("{name} {number}") })?;
        self.styles.look(&mut sheet, &self.columns, &[REASON])?;
        self.styles.heads(&mut sheet, 0, &self.columns)?;
        self.sheets.push(sheet);
        self.row = 1;
        Ok(())
    }

    /// Writes one finding, at the thresholds of its source.
    ///
    /// # Errors
    /// When the temporary file cannot be written to.
    pub fn write(&mut self, finding: &Finding) -> Result<(), RenderError> {
        if self.row >= self.limit {
            self.begin_sheet()?;
        }
        let lang = self.styles.lang;
        let r = &finding.resource;
        let check = checks::find(&finding.check_id);
        let (gap, caution) = (finding.gap.as_ref().map(|g| &*g.text), finding.caution.as_deref());
        let muted = finding.muted.then(|| tr(lang, "muted by the source", "来源已静默"));
        let remarks: Vec<&str> = gap.into_iter().chain(caution).map(|t| t.get(lang)).chain(muted.as_deref()).collect();
        let proof = finding.proof.first().map(|p| {
            let digest = p.sha256.get(..12).unwrap_or(&p.sha256);
            format!("{} {} {} {digest}", p.call, p.request_id, p.at)
        });
        let source = if finding.source.version.is_empty() {
            Cow::Borrowed(&*finding.source.tool)
        } else {
            Cow::Owned(format!("{} {}", finding.source.tool, finding.source.version))
        };
        let effort = match (finding.status, check) {
            (FindingStatus::Fail, Some(check)) => check.effort.label().get(lang),
            _ => "",
        };
        let cells = [
            Cell::Status(finding_tone(finding.status), finding.status.label().get(lang).into()),
            Cell::line(finding.severity.label().get(lang)),
            Cell::line(check.map_or(&*finding.check_id, |c| c.title.get(lang))),
            Cell::line(r.label()),
            Cell::line(&r.account),
            Cell::line(&r.region),
            Cell::text(finding.reason.get(lang)),
            Cell::line(remarks.join(tr(lang, "; ", "；").as_str())),
            Cell::line(self.controls.get(&*finding.check_id).map_or("", String::as_str)),
            Cell::line(effort),
            Cell::line(&*finding.check_id),
            Cell::line(&r.kind),
            Cell::line(if r.arn.is_empty() { &r.id } else { &r.arn }),
            Cell::line(finding.evidence.label().get(lang)),
            Cell::line(&finding.observed_at),
            Cell::line(source),
            Cell::line(proof.unwrap_or_default()),
        ];
        let sheet = self.sheets.last_mut().expect("a sheet is begun with the workbook");
        self.styles.row_by_column(sheet, self.row, &self.columns, &cells)?;
        self.row += 1;
        self.written += 1;
        Ok(())
    }

    /// Adds the sheets of the report and writes the workbook.
    ///
    /// `as_of` is the moment that the file says it was made at: the same report gives the same bytes.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn finish<W: Write + Send>(
        mut self,
        report: &Report,
        resources: &Resources,
        as_of: OffsetDateTime,
        out: W,
    ) -> Result<(), RenderError> {
        let columns = self.columns.len();
        let count = self.sheets.len();
        let mut sheets = vec![self.summary(report, resources)?, self.controls(report)?];
        for (at, mut sheet) in std::mem::take(&mut self.sheets).into_iter().enumerate() {
            let last = if at + 1 == count { self.row - 1 } else { self.limit - 1 };
            finish_table(&mut sheet, 0, last, columns, 3, 8)?;
            sheets.push(sheet);
        }
        sheets.push(self.resources(report, resources)?);
        sheets.push(self.statements(report)?);
        sheets.push(self.plan(report)?);
        for mut sheet in sheets {
            page(&mut sheet, self.styles.lang, &report.title);
            self.book.push_worksheet(sheet);
        }
        properties(&mut self.book, &report.title, as_of)?;
        self.book.save_to_writer(out)?;
        Ok(())
    }

    /// The first sheet: verdict, numbers, sections, and how they came about.
    fn summary(&self, report: &Report, resources: &Resources) -> Result<Worksheet, RenderError> {
        let s = &self.styles;
        let (lang, w) = (s.lang, &report.words);
        let mut sheet = Worksheet::new();
        sheet.set_name(tr(lang, "summary", "概览"))?;
        sheet.set_screen_gridlines(false);
        for (col, width) in (0u16..).zip([10.0, 30.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 9.0, 14.0, 14.0]) {
            sheet.set_column_width(col, width)?;
        }
        let mut row = 0u32;
        let all = SUMMARY_CHARS + 40.0;
        s.across(&mut sheet, row, (0, LAST), &report.title, &s.title, 80.0)?;
        s.across(&mut sheet, row + 1, (0, LAST), &report.subtitle, &s.prose, all)?;
        s.across(&mut sheet, row + 2, (0, LAST), &report.disclaimer, &s.prose, all)?;
        row += 4;
        s.across(&mut sheet, row, (0, LAST), w["verdict"], &s.heading, 80.0)?;
        let headline = format!("{} {}", sign(report.verdict.tone), report.verdict.headline);
        s.fact(&mut sheet, row + 1, (w["conclusion"], &headline), (2, LAST), SUMMARY_CHARS)?;
        s.fact(&mut sheet, row + 2, (w["why"], &report.verdict.explanation), (2, LAST), SUMMARY_CHARS)?;
        row += 3;
        for card in &report.verdict.cards {
            let value = format!("{}  ({})", card.value, card.note);
            s.fact(&mut sheet, row, (&card.label, &value), (2, LAST), SUMMARY_CHARS)?;
            row += 1;
        }
        for warning in &report.verdict.warnings {
            s.fact(&mut sheet, row, (&tr(lang, "Mind", "注意"), warning), (2, LAST), SUMMARY_CHARS)?;
            row += 1;
        }
        row += 1;
        s.across(&mut sheet, row, (0, LAST), w["scores"], &s.heading, 80.0)?;
        row += 1;
        for reading in &report.readings {
            let mut value = reading.value.clone();
            if reading.with_exceptions != "–" {
                value = format!("{value}{}{}: {}", tr(lang, "; ", "；"), w["with_exceptions"], reading.with_exceptions);
            }
            if reading.conclusion != "–" {
                value = format!("{value}{}{}: {}", tr(lang, "; ", "；"), w["conclusion"], reading.conclusion);
            }
            s.fact(&mut sheet, row, (&reading.name, &value), (2, LAST), SUMMARY_CHARS)?;
            row += 1;
        }
        row += 1;
        s.across(&mut sheet, row, (0, LAST), w["controls"], &s.heading, 80.0)?;
        row += 1;
        for (col, head) in [(1, w["status"].to_owned()), (2, w["count"].to_owned()), (3, tr(lang, "Share", "占比"))] {
            s.head(&mut sheet, row, col, &head)?;
        }
        let first = row + 1;
        for status in &report.statuses {
            row += 1;
            s.put(&mut sheet, row, 1, &Cell::Status(status.tone, status.label.as_str().into()))?;
            s.put(&mut sheet, row, 2, &Cell::Count(status.count))?;
            s.put(&mut sheet, row, 3, &Cell::Share(status.percent / 100.0))?;
        }
        bars(&mut sheet, (first, row), 3, 0x009D_C3E6)?;
        row += 2;
        for (title, sections) in [(w["sections"], &report.sections), (w["levels"], &report.levels)] {
            if sections.is_empty() {
                continue;
            }
            s.across(&mut sheet, row, (0, LAST), title, &s.heading, 80.0)?;
            row += 1;
            s.head(&mut sheet, row, 0, w["code"])?;
            s.head(&mut sheet, row, 1, w["section"])?;
            for (col, status) in (2u16..).zip(&report.statuses) {
                s.head(&mut sheet, row, col, &format!("{} {}", sign(status.tone), status.label))?;
            }
            s.head(&mut sheet, row, 8, w["total"])?;
            s.head(&mut sheet, row, 9, w["lower"])?;
            s.head(&mut sheet, row, 10, w["upper"])?;
            let first = row + 1;
            for section in sections {
                row += 1;
                let title = if section.depth > 1 { format!("　{}", section.title) } else { section.title.clone() };
                s.put(&mut sheet, row, 0, &Cell::line(&section.number))?;
                s.put(&mut sheet, row, 1, &Cell::text(title))?;
                for (col, status) in (2u16..).zip(&section.statuses) {
                    s.put(&mut sheet, row, col, &Cell::Count(status.count))?;
                }
                s.put(&mut sheet, row, 8, &Cell::Count(section.total))?;
                if section.score == "–" {
                    s.put(&mut sheet, row, 9, &Cell::line("–"))?;
                    s.put(&mut sheet, row, 10, &Cell::line("–"))?;
                } else {
                    s.put(&mut sheet, row, 9, &Cell::Share(section.lower / 100.0))?;
                    s.put(&mut sheet, row, 10, &Cell::Share(section.upper / 100.0))?;
                }
            }
            bars(&mut sheet, (first, row), 9, 0x008F_C9A5)?;
            bars(&mut sheet, (first, row), 10, 0x00C9_D6E3)?;
            row += 2;
        }
        s.across(&mut sheet, row, (0, LAST), w["how_computed"], &s.heading, 80.0)?;
        for method in &report.methods {
            row += 1;
            s.across(&mut sheet, row, (0, LAST), method, &s.prose, all)?;
        }
        row += 2;
        s.across(&mut sheet, row, (0, LAST), &tr(lang, "About these sheets", "关于本工作簿"), &s.heading, 80.0)?;
        for note in self.notes(resources) {
            row += 1;
            s.across(&mut sheet, row, (0, LAST), &note, &s.prose, all)?;
        }
        row += 2;
        s.across(&mut sheet, row, (0, LAST), w["document_control"], &s.heading, 80.0)?;
        for fact in report.control_facts.iter().chain(&report.scope) {
            row += 1;
            s.fact(&mut sheet, row, (&fact.label, &fact.value), (2, LAST), SUMMARY_CHARS)?;
        }
        Ok(sheet)
    }

    /// What a reader must know to read the sheets, with what was left out.
    fn notes(&self, resources: &Resources) -> Vec<String> {
        let lang = self.styles.lang;
        let mut notes = vec![
            tr(
                lang,
                format!(
                    "Findings: {} rows on {} sheets, one for each finding, each verdict at the thresholds of its source; controls may ask for others.",
                    self.written,
                    self.sheets.len()
                ),
                format!(
                    "检查结果共 {} 行，分列于 {} 张工作表，每条结果一行；结论按来源工具的阈值给出，控制项可能要求不同的阈值。",
                    self.written,
                    self.sheets.len()
                ),
            ),
            tr(
                lang,
                "On paper each sheet shows its first columns, large enough to read; the print area can be cleared.",
                "打印时各表仅输出前若干列以保证可读；可清除打印区域后打印全部列。",
            ),
            tr(
                lang,
                "Every text cell is text, also where it begins like a formula; characters that do not show are written as [U+202E].",
                "所有文字单元格均按文本写入，包括以等号等开头的名称；不可见字符以 [U+202E] 形式显示。",
            ),
        ];
        notes.extend(beyond(resources, lang));
        notes
    }

    fn controls(&self, report: &Report) -> Result<Worksheet, RenderError> {
        let s = &self.styles;
        let (lang, w) = (s.lang, &report.words);
        let law = report.groups.iter().flat_map(|g| &g.controls).any(|c| !c.label.is_empty());
        let mut columns = vec![
            column(tr(lang, "Ref", "编号"), 15.0),
            column(w["status"], 15.0),
            column(w["requirement"], 46.0),
            column(w["section"], 20.0),
            column(tr(lang, "Title", "标题"), 20.0),
            column(w["why"], 44.0),
            column(w["responsible"], 12.0),
            column(w["severity"], 10.0),
            column(tr(lang, "✗ Fail", "✗ 未通过"), 9.0),
            column(tr(lang, "✓ Pass", "✓ 通过"), 9.0),
            column(tr(lang, "? Open", "? 未决"), 9.0),
            column(w["accepted"], 10.0),
            column(w["stays_open"], 64.0),
            column(w["evidence_wanted"], 64.0),
            column(w["limits"], 64.0),
            column(w["attestations"], 64.0),
            column(w["checks"], 64.0),
            column(tr(lang, "Hazards and high-risk cases", "重大风险隐患与高风险判例"), 64.0),
            column(w["evidence_level"], 14.0),
            column(tr(lang, "Particulars", "要素"), 64.0),
            column("id", 18.0),
        ];
        if law {
            columns.insert(2, column(w["label"], 16.0));
        }
        let mut sheet = Worksheet::new();
        sheet.set_name(tr(lang, "controls", "控制项"))?;
        s.heads(&mut sheet, 0, &columns)?;
        let mut row = 0;
        for group in &report.groups {
            for c in &group.controls {
                row += 1;
                let section = format!("{} {}", group.number, group.title);
                let checks: Vec<String> = c
                    .checks
                    .iter()
                    .map(|k| {
                        let params = if k.params.is_empty() { String::new() } else { format!(" ({})", k.params) };
                        format!("{} {}{params} [{}]", sign(k.tone), k.title, k.coverage)
                    })
                    .collect();
                let mut cells = vec![
                    Cell::line(&c.reference),
                    Cell::Status(c.tone, c.status_label.as_str().into()),
                    Cell::text(&c.requirement),
                    Cell::text(section.trim().to_owned()),
                    Cell::text(&c.title),
                    Cell::text(&c.why),
                    Cell::line(&c.owner),
                    Cell::line(&c.severity),
                    Cell::Count(c.fail),
                    Cell::Count(c.pass),
                    Cell::Count(c.open),
                    Cell::line(if c.accepted { w["yes"] } else { "" }),
                    Cell::text(c.stays_open.join("\n")),
                    Cell::text(c.evidence_wanted.join("\n")),
                    Cell::text(&c.limits),
                    Cell::text(c.statements.join("\n")),
                    Cell::text(checks.join("\n")),
                    Cell::text(c.risks.join("\n")),
                    Cell::text(&c.evidence),
                    Cell::text(&c.facts_line),
                    Cell::line(&c.id),
                ];
                if law {
                    cells.insert(2, Cell::text(&c.label));
                }
                s.row(&mut sheet, row, &columns, &cells)?;
            }
        }
        finish_table(&mut sheet, 0, row, columns.len(), 2, 11)?;
        Ok(sheet)
    }

    fn resources(&mut self, report: &Report, resources: &Resources) -> Result<Worksheet, RenderError> {
        let (lang, w) = (self.styles.lang, &report.words);
        let mut sheet = self.book.new_worksheet_with_constant_memory()?;
        let s = &self.styles;
        sheet.set_name(tr(lang, "resources", "资源"))?;
        let mut head = 0;
        if let Some(note) = beyond(resources, lang) {
            sheet.write_string_with_format(0, 0, note, &s.heading)?;
            head = 1;
        }
        let mut columns = vec![
            column(w["status"], 13.0),
            column(w["resource"], 34.0),
            column(w["account"], 20.0),
            column(w["region"], 16.0),
            column(w["kind"], 28.0),
        ];
        for status in FindingStatus::ALL {
            let label = status.label();
            columns.push(column(format!("{} {}", sign(finding_tone(status)), label.get(lang)), 10.0));
        }
        columns.push(column(w["total"], 9.0));
        columns.push(column(tr(lang, "Failing checks", "未通过的检查项"), 60.0));
        columns.push(column(tr(lang, "Their ids", "检查项 id"), 50.0));
        columns.push(column("ARN / id", 50.0));
        s.heads(&mut sheet, head, &columns)?;
        let mut row = head;
        for one in resources.sorted() {
            row += 1;
            let worst = worst(&one.counts);
            let titles: Vec<&str> =
                one.failing.iter().map(|id| checks::find(id).map_or(&**id, |c| c.title.get(lang))).collect();
            let ids: Vec<&str> = one.failing.iter().map(|id| &**id).collect();
            let r = &one.resource;
            let mut cells = vec![
                Cell::Status(finding_tone(worst), worst.label().get(lang).into()),
                Cell::line(r.label()),
                Cell::line(&r.account),
                Cell::line(&r.region),
                Cell::line(&r.kind),
            ];
            cells.extend(FindingStatus::ALL.map(|status| Cell::Count(one.counts.get(status))));
            cells.push(Cell::Count(one.counts.total()));
            cells.push(Cell::text(titles.join("\n")));
            cells.push(Cell::text(ids.join("\n")));
            cells.push(Cell::line(if r.arn.is_empty() { &r.id } else { &r.arn }));
            s.row(&mut sheet, row, &columns, &cells)?;
        }
        finish_table(&mut sheet, head, row, columns.len(), 2, 12)?;
        Ok(sheet)
    }

    fn statements(&self, report: &Report) -> Result<Worksheet, RenderError> {
        let s = &self.styles;
        let (lang, w) = (s.lang, &report.words);
        let columns = [
            column(w["kind"], 18.0),
            column("id", 16.0),
            column(w["state"], 14.0),
            column(w["statement"], 60.0),
            column(tr(lang, "Compensating control, document, files", "补偿措施、文件与附件"), 46.0),
            column(tr(lang, "Person", "签署人、责任人与批准人"), 34.0),
            column(tr(lang, "Until", "有效期至"), 13.0),
            column(tr(lang, "Is for", "适用范围"), 36.0),
            column(tr(lang, "Controls of this report", "本报告中的控制项"), 36.0),
        ];
        let mut sheet = Worksheet::new();
        sheet.set_name(tr(lang, "exceptions and attestations", "例外与声明"))?;
        s.heads(&mut sheet, 0, &columns)?;
        let exceptions = report.exceptions.iter().map(|x| (w["exception"], x));
        let all = exceptions.chain(report.attestations.iter().map(|x| (w["attestation"], x)));
        let mut row = 0;
        for (kind, x) in all {
            row += 1;
            s.row(&mut sheet, row, &columns, &statement(kind, x))?;
        }
        if row == 0 {
            row = 1;
            s.put(&mut sheet, 1, 0, &Cell::line(w["none"]))?;
        }
        finish_table(&mut sheet, 0, row, columns.len(), 2, 9)?;
        Ok(sheet)
    }

    fn plan(&self, report: &Report) -> Result<Worksheet, RenderError> {
        let s = &self.styles;
        let (lang, w) = (s.lang, &report.words);
        let columns: Vec<Column> = vec![
            column("#", 6.0),
            column(w["severity"], 10.0),
            column(w["check"], 36.0),
            column(w["affected"], 10.0),
            column(w["effect"], 50.0),
            column(w["effort"], 20.0),
            column(w["remediation"], 50.0),
            column(w["owner"], 14.0),
            column(w["due"], 14.0),
            column(tr(lang, "Progress", "完成情况"), 20.0),
            column(w["controls"], 18.0),
            column(tr(lang, "Met by this alone", "仅整改本项即可符合"), 18.0),
            column(w["command"], 60.0),
            column("id", 34.0),
        ];
        let mut sheet = Worksheet::new();
        sheet.set_name(tr(lang, "remediation plan", "整改计划"))?;
        s.heads(&mut sheet, 0, &columns)?;
        let mut row = 0;
        for p in &report.plan {
            row += 1;
            let cells = [
                Cell::Count(p.number as u64),
                Cell::line(&p.severity),
                Cell::text(&p.title),
                Cell::Count(p.failing),
                Cell::text(&p.effect),
                Cell::text(&p.effort),
                Cell::text(&p.remediation),
                Cell::text(&p.owner),
                Cell::line(&p.due),
                Cell::Blank,
                Cell::text(refs(&p.controls)),
                Cell::text(refs(&p.would_meet)),
                Cell::text(&p.cli),
                Cell::line(&p.check),
            ];
            s.row(&mut sheet, row, &columns, &cells)?;
        }
        if row == 0 {
            row = 1;
            s.put(&mut sheet, 1, 2, &Cell::line(w["none"]))?;
        }
        finish_table(&mut sheet, 0, row, columns.len(), 3, 10)?;
        Ok(sheet)
    }
}

fn finding_columns(lang: Lang) -> Vec<Column> {
    [
        ("Status", "结论", 13.0),
        ("Severity", "严重程度", 10.0),
        ("Check", "检查项", 44.0),
        ("Resource", "资源", 30.0),
        ("Account", "账号", 20.0),
        ("Region", "地域", 15.0),
        ("Reason", "原因", 56.0),
        ("Gap or remark", "缺口或说明", 36.0),
        ("Controls", "控制项", 24.0),
        ("Effort", "工作量", 22.0),
        ("Check id", "检查项 id", 34.0),
        ("Resource type", "资源类型", 26.0),
        ("ARN / id", "ARN / id", 44.0),
        ("Evidence", "证据来源", 11.0),
        ("Observed", "采集时间", 24.0),
        ("Source", "来源", 18.0),
        ("Answer it rests on: call, request id, time, SHA-256", "所依据的应答：接口、请求 id、时间、SHA-256", 60.0),
    ]
    .map(|(en, zh, width)| column(tr(lang, en, zh), width))
    .into()
}

fn statement<'a>(kind: &'a str, x: &'a StatementView) -> [Cell<'a>; 9] {
    [
        Cell::text(kind),
        Cell::line(&x.id),
        Cell::Status(x.tone, x.state.as_str().into()),
        Cell::text(&x.text),
        Cell::text(&x.detail),
        Cell::text(&x.person),
        Cell::line(&x.until),
        Cell::text(&x.applies_to),
        Cell::text(refs(&x.controls)),
    ]
}

fn refs(links: &[Link]) -> String {
    links.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join(", ")
}

/// The worst status that has a finding.
fn worst(counts: &Counts) -> FindingStatus {
    FindingStatus::ALL.into_iter().find(|s| counts.get(*s) > 0).unwrap_or(FindingStatus::NotApplicable)
}

/// What the sheet of resources leaves out, in words; nothing where it is whole.
fn beyond(resources: &Resources, lang: Lang) -> Option<String> {
    let (left, counts) = resources.beyond();
    (left > 0).then(|| {
        tr(
            lang,
            format!(
                "Resources: {left} more are left out here, with {} findings, {} of them failing; the sheet of findings has them all.",
                counts.total(),
                counts.fail
            ),
            format!(
                "资源表另有 {left} 个资源未列出，涉及检查结果 {} 条，其中未通过 {} 条；全部明细见“检查结果”表。",
                counts.total(),
                counts.fail
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;
    use crate::data::Library;
    use crate::domain::{EvidenceLevel, Params, Resource, Severity, Source};
    use crate::text::Text;

    fn finding(n: u32) -> Finding {
        Finding {
            check_id: "ram-root-mfa-enabled".into(),
            status: FindingStatus::Fail,
            severity: Severity::High,
            resource: Resource { id: format!("r-{n}"), ..Resource::default() },
            reason: Text::same("=1+1"),
            gap: None,
            caution: None,
            list_may_be_cut: false,
            evidence: EvidenceLevel::Imported,
            observed_at: String::new(),
            source: Source::default(),
            params: Params::default(),
            measured: BTreeMap::new(),
            proof: Vec::new(),
            muted: false,
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test looks into its own folder")]
    fn findings_go_on_on_further_sheets() {
        let library = Library::default();
        let (catalogue, framework) = library.framework("posture-review").expect("a framework");
        let mapping = library.mapping(&catalogue).expect("its mapping");
        let folder = tempfile::tempdir().expect("a folder");
        let mut table =
            FindingsXlsx::with_limit(Lang::En, &framework, &mapping, folder.path(), 4).expect("a folder to write in");
        for n in 0..7 {
            table.write(&finding(n)).expect("room");
        }
        assert_eq!(table.written, 7);
        let names: Vec<String> = table.sheets.iter().map(Worksheet::name).collect();
        assert_eq!(names, ["findings", "findings 2", "findings 3"]);
        for sheet in std::mem::take(&mut table.sheets) {
            table.book.push_worksheet(sheet);
        }
        let mut zip = zip::ZipArchive::new(Cursor::new(table.book.save_to_buffer().expect("memory"))).expect("a zip");
        for (at, rows) in [(1, 4), (2, 4), (3, 2)] {
            let mut text = String::new();
            let mut part = zip.by_name(&format!("xl/worksheets/sheet{at}.xml")).expect("a sheet");
            part.read_to_string(&mut text).expect("UTF-8");
            assert_eq!(text.matches("<row ").count(), rows, "sheet {at}");
            assert!(!text.contains("<f>") && text.contains("=1+1"), "sheet {at}: a formula");
        }
        assert_eq!(std::fs::read_dir(folder.path()).map(Iterator::count).ok(), Some(0), "temporary files have no name");
    }
}
