//! `dengbao templates`: the built-in templates, to change them.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::output::{Pending, clean, folder, say};
use super::{Exit, UsageError};
use crate::data::Library;

/// Subcommands of `templates`.
#[derive(Subcommand, Debug)]
pub enum TemplatesCommand {
    /// Write all built-in templates into a folder
    Export(ExportArgs),
    /// Print the JSON Schema of the data that templates are given
    Schema,
}

/// Arguments of `templates export`.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  dengbao templates export my-templates
  dengbao report --framework mlps-l3 --input results/ --templates my-templates

Keep only the files that you change: each one replaces the built-in one of the same name.")]
pub struct ExportArgs {
    /// The folder; files that are there already are not touched
    dir: PathBuf,
}

/// Runs the command.
pub fn run(command: &TemplatesCommand, library: &Library) -> miette::Result<Exit> {
    let args = match command {
        TemplatesCommand::Export(args) => args,
        TemplatesCommand::Schema => {
            let text =
                serde_json::to_string_pretty(&crate::report::schema()).map_err(crate::render::RenderError::from)?;
            say(&text);
            return Ok(Exit::Done);
        }
    };
    for name in library.template_names() {
        let Some(text) = library.builtin_template(&name) else { continue };
        let path = args.dir.join(&name);
        if path.exists() {
            return Err(UsageError {
                message: format!("{} is there already", path.display()),
                help: "give a new folder, so that nothing of yours is overwritten".into(),
            }
            .into());
        }
        if let Some(parent) = path.parent() {
            folder(parent)?;
        }
        Pending::whole(&path, text.as_bytes())?.keep()?;
        say(&clean(&path.display().to_string()));
    }
    Ok(Exit::Done)
}
