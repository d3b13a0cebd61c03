//! Where things lie in a pack. Folders are numbered in the order in which an assessor opens them.

use super::archive::Files;

/// The page to begin with.
pub const INDEX: &str = "index.html";

/// Reports for reading.
pub const REPORTS: &str = "01-reports";

/// Tables for working on.
pub const TABLES: &str = "02-controls";

/// Evidence, control by control.
pub const EVIDENCE: &str = "03-evidence";

/// Every finding, one JSON object a line, under Zstandard.
pub const FINDINGS: &str = "03-evidence/findings.jsonl.zst";

/// Answers of the provider that the evidence pages show.
pub const ANSWERS: &str = "03-evidence/answers";

/// Attestations and the files they cite.
pub const ATTESTATIONS: &str = "04-attestations";

/// Exceptions.
pub const EXCEPTIONS: &str = "05-exceptions";

/// Snapshots and other tools' files: what everything else is made from.
pub const SOURCES: &str = "06-snapshot";

/// How the pack came about.
pub const PROVENANCE: &str = "07-provenance";

/// What the pack was asked to hold.
pub const SPEC: &str = "07-provenance/pack.json";

/// The organisation and its systems.
pub const ORGANISATION: &str = "07-provenance/dengbao.yaml";

/// Frameworks, mappings and changed templates that were used.
pub const DATA: &str = "07-provenance/data";

/// Earlier periods.
pub const HISTORY: &str = "07-provenance/history.json";

/// What changed since the last period.
pub const CHANGES: &str = "07-provenance/changes.json";

/// Assessments for machines.
pub const ASSESSMENTS: &str = "07-provenance/assessments";

/// How resources are divided among systems.
pub const DIVISION: &str = "07-provenance/systems.json";

/// Digests of every file but the seals, as an in-toto statement.
pub const MANIFEST: &str = "07-provenance/manifest.json";

/// The signed manifest (DSSE).
pub const ENVELOPE: &str = "07-provenance/manifest.dsse.json";

/// The time-stamp token (RFC 3161) of the envelope, or of the manifest where nobody signed.
pub const TIMESTAMP: &str = "07-provenance/manifest.tst";

/// Public keys of those who signed.
pub const SIGNERS: &str = "07-provenance/signers";

/// The seals: they are made over the manifest, so it cannot hold their digests.
pub const SEALS: [&str; 3] = [MANIFEST, ENVELOPE, TIMESTAMP];

/// Whether a file lies in a folder, or in one below it.
pub fn lies_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Names of the files that lie in a folder.
pub fn under<'f>(files: &'f Files, folder: &str) -> impl Iterator<Item = &'f str> {
    files.keys().map(String::as_str).filter(move |path| lies_in(path, folder))
}

/// Whether a file is one that a pack is made from, rather than made of it.
pub fn is_input(path: &str) -> bool {
    [ATTESTATIONS, EXCEPTIONS, SOURCES, DATA, SIGNERS].into_iter().any(|folder| lies_in(path, folder))
        || [SPEC, ORGANISATION, HISTORY, CHANGES].contains(&path)
}

/// The files that a pack is made from.
pub fn inputs(files: &Files) -> Files {
    files.iter().filter(|(path, _)| is_input(path)).map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
}
