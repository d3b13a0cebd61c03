//! `dengbao key`: makes and shows the keys that audit packs are signed with.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use miette::Diagnostic as _;
use zeroize::Zeroizing;

use super::output::{Pending, clean, remove, say};
use super::{BadInput, Exit, UsageError, input};
use crate::signing::{Block, Digests, KeyError, KeyType, SigningKey, VerifyingKey, block};

/// The variable that may hold the passphrase of a key.
const PASSPHRASE: &str = "DENGBAO_KEY_PASSPHRASE";

/// `dengbao key …`
#[derive(Subcommand, Debug)]
pub enum KeyCommand {
    /// Make a new key: NAME.key.pem to sign with, NAME.pub.pem to give away
    New(NewArgs),
    /// Say what a key file holds, and print its public key
    Show(ShowArgs),
}

/// Arguments of `key new`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  dengbao key new --type ed25519 --out audit --passphrase-file passphrase.txt
  DENGBAO_KEY_PASSPHRASE=… dengbao key new --type sm2 --out audit-sm2

Keys are PKCS#8 and SPKI in PEM form: `openssl pkey` reads them, and keys that OpenSSL made can be used as well.")]
pub struct NewArgs {
    /// Kind of key
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    kind: Kind,
    /// Name of the files, before .key.pem and .pub.pem
    #[arg(long, value_name = "NAME")]
    out: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

/// Arguments of `key show`.
#[derive(Args, Debug)]
pub struct ShowArgs {
    /// A private or public key in PEM form
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

/// Where the passphrase of a private key comes from.
#[derive(Args, Debug)]
pub struct PassphraseArgs {
    /// File with the passphrase of the private key, in one line; without it, the variable DENGBAO_KEY_PASSPHRASE
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// Kinds of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Ed25519 (RFC 8032)
    Ed25519,
    /// SM2 with SM3 (GB/T 32918)
    Sm2,
}

/// Runs the command.
pub fn run(command: &KeyCommand) -> miette::Result<Exit> {
    match command {
        KeyCommand::New(args) => new(args),
        KeyCommand::Show(args) => show(args),
    }
}

fn new(args: &NewArgs) -> miette::Result<Exit> {
    let passphrase = args.passphrase.read()?;
    let kind = match args.kind {
        Kind::Ed25519 => KeyType::Ed25519,
        Kind::Sm2 => KeyType::Sm2,
    };
    let private = with_ending(&args.out, ".key.pem")?;
    let public = with_ending(&args.out, ".pub.pem")?;
    // Said before any work; that nothing is replaced is seen to when the files get their names.
    for path in [&private, &public] {
        if path.symlink_metadata().is_ok() {
            return Err(UsageError {
                message: format!("{} exists; a key is never replaced", path.display()),
                help: "choose another name with --out".into(),
            }
            .into());
        }
    }
    let key = SigningKey::generate(kind).map_err(|e| bad(&args.out, &e))?;
    let pem = key.to_pem(passphrase.as_deref().map(String::as_str)).map_err(|e| bad(&args.out, &e))?;
    let secret = Pending::secret(&private, pem.as_bytes())?;
    let open = Pending::whole(&public, key.verifying_key().to_pem().as_bytes())?;
    let public = open.keep_new()?;
    let private = match secret.keep_new() {
        Ok(path) => path,
        Err(error) => {
            remove(&public);
            return Err(error.into());
        }
    };
    if passphrase.is_none() {
        tracing::warn!(
            "{} is not encrypted: whoever reads the file can sign. Give a passphrase with --passphrase-file or {PASSPHRASE}",
            clean(&private.display().to_string())
        );
    }
    say(&format!("private key   {}", clean(&private.display().to_string())));
    say(&format!("public key    {}", clean(&public.display().to_string())));
    describe(&key.verifying_key());
    Ok(Exit::Done)
}

fn show(args: &ShowArgs) -> miette::Result<Exit> {
    let text = text_of(&args.file)?;
    let held = block(&text).map_err(|e| bad(&args.file, &e))?;
    let (what, key) = match held {
        Block::Public => ("public key", VerifyingKey::from_pem(&text).map_err(|e| bad(&args.file, &e))?),
        // A private key is never shown; what can be said about it comes from its public half.
        Block::Private => ("private key, not encrypted", args.passphrase.open(&args.file)?.verifying_key()),
        Block::EncryptedPrivate => ("private key, encrypted", args.passphrase.open(&args.file)?.verifying_key()),
    };
    say(&format!("file          {what}"));
    describe(&key);
    say(&format!("\n{}", key.to_pem().trim_end()));
    Ok(Exit::Done)
}

/// What people compare: the key id as machines write it, and the same key by SM3 in pairs.
fn describe(key: &VerifyingKey) {
    let digests = Digests::of(&key.to_der());
    let pairs: Vec<&str> = (0..digests.sm3.len()).step_by(2).map(|at| &digests.sm3[at..at + 2]).collect();
    say(&format!("type          {}", key.key_type()));
    say(&format!("key id        {}", key.id()));
    say(&format!("fingerprint   SM3 {}", pairs.join(":")));
}

impl PassphraseArgs {
    /// The passphrase, from the file or else from the variable.
    ///
    /// # Errors
    /// A file that cannot be read, or a passphrase that is empty or not one line of text.
    pub(super) fn read(&self) -> miette::Result<Option<Zeroizing<String>>> {
        let (passphrase, place) = if let Some(path) = &self.passphrase_file {
            let text = text_of(path)?;
            let line = text.strip_suffix('\n').map_or(text.as_str(), |t| t.strip_suffix('\r').unwrap_or(t));
            if line.contains(['\n', '\r']) {
                return Err(BadInput {
                    message: format!("{}: a passphrase is one line", path.display()),
                    help: "put the passphrase alone into the file".into(),
                }
                .into());
            }
            (Zeroizing::new(line.to_owned()), path.display().to_string())
        } else {
            #[expect(clippy::disallowed_methods, reason = "an edge module: the user's passphrase")]
            match std::env::var(PASSPHRASE) {
                Ok(text) => (Zeroizing::new(text), PASSPHRASE.to_owned()),
                Err(std::env::VarError::NotPresent) => return Ok(None),
                Err(std::env::VarError::NotUnicode(_)) => {
                    return Err(UsageError {
                        message: format!("{PASSPHRASE} is not UTF-8"),
                        help: "use --passphrase-file with a UTF-8 file".into(),
                    }
                    .into());
                }
            }
        };
        if passphrase.is_empty() {
            return Err(bad(Path::new(&place), &KeyError::EmptyPassphrase).into());
        }
        Ok(Some(passphrase))
    }

