//! Keys, signatures and time stamps against OpenSSL, in both directions.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

mod common;

use std::process::{Command, Output};

use common::{Room, Run, tool};
use dengbao::signing::timestamp::{Request, parse_response};
use dengbao::signing::{Digests, Envelope, KeyError, KeyType, SigningKey, VerifyingKey, pae};
use sha2::{Digest as _, Sha256};

const KINDS: [(KeyType, &str); 2] = [(KeyType::Ed25519, "ed25519"), (KeyType::Sm2, "sm2")];
const PASSPHRASE: &str = "correct horse 口令";

/// The binary, with no passphrase of this machine's.
fn dengbao(room: &Room, args: &[&str], passphrase: Option<&str>) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dengbao"));
    command.args(args).current_dir(room.path("")).env("NO_COLOR", "1").env_remove("DENGBAO_KEY_PASSPHRASE");
    if let Some(passphrase) = passphrase {
        command.env("DENGBAO_KEY_PASSPHRASE", passphrase);
    }
    Run(command.output().expect("the binary runs"))
}

/// OpenSSL, in the room.
fn openssl(room: &Room, args: &str) -> Output {
    let mut command = Command::new("openssl");
    command.args(args.split(' ')).current_dir(room.path("")).env("PASSPHRASE", PASSPHRASE);
    command.output().expect("openssl runs")
}

#[track_caller]
fn openssl_ok(room: &Room, args: &str) -> String {
    let output = openssl(room, args);
    assert!(output.status.success(), "openssl {args}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn id_of(der: &[u8]) -> String {
    Digests::of(der).sha256
}

#[test]
fn new_writes_two_files_and_show_says_what_they_are() {
    for (kind, name) in KINDS {
        let room = Room::new();
        let made = dengbao(&room, &["key", "new", "--type", name, "--out", "audit"], None).code(0);
        assert!(made.err().contains("not encrypted"), "a warning:\n{}", made.err());
        assert_eq!(room.names(""), ["audit.key.pem", "audit.pub.pem"], "and no temporary file");
        let key = SigningKey::from_pem(&room.text("audit.key.pem"), None).unwrap();
        let public = VerifyingKey::from_pem(&room.text("audit.pub.pem")).unwrap();
        assert_eq!((key.key_type(), key.verifying_key()), (kind, public.clone()));
        assert!(made.out().contains(&public.id()));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |file: &str| std::fs::metadata(room.path(file)).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode("audit.key.pem"), 0o600);
            assert_eq!(mode("audit.pub.pem") & 0o400, 0o400);
        }
        let sm3 = Digests::of(&public.to_der()).sm3;
        for (file, what) in [("audit.key.pem", "private key, not encrypted"), ("audit.pub.pem", "public key")] {
            let shown = dengbao(&room, &["key", "show", file], None).code(0);
            for words in [what, name, &public.id(), &room.text("audit.pub.pem")] {
                assert!(shown.out().contains(words), "{words} is not in:\n{}", shown.out());
            }
            assert!(shown.out().replace(':', "").contains(&sm3));
            assert!(!shown.out().contains("PRIVATE"), "the private key is never shown");
        }
    }
}

#[test]
fn a_key_is_never_replaced() {
    for left in ["audit.key.pem", "audit.pub.pem"] {
        let room = Room::new();
        room.file(left, "precious");
        let run = dengbao(&room, &["key", "new", "--type", "ed25519", "--out", "audit"], None).code(2);
        assert!(run.err_line().contains("never replaced"), "{}", run.err());
        assert_eq!(room.names(""), [left]);
        assert_eq!(room.text(left), "precious");
    }
    let room = Room::new();
    for out in ["", "keys/", "..", "/"] {
        let run = dengbao(&room, &["key", "new", "--type", "sm2", "--out", out], None);
        assert_eq!(run.0.status.code(), Some(2), "{out}: {}", run.err());
    }
    dengbao(&room, &["key", "new", "--type", "sm2", "--out", "nowhere/audit"], None).code(1);
    assert_eq!(room.names(""), [""; 0]);
}

