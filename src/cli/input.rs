//! Input files: what `--input` names, and the statements that lie beside the findings.
#![expect(clippy::disallowed_methods, reason = "this module is where input files are found and opened")]

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::evidence::{self, Cited};
use super::output::{bar, clean};
use super::{BadInput, Common, UsageError};
use crate::catalog::{
    Attestation, DataError, Document, Exception, Ids, Organisation, Origin, SourceMap, parse_attestations,
    parse_exceptions,
};
use crate::data::{Library, user_file};
use crate::domain::Finding;
use crate::import::{self, FileReport};
use crate::snapshot::{self, Head};

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
    /// Snapshots beside findings that were judged from them: only their first line is read, for the scope.
    pub scans: Vec<PathBuf>,
    /// Files in input folders that hold no findings and were left alone.
    pub ignored: Vec<PathBuf>,
    /// Attestations.
    pub attestations: Vec<Attestation>,
    /// Exceptions.
    pub exceptions: Vec<Exception>,
    /// Whose system it is.
    pub organisation: Organisation,
    /// The files that attestations cite.
    pub cited: Vec<Cited>,
    /// The files that the last four came from.
    pub origins: Vec<Origin>,
    /// Files with attestations.
    pub attestation_files: Vec<PathBuf>,
    /// Files with exceptions.
    pub exception_files: Vec<PathBuf>,
    /// The file that describes the organisation.
    pub organisation_file: Option<PathBuf>,
}

/// Which of a scan's two files is read where both lie in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefer {
    /// The verdicts, as they were when scanned.
    Findings,
    /// What the provider answered, to be judged again.
    Snapshot,
}

/// Reads a whole file of the user's.
pub fn whole(path: &Path) -> Result<Vec<u8>, BadInput> {
    fs::read(path).map_err(|e| BadInput {
        message: format!("{}: cannot be read: {e}", clean(&path.display().to_string())),
        help: "check the path and its permissions".into(),
    })
}

/// The longest key or passphrase file.
const SMALL: u64 = 64 << 10;

/// Reads a small file that may hold a secret; its memory is wiped.
pub fn small(path: &Path) -> Result<Zeroizing<Vec<u8>>, BadInput> {
    let fail = |e: std::io::Error| BadInput {
        message: format!("{}: {e}", path.display()),
        help: "check the path and its permissions".into(),
    };
    let file = File::open(path).map_err(fail)?;
    // Room for all of it at once: a growing buffer leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(SMALL as usize + 2));
    file.take(SMALL + 1).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() as u64 > SMALL {
        return Err(BadInput {
            message: format!("{}: longer than {} KiB", path.display(), SMALL >> 10),
            help: "name a key or passphrase file".into(),
        });
    }
    Ok(bytes)
}

/// Finds and reads everything but the findings themselves. `library` says how bad the checks are that exceptions cover,
/// on which their longest terms depend.
pub fn gather(
    inputs: &[PathBuf],
    attestations: &[PathBuf],
    exceptions: &[PathBuf],
    organisation: Option<&Path>,
    prefer: Prefer,
    library: &Library,
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
            let has = |name: &str| entries.iter().any(|p| p.file_name().is_some_and(|n| n == name));
            let by_findings = has(FINDINGS) && (prefer == Prefer::Findings || !has(SNAPSHOT));
            for path in entries {
                let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
                match name.as_str() {
                    _ if path.is_dir() => all.ignored.push(path),
                    ATTESTATIONS => att.push(path),
                    EXCEPTIONS => exc.push(path),
                    ORGANISATION => org = org.or(Some(path)),
                    SCAN => {}
                    SNAPSHOT if by_findings => all.scans.push(path),
                    FINDINGS if !by_findings => {}
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
    // A file that is named and also lies in an input folder is one file.
    for list in [&mut att, &mut exc] {
        let mut seen = std::collections::BTreeSet::new();
        list.retain(|path| fs::canonicalize(path).map_or(true, |real| seen.insert(real)));
    }
    let mut ids = [Ids::default(), Ids::default()];
    for path in &att {
        let parse = |doc: &Document| {
            let mut list = parse_attestations(doc)?;
            ids[0].add(doc, &path.display().to_string(), list.iter().map(|a| (a.id.as_str(), a.spans())));
            let cited = evidence::check(doc, path, &mut list);
            noted(doc)?;
            Ok((list, cited))
        };
        read(path, &mut all.origins, &mut problems, parse, |(list, cited)| {
            all.attestations.extend(list);
            all.cited.extend(cited);
        })?;
    }
    for path in &exc {
        let parse = |doc: &Document| {
            let list = parse_exceptions(doc)?;
            ids[1].add(doc, &path.display().to_string(), list.iter().map(|e| (e.id.as_str(), e.spans())));
            noted(doc)?;
            Ok(list)
        };
        read(path, &mut all.origins, &mut problems, parse, |list| all.exceptions.extend(list))?;
    }
    if let Some(path) = &org {
        read(path, &mut all.origins, &mut problems, Organisation::parse, |o| all.organisation = o)?;
    }
    if !problems.is_empty() {
        return Err(DataError { problems }.into());
    }
    (all.attestation_files, all.exception_files, all.organisation_file) = (att, exc, org);
    let terms = all.organisation.terms();
    library.limit(&mut all.attestations, &mut all.exceptions, &terms)?;
    all.ignored = evidence::uncited(std::mem::take(&mut all.ignored), &all.cited);
    all.origins.extend(all.cited.iter().map(|c| c.origin.clone()));
    Ok(all)
}

/// What was noted in a document after it was parsed.
fn noted(doc: &Document) -> Result<(), DataError> {
    match doc.take_problems() {
        problems if problems.is_empty() => Ok(()),
        problems => Err(DataError { problems }),
    }
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
    parse: impl FnOnce(&Document) -> Result<T, DataError>,
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

/// What the scans among the inputs were to collect. A snapshot whose first line cannot be read says nothing of its scope.
pub fn heads(inputs: &Inputs) -> Vec<Head> {
    let snapshots = inputs.findings.iter().filter(|p| is_snapshot(p)).chain(&inputs.scans);
    snapshots
        .filter_map(|path| {
            let name = clean(&path.display().to_string());
            let head = File::open(path)
                .map_err(|e| e.to_string())
                .and_then(|file| snapshot::read_head(file).map_err(|e| e.to_string()));
            head.map_err(|e| tracing::warn!("{name}: {e}; the scope of this scan is not known")).ok()
        })
        .collect()
}

/// True for a compressed file: of those only snapshots are read.
pub fn is_snapshot(path: &Path) -> bool {
    let mut head = [0; 4];
    File::open(path).and_then(|mut f| f.read_exact(&mut head)).is_ok() && head == [0x28, 0xb5, 0x2f, 0xfd]
}

/// Judges a snapshot and hands its findings over.
fn from_snapshot(path: &Path, sink: &mut dyn FnMut(&Finding) -> bool) -> miette::Result<FileReport> {
    let snapshot = super::evaluate::read_snapshot(path)?;
    let bytes = fs::read(path).unwrap_or_default();
    Ok(import::judge(&path.display().to_string(), &bytes, &snapshot, sink))
}
