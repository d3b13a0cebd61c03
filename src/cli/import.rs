//! `dengbao import`: another tool's results as `findings.jsonl`.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::input::{gather, read_findings};
use super::output::{Pending, clean, say};
use super::{Common, Exit};
use crate::assess::Tally;
use crate::data::Library;

/// Arguments of `import`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  dengbao import prowler-output.csv --out findings.jsonl")]
pub struct ImportArgs {
    /// Files or folders to read
    #[arg(required = true, value_name = "PATH")]
    input: Vec<PathBuf>,
    /// File to write
    #[arg(long, short, default_value = "findings.jsonl", value_name = "FILE")]
    out: PathBuf,
}

/// Runs the command.
pub fn run(args: &ImportArgs, library: &Library, common: &Common) -> miette::Result<Exit> {
    let prowler = library.source_map("prowler")?;
    let inputs = gather(&args.input, &[], &[], None)?;
    let mut pending = Pending::create(&args.out)?;
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
        return Err(super::WriteError { path: args.out.display().to_string(), source }.into());
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
