//! Wrong, broken and hostile input: one clear error, exit code 2, nothing half-written; hostile names stay text.

mod common;

use common::{Room, event, finding, lines, output, sample, squeeze, tool};
use serde_json::{Value, json};

/// Reports on a broken file in every format; the error must hold each of the words, and nothing may be written.
#[track_caller]
fn refused(name: &str, content: impl AsRef<[u8]>, words: &[&str]) {
    let room = Room::new();
    let input = room.file(name, content);
    let run = room.report("mlps-l3", &input, "html,md,pdf,json,csv", &[]).code(2);
    let error = run.err_line();
    for word in words {
        assert!(error.contains(word), "{word:?} is not in: {error}");
    }
    assert!(error.contains(name), "the file is named: {error}");
    assert_eq!(error.matches("help:").count(), 1, "one error: {error}");
    assert_eq!(room.names("out"), Vec::<String>::new(), "nothing is written");
}

fn events(n: usize) -> String {
    let list: Vec<Value> = (0..n).map(|i| event("oss_bucket_logging_enabled", "PASS", &format!("b{i}"))).collect();
    serde_json::to_string_pretty(&list).expect("JSON")
}

#[test]
fn a_cut_json_array_says_how_many_were_read_and_where_it_broke() {
    let text = events(20);
    let third = text.match_indices("\"message\"").nth(3).expect("four events").0;
    refused("cut.ocsf.json", &text[..third + 20], &["3 findings", "byte", "cut off"]);
    refused("cut.ocsf.json", text.trim_end().trim_end_matches(']'), &["20 findings", "before the JSON array does"]);
}

#[test]
fn two_runs_in_one_file_are_refused() {
    refused("twice.ocsf.json", format!("{}{}", events(2), events(2)), &["two runs were appended"]);
}

#[test]
fn a_malformed_event_is_refused_with_its_place() {
    refused(
        "bad.ocsf.json",
        r#"[{"message": "no code", "metadata": {"product": {"name": "Prowler"}}}]"#,
        &["status_code", "0 findings", "byte 1"],
    );
    refused(
        "odd.ocsf.json",
        json!([event("oss_bucket_logging_enabled", "MAYBE", "b")]).to_string(),
        &["unknown status", "MAYBE"],
    );
}

const HEAD: &str = "PROVIDER;ACCOUNT_UID;CHECK_ID;STATUS;STATUS_EXTENDED;RESOURCE_UID\r\n";

#[test]
fn a_cut_csv_says_how_many_rows_were_read() {
    let row = "alibabacloud;1;oss_bucket_logging_enabled;PASS;fine;acs:x\r\n";
    refused("cut.csv", format!("{HEAD}{row}{row}alibabacloud;1;oss_buck"), &["2 findings", "3 cells", "line 4"]);
    refused(
        "cut.csv",
        format!("{HEAD}{row}alibabacloud;1;oss_bucket_logging_enabled;FAIL;\"an open quo"),
        &["1 findings", "5 cells"],
    );
    let swallow = "alibabacloud;1;oss_bucket_logging_enabled;PASS;\"x;acs:x\r\nalibabacloud;1;oss_bucket_logging_enabled;FAIL;\"y;acs:y\r\n";
    refused("quotes.csv", format!("{HEAD}{swallow}"), &["behind its closing quote"]);
    refused("twice.csv", format!("{HEAD}{row}{HEAD}{row}"), &["two runs were appended"]);
}

#[test]
fn another_delimiter_is_named() {
    refused("comma.csv", HEAD.replace(';', ","), &["not parted by `;`"]);
    refused("less.csv", "CHECK_ID;STATUS\r\nx;PASS\r\n", &["without the columns", "PROVIDER"]);
}

