//! What every client shares: transport, clock, policies, and the state of throttling.

mod call;
#[cfg(test)]
mod tests;

use std::{collections::HashMap, sync::Arc, time::Duration};

use http::HeaderValue;

use crate::{
    Clock, Error, ErrorKind, RateLimit, Response, Result, RetryPolicy, StreamingResponse, SystemClock,
    Transport, discovery::Tenants, gate::Gates, request::Request, service_client::ServiceClient,
    warm_up::WarmUps,
};

/// What clients of all services and tenants share: connections, clock, retry policy, throttle gates.
///
/// Cheap to clone. One per program is right: clients that share it share its connections, and know of
/// each other when a service asks to slow down. Every request takes the same way through it:
///
/// 1. it waits while the service is closed to this tenant, and for its turn within the operation's limit
/// 2. the credential supplies a token, which goes to the client's own origin or nowhere
/// 3. the first request to a host goes alone; then all others share its connection
/// 4. a 401 that asks for claims, or that refuses the token, gets one new token and one repetition
/// 5. a 429 or 503 with `Retry-After` closes the gate for every request of that tenant and service
/// 6. other passing failures are repeated after a random, growing wait, if repeating does no harm
///
/// One deadline bounds all of it.
///
/// ```
/// use std::time::Duration;
/// use tenantscope_core::{Pipeline, RetryPolicy};
///
/// let pipeline = Pipeline::builder()
///     .timeout(Duration::from_secs(60))
///     .retry(RetryPolicy::new().repetitions(2))
///     .user_agent("contoso-posture/1.4")
///     .build()?;
/// # Ok::<(), tenantscope_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Pipeline(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    retry: RetryPolicy,
    timeout: Duration,
    max_body: usize,
    user_agent: HeaderValue,
    limits: HashMap<&'static str, RateLimit>,
    gates: Gates,
    warm_ups: WarmUps,
    tenants: Tenants,
}

impl Pipeline {
    /// A pipeline with the usual settings.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Local`] if TLS can't be set up on this machine.
    pub fn new() -> Result<Self> {
        Self::builder().build()
    }

    /// Starts a pipeline with other than the usual settings.
    pub fn builder() -> PipelineBuilder {
        PipelineBuilder::default()
    }

    /// Starts a pipeline of the same transport and clock, to give it other policies. Its gates are its own.
    pub fn to_builder(&self) -> PipelineBuilder {
        PipelineBuilder {
            transport: Some(Arc::clone(&self.0.transport)),
            clock: Some(Arc::clone(&self.0.clock)),
            retry: self.0.retry,
            timeout: self.0.timeout,
            max_body: self.0.max_body,
            user_agent: None,
            limits: self.0.limits.clone(),
        }
    }

    /// The clock that everything goes by.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }

    pub(crate) fn tenants(&self) -> &Tenants {
        &self.0.tenants
    }

    /// Sends a request and waits for the whole answer.
    pub(crate) async fn send(&self, client: &ServiceClient, request: Request) -> Result<Response> {
        call::Call::new(self, client, request).whole().await
    }

    /// Sends a request and returns as soon as a successful answer's headers are there.
    pub(crate) async fn send_streaming(
        &self,
        client: &ServiceClient,
        request: Request,
    ) -> Result<StreamingResponse> {
        call::Call::new(self, client, request).streaming().await
    }
}

#[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
fn default_transport() -> Result<Arc<dyn Transport>> {
    Ok(Arc::new(crate::HttpTransport::builder().build()?))
}

#[cfg(not(any(feature = "rustls", feature = "rustls-no-provider")))]
fn default_transport() -> Result<Arc<dyn Transport>> {
    let detail = "there is no transport: turn on the feature `rustls`, or give the pipeline one of your own";
    Err(Error::new(ErrorKind::Local, detail))
}

/// Sets up a [`Pipeline`].
#[must_use = "a pipeline is made by `build`"]
#[derive(Debug)]
pub struct PipelineBuilder {
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    retry: RetryPolicy,
    timeout: Duration,
    max_body: usize,
    user_agent: Option<String>,
    limits: HashMap<&'static str, RateLimit>,
}

impl Default for PipelineBuilder {
    fn default() -> Self {
        Self {
            transport: None,
            clock: None,
            retry: RetryPolicy::new(),
            timeout: Duration::from_secs(300),
            max_body: 128 * 1024 * 1024,
            user_agent: None,
            limits: HashMap::new(),
        }
    }
}

impl PipelineBuilder {
    /// What sends the requests. Default: an `HttpTransport` with the usual settings.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// What tells the time. Default: the machine's clock.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// How often and how far apart failed requests are repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Bounds each call with all its repetitions and waits. Default: 300 s.
    ///
    /// Where the service asks to wait longer than is left, the call fails at once and says how long.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How many bytes, unpacked, an answer may have. Default: 128 MiB. Streamed answers aren't bounded.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Names your program in the `User-Agent` header, before this library's own name.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// Replaces the limit of the same name.
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.limits.insert(limit.name(), limit);
        self
    }

    /// The pipeline.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Local`] if TLS can't be set up; [`ErrorKind::InvalidInput`] if the user agent holds what
    /// a header can't.
    pub fn build(self) -> Result<Pipeline> {
        let own = concat!("tenantscope/", env!("CARGO_PKG_VERSION"));
        let user_agent = match self.user_agent {
            Some(name) => HeaderValue::try_from(format!("{name} {own}")).map_err(|_| {
                Error::new(
                    ErrorKind::InvalidInput,
                    "the user agent can't stand in a header: expected printable ASCII such as contoso-posture/1.4",
                )
            })?,
            None => HeaderValue::from_static(own),
        };
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        Ok(Pipeline(Arc::new(Inner {
            transport,
            clock: self.clock.unwrap_or_else(|| Arc::new(SystemClock::new())),
            retry: self.retry,
            timeout: self.timeout,
            max_body: self.max_body,
            user_agent,
            limits: self.limits,
            gates: Gates::default(),
            warm_ups: WarmUps::default(),
            tenants: Tenants::default(),
        })))
    }
}
