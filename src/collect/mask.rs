//! Secrets never reach a snapshot. Identifiers of access keys keep their two ends, so that a person can find the key.

use serde_json::Value;

/// What stands for a secret.
const MASKED: &str = "[masked]";

/// Members whose text is a secret, in lower case without `_` and `-`.
const SECRET_NAMES: &[&str] = &[
    "accesskeysecret",
    "accesssecret",
    "secretaccesskey",
    "password",
    "passwd",
    "accountpassword",
    "masterpassword",
    "securitytoken",
    "ststoken",
    "sessiontoken",
    "privatekey",
    "encryptprivatekey",
    "secretdata",
    "secretvalue",
    "kubeconfig",
    "userdata",
    "clientkey",
    "clientsecret",
    "appsecret",
    "apikey",
    "authorization",
];

/// Masks every secret in an answer.
pub(super) fn mask(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                let plain: String =
                    name.chars().filter(|c| !matches!(c, '_' | '-')).collect::<String>().to_ascii_lowercase();
                match member {
                    Value::String(text) if SECRET_NAMES.contains(&plain.as_str()) && !text.is_empty() => {
                        MASKED.clone_into(text);
                    }
                    other => mask(other),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(mask),
        Value::String(text) => {
            if let Some(masked) = mask_text(text) {
                *text = masked;
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The text without secrets; `None` when it has none.
pub(super) fn mask_text(text: &str) -> Option<String> {
    // JSON inside text may hold secrets under their names.
    if text.starts_with(['{', '['])
        && let Ok(inner) = serde_json::from_str::<Value>(text)
    {
        let mut masked = inner.clone();
        mask(&mut masked);
        return (masked != inner).then(|| masked.to_string());
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some((at, kind)) = next(rest) {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let long = match kind {
            Kind::Key => tail.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).unwrap_or(tail.len()),
            Kind::Pem => tail
                .find("-----END")
                .and_then(|end| Some(end + tail[end + 8..].find("-----")? + 13))
                .unwrap_or(tail.len()),
        };
        match kind {
            Kind::Key if long >= 16 => {
                out.push_str(&tail[..8]);
                out.push_str("****");
                out.push_str(&tail[long - 4..long]);
                found = true;
            }
            Kind::Key => out.push_str(&tail[..long]),
            Kind::Pem => {
                out.push_str(MASKED);
                found = true;
            }
        }
        rest = &tail[long..];
    }
    out.push_str(rest);
    found.then_some(out)
}

/// True when a masked value stands in the text: what it was is not known any more.
pub(super) fn is_masked(text: &str) -> bool {
    text.contains("****") || text.contains(MASKED)
}

enum Kind {
    Key,
    Pem,
}

/// Where the next secret may begin.
fn next(text: &str) -> Option<(usize, Kind)> {
    let places = [("LTAI", Kind::Key), ("STS.", Kind::Key), ("-----BEGIN", Kind::Pem)];
    let found = places.into_iter().filter_map(|(mark, kind)| {
        let at = text.find(mark)?;
        // A certificate is public; only private keys are secrets.
        if matches!(kind, Kind::Pem) && !text[at..].lines().next().is_some_and(|line| line.contains("PRIVATE KEY")) {
            return None;
        }
        Some((at, kind))
    });
    found.min_by_key(|(at, _)| *at)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_go_and_the_rest_stays() {
        let mut answer = json!({
            "AccessKeyId": "LTAI5tExampleExample1234",
            "AccessKeySecret": "abc",
            "PasswordPolicy": { "MinimumPasswordLength": 8 },
            "meta_data": "{\"Password\":\"p\",\"Network\":\"terway\"}",
            "Note": "key LTAI5tExampleExample1234 and STS.NTExampleExampleExample99 end",
            "Pem": "x\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\ny",
            "Cert": "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
            "Short": "LTAI is a prefix",
        });
        mask(&mut answer);
        assert_eq!(answer["AccessKeyId"], "LTAI5tEx****1234");
        assert_eq!(answer["AccessKeySecret"], "[masked]");
        assert_eq!(answer["PasswordPolicy"]["MinimumPasswordLength"], 8);
        assert_eq!(answer["meta_data"], "{\"Network\":\"terway\",\"Password\":\"[masked]\"}");
        assert_eq!(answer["Note"], "key LTAI5tEx****1234 and STS.NTEx****le99 end");
        assert_eq!(answer["Pem"], "x\n[masked]\ny");
        assert!(answer["Cert"].as_str().unwrap().contains("MIIE"));
        assert_eq!(answer["Short"], "LTAI is a prefix");
    }

    #[test]
    fn masking_twice_changes_nothing_more() {
        let once = mask_text("LTAI5tExampleExample1234").unwrap();
        assert_eq!(mask_text(&once), None);
        assert!(is_masked(&once));
    }
}
