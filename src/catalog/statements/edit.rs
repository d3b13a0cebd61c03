//! Entries written into statement files as text: what stands there, comments and form, stays byte for byte.

use std::fmt::Write as _;
use std::ops::Range;

use crate::catalog::yaml::{DataError, Document, Fields, Key, Node, Value};

/// Why a file cannot be changed by machine.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum EditError {
    /// The file is broken already.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Data(#[from] DataError),
    /// The list is written in a form to which nothing can be appended without rewriting it.
    #[error("`{key}` is written as a list in brackets, to which nothing can be appended")]
    #[diagnostic(help("write one entry a line, each beginning with `- id:`, or add the entry by hand"))]
    Form {
        /// The list.
        key: String,
    },
    /// No entry has this id.
    #[error("there is no entry `{id}`")]
    #[diagnostic(help("{help}"))]
    NoEntry {
        /// What was asked for.
        id: String,
        /// What there is.
        help: String,
    },
    /// A value that stands there cannot be replaced.
    #[error("`{key}` of `{id}` is not a plain value")]
    #[diagnostic(help("change it by hand"))]
    NoScalar {
        /// The entry.
        id: String,
        /// The key.
        key: String,
    },
}

/// A changed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The whole text.
    pub text: String,
    /// Where the entry that was added or changed stands.
    pub entry: Range<usize>,
}

/// The lines of a new entry, as keys and YAML values that are written already.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    lines: Vec<(String, String)>,
}

impl Entry {
    /// Adds a key with a value that needs no quotes: a date, an id of ours.
    pub fn plain(&mut self, key: &str, value: impl Into<String>) -> &mut Self {
        self.lines.push((key.to_owned(), value.into()));
        self
    }

    /// Adds a text.
    pub fn text(&mut self, key: &str, value: &str) -> &mut Self {
        self.plain(key, quote(value))
    }

    /// Adds a text, if there is one.
    pub fn text_opt(&mut self, key: &str, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.text(key, value),
            None => self,
        }
    }

    /// Adds a list of texts, if there are any.
    pub fn list(&mut self, key: &str, items: &[String]) -> &mut Self {
        if items.is_empty() {
            return self;
        }
        let items: Vec<String> = items.iter().map(|i| quote(i)).collect();
        self.plain(key, format!("[{}]", items.join(", ")))
    }

    /// Adds a text in one or two languages. One text stands for both.
    pub fn spoken(&mut self, key: &str, zh: &str, en: Option<&str>) -> &mut Self {
        match en {
            Some(en) => self.plain(key, format!("{{en: {}, zh: {}}}", quote(en), quote(zh))),
            None => self.text(key, zh),
        }
    }

    fn print(&self, indent: usize, newline: &str) -> String {
        let mut out = String::new();
        for (at, (key, value)) in self.lines.iter().enumerate() {
            let lead = if at == 0 { "- " } else { "  " };
            let _ = write!(out, "{:indent$}{lead}{key}: {value}{newline}", "");
        }
        out
    }
}

/// A text in double quotes as YAML reads it: nothing in it can end the quotes, the line or the document.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if crate::render::visible(c.encode_utf8(&mut [0; 4])) != c.to_string().as_str() || c == '\r' => {
                let n = u32::from(c);
                let _ = if n > 0xffff { write!(out, "\\U{n:08X}") } else { write!(out, "\\u{n:04X}") };
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The next free id: one more than the highest `A-0001` of its letter.
pub fn next_id<'a>(letter: char, ids: impl IntoIterator<Item = &'a str>) -> String {
    let prefix = format!("{letter}-");
    let highest =
        ids.into_iter().filter_map(|id| id.strip_prefix(&prefix)?.parse::<u32>().ok()).max().unwrap_or_default();
    format!("{letter}-{:04}", highest.saturating_add(1))
}

fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Appends an entry to the list `key`, the only key of its file; an empty text becomes a file with that list.
///
/// # Errors
/// The text is no YAML, or the list has a form to which nothing can be appended.
pub fn append(name: &str, text: &str, key: &str, entry: &Entry) -> Result<Edited, EditError> {
    let newline = newline(text);
    let mut text = text.to_owned();
    let blank = text.lines().all(|l| l.trim().is_empty() || l.trim_start().starts_with('#') || l.trim() == "---");
    let mut indent = 0;
    if blank {
        end_line(&mut text, newline);
        let _ = write!(text, "{key}:{newline}");
        indent = 2;
    } else {
        let doc = Document::parse(name, &text)?;
        let fields = doc.fields();
        match fields.get(key).map(|n| (n.span.start, &n.value)) {
            // Nothing behind the key: the entry will be.
            None => indent = 2,
            Some((start, Value::Seq(items))) if text[start..].starts_with('[') => {
                let rest = text[start + 1..].trim_start();
                if !items.is_empty() || !rest.starts_with(']') {
                    return Err(EditError::Form { key: key.to_owned() });
                }
                let end = text.len() - rest.len() + 1;
                text.replace_range(start..end, "");
                indent = 2;
            }
            Some((_, Value::Seq(items))) => {
                // As deep as the dashes that stand there.
                if let Some(item) = items.last() {
                    let line = text[..item.span.start].rfind('\n').map_or(0, |at| at + 1);
                    indent = text[line..item.span.start].find('-').unwrap_or(0);
                }
            }
            Some(_) => {}
        }
        if fields.get(key).is_none() && !text.lines().any(|l| l.starts_with(&format!("{key}:"))) {
            end_line(&mut text, newline);
            let _ = write!(text, "{key}:{newline}");
        }
        end_line(&mut text, newline);
    }
    let start = text.len();
    text.push_str(&entry.print(indent, newline));
    Ok(Edited { entry: start..text.len(), text })
}

fn end_line(text: &mut String, newline: &str) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(newline);
    }
}

/// Sets keys of the entry with this id to values that are written as YAML already. A key that stands there gets the new
/// value in its place; a new one comes behind `after`.
///
/// # Errors
/// The text is no YAML, no entry has this id, or what stands there is not a plain value.
pub fn set(
    name: &str,
    text: &str,
    list: &str,
    id: &str,
    changes: &[(&str, String)],
    after: &str,
) -> Result<Edited, EditError> {
    let doc = Document::parse(name, text)?;
    let fields = doc.fields();
    let items = fields.list(list);
    let ids: Vec<String> = items.iter().map(|n| Fields::new(&doc, n).text_opt("id").unwrap_or_default()).collect();
    let Some(item) = ids.iter().position(|found| found == id).map(|at| &items[at]) else {
        let near = crate::catalog::yaml::nearest(id, ids.iter().map(String::as_str));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if ids.is_empty() => "the file holds no entry".into(),
            None => format!("there are: {}", ids.join(", ")),
        };
        return Err(EditError::NoEntry { id: id.to_owned(), help });
    };
    let Value::Map(entries) = &item.value else {
        return Err(EditError::NoScalar { id: id.to_owned(), key: list.to_owned() });
    };
    let find = |key: &str| entries.iter().find(|(k, _)| k.text == key);
    let flow = text[item.span.start..].starts_with('{');
    // Later places first, so that earlier ones stay where they are.
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut fresh = String::new();
    for (key, value) in changes {
        match find(key) {
            Some((_, Node { value: Value::Scalar(_), span })) => edits.push((trimmed(text, span), value.clone())),
            Some(_) => return Err(EditError::NoScalar { id: id.to_owned(), key: (*key).to_owned() }),
            None if flow => {
                let _ = write!(fresh, ", {key}: {value}");
            }
            None => {
                let _ = write!(fresh, "{}{:indent$}{key}: {value}", newline(text), "", indent = column(text, entries));
            }
        }
    }
    if !fresh.is_empty() {
        let end = find(after).map_or(item.span.end, |(_, n)| trimmed(text, &n.span).end);
        let at = if flow { end } else { line_end(text, end) };
        edits.push((at..at, fresh));
    }
    edits.sort_by_key(|(range, _)| std::cmp::Reverse((range.start, range.end)));
    let mut out = text.to_owned();
    let mut grown = 0_isize;
    for (range, value) in edits {
        grown += value.len().cast_signed() - range.len().cast_signed();
        out.replace_range(range, &value);
    }
    let end = item.span.end.saturating_add_signed(grown).min(out.len());
    Ok(Edited { entry: item.span.start..end.max(item.span.start), text: out })
}

/// The span without the white space that a parser may count to a plain scalar.
fn trimmed(text: &str, span: &Range<usize>) -> Range<usize> {
    let token = &text[span.clone()];
    span.start..span.start + token.trim_end().len()
}

/// How far keys of a map are from the left.
fn column(text: &str, entries: &[(Key, Node)]) -> usize {
    entries.first().map_or(0, |(key, _)| {
        let line = text[..key.span.start].rfind('\n').map_or(0, |at| at + 1);
        text[line..key.span.start].chars().count()
    })
}

