//! Time stamps (RFC 3161): the request, and what the token says.
//!
//! What is checked here: the authority granted the request; the token is a CMS `SignedData` around a `TSTInfo`, with one signer;
//! its signed attributes name that content and its digest; imprint and nonce are those of the request; the certificate is
//! enclosed.
//!
//! What is not: **the authority's signature, its certificate and the chain above it**. Until these are checked, the time in a token
//! is a claim. `openssl ts -verify -in TOKEN -token_in -data FILE -CAfile ROOTS` checks them.

use pkcs8::der::asn1::{AnyRef, BitStringRef, GeneralizedTime, ObjectIdentifier, OctetStringRef};
use pkcs8::der::{self, Decode as _, Encode as _, FixedTag as _, Reader as _, Sequence, SliceReader, Tag, TagNumber};
use pkcs8::spki::AlgorithmIdentifierRef;
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time};

use super::key::{KeyError, random};
use crate::import::hex;

#[cfg(feature = "live")]
mod fetch;
#[cfg(feature = "live")]
pub use fetch::{FetchError, fetch};

const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");

/// Why an authority refused, by bit of `PKIFailureInfo`.
const FAILURES: [(usize, &str); 8] = [
    (0, "badAlg"),
    (2, "badRequest"),
    (5, "badDataFormat"),
    (14, "timeNotAvailable"),
    (15, "unacceptedPolicy"),
    (16, "unacceptedExtension"),
    (17, "addInfoNotAvailable"),
    (25, "systemFailure"),
];

/// A time stamp that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimestampError {
    /// Bytes that are no answer or no token.
    #[error("not a time-stamp {0}")]
    Malformed(&'static str),
    /// The authority refused.
    #[error("the time-stamp authority refused: status {status}{}{text}{}", sep(.text), listed(.failures))]
    Refused {
        /// `PKIStatus`.
        status: u8,
        /// Its words, if any.
        text: String,
        /// Names of the bits of `PKIFailureInfo`.
        failures: Vec<&'static str>,
    },
    /// The authority granted the request and sent no token.
    #[error("the time-stamp authority granted the request but sent no token")]
    NoToken,
    /// A CMS structure around something else.
    #[error("the token holds {0}, not a time stamp")]
    OtherContent(String),
    /// Not exactly one signer.
    #[error("the token has {0} signers; a time stamp has one")]
    Signers(usize),
    /// The token encloses no certificate, so that nobody can check its signature.
    #[error("the token encloses no certificate; ask another authority")]
    NoCertificate,
    /// The signer does not sign the attributes that a time stamp needs.
    #[error("the token's signed attributes lack the {0}, or hold it twice")]
    NoAttribute(&'static str),
    /// A digest that is not supported.
    #[error("the digest {0} is not supported; SHA-256, SHA-384 and SHA-512 are")]
    UnsupportedDigest(String),
    /// The signed attributes are about other bytes.
    #[error("the digest that the authority signed is not that of the time stamp in the token")]
    WrongMessageDigest,
    /// The token is about other bytes.
    #[error("the token is about other bytes: it names the digest {found}, expected was {expected}")]
    WrongImprint {
        /// Digest in the token.
        found: String,
        /// Digest of what was to be stamped.
        expected: String,
    },
    /// The token answers another request.
    #[error("the token answers another request: its nonce is not ours")]
    WrongNonce,
    /// The system gives no random numbers.
    #[error(transparent)]
    Random(#[from] KeyError),
}

fn sep(text: &str) -> &'static str {
    if text.is_empty() { "" } else { ", " }
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) }
}

#[derive(Clone, Debug, Sequence)]
struct MessageImprint<'a> {
    algorithm: AlgorithmIdentifierRef<'a>,
    digest: &'a OctetStringRef,
}

/// Without a policy and extensions, as we ask.
#[derive(Clone, Debug, Sequence)]
struct TimeStampReq<'a> {
    version: u8,
    imprint: MessageImprint<'a>,
    nonce: u64,
    certificate: bool,
}

#[derive(Clone, Debug, Sequence)]
struct PkiStatusInfo<'a> {
    status: u8,
    #[asn1(optional = "true")]
    text: Option<Vec<AnyRef<'a>>>,
    #[asn1(optional = "true")]
    failures: Option<BitStringRef<'a>>,
}

