//! Attestations, exceptions and inherited evidence through the real binary: what counts, what ends, and the commands that
//! write the files.

#![allow(clippy::disallowed_methods, reason = "tests take files away")]

mod common;

use std::path::Path;

use common::{Room, finding, lines, sample};
use serde_json::Value;

const TODAY: &[&str] = &["--as-of", "2026-11-25"];

/// SHA-256 of "the policy".
const POLICY: &str = "d5d2b0086caa4ae7e729ab3ae542dc0ae24d7000a1bc7ac3b367a5fbc5e4b692";

fn run(room: &Room, args: &[&str]) -> common::Run {
    room.run(&[args, TODAY].concat())
}

fn attest(room: &Room, more: &[&str]) -> common::Run {
    let base = [
        "attest",
        "--status",
        "met",
        "--statement",
        "制度已发布: \"2026 版\" # 第一号",
        "--person",
        "刘敏",
        "--role",
        "合规主管",
        "--signed-on",
        "2026-09-01",
        "--valid-until",
        "2027-08-31",
    ];
    run(room, &[&base, more].concat())
}

fn except(room: &Room, more: &[&str]) -> common::Run {
    let base = [
        "except",
        "--owner",
        "运维组 孙工",
        "--approver",
        "赵总",
        "--reason",
        "随项目开通",
        "--compensating-control",
        "无公网出口",
    ];
    run(room, &[&base, more].concat())
}

/// A report of one passing finding with the statements of this folder.
fn report(room: &Room, args: &[&str]) -> Value {
    let input = room.file("f.jsonl", lines(&[finding("vpc-flow-log-enabled", "fail", "vpc-1")]));
    let mut all: Vec<&str> = Vec::new();
    for (flag, file) in [
        ("--attestations", "attestations.yaml"),
        ("--exceptions", "exceptions.yaml"),
        ("--organisation", "dengbao.yaml"),
    ] {
        if room.path(file).exists() {
            all.extend([flag, file]);
        }
    }
    room.report("mlps-l3", &input, "json,md,html,csv", &[&all, args].concat()).code(0);
    room.json("mlps-l3")
}

fn status<'a>(document: &'a Value, control: &str) -> &'a str {
    let control = document["controls"].as_array().expect("controls").iter().find(|c| c["id"] == control);
    control.expect("a control")["status"].as_str().expect("a status")
}

#[test]
fn a_statement_is_written_read_back_and_counted() {
    let room = Room::new();
    room.file("evidence/制度 (2026).pdf", "the policy");
    let evidence = room.path("evidence/制度 (2026).pdf").display().to_string();
    let run = attest(&room, &["--control", "8.1.6.4", "--evidence", &evidence]).code(0);
    for word in ["added A-0001", "mlps 8.1.6.4", "customer", "files/A-0001-制度-2026.pdf"] {
        assert!(run.out().contains(word), "{word} is not in:\n{}", run.out());
    }
    assert_eq!(room.text("files/A-0001-制度-2026.pdf"), "the policy");
    let document = report(&room, &[]);
    assert_eq!(status(&document, "8.1.6.4"), "met");
    let said = &document["attestations"][0];
    assert_eq!((&said["state"], &said["ends_on"]), (&"in_date".into(), &"2027-08-31".into()));
    assert_eq!(said["statement"]["statement"]["zh"], "制度已发布: \"2026 版\" # 第一号");
    assert_eq!(said["statement"]["added_on"], "2026-11-25");
    assert_eq!(said["statement"]["files"][0]["sha256"], POLICY);
    assert!(document["data_files"].to_string().contains(POLICY), "cited files stand among the files used");
    // Once more, into the file that is there now, under the next id and another name.
    attest(&room, &["--framework", "mlps-l3", "--section", "SCE", "--evidence", &evidence, "--evidence", &evidence])
        .code(2);
    let run = attest(
        &room,
        &["--framework", "mlps-l3", "--section", "PES", "--evidence", &evidence, "--evidence", &evidence],
    );
    let out = run.code(0).out();
    assert!(out.contains("added A-0002") && out.contains("8.1.1.1"), "{out}");
    assert_eq!(
        room.names("files"),
        ["A-0001-制度-2026.pdf", "A-0002-制度-2026-2.pdf", "A-0002-制度-2026.pdf"],
        "nothing is overwritten, nothing is left of the refused run"
    );
    assert_eq!(status(&report(&room, &[]), "8.1.1.1.a"), "met");
}

