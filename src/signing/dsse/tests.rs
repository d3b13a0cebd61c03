use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{DsseError, Envelope, pae};
use crate::signing::{KeyType, SigningKey, VerifyingKey};

static KEYS: LazyLock<[SigningKey; 2]> =
    LazyLock::new(|| [SigningKey::generate(KeyType::Ed25519).unwrap(), SigningKey::generate(KeyType::Sm2).unwrap()]);

fn public() -> Vec<VerifyingKey> {
    KEYS.iter().map(SigningKey::verifying_key).collect()
}

fn ids() -> Vec<String> {
    public().iter().map(VerifyingKey::id).collect()
}

fn envelope() -> Envelope {
    Envelope::sign("application/vnd.in-toto+json", "{\"期\":\"2026Q4\"}".as_bytes(), &*KEYS).unwrap()
}

/// The example of the specification.
#[test]
fn the_encoding_is_that_of_the_specification() {
    let bytes = pae("http://example.com/HelloWorld", b"hello world");
    assert_eq!(bytes, b"DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    assert_eq!(pae("", b""), b"DSSEv1 0  0 ");
    assert_eq!(pae("类", b"x"), "DSSEv1 3 类 1 x".as_bytes(), "lengths count bytes");
}

#[test]
fn an_envelope_is_json_as_specified_and_holds() {
    let envelope = envelope();
    let bytes = envelope.to_bytes();
    let json: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(json["payloadType"], "application/vnd.in-toto+json");
    assert_eq!(STANDARD.decode(json["payload"].as_str().unwrap()).unwrap(), "{\"期\":\"2026Q4\"}".as_bytes());
    assert_eq!(json["signatures"][0]["keyid"], ids()[0]);
    assert_eq!(STANDARD.decode(json["signatures"][0]["sig"].as_str().unwrap()).unwrap().len(), 64);
    let read = Envelope::parse_canonical(&bytes).unwrap();
    assert_eq!(read, envelope);
    assert_eq!(read.verify(&public()), Ok(ids()));
    assert_eq!(read.verify_all(&public()), Ok(ids()));
    assert_eq!(read.payload().unwrap(), "{\"期\":\"2026Q4\"}".as_bytes());
}

#[test]
fn one_of_two_keys_is_enough_and_what_stays_unchecked_is_said() {
    let one = &public()[..1];
    assert_eq!(envelope().verify(one), Ok(ids()[..1].to_vec()));
    assert_eq!(envelope().unchecked(one), [ids()[1].as_str()]);
    assert_eq!(envelope().verify_all(one), Err(DsseError::Unchecked { keyids: vec![ids()[1].clone()] }));
    let twice = [public()[0].clone(), public()[0].clone()];
    assert_eq!(envelope().verify(&twice), Ok(ids()[..1].to_vec()), "a key counts once");
}

#[test]
fn errors_tell_apart_what_is_wrong() {
    let other = SigningKey::generate(KeyType::Ed25519).unwrap().verifying_key();
    let error = envelope().verify(std::slice::from_ref(&other)).unwrap_err();
    assert_eq!(error, DsseError::NotSignedBy { keyid: other.id(), present: ids() });
    assert!(error.to_string().contains(&ids()[1]));
    // Each of the keys must have signed.
    assert!(matches!(envelope().verify(&[public()[0].clone(), other]), Err(DsseError::NotSignedBy { .. })));

    let mut none = envelope();
    none.signatures.clear();
    assert_eq!(none.verify(&public()), Err(DsseError::NoSignature));
    assert_eq!(envelope().verify(&[]), Err(DsseError::NoKey));
    assert_eq!(Envelope::sign("t", b"p", &[]), Err(DsseError::NoKey));

    let mut payload = envelope();
    payload.payload = "!".into();
    assert_eq!(payload.verify(&public()), Err(DsseError::PayloadNotBase64));
    payload.payload = STANDARD.encode("{\"期\":\"2026Q3\"}");
    assert_eq!(payload.verify(&public()), Err(DsseError::WrongSignature { keyid: ids()[0].clone() }));
    let mut kind = envelope();
    kind.payload_type = "application/json".into();
    assert_eq!(kind.verify(&public()), Err(DsseError::WrongSignature { keyid: ids()[0].clone() }));
    let mut sig = envelope();
    sig.signatures[1].sig = "no base64".into();
    assert_eq!(sig.verify(&public()), Err(DsseError::WrongSignature { keyid: ids()[1].clone() }));

    let mut renamed = envelope();
    renamed.signatures[0].keyid = "someone".into();
    assert_eq!(
        renamed.verify(&public()[..1]),
        Err(DsseError::WrongKeyId { stated: "someone".into(), keyid: ids()[0].clone() })
    );
    let mut swapped = envelope();
    swapped.signatures[0].keyid = ids()[1].clone();
    swapped.signatures[1].keyid = ids()[0].clone();
    assert_eq!(swapped.verify(&public()), Err(DsseError::WrongSignature { keyid: ids()[0].clone() }));
    let mut twice = envelope();
    twice.signatures.push(twice.signatures[0].clone());
    assert_eq!(twice.verify(&public()), Err(DsseError::SignedTwice { keyid: ids()[0].clone() }));
    let again = SigningKey::from_pem(&KEYS[0].to_pem(None).unwrap(), None).unwrap();
    let both = [again, SigningKey::from_pem(&KEYS[0].to_pem(None).unwrap(), None).unwrap()];
    assert_eq!(Envelope::sign("t", b"p", &both), Err(DsseError::SignedTwice { keyid: ids()[0].clone() }));
}

#[test]
fn an_added_signature_is_noticed() {
    let mut more = envelope();
    let stranger = [SigningKey::generate(KeyType::Ed25519).unwrap()];
    let added = Envelope::sign(&more.payload_type, &more.payload().unwrap(), &stranger).unwrap();
    more.signatures.push(added.signatures[0].clone());
    let read = Envelope::parse_canonical(&more.to_bytes()).unwrap();
    assert_eq!(read.verify(&public()), Ok(ids()), "the known signatures hold");
    assert!(matches!(read.verify_all(&public()), Err(DsseError::Unchecked { .. })));
}

#[test]
fn other_writings_are_read_and_are_not_canonical() {
    let envelope = envelope();
    let bytes = envelope.to_bytes();
    let value: Value = serde_json::from_slice(&bytes).unwrap();
    let mut field = value.clone();
    field["note"] = json!("x");
    let mut inner = value.clone();
    inner["signatures"][0]["cert"] = json!("x");
    let order = format!(
        "{{\"payloadType\":{},\"payload\":{},\"signatures\":{}}}",
        value["payloadType"], value["payload"], value["signatures"]
    );
    let text = String::from_utf8(bytes).unwrap();
    let others = [
        serde_json::to_string_pretty(&value).unwrap(),
        format!("{text}\n"),
        format!(" {text}"),
        order,
        field.to_string(),
        inner.to_string(),
        text.replace("application/", "application\\/"),
        text.replace("vnd", "\\u0076nd"),
    ];
    for other in others {
        let read = Envelope::parse(other.as_bytes()).unwrap();
        assert_eq!(read.verify_all(&public()), Ok(ids()), "{other}");
        let error = Envelope::parse_canonical(other.as_bytes()).unwrap_err();
        assert!(matches!(error, DsseError::NotCanonical { .. }), "{other}: {error}");
    }
    // The alphabet for addresses is DSSE, too, and not our writing.
    let mut url = Envelope::sign("t", &[0xfb, 0xff, 0xfe], &*KEYS).unwrap();
    url.payload = URL_SAFE.encode([0xfb, 0xff, 0xfe]);
    assert_eq!(url.verify_all(&public()), Ok(ids()));
    assert!(matches!(Envelope::parse_canonical(&url.to_bytes()), Err(DsseError::NotCanonical { .. })));
}

#[test]
fn base64_has_one_form() {
    let mut envelope = Envelope::sign("t", b"a", &*KEYS).unwrap();
    assert_eq!(envelope.payload, "YQ==");
    for other in ["YR==", "YQ=", "YQ", "YQ==\n", "Y Q=="] {
        envelope.payload = other.into();
        assert_eq!(envelope.verify(&public()), Err(DsseError::PayloadNotBase64), "{other}");
        assert!(Envelope::parse_canonical(&envelope.to_bytes()).is_err(), "{other}");
    }
    // A signature of 64 bytes ends with two signs of padding and four bits that mean nothing.
    let mut trailing = self::envelope();
    let sig = trailing.signatures[0].sig.clone();
    let last = sig.as_bytes()[85];
    let next = char::from(if last == b'w' { b'x' } else { last + 1 });
    trailing.signatures[0].sig = format!("{}{next}==", &sig[..85]);
    assert!(trailing.verify(&public()).is_err());
    assert!(matches!(Envelope::parse_canonical(&trailing.to_bytes()), Err(DsseError::NotCanonical { .. })));
}

#[test]
fn twice_the_same_field_and_other_json_are_no_envelope() {
    let text = String::from_utf8(envelope().to_bytes()).unwrap();
    let twice = text.replacen('{', "{\"payload\":\"\",", 1);
    for other in [twice.as_str(), "{}", "[]", "", "null", &text[..text.len() - 1]] {
        assert!(matches!(Envelope::parse(other.as_bytes()), Err(DsseError::NotAnEnvelope(_))), "{other}");
    }
}

proptest! {
    // Without optimisation a signature by SM2 takes some hundredths of a second.
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 32 } else { 256 }))]

    #[test]
    fn any_changed_byte_of_the_file_is_noticed(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = envelope().to_bytes();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        let holds = Envelope::parse_canonical(&bytes).and_then(|e| e.verify_all(&public()));
        prop_assert!(holds.is_err(), "byte {at} as {byte:#x}");
    }

    #[test]
    fn any_inserted_or_removed_byte_is_noticed(at in any::<prop::sample::Index>(), byte in any::<u8>(), remove in any::<bool>()) {
        let mut bytes = envelope().to_bytes();
        let at = at.index(bytes.len());
        if remove { bytes.remove(at); } else { bytes.insert(at, byte); }
        prop_assert!(Envelope::parse_canonical(&bytes).and_then(|e| e.verify_all(&public())).is_err());
    }

    #[test]
    fn any_changed_byte_of_the_payload_is_noticed(payload in prop::collection::vec(any::<u8>(), 1..80), at in any::<prop::sample::Index>(), mask in 1u8..) {
        let mut envelope = Envelope::sign("t", &payload, &*KEYS).unwrap();
        prop_assert_eq!(envelope.verify_all(&public()), Ok(ids()));
        let mut changed = payload.clone();
        changed[at.index(payload.len())] ^= mask;
        envelope.payload = STANDARD.encode(&changed);
        prop_assert_eq!(envelope.verify(&public()), Err(DsseError::WrongSignature { keyid: ids()[0].clone() }));
        prop_assert!(envelope.verify(&public()[1..]).is_err());
    }

    #[test]
    fn type_and_payload_cannot_be_shifted(kind in "[ 0-9a-z]{0,12}", body in "[ 0-9a-z]{0,12}", kind2 in "[ 0-9a-z]{0,12}", body2 in "[ 0-9a-z]{0,12}") {
        let same = pae(&kind, body.as_bytes()) == pae(&kind2, body2.as_bytes());
        prop_assert_eq!(same, (kind, body) == (kind2, body2));
    }
}
