//! `dengbao policy`: the least RAM policy that the checks need.

use clap::Args;
use miette::IntoDiagnostic;
use serde_json::json;

use super::output::say;
use super::select::Select;
use super::{Exit, UsageError};
use crate::checks::{self, Check};
use crate::data::Library;

/// Arguments of `policy`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  dengbao policy > dengbao-read.json
  dengbao policy --framework mlps-l3 --accounts

Attach it to the user or role that scans: aliyun ram CreatePolicy --PolicyName dengbao-read --PolicyDocument \"$(dengbao policy)\"")]
pub struct PolicyArgs {
    /// Only what the checks of these frameworks need
    #[arg(long, short, value_name = "ID")]
    framework: Vec<String>,
    /// Also what a scan of several accounts needs in the account that it starts from
    #[arg(long)]
    accounts: bool,
    #[command(flatten)]
    select: Select,
}

/// Runs the command.
pub fn run(args: &PolicyArgs, library: &Library) -> miette::Result<Exit> {
    let of_frameworks = checks_of(&args.framework, library)?;
    let chosen = args.select.choose(&of_frameworks)?;
    let mut actions: Vec<&str> = chosen.iter().flat_map(|c| c.actions()).collect();
    // Regions are listed before anything else.
    actions.push("ecs:DescribeRegions");
    if args.accounts {
        actions.extend(["resourcemanager:ListAccounts", "resourcemanager:GetResourceDirectory", "sts:AssumeRole"]);
    }
    actions.sort_unstable();
    actions.dedup();
    let policy = json!({
        "Version": "1",
        "Statement": [{ "Effect": "Allow", "Action": actions, "Resource": "*" }],
    });
    say(&serde_json::to_string_pretty(&policy).into_diagnostic()?);
    Ok(Exit::Done)
}

/// The checks that the mappings of these frameworks name; all checks when no framework is named.
///
/// # Errors
/// A framework that does not exist, or data files with mistakes.
pub(super) fn checks_of(frameworks: &[String], library: &Library) -> miette::Result<Vec<&'static Check>> {
    if frameworks.is_empty() {
        return Ok(checks::all().to_vec());
    }
    let mut ids = std::collections::BTreeSet::new();
    for id in frameworks {
        let (catalogue, framework) = library.framework(id)?;
        let mapping = library.mapping(&catalogue)?;
        ids.extend(mapping.checks_of(&framework).map(|c| c.id));
    }
    if ids.is_empty() {
        return Err(UsageError {
            message: format!("no check is mapped to {}", frameworks.join(", ")),
            help: "its controls are answered by people; see `dengbao explain`".into(),
        }
        .into());
    }
    Ok(ids.into_iter().filter_map(checks::find).collect())
}
