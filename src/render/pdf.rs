//! PDF: Typst typesets `report.typ` from the view model. PDF/A-2a and PDF/UA-1 are enforced by the exporter.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use serde_json::{Value, json};
use time::{OffsetDateTime, UtcOffset};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::escape::{each_string, push_code_point};
use super::font_files::{BOLD, REGULAR, unpack};
use super::{RenderError, Templates};

/// The fonts that reports are set in, unpacked once.
pub struct Fonts {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
}

impl Fonts {
    /// Unpacks the two weights that are compiled in. About 40 ms each.
    pub fn embedded() -> &'static Fonts {
        static FONTS: OnceLock<Fonts> = OnceLock::new();
        FONTS.get_or_init(|| {
            let (regular, bold) = std::thread::scope(|scope| {
                let bold = scope.spawn(|| unpack(BOLD));
                (unpack(REGULAR), bold.join().expect("unpacking does not panic"))
            });
            let fonts: Vec<Font> =
                [regular, bold].into_iter().flat_map(|bytes| Font::iter(Bytes::new(bytes))).collect();
            let book = LazyHash::new(FontBook::from_fonts(&fonts));
            Fonts { fonts, book }
        })
    }

    /// Whether every weight has a glyph for a character.
    fn covers(&self, c: char) -> bool {
        self.fonts.iter().all(|font| font.info().coverage.contains(u32::from(c)))
    }
}

/// A typeset report.
pub struct PdfOutput {
    /// The file.
    pub bytes: Vec<u8>,
    /// Pages.
    pub pages: usize,
    /// Characters that no font has; they stand in the text as code points.
    pub missing: BTreeSet<char>,
}

/// Typesets one report. `at` goes into the document information; nothing reads a clock.
///
/// # Errors
/// A template that is broken, or a document that would break PDF/A-2a or PDF/UA-1.
pub fn pdf(templates: &Templates, report: Value, at: OffsetDateTime) -> Result<PdfOutput, RenderError> {
    let fonts = Fonts::embedded();
    let mut data = report;
    let mut missing = BTreeSet::new();
    each_string(&mut data, &mut |text| {
        if text.chars().all(|c| c.is_ascii() || fonts.covers(c)) {
            return;
        }
        let mut shown = String::with_capacity(text.len() + 8);
        for c in text.chars() {
            if c.is_ascii() || fonts.covers(c) {
                shown.push(c);
            } else {
                missing.insert(c);
                push_code_point(&mut shown, c);
            }
        }
        *text = shown;
    });
    data["missing_glyphs"] = json!(missing.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect::<Vec<_>>());
    data["about_paragraphs"] = json!(paragraphs(data["framework"]["about"].as_str().unwrap_or_default()));
    let ident = format!(
        "{} {} {}",
        data["framework"]["id"].as_str().unwrap_or_default(),
        data["code"].as_str().unwrap_or_default(),
        data["date"].as_str().unwrap_or_default()
    );
    let world = ReportWorld::new(templates, serde_json::to_vec(&data)?, fonts, at)?;
    drop(data);
    let document = typst::compile::<PagedDocument>(&world)
        .output
        .map_err(|errors| RenderError::Typeset { message: world.explain(&errors) })?;
    // The engine caches layout across documents; without this, memory grows with every report.
    comemo::evict(0);
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|e| RenderError::Typeset { message: format!("{e:?}") })?;
    let utc = at.to_offset(UtcOffset::UTC);
    let stamp =
        Datetime::from_ymd_hms(utc.year(), u8::from(utc.month()), utc.day(), utc.hour(), utc.minute(), utc.second())
            .map(Timestamp::new_utc);
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some(concat!("dengbao ", env!("CARGO_PKG_VERSION")).to_owned())),
        timestamp: stamp,
        standards,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options)
        .map_err(|errors| RenderError::Typeset { message: world.explain(&errors) })?;
    let pages = document.pages().len();
    drop(document);
    let bytes = pack(&bytes).map_err(|e| RenderError::Typeset { message: format!("packing failed: {e}") })?;
    Ok(PdfOutput { bytes, pages, missing })
}

/// The same document with its small objects in compressed streams (PDF 1.5, allowed in PDF/A-2). The structure tree of
/// a tagged report is most of its size otherwise: 5.4 MB become 1.9.
fn pack(bytes: &[u8]) -> Result<Vec<u8>, lopdf::Error> {
    let mut document = lopdf::Document::load_mem(bytes)?;
    let mut packed = Vec::with_capacity(bytes.len() / 2);
    let options = lopdf::SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(500)
        .compression_level(6)
        .build();
    document.save_with_options(&mut packed, options)?;
    Ok(packed)
}

/// The paragraphs of a Markdown text; emphasis and list marks go, code stays between backticks.
fn paragraphs(markdown: &str) -> Vec<String> {
    markdown
        .split("\n\n")
        .map(|p| p.lines().map(str::trim).collect::<Vec<_>>().join(" ").replace("**", ""))
        .filter(|p| !p.is_empty())
        .collect()
}

/// The files that a template can see: the templates and the data, nothing else.
struct ReportWorld<'a> {
    library: LazyHash<Library>,
    fonts: &'a Fonts,
    main: FileId,
    sources: HashMap<FileId, Source>,
    data: (FileId, Bytes),
    today: Option<Datetime>,
}

impl<'a> ReportWorld<'a> {
    fn new(templates: &Templates, data: Vec<u8>, fonts: &'a Fonts, at: OffsetDateTime) -> Result<Self, RenderError> {
        let id = |name: &str| -> Result<FileId, RenderError> {
            let path = VirtualPath::new(name).map_err(|e| RenderError::Typeset { message: format!("{e:?}") })?;
            Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
        };
        let mut sources = HashMap::new();
        for (name, file) in templates.files.iter().filter(|(name, _)| name.ends_with(".typ")) {
            let id = id(name)?;
            sources.insert(id, Source::new(id, file.text.clone()));
        }
        Ok(ReportWorld {
            library: LazyHash::new(Library::default()),
            fonts,
            main: id("report.typ")?,
            sources,
            data: (id("report.json")?, Bytes::new(data)),
            today: Datetime::from_ymd(at.year(), u8::from(at.month()), at.day()),
        })
    }

    /// The messages of the engine with file and line.
    fn explain(&self, errors: &[SourceDiagnostic]) -> String {
        let mut lines: Vec<String> = errors
            .iter()
            .take(5)
            .map(|e| {
                let place = e.span.id().and_then(|id| {
                    let source = self.sources.get(&id)?;
                    let range = typst::WorldExt::range(self, e.span)?;
                    let line = source.lines().byte_to_line(range.start)? + 1;
                    Some(format!("{:?} line {line}: ", id.vpath()))
                });
                let hints: Vec<String> = e.hints.iter().map(|h| format!("{h:?}")).collect();
                format!("{}{} {}", place.unwrap_or_default(), e.message, hints.join("; "))
            })
            .collect();
        if errors.len() > lines.len() {
            lines.push(format!("and {} more", errors.len() - 5));
        }
        lines.join(" | ")
    }
}

impl World for ReportWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| FileError::Other(Some("no such template".into())))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 {
            return Ok(self.data.1.clone());
        }
        self.source(id).map(|source| Bytes::from_string(source.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}
