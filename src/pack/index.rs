//! The page to begin with: what the pack says, where things are, and how to check it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use super::archive::Files;
use super::evidence::{Engine, marks};
use super::material::Material;
use super::{PackError, layout};
use crate::report::{Report, StatusCount, Tone};
use crate::text::Lang;

/// A framework on the index page, in one language.
#[derive(Serialize)]
pub(super) struct Front {
    #[serde(skip)]
    lang: &'static str,
    #[serde(skip)]
    id: String,
    name: String,
    tone: Tone,
    mark: &'static str,
    headline: String,
    score: String,
    counts: Vec<StatusCount>,
    movement: String,
    files: Vec<Link>,
    #[serde(skip)]
    notices: Vec<String>,
    #[serde(skip)]
    disclaimer: String,
}

#[derive(Serialize)]
struct Link {
    path: String,
    label: String,
}

#[derive(Serialize)]
struct Page {
    lang: &'static str,
    title: String,
    subtitle: String,
    disclaimer: String,
    words: BTreeMap<&'static str, &'static str>,
    fronts: Vec<Front>,
    notices: Vec<String>,
    folders: Vec<Folder>,
    command: String,
    facts: Vec<crate::report::Fact>,
}

#[derive(Serialize)]
struct Folder {
    name: &'static str,
    holds: &'static str,
    files: usize,
}

/// What the index takes from a framework's reports, one for each language.
pub(super) fn front(reports: &[Report]) -> Vec<Front> {
    let marks = marks();
    reports
        .iter()
        .map(|report| {
            let verdict = &report.verdict;
            let tone = serde_json::to_value(verdict.tone).ok();
            let mark = tone.as_ref().and_then(|t| marks.get(t.as_str()?)).copied().unwrap_or_default();
            Front {
                lang: report.lang,
                id: report.framework.id.clone(),
                name: report.framework.name.clone(),
                tone: verdict.tone,
                mark,
                headline: verdict.headline.clone(),
                score: verdict.cards.first().map(|card| card.value.clone()).unwrap_or_default(),
                counts: report.statuses.iter().filter(|s| s.count > 0).cloned().collect(),
                movement: report.movement.clone(),
                files: Vec::new(),
                notices: verdict.warnings.clone(),
                disclaimer: report.disclaimer.clone(),
            }
        })
        .collect()
}

fn words(lang: Lang) -> BTreeMap<&'static str, &'static str> {
    let all: [(&str, &str, &str); 14] = [
        ("results", "Results", "结果"),
        ("framework", "Framework", "依据"),
        ("verdict", "Verdict", "结论（自查）"),
        ("score", "Score", "得分"),
        ("counts", "Controls", "控制项"),
        ("read", "To read", "阅读"),
        ("notices", "To be known first", "须知"),
        ("folders", "What lies where", "目录"),
        ("folder", "Folder", "文件夹"),
        ("holds", "Holds", "内容"),
        ("files", "Files", "文件数"),
        ("check", "How to check this pack", "如何核验本证据包"),
        (
            "check_how",
            "Everything in folders 01 to 03 is made from what lies in 04 to 07, and from nothing else. The command makes it again and names the first file or verdict that differs; it needs no network.",
            "01 至 03 文件夹的全部内容均由 04 至 07 文件夹的材料生成。以下命令离线重新生成并逐一比对，指出第一处不一致的文件或结论。",
        ),
        (
            "check_other",
            "Without the tool: the manifest lists SHA-256 and SM3 of each file, and its signature can be checked with OpenSSL and the signer's public key.",
            "不使用本工具时：清单文件列出每个文件的 SHA-256 与 SM3 摘要，可用 OpenSSL 和签名者公钥验证其签名。",
        ),
    ];
    all.into_iter().map(|(key, en, zh)| (key, if lang == Lang::Zh { zh } else { en })).collect()
}

const FOLDERS: [(&str, &str, &str); 7] = [
    (layout::REPORTS, "Reports for reading: HTML, PDF, Markdown", "供阅读的报告：HTML、PDF、Markdown"),
    (layout::TABLES, "Tables of controls and findings", "控制项与检查结果表格"),
    (
        layout::EVIDENCE,
        "Evidence, one page a control, with the answers of the provider; all findings as JSON lines",
        "逐项证据：每个控制项一页，附云平台应答；全部检查结果（JSON 行）",
    ),
    (layout::ATTESTATIONS, "Statements of people and the files they cite", "人工声明及其引用的文件"),
    (layout::EXCEPTIONS, "Accepted risks", "例外（已接受的风险）"),
    (
        layout::SOURCES,
        "What the provider's interfaces answered, or other tools wrote",
        "云平台接口的原始应答，或其他工具的结果文件",
    ),
    (
        layout::PROVENANCE,
        "Manifest and signature, frameworks and mappings used, earlier periods",
        "清单与签名、所用的框架与映射、历史各期",
    ),
];