    /// Opens a private key; the passphrase is looked for only if the key is encrypted.
    ///
    /// # Errors
    /// A file or passphrase that does not serve.
    pub(super) fn open(&self, path: &Path) -> miette::Result<SigningKey> {
        let text = text_of(path)?;
        let encrypted = block(&text).map_err(|e| bad(path, &e))? == Block::EncryptedPrivate;
        let passphrase = if encrypted { self.read()? } else { None };
        Ok(SigningKey::from_pem(&text, passphrase.as_deref().map(String::as_str)).map_err(|e| bad(path, &e))?)
    }
}

fn text_of(path: &Path) -> Result<Zeroizing<String>, BadInput> {
    let bytes = input::small(path)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| BadInput {
        message: format!("{}: not a text file", path.display()),
        help: "keys are read in PEM form, passphrases in UTF-8".into(),
    })?;
    Ok(Zeroizing::new(text.to_owned()))
}

fn bad(path: &Path, error: &KeyError) -> BadInput {
    let help = error.help().map(|h| h.to_string()).unwrap_or_default();
    BadInput { message: format!("{}: {error}", path.display()), help }
}

fn with_ending(name: &Path, ending: &str) -> Result<PathBuf, UsageError> {
    let last = name.file_name().filter(|_| !name.as_os_str().to_string_lossy().ends_with(['/', '\\']));
    let Some(last) = last else {
        return Err(UsageError {
            message: format!("`{}` is not a name for files", name.display()),
            help: "give a folder and a name, as in --out keys/audit".into(),
        });
    };
    let mut last = last.to_owned();
    last.push(ending);
    Ok(name.with_file_name(last))
}
