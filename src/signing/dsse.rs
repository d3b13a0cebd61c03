//! DSSE version 1: an envelope around a payload, its type, and signatures of both.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use serde::{Deserialize, Serialize};

use super::key::{KeyError, SigningKey, VerifyingKey};

/// An envelope. Its fields are text as they stand in the file; nothing in it is true before [`Envelope::verify`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The payload, in base64.
    pub payload: String,
    /// What the payload is; it is signed too.
    #[serde(rename = "payloadType")]
    pub payload_type: String,
    /// The signatures.
    pub signatures: Vec<Signature>,
}

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The id of the key that made it. It is not signed: it says which key to try. Others may leave it out.
    #[serde(default)]
    pub keyid: String,
    /// The signature, in base64.
    pub sig: String,
}

/// An envelope that cannot be made or does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DsseError {
    /// Not an envelope.
    #[error("not a DSSE envelope: {0}")]
    NotAnEnvelope(String),
    /// The bytes differ from those that we write for the same envelope.
    #[error("the envelope is not written as it should be: byte {at} differs from the only accepted form")]
    NotCanonical {
        /// The first byte that differs, from 0.
        at: usize,
    },
    /// No key was given: nothing can be signed or checked.
    #[error("no key was given; give at least one")]
    NoKey,
    /// The envelope has no signature.
    #[error("the envelope has no signature")]
    NoSignature,
    /// The payload cannot be decoded.
    #[error("the payload is not base64")]
    PayloadNotBase64,
    /// A key that was given has not signed.
    #[error("there is no signature by the key {keyid}; the envelope names {}", names(.present))]
    NotSignedBy {
        /// The key.
        keyid: String,
        /// The key ids in the envelope.
        present: Vec<String>,
    },
    /// A signature is wrong: the payload, its type or the signature was changed.
    #[error("the signature by the key {keyid} is wrong: payload, type or signature was changed")]
    WrongSignature {
        /// The key.
        keyid: String,
    },
    /// A signature by a key that was given, under another key's id.
    #[error("a signature by the key {keyid} says that it is by `{stated}`")]
    WrongKeyId {
        /// What it says.
        stated: String,
        /// Whose it is.
        keyid: String,
    },
    /// Two signatures under one key id.
    #[error("there are two signatures by the key {keyid}")]
    SignedTwice {
        /// The key.
        keyid: String,
    },
    /// Signatures that no given key can check.
    #[error("no key was given for the signatures by {}", names(.keyids))]
    Unchecked {
        /// The key ids.
        keyids: Vec<String>,
    },
    /// A key failed.
    #[error(transparent)]
    Key(#[from] KeyError),
}

fn names(ids: &[String]) -> String {
    let shown: Vec<String> = ids.iter().take(8).map(|id| format!("`{}`", crate::render::visible(id))).collect();
    let more = if ids.len() > shown.len() { format!(" and {} more", ids.len() - shown.len()) } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

/// Pre-authentication encoding: the bytes that are signed.
pub fn pae(payload_type: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), body.len()).into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

impl Envelope {
    /// Signs a payload with each of the keys, in their order.
    ///
    /// # Errors
    /// No key, or one twice.
    pub fn sign(payload_type: &str, payload: &[u8], keys: &[SigningKey]) -> Result<Envelope, DsseError> {
        if keys.is_empty() {
            return Err(DsseError::NoKey);
        }
        let message = pae(payload_type, payload);
        let mut signatures: Vec<Signature> = Vec::with_capacity(keys.len());
        for key in keys {
            let keyid = key.verifying_key().id();
            if signatures.iter().any(|s| s.keyid == keyid) {
                return Err(DsseError::SignedTwice { keyid });
            }
            signatures.push(Signature { keyid, sig: STANDARD.encode(key.sign(&message)?) });
        }
        Ok(Envelope { payload: STANDARD.encode(payload), payload_type: payload_type.to_owned(), signatures })
    }

    /// Reads an envelope by any writer: fields in any order, unknown ones left alone.
    ///
    /// # Errors
    /// Not an envelope.
    pub fn parse(bytes: &[u8]) -> Result<Envelope, DsseError> {
        serde_json::from_slice(bytes).map_err(|e| DsseError::NotAnEnvelope(e.to_string()))
    }

