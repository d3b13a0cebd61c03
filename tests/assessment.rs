//! From findings to statuses, through the real binary: what the product promises about every control.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Room, event, finding, lines, sample};
use dengbao::data::Library;
use serde_json::{Value, json};

fn statuses(document: &Value) -> BTreeMap<String, String> {
    let text = |v: &Value| v.as_str().expect("a text").to_owned();
    document["controls"].as_array().expect("controls").iter().map(|c| (text(&c["id"]), text(&c["status"]))).collect()
}

fn status(room: &Room, framework: &str, control: &str) -> String {
    statuses(&room.json(framework))[control].clone()
}

#[test]
fn every_control_of_level_3_has_a_status_and_a_reason() {
    let room = Room::new();
    room.report("mlps-l3", &sample(), "json,csv", &[]).code(0);
    let document = room.json("mlps-l3");
    assert_eq!(document["framework"]["id"], "mlps-l3");
    assert_eq!(statuses(&document).len(), 257);
    let csv = room.text("out/mlps-l3.csv");
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let why = reader.headers().expect("a head").iter().position(|h| h == "判定依据").expect("a column");
    let reasons: Vec<String> = reader.records().map(|r| r.expect("a row")[why].to_owned()).collect();
    assert_eq!(reasons.len(), 257);
    assert!(reasons.iter().all(|r| r.chars().count() > 8), "{reasons:?}");
}

#[test]
fn an_empty_but_valid_input_meets_nothing() {
    for (name, content) in [("empty.ocsf.json", "[]"), ("empty2.ocsf.json", "[ ]\n")] {
        let room = Room::new();
        let input = room.file(name, content);
        for framework in ["mlps-l3", "cis-2.0", "pipl", "csl", "posture-review"] {
            room.report(framework, &input, "json", &[]).code(0);
            let document = room.json(framework);
            for (id, status) in statuses(&document) {
                assert!(matches!(status.as_str(), "not_assessed" | "needs_attestation"), "{framework} {id}: {status}");
            }
            assert_eq!(document["score"]["met"]["lower"], 0.0);
            assert_eq!(document["score"]["coverage_percent"], 0.0);
        }
    }
}

#[test]
fn flipping_one_finding_changes_exactly_the_controls_mapped_to_it() {
    let library = Library::default();
    for framework in ["mlps-l3", "cis-2.0", "pipl"] {
        let (catalogue, resolved) = library.framework(framework).expect("built in");
        let mapping = library.mapping(&catalogue).expect("built in");
        // Every check passes on one resource; then one of them fails.
        let checks: BTreeSet<&str> = mapping.check_refs().map(|c| c.check.id).collect();
        let all = |failing: &str| {
            let findings: Vec<Value> =
                checks.iter().map(|c| finding(c, if *c == failing { "fail" } else { "pass" }, "one")).collect();
            lines(&findings)
        };
        let room = Room::new();
        let before = room.file("before.jsonl", all(""));
        room.report(framework, &before, "json", &[]).code(0);
        let before = statuses(&room.json(framework));
        let mut moved = 0;
        for flipped in ["oss-bucket-https-only", "sls-logstore-retention", "ram-user-mfa-enabled"] {
            let input = room.file("after.jsonl", all(flipped));
            room.report(framework, &input, "json", &[]).code(0);
            let after = statuses(&room.json(framework));
            let changed: BTreeSet<&String> = before.keys().filter(|id| before[*id] != after[*id]).collect();
            let expected: BTreeSet<&String> = resolved
                .controls
                .iter()
                .filter(|c| {
                    mapping
                        .links(&c.control.id, &c.variant)
                        .any(|l| l.coverage.decides() && l.target.checks().iter().any(|one| one.check.id == flipped))
                })
                .map(|c| &c.id)
                .collect();
            assert_eq!(changed, expected, "{framework} {flipped}");
            moved += expected.len();
        }
        assert!(moved >= 2, "{framework}: the test moves something");
    }
}

