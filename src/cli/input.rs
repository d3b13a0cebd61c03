//! Input files: what `--input` names, and the statements that lie beside the findings.
#![expect(clippy::disallowed_methods, reason = "this module is where input files are found and opened")]

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::output::{bar, clean};
use super::{BadInput, Common, UsageError};
use crate::catalog::{
    Attestation, DataError, Document, Exception, Organisation, Origin, SourceMap, parse_attestations, parse_exceptions,
};
use crate::data::user_file;
use crate::domain::Finding;
use crate::import::{self, FileReport, Unmapped, UnmappedReason};

/// Names that are read from an input folder as statements rather than findings.
const ATTESTATIONS: &str = "attestations.yaml";
const EXCEPTIONS: &str = "exceptions.yaml";
const ORGANISATION: &str = "dengbao.yaml";

/// What `scan` writes: the snapshot is read when there are no findings beside it, the summary never.
const FINDINGS: &str = "findings.jsonl";
const SNAPSHOT: &str = "snapshot.jsonl.zst";
const SCAN: &str = "scan.json";

/// What `--input` and its companions came to.
#[derive(Debug, Default)]
pub struct Inputs {
    /// Files with findings, sorted.
    pub findings: Vec<PathBuf>,
    /// Files in input folders that hold no findings and were left alone.
    pub ignored: Vec<PathBuf>,
    /// Attestations.
    pub attestations: Vec<Attestation>,
    /// Exceptions.
    pub exceptions: Vec<Exception>,
    /// Whose system it is.
    pub organisation: Organisation,
    /// The files that the last three came from.
    pub origins: Vec<Origin>,
}

/// Finds and reads everything but the findings themselves.
pub fn gather(
    inputs: &[PathBuf],
    attestations: &[PathBuf],
    exceptions: &[PathBuf],
    organisation: Option<&Path>,
) -> miette::Result<Inputs> {
    let mut all = Inputs::default();
    let (mut att, mut exc) = (attestations.to_vec(), exceptions.to_vec());
    let mut org = organisation.map(Path::to_owned);
    for input in inputs {
        if input.is_dir() {
            let fail = |e: std::io::Error| BadInput {
                message: format!("{}: {e}", input.display()),
                help: "check the folder and its permissions".into(),
            };
            let mut entries: Vec<PathBuf> = fs::read_dir(input)
                .map_err(fail)?
                .map(|e| e.map(|e| e.path()))
                .collect::<Result<_, _>>()
                .map_err(fail)?;
            entries.sort();
            let has_findings = entries.iter().any(|p| p.file_name().is_some_and(|n| n == FINDINGS));
            for path in entries {
                let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
                match name.as_str() {
                    _ if path.is_dir() => all.ignored.push(path),
                    ATTESTATIONS => att.push(path),
                    EXCEPTIONS => exc.push(path),
                    ORGANISATION => org = org.or(Some(path)),
                    SCAN => {}
                    SNAPSHOT if has_findings => {}
                    SNAPSHOT => all.findings.push(path),
                    _ if matches!(extension.as_str(), "csv" | "json" | "jsonl" | "ndjson") => all.findings.push(path),
                    _ => all.ignored.push(path),
                }
            }
        } else {
            all.findings.push(input.clone());
        }
    }
    if all.findings.is_empty() {
        return Err(UsageError {
            message: "no file with findings was given".into(),
            help: "--input takes Prowler CSV or JSON-OCSF files, findings.jsonl, or folders that hold them".into(),
        }
        .into());
    }
    // Of a tool's CSV and JSON of one run the JSON says more; what comes second is the duplicate.
    all.findings.sort_by_cached_key(|p| rank(p));
    let mut problems = Vec::new();
    for path in &att {
        read(path, &mut all.origins, &mut problems, parse_attestations, |list| all.attestations.extend(list))?;
    }
    for path in &exc {
        read(path, &mut all.origins, &mut problems, parse_exceptions, |list| all.exceptions.extend(list))?;
    }
    if let Some(path) = &org {
        read(path, &mut all.origins, &mut problems, Organisation::parse, |o| all.organisation = o)?;
    }
    if !problems.is_empty() {
        return Err(DataError { problems }.into());
    }
    Ok(all)
}