#[test]
fn passphrases_come_from_a_file_or_the_variable() {
    let room = Room::new();
    room.file("p", format!("{PASSPHRASE}\n"));
    room.file("windows", format!("{PASSPHRASE}\r\n"));
    room.file("two", "a\nb\n");
    room.file("empty", "\n");
    let new = ["key", "new", "--type", "ed25519", "--out"];
    let made = dengbao(&room, &[&new[..], &["a", "--passphrase-file", "p"]].concat(), Some("other")).code(0);
    assert!(!made.err().contains("not encrypted"), "{}", made.err());
    assert!(room.text("a.key.pem").starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    dengbao(&room, &[&new[..], &["b"]].concat(), Some(PASSPHRASE)).code(0);
    for key in ["a.key.pem", "b.key.pem"] {
        let shown = dengbao(&room, &["key", "show", key], Some(PASSPHRASE)).code(0);
        assert!(shown.out().contains("private key, encrypted"));
        dengbao(&room, &["key", "show", key, "--passphrase-file", "windows"], None).code(0);
        let run = dengbao(&room, &["key", "show", key], None).code(2);
        assert!(run.err_line().contains("--passphrase-file FILE"), "{}", run.err());
        let run = dengbao(&room, &["key", "show", key], Some("wrong")).code(2);
        assert!(run.err_line().contains("does not open the key"), "{}", run.err());
        assert!(!run.err().contains("wrong"), "a passphrase is not repeated:\n{}", run.err());
    }
    // A public key needs none, and a broken source is no matter then.
    dengbao(&room, &["key", "show", "a.pub.pem", "--passphrase-file", "missing"], None).code(0);
    for (file, word) in [("two", "one line"), ("empty", "empty"), ("missing", "missing"), ("..", "..")] {
        let run = dengbao(&room, &[&new[..], &["c", "--passphrase-file", file]].concat(), None).code(2);
        assert!(run.err_line().contains(word), "{file}: {}", run.err());
    }
    dengbao(&room, &[&new[..], &["c"]].concat(), Some("")).code(2);
    assert!(!room.names("").iter().any(|n| n.starts_with("c.") || n.starts_with(".c")));
}

#[test]
fn files_that_are_no_keys_end_with_one_error() {
    let room = Room::new();
    room.file("text", "hello");
    room.file("binary", [0xff, 0xfe, 0x00]);
    room.file("large", vec![b'a'; 70 << 10]);
    for file in ["text", "binary", "large", "missing", "."] {
        let run = dengbao(&room, &["key", "show", file], None).code(2);
        assert!(run.err().contains(file) && run.out().is_empty(), "{}", run.err());
    }
}

#[test]
fn openssl_reads_our_keys_and_checks_our_signatures() {
    if !tool("openssl") {
        return;
    }
    for (_, name) in KINDS {
        let room = Room::new();
        dengbao(&room, &["key", "new", "--type", name, "--out", "plain"], None).code(0);
        dengbao(&room, &["key", "new", "--type", name, "--out", "locked"], Some(PASSPHRASE)).code(0);
        for (key, options) in [("plain", ""), ("locked", " -passin env:PASSPHRASE")] {
            let public = openssl_ok(&room, &format!("pkey -in {key}.key.pem -pubout{options}"));
            assert_eq!(
                public,
                room.text(&format!("{key}.pub.pem")),
                "OpenSSL sees the same key, and writes it the same"
            );
            openssl_ok(&room, &format!("pkey -pubin -in {key}.pub.pem -outform DER -out pub.der"));
            let shown = dengbao(&room, &["key", "show", &format!("{key}.pub.pem")], None).code(0);
            assert!(shown.out().contains(&id_of(&room.bytes("pub.der"))));

            let ours = SigningKey::from_pem(&room.text(&format!("{key}.key.pem")), Some(PASSPHRASE)).unwrap();
            let envelope = Envelope::sign("text/plain", b"pack", std::slice::from_ref(&ours)).unwrap();
            let message = pae("text/plain", b"pack");
            room.file("message", &message);
            room.file("signature", ours.sign(&message).unwrap());
            assert_eq!(envelope.verify(&[ours.verifying_key()]).unwrap(), [ours.verifying_key().id()]);
            for way in ways(name) {
                openssl_ok(&room, &way.replace("KEY", &format!("{key}.pub.pem")));
            }
            room.file("message", b"other");
            for way in ways(name) {
                assert!(!openssl(&room, &way.replace("KEY", &format!("{key}.pub.pem"))).status.success());
            }
        }
        assert!(!openssl(&room, "pkey -in locked.key.pem -noout -passin pass:wrong").status.success());
    }
}

/// How OpenSSL checks `signature` of `message`.
fn ways(kind: &str) -> Vec<&'static str> {
    match kind {
        "ed25519" => vec!["pkeyutl -verify -pubin -inkey KEY -rawin -in message -sigfile signature"],
        _ => vec![
            "pkeyutl -verify -pubin -inkey KEY -rawin -digest sm3 -in message -sigfile signature -pkeyopt distid:1234567812345678",
            "dgst -sm3 -verify KEY -sigopt distid:1234567812345678 -signature signature message",
        ],
    }
}

