//! Prowler's CSV: `;` between cells, `"` doubled inside quotes, read by column name.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use csv::{ByteRecord, ErrorKind, ReaderBuilder};

use super::prowler::{Row, translate};
use super::{ImportErrorKind, MAX_RECORD, Outcome, Progress};
use crate::catalog::SourceMap;

/// Columns without which a row means nothing.
const NEEDED: [&str; 5] = ["PROVIDER", "CHECK_ID", "STATUS", "RESOURCE_UID", "ACCOUNT_UID"];

/// Whether a first line is the header of such a file.
pub(super) fn is_header(line: &str) -> bool {
    let cells: Vec<&str> = line.trim_end().split(';').map(|c| c.trim_matches('"')).collect();
    cells.contains(&"CHECK_ID") && cells.contains(&"STATUS")
}

struct Columns {
    provider: usize,
    check: usize,
    status: usize,
    account: usize,
    uid: usize,
    muted: Option<usize>,
    severity: Option<usize>,
    message: Option<usize>,
    region: Option<usize>,
    name: Option<usize>,
    kind: Option<usize>,
    timestamp: Option<usize>,
    version: Option<usize>,
}

/// Reads the file.
pub(super) fn read(
    reader: &mut impl Read,
    map: &SourceMap,
    progress: Progress<'_>,
    take: &mut dyn FnMut(Outcome),
) -> Result<(), ImportErrorKind> {
    let since_record = Rc::new(Cell::new(0));
    let crlf = Rc::new(Cell::new(false));
    let guarded = Guard {
        inner: reader,
        quotes: Quotes::CellStart,
        since_record: Rc::clone(&since_record),
        crlf: Rc::clone(&crlf),
    };
    let mut csv = ReaderBuilder::new().delimiter(b';').buffer_capacity(256 << 10).from_reader(guarded);
    let header = csv.byte_headers().map_err(|e| broken(0, &e, None, false))?.clone();
    let columns = columns(&header)?;
    let mut record = ByteRecord::new();
    let mut rows = 0u64;
    loop {
        since_record.set(0);
        match csv.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(e) => return Err(broken(rows, &e, Some(csv.position()), crlf.get())),
        }
        let at = record.position().map_or((0, 0), |p| place(p, crlf.get()));
        let bad = |what: String| ImportErrorKind::Broken { rows, byte: at.0, line: Some(at.1), what };
        let text = std::str::from_utf8(record.as_slice()).map_err(|_| bad("the row is not UTF-8".into()))?;
        let cell = |i: usize| record.range(i).and_then(|r| text.get(r)).unwrap_or_default();
        let maybe = |i: Option<usize>| unescape(i.map_or("", cell));
        // A second header in the middle: Prowler appends to a file that is there already.
        if cell(columns.check) == "CHECK_ID" {
            return Err(bad(
                "the header stands here again: two runs were appended to one file; export them apart".into()
            ));
        }
        let row = Row {
            provider: cell(columns.provider).into(),
            check: cell(columns.check).into(),
            status: cell(columns.status).into(),
            muted: maybe(columns.muted).eq_ignore_ascii_case("true"),
            severity: maybe(columns.severity).into(),
            message: maybe(columns.message).into(),
            account: cell(columns.account).into(),
            region: maybe(columns.region).into(),
            resource_uid: unescape(cell(columns.uid)).into(),
            resource_name: maybe(columns.name).into(),
            resource_type: maybe(columns.kind).into(),
            observed_at: maybe(columns.timestamp).into(),
            version: maybe(columns.version).into(),
        };
        take(translate(row, map, || None).map_err(bad)?);
        rows += 1;
        if rows.is_multiple_of(1024) {
            progress(at.0);
        }
    }
    Ok(())
}

/// Newer versions put `'` before cells that a spreadsheet would take for a formula.
fn unescape(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

fn columns(header: &ByteRecord) -> Result<Columns, ImportErrorKind> {
    let find = |name: &str| header.iter().position(|cell| cell == name.as_bytes());
    let missing: Vec<&str> = NEEDED.into_iter().filter(|n| find(n).is_none()).collect();
    if !missing.is_empty() {
        return Err(ImportErrorKind::Unknown(format!("a CSV of Prowler without the columns {}", missing.join(", "))));
    }
    let need = |name: &str| find(name).unwrap_or_default();
    Ok(Columns {
        provider: need("PROVIDER"),
        check: need("CHECK_ID"),
        status: need("STATUS"),
        account: need("ACCOUNT_UID"),
        uid: need("RESOURCE_UID"),
        muted: find("MUTED"),
        severity: find("SEVERITY"),
        message: find("STATUS_EXTENDED"),
        region: find("REGION"),
        name: find("RESOURCE_NAME"),
        kind: find("RESOURCE_TYPE"),
        timestamp: find("TIMESTAMP"),
        version: find("PROWLER_VERSION"),
    })
}

/// Byte and line at which a row begins. Where rows end in CRLF the reader counts a row from the LF before it.
fn place(position: &csv::Position, crlf: bool) -> (u64, u64) {
    let late = u64::from(crlf && position.line() > 1);
    (position.byte() + late, position.line() + late)
}

fn broken(rows: u64, error: &csv::Error, position: Option<&csv::Position>, crlf: bool) -> ImportErrorKind {
    let position = error.position().or(position);
    let (byte, line) = position.map(|p| place(p, crlf)).map_or((0, None), |(byte, line)| (byte, Some(line)));
    let what = match error.kind() {
        ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("the row has {len} cells, the header {expected_len}")
        }
        ErrorKind::Io(e) => e.to_string(),
        _ => error.to_string(),
    };
    ImportErrorKind::Broken { rows, byte, line, what }
}

/// Stops a row that never ends from filling the memory.
struct Guard<R> {
    inner: R,
    since_record: Rc<Cell<usize>>,
    crlf: Rc<Cell<bool>>,
    quotes: Quotes,
}

/// Where the stream stands with regard to quotes. The parser is lenient: a cell that goes on behind its closing quote
/// swallows the rows up to the next quote, and nobody would miss them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    CellStart,
    Plain,
    Quoted,
    QuoteInQuoted,
}

impl Quotes {
    /// The state behind a byte; none when a quote is out of place.
    fn next(self, byte: u8) -> Option<Quotes> {
        Some(match (self, byte) {
            (Quotes::Quoted, b'"') => Quotes::QuoteInQuoted,
            (Quotes::Quoted, _) => Quotes::Quoted,
            (Quotes::QuoteInQuoted, b'"') => Quotes::Quoted,
            (_, b';' | b'\r' | b'\n') => Quotes::CellStart,
            (Quotes::QuoteInQuoted, _) => return None,
            (Quotes::CellStart, b'"') => Quotes::Quoted,
            (Quotes::CellStart | Quotes::Plain, _) => Quotes::Plain,
        })
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.since_record.set(self.since_record.get() + n);
        if !self.crlf.get() && buffer[..n].windows(2).any(|w| w == b"\r\n") {
            self.crlf.set(true);
        }
        for byte in &buffer[..n] {
            match self.quotes.next(*byte) {
                Some(next) => self.quotes = next,
                None => return Err(io::Error::other("a cell goes on behind its closing quote")),
            }
        }
        if self.since_record.get() > MAX_RECORD {
            return Err(io::Error::other(format!("a row is longer than {} MiB", MAX_RECORD >> 20)));
        }
        Ok(n)
    }
}
