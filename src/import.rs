//! Other tools' files, and our own, in; findings out, one at a time, with an account of every row.
//!
//! Importers stream: memory does not grow with the file. The caller opens files; nothing here touches the file system.

mod findings_jsonl;
pub mod mutelist;
mod prowler;
mod prowler_csv;
mod prowler_ocsf;
mod records;
mod rederive;

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::catalog::SourceMap;
use crate::domain::Finding;
use crate::evaluate;
use crate::snapshot::Snapshot;
use crate::text::Phrase;

/// The largest single record (JSON object, CSV row, line) that is read, in bytes.
pub const MAX_RECORD: usize = 16 << 20;

/// How many different unmapped check names are told apart in one file.
const UNMAPPED_NAMES: usize = 1_000;

/// A file format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Prowler's findings as CSV, `;` between cells.
    ProwlerCsv,
    /// Prowler's findings as a JSON array of OCSF Detection Findings.
    ProwlerOcsf,
    /// Our own findings, one JSON object a line.
    FindingsJsonl,
    /// A snapshot of our own scan, judged when read.
    Snapshot,
}

impl Format {
    /// The name a report prints.
    pub fn label(self) -> &'static str {
        match self {
            Format::ProwlerCsv => "Prowler CSV",
            Format::ProwlerOcsf => "Prowler JSON-OCSF",
            Format::FindingsJsonl => "findings.jsonl",
            Format::Snapshot => "snapshot",
        }
    }
}

/// What was read from one file. Every row is in `findings`, `duplicates` or `unmapped`.
#[derive(Clone, Debug, Serialize)]
pub struct FileReport {
    /// Path as given.
    pub path: String,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Format.
    pub format: Format,
    /// Rows in the file.
    pub rows: u64,
    /// Rows that became findings.
    pub findings: u64,
    /// Rows that say again what an earlier row said.
    pub duplicates: u64,
    /// Rows that the source's own list mutes; they count among the findings.
    pub muted: u64,
    /// Rows that no check of ours answers to.
    pub unmapped: BTreeMap<Unmapped, u64>,
}

/// Rows that could not be used, grouped.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Unmapped {
    /// Why.
    pub reason: UnmappedReason,
    /// The source's check id; `…` for all beyond the names told apart.
    pub check: String,
}

/// Why a row could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UnmappedReason {
    /// No check here answers to that name.
    UnknownCheck,
    /// The row speaks of another cloud provider.
    OtherProvider,
    /// The row was written by another tool.
    OtherTool,
}

impl UnmappedReason {
    /// The words a report prints.
    pub fn label(self) -> Phrase {
        match self {
            UnmappedReason::UnknownCheck => {
                Phrase { en: "no check here answers to this id", zh: "本工具没有对应的检查项" }
            }
            UnmappedReason::OtherProvider => {
                Phrase { en: "the row is about another cloud provider", zh: "该行属于其他云平台" }
            }
            UnmappedReason::OtherTool => {
                Phrase { en: "the row was written by another tool", zh: "该行由其他工具写入" }
            }
        }
    }
}

/// What became of one row.
#[derive(Debug)]
pub enum Outcome {
    /// Findings; more than one where a row answers several of our checks.
    Findings(Vec<Finding>),
    /// Nothing here uses it.
    Unmapped(Unmapped),
}

/// A file that cannot be read. Names the file and the place, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {kind}")]
pub struct ImportError {
    /// Path as given.
    pub path: String,
    /// What is wrong.
    #[source]
    pub kind: ImportErrorKind,
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum ImportErrorKind {
    /// The file cannot be opened or read.
    #[error("cannot be read")]
    Io(#[source] io::Error),
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Not text.
    #[error("the file is not UTF-8 text{}", .hint.map_or(String::new(), |h| format!(" ({h})")))]
    NotText {
        /// What it looks like.
        hint: Option<&'static str>,
    },
    /// No importer knows it.
    #[error("the format is not recognised: {0}")]
    Unknown(String),
    /// It breaks off or is malformed.
    #[error("broken after {rows} findings, at byte {byte}{}: {what}", .line.map_or(String::new(), |l| format!(" (line {l})")))]
    Broken {
        /// Whole rows read before the break.
        rows: u64,
        /// Where it breaks, from the start of the file.
        byte: u64,
        /// The line, for line-based formats.
        line: Option<u64>,
        /// How it breaks.
        what: String,
    },
}

impl ImportErrorKind {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            ImportErrorKind::Io(_) => "check the path and its permissions",
            ImportErrorKind::Empty => "the tool that should have written it wrote nothing; run it again",
            ImportErrorKind::NotText { .. } => {
                "give the CSV or JSON file itself, not an archive or a spreadsheet, saved as UTF-8"
            }
            ImportErrorKind::Unknown(_) => {
                "known formats: Prowler CSV (`;`), Prowler JSON-OCSF (.ocsf.json), findings.jsonl"
            }
            ImportErrorKind::Broken { .. } => {
                "the file was cut off or changed; export it again. Nothing was written, because a part would look like the whole"
            }
        }
    }
}