#[test]
fn a_fail_weighs_more_than_passes_and_objects_are_told_apart_in_mlps_only() {
    let room = Room::new();
    let both = room.file(
        "f.jsonl",
        lines(&[finding("oss-bucket-https-only", "fail", "a"), finding("oss-bucket-https-only", "pass", "b")]),
    );
    room.report("mlps-l3", &both, "json", &[]).code(0);
    assert_eq!(status(&room, "mlps-l3", "8.1.2.2.b"), "partially_met");
    room.report("cis-2.0", &both, "json", &[]).code(0);
    assert_eq!(status(&room, "cis-2.0", "5.4"), "not_met");
}

#[test]
fn one_missing_answer_leaves_a_control_undecided() {
    let room = Room::new();
    let input = room.file(
        "f.jsonl",
        lines(&[finding("oss-bucket-https-only", "not_assessed", "a"), finding("oss-bucket-https-only", "pass", "b")]),
    );
    room.report("cis-2.0", &input, "json", &[]).code(0);
    assert_eq!(status(&room, "cis-2.0", "5.4"), "not_assessed");
}

#[test]
fn alternatives_are_joined_by_resource() {
    let room = Room::new();
    let kms = |status: &str, r: &str| finding("oss-bucket-encrypted-kms", status, r);
    let own = |status: &str, r: &str| finding("oss-bucket-encrypted-customer-key", status, r);
    // One bucket has the provider's key, the other the customer's: each passes one alternative.
    let input = room.file("f.jsonl", lines(&[kms("pass", "a"), own("fail", "a"), kms("fail", "b"), own("pass", "b")]));
    room.report("cis-2.0", &input, "json", &[]).code(0);
    assert_eq!(status(&room, "cis-2.0", "5.8"), "met");
    assert_eq!(status(&room, "cis-2.0", "5.9"), "met");
    let input = room.file("f.jsonl", lines(&[kms("fail", "a"), own("fail", "a"), kms("pass", "b"), own("fail", "b")]));
    room.report("cis-2.0", &input, "json", &[]).code(0);
    assert_eq!(status(&room, "cis-2.0", "5.8"), "not_met");
    let input = room.file("f.jsonl", lines(&[kms("fail", "a")]));
    room.report("cis-2.0", &input, "json", &[]).code(0);
    assert_eq!(status(&room, "cis-2.0", "5.8"), "not_assessed", "the other alternative said nothing");
}

#[test]
fn retention_is_judged_at_the_threshold_of_each_framework() {
    let room = Room::new();
    let mut short = finding("sls-logstore-retention", "fail", "store");
    short["params"] = json!({"min_days": 365});
    let input = room.file("f.jsonl", lines(&[short.clone()]));
    room.report("cis-2.0", &input, "json", &[]).code(0);
    assert_eq!(status(&room, "cis-2.0", "2.23"), "not_met");
    room.report("csl", &input, "json", &[]).code(0);
    assert_eq!(status(&room, "csl", "csl-23-3b"), "not_assessed", "a fail at 365 days says nothing of 180");
    short["measured"] = json!({"min_days": 200});
    let audit = finding("rds-sql-audit-retention", "pass", "db");
    let input = room.file("f.jsonl", lines(&[short, audit]));
    room.report("csl", &input, "json", &[]).code(0);
    assert_eq!(status(&room, "csl", "csl-23-3b"), "needs_attestation", "200 days pass at 180");
}

const MET: &str = "attestations:
- id: A1
  controls: [CONTROL]
  status: met
  statement: {en: done, zh: 已完成}
  person: 张三
  role: 合规
  signed_on: 2026-01-01
  valid_until: UNTIL
";

