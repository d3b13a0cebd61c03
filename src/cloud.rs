//! Edge: the provider's interfaces over the network. Requests are signed, sent, retried and paced here; nothing is judged.

mod client;
mod credentials;
mod endpoint;
mod http;
mod pace;
mod secret;
pub mod sign;

pub(crate) use client::stamp;
pub use client::{Answered, Ask, CallError, Client, Identity, moment};
pub use credentials::{CredentialError, CredentialOptions, Credentials, Environment, Key, Source, role_in};
pub use endpoint::{Endpoints, Network};
pub use http::{Http, HttpError, HttpOptions};
pub use secret::Secret;