#[test]
fn files_that_are_no_text_are_named_for_what_they_are() {
    refused("empty.json", "", &["empty"]);
    refused("blank.csv", " \n\n", &["empty"]);
    refused("image.json", b"\x89PNG\r\n\x1a\n\x00\x00", &["not UTF-8 text"]);
    refused("sheet.csv", b"PK\x03\x04rest", &["zip archive or spreadsheet"]);
    refused("packed.json", b"\x1f\x8b\x08rest", &["gzip"]);
    refused("wide.csv", b"\xff\xfeC\x00H\x00", &["UTF-16"]);
    refused("latin.csv", [HEAD.as_bytes(), b"alibabacloud;1;x;PASS;caf\xe9;acs\r\n"].concat(), &["UTF-8"]);
    refused("notes.json", "# my notes\n", &["not recognised"]);
    refused("object.json", "{\"a\": 1}", &["not recognised"]);
}

#[test]
fn a_missing_file_is_named() {
    let room = Room::new();
    let run = room.run(&["report", "--framework", "mlps-l3", "--input", "nowhere.json"]).code(2);
    assert!(run.err_line().contains("nowhere.json"), "{}", run.err());
    assert_eq!(room.names("out"), Vec::<String>::new());
}

#[test]
fn a_record_without_end_is_cut_short() {
    // Twenty million characters without an end stand for ten thousand million: the limit is what stops both.
    let long = "a".repeat(20 << 20);
    refused("line.jsonl", format!("{{\"check_id\":\"{long}"), &["longer than 16 MiB"]);
    refused("object.ocsf.json", format!("[{{\"message\":\"{long}"), &["longer than 16 MiB"]);
    refused("row.csv", format!("{HEAD}alibabacloud;1;x;PASS;\"{long}"), &["longer than 16 MiB"]);
}

#[test]
fn a_mark_of_byte_order_is_no_problem() {
    let room = Room::new();
    for (name, text) in [
        ("b.ocsf.json", events(3)),
        ("b.csv", format!("{HEAD}alibabacloud;1;oss_bucket_logging_enabled;PASS;fine;acs:x\r\n")),
        ("b.jsonl", lines(&[finding("oss-bucket-https-only", "pass", "a")])),
    ] {
        let input = room.file(name, format!("\u{feff}{text}"));
        room.report("cis-2.0", &input, "json", &[]).code(0);
        let document = room.json("cis-2.0");
        assert!(document["inputs"][0]["findings"].as_u64() > Some(0), "{name}");
        assert_eq!(document["inputs"][0]["rows"], document["inputs"][0]["findings"], "{name}");
    }
}

#[test]
fn a_finding_that_breaks_its_own_rules_is_refused() {
    let mut no_gap = finding("oss-bucket-https-only", "not_assessed", "a");
    no_gap.as_object_mut().expect("an object").remove("gap");
    refused("f.jsonl", lines(&[no_gap]), &["gap", "line 1"]);
    let mut extra = finding("oss-bucket-https-only", "pass", "a");
    extra["verdict"] = json!("pass");
    refused(
        "f.jsonl",
        lines(&[finding("oss-bucket-https-only", "pass", "a"), extra]),
        &["verdict", "line 2", "1 findings"],
    );
}

#[test]
fn old_reports_stay_when_a_new_run_fails() {
    let room = Room::new();
    room.report("cis-2.0", &sample(), "json,md", &[]).code(0);
    let before = (room.bytes("out/cis-2.0.json"), room.bytes("out/cis-2.0.md"));
    let broken = room.file("cut.ocsf.json", "[{");
    room.report("cis-2.0", &broken, "json,md", &[]).code(2);
    assert_eq!(before, (room.bytes("out/cis-2.0.json"), room.bytes("out/cis-2.0.md")));
    assert_eq!(room.names("out"), ["cis-2.0.json", "cis-2.0.md"], "no temporary file is left");
}

#[test]
fn wrong_use_ends_with_2_and_help() {
    let room = Room::new();
    let run = room.run(&["report", "--framework", "mlps-l3"]).code(2);
    assert!(run.err_line().contains("Three ways to begin"), "{}", run.err());
    let run = room.run(&["report", "--framework", "mlps-13", "--input", "x"]).code(2);
    assert!(run.err_line().contains("did you mean `mlps-l3`?"), "{}", run.err());
    room.run(&["report", "--framwork", "x"]).code(2);
    room.run(&["explain", "no-such-thing"]).code(2);
    room.run(&["--help"]).code(0);
    room.run(&["report", "--help"]).code(0);
    room.run(&["--version"]).code(0);
}

