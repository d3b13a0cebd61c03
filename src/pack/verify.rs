//! Checking a pack without trusting whoever made it: form, digests, signature, and everything made again from its inputs.

use std::collections::BTreeMap;
use std::io::BufRead as _;
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;
use serde_json::Value;

use super::archive::{self, Files};
use super::build::{Built, build};
use super::{PREDICATE_TYPE, PackError, Spec, layout};
use crate::signing::{Digests, Envelope, PAYLOAD_TYPE, Statement, VerifyingKey};
use crate::text::Text;

/// How many places of one kind are named; the first is what matters.
const NAMED: usize = 20;

/// What one step of a check came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It holds.
    Holds,
    /// It could not be looked at; the remark says why.
    NotChecked,
    /// Something was changed, or is missing.
    Differs,
}

/// One step.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// Identifier: `archive`, `manifest`, `files`, `signature`, `timestamp`, `verdicts`, `statuses`, `contents`, `chain`.
    pub step: &'static str,
    /// What it came to.
    pub outcome: Outcome,
    /// In words.
    pub remark: Text,
    /// Files or verdicts that differ, the first first.
    pub places: Vec<String>,
}

/// What a check came to.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Verification {
    /// Steps in the order in which they were made.
    pub steps: Vec<Step>,
}

impl Verification {
    /// The worst outcome.
    pub fn outcome(&self) -> Outcome {
        self.steps.iter().map(|s| s.outcome).max().unwrap_or(Outcome::Differs)
    }

    fn say(&mut self, step: &'static str, outcome: Outcome, en: impl Into<String>, zh: impl Into<String>) {
        self.name(step, outcome, en, zh, Vec::new());
    }

    fn name(
        &mut self,
        step: &'static str,
        outcome: Outcome,
        en: impl Into<String>,
        zh: impl Into<String>,
        mut places: Vec<String>,
    ) {
        places.truncate(NAMED);
        self.steps.push(Step { step, outcome, remark: Text::new(en, zh), places });
    }
}

/// What a check has to go by.
#[derive(Default)]
pub struct Trust<'a> {
    /// Public keys that must have signed; none: signatures are held against the keys in the pack, which proves nothing
    /// about who signed.
    pub keys: &'a [VerifyingKey],
    /// Other packs by name, for the chain; none: the chain is not followed.
    pub chain: Option<&'a [(String, Vec<u8>)]>,
    /// Leave out what takes long: making reports again.
    pub quick: bool,
}

/// Checks a pack.
/// Rows of workbooks that are made again wait in unnamed temporary files in `scratch`.
pub fn verify(bytes: &[u8], trust: &Trust<'_>, scratch: &Path) -> Verification {
    let mut v = Verification::default();
    let files = match archive::read(bytes) {
        Ok(files) => files,
        Err(error) => {
            let place = match &error {
                archive::ArchiveError::Damaged { path, .. } | archive::ArchiveError::Name(path) => vec![path.clone()],
                _ => Vec::new(),
            };
            v.name("archive", Outcome::Differs, error.to_string(), format!("压缩包无法读取：{error}"), place);
            return v;
        }
    };
    let Some(statement) = manifest(&mut v, &files) else { return v };
    digests(&mut v, &files, &statement);
    form(&mut v, bytes, &files);
    signature(&mut v, &files, trust.keys);
    super::timestamp::check(&mut v, &files);
    if v.outcome() == Outcome::Differs {
        // What was changed after the fact is named already; making everything again would only say it at length.
        v.skipped("verdicts", "not derived again, because the files were changed", "文件已被改动，未重新得出结论");
        return v;
    }
    again(&mut v, &files, trust.quick, scratch);
    super::chain::check(&mut v, &files, trust.chain, trust.quick);
    v
}

impl Verification {
    pub(super) fn holds(&mut self, step: &'static str, en: impl Into<String>, zh: impl Into<String>) {
        self.say(step, Outcome::Holds, en, zh);
    }

    pub(super) fn skipped(&mut self, step: &'static str, en: impl Into<String>, zh: impl Into<String>) {
        self.say(step, Outcome::NotChecked, en, zh);
    }

    pub(super) fn differs(
        &mut self,
        step: &'static str,
        en: impl Into<String>,
        zh: impl Into<String>,
        places: Vec<String>,
    ) {
        self.name(step, Outcome::Differs, en, zh, places);
    }
}