/// SHA-256 of a file's bytes, lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Called with the number of bytes read so far.
pub type Progress<'a> = &'a mut dyn FnMut(u64);

/// Reads one file and hands every finding to `sink`, which says whether it was new.
///
/// # Errors
/// A file that is empty, not text, of no known format, cut off or malformed. Findings handed over before the break must
/// then be thrown away by the caller.
pub fn read(
    path: &str,
    mut reader: impl Read + Send,
    prowler: &SourceMap,
    progress: Progress<'_>,
    sink: &mut dyn FnMut(&Finding) -> bool,
) -> Result<FileReport, ImportError> {
    let fail = |kind| ImportError { path: path.to_owned(), kind };
    let mut head = vec![0; 64 << 10];
    let filled = fill(&mut reader, &mut head).map_err(|e| fail(ImportErrorKind::Io(e)))?;
    head.truncate(filled);
    let format = detect(&head).map_err(fail)?;
    let mut tee = Tee { inner: io::Cursor::new(head).chain(reader), hasher: Sha256::new(), bytes: 0 };
    let mut report = FileReport {
        path: path.to_owned(),
        sha256: String::new(),
        bytes: 0,
        format,
        rows: 0,
        findings: 0,
        duplicates: 0,
        muted: 0,
        unmapped: BTreeMap::new(),
    };
    let mut take = |outcome: Outcome| {
        report.rows += 1;
        match outcome {
            Outcome::Findings(findings) => {
                let mut new = false;
                for finding in &findings {
                    new |= sink(finding);
                }
                report.findings += u64::from(new);
                report.duplicates += u64::from(!new);
                report.muted += u64::from(new && findings.iter().any(|f| f.muted));
            }
            Outcome::Unmapped(mut row) => {
                if report.unmapped.len() >= UNMAPPED_NAMES && !report.unmapped.contains_key(&row) {
                    row.check = "…".to_owned();
                }
                *report.unmapped.entry(row).or_default() += 1;
            }
        }
    };
    match format {
        Format::ProwlerCsv => prowler_csv::read(&mut tee, prowler, progress, &mut take),
        Format::ProwlerOcsf => {
            records::json_array(&mut tee, progress, &mut take, &|bytes| prowler_ocsf::parse(bytes, prowler))
        }
        // A snapshot is judged, not imported: `detect` never says so.
        Format::FindingsJsonl | Format::Snapshot => {
            records::lines(&mut tee, progress, &mut take, &findings_jsonl::parse)
        }
    }
    .map_err(fail)?;
    report.bytes = tee.bytes;
    report.sha256 = hex(&tee.hasher.finalize());
    Ok(report)
}

/// Judges a snapshot, which lies in `bytes`, and hands every finding to `sink`, which says whether it was new. Checks that
/// this version does not have are unmapped rows.
pub fn judge(path: &str, bytes: &[u8], snapshot: &Snapshot, sink: &mut dyn FnMut(&Finding) -> bool) -> FileReport {
    let (mut rows, mut new) = (0_u64, 0_u64);
    evaluate::evaluate_each(snapshot, &evaluate::in_scope(snapshot), &mut |finding| {
        rows += 1;
        new += u64::from(sink(&finding));
    });
    let duplicates = rows - new;
    let mut unmapped = BTreeMap::new();
    for finding in evaluate::unknown_checks(snapshot) {
        rows += 1;
        let check = finding.check_id.to_string();
        *unmapped.entry(Unmapped { reason: UnmappedReason::UnknownCheck, check }).or_default() += 1;
    }
    FileReport {
        path: path.to_owned(),
        sha256: sha256(bytes),
        bytes: bytes.len() as u64,
        format: Format::Snapshot,
        rows,
        findings: new,
        duplicates,
        muted: 0,
        unmapped,
    }
}

