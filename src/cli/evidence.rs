//! Files that statements cite: found, read whole, and compared with the digest that the statement names.
#![expect(clippy::disallowed_methods, reason = "this module is where cited files are found and read")]

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{BadInput, UsageError};
use crate::catalog::{Attestation, Document, Origin};
use crate::import::hex;

/// Where evidence is kept, beside the YAML file.
pub const FOLDER: &str = "files";

/// A cited file as it lies on the disk.
#[derive(Clone, Debug)]
pub struct Cited {
    /// Where it lies, without symbolic links.
    pub path: PathBuf,
    /// Its path as reports name it, and its digest.
    pub origin: Origin,
    /// The file of attestations that cites it.
    pub by: PathBuf,
    /// Its path as that file writes it.
    pub name: String,
}

/// Reads every file that attestations cite, and notes those that are missing, changed, or outside the folder of the YAML
/// file. What was found is entered into the attestations.
pub fn check(doc: &Document, yaml: &Path, list: &mut [Attestation]) -> Vec<Cited> {
    let base = folder_of(yaml);
    let mut found = Vec::new();
    for attestation in list {
        let spans = attestation.spans().clone();
        for (at, file) in attestation.files.iter_mut().enumerate() {
            let report = |message: String, label: &str, help: &str| {
                doc.report(spans.item("files", at), message, label, Some(help.to_owned()));
            };
            let path = match inside(&base, &file.path) {
                Ok(path) => path,
                Err(Refused::Missing(error)) => {
                    let message = format!("`{}` cannot be read: {error}", file.path);
                    report(
                        message,
                        "no such evidence",
                        "cited files lie beside this file; put it there, or take it out of the list",
                    );
                    continue;
                }
                Err(Refused::Outside) => {
                    let message = format!("`{}` leads out of the folder by a symbolic link", file.path);
                    report(message, "refused", "copy the file into the folder, so that it travels with the statement");
                    continue;
                }
                Err(Refused::NoFile) => {
                    report(format!("`{}` is not a file", file.path), "not a file", "name the file itself");
                    continue;
                }
            };
            match digest(&path) {
                Err(error) => {
                    report(format!("`{}` cannot be read: {error}", file.path), "not readable", "check its permissions");
                }
                Ok((sha256, _)) if file.sha256.as_ref().is_some_and(|named| *named != sha256) => {
                    let message = format!("`{}` is not the file that was cited", file.path);
                    let help = format!(
                        "its SHA-256 is {sha256}: bring the old file back, or look at the new one and sign again"
                    );
                    report(message, "another digest", &help);
                }
                Ok((sha256, bytes)) => {
                    let shown = base_name(yaml, &file.path);
                    found.push(Cited {
                        path,
                        origin: Origin { path: shown, sha256: sha256.clone() },
                        by: yaml.to_owned(),
                        name: file.path.clone(),
                    });
                    file.sha256 = Some(sha256);
                    file.bytes = Some(bytes);
                }
            }
        }
    }
    found
}

enum Refused {
    Missing(io::Error),
    Outside,
    NoFile,
}

/// The folder of a file; `.` for a bare name.
pub fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn base_name(yaml: &Path, file: &str) -> String {
    yaml.parent().unwrap_or(Path::new("")).join(file).display().to_string()
}

/// The real place of a cited path, if that is in the folder.
fn inside(base: &Path, cited: &str) -> Result<PathBuf, Refused> {
    let base = fs::canonicalize(base).map_err(Refused::Missing)?;
    let path = fs::canonicalize(base.join(cited)).map_err(Refused::Missing)?;
    if !path.starts_with(&base) {
        return Err(Refused::Outside);
    }
    if !fs::metadata(&path).map_err(Refused::Missing)?.is_file() {
        return Err(Refused::NoFile);
    }
    Ok(path)
}

/// SHA-256 and size of a file, read piece by piece.
fn digest(path: &Path) -> io::Result<(String, u64)> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut piece = vec![0; 64 << 10];
    let mut bytes = 0;
    loop {
        match file.read(&mut piece)? {
            0 => return Ok((hex(&hasher.finalize()), bytes)),
            n => {
                hasher.update(&piece[..n]);
                bytes += n as u64;
            }
        }
    }
}

/// Paths that were left alone, without those that statements cite. A folder that holds cited files gives way to the
/// files in it that nobody cites.
pub fn uncited(ignored: Vec<PathBuf>, cited: &[Cited]) -> Vec<PathBuf> {
    let cited: BTreeSet<&Path> = cited.iter().map(|c| c.path.as_path()).collect();
    let mut left = Vec::new();
    for path in ignored {
        match fs::canonicalize(&path) {
            Ok(real) if cited.contains(real.as_path()) => {}
            Ok(real) if real.is_dir() && cited.iter().any(|c| c.starts_with(&real)) => {
                others(&path, &cited, 8, &mut left);
            }
            _ => left.push(path),
        }
    }
    left
}

