//! A successful answer, and the errors that its content can still turn out to be.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use url::Url;

use crate::{
    Body, Error, ErrorBuilder, ErrorKind, Item, Listing, Result, TenantId, Timestamp, TransportError,
    failure::Failure,
    operation::{Operation, Service},
};

/// A successful answer that has arrived as a whole.
#[derive(Clone)]
pub struct Response {
    pub(crate) head: ResponseHead,
    pub(crate) body: Bytes,
}

/// Status, headers and origin of an answer.
#[derive(Clone)]
pub struct ResponseHead {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) url: Url,
    pub(crate) operation: &'static Operation,
    pub(crate) service: &'static Service,
    pub(crate) tenant: Option<TenantId>,
    pub(crate) client_request_id: String,
}

impl ResponseHead {
    /// The HTTP status, from 200 to 299.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A header, if it is there and a text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The service's own time, from the `Date` header.
    pub fn date(&self) -> Option<Timestamp> {
        Timestamp::parse_http_date(self.header("date")?).ok()
    }

    /// The URL that was asked.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Starts an error about this answer.
    pub fn error(&self, kind: ErrorKind) -> ErrorBuilder {
        self.explain(Error::builder(kind))
    }

    /// Adds to an error what is known of this answer.
    pub(crate) fn explain(&self, error: ErrorBuilder) -> ErrorBuilder {
        let mut error = error
            .operation(self.operation.name)
            .status(self.status)
            .client_request_id(self.client_request_id.clone());
        if let Some(tenant) = &self.tenant {
            error = error.tenant(tenant.clone());
        }
        if let Some(id) = self.header("request-id").or_else(|| self.header("x-ms-request-id")) {
            error = error.request_id(id);
        }
        error
    }

    pub(crate) fn broken_off(&self, error: TransportError) -> Error {
        self.error(ErrorKind::Unreachable).detail("the answer broke off").source(error).build()
    }
}

impl fmt::Debug for ResponseHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseHead")
            .field("operation", &self.operation.name)
            .field("status", &self.status)
            .field("path", &self.url.path())
            .finish_non_exhaustive()
    }
}

impl Response {
    /// Status, headers and origin.
    pub fn head(&self) -> &ResponseHead {
        &self.head
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Reads the body as one item.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnexpectedResponse`] if it isn't one.
    pub fn item<T: DeserializeOwned>(self) -> Result<Item<T>> {
        Item::from_json(self.body.clone()).map_err(|error| self.unreadable(error))
    }

    /// Reads the body as a list of items: the member `items` of an object, or an array where that is `None`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnexpectedResponse`] if it isn't one.
    pub fn listing<T: DeserializeOwned>(self, items: Option<&str>) -> Result<Listing<T>> {
        let mut listing = match items {
            Some(items) => Listing::read_envelope(self.body.clone(), items),
            None => Listing::read_array(self.body.clone()),
        }
        .map_err(|error| self.unreadable(error))?;
        for entry in &mut listing.entries {
            if let Err(error) = entry {
                *error = self.head.explain(error.clone().into_builder()).build();
            }
        }
        Ok(listing)
    }

    /// Adds to an error what the body says in place of what was expected: an error object, a page of a gateway.
    fn unreadable(&self, error: Error) -> Error {
        let mut error = self.head.explain(error.into_builder());
        let failure = Failure::read(
            StatusCode::from_u16(self.head.status).unwrap_or_default(),
            HeaderMap::new(),
            &self.body[..self.body.len().min(64 * 1024)],
            self.head.operation,
            self.head.service,
            self.head.tenant.clone(),
            Timestamp::UNIX_EPOCH,
        );
        if let Some(code) = failure.code() {
            error = error.code(code);
        }
        // Of a body that was cut there is nothing to quote but its data.
        let is_data = self.body.starts_with(b"{") || self.body.starts_with(b"[");
        if let Some(message) = failure.message().filter(|_| !is_data || failure.json().is_some()) {
            error = error.message(message);
        }
        error.build()
    }
}

/// The content isn't for every eye.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("head", &self.head).field("bytes", &self.body.len()).finish()
    }
}

/// A successful answer whose body is still arriving.
///
/// The call's deadline bounds each wait for a piece of it rather than the whole, which may be of any length.
#[derive(Debug)]
pub struct StreamingResponse {
    pub(crate) head: ResponseHead,
    pub(crate) body: Body,
    pub(crate) timeout: Duration,
    /// Held until the body has been read, so that limits on requests at once count it.
    pub(crate) _places: Vec<tokio::sync::OwnedSemaphorePermit>,
}

impl StreamingResponse {
    /// Status, headers and origin.
    pub fn head(&self) -> &ResponseHead {
        &self.head
    }

    /// The next piece of the body; `None` at its end.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unreachable`] if the answer broke off; [`ErrorKind::DeadlineExceeded`] if no piece came for as
    /// long as the call may take.
    pub async fn next(&mut self) -> Option<Result<Bytes>> {
        match tokio::time::timeout(self.timeout, self.body.next()).await {
            Ok(piece) => Some(piece?.map_err(|error| self.head.broken_off(error))),
            Err(_) => Some(Err(self.head.error(ErrorKind::DeadlineExceeded).build())),
        }
    }
}
