//! Signatures of requests: ACS3 for most products, OSS4 for object storage, SLS4 for the log service.
//!
//! Each takes the request as it goes over the wire. `tests/sign-vectors.json` holds what the official SDKs make of the same
//! requests.

mod acs3;
mod oss4;
mod sls4;

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

pub use acs3::acs3;
pub use oss4::oss4;
pub use sls4::sls4;

/// What is signed.
#[derive(Clone, Copy, Debug)]
pub struct ToSign<'r> {
    /// `GET` or `POST`.
    pub method: &'r str,
    /// Path as sent, already encoded.
    pub path: &'r str,
    /// Parameters of the query, not encoded, in any order.
    pub query: &'r [(String, String)],
    /// Headers that are signed, names in lower case, in any order.
    pub headers: &'r [(String, String)],
}

/// All but the unreserved characters of RFC 3986 are encoded.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
const RESERVED_IN_PATH: &AsciiSet = &RESERVED.remove(b'/');

/// Percent-encoding of RFC 3986: a space is `%20`, a `*` is `%2A`.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The same, with `/` left as it is.
pub fn encode_path(text: &str) -> String {
    utf8_percent_encode(text, RESERVED_IN_PATH).to_string()
}

/// SHA-256 in hex.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, b| {
        let _ = write!(text, "{b:02x}");
        text
    })
}

fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    // A MAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

/// The key of the V4 schemes: a chain over date, region, product and a constant.
fn derived_key(secret: &str, day: &str, region: &str, product: &str) -> Vec<u8> {
    let first = hmac(format!("aliyun_v4{secret}").as_bytes(), day.as_bytes());
    [region, product, "aliyun_v4_request"].iter().fold(first, |key, part| hmac(&key, part.as_bytes()))
}

/// Sorted `name=value` pairs, encoded; `empty` is what an empty value is written as after the name.
fn canonical_query(query: &[(String, String)], empty: &str, encode_name: bool) -> String {
    let mut pairs: Vec<(String, String)> = query
        .iter()
        .map(|(name, value)| (if encode_name { encode(name) } else { name.clone() }, encode(value)))
        .collect();
    pairs.sort();
    let written: Vec<String> = pairs
        .into_iter()
        .map(|(name, value)| if value.is_empty() { format!("{name}{empty}") } else { format!("{name}={value}") })
        .collect();
    written.join("&")
}

