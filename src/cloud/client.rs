//! Sends one request: builds it in the product's style, signs it, keeps its pace, retries what may pass, and names what came back.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::{Rfc2822, Rfc3339};
use time::macros::format_description;

use super::credentials::{CredentialError, Credentials, Key};
use super::endpoint::Endpoints;
use super::http::{Http, HttpError, Response};
use super::pace::Pace;
use super::sign::{ToSign, acs3, encode, oss4, sha256_hex, sls4};
use crate::api::products::STS;
use crate::api::{Call, Product, Style};
use crate::snapshot::Request;

/// SHA-256 of no bytes.
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// Attempts before a passing trouble is taken for a lasting one.
const ATTEMPTS: u32 = 6;
/// Attempts before a host is taken for one that does not exist.
const NAME_ATTEMPTS: u32 = 3;
/// The first pause, doubled each time, drawn between nothing and that (full jitter).
const PAUSE: Duration = Duration::from_millis(500);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// Asks the provider in the name of one account.
#[derive(Clone, Debug)]
pub struct Client {
    http: Http,
    credentials: Arc<Credentials>,
    endpoints: Arc<Endpoints>,
    pace: Arc<Pace>,
    shared: Arc<Shared>,
    home_region: Arc<str>,
}

/// What all clients of a scan share.
#[derive(Debug, Default)]
struct Shared {
    /// Seconds by which the provider's clock is ahead of ours.
    skew: AtomicI64,
    /// Requests sent, counting each attempt.
    sent: AtomicU64,
    /// Requests answered by an error that was tried again.
    retried: AtomicU64,
}

/// One request.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The product.
    pub product: &'static Product,
    /// The action.
    pub action: &'static str,
    /// The call's path, with `{name}` for parameters.
    pub path: &'static str,
    /// Region to ask in; empty for central products.
    pub region: String,
    /// Every parameter, by name.
    pub parameters: Vec<(String, String)>,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The answer, if it is JSON.
    pub json: Option<Value>,
    /// The answer as text, if it is XML.
    pub xml: Option<String>,
    /// The provider's id of the request.
    pub request_id: String,
    /// SHA-256 of the bytes as received, in hex.
    pub sha256: String,
    /// When it came back, RFC 3339 in UTC with milliseconds.
    pub at: String,
}

/// No answer.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The provider said no.
    #[error("{code}: {message}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// The provider's code.
        code: String,
        /// The provider's message.
        message: String,
        /// The provider's id of the request.
        request_id: String,
        /// SHA-256 of the bytes as received, in hex.
        sha256: String,
        /// When it came back, RFC 3339 in UTC with milliseconds.
        at: String,
    },
    /// The network failed, again and again.
    #[error("{0}")]
    Network(#[from] HttpError),
    /// No key.
    #[error(transparent)]
    Credentials(#[from] CredentialError),
}

/// Who we are.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Account id.
    pub account: String,
    /// Resource name of the identity.
    pub arn: String,
    /// `Account`, `RAMUser`, `AssumedRoleUser`.
    pub kind: String,
}

impl Identity {
    /// True for the account owner, whose key can do everything and should not exist.
    pub fn is_owner(&self) -> bool {
        self.kind == "Account" || self.arn.ends_with(":root")
    }
}

/// What may be done about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Throttled,
    Transient,
    /// The token has ended.
    Expired,
    /// Our clock is off.
    Skewed,
    Lasting,
}

pub(super) fn class(status: u16, code: &str) -> Class {
    let lower = code.to_ascii_lowercase();
    let has = |part: &str| lower.contains(part);
    if lower.starts_with("invalidtimestamp") || lower == "requesttimetooskewed" || lower == "requesttimeexpired" {
        return Class::Skewed;
    }
    if has("securitytoken") && (has("expired") || has("invalid")) || lower == "invalidaccesskeyid.inactive" {
        return Class::Expired;
    }
    if has("throttling")
        || has("flowcontrol")
        || has("qps limit")
        || has("quotaexceed") && status != 400
        || status == 429
    {
        return Class::Throttled;
    }
    // Known refusals are never repeated, whatever their status.
    if ["forbidden", "nopermission", "accessdenied", "invalidaccesskey", "signaturedoesnotmatch"].iter().any(|p| has(p))
    {
        return Class::Lasting;
    }
    let passing = [
        "serviceunavailable",
        "systembusy",
        "internalerror",
        "internalservererror",
        "unknownerror",
        "requesttimeout",
        "signaturenonceused",
        // A gateway's page, or half an answer.
        "unreadableanswer",
    ];
    // The report of all credentials is made in the background.
    let pending = ["reportnotpresent", "reportinprogress", "reportnotready"];
    if status >= 500
        || matches!(status, 401 | 408) && lower.is_empty()
        || passing.iter().chain(&pending).any(|p| has(p))
    {
        return Class::Transient;
    }
    Class::Lasting
}

