//! Audit packs, by the real binary and by other people's tools: made, checked, changed, shared.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

mod common;

use std::collections::BTreeMap;
use std::io::Cursor;

use common::{Room, sample};
use dengbao::pack::{self, Files, Outcome, Spec, Trust, archive, layout};
use dengbao::signing::{Digests, Statement};
use serde_json::Value;

/// A pack of the sample, without PDFs; `args` come last.
fn made(room: &Room, out: &str, args: &[&str]) -> Files {
    let input = sample().display().to_string();
    let mut all =
        vec!["pack", "--period", "2026Q4", "--framework", "pipl", "--input", &input, "--no-pdf", "--out", out];
    all.extend_from_slice(args);
    room.run(&all).code(0);
    archive::read(&room.bytes(out)).expect("a pack")
}

fn moment(files: &Files) -> time::OffsetDateTime {
    let spec: Spec = serde_json::from_slice(&files[layout::SPEC]).expect("a spec");
    spec.moment().expect("a moment")
}

fn packed(files: &Files) -> Vec<u8> {
    archive::write(Cursor::new(Vec::new()), files, moment(files)).expect("written").into_inner()
}

/// Sets every digest right again, as somebody would who wants a change to pass.
fn set_right(files: &mut Files) {
    let mut statement = Statement::parse(&files[layout::MANIFEST]).expect("a manifest");
    for subject in &mut statement.subject {
        subject.digest = Digests::of(&files[&subject.name]);
    }
    files.insert(layout::MANIFEST.into(), statement.to_bytes());
}

fn checked(bytes: &[u8]) -> pack::Verification {
    pack::verify(bytes, &Trust::default(), &std::env::temp_dir())
}

fn differing(v: &pack::Verification) -> Vec<(&'static str, Vec<String>)> {
    v.steps.iter().filter(|s| s.outcome == Outcome::Differs).map(|s| (s.step, s.places.clone())).collect()
}

#[test]
fn the_same_inputs_give_the_same_bytes_and_the_pack_holds() {
    let room = Room::new();
    let files = made(&room, "a.zip", &[]);
    made(&room, "b.zip", &[]);
    assert_eq!(room.bytes("a.zip"), room.bytes("b.zip"));
    for path in [
        "index.html",
        "01-reports/pipl.html",
        "01-reports/pipl.zh.md",
        "02-controls/pipl.en.controls.csv",
        "02-controls/pipl.zh.coverage.csv",
        "02-controls/pipl.zh.responsibility.csv",
        "03-evidence/findings.jsonl.zst",
        "04-attestations/attestations.yaml",
        "05-exceptions/exceptions.yaml",
        "07-provenance/pack.json",
        "07-provenance/data/mappings/pipl.yaml",
    ] {
        assert!(files.contains_key(path), "{path} is not in {:?}", files.keys().collect::<Vec<_>>());
    }
    let v = checked(&room.bytes("a.zip"));
    assert!(differing(&v).is_empty(), "{v:#?}");
    // Nobody signed it, and verify says so.
    room.run(&["verify", "a.zip", "--lang", "en"]).code(4);
    // Every link of the index leads somewhere.
    let index = String::from_utf8(files["index.html"].clone()).expect("text");
    for link in index.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(files.contains_key(link), "{link} leads nowhere");
    }
}

#[test]
fn signatures_are_told_apart() {
    let room = Room::new();
    for (name, kind) in [("ed", "ed25519"), ("sm", "sm2"), ("other", "ed25519")] {
        room.run(&["key", "new", "--type", kind, "--out", name]).code(0);
    }
    made(&room, "s.zip", &["--key", "ed.key.pem", "--key", "sm.key.pem"]);
    room.run(&["verify", "s.zip", "--key", "ed.pub.pem", "--key", "sm.pub.pem"]).code(0);
    let other = room.run(&["verify", "s.zip", "--key", "other.pub.pem", "--lang", "en"]).code(3);
    assert!(other.out().contains("no signature by the key"), "{}", other.out());
    let none = room.run(&["verify", "s.zip", "--lang", "en"]).code(4);
    assert!(none.out().contains("no key was given"), "{}", none.out());
    made(&room, "unsigned.zip", &[]);
    let unsigned = room.run(&["verify", "unsigned.zip", "--key", "ed.pub.pem", "--lang", "en"]).code(3);
    assert!(unsigned.out().contains("nobody signed"), "{}", unsigned.out());
}

