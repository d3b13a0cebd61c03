//! PDF: typeset each language, and have a second implementation read each file back.

use rayon::prelude::*;
use serde_json::Value;
use time::OffsetDateTime;

use super::pdf::{PdfOutput, pdf};
use super::pdf_check::{Expected, check};
use super::{RenderError, Templates};
use crate::report::Report;

/// What a report says that its PDF must say too.
pub struct Promise {
    phrases: Vec<String>,
    controls: Vec<(String, String)>,
}

impl Promise {
    /// Takes the report apart: it is large, and nothing else of it is needed any more.
    pub fn of(report: Report) -> Promise {
        let mut phrases = vec![report.verdict.headline, report.disclaimer];
        phrases.extend(report.verdict.cards.into_iter().map(|c| c.value));
        let controls =
            report.groups.into_iter().flat_map(|g| g.controls).map(|c| (c.reference, c.status_label)).collect();
        Promise { phrases, controls }
    }
}

/// Typesets every language, side by side where the pool has threads.
///
/// On the pool, not on threads of our own: the typesetter works on the pool too, and a pool thread that waits for a thread
/// outside it would wait for itself.
/// # Errors
/// The typesetter's, or the second reader's.
pub fn typeset(
    templates: &Templates,
    data: Vec<Value>,
    promises: Vec<Promise>,
    at: OffsetDateTime,
) -> Result<Vec<PdfOutput>, RenderError> {
    data.into_par_iter().zip(promises).map(|(data, promise)| one(templates, data, &promise, at)).collect()
}

fn one(templates: &Templates, data: Value, promise: &Promise, at: OffsetDateTime) -> Result<PdfOutput, RenderError> {
    let output = pdf(templates, data, at)?;
    let expected = Expected {
        phrases: promise.phrases.iter().map(String::as_str).collect(),
        controls: promise.controls.iter().map(|(r, s)| (r.as_str(), s.as_str())).collect(),
        pages: output.pages,
    };
    check(&output.bytes, &expected)?;
    Ok(output)
}
