//! Sharing a pack: identifiers of accounts, people and networks become pseudonyms, the same one for the same value
//! throughout, so that totals and relations can still be checked.
//!
//! Only a pack's inputs are masked; everything else is made from them as always, so that a masked pack verifies like any
//! other. Masking must not change a verdict: [`redact`] judges both and refuses when one does.
//!
//! A pseudonym is a digest with a secret salt (HMAC-SHA-256), so that nobody can try all account ids or telephone numbers.
//! Addresses keep their network relations: two addresses share as many leading bits afterwards as before, private ones stay
//! private, and what says "everybody" (`0.0.0.0/0`, wide blocks) stays as it is.

use std::collections::{BTreeSet, HashMap};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use regex::{Captures, Regex};
use serde_json::Value;
use sha2::Sha256;

use super::archive::Files;
use super::build::{Evidence, count, result};
use super::material::Material;
use super::prepare::{packed, rewrite, unpacked};
use super::{PackError, Spec, layout};
use crate::domain::{ControlStatus, Finding, FindingStatus};
use crate::import::hex;
use crate::snapshot::{Line, Outcome};

/// The secret of a masking, at least 16 bytes.
pub struct Salt(Vec<u8>);

impl Salt {
    /// A salt from bytes that nobody else knows.
    ///
    /// # Errors
    /// Fewer than 16 bytes.
    pub fn new(bytes: Vec<u8>) -> Result<Salt, String> {
        if bytes.len() < 16 { Err("a salt needs at least 16 bytes".to_owned()) } else { Ok(Salt(bytes)) }
    }
}

/// Masks texts.
pub struct Masker {
    salt: Salt,
    accounts: BTreeSet<String>,
    /// Numbers of controls that look like addresses.
    exempt: BTreeSet<String>,
    known: HashMap<String, String>,
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of ours")
}

/// What may be an identifier. One pass over a text, so that a pseudonym is never masked again.
static TOKENS: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?P<mail>[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})",
        r"|(?P<key>LTAI[0-9A-Za-z*]{6,40})",
        r"|(?P<six>(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}",
        r"|(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*)?::(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*)?)(?:/[0-9]{1,3})?)",
        r"|(?P<four>[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}(?:/[0-9]{1,2})?)",
        r"|(?P<line>\+?[0-9]{1,4}-[0-9]{2,4}-[0-9]{7,8}|0[0-9]{2,3}-[0-9]{7,8})",
        r"|(?P<digits>\+?[0-9]{11,20})",
    ))
});

/// Account ids by the place where they stand: resource names and fields that name an owner.
static ACCOUNTS: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:acs:[a-z*-]*:[a-z0-9*-]*:|@|role/|::)([0-9]{15,16})(?:[:./@]|\b)"));

/// Keys whose values are account ids.
fn names_account(key: &str) -> bool {
    let key: String = key.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    [
        "accountid",
        "ownerid",
        "aliuid",
        "memberuid",
        "masterid",
        "resourceownerid",
        "tenantid",
        "parentuid",
        "owneraccount",
    ]
    .iter()
    .any(|name| key.ends_with(name))
        || key == "uid"
        || key == "account"
        || key == "owner"
}