fn others(folder: &Path, cited: &BTreeSet<&Path>, depth: u8, left: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return left.push(folder.to_owned()) };
    let mut entries: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    entries.sort();
    for path in entries {
        let link = fs::symlink_metadata(&path).is_ok_and(|m| m.is_symlink());
        if path.is_dir() && !link && depth > 0 {
            others(&path, cited, depth - 1, left);
        } else if !fs::canonicalize(&path).is_ok_and(|real| cited.contains(real.as_path())) {
            left.push(path);
        }
    }
}

/// A file to be cited: where it is, how it will be named, and whether it must be copied there.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The bytes to write; none when the file lies in the folder already.
    pub copy: Option<Vec<u8>>,
    /// Where it will lie.
    pub target: PathBuf,
    /// The path to cite.
    pub cited: String,
    /// Its digest.
    pub sha256: String,
}

/// The largest file that is copied.
const LARGEST: u64 = 256 << 20;

/// Makes evidence ready to be cited under a name that is safe everywhere and not taken.
pub fn take(files: &[PathBuf], yaml: &Path, id: &str) -> miette::Result<Vec<Evidence>> {
    let folder = folder_of(yaml).join(FOLDER);
    let mut all: Vec<Evidence> = Vec::new();
    for source in files {
        let fail = |error: io::Error| BadInput {
            message: format!("--evidence {}: {error}", super::output::clean(&source.display().to_string())),
            help: "check the path and its permissions".into(),
        };
        let real = fs::canonicalize(source).map_err(fail)?;
        let facts = fs::metadata(&real).map_err(fail)?;
        if !facts.is_file() || facts.len() > LARGEST {
            return Err(UsageError {
                message: format!("--evidence {}: not a file of at most {} MiB", source.display(), LARGEST >> 20),
                help: "give single files; pack a folder first".into(),
            }
            .into());
        }
        // What lies in the folder already is cited where it is.
        if let Ok(base) = fs::canonicalize(&folder)
            && let Ok(rest) = real.strip_prefix(&base)
            && let Some(rest) = rest.to_str()
        {
            let (sha256, _) = digest(&real).map_err(fail)?;
            let cited = format!("{FOLDER}/{}", rest.replace('\\', "/"));
            if !all.iter().any(|e| e.cited == cited) {
                all.push(Evidence { copy: None, target: real, cited, sha256 });
            }
            continue;
        }
        let bytes = fs::read(&real).map_err(fail)?;
        let sha256 = hex(&Sha256::digest(&bytes));
        let name = safe_name(&real.file_name().unwrap_or_default().to_string_lossy());
        let taken = |name: &str| {
            // A name that differs in case only is the same one on other systems.
            let same = |other: &str| other.to_lowercase() == name.to_lowercase();
            all.iter().any(|e| e.cited.rsplit('/').next().is_some_and(same))
                || fs::read_dir(&folder)
                    .is_ok_and(|list| list.flatten().any(|e| same(&e.file_name().to_string_lossy())))
        };
        let (stem, extension) =
            name.rsplit_once('.').map_or((name.as_str(), String::new()), |(s, e)| (s, format!(".{e}")));
        let name = (1..)
            .map(|n| if n == 1 { format!("{id}-{name}") } else { format!("{id}-{stem}-{n}{extension}") })
            .find(|name| !taken(name))
            .unwrap_or_default();
        all.push(Evidence { copy: Some(bytes), target: folder.join(&name), cited: format!("{FOLDER}/{name}"), sha256 });
    }
    Ok(all)
}

/// A file name of letters, digits, `.`, `-` and `_`, no longer than any file system allows.
pub fn safe_name(name: &str) -> String {
    let mut safe = String::new();
    for c in name.chars() {
        let keep = (c.is_alphanumeric()
            && crate::render::visible(c.encode_utf8(&mut [0; 4])) == c.to_string().as_str())
            || matches!(c, '.' | '-' | '_');
        match (keep, safe.ends_with('-')) {
            (true, _) => safe.push(c),
            (false, false) => safe.push('-'),
            (false, true) => {}
        }
    }
    let safe = safe.trim_start_matches(['.', '-', '_']);
    let (stem, extension) = match safe.rsplit_once('.') {
        Some((stem, extension)) if (1..=8).contains(&extension.len()) => (stem, Some(extension)),
        _ => (safe, None),
    };
    let mut stem = stem.trim_matches(['.', '-', '_']).replace("..", ".");
    while stem.len() > 100 {
        stem.pop();
    }
    let stem = if stem.is_empty() { "file".to_owned() } else { stem };
    extension.map_or(stem.clone(), |e| format!("{stem}.{}", e.trim_matches(['.', '-', '_'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_safe_and_stay_readable() {
        for (name, safe) in [
            ("policy-2026.pdf", "policy-2026.pdf"),
            ("安全管理制度（2026 版）.pdf", "安全管理制度-2026-版.pdf"),
            ("../../etc/passwd", "etc-passwd"),
            (".hidden", "hidden"),
            ("a\u{202e}fdp.exe", "a-fdp.exe"),
            ("...", "file"),
            ("a:b*c?.txt", "a-b-c.txt"),
        ] {
            assert_eq!(safe_name(name), safe, "{name}");
        }
        assert!(safe_name(&format!("{}.pdf", "长".repeat(200))).len() <= 110);
    }
}
