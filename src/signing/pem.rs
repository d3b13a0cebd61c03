//! Key files: PKCS#8 and SPKI in PEM form, as OpenSSL 3 reads and writes them.

use pkcs8::der::Decode as _;
use pkcs8::der::asn1::{ObjectIdentifier, OctetStringRef};
use pkcs8::der::pem::PemLabel as _;
use pkcs8::pkcs5::pbes2::{Kdf, PBES2_OID, Parameters};
use pkcs8::pkcs5::{self, EncryptionScheme, scrypt};
use pkcs8::{
    AlgorithmIdentifierRef, EncryptedPrivateKeyInfo, EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef, SecretDocument,
    SubjectPublicKeyInfoRef, der,
};
use zeroize::Zeroizing;

use super::key::{KeyError, KeyType, LINES, Public, Secret, SigningKey, VerifyingKey, random};

const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const SM2_CURVE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.156.10197.1.301");

/// Work that opening a key may take: 512 MiB of memory for scrypt, and 50 million rounds for PBKDF2.
const MOST_MEMORY: u128 = 512 << 20;
const MOST_ROUNDS: u32 = 50_000_000;

/// What a key file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// A private key.
    Private,
    /// A private key under a passphrase.
    EncryptedPrivate,
    /// A public key.
    Public,
}

/// What a key file holds, without opening it.
///
/// # Errors
/// No PEM block, several, or one of another kind.
pub fn block(text: &str) -> Result<Block, KeyError> {
    find(text, "key").map(|(block, _)| block)
}

/// The one PEM block of a file; text around it, as OpenSSL may write, is left out.
fn find<'a>(text: &'a str, wanted: &'static str) -> Result<(Block, &'a str), KeyError> {
    const BEGIN: &str = "-----BEGIN ";
    let begins: Vec<usize> =
        text.match_indices(BEGIN).map(|(at, _)| at).filter(|&at| at == 0 || text[..at].ends_with('\n')).collect();
    let labels = begins.iter().filter_map(|&at| text[at + BEGIN.len()..].split_once("-----").map(|(label, _)| label));
    let mut label = "";
    for one in labels {
        label = one;
        if !matches!(label, "PRIVATE KEY" | "ENCRYPTED PRIVATE KEY" | "PUBLIC KEY" | "EC PARAMETERS") {
            break;
        }
    }
    let block = match label {
        "" => return Err(KeyError::NotPem),
        _ if label == PrivateKeyInfoRef::PEM_LABEL => Block::Private,
        _ if label == EncryptedPrivateKeyInfoRef::PEM_LABEL => Block::EncryptedPrivate,
        "PUBLIC KEY" => Block::Public,
        // Not every character belongs on a terminal, and a label is short.
        _ => {
            let label = label.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').take(60).collect();
            return Err(KeyError::WrongBlock { label, wanted });
        }
    };
    if begins.len() > 1 {
        return Err(KeyError::SeveralBlocks(begins.len()));
    }
    let text = &text[begins[0]..];
    let end = text.find("-----END ").ok_or(KeyError::Malformed("the PEM block has no end"))?;
    let stop = text[end..].find('\n').map_or(text.len(), |n| end + n + 1);
    Ok((block, &text[..stop]))
}

fn decode(text: &str) -> Result<SecretDocument, KeyError> {
    let (_, document) =
        SecretDocument::from_pem(text).map_err(|_| KeyError::Malformed("the PEM block is not well formed"))?;
    Ok(document)
}

/// Encodes public bytes.
pub(super) fn encode(label: &'static str, bytes: &[u8]) -> String {
    der::pem::encode_string(label, LINES, bytes).expect("the label is one")
}

pub(super) fn read_private(text: &str, passphrase: Option<&str>) -> Result<SigningKey, KeyError> {
    match find(text, "private key")? {
        (Block::Private, text) => private(decode(text)?.as_bytes()),
        (Block::EncryptedPrivate, text) => {
            let passphrase = passphrase.ok_or(KeyError::PassphraseNeeded)?;
            decrypt(decode(text)?.as_bytes(), passphrase)
        }
        (Block::Public, _) => Err(KeyError::WrongBlock { label: "PUBLIC KEY".into(), wanted: "private key" }),
    }
}

fn private(bytes: &[u8]) -> Result<SigningKey, KeyError> {
    let info = PrivateKeyInfoRef::try_from(bytes).map_err(|_| KeyError::Malformed("it is not PKCS#8"))?;
    match key_type(&info.algorithm)? {
        KeyType::Ed25519 => ed25519_dalek::SigningKey::try_from(info)
            .map(|key| SigningKey(Secret::Ed25519(key)))
            .map_err(|_| KeyError::Malformed("it holds no Ed25519 key, or one whose halves do not belong together")),
        KeyType::Sm2 => sm2::SecretKey::try_from(info)
            .map_err(|_| KeyError::Malformed("it holds no SM2 key, or one whose halves do not belong together"))
            .and_then(SigningKey::sm2),
    }
}

/// `EncryptedPrivateKeyInfo` under any scheme.
#[derive(der::Sequence)]
struct Encrypted<'a> {
    scheme: AlgorithmIdentifierRef<'a>,
    data: &'a OctetStringRef,
}

