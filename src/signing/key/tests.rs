use proptest::prelude::*;

use super::{BadSignature, KeyError, KeyType, Public, Secret, SigningKey, VerifyingKey};
use crate::signing::{Block, block};

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn ed25519(seed: &str) -> SigningKey {
    SigningKey(Secret::Ed25519(ed25519_dalek::SigningKey::from_bytes(&bytes(seed).try_into().unwrap())))
}

fn sm2_key(scalar: &str) -> Result<SigningKey, KeyError> {
    SigningKey::sm2(sm2::SecretKey::from_slice(&bytes(scalar)).unwrap())
}

/// RFC 8032, 7.1, tests 1 to 3: seed, public key, message, signature.
const RFC_8032: [[&str; 4]; 3] = [
    [
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ],
    [
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ],
    [
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ],
];

#[test]
fn ed25519_agrees_with_the_rfc() {
    for [seed, public, message, signature] in RFC_8032 {
        let key = ed25519(seed);
        let verifying = key.verifying_key();
        let Public::Ed25519(inner) = &verifying.0 else { panic!("an Ed25519 key") };
        assert_eq!(inner.as_bytes().as_slice(), bytes(public));
        assert_eq!(key.sign(&bytes(message)).unwrap(), bytes(signature));
        assert_eq!(verifying.verify(&bytes(message), &bytes(signature)), Ok(()));
        assert_eq!(verifying.verify(b"other", &bytes(signature)), Err(BadSignature));
    }
}

/// GB/T 32918.5-2017, annex A: the recommended curve, the default identifier, the message `message digest`.
const SM2_SCALAR: &str = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
const SM2_POINT: &str = "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";
const SM2_R: &str = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3";
const SM2_S: &str = "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";

#[test]
fn sm2_accepts_the_signature_of_the_standard() {
    let key = sm2_key(SM2_SCALAR).unwrap().verifying_key();
    let Public::Sm2(inner) = &key.0 else { panic!("an SM2 key") };
    assert_eq!(inner.to_sec1_bytes().to_vec(), bytes(SM2_POINT));
    // Both numbers have their highest bit set, so that DER puts a zero before each.
    let signature = bytes(&format!("3046022100{SM2_R}022100{SM2_S}"));
    assert_eq!(key.verify(b"message digest", &signature), Ok(()));
    assert_eq!(key.verify(b"message digesT", &signature), Err(BadSignature));
    // The same numbers the other way round, raw, with a byte more, and with an integer that is longer than it must be.
    for other in [
        format!("3046022100{SM2_S}022100{SM2_R}"),
        format!("{SM2_R}{SM2_S}"),
        format!("3046022100{SM2_R}022100{SM2_S}00"),
        format!("304702220000{SM2_R}022100{SM2_S}"),
        format!("308146022100{SM2_R}022100{SM2_S}"),
    ] {
        assert_eq!(key.verify(b"message digest", &bytes(&other)), Err(BadSignature), "{other}");
    }
}

#[test]
fn a_signature_is_the_same_each_time_and_holds_for_its_bytes_only() {
    for kind in [KeyType::Ed25519, KeyType::Sm2] {
        let (key, other) = (SigningKey::generate(kind).unwrap(), SigningKey::generate(kind).unwrap());
        let signature = key.sign(b"pack").unwrap();
        assert_eq!(signature, key.sign(b"pack").unwrap());
        assert_eq!(key.verifying_key().verify(b"pack", &signature), Ok(()));
        assert_eq!(other.verifying_key().verify(b"pack", &signature), Err(BadSignature), "a new key each time");
        for at in 0..signature.len() {
            let mut changed = signature.clone();
            changed[at] ^= 1;
            assert_eq!(key.verifying_key().verify(b"pack", &changed), Err(BadSignature), "{kind} byte {at}");
        }
        assert_eq!(key.verifying_key().verify(b"pack", &[]), Err(BadSignature));
    }
}

#[test]
fn a_key_of_the_other_kind_accepts_nothing() {
    let (a, b) = (SigningKey::generate(KeyType::Ed25519).unwrap(), SigningKey::generate(KeyType::Sm2).unwrap());
    assert_eq!(a.verifying_key().verify(b"m", &b.sign(b"m").unwrap()), Err(BadSignature));
    assert_eq!(b.verifying_key().verify(b"m", &a.sign(b"m").unwrap()), Err(BadSignature));
}

