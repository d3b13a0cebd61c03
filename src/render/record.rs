//! The single-item record as a workbook and as a Word document.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{Workbook, Worksheet};
use serde_json::json;
use tera::Context;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::html::{engine, failed};
use super::sheet::{Cell, Styles, column, finish_table, page, properties};
use super::{RenderError, Templates, escape};
use crate::report::Record;
use crate::text::Lang;

/// Columns of the table, the last two for people to fill in.
const COLUMNS: [(&str, f64); 11] = [
    ("section", 18.0),
    ("clause", 14.0),
    ("item", 40.0),
    ("objects", 18.0),
    ("method", 10.0),
    ("expected", 36.0),
    ("actual", 60.0),
    ("status", 14.0),
    ("evidence", 46.0),
    ("confirmed", 14.0),
    ("remarks", 24.0),
];

/// The record as a workbook of one sheet.
///
/// # Errors
/// Only when memory runs out.
pub fn record_xlsx(record: &Record, as_of: OffsetDateTime) -> Result<Vec<u8>, RenderError> {
    let lang = if record.code == "zh" { Lang::Zh } else { Lang::En };
    let s = Styles::new(lang);
    let mut sheet = Worksheet::new();
    sheet.set_name(if lang == Lang::Zh { "单项记录" } else { "item records" })?;
    let last = COLUMNS.len() as u16 - 1;
    s.across(&mut sheet, 0, (0, last), &record.title, &s.title, 150.0)?;
    let facts: Vec<String> = record.facts.iter().map(|f| format!("{}: {}", f.label, f.value)).collect();
    s.across(&mut sheet, 1, (0, last), &facts.join("　"), &s.prose, 280.0)?;
    s.across(&mut sheet, 2, (0, last), &record.notice, &s.heading, 230.0)?;
    let head = 3;
    let columns = COLUMNS.map(|(key, width)| column(record.words[key].as_str(), width));
    s.heads(&mut sheet, head, &columns)?;
    let mut row = head;
    for group in &record.groups {
        for item in &group.rows {
            row += 1;
            let section = format!("{} {}", group.number, group.title);
            let cells = [
                Cell::text(section.trim().to_owned()),
                Cell::text(item.clause.join("\n")),
                Cell::text(&item.item),
                Cell::text(item.objects.join("\n")),
                Cell::text(item.method.join("\n")),
                Cell::text(item.expected.join("\n")),
                Cell::text(item.actual.join("\n")),
                Cell::Status(item.tone, item.status_label.as_str().into()),
                Cell::text(item.evidence.join("\n")),
                Cell::Blank,
                Cell::Blank,
            ];
            s.row(&mut sheet, row, &columns, &cells)?;
        }
    }
    finish_table(&mut sheet, head, row, columns.len(), 3, 11)?;
    page(&mut sheet, lang, &record.title);
    // A3: eleven columns of sentences.
    sheet.set_paper_size(8);
    let mut book = Workbook::new();
    book.push_worksheet(sheet);
    properties(&mut book, &record.title, as_of)?;
    Ok(book.save_to_buffer()?)
}

/// The record as a Word document: the templates `docx/*.xml`, zipped with a fixed date.
///
/// # Errors
/// A template that is broken, asks for what the record does not have, or does not make well-formed XML.
pub fn record_docx(templates: &Templates, record: &Record, as_of: OffsetDateTime) -> Result<Vec<u8>, RenderError> {
    let mut value = serde_json::to_value(record)?;
    escape::make_visible(&mut value);
    let moment = as_of.to_offset(UtcOffset::UTC).replace_nanosecond(0).unwrap_or(as_of);
    let moment = moment.format(&Rfc3339).unwrap_or_default();
    let context = Context::from_serialize(&json!({ "r": value, "moment": moment })).map_err(|e| failed(&e))?;
    let tera = engine(templates, ".xml")?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (part, template) in PARTS {
        let text = match template {
            Part::Fixed(text) => (*text).to_owned(),
            Part::Template(name) => {
                let text = tera.render(name, &context).map_err(|e| failed(&e))?;
                roxmltree::Document::parse(&text)
                    .map_err(|e| RenderError::Template { message: format!("{name}: {e}") })?;
                text
            }
        };
        zip.start_file(*part, options)?;
        zip.write_all(text.as_bytes()).map_err(zip::result::ZipError::from)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// A part of the document.
enum Part {
    /// The same in every document.
    Fixed(&'static str),
    /// A template that a user may replace.
    Template(&'static str),
}

/// The parts of the document; the list of types comes first, as readers expect.
const PARTS: &[(&str, Part)] = &[
    ("[Content_Types].xml", Part::Fixed(CONTENT_TYPES)),
    ("_rels/.rels", Part::Fixed(RELATIONS)),
    ("word/document.xml", Part::Template("docx/document.xml")),
    ("word/_rels/document.xml.rels", Part::Fixed(DOCUMENT_RELATIONS)),
    ("word/styles.xml", Part::Template("docx/styles.xml")),
    ("word/settings.xml", Part::Fixed(SETTINGS)),
    ("word/header1.xml", Part::Template("docx/header.xml")),
    ("word/footer1.xml", Part::Template("docx/footer.xml")),
    ("docProps/core.xml", Part::Template("docx/core.xml")),
];

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#;

const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;

const DOCUMENT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"#;

const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>"#;
