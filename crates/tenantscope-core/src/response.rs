//! A successful answer, and the errors that its content can still turn out to be.

use bytes::Bytes;
use http::HeaderMap;
use serde::de::DeserializeOwned;
use url::Url;

use crate::{
    Body, Error, ErrorBuilder, ErrorKind, Item, Listing, Result, TenantId, Timestamp, TransportError,
    operation::Operation,
};

/// A successful answer that has arrived as a whole.
#[derive(Clone, Debug)]
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
    pub(crate) tenant: Option<TenantId>,
    pub(crate) client_request_id: String,
}

impl ResponseHead {
    /// The HTTP status, from 200 to 299.
    pub fn status(&self) -> u16 {
        self.status
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

impl std::fmt::Debug for ResponseHead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
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
        Item::from_json(self.body).map_err(|error| self.head.explain(error.into_builder()).build())
    }

    /// Reads the body as a list of items: the member `items` of an object, or an array where that is `None`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnexpectedResponse`] if it isn't one.
    pub fn listing<T: DeserializeOwned>(self, items: Option<&str>) -> Result<Listing<T>> {
        let explain = |error: Error| self.head.explain(error.into_builder()).build();
        let mut listing = match items {
            Some(items) => Listing::read_envelope(self.body, items),
            None => Listing::read_array(self.body),
        }
        .map_err(explain)?;
        for entry in &mut listing.entries {
            if let Err(error) = entry {
                *error = explain(error.clone());
            }
        }
        Ok(listing)
    }
}

/// A successful answer whose body is still arriving.
#[derive(Debug)]
pub struct StreamingResponse {
    pub(crate) head: ResponseHead,
    pub(crate) body: Body,
    /// Held until the body has been read, so that limits on requests at once count it.
    pub(crate) _place: Option<tokio::sync::OwnedSemaphorePermit>,
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
    /// [`ErrorKind::Unreachable`] if the answer broke off.
    pub async fn next(&mut self) -> Option<Result<Bytes>> {
        Some(self.body.next().await?.map_err(|error| self.head.broken_off(error)))
    }
}
