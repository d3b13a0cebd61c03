//! An Alibaba Cloud of our own, on this machine: a forward proxy that is also the origin of every host. It verifies signatures
//! from the bytes received, pages for real, answers in each product's own error shape, and misbehaves when told to.
#![allow(dead_code, clippy::disallowed_methods, reason = "a test server; each test uses a part of it")]

pub mod data;
mod verify;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dengbao::api::{self, Call, Home, Paging, Product, Scope, Style};
use dengbao::cloud::Endpoints;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};

use data::{Account, Answer};

/// What to do wrong, and when.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Id of the call, or `*` for every call but STS.
    pub call: &'static str,
    /// Requests that pass before it begins.
    pub after: u64,
    /// How many requests it meets.
    pub times: u64,
    /// What happens.
    pub kind: FaultKind,
}

/// What happens to a request.
#[derive(Clone, Debug)]
pub enum FaultKind {
    /// `Throttling.User`, with the milliseconds of `x-acs-retry-after`.
    Throttle(Option<u64>),
    /// HTTP 503 in the product's shape.
    Unavailable,
    /// The connection is closed without an answer.
    Cut,
    /// No permission.
    Deny,
    /// The token has ended.
    Expired,
    /// The same page token again and again.
    LoopToken,
    /// An error of the provider, status and code.
    Error(u16, &'static str),
    /// HTTP 200 with this body.
    Says(&'static str),
}

impl Fault {
    /// From the first request on, for so many.
    pub fn first(call: &'static str, times: u64, kind: FaultKind) -> Self {
        Fault { call, after: 0, times, kind }
    }

    /// Always.
    pub fn always(call: &'static str, kind: FaultKind) -> Self {
        Fault { call, after: 0, times: u64::MAX, kind }
    }
}

/// How the emulator is set up.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Accounts; the first one's key is the scanner's.
    pub accounts: Vec<Account>,
    /// Regions that `DescribeRegions` lists.
    pub regions: Vec<String>,
    /// Time that each answer takes.
    pub latency: Duration,
    /// At most so many items a page, whatever is asked for.
    pub page: usize,
    /// What goes wrong.
    pub faults: Vec<Fault>,
    /// Seconds by which the provider's clock is ahead.
    pub clock_ahead: i64,
    /// Seconds that temporary keys live.
    pub token_seconds: i64,
    /// Certificate chain and key in PEM, to answer over TLS behind `CONNECT`.
    pub tls: Option<(String, String)>,
}

impl Setup {
    /// The made-up account in three regions, without faults.
    pub fn acme() -> Self {
        Setup {
            accounts: vec![Account::acme()],
            regions: ["cn-hangzhou", "cn-shanghai", "ap-southeast-1"].map(ToOwned::to_owned).to_vec(),
            latency: Duration::ZERO,
            page: 2,
            faults: Vec::new(),
            clock_ahead: 0,
            token_seconds: 3600,
            tls: None,
        }
    }
}

/// A key that the emulator knows.
#[derive(Clone, Debug)]
struct KnownKey {
    secret: String,
    token: Option<String>,
    account: String,
    arn: String,
    kind: &'static str,
    ends: Option<i64>,
}

/// Id of the scanner's long-lived key.
pub const KEY_ID: &str = "LTAI5tEmulatedKey00001";
/// Its secret. Tests look for it in everything that is written.
pub const KEY_SECRET: &str = "EmulatedSecretPlanted0123456789";

#[derive(Debug)]
struct State {
    setup: Setup,
    keys: Mutex<HashMap<String, KnownKey>>,
    nonces: Mutex<BTreeSet<String>>,
    met: Mutex<Vec<u64>>,
    /// Requests by call id.
    counts: Mutex<BTreeMap<String, u64>>,
    in_flight: Mutex<BTreeMap<String, (u64, u64)>>,
    refused_signatures: AtomicU64,
    made: AtomicU64,
}

/// A running emulator; it stops when dropped.
#[derive(Debug)]
pub struct Emulator {
    /// Where it listens.
    pub address: SocketAddr,
    state: Arc<State>,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
}

impl Drop for Emulator {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}

impl Emulator {
    /// Starts on a free port.
    pub fn start(setup: Setup) -> Self {
        Self::start_on(setup, 0)
    }

