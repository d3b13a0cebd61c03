//! Where credentials come from, in this order: credentials URI, OIDC role, ECS RAM role, RAM role assumption, STS triple, access key,
//! and the provider's default chain (`~/.aliyun/config.json`, the credentials file).
//!
//! Each source is a way to a [`Key`]; keys that expire are fetched anew before they do, also in the middle of a scan.

mod config_file;
mod fetch;
mod find;

use std::sync::Arc;

use time::{Duration, OffsetDateTime};

use super::http::Http;
use super::secret::Secret;

pub use find::{CredentialOptions, Environment};

/// An access key, with its token when it is temporary.
#[derive(Clone, Debug)]
pub struct Key {
    /// Access key id.
    pub id: Secret,
    /// Access key secret.
    pub secret: Secret,
    /// Security token.
    pub token: Option<Secret>,
    /// When it ends.
    pub expires: Option<OffsetDateTime>,
}

/// A way to a key.
#[derive(Clone, Debug)]
pub enum Source {
    /// A local address that hands out keys.
    Uri(String),
    /// A role assumed with a token of an identity provider (RRSA in Kubernetes).
    Oidc(OidcRole),
    /// The role of the virtual machine; its name is asked for when not given.
    EcsRole {
        /// Name of the role.
        role: Option<String>,
        /// False forbids the first version of the metadata service.
        v1_allowed: bool,
    },
    /// A role assumed with another key.
    Role(Box<AssumedRole>),
    /// A key as given.
    Static {
        /// The key.
        key: Key,
    },
    /// A single sign-on session of the provider's command-line tool.
    CloudSso(SsoSession),
    /// A command that prints a key. Opt-in.
    External(String),
}

/// A role assumed with a token of an identity provider.
#[derive(Clone, Debug)]
pub struct OidcRole {
    /// Resource name of the role.
    pub role_arn: String,
    /// Resource name of the identity provider.
    pub provider_arn: String,
    /// File that holds the token; read at each refresh.
    pub token_file: String,
    /// Name of the session.
    pub session: String,
}

/// A role assumed with another key.
#[derive(Clone, Debug)]
pub struct AssumedRole {
    /// The way to the other key.
    pub base: Source,
    /// Resource name of the role.
    pub role_arn: String,
    /// Name of the session.
    pub session: String,
    /// What the role's trust policy may ask for.
    pub external_id: Option<String>,
    /// Length of the session in seconds, from 900.
    pub seconds: u32,
}

/// A single sign-on session.
#[derive(Clone, Debug)]
pub struct SsoSession {
    /// Where the portal is.
    pub sign_in_url: String,
    /// Account to enter.
    pub account_id: String,
    /// Access configuration to use.
    pub access_config: String,
    /// The portal's token.
    pub access_token: Secret,
}

/// No usable credentials.
#[derive(Debug, thiserror::Error)]
pub enum CredentialError {
    /// Nothing was found anywhere.
    #[error("no credentials were found")]
    NoneFound {
        /// Where was looked, and what was missing there.
        looked: Vec<String>,
    },
    /// Something was found that cannot be used.
    #[error("{origin}: {message}")]
    Invalid {
        /// Where it was found.
        origin: String,
        /// What is wrong.
        message: String,
    },
    /// A role cannot be assumed.
    #[error("the role {role_arn} cannot be assumed: {code}: {message}")]
    AssumeRole {
        /// The role.
        role_arn: String,
        /// The provider's code.
        code: String,
        /// The provider's message.
        message: String,
    },
    /// The provider refuses the key itself.
    #[error("the access key is refused: {code}: {message}")]
    Refused {
        /// The provider's code.
        code: String,
        /// The provider's message.
        message: String,
    },
    /// A region that does not exist.
    #[error("the region {region} is unknown; the account has {known}")]
    RegionUnknown {
        /// What was asked for.
        region: String,
        /// What there is.
        known: String,
    },
    /// The network.
    #[error("{origin}: {message}")]
    Http {
        /// Who was asked.
        origin: String,
        /// What happened.
        message: String,
    },
}

impl CredentialError {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            CredentialError::NoneFound { looked } => format!(
                "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, run `aliyun configure`, or use one of --role-arn, \
                 --ecs-ram-role, --oidc-role-arn, --credentials-uri; looked at:\n{}",
                looked.iter().map(|l| format!("  - {l}")).collect::<Vec<_>>().join("\n")
            ),
            CredentialError::Invalid { .. } => "mend or remove this source; `dengbao doctor` shows which one is used".into(),
            CredentialError::AssumeRole { .. } => {
                "the role's trust policy must name this identity (and the external id, if it asks for one), and the identity needs sts:AssumeRole"
                    .into()
            }
            CredentialError::Refused { .. } => "the key may be disabled, deleted, mistyped, or of another site".into(),
            CredentialError::RegionUnknown { .. } => "check the spelling; `dengbao doctor` lists the account's regions".into(),
            CredentialError::Http { .. } => {
                "check the network, HTTPS_PROXY/NO_PROXY, and --ca-bundle when a proxy re-signs TLS".into()
            }
        }
    }
}

/// Credentials in use: the source, and the key that it gave last.
#[derive(Debug)]
pub struct Credentials {
    source: Source,
    /// What won, for people: `access key in the environment`.
    origin: String,
    http: Http,
    current: tokio::sync::Mutex<Option<Arc<Key>>>,
}

/// A key is fetched anew this long before it ends.
const EARLY: Duration = Duration::minutes(5);

impl Credentials {
    /// Credentials from this source.
    pub fn new(source: Source, origin: impl Into<String>, http: Http) -> Self {
        Credentials { source, origin: origin.into(), http, current: tokio::sync::Mutex::new(None) }
    }

    /// What won, for people.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The way to the key.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The key, fetched anew when it is about to end.
    ///
    /// # Errors
    /// The source gives no key.
    pub async fn key(&self) -> Result<Arc<Key>, CredentialError> {
        let mut current = self.current.lock().await;
        if let Some(key) = &*current
            && key.expires.is_none_or(|end| end - EARLY > fetch::now())
        {
            return Ok(Arc::clone(key));
        }
        let key = Arc::new(fetch::fetch(&self.source, &self.http).await?);
        *current = Some(Arc::clone(&key));
        Ok(key)
    }

    /// Forgets `stale`, so that the next key is fetched anew: the provider said that it has expired. Another task may have done so
    /// already.
    pub async fn expire(&self, stale: &Key) {
        let mut current = self.current.lock().await;
        if current.as_ref().is_some_and(|key| key.id == stale.id && key.token == stale.token) {
            *current = None;
        }
    }
}

/// The way into another account of a resource directory: a role assumed with the key that we have.
pub fn role_in(base: &Source, account: &str, role: &str, session: Option<&str>) -> Source {
    Source::Role(Box::new(AssumedRole {
        base: base.clone(),
        role_arn: format!("acs:ram::{account}:role/{}", role.to_ascii_lowercase()),
        session: session.unwrap_or(find::SESSION).to_owned(),
        external_id: None,
        seconds: find::SECONDS,
    }))
}
