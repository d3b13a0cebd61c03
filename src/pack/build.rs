//! From a pack's inputs everything else in it: pure, and the same bytes each time.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use super::archive::Files;
use super::fan::Fan;
use super::material::Material;
use super::{Changes, PackError, Period, evidence, index, layout, manifest};
use crate::assess::{Assessment, CoverageMap, Expected, Ledger, Tally, assess};
use crate::domain::{ControlStatus, Finding, StatusCounts};
use crate::import::{self, FileReport};
use crate::render::{self, FindingsCsv, FindingsXlsx, Resources};
use crate::report::{Accounts, Ingredients, Report};
use crate::rulebook::Subject;
use crate::score::{Interval, Scorecard, score};
use crate::snapshot::{self, Snapshot};
use crate::systems::{Division, Inventory, Scoping};
use crate::text::{Lang, Text};

/// The most bytes of one file with evidence, unpacked.
const MOST_UNPACKED: u64 = 8 << 30;

/// Level of Zstandard for findings: what is gained above it takes long.
const PACKED: i32 = 6;

/// What a pack says of one framework.
#[derive(Clone, Debug)]
pub struct FrameworkResult {
    /// Framework id.
    pub id: String,
    /// What it amounts to.
    pub headline: Text,
    /// For machines.
    pub verdict: crate::score::VerdictCode,
    /// Met out of applicable.
    pub score: Interval,
    /// Controls by status.
    pub counts: StatusCounts,
    /// Status of each control, in the framework's order.
    pub statuses: Vec<(String, ControlStatus)>,
    /// Controls whose every failure is an accepted risk.
    pub accepted: Vec<String>,
}

/// What was made.
pub struct Built {
    /// Files made from the inputs, the manifest among them, the seals not.
    pub files: Files,
    /// What each framework came to, in order.
    pub results: Vec<FrameworkResult>,
    /// Findings counted.
    pub findings: u64,
    /// How resources were divided, where there are several systems.
    pub division: Option<Division>,
}

/// Every file with evidence, read.
pub(super) struct Evidence {
    /// Snapshots by path.
    pub(super) snapshots: BTreeMap<String, Snapshot>,
}

impl Evidence {
    pub(super) fn read(material: &Material, inputs: &Files) -> Result<Evidence, PackError> {
        let mut snapshots = BTreeMap::new();
        for path in material.sources.iter().filter(|p| p.ends_with(".jsonl.zst") && !is_packed_import(p)) {
            let bytes = inputs.get(path).ok_or_else(|| PackError::Missing(path.clone()))?;
            let snapshot =
                snapshot::read(bytes.as_slice()).map_err(|e| PackError::Broken(path.clone(), describe(&e)))?;
            snapshots.insert(path.clone(), snapshot);
        }
        Ok(Evidence { snapshots })
    }
}

/// Other tools' files lie packed under `imported/`.
fn is_packed_import(path: &str) -> bool {
    path.starts_with(&format!("{}/imported/", layout::SOURCES))
}

