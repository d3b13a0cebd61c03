//! The last look before a pack leaves: anything that looks like a credential stops it.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use regex::bytes::Regex;

use super::archive::Files;
use crate::import::sha256;

/// Something that looks like a secret. The secret itself is not in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leak {
    /// The file.
    pub path: String,
    /// The line, from 1, in the unpacked file.
    pub line: usize,
    /// What it looks like.
    pub kind: &'static str,
    /// The first digits of its SHA-256, by which it can be allowed.
    pub fingerprint: String,
}

impl fmt::Display for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} line {}: {} (fingerprint {})", self.path, self.line, self.kind, self.fingerprint)
    }
}

static KINDS: LazyLock<Vec<(&'static str, Regex)>> = LazyLock::new(|| {
    [
        ("a private key", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----"),
        ("an AccessKey pair", r"LTAI[0-9A-Za-z]{12,24}[^0-9A-Za-z][^\n]{0,160}?[^0-9A-Za-z]([0-9A-Za-z]{30})(?:[^0-9A-Za-z]|$)"),
        (
            "a secret under its name",
            r#"(?i)["']?(?:access_?key_?secret|secret_?access_?key|account_?password|password|passwd|client_?secret|security_?token|sts_?token|private_?key|api_?key|auth_?token)["']?\s*[:=]\s*["']([^"'\s*<>{}]{8,})["']"#,
        ),
        ("a temporary token", r"CAIS[0-9A-Za-z+/=]{80,}"),
        ("a signed web token", r"eyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,}"),
        ("a GitHub token", r"gh[pousr]_[0-9A-Za-z]{36,}"),
        ("an AWS key id", r"AKIA[0-9A-Z]{16}"),
        ("a Slack token", r"xox[abprs]-[0-9A-Za-z-]{20,}"),
        ("a password in an address", r#"[a-z][a-z0-9+.-]{1,20}://[^/\s:@"'<>]{1,64}:([^/\s:@"'<>*]{3,})@"#),
    ]
    .into_iter()
    .map(|(kind, pattern)| (kind, Regex::new(pattern).expect("a pattern of ours")))
    .collect()
});

/// Looks through every file; packed ones are unpacked first.
pub fn scan(files: &Files, allowed: &BTreeSet<String>) -> Vec<Leak> {
    let mut leaks = BTreeSet::new();
    for (path, bytes) in files {
        let unpacked = super::prepare::unpacked(bytes);
        let content = unpacked.as_deref().unwrap_or(bytes);
        for (kind, pattern) in KINDS.iter() {
            for found in pattern.captures_iter(content) {
                let Some(secret) = found.get(1).or_else(|| found.get(0)) else { continue };
                let fingerprint = sha256(secret.as_bytes())[..12].to_owned();
                if allowed.contains(&fingerprint) {
                    continue;
                }
                let line = 1 + memchr::memchr_iter(b'\n', &content[..secret.start()]).count();
                leaks.insert(Leak { path: path.clone(), line, kind, fingerprint });
            }
        }
    }
    leaks.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<&'static str> {
        let files = [("a.txt".to_owned(), text.as_bytes().to_vec())].into();
        scan(&files, &BTreeSet::new()).into_iter().map(|l| l.kind).collect()
    }

    #[test]
    fn credentials_are_found() {
        let jwt = format!("eyJ{}.eyJ{}.{}", "a".repeat(12), "b".repeat(12), "c".repeat(12));
        for (text, kind) in [
            ("-----BEGIN ENCRYPTED PRIVATE KEY-----", "a private key"),
            ("id=LTAI5tExampleExample1, secret=abcdefghijABCDEFGHIJ0123456789", "an AccessKey pair"),
            ("{\"AccountPassword\": \"hunter2hunter2\"}", "a secret under its name"),
            ("password: 'correct-horse'", "a secret under its name"),
            (jwt.as_str(), "a signed web token"),
            ("mysql://root:s3cret@10.0.0.1/db", "a password in an address"),
        ] {
            assert_eq!(kinds(text), [kind], "{text}");
        }
    }

    #[test]
    fn what_only_speaks_of_secrets_is_none() {
        for text in [
            "{\"AccountPassword\": \"****\"}",
            "\"PasswordPolicy\": {\"MinimumPasswordLength\": 14}",
            "LTAI5t********00001",
            "rotate the AccessKey secret: aliyun ram CreateAccessKey",
            "https://help.aliyun.com/document_detail/1.html",
            "password: '<new-password>'",
        ] {
            assert!(kinds(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn packed_files_are_unpacked_and_fingerprints_allow() {
        let text = b"one\npassword = \"correct-horse\"\n";
        let packed = zstd::encode_all(text.as_slice(), 1).expect("packed");
        let files: Files = [("x.jsonl.zst".to_owned(), packed)].into();
        let leaks = scan(&files, &BTreeSet::new());
        assert_eq!((leaks.len(), leaks[0].line), (1, 2));
        let shown = format!("{}", leaks[0]);
        assert!(!shown.contains("correct"), "{shown}");
        assert!(scan(&files, &[leaks[0].fingerprint.clone()].into()).is_empty());
    }
}
