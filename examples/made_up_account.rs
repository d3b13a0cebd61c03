//! Writes results of a made-up company in the shape of Prowler's JSON-OCSF or CSV, or as `findings.jsonl`: the sample
//! account of this folder, and input of any size for benchmarks. The same arguments give the same bytes.
//!
//! ```text
//! cargo run --release --example made_up_account -- ocsf 100000 > big.ocsf.json
//! cargo run --release --example made_up_account -- csv 1000 > small.csv
//! cargo run --release --example made_up_account -- jsonl 500 > findings.jsonl
//! ```
#![allow(clippy::print_stdout, clippy::disallowed_methods, missing_docs, reason = "a program of its own")]

use std::io::{self, BufWriter, Write};

use dengbao::catalog::SourceMap;
use dengbao::checks::{self, Check};
use dengbao::data::Library;
use serde_json::{Value, json};

const ACCOUNTS: [(&str, &str); 2] = [("1000000000000001", "acme-shop-prod"), ("1000000000000002", "acme-shop-data")];
const REGIONS: [&str; 3] = ["cn-hangzhou", "cn-shanghai", "cn-beijing"];
const WORDS: [&str; 8] = ["web", "order", "pay", "report", "档案", "会员", "log", "stock"];

/// 2026-11-23 00:00 UTC; the hour after it is all that varies.
const START: u64 = 1_795_392_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let form = args.next().unwrap_or_else(|| "ocsf".into());
    let count: usize = args.next().as_deref().unwrap_or("400").parse()?;
    let prowler = Library::default().source_map("prowler")?;
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    match form.as_str() {
        "ocsf" => ocsf(&mut out, &prowler, count)?,
        "csv" => csv(&mut out, &prowler, count)?,
        "jsonl" => jsonl(&mut out, &prowler, count)?,
        other => return Err(format!("{other}: write ocsf, csv or jsonl").into()),
    }
    out.flush()?;
    Ok(())
}

/// A small generator of numbers (SplitMix64): enough for made-up data, the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }
}

/// A made-up resource and verdict.
struct Row {
    status: &'static str,
    account: (&'static str, &'static str),
    region: &'static str,
    name: String,
    arn: String,
    message: String,
    seconds: u64,
}

fn row(check: &Check, rule: &str, index: usize, dice: &mut Dice) -> Row {
    let account = ACCOUNTS[usize::from(dice.roll(5) == 0)];
    let kind = check.resource.replace([' ', ','], "-");
    let region = REGIONS[dice.roll(3) as usize];
    let name = format!("{kind}-{}-{index:04}", WORDS[dice.roll(8) as usize]);
    let arn = format!("acs:{}:{region}:{}:{kind}/{name}", check.service(), account.0);
    // Some rules are kept well in this company, others are not.
    let weak = rule.bytes().map(u64::from).sum::<u64>() % 4;
    let status = if rule == "ram_no_root_access_key" {
        "MANUAL"
    } else if dice.roll(12) < weak * 2 {
        "FAIL"
    } else {
        "PASS"
    };
    let seconds = START + dice.roll(3_600);
    let mut row = Row { status, account, region, name, arn, message: String::new(), seconds };
    if check.resource == "account" {
        of_account(&mut row, check, account);
    }
    row.message = match row.status {
        "FAIL" => format!("{}: does not meet the rule {rule}.", row.name),
        "PASS" => format!("{}: meets the rule {rule}.", row.name),
        _ => format!("{}: the rule {rule} cannot be decided without the account owner.", row.name),
    };
    row
}

/// A row about the account itself.
fn of_account(row: &mut Row, check: &Check, account: (&'static str, &'static str)) {
    row.account = account;
    row.region = "cn-hangzhou";
    row.name = account.0.to_owned();
    row.arn = format!("acs:{}::{}:account", check.service(), account.0);
}

fn stamp(seconds: u64) -> String {
    let s = seconds - START;
    format!("2026-11-23T{:02}:{:02}:{:02}.000000", s / 3600, s % 3600 / 60, s % 60)
}

