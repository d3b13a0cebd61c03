//! ACS3-HMAC-SHA256.

use super::{ToSign, canonical_headers, canonical_query, hex, hmac, sha256_hex};

/// The `Authorization` header of a request; the headers to sign include `host` and `x-acs-content-sha256`.
///
/// Source: <https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature>
pub fn acs3(request: &ToSign<'_>, key_id: &str, secret: &str) -> String {
    let (lines, names) = canonical_headers(request.headers);
    let hash = request.headers.iter().find(|(name, _)| name == "x-acs-content-sha256").map_or("", |(_, v)| v.as_str());
    let canonical = format!(
        "{}\n{}\n{}\n{lines}\n{names}\n{hash}",
        request.method,
        request.path,
        canonical_query(request.query, "=", true)
    );
    let to_sign = format!("ACS3-HMAC-SHA256\n{}", sha256_hex(canonical.as_bytes()));
    let signature = hex(&hmac(secret.as_bytes(), to_sign.as_bytes()));
    format!("ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={names},Signature={signature}")
}
