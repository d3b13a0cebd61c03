//! Accounts: what their interfaces answer. `tests/accounts/<name>/*.json` hold lists of `{call, region, about, items | body | error}`.

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dengbao::api::Call;
use serde_json::{Value, json};

/// An account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// What its role's trust policy asks for.
    pub external_id: Option<String>,
    entries: BTreeMap<String, Vec<Entry>>,
}

#[derive(Clone, Debug)]
struct Entry {
    region: Option<String>,
    about: BTreeMap<String, String>,
    answer: Answer,
}

/// What is answered.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The items of a list, to be paged, and what else each page says.
    Items(Vec<Value>, Value),
    /// An answer as it is.
    Body(Value),
    /// Status and code.
    Error(u16, String),
}

impl Account {
    /// An account without anything.
    pub fn empty(id: &str) -> Self {
        Account { id: id.into(), external_id: None, entries: BTreeMap::new() }
    }

    /// The made-up company.
    pub fn acme() -> Self {
        Self::read("1234567890123456", &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accounts/acme"))
    }

    /// Reads a folder.
    pub fn read(id: &str, folder: &Path) -> Self {
        let mut account = Self::empty(id);
        let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        files.sort();
        for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "json")) {
            let text = std::fs::read_to_string(file).unwrap();
            let list: Vec<Value> = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
            for entry in list {
                account.add(&entry);
            }
        }
        account
    }

    /// Adds an entry.
    pub fn add(&mut self, entry: &Value) {
        let call = entry["call"].as_str().unwrap_or_else(|| panic!("an entry without call: {entry}")).to_owned();
        assert!(dengbao::api::find(&call).is_some(), "there is no call {call}");
        let answer = if let Some(items) = entry["items"].as_array() {
            Answer::Items(items.clone(), entry.get("body").cloned().unwrap_or_else(|| json!({})))
        } else if let Some(error) = entry.get("error").filter(|e| e.is_object()) {
            let status = error["status"].as_u64().unwrap_or(400);
            Answer::Error(u16::try_from(status).unwrap(), error["code"].as_str().unwrap().into())
        } else {
            Answer::Body(entry["body"].clone())
        };
        let about = entry["about"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(k, v)| (k.clone(), v.as_str().map_or_else(|| v.to_string(), ToOwned::to_owned)));
        let region = entry["region"].as_str().filter(|r| !r.is_empty()).map(ToOwned::to_owned);
        self.entries.entry(call).or_default().push(Entry { region, about: about.collect(), answer });
    }

    /// Puts `answer` in place of every entry of a call (about these parameters, where given).
    pub fn replace(&mut self, call: &str, about: &[(&str, &str)], answer: Answer) {
        let entries = self.entries.get_mut(call).unwrap_or_else(|| panic!("no entry of {call}"));
        let mut met = false;
        for entry in entries.iter_mut() {
            if about.iter().all(|(k, v)| entry.about.get(*k).is_some_and(|found| found == v)) {
                entry.answer = answer.clone();
                met = true;
            }
        }
        assert!(met, "no entry of {call} about {about:?}");
    }

    /// The items of a list, in place of all it had.
    pub fn set_items(&mut self, call: &str, items: Vec<Value>) {
        let entry = Entry { region: None, about: BTreeMap::new(), answer: Answer::Items(items, json!({})) };
        self.entries.insert(call.to_owned(), vec![entry]);
    }

    /// True when the account has an entry for it.
    pub fn knows(&self, call: &Call, region: &str, sent: &BTreeMap<String, String>) -> bool {
        self.find(call, region, sent).is_some()
    }

    fn find(&self, call: &Call, region: &str, sent: &BTreeMap<String, String>) -> Option<&Entry> {
        self.entries.get(call.id)?.iter().find(|entry| {
            let here = entry.region.as_deref().is_none_or(|r| r == region || region.is_empty());
            here && entry.about.iter().all(|(k, v)| sent.get(k).is_some_and(|s| s == v))
        })
    }

    /// The answer to a call in a region about what was sent.
    pub fn answer(&self, call: &Call, region: &str, sent: &BTreeMap<String, String>) -> Answer {
        match self.find(call, region, sent) {
            Some(entry) => match &entry.answer {
                Answer::Items(items, more) => Answer::Items(items.iter().map(up_to_date).collect(), up_to_date(more)),
                Answer::Body(body) => Answer::Body(up_to_date(body)),
                Answer::Error(status, code) => Answer::Error(*status, code.clone()),
            },
            None if !call.items.is_empty() => Answer::Items(Vec::new(), json!({})),
            None => Answer::Error(404, "NoEntryInEmulator".into()),
        }
    }
}

