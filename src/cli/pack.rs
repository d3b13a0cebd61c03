//! `dengbao pack`: the audit pack of a period.

use std::path::{Path, PathBuf};

use clap::Args;

use super::input::{Inputs, Prefer, gather, is_snapshot, whole};
use super::output::{Pending, clean, folder, say, spinner};
use super::{BadInput, Common, Exit, LangChoice, UsageError, WriteError};
use crate::catalog::System;
use crate::data::Library;
use crate::pack::{self, Built, FORM, Files, PackError, Period, Salt, Spec, archive, layout, prepare};
#[cfg(feature = "live")]
use crate::signing::timestamp;
use crate::signing::{Envelope, PAYLOAD_TYPE, SigningKey};
use crate::text::Lang;

/// Arguments of `pack`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  dengbao pack --period 2026Q4 --framework mlps-l3 --framework pipl --input scan/
  dengbao pack --period 2026Q4 --system shop --framework mlps-l3 --input scan/ --key audit.key.pem \\
      --previous dengbao-shop-2026Q3.zip

The folder given to --input may hold a scan (snapshot.jsonl.zst), other tools' results, dengbao.yaml, attestations.yaml
with the files it cites, and exceptions.yaml. Statements are judged at the period's end.")]
pub struct PackArgs {
    /// The period: 2026Q4, 2026H2, 2026 or 2026-11
    #[arg(long, value_name = "PERIOD", value_parser = parse_period)]
    period: String,
    /// Which system of dengbao.yaml, by id or name
    #[arg(long, value_name = "NAME")]
    system: Option<String>,
    /// What to report on; see `dengbao frameworks list`
    #[arg(long, short, required = true, value_name = "ID")]
    framework: Vec<String>,
    /// Files or folders with evidence. Default: scan now
    #[arg(long, short, value_name = "PATH")]
    input: Vec<PathBuf>,
    /// The pack to write. Default: dengbao-<system>-<period>.zip
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Languages of the reports
    #[arg(long, value_enum, default_value = "both", value_name = "LANG")]
    lang: LangChoice,
    /// Leave PDFs out
    #[arg(long)]
    no_pdf: bool,
    /// Attestations, besides those in input folders
    #[arg(long, value_name = "FILE")]
    attestations: Vec<PathBuf>,
    /// Exceptions, besides those in input folders
    #[arg(long, value_name = "FILE")]
    exceptions: Vec<PathBuf>,
    /// Organisation and systems, instead of an input folder's dengbao.yaml
    #[arg(long, value_name = "FILE")]
    organisation: Option<PathBuf>,
    /// The pack of the period before: its digest is kept, and the report says what changed and why
    #[arg(long, value_name = "PACK")]
    previous: Option<PathBuf>,
    /// Private key to sign with; may be given several times, Ed25519 and SM2 side by side. See `dengbao key new`
    #[arg(long, value_name = "FILE")]
    key: Vec<PathBuf>,
    #[command(flatten)]
    passphrase: super::key::PassphraseArgs,
    /// Time-stamp authority (RFC 3161) to ask for a token
    #[cfg(feature = "live")]
    #[arg(long, value_name = "URL")]
    tsa: Option<String>,
    /// Replace account ids, key ids, addresses, e-mails and telephone numbers by pseudonyms
    #[arg(long)]
    redact: bool,
    /// File with at least 16 secret bytes: the same file gives the same pseudonyms in each pack. Default: random
    #[arg(long, value_name = "FILE", requires = "redact")]
    salt_file: Option<PathBuf>,
    /// Fingerprint of something that looks like a secret and is none, as the error names it
    #[arg(long, value_name = "FINGERPRINT")]
    allow_secret: Vec<String>,
    /// Print the 2021 deduction score as well (MLPS)
    #[arg(long)]
    score_2021: bool,
    #[cfg(feature = "live")]
    #[command(flatten)]
    live: super::live::LiveArgs,
}