pub(super) fn describe(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

/// Hands every finding of the evidence over, file by file. The sink says whether it was new.
pub(super) fn each_finding(
    material: &Material,
    inputs: &Files,
    evidence: &Evidence,
    sink: &mut dyn FnMut(&Finding) -> bool,
) -> Result<Vec<FileReport>, PackError> {
    let mut reports = Vec::new();
    for path in &material.sources {
        let bytes = inputs.get(path).ok_or_else(|| PackError::Missing(path.clone()))?;
        if let Some(snapshot) = evidence.snapshots.get(path) {
            reports.push(import::judge(path, bytes, snapshot, sink));
            continue;
        }
        let broken = |message: String| PackError::Broken(path.clone(), message);
        let report = if path.ends_with(".zst") {
            let unpacked = zstd::stream::read::Decoder::new(bytes.as_slice()).map_err(|e| broken(e.to_string()))?;
            let limited = std::io::Read::take(unpacked, MOST_UNPACKED);
            import::read(path, limited, &material.rules.prowler, &mut |_| {}, sink)
        } else {
            import::read(path, bytes.as_slice(), &material.rules.prowler, &mut |_| {}, sink)
        };
        let report = report.map_err(|e| broken(describe(&e.kind)))?;
        reports.push(report);
    }
    Ok(reports)
}

/// Everything that was found, counted.
pub struct Counted {
    pub(super) tally: Tally,
    pub(super) ledger: Ledger,
    pub(super) files: Vec<FileReport>,
    pub(super) division: Option<Division>,
}

/// Counts the findings of the evidence, those of the pack's system where there are several. `each` sees every finding that
/// is counted, once.
pub(super) fn count(
    material: &Material,
    inputs: &Files,
    evidence: &Evidence,
    each: &mut dyn FnMut(&Finding) -> Result<(), PackError>,
) -> Result<Counted, PackError> {
    let mut tally = Tally::new(material.rules.mappings(), material.exceptions.clone());
    let mut ledger = Ledger::new(material.rules.subjects.iter().map(|s| &s.mapping));
    let mut scoping = material.system.as_ref().map(|system| {
        let mut inventory = Inventory::default();
        evidence.snapshots.values().for_each(|snapshot| inventory.add(snapshot));
        Scoping::new(system, &material.systems, inventory)
    });
    let mut failed = None;
    let files = each_finding(material, inputs, evidence, &mut |finding| {
        if scoping.as_mut().is_some_and(|s| !s.admit(finding)) {
            return true;
        }
        let new = tally.observe(finding);
        if new {
            ledger.observe(finding);
        }
        if new && failed.is_none() {
            failed = each(finding).err();
        }
        new
    })?;
    let division = match scoping {
        None => None,
        Some(scoping) => {
            let (more, division) = scoping.finish(&material.spec.tool);
            for finding in &more {
                if tally.observe(finding) {
                    ledger.observe(finding);
                    each(finding)?;
                }
            }
            Some(division)
        }
    };
    match failed {
        Some(error) => Err(error),
        None => Ok(Counted { tally, ledger, files, division }),
    }
}

impl Counted {
    /// Assesses and scores one framework.
    pub(super) fn assess(&self, material: &Material, subject: &Subject) -> Result<(Assessment, Scorecard), PackError> {
        let at = material.spec.moment().map_err(|e| PackError::Broken(layout::SPEC.to_owned(), e))?;
        let assessment = assess(&subject.framework, &subject.mapping, &self.tally, &material.attestations, at);
        let scorecard = score(&assessment);
        Ok((assessment, scorecard))
    }
}

pub(super) fn result(assessment: &Assessment, scorecard: &Scorecard) -> FrameworkResult {
    let pairs = || assessment.framework.controls.iter().zip(&assessment.controls);
    FrameworkResult {
        id: assessment.framework.id.clone(),
        headline: scorecard.verdict.headline.clone(),
        verdict: scorecard.verdict.code,
        score: scorecard.score,
        counts: scorecard.counts,
        statuses: pairs().map(|(c, r)| (c.id.clone(), r.status)).collect(),
        accepted: pairs().filter(|(_, r)| r.accepted).map(|(c, _)| c.id.clone()).collect(),
    }
}

/// Makes everything in a pack that is not input.
///
/// # Errors
/// An input is missing or broken, or something cannot be rendered. Rows of workbooks wait in unnamed temporary files in
/// `scratch`.
pub fn build(inputs: &Files, scratch: &Path) -> Result<Built, PackError> {
    let material = Material::read(inputs)?;
    let evidence = Evidence::read(&material, inputs)?;
    let mut files = Files::new();

    let (counted, books, resources) = tables(&material, inputs, &evidence, scratch, &mut files)?;
    if let Some(division) = &counted.division {
        files.insert(layout::DIVISION.to_owned(), json(division)?);
    }

    let posture = counted.assess(&material, &material.rules.posture)?;
    let notices = notices(&material, &counted);
    let expected = Expected::of(evidence.snapshots.values().map(|snapshot| &snapshot.head));
    let engine = evidence::Engine::new(&material.rules.templates)?;
    let mut results = Vec::new();
    let mut fronts = Vec::new();
    for (subject, books) in material.rules.subjects.iter().zip(books) {
        let (assessment, scorecard) = counted.assess(&material, subject)?;
        let mut occasion = material.history.occasion(&assessment.framework.id, &material.spec.period);
        occasion.notices.clone_from(&notices);
        let map = counted.ledger.coverage(&subject.framework, &subject.mapping, &expected);
        let coverage = map.summary();
        let heads = evidence.snapshots.values().map(|snapshot| &snapshot.head);
        let accounts = Accounts::of(&assessment, &counted.tally, heads, &material.organisation);
        let of = Ingredients {
            assessment: &assessment,
            scorecard: &scorecard,
            tally: &counted.tally,
            posture: Some((&posture.0, &posture.1)),
            organisation: &material.organisation,
            files: &counted.files,
            ignored: &[],
            origins: &material.rules.origins(subject, &material.origins),
            deduction_2021: material.spec.score_2021,
            occasion: Some(&occasion),
            coverage: Some(&coverage),
            accounts: Some(&accounts),
        };
        let reports = render_framework(&material, of, &map, &mut files)?;
        let books = workbooks(books, &reports, &resources, assessment.as_of)?;
        for (book, lang) in books.into_iter().zip(&material.spec.langs) {
            let name = |rest: &str| format!("{}/{}.{}.{rest}", layout::TABLES, subject.framework.id, lang.code());
            files.insert(name("xlsx"), book);
            let record = crate::report::record(of, *lang);
            files.insert(name("record.xlsx"), render::record_xlsx(&record, assessment.as_of)?);
            files.insert(
                name("record.docx"),
                render::record_docx(&material.rules.templates, &record, assessment.as_of)?,
            );
        }
        evidence::write(&material, &engine, of, &reports, &evidence, &mut files)?;
        fronts.extend(index::front(&reports));
        if material.spec.pdf {
            // Last, so that it finds the memory that everything else has given back.
            drop(reports);
            pdfs(&material, of, &mut files)?;
        }
        results.push(result(&assessment, &scorecard));
    }
    if let Some(bytes) = inputs.get(layout::CHANGES) {
        let changes: Changes =
            serde_json::from_slice(bytes).map_err(|e| PackError::Broken(layout::CHANGES.to_owned(), e.to_string()))?;
        for lang in &material.spec.langs {
            let path = format!("{}/changes.{}.md", layout::REPORTS, lang.code());
            files.insert(path, super::changes::markdown(&changes, *lang).into_bytes());
        }
        let pages: Vec<_> = material.spec.langs.iter().map(|lang| super::changes::page(&changes, *lang)).collect();
        let page = engine.render("pack/changes.html", serde_json::json!({ "pages": pages }))?;
        files.insert(format!("{}/changes.html", layout::REPORTS), page.into_bytes());
    }
    files.insert(layout::INDEX.to_owned(), index::page(&material, &engine, inputs, &files, fronts)?.into_bytes());
    files.insert(
        layout::MANIFEST.to_owned(),
        manifest::make(&material, &results, inputs.iter().chain(&files)).to_bytes(),
    );
    let findings = counted.tally.scope().findings;
    Ok(Built { files, results, findings, division: counted.division })
}

/// What was counted, the open workbooks by framework and language, and the resources seen.
type Tables = (Counted, Vec<Vec<FindingsXlsx>>, Resources);

/// Reads the evidence and writes every finding into all tables as they stream past. Workbooks stay open: their other sheets
/// come when everything is assessed.
fn tables(
    material: &Material,
    inputs: &Files,
    evidence: &Evidence,
    scratch: &Path,
    files: &mut Files,
) -> Result<Tables, PackError> {
    std::thread::scope(|scope| {
        let mut fan = Fan::default();
        let lines = fan.add(
            scope,
            packer()?,
            |out, finding| {
                serde_json::to_writer(&mut *out, finding).map_err(std::io::Error::from).map_err(PackError::Zstd)?;
                out.write_all(b"\n").map_err(PackError::Zstd)
            },
            |out| out.finish().map_err(PackError::Zstd),
        );
        let (mut sheets, mut books) = (Vec::new(), Vec::new());
        for subject in &material.rules.subjects {
            let table = FindingsCsv::new(packer()?, &subject.framework, &subject.mapping)?;
            sheets.push(fan.add(
                scope,
                table,
                |table, finding| table.write(finding).map_err(PackError::from),
                |table| table.finish()?.finish().map_err(PackError::Zstd),
            ));
            for lang in &material.spec.langs {
                let book = FindingsXlsx::new(*lang, &subject.framework, &subject.mapping, scratch)?;
                books.push(fan.add(scope, book, |book, finding| Ok(book.write(finding)?), Ok));
            }
        }
        let mut resources = Resources::default();
        let counted = count(material, inputs, evidence, &mut |finding| {
            resources.observe(finding);
            fan.write(finding);
            Ok(())
        });
        fan.finish();
        files.insert(layout::FINDINGS.to_owned(), lines.done()?);
        for (subject, sheet) in material.rules.subjects.iter().zip(sheets) {
            files.insert(format!("{}/{}.findings.csv.zst", layout::TABLES, subject.framework.id), sheet.done()?);
        }
        let mut done = books.into_iter().map(super::fan::Writing::done).collect::<Result<Vec<_>, _>>()?.into_iter();
        let langs = material.spec.langs.len();
        let books = material.rules.subjects.iter().map(|_| done.by_ref().take(langs).collect()).collect();
        Ok((counted?, books, resources))
    })
}

fn packer() -> Result<zstd::stream::write::Encoder<'static, Vec<u8>>, PackError> {
    zstd::stream::write::Encoder::new(Vec::new(), PACKED).map_err(PackError::Zstd)
}