#[derive(Clone, Debug, Sequence)]
struct TimeStampResp<'a> {
    status: PkiStatusInfo<'a>,
    #[asn1(optional = "true")]
    token: Option<AnyRef<'a>>,
}

/// `ContentInfo`; `EncapsulatedContentInfo` looks the same when it has content.
#[derive(Clone, Debug, Sequence)]
struct ContentInfo<'a> {
    kind: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    content: AnyRef<'a>,
}

#[derive(Clone, Debug, Sequence)]
struct Attribute<'a> {
    kind: ObjectIdentifier,
    values: AnyRef<'a>,
}

/// A request for a time stamp of a SHA-256 digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    digest: [u8; 32],
    nonce: u64,
}

impl Request {
    /// For these bytes, with a random nonce.
    ///
    /// # Errors
    /// A system without random numbers.
    pub fn new(bytes: &[u8]) -> Result<Request, TimestampError> {
        let mut nonce = [0u8; 8];
        random(&mut nonce)?;
        Ok(Request::for_digest(Sha256::digest(bytes).into(), u64::from_be_bytes(nonce)))
    }

    /// For a digest, with a given nonce.
    pub fn for_digest(digest: [u8; 32], nonce: u64) -> Request {
        Request { digest, nonce }
    }

    /// The request as it is sent: SHA-256, our nonce, and the wish for the authority's certificate.
    pub fn to_der(&self) -> Vec<u8> {
        let digest = OctetStringRef::new(&self.digest).expect("32 bytes");
        let imprint = MessageImprint {
            algorithm: AlgorithmIdentifierRef { oid: SHA256, parameters: Some(AnyRef::NULL) },
            digest,
        };
        TimeStampReq { version: 1, imprint, nonce: self.nonce, certificate: true }.to_der().expect("a short sequence")
    }

    /// Reads the authority's answer to this request.
    ///
    /// # Errors
    /// A refusal, or a token that is not an answer to it.
    pub fn answer(&self, response: &[u8]) -> Result<Token, TimestampError> {
        let token = parse_response(response)?;
        token.check_digest(&self.digest)?;
        let nonce = self.nonce.to_be_bytes();
        let skip = nonce.iter().take_while(|b| **b == 0).count();
        if token.nonce.as_deref() != Some(&nonce[skip..]) {
            return Err(TimestampError::WrongNonce);
        }
        Ok(token)
    }
}

/// A time-stamp token, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    der: Vec<u8>,
    /// The policy under which it was issued.
    pub policy: String,
    /// Object identifier of the imprint's algorithm.
    pub imprint_algorithm: String,
    /// The digest that is stamped.
    pub imprint: Vec<u8>,
    /// Its serial number, in hexadecimal.
    pub serial: String,
    /// The time that it states.
    pub time: OffsetDateTime,
    /// The request's nonce, big-endian, without leading zeros.
    pub nonce: Option<Vec<u8>>,
}

/// Reads an authority's answer, whatever it was asked.
///
/// # Errors
/// A refusal, or no token.
pub fn parse_response(bytes: &[u8]) -> Result<Token, TimestampError> {
    let response = TimeStampResp::from_der(bytes).map_err(|_| TimestampError::Malformed("answer"))?;
    let status = response.status;
    // granted, or granted with modifications
    if status.status > 1 {
        let text: Vec<String> = status
            .text
            .unwrap_or_default()
            .iter()
            .map(|line| crate::render::visible(&String::from_utf8_lossy(line.value())).replace(['\n', '\r'], " "))
            .collect();
        let bits = status.failures;
        let failures = FAILURES.iter().filter(|(bit, _)| bits.is_some_and(|b| b.get(*bit) == Some(true)));
        return Err(TimestampError::Refused {
            status: status.status,
            text: text.join(" "),
            failures: failures.map(|(_, name)| *name).collect(),
        });
    }
    let token = response.token.ok_or(TimestampError::NoToken)?;
    Token::parse(&token.to_der().map_err(|_| TimestampError::Malformed("answer"))?)
}

