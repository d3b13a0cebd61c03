//! `dengbao report`: findings in, reports out.

use std::collections::VecDeque;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use time::format_description::well_known::Rfc3339;
use time::macros::{format_description, offset, time};
use time::{Date, OffsetDateTime};

use super::input::{Prefer, gather, heads, read_findings};
use super::output::{Pending, clean, folder, say, spinner};
use super::{Common, Exit, LangChoice, UsageError};
use crate::assess::{Assessment, CoverageMap, Expected, Ledger, Tally, assess};
use crate::data::Library;
use crate::domain::{ControlStatus, Finding, FindingStatus, Severity};
use crate::import::FileReport;
use crate::render::{self, FindingsCsv, FindingsXlsx, Resources, Templates};
use crate::report::{Accounts, Ingredients, build, record};
use crate::rulebook::{Rulebook, Subject};
use crate::score::{Scorecard, score};
use crate::text::Lang;

/// Arguments of `report`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  dengbao report --framework mlps-l3 --input prowler-output.ocsf.json
  dengbao report --framework mlps-s3a2 --input results/ --lang both --format pdf --out q4
  dengbao report --framework cis-2.0 --input findings.jsonl --fail-on high

A folder given to --input may also hold attestations.yaml, exceptions.yaml and dengbao.yaml.
Files are named <framework>.<format>; with --lang both the English ones <framework>.en.<format>.
The formats responsibility, coverage and accounts are CSV: <framework>.responsibility.csv and so on.")]
pub struct ReportArgs {
    /// What to report on: mlps-l3, mlps-s3a2, cis-2.0, pipl, …; see `dengbao frameworks list`
    #[arg(long, short, required = true, value_name = "ID")]
    framework: Vec<String>,
    /// Files or folders with findings: what `scan` wrote, Prowler CSV or JSON-OCSF, findings.jsonl. Default: scan now
    #[arg(long, short, value_name = "PATH")]
    input: Vec<PathBuf>,
    /// Formats to write
    #[arg(long, value_enum, value_delimiter = ',', default_value = "html,md,pdf,json,csv", value_name = "FORMATS")]
    format: Vec<OutputFormat>,
    /// Languages to write
    #[arg(long, value_enum, default_value = "zh", value_name = "LANG")]
    lang: LangChoice,
    /// Folder for the reports
    #[arg(long, short, default_value = "out", value_name = "DIR")]
    out: PathBuf,
    /// Attestations, besides those in input folders
    #[arg(long, value_name = "FILE")]
    attestations: Vec<PathBuf>,
    /// Exceptions, besides those in input folders
    #[arg(long, value_name = "FILE")]
    exceptions: Vec<PathBuf>,
    /// Organisation, system and owners, instead of an input folder's dengbao.yaml
    #[arg(long, value_name = "FILE")]
    organisation: Option<PathBuf>,
    /// Day or moment of the report, 2026-11-25 or RFC 3339; attestations and exceptions are judged at its end. Default: today in China
    #[arg(long, value_name = "DATE", value_parser = parse_as_of)]
    as_of: Option<OffsetDateTime>,
    /// Exit with 3 when a check of this severity or worse fails
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<FailOn>,
    /// Exit with 4 when any control has no verdict
    #[arg(long)]
    require_complete: bool,
    /// Write every finding as PDF too, by check: <framework>.annex.pdf, and further volumes of 30,000 rows each
    #[arg(long)]
    annex: bool,
    /// Print the 2021 deduction score as well (MLPS)
    #[arg(long)]
    score_2021: bool,
    #[cfg(feature = "live")]
    #[command(flatten)]
    live: super::live::LiveArgs,
}

/// A format to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum OutputFormat {
    /// One self-contained page.
    Html,
    /// Markdown.
    Md,
    /// PDF/A-2a, PDF/UA-1.
    Pdf,
    /// The assessment for machines.
    Json,
    /// Controls, and every finding.
    Csv,
    /// The responsibility matrix as CSV.
    Responsibility,
    /// The coverage ledger as CSV: every control in every account and region.
    Coverage,
    /// A workbook: summary, controls, every finding, resources, statements, plan.
    Xlsx,
    /// The record of every item (单项测评记录) as a workbook.
    RecordXlsx,
    /// The same as a Word document.
    RecordDocx,
    /// The roll-up as CSV: every account by itself.
    Accounts,
}

/// A severity to fail on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Only critical.
    Critical,
    /// High and worse.
    High,
    /// Medium and worse.
    Medium,
    /// Low and worse.
    Low,
}

