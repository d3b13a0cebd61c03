//! `dengbao except`: risks accepted for a time, written without editing YAML.

use std::path::{Path, PathBuf};

use clap::Args;
use time::format_description::well_known::Rfc3339;
use time::{Date, OffsetDateTime};

use super::attest::{parse_day, plain};
use super::output::{clean, say};
use super::report::{parse_as_of, today};
use super::statements::{Store, catalogue_id, judge, no_entries, tell, terms_for, unchanged};
use super::{Common, Exit};
use crate::catalog::{
    Document, EndedBy, Exception, NewEntry, Shelf, StatementState, Terms, append, lint_exceptions, next_id,
    parse_exceptions, quote, rfc3339, set,
};
use crate::checks;
use crate::data::Library;

const LIST: &str = "exceptions";

/// Arguments of `except`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  dengbao except --check vpc-flow-log-enabled --resource vpc-1 --owner 孙工 --approver 赵总 \\
    --reason 随一季度日志项目开通 --compensating-control 测试VPC无公网出口 --expires 2027-01-15
  dengbao except --framework cis-2.0 --control 5.4 --owner 孙工 --approver 赵总 --reason … --compensating-control … \\
    --expires 2027-01-15T12:00:00+08:00
  dengbao except --close E-0001
  dengbao except --list

An exception makes no control met. How long it may stand depends on the worst check it covers: critical 30 days, high 90,
medium 180, low and informational 365, unless dengbao.yaml says otherwise.")]
pub struct ExceptArgs {
    /// The file
    #[arg(long, value_name = "FILE", default_value = "exceptions.yaml")]
    file: PathBuf,
    /// Show what stands in the file, and what counts today
    #[arg(long, conflicts_with = "close")]
    list: bool,
    /// Close an entry before its end
    #[arg(long, value_name = "ID", conflicts_with_all = ["check", "control", "resource", "owner", "approver", "reason", "compensating_control", "expires", "id", "framework", "ticket", "opened_on"])]
    close: Option<String>,
    /// The day of closing; default today
    #[arg(long, value_name = "DAY", value_parser = parse_day, requires = "close")]
    closed_on: Option<Date>,
    /// The check whose failures are accepted
    #[arg(long, value_name = "ID", required_unless_present_any = ["list", "close", "control"])]
    check: Option<String>,
    /// A control, by id; with --framework also by printed number
    #[arg(long, value_name = "CONTROL")]
    control: Vec<String>,
    /// The catalogue or framework whose controls are meant
    #[arg(long, value_name = "ID")]
    framework: Option<String>,
    /// A resource, by id, name or ARN; default: all
    #[arg(long, value_name = "RESOURCE")]
    resource: Vec<String>,
    /// Who owns the risk
    #[arg(long, value_name = "NAME", required_unless_present_any = ["list", "close"])]
    owner: Option<String>,
    /// Who accepts it; somebody else
    #[arg(long, value_name = "NAME", required_unless_present_any = ["list", "close"])]
    approver: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", required_unless_present_any = ["list", "close"])]
    reason: Option<String>,
    /// Why, in English, if --reason is Chinese
    #[arg(long, value_name = "TEXT", requires = "reason")]
    reason_en: Option<String>,
    /// What lowers the risk meanwhile
    #[arg(long, value_name = "TEXT", required_unless_present_any = ["list", "close"])]
    compensating_control: Option<String>,
    /// The same in English, if --compensating-control is Chinese
    #[arg(long, value_name = "TEXT", requires = "compensating_control")]
    compensating_control_en: Option<String>,
    /// The day it begins; default today
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    opened_on: Option<Date>,
    /// The last day, in China, or the moment at which it ends, in RFC 3339
    #[arg(long, value_name = "DATE", value_parser = parse_end, required_unless_present_any = ["list", "close"])]
    expires: Option<OffsetDateTime>,
    /// Where the matter is followed
    #[arg(long, value_name = "TEXT")]
    ticket: Option<String>,
    /// The entry's id; default: the next free one, E-0001
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// dengbao.yaml with the longest terms, instead of the one beside the file
    #[arg(long, value_name = "FILE")]
    organisation: Option<PathBuf>,
    /// The day to take for today
    #[arg(long, value_name = "DATE", value_parser = parse_as_of)]
    as_of: Option<OffsetDateTime>,
}

/// A day means its end in China.
fn parse_end(text: &str) -> Result<OffsetDateTime, String> {
    OffsetDateTime::parse(text, &Rfc3339).or_else(|_| parse_as_of(text))
}

/// Runs the command.
pub fn run(args: &ExceptArgs, library: &Library, common: &Common) -> miette::Result<Exit> {
    let now = args.as_of.unwrap_or_else(today);
    let terms = terms_for(&args.file, args.organisation.as_deref())?;
    let shelf = library.whole_shelf()?;
    if args.list {
        return list(&args.file, &shelf, &terms, now);
    }
    match &args.close {
        Some(id) => close(args, id, &shelf, &terms, now, common),
        None => add(args, library, &shelf, &terms, now, common),
    }
}

