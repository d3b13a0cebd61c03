//! The annex volume: every finding as a row, by check, as PDF. On request, for reports whose annex holds samples only.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use time::OffsetDateTime;

use super::volume::{self, Section, Volume};
use super::{RenderError, visible};
use crate::catalog::{Framework, Mapping};
use crate::checks;
use crate::domain::{Finding, FindingStatus, Severity};
use crate::text::Lang;

/// Rows of one file: some 1,600 pages, which viewers still open at once, and 200 MB while it is drawn.
pub const ANNEX_ROWS: u64 = 30_000;

/// Bytes of rows that are packed together. Findings wait packed for their check's turn, some 20 bytes each.
const BLOCK: usize = 64 << 10;

/// Between cells of a waiting row, and behind it: no visible text has these.
const CELL: char = '\u{1f}';
const ROW: char = '\u{1e}';

/// Takes findings as they stream past and draws them when all are known.
pub struct FindingsAnnex {
    lang: Lang,
    framework: String,
    id: String,
    at: OffsetDateTime,
    controls: BTreeMap<&'static str, Vec<String>>,
    /// By check, then status, worst first: the order of the rows.
    waiting: BTreeMap<(Arc<str>, FindingStatus), Waiting>,
    rows: u64,
    /// Most rows of one volume.
    most: u64,
}

/// Rows of one check and status.
#[derive(Default)]
struct Waiting {
    packed: Vec<Vec<u8>>,
    block: String,
    rows: u64,
}

/// One file of the annex.
pub struct AnnexVolume {
    /// From 1.
    pub number: usize,
    /// The file.
    pub bytes: Vec<u8>,
    /// Pages.
    pub pages: usize,
    /// Rows.
    pub rows: u64,
    /// Characters that no font has; they stand in the text as code points.
    pub missing: BTreeSet<char>,
}

/// A part of a check's rows that one volume holds.
struct Part {
    check: Arc<str>,
    /// The first row and the row behind the last, among the check's rows.
    from: u64,
    to: u64,
}

impl FindingsAnnex {
    /// An empty annex. `at` goes into the document information; nothing reads a clock.
    pub fn new(framework: &Framework, mapping: &Mapping, lang: Lang, at: OffsetDateTime) -> FindingsAnnex {
        let mut controls: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for control in &framework.controls {
            for link in mapping.links(&control.control.id, &control.variant) {
                for one in link.target.checks() {
                    let list = controls.entry(one.check.id).or_default();
                    if list.last() != Some(&control.place.reference) {
                        list.push(control.place.reference.clone());
                    }
                }
            }
        }
        FindingsAnnex {
            lang,
            framework: framework.name.get(lang).to_owned(),
            id: framework.id.clone(),
            at,
            controls,
            waiting: BTreeMap::new(),
            rows: 0,
            most: ANNEX_ROWS,
        }
    }

    /// Takes one finding, at the thresholds of its source.
    ///
    /// # Errors
    /// Only when memory runs out.
    pub fn write(&mut self, finding: &Finding) -> Result<(), RenderError> {
        let r = &finding.resource;
        let arn = if r.arn.is_empty() { &r.id } else { &r.arn };
        let resource = if r.label() == arn { arn.clone() } else { format!("{} {arn}", r.label()) };
        let mut reason = finding.reason.get(self.lang).to_owned();
        let notes = finding.gap.as_ref().map(|g| &g.text).into_iter().chain(&finding.caution);
        for note in notes.map(|text| text.get(self.lang)) {
            reason = if reason.is_empty() { note.to_owned() } else { format!("{reason} [{note}]") };
        }
        if finding.muted {
            reason.push_str(match self.lang {
                Lang::En => " [muted by the source]",
                Lang::Zh => "【来源已静默】",
            });
        }
        let source = format!("{} {}", finding.source.tool, finding.source.version);
        let source = format!("{}, {}", source.trim(), finding.evidence.label().get(self.lang));
        let observed = finding.observed_at.replacen('T', " ", 1);
        let observed = observed.split('.').next().unwrap_or_default();
        let key = (Arc::clone(&finding.check_id), finding.status);
        let waiting = self.waiting.entry(key).or_default();
        for cell in [&resource, &r.account, &r.region, &reason, observed, &source] {
            // What `visible` lets through of controls are line ends and tabs.
            waiting.block.extend(visible(cell).chars().map(|c| if c.is_control() { ' ' } else { c }));
            waiting.block.push(CELL);
        }
        waiting.block.push(ROW);
        waiting.rows += 1;
        self.rows += 1;
        if waiting.block.len() >= BLOCK {
            waiting.packed.push(pack(&waiting.block)?);
            waiting.block.clear();
        }
        Ok(())
    }