impl FailOn {
    fn severity(self) -> Severity {
        match self {
            FailOn::Critical => Severity::Critical,
            FailOn::High => Severity::High,
            FailOn::Medium => Severity::Medium,
            FailOn::Low => Severity::Low,
        }
    }
}

/// A day means its end in China, where the frameworks apply: what expires that day still counts.
pub(super) fn parse_as_of(text: &str) -> Result<OffsetDateTime, String> {
    if let Ok(moment) = OffsetDateTime::parse(text, &Rfc3339) {
        return Ok(moment);
    }
    let day = Date::parse(text, format_description!("[year]-[month]-[day]"))
        .map_err(|_| "write 2026-11-25 or 2026-11-25T12:00:00+08:00".to_owned())?;
    Ok(end_of(day))
}

fn end_of(day: Date) -> OffsetDateTime {
    day.with_time(time!(23:59:59)).assume_offset(offset!(+8))
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the clock; `--as-of` replaces it")]
pub(super) fn today() -> OffsetDateTime {
    end_of(OffsetDateTime::now_utc().to_offset(offset!(+8)).date())
}

/// Runs the command on a thread of the pool that the typesetter works on: an allocator keeps memory by thread, and what
/// reading and the other formats give back is then there for typesetting. It makes a sixth of the peak.
///
/// The pool has one thread for each language: more would set one language a tenth quicker, for a tenth more memory.
pub fn run(args: &ReportArgs, library: &Library, common: &Common) -> miette::Result<Exit> {
    on_the_pool(args.lang.langs().len(), || report(args, library, common))
}

/// Runs work on a thread of the typesetter's pool, with at most so many threads.
pub(super) fn on_the_pool<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    // A second call in one process keeps the first pool, which serves as well.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads.min(cores)).build_global();
    rayon::scope(|_| work())
}

fn report(args: &ReportArgs, library: &Library, common: &Common) -> miette::Result<Exit> {
    #[cfg(not(feature = "live"))]
    if args.input.is_empty() {
        return Err(no_input().into());
    }
    if (args.format.contains(&OutputFormat::Pdf) && !cfg!(feature = "pdf")) || (args.annex && !cfg!(feature = "annex"))
    {
        return Err(UsageError {
            message: "this build cannot write PDF".into(),
            help: "build with the default features, or leave out --annex, and pdf of --format".into(),
        }
        .into());
    }
    let as_of = args.as_of.unwrap_or_else(today);
    let rules = Rulebook::open(library, &args.framework)?;
    folder(&args.out)?;
    #[cfg(not(feature = "live"))]
    let input = args.input.clone();
    #[cfg(feature = "live")]
    let input = match args.input.as_slice() {
        [] => match scan_now(args, library, common)? {
            Some(folder) => vec![folder],
            None => return Ok(Exit::Failed),
        },
        given => given.to_vec(),
    };
    let organisation = args.organisation.as_deref();
    let inputs = gather(&input, &args.attestations, &args.exceptions, organisation, Prefer::Findings, library)?;
    let ignored: Vec<String> = inputs.ignored.iter().map(|p| p.display().to_string()).collect();
    for path in &inputs.ignored {
        tracing::warn!("left alone: {}", clean(&path.display().to_string()));
    }
    // Fonts take a moment to unpack and findings to read: do both at once.
    #[cfg(feature = "pdf")]
    if args.format.contains(&OutputFormat::Pdf) {
        std::thread::spawn(render::Fonts::embedded);
    }
    let mut tally = Tally::new(rules.mappings(), inputs.exceptions.clone());
    let mut ledger = Ledger::new(rules.subjects.iter().map(|s| &s.mapping));
    let heads = heads(&inputs);
    let expected = Expected::of(&heads);
    let counters = Counters { tally: &mut tally, ledger: &mut ledger };
    let mut annexes = Annexes::new(args, &rules.subjects, as_of);
    let mut read = read_all(args, &rules, common, &inputs.findings, counters, &mut annexes)?;
    let (files, mut pending) = (read.files, read.pending);
    annexes.finish(args, &mut pending)?;
    if files.iter().all(|f| f.findings == 0) {
        tracing::warn!("the input holds no finding that is known here; no control can be met");
    }
    let posture = &rules.posture;
    let posture_result = assess(&posture.framework, &posture.mapping, &tally, &inputs.attestations, as_of);
    let posture_score = score(&posture_result);
    let mut finished = Vec::new();
    for subject in &rules.subjects {
        let assessment = assess(&subject.framework, &subject.mapping, &tally, &inputs.attestations, as_of);
        let scorecard = score(&assessment);
        let map = ledger.coverage(&subject.framework, &subject.mapping, &expected);
        let coverage = map.summary();
        let accounts = Accounts::of(&assessment, &tally, &heads, &inputs.organisation);
        let of = Ingredients {
            assessment: &assessment,
            scorecard: &scorecard,
            tally: &tally,
            posture: Some((&posture_result, &posture_score)),
            organisation: &inputs.organisation,
            files: &files,
            ignored: &ignored,
            origins: &rules.origins(subject, &inputs.origins),
            deduction_2021: args.score_2021,
            occasion: None,
            coverage: Some(&coverage),
            accounts: Some(&accounts),
        };
        pending.extend(write(args, of, &map, &rules.templates, read.books.pop_front(), &read.resources, common)?);
        finished.push((assessment, scorecard));
    }
    // Everything is written: now the files get their names, all or none.
    let mut written = Vec::new();
    for file in pending {
        written.push(file.keep()?);
    }
    written.sort();
    if !common.quiet {
        summary(args, &files, &finished, &written);
    }
    Ok(exit(args, &tally, &finished))
}