/// Sorted `name:value` lines and the names joined by `;`.
fn canonical_headers(headers: &[(String, String)]) -> (String, String) {
    let mut sorted: Vec<(&str, &str)> = headers.iter().map(|(n, v)| (n.as_str(), v.trim())).collect();
    sorted.sort_unstable();
    let lines = sorted.iter().map(|(n, v)| format!("{n}:{v}\n")).collect();
    let names: Vec<&str> = sorted.iter().map(|(n, _)| *n).collect();
    (lines, names.join(";"))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const SECRET: &str = "FakeSecretForVectorsOnly0123456789";

    fn vectors(scheme: &str) -> Vec<Value> {
        let all: Value = serde_json::from_str(include_str!("../../tests/sign-vectors.json")).unwrap();
        let list = all["vectors"].as_array().unwrap();
        list.iter().filter(|v| v["scheme"] == scheme && v["authorization"].is_string()).cloned().collect()
    }

    /// The parts of a vector: method, encoded path, decoded query, headers in lower case.
    type Parts = (String, String, String, Vec<(String, String)>, Vec<(String, String)>);

    fn parts(vector: &Value) -> Parts {
        let request = &vector["request"];
        let url = reqwest::Url::parse(request["url"].as_str().unwrap()).unwrap();
        let query = url.query_pairs().map(|(k, v)| (k.into_owned(), v.into_owned())).collect();
        let headers = request["headers"].as_object().unwrap().iter();
        let headers = headers.map(|(k, v)| (k.to_ascii_lowercase(), v.as_str().unwrap().to_owned())).collect();
        let host = url.host_str().unwrap().to_owned();
        (request["method"].as_str().unwrap().to_owned(), url.path().to_owned(), host, query, headers)
    }

    fn signature(authorization: &str) -> &str {
        authorization.rsplit("Signature=").next().unwrap()
    }

    #[test]
    fn acs3_agrees_with_the_official_sdk_on_its_requests() {
        let mut seen = 0;
        for vector in vectors("ACS3-HMAC-SHA256").iter().filter(|v| v["request"].is_object()) {
            let (method, path, _, query, headers) = parts(vector);
            let expected = vector["authorization"].as_str().unwrap();
            let names = expected.split("SignedHeaders=").nth(1).unwrap().split(',').next().unwrap();
            let signed: Vec<_> = headers.into_iter().filter(|(n, _)| names.split(';').any(|s| s == n)).collect();
            let request = ToSign { method: &method, path: &path, query: &query, headers: &signed };
            assert_eq!(acs3(&request, "LTAI5tFakeAccessKeyId001", SECRET), expected, "{}", vector["id"]);
            seen += 1;
        }
        assert!(seen >= 8, "{seen}");
    }

    #[test]
    fn acs3_agrees_with_the_official_page_and_bare_signer() {
        let mut seen = 0;
        for vector in vectors("ACS3-HMAC-SHA256").iter().filter(|v| v["canonical_request"].is_string()) {
            let canonical = vector["canonical_request"].as_str().unwrap();
            let mut lines = canonical.split('\n');
            let (method, path, query) = (lines.next().unwrap(), lines.next().unwrap(), lines.next().unwrap());
            let decode = |s: &str| percent_encoding::percent_decode_str(s).decode_utf8().unwrap().into_owned();
            let query: Vec<(String, String)> = query
                .split('&')
                .filter(|p| !p.is_empty())
                .map(|p| p.split_once('=').map(|(k, v)| (decode(k), decode(v))).unwrap())
                .collect();
            let headers: Vec<(String, String)> = lines
                .take_while(|l| !l.is_empty())
                .map(|l| l.split_once(':').map(|(k, v)| (k.to_owned(), v.to_owned())).unwrap())
                .collect();
            let request = ToSign { method, path, query: &query, headers: &headers };
            let id = vector["inputs"]["access_key_id"].as_str().unwrap();
            let secret = vector["inputs"]["access_key_secret"].as_str().unwrap();
            assert_eq!(acs3(&request, id, secret), vector["authorization"].as_str().unwrap(), "{}", vector["id"]);
            seen += 1;
        }
        assert!(seen >= 7, "{seen}");
    }

    #[test]
    fn oss4_agrees_with_both_official_sdks() {
        let mut seen = 0;
        for vector in vectors("OSS4-HMAC-SHA256").iter().filter(|v| v["request"].is_object()) {
            let (method, path, host, query, headers) = parts(vector);
            let path = percent_encoding::percent_decode_str(&path).decode_utf8().unwrap().into_owned();
            let bucket = host.strip_suffix(".oss-cn-hangzhou.aliyuncs.com").map(ToOwned::to_owned);
            let resource = match &bucket {
                Some(bucket) => format!("/{bucket}{path}"),
                None => path,
            };
            let signed: Vec<_> = headers
                .into_iter()
                .filter(|(n, _)| n.starts_with("x-oss-") || n == "content-type" || n == "content-md5")
                .collect();
            let request = ToSign { method: &method, path: &resource, query: &query, headers: &signed };
            let made = oss4(&request, "20260115T083045Z", "cn-hangzhou", "LTAI5tFakeAccessKeyId001", SECRET);
            assert_eq!(signature(&made), signature(vector["authorization"].as_str().unwrap()), "{}", vector["id"]);
            assert!(made.contains("/20260115/cn-hangzhou/oss/aliyun_v4_request,"));
            seen += 1;
        }
        assert!(seen >= 13, "{seen}");
    }

    #[test]
    fn sls4_agrees_with_both_official_sdks() {
        let mut seen = 0;
        for vector in &vectors("SLS4-HMAC-SHA256") {
            let (method, path, host, query, headers) = parts(vector);
            let date = headers.iter().find(|(n, _)| n == "x-log-date").unwrap().1.clone();
            let mut signed: Vec<_> = headers
                .into_iter()
                .filter(|(n, _)| {
                    n.starts_with("x-log-") || n.starts_with("x-acs-") || n == "host" || n == "content-type"
                })
                .collect();
            if signed.iter().all(|(n, _)| n != "host") {
                signed.push(("host".into(), host));
            }
            let request = ToSign { method: &method, path: &path, query: &query, headers: &signed };
            let made = sls4(&request, &date, "cn-hangzhou", "LTAI5tFakeAccessKeyId001", SECRET);
            assert_eq!(signature(&made), signature(vector["authorization"].as_str().unwrap()), "{}", vector["id"]);
            seen += 1;
        }
        assert!(seen >= 14, "{seen}");
    }

    #[test]
    fn another_secret_gives_another_signature() {
        let request = ToSign { method: "GET", path: "/", query: &[], headers: &[] };
        assert_ne!(acs3(&request, "id", "a"), acs3(&request, "id", "b"));
        let v4 = |secret| oss4(&request, "20260115T083045Z", "cn-hangzhou", "id", secret);
        assert_ne!(v4("a"), v4("b"));
    }
}
