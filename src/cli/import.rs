//! `dengbao import`: another tool's results as `findings.jsonl`.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::input::{gather, read_findings};
use super::output::{Pending, clean, say};
use super::{Common, Exit, UsageError};
use crate::assess::Tally;
use crate::catalog::{Document, EndedBy, SourceMap, parse_exceptions, rfc3339};
use crate::data::{Library, user_file};
use crate::import::mutelist::{Terms, convert};

/// Arguments of `import`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  dengbao import prowler-output.csv --out findings.jsonl
  dengbao import --mutelist mutelist.yaml --owner Ops --approver CISO --expires 2027-02-28 --out exceptions.yaml")]
pub struct ImportArgs {
    /// Files or folders to read
    #[arg(required_unless_present = "mutelist", value_name = "PATH")]
    input: Vec<PathBuf>,
    /// File to write; findings.jsonl, or exceptions.yaml for a mute list
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// A mute list of Prowler, to make exceptions of
    #[arg(long, value_name = "FILE", conflicts_with = "input", requires_all = ["owner", "approver", "expires"])]
    mutelist: Option<PathBuf>,
    /// Who owns the risks of the mute list
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Who accepts them: another person
    #[arg(long, value_name = "NAME")]
    approver: Option<String>,
    /// When they end: a day in China, at most
    #[arg(long, value_name = "DATE")]
    expires: Option<String>,
    /// Why, where the mute list says nothing
    #[arg(long, value_name = "TEXT", default_value = "muted in Prowler")]
    reason: String,
    /// What lowers the risk meanwhile
    #[arg(long, value_name = "TEXT", default_value = "none stated")]
    compensating_control: String,
}

/// Runs the command.
pub fn run(args: &ImportArgs, library: &Library, common: &Common) -> miette::Result<Exit> {
    let prowler = library.source_map("prowler")?;
    if let Some(path) = &args.mutelist {
        return exceptions(args, path, &prowler, common);
    }
    let out = args.out.clone().unwrap_or_else(|| "findings.jsonl".into());
    let inputs = gather(&args.input, &[], &[], None, super::input::Prefer::Findings, library)?;
    let mut pending = Pending::create(&out)?;
    // Only to leave out what comes twice.
    let mut tally = Tally::new([], Vec::new());
    let mut failed = None;
    let files = read_findings(&inputs.findings, &prowler, common, &mut |finding| {
        let new = tally.observe(finding);
        if new && failed.is_none() {
            failed = serde_json::to_vec(finding)
                .map_err(std::io::Error::from)
                .and_then(|mut line| {
                    line.push(b'\n');
                    pending.write_all(&line)
                })
                .err();
        }
        new
    })?;
    if let Some(source) = failed {
        return Err(super::WriteError { path: out.display().to_string(), source }.into());
    }
    let path = pending.keep()?;
    if !common.quiet {
        for file in &files {
            say(&format!(
                "{}: {}, {} rows: {} findings, {} duplicates, {} unmapped, {} muted",
                clean(&file.path),
                file.format.label(),
                file.rows,
                file.findings,
                file.duplicates,
                file.unmapped.values().sum::<u64>(),
                file.muted,
            ));
            for (row, count) in &file.unmapped {
                say(&format!("  {count} × {}: {}", clean(&row.check), row.reason.label().en));
            }
        }
        say(&format!("wrote {}", clean(&path.display().to_string())));
    }
    Ok(Exit::Done)
}

/// Makes exceptions of a mute list.
fn exceptions(args: &ImportArgs, path: &std::path::Path, prowler: &SourceMap, common: &Common) -> miette::Result<Exit> {
    let file = user_file(path)?;
    let doc = Document::parse(&file.origin.path, &file.text)?;
    let wrong = |what: &str| UsageError {
        message: format!("--expires: {what}"),
        help: "write the last day on which the exceptions hold, 2027-02-28".into(),
    };
    let day = args.expires.as_deref().unwrap_or_default();
    let form = time::macros::format_description!("[year]-[month]-[day]");
    let last = time::Date::parse(day, form).map_err(|_| wrong("not a date"))?;
    let today = super::report::today().date();
    if last <= today {
        return Err(wrong("the day has passed").into());
    }
    let terms = Terms {
        owner: args.owner.clone().unwrap_or_default(),
        approver: args.approver.clone().unwrap_or_default(),
        reason: args.reason.clone(),
        compensating_control: args.compensating_control.clone(),
        opened_on: today.to_string(),
        expires: format!("{last}T23:59:59+08:00"),
    };
    let made = convert(&doc, prowler, &terms)?;
    // What is written must be what is read: the same rules as for any exceptions file.
    let list = parse_exceptions(&Document::parse("exceptions.yaml", &made.yaml)?)?;
    for e in list.iter().filter(|e| e.end().1 == EndedBy::MaximumTerm) {
        tracing::warn!(
            "{} stands longer than its check allows; unless dengbao.yaml allows more, it is void from {}",
            e.id,
            rfc3339(e.end().0)
        );
    }
    let out = args.out.clone().unwrap_or_else(|| "exceptions.yaml".into());
    for trap in &made.traps {
        tracing::warn!("{}", clean(trap));
    }
    let written = Pending::whole(&out, made.yaml.as_bytes())?.keep()?;
    if !common.quiet {
        let written = clean(&written.display().to_string());
        say(&format!("wrote {written}: {} exceptions, {} remarks", made.exceptions, made.traps.len()));
    }
    Ok(Exit::Done)
}
