//! Reports in, bytes out. One file a format; templates lay out, and the user may replace each of them.

#[cfg(feature = "annex")]
mod annex;
mod csv;
mod escape;
#[cfg(feature = "annex")]
mod font_files;
mod html;
mod json;
mod markdown;
#[cfg(feature = "pdf")]
mod pdf;
#[cfg(feature = "pdf")]
mod pdf_check;
mod record;
mod resources;
mod sheet;
#[cfg(feature = "pdf")]
mod typeset;
#[cfg(feature = "annex")]
mod volume;
mod xlsx;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::data::{DataFile, Library, LibraryError};
use crate::report::Report;

#[cfg(feature = "annex")]
pub use annex::{ANNEX_ROWS, AnnexVolume, FindingsAnnex};
pub use csv::{
    FindingsCsv, accounts as accounts_csv, controls as controls_csv, coverage as coverage_csv,
    responsibility as responsibility_csv,
};
pub(crate) use escape::make_visible;
pub use escape::{csv_cell, visible};
pub use html::html;
pub(crate) use html::{engine, failed};
pub use json::json;
pub use markdown::markdown;
#[cfg(feature = "pdf")]
pub use pdf::{Fonts, PdfOutput, pdf};
#[cfg(feature = "pdf")]
pub use pdf_check::{Expected, check as check_pdf};
pub use record::{record_docx, record_xlsx};
pub use resources::{ByResource, RESOURCES_KEPT, Resources};
#[cfg(feature = "pdf")]
pub use typeset::{Promise, typeset};
pub use xlsx::FindingsXlsx;

/// Templates by name (`report.html`, `typst/style.typ`): what is compiled in, and what the user's folder replaces.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    /// Text and origin by name.
    pub files: BTreeMap<String, DataFile>,
    /// Names that the user's folder replaced.
    pub replaced: Vec<String>,
}

impl Templates {
    /// All templates, the user's in place of the built-in ones of the same name.
    ///
    /// # Errors
    /// A file of the user's cannot be read.
    pub fn of(library: &Library) -> Result<Templates, LibraryError> {
        let mut templates = Templates::default();
        for name in library.template_names() {
            if let Some(file) = library.template(&name)? {
                if !file.origin.path.starts_with("embedded:") {
                    templates.replaced.push(name.clone());
                }
                templates.files.insert(name, file);
            }
        }
        Ok(templates)
    }
}

/// A report that could not be rendered.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum RenderError {
    /// A template has a mistake.
    #[error("the template could not be rendered: {message}")]
    #[diagnostic(help("`dengbao templates export DIR` writes the templates that are known to work"))]
    Template {
        /// The engine's message with file and line.
        message: String,
    },
    /// The report could not be turned into data.
    #[error("the report could not be written as data")]
    Data(#[from] serde_json::Error),
    /// The PDF could not be typeset.
    #[error("the PDF could not be typeset: {message}")]
    #[diagnostic(help("a changed template must still give headings in order, and alternative texts to figures"))]
    Typeset {
        /// The engine's messages.
        message: String,
    },
    /// A second reader does not find in the PDF what was to be there.
    #[error("the PDF was written, but a second reader does not agree with it: {message}")]
    #[diagnostic(help("no file was kept; please report this with the input"))]
    ReadBack {
        /// What is missing.
        message: String,
    },
    /// A CSV could not be written.
    #[error("the CSV could not be written")]
    Csv(#[from] ::csv::Error),
    /// A workbook could not be written.
    #[error("the workbook could not be written")]
    #[diagnostic(help("make room on the disk of the output folder, where rows wait in a temporary file"))]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A document could not be packed.
    #[error("the document could not be packed")]
    Pack(#[from] zip::result::ZipError),
}

/// A text as Markdown shows it, in one line: markup in it is text, and nothing hides.
pub(crate) fn markdown_text(text: &str) -> String {
    let text = visible(text).replace(['\n', '\r'], " ");
    let mut out = Vec::with_capacity(text.len());
    // A vector takes all that is written to it.
    let _ = escape::markdown(&text, &mut out);
    String::from_utf8(out).unwrap_or_default()
}

/// The report as data for templates, with every character that could hide or reorder text made visible.
pub fn data(report: &Report) -> Result<Value, RenderError> {
    let mut value = serde_json::to_value(report)?;
    escape::make_visible(&mut value);
    Ok(value)
}
