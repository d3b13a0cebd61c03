//! HTML: one self-contained file, all languages in it.

use comrak::Options;
use serde_json::{Value, json};
use tera::{Context, Kwargs, State, Tera};

use super::{RenderError, Templates};

/// Renders reports, one per language, into one file.
///
/// # Errors
/// A template that is broken or asks for what the view model does not have.
pub fn html(templates: &Templates, reports: &[Value]) -> Result<String, RenderError> {
    let mut tera = engine(templates, ".html")?;
    tera.register_filter("markdown", markdown);
    let context = Context::from_serialize(&json!({ "reports": reports })).map_err(|e| failed(&e))?;
    tera.render("report.html", &context).map_err(|e| failed(&e))
}

/// An engine with every template; those of one suffix are escaped by the engine's escape function.
pub(crate) fn engine(templates: &Templates, escaped: &'static str) -> Result<Tera, RenderError> {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![escaped]);
    tera.register_filter("markdown", markdown);
    super::markdown::register(&mut tera);
    let files = templates.files.iter().filter(|(name, _)| !name.ends_with(".typ"));
    tera.add_raw_templates(files.map(|(name, file)| (name.clone(), file.text.clone()))).map_err(|e| failed(&e))?;
    Ok(tera)
}

/// An engine error with its causes: they name file and line.
pub(crate) fn failed(error: &dyn std::error::Error) -> RenderError {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        message = format!("{message}: {inner}");
        cause = inner.source();
    }
    RenderError::Template { message }
}

/// Markdown of framework and check texts as HTML; raw HTML in it is shown as text.
fn markdown(text: &str, _: Kwargs, _: &State<'_>) -> tera::Value {
    let mut options = Options::default();
    options.extension.table = true;
    options.render.escape = true;
    let html = comrak::markdown_to_html(text, &options);
    let html = html.trim();
    // One paragraph is a phrase: it stands in table cells and sentences.
    let inline = html.strip_prefix("<p>").and_then(|h| h.strip_suffix("</p>")).filter(|h| !h.contains("<p>"));
    tera::Value::safe_string(inline.unwrap_or(html))
}