/// Reads until the buffer is full or the input ends.
fn fill(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match reader.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(filled)
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    })
}

/// Digests what passes through.
struct Tee<R> {
    inner: R,
    hasher: Sha256,
    bytes: u64,
}

impl<R: Read> Read for Tee<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.hasher.update(&buffer[..n]);
        self.bytes += n as u64;
        Ok(n)
    }
}

/// The order in which files of one run are best read: what says more about a finding comes first. A file that is no input
/// at all comes last.
pub fn rank(head: &[u8]) -> u8 {
    match detect(head) {
        Ok(Format::ProwlerOcsf) => 0,
        Ok(Format::FindingsJsonl | Format::Snapshot) => 1,
        Ok(Format::ProwlerCsv) => 2,
        Err(_) => 3,
    }
}

/// The format that the first bytes show. The name of a file says nothing that its content does not say better.
fn detect(head: &[u8]) -> Result<Format, ImportErrorKind> {
    if head.is_empty() {
        return Err(ImportErrorKind::Empty);
    }
    let hint = match head {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("it looks like UTF-16; save it as UTF-8"),
        [0x1f, 0x8b, ..] => Some("it looks like gzip; unpack it first"),
        [b'P', b'K', 3, 4, ..] => Some("it looks like a zip archive or spreadsheet"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some("it looks like zstd; unpack it first"),
        _ => None,
    };
    if hint.is_some() || head.contains(&0) {
        return Err(ImportErrorKind::NotText { hint });
    }
    // A cut in the middle of a character at the end of the head is fine.
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(e) if e.error_len().is_none() => std::str::from_utf8(&head[..e.valid_up_to()]).unwrap_or_default(),
        Err(_) => return Err(ImportErrorKind::NotText { hint: None }),
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
    match text.chars().next() {
        None => Err(ImportErrorKind::Empty),
        Some('[') => Ok(Format::ProwlerOcsf),
        Some('{') => {
            let line = text.lines().next().unwrap_or_default();
            if line.contains("\"check_id\"") {
                Ok(Format::FindingsJsonl)
            } else {
                Err(ImportErrorKind::Unknown(
                    "a JSON object, but not of findings.jsonl (no `check_id` in its first line)".into(),
                ))
            }
        }
        Some(_) => {
            let header = text.lines().next().unwrap_or_default();
            if prowler_csv::is_header(header) {
                Ok(Format::ProwlerCsv)
            } else if header.contains("CHECK_ID") {
                Err(ImportErrorKind::Unknown(format!(
                    "the header has CHECK_ID, but its cells are not parted by `;`: {}",
                    shorten(header)
                )))
            } else {
                Err(ImportErrorKind::Unknown(format!("it begins with {}", shorten(header))))
            }
        }
    }
}

/// The beginning of a hostile text, safe to print.
pub(crate) fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(60).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(60).is_some() {
        short.push('…');
    }
    format!("\"{short}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_content() {
        assert_eq!(detect(b"\xef\xbb\xbf[{").ok(), Some(Format::ProwlerOcsf));
        assert_eq!(detect(b"AUTH_METHOD;TIMESTAMP;CHECK_ID;STATUS;PROVIDER\r\n").ok(), Some(Format::ProwlerCsv));
        assert_eq!(detect(b"{\"check_id\":\"x\"}").ok(), Some(Format::FindingsJsonl));
        assert!(matches!(detect(b""), Err(ImportErrorKind::Empty)));
        assert!(matches!(detect(b" \n "), Err(ImportErrorKind::Empty)));
        assert!(matches!(detect(b"\x89PNG\x00"), Err(ImportErrorKind::NotText { .. })));
        assert!(matches!(detect(b"AUTH_METHOD,CHECK_ID,STATUS"), Err(ImportErrorKind::Unknown(_))));
        assert!(matches!(detect(b"\xff\xfe[\x00"), Err(ImportErrorKind::NotText { hint: Some(_) })));
    }
}
