//! A pipeline pointed at one service for one tenant: what every room's client is made of.

use std::sync::Arc;

use http::Method;
use url::Url;

use crate::{
    Credential, Endpoint, Error, ErrorKind, Pipeline, Response, Result, StreamingResponse, TenantId,
    operation::{Operation, Service},
    request::Request,
};

/// A [`Pipeline`] pointed at one service for one tenant: what every room's client is made of.
///
/// Cheap to clone. A token of its credential goes to its endpoint's origin and nowhere else.
#[derive(Clone, Debug)]
pub struct ServiceClient(Arc<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    pipeline: Pipeline,
    service: &'static Service,
    endpoint: Endpoint,
    credential: Option<Credential>,
    tenant: Option<TenantId>,
}

impl ServiceClient {
    /// Points a pipeline at a service. Without a [`credential`](Self::with_credential) it sends no token.
    pub fn new(pipeline: Pipeline, service: &'static Service, endpoint: Endpoint) -> Self {
        Self(Arc::new(Inner { pipeline, service, endpoint, credential: None, tenant: None }))
    }

    /// Takes tokens from this credential.
    pub fn with_credential(&self, credential: Credential) -> Self {
        self.changed(|inner| inner.credential = Some(credential))
    }

    /// Speaks for this tenant. Its throttling is apart from other tenants'.
    pub fn with_tenant(&self, tenant: TenantId) -> Self {
        self.changed(|inner| inner.tenant = Some(tenant))
    }

    fn changed(&self, change: impl FnOnce(&mut Inner)) -> Self {
        let mut inner = Inner::clone(&self.0);
        change(&mut inner);
        Self(Arc::new(inner))
    }

    /// The pipeline.
    pub fn pipeline(&self) -> &Pipeline {
        &self.0.pipeline
    }

    /// The service.
    pub fn service(&self) -> &'static Service {
        self.0.service
    }

    /// Where the service answers.
    pub fn endpoint(&self) -> &Endpoint {
        &self.0.endpoint
    }

    /// Where tokens come from.
    pub fn credential(&self) -> Option<&Credential> {
        self.0.credential.as_ref()
    }

    /// For which tenant it speaks; `None` leaves it to the credential.
    pub fn tenant(&self) -> Option<&TenantId> {
        self.0.tenant.as_ref()
    }

    /// A URL below the endpoint's root. Each segment is encoded, so an id can't leave its place.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if a segment is empty, `.` or `..`, or holds a control character.
    pub fn url(&self, segments: &[&str]) -> Result<Url> {
        let mut url = self.0.endpoint.url().clone();
        for segment in segments {
            // A URL's parser drops tabs and line ends, and what is left may be one of these.
            if matches!(*segment, "" | "." | "..") || segment.contains(char::is_control) {
                return Err(Error::new(
                    ErrorKind::InvalidInput,
                    format!("`{}` can't stand in a path: expected an id or a name", segment.escape_debug()),
                ));
            }
        }
        url.path_segments_mut()
            .expect("an endpoint has a host, so it has a path")
            .pop_if_empty()
            .extend(segments);
        Ok(url)
    }

    /// Starts a GET request.
    ///
    /// # Errors
    ///
    /// As [`url`](Self::url).
    pub fn get(&self, operation: &'static Operation, segments: &[&str]) -> Result<Request> {
        self.request(operation, Method::GET, segments)
    }

    /// Starts a POST request.
    ///
    /// # Errors
    ///
    /// As [`url`](Self::url).
    pub fn post(&self, operation: &'static Operation, segments: &[&str]) -> Result<Request> {
        self.request(operation, Method::POST, segments)
    }

    /// Starts a PATCH request.
    ///
    /// # Errors
    ///
    /// As [`url`](Self::url).
    pub fn patch(&self, operation: &'static Operation, segments: &[&str]) -> Result<Request> {
        self.request(operation, Method::PATCH, segments)
    }

    fn request(&self, operation: &'static Operation, method: Method, segments: &[&str]) -> Result<Request> {
        let url =
            self.url(segments).map_err(|error| error.into_builder().operation(operation.name()).build())?;
        Ok(Request::new(operation, method, url))
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// # Errors
    ///
    /// Any answer that isn't a success, and all that can happen on the way. [`ErrorKind::ForeignOrigin`] if
    /// the request's URL isn't at this client's origin: then nothing was sent.
    pub async fn send(&self, request: Request) -> Result<Response> {
        self.0.pipeline.send(self, request).await
    }

    /// Sends a request and returns as soon as a successful answer's headers are there.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn send_streaming(&self, request: Request) -> Result<StreamingResponse> {
        self.0.pipeline.send_streaming(self, request).await
    }
}
