//! The HTTP client: TLS, proxies, timeouts.

use std::path::PathBuf;
use std::time::Duration;

use reqwest::{Certificate, Method, Proxy, Url};

/// How to reach the network.
#[derive(Clone, Debug, Default)]
pub struct HttpOptions {
    /// PEM file with further certificate authorities to trust.
    pub ca_bundle: Option<PathBuf>,
    /// `host:port` of a proxy on this machine through which everything goes unencrypted: for emulators. Refused unless the
    /// address is a loopback one.
    pub plain_proxy: Option<String>,
}

/// The HTTP client.
#[derive(Clone, Debug)]
pub struct Http {
    client: reqwest::Client,
    /// Without proxies: the metadata service of a virtual machine is asked directly.
    direct: reqwest::Client,
    scheme: &'static str,
}

/// The network failed before an answer arrived.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// The certificate file cannot be used.
    #[error("{path}: {message}")]
    CaBundle {
        /// The file.
        path: String,
        /// What is wrong.
        message: String,
    },
    /// The plain proxy is not on this machine.
    #[error("{0} is not a loopback address: unencrypted requests never leave this machine")]
    NotLoopback(String),
    /// The client cannot be built.
    #[error("the HTTP client cannot be built: {0}")]
    Build(String),
    /// A host that does not exist.
    #[error("{host} does not exist")]
    NoSuchHost {
        /// The host.
        host: String,
    },
    /// Anything that may pass.
    #[error("{0}")]
    Transient(String),
    /// Anything that will not.
    #[error("{0}")]
    Fatal(String),
}

/// An answer.
#[derive(Debug)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Headers by lower-case name.
    pub headers: Vec<(String, String)>,
    /// The bytes as received.
    pub body: Vec<u8>,
}

/// The longest answer accepted; a page of the largest lists is far below.
const LONGEST: usize = 64 << 20;

impl Http {
    /// Builds the client. `HTTPS_PROXY`, `NO_PROXY` and `SSL_CERT_FILE` are honoured.
    ///
    /// # Errors
    /// An unusable certificate file, a plain proxy elsewhere, or a client that cannot be built.
    pub fn new(options: &HttpOptions) -> Result<Self, HttpError> {
        // Installing twice in one process is no error: the first stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = || {
            reqwest::Client::builder()
                .user_agent(concat!("dengbao/", env!("CARGO_PKG_VERSION")))
                .connect_timeout(Duration::from_secs(10))
                .timeout(Duration::from_secs(60))
                .pool_idle_timeout(Duration::from_secs(30))
                .redirect(reqwest::redirect::Policy::none())
        };
        let mut through = builder();
        let mut scheme = "https";
        if let Some(path) = &options.ca_bundle {
            let bad = |message: String| HttpError::CaBundle { path: path.display().to_string(), message };
            #[expect(clippy::disallowed_methods, reason = "an edge module: the user's certificate file")]
            let pem = std::fs::read(path).map_err(|e| bad(e.to_string()))?;
            let certificates = Certificate::from_pem_bundle(&pem).map_err(|e| bad(e.to_string()))?;
            if certificates.is_empty() {
                return Err(bad("it holds no certificate in PEM form".into()));
            }
            through = through.tls_certs_merge(certificates);
        }
        if let Some(address) = &options.plain_proxy {
            let loopback = address.parse::<std::net::SocketAddr>().is_ok_and(|a| a.ip().is_loopback());
            if !loopback {
                return Err(HttpError::NotLoopback(address.clone()));
            }
            let proxy = Proxy::all(format!("http://{address}")).map_err(|e| HttpError::Build(e.to_string()))?;
            through = through.no_proxy().proxy(proxy);
            scheme = "http";
        }
        let built = |b: reqwest::ClientBuilder| b.build().map_err(|e| HttpError::Build(chain(&e)));
        let client = built(through)?;
        let direct = if options.plain_proxy.is_some() {
            client.clone()
        } else {
            built(builder().no_proxy().timeout(Duration::from_secs(3)).connect_timeout(Duration::from_secs(1)))?
        };
        Ok(Http { client, direct, scheme })
    }

    /// `https`, or `http` towards an emulator.
    pub fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// Sends a request and reads the whole answer.
    ///
    /// # Errors
    /// The network's.
    pub async fn send(&self, method: &str, url: &str, headers: &[(String, String)]) -> Result<Response, HttpError> {
        Self::send_with(&self.client, method, url, headers, None, LONGEST).await
    }

    /// Sends a body.
    ///
    /// # Errors
    /// The network's.
    pub async fn post(&self, url: &str, headers: &[(String, String)], body: String) -> Result<Response, HttpError> {
        Self::send_with(&self.client, "POST", url, headers, Some(body.into_bytes()), LONGEST).await
    }

    /// Sends bytes, and accepts an answer of at most `longest` bytes.
    ///
    /// # Errors
    /// The network's, or a longer answer.
    pub async fn post_bytes(
        &self,
        url: &str,
        headers: &[(String, String)],
        body: Vec<u8>,
        longest: usize,
    ) -> Result<Response, HttpError> {
        Self::send_with(&self.client, "POST", url, headers, Some(body), longest).await
    }

    /// Sends a request to a service of this machine's own network, past every proxy.
    ///
    /// # Errors
    /// The network's.
    pub async fn send_direct(
        &self,
        method: &str,
        url: &str,
        headers: &[(String, String)],
    ) -> Result<Response, HttpError> {
        Self::send_with(&self.direct, method, url, headers, None, LONGEST).await
    }

    async fn send_with(
        client: &reqwest::Client,
        method: &str,
        url: &str,
        headers: &[(String, String)],
        body: Option<Vec<u8>>,
        longest: usize,
    ) -> Result<Response, HttpError> {
        let url = Url::parse(url).map_err(|e| HttpError::Fatal(format!("not an address: {e}")))?;
        let host = url.host_str().unwrap_or_default().to_owned();
        let method = Method::from_bytes(method.as_bytes()).map_err(|e| HttpError::Fatal(e.to_string()))?;
        let mut request = client.request(method, url);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let mut answer = request.send().await.map_err(|e| classify(&e, &host))?;
        let status = answer.status().as_u16();
        let headers = answer
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|e| classify(&e, &host))? {
            if body.len() + chunk.len() > longest {
                return Err(HttpError::Fatal(format!("{host}: the answer is longer than {} MB", longest >> 20)));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response { status, headers, body })
    }
}

impl Response {
    /// The header with this lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// The causes of an error in one line; the address is left out, for its query may name what is nobody's business.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(e) = cause {
        text.push_str(": ");
        text.push_str(&e.to_string());
        cause = e.source();
    }
    text
}

fn classify(error: &reqwest::Error, host: &str) -> HttpError {
    let text = std::error::Error::source(error).map_or_else(|| error.to_string(), chain);
    let lower = text.to_ascii_lowercase();
    // EAI_NONAME; "Temporary failure in name resolution" is EAI_AGAIN and may pass.
    if lower.contains("name or service not known") || lower.contains("no such host") || lower.contains("nodename nor") {
        return HttpError::NoSuchHost { host: host.to_owned() };
    }
    if lower.contains("certificate") || lower.contains("unknownissuer") {
        return HttpError::Fatal(format!("{host}: {text}"));
    }
    HttpError::Transient(format!("{host}: {text}"))
}
