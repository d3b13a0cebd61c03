//! `dengbao explain`: a control or a check in words.

use clap::Args;

use super::checks::describe;
use super::output::say;
use super::{Exit, LangChoice, UsageError};
use crate::catalog::{Catalogue, Control, Mapping, Target};
use crate::checks;
use crate::data::Library;
use crate::text::Text;

/// Arguments of `explain`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  dengbao explain 8.1.4.1.d
  dengbao explain \"8.1.4.1 d)\" --lang zh
  dengbao explain pipl-51-3
  dengbao explain cis-2.0:1.13
  dengbao explain oss-bucket-not-public")]
pub struct ExplainArgs {
    /// A control's id or printed number, alone or as <framework>:<number>, or a check's id
    name: String,
    /// Language
    #[arg(long, value_enum, default_value = "both")]
    lang: LangChoice,
}

/// Runs the command.
pub fn run(args: &ExplainArgs, library: &Library) -> miette::Result<Exit> {
    if let Some(check) = checks::find(&args.name) {
        say(&describe(check, args.lang));
        for id in library.catalogue_ids()? {
            let catalogue = library.catalogue(&id)?;
            let mapping = library.mapping(&catalogue)?;
            for control in &catalogue.controls {
                let Some(entry) = mapping.entries.get(&control.id) else { continue };
                for link in entry.links.iter().filter(|l| l.target.checks().iter().any(|c| c.check.id == check.id)) {
                    say(&format!("  {} {} ({})", id, control.id, link.coverage.id()));
                }
            }
        }
        return Ok(Exit::Done);
    }
    let (only, name) = match args.name.split_once(':') {
        Some((framework, name)) => (Some(library.framework(framework)?.0.id), name),
        None => (None, args.name.as_str()),
    };
    let mut found = 0;
    for id in library.catalogue_ids()? {
        if only.as_ref().is_some_and(|o| *o != id) {
            continue;
        }
        let catalogue = library.catalogue(&id)?;
        if let Some(control) = catalogue.resolve(name) {
            let mapping = library.mapping(&catalogue)?;
            if found > 0 {
                say("");
            }
            found += 1;
            say(&explain(&catalogue, control, &mapping, args.lang));
        }
    }
    if found == 0 {
        return Err(UsageError {
            message: format!("neither a control nor a check is called `{}`", args.name),
            help: "`dengbao frameworks show ID` lists controls, `dengbao checks list` lists checks".into(),
        }
        .into());
    }
    Ok(Exit::Done)
}

fn explain(catalogue: &Catalogue, control: &Control, mapping: &Mapping, lang: LangChoice) -> String {
    let both = |text: &Text| lang.langs().iter().map(|l| text.get(*l)).collect::<Vec<_>>().join("\n    ");
    let mut lines = vec![format!("{}: {}", catalogue.id, control.id)];
    for (variant, place) in &control.places {
        let unit = place.unit.as_deref().map(|u| format!(", unit {u}")).unwrap_or_default();
        let level = place.level.map(|l| format!(", level {l}")).unwrap_or_default();
        lines.push(format!("  {variant} {}{unit}{level}", place.reference).trim_end().to_owned());
    }
    if let Some(title) = &control.title {
        lines.push(format!("  {}", both(title)));
    }
    lines.push(format!("  asks:\n    {}", both(&control.requirement)));
    lines.push(format!("  kind {:?}, owed by {:?}, decided by {:?}", control.kind, control.owner, control.assessment));
    if let Some(when) = &control.applies_when {
        lines.push(format!("  applies when:\n    {}", both(when)));
    }
    for figure in &control.figures {
        lines.push(format!("  {} = {} {}", both(&figure.name), figure.value, figure.unit));
    }
    lines.push("  evidence:".to_owned());
    lines.extend(control.evidence.iter().map(|e| format!("    {}", both(e))));
    lines.push(format!("  no check can show:\n    {}", both(&control.limits)));
    for case in control.high_risk.iter().filter_map(|c| catalogue.high_risk_cases.iter().find(|h| h.case == *c)) {
        lines.push(format!(
            "  high-risk case {} (from level {}):\n    {}",
            case.case,
            case.from_level,
            both(&case.name)
        ));
    }
    for hazard in control.hazards.iter().filter_map(|c| catalogue.hazards.iter().find(|h| h.code == *c)) {
        lines.push(format!("  hazard trigger {}:\n    {}", hazard.code, both(&hazard.name)));
    }
    match mapping.entries.get(&control.id) {
        None => lines.push("  no check reaches it: people answer it".to_owned()),
        Some(entry) => {
            lines.push("  checks:".to_owned());
            for link in &entry.links {
                let names: Vec<String> = link
                    .target
                    .checks()
                    .iter()
                    .map(|c| {
                        if c.params.is_empty() {
                            c.check.id.to_owned()
                        } else {
                            format!("{} ({})", c.check.id, c.params)
                        }
                    })
                    .collect();
                let names = match link.target {
                    Target::Check(_) => names.join(""),
                    Target::AnyOf(_) => format!("any of {}", names.join(", ")),
                };
                let variants =
                    if link.variants.is_empty() { String::new() } else { format!(" [{}]", link.variants.join(", ")) };
                lines.push(format!("    {} {names}{variants}", link.coverage.id()));
                if let Some(gap) = &link.gap {
                    lines.push(format!("      stays open: {}", both(gap).replace('\n', "\n  ")));
                }
            }
            for conflict in &entry.conflicts {
                lines.push(format!("    conflicts with {}: {}", conflict.check.id, both(&conflict.note)));
            }
        }
    }
    lines.join("\n")
}
