//! The smaller commands: lint, frameworks, explain, checks, import, completions.

mod common;

use common::{Room, finding, lines, sample};
use serde_json::Value;

#[test]
fn the_built_in_data_has_no_mistake() {
    let room = Room::new();
    let run = room.run(&["lint"]).code(0);
    assert!(run.out().contains("no mistake"));
}

const BROKEN: &str = "\
framework: posture-review
version: \"1\"
controls:
  - control: r01
    checks:
      - {check: ram-root-mfa-enabeld, coverage: full}
      - {check: ram-root-no-access-key, coverage: partial}
      - {check: sls-logstore-retention, coverage: full, params: {days: 3}}
      - {check: ram-policy-no-admin, coverage: complete}
  - control: r99
    checks: [{check: ram-policy-no-admin, coverage: full}]
manual: [r02, r02, r03]
odd: true
";

#[test]
fn lint_underlines_every_mistake_in_one_run() {
    let room = Room::new();
    room.file("m/posture-review.yaml", BROKEN);
    let run = room.run(&["lint", "--mappings", "m"]).code(2);
    let error = run.err_line();
    for word in [
        "there is no check `ram-root-mfa-enabeld`",
        "did you mean `ram-root-mfa-enabled`?",
        "a partial link must say what stays open",
        "has no parameter `days`",
        "`complete` is not a value of `coverage`",
        "has no control `r99`",
        "`r02` stands twice",
        "neither mapped nor listed under `manual`",
        "unknown key `odd`",
    ] {
        assert!(error.contains(word), "{word} is not in:\n{}", run.err());
    }
    assert!(run.err().contains("posture-review.yaml:6"), "with file and line:\n{}", run.err());
    insta::assert_snapshot!(run.err().replace(&room.path("").display().to_string(), ""));
}

#[test]
fn lint_finds_mistakes_in_frameworks_and_statements() {
    let room = Room::new();
    room.file(
        "f/own.yaml",
        "id: own\nversion: \"1\"\nname: {en: Own}\nauthority: {en: we, zh: 我们}\nlegal_force: internal\nscoring: checklist\naggregate: worst\nabout: {en: a, zh: 甲}\nprofiles: [{id: own, name: {en: Own, zh: 自有}}]\nsections: [{id: s, title: {en: S, zh: 一}}]\ncontrols:\n- {id: a, section: t, ref: A, requirement: {en: x, zh: 甲}, kind: technical, assessment: manual, owner: customer, limits: {en: x, zh: 甲}, evidence: [{en: x, zh: 甲}]}\n",
    );
    room.file("a.yaml", "attestations:\n- {id: A, controls: [x], status: great, statement: s, person: p, role: r, signed_on: today, valid_until: 2026-12-31}\n");
    let run = room.run(&["lint", "--frameworks", "f", "--attestations", "a.yaml"]).code(2);
    let error = run.err_line();
    for word in
        ["`zh` is missing", "unknown section `t`", "`great` is not a value of `status`", "`signed_on` must be a date"]
    {
        assert!(error.contains(word), "{word} is not in:\n{}", run.err());
    }
}

#[test]
fn a_user_file_replaces_the_built_in_one_and_a_broken_one_is_an_error() {
    let room = Room::new();
    let own = "framework: posture-review\nversion: own\ncontrols: []\nmanual: [r01, r02, r03, r04, r05, r06, r07, r08, r09, r10, r11, r12]\n";
    room.file("m/posture-review.yaml", own);
    let input = room.file("f.jsonl", lines(&[finding("ram-root-mfa-enabled", "fail", "1")]));
    room.report("posture-review", &input, "json", &["--mappings", "m"]).code(0);
    let document = room.json("posture-review");
    assert_eq!(document["score"]["counts"]["needs_attestation"], 12);
    let files = document["data_files"].to_string();
    assert!(files.contains("m/posture-review.yaml"), "{files}");
    room.file("m/posture-review.yaml", "framework: [");
    let run = room.report("posture-review", &input, "json", &["--mappings", "m"]).code(2);
    assert!(run.err_line().contains("not valid YAML"), "{}", run.err());
}

