//! `dengbao evaluate`: verdicts from a snapshot, without the network.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::output::{Pending, clean, say};
use super::select::Select;
use super::{BadInput, Common, Exit, WriteError};
use crate::checks::Check;
use crate::domain::{Finding, FindingStatus};
use crate::evaluate::in_scope;
use crate::snapshot::{self, Snapshot};

/// Arguments of `evaluate`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  dengbao evaluate q4/snapshot.jsonl.zst --out findings.jsonl")]
pub struct EvaluateArgs {
    /// The snapshot
    snapshot: PathBuf,
    /// File to write; standard output when not given
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    select: Select,
}

/// What findings came to.
#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    /// How many of each status.
    pub(super) counts: BTreeMap<&'static str, u64>,
    /// How many without an answer.
    pub(super) not_assessed: u64,
    verdicts: u64,
}

impl Outcome {
    fn count(&mut self, finding: &Finding) {
        *self.counts.entry(finding.status.id()).or_default() += 1;
        match finding.status {
            FindingStatus::NotAssessed => self.not_assessed += 1,
            FindingStatus::Pass | FindingStatus::Fail | FindingStatus::NotApplicable => self.verdicts += 1,
            FindingStatus::Manual => {}
        }
    }

    /// All findings.
    #[cfg(feature = "live")]
    pub(super) fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    /// True when nothing passed, failed, or was found not to apply.
    #[cfg(feature = "live")]
    pub(super) fn nothing_assessed(&self) -> bool {
        self.verdicts == 0
    }
}

/// Runs the command.
pub fn run(args: &EvaluateArgs, common: &Common) -> miette::Result<Exit> {
    let snapshot = read_snapshot(&args.snapshot)?;
    let scope = in_scope(&snapshot);
    // Checks of another version are part of the whole, not of a choice.
    let unknown = if args.select.is_all() { crate::evaluate::unknown_checks(&snapshot) } else { Vec::new() };
    let checks = if unknown.is_empty() { args.select.choose(&scope)? } else { scope };
    if !unknown.is_empty() {
        let mut names: Vec<&str> = unknown.iter().map(|finding| &*finding.check_id).collect();
        names.dedup();
        tracing::warn!(
            "{} checks of the snapshot are not assessed, this version does not have them: {}",
            names.len(),
            clean(&names.join(", "))
        );
    }
    match &args.out {
        Some(path) => {
            let outcome = write_findings(&snapshot, &checks, unknown, path)?;
            if !common.quiet {
                let counts: Vec<String> = outcome.counts.iter().map(|(status, n)| format!("{n} {status}")).collect();
                say(&format!("{}: {}", clean(&path.display().to_string()), counts.join(", ")));
            }
        }
        None => {
            let mut out = BufWriter::new(std::io::stdout().lock());
            let mut write = |finding| {
                // A reader that went away is no error.
                let _ = serde_json::to_writer(&mut out, &finding).map_err(std::io::Error::from);
                let _ = out.write_all(b"\n");
            };
            crate::evaluate::evaluate_each(&snapshot, &checks, &mut write);
            unknown.into_iter().for_each(write);
        }
    }
    Ok(Exit::Done)
}

/// Reads a snapshot.
pub(super) fn read_snapshot(path: &Path) -> miette::Result<Snapshot> {
    let name = clean(&path.display().to_string());
    #[expect(clippy::disallowed_methods, reason = "the command's input")]
    let file = File::open(path).map_err(|e| BadInput {
        message: format!("{name}: cannot be read: {e}"),
        help: "check the path and its permissions".into(),
    })?;
    let snapshot = snapshot::read(file).map_err(|e| BadInput {
        message: match std::error::Error::source(&e) {
            Some(cause) => format!("{name}: {e}: {cause}"),
            None => format!("{name}: {e}"),
        },
        help: "a snapshot is what `dengbao scan` writes: snapshot.jsonl.zst".into(),
    })?;
    if snapshot.tail.is_none() {
        tracing::warn!("{name}: the collection did not run to its end; what is missing is not assessed");
    }
    Ok(snapshot)
}

/// Judges a snapshot and writes the findings, one a line, and after them those about checks that only another version has.
pub(super) fn write_findings(
    snapshot: &Snapshot,
    checks: &[&'static Check],
    unknown: Vec<Finding>,
    path: &Path,
) -> miette::Result<Outcome> {
    let mut file = Pending::create(path)?;
    let mut outcome = Outcome::default();
    let mut failed = None;
    let mut write = |finding: Finding| {
        outcome.count(&finding);
        if failed.is_none() {
            let written = serde_json::to_writer(&mut file, &finding).map_err(std::io::Error::from);
            failed = written.and_then(|()| file.write_all(b"\n")).err();
        }
    };
    crate::evaluate::evaluate_each(snapshot, checks, &mut write);
    unknown.into_iter().for_each(write);
    if let Some(source) = failed {
        return Err(WriteError { path: path.display().to_string(), source }.into());
    }
    file.keep()?;
    Ok(outcome)
}
