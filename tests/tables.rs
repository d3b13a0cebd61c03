//! The tables people paste from: workbooks and the item record, read back as other programs read them.
#![allow(clippy::disallowed_methods, reason = "tests read files")]

mod common;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use common::{Room, finding, lines, sample};
use roxmltree::Document;
use serde_json::{Value, json};
use zip::ZipArchive;

/// Names that a spreadsheet or word processor might act on.
const HOSTILE: [&str; 7] = [
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "+1-1",
    "\tleading tab",
    "<w:t>&amp;</w:t>]]>",
    "_x0041_ stays",
    "right\u{202e}left\u{0}\u{1b}",
];

type Rows = Vec<BTreeMap<String, String>>;

/// The parts of a zipped document.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).expect("a part");
            let mut text = String::new();
            file.read_to_string(&mut text).expect("UTF-8");
            (file.name().expect("a name").into_owned(), text)
        })
        .collect()
}

/// What `_x0041_` means in a cell.
fn unescaped(text: &str) -> String {
    text.replace("_x005F_", "_")
}

/// Sheets by name, in order: cells by column letter, row by row.
fn sheets(bytes: &[u8]) -> Vec<(String, Rows)> {
    let parts = parts(bytes);
    let shared: Vec<String> = parts.get("xl/sharedStrings.xml").map_or_else(Vec::new, |text| {
        let doc = Document::parse(text).expect("XML");
        let items = doc.root_element().children().filter(|n| n.has_tag_name_local("si"));
        items.map(|si| texts(si)).collect()
    });
    let book = Document::parse(&parts["xl/workbook.xml"]).expect("XML");
    let names = book.descendants().filter(|n| n.has_tag_name_local("sheet"));
    names
        .enumerate()
        .map(|(at, sheet)| {
            let text = &parts[&format!("xl/worksheets/sheet{}.xml", at + 1)];
            let doc = Document::parse(text).expect("XML");
            let cells = || doc.descendants().filter(|n| n.has_tag_name_local("c"));
            assert!(!cells().any(|c| c.children().any(|n| n.has_tag_name_local("f"))), "a formula in a sheet");
            let rows = doc.descendants().filter(|n| n.has_tag_name_local("row"));
            let rows = rows
                .map(|row| {
                    row.children()
                        .filter(|c| c.has_tag_name_local("c"))
                        .map(|c| {
                            let column: String =
                                c.attribute("r").expect("a place").chars().filter(char::is_ascii_alphabetic).collect();
                            let value = match c.attribute("t") {
                                Some("s") => shared[texts(c).parse::<usize>().expect("an index")].clone(),
                                _ => texts(c),
                            };
                            (column, unescaped(&value))
                        })
                        .collect()
                })
                .collect();
            (sheet.attribute("name").expect("a name").to_owned(), rows)
        })
        .collect()
}

fn texts(node: roxmltree::Node<'_, '_>) -> String {
    node.descendants().filter(roxmltree::Node::is_text).filter_map(|n| n.text()).collect()
}

trait Local {
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl Local for roxmltree::Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

fn sheet<'a>(book: &'a [(String, Rows)], name: &str) -> &'a Rows {
    let found = book.iter().find(|(n, _)| n == name);
    &found.unwrap_or_else(|| panic!("{name} in {:?}", book.iter().map(|b| &b.0).collect::<Vec<_>>())).1
}

fn count(document: &Value, status: &str) -> u64 {
    document["score"]["counts"][status].as_u64().expect("a number")
}