fn is_account(text: &str) -> bool {
    (15..=16).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

impl Masker {
    /// A masker that knows no account yet.
    pub fn new(salt: Salt) -> Masker {
        Masker { salt, accounts: BTreeSet::new(), exempt: BTreeSet::new(), known: HashMap::new() }
    }

    /// Notes the account ids that a text names.
    fn learn_text(&mut self, text: &str) {
        for found in ACCOUNTS.captures_iter(text) {
            self.accounts.insert(found[1].to_owned());
        }
    }

    fn learn(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.learn_text(text),
            Value::Array(items) => items.iter().for_each(|item| self.learn(item)),
            Value::Object(map) => {
                for (key, item) in map {
                    let text = match item {
                        Value::String(text) => text.clone(),
                        Value::Number(number) => number.to_string(),
                        _ => String::new(),
                    };
                    if is_account(&text) && names_account(key) {
                        self.accounts.insert(text);
                    }
                    self.learn(item);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Notes what looks like an address in a framework or mapping: `8.1.4.1` is a control.
    fn exempt(&mut self, text: &str) {
        let found = TOKENS.captures_iter(text).filter_map(|found| Some(found.name("four")?.as_str().to_owned()));
        self.exempt.extend(found);
    }

    fn digest(&self, kind: &str, value: &str) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.salt.0).expect("any length is a key");
        mac.update(kind.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// So many decimal digits out of a digest.
    fn digits(&self, kind: &str, value: &str, count: usize) -> String {
        self.digest(kind, value).iter().take(count).map(|b| char::from(b'0' + b % 10)).collect()
    }

    fn letters(&self, kind: &str, value: &str) -> String {
        hex(&self.digest(kind, value)[..6])
    }

    /// Masks every identifier in a text.
    pub fn text(&mut self, text: &str) -> String {
        if !text.bytes().any(|b| b.is_ascii_digit() || b == b'@' || b == b':') {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let (mut kept, mut from) = (0, 0);
        while let Some(found) = TOKENS.captures_at(text, from) {
            let whole = found.get(0).expect("the whole match");
            let before = text[..whole.start()].chars().next_back();
            let after = text[whole.end()..].chars().next();
            match self.token(&found, before, after) {
                Some(masked) => {
                    out.push_str(&text[kept..whole.start()]);
                    out.push_str(&masked);
                    (kept, from) = (whole.end(), whole.end());
                }
                // Something else may begin within it: `::` before an account id is no address.
                None => from = whole.start() + 1,
            }
        }
        out.push_str(&text[kept..]);
        out
    }

    fn token(&mut self, found: &Captures<'_>, before: Option<char>, after: Option<char>) -> Option<String> {
        let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        let whole = found.get(0)?.as_str();
        if let Some(known) = self.known.get(whole) {
            // Only tokens that stand by themselves are kept under their text.
            if !joined(before) && !joined(after) {
                return Some(known.clone());
            }
        }
        let masked = if found.name("mail").is_some() {
            format!("{}@masked.invalid", self.letters("mail", &whole.to_lowercase()))
        } else if found.name("key").is_some() {
            format!("AKID-{}", self.letters("key", whole))
        } else if joined(before) || joined(after) || before == Some('.') || before == Some('-') {
            // A part of something longer: a version, a digest, a name of ours.
            return None;
        } else if found.name("six").is_some() {
            self.six(whole)?
        } else if found.name("four").is_some() {
            if after == Some('.') && found.name("four").is_some_and(|m| !m.as_str().contains('/')) {
                // The end of a sentence is fine, a fifth part is not an address.
                return self.four(whole);
            }
            self.four(whole)?
        } else if found.name("line").is_some() {
            format!("000-{}", self.digits("line", whole, 8))
        } else {
            self.number(whole)?
        };
        self.known.insert(whole.to_owned(), masked.clone());
        Some(masked)
    }

    /// An account id or a mobile number; other numbers stay.
    fn number(&self, text: &str) -> Option<String> {
        if self.accounts.contains(text) {
            return Some(format!("9{}", self.digits("account", text, text.len() - 1)));
        }
        let mobile =
            text.strip_prefix("+86").or_else(|| text.strip_prefix("86").filter(|r| r.len() == 11)).unwrap_or(text);
        let bytes = mobile.as_bytes();
        let is_mobile = bytes.len() == 11 && bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1]);
        is_mobile.then(|| format!("100{}", self.digits("mobile", mobile, 8)))
    }

    /// Flips the bits behind the first `keep`, each by a secret of those before it.
    fn bits(&self, kind: &str, value: u128, width: u32, keep: u32, until: u32) -> u128 {
        let mut out = value;
        for at in keep..until {
            let shift = width - at;
            let prefix = if shift >= 128 { 0 } else { value >> shift };
            let flip = self.digest(kind, &format!("{at}:{prefix:x}"))[0] & 1;
            out ^= u128::from(flip) << (width - 1 - at);
        }
        out
    }

    fn four(&self, text: &str) -> Option<String> {
        let (address, length) = split(text);
        let address: Ipv4Addr = address.parse().ok()?;
        let until = length.unwrap_or(32);
        if until > 32 || self.exempt.contains(text) {
            return None;
        }
        let octets = address.octets();
        let everybody = until <= 8 || octets[0] == 0 || octets[0] >= 224 || octets[0] == 127;
        if everybody {
            return None;
        }
        // Beginnings that decide what an address is for stay.
        let keep = match octets {
            [192, 168, ..] | [172, 16..=31, ..] | [100, 64..=127, ..] | [169, 254, ..] => 16,
            [172 | 192 | 100 | 169 | 198, ..] => 16,
            _ => 8,
        };
        let masked = self.bits("ip4", u128::from(u32::from(address)), 32, keep, until.max(keep));
        let masked = Ipv4Addr::from(u32::try_from(masked).ok()?);
        Some(join(&masked.to_string(), length))
    }

    fn six(&self, text: &str) -> Option<String> {
        let (address, length) = split(text);
        let address: Ipv6Addr = address.parse().ok()?;
        let until = length.unwrap_or(128);
        if until > 128 || until <= 16 || address.is_unspecified() || address.is_loopback() || address.is_multicast() {
            return None;
        }
        let masked = Ipv6Addr::from(self.bits("ip6", u128::from(address), 128, 16, until));
        Some(join(&masked.to_string(), length))
    }

    fn value(&mut self, value: &mut Value) {
        match value {
            Value::Number(number) => {
                let text = number.to_string();
                if let Some(masked) = self.number(&text).and_then(|m| m.parse::<u64>().ok()) {
                    *value = Value::from(masked);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.value(item)),
            Value::Object(map) => {
                let old = std::mem::take(map);
                for (key, mut item) in old {
                    self.value(&mut item);
                    map.insert(self.text(&key), item);
                }
            }
            Value::String(text) => *text = self.deep(text),
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// A text, or what it holds in base64 (the report of all credentials comes so).
    fn deep(&mut self, text: &str) -> String {
        if text.len() >= 40
            && text.len().is_multiple_of(4)
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
            && let Ok(bytes) = STANDARD.decode(text)
            && let Ok(inner) = String::from_utf8(bytes)
            && !inner.contains('\0')
        {
            let masked = self.text(&inner);
            return if masked == inner { text.to_owned() } else { STANDARD.encode(masked) };
        }
        self.text(text)
    }

    fn finding(&mut self, finding: &Finding) -> (String, FindingStatus) {
        let r = &finding.resource;
        let parts = [r.account.clone(), r.region.clone(), r.id.clone(), r.arn.clone()].map(|part| self.text(&part));
        (format!("{} {}", finding.check_id, parts.join(" ")), finding.status)
    }
}

fn split(text: &str) -> (&str, Option<u32>) {
    match text.split_once('/') {
        Some((address, length)) => (address, length.parse().ok()),
        None => (text, None),
    }
}

fn join(address: &str, length: Option<u32>) -> String {
    length.map_or_else(|| address.to_owned(), |length| format!("{address}/{length}"))
}

/// Masks a pack's inputs.
///
/// # Errors
/// A file cannot be read, or masking would change a verdict, which is named.
pub fn redact(inputs: &Files, salt: Salt) -> Result<Files, PackError> {
    let mut masker = Masker::new(salt);
    for (path, bytes) in inputs {
        if is_data(path) {
            masker.exempt(&String::from_utf8_lossy(bytes));
        } else {
            learn(&mut masker, path, bytes)?;
        }
    }
    let mut masked = Files::new();
    for (path, bytes) in inputs {
        if is_data(path) {
            masked.insert(path.clone(), bytes.clone());
            continue;
        }
        let (path, bytes) = file(&mut masker, path, bytes)?;
        masked.insert(path, bytes);
    }
    let spec = Spec { redacted: true, ..Spec::of(&masked)? };
    super::prepare::add_spec(&mut masked, &spec)?;
    same_verdicts(&mut masker, inputs, &masked)?;
    Ok(masked)
}

/// Frameworks, mappings and keys speak of no account.
fn is_data(path: &str) -> bool {
    [layout::DATA, layout::SIGNERS].iter().any(|folder| layout::lies_in(path, folder))
}

fn is_text(path: &str) -> bool {
    let end = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    ["yaml", "yml", "md", "txt", "csv", "json", "jsonl", "html", "log"].contains(&end.as_str())
}

fn broken(path: &str) -> impl Fn(String) -> PackError + '_ {
    move |message| PackError::Broken(path.to_owned(), message)
}

/// Documents of a file that is JSON, or JSON lines.
fn documents(path: &str, text: &[u8]) -> Option<Vec<Value>> {
    let name = path.strip_suffix(".zst").unwrap_or(path);
    if name.ends_with(".jsonl") || name.ends_with(".ndjson") {
        let lines = text.split(|b| *b == b'\n').filter(|l| !l.trim_ascii().is_empty());
        return lines.map(|line| serde_json::from_slice(line).ok()).collect();
    }
    if name.ends_with(".json") { Some(vec![serde_json::from_slice(text).ok()?]) } else { None }
}

fn learn(masker: &mut Masker, path: &str, bytes: &[u8]) -> Result<(), PackError> {
    let text = unpacked(bytes).map_err(broken(path))?;
    match documents(path, &text) {
        Some(documents) => documents.iter().for_each(|document| masker.learn(document)),
        None => masker.learn_text(&String::from_utf8_lossy(&text)),
    }
    if let Some(spec) = path.ends_with("dengbao.yaml").then(|| String::from_utf8_lossy(&text).into_owned()) {
        let numbers = spec.split(|c: char| !c.is_ascii_digit()).filter(|n| is_account(n));
        masker.accounts.extend(numbers.map(str::to_owned));
    }
    Ok(())
}

fn file(masker: &mut Masker, path: &str, bytes: &[u8]) -> Result<(String, Vec<u8>), PackError> {
    let name = masker.text(path);
    let is_snapshot = path.starts_with(&format!("{}/snapshot", layout::SOURCES));
    if is_snapshot {
        let masked = rewrite(bytes, &mut |line| {
            snapshot_line(masker, line);
            true
        });
        return Ok((name, masked.map_err(broken(path))?));
    }
    let text = unpacked(bytes).map_err(broken(path))?;
    let packed_before = path.ends_with(".zst");
    let masked = match documents(path, &text) {
        Some(mut documents) => {
            let mut out = Vec::new();
            for document in &mut documents {
                masker.value(document);
                serde_json::to_writer(&mut out, document).map_err(|e| broken(path)(e.to_string()))?;
                out.push(b'\n');
            }
            out
        }
        None if is_text(path.strip_suffix(".zst").unwrap_or(path)) => {
            masker.text(&String::from_utf8_lossy(&text)).into_bytes()
        }
        // What cannot be read cannot be masked.
        None => {
            let digest = hex(&masker.digest("file", &hex(&text)));
            let note = format!(
                "withheld because this pack is masked / 本证据包已脱敏，此文件未附上\n{} bytes, salted digest {digest}\n",
                text.len()
            );
            return Ok((name, note.into_bytes()));
        }
    };
    Ok((name, if packed_before { packed(&masked)? } else { masked }))
}

fn snapshot_line(masker: &mut Masker, line: &mut Line) {
    match line {
        Line::Head(head) => {
            for account in &mut head.accounts {
                account.id = masker.text(&account.id);
                account.name = masker.text(&account.name);
                account.identity = masker.text(&account.identity);
            }
        }
        Line::Record(record) => {
            record.account = masker.text(&record.account).into();
            for value in record.request.values_mut() {
                *value = masker.text(value);
            }
            match &mut record.outcome {
                Outcome::Json(body) => masker.value(body),
                Outcome::Xml(text) => *text = masker.text(text),
                Outcome::Absent(r)
                | Outcome::Unopened(r)
                | Outcome::Denied(r)
                | Outcome::Failed(r)
                | Outcome::Cut(r) => {
                    r.message = masker.text(&r.message);
                }
            }
        }
        Line::Tail(_) => {}
    }
}

/// Judges both, and names the first verdict or status that masking changed.
fn same_verdicts(masker: &mut Masker, inputs: &Files, masked: &Files) -> Result<(), PackError> {
    let expected = judged(inputs, &mut |finding| masker.finding(finding))?;
    let found = judged(masked, &mut |finding| {
        let r = &finding.resource;
        let parts = [r.account.as_str(), &r.region, &r.id, &r.arn].join(" ");
        (format!("{} {parts}", finding.check_id), finding.status)
    })?;
    let verdict = expected.0.iter().zip(&found.0).find(|(a, b)| a != b);
    if let Some((a, b)) = verdict {
        return Err(PackError::Redaction(format!("{} ({}) became {} ({})", a.0, a.1.id(), b.0, b.1.id())));
    }
    if expected.0.len() != found.0.len() {
        return Err(PackError::Redaction(format!("{} findings became {}", expected.0.len(), found.0.len())));
    }
    let status = expected.1.iter().zip(&found.1).find(|(a, b)| a != b);
    match status {
        None => Ok(()),
        Some((a, b)) => Err(PackError::Redaction(format!("control {} ({}) became {}", a.0, a.1.id(), b.1.id()))),
    }
}

type Judged = (Vec<(String, FindingStatus)>, Vec<(String, ControlStatus)>);

/// Every verdict under its name, sorted, and every status.
fn judged(files: &Files, name: &mut dyn FnMut(&Finding) -> (String, FindingStatus)) -> Result<Judged, PackError> {
    let material = Material::read(files)?;
    let evidence = Evidence::read(&material, files)?;
    let mut verdicts = Vec::new();
    let counted = count(&material, files, &evidence, &mut |finding| {
        verdicts.push(name(finding));
        Ok(())
    })?;
    verdicts.sort();
    let mut statuses = Vec::new();
    for subject in &material.rules.subjects {
        let (assessment, scorecard) = counted.assess(&material, subject)?;
        statuses.extend(result(&assessment, &scorecard).statuses);
    }
    Ok((verdicts, statuses))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn masker() -> Masker {
        Masker::new(Salt::new(b"a salt of sixteen bytes or more".to_vec()).expect("long enough"))
    }

    #[test]
    fn identifiers_become_pseudonyms_and_the_rest_stays() {
        let mut m = masker();
        m.learn(&json!({ "OwnerId": 1_234_567_890_123_456_u64, "Arn": "acs:ram::5234567890123457:user/bob" }));
        let text = "acs:ram::1234567890123456:user/li mail li.lei@example.com tel 13812345678, 010-12345678 \
                    key LTAI5t********00001 from 47.96.1.2 to 10.1.2.3/24 until 1764547200000, id 9876543210123456";
        let masked = m.text(text);
        for secret in ["1234567890123456:", "li.lei", "13812345678", "010-12345678", "LTAI", "47.96.1.2", "10.1.2.3"] {
            assert!(!masked.contains(secret), "{secret} in {masked}");
        }
        for kept in
            ["acs:ram::9", "user/li", "@masked.invalid", "AKID-", "/24", "1764547200000", "9876543210123456", " 10."]
        {
            assert!(masked.contains(kept), "{kept} not in {masked}");
        }
        assert_eq!(masked, m.text(text), "the same each time");
    }

    #[test]
    fn numbers_in_json_are_masked_as_their_text_is() {
        let mut m = masker();
        let mut value = json!({ "AccountId": 1_234_567_890_123_456_u64, "Name": "1234567890123456", "Size": 11 });
        m.learn(&value);
        m.value(&mut value);
        assert_eq!(value["AccountId"].to_string(), value["Name"].as_str().expect("text"));
        assert_eq!(value["Size"], 11);
    }

    #[test]
    fn what_means_everybody_or_a_version_stays() {
        let mut m = masker();
        for kept in [
            "0.0.0.0/0",
            "::/0",
            "::1",
            "127.0.0.1",
            "2000::/3",
            "128.0.0.0/1",
            "redis_5.0.4.1",
            "12:30:45",
            "v1.2.3.4",
        ] {
            assert_eq!(m.text(kept), kept);
        }
    }

    #[test]
    fn base64_is_looked_into() {
        let mut m = masker();
        let inner = "user,mail\nli.lei,li.lei@example.com,and,more,columns\n";
        let masked = m.deep(&STANDARD.encode(inner));
        let again = String::from_utf8(STANDARD.decode(masked).expect("base64")).expect("text");
        assert!(again.contains("@masked.invalid") && !again.contains("example.com"), "{again}");
    }

    #[test]
    fn numbers_of_controls_are_no_addresses() {
        let mut m = masker();
        m.exempt("- id: 8.1.6.1\n");
        assert_eq!(m.text("controls: [8.1.6.1]"), "controls: [8.1.6.1]");
        assert_ne!(m.text("from 8.1.6.7"), "from 8.1.6.7");
    }

    proptest! {
        #[test]
        fn addresses_keep_their_relations(a in any::<u32>(), b in any::<u32>(), length in 9_u32..=32) {
            let m = masker();
            let cut = |x: u32, n: u32| if n == 0 { 0 } else { x >> (32 - n) };
            let (a, b) = (a & 0x7fff_ffff, b & 0x7fff_ffff);
            let mask = |x: u32| m.four(&Ipv4Addr::from(x).to_string()).map(|t| u32::from(t.parse::<Ipv4Addr>().expect("address")));
            if let (Some(x), Some(y)) = (mask(a), mask(b)) {
                prop_assert_eq!(cut(a, length) == cut(b, length), cut(x, length) == cut(y, length));
                prop_assert_eq!(Ipv4Addr::from(a).is_private(), Ipv4Addr::from(x).is_private());
            }
        }
    }
}
