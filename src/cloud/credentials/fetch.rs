//! From a source to a key.

use serde::Deserialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{AssumedRole, CredentialError, Key, OidcRole, Source, SsoSession};
use crate::api::products::STS;
use crate::cloud::client::{self, Class};
use crate::cloud::endpoint::Endpoints;
use crate::cloud::http::{Http, HttpError, Response};
use crate::cloud::secret::Secret;
use crate::cloud::sign::encode;

/// Address of the metadata service of virtual machines.
const METADATA: &str = "http://100.100.100.200/latest";

/// The edge's clock.
#[expect(clippy::disallowed_methods, reason = "an edge module: keys expire by the clock")]
pub(super) fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// Fetches a key.
pub(super) async fn fetch(source: &Source, http: &Http) -> Result<Key, CredentialError> {
    match source {
        Source::Static { key } => Ok(key.clone()),
        Source::Uri(uri) => from_uri(uri, http).await,
        Source::Oidc(role) => from_oidc(role, http).await,
        Source::EcsRole { role, v1_allowed } => from_metadata(role.as_deref(), *v1_allowed, http).await,
        Source::Role(role) => assume(role, http).await,
        Source::CloudSso(session) => from_sso(session, http).await,
        Source::External(command) => from_command(command).await,
    }
}

/// A temporary key as several services of the provider write it.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Handed {
    #[serde(default)]
    code: String,
    #[serde(default)]
    access_key_id: String,
    access_key_secret: Option<Secret>,
    security_token: Option<Secret>,
    #[serde(default)]
    expiration: String,
}

impl Handed {
    fn key(self, origin: &str) -> Result<Key, CredentialError> {
        let invalid = |message: String| CredentialError::Invalid { origin: origin.to_owned(), message };
        if !self.code.is_empty() && self.code != "Success" {
            return Err(invalid(format!("it answered {}", self.code)));
        }
        let secret = self.access_key_secret.filter(|s| !s.is_empty());
        let (false, Some(secret)) = (self.access_key_id.is_empty(), secret) else {
            return Err(invalid("the answer holds no access key".into()));
        };
        let expires = OffsetDateTime::parse(&self.expiration, &Rfc3339).ok();
        Ok(Key { id: Secret::new(self.access_key_id), secret, token: self.security_token, expires })
    }
}

fn parse(response: &Response, origin: &str) -> Result<Key, CredentialError> {
    if response.status != 200 {
        return Err(CredentialError::Http { origin: origin.into(), message: format!("HTTP {}", response.status) });
    }
    // The body may hold a secret: a parser's message would quote it.
    let handed: Handed = serde_json::from_slice(&response.body).map_err(|_| CredentialError::Invalid {
        origin: origin.into(),
        message: "the answer is not the JSON of a key".into(),
    })?;
    handed.key(origin)
}

fn unreachable(origin: &str, error: &HttpError) -> CredentialError {
    CredentialError::Http { origin: origin.into(), message: error.to_string() }
}

async fn from_uri(uri: &str, http: &Http) -> Result<Key, CredentialError> {
    let origin = "credentials URI";
    let response = http.send_direct("GET", uri, &[]).await.map_err(|e| unreachable(origin, &e))?;
    parse(&response, origin)
}

async fn from_metadata(role: Option<&str>, v1_allowed: bool, http: &Http) -> Result<Key, CredentialError> {
    let origin = "metadata service of the virtual machine";
    let ttl = [("x-aliyun-ecs-metadata-token-ttl-seconds".to_owned(), "21600".to_owned())];
    let token = http.send_direct("PUT", &format!("{METADATA}/api/token"), &ttl).await;
    let headers = match token {
        Ok(response) if response.status == 200 => {
            vec![("x-aliyun-ecs-metadata-token".to_owned(), String::from_utf8_lossy(&response.body).trim().to_owned())]
        }
        Err(error) => return Err(unreachable(origin, &error)),
        Ok(_) if v1_allowed => Vec::new(),
        Ok(response) => {
            let message = format!("it gave no token (HTTP {}), and its first version is forbidden", response.status);
            return Err(CredentialError::Invalid { origin: origin.into(), message });
        }
    };
    let base = format!("{METADATA}/meta-data/ram/security-credentials/");
    let name = match role {
        Some(name) => name.to_owned(),
        None => {
            let list = http.send_direct("GET", &base, &headers).await.map_err(|e| unreachable(origin, &e))?;
            let name = String::from_utf8_lossy(&list.body).trim().to_owned();
            if list.status != 200 || name.is_empty() || name.contains(['\n', '<']) {
                return Err(CredentialError::Invalid {
                    origin: origin.into(),
                    message: "no role is attached to this virtual machine".into(),
                });
            }
            name
        }
    };
    let url = format!("{base}{}", encode(&name));
    let response = http.send_direct("GET", &url, &headers).await.map_err(|e| unreachable(origin, &e))?;
    parse(&response, origin)
}

