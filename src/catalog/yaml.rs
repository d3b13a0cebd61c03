//! YAML as a tree of nodes that know their place, and a reader that collects every problem before it gives up.
//!
//! Derived deserialisation stops at the first error. Authors want all of them at once, each underlined, so the tree is
//! read by hand: `Fields` notes missing, unknown and misspelt keys, and each accessor notes a wrong value.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use crate::text::Text;

/// The largest data file that is read, in bytes.
pub const MAX_BYTES: usize = 16 << 20;

/// A value with its place in the source.
#[derive(Clone, Debug)]
pub struct Node {
    /// Byte range in the document.
    pub span: Range<usize>,
    /// What stands there.
    pub value: Value,
}

/// A YAML value.
#[derive(Clone, Debug)]
pub enum Value {
    /// Nothing.
    Null,
    /// A word or number; the text is as resolved by YAML when quoted, and as written when plain.
    Scalar(Scalar),
    /// A list.
    Seq(Vec<Node>),
    /// A map, in the order of the file.
    Map(Vec<(Key, Node)>),
}

/// A scalar by the type that YAML gives it.
#[derive(Clone, Debug)]
pub enum Scalar {
    /// true or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction; read again from the source where its text matters.
    Float,
    /// A string.
    Str(String),
}

/// A key with its place.
#[derive(Clone, Debug)]
pub struct Key {
    /// Byte range in the document.
    pub span: Range<usize>,
    /// The key.
    pub text: String,
}

/// One mistake in a data file, with the place that it underlines.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// What the underlined token is.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
    /// The byte range that is underlined.
    pub span: Range<usize>,
    /// The file.
    pub source_code: Arc<NamedSource<String>>,
    /// A mistake, or something to know.
    pub severity: miette::Severity,
}

impl Diagnostic for Problem {
    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|h| Box::new(h) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&*self.source_code)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(LabeledSpan::new(
            Some(self.label.clone()),
            self.span.start,
            self.span.len().max(1),
        ))))
    }
}

/// All the mistakes found in one run.
#[derive(Debug, thiserror::Error)]
#[error("{} in the data files", plural(problems.len()))]
pub struct DataError {
    /// The mistakes, by file and place.
    pub problems: Vec<Problem>,
}

/// What authors should know, though it is no mistake.
#[derive(Debug, thiserror::Error)]
#[error("{} in the data files", if warnings.len() == 1 { "1 warning".to_owned() } else { format!("{} warnings", warnings.len()) })]
pub struct DataWarnings {
    /// The warnings, by file and place.
    pub warnings: Vec<Problem>,
}

impl Diagnostic for DataWarnings {
    fn severity(&self) -> Option<miette::Severity> {
        Some(miette::Severity::Warning)
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(self.warnings.iter().map(|p| p as &dyn Diagnostic)))
    }
}

fn plural(n: usize) -> String {
    if n == 1 { "1 mistake".to_owned() } else { format!("{n} mistakes") }
}

impl Diagnostic for DataError {
    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(self.problems.iter().map(|p| p as &dyn Diagnostic)))
    }
}

/// A parsed file and the problems found in it so far.
#[derive(Clone)]
pub struct Document {
    source: Arc<NamedSource<String>>,
    text: Arc<str>,
    root: Node,
    problems: Rc<RefCell<Vec<Problem>>>,
    warnings: Rc<RefCell<Vec<Problem>>>,
}

impl Document {
    /// Parses a file. A syntax error is reported at its place; it is always the only problem of its file.
    pub fn parse(name: &str, text: &str) -> Result<Document, DataError> {
        let source = Arc::new(NamedSource::new(name, text.to_owned()).with_language("YAML"));
        let fail = |message: String, span: Range<usize>, help: Option<String>| DataError {
            problems: vec![Problem {
                message,
                label: "here".into(),
                help,
                span,
                source_code: Arc::clone(&source),
                severity: miette::Severity::Error,
            }],
        };
        if text.len() > MAX_BYTES {
            return Err(fail(format!("the file is larger than {} MiB", MAX_BYTES >> 20), 0..1, None));
        }
        // Aliases have no use in our files, and a small file of nested aliases can expand without end.
        let options = serde_saphyr::options! {
            with_snippet: false,
            duplicate_keys: serde_saphyr::options::DuplicateKeyPolicy::Error,
            budget: serde_saphyr::budget! { max_aliases: 0, max_anchors: 0, max_depth: 32, max_events: 2_000_000, max_nodes: 1_000_000 },
        };
        match serde_saphyr::from_str_with_options::<Node>(text, options) {
            Ok(root) => {
                Ok(Document { source, text: text.into(), root, problems: Rc::default(), warnings: Rc::default() })
            }
            Err(error) => {
                let span = error
                    .location()
                    .and_then(|at| at.span().byte_offset())
                    .map_or(0..1, |at| at as usize..at as usize + 1);
                let message = serde_saphyr::Error::without_snippet(&error).to_string();
                let first = message.lines().next().unwrap_or_default().to_owned();
                Err(fail(format!("not valid YAML: {first}"), span, None))
            }
        }
    }

