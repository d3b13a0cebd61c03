//! `dengbao attest`: statements of people and citations of the provider's documents, written without editing YAML.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use time::macros::format_description;
use time::{Date, OffsetDateTime};

use super::evidence::{self, Evidence};
use super::output::{Pending, clean, folder, say};
use super::report::{parse_as_of, today};
use super::statements::{Store, catalogue_id, judge, tell, terms_for, unchanged};
use super::{Common, Exit, UsageError};
use crate::catalog::{
    Attestation, Document, EndedBy, NewEntry, Shelf, StatementState, Terms, append, lint_attestations, next_id,
    parse_attestations, quote, set,
};
use crate::data::Library;

const LIST: &str = "attestations";

/// Arguments of `attest`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  dengbao attest --control 8.1.6.4 --status met --statement 制度已发布 --person 刘敏 --role 合规主管 \\
    --signed-on 2026-09-01 --valid-until 2027-08-31 --evidence policy-2026.pdf
  dengbao attest --framework mlps --section PES --inherited --document 等级测评报告 --document-number 0000-2026 \\
    --issuer 测评机构 --document-valid-until 2027-06-30 --status met --statement 机房由云服务商承担 --person 刘敏 \\
    --role 合规主管 --signed-on 2026-10-12 --valid-until 2027-06-30
  dengbao attest --renew A-0001 --signed-on 2027-09-01 --valid-until 2028-08-31
  dengbao attest --list

On a day a statement counts if it had begun (--effective-from), was signed by then, and has not ended.")]
pub struct AttestArgs {
    /// The file
    #[arg(long, value_name = "FILE", default_value = "attestations.yaml")]
    file: PathBuf,
    /// Show what stands in the file, and what counts today
    #[arg(long, conflicts_with = "renew")]
    list: bool,
    /// Sign an entry anew: new days, in its place
    #[arg(long, value_name = "ID", conflicts_with_all = ["control", "section", "status", "statement", "evidence", "inherited", "id", "framework"])]
    renew: Option<String>,
    /// The catalogue or framework whose controls are meant; control ids are enough without it
    #[arg(long, value_name = "ID")]
    framework: Option<String>,
    /// A control, by id; with --framework also by printed number
    #[arg(long, value_name = "CONTROL")]
    control: Vec<String>,
    /// Every control of a section; needs --framework
    #[arg(long, value_name = "SECTION", requires = "framework")]
    section: Vec<String>,
    /// What the statement says of the controls
    #[arg(long, value_enum, required_unless_present_any = ["list", "renew"], value_name = "STATUS")]
    status: Option<Stated>,
    /// The statement, as signed
    #[arg(long, required_unless_present_any = ["list", "renew"], value_name = "TEXT")]
    statement: Option<String>,
    /// The statement in English, if --statement is Chinese
    #[arg(long, requires = "statement", value_name = "TEXT")]
    statement_en: Option<String>,
    /// Who signed
    #[arg(long, required_unless_present_any = ["list", "renew"], value_name = "NAME")]
    person: Option<String>,
    /// In what role
    #[arg(long, required_unless_present_any = ["list", "renew"], value_name = "ROLE")]
    role: Option<String>,
    /// The day of signing
    #[arg(long, required_unless_present = "list", value_name = "DAY", value_parser = parse_day)]
    signed_on: Option<Date>,
    /// The last day
    #[arg(long, required_unless_present = "list", value_name = "DAY", value_parser = parse_day)]
    valid_until: Option<Date>,
    /// The day from which on what it says has been so, if not the day of signing
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    effective_from: Option<Date>,
    /// A file that supports it; copied beside the YAML file into `files/`
    #[arg(long, value_name = "FILE")]
    evidence: Vec<PathBuf>,
    /// It cites the provider's own filing or certificate
    #[arg(long, requires = "document")]
    inherited: bool,
    /// Which document
    #[arg(long, value_name = "TEXT")]
    document: Option<String>,
    /// Its number
    #[arg(long, value_name = "TEXT")]
    document_number: Option<String>,
    /// Who issued it
    #[arg(long, value_name = "TEXT")]
    issuer: Option<String>,
    /// Its own last day
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    document_valid_until: Option<Date>,
    /// The entry's id; default: the next free one, A-0001
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// dengbao.yaml with the longest validity, instead of the one beside the file
    #[arg(long, value_name = "FILE")]
    organisation: Option<PathBuf>,
    /// The day to take for today
    #[arg(long, value_name = "DATE", value_parser = parse_as_of)]
    as_of: Option<OffsetDateTime>,
}