#[test]
fn a_statement_covers_the_rest_of_a_pass_but_never_undoes_a_fail() {
    let room = Room::new();
    let statement = |control: &str, until: &str| {
        room.file("attestations.yaml", MET.replace("CONTROL", control).replace("UNTIL", until)).display().to_string()
    };
    let attested = |control: &str, status_of: &str, until: &str| {
        let input = room.file("f.jsonl", lines(&[finding("vpc-flow-log-enabled", status_of, "v")]));
        let file = statement(control, until);
        room.report("mlps-l3", &input, "json", &["--attestations", &file]).code(0);
        status(&room, "mlps-l3", control)
    };
    // 8.1.6.4 has no check at all.
    assert_eq!(attested("8.1.6.4", "pass", "2026-12-31"), "met");
    assert_eq!(attested("8.1.6.4", "pass", "2026-11-25"), "met", "the last day counts");
    assert_eq!(attested("8.1.6.4", "pass", "2026-11-24"), "needs_attestation", "the day after does not");
    // A check that fails.
    let input = room.file("f.jsonl", lines(&[finding("oss-bucket-https-only", "fail", "a")]));
    let file = statement("8.1.2.2.b", "2027-01-01");
    room.report("mlps-l3", &input, "json", &["--attestations", &file]).code(0);
    assert_eq!(status(&room, "mlps-l3", "8.1.2.2.b"), "not_met");
}

#[test]
fn an_exception_accepts_a_risk_and_changes_no_status() {
    let room = Room::new();
    let input = room.file("f.jsonl", lines(&[finding("oss-bucket-https-only", "fail", "a")]));
    let exception = |expires: &str| {
        let text = format!(
            "exceptions:\n- id: E1\n  check: oss-bucket-https-only\n  resources: [a]\n  owner: 王\n  approver: 李\n  reason: r\n  compensating_control: c\n  opened_on: 2026-10-03\n  expires: \"{expires}\"\n"
        );
        let file = room.file("exceptions.yaml", text).display().to_string();
        room.report("cis-2.0", &input, "json", &["--exceptions", &file]).code(0);
        let document = room.json("cis-2.0");
        let control =
            document["controls"].as_array().expect("controls").iter().find(|c| c["id"] == "5.4").expect("5.4").clone();
        (control, document)
    };
    let (control, document) = exception("2026-12-31T00:00:00+08:00");
    assert_eq!(control["status"], "not_met");
    assert_eq!(control["accepted_risk"], true);
    assert_eq!(document["score"]["met"]["lower"], 0.0);
    assert_eq!(document["score"]["met_with_exceptions"]["lower"], 1.0);
    let (control, document) = exception("2026-11-01T00:00:00+08:00");
    assert_eq!(control["accepted_risk"], false, "expired is void");
    assert_eq!(document["score"]["met_with_exceptions"]["lower"], 0.0);
}

/// What Prowler 5.46 is known to answer wrongly must not come through.
#[test]
fn verdicts_that_prowler_gets_wrong_become_not_assessed() {
    let wrong = [
        ("rds_instance_no_public_access_whitelist", "PASS"),
        ("sls_root_account_usage_alert_enabled", "FAIL"),
        ("rds_instance_tde_key_custom", "FAIL"),
        ("ram_user_console_access_unused", "FAIL"),
        ("securitycenter_advanced_or_enterprise_edition", "FAIL"),
        ("ecs_securitygroup_restrict_ssh_internet", "PASS"),
        ("oss_bucket_not_publicly_accessible", "PASS"),
        ("ram_policy_no_administrative_privileges", "PASS"),
        ("securitycenter_all_assets_agent_installed", "PASS"),
        ("cs_kubernetes_private_cluster_enabled", "PASS"),
        ("ram_password_policy_max_login_attempts", "PASS"),
    ];
    let room = Room::new();
    for (check, verdict) in wrong {
        let input = room.file("p.ocsf.json", json!([event(check, verdict, "r")]).to_string());
        room.run(&["import", &input.display().to_string(), "--out", "f.jsonl"]).code(0);
        let finding: Value = serde_json::from_str(room.text("f.jsonl").lines().next().expect("a line")).expect("JSON");
        assert_eq!(finding["status"], "not_assessed", "{check} {verdict}");
        assert_eq!(finding["gap"]["kind"], "source_unreliable");
        assert!(finding["gap"]["text"]["zh"].as_str().is_some_and(|t| t.chars().count() > 5));
    }
}