#[test]
fn keys_survive_their_files() {
    for kind in [KeyType::Ed25519, KeyType::Sm2] {
        let key = SigningKey::generate(kind).unwrap();
        let id = key.verifying_key().id();
        let plain = key.to_pem(None).unwrap();
        assert_eq!(block(&plain), Ok(Block::Private));
        assert_eq!(SigningKey::from_pem(&plain, None).unwrap().verifying_key().id(), id);
        assert_eq!(SigningKey::from_pem(&plain.replace('\n', "\r\n"), None).unwrap().verifying_key().id(), id);
        let locked = key.to_pem(Some("口令 pass")).unwrap();
        assert_eq!(block(&locked), Ok(Block::EncryptedPrivate));
        let opened = SigningKey::from_pem(&locked, Some("口令 pass")).unwrap();
        assert_eq!(opened.key_type(), kind);
        assert_eq!(opened.to_pem(None).unwrap().as_str(), plain.as_str(), "the very key");
        assert_eq!(SigningKey::from_pem(&locked, None).unwrap_err(), KeyError::PassphraseNeeded);
        assert_eq!(SigningKey::from_pem(&locked, Some("pass")).unwrap_err(), KeyError::WrongPassphrase);
        assert_ne!(locked.as_str(), key.to_pem(Some("口令 pass")).unwrap().as_str(), "salt and vector are new");
        let public = key.verifying_key().to_pem();
        assert_eq!(block(&public), Ok(Block::Public));
        assert_eq!(VerifyingKey::from_pem(&public).unwrap(), key.verifying_key());
        assert_eq!(VerifyingKey::from_pem(&format!("a note\n\n{public}\nan end")).unwrap().id(), id);
        assert_eq!(key.to_pem(Some("")).unwrap_err(), KeyError::EmptyPassphrase);
    }
}

#[test]
fn a_key_prints_no_secret() {
    for kind in [KeyType::Ed25519, KeyType::Sm2] {
        let key = SigningKey::generate(kind).unwrap();
        let shown = format!("{key:?} {:#?}", Some(&key));
        assert!(shown.contains(&key.verifying_key().id()));
        let secret = match &key.0 {
            Secret::Ed25519(key) => key.to_bytes().to_vec(),
            Secret::Sm2(key) => key.to_bytes().to_vec(),
        };
        assert!(!shown.contains(&crate::import::hex(&secret)));
        // The type, 64 digits and words: nothing else has room.
        assert!(format!("{key:?}").len() < 64 + 24, "{shown}");
    }
}

/// Made by OpenSSL.
const P256: &str = "-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEgYSE8tYoeHZixZzkcIQrpCSZjLDh
jgzjv8FXR51cV0oayCm9UUJMAcGs+qm0nVoXHCXzrWQeVqX83czJw2NMxw==
-----END PUBLIC KEY-----
";
const COMPRESSED: &str = "-----BEGIN PUBLIC KEY-----
MDkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DIgACmgEesmlL7g1une8oNsRUnnfRL98P
7YEWUiWJr5EtHSs=
-----END PUBLIC KEY-----
";

#[test]
fn errors_say_what_the_file_is() {
    let key = SigningKey::generate(KeyType::Ed25519).unwrap();
    let (private, public) = (key.to_pem(None).unwrap(), key.verifying_key().to_pem());
    assert_eq!(VerifyingKey::from_pem("hello").unwrap_err(), KeyError::NotPem);
    assert_eq!(VerifyingKey::from_pem("").unwrap_err(), KeyError::NotPem);
    assert_eq!(VerifyingKey::from_pem(&format!("{public}{public}")).unwrap_err(), KeyError::SeveralBlocks(2));
    assert!(matches!(VerifyingKey::from_pem(&private).unwrap_err(), KeyError::WrongBlock { wanted: "public key", .. }));
    assert!(matches!(
        SigningKey::from_pem(&public, None).unwrap_err(),
        KeyError::WrongBlock { wanted: "private key", .. }
    ));
    let certificate = public.replace("PUBLIC KEY", "CERTIFICATE");
    let error = VerifyingKey::from_pem(&certificate).unwrap_err();
    assert!(error.to_string().contains("`CERTIFICATE`"), "{error}");
    let traditional = "-----BEGIN EC PARAMETERS-----\nBggqgRzPVQGCLQ==\n-----END EC PARAMETERS-----\n-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n";
    let error = SigningKey::from_pem(traditional, None).unwrap_err();
    assert!(error.to_string().contains("`EC PRIVATE KEY`"), "{error}");
    assert!(matches!(VerifyingKey::from_pem(&public[..60]).unwrap_err(), KeyError::Malformed(_)));
    let mixed = public.replacen("MCow", "AAAA", 1);
    assert!(matches!(VerifyingKey::from_pem(&mixed).unwrap_err(), KeyError::Malformed(_)));
    let error = VerifyingKey::from_pem(P256).unwrap_err();
    assert_eq!(error, KeyError::Unsupported { what: "curve", oid: "1.2.840.10045.3.1.7".into() });
    assert!(error.to_string().contains("1.2.840.10045.3.1.7"));
}

#[test]
fn a_compressed_point_is_the_same_key() {
    let key = VerifyingKey::from_pem(COMPRESSED).unwrap();
    assert_eq!(key.key_type(), KeyType::Sm2);
    assert_eq!(key.to_der().len(), 91, "written without compression");
    assert_eq!(VerifyingKey::from_pem(&key.to_pem()).unwrap().id(), key.id());
}

