//! Edge: asks a time-stamp authority.

use super::{Request, TimestampError, Token};
use crate::cloud::{Http, HttpError};

/// The longest answer accepted; a token with its certificates takes some kilobytes.
const LONGEST: usize = 1 << 20;

/// No time stamp could be had.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// An address of another kind.
    #[error("a time-stamp authority has an address that begins with https:// or http://")]
    Address,
    /// The network.
    #[error("the time-stamp authority cannot be reached: {0}")]
    Http(#[from] HttpError),
    /// An answer of the web server.
    #[error("the time-stamp authority answers with status {0}")]
    Status(u16),
    /// An answer that says that it is something else.
    #[error("the time-stamp authority sends `{0}`, not application/timestamp-reply; check the address")]
    ContentType(String),
    /// An answer that does not hold.
    #[error(transparent)]
    Timestamp(#[from] TimestampError),
}

/// Sends a request and reads the answer. Unencrypted addresses are allowed: most authorities have no other, a request holds a digest
/// and a random number only, and the token is signed.
///
/// # Errors
/// The network's, the authority's, or a token that does not answer the request.
pub async fn fetch(http: &Http, url: &str, request: &Request) -> Result<Token, FetchError> {
    let lower = url.to_ascii_lowercase();
    if !lower.starts_with("https://") && !lower.starts_with("http://") {
        return Err(FetchError::Address);
    }
    let headers = [
        ("content-type".to_owned(), "application/timestamp-query".to_owned()),
        ("accept".to_owned(), "application/timestamp-reply".to_owned()),
    ];
    let response = http.post_bytes(url, &headers, request.to_der(), LONGEST).await?;
    if response.status != 200 {
        return Err(FetchError::Status(response.status));
    }
    let kind = response.header("content-type").unwrap_or_default();
    let is_reply = kind.split(';').next().is_some_and(|k| k.trim().eq_ignore_ascii_case("application/timestamp-reply"));
    if !is_reply {
        return Err(FetchError::ContentType(crate::render::visible(kind).chars().take(80).collect()));
    }
    Ok(request.answer(&response.body)?)
}