#[test]
fn the_workbook_agrees_with_the_json() {
    let room = Room::new();
    room.report("mlps-l3", &sample(), "xlsx,json,csv", &["--lang", "en"]).code(0);
    let document = room.json("mlps-l3");
    let book = sheets(&room.bytes("out/mlps-l3.xlsx"));
    let names: Vec<&str> = book.iter().map(|(n, _)| n.as_str()).collect();
    let expected = ["summary", "controls", "findings", "resources", "exceptions and attestations", "remediation plan"];
    assert_eq!(names, expected);

    let controls = sheet(&book, "controls");
    assert_eq!(controls.len() - 1, document["controls"].as_array().expect("controls").len());
    for (id, word) in [
        ("not_met", "✗ Not met"),
        ("partially_met", "◐ Partially met"),
        ("not_assessed", "? Not assessed"),
        ("needs_attestation", "☐ Needs attestation"),
        ("met", "✓ Met"),
        ("not_applicable", "– Not applicable"),
    ] {
        let n = controls.iter().filter(|r| r.get("B").is_some_and(|s| s == word)).count() as u64;
        assert_eq!(n, count(&document, id), "{word}");
        let summary = sheet(&book, "summary");
        let row = summary.iter().find(|r| r.get("B").is_some_and(|s| s == word)).expect(word);
        assert_eq!(row["C"], n.to_string(), "summary: {word}");
    }
    let summary: String = sheet(&book, "summary").iter().flat_map(|r| r.values().cloned()).collect();
    for told in [&document["verdict"]["headline"]["en"], &document["verdict"]["explanation"]["en"]] {
        assert!(summary.contains(told.as_str().expect("a text")), "{told}");
    }

    // Every finding is a row, here and in the CSV.
    let total = document["scope"]["findings"].as_u64().expect("a number");
    let findings = sheet(&book, "findings");
    assert_eq!(findings.len() as u64 - 1, total);
    let csv = room.text("out/mlps-l3.findings.csv");
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let mut failing = 0;
    for (record, row) in reader.records().zip(&findings[1..]) {
        let record = record.expect("a row");
        assert_eq!(record[0], row["K"], "check id");
        failing += u64::from(&record[1] == "fail");
    }
    let marked = findings.iter().filter(|r| r["A"] == "✗ Fail").count() as u64;
    assert!(failing > 0);
    assert_eq!(marked, failing);

    // By resource, nothing is lost.
    let resources = sheet(&book, "resources");
    let sum: u64 = resources[1..].iter().map(|r| r["K"].parse::<u64>().expect("a number")).sum();
    assert_eq!(sum, total);
    let fails: u64 = resources[1..].iter().map(|r| r["F"].parse::<u64>().expect("a number")).sum();
    assert_eq!(fails, failing);

    let plan = sheet(&book, "remediation plan");
    let steps = document["plan"].as_array().expect("a plan");
    assert_eq!(plan.len() - 1, steps.len());
    for (row, step) in plan[1..].iter().zip(steps) {
        assert_eq!(row["N"], step["check_id"], "the order of the plan");
        assert!(!row["E"].is_empty(), "{step}: every step says what it moves");
    }
    let statements = sheet(&book, "exceptions and attestations");
    let given = document["attestations"].as_array().expect("a list").len()
        + document["exceptions"].as_array().expect("a list").len();
    assert_eq!(statements.len() - 1, given);
}

#[test]
fn the_same_input_gives_the_same_tables() {
    let (one, two) = (Room::new(), Room::new());
    for room in [&one, &two] {
        room.report("mlps-l3", &sample(), "xlsx,record-xlsx,record-docx", &["--lang", "both"]).code(0);
    }
    let names = one.names("out");
    let expected = [
        "mlps-l3.en.record.docx",
        "mlps-l3.en.record.xlsx",
        "mlps-l3.en.xlsx",
        "mlps-l3.record.docx",
        "mlps-l3.record.xlsx",
        "mlps-l3.xlsx",
    ];
    assert_eq!(names, expected);
    for name in names {
        let path = format!("out/{name}");
        assert!(one.bytes(&path) == two.bytes(&path), "{name} differs");
        let core = &parts(&one.bytes(&path))["docProps/core.xml"];
        assert!(core.contains("2026-11-25T15:59:59Z"), "{name}: the moment of the report: {core}");
        assert!(core.contains("<dc:creator></dc:creator>") || core.contains("<dc:creator/>"), "{name}: {core}");
    }
}

