//! Reading a PDF back with a second implementation, before it counts as written.

use std::collections::BTreeSet;

use lopdf::Document;

use super::RenderError;

/// What must stand in the text of a report.
pub struct Expected<'a> {
    /// Phrases, such as the verdict and scores.
    pub phrases: Vec<&'a str>,
    /// Number and status word of each control.
    pub controls: Vec<(&'a str, &'a str)>,
    /// Pages.
    pub pages: usize,
}

/// Opens the file with a reader that shares no code with the writer, and compares.
///
/// # Errors
/// The file does not open, has other pages, or lacks a phrase, a control's number, or its status.
pub fn check(bytes: &[u8], expected: &Expected<'_>) -> Result<(), RenderError> {
    let fail = |message: String| RenderError::ReadBack { message };
    let document = Document::load_mem(bytes).map_err(|e| fail(format!("it does not open: {e}")))?;
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    if pages.len() != expected.pages {
        return Err(fail(format!("it has {} pages, not {}", pages.len(), expected.pages)));
    }
    let mut text = String::new();
    for chunk in document.extract_text_chunks(&pages) {
        text.push_str(&chunk.map_err(|e| fail(format!("its text cannot be read: {e}")))?);
    }
    // Lines break anywhere, and spaces between scripts come and go: compare without white space.
    let squeeze = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let text = squeeze(&text);
    for phrase in &expected.phrases {
        if !text.contains(&squeeze(phrase)) {
            return Err(fail(format!("it does not say “{phrase}”")));
        }
    }
    let mut missing = BTreeSet::new();
    for (reference, status) in &expected.controls {
        if !text.contains(&squeeze(reference)) {
            missing.insert(*reference);
        }
        if !text.contains(&squeeze(status)) {
            return Err(fail(format!("the status word “{status}” is missing")));
        }
    }
    if let Some(first) = missing.first() {
        return Err(fail(format!("{} controls are missing, the first is {first}", missing.len())));
    }
    Ok(())
}