    /// Starts on this port.
    pub fn start_on(setup: Setup, port: u16) -> Self {
        let owner = &setup.accounts[0].id;
        let key = KnownKey {
            secret: KEY_SECRET.into(),
            token: None,
            account: owner.clone(),
            arn: format!("acs:ram::{owner}:user/scanner"),
            kind: "RAMUser",
            ends: None,
        };
        let met = vec![0; setup.faults.len()];
        let state = Arc::new(State {
            setup,
            keys: Mutex::new([(KEY_ID.to_owned(), key)].into()),
            nonces: Mutex::default(),
            met: Mutex::new(met),
            counts: Mutex::default(),
            in_flight: Mutex::default(),
            refused_signatures: AtomicU64::new(0),
            made: AtomicU64::new(0),
        });
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel();
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                tokio::select! { () = serve(listener, shared) => {} _ = stopped => {} }
            });
        });
        Emulator { address: told.recv().unwrap(), state, stop: Some(stop) }
    }

    /// Requests so far, by call id; `?` stands for what is no call of ours.
    pub fn counts(&self) -> BTreeMap<String, u64> {
        self.state.counts.lock().unwrap().clone()
    }

    /// All requests so far.
    pub fn total(&self) -> u64 {
        self.counts().values().sum()
    }

    /// The most requests in flight at once for any product and region.
    pub fn most_in_flight(&self) -> u64 {
        self.state.in_flight.lock().unwrap().values().map(|(_, most)| *most).max().unwrap_or_default()
    }

    /// Requests whose signature did not hold.
    pub fn refused_signatures(&self) -> u64 {
        self.state.refused_signatures.load(Ordering::Relaxed)
    }
}

async fn serve(listener: tokio::net::TcpListener, state: Arc<State>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { return };
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            let service = service_fn(move |request: Request<Incoming>| {
                let state = Arc::clone(&state);
                async move {
                    if request.method() == hyper::Method::CONNECT {
                        tunnel(request, state)
                    } else {
                        answer(request, state).await
                    }
                }
            });
            // A connection that was cut on purpose ends in an error.
            let server = hyper::server::conn::http1::Builder::new();
            let _ = server.serve_connection(TokioIo::new(stream), service).with_upgrades().await;
        });
    }
}

/// Answers the host behind a tunnel, over TLS.
fn tunnel(request: Request<Incoming>, state: Arc<State>) -> Result<Response<Full<Bytes>>, Closed> {
    let (chain, key) = state.setup.tls.clone().ok_or(Closed)?;
    tokio::spawn(async move {
        use rustls::pki_types::pem::PemObject as _;
        use rustls::pki_types::{CertificateDer, PrivateKeyDer};
        let chain: Vec<_> = CertificateDer::pem_slice_iter(chain.as_bytes()).map(Result::unwrap).collect();
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        let Ok(upgraded) = hyper::upgrade::on(request).await else { return };
        // A client that does not trust the certificate goes away.
        let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
        let Ok(stream) = acceptor.accept(TokioIo::new(upgraded)).await else { return };
        let service = service_fn(move |request| answer(request, Arc::clone(&state)));
        let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
    });
    Ok(Response::new(Full::new(Bytes::new())))
}

/// A request, taken apart.
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    fn number(&self, name: &str) -> Option<usize> {
        self.parameter(name)?.parse().ok()
    }
}

/// The connection is closed.
#[derive(Debug)]
struct Closed;

impl std::fmt::Display for Closed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("closed")
    }
}

