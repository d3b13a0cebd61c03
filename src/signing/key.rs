//! Signing and verifying keys: Ed25519 (RFC 8032) and SM2 with SM3 (GB/T 32918.2-2016).

use std::fmt;

use ed25519_dalek::ed25519::pkcs8::KeypairBytes;
use miette::Diagnostic;
use pkcs8::der::pem::LineEnding;
use pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, SecretDocument};
use sha2::{Digest as _, Sha256};
use sm2::dsa::signature::{Signer as _, Verifier as _};
use zeroize::Zeroizing;

use super::pem;
use crate::import::hex;

/// The distinguishing identifier that SM2 signatures are made with when nothing else was agreed (GM/T 0009-2012).
pub const DISTINGUISHING_ID: &str = "1234567812345678";

/// Kinds of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyType {
    /// Ed25519.
    Ed25519,
    /// SM2 over its recommended curve, with SM3.
    Sm2,
}

impl KeyType {
    /// `ed25519` or `sm2`.
    pub fn name(self) -> &'static str {
        match self {
            KeyType::Ed25519 => "ed25519",
            KeyType::Sm2 => "sm2",
        }
    }
}

impl fmt::Display for KeyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A key that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Diagnostic)]
pub enum KeyError {
    /// No PEM block.
    #[error("not a key: there is no PEM block in it")]
    #[diagnostic(help(
        "a key file begins with `-----BEGIN PRIVATE KEY-----`, `-----BEGIN ENCRYPTED PRIVATE KEY-----` or `-----BEGIN PUBLIC KEY-----`; `dengbao key new` makes one"
    ))]
    NotPem,
    /// More than one PEM block: which one is meant is not for us to guess.
    #[error("the file holds {0} PEM blocks, one key is expected")]
    #[diagnostic(help("put each key into a file of its own"))]
    SeveralBlocks(usize),
    /// A PEM block of another kind.
    #[error("the file holds a `{label}`, not a {wanted}")]
    #[diagnostic(help(
        "private keys are read in PKCS#8 form (`openssl pkcs8 -topk8 -in OLD -out NEW`), public keys in SPKI form (`openssl pkey -in PRIVATE -pubout`)"
    ))]
    WrongBlock {
        /// What is there.
        label: String,
        /// What was expected.
        wanted: &'static str,
    },
    /// Bytes that are no key.
    #[error("not a key: {0}")]
    #[diagnostic(help(
        "the file is damaged; take it from where it was made, or make a new key with `dengbao key new`"
    ))]
    Malformed(&'static str),
    /// A kind of key or of encryption that is not supported.
    #[error("the {what} {oid} is not supported")]
    #[diagnostic(help(
        "keys may be Ed25519 (1.3.101.112) or SM2 (1.2.156.10197.1.301), encrypted with PBES2: scrypt or PBKDF2 with SHA-2, and AES-CBC"
    ))]
    Unsupported {
        /// Key algorithm, curve or encryption.
        what: &'static str,
        /// Its object identifier.
        oid: String,
    },
    /// The key is encrypted.
    #[error("the key is encrypted, and no passphrase was given")]
    #[diagnostic(help("give it with --passphrase-file FILE or in the variable DENGBAO_KEY_PASSPHRASE"))]
    PassphraseNeeded,
    /// The passphrase does not open the key.
    #[error("the passphrase does not open the key")]
    #[diagnostic(help("check the passphrase; a line break at the end of a passphrase file does not count"))]
    WrongPassphrase,
    /// A passphrase without a character.
    #[error("the passphrase is empty")]
    #[diagnostic(help("give a passphrase, or none at all for a key that is not encrypted"))]
    EmptyPassphrase,
    /// Opening the key would take too much time or memory.
    #[error("the key's encryption asks for more work than is sensible")]
    #[diagnostic(help("encrypt the key again: `openssl pkcs8 -topk8 -scrypt -in OLD -out NEW`"))]
    TooCostly,
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: {0}")]
    #[diagnostic(help("run it where the system's random source is available"))]
    Random(String),
    /// What cannot happen with a key that was read, and must not pass in silence.
    #[error("the key cannot do this: {0}")]
    #[diagnostic(help("use another key, and report this"))]
    Failed(&'static str),
}

/// The signature is not the key's signature of these bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature is not this key's signature of these bytes")]
pub struct BadSignature;

/// A private key. It prints as its type and key id; its memory is wiped when it is dropped.
pub struct SigningKey(pub(super) Secret);

pub(super) enum Secret {
    Ed25519(ed25519_dalek::SigningKey),
    Sm2(sm2::SecretKey),
}

impl SigningKey {
    /// Makes a new key out of the system's random numbers.
    ///
    /// # Errors
    /// A system without random numbers.
    pub fn generate(kind: KeyType) -> Result<SigningKey, KeyError> {
        loop {
            let mut bytes = Zeroizing::new([0u8; 32]);
            random(bytes.as_mut_slice())?;
            match kind {
                KeyType::Ed25519 => {
                    return Ok(SigningKey(Secret::Ed25519(ed25519_dalek::SigningKey::from_bytes(&bytes))));
                }
                // About one in 2^32 draws is no scalar of the curve; drawing again keeps all keys equally likely.
                KeyType::Sm2 => {
                    if let Ok(key) = sm2::SecretKey::from_slice(bytes.as_slice())
                        && let Ok(key) = SigningKey::sm2(key)
                    {
                        return Ok(key);
                    }
                }
            }
        }
    }