#[test]
fn what_stands_in_a_file_stays_byte_for_byte() {
    let room = Room::new();
    let before = "\u{feff}# ours\r\nattestations:\r\n    # the first\r\n    - id: A-07   # seven\r\n      controls: [\"8.1.6.4\"]\r\n      status: met\r\n      statement: 一\r\n      person: 刘敏\r\n      role: 主管\r\n      signed_on: 2026-01-10   # day\r\n      valid_until: '2026-12-31'   # end\r\n\r\n# the end";
    room.file("attestations.yaml", before);
    attest(&room, &["--control", "8.1.6.1"]).code(0);
    let after = room.text("attestations.yaml");
    assert!(after.starts_with(before), "{after}");
    assert!(after.contains("\r\n    - id: A-0008\r\n      controls: [\"8.1.6.1\"]\r\n"), "{after}");
    let renewed =
        run(&room, &["attest", "--renew", "A-07", "--signed-on", "2026-11-20", "--valid-until", "2027-11-20"]).code(0);
    assert!(renewed.out().contains("renewed A-07"), "{}", renewed.out());
    let expected = after
        .replace("2026-01-10   # day", "2026-11-20   # day")
        .replace("'2026-12-31'   # end", "2027-11-20   # end\r\n      added_on: 2026-11-25");
    assert_eq!(room.text("attestations.yaml"), expected);
    let listed = run(&room, &["attest", "--list"]).code(0).out();
    assert!(
        listed.contains("A-07  in date until 2027-11-20, 360 days") && listed.contains("A-0008  in date"),
        "{listed}"
    );
    run(&room, &["attest", "--renew", "A-70", "--signed-on", "2026-11-20", "--valid-until", "2027-11-20"]).code(2);
    assert_eq!(room.text("attestations.yaml"), expected);
}

#[test]
fn wrong_statements_are_refused_and_nothing_is_written() {
    let room = Room::new();
    room.file("e.pdf", "x");
    room.file("attestations.yaml", "attestations: []\n");
    for (args, words) in [
        (vec!["--control", "8.1.6.44"], vec!["no control `8.1.6.44`", "`8.1.6.4`"]),
        (vec!["--framework", "mlps", "--section", "PSE"], vec!["has no section `PSE`", "did you mean `P"]),
        (vec!["--framework", "mpls-l3", "--control", "8.1.6.4"], vec!["no framework `mpls-l3`", "mlps-l3"]),
        (vec!["--control", "8.1.6.4", "--effective-from", "2028-01-01"], vec!["ends before it begins"]),
        (vec!["--control", "8.1.6.4", "--inherited", "--document", "d"], vec!["`document_number` is missing"]),
        (vec!["--control", "8.1.6.4", "--document", "d"], vec!["belongs to a citation"]),
        (vec!["--evidence", "e.pdf"], vec!["names no control"]),
        (vec!["--control", "8.1.6.4", "--evidence", "none.pdf"], vec!["none.pdf"]),
        (vec!["--section", "PES"], vec!["--framework"]),
    ] {
        let run = attest(&room, &args).code(2);
        for word in words {
            assert!(run.err_line().contains(word), "{word} is not in:\n{}", run.err());
        }
        assert_eq!(room.text("attestations.yaml"), "attestations: []\n");
        assert_eq!(room.names("files"), Vec::<String>::new());
    }
    let long = |args: &[&str]| {
        let base =
            ["attest", "--control", "8.1.6.4", "--status", "met", "--statement", "s", "--person", "p", "--role", "r"];
        run(&room, &[&base, args].concat())
    };
    let until = ["--signed-on", "2026-09-01", "--valid-until", "2027-09-03"];
    assert!(long(&until).code(2).err_line().contains("longer than 366 days"));
    assert!(
        long(&["--signed-on", "2026-11-26", "--valid-until", "2027-09-03"])
            .code(2)
            .err_line()
            .contains("before it was signed")
    );
    // The dengbao.yaml beside the file allows more.
    room.file("dengbao.yaml", "max_attestation_days: 400\n");
    long(&until).code(0);
    let document = report(&room, &[]);
    assert_eq!(document["attestations"][0]["ended_by"], "term");
    std::fs::remove_file(room.path("dengbao.yaml")).expect("removed");
    let document = report(&room, &["--lang", "en"]);
    assert_eq!(document["attestations"][0]["ended_by"], "maximum_term");
    assert_eq!(document["attestations"][0]["ends_on"], "2027-09-02");
    assert!(room.text("out/mlps-l3.md").contains("cut to the maximum term: A-0001"), "the report says so");
}