impl std::error::Error for Closed {}

async fn answer(request: Request<Incoming>, state: Arc<State>) -> Result<Response<Full<Bytes>>, Closed> {
    let (parts, body) = request.into_parts();
    let uri = parts.uri;
    let headers: Vec<(String, String)> = parts
        .headers
        .iter()
        .map(|(n, v)| (n.as_str().to_owned(), String::from_utf8_lossy(v.as_bytes()).into_owned()))
        .collect();
    let host = uri
        .authority()
        .map(ToString::to_string)
        .or_else(|| headers.iter().find(|(n, _)| n == "host").map(|(_, v)| v.clone()));
    let body = body.collect().await.map_err(|_| Closed)?.to_bytes().to_vec();
    let asked = Asked {
        method: parts.method.to_string(),
        host: host.unwrap_or_default(),
        path: uri.path().to_owned(),
        query: decode(uri.query().unwrap_or_default()),
        headers,
        body,
    };
    if !state.setup.latency.is_zero() {
        let lane = asked.host.clone();
        enter(&state, &lane);
        tokio::time::sleep(state.setup.latency).await;
        leave(&state, &lane);
    }
    respond(&asked, &state).ok_or(Closed)
}

fn enter(state: &State, lane: &str) {
    let mut lanes = state.in_flight.lock().unwrap();
    let (now, most) = lanes.entry(lane.to_owned()).or_default();
    *now += 1;
    *most = (*most).max(*now);
}

fn leave(state: &State, lane: &str) {
    if let Some((now, _)) = state.in_flight.lock().unwrap().get_mut(lane) {
        *now -= 1;
    }
}

fn decode(query: &str) -> Vec<(String, String)> {
    let text = |s: &str| percent_encoding::percent_decode_str(&s.replace('+', " ")).decode_utf8_lossy().into_owned();
    query
        .split('&')
        .filter(|p| !p.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (text(name), text(value))
        })
        .collect()
}

