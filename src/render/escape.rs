//! Hostile text made harmless, per format. Templates never decide this: the engine applies it to every value.

use std::borrow::Cow;
use std::io::{self, Write};

use serde_json::Value;

/// Characters that hide, reorder or act on text instead of showing: controls, direction marks, zero-width characters.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
        | '\u{e0000}'..='\u{e0fff}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// The text with hidden characters shown as their code points, `[U+202E]`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hidden(c) {
            push_code_point(&mut out, c);
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Appends a character as `[U+202E]`.
pub(super) fn push_code_point(out: &mut String, c: char) {
    use std::fmt::Write as _;
    let _ = write!(out, "[U+{:04X}]", u32::from(c));
}

/// Applies [`visible`] to every string in a value.
pub(crate) fn make_visible(value: &mut Value) {
    each_string(value, &mut |text| {
        if let Cow::Owned(shown) = visible(text) {
            *text = shown;
        }
    });
}

/// Calls back with every string in a value, keys left out.
pub(super) fn each_string(value: &mut Value, call: &mut impl FnMut(&mut String)) {
    match value {
        Value::String(text) => call(text),
        Value::Array(items) => items.iter_mut().for_each(|v| each_string(v, call)),
        Value::Object(map) => map.values_mut().for_each(|v| each_string(v, call)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Escapes text for Markdown, also inside table cells: nothing in it is markup, and it stays on one line.
pub(super) fn markdown(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        let replacement: &str = match c {
            '\\' => "\\\\",
            '`' => "\\`",
            '*' => "\\*",
            '_' => "\\_",
            '[' => "\\[",
            ']' => "\\]",
            '|' => "\\|",
            '~' => "\\~",
            '#' => "\\#",
            '<' => "&lt;",
            '>' => "&gt;",
            '&' => "&amp;",
            '\n' | '\r' | '\t' => " ",
            // A bare web address or an at-name would become a link or ping somebody.
            ':' if text[at..].starts_with("://") => "&#58;",
            '@' => "&#64;",
            _ => continue,
        };
        out.write_all(&text.as_bytes()[plain..at])?;
        out.write_all(replacement.as_bytes())?;
        plain = at + c.len_utf8();
    }
    out.write_all(&text.as_bytes()[plain..])
}

/// A CSV cell that no spreadsheet takes for a formula, with hidden characters shown.
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    let dangerous = shown.trim_start().starts_with(['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠'])
        || shown.starts_with(['\t', '\r', '\n']);
    if dangerous && shown.parse::<f64>().is_err() { Cow::Owned(format!("'{shown}")) } else { shown }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn md(text: &str) -> String {
        let mut out = Vec::new();
        markdown(text, &mut out).expect("a vector takes everything");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn a_web_address_in_a_name_is_no_link() {
        let mut options = comrak::Options::default();
        options.extension.autolink = true;
        let html = comrak::markdown_to_html(&md("see https://example.com/x"), &options);
        assert_eq!(html, "<p>see https://example.com/x</p>\n");
    }

    #[test]
    fn direction_marks_show() {
        assert_eq!(visible("a\u{202e}b\u{200f}"), "a[U+202E]b[U+200F]");
        assert!(matches!(visible("普通文字 plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn formulas_are_defused_and_numbers_kept() {
        assert_eq!(csv_cell("=cmd()"), "'=cmd()");
        assert_eq!(csv_cell("@x"), "'@x");
        assert_eq!(csv_cell("-5"), "-5");
        assert_eq!(csv_cell(" =1+1"), "' =1+1");
        assert_eq!(csv_cell("plain"), "plain");
    }

    proptest! {
        /// Whatever a name holds, a Markdown reader shows exactly that name, as one paragraph of plain text.
        #[test]
        fn markdown_shows_the_text_itself(text in "[ -~中é]{1,40}") {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assume!(!text.is_empty());
            let mut options = comrak::Options::default();
            options.extension.table = true;
            options.extension.strikethrough = true;
            // A word before it, as in our templates: block markup cannot begin in the middle of a line.
            let html = comrak::markdown_to_html(&format!("x {}", md(&text)), &options);
            let shown = html
                .trim()
                .trim_start_matches("<p>x ")
                .trim_end_matches("</p>")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
            prop_assert_eq!(shown, text);
        }
    }
}