fn parse_period(text: &str) -> Result<String, String> {
    match Period::parse(text) {
        Some(_) => Ok(text.to_ascii_uppercase()),
        None => Err("write 2026Q4, 2026H2, 2026 or 2026-11".to_owned()),
    }
}

/// Runs the command on a thread of the typesetter's pool, as `report` does.
pub fn run(args: &PackArgs, library: &Library, common: &Common) -> miette::Result<Exit> {
    super::report::on_the_pool(args.lang.langs().len(), || pack(args, library, common))
}

fn pack(args: &PackArgs, library: &Library, common: &Common) -> miette::Result<Exit> {
    if !args.no_pdf && !cfg!(feature = "pdf") {
        return Err(UsageError {
            message: "this build cannot write PDF".into(),
            help: "build with the default features, or say --no-pdf".into(),
        }
        .into());
    }
    // Keys first: nobody waits for a pack only to hear that the passphrase is wrong.
    let keys = args.key.iter().map(|path| args.passphrase.open(path)).collect::<miette::Result<Vec<_>>>()?;
    let Some(given) = inputs(args, library, common)? else { return Ok(Exit::Failed) };
    let system = chosen(args, &given)?;
    let mut files = collect(args, library, &given, system.as_ref())?;
    let progress = spinner(common, "making the pack");
    if let Some(path) = &args.previous {
        let bytes = whole(path)?;
        let old = open(path, &bytes)?;
        let changes = pack::compare(&old, &files)?;
        let history = pack::extend_history(&old, &bytes, &changes)?;
        prepare::add_history(&mut files, &history, &changes)?;
    }
    if args.redact {
        files = pack::redact(&files, salt(args)?)?;
    }
    for key in keys.iter().map(SigningKey::verifying_key) {
        let short: String = key.id().chars().take(16).collect();
        files.insert(format!("{}/{short}.pub.pem", layout::SIGNERS), key.to_pem().into_bytes());
    }
    let leaks = pack::scan_for_secrets(&files, &args.allow_secret.iter().cloned().collect());
    if !leaks.is_empty() {
        return Err(PackError::Secrets(leaks).into());
    }
    let mut built = pack::build(&files, &std::env::temp_dir())?;
    progress.finish_and_clear();
    let out = args.out.clone().unwrap_or_else(|| name(args, system.as_ref()));
    files.append(&mut built.files);
    seal(args, &mut files, &keys, common)?;
    write(&out, &files)?;
    if !common.quiet {
        summary(args, &built, &out);
    }
    Ok(Exit::Done)
}

/// The evidence given, or that of a scan made now.
fn inputs(args: &PackArgs, library: &Library, common: &Common) -> miette::Result<Option<Inputs>> {
    let mut given = args.input.clone();
    if given.is_empty() {
        match scanned(args, library, common)? {
            Some(folder) => given.push(folder),
            None => return Ok(None),
        }
    }
    let (attestations, exceptions) = (&args.attestations, &args.exceptions);
    let organisation = args.organisation.as_deref();
    gather(&given, attestations, exceptions, organisation, Prefer::Snapshot, library).map(Some)
}

fn no_input() -> UsageError {
    UsageError {
        message: "a pack needs evidence: no --input was given, and no credentials were found".into(),
        help: "give --input with a folder that `dengbao scan` wrote, or credentials to scan now".into(),
    }
}

#[cfg(feature = "live")]
fn scanned(args: &PackArgs, library: &Library, common: &Common) -> miette::Result<Option<PathBuf>> {
    if !args.live.has_credentials() {
        return Err(no_input().into());
    }
    let folder = PathBuf::from(format!("dengbao-scan-{}", args.period));
    super::scan::for_frameworks(&args.live, &args.framework, library, folder, common)
}

#[cfg(not(feature = "live"))]
fn scanned(_: &PackArgs, _: &Library, _: &Common) -> miette::Result<Option<PathBuf>> {
    Err(no_input().into())
}

