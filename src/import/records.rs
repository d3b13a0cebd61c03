//! Splitting a stream of JSON objects into records, and parsing them on several threads, in order.

use std::io::Read;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

use memchr::{memchr, memchr2, memchr3};

use super::{ImportErrorKind, MAX_RECORD, Outcome, Progress};

/// Bytes read at a time. A few blocks are in flight at once; this bounds memory.
const BLOCK: usize = 512 << 10;

/// Turns the bytes of one record into findings, or says what is wrong with it.
pub(super) type Parse<'a> = &'a (dyn Fn(&[u8]) -> Result<Outcome, String> + Sync);

/// Whole records, cut out of the stream.
struct Batch {
    sequence: usize,
    bytes: Vec<u8>,
    /// Ranges of records within `bytes`.
    records: Vec<(usize, usize)>,
    /// Where `bytes` begins in the file.
    start: u64,
    /// Line of each record, for line-based formats.
    lines: Option<Vec<u64>>,
}

struct Parsed {
    sequence: usize,
    end: u64,
    outcomes: Vec<Outcome>,
    /// Offset, line and message of the first bad record.
    error: Option<(u64, Option<u64>, String)>,
}

/// Reads a JSON array of objects.
pub(super) fn json_array(
    reader: &mut (impl Read + Send),
    progress: Progress<'_>,
    take: &mut dyn FnMut(Outcome),
    parse: Parse<'_>,
) -> Result<(), ImportErrorKind> {
    run(reader, progress, take, parse, &mut ArraySplitter::default())
}

/// Reads one JSON object a line; blank lines are skipped.
pub(super) fn lines(
    reader: &mut (impl Read + Send),
    progress: Progress<'_>,
    take: &mut dyn FnMut(Outcome),
    parse: Parse<'_>,
) -> Result<(), ImportErrorKind> {
    run(reader, progress, take, parse, &mut LineSplitter::default())
}

/// Finds records in a growing buffer.
trait Splitter: Send {
    /// Appends the ranges of whole records in `buffer`, from where it left off; says how many bytes are done with.
    /// An error is an offset into the buffer and a message.
    fn split(
        &mut self,
        buffer: &[u8],
        records: &mut Vec<(usize, usize)>,
        lines: &mut Vec<u64>,
    ) -> Result<usize, (usize, String)>;
    /// Called once at the end, with the buffer and how much of it is done with.
    fn finish(
        &mut self,
        buffer: &[u8],
        done: usize,
        records: &mut Vec<(usize, usize)>,
        lines: &mut Vec<u64>,
    ) -> Result<(), (usize, String)>;
    /// Whether records have line numbers.
    fn by_line(&self) -> bool;
    /// What a record is called.
    fn record(&self) -> &'static str;
}

/// One thread reads, digests and splits; others parse; the caller's thread takes the results in order.
fn run(
    reader: &mut (impl Read + Send),
    progress: Progress<'_>,
    take: &mut dyn FnMut(Outcome),
    parse: Parse<'_>,
    splitter: &mut dyn Splitter,
) -> Result<(), ImportErrorKind> {
    let workers = thread::available_parallelism().map_or(1, usize::from).clamp(1, 8);
    let (batches, work) = sync_channel::<Batch>(workers);
    let work = Arc::new(Mutex::new(work));
    let (results, parsed) = sync_channel::<Parsed>(workers);
    let mut rows = 0u64;
    thread::scope(|scope| {
        let reading = scope.spawn(move || read_batches(reader, splitter, &batches));
        for _ in 0..workers {
            let (work, results) = (Arc::clone(&work), results.clone());
            scope.spawn(move || parse_batches(&work, &results, parse));
        }
        drop((results, work));
        let mut waiting: Vec<Parsed> = Vec::new();
        let mut next = 0;
        let mut broken = None;
        for result in parsed {
            waiting.push(result);
            while let Some(at) = waiting.iter().position(|p| p.sequence == next) {
                let Parsed { end, outcomes, error, .. } = waiting.swap_remove(at);
                next += 1;
                // After a bad record the rest is read but not used: what came later must not count as read.
                if broken.is_some() {
                    continue;
                }
                for outcome in outcomes {
                    rows += 1;
                    take(outcome);
                }
                progress(end);
                if let Some((byte, line, what)) = error {
                    broken = Some(ImportErrorKind::Broken { rows, byte, line, what });
                }
            }
        }
        let read = reading.join().map_err(|_| ImportErrorKind::Io(std::io::Error::other("the reader stopped")))?;
        if let Some(broken) = broken {
            return Err(broken);
        }
        match read {
            Ok(()) => Ok(()),
            Err(ReadError::Io(e)) => Err(ImportErrorKind::Io(e)),
            Err(ReadError::Split { byte, what }) => Err(ImportErrorKind::Broken { rows, byte, line: None, what }),
        }
    })
}

