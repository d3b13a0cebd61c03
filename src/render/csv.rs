//! CSV: one file of controls, and one of every finding, written as the findings stream past.

use std::collections::BTreeMap;
use std::io::Write;

use csv::{Terminator, Writer, WriterBuilder};

use super::RenderError;
use super::escape::csv_cell;
use crate::assess::{AccountResult, CellState, CoverageMap};
use crate::catalog::{Framework, Mapping};
use crate::domain::{ControlStatus, Finding, FindingStatus};
use crate::report::{Ingredients, Report, account_lines};
use crate::text::Lang;

/// Excel reads UTF-8 only with this in front.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// The control table in one language.
///
/// # Errors
/// Only when memory runs out.
pub fn controls(report: &Report) -> Result<Vec<u8>, RenderError> {
    let mut writer = writer(BOM.to_vec());
    let w = &report.words;
    writer.write_record([
        "id",
        "ref",
        w["section"],
        w["requirement"],
        "status",
        w["status"],
        w["accepted"],
        w["severity"],
        "fail",
        "pass",
        "open",
        w["responsible"],
        w["evidence_level"],
        w["why"],
        w["stays_open"],
        w["evidence_wanted"],
        w["limits"],
    ])?;
    for control in report.groups.iter().flat_map(|g| g.controls.iter().map(move |c| (g, c))) {
        let (group, c) = control;
        let (fail, pass, open) = (c.fail.to_string(), c.pass.to_string(), c.open.to_string());
        let section = format!("{} {}", group.number, group.title);
        let cells = [
            c.id.as_str(),
            &c.reference,
            section.trim(),
            &c.requirement,
            c.status,
            &c.status_label,
            if c.accepted { w["yes"] } else { "" },
            &c.severity,
            &fail,
            &pass,
            &open,
            &c.owner,
            &c.evidence,
            &c.why,
            &c.stays_open.join(" "),
            &c.evidence_wanted.join(" "),
            &c.limits,
        ]
        .map(|cell| csv_cell(cell).into_owned());
        writer.write_record(&cells)?;
    }
    finish(writer)
}

/// The responsibility matrix in one language.
///
/// # Errors
/// Only when memory runs out.
pub fn responsibility(report: &Report) -> Result<Vec<u8>, RenderError> {
    let wanted: BTreeMap<&str, &[String]> =
        report.groups.iter().flat_map(|g| &g.controls).map(|c| (c.id.as_str(), c.evidence_wanted.as_slice())).collect();
    let mut writer = writer(BOM.to_vec());
    let w = &report.words;
    writer.write_record([
        "id",
        "ref",
        w["section"],
        w["requirement"],
        "owner",
        w["responsible"],
        "IaaS",
        "PaaS",
        "SaaS",
        "rule",
        w["rule"],
        w["provider_hands"],
        w["customer_hands"],
        w["evidence_wanted"],
        "provider_part",
        w["provider_part"],
        w["citations"],
        "customer_part",
        w["customer_part"],
        "status",
        w["status"],
        "settled",
        w["settled"],
        w["remarks"],
    ])?;
    for line in &report.responsibility_matrix {
        let cells = [
            line.id.as_str(),
            &line.reference,
            &line.section,
            &line.requirement,
            line.owner_id,
            &line.owner,
            &line.iaas,
            &line.paas,
            &line.saas,
            line.rule,
            &line.rationale,
            &line.provider_evidence,
            &line.customer_evidence,
            &wanted.get(line.id.as_str()).map(|list| list.join(" ")).unwrap_or_default(),
            line.provider_state,
            &line.provider_label,
            &line.citations.join(" "),
            line.customer_state,
            &line.customer_label,
            line.status,
            &line.status_label,
            if line.settled { "true" } else { "false" },
            &line.settled_label,
            &line.notes.join(" "),
        ]
        .map(|cell| csv_cell(cell).into_owned());
        writer.write_record(&cells)?;
    }
    finish(writer)
}