/// A small generator of numbers (xorshift), so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).expect("below n")
    }
}

/// Somebody who changes a byte of a file and writes the archive anew, checksums and all.
#[test]
fn of_a_thousand_changed_bytes_every_one_is_found_and_named() {
    let room = Room::new();
    room.run(&["key", "new", "--type", "ed25519", "--out", "ed"]).code(0);
    let mut files = made(&room, "s.zip", &["--key", "ed.key.pem", "--lang", "zh"]);
    // Small files only, or the thousand takes long; digests do not care.
    let paths: Vec<String> = files.iter().filter(|(_, b)| !b.is_empty()).map(|(p, _)| p.clone()).collect();
    let mut dice = Dice(0x2026_1201_dead_beef);
    for round in 0..1000 {
        let path = &paths[dice.below(paths.len())];
        let at = dice.below(files[path].len());
        let flip = 1 + u8::try_from(dice.below(255)).expect("a byte");
        files.get_mut(path).expect("there")[at] ^= flip;
        let v = checked(&packed_or(&files, &room));
        let named = differing(&v).iter().any(|(_, places)| places.iter().any(|p| p.starts_with(path.as_str())));
        assert!(named, "round {round}: byte {at} of {path} ^ {flip}: {:#?}", v.steps);
        files.get_mut(path).expect("there")[at] ^= flip;
    }
}

/// The archive of these files, dated as the pack was: the date stands in a file that may be the changed one.
fn packed_or(files: &Files, room: &Room) -> Vec<u8> {
    let original = archive::read(&room.bytes("s.zip")).expect("a pack");
    archive::write(Cursor::new(Vec::new()), files, moment(&original)).expect("written").into_inner()
}

/// Bytes of the archive itself, heads and directory included.
#[test]
fn no_changed_byte_of_the_archive_goes_unseen() {
    let room = Room::new();
    made(&room, "s.zip", &["--lang", "zh"]);
    let mut bytes = room.bytes("s.zip");
    let mut dice = Dice(0x0dd_b175);
    for round in 0..300 {
        let at = dice.below(bytes.len());
        let flip = 1 + u8::try_from(dice.below(255)).expect("a byte");
        bytes[at] ^= flip;
        let v = checked(&bytes);
        assert_eq!(v.outcome(), Outcome::Differs, "round {round}: byte {at} ^ {flip}");
        bytes[at] ^= flip;
    }
}

#[test]
fn a_changed_verdict_is_named_even_with_every_digest_set_right() {
    let room = Room::new();
    let mut files = made(&room, "a.zip", &["--lang", "zh"]);
    let text = String::from_utf8(zstd::decode_all(files[layout::FINDINGS].as_slice()).expect("packed")).expect("text");
    let mut changed = None;
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            let finding: Value = serde_json::from_str(line).expect("JSON");
            if changed.is_none() && finding["status"] == "fail" {
                changed = Some(finding["check_id"].as_str().expect("an id").to_owned());
                return line.replacen("\"status\":\"fail\"", "\"status\":\"pass\"", 1);
            }
            line.to_owned()
        })
        .collect();
    let check = changed.expect("something fails");
    files.insert(layout::FINDINGS.into(), zstd::encode_all((lines.join("\n") + "\n").as_bytes(), 6).expect("packed"));
    set_right(&mut files);
    let found = differing(&checked(&packed(&files)));
    let (step, places) = &found[0];
    assert_eq!(*step, "verdicts");
    assert!(
        places[0].contains(&check) && places[0].contains("the pack says pass, the evidence gives fail"),
        "{places:?}"
    );
}