enum ReadError {
    Io(std::io::Error),
    Split { byte: u64, what: String },
}

fn read_batches(reader: &mut impl Read, splitter: &mut dyn Splitter, out: &SyncSender<Batch>) -> Result<(), ReadError> {
    let mut buffer: Vec<u8> = Vec::with_capacity(BLOCK * 2);
    let mut start = 0u64;
    let mut sequence = 0;
    let mut first = true;
    loop {
        let old = buffer.len();
        buffer.resize(old + BLOCK, 0);
        let n = super::fill(reader, &mut buffer[old..]).map_err(ReadError::Io)?;
        buffer.truncate(old + n);
        if first && buffer.starts_with(b"\xef\xbb\xbf") {
            buffer.drain(..3);
            start += 3;
        }
        first = false;
        let (mut records, mut lines) = (Vec::new(), Vec::new());
        let split = splitter.split(&buffer, &mut records, &mut lines).and_then(|done| {
            if n == 0 {
                splitter.finish(&buffer, done, &mut records, &mut lines)?;
                Ok((done, true))
            } else {
                Ok((done, false))
            }
        });
        let (done, end, error) = match split {
            Ok((done, end)) => (done, end, None),
            Err((at, what)) => (buffer.len(), true, Some(ReadError::Split { byte: start + at as u64, what })),
        };
        let rest = if end { Vec::new() } else { buffer.split_off(done) };
        if rest.len() > MAX_RECORD {
            let what = format!("a {} is longer than {} MiB", splitter.record(), MAX_RECORD >> 20);
            return Err(ReadError::Split { byte: start + done as u64, what });
        }
        let consumed = buffer.len() as u64;
        if !records.is_empty() {
            let batch = Batch { sequence, bytes: buffer, records, start, lines: splitter.by_line().then_some(lines) };
            sequence += 1;
            if out.send(batch).is_err() {
                return Ok(());
            }
        }
        if let Some(error) = error {
            return Err(error);
        }
        if end {
            return Ok(());
        }
        start += consumed;
        buffer = rest;
    }
}

fn parse_batches(work: &Mutex<Receiver<Batch>>, results: &SyncSender<Parsed>, parse: Parse<'_>) {
    loop {
        let next = match work.lock() {
            Ok(queue) => queue.recv(),
            Err(_) => return,
        };
        let Ok(batch) = next else { return };
        let mut outcomes = Vec::with_capacity(batch.records.len());
        let mut error = None;
        for (i, (from, to)) in batch.records.iter().enumerate() {
            match parse(&batch.bytes[*from..*to]) {
                Ok(outcome) => outcomes.push(outcome),
                Err(what) => {
                    error = Some((batch.start + *from as u64, batch.lines.as_ref().map(|l| l[i]), what));
                    break;
                }
            }
        }
        let end = batch.start + batch.bytes.len() as u64;
        if results.send(Parsed { sequence: batch.sequence, end, outcomes, error }).is_err() {
            return;
        }
    }
}

