//! `dengbao scan`: asks an account everything that the checks need.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use miette::IntoDiagnostic;
use serde_json::json;

use super::evaluate::{Outcome, write_findings};
use super::live::{LiveArgs, Reach};
use super::output::{Pending, clean, folder, say};
use super::select::Select;
use super::{Common, Exit};
use crate::checks::{self, Check};
use crate::cloud::moment;
use crate::collect::{self, Progress, Resume, Scan};
use crate::data::Library;
use crate::rulebook::POSTURE;
use crate::snapshot::{self, End, FORM, Head, RegionsFrom, Snapshot};

/// Arguments of `scan`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  dengbao scan --out q4
  dengbao scan --role-arn acs:ram::1234567890123456:role/audit --region cn-hangzhou,cn-shanghai
  dengbao scan --accounts all --member-role AuditRole

Writes snapshot.jsonl.zst (what the provider answered), findings.jsonl (one verdict a line) and scan.json (scope, calls, gaps).
A scan that is interrupted is taken up where it stopped by the same command, within a day.
Exit code 4 when nothing at all could be assessed, or with --require-complete when anything could not.")]
pub struct ScanArgs {
    #[command(flatten)]
    live: LiveArgs,
    #[command(flatten)]
    select: Select,
    /// Folder for the results
    #[arg(long, short, default_value = "scan", value_name = "DIR")]
    out: PathBuf,
    /// Start anew although an interrupted scan lies in the folder
    #[arg(long)]
    fresh: bool,
    /// Exit with 4 when anything could not be assessed
    #[arg(long)]
    require_complete: bool,
}

/// Runs the command.
pub fn run(args: &ScanArgs, common: &Common) -> miette::Result<Exit> {
    let checks = args.select.choose(checks::all())?;
    let done = perform(&args.live, checks, &args.out, args.fresh, common)?;
    let Some(outcome) = done else { return Ok(Exit::Failed) };
    if outcome.nothing_assessed() || args.require_complete && outcome.not_assessed > 0 {
        return Ok(Exit::Incomplete);
    }
    Ok(Exit::Done)
}

/// Scans for the checks that reports on these frameworks ask for, and gives the folder back; `None` when it was interrupted.
pub(super) fn for_frameworks(
    live: &LiveArgs,
    frameworks: &[String],
    library: &Library,
    folder: PathBuf,
    common: &Common,
) -> miette::Result<Option<PathBuf>> {
    let mut ids = frameworks.to_vec();
    ids.push(POSTURE.to_owned());
    let checks = super::policy::checks_of(&ids, library)?;
    Ok(perform(live, checks, &folder, false, common)?.map(|_| folder))
}

/// Scans into a folder; `None` when it was interrupted, which has been said.
pub(super) fn perform(
    live: &LiveArgs,
    checks: Vec<&'static Check>,
    out: &Path,
    fresh: bool,
    common: &Common,
) -> miette::Result<Option<Outcome>> {
    let runtime = LiveArgs::runtime()?;
    folder(out)?;
    let path = out.join("snapshot.jsonl.zst");
    let collected = runtime.block_on(async {
        let door = live.enter().await?;
        let reach = live.reach(&door).await?;
        tracing::info!(
            "account {} as {} ({}); {} regions, {} checks",
            clean(&door.identity.account),
            clean(&door.identity.arn),
            clean(door.client.credentials().origin()),
            reach.regions.len(),
            checks.len()
        );
        gather(reach, &checks, &path, fresh, common).await.map(|complete| (complete, door.client.counts()))
    });
    // Whatever is still in flight after an interruption is dropped, not waited for.
    runtime.shutdown_timeout(Duration::from_millis(200));
    let (complete, (sent, retried)) = collected?;
    if !complete {
        tracing::warn!("interrupted; the same command takes it up where it stopped");
        return Ok(None);
    }
    let snapshot = super::evaluate::read_snapshot(&path)?;
    let outcome = write_findings(&snapshot, &checks, Vec::new(), &out.join("findings.jsonl"))?;
    let about = summary(&snapshot, &outcome, sent, retried);
    let mut file = Pending::create(&out.join("scan.json"))?;
    serde_json::to_writer_pretty(&mut file, &about).into_diagnostic()?;
    file.write_all(b"\n").into_diagnostic()?;
    file.keep()?;
    if !common.quiet {
        tell(&snapshot, &outcome, out);
    }
    Ok(Some(outcome))
}