#[test]
fn an_exception_is_written_cut_listed_and_closed() {
    let room = Room::new();
    room.file("exceptions.yaml", "# ours\nexceptions:\n");
    let too_long = except(&room, &["--check", "vpc-flow-log-enabled", "--expires", "2027-06-30"]).code(2);
    assert!(too_long.err_line().contains("180 days that a medium failure allows"), "{}", too_long.err());
    let same =
        except(&room, &["--check", "vpc-flow-log-enabled", "--expires", "2027-01-15", "--approver", "孙工（主管）"]);
    same.code(2);
    let run_ = except(
        &room,
        &["--check", "vpc-flow-log-enabled", "--resource", "vpc-1", "--expires", "2027-01-15", "--ticket", "OPS-1"],
    )
    .code(0);
    assert!(run_.out().contains("vpc-flow-log-enabled (medium, at most 180 days)"), "{}", run_.out());
    let text = room.text("exceptions.yaml");
    assert!(text.starts_with("# ours\nexceptions:\n  - id: E-0001\n"), "{text}");
    let document = report(&room, &[]);
    assert_eq!(document["exceptions"][0]["state"], "in_date");
    assert_eq!(document["exceptions"][0]["void_from"], "2027-01-15T23:59:59+08:00");
    assert_eq!(document["exceptions"][0]["longest_days"], 180);
    let row = &document["expiring"][0];
    assert_eq!((&row["id"], &row["bucket"], &row["days_left"]), (&"E-0001".into(), &"60_days".into(), &51.into()));
    assert!(row["controls"].as_array().is_some_and(|c| !c.is_empty()), "{row}");
    run(&room, &["except", "--close", "E-0001"]).code(0);
    assert_eq!(
        room.text("exceptions.yaml"),
        text.replace("+08:00\"\n", "+08:00\"\n    closed_on: 2026-11-25\n"),
        "one line more"
    );
    let document = report(&room, &["--lang", "en"]);
    assert_eq!(
        (&document["exceptions"][0]["state"], &document["exceptions"][0]["ended_by"]),
        (&"expired".into(), &"closed".into())
    );
    assert_eq!(document["expiring"], Value::Array(vec![]), "what was closed did not expire");
    assert!(run(&room, &["except", "--list"]).code(0).out().contains("E-0001  closed on 2026-11-25"));
    // A hand-written term beyond the longest: void from opening and the longest term.
    room.file(
        "exceptions.yaml",
        text.replace("2027-01-15T", "2029-01-15T").replace("opened_on: 2026-11-25", "opened_on: 2026-05-28"),
    );
    let document = report(&room, &["--lang", "en"]);
    assert_eq!(document["exceptions"][0]["state"], "expired", "180 days are over on 24 November");
    assert_eq!(document["exceptions"][0]["ended_by"], "maximum_term");
    let markdown = room.text("out/mlps-l3.md");
    assert!(markdown.contains("cut to the maximum term"), "the report says so");
    let lint = run(&room, &["lint", "--exceptions", "exceptions.yaml"]).code(2);
    assert!(lint.err_line().contains("180 days that a medium failure allows"), "{}", lint.err());
    room.file("dengbao.yaml", "max_exception_days: {medium: 1000}\n");
    assert_eq!(report(&room, &[])["exceptions"][0]["state"], "in_date");
    let lint = run(&room, &["lint", "--exceptions", "exceptions.yaml"]).code(0);
    assert!(lint.out().contains("no mistake"), "the dengbao.yaml beside it is read: {}", lint.err());
}