#[test]
fn we_read_openssls_keys_and_check_its_signatures() {
    if !tool("openssl") {
        return;
    }
    let kinds = [
        ("ed25519", "genpkey -algorithm ed25519"),
        ("sm2", "genpkey -algorithm SM2"),
        ("sm2", "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2"),
    ];
    for (name, make) in kinds {
        let room = Room::new();
        openssl_ok(&room, &format!("{make} -out plain.pem"));
        openssl_ok(&room, "pkey -in plain.pem -pubout -out pub.pem");
        openssl_ok(&room, "pkey -in plain.pem -out aes.pem -aes-256-cbc -passout env:PASSPHRASE");
        openssl_ok(&room, "pkcs8 -topk8 -in plain.pem -out scrypt.pem -scrypt -passout env:PASSPHRASE");
        openssl_ok(
            &room,
            "pkcs8 -topk8 -in plain.pem -out sha512.pem -v2 aes-128-cbc -v2prf hmacWithSHA512 -passout env:PASSPHRASE",
        );
        let public = VerifyingKey::from_pem(&room.text("pub.pem")).unwrap();
        for file in ["plain.pem", "aes.pem", "scrypt.pem", "sha512.pem"] {
            let key =
                SigningKey::from_pem(&room.text(file), Some(PASSPHRASE)).unwrap_or_else(|e| panic!("{file}: {e}"));
            assert_eq!(key.verifying_key(), public, "{file}");
            if file != "plain.pem" {
                let error = SigningKey::from_pem(&room.text(file), Some("x")).unwrap_err();
                assert_eq!(error, KeyError::WrongPassphrase, "{file}");
            }
        }
        let shown = dengbao(&room, &["key", "show", "scrypt.pem"], Some(PASSPHRASE)).code(0);
        assert!(shown.out().contains(&room.text("pub.pem")) && shown.out().contains(name));

        room.file("message", b"signed by OpenSSL");
        match name {
            "ed25519" => openssl_ok(&room, "pkeyutl -sign -inkey plain.pem -rawin -in message -out signature"),
            _ => openssl_ok(
                &room,
                "pkeyutl -sign -inkey plain.pem -rawin -digest sm3 -in message -out signature -pkeyopt distid:1234567812345678",
            ),
        };
        assert!(public.verify(b"signed by OpenSSL", &room.bytes("signature")).is_ok());
        assert!(public.verify(b"signed by openssl", &room.bytes("signature")).is_err());
    }
}