/// The end of a line, before its line break.
fn line_end(text: &str, from: usize) -> usize {
    let end = text[from..].find('\n').map_or(text.len(), |at| from + at);
    if text[..end].ends_with('\r') && end > from { end - 1 } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        let mut entry = Entry::default();
        entry.plain("id", "X-1").text("note", "a: \"b\" # c\n\u{202e}é😀").list("tags", &["1.10".into(), "乙".into()]);
        entry
    }

    /// The ids and notes of a list, read back.
    fn read(text: &str) -> Vec<(String, Option<String>)> {
        let doc = Document::parse("t.yaml", text).unwrap_or_else(|e| panic!("{}:\n{text}", e.problems[0].message));
        let f = doc.fields();
        let rows =
            f.list("list").iter().map(|n| (Fields::new(&doc, n).text("id"), Fields::new(&doc, n).text_opt("note")));
        rows.collect()
    }

    #[test]
    fn an_entry_is_appended_in_the_form_of_the_file() {
        for before in [
            "",
            "# only a comment",
            "list:\n",
            "list: []\n",
            "list: [ ] # none yet\n",
            "# head\nlist:\n  - id: a # one\n    note: x\n\n  # what follows\n",
            "list:\n- id: a\n  note: x",
            "list:\n    -   id: a\n        note: |\n          x\n          y\n",
            "list:\r\n  - id: a\r\n    note: x\r\n",
            "list:\n  - {id: a, note: x}\n",
        ] {
            let edited = append("t.yaml", before, "list", &entry()).expect("appended");
            let rows = read(&edited.text);
            let last = rows.last().expect("an entry");
            assert_eq!(last, &("X-1".into(), Some("a: \"b\" # c\n\u{202e}é😀".into())), "{before:?}");
            assert_eq!(rows.len(), 1 + usize::from(before.contains("id: a")));
            assert!(edited.text[edited.entry.clone()].trim_start().starts_with("- id: X-1"));
            if !before.contains('[') {
                assert!(edited.text.starts_with(before), "what stands there stays: {}", edited.text);
            }
            assert_eq!(before.contains("\r\n"), edited.text.contains("\r\n"));
            let twice = append("t.yaml", &edited.text, "list", &entry()).expect("appended");
            assert_eq!(read(&twice.text).len(), rows.len() + 1);
        }
        assert!(matches!(append("t.yaml", "list: [{id: a}]\n", "list", &entry()), Err(EditError::Form { .. })));
        assert!(matches!(append("t.yaml", "list: [\n", "list", &entry()), Err(EditError::Data(_))));
    }

    #[test]
    fn a_value_is_changed_in_its_place_and_nothing_else() {
        let text = "# head\nlist:\n  - id: a\n    day: 2026-01-01   # why\n    note: \"x\"\n  - {id: b, day: '2026-01-01', note: y}\n  - id: c\n";
        let day = |d: &str| ("day", d.to_owned());
        let edited = set("t.yaml", text, "list", "a", &[day("2027-01-01")], "note").expect("set");
        assert_eq!(edited.text, text.replacen("2026-01-01", "2027-01-01", 1));
        let edited = set("t.yaml", text, "list", "b", &[day("2027-01-01"), ("end", "z".into())], "day").expect("set");
        assert_eq!(edited.text, text.replace("'2026-01-01'", "2027-01-01, end: z"));
        assert!(edited.text[edited.entry].starts_with("{id: b"));
        let edited = set("t.yaml", text, "list", "a", &[("end", "z".into())], "day").expect("set");
        assert_eq!(edited.text, text.replace("# why\n", "# why\n    end: z\n"));
        let edited = set("t.yaml", text, "list", "c", &[("end", "z".into())], "day").expect("set");
        assert_eq!(edited.text, text.replace("- id: c\n", "- id: c\n    end: z\n"));
        let error = set("t.yaml", text, "list", "d", &[day("2027-01-01")], "note").expect_err("no such entry");
        assert!(matches!(error, EditError::NoEntry { .. }));
        let windows = text.replace('\n', "\r\n");
        let edited = set("t.yaml", &windows, "list", "a", &[("end", "z".into())], "day").expect("set");
        assert_eq!(edited.text, windows.replace("# why\r\n", "# why\r\n    end: z\r\n"));
    }

    #[test]
    fn ids_go_on_from_the_highest() {
        assert_eq!(next_id('A', ["A-01", "A-0007", "E-0009", "A-x", "own"]), "A-0008");
        assert_eq!(next_id('E', []), "E-0001");
    }
}
