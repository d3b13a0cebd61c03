//! `dengbao verify`: checks a pack offline.
#![expect(clippy::disallowed_methods, reason = "packs are read here")]

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::input::whole;
use super::output::{clean, say};
use super::{BadInput, Common, Exit, LangChoice};
use crate::pack::{Outcome, Trust, Verification, verify};
use crate::signing::VerifyingKey;
use crate::text::Lang;

/// Arguments of `verify`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  dengbao verify dengbao-shop-2026Q4.zip --key audit.pub.pem
  dengbao verify dengbao-shop-2026Q4.zip --key audit.pub.pem --chain packs/

Exit codes: 0 everything holds; 2 the file is not there; 3 something differs: the first place is named;
4 nothing differs, but something could not be checked (no signature or no key given, PDFs left out).")]
pub struct VerifyArgs {
    /// The pack
    pack: PathBuf,
    /// Public key that must have signed it; may be given several times
    #[arg(long, value_name = "FILE")]
    key: Vec<PathBuf>,
    /// Folder with the packs before it
    #[arg(long, value_name = "DIR")]
    chain: Option<PathBuf>,
    /// Do not make PDFs again: much faster
    #[arg(long)]
    quick: bool,
    /// Language of what is printed
    #[arg(long, value_enum, default_value = "zh", value_name = "LANG")]
    lang: LangChoice,
    /// Print what was found as JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command on a thread of the typesetter's pool, as `report` does.
pub fn run(args: &VerifyArgs, common: &Common) -> miette::Result<Exit> {
    super::report::on_the_pool(2, || check(args, common))
}

fn check(args: &VerifyArgs, common: &Common) -> miette::Result<Exit> {
    let bytes = whole(&args.pack)?;
    let mut keys = Vec::new();
    for path in &args.key {
        let pem = String::from_utf8(whole(path)?).unwrap_or_default();
        keys.push(VerifyingKey::from_pem(&pem).map_err(|e| BadInput {
            message: format!("{}: {e}", clean(&path.display().to_string())),
            help: "give the signer's public key in PEM form (BEGIN PUBLIC KEY)".into(),
        })?);
    }
    let chain = match &args.chain {
        None => None,
        Some(dir) => {
            let fail = |e: std::io::Error| BadInput {
                message: format!("{}: {e}", clean(&dir.display().to_string())),
                help: "--chain names the folder in which the earlier packs lie".into(),
            };
            let mut paths: Vec<PathBuf> =
                fs::read_dir(dir).map_err(fail)?.filter_map(|e| e.ok().map(|e| e.path())).collect();
            paths.retain(|p| p.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip")));
            paths.sort();
            let mut packs = Vec::new();
            for path in paths {
                packs.push((clean(&path.display().to_string()).clone(), whole(&path)?));
            }
            Some(packs)
        }
    };
    let trust = Trust { keys: &keys, chain: chain.as_deref(), quick: args.quick };
    let result = verify(&bytes, &trust, &std::env::temp_dir());
    if args.json {
        say(&serde_json::to_string_pretty(&result).unwrap_or_default());
    } else if !common.quiet || result.outcome() == Outcome::Differs {
        print(&result, args.lang.langs()[0]);
    }
    Ok(match result.outcome() {
        Outcome::Holds => Exit::Done,
        Outcome::NotChecked => Exit::Incomplete,
        Outcome::Differs => Exit::Findings,
    })
}

fn print(result: &Verification, lang: Lang) {
    let zh = lang == Lang::Zh;
    for step in &result.steps {
        let mark = match (step.outcome, zh) {
            (Outcome::Holds, true) => "一致  ",
            (Outcome::Holds, false) => "ok      ",
            (Outcome::NotChecked, true) => "未核验",
            (Outcome::NotChecked, false) => "unknown ",
            (Outcome::Differs, true) => "不一致",
            (Outcome::Differs, false) => "DIFFERS ",
        };
        say(&format!("{mark} {:<10} {}", step.step, clean(step.remark.get(lang))));
        for place in step.places.iter().skip(1) {
            say(&format!("         {}", clean(place)));
        }
    }
    let (en, text) = match result.outcome() {
        Outcome::Holds => ("The pack holds.", "核验通过。"),
        Outcome::NotChecked => {
            ("Nothing differs, but not everything could be checked.", "未发现不一致，但有内容未能核验。")
        }
        Outcome::Differs => ("THE PACK DOES NOT HOLD.", "核验不通过。"),
    };
    say(if zh { text } else { en });
}