/// Cuts `[ {…}, {…} ]` into its objects. Braces inside strings do not count; what is inside an object is the
/// parser's business.
#[derive(Default)]
struct ArraySplitter {
    state: ArrayState,
    depth: usize,
    in_string: bool,
    /// The last block ended on a backslash: the next character is part of the string, whatever it is.
    escaped: bool,
    /// Where the current object begins, relative to the buffer.
    object: usize,
    /// How much of the buffer was looked at.
    seen: usize,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum ArrayState {
    #[default]
    BeforeArray,
    BeforeFirst,
    InObject,
    AfterObject,
    AfterComma,
    AfterArray,
}

impl Splitter for ArraySplitter {
    fn split(
        &mut self,
        buffer: &[u8],
        records: &mut Vec<(usize, usize)>,
        _: &mut Vec<u64>,
    ) -> Result<usize, (usize, String)> {
        let mut at = self.seen;
        while at < buffer.len() {
            if self.state == ArrayState::InObject {
                at = self.inside(buffer, at);
                if self.state == ArrayState::AfterObject {
                    records.push((self.object, at));
                }
                continue;
            }
            let byte = buffer[at];
            let next = match (self.state, byte) {
                (_, b' ' | b'\t' | b'\r' | b'\n') => self.state,
                (ArrayState::BeforeArray, b'[') => ArrayState::BeforeFirst,
                (ArrayState::BeforeFirst | ArrayState::AfterComma, b'{') => {
                    self.object = at;
                    self.depth = 1;
                    self.in_string = false;
                    ArrayState::InObject
                }
                (ArrayState::BeforeFirst | ArrayState::AfterObject, b']') => ArrayState::AfterArray,
                (ArrayState::AfterObject, b',') => ArrayState::AfterComma,
                (ArrayState::AfterArray, _) => {
                    return Err((at, "there is more after the end of the JSON array: two runs were appended to one file; export them apart".into()));
                }
                _ => {
                    return Err((
                        at,
                        format!(
                            "{} does not belong here in a JSON array of objects",
                            super::shorten(&String::from_utf8_lossy(&buffer[at..buffer.len().min(at + 20)]))
                        ),
                    ));
                }
            };
            self.state = next;
            at += 1;
        }
        // What is left must begin with the unfinished object.
        if self.state == ArrayState::InObject {
            let done = self.object;
            self.seen = buffer.len() - done;
            self.object = 0;
            Ok(done)
        } else {
            self.seen = 0;
            Ok(buffer.len())
        }
    }

    fn finish(
        &mut self,
        buffer: &[u8],
        _: usize,
        _: &mut Vec<(usize, usize)>,
        _: &mut Vec<u64>,
    ) -> Result<(), (usize, String)> {
        match self.state {
            ArrayState::AfterArray => Ok(()),
            ArrayState::InObject => Err((buffer.len(), "the file ends inside a finding".into())),
            ArrayState::BeforeArray | ArrayState::BeforeFirst | ArrayState::AfterObject | ArrayState::AfterComma => {
                Err((buffer.len(), "the file ends before the JSON array does".into()))
            }
        }
    }

    fn by_line(&self) -> bool {
        false
    }

    fn record(&self) -> &'static str {
        "JSON object"
    }
}

impl ArraySplitter {
    /// Moves on inside an object; stops behind its end or at the end of the buffer.
    fn inside(&mut self, buffer: &[u8], mut at: usize) -> usize {
        if std::mem::take(&mut self.escaped) {
            at += 1;
        }
        while at < buffer.len() {
            if self.in_string {
                match memchr2(b'"', b'\\', &buffer[at..]) {
                    None => return buffer.len(),
                    Some(skip) if buffer[at + skip] == b'\\' => {
                        if at + skip + 1 >= buffer.len() {
                            self.escaped = true;
                            return buffer.len();
                        }
                        at += skip + 2;
                    }
                    Some(skip) => {
                        self.in_string = false;
                        at += skip + 1;
                    }
                }
            } else {
                let Some(skip) = memchr3(b'"', b'{', b'}', &buffer[at..]) else { return buffer.len() };
                at += skip + 1;
                match buffer[at - 1] {
                    b'"' => self.in_string = true,
                    b'{' => self.depth += 1,
                    _ => {
                        self.depth -= 1;
                        if self.depth == 0 {
                            self.state = ArrayState::AfterObject;
                            return at;
                        }
                    }
                }
            }
        }
        at
    }
}