    /// The top of the file, which must be a map.
    pub fn fields(&self) -> Fields<'_> {
        Fields::new(self, &self.root)
    }

    /// Notes a problem.
    pub fn report(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
        help: Option<String>,
    ) {
        self.problems.borrow_mut().push(self.problem(span, message, label, help));
    }

    /// Notes something that is no mistake, but that its author should know.
    pub fn warn(&self, span: Range<usize>, message: impl Into<String>, label: impl Into<String>, help: Option<String>) {
        let problem = self.problem(span, message, label, help);
        self.warnings.borrow_mut().push(Problem { severity: miette::Severity::Warning, ..problem });
    }

    fn problem(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
        help: Option<String>,
    ) -> Problem {
        Problem {
            message: message.into(),
            label: label.into(),
            help,
            span,
            source_code: Arc::clone(&self.source),
            severity: miette::Severity::Error,
        }
    }

    /// The problems noted so far, in the order of the file.
    pub fn take_problems(&self) -> Vec<Problem> {
        let mut list = std::mem::take(&mut *self.problems.borrow_mut());
        list.sort_by_key(|p| p.span.start);
        list
    }

    /// The warnings noted so far, in the order of the file.
    pub fn take_warnings(&self) -> Vec<Problem> {
        let mut list = std::mem::take(&mut *self.warnings.borrow_mut());
        list.sort_by_key(|p| p.span.start);
        list
    }

    /// The text of a scalar. Plain numbers count as text, exactly as written: `ref: 1.10` is "1.10".
    pub fn text_of(&self, node: &Node) -> Option<String> {
        match &node.value {
            Value::Scalar(Scalar::Str(s)) => Some(s.clone()),
            Value::Scalar(Scalar::Bool(_) | Scalar::Int(_) | Scalar::Float) => {
                Some(self.text[node.span.clone()].trim().to_owned())
            }
            Value::Null | Value::Seq(_) | Value::Map(_) => None,
        }
    }
}

/// The entries of a map, each to be asked for once; what is left over is an unknown key.
pub struct Fields<'a> {
    doc: &'a Document,
    node: &'a Node,
    used: Vec<Cell<bool>>,
}

impl<'a> Fields<'a> {
    /// Reads a node as a map; anything else is a problem and reads as an empty map.
    pub fn new(doc: &'a Document, node: &'a Node) -> Self {
        let len = match &node.value {
            Value::Map(entries) => entries.len(),
            _ => {
                doc.report(node.span.clone(), "a map is needed here", "not a map", None);
                0
            }
        };
        Fields { doc, node, used: vec![Cell::new(false); len] }
    }

