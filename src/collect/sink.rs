//! Writes a snapshot while it grows. What has been written survives a kill: the stream is flushed block by block, and an
//! interrupted collection is taken up where it stopped.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::mpsc;

use crate::evaluate::NO_SUCH_HOST;
use crate::snapshot::{End, Group, GroupKey, Head, Line, Outcome, Record, Snapshot, Tail, write_line};

/// Records between two flushes while the stream is busy.
const FLUSH_EVERY: u32 = 64;

/// Where a snapshot is written until it is whole.
pub fn part_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

/// What an interrupted collection already knows.
#[derive(Debug, Default)]
pub struct Resume {
    groups: BTreeMap<Arc<str>, BTreeMap<GroupKey, Group>>,
}

impl Resume {
    /// What a snapshot knows. Groups that were interrupted, cut, failed or refused are asked again.
    pub fn of(snapshot: Snapshot) -> Self {
        let mut groups = snapshot.accounts;
        for of_account in groups.values_mut() {
            of_account.retain(|_, group| match &group.end {
                // A name that was not found may have been the network's trouble.
                End::Unopened(refusal) => refusal.code != NO_SUCH_HOST,
                End::Complete | End::Absent(_) => true,
                // Meanwhile a permission may have been granted.
                End::Denied(_) | End::Failed(_) | End::Cut(_) | End::Interrupted => false,
            });
        }
        Resume { groups }
    }

    /// The answers that are known, if they are.
    pub(super) fn known(&self, account: &str, key: &GroupKey) -> Option<&Group> {
        self.groups.get(account)?.get(key)
    }

    /// How many groups are known.
    pub fn len(&self) -> usize {
        self.groups.values().map(BTreeMap::len).sum()
    }

    /// True when nothing is known.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The records of everything that is known.
    fn records(&self) -> impl Iterator<Item = Record> {
        self.groups
            .iter()
            .flat_map(|(account, groups)| groups.iter().flat_map(move |(key, group)| records_of(account, key, group)))
    }
}

/// The records that make a group.
fn records_of(account: &Arc<str>, key: &GroupKey, group: &Group) -> Vec<Record> {
    let record = |page: u32, last: bool, outcome: Outcome| Record {
        account: Arc::clone(account),
        region: Arc::clone(&key.region),
        call: Arc::clone(&key.call),
        request: key.request.clone(),
        page,
        last,
        outcome,
        request_id: String::new(),
        at: String::new(),
        sha256: String::new(),
    };
    let mut records: Vec<Record> = (1..)
        .zip(&group.pages)
        .map(|(number, page)| Record {
            request_id: page.request_id.clone(),
            at: page.at.clone(),
            sha256: page.sha256.clone(),
            ..record(number, false, page.outcome())
        })
        .collect();
    let end = match &group.end {
        End::Complete => {
            if let Some(last) = records.last_mut() {
                last.last = true;
            }
            return records;
        }
        End::Absent(r) => Outcome::Absent(r.clone()),
        End::Unopened(r) => Outcome::Unopened(r.clone()),
        End::Denied(r) => Outcome::Denied(r.clone()),
        End::Failed(r) => Outcome::Failed(r.clone()),
        End::Cut(r) => Outcome::Cut(r.clone()),
        End::Interrupted => return records,
    };
    let number = u32::try_from(records.len()).unwrap_or(u32::MAX).saturating_add(1);
    let closing = group.closing.clone().unwrap_or_default();
    records.push(Record {
        request_id: closing.request_id,
        at: closing.at,
        sha256: closing.sha256,
        ..record(number, true, end)
    });
    records
}

/// A file that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("{path} cannot be written")]
pub struct SinkError {
    /// The file.
    pub path: String,
    /// Why.
    #[source]
    pub source: std::io::Error,
}

/// The thread that writes.
pub(super) struct Sink {
    path: PathBuf,
    thread: std::thread::JoinHandle<Result<u64, std::io::Error>>,
    sender: Option<mpsc::Sender<Record>>,
}

#[expect(clippy::disallowed_methods, reason = "an edge module: the snapshot is written while it grows")]
impl Sink {
    /// Begins a snapshot beside `path`; what is known already is written first, and only then does it replace an older beginning.
    pub(super) fn begin(path: &Path, head: &Head, resume: &Resume) -> Result<Self, SinkError> {
        let part = part_of(path);
        let fresh = part.with_extension("part-new");
        let failed = |p: &Path| {
            let path = p.display().to_string();
            move |source| SinkError { path, source }
        };
        let file = File::create(&fresh).map_err(failed(&fresh))?;
        let begin = || -> std::io::Result<(Encoder, u64)> {
            let mut encoder = zstd::stream::write::Encoder::new(BufWriter::new(file), 3)?;
            write_line(&mut encoder, &Line::Head(head.clone()))?;
            let mut known = 0;
            for record in resume.records() {
                write_line(&mut encoder, &Line::Record(Box::new(record)))?;
                known += 1;
            }
            encoder.flush()?;
            Ok((encoder, known))
        };
        let (encoder, known) = begin().map_err(failed(&fresh))?;
        std::fs::rename(&fresh, &part).map_err(failed(&part))?;
        let (sender, receiver) = mpsc::channel(256);
        let thread = std::thread::spawn(move || write_all(encoder, receiver, known));
        Ok(Sink { path: path.to_owned(), thread, sender: Some(sender) })
    }