/// The secret behind pseudonyms: the user's, or one that nobody will know.
fn salt(args: &PackArgs) -> miette::Result<Salt> {
    let bytes = match &args.salt_file {
        Some(path) => whole(path)?,
        None => {
            let mut bytes = vec![0; 32];
            getrandom::fill(&mut bytes).map_err(|e| BadInput {
                message: format!("the system gives no random numbers: {e}"),
                help: "give --salt-file".into(),
            })?;
            bytes
        }
    };
    Ok(Salt::new(bytes).map_err(|message| BadInput { message, help: "head -c 32 /dev/urandom > salt".into() })?)
}

/// The system that the pack is about; none where the organisation has no list of systems.
fn chosen(args: &PackArgs, given: &Inputs) -> Result<Option<System>, UsageError> {
    let systems = &given.organisation.systems;
    let ids = || systems.iter().map(|s| s.id.as_str()).collect::<Vec<_>>().join(", ");
    match (&args.system, systems.as_slice()) {
        (None, []) => Ok(None),
        (None, [only]) => Ok(Some(only.clone())),
        (None, _) => Err(UsageError {
            message: "dengbao.yaml describes several systems".into(),
            help: format!("say which one with --system: {}", ids()),
        }),
        (Some(name), _) => match given.organisation.find_system(name) {
            Some(system) => Ok(Some(system.clone())),
            None => Err(UsageError {
                message: format!("dengbao.yaml describes no system `{name}`"),
                help: if systems.is_empty() {
                    "add it under `systems:` in dengbao.yaml beside the evidence, or name the file with --organisation"
                        .into()
                } else {
                    format!("there are: {}", ids())
                },
            }),
        },
    }
}