/// The answer; `None` closes the connection.
fn respond(asked: &Asked, state: &State) -> Option<Response<Full<Bytes>>> {
    let bare = asked.host.split(':').next().unwrap_or_default();
    if bare == "100.100.100.200" || bare == "credentials.test" {
        return Some(local_service(asked, state));
    }
    let now = time::OffsetDateTime::now_utc().unix_timestamp() + state.setup.clock_ahead;
    let style = style_of(asked);
    let refuse = |status: u16, code: &str, message: &str| Some(error(state, style, status, code, message, now));
    if asked.parameter("Action").is_none() && bare.starts_with("sts.") && form(asked, "Action") == "AssumeRoleWithOIDC"
    {
        return Some(oidc(asked, state, now));
    }
    let keys = state.keys.lock().unwrap().clone();
    let lookup = |id: &str| keys.get(id).map(|k| (k.secret.clone(), k.token.clone(), k.ends));
    let id = match verify::verify(asked, now, &lookup, &mut state.nonces.lock().unwrap()) {
        Ok(id) => id,
        Err((status, code, message)) => {
            state.refused_signatures.fetch_add(1, Ordering::Relaxed);
            return refuse(status, code, &message);
        }
    };
    let key = keys[&id].clone();
    if style == Style::Rpc && bare.starts_with("sts") {
        return Some(sts(asked, state, &key, now));
    }
    // Two calls of ours may be one action with other things to ask about: the one that the account knows an answer to.
    let candidates = identify(asked, state);
    let knows = |(call, region): &&(&'static Call, String)| {
        state.setup.accounts.iter().any(|a| a.id == key.account && a.knows(call, region, &sent(asked, call)))
    };
    let Some((call, region)) = candidates.iter().find(knows).or_else(|| candidates.first()).cloned() else {
        *state.counts.lock().unwrap().entry("?".into()).or_default() += 1;
        return refuse(
            404,
            "InvalidAction.NotFound",
            &format!("{} {} {}", asked.host, asked.path, asked.header("x-acs-action")),
        );
    };
    *state.counts.lock().unwrap().entry(call.id.to_owned()).or_default() += 1;
    if let Some(kind) = fault(state, call.id) {
        match kind {
            FaultKind::Cut => return None,
            FaultKind::Throttle(ms) => {
                let status = if style == Style::Rpc { 400 } else { 429 };
                let mut response =
                    error(state, style, status, "Throttling.User", "Request was denied due to user flow control.", now);
                if let Some(ms) = ms {
                    response.headers_mut().insert("x-acs-retry-after", ms.into());
                }
                return Some(response);
            }
            FaultKind::Unavailable => return refuse(503, "ServiceUnavailable", "The service is busy."),
            FaultKind::Deny => {
                return match style {
                    Style::Rpc => {
                        refuse(403, "Forbidden.RAM", "User not authorized to operate on the specified resource.")
                    }
                    Style::Roa => refuse(403, "StatusForbidden", "forbidden"),
                    Style::Oss => {
                        refuse(403, "AccessDenied", "You have no right to access this object because of bucket acl.")
                    }
                    Style::Sls => refuse(401, "Unauthorized", "denied by sts or ram"),
                };
            }
            FaultKind::Expired if key.token.is_some() => {
                return refuse(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
            }
            FaultKind::Expired => {}
            FaultKind::LoopToken => {
                let mut body = wrap(call, json!([]));
                if let Paging::Token { token, .. } = call.paging {
                    body[token] = "again".into();
                }
                return Some(success(state, style, call, body, now));
            }
            FaultKind::Error(status, code) => return refuse(status, code, "planted"),
            FaultKind::Says(body) => return Some(plain(state, 200, &body.into())),
        }
    }
    if call.id == "ecs:DescribeRegions" {
        let regions: Vec<Value> = state
            .setup
            .regions
            .iter()
            .map(|r| json!({ "RegionId": r, "LocalName": r, "RegionEndpoint": format!("ecs.{r}.aliyuncs.com"), "Status": "available" }))
            .collect();
        return Some(success(state, style, call, wrap(call, json!(regions)), now));
    }
    let account = state.setup.accounts.iter().find(|a| a.id == key.account)?;
    let sent = sent(asked, call);
    match account.answer(call, &region, &sent) {
        Answer::Items(items, more) => Some(match page(asked, state, call, &items) {
            Ok(mut body) => {
                for (name, value) in more.as_object().into_iter().flatten() {
                    body[name] = value.clone();
                }
                success(state, style, call, body, now)
            }
            Err(message) => error(state, style, 400, "InvalidParameter", &message, now),
        }),
        Answer::Body(body) => Some(success(state, style, call, body, now)),
        Answer::Error(status, code) => refuse(status, &code, "emulated"),
    }
}

fn form(asked: &Asked, name: &str) -> String {
    let pairs = decode(&String::from_utf8_lossy(&asked.body));
    pairs.into_iter().find(|(n, _)| n == name).map(|(_, v)| v).unwrap_or_default()
}

fn style_of(asked: &Asked) -> Style {
    let authorization = asked.header("authorization");
    if asked.host.contains(".log.aliyuncs.com")
        || authorization.starts_with("SLS4")
        || authorization.starts_with("LOG ")
    {
        Style::Sls
    } else if authorization.starts_with("OSS") || asked.host.contains("oss-") {
        Style::Oss
    } else if asked.path != "/" {
        Style::Roa
    } else {
        Style::Rpc
    }
}

/// The calls that a request can be, and the region it is asked in. An unknown host is no call.
fn identify(asked: &Asked, state: &State) -> Vec<(&'static Call, String)> {
    let endpoints = Endpoints::default();
    let mut regions: Vec<String> = state.setup.regions.clone();
    regions.extend(["cn-hangzhou", "cn-shanghai", "ap-southeast-1"].map(ToOwned::to_owned));
    let action = asked.header("x-acs-action");
    let version = asked.header("x-acs-version");
    let style = style_of(asked);
    let matching = api::calls().filter(|call| call.product.style == style).filter(|call| match style {
        Style::Rpc => {
            call.action == action
                && call.product.version == version
                && call.fixed.iter().all(|(n, v)| asked.parameter(n) == Some(v))
        }
        Style::Roa => call.action == action && path_matches(call.path, &asked.path),
        Style::Sls => path_matches(call.path, &asked.path) && takes_project(call) == is_project_host(&asked.host),
        Style::Oss => oss_matches(call, asked),
    });
    let mut found = Vec::new();
    for call in matching {
        let host = bare_host(call.product, &asked.host);
        let given = call.region_param.and_then(|name| asked.parameter(name));
        let places: Vec<String> = match call.product.home {
            Home::Central => vec![String::new()],
            Home::Centres(centres) => centres.iter().map(|c| (*c).to_owned()).collect(),
            Home::Regions => regions.clone(),
        };
        let place = places
            .iter()
            .find(|r| endpoints.host(call.product, r) == host && given.is_none_or(|g| g == r.as_str()))
            .or_else(|| places.iter().find(|r| endpoints.host(call.product, r) == host));
        if let Some(place) = place {
            let region = if matches!(call.scope, Scope::Once) { String::new() } else { place.clone() };
            found.push((call, region));
        }
    }
    found
}

fn takes_project(call: &Call) -> bool {
    matches!(&call.scope, Scope::Each(each) if each.send.iter().any(|(name, _)| *name == "project"))
}

fn is_project_host(host: &str) -> bool {
    host.split('.').count() > 4
}

/// The host without bucket or project.
fn bare_host(product: &Product, host: &str) -> String {
    let host = host.split(':').next().unwrap_or_default();
    match product.style {
        Style::Oss => host.find("oss-").map_or(host, |at| &host[at..]).to_owned(),
        Style::Sls if is_project_host(host) => host.split_once('.').map_or(host, |(_, rest)| rest).to_owned(),
        _ => host.to_owned(),
    }
}

fn path_matches(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(&path).all(|(t, p)| if t.starts_with('{') { !p.is_empty() } else { t == p })
}

fn oss_matches(call: &Call, asked: &Asked) -> bool {
    let of_bucket = !asked.host.starts_with("oss-");
    let needs_bucket = matches!(&call.scope, Scope::Each(each) if each.send.iter().any(|(name, _)| *name == "bucket"));
    if of_bucket != needs_bucket {
        return false;
    }
    let resource = call.path.trim_start_matches('/').trim_start_matches('?');
    let known: BTreeSet<&str> = api::calls()
        .filter(|c| c.product.style == Style::Oss)
        .map(|c| c.path.trim_start_matches('/').trim_start_matches('?'))
        .flat_map(|r| r.split('&'))
        .map(|r| r.split('=').next().unwrap_or_default())
        .filter(|r| !r.is_empty() && *r != "max-keys")
        .collect();
    let asked_for: BTreeSet<&str> = asked.query.iter().map(|(n, _)| n.as_str()).filter(|n| known.contains(n)).collect();
    let wanted: BTreeSet<&str> = resource
        .split('&')
        .map(|r| r.split('=').next().unwrap_or_default())
        .filter(|r| !r.is_empty() && *r != "max-keys")
        .collect();
    asked_for == wanted
}

/// What a request says about what it is about: query, path and host.
fn sent(asked: &Asked, call: &Call) -> BTreeMap<String, String> {
    let mut sent: BTreeMap<String, String> = asked.query.iter().cloned().collect();
    let text = |s: &str| percent_encoding::percent_decode_str(s).decode_utf8_lossy().into_owned();
    for (template, part) in call.path.split('/').zip(asked.path.split('/')) {
        if let Some(name) = template.strip_prefix('{').and_then(|t| t.strip_suffix('}')) {
            sent.insert(name.to_owned(), text(part));
        }
    }
    let first = asked.host.split('.').next().unwrap_or_default().to_owned();
    match call.product.style {
        Style::Oss if !first.starts_with("oss-") => {
            sent.insert("bucket".into(), first);
        }
        Style::Sls if is_project_host(&asked.host) => {
            sent.insert("project".into(), first);
        }
        _ => {}
    }
    sent
}

fn fault(state: &State, call: &str) -> Option<FaultKind> {
    let mut met = state.met.lock().unwrap();
    for (fault, met) in state.setup.faults.iter().zip(met.iter_mut()) {
        if fault.call == call || fault.call == "*" && !call.starts_with("sts:") {
            *met += 1;
            if *met > fault.after && *met - fault.after <= fault.times {
                return Some(fault.kind.clone());
            }
        }
    }
    None
}

fn wrap(call: &Call, items: Value) -> Value {
    if call.items.is_empty() {
        return json!({});
    }
    call.items.rsplit('.').fold(items, |inner, name| json!({ name: inner }))
}

fn put(body: &mut Value, path: &str, value: Value) {
    if path.is_empty() {
        return;
    }
    let mut at = body;
    for name in path.split('.') {
        at = &mut at[name];
    }
    *at = value;
}

/// The largest page that a product documents, where asking for more is refused.
fn largest(call: &Call) -> usize {
    match call.id {
        "sls:ListAlerts" => 200,
        "rds:DescribeDBInstances" | "ecs:DescribeInstances" => 100,
        "ims:ListUsers" | "ram:ListUsers" | "oss:ListBuckets" | "ram:ListPolicies" => 1000,
        _ => 1000,
    }
}

/// One page of a list, by the parameters that the product's style has.
fn page(asked: &Asked, state: &State, call: &Call, items: &[Value]) -> Result<Value, String> {
    let size = |name: &str, default: usize| -> Result<usize, String> {
        let asked_for = if name.is_empty() { default } else { asked.number(name).unwrap_or(default) };
        if asked_for > largest(call) {
            return Err(format!("{name} is over {}", largest(call)));
        }
        Ok(asked_for.min(state.setup.page).max(1))
    };
    let take = |from: usize, count: usize| -> Vec<Value> { items.iter().skip(from).take(count).cloned().collect() };
    Ok(match call.paging {
        Paging::None => wrap(call, json!(items)),
        Paging::Token { token, size: (name, _) } => {
            let from = asked
                .parameter(token)
                .map_or(Ok(0), |t| t.strip_prefix("token-").and_then(|n| n.parse().ok()).ok_or("a wrong token"))?;
            let count = size(name, 10)?;
            let mut body = wrap(call, json!(take(from, count)));
            if from + count < items.len() {
                put(&mut body, token, json!(format!("token-{}", from + count)));
            }
            body
        }
        Paging::Marker { marker, next, size: (name, _) } => {
            let from: usize = asked
                .parameter(marker)
                .filter(|m| !m.is_empty())
                .map_or(Ok(0), |m| m.strip_prefix("marker-").and_then(|n| n.parse().ok()).ok_or("a wrong marker"))?;
            let count = size(name, 100)?;
            let mut body = wrap(call, json!(take(from, count)));
            let more = from + count < items.len();
            body["IsTruncated"] = json!(more);
            if more {
                body[next] = json!(format!("marker-{}", from + count));
            }
            body
        }
        Paging::Number { page, size: (name, _), total } => {
            let count = size(name, 10)?;
            let number = asked.number(page).unwrap_or(1).max(1);
            let mut body = wrap(call, json!(take((number - 1) * count, count)));
            put(&mut body, total, json!(items.len()));
            body
        }
        Paging::Offset { size: (name, _), total } => {
            let count = size(name, 100)?;
            let from = asked.number("offset").unwrap_or(0);
            let mut body = wrap(call, json!(take(from, count)));
            put(&mut body, total, json!(items.len()));
            body
        }
    })
}

fn request_id(state: &State) -> String {
    format!("EMULATED-{:08}", state.made.fetch_add(1, Ordering::Relaxed) + 1)
}

fn dated(now: i64) -> String {
    let at = time::OffsetDateTime::from_unix_timestamp(now).unwrap();
    at.format(&time::format_description::well_known::Rfc2822).unwrap().replace("+0000", "GMT")
}

fn success(state: &State, style: Style, call: &Call, mut body: Value, now: i64) -> Response<Full<Bytes>> {
    let id = request_id(state);
    let mut response = Response::builder().status(200).header("date", dated(now));
    let text = match style {
        Style::Oss if call.id != "oss:GetBucketPolicy" => {
            response = response.header("x-oss-request-id", &id).header("content-type", "application/xml");
            format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}", data::xml(data::root(call.action), &body))
        }
        Style::Oss => {
            response = response.header("x-oss-request-id", &id).header("content-type", "application/json");
            body.to_string()
        }
        Style::Sls => {
            response = response.header("x-log-requestid", &id).header("content-type", "application/json");
            body.to_string()
        }
        Style::Rpc | Style::Roa => {
            if style == Style::Rpc && body.is_object() {
                body["RequestId"] = json!(id);
            }
            response = response.header("x-acs-request-id", &id).header("content-type", "application/json");
            body.to_string()
        }
    };
    response.body(Full::new(Bytes::from(text))).unwrap()
}