/// The day on which the sample accounts were written down.
const WRITTEN: time::Date = time::macros::date!(2026 - 11 - 25);

/// Moves every date in an answer by the days since it was written down, so that ages stay what they were.
pub fn up_to_date(value: &Value) -> Value {
    let days = (time::OffsetDateTime::now_utc().date() - WRITTEN).whole_days();
    moved(value, days)
}

fn moved(value: &Value, days: i64) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| {
                // The report of all credentials is a table in Base64.
                let table = member.as_str().filter(|_| name == "Content").and_then(|text| STANDARD.decode(text).ok());
                let moved = match table.and_then(|bytes| String::from_utf8(bytes).ok()) {
                    Some(text) => Value::String(STANDARD.encode(move_dates(&text, days))),
                    None => moved(member, days),
                };
                (name.clone(), moved)
            })
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(list) => list.iter().map(|item| moved(item, days)).collect(),
        Value::String(text) => Value::String(move_dates(text, days)),
        // Milliseconds since 1970, of this century.
        Value::Number(n) if n.as_i64().is_some_and(|n| (1_500_000_000_000..2_500_000_000_000).contains(&n)) => {
            json!(n.as_i64().unwrap_or_default() + days * 86_400_000)
        }
        Value::Number(n) if n.as_i64().is_some_and(|n| (1_500_000_000..2_500_000_000).contains(&n)) => {
            json!(n.as_i64().unwrap_or_default() + days * 86_400)
        }
        other => other.clone(),
    }
}

/// Moves each `2026-11-25` in a text.
fn move_dates(text: &str, days: i64) -> String {
    let form = time::macros::format_description!("[year]-[month]-[day]");
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let date = text.get(at..at + 10).filter(|d| d.starts_with("20")).and_then(|d| time::Date::parse(d, form).ok());
        match date {
            Some(date) => {
                out.push_str(&(date + time::Duration::days(days)).format(form).unwrap());
                at += 10;
            }
            None => {
                let c = text[at..].chars().next().unwrap();
                out.push(c);
                at += c.len_utf8();
            }
        }
    }
    out
}

/// The root element of an answer of object storage.
pub fn root(action: &str) -> &'static str {
    match action {
        "ListBuckets" => "ListAllMyBucketsResult",
        "GetBucketInfo" => "BucketInfo",
        "GetBucketAcl" => "AccessControlPolicy",
        "GetBucketPolicyStatus" => "PolicyStatus",
        "GetBucketEncryption" => "ServerSideEncryptionRule",
        "GetBucketVersioning" => "VersioningConfiguration",
        "GetBucketLogging" => "BucketLoggingStatus",
        "GetBucketReferer" => "RefererConfiguration",
        "GetBucketLifecycle" => "LifecycleConfiguration",
        "GetBucketReplication" => "ReplicationConfiguration",
        "GetBucketWorm" => "WormConfiguration",
        "GetBucketHttpsConfig" => "HttpsConfiguration",
        "GetBucketPublicAccessBlock" | "GetPublicAccessBlock" => "PublicAccessBlockConfiguration",
        _ => "Result",
    }
}

/// JSON as XML: members become elements, arrays repeated elements.
pub fn xml(name: &str, value: &Value) -> String {
    match value {
        Value::Array(list) => list.iter().map(|item| xml(name, item)).collect(),
        Value::Object(members) => {
            let inner: String = members.iter().map(|(name, member)| xml(name, member)).collect();
            format!("<{name}>{inner}</{name}>")
        }
        Value::Null => format!("<{name}/>"),
        Value::String(text) => {
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            format!("<{name}>{text}</{name}>")
        }
        other => format!("<{name}>{other}</{name}>"),
    }
}
