//! OSS4-HMAC-SHA256.

use super::{ToSign, canonical_headers, canonical_query, derived_key, encode_path, hex, hmac, sha256_hex};

/// The `Authorization` header of a request to object storage in `region` at `date` (`20260115T083045Z`).
///
/// `request.path` is `/bucket/key`, not encoded, whatever the host; the headers are those whose names begin with `x-oss-`, and
/// `content-type` and `content-md5` where sent. The body is not signed.
pub fn oss4(request: &ToSign<'_>, date: &str, region: &str, key_id: &str, secret: &str) -> String {
    let day = date.get(..8).unwrap_or(date);
    let scope = format!("{day}/{region}/oss/aliyun_v4_request");
    let (lines, _) = canonical_headers(request.headers);
    let canonical = format!(
        "{}\n{}\n{}\n{lines}\n\nUNSIGNED-PAYLOAD",
        request.method,
        encode_path(request.path),
        canonical_query(request.query, "", true)
    );
    let to_sign = format!("OSS4-HMAC-SHA256\n{date}\n{scope}\n{}", sha256_hex(canonical.as_bytes()));
    let signature = hex(&hmac(&derived_key(secret, day, region, "oss"), to_sign.as_bytes()));
    format!("OSS4-HMAC-SHA256 Credential={key_id}/{scope},Signature={signature}")
}
