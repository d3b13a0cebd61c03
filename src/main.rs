//! `dengbao`, the command-line tool.

use std::process::ExitCode;

use clap::Parser;
use dengbao::cli::{Cli, Exit, UsageError};
use dengbao::data::LibraryError;
use dengbao::import::ImportError;
use dengbao::pack::PackError;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; clap knows where each is printed. A closed pipe is no error either.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { Exit::Usage as u8 } else { Exit::Done as u8 });
        }
    };
    match cli.run() {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(report) => {
            // The user's files and words end with 2, ours with 1.
            let usage = report.downcast_ref::<LibraryError>().is_some()
                || report.downcast_ref::<UsageError>().is_some()
                || report.downcast_ref::<dengbao::cli::BadInput>().is_some()
                || report.downcast_ref::<dengbao::catalog::DataError>().is_some()
                || report.downcast_ref::<dengbao::catalog::EditError>().is_some()
                || report.downcast_ref::<ImportError>().is_some()
                || report.downcast_ref::<PackError>().is_some_and(PackError::is_input);
            dengbao::cli::print_error(&report);
            ExitCode::from(if usage { Exit::Usage as u8 } else { Exit::Failed as u8 })
        }
    }
}
