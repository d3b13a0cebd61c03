//! `dengbao frameworks`: what can be reported on.

use clap::{Args, Subcommand};
use miette::IntoDiagnostic;
use serde_json::json;

use super::checks::ListFormat;
use super::output::{clean, say};
use super::{Exit, LangChoice};
use crate::catalog::Catalogue;
use crate::data::Library;

/// Subcommands of `frameworks`.
#[derive(Subcommand, Debug)]
pub enum FrameworksCommand {
    /// List every framework
    List(ListArgs),
    /// Show a framework and its controls
    Show(ShowArgs),
}

/// Arguments of `frameworks list`.
#[derive(Args, Debug)]
pub struct ListArgs {
    /// Form of the list
    #[arg(long, value_enum, default_value = "text")]
    format: ListFormat,
    /// Language
    #[arg(long, value_enum, default_value = "both")]
    lang: LangChoice,
}

/// Arguments of `frameworks show`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  dengbao frameworks show mlps-l3 --lang zh")]
pub struct ShowArgs {
    /// The framework id
    id: String,
    /// Form of the list
    #[arg(long, value_enum, default_value = "text")]
    format: ListFormat,
    /// Language
    #[arg(long, value_enum, default_value = "both")]
    lang: LangChoice,
}

/// Runs the command.
pub fn run(command: &FrameworksCommand, library: &Library) -> miette::Result<Exit> {
    match command {
        FrameworksCommand::List(args) => list(args, library),
        FrameworksCommand::Show(args) => show(args, library),
    }
}

fn list(args: &ListArgs, library: &Library) -> miette::Result<Exit> {
    let mut rows = Vec::new();
    for id in library.catalogue_ids()? {
        let catalogue: Catalogue = library.catalogue(&id)?;
        for profile in &catalogue.profiles {
            let Some(framework) = catalogue.framework(&profile.id) else { continue };
            rows.push((profile.clone(), framework.controls.len(), catalogue.version.clone(), catalogue.origin.clone()));
        }
    }
    match args.format {
        ListFormat::Json => {
            let all: Vec<_> = rows
                .iter()
                .map(|(p, n, version, origin)| json!({ "id": p.id, "name": p.name, "controls": n, "version": version, "origin": origin }))
                .collect();
            say(&serde_json::to_string_pretty(&all).into_diagnostic()?);
        }
        ListFormat::Text => {
            for (p, n, version, origin) in rows {
                let names: Vec<&str> = args.lang.langs().iter().map(|l| p.name.get(*l)).collect();
                let own = if origin.path.starts_with("embedded:") {
                    String::new()
                } else {
                    format!("  [{}]", clean(&origin.path))
                };
                say(&format!("{:<20} {:>4}  {}  ({version}){own}", p.id, n, names.join(" / ")));
            }
        }
    }
    Ok(Exit::Done)
}

fn show(args: &ShowArgs, library: &Library) -> miette::Result<Exit> {
    let (catalogue, framework) = library.framework(&args.id)?;
    let mapping = library.mapping(&catalogue)?;
    let langs = args.lang.langs();
    let both = |text: &crate::text::Text| langs.iter().map(|l| text.get(*l)).collect::<Vec<_>>().join(" / ");
    if args.format == ListFormat::Json {
        let controls: Vec<_> = framework
            .controls
            .iter()
            .map(|c| {
                let checks: Vec<&str> = mapping
                    .links(&c.control.id, &c.variant)
                    .flat_map(|l| l.target.checks())
                    .map(|one| one.check.id)
                    .collect();
                json!({
                    "id": c.id,
                    "ref": c.place.reference,
                    "unit": c.place.unit,
                    "level": c.place.level,
                    "section": c.control.section,
                    "title": c.control.title,
                    "requirement": c.control.requirement,
                    "kind": c.control.kind,
                    "assessment": c.control.assessment,
                    "owner": c.control.owner,
                    "evidence": c.control.evidence,
                    "limits": c.control.limits,
                    "checks": checks,
                })
            })
            .collect();
        let document = json!({
            "id": framework.id,
            "name": framework.name,
            "version": catalogue.version,
            "sections": framework.sections,
            "controls": controls,
        });
        say(&serde_json::to_string_pretty(&document).into_diagnostic()?);
        return Ok(Exit::Done);
    }
    say(&format!("{}: {} ({})", framework.id, both(&framework.name), catalogue.version));
    say(&both(&catalogue.about));
    say(&format!(
        "{} controls, {}, mapping {} ({})",
        framework.controls.len(),
        clean(&catalogue.origin.path),
        mapping.version,
        clean(&mapping.origin.path)
    ));
    for section in &framework.sections {
        say(&format!("\n{}", both(&section.title)));
        for c in framework.controls.iter().filter(|c| c.control.section == section.id) {
            let checks = mapping.links(&c.control.id, &c.variant).flat_map(|l| l.target.checks()).count();
            say(&format!("  {:<14} {:>3} checks  {}", c.place.reference, checks, both(&c.control.requirement)));
        }
    }
    Ok(Exit::Done)
}