/// Cuts at line ends.
#[derive(Default)]
struct LineSplitter {
    line: u64,
}

impl Splitter for LineSplitter {
    fn split(
        &mut self,
        buffer: &[u8],
        records: &mut Vec<(usize, usize)>,
        lines: &mut Vec<u64>,
    ) -> Result<usize, (usize, String)> {
        let mut done = 0;
        while let Some(len) = memchr(b'\n', &buffer[done..]) {
            self.push(buffer, done, done + len, records, lines);
            done += len + 1;
        }
        Ok(done)
    }

    fn finish(
        &mut self,
        buffer: &[u8],
        done: usize,
        records: &mut Vec<(usize, usize)>,
        lines: &mut Vec<u64>,
    ) -> Result<(), (usize, String)> {
        self.push(buffer, done, buffer.len(), records, lines);
        Ok(())
    }

    fn by_line(&self) -> bool {
        true
    }

    fn record(&self) -> &'static str {
        "line"
    }
}

impl LineSplitter {
    fn push(&mut self, buffer: &[u8], from: usize, to: usize, records: &mut Vec<(usize, usize)>, lines: &mut Vec<u64>) {
        self.line += 1;
        if !buffer[from..to].trim_ascii().is_empty() {
            records.push((from, to));
            lines.push(self.line);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The records that the splitter finds when the text comes in blocks of `block` bytes.
    fn split(text: &[u8], block: usize) -> Result<Vec<Vec<u8>>, String> {
        let mut splitter = ArraySplitter::default();
        let mut buffer = Vec::new();
        let mut found = Vec::new();
        for chunk in text.chunks(block).chain([&[][..]]) {
            buffer.extend_from_slice(chunk);
            let (mut records, mut lines) = (Vec::new(), Vec::new());
            let done = splitter.split(&buffer, &mut records, &mut lines).map_err(|(_, what)| what)?;
            if chunk.is_empty() {
                splitter.finish(&buffer, done, &mut records, &mut lines).map_err(|(_, what)| what)?;
            }
            found.extend(records.iter().map(|(a, b)| buffer[*a..*b].to_vec()));
            buffer.drain(..done);
        }
        Ok(found)
    }

    proptest! {
        #[test]
        fn any_array_comes_apart_into_its_objects_at_any_block_size(
            values in prop::collection::vec("[a-z\\\\\"{}\\[\\],é中 ]{0,12}", 0..8),
            block in 1usize..40,
            pretty in any::<bool>(),
        ) {
            let objects: Vec<serde_json::Value> =
                values.iter().map(|v| serde_json::json!({"k": v, "n": {"m": [v, {"o": v}]}})).collect();
            let text = if pretty { serde_json::to_string_pretty(&objects) } else { serde_json::to_string(&objects) }.expect("JSON");
            let found = split(text.as_bytes(), block).expect("a whole array");
            let parsed: Vec<serde_json::Value> = found.iter().map(|r| serde_json::from_slice(r).expect("an object")).collect();
            prop_assert_eq!(parsed, objects);
        }

        #[test]
        fn a_cut_array_is_never_taken_for_a_whole_one(cut in 1usize..60, block in 1usize..40) {
            let text = br#"[{"a": "x}\\\"]"}, {"b": {"c": 1}}, {"d": "]"}]"#;
            let cut = cut.min(text.len() - 1);
            prop_assert!(split(&text[..cut], block).is_err());
        }
    }

    #[test]
    fn two_runs_in_one_file_are_told_apart_from_one() {
        let error = split(b"[{}]\n[{}]", 100).expect_err("two arrays");
        assert!(error.contains("two runs"), "{error}");
    }
}