/// Scans for the checks that the frameworks ask for, into a folder beside the reports; `None` when it was interrupted.
#[cfg(feature = "live")]
fn scan_now(args: &ReportArgs, library: &Library, common: &Common) -> miette::Result<Option<PathBuf>> {
    if !args.live.has_credentials() {
        return Err(no_input().into());
    }
    super::scan::for_frameworks(&args.live, &args.framework, library, args.out.join("scan"), common)
}

fn no_input() -> UsageError {
    UsageError {
        message: "there is nothing to report on: no --input was given, and no credentials were found".into(),
        help: "Three ways to begin:\n\
               1. scan an account:      set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET (or use --profile,\n   \
                  --role-arn, --ecs-ram-role), look with `dengbao doctor`, then dengbao report --framework mlps-l3\n\
               2. results of Prowler:   dengbao report --framework mlps-l3 --input prowler-output.ocsf.json\n\
               3. the sample account:   dengbao report --framework mlps-l3 --input examples/acme-shop"
            .into(),
    }
}

/// What counts findings as they stream past.
struct Counters<'a> {
    tally: &'a mut Tally,
    ledger: &'a mut Ledger,
}

/// What was read, and what was written while reading.
struct Read {
    files: Vec<FileReport>,
    pending: Vec<Pending>,
    /// Workbooks by framework, each in every language.
    books: VecDeque<Vec<FindingsXlsx>>,
    resources: Resources,
}

