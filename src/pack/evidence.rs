//! Evidence by control: one page for each, and the provider's answers that it shows.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};
use tera::Context;

use super::archive::Files;
use super::build::{Evidence, json};
use super::material::Material;
use super::{PackError, layout};
use crate::assess::{LinkResult, Sample, Tally};
use crate::domain::{FindingStatus, Proof};
use crate::render::{self, Templates};
use crate::report::{ControlView, Ingredients, Report, Tone, finding_tone};
use crate::snapshot::{GroupKey, Outcome};
use crate::text::Lang;

/// How many findings of one check and status a page shows; the table of findings holds all.
const SHOWN: usize = 20;

/// A control in one language.
#[derive(Serialize)]
struct Page<'a> {
    lang: &'static str,
    control: &'a ControlView,
    words: BTreeMap<&'static str, &'static str>,
    marks: BTreeMap<&'static str, &'static str>,
    checks: Vec<CheckRows>,
}

#[derive(Serialize)]
struct CheckRows {
    id: String,
    title: String,
    params: String,
    coverage: String,
    counts: String,
    expected: String,
    remediation: String,
    cli: String,
    rows: Vec<Row>,
    more: String,
}

#[derive(Serialize)]
struct Row {
    status_label: String,
    tone: Tone,
    resource: String,
    id: String,
    account: String,
    region: String,
    reason: String,
    observed_at: String,
    call: String,
    request_id: String,
    sha256: String,
    answer: String,
}

/// A shape beside each colour.
pub(super) fn marks() -> BTreeMap<&'static str, &'static str> {
    [("good", "●"), ("warn", "◐"), ("bad", "✕"), ("unknown", "?"), ("person", "◇"), ("neutral", "–")].into()
}

fn words(report: &Report, lang: Lang) -> BTreeMap<&'static str, &'static str> {
    let mut words = report.words.clone();
    let own = match lang {
        Lang::En => [
            ("actual", "Actual"),
            ("observed", "Observed"),
            ("answer", "Answer of the provider"),
            ("statements", "Statements"),
            ("no_checks", "No check speaks to this control: it rests on what a person shows."),
            ("digest_note", "Digests are SHA-256 of the bytes as received; the answers kept here have secrets masked."),
        ],
        Lang::Zh => [
            ("actual", "实际结果"),
            ("observed", "采集时间"),
            ("answer", "云平台应答"),
            ("statements", "人工声明"),
            ("no_checks", "没有检查项对应本控制项，需依据人工提供的证据。"),
            ("digest_note", "摘要为收到的原始字节的 SHA-256；此处保存的应答已遮蔽其中的密钥等秘密。"),
        ],
    };
    words.extend(own);
    words
}

/// The name of a control's page.
pub(super) fn page_name(at: usize, reference: &str) -> String {
    let plain: String = reference
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-') { c } else { '-' })
        .collect::<String>()
        .split('-')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    format!("{:03}-{}.html", at + 1, plain.trim_end_matches('.'))
}

/// Writes the pages of one framework, and the answers they show.
pub(super) fn write(
    material: &Material,
    engine: &Engine,
    of: Ingredients<'_>,
    reports: &[Report],
    evidence: &Evidence,
    files: &mut Files,
) -> Result<(), PackError> {
    let assessment = of.assessment;
    let mut wanted: BTreeSet<Proof> = BTreeSet::new();
    let views: Vec<BTreeMap<&str, &ControlView>> = reports
        .iter()
        .map(|r| r.groups.iter().flat_map(|g| &g.controls).map(|c| (c.id.as_str(), c)).collect())
        .collect();
    for result in &assessment.controls {
        for sample in result.links.iter().flat_map(|l| &l.tallies).flat_map(|at| shown(of.tally, *at)) {
            wanted.extend(sample.1.proof.clone());
        }
    }
    let answers = answers(&wanted, evidence, files)?;
    for (at, (control, result)) in assessment.framework.controls.iter().zip(&assessment.controls).enumerate() {
        let mut pages = Vec::new();
        for ((lang, report), views) in material.spec.langs.iter().zip(reports).zip(&views) {
            let Some(view) = views.get(control.id.as_str()) else { continue };
            pages.push(Page {
                lang: lang.tag(),
                control: view,
                words: words(report, *lang),
                marks: marks(),
                checks: result.links.iter().flat_map(|link| check_rows(of.tally, link, *lang, &answers)).collect(),
            });
        }
        let path =
            format!("{}/{}/{}", layout::EVIDENCE, assessment.framework.id, page_name(at, &control.place.reference));
        files.insert(path, engine.render("pack/control.html", json!({ "pages": pages }))?.into_bytes());
    }
    Ok(())
}

/// The findings of a check that a page shows.
fn shown(tally: &Tally, at: usize) -> impl Iterator<Item = (FindingStatus, &Sample)> {
    let check = tally.check(at);
    FindingStatus::ALL
        .into_iter()
        .flat_map(move |status| check.samples(status).iter().take(SHOWN).map(move |sample| (status, sample)))
}

