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
    /// A head that does not say what verdicts rest on.
    #[error("its first line is not usable: {0}")]
    Head(&'static str),
    /// Records were taken out.
    #[error("it was written with {written} answers and holds {found}: something was taken out of it")]
    Lost {
        /// Answers that its last line counts.
        written: u64,
        /// Answers that it holds.
        found: u64,
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
/// The file is no snapshot, a line in its middle is broken, or something was added to it or taken out.
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
    let mut found = 0;
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
        let wrong = |message: &str| Err(SnapshotError::Line { line: number, message: message.into() });
        match (parsed, &mut snapshot) {
            (Line::Head(head), None) if head.dengbao_snapshot != FORM => {
                return Err(SnapshotError::Form { found: head.dengbao_snapshot });
            }
            (Line::Head(head), None) => {
                usable(&head)?;
                snapshot = Some(Snapshot::new(head));
            }
            (_, None) => return Err(SnapshotError::NoHead),
            (Line::Head(_), Some(_)) => return wrong("a second first line"),
            (_, Some(snapshot)) if snapshot.tail.is_some() => return wrong("it follows the last line"),
            (Line::Record(record), Some(snapshot)) => {
                if snapshot.head.accounts.iter().all(|account| *account.id != *record.account) {
                    return wrong("an answer of an account that the first line does not name");
                }
                found += 1;
                snapshot.add(*record);
            }
            (Line::Tail(tail), Some(snapshot)) => snapshot.tail = Some(tail),
        }
    }
    let snapshot = snapshot.ok_or(SnapshotError::NoHead)?;
    match &snapshot.tail {
        // A collection that was taken up once counted only what it had added itself.
        Some(tail) if tail.answers > found => Err(SnapshotError::Lost { written: tail.answers, found }),
        _ => Ok(snapshot),
    }
}

/// A head without accounts, regions or a start gives no findings, or says "there is none" where nobody looked.
fn usable(head: &Head) -> Result<(), SnapshotError> {
    let unique = |list: &mut Vec<&str>| {
        let all = list.len();
        list.sort_unstable();
        list.dedup();
        list.len() == all
    };
    let mut accounts: Vec<&str> = head.accounts.iter().map(|account| account.id.as_str()).collect();
    let mut regions: Vec<&str> = head.regions.iter().map(String::as_str).collect();
    if head.start().is_none() {
        return Err(SnapshotError::Head("`started_at` is no moment, and ages are counted from it"));
    }
    if accounts.is_empty() || accounts.contains(&"") || !unique(&mut accounts) {
        return Err(SnapshotError::Head("`accounts` is empty, or names one without an id or twice"));
    }
    if regions.is_empty() || regions.contains(&"") || !unique(&mut regions) {
        return Err(SnapshotError::Head("`regions` is empty, or names one without an id or twice"));
    }
    if head.checks.is_empty() {
        return Err(SnapshotError::Head("`checks` is empty"));
    }
    Ok(())
}

/// Writes one line.
///
/// # Errors
/// The sink's.
pub fn write_line(sink: &mut impl Write, line: &Line) -> std::io::Result<()> {
    serde_json::to_writer(&mut *sink, line)?;
    sink.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn head() -> Value {
        json!({ "head": { "dengbao_snapshot": 1, "version": "0", "started_at": "2026-11-25T00:00:00Z",
            "accounts": [{ "id": "1" }], "regions": ["r"], "regions_from": "user", "checks": ["c"] } })
    }

    fn record(account: &str, call: &str) -> Value {
        json!({ "record": { "account": account, "call": call, "last": true, "outcome": { "json": {} }, "at": "" } })
    }

    fn tail(answers: u64) -> Value {
        json!({ "tail": { "finished_at": "", "answers": answers } })
    }

    fn text(lines: &[Value]) -> Vec<u8> {
        lines.iter().flat_map(|line| format!("{line}\n").into_bytes()).collect()
    }

    fn error(lines: &[Value]) -> String {
        read(&*text(lines)).expect_err("refused").to_string()
    }

    #[test]
    fn a_head_that_gives_no_verdicts_is_refused() {
        assert!(read(&*text(&[head()])).is_ok());
        for (name, value) in [
            ("started_at", json!("last Tuesday")),
            ("accounts", json!([])),
            ("accounts", json!([{ "id": "1" }, { "id": "1" }])),
            ("accounts", json!([{ "id": "" }])),
            ("regions", json!([])),
            ("regions", json!(["r", "r"])),
            ("checks", json!([])),
        ] {
            let mut wrong = head();
            wrong["head"][name] = value;
            assert!(error(&[wrong.clone()]).contains(name), "{wrong}");
        }
    }

    #[test]
    fn what_was_added_or_taken_out_is_seen() {
        let (a, b) = (record("1", "t:A"), record("1", "t:B"));
        assert!(read(&*text(&[head(), a.clone(), b.clone(), tail(2)])).is_ok());
        // A resumed collection of an earlier version counted its own answers only.
        assert!(read(&*text(&[head(), a.clone(), b.clone(), tail(1)])).is_ok());
        assert!(error(&[head(), a.clone(), tail(2)]).contains("taken out"));
        assert!(error(&[head(), tail(0), a.clone()]).contains("line 3"));
        assert!(error(&[head(), a, tail(1), tail(1)]).contains("line 4"));
        assert!(error(&[head(), record("2", "t:A")]).contains("line 2"));
    }

    #[test]
    fn a_file_that_breaks_off_anywhere_yields_what_was_whole() {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 3).expect("an encoder");
        let mut flushed = Vec::new();
        for line in [head(), record("1", "t:A"), record("1", "t:B"), record("1", "t:C")] {
            encoder.write_all(&text(&[line])).and_then(|()| encoder.flush()).expect("memory");
            flushed.push(encoder.get_ref().len());
        }
        let whole = encoder.finish().expect("memory");
        for length in flushed[0]..whole.len() {
            let snapshot = read(&whole[..length]).unwrap_or_else(|e| panic!("{length}: {e}"));
            let groups: Vec<_> = snapshot.accounts.values().flat_map(|groups| groups.keys()).collect();
            // What was flushed is there; nothing is there that was not written.
            assert_eq!(groups.len(), flushed.iter().filter(|at| **at <= length).count() - 1, "{length}");
            assert!(snapshot.tail.is_none());
        }
        let plain = text(&[head(), record("1", "t:A"), record("1", "t:B")]);
        let first = text(&[head()]).len();
        for length in first..plain.len() {
            assert!(read(&plain[..length]).is_ok(), "{length}");
        }
    }
}
