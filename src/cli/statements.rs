//! Edge: statement files read and written, and what the commands about them share.
#![expect(clippy::disallowed_methods, reason = "this module is where statement files are read and written")]

use std::fs;
use std::io::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::evidence::folder_of;
use super::output::{Pending, say};
use super::{Common, UsageError};
use crate::catalog::{DataError, DataWarnings, Document, Organisation, Problem, Terms};
use crate::data::{Library, LibraryError, user_file};

/// How long statements of a file may stand: as the given dengbao.yaml says, or the one beside the file.
pub fn terms_for(file: &Path, organisation: Option<&Path>) -> Result<Terms, LibraryError> {
    let beside = folder_of(file).join("dengbao.yaml");
    let path = match organisation {
        Some(path) => path.to_owned(),
        None if beside.is_file() => beside,
        None => return Ok(Terms::default()),
    };
    let file = user_file(&path)?;
    Ok(Organisation::parse(&Document::parse(&file.origin.path, &file.text)?)?.terms())
}

/// The catalogue that `--framework` means: its own id, or that of one of its profiles.
pub fn catalogue_id(library: &Library, framework: &str) -> Result<String, LibraryError> {
    if library.catalogue_ids()?.iter().any(|id| id == framework) {
        return Ok(framework.to_owned());
    }
    Ok(library.framework(framework)?.0.id)
}

/// A statement file that is to be changed.
pub struct Store {
    path: PathBuf,
    /// Its path as errors name it.
    pub name: String,
    /// Its text; empty when there is no file yet.
    pub text: String,
    marked: bool,
}

impl Store {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Store, LibraryError> {
        let file = user_file(path)?;
        let marked = fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"\xef\xbb\xbf"));
        // A link stays a link: what it points to is changed.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        Ok(Store { path, name: file.origin.path, text: file.text, marked })
    }

    /// Reads a file, or begins one.
    pub fn open(path: &Path) -> Result<Store, LibraryError> {
        // A link to nothing is a mistake, not a file to begin.
        if fs::symlink_metadata(path).is_ok() {
            return Store::read(path);
        }
        Ok(Store { path: path.to_owned(), name: path.display().to_string(), text: String::new(), marked: false })
    }

    /// Writes the changed text under a temporary name, then gives it the file's name.
    pub fn write(&self, text: &str) -> miette::Result<()> {
        let mode = fs::metadata(&self.path).ok().map(|m| m.permissions());
        let mut pending = Pending::create(&self.path)?;
        let bytes = [if self.marked { "\u{feff}" } else { "" }, text].concat();
        pending.write_all(bytes.as_bytes()).map_err(|source| super::WriteError { path: self.name.clone(), source })?;
        let path = pending.keep()?;
        if let Some(mode) = mode {
            fs::set_permissions(&path, mode).map_err(|source| super::WriteError { path: self.name.clone(), source })?;
        }
        Ok(())
    }
}

/// What was noted inside the entry that is added or changed decides; what was there before is only counted.
///
/// # Errors
/// The mistakes of the entry.
pub fn judge(doc: &Document, entry: &Range<usize>, common: &Common) -> miette::Result<()> {
    let within = |p: &Problem| entry.contains(&p.span.start);
    let (mine, others): (Vec<Problem>, Vec<Problem>) = doc.take_problems().into_iter().partition(within);
    if !mine.is_empty() {
        return Err(DataError { problems: mine }.into());
    }
    show(doc.take_warnings().into_iter().filter(within).collect(), common);
    if !others.is_empty() {
        tracing::warn!("{} mistakes in other entries of this file; `dengbao lint` shows them", others.len());
    }
    Ok(())
}

/// Prints warnings on standard error.
pub fn show(warnings: Vec<Problem>, common: &Common) {
    if !warnings.is_empty() && !common.quiet {
        super::print_error(&miette::Report::new(DataWarnings { warnings }));
    }
}

/// Makes sure that an edit changed one entry and no other; text in a YAML file may mean something else after an edit.
///
/// # Errors
/// Another entry reads differently than before.
pub fn unchanged<T: serde::Serialize>(
    before: &[T],
    after: &[T],
    id: impl Fn(&T) -> &str,
    changed: &str,
) -> Result<(), UsageError> {
    let others = |list: &[T]| -> Vec<(String, Option<serde_json::Value>)> {
        list.iter().filter(|x| id(x) != changed).map(|x| (id(x).to_owned(), serde_json::to_value(x).ok())).collect()
    };
    if others(before) == others(after) && after.iter().filter(|x| id(x) == changed).count() == 1 {
        return Ok(());
    }
    Err(UsageError {
        message: "the file has a form in which this edit would change other entries; nothing was written".into(),
        help: "write the list as one entry below the other, each beginning with `- id:`, or edit it by hand".into(),
    })
}

/// Prints what happened, unless nothing is to be said.
pub fn tell(common: &Common, line: &str) {
    if !common.quiet {
        say(&super::output::clean(line));
    }
}

/// Whether a file holds no entry yet: nothing, comments, or the list's name with nothing behind it.
pub fn no_entries(text: &str, list: &str) -> bool {
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#') && *l != "---");
    lines.map(|l| l.split('#').next().unwrap_or_default().trim()).all(|l| l.strip_suffix(':') == Some(list))
}