/// Reads the findings; rows go to the tables as they pass, since nobody keeps them.
fn read_all(
    args: &ReportArgs,
    rules: &Rulebook,
    common: &Common,
    paths: &[PathBuf],
    counters: Counters<'_>,
    annexes: &mut Annexes,
) -> miette::Result<Read> {
    let mut tables = Vec::new();
    if args.format.contains(&OutputFormat::Csv) {
        for subject in &rules.subjects {
            let path = args.out.join(format!("{}.findings.csv", subject.framework.id));
            tables.push(FindingsCsv::new(Pending::create(&path)?, &subject.framework, &subject.mapping)?);
        }
    }
    let mut books = VecDeque::new();
    let with_books = args.format.contains(&OutputFormat::Xlsx);
    if with_books {
        for subject in &rules.subjects {
            let begin = |lang: &Lang| FindingsXlsx::new(*lang, &subject.framework, &subject.mapping, &args.out);
            books.push_back(args.lang.langs().iter().map(begin).collect::<Result<Vec<_>, _>>()?);
        }
    }
    let mut resources = Resources::default();
    let mut failed = None;
    let files = read_findings(paths, &rules.prowler, common, &mut |finding| {
        let new = counters.tally.observe(finding);
        if new {
            counters.ledger.observe(finding);
        }
        if new && failed.is_none() {
            failed = tables.iter_mut().find_map(|t| t.write(finding).err()).or_else(|| annexes.write(finding).err());
            if with_books {
                resources.observe(finding);
                let written = books.iter_mut().flatten().find_map(|b| b.write(finding).err());
                failed = failed.take().or(written);
            }
        }
        new
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    let pending = tables.into_iter().map(FindingsCsv::finish).collect::<Result<Vec<_>, _>>()?;
    Ok(Read { files, pending, books, resources })
}

/// The annex volumes that were asked for.
struct Annexes {
    #[cfg(feature = "annex")]
    list: Vec<(String, Lang, render::FindingsAnnex)>,
}

#[cfg(feature = "annex")]
impl Annexes {
    fn new(args: &ReportArgs, subjects: &[Subject], as_of: OffsetDateTime) -> Annexes {
        let wanted = subjects.iter().filter(|_| args.annex);
        let list = wanted
            .flat_map(|s| args.lang.langs().iter().map(move |lang| (s, *lang)))
            .map(|(s, lang)| {
                let annex = render::FindingsAnnex::new(&s.framework, &s.mapping, lang, as_of);
                (s.framework.id.clone(), lang, annex)
            })
            .collect();
        Annexes { list }
    }

    fn write(&mut self, finding: &Finding) -> Result<(), render::RenderError> {
        self.list.iter_mut().try_for_each(|(_, _, annex)| annex.write(finding))
    }

    fn finish(self, args: &ReportArgs, pending: &mut Vec<Pending>) -> miette::Result<()> {
        for (id, lang, annex) in self.list {
            let code = if lang == args.lang.langs()[0] { String::new() } else { format!(".{}", lang.code()) };
            annex.finish::<miette::Report>(&mut |volume| {
                let number = if volume.number == 1 { String::new() } else { format!(".{}", volume.number) };
                if !volume.missing.is_empty() {
                    let list: Vec<String> = volume.missing.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
                    tracing::warn!("no font has {}: printed as code points in the annex", list.join(", "));
                }
                let path = args.out.join(format!("{id}{code}.annex{number}.pdf"));
                pending.push(Pending::whole(&path, &volume.bytes)?);
                Ok(())
            })?;
        }
        Ok(())
    }
}

/// Without PDF there are none: `--annex` is refused before.
#[cfg(not(feature = "annex"))]
impl Annexes {
    fn new(_: &ReportArgs, _: &[Subject], _: OffsetDateTime) -> Annexes {
        Annexes {}
    }

    fn write(&mut self, _: &Finding) -> Result<(), render::RenderError> {
        Ok(())
    }

    fn finish(self, _: &ReportArgs, _: &mut Vec<Pending>) -> miette::Result<()> {
        Ok(())
    }
}

/// Renders one framework in every format and language, under temporary names.
fn write(
    args: &ReportArgs,
    of: Ingredients<'_>,
    map: &CoverageMap<'_>,
    templates: &Templates,
    books: Option<Vec<FindingsXlsx>>,
    resources: &Resources,
    common: &Common,
) -> miette::Result<Vec<Pending>> {
    let id = of.assessment.framework.id.clone();
    let langs = args.lang.langs();
    let progress = spinner(common, &format!("writing {id}"));
    let path = |lang: Lang, extension: &str| -> PathBuf {
        // The first language has the plain name, so that `<framework>.<format>` is always there.
        let name =
            if lang == langs[0] { format!("{id}.{extension}") } else { format!("{id}.{}.{extension}", lang.code()) };
        args.out.join(name)
    };
    let wants = |format| args.format.contains(&format);
    let mut pending = Vec::new();
    let mut data = Vec::new();
    let mut books = books.into_iter().flatten();
    #[cfg(feature = "pdf")]
    let mut promises = Vec::new();
    for lang in langs {
        let report = build(of, *lang);
        if wants(OutputFormat::Csv) {
            pending.push(Pending::whole(&path(*lang, "csv"), &render::controls_csv(&report)?)?);
        }
        if wants(OutputFormat::Responsibility) {
            let path = path(*lang, "responsibility.csv");
            pending.push(Pending::whole(&path, &render::responsibility_csv(&report)?)?);
        }
        if wants(OutputFormat::Coverage) {
            pending.push(render::coverage_csv(Pending::create(&path(*lang, "coverage.csv"))?, map, *lang)?);
        }
        if let Some(book) = books.next() {
            let mut file = Pending::create(&path(*lang, "xlsx"))?;
            book.finish(&report, resources, of.assessment.as_of, &mut file)?;
            pending.push(file);
        }
        if wants(OutputFormat::RecordXlsx) || wants(OutputFormat::RecordDocx) {
            let record = record(of, *lang);
            let as_of = of.assessment.as_of;
            if wants(OutputFormat::RecordXlsx) {
                pending.push(Pending::whole(&path(*lang, "record.xlsx"), &render::record_xlsx(&record, as_of)?)?);
            }
            if wants(OutputFormat::RecordDocx) {
                let bytes = render::record_docx(templates, &record, as_of)?;
                pending.push(Pending::whole(&path(*lang, "record.docx"), &bytes)?);
            }
        }
        if wants(OutputFormat::Accounts) {
            pending.push(render::accounts_csv(Pending::create(&path(*lang, "accounts.csv"))?, of, *lang)?);
        }
        data.push(render::data(&report)?);
        #[cfg(feature = "pdf")]
        promises.push(render::Promise::of(report));
    }
    if wants(OutputFormat::Json) {
        pending.push(Pending::whole(&path(langs[0], "json"), &render::json(of)?)?);
    }
    if wants(OutputFormat::Html) {
        pending.push(Pending::whole(&path(langs[0], "html"), render::html(templates, &data)?.as_bytes())?);
    }
    for (lang, data) in langs.iter().zip(&data) {
        if wants(OutputFormat::Md) {
            pending.push(Pending::whole(&path(*lang, "md"), render::markdown(templates, data)?.as_bytes())?);
        }
    }
    #[cfg(feature = "pdf")]
    if wants(OutputFormat::Pdf) {
        // Last, so that it finds the memory that the other formats have given back.
        for (lang, pdf) in langs.iter().zip(render::typeset(templates, data, promises, of.assessment.as_of)?) {
            if !pdf.missing.is_empty() {
                let list: Vec<String> = pdf.missing.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
                tracing::warn!("no font has {}: printed as code points in the PDF", list.join(", "));
            }
            pending.push(Pending::whole(&path(*lang, "pdf"), &pdf.bytes)?);
        }
    }
    progress.finish_and_clear();
    Ok(pending)
}

/// What a finished run says.
fn summary(args: &ReportArgs, files: &[FileReport], finished: &[(Assessment, Scorecard)], written: &[PathBuf]) {
    let lang = args.lang.langs()[0];
    let rows: u64 = files.iter().map(|f| f.rows).sum();
    let findings: u64 = files.iter().map(|f| f.findings).sum();
    let duplicates: u64 = files.iter().map(|f| f.duplicates).sum();
    let unmapped: u64 = files.iter().flat_map(|f| f.unmapped.values()).sum();
    say(&match lang {
        Lang::En => format!(
            "read {rows} rows in {} {}: {findings} findings, {duplicates} duplicates, {unmapped} unmapped",
            files.len(),
            if files.len() == 1 { "file" } else { "files" }
        ),
        Lang::Zh => format!(
            "读取 {} 个文件共 {rows} 行：检查结果 {findings} 条，重复 {duplicates} 条，未对应 {unmapped} 条",
            files.len()
        ),
    });
    for (assessment, scorecard) in finished {
        let c = &scorecard.counts;
        say(&format!("{}: {}", assessment.framework.id, scorecard.verdict.headline.get(lang)));
        let parts: Vec<String> = ControlStatus::ALL
            .into_iter()
            .filter(|s| c.get(*s) > 0)
            .map(|s| format!("{} {}", s.label().get(lang), c.get(s)))
            .collect();
        say(&format!(
            "  {}; {} {}; {} {}",
            parts.join(", "),
            if lang == Lang::Zh { "得分" } else { "score" },
            scorecard.score.print(),
            if lang == Lang::Zh { "覆盖率" } else { "coverage" },
            scorecard.coverage.print(),
        ));
    }
    let names: Vec<String> = written.iter().map(|p| clean(&p.display().to_string())).collect();
    say(&format!("{} {}", if lang == Lang::Zh { "已写入" } else { "wrote" }, names.join(" ")));
}

fn exit(args: &ReportArgs, tally: &Tally, finished: &[(Assessment, Scorecard)]) -> Exit {
    if let Some(limit) = args.fail_on {
        let limit = limit.severity();
        let failing = finished.iter().flat_map(|(a, _)| &a.controls).flat_map(|r| &r.links).any(|l| {
            l.link.coverage.decides()
                && l.uncovered > 0
                && l.tallies.iter().any(|at| {
                    let t = tally.check(*at);
                    t.counts.get(FindingStatus::Fail) > 0 && t.check.severity <= limit
                })
        });
        if failing {
            return Exit::Findings;
        }
    }
    if args.require_complete && finished.iter().any(|(_, s)| s.counts.unknown() > 0) {
        return Exit::Incomplete;
    }
    Exit::Done
}