async fn from_oidc(role: &OidcRole, http: &Http) -> Result<Key, CredentialError> {
    #[expect(clippy::disallowed_methods, reason = "an edge module: the token file is read at each refresh")]
    let token = std::fs::read_to_string(&role.token_file).map_err(|e| CredentialError::Invalid {
        origin: format!("OIDC token file {}", role.token_file),
        message: e.to_string(),
    })?;
    let token = Secret::new(token.trim());
    let host = Endpoints::default().host(&STS, "");
    let body = [
        ("Action", "AssumeRoleWithOIDC"),
        ("Format", "JSON"),
        ("OIDCProviderArn", &role.provider_arn),
        ("OIDCToken", token.reveal()),
        ("RoleArn", &role.role_arn),
        ("RoleSessionName", &role.session),
        ("Version", STS.version),
    ]
    .iter()
    .map(|(name, value)| format!("{name}={}", encode(value)))
    .collect::<Vec<_>>()
    .join("&");
    let headers = [("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned())];
    let url = format!("{}://{host}/", http.scheme());
    let response = http.post(&url, &headers, body).await.map_err(|e| unreachable("STS", &e))?;
    role_key(&response, &role.role_arn)
}

async fn assume(role: &AssumedRole, http: &Http) -> Result<Key, CredentialError> {
    let base = Box::pin(fetch(&role.base, http)).await?;
    let mut query = vec![
        ("DurationSeconds".to_owned(), role.seconds.to_string()),
        ("RoleArn".to_owned(), role.role_arn.clone()),
        ("RoleSessionName".to_owned(), role.session.clone()),
    ];
    if let Some(id) = &role.external_id {
        query.push(("ExternalId".to_owned(), id.clone()));
    }
    let (mut skew, mut corrected) = (0, false);
    let mut attempt = 0;
    loop {
        attempt += 1;
        let host = Endpoints::default().host(&STS, "");
        let request =
            client::rpc(&host, "AssumeRole", STS.version, &query, &base, now() + time::Duration::seconds(skew));
        let url = format!("{}://{host}/?{}", http.scheme(), request.query);
        let response = match http.send("POST", &url, &request.headers).await {
            Ok(response) => response,
            Err(HttpError::Transient(_)) if attempt < ATTEMPTS => {
                rest(attempt).await;
                continue;
            }
            Err(error) => return Err(unreachable("STS", &error)),
        };
        // A clock that is off is set right once by the server's.
        if !corrected
            && response.status >= 400
            && String::from_utf8_lossy(&response.body).contains("InvalidTimeStamp")
            && let Some(off) = client::skew(&response, now())
        {
            (skew, corrected) = (off, true);
            continue;
        }
        // What passes does not close a whole account.
        if response.status != 200 && attempt < ATTEMPTS {
            let (code, _, _) = client::error_of(&response);
            if matches!(client::class(response.status, &code), Class::Throttled | Class::Transient) {
                rest(attempt).await;
                continue;
            }
        }
        return role_key(&response, &role.role_arn);
    }
}

/// Attempts to assume a role before trouble is taken for lasting.
const ATTEMPTS: u32 = 5;

async fn rest(attempt: u32) {
    tokio::time::sleep(std::time::Duration::from_millis(250) * (1 << attempt.min(4))).await;
}

/// The key in STS's answer to a role assumption.
fn role_key(response: &Response, role_arn: &str) -> Result<Key, CredentialError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Assumed {
        credentials: Handed,
    }
    if response.status != 200 {
        let (code, message, _) = client::error_of(response);
        return Err(CredentialError::AssumeRole { role_arn: role_arn.into(), code, message });
    }
    let assumed: Assumed = serde_json::from_slice(&response.body).map_err(|_| CredentialError::Invalid {
        origin: "STS".into(),
        message: "the answer is not the JSON of a role's key".into(),
    })?;
    assumed.credentials.key("STS")
}

async fn from_sso(session: &SsoSession, http: &Http) -> Result<Key, CredentialError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Sso {
        cloud_credential: Handed,
    }
    let origin = "CloudSSO";
    let url = reqwest::Url::parse(&session.sign_in_url)
        .ok()
        .filter(|u| u.scheme() == "https")
        .map(|u| u.origin().ascii_serialization())
        .ok_or_else(|| CredentialError::Invalid {
            origin: origin.into(),
            message: "the sign-in address is no https address".into(),
        })?;
    let headers = [
        ("content-type".to_owned(), "application/json".to_owned()),
        ("authorization".to_owned(), format!("Bearer {}", session.access_token.reveal())),
    ];
    let body = serde_json::json!({ "AccountId": session.account_id, "AccessConfigurationId": session.access_config });
    let response = http
        .post(&format!("{url}/cloud-credentials"), &headers, body.to_string())
        .await
        .map_err(|e| unreachable(origin, &e))?;
    if response.status != 200 {
        let message = format!("HTTP {}; run `aliyun configure` again when the session has ended", response.status);
        return Err(CredentialError::Invalid { origin: origin.into(), message });
    }
    let sso: Sso = serde_json::from_slice(&response.body).map_err(|_| CredentialError::Invalid {
        origin: origin.into(),
        message: "the answer is not the JSON of a key".into(),
    })?;
    sso.cloud_credential.key(origin)
}

async fn from_command(command: &str) -> Result<Key, CredentialError> {
    #[derive(Deserialize)]
    struct Printed {
        #[serde(default)]
        access_key_id: String,
        access_key_secret: Option<Secret>,
        sts_token: Option<Secret>,
        #[serde(default)]
        expiration: String,
    }
    let origin = "external process";
    let invalid = |message: String| CredentialError::Invalid { origin: origin.into(), message };
    let mut words = command.split_whitespace();
    let program = words.next().ok_or_else(|| invalid("the command is empty".into()))?;
    let run = tokio::process::Command::new(program).args(words).kill_on_drop(true).output();
    let output = tokio::time::timeout(std::time::Duration::from_secs(60), run)
        .await
        .map_err(|_| invalid("it took longer than 60 s".into()))?
        .map_err(|e| invalid(e.to_string()))?;
    if !output.status.success() {
        return Err(invalid(format!("it ended with {}", output.status)));
    }
    let printed: Printed =
        serde_json::from_slice(&output.stdout).map_err(|_| invalid("it did not print the JSON of a key".into()))?;
    Handed {
        code: String::new(),
        access_key_id: printed.access_key_id,
        access_key_secret: printed.access_key_secret,
        security_token: printed.sts_token,
        expiration: printed.expiration,
    }
    .key(origin)
}
