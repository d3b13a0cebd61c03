use sha2::{Digest as _, Sha256};
use time::macros::datetime;

use super::{Request, TimestampError, Token, moment, parse_response};

/// What `openssl ts` answered to [`request`] with a throw-away key.
const ANSWER: &[u8] = include_bytes!("answer.tsr");

fn request() -> Request {
    Request::for_digest(Sha256::digest(b"abc").into(), 0x0123_4567_89ab_cdef)
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn find(what: &[u8]) -> Vec<usize> {
    (0..=ANSWER.len() - what.len()).filter(|&at| &ANSWER[at..at + what.len()] == what).collect()
}

fn replaced(from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut bytes = ANSWER.to_vec();
    let places = find(from);
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

#[test]
fn a_request_is_as_the_rfc_has_it() {
    let expected = hex(
        "30430201013031300d060960864801650304020105000420ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad02080123456789abcdef0101ff",
    );
    assert_eq!(request().to_der(), expected);
    let high = Request::for_digest([0; 32], u64::MAX).to_der();
    assert!(high.ends_with(&hex("020900ffffffffffffffff0101ff")), "a nonce is never negative");
    assert_ne!(Request::new(b"abc").unwrap(), Request::new(b"abc").unwrap(), "a nonce is new each time");
}

#[test]
fn an_answer_is_read() {
    let token = request().answer(ANSWER).unwrap();
    assert_eq!(token.policy, "1.2.3.4.1");
    assert_eq!(token.imprint_algorithm, "2.16.840.1.101.3.4.2.1");
    assert_eq!(token.imprint, Sha256::digest(b"abc").to_vec());
    assert_eq!(token.serial, "1001");
    assert_eq!(token.time, datetime!(2026-12-01 01:12:44.659 UTC));
    assert_eq!(token.nonce, Some(hex("0123456789abcdef")));
    assert_eq!(token.check(b"abc"), Ok(()));
    assert!(matches!(token.check(b"abd"), Err(TimestampError::WrongImprint { .. })));
    // The token alone is the same.
    assert_eq!(Token::parse(token.der()), Ok(token));
}

#[test]
fn an_answer_to_another_request_is_refused() {
    let digest = Sha256::digest(b"abc").into();
    assert_eq!(Request::for_digest(digest, 7).answer(ANSWER), Err(TimestampError::WrongNonce));
    let other = Request::for_digest(Sha256::digest(b"abd").into(), 0x0123_4567_89ab_cdef);
    assert!(matches!(other.answer(ANSWER), Err(TimestampError::WrongImprint { .. })));
}

#[test]
fn a_changed_token_does_not_match_its_signed_attributes() {
    let digest: [u8; 32] = Sha256::digest(b"abc").into();
    let mut other = digest;
    other[5] ^= 1;
    assert_eq!(parse_response(&replaced(&digest, &other)), Err(TimestampError::WrongMessageDigest));
    let later = replaced(b"20261201", b"20271201");
    // The certificates hold other dates; the token's is the only one of this form.
    assert_eq!(find(b"20261201").len(), 1);
    assert_eq!(parse_response(&later), Err(TimestampError::WrongMessageDigest));
    // 1.2.840.113549.1.9.16.1.4 becomes …1.5, in the content and in the signed attribute.
    let kind = hex("060b2a864886f70d0109100104");
    assert!(matches!(
        parse_response(&replaced(&kind, &hex("060b2a864886f70d0109100105"))),
        Err(TimestampError::OtherContent(oid)) if oid.ends_with(".1.5")
    ));
    // signedData becomes envelopedData.
    assert!(matches!(
        parse_response(&replaced(&hex("06092a864886f70d010702"), &hex("06092a864886f70d010703"))),
        Err(TimestampError::OtherContent(_))
    ));
    // The signed attributes' names become unknown ones.
    let unnamed = replaced(&hex("06092a864886f70d010904"), &hex("06092a864886f70d010979"));
    assert_eq!(parse_response(&unnamed), Err(TimestampError::NoAttribute("message digest")));
    let unnamed = replaced(&hex("06092a864886f70d010903"), &hex("06092a864886f70d010979"));
    assert_eq!(parse_response(&unnamed), Err(TimestampError::NoAttribute("content type")));
    // SHA-256 becomes SHA3-256 everywhere.
    let sha3 = replaced(&hex("0609608648016503040201"), &hex("0609608648016503040208"));
    assert_eq!(parse_response(&sha3), Err(TimestampError::UnsupportedDigest("2.16.840.1.101.3.4.2.8".into())));
}

#[test]
fn no_changed_byte_of_the_stamp_passes_and_none_breaks_the_reader() {
    // From the imprint's algorithm to the authority's name.
    let start = find(&Sha256::digest(b"abc"))[0];
    let end = find(b"20261201")[0] + 19;
    let mut refused = 0;
    for at in 0..ANSWER.len() {
        for bit in [1u8, 0x20, 0x80] {
            let mut bytes = ANSWER.to_vec();
            bytes[at] ^= bit;
            let answer = request().answer(&bytes);
            refused += usize::from(answer.is_err());
            assert!(!(start..end).contains(&at) || answer.is_err(), "byte {at}");
        }
        assert!(parse_response(&ANSWER[..at]).is_err());
    }
    assert!(refused > 300);
    assert!(parse_response(&[ANSWER, &[0]].concat()).is_err());
}

#[test]
fn a_refusal_says_why() {
    // Status 2, the text "no, thanks" with a line break in it, bits badAlg and unacceptedPolicy.
    let refusal = hex("30183016020102300c0c0a6e6f2c0a7468616e6b730303008001");
    assert_eq!(
        parse_response(&refusal),
        Err(TimestampError::Refused {
            status: 2,
            text: "no, thanks".into(),
            failures: vec!["badAlg", "unacceptedPolicy"]
        })
    );
    let error = parse_response(&refusal).unwrap_err().to_string();
    assert_eq!(error, "the time-stamp authority refused: status 2, no, thanks (badAlg, unacceptedPolicy)");
    let bare = parse_response(&hex("30053003020105")).unwrap_err();
    assert_eq!(bare.to_string(), "the time-stamp authority refused: status 5");
    assert_eq!(parse_response(&hex("30053003020100")), Err(TimestampError::NoToken));
    for nothing in [&b""[..], b"<html>", &hex("3000")] {
        assert_eq!(parse_response(nothing), Err(TimestampError::Malformed("answer")));
    }
}

#[test]
fn times_have_fractions_or_not() {
    assert_eq!(moment(b"20261201011244Z"), Some(datetime!(2026-12-01 01:12:44 UTC)));
    assert_eq!(moment(b"20261201011244.5Z"), Some(datetime!(2026-12-01 01:12:44.5 UTC)));
    assert_eq!(moment(b"20261201011244.1234567891Z"), Some(datetime!(2026-12-01 01:12:44.123456789 UTC)));
    for bad in [
        "20261201011244",
        "20261301011244Z",
        "202612010112Z",
        "20261201011244.Z",
        "20261201011244+0800",
        "2026120101124xZ",
    ] {
        assert_eq!(moment(bad.as_bytes()), None, "{bad}");
    }
}
