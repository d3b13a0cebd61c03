//! Keys, digests, signed envelopes and time stamps: what audit packs are sealed with.
//!
//! Everything here can be checked by other people's tools: keys and raw signatures by OpenSSL 3, envelopes by any DSSE
//! implementation, time-stamp tokens by `openssl ts`.

pub mod digest;
pub mod dsse;
pub mod key;
mod pem;
pub mod statement;
pub mod timestamp;

pub use digest::{Digester, Digests};
pub use dsse::{DsseError, Envelope, pae};
pub use key::{BadSignature, KeyError, KeyType, SigningKey, VerifyingKey};
pub use pem::{Block, block};
pub use statement::{PAYLOAD_TYPE, Statement, StatementError, Subject};