    /// Reads an envelope that [`Envelope::to_bytes`] wrote, and refuses every other writing of it: white space, another order,
    /// further fields, base64 that could be written otherwise.
    ///
    /// # Errors
    /// Not an envelope, or another writing.
    pub fn parse_canonical(bytes: &[u8]) -> Result<Envelope, DsseError> {
        let envelope = Envelope::parse(bytes)?;
        // As text is kept as it stands, base64 is written again here.
        let again = Envelope {
            payload: STANDARD.encode(envelope.payload()?),
            payload_type: envelope.payload_type.clone(),
            signatures: envelope
                .signatures
                .iter()
                .map(|s| Signature {
                    keyid: s.keyid.clone(),
                    sig: base64(&s.sig).map_or_else(String::new, |b| STANDARD.encode(b)),
                })
                .collect(),
        }
        .to_bytes();
        if again != bytes {
            let at = again.iter().zip(bytes).position(|(a, b)| a != b);
            return Err(DsseError::NotCanonical { at: at.unwrap_or(again.len().min(bytes.len())) });
        }
        Ok(envelope)
    }

    /// The only accepted writing: JSON in the order of the specification, without white space.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("text is always JSON")
    }

    /// The payload, decoded. It is worth nothing before [`Envelope::verify`].
    ///
    /// # Errors
    /// It is not base64.
    pub fn payload(&self) -> Result<Vec<u8>, DsseError> {
        base64(&self.payload).ok_or(DsseError::PayloadNotBase64)
    }

    /// Checks that each of the keys has signed, and gives their ids. Signatures by other keys are not looked at, see
    /// [`Envelope::unchecked`] and [`Envelope::verify_all`].
    ///
    /// # Errors
    /// The first thing that does not hold.
    pub fn verify(&self, keys: &[VerifyingKey]) -> Result<Vec<String>, DsseError> {
        if keys.is_empty() {
            return Err(DsseError::NoKey);
        }
        if self.signatures.is_empty() {
            return Err(DsseError::NoSignature);
        }
        for (n, one) in self.signatures.iter().enumerate() {
            if self.signatures[..n].iter().any(|s| s.keyid == one.keyid) {
                return Err(DsseError::SignedTwice { keyid: one.keyid.clone() });
            }
        }
        let message = pae(&self.payload_type, &self.payload()?);
        let holds =
            |key: &VerifyingKey, s: &Signature| base64(&s.sig).is_some_and(|b| key.verify(&message, &b).is_ok());
        let ids: Vec<String> = keys.iter().map(VerifyingKey::id).collect();
        for signature in self.signatures.iter().filter(|s| !ids.contains(&s.keyid)) {
            if let Some(n) = keys.iter().position(|key| holds(key, signature)) {
                return Err(DsseError::WrongKeyId { stated: signature.keyid.clone(), keyid: ids[n].clone() });
            }
        }
        let mut accepted = Vec::with_capacity(keys.len());
        for (key, keyid) in keys.iter().zip(ids) {
            let Some(signature) = self.signatures.iter().find(|s| s.keyid == keyid) else {
                let present = self.signatures.iter().map(|s| s.keyid.clone()).collect();
                return Err(DsseError::NotSignedBy { keyid, present });
            };
            if !holds(key, signature) {
                return Err(DsseError::WrongSignature { keyid });
            }
            if !accepted.contains(&keyid) {
                accepted.push(keyid);
            }
        }
        Ok(accepted)
    }

    /// As [`Envelope::verify`], and no signature may be left unchecked. With [`Envelope::parse_canonical`], every byte of an
    /// envelope file is accounted for.
    ///
    /// # Errors
    /// The first thing that does not hold.
    pub fn verify_all(&self, keys: &[VerifyingKey]) -> Result<Vec<String>, DsseError> {
        let accepted = self.verify(keys)?;
        let keyids: Vec<String> = self.unchecked(keys).into_iter().map(str::to_owned).collect();
        if keyids.is_empty() { Ok(accepted) } else { Err(DsseError::Unchecked { keyids }) }
    }

    /// The key ids of signatures that none of the keys can check.
    pub fn unchecked(&self, keys: &[VerifyingKey]) -> Vec<&str> {
        let ids: Vec<String> = keys.iter().map(VerifyingKey::id).collect();
        self.signatures.iter().map(|s| s.keyid.as_str()).filter(|id| !ids.iter().any(|i| i == id)).collect()
    }
}

/// Readers of DSSE accept both alphabets. Trailing bits that mean nothing must be zero in each.
fn base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).or_else(|_| URL_SAFE.decode(text)).ok()
}

#[cfg(test)]
mod tests;