fn decrypt(bytes: &[u8], passphrase: &str) -> Result<SigningKey, KeyError> {
    // The schemes of PKCS#5 version 1 and of PKCS#12 are broken; they are named rather than called damaged.
    let scheme = Encrypted::from_der(bytes).map_err(|_| KeyError::Malformed("it is not encrypted PKCS#8"))?.scheme.oid;
    if scheme != PBES2_OID {
        return Err(KeyError::Unsupported { what: "encryption", oid: scheme.to_string() });
    }
    let info = EncryptedPrivateKeyInfoRef::try_from(bytes).map_err(|e| match e {
        pkcs8::Error::Asn1(e) => encryption(&e),
        _ => KeyError::Malformed("it is not encrypted PKCS#8"),
    })?;
    if let EncryptionScheme::Pbes2(parameters) = &info.encryption_algorithm {
        bounded(&parameters.kdf)?;
    }
    let opened = info.encryption_algorithm.decrypt(passphrase, info.encrypted_data.as_bytes());
    let opened = Zeroizing::new(opened.map_err(|e| match e {
        pkcs5::Error::DecryptFailed => KeyError::WrongPassphrase,
        pkcs5::Error::UnsupportedAlgorithm { oid } => {
            KeyError::Unsupported { what: "encryption", oid: oid.to_string() }
        }
        _ => KeyError::Malformed("its encryption has parameters that cannot be"),
    })?);
    // The padding of about one wrong passphrase in 256 looks right; what it opens is no key then.
    if PrivateKeyInfoRef::try_from(opened.as_slice()).is_err() {
        return Err(KeyError::WrongPassphrase);
    }
    private(&opened)
}

fn encryption(error: &der::Error) -> KeyError {
    match error.kind() {
        der::ErrorKind::OidUnknown { oid } => KeyError::Unsupported { what: "encryption", oid: oid.to_string() },
        _ => KeyError::Malformed("it is not encrypted PKCS#8"),
    }
}

/// A file must not be able to ask for hours or for all memory.
fn bounded(kdf: &Kdf) -> Result<(), KeyError> {
    let costly = match kdf {
        Kdf::Pbkdf2(p) => p.iteration_count > MOST_ROUNDS,
        Kdf::Scrypt(p) => {
            if p.cost_parameter == 0 {
                return Err(KeyError::Malformed("its encryption has parameters that cannot be"));
            }
            let memory = 128 * u128::from(p.cost_parameter) * u128::from(p.block_size);
            memory > MOST_MEMORY || memory * u128::from(p.parallelization) > 16 * MOST_MEMORY
        }
        _ => false,
    };
    if costly { Err(KeyError::TooCostly) } else { Ok(()) }
}

pub(super) fn write_private(
    document: &SecretDocument,
    passphrase: Option<&str>,
) -> Result<Zeroizing<String>, KeyError> {
    let failed = |_| KeyError::Failed("encoding");
    let Some(passphrase) = passphrase else {
        return document.to_pem(PrivateKeyInfoRef::PEM_LABEL, LINES).map_err(failed);
    };
    if passphrase.is_empty() {
        return Err(KeyError::EmptyPassphrase);
    }
    let (mut salt, mut iv) = ([0u8; 16], [0u8; 16]);
    random(&mut salt)?;
    random(&mut iv)?;
    // 16 MiB, five times over: as much memory as OpenSSL 3 allows by default, and the work OWASP advises.
    let cost = scrypt::Params::new(14, 8, 5).map_err(|_| KeyError::Failed("encryption"))?;
    let parameters =
        Parameters::generate_scrypt_aes256cbc(cost, &salt, iv).map_err(|_| KeyError::Failed("encryption"))?;
    let data = parameters.encrypt(passphrase, document.as_bytes()).map_err(|_| KeyError::Failed("encryption"))?;
    let info = EncryptedPrivateKeyInfo {
        encryption_algorithm: EncryptionScheme::from(parameters),
        encrypted_data: OctetStringRef::new(&data).map_err(failed)?,
    };
    SecretDocument::encode_msg(&info)
        .and_then(|d| d.to_pem(EncryptedPrivateKeyInfoRef::PEM_LABEL, LINES))
        .map_err(failed)
}

pub(super) fn read_public(text: &str) -> Result<VerifyingKey, KeyError> {
    let (block, text) = find(text, "public key")?;
    if block != Block::Public {
        return Err(KeyError::WrongBlock { label: "PRIVATE KEY".into(), wanted: "public key" });
    }
    let document = decode(text)?;
    let info = SubjectPublicKeyInfoRef::from_der(document.as_bytes())
        .map_err(|_| KeyError::Malformed("it is not a SubjectPublicKeyInfo"))?;
    match key_type(&info.algorithm)? {
        KeyType::Ed25519 => {
            let key = ed25519_dalek::VerifyingKey::try_from(info)
                .map_err(|_| KeyError::Malformed("it holds no point of Ed25519"))?;
            if key.is_weak() {
                return Err(KeyError::Malformed("its point has small order; anybody could sign for it"));
            }
            Ok(VerifyingKey(Public::Ed25519(key)))
        }
        KeyType::Sm2 => sm2::PublicKey::try_from(info)
            .map(|key| VerifyingKey(Public::Sm2(key)))
            .map_err(|_| KeyError::Malformed("it holds no point of SM2")),
    }
}

fn key_type(algorithm: &AlgorithmIdentifierRef<'_>) -> Result<KeyType, KeyError> {
    match (algorithm.oid, algorithm.parameters) {
        (ED25519, None) => Ok(KeyType::Ed25519),
        (ED25519, Some(_)) => Err(KeyError::Malformed("Ed25519 has no parameters")),
        (EC_PUBLIC_KEY, Some(parameters)) => match parameters.decode_as::<ObjectIdentifier>() {
            Ok(SM2_CURVE) => Ok(KeyType::Sm2),
            Ok(other) => Err(KeyError::Unsupported { what: "curve", oid: other.to_string() }),
            Err(_) => Err(KeyError::Malformed("its curve has no name")),
        },
        (EC_PUBLIC_KEY, None) => Err(KeyError::Malformed("its curve has no name")),
        (other, _) => Err(KeyError::Unsupported { what: "key algorithm", oid: other.to_string() }),
    }
}