#[test]
fn a_changed_status_or_report_is_named_even_with_every_digest_set_right() {
    let room = Room::new();
    let whole = made(&room, "a.zip", &["--lang", "zh"]);
    let mut files = whole.clone();
    let path = format!("{}/pipl.json", layout::ASSESSMENTS);
    let mut assessment: Value = serde_json::from_slice(&files[&path]).expect("JSON");
    let control = assessment["controls"].as_array_mut().expect("a list").iter_mut().find(|c| c["status"] == "not_met");
    let control = control.expect("something is not met");
    control["status"] = "met".into();
    let name = control["ref"].as_str().expect("a number").to_owned();
    files.insert(path, serde_json::to_vec_pretty(&assessment).expect("JSON"));
    set_right(&mut files);
    let found = differing(&checked(&packed(&files)));
    assert!(found.iter().any(|(step, places)| *step == "statuses" && places[0].contains(&name)), "{found:?}");

    for path in ["01-reports/pipl.html", "02-controls/pipl.zh.controls.csv", "index.html"] {
        let mut files = whole.clone();
        let text = String::from_utf8(files[path].clone()).expect("text").replacen("不符合", "符合", 1);
        let text = if text.as_bytes() == files[path] { text + " " } else { text };
        files.insert(path.to_owned(), text.into_bytes());
        set_right(&mut files);
        let found = differing(&checked(&packed(&files)));
        assert!(
            found.iter().any(|(step, places)| *step == "contents" && places[0].starts_with(path)),
            "{path}: {found:?}"
        );
    }

    // Evidence left out, and the manifest with it.
    let mut files = whole.clone();
    let source = files.keys().find(|p| p.starts_with(layout::SOURCES)).expect("evidence").clone();
    files.remove(&source);
    let mut statement = Statement::parse(&files[layout::MANIFEST]).expect("a manifest");
    statement.subject.retain(|s| s.name != source);
    files.insert(layout::MANIFEST.into(), statement.to_bytes());
    assert_eq!(checked(&packed(&files)).outcome(), Outcome::Differs);
}

#[test]
fn a_pack_dropped_from_a_chain_is_named() {
    let room = Room::new();
    let input = sample().display().to_string();
    let make = |period: &str, previous: Option<&str>| {
        let out = format!("chain/{period}.zip");
        let mut args =
            vec!["pack", "--period", period, "--framework", "pipl", "--input", &input, "--no-pdf", "--out", &out];
        args.extend(["--lang", "zh"]);
        if let Some(previous) = previous {
            args.extend(["--previous", previous]);
        }
        room.run(&args).code(0);
    };
    make("2026Q2", None);
    make("2026Q3", Some("chain/2026Q2.zip"));
    make("2026Q4", Some("chain/2026Q3.zip"));
    let whole = room.run(&["verify", "chain/2026Q4.zip", "--chain", "chain", "--lang", "en"]).code(4);
    assert!(whole.out().contains("2 earlier packs are there and continue each other"), "{}", whole.out());
    let report = String::from_utf8(
        archive::read(&room.bytes("chain/2026Q4.zip")).expect("a pack")["01-reports/pipl.zh.md"].clone(),
    );
    let report = report.expect("text");
    assert!(report.contains("2026Q2") && report.contains("与 2026Q3 相比"), "the trend over all periods");
    std::fs::remove_file(room.path("chain/2026Q2.zip")).expect("removed");
    let broken = room.run(&["verify", "chain/2026Q4.zip", "--chain", "chain", "--lang", "en"]).code(3);
    assert!(broken.out().contains("2026Q2 (SHA-256"), "{}", broken.out());
}

/// Everything that can be read in a pack, unpacked.
fn texts(files: &Files) -> BTreeMap<&str, String> {
    let text = |bytes: &[u8]| {
        let unpacked = zstd::decode_all(bytes).unwrap_or_else(|_| bytes.to_vec());
        String::from_utf8_lossy(&unpacked).into_owned()
    };
    files.iter().map(|(path, bytes)| (path.as_str(), text(bytes))).collect()
}