fn manifest(v: &mut Verification, files: &Files) -> Option<Statement> {
    let path = layout::MANIFEST.to_owned();
    let Some(bytes) = files.get(layout::MANIFEST) else {
        v.differs("manifest", "the manifest is missing", "缺少清单文件", vec![path]);
        return None;
    };
    match Statement::parse(bytes) {
        Ok(statement) if statement.predicate_type == PREDICATE_TYPE => Some(statement),
        Ok(statement) => {
            let kind = crate::render::visible(&statement.predicate_type).into_owned();
            v.differs(
                "manifest",
                format!("the manifest is of another kind: {kind}"),
                format!("清单类型不符：{kind}"),
                vec![path],
            );
            None
        }
        Err(error) => {
            v.differs("manifest", error.to_string(), format!("清单无法读取：{error}"), vec![path]);
            None
        }
    }
}

/// Every file is listed with its digests, and every listed file is there.
fn digests(v: &mut Verification, files: &Files, statement: &Statement) {
    let mut places = Vec::new();
    let mut listed: BTreeMap<&str, &Digests> = BTreeMap::new();
    for subject in &statement.subject {
        if listed.insert(&subject.name, &subject.digest).is_some() {
            places.push(format!("{} (listed twice)", subject.name));
        }
    }
    let found: Vec<(&String, Digests)> = files
        .par_iter()
        .filter(|(path, _)| !layout::SEALS.contains(&path.as_str()))
        .map(|(path, bytes)| (path, Digests::of(bytes)))
        .collect();
    for (path, digest) in found {
        match listed.remove(path.as_str()) {
            None => places.push(format!("{path} (not in the manifest)")),
            Some(said) if *said != digest => places.push(format!("{path} (changed)")),
            Some(_) => {}
        }
    }
    places.extend(listed.keys().map(|path| format!("{path} (missing)")));
    let n = statement.subject.len();
    if places.is_empty() {
        v.holds(
            "files",
            format!("{n} files agree with their SHA-256 and SM3 digests"),
            format!("{n} 个文件与 SHA-256、SM3 摘要一致"),
        );
    } else {
        let first = &places[0];
        v.differs(
            "files",
            format!("a file does not agree with the manifest: {first}"),
            format!("文件与清单不符：{first}"),
            places.clone(),
        );
    }
}

/// The archive is written as packs are written: nothing is hidden between the files.
fn form(v: &mut Verification, bytes: &[u8], files: &Files) {
    let at = Spec::of(files).ok().and_then(|spec| spec.moment().ok());
    let Some(at) = at else {
        v.differs(
            "archive",
            "what the pack was asked to hold cannot be read",
            "无法读取证据包参数",
            vec![layout::SPEC.to_owned()],
        );
        return;
    };
    match archive::is_canonical(bytes, files, at) {
        Ok(()) => v.holds("archive", "the archive holds its files and nothing else", "压缩包只含所列文件，无其他内容"),
        Err(place) => v.differs(
            "archive",
            format!("the archive is not written as a pack is written, at {place}"),
            format!("压缩包结构与规定形式不符，位置：{place}"),
            vec![place],
        ),
    }
}

fn signature(v: &mut Verification, files: &Files, keys: &[VerifyingKey]) {
    let path = vec![layout::ENVELOPE.to_owned()];
    let Some(bytes) = files.get(layout::ENVELOPE) else {
        if keys.is_empty() {
            v.skipped("signature", "nobody signed the pack", "证据包未签名");
        } else {
            v.differs("signature", "a key was given, but nobody signed the pack", "已给出公钥，但证据包未签名", path);
        }
        return;
    };
    let envelope = match Envelope::parse_canonical(bytes) {
        Ok(envelope) => envelope,
        Err(error) => {
            v.differs("signature", error.to_string(), format!("签名文件无法读取：{error}"), path);
            return;
        }
    };
    let carried: Vec<VerifyingKey> = layout::under(files, layout::SIGNERS)
        .filter_map(|path| files.get(path))
        .filter_map(|pem| std::str::from_utf8(pem).ok())
        .filter_map(|pem| VerifyingKey::from_pem(pem).ok())
        .collect();
    let same = envelope.payload().is_ok_and(|payload| files.get(layout::MANIFEST).is_some_and(|m| *m == payload));
    if !same || envelope.payload_type != PAYLOAD_TYPE {
        // If the envelope holds by itself, it is the manifest that was changed.
        let mut places = vec![layout::ENVELOPE.to_owned(), layout::MANIFEST.to_owned()];
        if envelope.verify(&carried).is_ok() {
            places.reverse();
        }
        v.differs("signature", "what was signed is not the manifest in the pack", "签名内容与包内清单不一致", places);
        return;
    }
    // Whoever changes a pack can sign it anew with a key of their own: the keys inside find accidents, the key given
    // finds forgers.
    if let Err(error) = envelope.verify_all(&carried) {
        v.differs("signature", error.to_string(), format!("签名无效：{error}"), path);
        return;
    }
    let ids = |keys: &[VerifyingKey]| keys.iter().map(VerifyingKey::id).collect::<Vec<_>>().join(", ");
    if keys.is_empty() {
        let ids = ids(&carried);
        v.skipped(
            "signature",
            format!("signed by key {ids}, but no key was given (--key): whose it is is not checked"),
            format!("签名密钥为 {ids}，但未提供公钥（--key），签名者身份未核验"),
        );
        return;
    }
    match envelope.verify(keys) {
        Ok(_) => {
            let ids = ids(keys);
            v.holds("signature", format!("signed by key {ids}"), format!("签名有效，密钥 {ids}"));
        }
        Err(error) => v.differs("signature", error.to_string(), format!("签名与所给公钥不符：{error}"), path),
    }
}