#[test]
fn the_raw_record_in_the_file_outweighs_the_verdict() {
    let room = Room::new();
    let derived = |check: &str, verdict: &str, record: Value| -> Value {
        let mut e = event(check, verdict, "r");
        e["resources"][0]["data"]["metadata"] = record;
        let input = room.file("p.ocsf.json", json!([e]).to_string());
        room.run(&["import", &input.display().to_string(), "--out", "f.jsonl"]).code(0);
        serde_json::from_str(room.text("f.jsonl").lines().next().expect("a line")).expect("JSON")
    };
    let open = json!({"ingress_rules": [{"port_range": "22/22", "source_cidr_ip": "0.0.0.0/1", "ip_protocol": "TCP", "policy": "Accept"}, {"port_range": "22/22", "source_cidr_ip": "128.0.0.0/1", "ip_protocol": "TCP", "policy": "Accept"}]});
    assert_eq!(
        derived("ecs_securitygroup_restrict_ssh_internet", "PASS", open)["status"],
        "fail",
        "two halves of the internet"
    );
    let loose = json!({"max_login_attempts": 32});
    assert_eq!(derived("ram_password_policy_max_login_attempts", "PASS", loose)["status"], "fail");
    let strict = json!({"max_login_attempts": 3});
    assert_eq!(derived("ram_password_policy_max_login_attempts", "FAIL", strict)["status"], "pass");
    let open = json!({"acl": "public-read", "policy": {}});
    assert_eq!(derived("oss_bucket_not_publicly_accessible", "PASS", open)["status"], "fail");
    let private = json!({"acl": "private", "policy": {"Statement": []}});
    assert_eq!(derived("oss_bucket_not_publicly_accessible", "PASS", private)["status"], "not_assessed");
    let off = json!({"audit_log_enabled": false, "audit_log_retention": 180});
    assert_eq!(derived("rds_instance_sql_audit_retention", "FAIL", off)["status"], "not_assessed");
    let negative = json!({"max_login_attempts": -1});
    assert_eq!(derived("ram_password_policy_max_login_attempts", "PASS", negative)["status"], "not_assessed");
}

#[test]
fn no_pass_of_a_source_that_lists_a_part_makes_a_control_met() {
    let room = Room::new();
    let run = |events: Value| {
        let input = room.file("p.ocsf.json", events.to_string());
        room.report("cis-2.0", &input, "json", &[]).code(0);
    };
    run(json!([event("vpc_flow_logs_enabled", "PASS", "vpc-1")]));
    assert_eq!(status(&room, "cis-2.0", "3.3"), "needs_attestation", "other VPCs may not be on the first page");
    run(json!([event("ram_password_policy_uppercase", "PASS", "policy")]));
    assert_eq!(status(&room, "cis-2.0", "1.7"), "met", "an account has one password policy");
    let mut future = event("ram_password_policy_uppercase", "PASS", "policy");
    future["metadata"]["product"]["version"] = json!("99.1.0");
    run(json!([future]));
    assert_eq!(status(&room, "cis-2.0", "1.7"), "not_assessed", "nobody has looked into that version");
    let mut second = event("vpc_flow_logs_enabled", "PASS", "vpc-2");
    second["cloud"]["account"]["uid"] = json!("2");
    run(json!([event("ram_password_policy_uppercase", "PASS", "policy"), second]));
    assert_eq!(status(&room, "cis-2.0", "1.7"), "not_assessed", "account 2 has not answered");
}

#[test]
fn a_failure_is_never_dropped_as_a_duplicate() {
    let room = Room::new();
    let same = |verdict: &str| {
        let mut f = finding("ram-policy-no-admin", verdict, "p");
        f["reason"] = json!("the same words");
        f
    };
    for order in [["pass", "fail"], ["fail", "pass"]] {
        let input = room.file("f.jsonl", lines(&order.map(same)));
        room.report("cis-2.0", &input, "json", &[]).code(0);
        assert_eq!(status(&room, "cis-2.0", "1.15"), "not_met", "{order:?}");
    }
}

