//! `dengbao lint`: every mistake in every data file, in one run.

use std::path::PathBuf;

use clap::Args;

use super::output::{clean, say};
use super::report::templates;
use super::{Common, Exit};
use crate::catalog::{DataError, Document, Organisation, Problem, parse_attestations, parse_exceptions};
use crate::data::{Library, LibraryError, user_file};

/// Arguments of `lint`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  dengbao lint
  dengbao lint --frameworks my-frameworks/ --mappings my-mappings/
  dengbao lint --attestations attestations.yaml --exceptions exceptions.yaml")]
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
}

/// Runs the command.
pub fn run(args: &LintArgs, library: &Library, common: &Common) -> miette::Result<Exit> {
    let mut problems: Vec<Problem> = Vec::new();
    let mut files = 0;
    let mut note = |result: Result<(), LibraryError>| -> miette::Result<()> {
        files += 1;
        match result {
            Err(LibraryError::Data(error)) => problems.extend(error.problems),
            other => other?,
        }
        Ok(())
    };
    for id in library.catalogue_ids()? {
        match library.catalogue(&id) {
            Ok(catalogue) => {
                note(Ok(()))?;
                note(library.mapping(&catalogue).map(drop))?;
            }
            Err(error) => note(Err(error))?,
        }
    }
    for name in library.source_names()? {
        note(library.source_map(&name).map(drop))?;
    }
    for path in &args.attestations {
        note(check(path, |doc| parse_attestations(doc).map(drop)))?;
    }
    for path in &args.exceptions {
        note(check(path, |doc| parse_exceptions(doc).map(drop)))?;
    }
    if let Some(path) = &args.organisation {
        note(check(path, |doc| Organisation::parse(doc).map(drop)))?;
    }
    let templates = templates(library)?;
    for name in &templates.replaced {
        tracing::info!("template replaced: {}", clean(name));
    }
    if problems.is_empty() {
        if !common.quiet {
            say(&format!("{files} files, no mistake"));
        }
        return Ok(Exit::Done);
    }
    Err(LibraryError::Data(DataError { problems }).into())
}

fn check(path: &std::path::Path, parse: impl Fn(&Document) -> Result<(), DataError>) -> Result<(), LibraryError> {
    let file = user_file(path)?;
    let doc = Document::parse(&file.origin.path, &file.text)?;
    Ok(parse(&doc)?)
}