    /// Draws the volumes one after the other, so that only one is in memory.
    ///
    /// # Errors
    /// What `emit` returns, or a document that would break PDF/A-2a or PDF/UA-1.
    pub fn finish<E: From<RenderError>>(self, emit: &mut dyn FnMut(AnnexVolume) -> Result<(), E>) -> Result<(), E> {
        let volumes = self.volumes();
        let columns = self.columns();
        for (at, parts) in volumes.iter().enumerate() {
            let rows: u64 = parts.iter().map(|p| p.to - p.from).sum();
            let (number, all) = (at + 1, volumes.len());
            let volume = Volume {
                title: match self.lang {
                    Lang::En => format!("{}: all findings, volume {number} of {all}", self.framework),
                    Lang::Zh => format!("{}：检查结果明细（第 {number} 册，共 {all} 册）", self.framework),
                },
                about: vec![match self.lang {
                    Lang::En => format!(
                        "{rows} of {} findings. Every finding stands here as its source judged it, also of checks that no control asks for; the report judges at the thresholds that its controls ask for.",
                        self.rows
                    ),
                    Lang::Zh => format!(
                        "本册收录 {rows} 条，全部共 {} 条。各条按来源的判定列出，含未对应任何控制项的检查；报告正文按各控制项要求的阈值判定。",
                        self.rows
                    ),
                }],
                foot: match self.lang {
                    Lang::En => "Self-check material, not an assessment report.".to_owned(),
                    Lang::Zh => "自查材料，不是测评报告。".to_owned(),
                },
                lang: self.lang.tag(),
                ident: format!("{} annex {number} {} {}", self.id, self.lang.code(), self.at.date()),
                at: self.at,
                columns: &columns,
                sections: parts.iter().map(|part| self.section(part)).collect(),
                page: match self.lang {
                    Lang::En => |page, of| format!("page {page} of {of}"),
                    Lang::Zh => |page, of| format!("第 {page} 页，共 {of} 页"),
                },
                continued: match self.lang {
                    Lang::En => "(continued)",
                    Lang::Zh => "（续）",
                },
            };
            let drawn = volume::draw(&volume, &|section, take| self.rows_of(&parts[section], take))
                .map_err(|message| RenderError::Typeset { message })?;
            let volume::Drawn { bytes, pages, missing } = drawn;
            emit(AnnexVolume { number, bytes, pages, rows, missing })?;
        }
        Ok(())
    }

    /// Checks with failures first, by severity; cut into volumes.
    fn volumes(&self) -> Vec<Vec<Part>> {
        let mut order: BTreeMap<(bool, Severity, &Arc<str>), u64> = BTreeMap::new();
        for ((check, _), waiting) in &self.waiting {
            let failing = self.waiting.contains_key(&(Arc::clone(check), FindingStatus::Fail));
            let severity = checks::find(check).map_or(Severity::Informational, |c| c.severity);
            *order.entry((!failing, severity, check)).or_default() += waiting.rows;
        }
        let mut volumes: Vec<Vec<Part>> = vec![Vec::new()];
        let mut room = self.most;
        for ((_, _, check), rows) in order {
            let mut from = 0;
            while from < rows {
                if room == 0 {
                    volumes.push(Vec::new());
                    room = self.most;
                }
                let to = rows.min(from + room);
                room -= to - from;
                if let Some(volume) = volumes.last_mut() {
                    volume.push(Part { check: Arc::clone(check), from, to });
                }
                from = to;
            }
        }
        volumes
    }

    fn section(&self, part: &Part) -> Section {
        let check = checks::find(&part.check);
        let title = match check {
            Some(check) => format!("{} ({})", check.title.get(self.lang), check.id),
            None => part.check.to_string(),
        };
        let counts: Vec<String> = FindingStatus::ALL
            .into_iter()
            .filter_map(|status| {
                let waiting = self.waiting.get(&(Arc::clone(&part.check), status))?;
                Some(format!("{} {}", status.label().get(self.lang), waiting.rows))
            })
            .collect();
        let (comma, none) = match self.lang {
            Lang::En => (", ", "none"),
            Lang::Zh => ("、", "无"),
        };
        let severity = check.map_or("", |c| c.severity.label().get(self.lang));
        let controls = self.controls.get(&*part.check).map_or(none.to_owned(), |list| list.join(comma));
        let about = match self.lang {
            Lang::En => format!("{severity}; {}. Controls: {controls}", counts.join(comma)),
            Lang::Zh => format!("{severity}；{}。对应控制项：{controls}", counts.join(comma)),
        };
        Section { title, about: vec![about] }
    }

    fn columns(&self) -> Vec<(String, f32)> {
        [
            ("No.", "序号", 34.0),
            ("Status", "状态", 52.0),
            ("Resource", "资源", 190.0),
            ("Account", "账号", 78.0),
            ("Region", "地域", 62.0),
            ("Why", "判定依据", 225.0),
            ("Observed", "检查时间", 58.0),
            ("Source", "来源", 70.0),
        ]
        .map(|(en, zh, width)| (if self.lang == Lang::Zh { zh } else { en }.to_owned(), width))
        .into()
    }

    fn rows_of(&self, part: &Part, take: &mut dyn FnMut(&[&str])) {
        let mut number = 0;
        for status in FindingStatus::ALL {
            let Some(waiting) = self.waiting.get(&(Arc::clone(&part.check), status)) else { continue };
            if number + waiting.rows <= part.from || number >= part.to {
                number += waiting.rows;
                continue;
            }
            let word = status.label().get(self.lang);
            waiting.each(&mut |row| {
                number += 1;
                if number > part.from && number <= part.to {
                    let printed = number.to_string();
                    let mut cells = vec![printed.as_str(), word];
                    cells.extend(row.split(CELL).take(6));
                    take(&cells);
                }
            });
        }
    }
}

impl Waiting {
    fn each(&self, take: &mut dyn FnMut(&str)) {
        for block in &self.packed {
            let text = zstd::decode_all(block.as_slice()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            text.expect("what was packed here unpacks").split_terminator(ROW).for_each(&mut *take);
        }
        self.block.split_terminator(ROW).for_each(take);
    }
}

fn pack(text: &str) -> Result<Vec<u8>, RenderError> {
    zstd::encode_all(text.as_bytes(), 1).map_err(|e| RenderError::Csv(e.into()))
}

#[cfg(test)]
mod tests;