/// An error in the product's own shape.
fn error(state: &State, style: Style, status: u16, code: &str, message: &str, now: i64) -> Response<Full<Bytes>> {
    let id = request_id(state);
    let response = Response::builder().status(status).header("date", dated(now));
    let (header, kind, body) = match style {
        Style::Rpc => (
            "x-acs-request-id",
            "application/json",
            json!({ "RequestId": id, "HostId": "emulated", "Code": code, "Message": message }).to_string(),
        ),
        Style::Roa => (
            "x-acs-request-id",
            "application/json",
            json!({ "code": code, "message": message, "requestId": id, "status": status }).to_string(),
        ),
        Style::Oss => (
            "x-oss-request-id",
            "application/xml",
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message><RequestId>{id}</RequestId><HostId>h</HostId><EC>0000-00000000</EC></Error>"
            ),
        ),
        Style::Sls => {
            ("x-log-requestid", "application/json", json!({ "errorCode": code, "errorMessage": message }).to_string())
        }
    };
    response.header(header, id).header("content-type", kind).body(Full::new(Bytes::from(body))).unwrap()
}

fn plain(state: &State, status: u16, body: &Value) -> Response<Full<Bytes>> {
    Response::builder()
        .status(status)
        .header("x-acs-request-id", request_id(state))
        .body(Full::new(Bytes::from(body.as_str().map_or_else(|| body.to_string(), ToOwned::to_owned))))
        .unwrap()
}