/// What a statement may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Stated {
    /// It is met.
    #[value(alias = "met")]
    Met,
    /// Parts are.
    #[value(name = "partially_met", alias = "partially-met")]
    PartiallyMet,
    /// It is not.
    #[value(name = "not_met", alias = "not-met")]
    NotMet,
    /// There is nothing that it applies to.
    #[value(name = "not_applicable", alias = "not-applicable")]
    NotApplicable,
}

impl Stated {
    fn id(self) -> &'static str {
        match self {
            Stated::Met => "met",
            Stated::PartiallyMet => "partially_met",
            Stated::NotMet => "not_met",
            Stated::NotApplicable => "not_applicable",
        }
    }
}

pub(super) fn parse_day(text: &str) -> Result<Date, String> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).map_err(|_| "write 2026-11-25".to_owned())
}

/// Runs the command.
pub fn run(args: &AttestArgs, library: &Library, common: &Common) -> miette::Result<Exit> {
    let now = args.as_of.unwrap_or_else(today);
    let terms = terms_for(&args.file, args.organisation.as_deref())?;
    let shelf = library.whole_shelf()?;
    if args.list {
        return list(&args.file, &shelf, &terms, now);
    }
    match &args.renew {
        Some(id) => renew(args, id, &shelf, &terms, now, common),
        None => add(args, library, &shelf, &terms, now, common),
    }
}

fn list(file: &Path, shelf: &Shelf, terms: &Terms, now: OffsetDateTime) -> miette::Result<Exit> {
    let store = Store::read(file)?;
    for mut a in parse_attestations(&Document::parse(&store.name, &store.text)?)? {
        a.limit(terms);
        let (end, by) = a.end();
        let state = match a.state(now) {
            StatementState::InDate => format!("in date until {end}, {} days", (end - now.date()).whole_days()),
            StatementState::NotYet => format!("not before {}", a.begin()),
            StatementState::Expired => format!("expired on {end}"),
        };
        let why = match by {
            EndedBy::Term | EndedBy::Closed => "",
            EndedBy::Document => " (the document ends)",
            EndedBy::MaximumTerm => " (cut to the longest validity)",
        };
        let status = a.status.id();
        let named: Vec<&str> = a.controls.iter().chain(&a.sections).map(String::as_str).collect();
        say(&clean(&format!(
            "{}  {state}{why}  {status}  {} ({} controls)  {}, {}: {}",
            a.id,
            named.join(" "),
            shelf.attested(&a).len(),
            a.person,
            a.role,
            a.statement.zh
        )));
    }
    Ok(Exit::Done)
}

fn add(
    args: &AttestArgs,
    library: &Library,
    shelf: &Shelf,
    terms: &Terms,
    now: OffsetDateTime,
    common: &Common,
) -> miette::Result<Exit> {
    let store = Store::open(&args.file)?;
    let before = existing(&store)?;
    let id = args.id.clone().unwrap_or_else(|| next_id('A', before.iter().map(|a| a.id.as_str())));
    let framework = args.framework.as_deref().map(|f| catalogue_id(library, f)).transpose()?;
    let day = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
    let files = evidence::take(&args.evidence, &args.file, &evidence::safe_name(&id))?;
    let mut entry = NewEntry::default();
    entry.plain("id", if plain(&id) { id.clone() } else { quote(&id) });
    if args.inherited {
        entry.plain("kind", "inherited");
    }
    if let Some(framework) = &framework {
        entry.plain("framework", framework);
    }
    entry
        .list("controls", &args.control)
        .list("sections", &args.section)
        .plain("status", args.status.map(Stated::id).unwrap_or_default())
        .spoken("statement", args.statement.as_deref().unwrap_or_default(), args.statement_en.as_deref())
        .text_opt("document", args.document.as_deref())
        .text_opt("document_number", args.document_number.as_deref())
        .text_opt("issuer", args.issuer.as_deref());
    if let Some(until) = args.document_valid_until {
        entry.plain("document_valid_until", until.to_string());
    }
    entry
        .text("person", args.person.as_deref().unwrap_or_default())
        .text("role", args.role.as_deref().unwrap_or_default())
        .plain("signed_on", day(args.signed_on))
        .plain("added_on", now.date().to_string());
    if let Some(from) = args.effective_from {
        entry.plain("effective_from", from.to_string());
    }
    entry.plain("valid_until", day(args.valid_until));
    if !files.is_empty() {
        let cited: Vec<String> =
            files.iter().map(|f| format!("{{path: {}, sha256: {}}}", quote(&f.cited), f.sha256)).collect();
        entry.plain("files", format!("[{}]", cited.join(", ")));
    }
    let edited = append(&store.name, &store.text, LIST, &entry)?;
    let doc = Document::parse(&store.name, &edited.text)?;
    let after = parse_attestations(&doc)?;
    unchanged(&before, &after, |a| &a.id, &id)?;
    lint_attestations(&doc, &after, shelf, terms, now);
    judge(&doc, &edited.entry, common)?;
    copy(&files)?;
    store.write(&edited.text)?;
    if let Some(added) = after.iter().find(|a| a.id == id) {
        tell(common, &format!("added {id} to {}, valid until {}", store.name, added.valid_until));
        for file in &files {
            tell(common, &format!("  {} (SHA-256 {})", file.cited, file.sha256));
        }
        resolved(shelf, added, common);
    }
    Ok(Exit::Done)
}