/// The raw record that Prowler keeps beside its verdict, for the rules that are computed again from it.
fn record(rule: &str, row: &Row) -> Value {
    let pass = row.status == "PASS";
    match rule {
        "sls_logstore_retention_period" => {
            json!({"retention_forever": false, "retention_days": if pass { 400 } else { 200 }})
        }
        "oss_bucket_not_publicly_accessible" if pass => json!({"acl": "private", "policy": {"Statement": []}}),
        "oss_bucket_not_publicly_accessible" => json!({"acl": "public-read", "policy": {}}),
        "ecs_securitygroup_restrict_ssh_internet" | "ecs_securitygroup_restrict_rdp_internet" => {
            let port = if rule.contains("ssh") { "22/22" } else { "3389/3389" };
            let source = if pass { "10.0.0.0/8" } else { "0.0.0.0/0" };
            json!({"ingress_rules": [
                {"port_range": port, "source_cidr_ip": source, "ip_protocol": "TCP", "policy": "Accept"}
            ]})
        }
        "ram_password_policy_max_login_attempts" => json!({"max_login_attempts": if pass { 5 } else { 0 }}),
        "ram_password_policy_max_password_age" => json!({"max_password_age": if pass { 0 } else { 90 }}),
        "ram_password_policy_minimum_length" => json!({"minimum_password_length": if pass { 14 } else { 8 }}),
        "ram_password_policy_password_reuse_prevention" => {
            json!({"password_reuse_prevention": if pass { 5 } else { 1 }})
        }
        "rds_instance_sql_audit_retention" => {
            json!({"audit_log_enabled": true, "audit_log_retention": if pass { 180 } else { 30 }})
        }
        "ecs_attached_disk_encrypted" | "ecs_unattached_disk_encrypted" => json!({"is_encrypted": pass}),
        // Prowler keeps the whole record of the resource: about a kilobyte.
        _ => json!({
            "id": row.name, "region": row.region,
            "tags": {"team": "shop", "note": "made up ".repeat(24)},
            "settings": (0..24).collect::<Vec<u8>>()
        }),
    }
}