/// An exception of controls alone stands as long as the worst of the checks behind them allows.
#[test]
fn the_worst_check_behind_a_control_decides_the_term() {
    let room = Room::new();
    let long = except(&room, &["--framework", "cis-2.0", "--control", "5.4", "--expires", "2027-03-31"]).code(2);
    assert!(long.err_line().contains("90 days that a high failure"), "{}", long.err());
    except(&room, &["--framework", "cis-2.0", "--control", "5.4", "--expires", "2027-02-01"]).code(0);
    let input = room.file("f.jsonl", lines(&[finding("oss-bucket-https-only", "fail", "a")]));
    let of = |expires: &str| {
        let text = room.text("exceptions.yaml");
        room.file("long.yaml", text.replace("2027-02-01", expires).replace("2026-11-25", "2026-08-01"));
        room.report("cis-2.0", &input, "json", &["--exceptions", "long.yaml"]).code(0);
        room.json("cis-2.0")["exceptions"][0].clone()
    };
    let cut = of("2027-02-01");
    assert_eq!((&cut["state"], &cut["longest_days"]), (&"expired".into(), &90.into()), "{cut}");
}

const CITES: &str = "attestations:\n- id: A1\n  controls: [8.1.6.4]\n  status: met\n  statement: s\n  person: p\n  role: r\n  signed_on: 2026-01-10\n  valid_until: 2026-12-31\n  files: [FILE]\n";

#[test]
fn cited_files_must_be_there_unchanged_and_inside_the_folder() {
    let room = Room::new();
    room.file("in/f.jsonl", lines(&[finding("vpc-flow-log-enabled", "pass", "v")]));
    room.file("in/files/policy.md", "the policy");
    room.file("in/files/other.md", "nobody cites it");
    room.file("secret.txt", "outside");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(room.path("secret.txt"), room.path("in/files/link.txt")).expect("a link");
        std::os::unix::fs::symlink(room.path("in/files/policy.md"), room.path("in/inner.md")).expect("a link");
        std::os::unix::fs::symlink(room.path(""), room.path("in/up")).expect("a link");
    }
    let cite = |file: &str| room.file("in/attestations.yaml", CITES.replace("FILE", file));
    let refused = |file: &str, word: &str| {
        cite(file);
        for run in [
            room.report("mlps-l3", &room.path("in"), "json", &[]),
            run(&room, &["lint", "--attestations", "in/attestations.yaml"]),
        ] {
            let run = run.code(2);
            assert!(run.err_line().contains(word), "{file}: {word} is not in:\n{}", run.err());
        }
        assert_eq!(room.names("out"), Vec::<String>::new());
    };
    refused("files/none.md", "cannot be read");
    refused("files", "is not a file");
    refused("../secret.txt", "out of the folder");
    refused("/etc/passwd", "absolute");
    let wrong = "0".repeat(64);
    refused(&format!("{{path: files/policy.md, sha256: {wrong}}}"), "not the file that was cited");
    if cfg!(unix) {
        refused("files/link.txt", "symbolic link");
        refused("up/secret.txt", "symbolic link");
        cite("inner.md");
        room.report("mlps-l3", &room.path("in"), "json", &[]).code(0);
    }
    cite("files/policy.md");
    room.report("mlps-l3", &room.path("in"), "json,md", &["--lang", "en"]).code(0);
    let document = room.json("mlps-l3");
    let file = &document["attestations"][0]["statement"]["files"][0];
    assert_eq!((&file["bytes"], &file["sha256"]), (&10.into(), &POLICY.into()));
    assert!(room.text("out/mlps-l3.md").contains(POLICY), "the whole digest is printed");
    cite(&format!("{{path: files/policy.md, sha256: {}}}", POLICY.to_uppercase()));
    room.report("mlps-l3", &room.path("in"), "json", &[]).code(0);
    let ignored = room.json("mlps-l3")["ignored_files"].to_string();
    assert!(ignored.contains("other.md") && !ignored.contains("policy.md"), "{ignored}");
}

