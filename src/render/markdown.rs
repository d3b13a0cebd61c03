//! Markdown that reads well in a Git host, one file a language.

use serde_json::{Value, json};
use tera::{Context, Kwargs, State, Tera};

use super::html::{engine, failed};
use super::{RenderError, Templates, escape};

/// Renders one report.
///
/// # Errors
/// A template that is broken or asks for what the view model does not have.
pub fn markdown(templates: &Templates, report: &Value) -> Result<String, RenderError> {
    let mut tera = engine(templates, ".md")?;
    tera.set_escape_fn(|text, out| escape::markdown(text, out));
    let context = Context::from_serialize(&json!({ "r": report })).map_err(|e| failed(&e))?;
    let text = tera.render("report.md", &context).map_err(|e| failed(&e))?;
    Ok(tidy(&text))
}

/// Filters that only Markdown templates need.
pub(super) fn register(tera: &mut Tera) {
    // The inside of a code span: backticks cannot be escaped there, so they go.
    tera.register_filter("code", |text: &str, _: Kwargs, _: &State<'_>| {
        tera::Value::safe_string(&text.replace('`', "'").replace('|', "\\|").replace(['\n', '\r'], " "))
    });
    // Our own Markdown inside a table cell or list line: markup stays, line ends and cell ends do not.
    tera.register_filter("cell", |text: &str, _: Kwargs, _: &State<'_>| {
        tera::Value::safe_string(&text.replace('|', "\\|").replace(['\n', '\r'], " ").replace('<', "&lt;"))
    });
}

/// No spaces at line ends and no more than one empty line in a row: what templates leave behind.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if empty > 0 && !out.is_empty() {
            out.push('\n');
        }
        empty = 0;
        out.push_str(line);
        out.push('\n');
    }
    out
}