/// A pack's files.
pub(super) fn open(path: &Path, bytes: &[u8]) -> Result<Files, BadInput> {
    archive::read(bytes).map_err(|e| BadInput {
        message: format!("{}: {e}", clean(&path.display().to_string())),
        help: "give a pack as `dengbao pack` wrote it".into(),
    })
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The pack's inputs.
fn collect(args: &PackArgs, library: &Library, given: &Inputs, system: Option<&System>) -> miette::Result<Files> {
    let mut files = Files::new();
    for path in &given.findings {
        let bytes = whole(path)?;
        if is_snapshot(path) {
            prepare::add_snapshot(&mut files, bytes, system)?;
        } else {
            prepare::add_import(&mut files, &file_name(path), &bytes)?;
        }
    }
    for path in &given.ignored {
        tracing::warn!("left alone: {}", clean(&path.display().to_string()));
    }
    let statements = [
        (layout::ATTESTATIONS, "attestations.yaml", &given.attestation_files),
        (layout::EXCEPTIONS, "exceptions.yaml", &given.exception_files),
    ];
    for (folder, name, paths) in statements {
        for (at, path) in paths.iter().enumerate() {
            let folder = prepare::add_statements(&mut files, folder, name, at, paths.len(), whole(path)?);
            for cited in given.cited.iter().filter(|cited| cited.by == *path) {
                let place = format!("{folder}/{}", cited.name);
                if !archive::allowed(&place) {
                    return Err(BadInput {
                        message: format!("{}: this name cannot stand in a pack", clean(&place)),
                        help: "give the file a plain name, shorter than 200 characters".into(),
                    }
                    .into());
                }
                files.insert(place, whole(&cited.path)?);
            }
        }
    }
    if let Some(path) = &given.organisation_file {
        files.insert(layout::ORGANISATION.to_owned(), whole(path)?);
    }
    prepare::add_data(&mut files, library, &args.framework)?;
    let period = Period::parse(&args.period).ok_or_else(|| UsageError {
        message: format!("`{}` is no period", args.period),
        help: "write 2026Q4, 2026H2, 2026 or 2026-11".into(),
    })?;
    let spec = Spec {
        dengbao_pack: FORM,
        tool: env!("CARGO_PKG_VERSION").to_owned(),
        period: args.period.clone(),
        as_of: period.end().format(&time::format_description::well_known::Rfc3339).unwrap_or_default(),
        system: system.map(|s| s.id.clone()),
        frameworks: args.framework.clone(),
        langs: args.lang.langs().to_vec(),
        pdf: !args.no_pdf,
        score_2021: args.score_2021,
        redacted: false,
    };
    prepare::add_spec(&mut files, &spec)?;
    Ok(files)
}

fn name(args: &PackArgs, system: Option<&System>) -> PathBuf {
    let system = system.map(|s| format!("{}-", s.id)).unwrap_or_default();
    PathBuf::from(format!("dengbao-{system}{}.zip", args.period))
}

/// Signs the manifest and has it stamped.
fn seal(args: &PackArgs, files: &mut Files, keys: &[SigningKey], common: &Common) -> miette::Result<()> {
    if !keys.is_empty() {
        let envelope = Envelope::sign(PAYLOAD_TYPE, &files[layout::MANIFEST], keys)
            .map_err(|e| BadInput { message: e.to_string(), help: "give each key once".into() })?;
        files.insert(layout::ENVELOPE.to_owned(), envelope.to_bytes());
    }
    #[cfg(feature = "live")]
    if let (Some(url), Some((_, bytes))) = (&args.tsa, pack::stamped(files)) {
        let token = stamp(url, bytes, args, common)?;
        files.insert(layout::TIMESTAMP.to_owned(), token);
    }
    #[cfg(not(feature = "live"))]
    let _ = (args, common);
    Ok(())
}

/// Asks an authority for a time-stamp token.
#[cfg(feature = "live")]
fn stamp(url: &str, bytes: &[u8], args: &PackArgs, common: &Common) -> miette::Result<Vec<u8>> {
    let progress = spinner(common, "asking for a time stamp");
    let failed = |message: String| super::BadInput {
        message: format!("{}: {message}", clean(url)),
        help: "nothing was written; leave --tsa out, or try again".into(),
    };
    let request = timestamp::Request::new(bytes).map_err(|e| failed(e.to_string()))?;
    let http = args.live.http()?;
    let token = super::live::LiveArgs::runtime()?
        .block_on(timestamp::fetch(&http, url, &request))
        .map_err(|e| failed(e.to_string()))?;
    progress.finish_and_clear();
    Ok(token.der().to_vec())
}

fn write(out: &Path, files: &Files) -> miette::Result<()> {
    let spec = Spec::of(files)?;
    let at = spec.moment().map_err(|message| BadInput { message, help: "please report this".into() })?;
    if let Some(parent) = out.parent().filter(|p| !p.as_os_str().is_empty()) {
        folder(parent)?;
    }
    let pending = Pending::create(out)?;
    let failed = |source| WriteError { path: out.display().to_string(), source };
    let pending = archive::write(pending, files, at).map_err(|e| failed(std::io::Error::other(e)))?;
    pending.keep()?;
    Ok(())
}

fn summary(args: &PackArgs, built: &Built, out: &Path) {
    let lang = args.lang.langs()[0];
    let zh = lang == Lang::Zh;
    for result in &built.results {
        say(&format!("{}: {} ({})", result.id, result.headline.get(lang), result.score.print()));
    }
    if let Some(d) = &built.division {
        let (own, shared, others) = (d.own, d.shared, d.others);
        let (orphans, overlaps, unknown) = (d.orphans.count, d.overlaps.count, d.unknown.count);
        say(&if zh {
            format!(
                "资源归属：本系统 {own}，账号公共 {shared}，其他系统 {others}，无归属 {orphans}，重叠 {overlaps}，不明 {unknown}"
            )
        } else {
            format!(
                "resources: {own} own, {shared} shared, {others} of other systems, {orphans} of none, {overlaps} claimed twice, {unknown} unknown"
            )
        });
    }
    let path = clean(&out.display().to_string());
    say(&if zh { format!("已写入 {path}") } else { format!("wrote {path}") });
}
