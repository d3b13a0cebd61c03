//! `dengbao lint`: every mistake in every data file, in one run.

use std::path::{Path, PathBuf};

use clap::Args;

use time::OffsetDateTime;

use super::output::{clean, say};
use super::report::{parse_as_of, today};
use super::statements::{show, terms_for};
use super::{Common, Exit, evidence};
use crate::catalog::{
    DataError, Document, Ids, Organisation, Problem, Shelf, lint_attestations, lint_exceptions, read_attestations,
    read_exceptions,
};
use crate::data::{Library, LibraryError, user_file};
use crate::render::Templates;

/// Arguments of `lint`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  dengbao lint
  dengbao lint --frameworks my-frameworks/ --mappings my-mappings/
  dengbao lint --attestations attestations.yaml --exceptions exceptions.yaml

Cited files must be there and unchanged. How long statements may stand is read from --organisation, or from a dengbao.yaml
beside each file. What has expired is a warning; warnings do not change the exit code.")]
pub struct LintArgs {
    /// Attestation files to check as well
    #[arg(long, value_name = "FILE")]
    attestations: Vec<PathBuf>,
    /// Exception files to check as well
    #[arg(long, value_name = "FILE")]
    exceptions: Vec<PathBuf>,
    /// A dengbao.yaml to check as well
    #[arg(long, value_name = "FILE")]
    organisation: Option<PathBuf>,
    /// The day to take for today
    #[arg(long, value_name = "DATE", value_parser = parse_as_of)]
    as_of: Option<OffsetDateTime>,
}

/// Runs the command.
pub fn run(args: &LintArgs, library: &Library, common: &Common) -> miette::Result<Exit> {
    let mut problems: Vec<Problem> = Vec::new();
    let mut warnings: Vec<Problem> = Vec::new();
    let mut files = 0;
    let mut note = |result: Result<(), LibraryError>| -> miette::Result<bool> {
        files += 1;
        match result {
            Err(LibraryError::Data(error)) => problems.extend(error.problems),
            other => other?,
        }
        Ok(problems.is_empty())
    };
    let mut shelf = Shelf::default();
    let mut whole = true;
    for id in library.catalogue_ids()? {
        match library.catalogue(&id) {
            Ok(catalogue) => {
                whole &= note(Ok(()))?;
                match library.mapping(&catalogue) {
                    Ok(mapping) => {
                        whole &= note(Ok(()))?;
                        shelf.catalogues.push((catalogue, mapping));
                    }
                    Err(error) => whole &= note(Err(error))?,
                }
            }
            Err(error) => whole &= note(Err(error))?,
        }
    }
    for name in library.source_names()? {
        note(library.source_map(&name).map(drop))?;
    }
    let now = args.as_of.unwrap_or_else(today);
    // In catalogues with mistakes nothing can be looked up; those come first.
    let shelf = whole.then_some(&shelf);
    let mut ids = [Ids::default(), Ids::default()];
    for path in &args.attestations {
        let terms = terms_for(path, args.organisation.as_deref());
        note(check(path, &mut warnings, |doc| {
            let mut list = read_attestations(doc);
            ids[0].add(doc, &path.display().to_string(), list.iter().map(|a| (a.id.as_str(), a.spans())));
            evidence::check(doc, path, &mut list);
            if let (Some(shelf), Ok(terms)) = (shelf, &terms) {
                lint_attestations(doc, &list, shelf, terms, now);
            }
        }))?;
        beside(terms, args, &mut note)?;
    }
    for path in &args.exceptions {
        let terms = terms_for(path, args.organisation.as_deref());
        note(check(path, &mut warnings, |doc| {
            let list = read_exceptions(doc);
            ids[1].add(doc, &path.display().to_string(), list.iter().map(|e| (e.id.as_str(), e.spans())));
            if let (Some(shelf), Ok(terms)) = (shelf, &terms) {
                lint_exceptions(doc, &list, shelf, terms, now);
            }
        }))?;
        beside(terms, args, &mut note)?;
    }
    if let Some(path) = &args.organisation {
        let file = user_file(path)?;
        let parsed = Document::parse(&file.origin.path, &file.text).and_then(|doc| Organisation::parse(&doc));
        note(parsed.map(drop).map_err(LibraryError::from))?;
    }
    let templates = Templates::of(library)?;
    for name in &templates.replaced {
        tracing::info!("template replaced: {}", clean(name));
    }
    show(warnings, common);
    if problems.is_empty() {
        if !common.quiet {
            say(&format!("{files} files, no mistake"));
        }
        return Ok(Exit::Done);
    }
    Err(LibraryError::Data(DataError { problems }).into())
}

/// Notes the mistakes of a dengbao.yaml beside a file; a given one is looked at by itself.
fn beside<T>(
    terms: Result<T, LibraryError>,
    args: &LintArgs,
    note: &mut impl FnMut(Result<(), LibraryError>) -> miette::Result<bool>,
) -> miette::Result<()> {
    match terms {
        Err(error) if args.organisation.is_none() => note(Err(error)).map(drop),
        _ => Ok(()),
    }
}

fn check(path: &Path, warnings: &mut Vec<Problem>, look: impl FnOnce(&Document)) -> Result<(), LibraryError> {
    let file = user_file(path)?;
    let doc = Document::parse(&file.origin.path, &file.text)?;
    look(&doc);
    warnings.extend(doc.take_warnings());
    match doc.take_problems() {
        problems if problems.is_empty() => Ok(()),
        problems => Err(DataError { problems }.into()),
    }
}
