//! The transport over `reqwest`.

use std::{fmt, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::TryStreamExt;
use http::{Request, Response};
use reqwest::{Certificate, Client, NoProxy, Proxy, redirect};

use super::{Body, Transport, TransportError, TransportPhase};
use crate::{Error, ErrorKind, Result};

/// The transport over HTTP/1.1 and HTTP/2 with pooled connections. Cheap to clone; make one and share it.
///
/// A proxy is taken from `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, and certificate roots from the
/// operating system, or from the file that `SSL_CERT_FILE` names on Unix. The builder adds to them.
///
/// Plain HTTP, which is for this machine itself only, never goes through a proxy: the token would travel
/// to it in the clear.
#[derive(Clone)]
pub struct HttpTransport {
    client: Client,
    /// For plain HTTP.
    direct: Client,
}

impl HttpTransport {
    /// Starts a transport with other than the usual settings.
    pub fn builder() -> HttpTransportBuilder {
        HttpTransportBuilder::default()
    }

    /// Uses a `reqwest` client of your own, for plain HTTP to this machine too.
    ///
    /// It must not follow redirects, because a token would go with them: an answer from another address than
    /// the one that was asked is an error.
    pub fn from_reqwest(client: Client) -> Self {
        Self { direct: client.clone(), client }
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HttpTransport")
    }
}

/// Sets up an [`HttpTransport`].
#[must_use = "a transport is made by `build`"]
pub struct HttpTransportBuilder {
    connect_timeout: Duration,
    silence_timeout: Duration,
    proxies: Vec<Proxy>,
    no_environment_proxy: bool,
    roots: Vec<Certificate>,
    only_these_roots: bool,
}

impl Default for HttpTransportBuilder {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(20),
            silence_timeout: Duration::from_secs(60),
            proxies: Vec::new(),
            no_environment_proxy: false,
            roots: Vec::new(),
            only_these_roots: false,
        }
    }
}

impl HttpTransportBuilder {
    /// How long a connection may take to come about. Default: 20 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long the server may send nothing while an answer is due. Default: 60 s.
    pub fn silence_timeout(mut self, timeout: Duration) -> Self {
        self.silence_timeout = timeout;
        self
    }

    /// Sends requests through this proxy instead of the environment's, but for the hosts in `NO_PROXY`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if it is no URL.
    pub fn proxy(mut self, url: &str) -> Result<Self> {
        let proxy = Proxy::all(url).map_err(|_| {
            Error::new(
                ErrorKind::InvalidInput,
                "the proxy is no URL: expected a form such as http://proxy.example:3128",
            )
        })?;
        self.proxies.push(proxy.no_proxy(NoProxy::from_env()));
        Ok(self)
    }

    /// Connects directly, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.no_environment_proxy = true;
        self
    }

    /// Trusts these certificate authorities too: one or more certificates in PEM, such as a corporate
    /// proxy's that inspects TLS.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if no certificate can be read from it.
    pub fn add_root_certificates(mut self, pem: &[u8]) -> Result<Self> {
        let roots = Certificate::from_pem_bundle(pem).ok().filter(|roots| !roots.is_empty()).ok_or_else(|| {
            Error::new(
                ErrorKind::InvalidInput,
                "the root certificates can't be read: expected PEM with one or more `BEGIN CERTIFICATE` blocks",
            )
        })?;
        self.roots.extend(roots);
        Ok(self)
    }

    /// Trusts only the added certificate authorities, not the operating system's: for images that have none.
    pub fn only_added_roots(mut self) -> Self {
        self.only_these_roots = true;
        self
    }

    /// The transport.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Local`] if TLS can't be set up: no certificate roots on this machine, or, without the
    /// feature `rustls`, no process-wide cryptography provider.
    pub fn build(self) -> Result<HttpTransport> {
        #[cfg(not(feature = "rustls"))]
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            return Err(Error::builder(ErrorKind::Local)
                .detail("TLS can't be set up: no cryptography provider is installed")
                .advice("Install one for the process first, as rustls describes, or turn on the feature `rustls`.")
                .build());
        }
        let client = self.client(false)?;
        let direct = self.client(true)?;
        Ok(HttpTransport { client, direct })
    }

    fn client(&self, direct: bool) -> Result<Client> {
        let mut builder = Client::builder()
            .connect_timeout(self.connect_timeout)
            .read_timeout(self.silence_timeout)
            .redirect(redirect::Policy::none())
            .referer(false);
        if self.no_environment_proxy || direct {
            builder = builder.no_proxy();
        }
        if !direct {
            for proxy in &self.proxies {
                builder = builder.proxy(proxy.clone());
            }
        }
        builder = if self.only_these_roots {
            builder.tls_certs_only(self.roots.clone())
        } else {
            builder.tls_certs_merge(self.roots.clone())
        };
        builder.build().map_err(|error| {
            Error::builder(ErrorKind::Local)
                .detail("TLS can't be set up")
                .advice("Install the operating system's certificate roots (the package ca-certificates), name a file in SSL_CERT_FILE, or add roots to the transport's builder.")
                .source(error.without_url())
                .build()
        })
    }
}

impl fmt::Debug for HttpTransportBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransportBuilder")
            .field("connect_timeout", &self.connect_timeout)
            .field("silence_timeout", &self.silence_timeout)
            .field("proxies", &self.proxies.len())
            .field("roots", &self.roots.len())
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Transport for HttpTransport {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let request =
            reqwest::Request::try_from(request).map_err(|error| failed(error, TransportPhase::Impossible))?;
        let asked = request.url().clone();
        let client = if asked.scheme() == "http" { &self.direct } else { &self.client };
        let answer =
            client.execute(request).await.map_err(|error| failed(error, TransportPhase::Exchange))?;
        if answer.url().origin() != asked.origin() {
            return Err(TransportError::new(TransportPhase::Impossible, "the client followed a redirect"));
        }
        let mut response = Response::new(());
        *response.status_mut() = answer.status();
        *response.version_mut() = answer.version();
        *response.headers_mut() = answer.headers().clone();
        let pieces = answer.bytes_stream().map_err(|error| failed(error, TransportPhase::Body));
        Ok(response.map(|()| Body::from_stream(pieces)))
    }
}

/// `reqwest` prints the URL with its query, which may hold a secret: leave it out.
fn failed(error: reqwest::Error, phase: TransportPhase) -> TransportError {
    let phase = match phase {
        _ if error.is_builder() || is_untrusted(&error) => TransportPhase::Impossible,
        _ if error.is_connect() => TransportPhase::Connect,
        _ if error.is_timeout() => TransportPhase::Silence,
        phase => phase,
    };
    TransportError::new(phase, error.without_url())
}

/// Whether the server's certificate was refused, which no repetition heals.
fn is_untrusted(error: &reqwest::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        // `rustls` is behind `io::Error` here, and its words are all that the layers between let through
        if inner.to_string().starts_with("invalid peer certificate") {
            return true;
        }
        source = inner.source();
    }
    false
}
