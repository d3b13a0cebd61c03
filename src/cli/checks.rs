//! `dengbao checks`: the catalogue of checks.

use clap::{Args, Subcommand, ValueEnum};
use miette::IntoDiagnostic;

use super::output::say;
use super::{Exit, LangChoice, UsageError};
use crate::catalog::yaml::nearest;
use crate::checks::{self, Check};
use crate::text::Lang;

/// Subcommands of `checks`.
#[derive(Subcommand, Debug)]
pub enum ChecksCommand {
    /// List every check
    List(ListArgs),
    /// Show one check
    Show(ShowArgs),
}

/// Arguments of `checks list`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  dengbao checks list --format json | jq '.[].id'")]
pub struct ListArgs {
    /// Form of the list
    #[arg(long, value_enum, default_value = "text")]
    format: ListFormat,
    /// Only checks of a service, such as oss
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    /// Language of titles
    #[arg(long, value_enum, default_value = "en")]
    lang: LangChoice,
}

/// Form of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A line each.
    Text,
    /// One JSON array with everything.
    Json,
}

/// Arguments of `checks show`.
#[derive(Args, Debug)]
pub struct ShowArgs {
    /// The check id
    id: String,
    /// Language
    #[arg(long, value_enum, default_value = "both")]
    lang: LangChoice,
}

/// Runs the command.
pub fn run(command: &ChecksCommand) -> miette::Result<Exit> {
    match command {
        ChecksCommand::List(args) => list(args),
        ChecksCommand::Show(args) => show(args),
    }
}

fn list(args: &ListArgs) -> miette::Result<Exit> {
    let chosen: Vec<&Check> =
        checks::all().iter().copied().filter(|c| args.service.as_deref().is_none_or(|s| s == c.service())).collect();
    match args.format {
        ListFormat::Json => say(&serde_json::to_string_pretty(&chosen).into_diagnostic()?),
        ListFormat::Text => {
            let lines: Vec<String> = chosen
                .iter()
                .map(|c| {
                    let titles: Vec<&str> = args.lang.langs().iter().map(|l| c.title.get(*l)).collect();
                    format!("{:<48} {:<9} {:<8} {}", c.id, c.severity.id(), c.effort.id(), titles.join(" / "))
                })
                .collect();
            say(&lines.join("\n"));
        }
    }
    Ok(Exit::Done)
}

fn show(args: &ShowArgs) -> miette::Result<Exit> {
    let Some(check) = checks::find(&args.id) else {
        let near = nearest(&args.id, checks::all().iter().map(|c| c.id));
        return Err(UsageError {
            message: format!("there is no check `{}`", args.id),
            help: near
                .map_or_else(|| "`dengbao checks list` prints them all".into(), |n| format!("did you mean `{n}`?")),
        }
        .into());
    };
    say(&describe(check, args.lang));
    Ok(Exit::Done)
}

/// A check in words.
pub(super) fn describe(check: &Check, lang: LangChoice) -> String {
    let mut lines = vec![format!("{} ({}, {})", check.id, check.severity.id(), check.resource)];
    for lang in lang.langs() {
        for phrase in [check.title, check.pass_when, check.risk, check.remediation] {
            lines.push(format!("  {}", phrase.get(*lang)));
        }
        let word = if *lang == Lang::Zh { "整改工作量：" } else { "effort: " };
        lines.push(format!("  {word}{}", check.effort.label().get(*lang)));
    }
    if !check.cli.is_empty() {
        lines.push(format!("  $ {}", check.cli));
    }
    for p in check.params {
        lines.push(format!("  {} = {} {}", p.name, p.default, p.unit.en));
    }
    if !check.reads.is_empty() {
        lines.push(format!("  needs {}", check.actions().join(", ")));
    }
    for c in check.covers {
        lines.push(format!("  = {}: {}", c.source, c.rule));
    }
    for r in check.references {
        lines.push(format!("  {r}"));
    }
    lines.join("\n")
}