/// Ids that YAML reads as the text they are.
pub(super) fn plain(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_alphabetic())
        && id.contains(|c: char| c.is_ascii_digit())
        && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

fn existing(store: &Store) -> miette::Result<Vec<Attestation>> {
    if super::statements::no_entries(&store.text, LIST) {
        return Ok(Vec::new());
    }
    Ok(parse_attestations(&Document::parse(&store.name, &store.text)?)?)
}

fn copy(files: &[Evidence]) -> miette::Result<()> {
    let mut pending = Vec::new();
    for file in files {
        if let Some(bytes) = &file.copy {
            folder(&evidence::folder_of(&file.target))?;
            pending.push(Pending::whole(&file.target, bytes)?);
        }
    }
    for file in pending {
        file.keep()?;
    }
    Ok(())
}

fn resolved(shelf: &Shelf, a: &Attestation, common: &Common) {
    for (at, control) in shelf.attested(a) {
        let label = shelf.label(at, control);
        tell(common, &format!("  {label} ({}): {}", shelf.owner(control), control.requirement.en));
    }
}

fn renew(
    args: &AttestArgs,
    id: &str,
    shelf: &Shelf,
    terms: &Terms,
    now: OffsetDateTime,
    common: &Common,
) -> miette::Result<Exit> {
    let store = Store::read(&args.file)?;
    let before = parse_attestations(&Document::parse(&store.name, &store.text)?)?;
    let day = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
    let mut changes = vec![
        ("signed_on", day(args.signed_on)),
        ("added_on", now.date().to_string()),
        ("valid_until", day(args.valid_until)),
    ];
    let texts = [
        ("person", &args.person),
        ("role", &args.role),
        ("document", &args.document),
        ("document_number", &args.document_number),
        ("issuer", &args.issuer),
    ];
    changes.extend(texts.into_iter().filter_map(|(key, value)| Some((key, quote(value.as_deref()?)))));
    let days = [("effective_from", args.effective_from), ("document_valid_until", args.document_valid_until)];
    changes.extend(days.into_iter().filter_map(|(key, value)| Some((key, value?.to_string()))));
    if let Some(old) = before.iter().find(|a| a.id == id)
        && args.signed_on.is_some_and(|new| new < old.signed_on)
    {
        return Err(UsageError {
            message: format!("`{id}` was signed on {}, after the day given", old.signed_on),
            help: "a renewal is signed later than what it renews".into(),
        }
        .into());
    }
    let edited = set(&store.name, &store.text, LIST, id, &changes, "valid_until")?;
    let doc = Document::parse(&store.name, &edited.text)?;
    let mut after = parse_attestations(&doc)?;
    unchanged(&before, &after, |a| &a.id, id)?;
    lint_attestations(&doc, &after, shelf, terms, now);
    // A renewal vouches for the evidence once more: it must be there, and be what was cited.
    let mut renewed: Vec<Attestation> = after.iter().filter(|a| a.id == id).cloned().collect();
    evidence::check(&doc, &args.file, &mut renewed);
    judge(&doc, &edited.entry, common)?;
    store.write(&edited.text)?;
    after.retain(|a| a.id == id);
    for a in &after {
        tell(
            common,
            &format!("renewed {id} in {}: signed on {}, valid until {}", store.name, a.signed_on, a.valid_until),
        );
        resolved(shelf, a, common);
    }
    Ok(Exit::Done)
}
