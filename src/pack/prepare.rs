//! A pack's inputs, out of the files of a scan and of people.

use std::io::Write as _;

use super::archive::Files;
use super::{Changes, History, PackError, Spec, layout};
use crate::catalog::System;
use crate::data::Library;
use crate::rulebook::POSTURE;
use crate::snapshot::{self, Line, Snapshot};

/// Level of Zstandard for evidence of other tools.
const PACKED: i32 = 9;

/// Puts a snapshot in. Accounts that the system does not use stay out: they are nobody's business here.
///
/// # Errors
/// It is no snapshot.
pub fn add_snapshot(files: &mut Files, bytes: Vec<u8>, system: Option<&System>) -> Result<(), PackError> {
    let path = free(files, |n| match n {
        1 => format!("{}/snapshot.jsonl.zst", layout::SOURCES),
        n => format!("{}/snapshot-{n}.jsonl.zst", layout::SOURCES),
    });
    let read =
        snapshot::read(bytes.as_slice()).map_err(|e| PackError::Broken(path.clone(), super::build::describe(&e)))?;
    let foreign = |snapshot: &Snapshot, system: &System| {
        snapshot.head.accounts.iter().any(|a| !system.uses(&a.id)) || snapshot.accounts.keys().any(|a| !system.uses(a))
    };
    let bytes = match system {
        Some(system) if foreign(&read, system) => rewrite(&bytes, &mut |line| match line {
            Line::Head(head) => {
                head.accounts.retain(|a| system.uses(&a.id));
                true
            }
            Line::Record(record) => system.uses(&record.account),
            Line::Tail(_) => true,
        })
        .map_err(|message| PackError::Broken(path.clone(), message))?,
        _ => bytes,
    };
    files.insert(path, bytes);
    Ok(())
}

/// Writes a snapshot again, line by line; lines for which `keep` says no are left out.
pub(super) fn rewrite(bytes: &[u8], keep: &mut dyn FnMut(&mut Line) -> bool) -> Result<Vec<u8>, String> {
    let text = unpacked(bytes)?;
    let mut out = zstd::stream::write::Encoder::new(Vec::new(), PACKED).map_err(|e| e.to_string())?;
    for line in text.split_inclusive(|b| *b == b'\n').filter(|l| !l.trim_ascii().is_empty()) {
        // A line that breaks off is the end of an interrupted collection.
        let Ok(mut line) = serde_json::from_slice::<Line>(line) else { break };
        if keep(&mut line) {
            snapshot::write_line(&mut out, &line).map_err(|e| e.to_string())?;
        }
    }
    out.finish().map_err(|e| e.to_string())
}

/// The content of a file that may be compressed.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, String> {
    if !bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        return Ok(bytes.to_vec());
    }
    let mut content = Vec::new();
    let mut decoder = zstd::stream::read::Decoder::new(bytes).map_err(|e| e.to_string())?;
    match std::io::copy(&mut decoder, &mut content) {
        // A snapshot that was cut is as long as it is; its reader says so.
        Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof && !content.is_empty() => Ok(content),
        Err(e) => Err(e.to_string()),
        Ok(_) => Ok(content),
    }
}

pub(super) fn packed(content: &[u8]) -> Result<Vec<u8>, PackError> {
    let mut out = zstd::stream::write::Encoder::new(Vec::new(), PACKED).map_err(PackError::Zstd)?;
    out.write_all(content).map_err(PackError::Zstd)?;
    out.finish().map_err(PackError::Zstd)
}

/// Puts another tool's file in, compressed.
///
/// # Errors
/// Only when memory runs out.
pub fn add_import(files: &mut Files, name: &str, bytes: &[u8]) -> Result<(), PackError> {
    let name = safe(name);
    let path = free(files, |n| match n {
        1 => format!("{}/imported/{name}.zst", layout::SOURCES),
        n => format!("{}/imported/{n}-{name}.zst", layout::SOURCES),
    });
    files.insert(path, packed(bytes)?);
    Ok(())
}

/// Puts one of several files of statements in, and says in which folder it lies: files it cites go beside it.
pub fn add_statements(files: &mut Files, folder: &str, name: &str, at: usize, of: usize, bytes: Vec<u8>) -> String {
    let folder = if of > 1 { format!("{folder}/{}", at + 1) } else { folder.to_owned() };
    files.insert(format!("{folder}/{name}"), bytes);
    folder
}

/// Puts in what is needed of the frameworks, mappings and changed templates.
///
/// # Errors
/// A framework does not exist, or a data file has mistakes.
pub fn add_data(files: &mut Files, library: &Library, frameworks: &[String]) -> Result<(), PackError> {
    let mut add = |folder: &str, name: &str| -> Result<bool, PackError> {
        let Some(file) = library.raw(folder, name)? else { return Ok(false) };
        if folder != "templates" || !file.origin.path.starts_with("embedded:") {
            files.insert(format!("{}/{folder}/{name}", layout::DATA), file.text.into_bytes());
        }
        Ok(true)
    };
    for id in frameworks.iter().map(String::as_str).chain([POSTURE]) {
        let (catalogue, _) = library.framework(id)?;
        add("frameworks", &format!("{}.yaml", catalogue.id))?;
        add("mappings", &format!("{}.yaml", catalogue.id))?;
    }
    add("mappings", "sources/prowler.yaml")?;
    for name in library.template_names() {
        add("templates", &name)?;
    }
    Ok(())
}

/// Puts in what was asked for.
///
/// # Errors
/// Only when memory runs out.
pub fn add_spec(files: &mut Files, spec: &Spec) -> Result<(), PackError> {
    files.insert(layout::SPEC.to_owned(), super::build::json(spec)?);
    Ok(())
}

/// Puts in what came before.
///
/// # Errors
/// Only when memory runs out.
pub fn add_history(files: &mut Files, history: &History, changes: &Changes) -> Result<(), PackError> {
    files.insert(layout::HISTORY.to_owned(), super::build::json(history)?);
    files.insert(layout::CHANGES.to_owned(), super::build::json(changes)?);
    Ok(())
}

/// A file name that every system can hold.
pub fn safe(name: &str) -> String {
    let plain: String =
        name.chars()
            .map(|c| {
                if c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') {
                    '_'
                } else {
                    c
                }
            })
            .collect();
    let plain = plain.trim_end_matches(['.', ' ']).trim_start_matches('.');
    let mut short: String = plain.chars().take(80).collect();
    if short.is_empty() {
        short.push_str("file");
    }
    short
}

fn free(files: &Files, name: impl Fn(usize) -> String) -> String {
    (1..).map(name).find(|path| !files.contains_key(path)).unwrap_or_default()
}
