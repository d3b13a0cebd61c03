//! Snapshots as JSON lines under Zstandard.

use std::io::{BufRead, BufReader, Read, Write};

use serde::{Deserialize, Serialize};

use super::{FORM, Head, Record, Snapshot, Tail};

/// One line of a snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// The first.
    Head(Head),
    /// One answer.
    Record(Box<Record>),
    /// The last.
    Tail(Tail),
}

/// A snapshot that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// Not readable.
    #[error("it cannot be read")]
    Read(#[source] std::io::Error),
    /// Empty, or it does not begin with a head.
    #[error("it does not begin with the first line of a snapshot")]
    NoHead,
    /// Made by a version with another form.
    #[error("its form is {found}, this version reads {FORM}")]
    Form {
        /// The form found.
        found: u32,
    },
    /// A line that is no record.
    #[error("line {line}: {message}")]
    Line {
        /// Number of the line, from 1.
        line: u64,
        /// What is wrong.
        message: String,
    },
}

/// Reads a snapshot, compressed or not. A file that breaks off (an interrupted collection) yields what was written until
/// then, without a tail.
///
/// # Errors
/// The file is no snapshot, or a line in its middle is broken.
pub fn read(source: impl Read) -> Result<Snapshot, SnapshotError> {
    let mut source = BufReader::with_capacity(1 << 16, source);
    let compressed = source.fill_buf().map_err(SnapshotError::Read)?.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
    if compressed {
        lines(BufReader::new(zstd::stream::read::Decoder::with_buffer(source).map_err(SnapshotError::Read)?))
    } else {
        lines(source)
    }
}

/// Reads the first line of a snapshot, compressed or not: what was to be collected.
///
/// # Errors
/// The file is no snapshot.
pub fn read_head(source: impl Read) -> Result<Head, SnapshotError> {
    let mut source = BufReader::with_capacity(1 << 16, source);
    let compressed = source.fill_buf().map_err(SnapshotError::Read)?.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
    let mut line = Vec::new();
    if compressed {
        let decoder = zstd::stream::read::Decoder::with_buffer(source).map_err(SnapshotError::Read)?;
        BufReader::new(decoder).read_until(b'\n', &mut line).map_err(SnapshotError::Read)?;
    } else {
        source.read_until(b'\n', &mut line).map_err(SnapshotError::Read)?;
    }
    match serde_json::from_slice::<Line>(&line) {
        Ok(Line::Head(head)) if head.dengbao_snapshot == FORM => Ok(head),
        Ok(Line::Head(head)) => Err(SnapshotError::Form { found: head.dengbao_snapshot }),
        Ok(Line::Record(_) | Line::Tail(_)) | Err(_) => Err(SnapshotError::NoHead),
    }
}

fn lines(mut source: impl BufRead) -> Result<Snapshot, SnapshotError> {
    let mut snapshot: Option<Snapshot> = None;
    let mut line = Vec::new();
    for number in 1u64.. {
        line.clear();
        match source.read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(_) => {}
            // The compressed stream breaks off: the collection was killed. What came before is whole.
            Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof && snapshot.is_some() => break,
            Err(e) => return Err(SnapshotError::Read(e)),
        }
        let whole = line.last() == Some(&b'\n');
        let parsed = match serde_json::from_slice::<Line>(&line) {
            Ok(parsed) => parsed,
            Err(_) if !whole && snapshot.is_some() => break,
            Err(_) if snapshot.is_none() => return Err(SnapshotError::NoHead),
            Err(e) => return Err(SnapshotError::Line { line: number, message: e.to_string() }),
        };
        match (parsed, &mut snapshot) {
            (Line::Head(head), None) if head.dengbao_snapshot != FORM => {
                return Err(SnapshotError::Form { found: head.dengbao_snapshot });
            }
            (Line::Head(head), None) => snapshot = Some(Snapshot::new(head)),
            (_, None) => return Err(SnapshotError::NoHead),
            (Line::Record(record), Some(snapshot)) => snapshot.add(*record),
            (Line::Tail(tail), Some(snapshot)) => snapshot.tail = Some(tail),
            (Line::Head(_), Some(_)) => {
                return Err(SnapshotError::Line { line: number, message: "a second first line".into() });
            }
        }
    }
    snapshot.ok_or(SnapshotError::NoHead)
}

/// Writes one line.
///
/// # Errors
/// The sink's.
pub fn write_line(sink: &mut impl Write, line: &Line) -> std::io::Result<()> {
    serde_json::to_writer(&mut *sink, line)?;
    sink.write_all(b"\n")
}