#[test]
fn the_providers_document_counts_for_what_the_provider_owes_and_ends_the_statement() {
    let room = Room::new();
    let cited = |until: &str, more: &[&str]| {
        std::fs::remove_file(room.path("attestations.yaml")).ok();
        let base = [
            "--framework",
            "mlps",
            "--inherited",
            "--document",
            "云平台备案证明",
            "--document-number",
            "0000-2026",
            "--issuer",
            "公安机关",
            "--document-valid-until",
            until,
        ];
        attest(&room, &[&base, more].concat())
    };
    let run = cited("2027-06-30", &["--section", "PES", "--control", "8.1.6.4"]).code(0);
    assert!(run.err_line().contains("controls that the customer owes: mlps 8.1.6.4"), "{}", run.err());
    let document = report(&room, &["--lang", "en"]);
    assert_eq!(status(&document, "8.1.1.1.a"), "met");
    assert_eq!(status(&document, "8.1.6.4"), "needs_attestation", "the provider's document says nothing of it");
    assert_eq!(document["attestations"][0]["refused_controls"], serde_json::json!(["8.1.6.4"]));
    let markdown = room.text("out/mlps-l3.md");
    assert!(
        markdown.contains("1 controls that the customer owes") || markdown.contains("that the customer owes"),
        "said"
    );
    assert!(markdown.contains("0000-2026"), "the number is printed");
    // The document has ended: the statement has not, and still counts for nothing.
    room.file(
        "attestations.yaml",
        room.text("attestations.yaml").replace("document_valid_until: 2027-06-30", "document_valid_until: 2026-11-20"),
    );
    let document = report(&room, &["--lang", "en"]);
    assert_eq!(status(&document, "8.1.1.1.a"), "needs_attestation");
    let row = &document["expiring"][0];
    assert_eq!(
        (&row["kind"], &row["bucket"], &row["days_left"], &row["ended_by"]),
        (&"inherited".into(), &"expired".into(), &(-5).into(), &"document".into())
    );
    assert_eq!(row["controls"].as_array().map(Vec::len), Some(22), "with the controls that it no longer covers");
    let html = room.text("out/mlps-l3.html");
    assert!(html.contains("ends with the cited document") && html.contains("2026-11-20"));
}

#[test]
fn a_policy_in_force_since_january_counts_from_its_signing_on_and_late_entries_are_named() {
    let room = Room::new();
    let text = CITES
        .replace("  files: [FILE]\n", "  effective_from: 2026-01-01\n  added_on: 2026-04-01\n")
        .replace("signed_on: 2026-01-10", "signed_on: 2026-03-10");
    room.file("attestations.yaml", text);
    let input = room.file("f.jsonl", lines(&[finding("vpc-flow-log-enabled", "pass", "v")]));
    let on = |day: &str| {
        let input = input.display().to_string();
        let args = [
            "report",
            "--framework",
            "mlps-l3",
            "--input",
            &input,
            "--format",
            "json,md",
            "--lang",
            "en",
            "--out",
            "out",
        ];
        room.run(&[&args, &["--attestations", "attestations.yaml", "--as-of", day][..]].concat()).code(0);
        let late = room.text("out/mlps-l3.md").contains("but added to the file after it");
        (status(&room.json("mlps-l3"), "8.1.6.4").to_owned(), late)
    };
    assert_eq!(on("2026-03-09"), ("needs_attestation".into(), false), "in force, not signed");
    assert_eq!(on("2026-03-10"), ("met".into(), true), "signed by then; the entry came later, which is said");
    assert_eq!(on("2026-04-01"), ("met".into(), false));
    assert_eq!(on("2027-01-01"), ("needs_attestation".into(), false), "it has ended");
}

