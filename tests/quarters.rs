//! Two quarters of one account, from the scan to the packs: every planted change is named with its cause.
#![cfg(feature = "live")]
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

mod common;
mod emulator;

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use common::Room;
use dengbao::pack::{CauseKind, Changes, Files, archive, layout};
use emulator::data::Account;
use emulator::{Emulator, Fault, FaultKind, KEY_ID, KEY_SECRET, Setup};
use serde_json::{Value, json};

/// The made-up account with some entries changed.
fn account(edit: impl Fn(&str, &mut Value)) -> Account {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accounts/acme");
    let mut account = Account::empty("1234567890123456");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "json")) {
        let list: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        for mut entry in list {
            let call = entry["call"].as_str().unwrap().to_owned();
            edit(&call, &mut entry);
            account.add(&entry);
        }
    }
    account
}

fn scan(room: &Room, folder: &str, account: Account, faults: Vec<Fault>) {
    let emulator = Emulator::start(Setup { accounts: vec![account], faults, ..Setup::acme() });
    let output = Command::new(env!("CARGO_BIN_EXE_dengbao"))
        .current_dir(room.path(""))
        .env("HOME", room.path(""))
        .env("ALIBABA_CLOUD_ACCESS_KEY_ID", KEY_ID)
        .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", KEY_SECRET)
        .args(["scan", "--out", folder, "--plain-proxy", &emulator.address.to_string()])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

const EXCEPTION: &str = "  - id: NAME
    check: CHECK
    owner: 孙工
    approver: 赵总
    reason: {en: later, zh: 待办}
    compensating_control: {en: none, zh: 无}
    opened_on: OPENED
    expires: \"EXPIREST23:59:59+08:00\"
";

fn exceptions(list: &[(&str, &str, &str, &str)]) -> String {
    let one = |(name, check, opened, expires): &(&str, &str, &str, &str)| {
        EXCEPTION.replace("NAME", name).replace("CHECK", check).replace("OPENED", opened).replace("EXPIRES", expires)
    };
    format!("exceptions:\n{}", list.iter().map(one).collect::<String>())
}

const ATTESTATION: &str = "  - id: NAME
    controls: [CONTROL]
    status: met
    statement: 已落实
    person: 刘敏
    role: 合规主管
    signed_on: SIGNED
    valid_until: UNTIL
";

fn attestations(list: &[(&str, &str, &str, &str)]) -> String {
    let one = |(name, control, signed, until): &(&str, &str, &str, &str)| {
        ATTESTATION.replace("NAME", name).replace("CONTROL", control).replace("SIGNED", signed).replace("UNTIL", until)
    };
    format!("attestations:\n{}", list.iter().map(one).collect::<String>())
}

/// The built-in data files with one text in one of them changed.
fn data(room: &Room, folder: &str, file: &str, changes: &[(&str, &str)]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = std::fs::read_to_string(root.join(folder).join(file)).unwrap();
    for (from, to) in changes {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text = text.replace(from, to);
    }
    room.file(&format!("new/{folder}/{file}"), text);
}

fn pack(room: &Room, period: &str, input: &str, more: &[&str]) {
    let out = format!("{period}.zip");
    let mut args = vec!["pack", "--period", period, "--framework", "mlps-l3", "--input", input, "--no-pdf", "--out"];
    args.push(&out);
    args.extend_from_slice(more);
    room.run(&args).code(0);
}

/// The old pack as an older version of the tool would have written it, which judged one resource otherwise.
fn judged_otherwise(room: &Room, check: &str) {
    let bytes = std::fs::read(room.path("2026Q3.zip")).unwrap();
    let mut files: Files = archive::read(&bytes).unwrap();
    let text = String::from_utf8(zstd::decode_all(files[layout::FINDINGS].as_slice()).unwrap()).unwrap();
    let mut done = false;
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            let mut finding: Value = serde_json::from_str(line).unwrap();
            if !done && finding["check_id"] == check && finding["status"] == "fail" {
                finding["status"] = json!("pass");
                done = true;
            }
            finding.to_string()
        })
        .collect();
    assert!(done, "{check} fails nowhere");
    files.insert(layout::FINDINGS.into(), zstd::encode_all(lines.join("\n").as_bytes(), 3).unwrap());
    let at = time::macros::datetime!(2026-09-30 23:59:59 +8);
    let again = archive::write(Cursor::new(Vec::new()), &files, at).unwrap().into_inner();
    room.file("2026Q3.zip", again);
}