#[test]
fn sm3_and_sha256_agree_with_openssl() {
    if !tool("openssl") {
        return;
    }
    let room = Room::new();
    for length in [0usize, 1, 55, 56, 64, 100_000] {
        let bytes: Vec<u8> = (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect();
        room.file("data", &bytes);
        let digests = Digests::of(&bytes);
        for (name, ours) in [("sm3", digests.sm3), ("sha256", digests.sha256)] {
            assert!(openssl_ok(&room, &format!("dgst -{name} data")).trim().ends_with(&ours), "{name} {length}");
        }
    }
}

#[test]
fn kinds_that_are_not_supported_are_named() {
    if !tool("openssl") {
        return;
    }
    let room = Room::new();
    openssl_ok(&room, "genpkey -algorithm ed25519 -out ok.pem");
    let cases = [
        ("genpkey -algorithm X25519 -out k.pem", "1.3.101.110"),
        ("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out k.pem", "1.2.840.10045.3.1.7"),
        ("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out k.pem", "1.2.840.113549.1.1.1"),
        ("pkcs8 -topk8 -in ok.pem -out k.pem -v2 sm4-cbc -passout env:PASSPHRASE", "1.2.156.10197.1.104.2"),
        ("pkcs8 -topk8 -in ok.pem -out k.pem -v2 des3 -passout env:PASSPHRASE", "1.2.840.113549.3.7"),
        (
            "pkcs8 -topk8 -in ok.pem -out k.pem -v2 aes-256-cbc -v2prf hmacWithSHA1 -passout env:PASSPHRASE",
            "1.2.840.113549.2.7",
        ),
        ("pkcs8 -topk8 -in ok.pem -out k.pem -v1 PBE-SHA1-3DES -passout env:PASSPHRASE", "1.2.840.113549.1.12.1.3"),
    ];
    for (make, oid) in cases {
        openssl_ok(&room, make);
        let error = SigningKey::from_pem(&room.text("k.pem"), Some(PASSPHRASE)).unwrap_err();
        assert!(matches!(&error, KeyError::Unsupported { oid: found, .. } if found == oid), "{make}: {error}");
        let run = dengbao(&room, &["key", "show", "k.pem"], Some(PASSPHRASE)).code(2);
        assert!(run.err_line().contains(oid), "{}", run.err());
    }
}

const TSA: &str = "\
[tsa]
default_tsa = one
[one]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
certs = root.pem
signer_key = tsa.key
signer_digest = DIGEST
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_alg = sha256
[ext]
extendedKeyUsage = critical,timeStamping
[req]
distinguished_name = dn
[dn]
";

/// A throw-away time-stamp authority.
fn authority(room: &Room, digest: &str) {
    room.file("tsa.cnf", TSA.replace("DIGEST", digest));
    room.file("serial", "1000\n");
    for key in ["root.key", "tsa.key"] {
        openssl_ok(room, &format!("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out {key}"));
    }
    openssl_ok(room, "req -config tsa.cnf -x509 -new -key root.key -days 2 -subj /CN=Root -out root.pem");
    openssl_ok(room, "req -config tsa.cnf -new -key tsa.key -subj /CN=Stamps -out tsa.csr");
    openssl_ok(
        room,
        "x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 2 -extfile tsa.cnf -extensions ext -out tsa.pem",
    );
}

#[test]
fn openssl_stamps_our_request_and_we_read_the_token() {
    if !tool("openssl") {
        return;
    }
    for digest in ["sha256", "sha384", "sha512"] {
        let room = Room::new();
        authority(&room, digest);
        room.file("data", b"an envelope");
        let request = Request::new(b"an envelope").unwrap();
        room.file("q.tsq", request.to_der());
        let read = openssl_ok(&room, "ts -query -in q.tsq -text");
        assert!(read.contains("Hash Algorithm: sha256") && read.contains("Certificate required: yes"), "{read}");
        openssl_ok(&room, "ts -reply -config tsa.cnf -queryfile q.tsq -out a.tsr");
        let token = request.answer(&room.bytes("a.tsr")).unwrap_or_else(|e| panic!("{digest}: {e}"));
        assert_eq!(token.imprint, Sha256::digest(b"an envelope").to_vec());
        assert_eq!((token.policy.as_str(), token.serial.as_str()), ("1.2.3.4.1", "1001"));
        let age = time::OffsetDateTime::now_utc() - token.time;
        assert!(age.abs() < time::Duration::minutes(10), "{age}");
        // What we keep is what OpenSSL checks, its signature and chain included.
        room.file("token", token.der());
        openssl_ok(&room, "ts -verify -in token -token_in -data data -CAfile root.pem");
        room.file("data", b"another");
        assert!(!openssl(&room, "ts -verify -in token -token_in -data data -CAfile root.pem").status.success());
        assert!(Request::new(b"an envelope").unwrap().answer(&room.bytes("a.tsr")).is_err(), "another nonce");

        // A query by OpenSSL, with another digest of the data and without a nonce.
        openssl_ok(&room, "ts -query -data data -sha512 -cert -no_nonce -out q2.tsq");
        openssl_ok(&room, "ts -reply -config tsa.cnf -queryfile q2.tsq -out a2.tsr");
        let token = parse_response(&room.bytes("a2.tsr")).unwrap();
        assert_eq!((token.check(b"another"), token.nonce.clone()), (Ok(()), None));
        // Without a certificate nobody could check the token.
        openssl_ok(&room, "ts -query -data data -sha256 -out q3.tsq");
        openssl_ok(&room, "ts -reply -config tsa.cnf -queryfile q3.tsq -out a3.tsr");
        let error = parse_response(&room.bytes("a3.tsr")).unwrap_err();
        assert!(error.to_string().contains("no certificate"), "{error}");
        // A digest that the authority does not take.
        openssl_ok(&room, "ts -query -data data -sha224 -cert -out q4.tsq");
        openssl_ok(&room, "ts -reply -config tsa.cnf -queryfile q4.tsq -out a4.tsr");
        let error = parse_response(&room.bytes("a4.tsr")).unwrap_err();
        assert!(error.to_string().contains("badAlg"), "{error}");
    }
}

#[cfg(feature = "live")]
mod fetch {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    use dengbao::cloud::{Http, HttpOptions};
    use dengbao::signing::timestamp::{FetchError, Request, TimestampError, Token, fetch};

    use super::{Room, authority, openssl_ok, tool};

    /// Answers one request: `answer` makes status, content type and body of what was asked.
    fn ask(
        request: &Request,
        answer: impl FnOnce(&str, &[u8]) -> (u16, &'static str, Vec<u8>) + Send,
    ) -> Result<Token, FetchError> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/tsa", listener.local_addr().unwrap());
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let (mut stream, _) = listener.accept().unwrap();
                let mut bytes = Vec::new();
                let mut buffer = [0; 4096];
                let (head, body) = loop {
                    let n = stream.read(&mut buffer).unwrap();
                    bytes.extend_from_slice(&buffer[..n]);
                    let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") else { continue };
                    let head = String::from_utf8(bytes[..end].to_vec()).unwrap().to_ascii_lowercase();
                    let length = head.lines().find_map(|l| l.strip_prefix("content-length: ")).unwrap();
                    if bytes.len() == end + 4 + length.parse::<usize>().unwrap() {
                        break (head, bytes[end + 4..].to_vec());
                    }
                };
                let (status, kind, body) = answer(&head, &body);
                let head = format!(
                    "HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    body.len()
                );
                // A client that had enough closes; that is no failure of this side.
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
            });
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async { fetch(&Http::new(&HttpOptions::default()).unwrap(), &url, request).await })
        })
    }

    #[test]
    fn a_token_is_fetched_from_an_authority() {
        if !tool("openssl") {
            return;
        }
        let room = Room::new();
        authority(&room, "sha256");
        let request = Request::new(b"an envelope").unwrap();
        let token = ask(&request, |head, body| {
            assert!(head.starts_with("post /tsa "), "{head}");
            assert!(head.contains("content-type: application/timestamp-query"), "{head}");
            room.file("q.tsq", body);
            openssl_ok(&room, "ts -reply -config tsa.cnf -queryfile q.tsq -out a.tsr");
            (200, "application/timestamp-reply", room.bytes("a.tsr"))
        })
        .unwrap();
        assert_eq!(token.check(b"an envelope"), Ok(()));
        // The same answer again does not answer the next request.
        let next = Request::new(b"an envelope").unwrap();
        let error = ask(&next, |_, _| (200, "application/timestamp-reply", room.bytes("a.tsr"))).unwrap_err();
        assert!(matches!(error, FetchError::Timestamp(TimestampError::WrongNonce)), "{error}");
    }

    #[test]
    fn other_answers_are_told_apart() {
        let request = Request::for_digest([7; 32], 9);
        let reply = "application/timestamp-reply";
        let error = ask(&request, |_, _| (503, reply, Vec::new())).unwrap_err();
        assert!(matches!(error, FetchError::Status(503)), "{error}");
        let error = ask(&request, |_, _| (302, "text/html", Vec::new())).unwrap_err();
        assert!(matches!(error, FetchError::Status(302)), "{error}");
        let error = ask(&request, |_, _| (200, "text/html", b"<html>".to_vec())).unwrap_err();
        assert!(matches!(&error, FetchError::ContentType(kind) if kind == "text/html"), "{error}");
        let error = ask(&request, |_, _| (200, reply, b"<html>".to_vec())).unwrap_err();
        assert!(matches!(error, FetchError::Timestamp(TimestampError::Malformed(_))), "{error}");
        let error = ask(&request, |_, _| (200, reply, vec![0; 2 << 20])).unwrap_err();
        assert!(matches!(&error, FetchError::Http(e) if e.to_string().contains("longer than 1 MB")), "{error}");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let http = Http::new(&HttpOptions::default()).unwrap();
        for url in ["ftp://example.org", "file:///etc/passwd", "tsa.example.org", ""] {
            let error = runtime.block_on(fetch(&http, url, &request)).unwrap_err();
            assert!(matches!(error, FetchError::Address), "{url}: {error}");
        }
    }
}