#[test]
fn a_masked_pack_holds_and_names_nobody() {
    let room = Room::new();
    for name in ["findings.jsonl", "dengbao.yaml", "exceptions.yaml"] {
        room.file(&format!("in/{name}"), std::fs::read(sample().join(name)).expect("the sample"));
    }
    let line = r#"{"check_id":"oss-bucket-not-public","status":"fail","severity":"high","resource":{"account":"5234567890123457","region":"cn-hangzhou","id":"b-planted","arn":"acs:oss:cn-hangzhou:5234567890123457:b-planted","name":"b-planted"},"reason":"owner li.planted@example.com, 13912345678, from 47.96.11.12 and 240e:360:1::7, key LTAI5tPlantedPlanted1","evidence":"live","observed_at":"2026-11-20T00:00:00Z","source":{"tool":"dengbao","version":"0.1.0"}}"#;
    room.file("in/extra.jsonl", format!("{line}\n"));
    room.file("salt", "a salt that only the owner knows");
    let args = ["pack", "--period", "2026Q4", "--framework", "pipl", "--input", "in", "--no-pdf", "--lang", "zh"];
    room.run(&[&args[..], &["--out", "open.zip"]].concat()).code(0);
    room.run(&[&args[..], &["--out", "masked.zip", "--redact", "--salt-file", "salt"]].concat()).code(0);
    room.run(&[&args[..], &["--out", "again.zip", "--redact", "--salt-file", "salt"]].concat()).code(0);
    assert_eq!(room.bytes("masked.zip"), room.bytes("again.zip"), "the same salt, the same pseudonyms");
    let open = archive::read(&room.bytes("open.zip")).expect("a pack");
    let masked = archive::read(&room.bytes("masked.zip")).expect("a pack");
    let planted =
        ["5234567890123457", "li.planted", "13912345678", "47.96.11.12", "240e:360:1::7", "LTAI5tPlantedPlanted1"];
    for secret in planted {
        assert!(texts(&open).values().any(|t| t.contains(secret)), "{secret} was not planted");
        for (path, text) in texts(&masked) {
            assert!(!text.contains(secret), "{secret} is in {path}");
        }
    }
    let counts = |files: &Files| {
        let json: Value = serde_json::from_slice(&files["07-provenance/assessments/pipl.json"]).expect("JSON");
        (json["score"].clone(), json["verdict"]["code"].clone())
    };
    assert_eq!(counts(&open), counts(&masked), "totals can be checked without names");
    let v = checked(&room.bytes("masked.zip"));
    assert!(differing(&v).is_empty(), "{v:#?}");
}

#[test]
fn a_pack_with_a_secret_is_not_written() {
    let room = Room::new();
    for name in ["findings.jsonl", "dengbao.yaml"] {
        room.file(&format!("in/{name}"), std::fs::read(sample().join(name)).expect("the sample"));
    }
    room.file("in/exceptions.yaml", "# password: 'planted-secret-9'\nexceptions: []\n");
    let args = ["pack", "--period", "2026Q4", "--framework", "pipl", "--input", "in", "--no-pdf", "--out", "p.zip"];
    let run = room.run(&args).code(2);
    let said = run.err_line();
    assert!(said.contains("05-exceptions/exceptions.yaml line 1") && !said.contains("planted"), "{said}");
    assert!(!room.path("p.zip").exists());
    let fingerprint = said.split("fingerprint ").nth(1).and_then(|rest| rest.split(')').next()).expect("a fingerprint");
    room.run(&[&args[..], &["--allow-secret", fingerprint]].concat()).code(0);
}

#[test]
fn systems_divide_an_account() {
    let room = Room::new();
    let finding = |id: &str| {
        format!(
            r#"{{"check_id":"oss-bucket-not-public","status":"fail","severity":"high","resource":{{"account":"1234567890123456","region":"cn-hangzhou","id":"{id}","name":"{id}"}},"evidence":"live","observed_at":"2026-11-20T00:00:00Z","source":{{"tool":"dengbao","version":"0.1.0"}}}}"#
        )
    };
    room.file(
        "in/findings.jsonl",
        [finding("b-shop"), finding("b-crm"), finding("b-both"), finding("b-none")].join("\n"),
    );
    room.file(
        "in/dengbao.yaml",
        "organisation: 艾可\nsystems:\n- {id: shop, name: 商城, grade: S3A3G3, resources: [b-shop, b-both]}\n\
         - {id: crm, name: 客户管理, grade: S2A2G2, resources: [b-crm, b-both]}\n",
    );
    let args = ["pack", "--period", "2026Q4", "--framework", "pipl", "--input", "in", "--no-pdf", "--lang", "en"];
    let which = room.run(&args).code(2);
    assert!(which.err_line().contains("shop, crm"), "{}", which.err());
    room.run(&[&args[..], &["--system", "shop", "--out", "shop.zip"]].concat()).code(0);
    let files = archive::read(&room.bytes("shop.zip")).expect("a pack");
    let division: Value = serde_json::from_slice(&files[layout::DIVISION]).expect("JSON");
    // Nothing says whose b-none is: no tags and no groups were read, so it stays and is named.
    assert_eq!(division["own"], 2, "{division}");
    assert_eq!(division["others"], 1, "{division}");
    assert_eq!(division["overlaps"]["count"], 1, "{division}");
    assert_eq!(division["unknown"]["count"], 1, "{division}");
    let page = String::from_utf8(files["01-reports/pipl.en.md"].clone()).expect("text");
    assert!(page.contains("belong to other systems"), "the report says what is left out");
    let v = checked(&room.bytes("shop.zip"));
    assert!(differing(&v).is_empty(), "{v:#?}");
}