#[test]
fn hostile_names_stay_text_in_every_table() {
    let room = Room::new();
    let findings: Vec<Value> = HOSTILE
        .iter()
        .map(|name| {
            let mut f = finding("ecs-security-group-no-open-ssh", "fail", "sg-1");
            f["resource"]["name"] = json!(name);
            f["resource"]["id"] = json!(name);
            f["resource"]["arn"] = json!(name);
            f["reason"] = json!(name);
            f
        })
        .chain([{
            let mut f = finding("ram-root-mfa-enabled", "fail", "long");
            f["reason"] = json!("é".repeat(50_000));
            f
        }])
        .collect();
    let input = room.file("f.jsonl", lines(&findings));
    room.report("mlps-l3", &input, "xlsx,record-xlsx,record-docx", &["--lang", "en"]).code(0);
    let book = sheets(&room.bytes("out/mlps-l3.xlsx"));
    let shown: Vec<String> = HOSTILE
        .iter()
        .map(|n| n.replace('\u{202e}', "[U+202E]").replace('\u{0}', "[U+0000]").replace('\u{1b}', "[U+001B]"))
        .collect();
    let rows = sheet(&book, "findings");
    for name in &shown {
        assert!(rows.iter().any(|r| r["D"] == *name && r["G"] == *name && r["M"] == *name), "findings: {name}");
        assert!(sheet(&book, "resources").iter().any(|r| r["B"] == *name), "resources: {name}");
    }
    let long = rows.iter().find(|r| r["D"] == "long").expect("the long one");
    assert_eq!(long["G"].encode_utf16().count(), 32_767);
    assert!(long["G"].ends_with("[cut here; 50000 characters in all]"));
    let record = sheets(&room.bytes("out/mlps-l3.record.xlsx"));
    let cells: String = record[0].1.iter().flat_map(|r| r.values().cloned()).collect();
    let document = &parts(&room.bytes("out/mlps-l3.record.docx"))["word/document.xml"];
    let text = texts(Document::parse(document).expect("XML").root_element());
    for name in &shown {
        assert!(cells.contains(name.as_str()), "record.xlsx: {name}");
        assert!(text.contains(name.as_str()), "record.docx: {name}");
    }
    assert!(document.contains("&lt;w:t&gt;") && !document.contains('\u{202e}'));
}

/// A run of a Word table as plain text, cell by cell.
fn word_rows(document: &str) -> Vec<Vec<String>> {
    let doc = Document::parse(document).expect("XML");
    doc.descendants()
        .filter(|n| n.has_tag_name_local("tr"))
        .map(|tr| {
            let cells = tr.children().filter(|c| c.has_tag_name_local("tc"));
            cells
                .map(|tc| {
                    let paragraphs = tc.children().filter(|c| c.has_tag_name_local("p"));
                    paragraphs.map(texts).collect::<Vec<_>>().join("\n")
                })
                .collect()
        })
        .collect()
}

#[test]
fn the_item_record_says_the_same_as_workbook_document_and_json() {
    let room = Room::new();
    room.report("mlps-l3", &sample(), "record-xlsx,record-docx,json", &[]).code(0);
    let document = room.json("mlps-l3");
    let book = sheets(&room.bytes("out/mlps-l3.record.xlsx"));
    let packed = parts(&room.bytes("out/mlps-l3.record.docx"));
    let rows = word_rows(&packed["word/document.xml"]);
    let items: Vec<&Vec<String>> = rows.iter().filter(|r| r.len() == 10 && r[0] != "条款").collect();
    let controls = document["controls"].as_array().expect("controls");
    assert_eq!(items.len(), controls.len());
    let table = &book[0].1[4..];
    assert_eq!(table.len(), controls.len());
    for ((word, sheet), control) in items.iter().zip(table).zip(controls) {
        let reference = control["ref"].as_str().expect("a number");
        assert!(word[0].starts_with(reference) && sheet["B"].starts_with(reference), "{reference}");
        assert_eq!(word[1], control["requirement"]["zh"].as_str().expect("a text"));
        assert_eq!(word[6], sheet["H"], "{reference}: status");
        assert_eq!(word[5], sheet["G"], "{reference}: what was seen");
        assert_eq!((word[8].as_str(), word[9].as_str()), ("", ""), "{reference}: room for the assessor");
        let decides = |link: &&Value| link["coverage"] != "indicative";
        for link in control["links"].as_array().expect("links").iter().filter(decides) {
            for check in link["checks"].as_array().expect("checks") {
                let (id, n) = (check["check_id"].as_str().expect("an id"), link["counts"]["fail"].as_u64());
                if n.is_some_and(|n| n > 0) && link["any_of"] == false {
                    assert!(word[7].contains(id), "{reference}: {id} is no evidence");
                    assert!(word[5].contains(&format!("未通过 {}", n.unwrap_or_default())), "{reference}: {}", word[5]);
                }
            }
        }
    }
    for (word, id) in [("✗ 不符合", "not_met"), ("◐ 部分符合", "partially_met"), ("✓ 符合", "met")] {
        let n = items.iter().filter(|r| r[6] == word).count() as u64;
        assert_eq!(n, count(&document, id), "{word}");
    }
    let text = texts(Document::parse(&packed["word/document.xml"]).expect("XML").root_element());
    assert!(text.contains("结果记录为自查，需由测评人员确认"));
    assert!(packed["word/document.xml"].contains("<w:tblHeader/>"), "heads repeat");
    assert!(packed["word/styles.xml"].contains("w:eastAsia=\"宋体\""));
    assert!(packed["word/footer1.xml"].contains("NUMPAGES"));
}

