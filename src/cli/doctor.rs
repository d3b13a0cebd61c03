//! `dengbao doctor`: which credentials win, who we are, what the account has, and which permissions are missing.

use std::collections::BTreeMap;

use clap::Args;

use super::live::LiveArgs;
use super::output::{clean, say};
use super::select::Select;
use super::{Common, Exit};
use crate::checks;
use crate::collect::{self, Plan, Target};
use crate::snapshot::{Outcome, RegionsFrom};

/// Arguments of `doctor`.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  dengbao doctor --profile audit --service oss

Each call of the checks is made once, in one region and about one thing at most. Exit code 4 when a permission is missing,
a call failed, or an account cannot be entered.")]
pub struct DoctorArgs {
    #[command(flatten)]
    live: LiveArgs,
    #[command(flatten)]
    select: Select,
}

/// What became of a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Untried,
    Granted,
    Failed,
    Missing,
}

/// Runs the command.
pub fn run(args: &DoctorArgs, _common: &Common) -> miette::Result<Exit> {
    let chosen = args.select.choose(checks::all())?;
    let runtime = LiveArgs::runtime()?;
    let (records, plan, closed) = runtime.block_on(async {
        let door = args.live.enter().await?;
        let i = &door.identity;
        say(&format!("credentials   {}", clean(door.client.credentials().origin())));
        say(&format!("account       {}", clean(&i.account)));
        say(&format!("identity      {} ({})", clean(&i.arn), clean(&i.kind)));
        let reach = args.live.reach(&door).await?;
        say(&format!(
            "regions       {} {}",
            reach.regions.len(),
            match reach.regions_from {
                RegionsFrom::Provider => "listed by the provider",
                RegionsFrom::User => "chosen",
                RegionsFrom::BuiltIn => "known to this version; the provider's list was refused (ecs:DescribeRegions)",
            }
        ));
        for account in &reach.accounts {
            if let Some(refusal) = &account.closed {
                say(&format!("cannot enter  {} ({})", clean(&account.id), clean(&refusal.code)));
            }
        }
        let target = Target { account: i.account.as_str().into(), client: door.client.clone() };
        let records = collect::probe(target, args.live.home(), &chosen).await;
        let closed = reach.accounts.iter().any(|account| account.closed.is_some());
        miette::Result::<_>::Ok((records, Plan::of(&chosen), closed))
    })?;
    let mut states: BTreeMap<&str, (State, String)> =
        plan.calls().map(|call| (call.ram, (State::Untried, String::new()))).collect();
    for record in &records {
        let Some(call) = crate::api::find(&record.call) else { continue };
        let (state, said) = match &record.outcome {
            Outcome::Json(_) | Outcome::Xml(_) | Outcome::Absent(_) | Outcome::Unopened(_) => (State::Granted, ""),
            Outcome::Denied(r) => (State::Missing, r.code.as_str()),
            Outcome::Failed(r) | Outcome::Cut(r) => (State::Failed, r.code.as_str()),
        };
        let entry = states.entry(call.ram).or_insert((State::Untried, String::new()));
        if state > entry.0 {
            *entry = (state, said.to_owned());
        }
    }
    let of = |wanted: State| states.iter().filter(move |(_, (state, _))| *state == wanted);
    let names = |wanted: State| of(wanted).map(|(ram, _)| *ram).collect::<Vec<_>>();
    let (granted, untried, missing) = (names(State::Granted), names(State::Untried), names(State::Missing));
    say(&format!("permissions   {} of {} tried and granted", granted.len(), states.len()));
    if !untried.is_empty() {
        say(&format!(
            "not tried     {} (nothing to try them on in {}): {}",
            untried.len(),
            args.live.home(),
            untried.join(", ")
        ));
    }
    for (ram, (_, said)) in of(State::Failed) {
        say(&format!("failed        {ram} ({})", clean(said)));
    }
    if missing.is_empty() {
        return Ok(if closed || of(State::Failed).next().is_some() { Exit::Incomplete } else { Exit::Done });
    }
    for (ram, (_, said)) in of(State::Missing) {
        say(&format!("missing       {ram} ({})", clean(said)));
    }
    say("the policy of `dengbao policy` grants what is missing; without it these checks are not assessed");
    Ok(Exit::Incomplete)
}