/// Makes everything again from the inputs in the pack, and compares.
fn again(v: &mut Verification, files: &Files, quick: bool, scratch: &Path) {
    let mut inputs = layout::inputs(files);
    let Ok(mut spec) = Spec::of(&inputs) else {
        v.differs(
            "verdicts",
            "what the pack was asked to hold cannot be read",
            "无法读取证据包参数",
            vec![layout::SPEC.into()],
        );
        return;
    };
    let own = env!("CARGO_PKG_VERSION");
    let same_version = spec.tool == own;
    let pdf = spec.pdf;
    if (quick || cfg!(not(feature = "pdf"))) && pdf {
        spec.pdf = false;
        if super::prepare::add_spec(&mut inputs, &spec).is_err() {
            return;
        }
    }
    let built = match build(&inputs, scratch) {
        Ok(built) => built,
        Err(error) => {
            let place = match &error {
                PackError::Missing(path) | PackError::Broken(path, _) => vec![path.clone()],
                _ => Vec::new(),
            };
            v.differs(
                "verdicts",
                format!("nothing can be made from the inputs: {error}"),
                format!("无法由材料重新生成：{error}"),
                place,
            );
            return;
        }
    };
    verdicts(v, files, &built);
    statuses(v, files, &built);
    if !same_version {
        v.skipped(
            "contents",
            format!("made by version {}, this is {own}: verdicts and statuses were derived again, the wording of reports was not compared", spec.tool),
            format!("由 {} 版生成，当前为 {own} 版：已重新得出结论与状态，未比对报告文字", spec.tool),
        );
        return;
    }
    contents(v, files, &built, pdf && !spec.pdf);
}

/// Whether two packed files hold the same; another version of the compressor may write it otherwise. Nothing is held whole.
fn same_content(a: &[u8], b: &[u8]) -> bool {
    let open = |bytes| zstd::stream::read::Decoder::new(bytes).map(|d| std::io::BufReader::with_capacity(1 << 16, d));
    let (Ok(mut a), Ok(mut b)) = (open(a), open(b)) else { return false };
    loop {
        let (Ok(x), Ok(y)) = (a.fill_buf(), b.fill_buf()) else { return false };
        let n = x.len().min(y.len());
        if n == 0 {
            return x.len() == y.len();
        }
        if x[..n] != y[..n] {
            return false;
        }
        a.consume(n);
        b.consume(n);
    }
}

fn unpack(files: &Files, path: &str) -> Option<Vec<u8>> {
    files.get(path).and_then(|bytes| zstd::decode_all(bytes.as_slice()).ok())
}

/// Every finding is the one that the evidence gives.
fn verdicts(v: &mut Verification, files: &Files, built: &Built) {
    let path = layout::FINDINGS;
    let same = match (files.get(path), built.files.get(path)) {
        (Some(said), Some(made)) => said == made || same_content(said, made),
        _ => false,
    };
    if same {
        v.holds(
            "verdicts",
            format!("{} findings were derived again from the evidence and agree", built.findings),
            format!("由原始证据重新得出 {} 条检查结果，全部一致", built.findings),
        );
        return;
    }
    let (Some(said), Some(made)) = (unpack(files, path), unpack(&built.files, path)) else {
        v.differs("verdicts", "the findings cannot be read", "无法读取检查结果", vec![path.to_owned()]);
        return;
    };
    let lines = |bytes: &'_ [u8]| bytes.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    let (said, made) = (lines(&said), lines(&made));
    let mut places = Vec::new();
    for at in 0..said.len().max(made.len()) {
        let (said, made) = (said.get(at), made.get(at));
        if said == made {
            continue;
        }
        places.push(format!("{path} line {}: {}", at + 1, difference(said, made)));
        if places.len() >= NAMED {
            break;
        }
    }
    let first = places.first().cloned().unwrap_or_default();
    v.differs(
        "verdicts",
        format!("a verdict is not what the evidence gives: {first}"),
        format!("结论与原始证据不符：{first}"),
        places,
    );
}