#[test]
fn a_finding_cannot_contradict_itself_or_hide_its_threshold() {
    let room = Room::new();
    let mut denied = finding("sls-logstore-retention", "not_assessed", "s");
    denied["measured"] = json!({"min_days": 400});
    let input = room.file("f.jsonl", lines(&[denied]));
    room.report("cis-2.0", &input, "json", &[]).code(0);
    assert_eq!(status(&room, "cis-2.0", "2.23"), "not_assessed");
    let mut silent = finding("ram-password-min-length", "pass", "p");
    silent.as_object_mut().expect("an object").remove("params");
    let input = room.file("f.jsonl", lines(&[silent]));
    room.report("cis-2.0", &input, "json", &[]).code(0);
    assert_eq!(status(&room, "cis-2.0", "1.11"), "not_assessed");
    let mut odd = finding("sls-logstore-retention", "fail", "s");
    odd["measured"] = json!({"min_days": 400});
    let input = room.file("f.jsonl", lines(&[odd]));
    room.report("cis-2.0", &input, "json", &[]).code(2);
}

#[test]
fn a_statement_counts_only_where_it_is_meant() {
    let room = Room::new();
    let input = room.file("f.jsonl", lines(&[finding("vpc-flow-log-enabled", "pass", "v")]));
    let attest = |extra: &str, control: &str| {
        let text = MET
            .replace("UNTIL", "2026-12-31")
            .replace("CONTROL", control)
            .replace("  status:", &format!("{extra}  status:"));
        room.file("a.yaml", text).display().to_string()
    };
    let met = |framework: &str, file: &str| {
        room.report(framework, &input, "json", &["--attestations", file]).code(0);
        statuses(&room.json(framework)).into_values().filter(|s| s == "met").count()
    };
    let bare = attest("", "\"21\"");
    for framework in ["pipl", "dsl", "csl", "network-data", "cross-border", "pi-audit"] {
        assert_eq!(met(framework, &bare), 0, "{framework}: a bare number names no law");
    }
    let pipl = attest("  framework: pipl\n", "\"21\"");
    assert_eq!((met("pipl", &pipl), met("dsl", &pipl)), (1, 0));
    let whole = attest("  framework: mlps\n  sections: [PES]\n", "8.1.6.4");
    assert_eq!(met("mlps-l3", &whole), 23, "22 items of the class and one more");
    let loose = attest("  sections: [PES]\n", "8.1.6.4");
    room.report("mlps-l3", &input, "json", &["--attestations", &loose]).code(2);
    let early = attest("", "8.1.6.4");
    let text =
        room.text("a.yaml").replace("signed_on: 2026-01-01", "signed_on: 2026-12-01\n  effective_from: 2020-01-01");
    room.file("a.yaml", text);
    assert_eq!(met("mlps-l3", &early), 0, "nothing counts before it is signed");
}