async fn gather(
    reach: Reach,
    checks: &[&'static Check],
    path: &Path,
    fresh: bool,
    common: &Common,
) -> miette::Result<bool> {
    let mut head = Head {
        dengbao_snapshot: FORM,
        version: env!("CARGO_PKG_VERSION").into(),
        started_at: moment(),
        accounts: reach.accounts,
        regions: reach.regions,
        regions_from: reach.regions_from,
        checks: checks.iter().map(|c| c.id.to_owned()).collect(),
    };
    let mut resume = Resume::default();
    if !fresh && let Some(old) = interrupted(path) {
        if collect::same_scope(&old.head, &head) {
            // Ages are counted from where the evidence begins.
            head.started_at.clone_from(&old.head.started_at);
            resume = Resume::of(old);
            tracing::info!("taking up an interrupted scan: {} answers are there already", resume.len());
        } else {
            tracing::warn!(
                "an interrupted scan of another scope, or of more than a day ago, is in the folder; starting anew"
            );
        }
    }
    let stop = Arc::new(AtomicBool::new(false));
    let progress = Arc::new(Progress::default());
    let scan = Scan {
        targets: reach.targets,
        regions_known: reach.regions_known,
        head,
        checks: checks.to_vec(),
        resume,
        path: path.to_owned(),
        stop: Arc::clone(&stop),
    };
    let bar = bar(common);
    let running = collect::collect(scan, Arc::clone(&progress));
    tokio::pin!(running);
    // One listener all along: a signal between two would be lost.
    let interrupt = tokio::signal::ctrl_c();
    tokio::pin!(interrupt);
    let mut tick = tokio::time::interval(Duration::from_millis(100));
    let collected = loop {
        tokio::select! {
            result = &mut running => break result.into_diagnostic()?,
            _ = &mut interrupt => {
                interrupt.set(tokio::signal::ctrl_c());
                // Whoever asks twice does not wait for what is still in flight: that may be minutes of retries.
                if stop.swap(true, Ordering::Relaxed) {
                    bar.finish_and_clear();
                    return Ok(false);
                }
                bar.set_message("stopping");
            }
            _ = tick.tick() => {
                bar.set_length(progress.known.load(Ordering::Relaxed));
                bar.set_position(progress.done.load(Ordering::Relaxed));
            }
        }
    };
    bar.finish_and_clear();
    Ok(collected.complete)
}

/// What an interrupted scan left, if it can be read.
#[expect(clippy::disallowed_methods, reason = "the scan's own file")]
fn interrupted(path: &Path) -> Option<Snapshot> {
    let part = collect::part_of(path);
    let file = std::fs::File::open(&part).ok()?;
    match snapshot::read(file) {
        Ok(old) => Some(old),
        Err(error) => {
            tracing::warn!("{}: {error}; starting anew", clean(&part.display().to_string()));
            None
        }
    }
}

fn bar(common: &Common) -> ProgressBar {
    use std::io::IsTerminal;
    let shown = !common.quiet && !common.no_color && std::io::stderr().is_terminal();
    let bar = ProgressBar::new(0);
    bar.set_draw_target(if shown { ProgressDrawTarget::stderr_with_hz(10) } else { ProgressDrawTarget::hidden() });
    if let Ok(style) = ProgressStyle::with_template("{msg:10} [{bar:30}] {pos}/{len} {elapsed}") {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message("scanning");
    bar
}

/// Calls that left holes: kind, call, permission, how often, and an example of what the provider said.
fn gaps(snapshot: &Snapshot) -> Vec<serde_json::Value> {
    let mut rows: BTreeMap<(&str, &str), (u64, String, std::collections::BTreeSet<&str>)> = BTreeMap::new();
    for groups in snapshot.accounts.values() {
        for (key, group) in groups {
            let (kind, said) = match &group.end {
                End::Complete | End::Absent(_) | End::Unopened(_) => continue,
                End::Denied(r) => ("denied", r.code.as_str()),
                End::Failed(r) => ("failed", r.code.as_str()),
                End::Cut(r) => ("cut", r.code.as_str()),
                End::Interrupted => ("cut", "Interrupted"),
            };
            let row = rows.entry((kind, &key.call)).or_default();
            row.0 += 1;
            if row.1.is_empty() {
                said.clone_into(&mut row.1);
            }
            row.2.insert(&key.region);
        }
    }
    rows.into_iter()
        .map(|((kind, call), (times, said, regions))| {
            let ram = crate::api::find(call).map_or("", |c| c.ram);
            json!({ "kind": kind, "call": call, "permission": ram, "times": times, "code": said, "regions": regions })
        })
        .collect()
}

fn summary(snapshot: &Snapshot, outcome: &Outcome, sent: u64, retried: u64) -> serde_json::Value {
    let head = &snapshot.head;
    json!({
        "tool": { "name": "dengbao", "version": head.version },
        "started_at": head.started_at,
        "finished_at": snapshot.tail.as_ref().map(|t| &t.finished_at),
        "accounts": head.accounts,
        "regions": head.regions,
        "regions_from": head.regions_from,
        "checks": head.checks,
        "requests": { "sent": sent, "repeated": retried, "answers": snapshot.tail.as_ref().map(|t| t.answers) },
        "findings": outcome.counts,
        "gaps": gaps(snapshot),
    })
}

/// What a finished scan says.
fn tell(snapshot: &Snapshot, outcome: &Outcome, out: &Path) {
    let counts: Vec<String> = outcome.counts.iter().map(|(status, n)| format!("{n} {status}")).collect();
    say(&format!(
        "{} accounts, {} regions{}: {} findings: {}",
        snapshot.head.accounts.len(),
        snapshot.head.regions.len(),
        match snapshot.head.regions_from {
            RegionsFrom::Provider => "",
            RegionsFrom::User => " (chosen)",
            RegionsFrom::BuiltIn => " (the provider's list was refused: there may be more)",
        },
        outcome.total(),
        counts.join(", "),
    ));
    let gaps = gaps(snapshot);
    let denied: std::collections::BTreeSet<&str> =
        gaps.iter().filter(|g| g["kind"] == "denied").filter_map(|g| g["permission"].as_str()).collect();
    if !denied.is_empty() {
        let list: Vec<&str> = denied.iter().copied().collect();
        say(&format!("missing permissions ({}): {}", list.len(), list.join(", ")));
    }
    for gap in gaps.iter().filter(|g| g["kind"] != "denied").take(20) {
        say(&clean(&format!(
            "{} {}: {} ({} times)",
            gap["kind"].as_str().unwrap_or_default(),
            gap["call"].as_str().unwrap_or_default(),
            gap["code"].as_str().unwrap_or_default(),
            gap["times"],
        )));
    }
    if outcome.nothing_assessed() {
        say("nothing could be assessed: no check has a verdict");
    }
    say(&format!("wrote {}", clean(&out.join("{snapshot.jsonl.zst,findings.jsonl,scan.json}").display().to_string())));
}
