//! A place in an answer. Reads are tolerant of the provider's habits (numbers and booleans as strings) and never guess: a
//! value that must be there and is not is a gap.

use std::sync::Arc;

use serde_json::Value;
use time::format_description::well_known::Rfc3339;
use time::{Date, OffsetDateTime, PrimitiveDateTime};

use crate::api::{Call, Paging};
use crate::domain::{Gap, GapKind};
use crate::text::Text;

/// A place in an answer.
#[derive(Clone, Copy, Debug)]
pub struct Node<'s> {
    value: &'s Value,
    call: &'s str,
}

static NULL: Value = Value::Null;

impl<'s> Node<'s> {
    /// The place `value` of an answer of the call with this id.
    pub fn new(value: &'s Value, call: &'s str) -> Self {
        Node { value, call }
    }

    /// The JSON at this place.
    pub fn value(&self) -> &'s Value {
        self.value
    }

    /// The place at a path of member names, `ServerSideEncryptionRule.SSEAlgorithm`; null when there is none.
    pub fn at(&self, path: &str) -> Node<'s> {
        Node { value: walk(self.value, path), call: self.call }
    }

    /// True when there is something at the path: neither absent nor null.
    pub fn has(&self, path: &str) -> bool {
        !walk(self.value, path).is_null()
    }

    /// The text at the path, `""` when there is none. For values that decide nothing; see [`Node::str`].
    pub fn text(&self, path: &str) -> &'s str {
        walk(self.value, path).as_str().unwrap_or_default()
    }

    /// The text at the path; null counts as empty only where the provider writes it so: absent is a gap.
    ///
    /// # Errors
    /// There is no text at the path.
    pub fn str(&self, path: &str) -> Result<&'s str, Gap> {
        walk(self.value, path).as_str().ok_or_else(|| self.lacks(path))
    }

    /// The whole number at the path, also when written as text.
    ///
    /// # Errors
    /// There is no number at the path.
    pub fn int(&self, path: &str) -> Result<i64, Gap> {
        self.maybe_int(path).ok_or_else(|| self.lacks(path))
    }

    /// The whole number at the path, if there is one.
    pub fn maybe_int(&self, path: &str) -> Option<i64> {
        match walk(self.value, path) {
            #[expect(clippy::cast_possible_truncation, reason = "the provider's counts are far below 2^53")]
            Value::Number(n) => n.as_i64().or_else(|| n.as_f64().map(|f| f as i64)),
            Value::String(s) => s.trim().parse().ok(),
            _ => None,
        }
    }

    /// The truth at the path: booleans, and their usual spellings as text and number.
    ///
    /// # Errors
    /// There is none at the path.
    pub fn flag(&self, path: &str) -> Result<bool, Gap> {
        self.maybe_flag(path).ok_or_else(|| self.lacks(path))
    }

    /// The truth at the path, if there is one.
    pub fn maybe_flag(&self, path: &str) -> Option<bool> {
        match walk(self.value, path) {
            Value::Bool(b) => Some(*b),
            Value::Number(n) if n.as_i64() == Some(0) => Some(false),
            Value::Number(n) if n.as_i64() == Some(1) => Some(true),
            Value::String(s) => match s.trim().to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" | "1" | "enabled" | "enable" => Some(true),
                "false" | "no" | "off" | "0" | "disabled" | "disable" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// The items of the list at the path. A list that is absent or null is empty (the provider leaves empty lists out); a single
    /// element (XML) is a list of one.
    pub fn list(&self, path: &str) -> Vec<Node<'s>> {
        items(walk(self.value, path)).map(|value| Node { value, call: self.call }).collect()
    }

    /// The texts of the list at the path.
    pub fn texts(&self, path: &str) -> Vec<&'s str> {
        self.list(path).iter().filter_map(|n| n.value.as_str()).collect()
    }

    /// The JSON inside the text at the path (some answers carry JSON as text); `None` when the text is empty or absent.
    ///
    /// # Errors
    /// The text is not JSON.
    pub fn inner_json(&self, path: &str) -> Result<Option<Value>, Gap> {
        let text = self.text(path);
        if text.trim().is_empty() {
            return Ok(None);
        }
        serde_json::from_str(text).map(Some).map_err(|_| {
            gap(
                format!("{}: the text in `{path}` is not JSON", self.call),
                format!("{}：字段 `{path}` 的内容不是合法 JSON", self.call),
            )
        })
    }

    /// The moment at the path: RFC 3339, with or without seconds, or a date, in UTC.
    ///
    /// # Errors
    /// There is no moment at the path.
    pub fn moment(&self, path: &str) -> Result<OffsetDateTime, Gap> {
        match walk(self.value, path) {
            Value::String(s) => parse_moment(s).ok_or_else(|| self.lacks(path)),
            // Milliseconds or seconds since 1970; no answer is from before 2001 in milliseconds.
            Value::Number(n) => n
                .as_i64()
                .map(|n| if n > 100_000_000_000 { n / 1000 } else { n })
                .and_then(|n| OffsetDateTime::from_unix_timestamp(n).ok())
                .ok_or_else(|| self.lacks(path)),
            _ => Err(self.lacks(path)),
        }
    }

    /// The gap for a value that is not there.
    pub fn lacks(&self, path: &str) -> Gap {
        gap(
            format!("the answer of {} has no usable `{path}`", self.call),
            format!("{} 的返回中没有可用的字段 `{path}`", self.call),
        )
    }
}