#[test]
fn thirteen_planted_changes_are_named_with_their_causes() {
    let room = Room::new();
    scan(&room, "q3", account(|_, _| {}), Vec::new());
    room.file("q3/exceptions.yaml", exceptions(&[("E-ENDS", "oss-bucket-https-only", "2026-08-01", "2026-10-15")]));
    room.file("q3/attestations.yaml", attestations(&[("A-ENDS", "8.1.6.1", "2026-01-05", "2026-11-30")]));
    pack(&room, "2026Q3", "q3", &[]);
    judged_otherwise(&room, "oss-bucket-https-only");

    let changed = account(|call, entry| match (call, entry["about"]["DBInstanceId"].as_str()) {
        // A failure is mended, and a pass is broken.
        ("rds:DescribeDBInstanceSSL", Some("pgm-users")) => {
            entry["body"] = json!({ "SSLEnabled": "on", "SSLExpireTime": "2027-08-01T00:00:00Z" });
        }
        ("oss:GetBucketHttpsConfig", None) if entry["about"]["bucket"] == "acme-logs" => {
            entry["body"] = json!({ "TLS": { "Enable": "true", "TLSVersion": ["TLSv1.0"] } });
        }
        ("ecs:DescribeDisks", None) => {
            let items = entry["items"].as_array_mut().unwrap();
            // A failing disk goes, another comes.
            if let Some(mut disk) = items.iter().find(|d| d["DiskId"] == "d-app1").cloned() {
                disk["DiskId"] = json!("d-new");
                items.push(disk);
            }
            items.retain(|disk| disk["DiskId"] != "d-app1");
        }
        _ => {}
    });
    scan(&room, "q4", changed, vec![Fault::always("rds:DescribeSQLCollectorPolicy", FaultKind::Deny)]);
    room.file(
        "q4/exceptions.yaml",
        exceptions(&[
            ("E-ENDS", "oss-bucket-https-only", "2026-08-01", "2026-10-15"),
            ("E-NEW", "ecs-disk-auto-snapshot", "2026-12-01", "2027-01-20"),
        ]),
    );
    room.file(
        "q4/attestations.yaml",
        attestations(&[
            ("A-ENDS", "8.1.6.1", "2026-01-05", "2026-11-30"),
            ("A-NEW", "8.1.6.2.a", "2026-11-05", "2027-10-31"),
        ]),
    );
    data(
        &room,
        "mappings",
        "mlps.yaml",
        &[
            (
                "params: {max_age_days: 90}\n        gap:\n          en: \"RAM console passwords only;",
                "params: {max_age_days: 60}\n        gap:\n          en: \"RAM console passwords only;",
            ),
            (
                "      - check: bastionhost-covers-hosts\n        coverage: partial\n        gap:\n          en: \"ECS hosts registered; remote users",
                "      - check: vpc-eip-in-use\n        coverage: partial\n        gap:\n          en: \"ECS hosts registered; remote users",
            ),
        ],
    );
    data(
        &room,
        "frameworks",
        "mlps.yaml",
        &[(
            "National and industry crypto standards are followed",
            "National crypto standards and those of the trade are followed",
        )],
    );
    pack(
        &room,
        "2026Q4",
        "q4",
        &["--previous", "2026Q3.zip", "--mappings", "new/mappings", "--frameworks", "new/frameworks"],
    );

    let output = room.run(&["diff", "2026Q3.zip", "2026Q4.zip", "--format", "json"]);
    let changes: Changes = serde_json::from_slice(&output.0.stdout).unwrap();
    let all: Vec<(String, CauseKind, String)> = changes.frameworks[0]
        .changes
        .iter()
        .flat_map(|change| change.causes.iter().map(move |cause| (change, cause)))
        .flat_map(|(change, cause)| {
            std::iter::once(&cause.what)
                .chain(&cause.more)
                .map(move |what| (change.control.clone(), cause.kind, what.en.clone()))
        })
        .collect();
    let planted = [
        (CauseKind::ResourceChanged, "(pgm-users)"),
        (CauseKind::ResourceChanged, "oss-bucket-tls-version: acme-logs"),
        (CauseKind::ResourceAdded, "d-new"),
        (CauseKind::ResourceRemoved, "d-app1"),
        (CauseKind::CoverageChanged, "rds-instance-sql-audit"),
        (CauseKind::ExceptionOpened, "E-NEW"),
        (CauseKind::ExceptionExpired, "E-ENDS"),
        (CauseKind::AttestationExpired, "A-ENDS"),
        (CauseKind::AttestationAdded, "A-NEW"),
        (CauseKind::MappingChanged, "bastionhost-covers-hosts"),
        (CauseKind::ThresholdChanged, "ram-password-expires"),
        (CauseKind::FrameworkChanged, "describes or weighs"),
        (CauseKind::CheckChanged, "oss-bucket-https-only"),
    ];
    for (kind, what) in planted {
        let met = all.iter().any(|(_, k, text)| *k == kind && text.contains(what));
        assert!(met, "{kind:?} of {what} is not named in {all:#?}");
    }
    // Nothing else is claimed to have happened.
    let kinds: BTreeSet<CauseKind> = all.iter().map(|(_, kind, _)| *kind).collect();
    let expected: BTreeSet<CauseKind> = planted.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, expected);

    // Both periods by the same rules, and the first page says which way it goes.
    let report = std::fs::read(room.path("2026Q4.zip")).map(|bytes| archive::read(&bytes).unwrap()).unwrap();
    let page = String::from_utf8(report["01-reports/mlps-l3.en.md"].clone()).unwrap();
    assert!(page.contains("Against 2026Q3:"), "the first page does not compare");
    let output = room.run(&["verify", "2026Q4.zip", "--chain", "."]);
    assert_eq!(output.0.status.code(), Some(4), "{}", String::from_utf8_lossy(&output.0.stdout));
}
