//! Verifies the signature of a request from what was received.

use std::collections::BTreeSet;

use dengbao::cloud::sign::{ToSign, acs3, oss4, sha256_hex, sls4};

use super::Asked;

/// Secret, token and end of a key.
type Key = (String, Option<String>, Option<i64>);
/// Status, code and message.
type Refusal = (u16, &'static str, String);

/// The access key id whose signature holds.
pub(super) fn verify(
    asked: &Asked,
    now: i64,
    lookup: &dyn Fn(&str) -> Option<Key>,
    nonces: &mut BTreeSet<String>,
) -> Result<String, Refusal> {
    let authorization = asked.header("authorization");
    let scheme = authorization.split(' ').next().unwrap_or_default();
    let credential = field(authorization, "Credential=");
    let id = credential.split('/').next().unwrap_or_default().to_owned();
    let Some((secret, token, ends)) = lookup(&id) else {
        return Err((404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.".into()));
    };
    let (date_header, token_header) = match scheme {
        "ACS3-HMAC-SHA256" => ("x-acs-date", "x-acs-security-token"),
        "OSS4-HMAC-SHA256" => ("x-oss-date", "x-oss-security-token"),
        "SLS4-HMAC-SHA256" => ("x-log-date", "x-acs-security-token"),
        other => return Err((400, "InvalidAuthorization", format!("scheme {other}"))),
    };
    let date = asked.header(date_header);
    let at = moment(date).ok_or((400, "InvalidTimeStamp.Format", date.to_owned()))?;
    if (at - now).abs() > 900 {
        let code = if scheme.starts_with("ACS3") { "InvalidTimeStamp.Expired" } else { "RequestTimeTooSkewed" };
        return Err((400, code, "Specified time stamp or date value is expired.".into()));
    }
    if asked.header(token_header) != token.as_deref().unwrap_or_default() {
        return Err((400, "InvalidSecurityToken.Malformed", "the token is not this key's".into()));
    }
    if ends.is_some_and(|end| end < now) {
        return Err((400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.".into()));
    }
    let region = credential.split('/').nth(2).unwrap_or_default();
    let expected = match scheme {
        "ACS3-HMAC-SHA256" => {
            if asked.header("x-acs-content-sha256") != sha256_hex(&asked.body) {
                return Err((400, "InvalidContentSha256", "the body is another".into()));
            }
            let nonce = asked.header("x-acs-signature-nonce");
            if nonce.is_empty() || !nonces.insert(nonce.to_owned()) {
                return Err((400, "SignatureNonceUsed", "Specified signature nonce was used already.".into()));
            }
            let names = field(authorization, "SignedHeaders=");
            for needed in
                ["host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"]
            {
                if !names.split(';').any(|n| n == needed) {
                    return Err((400, "MissingSignedHeader", needed.into()));
                }
            }
            let headers = signed(asked, |name| names.split(';').any(|n| n == name));
            acs3(
                &ToSign { method: &asked.method, path: &asked.path, query: &asked.query, headers: &headers },
                &id,
                &secret,
            )
        }
        "OSS4-HMAC-SHA256" => {
            let host = asked.host.split(':').next().unwrap_or_default();
            let resource = match host.find(".oss-") {
                Some(at) => format!("/{}{}", &host[..at], asked.path),
                None => asked.path.clone(),
            };
            if !host.contains(&format!("oss-{region}.")) {
                return Err((403, "SignatureDoesNotMatch", format!("signed for {region}, sent to {host}")));
            }
            let headers = signed(asked, |n| n.starts_with("x-oss-") || n == "content-type" || n == "content-md5");
            let path = percent_encoding::percent_decode_str(&resource).decode_utf8_lossy().into_owned();
            oss4(
                &ToSign { method: &asked.method, path: &path, query: &asked.query, headers: &headers },
                date,
                region,
                &id,
                &secret,
            )
        }
        _ => {
            if asked.header("x-log-content-sha256") != sha256_hex(&asked.body) {
                return Err((400, "InvalidContentSha256", "the body is another".into()));
            }
            let headers = signed(asked, |n| {
                n.starts_with("x-log-") || n.starts_with("x-acs-") || n == "host" || n == "content-type"
            });
            sls4(
                &ToSign { method: &asked.method, path: &asked.path, query: &asked.query, headers: &headers },
                date,
                region,
                &id,
                &secret,
            )
        }
    };
    if field(authorization, "Signature=") != field(&expected, "Signature=") {
        return Err((400, "SignatureDoesNotMatch", "Specified signature is not matched with our calculation.".into()));
    }
    Ok(id)
}

fn signed(asked: &Asked, is: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = asked.headers.iter().filter(|(n, _)| is(n)).cloned().collect();
    if is("host") {
        headers.retain(|(n, _)| n != "host");
        headers.push(("host".into(), asked.host.clone()));
    }
    headers
}

fn field<'a>(authorization: &'a str, name: &str) -> &'a str {
    authorization.split(name).nth(1).and_then(|rest| rest.split(',').next()).unwrap_or_default().trim()
}

/// `2026-01-15T08:30:45Z` or `20260115T083045Z`, as seconds since 1970.
fn moment(date: &str) -> Option<i64> {
    let digits: String = date.chars().filter(char::is_ascii_digit).collect();
    let at = |from: usize, to: usize| digits.get(from..to)?.parse::<u8>().ok();
    let day = time::Date::from_calendar_date(
        digits.get(..4)?.parse().ok()?,
        time::Month::try_from(at(4, 6)?).ok()?,
        at(6, 8)?,
    );
    let moment = day.ok()?.with_hms(at(8, 10)?, at(10, 12)?, at(12, 14)?).ok()?;
    Some(moment.assume_utc().unix_timestamp())
}
