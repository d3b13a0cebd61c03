//! Secrets never reach a snapshot. Identifiers of access keys keep their two ends, so that a person can find the key.

use serde_json::Value;

use crate::snapshot::Refusal;

/// What stands for a secret.
const MASKED: &str = "[masked]";

/// Members whose text is a secret, in lower case without `_` and `-`.
const SECRET_NAMES: &[&str] = &[
    "accesskeysecret",
    "accesssecret",
    "secretaccesskey",
    "secretkey",
    "securitytoken",
    "ststoken",
    "sessiontoken",
    "accesstoken",
    "refreshtoken",
    "encryptprivatekey",
    "secretdata",
    "secretvalue",
    "kubeconfig",
    "clientkey",
    "clientsecret",
    "appsecret",
    "apikey",
    "authkey",
    "authorization",
    // Pre-shared keys of IPsec.
    "psk",
    "presharedkey",
];

/// What the names of other secrets end with: `LoginPassword`, `rsa_private_key`.
const SECRET_ENDS: &[&str] = &["password", "passwd", "privatekey", "userdata"];

/// What stands before a secret in an address: hooks of chat robots (DingTalk, WeCom, Feishu) and signed addresses.
const SECRET_PARTS: &[&str] =
    &["access_token=", "/webhook/send?key=", "/bot/v2/hook/", "Signature=", "x-oss-signature=", "security-token="];

/// Names under which lists of pairs (tags, variables) have the name and the value.
const PAIRS: &[(&str, &str)] =
    &[("Key", "Value"), ("key", "value"), ("TagKey", "TagValue"), ("Name", "Value"), ("name", "value")];

/// True for the name of a secret.
fn names_secret(name: &str) -> bool {
    let plain: String = name.chars().filter(|c| !matches!(c, '_' | '-')).collect::<String>().to_ascii_lowercase();
    SECRET_NAMES.contains(&plain.as_str()) || SECRET_ENDS.iter().any(|end| plain.ends_with(end))
}

/// Masks every secret in an answer.
pub(super) fn mask(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, under) in PAIRS {
                if members.get(*name).and_then(Value::as_str).is_some_and(names_secret)
                    && let Some(member) = members.get_mut(*under)
                {
                    mask_secret(member);
                }
            }
            for (name, member) in members.iter_mut() {
                if names_secret(name) { mask_secret(member) } else { mask(member) }
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

/// Masks what stands under the name of a secret. An object there is a setting with members of its own (`Password: { MinLength }`);
/// the words of switches are none.
fn mask_secret(value: &mut Value) {
    match value {
        Value::String(text) => {
            let switch = ["true", "false", "on", "off", "yes", "no", "0", "1"];
            if !text.is_empty() && !switch.contains(&text.to_ascii_lowercase().as_str()) {
                MASKED.clone_into(text);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(mask_secret),
        other => mask(other),
    }
}

/// The text without secrets; `None` when it has none.
pub(super) fn mask_text(text: &str) -> Option<String> {
    // JSON inside text may hold secrets under their names.
    if text.trim_start().starts_with(['{', '['])
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
            Kind::Part(mark) => {
                let value = &tail[mark.len()..];
                let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '%' | '+');
                mark.len() + value.find(|c| !plain(c)).unwrap_or(value.len())
            }
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
            Kind::Part(mark) if long > mark.len() => {
                out.push_str(mark);
                out.push_str(MASKED);
                found = true;
            }
            Kind::Part(mark) => out.push_str(mark),
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

/// A refusal whose message names no key.
pub fn mask_refusal(code: impl Into<String>, message: &str) -> Refusal {
    Refusal { code: code.into(), message: mask_text(message).unwrap_or_else(|| message.to_owned()) }
}

/// True when a masked value stands in the text: what it was is not known any more.
pub(super) fn is_masked(text: &str) -> bool {
    text.contains("****") || text.contains(MASKED)
}

#[derive(Clone, Copy)]
enum Kind {
    Key,
    Pem,
    /// A part of an address, after this mark.
    Part(&'static str),
}

/// Where the next secret may begin.
fn next(text: &str) -> Option<(usize, Kind)> {
    let places = [("LTAI", Kind::Key), ("STS.", Kind::Key), ("-----BEGIN", Kind::Pem)];
    let parts = SECRET_PARTS.iter().map(|mark| (*mark, Kind::Part(mark)));
    let found = places.into_iter().chain(parts).filter_map(|(mark, kind)| {
        // A certificate is public; only private keys are secrets. One may follow the other.
        let private = |at: &usize| {
            let label = &text[at + mark.len()..];
            label.find("-----").is_none_or(|end| label[..end].contains("PRIVATE KEY"))
        };
        let at = match kind {
            Kind::Pem => text.match_indices(mark).map(|(at, _)| at).find(private)?,
            Kind::Key | Kind::Part(_) => text.find(mark)?,
        };
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
        let both = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nBBBB\n-----END PRIVATE KEY-----";
        assert_eq!(mask_text(both).unwrap(), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n[masked]");
        assert_eq!(answer["Short"], "LTAI is a prefix");
    }

    #[test]
    fn keys_of_tunnels_and_secrets_of_other_names_go_too() {
        let mut answer = json!({
            "IkeConfig": { "Psk": "shared", "IkeVersion": "ikev2" },
            "TunnelOptions": [{ "TunnelIkeConfig": { "PreSharedKey": "shared" } }],
            "parameters": { "LoginPassword": "hunter2", "rsa_private_key": "MIIE" },
            "Tags": [{ "Key": "db-password", "Value": "hunter2" }, { "Key": "owner", "Value": "ops" }],
            "env": [{ "name": "SECRET_KEY", "value": "hunter2" }],
            "Passwords": { "AccountPassword": ["hunter2", ""] },
            "Hook": "https://oapi.dingtalk.com/robot/send?access_token=hunter2&x=1",
            "Hooks": ["https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=hunter2-a", "https://open.feishu.cn/open-apis/bot/v2/hook/hunter2"],
            "pre_user_data": "IyEvYmluL2Jhc2ggaHVudGVyMg==",
            "meta": " \n{\"Password\":\"hunter2\"}",
            "RequirePassword": "true",
            "password_encryption": "scram-sha-256",
        });
        mask(&mut answer);
        let text = answer.to_string();
        assert!(!text.contains("hunter2") && !text.contains("shared") && !text.contains("MIIE"), "{text}");
        assert_eq!(answer["Hook"], "https://oapi.dingtalk.com/robot/send?access_token=[masked]&x=1");
        assert_eq!(answer["pre_user_data"], MASKED);
        for kept in ["ikev2", "ops", "db-password", "scram-sha-256"] {
            assert!(text.contains(kept), "{kept} in {text}");
        }
        assert_eq!(answer["RequirePassword"], "true");
    }

    #[test]
    fn masking_twice_changes_nothing_more() {
        let once = mask_text("LTAI5tExampleExample1234").unwrap();
        assert_eq!(mask_text(&once), None);
        let once = mask_text("https://oapi.dingtalk.com/robot/send?access_token=abc").unwrap();
        assert_eq!(mask_text(&once), None);
        assert!(is_masked(&once));
    }
}