    /// Takes an SM2 key that can sign: n-1 is a scalar of the curve, yet has no inverse of 1+d.
    pub(super) fn sm2(key: sm2::SecretKey) -> Result<SigningKey, KeyError> {
        let key = SigningKey(Secret::Sm2(key));
        key.sign(b"").map_err(|_| KeyError::Malformed("no signature can be made with it"))?;
        Ok(key)
    }

    /// Reads a private key in PKCS#8 PEM form, encrypted or not. The passphrase is not looked at when the key is not encrypted.
    ///
    /// # Errors
    /// What is wrong with the file or the passphrase.
    pub fn from_pem(text: &str, passphrase: Option<&str>) -> Result<SigningKey, KeyError> {
        pem::read_private(text, passphrase)
    }

    /// The key in PKCS#8 PEM form, encrypted with the passphrase if there is one.
    ///
    /// # Errors
    /// An empty passphrase, or a system without random numbers.
    pub fn to_pem(&self, passphrase: Option<&str>) -> Result<Zeroizing<String>, KeyError> {
        pem::write_private(&self.to_der()?, passphrase)
    }

    /// PKCS#8 version 1, which every reader knows; the public key of version 2 is refused by OpenSSL 3.0.
    fn to_der(&self) -> Result<SecretDocument, KeyError> {
        match &self.0 {
            Secret::Ed25519(key) => KeypairBytes { secret_key: key.to_bytes(), public_key: None }.to_pkcs8_der(),
            Secret::Sm2(key) => key.to_pkcs8_der(),
        }
        .map_err(|_| KeyError::Failed("encoding"))
    }

    /// Its type.
    pub fn key_type(&self) -> KeyType {
        match &self.0 {
            Secret::Ed25519(_) => KeyType::Ed25519,
            Secret::Sm2(_) => KeyType::Sm2,
        }
    }

    /// Signs. Ed25519 gives 64 bytes; SM2 gives (r, s) in DER, with [`DISTINGUISHING_ID`]. The same key and message give the
    /// same signature.
    ///
    /// # Errors
    /// None with a key that was read or made here.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        match &self.0 {
            Secret::Ed25519(key) => Ok(key.sign(message).to_bytes().to_vec()),
            Secret::Sm2(key) => {
                let failed = |_| KeyError::Failed("signing");
                // The crate's signing key holds the identifier too; it lives as long as the signature takes.
                let key = sm2::dsa::SigningKey::new(DISTINGUISHING_ID, key).map_err(failed)?;
                let signature: sm2::dsa::Signature = key.try_sign(message).map_err(failed)?;
                Ok(signature.to_der().as_bytes().to_vec())
            }
        }
    }

    /// The public key.
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(match &self.0 {
            Secret::Ed25519(key) => Public::Ed25519(key.verifying_key()),
            Secret::Sm2(key) => Public::Sm2(key.public_key()),
        })
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({} {})", self.key_type(), self.verifying_key().id())
    }
}

/// A public key.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyingKey(pub(super) Public);

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Public {
    Ed25519(ed25519_dalek::VerifyingKey),
    Sm2(sm2::PublicKey),
}

impl VerifyingKey {
    /// Reads a public key in SPKI PEM form.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn from_pem(text: &str) -> Result<VerifyingKey, KeyError> {
        pem::read_public(text)
    }

    /// The key in SPKI PEM form.
    pub fn to_pem(&self) -> String {
        pem::encode("PUBLIC KEY", &self.to_der())
    }

    /// The key in SPKI DER form; a point of SM2 is never compressed.
    pub fn to_der(&self) -> Vec<u8> {
        match &self.0 {
            Public::Ed25519(key) => key.to_public_key_der(),
            Public::Sm2(key) => key.to_public_key_der(),
        }
        .map(pkcs8::Document::into_vec)
        .expect("a point of the curve always has an encoding")
    }

    /// The key id: SHA-256 of the SPKI DER, in hexadecimal.
    pub fn id(&self) -> String {
        hex(&Sha256::digest(self.to_der()))
    }

    /// Its type.
    pub fn key_type(&self) -> KeyType {
        match &self.0 {
            Public::Ed25519(_) => KeyType::Ed25519,
            Public::Sm2(_) => KeyType::Sm2,
        }
    }

    /// Checks a signature as [`SigningKey::sign`] makes it. Only one encoding of a signature is accepted.
    ///
    /// # Errors
    /// The signature is wrong.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        match &self.0 {
            Public::Ed25519(key) => {
                let signature = ed25519_dalek::Signature::from_slice(signature).map_err(|_| BadSignature)?;
                key.verify_strict(message, &signature).map_err(|_| BadSignature)
            }
            Public::Sm2(key) => {
                let parsed = sm2::dsa::Signature::from_der(signature).map_err(|_| BadSignature)?;
                if parsed.to_der().as_bytes() != signature {
                    return Err(BadSignature);
                }
                let key = sm2::dsa::VerifyingKey::new(DISTINGUISHING_ID, *key).map_err(|_| BadSignature)?;
                key.verify(message, &parsed).map_err(|_| BadSignature)
            }
        }
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({} {})", self.key_type(), self.id())
    }
}

/// Line ends of PEM files, the same on every system.
pub(super) const LINES: LineEnding = LineEnding::LF;

/// Fills with the system's random numbers.
pub(super) fn random(bytes: &mut [u8]) -> Result<(), KeyError> {
    getrandom::fill(bytes).map_err(|e| KeyError::Random(e.to_string()))
}

#[cfg(test)]
mod tests;
