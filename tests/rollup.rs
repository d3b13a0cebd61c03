//! Many accounts: each by itself, groups, bounded pages and complete tables.
#![allow(clippy::disallowed_methods, missing_docs, reason = "tests read files")]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use common::{Room, finding};

const ACCOUNTS: usize = 70;

/// Account `n` fails `n % 4` of three checks and passes the others.
fn many_accounts(room: &Room) {
    let checks = ["oss-bucket-https-only", "oss-bucket-not-public", "ram-root-mfa-enabled"];
    let mut lines = String::new();
    for n in 0..ACCOUNTS {
        for (at, check) in checks.iter().enumerate() {
            let mut one = finding(check, if at < n % 4 { "fail" } else { "pass" }, &format!("r{n}"));
            one["resource"]["account"] = format!("acc-{n:03}").into();
            writeln!(lines, "{one}").expect("a string grows");
        }
    }
    room.file("in/findings.jsonl", lines);
    room.file("in/dengbao.yaml", "account_groups:\n  零售: [acc-000, acc-001]\n  支付: [acc-003, never-seen]\n");
}

#[test]
fn pages_show_the_worst_accounts_and_the_table_all_of_them() {
    let room = Room::new();
    many_accounts(&room);
    room.report("cis-2.0", &room.path("in"), "html,md,json,accounts", &["--lang", "en"]).code(0);
    let text = room.text("out/cis-2.0.accounts.csv");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let heads = reader.headers().expect("heads").clone();
    let rows: Vec<BTreeMap<String, String>> = reader
        .records()
        .map(|row| heads.iter().map(str::to_owned).zip(row.expect("a row").iter().map(str::to_owned)).collect())
        .collect();
    assert_eq!(rows.len(), ACCOUNTS + 1);
    let of = |account: &str| rows.iter().find(|r| r["account"] == account).unwrap_or_else(|| panic!("no {account}"));
    for n in 0..ACCOUNTS {
        let row = of(&format!("acc-{n:03}"));
        assert_eq!((row["fail"].parse(), row["pass"].parse()), (Ok(n % 4), Ok(3 - n % 4)), "{row:?}");
        assert_eq!(row["failing_controls"] == "0", n % 4 == 0);
        assert_eq!(row["failing_refs"].is_empty(), n % 4 == 0);
    }
    assert_eq!(of("acc-003")["group"], "支付");
    let unseen = of("never-seen");
    assert_eq!((unseen["pass"].as_str(), unseen["met"].as_str(), unseen["failing_controls"].as_str()), ("0", "0", "0"));
    assert_ne!(unseen["not_assessed"], "0", "an account without findings is not known, never good");
    // Worst first, and each account of the sum in one place.
    let failing: Vec<u64> = rows.iter().map(|r| r["fail"].parse().expect("a number")).collect();
    assert_eq!(failing[0], 3);
    let page = room.text("out/cis-2.0.html");
    for part in ["All accounts", "零售", "(in no group)", "21 other accounts", "--format accounts"] {
        assert!(page.contains(part), "{part}");
        assert!(room.text("out/cis-2.0.md").contains(part) || part.starts_with('-'), "{part}");
    }
    let json = room.json("cis-2.0");
    let accounts = json["accounts"].as_array().expect("accounts");
    assert_eq!(accounts.len(), ACCOUNTS + 1);
    let total: u64 = accounts.iter().map(|a| a["findings"]["fail"].as_u64().expect("a count")).sum();
    assert_eq!(total, failing.iter().sum::<u64>());
}

#[test]
fn one_account_has_no_roll_up() {
    let room = Room::new();
    room.file("findings.jsonl", finding("oss-bucket-not-public", "fail", "b").to_string());
    room.report("cis-2.0", &room.path("findings.jsonl"), "html,md", &["--lang", "en"]).code(0);
    assert!(!room.text("out/cis-2.0.html").contains("Roll-up by account"));
}

/// A row that stands twice in one file counts once, and so does one that a second file repeats; a failure stays.
#[test]
fn what_comes_twice_counts_once_in_one_file_and_in_two() {
    let room = Room::new();
    let (fail, pass) = (finding("oss-bucket-not-public", "fail", "b"), finding("oss-bucket-not-public", "pass", "c"));
    room.file("in/a.jsonl", format!("{fail}\n{pass}\n{fail}\n"));
    room.file("in/b.jsonl", format!("{pass}\n{fail}\n"));
    room.report("cis-2.0", &room.path("in"), "json", &[]).code(0);
    let inputs = &room.json("cis-2.0")["inputs"];
    let said: Vec<_> =
        inputs.as_array().expect("files").iter().map(|f| (f["findings"].clone(), f["duplicates"].clone())).collect();
    assert_eq!(said, [(2.into(), 1.into()), (0.into(), 2.into())]);
}