/// Mending a check is taken at its word: with its failures gone, the plan's promises hold.
#[test]
fn what_the_plan_promises_comes_true() {
    let room = Room::new();
    room.report("mlps-l3", &sample(), "json", &[]).code(0);
    let before = room.json("mlps-l3");
    let text = std::fs::read_to_string(sample().join("findings.jsonl")).unwrap_or_default();
    let steps = before["plan"].as_array().expect("a plan");
    let ours = |id: &str| text.contains(&format!("\"{id}\""));
    let mut tried = 0;
    for step in steps.iter().filter(|s| ours(s["check_id"].as_str().expect("an id"))).take(4) {
        let id = step["check_id"].as_str().expect("an id");
        let mended: Vec<Value> = text
            .lines()
            .map(|line| {
                let mut f: Value = serde_json::from_str(line).expect("a finding");
                if f["check_id"] == id && f["status"] == "fail" {
                    f["status"] = json!("pass");
                }
                f
            })
            .collect();
        let folder = format!("mended-{id}");
        for file in ["attestations.yaml", "exceptions.yaml", "dengbao.yaml", "prowler.ocsf.json"] {
            room.file(&format!("{folder}/{file}"), std::fs::read(sample().join(file)).expect("a file"));
        }
        for file in std::fs::read_dir(sample().join("files")).expect("the files that statements cite") {
            let path = file.expect("a file").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            room.file(&format!("{folder}/files/{name}"), std::fs::read(&path).expect("a file"));
        }
        room.file(&format!("{folder}/findings.jsonl"), lines(&mended));
        room.report("mlps-l3", &room.path(&folder), "json", &[]).code(0);
        let after = room.json("mlps-l3");
        if after["plan"].as_array().expect("a plan").iter().any(|s| s["check_id"] == id) {
            // Another source says the same; then it is not mended.
            continue;
        }
        tried += 1;
        let status = |control: &Value| {
            let all = after["controls"].as_array().expect("controls");
            all.iter().find(|c| c["id"] == *control).expect("the control")["status"].clone()
        };
        for control in step["would_be_met"].as_array().expect("a list") {
            assert_eq!(status(control), "met", "{id}: {control}");
        }
        for control in step["would_still_fail"].as_array().expect("a list") {
            assert!(
                ["not_met", "partially_met"].contains(&status(control).as_str().expect("a word")),
                "{id}: {control}"
            );
        }
        for control in step["would_be_undecided"].as_array().expect("a list") {
            assert!(
                ["not_assessed", "needs_attestation", "not_applicable"]
                    .contains(&status(control).as_str().expect("a word")),
                "{id}: {control}"
            );
        }
        for hazard in step["hazard_candidates"].as_array().expect("a list") {
            let left = after["score"]["mlps"]["hazard_candidates"].as_array().expect("a list");
            let still = left.iter().any(|h| h["code"] == hazard["code"]);
            assert_eq!(still, hazard["removed"] == false, "{id}: {hazard}");
        }
    }
    assert!(tried > 0, "no check of the sample could be mended alone");
}

#[test]
fn other_frameworks_have_neutral_words() {
    let room = Room::new();
    room.report("pipl", &sample(), "record-docx,xlsx", &["--lang", "both"]).code(0);
    let packed = parts(&room.bytes("out/pipl.record.docx"));
    assert!(!packed["word/document.xml"].contains("测评"), "no words of MLPS assessments");
    let book = sheets(&room.bytes("out/pipl.xlsx"));
    assert_eq!(book[0].0, "概览");
}