impl Token {
    /// Reads a token as it stands in an answer, and checks what holds it together.
    ///
    /// # Errors
    /// See [`TimestampError`].
    pub fn parse(bytes: &[u8]) -> Result<Token, TimestampError> {
        let bad = |_: der::Error| TimestampError::Malformed("token");
        let outer = ContentInfo::from_der(bytes).map_err(bad)?;
        if outer.kind != SIGNED_DATA {
            return Err(TimestampError::OtherContent(outer.kind.to_string()));
        }
        let signed = Fields::of(outer.content, Tag::Sequence).map_err(bad)?;
        // version, digestAlgorithms, encapContentInfo, [0] certificates, [1] crls, signerInfos
        let content: ContentInfo<'_> = signed.at(2, Tag::Sequence).and_then(AnyRef::decode_as).map_err(bad)?;
        if content.kind != TST_INFO {
            return Err(TimestampError::OtherContent(content.kind.to_string()));
        }
        let info = content.content.decode_as::<&OctetStringRef>().map_err(bad)?.as_bytes();
        if signed.context(3, 0).is_none_or(|certificates| certificates.value().is_empty()) {
            return Err(TimestampError::NoCertificate);
        }
        let signers = Fields::of(signed.last().map_err(bad)?, Tag::Set).map_err(bad)?;
        let [signer] = signers.0[..] else { return Err(TimestampError::Signers(signers.0.len())) };
        check_signer(signer, info)?;
        read_info(info, bytes).map_err(bad)?
    }

    /// The token's bytes: `openssl ts -verify -token_in -in` reads them.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Checks that the token is about these bytes.
    ///
    /// # Errors
    /// It is about others, or names a digest that is not supported.
    pub fn check(&self, bytes: &[u8]) -> Result<(), TimestampError> {
        self.matches(&digest(&self.imprint_algorithm, bytes)?)
    }

    fn check_digest(&self, sha256: &[u8; 32]) -> Result<(), TimestampError> {
        if self.imprint_algorithm != SHA256.to_string() {
            return Err(TimestampError::UnsupportedDigest(self.imprint_algorithm.clone()));
        }
        self.matches(sha256)
    }

    fn matches(&self, expected: &[u8]) -> Result<(), TimestampError> {
        if self.imprint == expected {
            return Ok(());
        }
        Err(TimestampError::WrongImprint { found: hex(&self.imprint), expected: hex(expected) })
    }
}

fn digest(oid: &str, bytes: &[u8]) -> Result<Vec<u8>, TimestampError> {
    match ObjectIdentifier::new(oid) {
        Ok(SHA256) => Ok(Sha256::digest(bytes).to_vec()),
        Ok(SHA384) => Ok(Sha384::digest(bytes).to_vec()),
        Ok(SHA512) => Ok(Sha512::digest(bytes).to_vec()),
        _ => Err(TimestampError::UnsupportedDigest(oid.to_owned())),
    }
}

/// The signed attributes must name the content's type and its digest.
fn check_signer(signer: AnyRef<'_>, info: &[u8]) -> Result<(), TimestampError> {
    let bad = |_: der::Error| TimestampError::Malformed("token");
    // version, sid, digestAlgorithm, [0] signedAttrs, signatureAlgorithm, signature, [1] unsignedAttrs
    let fields = Fields::of(signer, Tag::Sequence).map_err(bad)?;
    let algorithm: AlgorithmIdentifierRef<'_> = fields.at(2, Tag::Sequence).and_then(AnyRef::decode_as).map_err(bad)?;
    let attributes = fields.context(3, 0).ok_or(TimestampError::NoAttribute("content type"))?;
    let attributes: Vec<Attribute<'_>> = Fields::inside(attributes)
        .and_then(|f| f.0.into_iter().map(AnyRef::decode_as).collect::<der::Result<_>>())
        .map_err(bad)?;
    let value = |kind: ObjectIdentifier, name: &'static str| {
        let mut found = attributes.iter().filter(|a| a.kind == kind);
        let (Some(attribute), None) = (found.next(), found.next()) else {
            return Err(TimestampError::NoAttribute(name));
        };
        let values = Fields::of(attribute.values, Tag::Set).map_err(bad)?;
        if let [value] = values.0[..] { Ok(value) } else { Err(TimestampError::NoAttribute(name)) }
    };
    let kind: ObjectIdentifier = value(CONTENT_TYPE, "content type")?.decode_as().map_err(bad)?;
    if kind != TST_INFO {
        return Err(TimestampError::OtherContent(kind.to_string()));
    }
    let stated = value(MESSAGE_DIGEST, "message digest")?.decode_as::<&OctetStringRef>().map_err(bad)?;
    if stated.as_bytes() != digest(&algorithm.oid.to_string(), info)? {
        return Err(TimestampError::WrongMessageDigest);
    }
    Ok(())
}