/// Rows of Prowler's checks. Rules about the account itself come once an account.
fn prowler_rows(prowler: &SourceMap, count: usize) -> impl Iterator<Item = (&str, &'static Check, Row)> {
    let mut dice = Dice(20_261_125);
    let rules: Vec<(&str, &'static Check)> = prowler.checks.iter().map(|(id, c)| (id.as_str(), c.check)).collect();
    let mut index = 0;
    let mut given = 0;
    std::iter::from_fn(move || {
        while given < count {
            let (rule, check) = rules[index % rules.len()];
            let round = index / rules.len();
            index += 1;
            let of_the_account = check.resource == "account";
            if of_the_account && round >= ACCOUNTS.len() {
                continue;
            }
            let mut made = row(check, rule, index, &mut dice);
            if of_the_account {
                let old = made.name.clone();
                of_account(&mut made, check, ACCOUNTS[round]);
                made.message = made.message.replace(&old, &made.name);
            }
            given += 1;
            return Some((rule, check, made));
        }
        None
    })
}

fn ocsf(out: &mut impl Write, prowler: &SourceMap, count: usize) -> io::Result<()> {
    write!(out, "[")?;
    for (i, (rule, check, row)) in prowler_rows(prowler, count).enumerate() {
        if i > 0 {
            write!(out, ",")?;
        }
        let cis: Vec<&str> = check.covers.iter().filter(|c| c.source == "cis-2.0").map(|c| c.rule).collect();
        let event = json!({
            "message": row.message,
            "metadata": {
                "event_code": rule,
                "product": {"name": "Prowler", "uid": "prowler", "vendor_name": "Prowler", "version": "5.46.0"},
                "profiles": ["cloud", "datetime"],
                "version": "1.5.0"
            },
            "severity_id": 5 - check.severity as u8,
            "severity": check.severity.label().en,
            "status": "New",
            "status_code": row.status,
            "status_detail": row.message,
            "status_id": 1,
            "unmapped": {
                "related_url": "", "categories": [], "depends_on": [], "related_to": [], "additional_urls": [],
                "notes": "", "compliance": {"CIS-2.0": cis},
                "provider_uid": row.account.0, "provider": "alibabacloud"
            },
            "activity_name": "Create",
            "activity_id": 1,
            "finding_info": {
                "created_time": row.seconds,
                "created_time_dt": stamp(row.seconds),
                "desc": check.pass_when.en,
                "title": check.title.en,
                "types": [],
                "uid": format!("prowler-alibabacloud-{rule}-{}-{}-{}", row.account.0, row.region, row.name)
            },
            "resources": [{
                "region": row.region,
                "data": {"details": "", "metadata": record(rule, &row)},
                "group": {"name": check.service()},
                "labels": [],
                "name": row.name,
                "type": format!("ALIYUN::{}::{}", check.service().to_uppercase(), check.resource.replace(' ', "")),
                "uid": row.arn
            }],
            "category_name": "Findings", "category_uid": 2, "class_name": "Detection Finding", "class_uid": 2004,
            "cloud": {
                "account": {
                    "name": row.account.1, "type": "Other", "type_id": 99, "uid": row.account.0, "labels": []
                },
                "org": {}, "provider": "alibabacloud", "region": row.region
            },
            "remediation": {"desc": check.remediation.en, "references": [check.cli]},
            "risk_details": check.risk.en,
            "time": row.seconds,
            "time_dt": stamp(row.seconds),
            "type_uid": 200_401,
            "type_name": "Detection Finding: Create"
        });
        // Prowler indents by four and puts no line end between events.
        let mut text = Vec::new();
        let formatter = serde_json::ser::PrettyFormatter::with_indent(b"    ");
        serde::Serialize::serialize(&event, &mut serde_json::Serializer::with_formatter(&mut text, formatter))?;
        out.write_all(&text)?;
    }
    writeln!(out, "]")
}

fn csv(out: &mut impl Write, prowler: &SourceMap, count: usize) -> io::Result<()> {
    write!(
        out,
        "AUTH_METHOD;TIMESTAMP;ACCOUNT_UID;ACCOUNT_NAME;FINDING_UID;PROVIDER;CHECK_ID;CHECK_TITLE;STATUS;\
         STATUS_EXTENDED;MUTED;SERVICE_NAME;SEVERITY;RESOURCE_TYPE;RESOURCE_UID;RESOURCE_NAME;REGION;PROWLER_VERSION\r\n"
    )?;
    for (rule, check, row) in prowler_rows(prowler, count) {
        write!(
            out,
            "acs:ram::{0}:user/auditor;{1};{0};{2};prowler-alibabacloud-{rule};alibabacloud;{rule};{3};{4};{5};False;\
             {6};{7};ALIYUN::{6};{8};{9};{10};5.46.0\r\n",
            row.account.0,
            stamp(row.seconds),
            row.account.1,
            check.title.en,
            row.status,
            row.message,
            check.service(),
            check.severity.id(),
            row.arn,
            row.name,
            row.region,
        )?;
    }
    Ok(())
}

/// Findings of the checks that Prowler does not have.
fn jsonl(out: &mut impl Write, prowler: &SourceMap, count: usize) -> io::Result<()> {
    let mut dice = Dice(7);
    let others: Vec<&Check> =
        checks::all().iter().copied().filter(|c| !prowler.checks.values().any(|p| p.check.id == c.id)).collect();
    for index in 0..count {
        let check = others[index % others.len()];
        let round = index / others.len();
        if check.resource == "account" && round >= ACCOUNTS.len() {
            continue;
        }
        let mut made = row(check, check.id, index, &mut dice);
        if check.resource == "account" {
            of_account(&mut made, check, ACCOUNTS[round]);
        }
        // Some checks could not be read: the auditor lacks a permission.
        let denied = check.id.bytes().map(u64::from).sum::<u64>() % 11 == 0;
        let status = match made.status {
            _ if denied => "not_assessed",
            _ if check.id == "oss-signed-url-expiry" => "manual",
            "FAIL" => "fail",
            _ => "pass",
        };
        let reason = match status {
            "fail" => format!("{}: does not meet the rule", made.name),
            "pass" => format!("{}: meets the rule", made.name),
            _ => String::new(),
        };
        let mut finding = json!({
            "check_id": check.id,
            "status": status,
            "severity": check.severity.id(),
            "resource": {
                "account": made.account.0, "region": made.region, "id": made.name, "arn": made.arn,
                "type": format!("ALIYUN::{}", check.service().to_uppercase()), "name": made.name
            },
            "reason": reason,
            "evidence": "live",
            "observed_at": format!("{}Z", &stamp(made.seconds)[..19]),
            "source": {"tool": "dengbao", "version": "0.1.0"}
        });
        if !check.params.is_empty() {
            finding["params"] = check.params.iter().map(|p| (p.name, p.default)).collect();
        }
        if denied {
            let action = check.actions().first().copied().unwrap_or("the call");
            finding["gap"] = json!({"kind": "denied", "text": {
                "en": format!("the auditor may not call {action}"),
                "zh": format!("审计账号没有 {action} 权限")
            }});
        }
        serde_json::to_writer(&mut *out, &finding)?;
        writeln!(out)?;
    }
    Ok(())
}