#[test]
fn lint_names_every_kind_of_mistake_and_warns_of_the_rest() {
    let room = Room::new();
    room.file("one.yaml", format!("{}{}", CITES.replace("[FILE]", "[none.md]"), "- {id: A2, framework: mlps, sections: [PSE], controls: [\"9.9.9\"], status: met, statement: s, person: p, role: r, signed_on: 2025-01-01, valid_until: 2027-01-01}\n- {id: A3, controls: [8.1.6.4], status: not_met, statement: s, person: p, role: r, signed_on: 2026-02-01, valid_until: 2026-10-01}\n"));
    room.file("two.yaml", CITES.replace("  files: [FILE]\n", ""));
    let run = run(&room, &["lint", "--attestations", "one.yaml", "--attestations", "two.yaml"]).code(2);
    for word in [
        "`none.md` cannot be read",
        "`mlps` has no section `PSE`",
        "there is no control `9.9.9`",
        "`A2` stands longer than 366 days",
        "the id `A1` also stands in one.yaml",
        "`A3` expired on 2026-10-01",
        "`A1` and `A3` say different things of `8.1.6.4`",
    ] {
        assert!(run.err_line().contains(word), "{word} is not in:\n{}", run.err());
    }
    let quiet = room.run(&["lint", "--attestations", "two.yaml", "--as-of", "2027-03-01", "--quiet"]).code(0);
    assert_eq!((quiet.out(), quiet.err()), (String::new(), String::new()), "warnings are no mistakes");
    let twice =
        room.report("mlps-l3", &sample(), "json", &["--attestations", "two.yaml", "--attestations", "two2.yaml"]);
    twice.code(2);
}

#[test]
fn the_sample_account_lints_clean_and_shows_what_expires() {
    let room = Room::new();
    let file = |name: &str| Path::new(&sample()).join(name).display().to_string();
    let (attestations, exceptions, organisation) =
        (file("attestations.yaml"), file("exceptions.yaml"), file("dengbao.yaml"));
    let run = run(
        &room,
        &["lint", "--attestations", &attestations, "--exceptions", &exceptions, "--organisation", &organisation],
    )
    .code(0);
    for word in ["`A-05` expired on 2026-10-19", "`E-02` is void since 2026-09-30"] {
        assert!(run.err_line().contains(word), "{word} is not in:\n{}", run.err());
    }
    assert!(run.err_line().contains("2 warnings"), "and nothing else:\n{}", run.err());
    assert!(!run.err().contains("Error"), "a warning is none:\n{}", run.err());
    // The file is named once more, beside the folder that it lies in.
    let args = ["--lang", "both", "--attestations", &attestations];
    let run = room.report("mlps-l3", &sample(), "json,md,html", &args).code(0);
    assert_eq!(run.err(), "", "no file is left alone");
    let document = room.json("mlps-l3");
    let rows: Vec<(String, String)> = document["expiring"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|r| (r["id"].as_str().expect("an id").to_owned(), r["bucket"].as_str().expect("a bucket").to_owned()))
        .collect();
    let row = |id: &str, bucket: &str| (id.to_owned(), bucket.to_owned());
    assert_eq!(
        rows,
        [row("E-02", "expired"), row("A-05", "expired"), row("A-04", "30_days"), row("E-01", "60_days")],
        "by date"
    );
    let english = room.text("out/mlps-l3.en.md");
    for word in ["1 statement expires within 30 days.", "What expires, and who must act", "within 60 days"] {
        assert!(english.contains(word), "{word}");
    }
    let chinese = room.text("out/mlps-l3.md");
    for word in ["1 份声明或例外将在 30 天内到期", "到期清单与责任人", "60 天内"] {
        assert!(chinese.contains(word), "{word}");
    }
}