/// The rank of a file by its first bytes.
fn rank(path: &Path) -> u8 {
    let mut head = vec![0; 64 << 10];
    let read = File::open(path).and_then(|mut f| f.read(&mut head));
    import::rank(&head[..read.unwrap_or(0)])
}

/// Reads one YAML file; its mistakes are gathered, so that all files are looked at in one run.
fn read<T>(
    path: &Path,
    origins: &mut Vec<Origin>,
    problems: &mut Vec<crate::catalog::Problem>,
    parse: impl Fn(&Document) -> Result<T, DataError>,
    take: impl FnOnce(T),
) -> miette::Result<()> {
    let file = user_file(path)?;
    match Document::parse(&file.origin.path, &file.text).and_then(|doc| parse(&doc)) {
        Ok(value) => take(value),
        Err(error) => problems.extend(error.problems),
    }
    origins.push(file.origin);
    Ok(())
}

/// Reads every file with findings, in order.
pub fn read_findings(
    paths: &[PathBuf],
    prowler: &SourceMap,
    common: &Common,
    sink: &mut dyn FnMut(&Finding) -> bool,
) -> miette::Result<Vec<FileReport>> {
    let mut reports = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        let fail = |e: std::io::Error| BadInput {
            message: format!("{}: cannot be read: {e}", clean(&name)),
            help: "check the path and its permissions".into(),
        };
        if is_snapshot(path) {
            reports.push(from_snapshot(path, sink)?);
            continue;
        }
        let file = File::open(path).map_err(fail)?;
        let total = file.metadata().map_err(fail)?.len();
        let progress = bar(common, total, path.file_name().map(|n| n.to_string_lossy()).as_deref().unwrap_or_default());
        let result = import::read(&name, file, prowler, &mut |bytes| progress.set_position(bytes), sink);
        progress.finish_and_clear();
        let report = result.map_err(|e| BadInput {
            help: e.kind.help().to_owned(),
            message: match std::error::Error::source(&e.kind) {
                Some(cause) => format!("{}: {}: {cause}", clean(&e.path), e.kind),
                None => format!("{}: {}", clean(&e.path), e.kind),
            },
        })?;
        reports.push(report);
    }
    Ok(reports)
}

/// True for a compressed file: of those only snapshots are read.
fn is_snapshot(path: &Path) -> bool {
    let mut head = [0; 4];
    File::open(path).and_then(|mut f| f.read_exact(&mut head)).is_ok() && head == [0x28, 0xb5, 0x2f, 0xfd]
}

/// Judges a snapshot and hands its findings over.
fn from_snapshot(path: &Path, sink: &mut dyn FnMut(&Finding) -> bool) -> miette::Result<FileReport> {
    let snapshot = super::evaluate::read_snapshot(path)?;
    let bytes = fs::read(path).unwrap_or_default();
    let (mut rows, mut new) = (0_usize, 0_usize);
    crate::evaluate::evaluate_each(&snapshot, &super::evaluate::in_scope(&snapshot), &mut |finding| {
        rows += 1;
        new += usize::from(sink(&finding));
    });
    let mut unmapped = std::collections::BTreeMap::new();
    for finding in crate::evaluate::unknown_checks(&snapshot) {
        rows += 1;
        let check = finding.check_id.to_string();
        *unmapped.entry(Unmapped { reason: UnmappedReason::UnknownCheck, check }).or_default() += 1;
    }
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    Ok(FileReport {
        path: path.display().to_string(),
        sha256: import::sha256(&bytes),
        bytes: count(bytes.len()),
        format: import::Format::Snapshot,
        rows: count(rows),
        findings: count(new),
        duplicates: count(rows - new) - unmapped.values().sum::<u64>(),
        muted: 0,
        unmapped,
    })
}