#[test]
fn every_row_ends_as_a_finding_a_duplicate_or_an_unmapped_row() {
    let room = Room::new();
    let mut muted = event("oss_bucket_logging_enabled", "FAIL", "m");
    muted["status_id"] = json!(3);
    let mut aws = event("s3_bucket_public", "FAIL", "aws");
    aws["cloud"]["provider"] = json!("aws");
    let mut other_tool = event("x", "FAIL", "o");
    other_tool["metadata"]["product"]["name"] = json!("Scanner");
    let rows = json!([
        event("oss_bucket_logging_enabled", "PASS", "a"),
        event("oss_bucket_logging_enabled", "PASS", "a"),
        muted,
        event("ram_no_root_access_key", "MANUAL", "root"),
        event("a_check_of_tomorrow", "FAIL", "t"),
        aws,
        other_tool,
    ]);
    let input = room.file("p.ocsf.json", rows.to_string());
    room.report("mlps-l3", &input, "json", &[]).code(0);
    let document = room.json("mlps-l3");
    let file = &document["inputs"][0];
    assert_eq!(file["rows"], 7);
    assert_eq!(file["findings"], 3);
    assert_eq!(file["duplicates"], 1);
    assert_eq!(file["muted"], 1);
    assert_eq!(file["unmapped"], 3);
    let unmapped: BTreeSet<(String, String)> = document["unmapped"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|u| {
            (u["check"].as_str().unwrap_or_default().to_owned(), u["reason"].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    assert!(unmapped.contains(&("a_check_of_tomorrow".into(), "unknown_check".into())));
    assert!(unmapped.contains(&("s3_bucket_public".into(), "other_provider".into())));
    assert!(unmapped.contains(&("x".into(), "other_tool".into())));
    // A mute is not an exception: the failure counts.
    let logging = document["checks"]
        .as_array()
        .expect("checks")
        .iter()
        .find(|c| c["check_id"] == "oss-bucket-access-logged")
        .expect("counted");
    assert_eq!(logging["findings"]["fail"], 1);
}

#[test]
fn csv_and_json_of_one_run_count_once_and_several_accounts_stay_apart() {
    let room = Room::new();
    let mut second = event("oss_bucket_logging_enabled", "FAIL", "b");
    second["cloud"]["account"]["uid"] = json!("2");
    second["resources"][0]["uid"] = json!("acs:x:cn-hangzhou:2:b");
    room.file("in/p.ocsf.json", json!([event("oss_bucket_logging_enabled", "PASS", "a"), second]).to_string());
    room.file(
        "in/p.csv",
        "PROVIDER;ACCOUNT_UID;CHECK_ID;STATUS;STATUS_EXTENDED;MUTED;SEVERITY;RESOURCE_UID;RESOURCE_NAME;RESOURCE_TYPE;REGION;TIMESTAMP;PROWLER_VERSION\r\n\
         alibabacloud;1;oss_bucket_logging_enabled;PASS;a: PASS;False;medium;acs:x:cn-hangzhou:1:a;a;T;cn-hangzhou;2026-11-24;5.46.0\r\n\
         alibabacloud;1;oss_bucket_versioning_enabled;FAIL;\"c: FAIL; with\nline\";False;medium;acs:x:cn-hangzhou:1:c;c;T;cn-hangzhou;2026-11-24;5.46.0\r\n",
    );
    room.report("mlps-l3", &room.path("in"), "json", &[]).code(0);
    let document = room.json("mlps-l3");
    let accounts = document["scope"]["accounts"].as_object().expect("accounts");
    assert_eq!(accounts.keys().collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(document["scope"]["findings"], 3);
    let duplicates: u64 =
        document["inputs"].as_array().expect("inputs").iter().filter_map(|f| f["duplicates"].as_u64()).sum();
    assert_eq!(duplicates, 1);
}

#[test]
fn fail_on_and_require_complete_set_the_exit_code() {
    let room = Room::new();
    let failing = room.file("f.jsonl", lines(&[finding("oss-bucket-access-logged", "fail", "a")]));
    room.report("cis-2.0", &failing, "json", &["--fail-on", "high"]).code(0);
    room.report("cis-2.0", &failing, "json", &["--fail-on", "medium"]).code(3);
    room.report("cis-2.0", &failing, "json", &["--require-complete"]).code(4);
}

#[test]
fn the_2021_score_is_there_when_asked_for() {
    let room = Room::new();
    room.report("mlps-l3", &sample(), "json,md", &["--score-2021"]).code(0);
    let score = room.json("mlps-l3")["score"]["mlps"]["deduction_2021"].clone();
    let (low, high) = (score["lower"].as_f64().expect("a number"), score["upper"].as_f64().expect("a number"));
    assert!((0.0..=100.0).contains(&low) && low <= high && high <= 100.0, "{score}");
    assert!(room.text("out/mlps-l3.md").contains("缺陷扣分法"));
}
