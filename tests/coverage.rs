//! The responsibility matrix and the coverage ledger, through the real binary.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Room, finding, lines, sample};

/// Rows of a CSV file by head.
fn table(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let heads = reader.headers().expect("a head").clone();
    reader
        .records()
        .map(|r| heads.iter().map(str::to_owned).zip(r.expect("a row").iter().map(str::to_owned)).collect())
        .collect()
}

fn number(row: &BTreeMap<String, String>, key: &str) -> u64 {
    row[key].parse().expect("a number")
}

fn statement(id: &str, kind: &str, controls: &str, until: &str) -> String {
    let document = match kind {
        "inherited" => "  document: Platform report\n  document_number: 2026-0001\n  issuer: assessment body\n",
        _ => "",
    };
    format!(
        "- id: {id}\n  kind: {kind}\n  framework: mlps\n  controls: [{controls}]\n  status: met\n  statement: done\n{document}  person: Liu\n  role: CISO\n  signed_on: 2026-01-10\n  valid_until: {until}\n"
    )
}

#[test]
fn cells_of_the_sample_add_up_and_the_page_says_the_same() {
    let room = Room::new();
    room.report("mlps-l3", &sample(), "coverage,html,md", &["--lang", "both"]).code(0);
    assert_eq!(
        room.names("out"),
        ["mlps-l3.coverage.csv", "mlps-l3.en.coverage.csv", "mlps-l3.en.md", "mlps-l3.html", "mlps-l3.md"]
    );
    let rows = table(&room.text("out/mlps-l3.en.coverage.csv"));
    let mut by_state: BTreeMap<String, u64> = BTreeMap::new();
    let (mut accounts, mut regions, mut controls) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut cells = BTreeSet::new();
    for row in &rows {
        *by_state.entry(row["state"].clone()).or_default() += number(row, "cells");
        accounts.insert(row["account"].clone());
        controls.insert(row["control"].clone());
        let places: Vec<&str> = row["regions"].split(';').collect();
        assert_eq!(places.len() as u64, number(row, "cells"));
        assert!(number(row, "checks_without_answer") <= number(row, "checks"));
        for place in places {
            regions.insert(place.to_owned());
            assert!(cells.insert((row["control"].clone(), row["account"].clone(), place.to_owned())), "a cell twice");
        }
    }
    assert_eq!(controls.len(), 257);
    let total = controls.len() * accounts.len() * regions.len();
    assert_eq!(cells.len(), total);
    assert_eq!(by_state.values().sum::<u64>(), total as u64);
    let md = room.text("out/mlps-l3.en.md");
    for (state, n) in &by_state {
        assert!(md.contains(&format!("- {state}: {n}\n")), "{state} {n}");
    }
    let html = room.text("out/mlps-l3.html");
    assert!(html.contains("检测覆盖台账") && html.contains("Coverage ledger") && html.contains("云安全责任矩阵"));
    // Other languages name the same cells.
    let chinese = table(&room.text("out/mlps-l3.coverage.csv"));
    let ids = |rows: &[BTreeMap<String, String>], key: &str| rows.iter().map(|r| r[key].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&chinese, "状态标识"), ids(&rows, "state_id"));
}

#[test]
fn a_file_of_findings_alone_vouches_for_no_region_without_one() {
    let room = Room::new();
    let mut other = finding("ecs-security-group-no-open-ssh", "pass", "sg-2");
    other["resource"]["region"] = "cn-beijing".into();
    other["resource"]["account"] = "2".into();
    let input = room.file("f.jsonl", lines(&[finding("ecs-security-group-no-open-ssh", "fail", "sg-1"), other]));
    room.report("cis-2.0", &input, "coverage", &["--lang", "en"]).code(0);
    let rows = table(&room.text("out/cis-2.0.coverage.csv"));
    let state = |account: &str, region: &str| {
        rows.iter()
            .find(|r| {
                r["control"] == "4.3" && r["account"] == account && r["regions"].split(';').any(|place| place == region)
            })
            .map(|r| r["state_id"].clone())
            .expect("a cell")
    };
    assert_eq!(state("1", "cn-hangzhou"), "evaluated");
    assert_eq!(state("1", "cn-beijing"), "not_scanned");
    assert_eq!(state("2", "cn-beijing"), "evaluated");
    assert_eq!(state("2", "global"), "elsewhere");
}

fn matrix(room: &Room) -> BTreeMap<String, BTreeMap<String, String>> {
    table(&room.text("out/mlps-l3.responsibility.csv")).into_iter().map(|row| (row["id"].clone(), row)).collect()
}