/// A request as it goes over the wire.
pub(super) struct Wire {
    pub(super) method: &'static str,
    pub(super) host: String,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: Vec<(String, String)>,
}

impl Ask {
    /// The request of a call about something, in a region.
    pub fn new(call: &'static Call, region: &str, about: &Request) -> Self {
        let mut parameters: Vec<(String, String)> =
            call.fixed.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        if let (Some(name), false) = (call.region_param, region.is_empty()) {
            parameters.push((name.to_owned(), region.to_owned()));
        }
        parameters.extend(about.iter().map(|(n, v)| (n.clone(), v.clone())));
        Ask { product: call.product, action: call.action, path: call.path, region: region.to_owned(), parameters }
    }

    /// Takes a parameter out of the query, for the host or the path.
    fn take(parameters: &mut Vec<(String, String)>, name: &str) -> Option<String> {
        let at = parameters.iter().position(|(n, _)| n == name)?;
        Some(parameters.remove(at).1)
    }

    fn wire(&self, host: &str, signing_region: &str, key: &Key, now: OffsetDateTime) -> Wire {
        match self.product.style {
            Style::Rpc => rpc(host, self.action, self.product.version, &self.parameters, key, now),
            Style::Roa => {
                let mut query = self.parameters.clone();
                let path = fill(self.path, &mut query);
                acs3_wire("GET", host, &path, self.action, self.product.version, &query, key, now)
            }
            Style::Oss => self.oss(host, signing_region, key, now),
            Style::Sls => self.sls(host, signing_region, key, now),
        }
    }

    fn oss(&self, host: &str, region: &str, key: &Key, now: OffsetDateTime) -> Wire {
        let mut query = self.parameters.clone();
        let bucket = Self::take(&mut query, "bucket");
        let object = Self::take(&mut query, "key");
        if let Some(resource) = self.path.strip_prefix("/?").or_else(|| self.path.strip_prefix('?')) {
            query.extend(resource.split('&').map(|part| match part.split_once('=') {
                Some((name, value)) => (name.to_owned(), value.to_owned()),
                None => (part.to_owned(), String::new()),
            }));
        }
        let date = compact(now);
        let mut headers = vec![
            ("x-oss-content-sha256".to_owned(), "UNSIGNED-PAYLOAD".to_owned()),
            ("x-oss-date".to_owned(), date.clone()),
        ];
        if let Some(token) = &key.token {
            headers.push(("x-oss-security-token".to_owned(), token.reveal().to_owned()));
        }
        let object = object.unwrap_or_default();
        let (host, resource) = match &bucket {
            Some(bucket) => (format!("{bucket}.{host}"), format!("/{bucket}/{object}")),
            None => (host.to_owned(), "/".to_owned()),
        };
        let to_sign = ToSign { method: "GET", path: &resource, query: &query, headers: &headers };
        let authorization = oss4(&to_sign, &date, region, key.id.reveal(), key.secret.reveal());
        headers.push(("authorization".to_owned(), authorization));
        let path = format!("/{}", super::sign::encode_path(&object));
        Wire { method: "GET", host, path, query: query_string(&query, true), headers }
    }

    fn sls(&self, host: &str, region: &str, key: &Key, now: OffsetDateTime) -> Wire {
        let mut query = self.parameters.clone();
        let host = match Self::take(&mut query, "project") {
            Some(project) => format!("{project}.{host}"),
            None => host.to_owned(),
        };
        let path = fill(self.path, &mut query);
        let date = compact(now);
        let mut headers = vec![
            ("host".to_owned(), host.clone()),
            ("x-log-apiversion".to_owned(), "0.6.0".to_owned()),
            ("x-log-bodyrawsize".to_owned(), "0".to_owned()),
            ("x-log-content-sha256".to_owned(), EMPTY.to_owned()),
            ("x-log-date".to_owned(), date.clone()),
        ];
        if let Some(token) = &key.token {
            headers.push(("x-acs-security-token".to_owned(), token.reveal().to_owned()));
        }
        let to_sign = ToSign { method: "GET", path: &path, query: &query, headers: &headers };
        let authorization = sls4(&to_sign, &date, region, key.id.reveal(), key.secret.reveal());
        headers.push(("authorization".to_owned(), authorization));
        headers.retain(|(name, _)| name != "host");
        Wire { method: "GET", host, path, query: query_string(&query, false), headers }
    }
}

