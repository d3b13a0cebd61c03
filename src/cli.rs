//! Edge: the command line. One file a command; each returns what to say and the exit code.

mod checks;
mod completions;
#[cfg(feature = "live")]
mod doctor;
mod evaluate;
mod explain;
mod frameworks;
mod import;
mod input;
mod key;
mod lint;
#[cfg(feature = "live")]
mod live;
mod output;
mod policy;
mod report;
#[cfg(feature = "live")]
mod scan;
mod select;
mod templates;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::data::Library;
use crate::text::Lang;

/// Exit codes, the same for every command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done, and nothing at or over `--fail-on`.
    Done = 0,
    /// The tool failed.
    Failed = 1,
    /// Wrong usage, or a bad input or data file.
    Usage = 2,
    /// Findings at or over `--fail-on`.
    Findings = 3,
    /// Done, but evidence is incomplete and `--require-complete` was asked.
    Incomplete = 4,
}

/// Compliance evidence for Alibaba Cloud: MLPS 2.0 (等保), CIS, PIPL, DSL, CSL.
#[derive(Parser, Debug)]
#[command(name = "dengbao", version, about, max_term_width = 110, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

const EXAMPLES: &str = "\
Examples:
  dengbao report --framework mlps-l3 --input prowler.ocsf.json
  dengbao report --framework mlps-l3 --framework pipl --input findings/ --lang both --out out
  dengbao explain 8.1.4.1.d
  dengbao lint --mappings my-mappings/

Exit codes: 0 done; 1 the tool failed; 2 wrong usage or a bad file; 3 findings at or over --fail-on;
4 done, but evidence is incomplete and --require-complete was asked.";

/// Flags of every command.
#[derive(Args, Debug, Clone)]
pub struct Common {
    /// Folder with framework files that replace the built-in ones by name
    #[arg(long, global = true, value_name = "DIR", help_heading = "Data files")]
    frameworks: Option<PathBuf>,
    /// Folder with mapping files that replace the built-in ones by name
    #[arg(long, global = true, value_name = "DIR", help_heading = "Data files")]
    mappings: Option<PathBuf>,
    /// Folder with templates that replace the built-in ones by name
    #[arg(long, global = true, value_name = "DIR", help_heading = "Data files")]
    templates: Option<PathBuf>,
    /// Print errors only
    #[arg(long, short, global = true)]
    quiet: bool,
    /// No colours and no progress bars
    #[arg(long, global = true)]
    no_color: bool,
    /// How much is logged on standard error
    #[arg(long, global = true, value_enum, default_value = "info", value_name = "LEVEL")]
    log_level: LogLevel,
    /// Form of log lines on standard error
    #[arg(long, global = true, value_enum, default_value = "text", value_name = "FORM")]
    log_format: LogFormat,
}

/// How much is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogLevel {
    /// What stopped the command.
    Error,
    /// What may have been overlooked.
    Warn,
    /// What happens.
    Info,
    /// Each request that was refused or repeated.
    Debug,
    /// Each request.
    Trace,
}

/// Form of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Language choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LangChoice {
    /// Chinese.
    Zh,
    /// English.
    En,
    /// Chinese and English.
    Both,
}

impl LangChoice {
    /// The languages meant, the first being the one of files without a language in their name.
    pub fn langs(self) -> &'static [Lang] {
        match self {
            LangChoice::Zh => &[Lang::Zh],
            LangChoice::En => &[Lang::En],
            LangChoice::Both => &[Lang::Zh, Lang::En],
        }
    }
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Assess findings against frameworks and write reports
    Report(report::ReportArgs),
    /// Ask an account everything that the checks need
    #[cfg(feature = "live")]
    Scan(scan::ScanArgs),
    /// Judge a snapshot again, without the network
    Evaluate(evaluate::EvaluateArgs),
    /// Say which credentials win, who we are, and which permissions are missing
    #[cfg(feature = "live")]
    Doctor(doctor::DoctorArgs),
    /// Print the least RAM policy that the checks need
    Policy(policy::PolicyArgs),
    /// Turn another tool's results into findings.jsonl
    Import(import::ImportArgs),
    /// Say what a control asks, which checks speak to it, and what they cannot show
    Explain(explain::ExplainArgs),
    /// Check data files, attestations and exceptions
    Lint(lint::LintArgs),
    /// List or show frameworks
    #[command(subcommand)]
    Frameworks(frameworks::FrameworksCommand),
    /// List or show checks
    #[command(subcommand)]
    Checks(checks::ChecksCommand),
    /// Write out the built-in templates to change them
    #[command(subcommand)]
    Templates(templates::TemplatesCommand),
    /// Make or show the keys that sign audit packs
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// Print a completion script for a shell
    Completions(completions::CompletionsArgs),
}

impl Cli {
    /// The command for completion scripts and man pages.
    pub fn command() -> clap::Command {
        <Cli as CommandFactory>::command()
    }

    /// Runs the command.
    ///
    /// # Errors
    /// What went wrong, ready to be printed; `main` maps it to an exit code.
    pub fn run(self) -> miette::Result<Exit> {
        output::init(&self.common);
        let library = Library {
            frameworks: self.common.frameworks.clone(),
            mappings: self.common.mappings.clone(),
            templates: self.common.templates.clone(),
        };
        match self.command {
            Command::Report(args) => report::run(&args, &library, &self.common),
            #[cfg(feature = "live")]
            Command::Scan(args) => scan::run(&args, &self.common),
            Command::Evaluate(args) => evaluate::run(&args, &self.common),
            #[cfg(feature = "live")]
            Command::Doctor(args) => doctor::run(&args, &self.common),
            Command::Policy(args) => policy::run(&args, &library),
            Command::Import(args) => import::run(&args, &library, &self.common),
            Command::Explain(args) => explain::run(&args, &library),
            Command::Lint(args) => lint::run(&args, &library, &self.common),
            Command::Frameworks(command) => frameworks::run(&command, &library),
            Command::Checks(command) => checks::run(&command),
            Command::Templates(command) => templates::run(&command, &library),
            Command::Key(command) => key::run(&command),
            Command::Completions(args) => completions::run(&args),
        }
    }
}

/// A wrong use that clap cannot see.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{message}")]
pub struct UsageError {
    /// What is wrong.
    pub message: String,
    /// What to do.
    #[help]
    pub help: String,
}

/// A file that cannot be written.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{path} cannot be written")]
#[diagnostic(help("check the folder and its permissions"))]
pub struct WriteError {
    /// The file.
    pub path: String,
    /// Why.
    #[source]
    pub source: std::io::Error,
}

/// Prints an error page on standard error; a reader that went away is no error.
pub fn print_error(report: &miette::Report) {
    let _ = writeln!(std::io::stderr().lock(), "{report:?}");
}

/// An input file that cannot be used.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{message}")]
pub struct BadInput {
    /// The file, the place, and what is wrong.
    pub message: String,
    /// What to do.
    #[help]
    pub help: String,
}
