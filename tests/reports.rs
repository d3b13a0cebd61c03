//! The written reports: read back by other people's programs, equal in all formats, the same bytes twice.

mod common;

use std::collections::BTreeMap;

use common::{Room, output, sample, squeeze, tool};
use serde_json::Value;

#[test]
fn the_same_input_gives_the_same_bytes_in_every_format() {
    let (one, two) = (Room::new(), Room::new());
    for room in [&one, &two] {
        room.report("mlps-l3", &sample(), "html,md,pdf,json,csv", &["--lang", "both"]).code(0);
    }
    let names = one.names("out");
    assert_eq!(names.len(), 9, "{names:?}");
    for name in names {
        let path = format!("out/{name}");
        assert!(one.bytes(&path) == two.bytes(&path), "{name} differs");
    }
}

/// The typesetter works on a pool of threads; on one core, nothing may wait for a thread that never comes.
#[test]
fn both_languages_come_out_on_one_core() {
    if !tool("taskset") || !tool("timeout") {
        return;
    }
    let room = Room::new();
    let (binary, out) = (env!("CARGO_BIN_EXE_dengbao"), room.path("out"));
    let command = format!(
        "timeout 120 taskset -c 0 {binary} report --framework posture-review --input {} --lang both --format pdf --out {} --as-of 2026-11-25",
        sample().display(),
        out.display()
    );
    output("sh", &["-c", &command]);
    assert_eq!(room.names("out"), ["posture-review.en.pdf", "posture-review.pdf"]);
}

#[test]
fn files_are_named_after_framework_format_and_second_language() {
    let room = Room::new();
    let sample = sample().display().to_string();
    room.run(&[
        "report",
        "--framework",
        "pipl",
        "--framework",
        "cis-2.0",
        "--input",
        &sample,
        "--lang",
        "both",
        "--format",
        "md,json",
        "--out",
        "q4",
        "--as-of",
        "2026-11-25",
    ])
    .code(0);
    assert_eq!(room.names("q4"), ["cis-2.0.en.md", "cis-2.0.json", "cis-2.0.md", "pipl.en.md", "pipl.json", "pipl.md"]);
}

fn counts(document: &Value) -> BTreeMap<String, u64> {
    document["score"]["counts"]
        .as_object()
        .expect("counts")
        .iter()
        .map(|(status, n)| (status.clone(), n.as_u64().expect("a number")))
        .collect()
}

/// Totals as each format prints them, against the JSON.
#[test]
fn all_formats_say_the_same_numbers() {
    let room = Room::new();
    room.report("mlps-l3", &sample(), "html,md,json,csv", &["--lang", "en"]).code(0);
    let document = room.json("mlps-l3");
    let labels = [
        ("not_met", "Not met"),
        ("partially_met", "Partially met"),
        ("not_assessed", "Not assessed"),
        ("needs_attestation", "Needs attestation"),
        ("met", "Met"),
        ("not_applicable", "Not applicable"),
    ];
    let (html, md) = (room.text("out/mlps-l3.html"), room.text("out/mlps-l3.md"));
    let csv = room.text("out/mlps-l3.csv");
    let mut by_status: BTreeMap<String, u64> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    for record in reader.records() {
        *by_status.entry(record.expect("a row")[4].to_owned()).or_default() += 1;
    }
    for (id, label) in labels {
        let n = counts(&document)[id];
        assert!(md.contains(&format!("| {label} | {n} |")), "Markdown: {label} {n}");
        assert!(html.contains(&format!("<option value=\"{id}\">{label} ({n})</option>")), "HTML: {label} {n}");
        assert_eq!(html.matches(&format!("data-status=\"{id}\"")).count() as u64, n, "HTML controls: {label}");
        assert_eq!(by_status.get(id).copied().unwrap_or_default(), n, "CSV: {label}");
    }
    let headline = document["verdict"]["headline"]["en"].as_str().expect("a text");
    assert!(md.contains(headline) && html.contains(headline));
}

fn pdf_text(room: &Room, name: &str) -> String {
    output("pdftotext", &["-raw", &room.path(name).display().to_string(), "-"])
}

#[test]
fn the_pdf_reads_right_in_both_languages() {
    if !tool("pdftotext") || !tool("pdffonts") || !tool("qpdf") {
        return;
    }
    let room = Room::new();
    room.report("mlps-l3", &sample(), "pdf,json", &["--lang", "both"]).code(0);
    let document = room.json("mlps-l3");
    for (name, lang, words) in [
        ("out/mlps-l3.pdf", "zh", ["网络安全等级保护第三级", "自查", "整改计划", "证据附录", "不是等级测评报告"]),
        (
            "out/mlps-l3.en.pdf",
            "en",
            ["MLPS level 3", "self-check", "Remediation plan", "Evidence annex", "not an assessment report"],
        ),
    ] {
        let text = squeeze(&pdf_text(&room, name));
        let headline = document["verdict"]["headline"][lang].as_str().expect("a text");
        for word in words.iter().chain([&headline]) {
            assert!(text.contains(&squeeze(word)), "{name}: {word}");
        }
        for control in document["controls"].as_array().expect("controls") {
            let reference = control["ref"].as_str().expect("a number");
            let requirement = control["requirement"][lang].as_str().expect("a text");
            assert!(text.contains(&squeeze(reference)), "{name}: {reference}");
            assert!(text.contains(&squeeze(requirement)), "{name}: {requirement}");
        }
        assert!(!text.contains('\u{fffd}') && !text.contains('\u{200b}'), "{name}: stray characters");
        let path = room.path(name).display().to_string();
        let fonts = output("pdffonts", &[&path]);
        for font in fonts.lines().skip(2) {
            // name … emb sub uni
            assert!(font.contains("+NotoSansSC") && font.contains(" yes yes yes "), "{font}");
        }
        output("qpdf", &["--check", &path]);
        let size = room.bytes(name).len();
        assert!(size < 2_000_000, "{name}: {size} bytes");
    }
}