/// Hands out a temporary key for an account.
fn temporary(state: &State, account: &str, arn: &str, now: i64) -> Value {
    let number = state.made.fetch_add(1, Ordering::Relaxed);
    let id = format!("STS.NEmulatedTemporary{number:06}");
    let secret = format!("TemporarySecretPlanted{number:06}");
    let token = format!("TemporaryTokenPlanted{number:06}/+==");
    let ends = now + state.setup.token_seconds;
    let key = KnownKey {
        secret: secret.clone(),
        token: Some(token.clone()),
        account: account.into(),
        arn: arn.into(),
        kind: "AssumedRoleUser",
        ends: Some(ends),
    };
    state.keys.lock().unwrap().insert(id.clone(), key);
    let expiration = time::OffsetDateTime::from_unix_timestamp(ends).unwrap();
    let expiration = expiration.format(&time::format_description::well_known::Rfc3339).unwrap();
    json!({ "AccessKeyId": id, "AccessKeySecret": secret, "SecurityToken": token, "Expiration": expiration })
}

fn sts(asked: &Asked, state: &State, key: &KnownKey, now: i64) -> Response<Full<Bytes>> {
    match asked.header("x-acs-action") {
        "GetCallerIdentity" => plain(
            state,
            200,
            &json!({ "AccountId": key.account, "Arn": key.arn, "IdentityType": key.kind, "RequestId": "R" }),
        ),
        "AssumeRole" => {
            if let Some(FaultKind::Error(status, code)) = fault(state, "sts:AssumeRole") {
                return error(state, Style::Rpc, status, code, "planted", now);
            }
            let arn = asked.parameter("RoleArn").unwrap_or_default();
            let session = asked.parameter("RoleSessionName").unwrap_or_default();
            let mut parts = arn.split(':');
            let account = parts.nth(3).unwrap_or_default().to_owned();
            let role = parts.next().and_then(|p| p.strip_prefix("role/")).unwrap_or_default().to_owned();
            let known = state.setup.accounts.iter().find(|a| a.id == account);
            let Some(known) = known else {
                return error(state, Style::Rpc, 404, "EntityNotExist.Role", "The role not exists.", now);
            };
            if known.external_id.as_deref().is_some_and(|id| asked.parameter("ExternalId") != Some(id)) {
                return error(state, Style::Rpc, 403, "NoPermission", "the external id does not match", now);
            }
            let arn = format!("acs:ram::{account}:assumed-role/{role}/{session}");
            let credentials = temporary(state, &account, &arn, now);
            plain(
                state,
                200,
                &json!({ "RequestId": "R", "Credentials": credentials, "AssumedRoleUser": { "Arn": arn } }),
            )
        }
        other => error(state, Style::Rpc, 404, "InvalidAction.NotFound", other, now),
    }
}