/// Writes the coverage ledger, row by row. Regions of one control and account whose cells are alike share a row, which says
/// how many cells it stands for: the counts of all rows add up to the number of cells.
///
/// # Errors
/// When the output cannot be written to.
pub fn coverage<W: Write>(mut out: W, map: &CoverageMap<'_>, lang: Lang) -> Result<W, RenderError> {
    let zh = lang == Lang::Zh;
    out.write_all(BOM).map_err(csv::Error::from)?;
    let mut writer = writer(out);
    let heads = [
        ("control", "控制项"),
        ("ref", "编号"),
        ("account", "账号"),
        ("regions", "地域"),
        ("cells", "格数"),
        ("state_id", "状态标识"),
        ("state", "状态"),
        ("pass", "通过"),
        ("fail", "未通过"),
        ("manual", "须人工判断"),
        ("checks", "决定性检查数"),
        ("checks_without_answer", "缺少结果的检查数"),
        ("holes", "缺口类型"),
    ];
    writer.write_record(heads.map(|(en, chinese)| if zh { chinese } else { en }))?;
    for span in map.spans() {
        // The account's own column has no region.
        let places: Vec<&str> = span.regions.iter().map(|r| if r.is_empty() { "global" } else { r }).collect();
        let cell = &span.cell;
        let numbers =
            [cell.pass, cell.fail, cell.manual, cell.checks.into(), cell.open.into()].map(|n: u64| n.to_string());
        let (cells, places) = (places.len().to_string(), places.join(";"));
        let row = [
            span.control.id.as_str(),
            &span.control.place.reference,
            span.account,
            &places,
            &cells,
            cell.state.id(),
            cell.state.label().get(lang),
            &numbers[0],
            &numbers[1],
            &numbers[2],
            &numbers[3],
            &numbers[4],
            &cell.holes().map(CellState::id).collect::<Vec<_>>().join(";"),
        ];
        for text in row {
            writer.write_field(csv_cell(text).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().map_err(|e| RenderError::Csv(e.into_error().into()))
}

/// Every account in one language, worst first: counts, controls by status, the failing controls, and the worst status in
/// each section.
///
/// # Errors
/// When `out` cannot be written to.
pub fn accounts<W: Write>(mut out: W, of: Ingredients<'_>, lang: Lang) -> Result<W, RenderError> {
    out.write_all(BOM).map_err(csv::Error::from)?;
    let mut writer = writer(out);
    let framework = &of.assessment.framework;
    let zh = lang == Lang::Zh;
    let mut heads: Vec<String> = [
        ("group", "账号分组"),
        ("account", "账号"),
        ("name", "账号名称"),
        ("severity_id", "最高严重程度标识"),
        ("severity", "最高严重程度"),
        ("fail", "未通过结果"),
        ("pass", "通过结果"),
        ("open", "无结论结果"),
        ("failing_controls", "不符合及部分符合项数"),
    ]
    .map(|(en, chinese)| if zh { chinese } else { en }.to_owned())
    .into();
    heads.extend(ControlStatus::ALL.map(|s| if zh { s.label().zh.to_owned() } else { s.id().to_owned() }));
    heads.push(if zh { "不符合及部分符合项编号" } else { "failing_refs" }.to_owned());
    let tops = framework.sections.iter().filter(|s| s.parent.is_none());
    heads.extend(tops.map(|s| if zh { s.title.zh.clone() } else { s.id.clone() }));
    writer.write_record(heads.iter().map(|head| csv_cell(head).into_owned()))?;
    let results: BTreeMap<&str, &AccountResult> =
        of.accounts.iter().flat_map(|a| &a.results).map(|r| (r.account.as_str(), r)).collect();
    for (id, line) in account_lines(of, lang) {
        let failing: Vec<&str> = results
            .get(id.as_str())
            .iter()
            .flat_map(|r| framework.controls.iter().zip(&r.statuses))
            .filter(|(_, s)| matches!(s, ControlStatus::NotMet | ControlStatus::PartiallyMet))
            .map(|(c, _)| c.place.reference.as_str())
            .collect();
        let mut cells = vec![line.group, line.account, line.name, line.severity_id.to_owned(), line.severity];
        cells.extend([line.fail, line.pass, line.open, line.failing].map(|n| n.to_string()));
        cells.extend(line.statuses.iter().map(|s| s.count.to_string()));
        cells.push(failing.join("; "));
        cells.extend(line.cells.into_iter().map(|c| if zh { c.label } else { c.status.to_owned() }));
        writer.write_record(cells.iter().map(|cell| csv_cell(cell).into_owned()))?;
    }
    writer.into_inner().map_err(|e| RenderError::Csv(e.into_error().into()))
}

/// Writes every finding as a row, with the controls that it stands behind.
pub struct FindingsCsv<W: Write> {
    writer: Writer<W>,
    controls: BTreeMap<&'static str, String>,
}

impl<W: Write> FindingsCsv<W> {
    /// Writes the head.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn new(mut out: W, framework: &Framework, mapping: &Mapping) -> Result<Self, RenderError> {
        out.write_all(BOM).map_err(csv::Error::from)?;
        let controls = controls_of_checks(framework, mapping);
        let mut writer = writer(out);
        writer.write_record([
            "check_id",
            "status",
            "severity",
            "account",
            "region",
            "resource_type",
            "resource_id",
            "resource_name",
            "resource_arn",
            "reason",
            "reason_zh",
            "gap",
            "gap_en",
            "gap_zh",
            "caution_en",
            "caution_zh",
            "muted",
            "evidence",
            "observed_at",
            "source",
            "source_check",
            "controls",
            "effort",
        ])?;
        Ok(FindingsCsv { writer, controls })
    }

    /// Writes one finding, at the thresholds of its source.
    ///
    /// # Errors
    /// When the output cannot be written to.
    pub fn write(&mut self, finding: &Finding) -> Result<(), RenderError> {
        let r = &finding.resource;
        let gap = finding.gap.as_ref();
        let source = format!("{} {}", finding.source.tool, finding.source.version);
        let cells: [&str; 23] = [
            &finding.check_id,
            finding.status.id(),
            finding.severity.id(),
            &r.account,
            &r.region,
            &r.kind,
            &r.id,
            &r.name,
            &r.arn,
            &finding.reason.en,
            if finding.reason.en == finding.reason.zh { "" } else { &finding.reason.zh },
            gap.map_or("", |g| g.kind.id()),
            gap.map_or("", |g| &g.text.en),
            gap.map_or("", |g| &g.text.zh),
            finding.caution.as_ref().map_or("", |c| &c.en),
            finding.caution.as_ref().map_or("", |c| &c.zh),
            if finding.muted { "true" } else { "" },
            finding.evidence.id(),
            &finding.observed_at,
            source.trim(),
            &finding.source.check,
            self.controls.get(&*finding.check_id).map_or("", String::as_str),
            if finding.status == FindingStatus::Fail { effort(&finding.check_id) } else { "" },
        ];
        for cell in cells {
            self.writer.write_field(csv_cell(cell).as_bytes())?;
        }
        self.writer.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Writes what is buffered and gives the output back.
    ///
    /// # Errors
    /// When the output cannot be written to.
    pub fn finish(self) -> Result<W, RenderError> {
        self.writer.into_inner().map_err(|e| RenderError::Csv(e.into_error().into()))
    }
}

/// The printed numbers of the controls that each check stands behind.
pub(super) fn controls_of_checks(framework: &Framework, mapping: &Mapping) -> BTreeMap<&'static str, String> {
    let mut controls: BTreeMap<&'static str, Vec<&str>> = BTreeMap::new();
    for control in &framework.controls {
        for link in mapping.links(&control.control.id, &control.variant) {
            for one in link.target.checks() {
                let list = controls.entry(one.check.id).or_default();
                if list.last() != Some(&control.place.reference.as_str()) {
                    list.push(&control.place.reference);
                }
            }
        }
    }
    controls.into_iter().map(|(check, list)| (check, list.join("; "))).collect()
}

fn effort(check: &str) -> &'static str {
    crate::checks::find(check).map_or("", |c| c.effort.id())
}

fn writer<W: Write>(out: W) -> Writer<W> {
    WriterBuilder::new().terminator(Terminator::CRLF).buffer_capacity(64 << 10).from_writer(out)
}

fn finish(writer: Writer<Vec<u8>>) -> Result<Vec<u8>, RenderError> {
    writer.into_inner().map_err(|e| RenderError::Csv(e.into_error().into()))
}