    /// Where records go.
    pub(super) fn sender(&self) -> Option<mpsc::Sender<Record>> {
        self.sender.clone()
    }

    /// Ends the snapshot: complete ones get their last line and their name.
    pub(super) async fn end(mut self, finished_at: Option<String>) -> Result<u64, SinkError> {
        self.sender = None;
        let part = part_of(&self.path);
        let failed = |source| SinkError { path: part.display().to_string(), source };
        let thread = self.thread;
        let joined = tokio::task::spawn_blocking(move || thread.join()).await;
        let answers = match joined {
            Ok(Ok(written)) => written.map_err(failed)?,
            _ => return Err(failed(std::io::Error::other("the writing thread ended early"))),
        };
        if let Some(finished_at) = finished_at {
            // A second Zstandard frame: readers take the two as one stream.
            let tail = || -> std::io::Result<()> {
                let file = std::fs::OpenOptions::new().append(true).open(&part)?;
                let mut encoder = zstd::stream::write::Encoder::new(file, 3)?;
                write_line(&mut encoder, &Line::Tail(Tail { finished_at, answers }))?;
                encoder.finish()?.sync_all()
            };
            tail().map_err(|source| SinkError { path: part.display().to_string(), source })?;
            std::fs::rename(&part, &self.path)
                .map_err(|source| SinkError { path: self.path.display().to_string(), source })?;
        }
        Ok(answers)
    }
}

type Encoder = zstd::stream::write::Encoder<'static, BufWriter<File>>;

/// Writes what comes; gives how many answers the file then holds, those `known` before included.
fn write_all(mut encoder: Encoder, mut receiver: mpsc::Receiver<Record>, known: u64) -> std::io::Result<u64> {
    let (mut answers, mut unflushed) = (known, 0);
    loop {
        let record = match receiver.try_recv() {
            Ok(record) => record,
            Err(mpsc::error::TryRecvError::Disconnected) => break,
            Err(mpsc::error::TryRecvError::Empty) => {
                // Nothing to do: what has come so far is made safe.
                if unflushed > 0 {
                    encoder.flush()?;
                    unflushed = 0;
                }
                match receiver.blocking_recv() {
                    Some(record) => record,
                    None => break,
                }
            }
        };
        write_line(&mut encoder, &Line::Record(Box::new(record)))?;
        answers += 1;
        unflushed += 1;
        if unflushed >= FLUSH_EVERY {
            encoder.flush()?;
            unflushed = 0;
        }
    }
    encoder.finish()?.flush()?;
    Ok(answers)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_answered_is_not_asked_again() {
        let head = json!({ "dengbao_snapshot": 1, "version": "9", "started_at": "2026-11-25T12:00:00Z",
            "accounts": [{ "id": "1" }], "regions": ["a"], "regions_from": "user", "checks": ["c"] });
        let mut snapshot = Snapshot::new(serde_json::from_value(head).expect("a head"));
        for (call, last, outcome) in [
            ("t:Answered", true, json!({ "json": {} })),
            ("t:Absent", true, json!({ "absent": { "code": "NoSuchBucketPolicy" } })),
            ("t:Unopened", true, json!({ "unopened": { "code": "CdnServiceNotFound" } })),
            ("t:NoHost", true, json!({ "unopened": { "code": NO_SUCH_HOST } })),
            ("t:Denied", true, json!({ "denied": { "code": "Forbidden" } })),
            ("t:Failed", true, json!({ "failed": { "code": "Network" } })),
            ("t:Cut", true, json!({ "cut": { "code": "ListChanged" } })),
            ("t:Interrupted", false, json!({ "json": {} })),
        ] {
            let record = json!({ "account": "1", "call": call, "last": last, "outcome": outcome, "at": "" });
            snapshot.add(serde_json::from_value(record).expect("a record"));
        }
        let resume = Resume::of(snapshot);
        let known: Vec<String> = resume.records().map(|record| record.call.to_string()).collect();
        assert_eq!(known, ["t:Absent", "t:Answered", "t:Unopened"]);
    }
}