#[test]
fn a_framework_of_ones_own_can_be_reported_on() {
    let room = Room::new();
    room.file(
        "f/own.yaml",
        "id: own\nversion: \"1\"\nname: {en: Own rules, zh: 自有规则}\nauthority: {en: we, zh: 我们}\nlegal_force: internal\nscoring: checklist\naggregate: worst\nabout: {en: Ours., zh: 自有。}\nprofiles: [{id: own, name: {en: Own rules, zh: 自有规则}}]\nsections: [{id: s, title: {en: Storage, zh: 存储}}]\ncontrols:\n- {id: a, section: s, ref: A1, requirement: {en: Buckets refuse plain HTTP, zh: 存储空间拒绝明文访问}, kind: technical, assessment: automated, owner: customer, limits: {en: Nothing else., zh: 无其他内容。}, evidence: [{en: The policy, zh: 存储空间策略}]}\n",
    );
    room.file("m/own.yaml", "framework: own\nversion: \"1\"\ncontrols:\n- {control: a, checks: [{check: oss-bucket-https-only, coverage: full}]}\n");
    let input = room.file("f.jsonl", lines(&[finding("oss-bucket-https-only", "pass", "b")]));
    room.report("own", &input, "json,md,html", &["--frameworks", "f", "--mappings", "m"]).code(0);
    let document = room.json("own");
    assert_eq!(document["controls"][0]["status"], "met");
    assert_eq!(document["verdict"]["code"], "all_met");
}

#[test]
fn explain_says_what_a_control_asks_and_which_checks_speak_to_it() {
    let room = Room::new();
    for name in ["8.1.4.1.d", "8.1.4.1 d)", "9.1.4.1.d"] {
        let text = room.run(&["explain", name]).code(0).out();
        for word in ["L3-CES1-04", "ram-user-mfa-enabled", "stays open", "no check can show"] {
            assert!(text.contains(word), "{name}: {word} is not in:\n{text}");
        }
    }
    let text = room.run(&["explain", "csl:21(2)", "--lang", "zh"]).code(0).out();
    assert!(text.contains("csl-23-2"), "{text}");
    let text = room.run(&["explain", "oss-bucket-https-only"]).code(0).out();
    assert!(text.contains("cis-alibaba 5.4 (full)") || text.contains("cis-alibaba 5.4 (partial)"), "{text}");
}

#[test]
fn checks_are_listed_whole() {
    let room = Room::new();
    let list: Value =
        serde_json::from_str(&room.run(&["checks", "list", "--format", "json"]).code(0).out()).expect("JSON");
    let list = list.as_array().expect("a list");
    assert!(list.len() >= 180);
    for check in list {
        for field in ["id", "severity", "title", "risk", "remediation", "actions", "covers"] {
            assert!(!check[field].is_null(), "{field} of {}", check["id"]);
        }
    }
    assert_eq!(room.run(&["checks", "list"]).code(0).out().lines().count(), list.len());
    assert!(room.run(&["checks", "show", "ram-root-mfa-enabled"]).code(0).out().contains("ram:GetAccountMFAInfo"));
    room.run(&["checks", "show", "ram-root-mfa"]).code(2);
}

#[test]
fn imported_findings_read_back_as_they_were() {
    let room = Room::new();
    let prowler = sample().join("prowler.ocsf.json").display().to_string();
    room.run(&["import", &prowler, "--out", "f.jsonl"]).code(0);
    room.report("mlps-l3", &room.path("f.jsonl"), "json", &[]).code(0);
    let again = room.json("mlps-l3");
    room.report("mlps-l3", &sample().join("prowler.ocsf.json"), "json", &[]).code(0);
    let direct = room.json("mlps-l3");
    assert_eq!(again["controls"], direct["controls"]);
    assert_eq!(again["checks"], direct["checks"]);
}

#[test]
fn output_into_a_closed_pipe_is_no_failure() {
    if !common::tool("head") {
        return;
    }
    let binary = env!("CARGO_BIN_EXE_dengbao");
    let text = common::output("sh", &["-c", &format!("{binary} checks list | head -n 1")]);
    assert_eq!(text.lines().count(), 1);
}

#[test]
fn completions_and_quiet_and_json_logs() {
    let room = Room::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(room.run(&["completions", shell]).code(0).out().contains("dengbao"), "{shell}");
    }
    let run = room.report("cis-2.0", &sample(), "json", &["--quiet"]).code(0);
    assert_eq!((run.out(), run.err()), (String::new(), String::new()));
    room.file("in/f.jsonl", lines(&[finding("oss-bucket-https-only", "pass", "b")]));
    room.file("in/notes.txt", "x");
    let run = room.report("cis-2.0", &room.path("in"), "json", &["--log-format", "json"]).code(0);
    let line: Value = serde_json::from_str(run.err().lines().next().expect("a line")).expect("JSON");
    assert!(line["fields"]["message"].as_str().is_some_and(|m| m.contains("notes.txt")), "{line}");
}
