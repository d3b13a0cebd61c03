//! `dengbao completions`: scripts for shells.

use clap::Args;
use clap_complete::Shell;

use super::output::say;
use super::{Cli, Exit};

/// Arguments of `completions`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  dengbao completions bash > ~/.local/share/bash-completion/completions/dengbao")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Runs the command.
pub fn run(args: &CompletionsArgs) -> miette::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "dengbao", &mut script);
    say(String::from_utf8_lossy(&script).trim_end());
    Ok(Exit::Done)
}
