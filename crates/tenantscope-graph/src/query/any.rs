//! Any path of Graph, with any type: what the typed resources don't cover.

use std::fmt;

use http::{HeaderName, HeaderValue, Method};
use serde::{Serialize, de::DeserializeOwned};
use tenantscope_core::{
    Continuation, Error, ErrorKind, Item, Items, Operation, Pages, Paging, Request, Response, Result,
};

use crate::GraphClient;

static READ: Operation = Operation::new("read from Microsoft Graph");
static WRITE: Operation = Operation::new("write to Microsoft Graph");
static WRITE_ONCE: Operation = Operation::new("write to Microsoft Graph").not_repeatable();

/// A request to any path of Graph. It goes the same way as all others: token, retries, throttling, origin.
///
/// ```
/// # tenantscope_emulator::run(async |tenant| {
/// # let graph = tenantscope_graph::GraphClient::builder(tenant.credential()).cloud(tenant.cloud()).build()?;
/// use serde_json::Value;
///
/// let organization = graph.path("organization").items::<Value>().try_next().await?;
/// assert!(organization.is_some());
/// # Ok(()) });
/// ```
///
/// The path is below the version, `v1.0` or that of [`beta`](GraphClient::beta), and may carry a query of
/// its own, which goes out as it is. Names in the path are encoded; write an id with a slash in it with `%2F`.
#[must_use = "nothing is sent until a verb is called"]
#[derive(Clone)]
pub struct AnyPath {
    client: GraphClient,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(HeaderName, HeaderValue)>,
    resume: Option<Continuation>,
}

impl AnyPath {
    pub(crate) fn new(client: GraphClient, path: String) -> Self {
        Self { client, path, query: Vec::new(), headers: Vec::new(), resume: None }
    }

    /// Adds a query parameter; its value is encoded.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Sets a header, on every page.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Goes on where another run stopped.
    pub fn resume(mut self, continuation: Continuation) -> Self {
        self.resume = Some(continuation);
        self
    }

    /// Fetches one object.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`](ErrorKind::InvalidInput) for a path that leads elsewhere; else what the service says.
    pub async fn get<T: DeserializeOwned>(&self) -> Result<Item<T>> {
        self.send(&READ, Method::GET, Ok).await?.item()
    }

    /// The pages of a collection.
    pub fn pages<T: DeserializeOwned>(&self) -> Pages<T> {
        let pages =
            Pages::new(self.client.service().clone(), self.request(&READ, Method::GET), Paging::envelope());
        match &self.resume {
            Some(continuation) => pages.resume(continuation.clone()),
            None => pages,
        }
    }

    /// The items of a collection.
    pub fn items<T: DeserializeOwned>(&self) -> Items<T> {
        self.pages().items()
    }

    /// Sends a POST with a JSON body. It isn't repeated unless the service says that it did nothing.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub async fn post(&self, body: &impl Serialize) -> Result<Response> {
        self.send(&WRITE_ONCE, Method::POST, |request| request.json(body)).await
    }

    /// Sends a PATCH with a JSON body. It isn't repeated unless the service says that it did nothing.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub async fn patch(&self, body: &impl Serialize) -> Result<Response> {
        self.send(&WRITE_ONCE, Method::PATCH, |request| request.json(body)).await
    }

    /// Sends a PUT with a JSON body.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub async fn put(&self, body: &impl Serialize) -> Result<Response> {
        self.send(&WRITE, Method::PUT, |request| request.json(body)).await
    }

    /// Sends a DELETE.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub async fn delete(&self) -> Result<Response> {
        self.send(&WRITE, Method::DELETE, Ok).await
    }

    async fn send(
        &self,
        operation: &'static Operation,
        method: Method,
        finish: impl FnOnce(Request) -> Result<Request>,
    ) -> Result<Response> {
        let request = finish(self.request(operation, method)?)?;
        self.client.service().send(request).await
    }

    fn request(&self, operation: &'static Operation, method: Method) -> Result<Request> {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let segments: Vec<String> = path.trim_matches('/').split('/').map(decoded).collect();
        if path.contains("://") || path.contains('#') {
            return Err(Error::builder(ErrorKind::InvalidInput)
                .operation(operation.name())
                .detail("the path must be one below the version, such as `users/{id}/memberOf`")
                .build());
        }
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let mut request = self.client.request(operation, method, &segments)?;
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            request = request.query(&name, &value);
        }
        for (name, value) in &self.query {
            request = request.query(name, value);
        }
        for (name, value) in &self.headers {
            request = request.header(name.clone(), value.clone());
        }
        Ok(request)
    }
}

/// A segment without its percent signs, so that it isn't encoded twice.
fn decoded(segment: &str) -> String {
    let text = segment.as_bytes();
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let digits = text.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if text[at] == b'%' => {
                bytes.push(byte);
                at += 3;
            }
            _ => {
                bytes.push(text[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| segment.to_owned())
}

/// The query may hold what must not be seen.
impl fmt::Debug for AnyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyPath").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_segments_are_read_once() {
        assert_eq!(decoded("a%2Fb%20c%"), "a/b c%");
        assert_eq!(decoded("$count"), "$count");
    }
}
