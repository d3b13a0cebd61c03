//! The whole scan, against the emulator: the real binary, real HTTP, signed requests.
#![cfg(feature = "live")]
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

mod common;
mod emulator;

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use common::Room;
use dengbao::checks;
use dengbao::domain::{Finding, FindingStatus};
use dengbao::snapshot::{self, End, Snapshot};
use emulator::{Emulator, Fault, FaultKind, KEY_ID, KEY_SECRET, Setup};
use serde_json::Value;

/// The binary with nothing of this machine's credentials, and the emulator's key.
fn command(room: &Room, emulator: &Emulator) -> Command {
    let mut command = bare(room, emulator);
    command.env("ALIBABA_CLOUD_ACCESS_KEY_ID", KEY_ID).env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", KEY_SECRET);
    command
}

fn bare(room: &Room, _emulator: &Emulator) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dengbao"));
    for (name, _) in std::env::vars() {
        if name.starts_with("ALIBABA_CLOUD_") || name.starts_with("ALIYUN_") || name.to_lowercase().ends_with("_proxy")
        {
            command.env_remove(name);
        }
    }
    command.current_dir(room.path("")).env("HOME", room.path(""));
    command
}

fn scan(room: &Room, emulator: &Emulator, more: &[&str]) -> Output {
    let mut command = command(room, emulator);
    command.args(["scan", "--out", "s", "--plain-proxy", &emulator.address.to_string()]).args(more);
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn assert_done(output: &Output) {
    assert!(output.status.success(), "{:?}\n{}\n{}", output.status, text(&output.stdout), text(&output.stderr));
}

fn findings(room: &Room, file: &str) -> Vec<Finding> {
    let text = std::fs::read_to_string(room.path(file)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn snapshot_of(room: &Room, file: &str) -> Snapshot {
    snapshot::read(std::fs::File::open(room.path(file)).unwrap()).unwrap()
}

/// Verdicts without what differs from run to run: request ids and times.
fn verdicts(findings: &[Finding]) -> BTreeSet<(String, String, String, FindingStatus, String)> {
    findings
        .iter()
        .map(|f| {
            (f.check_id.to_string(), f.resource.account.clone(), f.resource.id.clone(), f.status, f.reason.en.clone())
        })
        .collect()
}

fn count(findings: &[Finding], status: FindingStatus) -> usize {
    findings.iter().filter(|f| f.status == status).count()
}

#[test]
fn every_check_is_answered_on_a_whole_account() {
    let room = Room::new();
    let emulator = Emulator::start(Setup::acme());
    assert_done(&scan(&room, &emulator, &[]));
    assert_eq!(emulator.refused_signatures(), 0);
    assert_eq!(emulator.counts().get("?"), None, "a request that is no call");
    let snapshot = snapshot_of(&room, "s/snapshot.jsonl.zst");
    assert!(snapshot.tail.is_some());
    let mut broken = BTreeSet::new();
    for groups in snapshot.accounts.values() {
        for (key, group) in groups {
            if !matches!(group.end, End::Complete | End::Absent(_) | End::Unopened(_)) {
                broken.insert(format!("{} {} {:?}: {:?}", key.call, key.region, key.request, group.end));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
    let findings = findings(&room, "s/findings.jsonl");
    let answered: BTreeSet<&str> = findings.iter().map(|f| &*f.check_id).collect();
    let silent: Vec<&str> = checks::all().iter().map(|c| c.id).filter(|id| !answered.contains(id)).collect();
    assert!(silent.is_empty(), "no finding of {silent:?}");
    let holes: Vec<_> = findings
        .iter()
        .filter_map(|f| f.gap.as_ref().map(|g| format!("{} {}: {}", f.check_id, f.resource.id, g.text.en)))
        .collect();
    // Holes that the account is meant to have: machines without an agent, a trail's bucket of another account.
    assert!(holes.len() < 25, "{} holes:\n{}", holes.len(), holes.join("\n"));
    assert!(
        count(&findings, FindingStatus::Pass) > 200 && count(&findings, FindingStatus::Fail) > 150,
        "{}",
        findings.len()
    );
    for finding in &findings {
        if matches!(finding.status, FindingStatus::Pass | FindingStatus::Fail) {
            assert!(
                !finding.reason.en.is_empty() && !finding.reason.zh.is_empty(),
                "{} says no reason",
                finding.check_id
            );
            assert!(!finding.proof.is_empty(), "{} names no evidence", finding.check_id);
        }
        let check = checks::find(&finding.check_id).unwrap();
        for proof in &finding.proof {
            let declared = check.calls().iter().any(|call| *call.id == *proof.call);
            assert!(declared, "{} looks at {}, which it does not declare", check.id, proof.call);
        }
    }
}

#[test]
fn findings_come_out_the_same_from_the_snapshot() {
    let room = Room::new();
    let emulator = Emulator::start(Setup::acme());
    assert_done(&scan(&room, &emulator, &[]));
    let output =
        command(&room, &emulator).args(["evaluate", "s/snapshot.jsonl.zst", "--out", "again.jsonl"]).output().unwrap();
    assert_done(&output);
    let first = std::fs::read(room.path("s/findings.jsonl")).unwrap();
    assert_eq!(first, std::fs::read(room.path("again.jsonl")).unwrap());
}

#[test]
fn where_everything_is_denied_nothing_is_decided() {
    let room = Room::new();
    let setup = Setup { faults: vec![Fault::always("*", FaultKind::Deny)], ..Setup::acme() };
    let emulator = Emulator::start(setup);
    let output = scan(&room, &emulator, &[]);
    assert_eq!(output.status.code(), Some(4), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(said.contains("nothing could be assessed") && said.contains("missing permissions"), "{said}");
    let findings = findings(&room, "s/findings.jsonl");
    let of: BTreeMap<&str, Vec<&Finding>> = findings.iter().fold(BTreeMap::new(), |mut map, f| {
        map.entry(&*f.check_id).or_insert_with(Vec::new).push(f);
        map
    });
    assert_eq!(of.len(), checks::all().len(), "every check says something");
    for (check, findings) in of {
        for finding in findings {
            // A question for a person stays one.
            let allowed = matches!(finding.status, FindingStatus::NotAssessed | FindingStatus::Manual);
            assert!(allowed, "{check} decides {:?} without an answer: {}", finding.status, finding.reason.en);
        }
    }
}

#[test]
fn no_detail_that_is_denied_leaves_a_verdict_that_rests_on_it() {
    let room = Room::new();
    let emulator = Emulator::start(Setup::acme());
    assert_done(&scan(&room, &emulator, &[]));
    let whole = snapshot_of(&room, "s/snapshot.jsonl.zst");
    let before = dengbao::evaluate::evaluate(&whole, checks::all());
    let calls: BTreeSet<String> = whole.accounts.values().flat_map(|g| g.keys().map(|k| k.call.to_string())).collect();
    let mut wrong = Vec::new();
    for call in &calls {
        let mut denied = whole.clone();
        for groups in denied.accounts.values_mut() {
            for (key, group) in groups.iter_mut() {
                if *key.call == **call {
                    group.pages.clear();
                    group.end = End::Denied(snapshot::Refusal { code: "Forbidden.RAM".into(), message: String::new() });
                }
            }
        }
        let readers: Vec<_> =
            checks::all().iter().copied().filter(|c| c.calls().iter().any(|k| k.id == call)).collect();
        let after = dengbao::evaluate::evaluate(&denied, &readers);
        for finding in &after {
            if finding.status != FindingStatus::Pass {
                continue;
            }
            // A pass may stand only where it stood before, on other evidence that decides by itself.
            let stood = before.iter().any(|b| {
                b.check_id == finding.check_id
                    && b.resource.id == finding.resource.id
                    && b.status == FindingStatus::Pass
            });
            if !stood {
                wrong.push(format!("{} passes {} once {call} is denied", finding.check_id, finding.resource.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn trouble_that_passes_is_survived() {
    let calm = Room::new();
    let emulator = Emulator::start(Setup::acme());
    assert_done(&scan(&calm, &emulator, &["--service", "ecs,rds,oss,sls,ack,ram"]));
    let room = Room::new();
    let faults = vec![
        Fault::first("ecs:DescribeSecurityGroups", 2, FaultKind::Throttle(Some(20))),
        Fault::first("rds:DescribeDBInstances", 2, FaultKind::Unavailable),
        Fault::first("oss:ListBuckets", 2, FaultKind::Cut),
        Fault::first("sls:ListProject", 1, FaultKind::Throttle(None)),
        Fault::first("cs:DescribeClustersV1", 2, FaultKind::Unavailable),
        Fault::first("ims:ListUsers", 1, FaultKind::Cut),
    ];
    let emulator = Emulator::start(Setup { faults, ..Setup::acme() });
    assert_done(&scan(&room, &emulator, &["--service", "ecs,rds,oss,sls,ack,ram"]));
    assert_eq!(verdicts(&findings(&calm, "s/findings.jsonl")), verdicts(&findings(&room, "s/findings.jsonl")));
}

#[test]
fn a_clock_that_is_off_is_set_right_and_an_ended_token_renewed() {
    let room = Room::new();
    let faults = vec![Fault { call: "ims:ListUsers", after: 0, times: 1, kind: FaultKind::Expired }];
    let emulator = Emulator::start(Setup { clock_ahead: 3600, faults, token_seconds: 7200, ..Setup::acme() });
    let output = scan(&room, &emulator, &["--service", "ram", "--role-arn", "acs:ram::1234567890123456:role/audit"]);
    assert_done(&output);
    let broken = snapshot_of(&room, "s/snapshot.jsonl.zst")
        .accounts
        .values()
        .flat_map(|g| g.values())
        .filter(|g| matches!(g.end, End::Failed(_) | End::Denied(_) | End::Cut(_)))
        .count();
    assert_eq!(broken, 0);
}

#[test]
fn an_endless_list_is_cut_and_never_passes() {
    let room = Room::new();
    let faults = vec![Fault::always("ecs:DescribeSecurityGroups", FaultKind::LoopToken)];
    let emulator = Emulator::start(Setup { faults, ..Setup::acme() });
    let output = scan(&room, &emulator, &["--check", "ecs-security-group-no-open-ssh"]);
    assert_eq!(output.status.code(), Some(4), "nothing is known");
    let findings = findings(&room, "s/findings.jsonl");
    assert!(!findings.is_empty());
    assert!(findings.iter().all(|f| f.status == FindingStatus::NotAssessed), "{findings:#?}");
}

#[test]
fn a_scan_that_is_killed_goes_on_where_it_stopped() {
    let calm = Room::new();
    let emulator = Emulator::start(Setup::acme());
    assert_done(&scan(&calm, &emulator, &[]));
    let all = emulator.total();
    for signal in ["KILL", "INT"] {
        let room = Room::new();
        let slow = Emulator::start(Setup { latency: Duration::from_millis(20), ..Setup::acme() });
        let mut child = command(&room, &slow)
            .args(["scan", "--out", "s", "--plain-proxy", &slow.address.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // In the middle: some answers are there, some are not.
        while slow.total() < all / 3 {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(
            Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status().unwrap().success()
        );
        let status = child.wait().unwrap();
        assert!(!status.success(), "{signal}");
        assert!(room.path("s/snapshot.jsonl.zst.part").exists(), "{signal}");
        assert!(!room.path("s/findings.jsonl").exists());
        let quick = Emulator::start(Setup::acme());
        let output = scan(&room, &quick, &[]);
        assert_done(&output);
        assert!(text(&output.stderr).contains("taking up"), "{}", text(&output.stderr));
        assert!(quick.total() < all, "{signal}: {} of {all} asked again", quick.total());
        assert_eq!(
            verdicts(&findings(&calm, "s/findings.jsonl")),
            verdicts(&findings(&room, "s/findings.jsonl")),
            "{signal}"
        );
        assert!(!room.path("s/snapshot.jsonl.zst.part").exists());
    }
}

#[test]
fn no_secret_is_written_anywhere() {
    let room = Room::new();
    let mut setup = Setup::acme();
    setup.accounts[0].add(&serde_json::json!({
        "call": "ecs:DescribeInstances", "region": "cn-beijing",
        "items": [{ "InstanceId": "i-leaky", "InstanceName": "LTAI5tLeakedLeakedLeaked", "Status": "Running" }]
    }));
    setup.regions.push("cn-beijing".into());
    let emulator = Emulator::start(setup);
    let mut seen = Vec::new();
    for more in [vec![], vec!["--role-arn", "acs:ram::1234567890123456:role/audit"], vec!["--ecs-ram-role", "ecs-role"]]
    {
        let output =
            scan(&room, &emulator, &[&["--log-level", "trace", "--service", "ecs,ram,oss,sls"], &more[..]].concat());
        assert_done(&output);
        seen.extend([output.stdout, output.stderr]);
    }
    let report = command(&room, &emulator)
        .args(["report", "--framework", "mlps-l3", "--input", "s", "--format", "html,md,json,csv", "--out", "r"])
        .output()
        .unwrap();
    assert_done(&report);
    seen.extend([report.stdout, report.stderr]);
    for folder in ["s", "r"] {
        for file in std::fs::read_dir(room.path(folder)).unwrap() {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            seen.push(if path.extension().is_some_and(|e| e == "zst") { zstd_text(&bytes) } else { bytes });
        }
    }
    let all: Vec<String> = seen.iter().map(|b| text(b)).collect();
    assert!(all.iter().any(|t| t.contains("i-leaky")), "the machine with the leak was read");
    for planted in [
        KEY_SECRET,
        "TemporarySecretPlanted",
        "TemporaryTokenPlanted",
        "LTAI5tLeakedLeakedLeaked",
        "aliyun_v4",
        "Signature=",
    ] {
        for t in &all {
            assert!(
                !t.contains(planted),
                "{planted} in: {}",
                &t[t.find(planted).unwrap().saturating_sub(200)..][..400.min(t.len())]
            );
        }
    }
}

fn zstd_text(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::decode_all(bytes).unwrap()
}

/// What wins, the variables, the flags, and who it makes us.
type Case = (&'static str, Vec<(&'static str, &'static str)>, Vec<&'static str>, &'static str);

#[test]
fn every_source_of_credentials_leads_in() {
    let room = Room::new();
    let emulator = Emulator::start(Setup::acme());
    std::fs::write(room.path("token"), "oidc-token-planted\n").unwrap();
    std::fs::create_dir_all(room.path(".aliyun")).unwrap();
    std::fs::write(
        room.path(".aliyun/config.json"),
        format!(
            r#"{{"current":"p","profiles":[{{"name":"p","mode":"AK","access_key_id":"{KEY_ID}","access_key_secret":"{KEY_SECRET}"}},
            {{"name":"r","mode":"ChainableRamRoleArn","source_profile":"p","ram_role_arn":"acs:ram::1234567890123456:role/x","ram_session_name":"s1"}}]}}"#
        ),
    )
    .unwrap();
    let key = [("ALIBABA_CLOUD_ACCESS_KEY_ID", KEY_ID), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", KEY_SECRET)];
    let oidc = [
        ("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1234567890123456:role/oidc"),
        ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1234567890123456:oidc-provider/p"),
        ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "token"),
        ("ALIBABA_CLOUD_ROLE_SESSION_NAME", "pod-7"),
    ];
    let cases: [Case; 8] = [
        (
            "credentials URI",
            vec![("ALIBABA_CLOUD_CREDENTIALS_URI", "http://credentials.test/credentials")],
            vec![],
            "assumed-role/local",
        ),
        ("role by OIDC token", oidc.to_vec(), vec![], "assumed-role/oidc/pod-7"),
        ("role of the virtual machine", vec![("ALIBABA_CLOUD_ECS_METADATA", "ecs-role")], vec![], "assumed-role/local"),
        (
            "role assumed",
            key.to_vec(),
            vec!["--role-arn", "acs:ram::1234567890123456:role/audit", "--role-session-name", "q4"],
            "assumed-role/audit/q4",
        ),
        ("access key in the environment", key.to_vec(), vec![], "user/scanner"),
        (
            "access key in the environment",
            vec![("ALIYUN_ACCESS_KEY_ID", KEY_ID), ("ALIYUN_ACCESS_KEY_SECRET", KEY_SECRET)],
            vec![],
            "user/scanner",
        ),
        ("profile `p`", vec![], vec![], "user/scanner"),
        ("profile `r`", vec![], vec!["--profile", "r"], "assumed-role/x/s1"),
    ];
    for (origin, variables, flags, identity) in cases {
        let output = bare(&room, &emulator)
            .envs(variables)
            .args(["doctor", "--check", "ram-password-min-length", "--plain-proxy", &emulator.address.to_string()])
            .args(flags)
            .output()
            .unwrap();
        assert_done(&output);
        let said = text(&output.stdout);
        assert!(said.contains(origin) && said.contains(identity), "{origin}: {said}");
    }
}

#[test]
fn the_doctor_names_what_is_missing() {
    let room = Room::new();
    let faults = vec![
        Fault::always("oss:GetBucketPolicy", FaultKind::Deny),
        Fault::always("ims:GetPasswordPolicy", FaultKind::Deny),
    ];
    let emulator = Emulator::start(Setup { faults, ..Setup::acme() });
    let output = command(&room, &emulator)
        .args(["doctor", "--service", "oss,ram", "--plain-proxy", &emulator.address.to_string()])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(
        said.contains("missing       oss:GetBucketPolicy") && said.contains("missing       ram:GetPasswordPolicy"),
        "{said}"
    );
    assert!(!said.contains("missing       oss:ListBuckets"), "{said}");
}

#[test]
fn the_doctor_is_not_content_with_a_call_that_fails_or_a_closed_account() {
    let doctor = |setup: Setup, more: &[&str]| {
        let room = Room::new();
        let emulator = Emulator::start(setup);
        let mut command = command(&room, &emulator);
        command.args(["doctor", "--check", "oss-bucket-not-public", "--plain-proxy", &emulator.address.to_string()]);
        command.args(more).output().unwrap().status.code()
    };
    assert_eq!(doctor(Setup::acme(), &[]), Some(0));
    let faults = vec![Fault::always("oss:ListBuckets", FaultKind::Error(400, "InvalidArgument"))];
    assert_eq!(doctor(Setup { faults, ..Setup::acme() }, &[]), Some(4));
    let mut setup = Setup::acme();
    let mut locked = emulator::data::Account::empty("3333333333333333");
    locked.external_id = Some("x".into());
    setup.accounts.push(locked);
    let members = ["1234567890123456", "3333333333333333"].map(|id| serde_json::json!({ "AccountId": id }));
    setup.accounts[0].set_items("resourcedirectorymaster:ListAccounts", members.to_vec());
    assert_eq!(doctor(setup, &["--accounts", "all"]), Some(4));
}

#[test]
fn wrong_credentials_and_regions_are_said_plainly() {
    let room = Room::new();
    let emulator = Emulator::start(Setup::acme());
    let proxy = emulator.address.to_string();
    let none = bare(&room, &emulator).args(["scan", "--plain-proxy", &proxy]).output().unwrap();
    assert_eq!(none.status.code(), Some(2), "{}", text(&none.stderr));
    assert!(text(&none.stderr).contains("no credentials were found"));
    let wrong = bare(&room, &emulator)
        .env("ALIBABA_CLOUD_ACCESS_KEY_ID", KEY_ID)
        .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "WrongSecretPlanted")
        .args(["scan", "--plain-proxy", &proxy])
        .output()
        .unwrap();
    assert!(!wrong.status.success());
    assert!(text(&wrong.stderr).contains("SignatureDoesNotMatch"), "{}", text(&wrong.stderr));
    assert!(!text(&wrong.stderr).contains("WrongSecretPlanted"));
    let region = scan(&room, &emulator, &["--region", "cn-nowhere"]);
    assert_eq!(region.status.code(), Some(2));
    assert!(text(&region.stderr).contains("cn-nowhere is unknown"), "{}", text(&region.stderr));
    let elsewhere = command(&room, &emulator).args(["scan", "--plain-proxy", "10.0.0.1:80"]).output().unwrap();
    assert!(text(&elsewhere.stderr).contains("loopback"), "{}", text(&elsewhere.stderr));
}

#[test]
fn accounts_of_a_directory_are_entered_and_closed_doors_named() {
    let room = Room::new();
    let mut setup = Setup::acme();
    setup.accounts.push(emulator::data::Account::empty("2222222222222222"));
    let mut locked = emulator::data::Account::empty("3333333333333333");
    locked.external_id = Some("x".into());
    setup.accounts.push(locked);
    let members = ["1234567890123456", "2222222222222222", "3333333333333333"]
        .map(|id| serde_json::json!({ "AccountId": id, "DisplayName": format!("name of {id}") }));
    setup.accounts[0].set_items("resourcedirectorymaster:ListAccounts", members.to_vec());
    let emulator = Emulator::start(setup);
    let output = scan(&room, &emulator, &["--accounts", "all", "--member-role", "AuditRole", "--service", "oss"]);
    assert_done(&output);
    let findings = findings(&room, "s/findings.jsonl");
    let of = |id: &str| findings.iter().filter(|f| f.resource.account == id).collect::<Vec<_>>();
    assert!(of("1234567890123456").iter().any(|f| f.status == FindingStatus::Fail));
    assert!(of("2222222222222222").iter().any(|f| f.status == FindingStatus::NotApplicable));
    assert!(!of("3333333333333333").is_empty());
    assert!(of("3333333333333333").iter().all(|f| f.status == FindingStatus::NotAssessed));
    let (_, _, rows) = ledger(&room, &emulator, "s");
    let states = |id: &str| rows.iter().filter(|r| r[2] == id).map(|r| r[5].as_str()).collect::<BTreeSet<_>>();
    assert!(states("1234567890123456").contains("evaluated") && states("2222222222222222").contains("no_resource"));
    let locked = states("3333333333333333");
    assert!(!locked.contains("evaluated") && !locked.contains("no_resource"), "{locked:?}");
    assert!(rows.iter().any(|r| r[2] == "3333333333333333" && r[12].contains("denied")));
}

#[test]
fn trouble_that_passes_closes_no_account() {
    let room = Room::new();
    let mut setup = Setup::acme();
    setup.accounts.push(emulator::data::Account::empty("2222222222222222"));
    let members = ["1234567890123456", "2222222222222222"]
        .map(|id| serde_json::json!({ "AccountId": id, "DisplayName": format!("name of {id}") }));
    setup.accounts[0].set_items("resourcedirectorymaster:ListAccounts", members.to_vec());
    setup.faults = vec![Fault::first("sts:AssumeRole", 2, FaultKind::Error(400, "Throttling.User"))];
    let emulator = Emulator::start(setup);
    assert_done(&scan(&room, &emulator, &["--accounts", "all", "--check", "oss-bucket-not-public"]));
    let accounts = snapshot_of(&room, "s/snapshot.jsonl.zst").head.accounts;
    assert_eq!(accounts.iter().filter(|a| a.closed.is_none()).count(), 2, "{accounts:?}");
}

#[test]
fn half_a_directory_is_no_directory() {
    for body in [
        // One of three, one without an id, a total that was left out, and an error under HTTP 200.
        r#"{"Accounts":{"Account":[{"AccountId":"1234567890123456"}]},"TotalCount":"3"}"#,
        r#"{"Accounts":{"Account":[{"DisplayName":"who?"}]},"TotalCount":1}"#,
        r#"{"RequestId":"R"}"#,
        r#"{"Code":"InternalError","Message":"m","RequestId":"R"}"#,
        "",
    ] {
        let room = Room::new();
        let faults = vec![Fault::always("resourcedirectorymaster:ListAccounts", FaultKind::Says(body))];
        let emulator = Emulator::start(Setup { faults, ..Setup::acme() });
        let output = scan(&room, &emulator, &["--accounts", "all", "--check", "oss-bucket-not-public"]);
        assert_eq!(output.status.code(), Some(2), "{body}: {}", text(&output.stderr));
        assert!(!room.path("s/findings.jsonl").exists());
    }
}

#[test]
fn what_is_no_answer_leaves_no_verdict() {
    let cases = [
        ("ecs:DescribeSecurityGroups", "ecs-security-group-no-open-ssh", ""),
        ("ecs:DescribeSecurityGroups", "ecs-security-group-no-open-ssh", "<html><body>sign in</body></html>"),
        ("ecs:DescribeSecurityGroups", "ecs-security-group-no-open-ssh", r#"{"Code":"InternalError","Message":"m"}"#),
        ("ecs:DescribeSecurityGroups", "ecs-security-group-no-open-ssh", r#"{"TotalCount":7}"#),
        ("ecs:DescribeSecurityGroups", "ecs-security-group-no-open-ssh", "null"),
        ("oss:ListBuckets", "oss-bucket-not-public", ""),
        ("oss:ListBuckets", "oss-bucket-not-public", "<Error><Code>InternalError</Code></Error>"),
        ("oss:ListBuckets", "oss-bucket-not-public", "<ListAllMyBucketsResult/>"),
        ("oss:ListBuckets", "oss-bucket-not-public", "{}"),
        ("sls:ListProject", "sls-project-not-public", ""),
        ("sls:ListProject", "sls-project-not-public", r#"{"errorCode":"InternalServerError","errorMessage":"m"}"#),
        ("ims:ListUsers", "ram-user-mfa-enabled", r#"{"RequestId":"R"}"#),
        ("cs:DescribeClustersV1", "ack-cluster-log-collection", "[]"),
        ("cs:DescribeClustersV1", "ack-cluster-log-collection", r#"{"code":"500","message":"m"}"#),
    ];
    let judge = |(call, check, body): (&'static str, &str, &'static str)| {
        let room = Room::new();
        let faults = vec![Fault::always(call, FaultKind::Says(body))];
        let emulator = Emulator::start(Setup { faults, ..Setup::acme() });
        let output = scan(&room, &emulator, &["--check", check, "--region", "cn-hangzhou"]);
        assert_eq!(output.status.code(), Some(4), "{call} {body}: {}", text(&output.stdout));
        let findings = findings(&room, "s/findings.jsonl");
        assert!(findings.iter().all(|f| f.status == FindingStatus::NotAssessed), "{call} {body}: {findings:#?}");
    };
    // What might pass is asked for again after a pause: all at once.
    std::thread::scope(|scope| {
        for case in cases {
            scope.spawn(move || judge(case));
        }
    });
}

#[test]
fn checks_of_another_version_are_not_assessed() {
    let room = Room::new();
    let emulator = Emulator::start(Setup::acme());
    assert_done(&scan(&room, &emulator, &["--check", "oss-bucket-not-public"]));
    let bytes = std::fs::read(room.path("s/snapshot.jsonl.zst")).unwrap();
    let newer =
        text(&zstd_text(&bytes)).replacen("\"checks\":[", "\"checks\":[\"oss-bucket-of-the-future\",", 1).into_bytes();
    std::fs::write(room.path("newer.zst"), zstd::stream::encode_all(&*newer, 3).unwrap()).unwrap();
    let run = |args: &[&str]| command(&room, &emulator).args(args).output().unwrap();
    let output = run(&["evaluate", "newer.zst", "--out", "f.jsonl"]);
    assert_done(&output);
    assert!(text(&output.stderr).contains("oss-bucket-of-the-future"), "{}", text(&output.stderr));
    let future: Vec<_> =
        findings(&room, "f.jsonl").into_iter().filter(|f| &*f.check_id == "oss-bucket-of-the-future").collect();
    assert_eq!(future.len(), 1);
    assert_eq!(future[0].status, FindingStatus::NotAssessed);
    // A report counts them as rows that it cannot use.
    let report = run(&["report", "--framework", "mlps-l3", "--input", "newer.zst", "--format", "md", "--out", "r"]);
    assert_done(&report);
    assert!(text(&report.stdout).contains("未对应 1 条"), "{report:?}");
}

#[test]
fn no_product_is_asked_faster_than_the_limit() {
    let room = Room::new();
    let emulator = Emulator::start(Setup { latency: Duration::from_millis(20), ..Setup::acme() });
    assert_done(&scan(&room, &emulator, &["--service", "ecs,oss,ram,rds"]));
    assert!(emulator.most_in_flight() <= 4, "{}", emulator.most_in_flight());
}

#[test]
fn one_command_scans_and_reports() {
    let room = Room::new();
    let emulator = Emulator::start(Setup::acme());
    let output = command(&room, &emulator)
        .args(["report", "--framework", "mlps-l3", "--format", "md,json", "--lang", "both", "--plain-proxy"])
        .arg(emulator.address.to_string())
        .output()
        .unwrap();
    assert_done(&output);
    let markdown = std::fs::read_to_string(room.path("out/mlps-l3.md")).unwrap();
    assert!(markdown.contains("实时采集") || markdown.contains("dengbao"), "evidence is live");
    let again = command(&room, &emulator)
        .args(["report", "--framework", "mlps-l3", "--format", "json", "--out", "again", "--input"])
        .arg("out/scan/snapshot.jsonl.zst")
        .output()
        .unwrap();
    assert_done(&again);
    let read = |file: &str| -> Value { serde_json::from_slice(&std::fs::read(room.path(file)).unwrap()).unwrap() };
    let (first, second) = (read("out/mlps-l3.json"), read("again/mlps-l3.json"));
    assert_eq!(first["controls"], second["controls"], "a snapshot says what its findings say");
}

/// Cells of the coverage ledger by state, and the regions that it names.
fn ledger(
    room: &Room,
    emulator: &Emulator,
    input: &str,
) -> (BTreeMap<String, u64>, BTreeSet<String>, Vec<Vec<String>>) {
    let args = ["report", "--framework", "mlps-l3", "--input", input, "--format", "coverage", "--lang", "en"];
    assert_done(&command(room, emulator).args(args).output().unwrap());
    let text = std::fs::read_to_string(room.path("out/mlps-l3.coverage.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let (mut states, mut regions, mut rows) = (BTreeMap::new(), BTreeSet::new(), Vec::new());
    for row in reader.records() {
        let row: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
        *states.entry(row[5].clone()).or_default() += row[4].parse::<u64>().unwrap();
        regions.extend(row[3].split(';').map(str::to_owned));
        rows.push(row);
    }
    (states, regions, rows)
}

#[test]
fn the_ledger_of_a_whole_scan_has_no_cell_that_nobody_looked_into() {
    let room = Room::new();
    let emulator = Emulator::start(Setup::acme());
    assert_done(&scan(&room, &emulator, &[]));
    let head = snapshot_of(&room, "s/snapshot.jsonl.zst").head;
    let (states, regions, rows) = ledger(&room, &emulator, "s");
    let of_scan: BTreeSet<String> = head.regions.iter().cloned().chain(["global".to_owned()]).collect();
    assert!(regions.is_superset(&of_scan), "{regions:?} lacks one of {of_scan:?}");
    let accounts = rows.iter().map(|r| r[2].clone()).collect::<BTreeSet<_>>();
    assert_eq!(states.values().sum::<u64>(), (257 * accounts.len() * regions.len()) as u64);
    let silent: Vec<_> =
        rows.iter().filter(|r| r[5] == "not_scanned" && r[3].split(';').any(|place| of_scan.contains(place))).collect();
    assert!(silent.is_empty(), "{silent:#?}");
    assert!(states["evaluated"] > 100 && states["no_resource"] > 0 && states["elsewhere"] > 0, "{states:?}");
    // The snapshot alone says the same as the findings that were written from it.
    std::fs::create_dir(room.path("only")).unwrap();
    std::fs::copy(room.path("s/snapshot.jsonl.zst"), room.path("only/snapshot.jsonl.zst")).unwrap();
    assert_eq!(ledger(&room, &emulator, "only").2, rows);
}

#[test]
fn the_ledger_of_a_refused_scan_claims_nothing() {
    let room = Room::new();
    let setup = Setup { faults: vec![Fault::always("*", FaultKind::Deny)], ..Setup::acme() };
    let emulator = Emulator::start(setup);
    scan(&room, &emulator, &["--region", "cn-hangzhou"]);
    let (states, _, rows) = ledger(&room, &emulator, "s");
    assert!(!states.contains_key("evaluated") && !states.contains_key("no_resource"), "{states:?}");
    assert!(states["denied"] > 50, "{states:?}");
    assert!(rows.iter().all(|r| r[7] == "0" && r[8] == "0"), "passes or failures");
}

#[test]
fn the_policy_grants_reads_only() {
    let room = Room::new();
    let emulator = Emulator::start(Setup::acme());
    let output = command(&room, &emulator).args(["policy", "--framework", "mlps-l3"]).output().unwrap();
    assert_done(&output);
    let policy: Value = serde_json::from_slice(&output.stdout).unwrap();
    let actions = policy["Statement"][0]["Action"].as_array().unwrap();
    assert!(actions.len() > 50);
    for action in actions {
        let verb = action.as_str().unwrap().split(':').nth(1).unwrap();
        let reads = ["Describe", "List", "Get", "Query", "Check", "Generate", "Lookup", "Search"];
        assert!(reads.iter().any(|r| verb.starts_with(r)), "{action}");
    }
}

/// A certificate authority of our own and a certificate of `*.aliyuncs.com`, by openssl.
fn certificates(room: &Room) -> Option<(String, String)> {
    if !common::tool("openssl") {
        return None;
    }
    let openssl = |args: &[&str]| {
        let done = Command::new("openssl").args(args).current_dir(room.path("")).output().unwrap();
        assert!(done.status.success(), "{}", text(&done.stderr));
    };
    room.file("san.cnf", "subjectAltName=DNS:*.aliyuncs.com\nbasicConstraints=CA:FALSE\n");
    openssl(&[
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "ca.key",
        "-out",
        "ca.pem",
        "-days",
        "2",
        "-subj",
        "/CN=Corporate proxy",
    ]);
    openssl(&[
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "host.key",
        "-out",
        "host.csr",
        "-subj",
        "/CN=aliyuncs.com",
    ]);
    openssl(&[
        "x509", "-req", "-in", "host.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "2", "-out", "host.pem",
        "-extfile", "san.cnf",
    ]);
    let read = |name: &str| std::fs::read_to_string(room.path(name)).unwrap();
    Some((read("host.pem"), read("host.key")))
}

#[test]
fn a_proxy_that_re_signs_tls_is_trusted_only_by_its_certificate() {
    let room = Room::new();
    let Some(tls) = certificates(&room) else { return };
    let emulator = Emulator::start(Setup { tls: Some(tls), ..Setup::acme() });
    let through = |more: &[&str], no_proxy: &str| {
        let mut command = command(&room, &emulator);
        command.env("HTTPS_PROXY", format!("http://{}", emulator.address)).env("NO_PROXY", no_proxy);
        command.args(["scan", "--check", "ram-password-min-length", "--region", "cn-hangzhou"]).args(more);
        command.output().unwrap()
    };
    let distrusted = through(&[], "");
    assert_eq!(distrusted.status.code(), Some(1));
    assert!(text(&distrusted.stderr).contains("certificate"), "{}", text(&distrusted.stderr));
    assert_eq!(emulator.total(), 0, "nothing was sent to whom nobody trusts");
    assert_done(&through(&["--ca-bundle", "ca.pem"], ""));
    assert!(emulator.total() > 0);
    let wrong = through(&["--ca-bundle", "host.key"], "");
    assert_eq!(wrong.status.code(), Some(2), "{}", text(&wrong.stderr));
}

#[test]
fn regions_beyond_the_usual_are_scanned() {
    let room = Room::new();
    let mut setup = Setup::acme();
    for region in ["cn-nanjing", "cn-hangzhou-finance", "me-central-1"] {
        setup.regions.push(region.into());
        setup.accounts[0].add(&serde_json::json!({
            "call": "ecs:DescribeSnapshots", "region": region,
            // Nothing but what decides: a record may lack everything else.
            "items": [{ "SnapshotId": format!("s-{region}"), "Encrypted": false, "SnapshotName": null }]
        }));
    }
    let emulator = Emulator::start(setup);
    assert_done(&scan(&room, &emulator, &["--check", "ecs-snapshot-encrypted"]));
    let failing: BTreeSet<String> = findings(&room, "s/findings.jsonl")
        .into_iter()
        .filter(|f| f.status == FindingStatus::Fail)
        .map(|f| f.resource.region)
        .collect();
    for region in ["cn-nanjing", "cn-hangzhou-finance", "me-central-1"] {
        assert!(failing.contains(region), "{region} in {failing:?}");
    }
    // What was chosen is all that is looked at, also in lists that hold every region.
    let out =
        scan(&room, &emulator, &["--region", "cn-shanghai", "--check", "oss-bucket-encrypted,ecs-snapshot-encrypted"]);
    assert_done(&out);
    assert!(findings(&room, "s/findings.jsonl").iter().all(|f| f.status == FindingStatus::NotApplicable));
}

#[test]
fn without_the_list_of_regions_no_list_counts_as_whole() {
    let room = Room::new();
    let faults = vec![Fault::always("ecs:DescribeRegions", FaultKind::Deny)];
    let emulator = Emulator::start(Setup { faults, ..Setup::acme() });
    scan(&room, &emulator, &["--check", "ecs-snapshot-encrypted,ga-no-cross-border-acceleration"]);
    let findings = findings(&room, "s/findings.jsonl");
    let account = findings.iter().find(|f| f.check_id.starts_with("ecs-") && f.resource.id == "1234567890123456");
    assert_eq!(account.map(|f| f.status), Some(FindingStatus::NotAssessed));
}

/// Where a value stands: account, group, page, and the pointer in its answer.
type Place = (std::sync::Arc<str>, snapshot::GroupKey, usize, String);

/// Every value in an answer, deepest first, by pointer; lists too, for they can be emptied.
fn places(value: &Value, at: &str, into: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                places(member, &format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), into);
            }
        }
        Value::Array(list) => {
            for (number, item) in list.iter().enumerate() {
                places(item, &format!("{at}/{number}"), into);
            }
            into.push(at.to_owned());
        }
        _ => into.push(at.to_owned()),
    }
}

/// Other values of the same kind.
fn others(value: &Value) -> Vec<Value> {
    use serde_json::json;
    match value {
        Value::Bool(b) => vec![json!(!b)],
        Value::Number(_) => vec![json!(0), json!(1), json!(1_000_000)],
        Value::Array(_) => vec![json!([])],
        Value::String(_) => [
            "",
            "other",
            "0",
            "1",
            "on",
            "off",
            "Enabled",
            "Disabled",
            "2020-01-01T00:00:00Z",
            "0.0.0.0/0",
            "-1/-1",
            "public-read",
        ]
        .iter()
        .map(|t| json!(t))
        .collect(),
        Value::Null | Value::Object(_) => Vec::new(),
    }
}

/// Checks that one change cannot turn on this account; their own tests turn them.
const NEED_MORE_THAN_ONE_CHANGE: &[&str] = &[
    // Several resources, places or days would have to change together.
    "account-resources-in-mainland",
    "actiontrail-provider-events-visible",
    "bastionhost-covers-hosts",
    "hbr-backup-plan-exists",
    "sas-agent-on-all-assets",
    "sas-config-assessment-authorized",
    "sas-vulnerability-scan-scheduled",
    "waf-domains-covered",
    // Both centres fail; and a list that is emptied beside its total is a hole, no empty list.
    "sas-asset-fingerprints",
    "sas-malware-quarantine",
    "sas-no-open-alerts",
    "sas-signatures-current",
    // A table in Base64, a policy as text, a service that answers or does not.
    "ram-root-not-used",
    "oss-signed-url-https",
    "resourcedirectory-used",
    // A query would have to name every event of the rule; five of their kind turn, by the same evaluator.
    "sls-alert-cloud-firewall-changes",
    "sls-alert-kms-key-changes",
    "sls-alert-oss-permission-changes",
    "sls-alert-oss-policy-changes",
    "sls-alert-rds-changes",
    "sls-alert-unauthorized-api-calls",
    "sls-alert-vpc-changes",
    "sls-log-audit-enabled",
    // It asks a person.
    "oss-signed-url-expiry",
];

#[test]
fn a_change_of_what_decides_changes_the_verdict_of_each_check() {
    let room = Room::new();
    let emulator = Emulator::start(Setup::acme());
    assert_done(&scan(&room, &emulator, &[]));
    let whole = snapshot_of(&room, "s/snapshot.jsonl.zst");
    let mut blind = Vec::new();
    std::thread::scope(|threads| {
        let half = checks::all().len() / 2;
        let halves = [&checks::all()[..half], &checks::all()[half..]];
        let running: Vec<_> = halves.map(|half| threads.spawn(|| blind_checks(&whole, half))).into();
        for thread in running {
            blind.extend(thread.join().unwrap());
        }
    });
    blind.retain(|id| !NEED_MORE_THAN_ONE_CHANGE.contains(id));
    assert!(blind.is_empty(), "no change of an answer moves {blind:?}");
}

fn set(snapshot: &mut Snapshot, account: &str, key: &snapshot::GroupKey, page: usize, pointer: &str, value: Value) {
    let group = snapshot.accounts.get_mut(account).unwrap().get_mut(key).unwrap();
    let body = &mut group.pages[page].body;
    // A list is emptied with its total: a list that contradicts its total is a hole.
    if value == serde_json::json!([]) {
        for total in ["/TotalCount", "/PageInfo/TotalCount"] {
            if let Some(total) = body.pointer_mut(total) {
                *total = 0.into();
            }
        }
    }
    *body.pointer_mut(pointer).unwrap() = value;
}

/// The checks whose verdicts no single change of an answer moves from pass or fail to something else.
fn blind_checks(whole: &Snapshot, among: &[&'static checks::Check]) -> Vec<&'static str> {
    let mut changed = whole.clone();
    let mut blind = Vec::new();
    for check in among {
        let before = verdicts(&dengbao::evaluate::evaluate(whole, &[check]));
        let reads: BTreeSet<&str> = check.calls().iter().map(|call| call.id).collect();
        let mut all: Vec<Place> = Vec::new();
        for (account, groups) in &whole.accounts {
            for (key, group) in groups.iter().filter(|(key, _)| reads.contains(&*key.call)) {
                for (number, page) in group.pages.iter().enumerate() {
                    let mut pointers = Vec::new();
                    places(&page.body, "", &mut pointers);
                    all.extend(pointers.into_iter().map(|p| (account.clone(), key.clone(), number, p)));
                }
            }
        }
        // What the same field says elsewhere is the best other value: `classic` for `vpc`.
        let mut elsewhere: BTreeMap<(&str, &str), Vec<&Value>> = BTreeMap::new();
        for (account, key, number, pointer) in &all {
            let value = whole.accounts[account][key].pages[*number].body.pointer(pointer).unwrap();
            let name = pointer.rsplit('/').find(|part| part.parse::<usize>().is_err()).unwrap_or_default();
            let values = elsewhere.entry((&key.call, name)).or_default();
            if !values.contains(&value) {
                values.push(value);
            }
        }
        let moved = all.iter().any(|(account, key, number, pointer)| {
            let name = pointer.rsplit('/').find(|part| part.parse::<usize>().is_err()).unwrap_or_default();
            let kept = whole.accounts[account][key].pages[*number].body.pointer(pointer).unwrap().clone();
            let mut found = false;
            let of_field = elsewhere[&(&*key.call, name)].iter().map(|v| (*v).clone());
            for other in others(&kept).into_iter().chain(of_field).filter(|other| *other != kept) {
                set(&mut changed, account, key, *number, pointer, other);
                let after = dengbao::evaluate::evaluate(&changed, &[check]);
                // A verdict, not only its words or a hole, has turned.
                found |= after.iter().any(|f| {
                    matches!(f.status, FindingStatus::Pass | FindingStatus::Fail)
                        && before.iter().any(|b| {
                            b.2 == f.resource.id
                                && b.3 != f.status
                                && matches!(b.3, FindingStatus::Pass | FindingStatus::Fail | FindingStatus::Manual)
                        })
                });
                if found {
                    break;
                }
            }
            let kept = whole.accounts[account][key].pages[*number].body.clone();
            set(&mut changed, account, key, *number, "", kept);
            found
        });
        if !moved {
            blind.push(check.id);
        }
    }
    blind
}

#[test]
fn a_region_that_nobody_vouches_for_is_no_place_without_the_product() {
    let wrong = || Fault::always("ecs:DescribeSnapshots", FaultKind::Error(404, "InvalidRegionId.NotFound"));
    let status = |faults: Vec<Fault>| {
        let room = Room::new();
        let emulator = Emulator::start(Setup { faults, ..Setup::acme() });
        scan(&room, &emulator, &["--region", "cn-hangzhou", "--check", "ecs-snapshot-encrypted"]);
        findings(&room, "s/findings.jsonl").iter().map(|f| f.status).collect::<Vec<_>>()
    };
    // The provider lists the region: the product is not offered there.
    assert_eq!(status(vec![wrong()]), [FindingStatus::NotApplicable]);
    // Nobody has listed it: it may be mistyped.
    let blind = vec![wrong(), Fault::always("ecs:DescribeRegions", FaultKind::Deny)];
    assert_eq!(status(blind), [FindingStatus::NotAssessed]);
}

/// Passes that stand although one answer is empty, because another one decides.
const ANOTHER_ANSWER_DECIDES: &[(&str, &str)] = &[
    ("ack-cluster-log-collection", "cs:CheckControlPlaneLogEnable"),
    ("actiontrail-bucket-not-public", "oss:GetBucketPolicyStatus"),
    ("actiontrail-bucket-not-public", "oss:GetBucketPublicAccessBlock"),
    ("actiontrail-bucket-not-public", "oss:GetPublicAccessBlock"),
    ("cloudfw-default-deny", "cloudfw:DescribePolicyAdvancedConfig"),
    ("cloudfw-log-analysis", "cloudfw:DescribeLogStoreInfo"),
    ("oss-bucket-access-logged", "oss:GetBucketLogging"),
    ("oss-bucket-not-public", "oss:GetBucketPolicyStatus"),
    ("oss-bucket-not-public", "oss:GetBucketPublicAccessBlock"),
    ("oss-bucket-not-public", "oss:GetPublicAccessBlock"),
    // The provider says that there is none, which is no empty answer.
    ("oss-bucket-policy-no-anonymous", "oss:GetBucketPolicy"),
    ("oss-bucket-policy-no-outsiders", "oss:GetBucketPolicy"),
    ("ram-user-console-access-in-use", "ims:GetLoginProfile"),
    ("ram-user-console-or-key-not-both", "ims:GetLoginProfile"),
    ("oss-object-not-public", "oss:GetPublicAccessBlock"),
    // The keys are younger than the limit, used or not.
    ("ram-access-key-in-use", "ims:GetAccessKeyLastUsed"),
    ("ram-root-no-access-key", "ims:GetAccountSecurityPracticeReport"),
    ("ram-root-no-access-key", "ims:GetCredentialReport"),
    ("ram-sso-configured", "ims:GetUserSsoSettings"),
    ("rds-instance-sql-audit", "rds:DescribeSQLCollectorPolicy"),
    ("rds-mysql-sql-audit", "rds:DescribeSQLCollectorPolicy"),
    ("rds-postgresql-sql-audit", "rds:DescribeSQLCollectorPolicy"),
    ("rds-sql-audit-retention", "das:DescribeSqlLogConfig"),
    ("rds-sql-audit-retention", "rds:DescribeSQLCollectorPolicy"),
    ("rds-sql-audit-retention", "rds:DescribeSQLCollectorRetention"),
    ("sas-anti-ransomware", "sas:DescribeSuspiciousOverallConfig?Type=ransomware_breaking"),
    // A project without a policy answers with nothing.
    ("sls-project-not-public", "sls:GetProjectPolicy"),
    ("tag-data-grade-set", "resourcecenter:GetResourceCenterServiceStatus"),
];

#[test]
fn no_pass_rests_on_an_empty_answer() {
    let room = Room::new();
    let emulator = Emulator::start(Setup::acme());
    assert_done(&scan(&room, &emulator, &[]));
    let whole = snapshot_of(&room, "s/snapshot.jsonl.zst");
    let calls: BTreeSet<String> = whole.accounts.values().flat_map(|g| g.keys().map(|k| k.call.to_string())).collect();
    let mut wrong = BTreeSet::new();
    // Lists that are empty are another matter: they say that there is nothing.
    for call in calls.iter().filter(|id| dengbao::api::find(id).is_some_and(|call| call.items.is_empty())) {
        let mut emptied = whole.clone();
        for groups in emptied.accounts.values_mut() {
            for (_, group) in groups.iter_mut().filter(|(key, _)| *key.call == **call) {
                for page in &mut group.pages {
                    page.body = serde_json::json!({});
                }
            }
        }
        let readers: Vec<_> =
            checks::all().iter().copied().filter(|c| c.calls().iter().any(|k| k.id == call)).collect();
        for finding in dengbao::evaluate::evaluate(&emptied, &readers) {
            let rests = finding.proof.iter().any(|proof| *proof.call == **call);
            let known = ANOTHER_ANSWER_DECIDES.contains(&(&*finding.check_id, call.as_str()));
            if finding.status == FindingStatus::Pass && rests && !known {
                wrong.insert(format!("{} passes {} on an empty {call}", finding.check_id, finding.resource.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