fn spki(kind: &str, point: &str) -> String {
    super::pem::encode("PUBLIC KEY", &bytes(&format!("{kind}{point}")))
}

#[test]
fn points_that_are_none_are_refused() {
    // Ed25519's neutral element: a signature of zeros would hold for every message.
    let neutral = spki("302a300506032b6570032100", &format!("01{}", "00".repeat(31)));
    assert!(VerifyingKey::from_pem(&neutral).unwrap_err().to_string().contains("small order"));
    let off_curve = SM2_POINT.replace("ad13", "ad14");
    let sm2_head = "3059301306072a8648ce3d020106082a811ccf5501822d034200";
    assert!(VerifyingKey::from_pem(&spki(sm2_head, SM2_POINT)).is_ok());
    assert!(matches!(VerifyingKey::from_pem(&spki(sm2_head, &off_curve)).unwrap_err(), KeyError::Malformed(_)));
}

#[test]
fn the_one_scalar_that_cannot_sign_is_refused() {
    let n_minus_1 = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122";
    assert!(matches!(sm2_key(n_minus_1).unwrap_err(), KeyError::Malformed(_)));
    let n_minus_2 = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54121";
    assert!(sm2_key(n_minus_2).is_ok());
    // The same key in a file.
    let der = bytes(&format!("3041020100301306072a8648ce3d020106082a811ccf5501822d042730250201010420{n_minus_1}"));
    let pem = super::pem::encode("PRIVATE KEY", &der);
    assert!(matches!(SigningKey::from_pem(&pem, None).unwrap_err(), KeyError::Malformed(_)));
    let der = bytes(&format!("3041020100301306072a8648ce3d020106082a811ccf5501822d042730250201010420{SM2_SCALAR}"));
    let pem = super::pem::encode("PRIVATE KEY", &der);
    let key = SigningKey::from_pem(&pem, None).unwrap();
    assert_eq!(key.verifying_key(), sm2_key(SM2_SCALAR).unwrap().verifying_key(), "a key without its public half");
}

/// scrypt with N, r, p and PBKDF2 with rounds, as files may ask for them.
#[test]
fn a_file_cannot_ask_for_all_memory_or_hours() {
    let scrypt = |n: &str| {
        let n = bytes(n);
        let mut params = bytes("04080102030405060708");
        params.extend([&[2u8, u8::try_from(n.len()).unwrap()][..], &n, &bytes("020108020101")].concat());
        kdf("06092b06010401da47040b", &params)
    };
    let pbkdf2 = |rounds: &str| {
        let rounds = bytes(rounds);
        let mut params = bytes("04080102030405060708");
        params.extend([&[2u8, u8::try_from(rounds.len()).unwrap()][..], &rounds].concat());
        params.extend(bytes("300c06082a864886f70d02090500"));
        kdf("06092a864886f70d01050c", &params)
    };
    let open = |pem: &str| SigningKey::from_pem(pem, Some("x")).unwrap_err();
    assert_eq!(open(&scrypt("00800000")), KeyError::TooCostly, "8 GiB");
    assert!(matches!(open(&scrypt("00")), KeyError::Malformed(_)));
    assert!(matches!(open(&scrypt("03")), KeyError::Malformed(_)), "no power of two");
    assert_eq!(open(&scrypt("0400")), KeyError::WrongPassphrase);
    assert!(matches!(open(&pbkdf2("7fffffff")), KeyError::TooCostly | KeyError::Malformed(_)));
    assert_eq!(open(&pbkdf2("05f5e100")), KeyError::TooCostly);
    assert_eq!(open(&pbkdf2("0400")), KeyError::WrongPassphrase);
}

/// An encrypted key whose content is of no interest.
fn kdf(oid: &str, params: &[u8]) -> String {
    let sequence = |parts: &[u8]| [&[0x30, u8::try_from(parts.len()).unwrap()][..], parts].concat();
    let kdf = sequence(&[bytes(oid), sequence(params)].concat());
    let cipher = bytes("301d060960864801650304012a041000000000000000000000000000000000");
    let pbes2 = sequence(&[bytes("06092a864886f70d01050d"), sequence(&[kdf, cipher].concat())].concat());
    let data = [&[4u8, 16][..], &[7u8; 16]].concat();
    super::pem::encode("ENCRYPTED PRIVATE KEY", &sequence(&[pbes2, data].concat()))
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in ".{0,200}", at in 0usize..120, byte in any::<u8>()) {
        let _ = SigningKey::from_pem(&text, Some("x"));
        let _ = VerifyingKey::from_pem(&format!("-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n"));
        let mut changed = ed25519(RFC_8032[0][0]).to_pem(None).unwrap().as_bytes().to_vec();
        let at = at % changed.len();
        changed[at] = byte;
        if let Ok(text) = String::from_utf8(changed) {
            let _ = SigningKey::from_pem(&text, None);
        }
    }
}
