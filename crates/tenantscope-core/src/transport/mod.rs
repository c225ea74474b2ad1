//! Sends one HTTP request and returns its answer: the seam between these crates and the network.

mod body;
#[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
mod http;

use std::{error::Error as StdError, fmt, sync::Arc};

use ::http::{Request, Response};
use async_trait::async_trait;
use bytes::Bytes;

pub use self::body::Body;
#[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
pub use self::http::{HttpTransport, HttpTransportBuilder};

/// Sends one HTTP request and returns its answer.
///
/// Everything else (tokens, retries, throttling, limits) happens above it, so that a stub in a test is
/// a few lines:
///
/// ```
/// use tenantscope_core::{Body, Transport, TransportError, async_trait};
///
/// #[derive(Debug)]
/// struct AlwaysEmpty;
///
/// #[async_trait]
/// impl Transport for AlwaysEmpty {
///     async fn send(&self, _: http::Request<bytes::Bytes>) -> Result<http::Response<Body>, TransportError> {
///         Ok(http::Response::new(Body::from(r#"{"value": []}"#)))
///     }
/// }
/// ```
///
/// An implementation follows no redirects, repeats nothing, and undoes `Content-Encoding`.
#[async_trait]
pub trait Transport: Send + Sync + fmt::Debug {
    /// Sends the request and returns as soon as the answer's headers are there.
    ///
    /// # Errors
    ///
    /// If no answer came.
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError>;
}

#[async_trait]
impl<T: Transport + ?Sized> Transport for Arc<T> {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        (**self).send(request).await
    }
}

/// Why no answer came, or why it broke off.
#[derive(Debug)]
pub struct TransportError {
    phase: TransportPhase,
    source: Box<dyn StdError + Send + Sync>,
}

/// How far a request came before it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportPhase {
    /// The request can't be sent at all, now or later: it is malformed, or the server's certificate isn't trusted.
    Impossible,
    /// The server can't have seen the request: name resolution, connection or TLS failed.
    Connect,
    /// The server may have seen the request, but its answer didn't come.
    Exchange,
    /// The answer broke off.
    Body,
    /// The server was silent for too long.
    Silence,
}

impl TransportError {
    /// Says how far the request came and what failed. The source's text must hold no secret.
    pub fn new(phase: TransportPhase, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { phase, source: source.into() }
    }

    /// How far the request came.
    pub fn phase(&self) -> TransportPhase {
        self.phase
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.phase {
            TransportPhase::Impossible => "it can't be sent",
            TransportPhase::Connect => "no connection",
            TransportPhase::Exchange => "no answer",
            TransportPhase::Body => "the answer broke off",
            TransportPhase::Silence => "the server was silent for too long",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.source.as_ref())
    }
}