fn list(file: &Path, shelf: &Shelf, terms: &Terms, now: OffsetDateTime) -> miette::Result<Exit> {
    let store = Store::read(file)?;
    for mut e in parse_exceptions(&Document::parse(&store.name, &store.text)?)? {
        e.limit(shelf.worst(&e), terms);
        let (end, by) = e.end();
        let until = rfc3339(end);
        let state = match (e.state(now), by) {
            (StatementState::Expired, EndedBy::Closed) => {
                format!("closed on {}", e.closed_on.map(|d| d.to_string()).unwrap_or_default())
            }
            (StatementState::InDate, _) => format!("in date until {until}, {} days", (end - now).whole_days()),
            (StatementState::NotYet, _) => format!("not before {}", e.opened_on),
            (StatementState::Expired, _) => format!("void since {until}"),
        };
        let cut = if by == EndedBy::MaximumTerm { " (cut to the longest term)" } else { "" };
        let named: Vec<&str> = e.check.iter().chain(&e.controls).chain(&e.resources).map(String::as_str).collect();
        say(&clean(&format!(
            "{}  {state}{cut}  {}  {} / {}: {}",
            e.id,
            named.join(" "),
            e.owner,
            e.approver,
            e.reason.zh
        )));
    }
    Ok(Exit::Done)
}

fn add(
    args: &ExceptArgs,
    library: &Library,
    shelf: &Shelf,
    terms: &Terms,
    now: OffsetDateTime,
    common: &Common,
) -> miette::Result<Exit> {
    let store = Store::open(&args.file)?;
    let before = if no_entries(&store.text, LIST) {
        Vec::new()
    } else {
        parse_exceptions(&Document::parse(&store.name, &store.text)?)?
    };
    let id = args.id.clone().unwrap_or_else(|| next_id('E', before.iter().map(|e| e.id.as_str())));
    let mut entry = NewEntry::default();
    entry.plain("id", if plain(&id) { id.clone() } else { quote(&id) });
    if let Some(framework) = &args.framework {
        entry.plain("framework", catalogue_id(library, framework)?);
    }
    entry
        .text_opt("check", args.check.as_deref())
        .list("controls", &args.control)
        .list("resources", &args.resource)
        .text("owner", args.owner.as_deref().unwrap_or_default())
        .text("approver", args.approver.as_deref().unwrap_or_default())
        .spoken("reason", args.reason.as_deref().unwrap_or_default(), args.reason_en.as_deref())
        .spoken(
            "compensating_control",
            args.compensating_control.as_deref().unwrap_or_default(),
            args.compensating_control_en.as_deref(),
        )
        .text_opt("ticket", args.ticket.as_deref())
        .plain("opened_on", args.opened_on.unwrap_or(now.date()).to_string())
        .plain("expires", quote(&args.expires.map(rfc3339).unwrap_or_default()));
    let edited = append(&store.name, &store.text, LIST, &entry)?;
    let doc = Document::parse(&store.name, &edited.text)?;
    let mut after = parse_exceptions(&doc)?;
    unchanged(&before, &after, |e| &e.id, &id)?;
    lint_exceptions(&doc, &after, shelf, terms, now);
    judge(&doc, &edited.entry, common)?;
    store.write(&edited.text)?;
    after.retain(|e| e.id == id);
    for e in &after {
        tell(common, &format!("added {id} to {}, void from {}", store.name, rfc3339(e.expires)));
        resolved(shelf, e, terms, common);
    }
    Ok(Exit::Done)
}

fn resolved(shelf: &Shelf, e: &Exception, terms: &Terms, common: &Common) {
    for check in shelf.covered(e).into_iter().filter_map(checks::find) {
        let most = terms.exception_days(check.severity);
        tell(common, &format!("  {} ({}, at most {most} days): {}", check.id, check.severity.id(), check.title.en));
    }
    for (at, control) in e.controls.iter().flat_map(|name| shelf.named(e.framework.as_deref(), name)) {
        tell(common, &format!("  {}: {}", shelf.label(at, control), control.requirement.en));
    }
}

fn close(
    args: &ExceptArgs,
    id: &str,
    shelf: &Shelf,
    terms: &Terms,
    now: OffsetDateTime,
    common: &Common,
) -> miette::Result<Exit> {
    let store = Store::read(&args.file)?;
    let before = parse_exceptions(&Document::parse(&store.name, &store.text)?)?;
    let day = args.closed_on.unwrap_or(now.date());
    let edited = set(&store.name, &store.text, LIST, id, &[("closed_on", day.to_string())], "expires")?;
    let doc = Document::parse(&store.name, &edited.text)?;
    let mut after = parse_exceptions(&doc)?;
    unchanged(&before, &after, |e| &e.id, id)?;
    // What was wrong with the entry before must not keep it open: only the parser's rules hold.
    store.write(&edited.text)?;
    after.retain(|e| e.id == id);
    for e in &after {
        tell(common, &format!("closed {id} in {} on {day}", store.name));
        resolved(shelf, e, terms, common);
    }
    Ok(Exit::Done)
}