/// Closes the workbooks of all languages, side by side.
fn workbooks(
    books: Vec<FindingsXlsx>,
    reports: &[Report],
    resources: &Resources,
    as_of: time::OffsetDateTime,
) -> Result<Vec<Vec<u8>>, PackError> {
    std::thread::scope(|scope| {
        let closing: Vec<_> = books
            .into_iter()
            .zip(reports)
            .map(|(book, report)| {
                scope.spawn(move || {
                    let mut bytes = Vec::new();
                    book.finish(report, resources, as_of, &mut bytes).map(|()| bytes)
                })
            })
            .collect();
        closing
            .into_iter()
            .map(|one| Ok(one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?))
            .collect()
    })
}

pub(super) fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, PackError> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(render::RenderError::from)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// What a reader of any report in the pack must know first.
fn notices(material: &Material, counted: &Counted) -> Vec<Text> {
    let mut notices = Vec::new();
    if material.spec.redacted {
        notices.push(Text::new(
            "Account ids, key ids, addresses, e-mails and phone numbers in this pack are pseudonyms; the same value has the same pseudonym throughout.",
            "本证据包中的账号 ID、密钥 ID、IP 地址、邮箱和电话均已替换为代号，同一取值在包内始终使用同一代号。",
        ));
    }
    if let (Some(period), Some((first, last))) = (Period::parse(&material.spec.period), &counted.tally.scope().observed)
        && (period.holds(first) == Some(false) || period.holds(last) == Some(false))
    {
        let (first, last) = (first.get(..10).unwrap_or(first), last.get(..10).unwrap_or(last));
        notices.push(Text::new(
            format!("Some evidence was collected outside the period {} ({first} to {last}).", material.spec.period),
            format!("部分证据采集于报告期 {} 之外（{first} 至 {last}）。", material.spec.period),
        ));
    }
    if let Some(division) = &counted.division {
        let d = division;
        if d.others + d.orphans.count > 0 {
            notices.push(Text::new(
                format!(
                    "{} resources with findings belong to other systems and {} to no system; they are not counted here and are named in {}.",
                    d.others, d.orphans.count, layout::DIVISION
                ),
                format!(
                    "有检查结果的资源中，{} 个属于其他定级对象，{} 个不属于任何定级对象，均未计入本报告，清单见 {}。",
                    d.others, d.orphans.count, layout::DIVISION
                ),
            ));
        }
        if d.unknown.count > 0 {
            notices.push(Text::new(
                format!("{} resources are counted although nobody knows whose they are: their group and tags were not read.", d.unknown.count),
                format!("{} 个资源的资源组和标签未能读取，归属不明，已计入本报告。", d.unknown.count),
            ));
        }
        if d.overlaps.count > 0 {
            notices.push(Text::new(
                format!("{} resources are claimed by another system as well.", d.overlaps.count),
                format!("{} 个资源同时被其他定级对象声明。", d.overlaps.count),
            ));
        }
    }
    notices
}