    /// The document.
    pub fn doc(&self) -> &'a Document {
        self.doc
    }

    /// The place of the whole map.
    pub fn span(&self) -> Range<usize> {
        // The first line is enough to show; a map may be pages long.
        let text = &self.doc.text[self.node.span.clone()];
        let first = text.find('\n').unwrap_or(text.len()).max(1);
        self.node.span.start..self.node.span.start + first.min(self.node.span.len().max(1))
    }

    fn entries(&self) -> &'a [(Key, Node)] {
        match &self.node.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// An entry that may be missing.
    pub fn get(&self, key: &str) -> Option<&'a Node> {
        let at = self.entries().iter().position(|(k, _)| k.text == key)?;
        self.used[at].set(true);
        let node = &self.entries()[at].1;
        (!matches!(node.value, Value::Null)).then_some(node)
    }

    /// An entry that must be there.
    pub fn need(&self, key: &str) -> Option<&'a Node> {
        let found = self.get(key);
        if found.is_none() && matches!(self.node.value, Value::Map(_)) {
            self.doc.report(self.span(), format!("`{key}` is missing"), "in this entry", None);
        }
        found
    }

    /// A text that must be there and not be empty.
    pub fn text(&self, key: &str) -> String {
        self.need(key).and_then(|n| self.scalar(n, key)).unwrap_or_default()
    }

    /// A text that may be missing.
    pub fn text_opt(&self, key: &str) -> Option<String> {
        self.get(key).and_then(|n| self.scalar(n, key))
    }

    fn scalar(&self, node: &Node, key: &str) -> Option<String> {
        match self.doc.text_of(node) {
            Some(text) if !text.trim().is_empty() => Some(text),
            Some(_) => {
                self.doc.report(node.span.clone(), format!("`{key}` is empty"), "empty", None);
                None
            }
            None => {
                self.doc.report(node.span.clone(), format!("`{key}` must be a text"), "not a text", None);
                None
            }
        }
    }

    /// A whole number that may be missing.
    pub fn int_opt(&self, key: &str) -> Option<i64> {
        let node = self.get(key)?;
        let value = int_of(node);
        if value.is_none() {
            self.doc.report(node.span.clone(), format!("`{key}` must be a whole number"), "not a whole number", None);
        }
        value
    }

    /// A truth value; missing is false.
    pub fn flag(&self, key: &str) -> bool {
        match self.get(key) {
            None => false,
            Some(Node { value: Value::Scalar(Scalar::Bool(b)), .. }) => *b,
            Some(node) => {
                self.doc.report(node.span.clone(), format!("`{key}` must be true or false"), "neither", None);
                false
            }
        }
    }

    /// A bilingual text that must be there.
    pub fn bilingual(&self, key: &str) -> Text {
        self.need(key).map(|n| bilingual(self.doc, n)).unwrap_or_default()
    }

    /// A bilingual text that may be missing.
    pub fn bilingual_opt(&self, key: &str) -> Option<Text> {
        self.get(key).map(|n| bilingual(self.doc, n))
    }

    /// A word out of a fixed set.
    pub fn choice<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Option<T> {
        choice(self.doc, self.need(key)?, key, words)
    }

    /// A word out of a fixed set that may be missing.
    pub fn choice_opt<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Option<T> {
        choice(self.doc, self.get(key)?, key, words)
    }

    /// The items of a list that may be missing.
    pub fn list(&self, key: &str) -> &'a [Node] {
        self.get(key).map_or(&[], |node| items(self.doc, node, key))
    }

    /// A list of texts, with their places.
    pub fn words(&self, key: &str) -> Vec<(String, Range<usize>)> {
        self.list(key).iter().filter_map(|n| self.scalar(n, key).map(|text| (text, n.span.clone()))).collect()
    }

    /// The entries of a nested map.
    pub fn map(&self, key: &str) -> &'a [(Key, Node)] {
        match self.get(key) {
            None => &[],
            Some(Node { value: Value::Map(entries), .. }) => entries,
            Some(node) => {
                self.doc.report(node.span.clone(), format!("`{key}` must be a map"), "not a map", None);
                &[]
            }
        }
    }

    /// Notes every key that nobody asked for.
    pub fn finish(self, known: &[&str]) {
        for ((key, _), used) in self.entries().iter().zip(&self.used) {
            if !used.get() && !known.contains(&key.text.as_str()) {
                let near = nearest(&key.text, known.iter().copied());
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("known keys: {}", known.join(", ")),
                };
                self.doc.report(key.span.clone(), format!("unknown key `{}`", key.text), "not known here", Some(help));
            }
        }
    }
}

/// A whole number.
pub fn int_of(node: &Node) -> Option<i64> {
    match node.value {
        Value::Scalar(Scalar::Int(n)) => Some(n),
        _ => None,
    }
}

/// The items of a list; anything else is a problem.
pub fn items<'a>(doc: &Document, node: &'a Node, key: &str) -> &'a [Node] {
    match &node.value {
        Value::Seq(items) => items,
        _ => {
            doc.report(node.span.clone(), format!("`{key}` must be a list"), "not a list", None);
            &[]
        }
    }
}

/// A map with exactly `en` and `zh`, both filled: a missing translation is a problem.
pub fn bilingual(doc: &Document, node: &Node) -> Text {
    let fields = Fields::new(doc, node);
    let text = Text { en: fields.text("en"), zh: fields.text("zh") };
    if let Some(zh) = fields.get("zh")
        && !text.zh.is_empty()
        && !text.zh.chars().any(|c| c >= '\u{2e80}')
        && text.en.chars().filter(|c| c.is_alphabetic()).count() > 12
    {
        doc.report(zh.span.clone(), "the Chinese text holds no Chinese", "translation missing", None);
    }
    fields.finish(&["en", "zh"]);
    text
}

/// A word out of a fixed set.
pub fn choice<T: Copy>(doc: &Document, node: &Node, key: &str, words: &[(&str, T)]) -> Option<T> {
    let text = doc.text_of(node).unwrap_or_default();
    let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
    if found.is_none() {
        let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        doc.report(
            node.span.clone(),
            format!("`{text}` is not a value of `{key}`"),
            "not known here",
            Some(format!("one of: {}", all.join(", "))),
        );
    }
    found
}