#[test]
fn the_matrix_names_an_owner_and_evidence_for_every_control() {
    let room = Room::new();
    room.report("mlps-l3", &sample(), "responsibility,json", &["--lang", "en"]).code(0);
    let rows = matrix(&room);
    assert_eq!(rows.len(), 257);
    for (id, row) in &rows {
        for key in ["owner", "IaaS", "PaaS", "SaaS", "Rule", "The customer hands over", "settled", "Settled"] {
            assert!(!row[key].is_empty(), "{id}: {key}");
        }
        if row["owner"] != "customer" {
            assert!(row["The provider hands over"].contains("filing certificate"), "{id}");
        }
        if row["settled"] == "true" {
            assert!(matches!(row["status"].as_str(), "met" | "not_applicable"), "{id}");
        }
    }
    // Rooms are cited from the platform's report in the sample.
    assert_eq!(rows["8.1.1.1.a"]["provider_part"], "cited");
    assert_eq!(rows["8.1.1.1.a"]["settled"], "true");
    // Resources abroad fail a control that is the provider's by name: the choice of region is the customer's.
    assert_eq!(rows["8.2.1.1"]["provider_part"], "not_cited");
    assert_eq!(
        (rows["8.2.1.1"]["customer_part"].as_str(), rows["8.2.1.1"]["Settled"].as_str()),
        ("fails", "both parts open")
    );
}

/// The trap that the matrix is there for: the provider's share says nothing of the customer's.
#[test]
fn a_shared_control_is_not_settled_by_the_providers_documents() {
    let shared = "8.2.4.3.c, 8.2.4.5.b, 8.2.2.1.a, 8.2.3.2.c";
    let findings = lines(&[finding("ram-root-mfa-enabled", "pass", "1")]);
    let run = |statements: &[String]| {
        let room = Room::new();
        let input = room.file("f.jsonl", &findings);
        let file = room.file("a.yaml", format!("attestations:\n{}", statements.concat()));
        let file = file.display().to_string();
        room.report("mlps-l3", &input, "responsibility,json", &["--lang", "en", "--attestations", &file]).code(0);
        let statuses: BTreeMap<String, String> = room.json("mlps-l3")["controls"]
            .as_array()
            .expect("controls")
            .iter()
            .map(|c| (c["id"].as_str().expect("id").to_owned(), c["status"].as_str().expect("status").to_owned()))
            .collect();
        (matrix(&room), statuses)
    };
    let customer = "8.1.6.1, 8.1.7.1.a";
    let all = format!("{shared}, {customer}, 8.1.1.1.a");
    let (rows, statuses) = run(&[statement("P", "inherited", &all, "2026-12-31")]);
    for id in shared.split(", ") {
        assert_eq!(rows[id]["provider_part"], "cited", "{id}");
        assert_ne!(statuses[id], "met", "{id}");
        assert_eq!((rows[id]["settled"].as_str(), rows[id]["Settled"].as_str()), ("false", "customer's part open"));
        assert!(rows[id]["Remarks"].contains("settles nothing of the customer's part"), "{id}");
    }
    for id in customer.split(", ") {
        assert_eq!(statuses[id], "needs_attestation", "{id}: not the provider's to show");
    }
    assert_eq!((statuses["8.1.1.1.a"].as_str(), rows["8.1.1.1.a"]["settled"].as_str()), ("met", "true"));
    // The customer's word alone settles nothing of the provider's part either.
    let (rows, _) = run(&[statement("C", "attestation", "8.2.2.1.a", "2026-12-31")]);
    assert_eq!(rows["8.2.2.1.a"]["Settled"], "provider's part open");
    assert_eq!(rows["8.2.2.1.a"]["settled"], "false");
    // Both do, while both are in date.
    let (rows, statuses) = run(&[
        statement("P", "inherited", "8.2.2.1.a", "2026-12-31"),
        statement("C", "attestation", "8.2.2.1.a", "2026-12-31"),
    ]);
    assert_eq!((statuses["8.2.2.1.a"].as_str(), rows["8.2.2.1.a"]["settled"].as_str()), ("met", "true"));
    let (rows, _) = run(&[
        statement("P", "inherited", "8.2.2.1.a", "2026-06-30"),
        statement("C", "attestation", "8.2.2.1.a", "2026-12-31"),
    ]);
    assert_eq!(rows["8.2.2.1.a"]["provider_part"], "out_of_date");
    assert_eq!(rows["8.2.2.1.a"]["settled"], "false");
}