/// Reports and tables of one framework.
fn render_framework(
    material: &Material,
    of: Ingredients<'_>,
    map: &CoverageMap<'_>,
    files: &mut Files,
) -> Result<Vec<Report>, PackError> {
    let id = &of.assessment.framework.id;
    let langs = &material.spec.langs;
    let reports: Vec<Report> = langs.iter().map(|lang| crate::report::build(of, *lang)).collect();
    let data = reports.iter().map(render::data).collect::<Result<Vec<_>, _>>()?;
    let name = |folder: &str, lang: Lang, rest: &str| format!("{folder}/{id}.{}.{rest}", lang.code());
    files
        .insert(format!("{}/{id}.html", layout::REPORTS), render::html(&material.rules.templates, &data)?.into_bytes());
    files.insert(format!("{}/{id}.json", layout::ASSESSMENTS), render::json(of)?);
    for ((lang, report), data) in langs.iter().zip(&reports).zip(&data) {
        let markdown = render::markdown(&material.rules.templates, data)?;
        files.insert(name(layout::REPORTS, *lang, "md"), markdown.into_bytes());
        files.insert(name(layout::TABLES, *lang, "controls.csv"), render::controls_csv(report)?);
        files.insert(name(layout::TABLES, *lang, "responsibility.csv"), render::responsibility_csv(report)?);
        files.insert(name(layout::TABLES, *lang, "coverage.csv"), render::coverage_csv(Vec::new(), map, *lang)?);
        files.insert(name(layout::TABLES, *lang, "accounts.csv"), render::accounts_csv(Vec::new(), of, *lang)?);
    }
    Ok(reports)
}

/// One language after the other, each report made anew: a typeset language takes as much memory as all the rest of a pack.
#[cfg(feature = "pdf")]
fn pdfs(material: &Material, of: Ingredients<'_>, files: &mut Files) -> Result<(), PackError> {
    for lang in &material.spec.langs {
        let report = crate::report::build(of, *lang);
        let data = render::data(&report)?;
        let promise = render::Promise::of(report);
        let pdfs = render::typeset(&material.rules.templates, vec![data], vec![promise], of.assessment.as_of)?;
        let path = format!("{}/{}.{}.pdf", layout::REPORTS, of.assessment.framework.id, lang.code());
        files.extend(pdfs.into_iter().map(|pdf| (path.clone(), pdf.bytes)));
    }
    Ok(())
}

#[cfg(not(feature = "pdf"))]
fn pdfs(_: &Material, _: Ingredients<'_>, _: &mut Files) -> Result<(), PackError> {
    Err(PackError::NoPdf)
}