#[test]
fn the_pdf_declares_archival_and_accessible_form() {
    if !tool("qpdf") {
        return;
    }
    let room = Room::new();
    room.report("cis-2.0", &sample(), "pdf", &[]).code(0);
    let path = room.path("out/cis-2.0.pdf").display().to_string();
    output("qpdf", &["--qdf", "--object-streams=disable", &path, &room.path("plain.pdf").display().to_string()]);
    let plain = room.bytes("plain.pdf");
    let has = |what: &str| plain.windows(what.len()).any(|w| w == what.as_bytes());
    assert!(has("<pdfaid:part>2</pdfaid:part>") && has("<pdfaid:conformance>A</pdfaid:conformance>"));
    assert!(has("<pdfuaid:part>1</pdfuaid:part>"));
    assert!(has("/Lang (zh-CN)") || has("/Lang (zh)"), "the language of the document");
    assert!(has("/Outlines"), "bookmarks");
    assert!(has("/Marked true"), "tagged");
}

#[test]
fn every_framework_makes_a_report() {
    let room = Room::new();
    let list = room.run(&["frameworks", "list", "--format", "json"]).code(0).out();
    let list: Value = serde_json::from_str(&list).expect("JSON");
    let ids: Vec<&str> = list.as_array().expect("a list").iter().filter_map(|f| f["id"].as_str()).collect();
    assert!(ids.len() >= 15, "{ids:?}");
    for id in ids {
        let formats = if matches!(id, "mlps-l4" | "pipl" | "posture-review") {
            "html,md,json,csv,pdf"
        } else {
            "html,md,json,csv"
        };
        room.report(id, &sample(), formats, &["--lang", "both"]).code(0);
        let document = room.json(id);
        assert_eq!(document["framework"]["id"], *id);
        let total: u64 = counts(&document).values().sum();
        assert_eq!(total, document["controls"].as_array().expect("controls").len() as u64);
        let score = &document["score"]["met"];
        assert!(score["lower_percent"].as_f64() <= score["upper_percent"].as_f64());
    }
}

#[test]
fn templates_can_be_replaced_one_by_one_and_a_broken_one_is_named() {
    let room = Room::new();
    room.run(&["templates", "export", "mine"]).code(0);
    assert!(room.names("mine").contains(&"report.typ".to_owned()));
    room.run(&["templates", "export", "mine"]).code(2);
    room.file("own/report.md", "# Ours: {{ r.verdict.headline }}\n");
    room.report("cis-2.0", &sample(), "md,json", &["--templates", "own"]).code(0);
    assert!(room.text("out/cis-2.0.md").starts_with("# Ours: "));
    let files = room.json("cis-2.0")["data_files"].to_string();
    assert!(files.contains("own/report.md"), "the report names the template it was made with");
    room.file("own/report.md", "{{ r.verdict.heading }}");
    let run = room.report("cis-2.0", &sample(), "md", &["--templates", "own"]).code(1);
    assert!(run.err_line().contains("report.md"), "{}", run.err());
    room.file("own2/report.typ", "#let r = json(\"report.json\")\n#r.nothing");
    let run = room.report("cis-2.0", &sample(), "pdf", &["--templates", "own2"]).code(1);
    assert!(run.err_line().contains("report.typ") && run.err_line().contains("line 2"), "{}", run.err());
}

#[test]
fn markdown_of_a_small_report() {
    let room = Room::new();
    let findings = [
        common::finding("ram-root-mfa-enabled", "fail", "1"),
        common::finding("ecs-security-group-no-open-ssh", "pass", "sg-1"),
        common::finding("ecs-security-group-no-open-ssh", "fail", "sg-2"),
        common::finding("sas-edition", "not_assessed", "1"),
    ];
    let input = room.file("f.jsonl", common::lines(&findings));
    room.report("posture-review", &input, "md", &["--lang", "en"]).code(0);
    // The path of the input and the digests of data files change with the machine and the release.
    let text = room.text("out/posture-review.md");
    let steady: String =
        text.lines().filter(|l| !l.contains("f.jsonl") && !l.contains("embedded:")).map(|l| format!("{l}\n")).collect();
    insta::assert_snapshot!(steady);
}