fn oidc(asked: &Asked, state: &State, now: i64) -> Response<Full<Bytes>> {
    if form(asked, "OIDCToken") != "oidc-token-planted" {
        return error(state, Style::Rpc, 400, "AuthenticationFail.OIDCToken.Invalid", "the token is invalid", now);
    }
    let account = state.setup.accounts[0].id.clone();
    let arn = format!("acs:ram::{account}:assumed-role/oidc/{}", form(asked, "RoleSessionName"));
    plain(state, 200, &json!({ "Credentials": temporary(state, &account, &arn, now) }))
}

/// The metadata service of a virtual machine, and a credentials URI.
fn local_service(asked: &Asked, state: &State) -> Response<Full<Bytes>> {
    let now = time::OffsetDateTime::now_utc().unix_timestamp() + state.setup.clock_ahead;
    let account = state.setup.accounts[0].id.clone();
    let arn = format!("acs:ram::{account}:assumed-role/local/session");
    let handed = || {
        let mut key = temporary(state, &account, &arn, now);
        key["Code"] = json!("Success");
        key
    };
    match (asked.method.as_str(), asked.path.as_str()) {
        ("PUT", "/latest/api/token") => plain(state, 200, &json!("metadata-token")),
        ("GET", path) if path.starts_with("/latest/meta-data/ram/security-credentials/") => {
            if asked.header("x-aliyun-ecs-metadata-token") != "metadata-token" {
                return plain(state, 403, &json!("forbidden"));
            }
            match path.rsplit('/').next() {
                Some("") => plain(state, 200, &json!("ecs-role")),
                Some("ecs-role") => plain(state, 200, &handed()),
                _ => plain(state, 404, &json!("no such role")),
            }
        }
        ("GET", "/credentials") => plain(state, 200, &handed()),
        _ => plain(state, 404, &json!("not found")),
    }
}