fn difference(said: Option<&Vec<u8>>, made: Option<&Vec<u8>>) -> String {
    let parse = |line: Option<&Vec<u8>>| line.and_then(|l| serde_json::from_slice::<Value>(l).ok());
    let (said, made) = (parse(said), parse(made));
    let of = |v: &Value, path: &[&str]| {
        let at = path.iter().try_fold(v, |v, key| v.get(key));
        crate::render::visible(at.and_then(Value::as_str).unwrap_or("")).into_owned()
    };
    let name = |v: &Value| {
        let resource = ["account", "region", "id"].map(|key| of(v, &["resource", key]));
        format!("{} on {}", of(v, &["check_id"]), resource.join(" ").trim())
    };
    match (said, made) {
        (Some(said), Some(made)) if name(&said) == name(&made) => {
            let (was, is) = (of(&said, &["status"]), of(&made, &["status"]));
            if was == is {
                format!("{} is told differently", name(&said))
            } else {
                format!("{}: the pack says {was}, the evidence gives {is}", name(&said))
            }
        }
        (Some(said), _) => format!("{} ({}) is not what the evidence gives here", name(&said), of(&said, &["status"])),
        (None, Some(made)) => format!("{} ({}) is missing", name(&made), of(&made, &["status"])),
        (None, None) => "not a finding".to_owned(),
    }
}

/// Every status and score is the one that the findings give.
fn statuses(v: &mut Verification, files: &Files, built: &Built) {
    let mut places = Vec::new();
    let mut controls = 0;
    for result in &built.results {
        let path = format!("{}/{}.json", layout::ASSESSMENTS, result.id);
        let parse = |files: &Files| files.get(&path).and_then(|b| serde_json::from_slice::<Value>(b).ok());
        let (Some(said), Some(made)) = (parse(files), parse(&built.files)) else {
            places.push(format!("{path} cannot be read"));
            continue;
        };
        let list = |v: &Value| v["controls"].as_array().cloned().unwrap_or_default();
        let (said_controls, made_controls) = (list(&said), list(&made));
        for at in 0..said_controls.len().max(made_controls.len()) {
            controls += 1;
            let (a, b) = (said_controls.get(at), made_controls.get(at));
            let (Some(a), Some(b)) = (a, b) else {
                places.push(format!("{path}: control {} is missing or too many", at + 1));
                continue;
            };
            for key in ["id", "status", "accepted_risk"] {
                if a[key] != b[key] {
                    let name = b["ref"].as_str().unwrap_or_default();
                    places
                        .push(format!("{} {name}: the pack says {}, the evidence gives {}", result.id, a[key], b[key]));
                }
            }
        }
        for key in ["verdict", "score"] {
            if said[key] != made[key] {
                places.push(format!("{}: the {key} is not what the statuses give", result.id));
            }
        }
    }
    if let Some(first) = places.first().cloned() {
        v.differs(
            "statuses",
            format!("a status or score differs: {first}"),
            format!("状态或得分不符：{first}"),
            places,
        );
    } else {
        v.holds(
            "statuses",
            format!("{controls} statuses and every score agree"),
            format!("{controls} 项状态及全部得分一致"),
        );
    }
}

/// Every file made from the inputs has the bytes that the inputs give.
fn contents(v: &mut Verification, files: &Files, built: &Built, without_pdf: bool) {
    // What the manifest says follows from the other files, PDFs among them.
    let left_out =
        |path: &str| without_pdf && (path.ends_with(".pdf") || path == layout::MANIFEST || path == layout::INDEX);
    let mut places = Vec::new();
    for (path, bytes) in files.iter().filter(|(p, _)| !layout::is_input(p) && !left_out(p)) {
        if layout::SEALS.contains(&path.as_str()) && path != layout::MANIFEST {
            continue;
        }
        match built.files.get(path) {
            None => places.push(format!("{path} (nothing in the inputs gives it)")),
            Some(made) if made != bytes => places.push(format!("{path} (not what the inputs give)")),
            Some(_) => {}
        }
    }
    places.extend(
        built.files.keys().filter(|p| !files.contains_key(*p) && !left_out(p)).map(|p| format!("{p} (missing)")),
    );
    // The manifest follows from all other files: what made it differ comes first.
    places.sort_by_key(|place| place.starts_with(layout::MANIFEST));
    if let Some(first) = places.first().cloned() {
        v.differs(
            "contents",
            format!("a file is not what the inputs give: {first}"),
            format!("文件与由材料重新生成的不同：{first}"),
            places,
        );
    } else if without_pdf {
        v.skipped(
            "contents",
            "every file but the PDFs was made again and agrees byte for byte; PDFs were left out",
            "除 PDF 外的文件均重新生成并逐字节一致；未重新生成 PDF",
        );
    } else {
        let n = built.files.len();
        v.holds(
            "contents",
            format!("{n} files were made again from the inputs and agree byte for byte"),
            format!("由材料重新生成 {n} 个文件，逐字节一致"),
        );
    }
}