/// Reads `TSTInfo`: version, policy, messageImprint, serialNumber, genTime, accuracy?, ordering?, nonce?, [0] tsa?,
/// [1] extensions?. The time may have fractions of a second, which DER readers refuse.
fn read_info(info: &[u8], token: &[u8]) -> der::Result<Result<Token, TimestampError>> {
    let fields = Fields::of(AnyRef::from_der(info)?, Tag::Sequence)?;
    let version: u8 = fields.at(0, Tag::Integer)?.decode_as()?;
    if version != 1 {
        return Ok(Err(TimestampError::Malformed("token of version 1")));
    }
    let policy: ObjectIdentifier = fields.at(1, Tag::ObjectIdentifier)?.decode_as()?;
    let imprint: MessageImprint<'_> = fields.at(2, Tag::Sequence)?.decode_as()?;
    let serial = fields.at(3, Tag::Integer)?;
    let Some(time) = moment(fields.at(4, GeneralizedTime::TAG)?.value()) else {
        return Ok(Err(TimestampError::Malformed("token: its time cannot be read")));
    };
    let mut nonces = fields.0[5..].iter().filter(|f| f.header().tag() == Tag::Integer);
    let nonce = nonces.next().map(|n| trimmed(n.value()).to_vec());
    Ok(Ok(Token {
        der: token.to_vec(),
        policy: policy.to_string(),
        imprint_algorithm: imprint.algorithm.oid.to_string(),
        imprint: imprint.digest.as_bytes().to_vec(),
        serial: hex(serial.value()),
        time,
        nonce,
    }))
}

/// A non-negative integer without the zeros that only keep its sign.
fn trimmed(bytes: &[u8]) -> &[u8] {
    &bytes[bytes.iter().take_while(|b| **b == 0).count()..]
}

/// `YYYYMMDDhhmmss[.f…]Z`.
fn moment(text: &[u8]) -> Option<OffsetDateTime> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if whole.len() != 14 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let part = |from: usize, to: usize| whole[from..to].parse::<u8>().ok();
    let date =
        Date::from_calendar_date(whole[..4].parse().ok()?, Month::try_from(part(4, 6)?).ok()?, part(6, 8)?).ok()?;
    let nanos: u32 = format!("{fraction:0<9}")[..9].parse().ok()?;
    let time = Time::from_hms_nano(part(8, 10)?, part(10, 12)?, part(12, 14)?, nanos).ok()?;
    Some(PrimitiveDateTime::new(date, time).assume_utc())
}

/// What stands in a `SEQUENCE` or `SET`, in order. Optional fields of CMS have implicit tags and sets that few writers sort, which
/// derived readers refuse.
struct Fields<'a>(Vec<AnyRef<'a>>);

impl<'a> Fields<'a> {
    fn of(value: AnyRef<'a>, tag: Tag) -> der::Result<Fields<'a>> {
        value.header().tag().assert_eq(tag)?;
        Fields::inside(value)
    }

    fn inside(value: AnyRef<'a>) -> der::Result<Fields<'a>> {
        let mut reader = SliceReader::new(value.value())?;
        let mut fields = Vec::new();
        while !reader.is_finished() {
            fields.push(AnyRef::decode(&mut reader)?);
        }
        Ok(Fields(fields))
    }

    fn at(&self, index: usize, tag: Tag) -> der::Result<AnyRef<'a>> {
        let field = *self.0.get(index).ok_or_else(|| tag.value_error())?;
        field.header().tag().assert_eq(tag)?;
        Ok(field)
    }

    /// The field there, if it has this context-specific tag.
    fn context(&self, index: usize, number: u32) -> Option<AnyRef<'a>> {
        let tag = Tag::ContextSpecific { constructed: true, number: TagNumber(number) };
        self.0.get(index).copied().filter(|f| f.header().tag() == tag)
    }

    fn last(&self) -> der::Result<AnyRef<'a>> {
        self.0.last().copied().ok_or_else(|| Tag::Set.value_error().into())
    }
}

#[cfg(test)]
mod tests;