/// Puts parameters into the braces of a path; they leave the query.
fn fill(path: &str, query: &mut Vec<(String, String)>) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        out.push_str(before);
        out.push_str(&encode(&Ask::take(query, name).unwrap_or_default()));
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn query_string(query: &[(String, String)], bare_names: bool) -> String {
    let written: Vec<String> =
        query
            .iter()
            .map(|(name, value)| {
                if bare_names && value.is_empty() {
                    encode(name)
                } else {
                    format!("{}={}", encode(name), encode(value))
                }
            })
            .collect();
    written.join("&")
}

/// A request in the RPC style: everything in the query, nothing in the body.
pub(super) fn rpc(
    host: &str,
    action: &str,
    version: &str,
    query: &[(String, String)],
    key: &Key,
    now: OffsetDateTime,
) -> Wire {
    acs3_wire("POST", host, "/", action, version, query, key, now)
}

#[expect(clippy::too_many_arguments, reason = "the parts of a request line and its signature")]
fn acs3_wire(
    method: &'static str,
    host: &str,
    path: &str,
    action: &str,
    version: &str,
    query: &[(String, String)],
    key: &Key,
    now: OffsetDateTime,
) -> Wire {
    let date = now.format(format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z")).unwrap_or_default();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut headers = vec![
        pair("host", host),
        pair("x-acs-action", action),
        pair("x-acs-version", version),
        pair("x-acs-date", &date),
        pair("x-acs-signature-nonce", &nonce()),
        pair("x-acs-content-sha256", EMPTY),
    ];
    if let Some(token) = &key.token {
        headers.push(pair("x-acs-accesskey-id", key.id.reveal()));
        headers.push(pair("x-acs-security-token", token.reveal()));
    }
    let to_sign = ToSign { method, path, query, headers: &headers };
    let authorization = acs3(&to_sign, key.id.reveal(), key.secret.reveal());
    headers.retain(|(name, _)| name != "host");
    headers.push(pair("authorization", &authorization));
    headers.push(pair("accept", "application/json"));
    let query = query_string(query, false);
    Wire { method, host: host.to_owned(), path: path.to_owned(), query, headers }
}

fn nonce() -> String {
    let mut bytes = [0u8; 16];
    // Without entropy the clock still tells two requests apart; a repeated nonce is refused and tried again.
    if getrandom::fill(&mut bytes).is_err() {
        return sha256_hex(now().unix_timestamp_nanos().to_string().as_bytes());
    }
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn compact(now: OffsetDateTime) -> String {
    now.format(format_description!("[year][month][day]T[hour][minute][second]Z")).unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "an edge module: requests are dated")]
fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// The edge's clock as it is written into records.
pub(crate) fn stamp() -> String {
    now()
        .format(format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z"))
        .unwrap_or_default()
}

/// Seconds by which the server's clock is ahead of `now`, from its `Date` header.
pub(super) fn skew(response: &Response, now: OffsetDateTime) -> Option<i64> {
    let date = response.header("date")?.replace("GMT", "+0000");
    let theirs = OffsetDateTime::parse(&date, &Rfc2822).ok()?;
    Some((theirs - now).whole_seconds())
}

/// Code, message and request id of an error, in whichever shape: JSON of RPC, ROA and the log service, or XML.
pub(super) fn error_of(response: &Response) -> (String, String, String) {
    let text = String::from_utf8_lossy(&response.body);
    let pick = |value: &Value, names: &[&str]| names.iter().find_map(|n| word(value, n)).unwrap_or_default();
    let parsed = if text.trim_start().starts_with('<') {
        crate::api::xml_to_json(&text).ok()
    } else {
        serde_json::from_str::<Value>(&text).ok()
    };
    let (mut code, message, mut id) = match parsed {
        Some(value) => (
            pick(&value, &["Code", "code", "errorCode", "ErrCode"]),
            pick(&value, &["Message", "message", "errorMessage", "ErrMessage"]),
            pick(&value, &["RequestId", "requestId", "request_id"]),
        ),
        None => Default::default(),
    };
    if code.is_empty() && response.status == 200 {
        code = "Unsuccessful".into();
    }
    if code.is_empty() {
        // Answers without a body carry the code in a header.
        code = response.header("x-oss-ec").map_or_else(|| format!("HTTP.{}", response.status), ToOwned::to_owned);
    }
    if id.is_empty() {
        id = request_id(response);
    }
    (code, shorten(&message), id)
}

/// The text or number under a name.
fn word(value: &Value, name: &str) -> Option<String> {
    match value.get(name)? {
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

fn request_id(response: &Response) -> String {
    ["x-acs-request-id", "x-oss-request-id", "x-log-requestid"]
        .iter()
        .find_map(|name| response.header(name))
        .unwrap_or_default()
        .to_owned()
}

/// Provider messages can be pages long.
fn shorten(message: &str) -> String {
    let line: String = message.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect();
    line.trim().to_owned()
}

impl Client {
    /// A client with these credentials. `home_region` is asked for what is the same in every region.
    pub fn new(http: Http, credentials: Arc<Credentials>, endpoints: Endpoints, home_region: &str) -> Self {
        Client {
            http,
            credentials,
            endpoints: Arc::new(endpoints),
            pace: Arc::default(),
            shared: Arc::default(),
            home_region: home_region.into(),
        }
    }

    /// The same for another account: other credentials, and a pace of its own, since the provider counts by account.
    #[must_use]
    pub fn with_credentials(&self, credentials: Arc<Credentials>) -> Self {
        Client { credentials, pace: Arc::default(), ..self.clone() }
    }

    /// The credentials.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// The HTTP client.
    pub fn http(&self) -> &Http {
        &self.http
    }

    /// Requests sent so far and those among them that were repeated.
    pub fn counts(&self) -> (u64, u64) {
        (self.shared.sent.load(Ordering::Relaxed), self.shared.retried.load(Ordering::Relaxed))
    }

    /// Who we are.
    ///
    /// # Errors
    /// The key is refused, or the network fails.
    pub async fn identity(&self) -> Result<Identity, CallError> {
        let ask = Ask {
            product: &STS,
            action: "GetCallerIdentity",
            path: "/",
            region: String::new(),
            parameters: Vec::new(),
        };
        let answer = self.send(&ask).await.map_err(|error| match error {
            CallError::Refused { code, message, .. } => CredentialError::Refused { code, message }.into(),
            other => other,
        })?;
        let text = |name: &str| answer.json.as_ref().and_then(|json| word(json, name)).unwrap_or_default();
        let identity = Identity { account: text("AccountId"), arn: text("Arn"), kind: text("IdentityType") };
        if identity.account.is_empty() {
            // Everything that is found is filed under the account: without its id nothing can be.
            let message = "the answer to sts:GetCallerIdentity names no account".into();
            return Err(CredentialError::Invalid { origin: "STS".into(), message }.into());
        }
        Ok(identity)
    }

    /// Sends one request, and again while its trouble may pass.
    ///
    /// # Errors
    /// The provider's refusal, the network's failure, or missing credentials.
    pub async fn send(&self, ask: &Ask) -> Result<Answered, CallError> {
        let region = if ask.region.is_empty() { &*self.home_region } else { ask.region.as_str() };
        // Products that answer centrally are asked without a region, all others where the thing is.
        let place = if matches!(ask.product.home, crate::api::Home::Central) { "" } else { region };
        let host = self.endpoints.host(ask.product, place);
        let lane = self.pace.lane(format!("{} {host}", ask.product.id));
        let mut refreshed = false;
        let mut corrected = false;
        let mut attempt = 0;
        loop {
            attempt += 1;
            let key = self.credentials.key().await?;
            let permit = lane.enter().await;
            let at = now() + time::Duration::seconds(self.shared.skew.load(Ordering::Relaxed));
            let wire = ask.wire(&host, region, &key, at);
            let url = if wire.query.is_empty() {
                format!("{}://{}{}", self.http.scheme(), wire.host, wire.path)
            } else {
                format!("{}://{}{}?{}", self.http.scheme(), wire.host, wire.path, wire.query)
            };
            self.shared.sent.fetch_add(1, Ordering::Relaxed);
            let sent = self.http.send(wire.method, &url, &wire.headers).await;
            drop(permit);
            let response = match sent {
                Ok(response) => response,
                // A name server in trouble may say that there is no such host: only what it says again is believed, for it stands
                // for a region without the product.
                Err(error)
                    if matches!(error, HttpError::Transient(_)) && attempt < ATTEMPTS
                        || matches!(error, HttpError::NoSuchHost { .. }) && attempt < NAME_ATTEMPTS =>
                {
                    tracing::debug!(action = ask.action, region = ask.region, %error, attempt, "the network failed");
                    self.pause(attempt, None).await;
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            match read(ask, response) {
                Ok(answered) => {
                    lane.answered();
                    tracing::trace!(action = ask.action, region = ask.region, id = answered.request_id, "answered");
                    return Ok(answered);
                }
                Err(refused) => {
                    let Refused { response, code, message, id } = *refused;
                    let rest = response
                        .header("x-acs-retry-after")
                        .and_then(|ms| ms.trim().parse().ok())
                        .map(|ms: u64| Duration::from_millis(ms.min(60_000)));
                    let class = class(response.status, &code);
                    tracing::debug!(action = ask.action, region = ask.region, code, attempt, ?class, "refused");
                    match class {
                        Class::Throttled if attempt < ATTEMPTS => {
                            lane.throttled(rest);
                            self.pause(attempt, rest).await;
                            continue;
                        }
                        Class::Transient if attempt < ATTEMPTS => {
                            self.pause(attempt, rest).await;
                            continue;
                        }
                        Class::Expired if !refreshed && key.token.is_some() => {
                            refreshed = true;
                            self.credentials.expire(&key).await;
                            self.shared.retried.fetch_add(1, Ordering::Relaxed);
                            continue;
                        }
                        Class::Skewed if !corrected => {
                            corrected = true;
                            if let Some(off) = skew(&response, now()) {
                                self.shared.skew.store(off, Ordering::Relaxed);
                                self.shared.retried.fetch_add(1, Ordering::Relaxed);
                                continue;
                            }
                        }
                        Class::Throttled | Class::Transient | Class::Expired | Class::Skewed | Class::Lasting => {}
                    }
                    let sha256 = sha256_hex(&response.body);
                    return Err(CallError::Refused {
                        status: response.status,
                        code,
                        message,
                        request_id: id,
                        sha256,
                        at: stamp(),
                    });
                }
            }
        }
    }

    async fn pause(&self, attempt: u32, rest: Option<Duration>) {
        self.shared.retried.fetch_add(1, Ordering::Relaxed);
        let most = PAUSE.saturating_mul(1 << (attempt - 1).min(10)).min(LONGEST_PAUSE);
        let mut byte = [128u8; 1];
        // Without entropy the pause is half of the most.
        let _ = getrandom::fill(&mut byte);
        let drawn = most.mul_f64(f64::from(byte[0]) / 255.0);
        tokio::time::sleep(rest.map_or(drawn, |rest| rest.max(drawn))).await;
    }
}

/// A response that is no answer, and what it says is wrong.
struct Refused {
    response: Response,
    code: String,
    message: String,
    id: String,
}

/// An answer, or the response again with what it says is wrong.
fn read(ask: &Ask, response: Response) -> Result<Answered, Box<Refused>> {
    let refuse = |response: Response| {
        let (code, message, id) = error_of(&response);
        Err(Box::new(Refused { response, code, message, id }))
    };
    if response.status != 200 {
        return refuse(response);
    }
    let sha256 = sha256_hex(&response.body);
    let text = String::from_utf8_lossy(&response.body);
    let mut request = request_id(&response);
    let style = ask.product.style;
    let unreadable = |response: Response, message: &str, id: String| {
        Err(Box::new(Refused { response, code: UNREADABLE.into(), message: message.into(), id }))
    };
    if text.trim().is_empty() {
        if style != Style::Sls {
            return unreadable(response, "the answer is empty", request);
        }
        // An empty answer is one: a log project without a policy says so.
        let json = Some(Value::String(String::new()));
        return Ok(Answered { json, xml: None, request_id: request, sha256, at: stamp() });
    }
    if text.trim_start().starts_with('<') {
        // Only object storage answers in XML; what comes from elsewhere is a page of a proxy or a gateway.
        let root = xml_root(&text);
        if style != Style::Oss || root.eq_ignore_ascii_case("html") {
            return unreadable(response, "the answer is a page for people, or XML where JSON was asked for", request);
        }
        if root == "Error" {
            return refuse(response);
        }
        let xml = Some(text.into_owned());
        return Ok(Answered { json: None, xml, request_id: request, sha256, at: stamp() });
    }
    let Ok(json) = serde_json::from_slice::<Value>(&response.body) else {
        return unreadable(response, "the answer is neither JSON nor XML", request);
    };
    if style == Style::Rpc && !json.is_object() {
        return unreadable(response, "the answer is no JSON object", request);
    }
    if request.is_empty() {
        let named = ["RequestId", "requestId", "request_id"];
        request = named.iter().find_map(|n| json.get(n)?.as_str()).unwrap_or_default().to_owned();
    }
    if style != Style::Oss && refuses(&json) {
        return refuse(response);
    }
    Ok(Answered { json: Some(json), xml: None, request_id: request, sha256, at: stamp() })
}

/// Our own code for an answer that cannot be read.
const UNREADABLE: &str = "UnreadableAnswer";

/// The name of the outermost element.
fn xml_root(text: &str) -> &str {
    let mut rest = text.trim_start();
    while let Some(after) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!--")) {
        rest = after.split_once('>').map_or("", |(_, tail)| tail.trim_start());
    }
    let name =
        rest.strip_prefix("<!DOCTYPE").or_else(|| rest.strip_prefix("<!doctype")).or_else(|| rest.strip_prefix('<'));
    let name = name.unwrap_or_default().trim_start();
    &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())]
}

/// True when an answer with HTTP 200 says that there is none. Some older actions answer `Success: false`, gateways a code and
/// a message; the codes of success are `OK`, `Success` and numbers under 300.
fn refuses(json: &Value) -> bool {
    let success = ["Success", "success"].iter().find_map(|name| match json.get(name)? {
        Value::Bool(ok) => Some(*ok),
        Value::String(ok) if ok.eq_ignore_ascii_case("true") => Some(true),
        Value::String(ok) if ok.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    });
    let said = |names: &[&str]| names.iter().find_map(|name| word(json, name)).filter(|text| !text.is_empty());
    let code = said(&["Code", "code", "errorCode", "ErrCode"]);
    let failed = |code: &str| match code.parse::<u32>() {
        Ok(number) => number >= 300,
        Err(_) => !["ok", "success", "succeed"].contains(&code.to_ascii_lowercase().as_str()),
    };
    match success {
        Some(ok) => !ok,
        None => {
            code.is_some_and(|code| failed(&code))
                && said(&["Message", "message", "errorMessage", "ErrMessage"]).is_some()
        }
    }
}

/// The moment now, RFC 3339 in UTC, whole seconds.
pub fn moment() -> String {
    now().replace_nanosecond(0).ok().and_then(|t| t.format(&Rfc3339).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, body: &str, headers: &[(&str, &str)]) -> Response {
        let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Response { status, headers, body: body.as_bytes().to_vec() }
    }

    #[test]
    fn errors_are_read_in_every_shape() {
        for (body, headers, code, id) in [
            (
                r#"{"Code":"Forbidden.RAM","Message":"no","RequestId":"R1","HostId":"h"}"#,
                &[][..],
                "Forbidden.RAM",
                "R1",
            ),
            (r#"{"code":"StatusForbidden","message":"no","requestId":"R2"}"#, &[], "StatusForbidden", "R2"),
            (r#"{"errorCode":"Unauthorized","errorMessage":"no"}"#, &[("x-log-requestid", "R3")], "Unauthorized", "R3"),
            (
                "<Error><Code>NoSuchBucketPolicy</Code><Message>m</Message><RequestId>R4</RequestId></Error>",
                &[],
                "NoSuchBucketPolicy",
                "R4",
            ),
            ("", &[("x-oss-ec", "0003-00000001"), ("x-oss-request-id", "R5")], "0003-00000001", "R5"),
            ("<html>bad gateway</html>", &[], "HTTP.502", ""),
        ] {
            let (found, _, request) = error_of(&response(502, body, headers));
            assert_eq!((found.as_str(), request.as_str()), (code, id), "{body}");
        }
    }

    fn answer(product: &'static Product, body: &str) -> Result<Answered, String> {
        let ask = Ask { product, action: "A", path: "/", region: String::new(), parameters: Vec::new() };
        read(&ask, response(200, body, &[])).map_err(|refused| refused.code)
    }

    #[test]
    fn an_error_under_http_200_is_no_answer() {
        for (body, code) in [
            ("", "UnreadableAnswer"),
            (" \n", "UnreadableAnswer"),
            ("<html><body>sign in</body></html>", "UnreadableAnswer"),
            ("<Error><Code>AccessDenied</Code></Error>", "UnreadableAnswer"),
            ("null", "UnreadableAnswer"),
            ("[]", "UnreadableAnswer"),
            ("\"ok\"", "UnreadableAnswer"),
            ("{\"Instances\": [", "UnreadableAnswer"),
            (r#"{"Code":"InternalError","Message":"m","RequestId":"R"}"#, "InternalError"),
            (r#"{"Code":500,"Message":"m"}"#, "500"),
            (r#"{"code":"StatusForbidden","message":"m"}"#, "StatusForbidden"),
            (r#"{"Success":false,"RequestId":"R"}"#, "Unsuccessful"),
            (r#"{"Success":"false","Code":"Throttling","Message":"m"}"#, "Throttling"),
            (r#"{"success":false,"code":403,"message":"m"}"#, "403"),
        ] {
            assert_eq!(answer(&crate::api::products::RDS, body).unwrap_err(), code, "{body}");
        }
        for body in [
            "{}",
            r#"{"Code":"200","Message":"","Success":true}"#,
            r#"{"Code":200,"Message":"The specified resource is not found.","Success":true}"#,
            r#"{"Code":"success","Message":"m"}"#,
            r#"{"Code":"PREPAY"}"#,
        ] {
            assert!(answer(&crate::api::products::RDS, body).is_ok(), "{body}");
        }
        let oss = |body| answer(&crate::api::products::OSS, body).map(|_| ());
        assert_eq!(
            oss("<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>"),
            Err("AccessDenied".into())
        );
        assert_eq!(oss("<!DOCTYPE html><html></html>"), Err("UnreadableAnswer".into()));
        assert_eq!(oss(""), Err("UnreadableAnswer".into()));
        assert_eq!(oss("<ListAllMyBucketsResult/>"), Ok(()));
        // A bucket policy is the user's JSON, and a log project without a policy answers with nothing.
        assert_eq!(oss(r#"{"Version":"1","Statement":[]}"#), Ok(()));
        assert!(answer(&crate::api::products::SLS, "").is_ok());
        assert_eq!(
            answer(&crate::api::products::SLS, r#"{"errorCode":"Unauthorized","errorMessage":"m"}"#).unwrap_err(),
            "Unauthorized"
        );
    }

    #[test]
    fn codes_fall_into_their_classes() {
        for (status, code, expected) in [
            (400, "Throttling.User", Class::Throttled),
            (503, "Throttling", Class::Throttled),
            (429, "", Class::Throttled),
            (503, "ServiceUnavailable", Class::Transient),
            (500, "InternalError", Class::Transient),
            (400, "SignatureNonceUsed", Class::Transient),
            (403, "SecurityTokenExpired", Class::Expired),
            (400, "InvalidSecurityToken.Expired", Class::Expired),
            (400, "InvalidTimeStamp.Expired", Class::Skewed),
            (403, "RequestTimeTooSkewed", Class::Skewed),
            (403, "Forbidden.RAM", Class::Lasting),
            (403, "NoPermission", Class::Lasting),
            (404, "InvalidAccessKeyId.NotFound", Class::Lasting),
            (400, "SignatureDoesNotMatch", Class::Lasting),
            (404, "NoSuchBucketPolicy", Class::Lasting),
            (200, "UnreadableAnswer", Class::Transient),
        ] {
            assert_eq!(class(status, code), expected, "{status} {code}");
        }
    }

    #[test]
    fn the_servers_clock_is_read() {
        let at = time::macros::datetime!(2026-11-25 00:00:00 UTC);
        let ahead = response(400, "", &[("date", "Wed, 25 Nov 2026 00:20:00 GMT")]);
        assert_eq!(skew(&ahead, at), Some(1200));
    }

    #[test]
    fn path_parameters_leave_the_query() {
        let mut query = vec![("cluster_id".to_owned(), "c 1/x".to_owned()), ("a".to_owned(), "b".to_owned())];
        assert_eq!(fill("/clusters/{cluster_id}/nodes", &mut query), "/clusters/c%201%2Fx/nodes");
        assert_eq!(query, [("a".to_owned(), "b".to_owned())]);
    }
}
