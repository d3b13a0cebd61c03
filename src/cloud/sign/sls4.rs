//! SLS4-HMAC-SHA256.

use super::{ToSign, canonical_headers, canonical_query, derived_key, hex, hmac, sha256_hex};

/// The `Authorization` header of a request to the log service in `region` at `date` (`20260115T083045Z`).
///
/// The headers are `host`, `content-type` where sent, and those whose names begin with `x-log-` or `x-acs-`; one of them is
/// `x-log-content-sha256`.
pub fn sls4(request: &ToSign<'_>, date: &str, region: &str, key_id: &str, secret: &str) -> String {
    let day = date.get(..8).unwrap_or(date);
    let scope = format!("{day}/{region}/sls/aliyun_v4_request");
    let (lines, names) = canonical_headers(request.headers);
    let hash = request.headers.iter().find(|(name, _)| name == "x-log-content-sha256").map_or("", |(_, v)| v.as_str());
    let canonical = format!(
        "{}\n{}\n{}\n{lines}\n{names}\n{hash}",
        request.method,
        request.path,
        canonical_query(request.query, "", false)
    );
    let to_sign = format!("SLS4-HMAC-SHA256\n{date}\n{scope}\n{}", sha256_hex(canonical.as_bytes()));
    let signature = hex(&hmac(&derived_key(secret, day, region, "sls"), to_sign.as_bytes()));
    format!("SLS4-HMAC-SHA256 Credential={key_id}/{scope},Signature={signature}")
}