/// Names that attack each of the formats.
const HOSTILE: [&str; 6] = [
    "<script>alert(1)</script>",
    "=cmd()|' /C calc'!A0",
    "**bold** [x](javascript:alert(1))",
    "a\u{202e}txt.exe",
    "`| cell |`\n# head",
    "{{ 7*7 }} #let x = 1",
];

fn hostile_room() -> Room {
    let room = Room::new();
    let findings: Vec<Value> = HOSTILE.iter().map(|name| finding("oss-bucket-https-only", "fail", name)).collect();
    let input = room.file("hostile.jsonl", lines(&findings));
    room.report("cis-2.0", &input, "html,md,csv,json,pdf", &["--lang", "en"]).code(0);
    room
}

#[test]
fn hostile_names_are_text_in_html_and_markdown() {
    let room = hostile_room();
    let html = room.text("out/cis-2.0.html");
    assert!(!html.contains("<script>alert"), "no element comes from a name");
    assert!(
        html.contains("&lt;script&gt;alert(1)&lt;&#x2F;script&gt;")
            || html.contains("&lt;script&gt;alert(1)&lt;/script&gt;")
    );
    assert!(html.contains("a[U+202E]txt.exe"));
    assert!(html.contains("{{ 7*7 }}"), "a name is no template");
    let md = room.text("out/cis-2.0.md");
    assert!(!md.contains('\u{202e}'));
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.render.r#unsafe = true;
    let shown = comrak::markdown_to_html(&md, &options);
    assert!(
        !shown.contains("<script>")
            && !shown.contains("javascript:alert(1)\"")
            && !shown.contains("<strong>bold</strong>")
    );
    assert!(shown.contains("**bold** [x](javascript"), "shown as it is");
    assert!(!shown.contains("<h1>head"));
}

#[test]
fn hostile_names_are_no_formulas_in_csv() {
    let room = hostile_room();
    for name in ["out/cis-2.0.findings.csv", "out/cis-2.0.csv"] {
        let text = room.text(name);
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        for record in reader.records() {
            for cell in &record.expect("a row") {
                let dangerous = cell.starts_with(['=', '+', '@', '\t', '\r'])
                    || (cell.starts_with('-') && cell.parse::<f64>().is_err());
                assert!(!dangerous, "{cell:?}");
                assert!(!cell.contains('\u{202e}'));
            }
        }
    }
    assert!(room.text("out/cis-2.0.findings.csv").contains("'=cmd()"));
}

#[test]
fn hostile_names_are_text_in_pdf() {
    if !tool("pdftotext") {
        return;
    }
    let room = hostile_room();
    let text = squeeze(&output("pdftotext", &["-raw", &room.path("out/cis-2.0.pdf").display().to_string(), "-"]));
    for name in ["<script>alert(1)</script>", "=cmd()", "**bold**[x](javascript", "a[U+202E]txt.exe", "{{7*7}}#letx=1"]
    {
        assert!(text.contains(name), "{name}");
    }
}

#[test]
fn hostile_names_are_printed_clean_on_the_terminal() {
    let room = Room::new();
    let run = room.run(&["report", "--framework", "mlps-l3", "--input", "evil\u{1b}[2Jname.json"]).code(2);
    assert!(!run.err().contains('\u{1b}'), "no control sequence of a file name reaches the terminal");
}

#[test]
fn a_character_that_no_font_has_is_shown_as_its_code_point_and_reported() {
    let room = Room::new();
    let input = room.file("f.jsonl", lines(&[finding("oss-bucket-https-only", "fail", "𠮷野家")]));
    let run = room.report("cis-2.0", &input, "pdf", &[]).code(0);
    assert!(run.err().contains("U+20BB7"), "{}", run.err());
    if tool("pdftotext") {
        let text = squeeze(&output("pdftotext", &["-raw", &room.path("out/cis-2.0.pdf").display().to_string(), "-"]));
        assert!(text.contains("[U+20BB7]野家"));
    }
}
