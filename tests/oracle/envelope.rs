//! Signed envelopes for programs that are not ours, and the check of theirs. `tests/oracle/run.sh` runs it.
//!
//! `envelope write DIR` makes keys and envelopes; `envelope check ENVELOPE PUBLIC_KEY` verifies one.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a program for tests: it reads and writes files")]

use std::error::Error;
use std::fs;
use std::path::Path;

use dengbao::signing::{Digests, Envelope, KeyType, PAYLOAD_TYPE, SigningKey, Statement, Subject, VerifyingKey, pae};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", folder] => write(Path::new(folder)),
        ["check", envelope, key] => {
            let key = VerifyingKey::from_pem(&fs::read_to_string(key)?)?;
            let accepted = Envelope::parse(&fs::read(envelope)?)?.verify_all(&[key])?;
            println!("{}", accepted.join(" "));
            Ok(())
        }
        _ => Err("usage: envelope write DIR | envelope check ENVELOPE PUBLIC_KEY".into()),
    }
}

fn write(folder: &Path) -> Result<(), Box<dyn Error>> {
    let subject = Subject { name: "报告.html".into(), digest: Digests::of(b"abc") };
    let payload = Statement::new(vec![subject], "https://example.org/pack/v1", json!({"period": "2026Q4"})).to_bytes();
    let keys = [SigningKey::generate(KeyType::Ed25519)?, SigningKey::generate(KeyType::Sm2)?];
    for key in &keys {
        fs::write(folder.join(format!("{}.pub.pem", key.key_type())), key.verifying_key().to_pem())?;
    }
    fs::write(folder.join("one.json"), Envelope::sign(PAYLOAD_TYPE, &payload, &keys[..1])?.to_bytes())?;
    fs::write(folder.join("both.json"), Envelope::sign(PAYLOAD_TYPE, &payload, &keys)?.to_bytes())?;
    fs::write(folder.join("payload"), &payload)?;
    fs::write(folder.join("pae"), pae(PAYLOAD_TYPE, &payload))?;
    Ok(())
}