fn check_rows(tally: &Tally, link: &LinkResult, lang: Lang, answers: &HashMap<Proof, String>) -> Vec<CheckRows> {
    let one = |at: &usize| {
        let of = tally.check(*at);
        let check = of.check;
        let counts: Vec<String> = FindingStatus::ALL
            .into_iter()
            .filter(|s| of.counts.get(*s) > 0)
            .map(|s| format!("{} {}", s.label().get(lang), of.counts.get(s)))
            .collect();
        let rows: Vec<Row> = shown(tally, *at).map(|(status, sample)| row(status, sample, lang, answers)).collect();
        let more = of.counts.total() - rows.len() as u64;
        let fails = of.counts.fail > 0;
        CheckRows {
            id: check.id.to_owned(),
            title: check.title.get(lang).to_owned(),
            params: of.params.to_string(),
            coverage: link.link.coverage.label().get(lang).to_owned(),
            counts: counts.join(if lang == Lang::Zh { "，" } else { ", " }),
            expected: check.pass_when.get(lang).to_owned(),
            remediation: if fails { check.remediation.get(lang).to_owned() } else { String::new() },
            cli: if fails { check.cli.to_owned() } else { String::new() },
            rows,
            more: match (more, lang) {
                (0, _) => String::new(),
                (_, Lang::En) => format!("{more} more findings are in the table of findings."),
                (_, Lang::Zh) => format!("另有 {more} 条结果，见检查结果明细表。"),
            },
        }
    };
    link.tallies.iter().map(one).collect()
}

fn row(status: FindingStatus, sample: &Sample, lang: Lang, answers: &HashMap<Proof, String>) -> Row {
    let mut reason = vec![sample.reason.get(lang)];
    reason.extend(sample.gap.as_ref().map(|gap| gap.text.get(lang)));
    reason.extend(sample.caution.as_ref().map(|caution| caution.get(lang)));
    reason.retain(|text| !text.is_empty());
    let r = &sample.resource;
    let proof = sample.proof.as_ref();
    Row {
        status_label: status.label().get(lang).to_owned(),
        tone: finding_tone(status),
        resource: r.label().to_owned(),
        id: if r.arn.is_empty() { r.id.clone() } else { r.arn.clone() },
        account: r.account.clone(),
        region: r.region.clone(),
        reason: reason.join(if lang == Lang::Zh { "；" } else { "; " }),
        observed_at: sample.observed_at.clone(),
        call: proof.map_or_else(|| sample.source.tool.to_string(), |p| p.call.to_string()),
        request_id: proof.map(|p| p.request_id.to_string()).unwrap_or_default(),
        sha256: proof.map(|p| p.sha256.to_string()).unwrap_or_default(),
        answer: proof.and_then(|p| answers.get(p)).cloned().unwrap_or_default(),
    }
}

/// Writes the answers asked for, once each, and says under which names.
fn answers(
    wanted: &BTreeSet<Proof>,
    evidence: &Evidence,
    files: &mut Files,
) -> Result<HashMap<Proof, String>, PackError> {
    let mut by_id: HashMap<(&str, &str), Vec<&Proof>> = HashMap::new();
    for proof in wanted {
        by_id.entry((&proof.request_id, &proof.sha256)).or_default().push(proof);
    }
    let mut names = HashMap::new();
    for (account, groups) in evidence.snapshots.values().flat_map(|s| &s.accounts) {
        for (key, group) in groups {
            for page in &group.pages {
                for proof in by_id.get(&(page.request_id.as_str(), page.sha256.as_str())).into_iter().flatten() {
                    if *proof.call != *key.call || names.contains_key(*proof) {
                        continue;
                    }
                    let name = answer_name(proof);
                    let path = format!("{}/{name}", layout::ANSWERS);
                    if let Entry::Vacant(place) = files.entry(path) {
                        place.insert(answer(account, key, proof, &page.outcome())?);
                    }
                    names.insert((*proof).clone(), name);
                }
            }
        }
    }
    Ok(names)
}

fn answer_name(proof: &Proof) -> String {
    let call: String = proof.call.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let id: String = proof.request_id.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    let digest: String = proof.sha256.chars().take(12).collect();
    format!("{call}-{digest}-{id}.json")
}

fn answer(account: &Arc<str>, key: &GroupKey, proof: &Proof, outcome: &Outcome) -> Result<Vec<u8>, PackError> {
    let (form, body): (&str, Value) = match outcome {
        Outcome::Json(body) => ("json", body.clone()),
        Outcome::Xml(text) => ("xml", Value::String(text.clone())),
        other => ("refusal", serde_json::to_value(other).map_err(render::RenderError::from)?),
    };
    json(&json!({
        "account": account,
        "region": key.region,
        "call": key.call,
        "request": key.request,
        "at": proof.at,
        "request_id": proof.request_id,
        "sha256_as_received": proof.sha256,
        form: body,
    }))
}

/// The template engine, made once for many pages.
pub(super) struct Engine(tera::Tera);

impl Engine {
    pub(super) fn new(templates: &Templates) -> Result<Engine, PackError> {
        Ok(Engine(render::engine(templates, ".html")?))
    }

    /// Renders a page; hidden and reordering characters are made visible first.
    pub(super) fn render(&self, name: &str, mut data: Value) -> Result<String, PackError> {
        render::make_visible(&mut data);
        let context = Context::from_serialize(&data).map_err(|e| render::failed(&e))?;
        Ok(self.0.render(name, &context).map_err(|e| render::failed(&e))?)
    }
}