/// The page.
pub(super) fn page(
    material: &Material,
    engine: &Engine,
    inputs: &Files,
    made: &Files,
    fronts: Vec<Front>,
) -> Result<String, PackError> {
    let spec = &material.spec;
    let mut by_lang: BTreeMap<&'static str, Vec<Front>> = BTreeMap::new();
    for front in fronts {
        by_lang.entry(front.lang).or_default().push(front);
    }
    let mut pages = Vec::new();
    for lang in &spec.langs {
        let zh = *lang == Lang::Zh;
        let mut fronts = by_lang.remove(lang.tag()).unwrap_or_default();
        let mut notices: Vec<String> = Vec::new();
        for front in &mut fronts {
            front.files = links(made, &front.id, *lang);
            for notice in front.notices.drain(..) {
                if !notices.contains(&notice) {
                    notices.push(notice);
                }
            }
        }
        let o = &material.organisation;
        let parts = [o.organisation.get(*lang), o.system.get(*lang), &spec.period];
        let count = |folder: &str| {
            let prefix = format!("{folder}/");
            let all = inputs.keys().chain(made.keys()).filter(|p| p.starts_with(&prefix)).count();
            // The manifest is made after this page.
            if folder == layout::PROVENANCE { all + 1 } else { all }
        };
        let mut facts = Vec::new();
        let mut fact = |en: &str, zh_label: &str, value: String| {
            facts.push(crate::report::Fact { label: if zh { zh_label } else { en }.to_owned(), value });
        };
        fact("Judged at", "判定时点", spec.as_of.clone());
        fact("Made by", "生成工具", format!("dengbao {}", spec.tool));
        if made.contains_key(&format!("{}/changes.html", layout::REPORTS)) {
            fact("Changes since the last period", "与上期相比的变化", format!("{}/changes.html", layout::REPORTS));
        }
        if let Some(last) = material.history.periods.last() {
            fact("Pack before this one", "上一期证据包", format!("{}, SHA-256 {}", last.period, last.pack.sha256));
        }
        pages.push(Page {
            lang: lang.tag(),
            title: if zh { "合规证据包".to_owned() } else { "Compliance evidence pack".to_owned() },
            subtitle: parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · "),
            disclaimer: fronts.first().map(|f| f.disclaimer.clone()).unwrap_or_default(),
            words: words(*lang),
            fronts,
            notices,
            folders: FOLDERS
                .into_iter()
                .map(|(name, en, zh_text)| Folder { name, holds: if zh { zh_text } else { en }, files: count(name) })
                .collect(),
            command: format!(
                "dengbao verify {}",
                if zh { "证据包.zip --key 签名者公钥.pem" } else { "PACK.zip --key SIGNER.pub.pem" }
            ),
            facts,
        });
    }
    engine.render("pack/index.html", json!({ "pages": pages }))
}

/// The files about a framework that are there, for reading.
fn links(made: &Files, id: &str, lang: Lang) -> Vec<Link> {
    let code = lang.code();
    let reports = layout::REPORTS;
    let tables = layout::TABLES;
    let wanted = [
        (format!("{reports}/{id}.{code}.pdf"), "PDF", "PDF"),
        (format!("{reports}/{id}.html"), "HTML", "HTML"),
        (format!("{reports}/{id}.{code}.md"), "Markdown", "Markdown"),
        (format!("{tables}/{id}.{code}.xlsx"), "Workbook", "工作簿"),
        (format!("{tables}/{id}.{code}.record.docx"), "Record of items (DOCX)", "单项测评记录（DOCX）"),
        (format!("{tables}/{id}.{code}.record.xlsx"), "Record of items (XLSX)", "单项测评记录（XLSX）"),
        (format!("{tables}/{id}.{code}.controls.csv"), "Controls (CSV)", "控制项（CSV）"),
        (format!("{tables}/{id}.{code}.responsibility.csv"), "Responsibilities (CSV)", "责任矩阵（CSV）"),
        (format!("{tables}/{id}.{code}.coverage.csv"), "Coverage ledger (CSV)", "覆盖台账（CSV）"),
    ];
    wanted
        .into_iter()
        .filter(|(path, ..)| made.contains_key(path))
        .map(|(path, en, zh)| Link { path, label: if lang == Lang::Zh { zh } else { en }.to_owned() })
        .collect()
}