fn gap(en: String, zh: String) -> Gap {
    Gap { kind: GapKind::Failed, text: Arc::new(Text::new(en, zh)) }
}

/// The value at a path of member names; null when there is none.
pub(crate) fn walk<'v>(value: &'v Value, path: &str) -> &'v Value {
    if path.is_empty() {
        return value;
    }
    path.split('.').fold(value, |at, name| at.get(name).unwrap_or(&NULL))
}

/// The items of the list at a path.
pub(crate) fn items_at<'v>(value: &'v Value, path: &str) -> Vec<&'v Value> {
    items(walk(value, path)).collect()
}

/// The total that an answer of the list names beside it; `None` when it names none.
pub(crate) fn total_of(call: &Call, body: &Value) -> Option<u64> {
    let path = match call.paging {
        Paging::Number { total, .. } | Paging::Offset { total, .. } => total,
        Paging::None | Paging::Token { .. } | Paging::Marker { .. } => "",
    };
    // The name of the total in most answers, for lists that are not paged by it.
    let places: &[&str] = if path.is_empty() { &["TotalCount", "TotalRecordCount"] } else { &[path] };
    places.iter().find_map(|path| match walk(body, path) {
        Value::Number(n) => n.as_u64(),
        Value::String(s) => s.trim().parse().ok(),
        _ => None,
    })
}

/// True when the last answer of a list does not say that these `found` items are all: a total that is not reached, or neither
/// list nor total where the contract has both. Beside tokens the total of some products means nothing, so there only a list
/// without any item is doubted.
pub(crate) fn lacks_items(call: &Call, last: &Value, found: u64) -> bool {
    if call.items.is_empty() {
        return false;
    }
    let by_token = matches!(call.paging, Paging::Token { .. });
    match total_of(call, last) {
        Some(total) => (found == 0 || !by_token) && total > found,
        None => {
            let list = call.items.split('.').next().unwrap_or_default();
            let silent = ![list, "IsTruncated"].iter().any(|name| last.get(name).is_some());
            found == 0 && silent && !by_token && call.paging != Paging::None
        }
    }
}

/// The items of a list that may be absent, or one element standing for itself.
pub(super) fn items(value: &Value) -> impl Iterator<Item = &Value> {
    let (many, one) = match value {
        Value::Array(list) => (list.as_slice(), None),
        Value::Null => (&[][..], None),
        Value::String(s) if s.is_empty() => (&[][..], None),
        other => (&[][..], Some(other)),
    };
    many.iter().chain(one)
}

/// A moment as the provider writes it.
pub(super) fn parse_moment(text: &str) -> Option<OffsetDateTime> {
    use time::macros::format_description;
    let text = text.trim();
    if let Ok(moment) = OffsetDateTime::parse(text, &Rfc3339) {
        return Some(moment);
    }
    let minute = format_description!("[year]-[month]-[day]T[hour]:[minute]Z");
    let spaced = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
    for form in [minute, spaced] {
        if let Ok(moment) = PrimitiveDateTime::parse(text, form) {
            return Some(moment.assume_utc());
        }
    }
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok().map(|date| date.midnight().assume_utc())
}