/// The candidate that a mistyped word most likely meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .min()
        .filter(|(d, _)| *d <= 1 + word.chars().count() / 4)
        .map(|(_, candidate)| candidate)
}

/// The few candidates that a mistyped word most likely meant, the nearest first.
pub fn nearest_few<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(d, _)| *d <= 1 + word.chars().count() / 4)
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(most).map(|(_, candidate)| candidate).collect()
}

/// Levenshtein distance by characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Value>::deserialize(deserializer)?;
        let at = spanned.defined.span();
        let start = at.byte_offset().unwrap_or(0) as usize;
        let len = at.byte_len().unwrap_or(0) as usize;
        // The parser gives a collection the place of its first token only.
        let end = match &spanned.value {
            Value::Seq(items) => items.last().map(|n| n.span.end),
            Value::Map(entries) => entries.last().map(|(_, n)| n.span.end),
            Value::Null | Value::Scalar(_) => None,
        };
        Ok(Node { span: start..end.unwrap_or(0).max(start + len), value: spanned.value })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyValue;
        impl<'de> Visitor<'de> for AnyValue {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a YAML value")
            }

            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }

            fn visit_none<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }

            fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Value, D::Error> {
                Value::deserialize(d)
            }

            fn visit_bool<E>(self, b: bool) -> Result<Value, E> {
                Ok(Value::Scalar(Scalar::Bool(b)))
            }

            fn visit_i64<E>(self, n: i64) -> Result<Value, E> {
                Ok(Value::Scalar(Scalar::Int(n)))
            }

            fn visit_u64<E>(self, n: u64) -> Result<Value, E> {
                Ok(Value::Scalar(i64::try_from(n).map_or(Scalar::Float, Scalar::Int)))
            }

            fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
                Ok(Value::Scalar(Scalar::Float))
            }

            fn visit_str<E>(self, s: &str) -> Result<Value, E> {
                Ok(Value::Scalar(Scalar::Str(s.to_owned())))
            }

            fn visit_string<E>(self, s: String) -> Result<Value, E> {
                Ok(Value::Scalar(Scalar::Str(s)))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Value::Seq(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(key) = map.next_key::<Spanned<String>>()? {
                    let at = key.defined.span();
                    let start = at.byte_offset().unwrap_or(0) as usize;
                    let len = at.byte_len().unwrap_or(0) as usize;
                    entries.push((Key { span: start..start + len, text: key.value }, map.next_value()?));
                }
                Ok(Value::Map(entries))
            }
        }
        deserializer.deserialize_any(AnyValue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_found_in_one_run_at_its_token() {
        let text =
            "id: x\nnmae: {en: A long enough name, zh: A long enough name}\nname: {en: Only English}\nkind: odd\n";
        let doc = Document::parse("t.yaml", text).expect("valid YAML");
        let f = doc.fields();
        f.text("id");
        f.bilingual("name");
        f.choice("kind", &[("even", 1)]);
        f.finish(&["id", "name", "kind"]);
        let found: Vec<(String, String)> =
            doc.take_problems().into_iter().map(|p| (p.message.clone(), text[p.span].to_owned())).collect();
        assert_eq!(
            found,
            [
                ("unknown key `nmae`".into(), "nmae".into()),
                ("`zh` is missing".into(), "{en: Only English".into()),
                ("`odd` is not a value of `kind`".into(), "odd".into()),
            ]
        );
    }

    #[test]
    fn plain_numbers_keep_their_text_also_after_chinese() {
        let doc = Document::parse("t.yaml", "名称: 中文\nref: 1.10\n").expect("valid YAML");
        let f = doc.fields();
        assert_eq!(f.text("名称"), "中文");
        assert_eq!(f.text("ref"), "1.10");
    }

    #[test]
    fn aliases_are_refused() {
        let bomb = "a: &a [x, x]\nb: [*a, *a]\n";
        assert!(Document::parse("t.yaml", bomb).is_err());
    }

    #[test]
    fn deep_nesting_is_refused() {
        let deep = format!("a: {}x{}", "[".repeat(200), "]".repeat(200));
        assert!(Document::parse("t.yaml", &deep).is_err());
    }

    #[test]
    fn a_slip_of_the_finger_is_recognised() {
        assert_eq!(nearest("titel", ["title", "risk"]), Some("title"));
        assert_eq!(nearest("zzz", ["title", "risk"]), None);
    }
}
