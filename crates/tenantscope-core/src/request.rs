//! A request to a service, before a token is added.

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use serde::Serialize;
use url::Url;

use crate::{Error, ErrorKind, Result, operation::Operation};

/// A request to a service: what is being done, where, and with what.
///
/// Rooms make it with [`ServiceClient::get`](crate::ServiceClient::get) and its siblings. It is cheap to
/// clone, which is what the pager does for every page.
#[derive(Clone)]
pub struct Request {
    pub(crate) operation: &'static Operation,
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: RequestBody,
    pub(crate) timeout: Option<Duration>,
    pub(crate) repetitions: Option<u32>,
}

type MakeBody = dyn Fn() -> BoxFuture<'static, Result<Bytes>> + Send + Sync;

#[derive(Clone)]
pub(crate) enum RequestBody {
    Fixed(Bytes),
    PerAttempt(Arc<MakeBody>),
}

impl Request {
    /// Starts a request.
    pub fn new(operation: &'static Operation, method: Method, url: Url) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        Self {
            operation,
            method,
            url,
            headers,
            body: RequestBody::Fixed(Bytes::new()),
            timeout: None,
            repetitions: None,
        }
    }

    /// Adds a query parameter; name and value are encoded here.
    pub fn query(mut self, name: &str, value: &str) -> Self {
        // `application/x-www-form-urlencoded` writes a blank as `+`, which OData services read as a plus.
        let mut query = self.url.query().map(|query| format!("{query}&")).unwrap_or_default();
        query.push_str(&encode(name));
        query.push('=');
        query.push_str(&encode(value));
        self.url.set_query(Some(&query));
        self
    }

    /// Sets a header.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Sets the body.
    pub fn body(mut self, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        self.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        self.body = RequestBody::Fixed(body.into());
        self
    }

    /// Sets a JSON body.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if the value can't be written as JSON.
    pub fn json(self, value: &impl Serialize) -> Result<Self> {
        let body = serde_json::to_vec(value)
            .map_err(|_| Error::new(ErrorKind::InvalidInput, "the request body can't be written as JSON"))?;
        Ok(self.body("application/json", body))
    }

    /// Has the body made anew for every attempt, where a repetition must not be the same text: an
    /// assertion with an id of its own.
    pub fn body_per_attempt<F, R>(mut self, content_type: &'static str, make: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<Bytes>> + Send + 'static,
    {
        self.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        self.body = RequestBody::PerAttempt(Arc::new(move || Box::pin(make())));
        self
    }

    /// Bounds the whole call, with all its repetitions and waits.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Has the request repeated no more often than this, whatever the pipeline's policy allows.
    pub fn at_most_repetitions(mut self, repetitions: u32) -> Self {
        self.repetitions = Some(repetitions);
        self
    }

    /// Where the request goes.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// What is being done.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }
}

/// The query may hold what must not be seen, and headers too.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.operation.name)
            .field("method", &self.method)
            .field("path", &self.url.path())
            .finish_non_exhaustive()
    }
}

/// Percent-encodes all that RFC 3986 doesn't call unreserved, but for `$ , : / ( ) *`, which a query may
/// hold as they are and with which OData's options read better.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'$' | b',' | b':' | b'/' | b'(' | b')' | b'*' => {
                out.push(char::from(byte));
            }
            _ => {
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
    out
}

const HEX: &[u8; 16] = b"0123456789ABCDEF";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    static OPERATION: Operation = Operation::new("test");

    fn get() -> Request {
        Request::new(&OPERATION, Method::GET, Url::parse("https://h/p").unwrap())
    }

    #[test]
    fn query_values_are_encoded_so_that_odata_reads_them() {
        let request = get().query("$filter", "name eq 'a+b & c#ü'").query("$top", "5");
        assert_eq!(
            request.url().as_str(),
            "https://h/p?$filter=name%20eq%20%27a%2Bb%20%26%20c%23%C3%BC%27&$top=5"
        );
    }

    #[test]
    fn debug_shows_neither_query_nor_body() {
        let request = get().query("sig", "CANARY").body("text/plain", "CANARY");
        assert!(!format!("{request:?}").contains("CANARY"));
    }

    proptest! {
        #[test]
        fn every_query_value_is_read_back_as_it_was(value in "\\PC{0,40}") {
            let request = get().query("a", &value);
            let (_, read) = request.url().query_pairs().next().unwrap();
            prop_assert_eq!(read, value);
        }
    }
}
