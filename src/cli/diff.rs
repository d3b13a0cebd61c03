//! `dengbao diff`: what changed between two packs, and why.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::input::whole;
use super::output::{clean, say};
use super::{BadInput, Exit, LangChoice};
use crate::pack::{Files, changes, compare};

/// Arguments of `diff`.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  dengbao diff dengbao-shop-2026Q3.zip dengbao-shop-2026Q4.zip

The old pack's evidence is judged again by the new pack's rules, so that the trend is like for like.
Packs are not checked here: `dengbao verify` does that. Exit codes: 0 no control changed; 3 some did.")]
pub struct DiffArgs {
    /// The older pack
    old: PathBuf,
    /// The newer pack
    new: PathBuf,
    /// Form of what is printed
    #[arg(long, value_enum, default_value = "text", value_name = "FORM")]
    format: Form,
    /// Language of what is printed
    #[arg(long, value_enum, default_value = "zh", value_name = "LANG")]
    lang: LangChoice,
}

/// Form of what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Lines for a terminal.
    Text,
    /// Markdown.
    Md,
    /// JSON.
    Json,
}

/// Runs the command.
pub fn run(args: &DiffArgs) -> miette::Result<Exit> {
    let (old, new) = (files(&args.old)?, files(&args.new)?);
    let found = compare(&old, &new)?;
    for lang in args.lang.langs() {
        match args.format {
            Form::Text => changes::lines(&found, *lang).iter().for_each(|line| say(&clean(line))),
            Form::Md => say(&changes::markdown(&found, *lang)),
            Form::Json => {
                say(&serde_json::to_string_pretty(&found).unwrap_or_default());
                break;
            }
        }
    }
    let changed = found.frameworks.iter().any(|f| !f.changes.is_empty());
    Ok(if changed { Exit::Findings } else { Exit::Done })
}

fn files(path: &Path) -> Result<Files, BadInput> {
    super::pack::open(path, &whole(path)?)
}
