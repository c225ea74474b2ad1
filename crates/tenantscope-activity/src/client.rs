//! The entry point: one tenant's audit log.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use http::Method;
use tenantscope_core::{
    Cloud, Credential, Error, ErrorKind, Operation, Pipeline, Request, ResponseHead, Result, ServiceClient,
    TenantId, Timestamp,
};

use crate::error::SERVICE;

/// One tenant's audit log.
///
/// Cheap to clone. [`for_tenant`](Self::for_tenant) gives the same for another tenant, over the same
/// connections and with the same app.
///
/// ```
/// # tenantscope_emulator::run(async |tenant| {
/// use std::time::Duration;
/// use tenantscope_activity::{ActivityClient, ContentType, TimeWindow};
/// use tenantscope_core::TenantId;
///
/// # let (credential, cloud, tenant_id) = (tenant.credential(), tenant.cloud(), tenant.id());
/// let publisher: TenantId = "8f2a1c5e-6e2b-4d0c-9b1a-3f4e5d6c7b8a".parse()?;
/// let client = ActivityClient::builder(credential, publisher).cloud(cloud).tenant(tenant_id).build()?;
///
/// client.subscriptions().ensure_started(&[ContentType::AuditExchange]).await?;
/// let mut records = client.records(ContentType::AuditExchange, TimeWindow::last(Duration::from_secs(86_400)));
/// while let Some(record) = records.try_next().await? {
///     println!("{}", record.as_json());
/// }
/// # Ok(()) });
/// ```
#[derive(Clone, Debug)]
pub struct ActivityClient(Arc<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    service: ServiceClient,
    cloud: Cloud,
    publisher: Option<TenantId>,
    time: Arc<ServiceTime>,
    concurrent_fetches: usize,
    max_record: usize,
}

/// Sets up an [`ActivityClient`].
#[must_use = "a client is made by `build`"]
#[derive(Debug)]
pub struct ActivityClientBuilder {
    credential: Credential,
    publisher: Option<TenantId>,
    cloud: Cloud,
    tenant: Option<TenantId>,
    pipeline: Option<Pipeline>,
    concurrent_fetches: usize,
    max_record: usize,
}

impl ActivityClientBuilder {
    /// Where the tenant's data is. Default: the commercial cloud.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// The tenant whose audit log is read. A domain is resolved once, when the first request needs the id.
    pub fn tenant(mut self, tenant: TenantId) -> Self {
        self.tenant = Some(tenant);
        self
    }

    /// Connections, clock and policies to share with other clients. Default: its own, with the usual settings.
    pub fn pipeline(mut self, pipeline: Pipeline) -> Self {
        self.pipeline = Some(pipeline);
        self
    }

    /// How many blobs are fetched at once. Default: 8.
    pub fn concurrent_fetches(mut self, blobs: usize) -> Self {
        self.concurrent_fetches = blobs.max(1);
        self
    }

    /// How many bytes one record may have; a longer one is reported and passed over. Default: 4 MiB.
    ///
    /// Memory stays below this times [`concurrent_fetches`](Self::concurrent_fetches), however large blobs are.
    pub fn max_record(mut self, bytes: usize) -> Self {
        self.max_record = bytes;
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Local`] if no pipeline was given and TLS can't be set up on this machine.
    pub fn build(self) -> Result<ActivityClient> {
        let pipeline = match self.pipeline {
            Some(pipeline) => pipeline,
            None => Pipeline::new()?,
        };
        let mut service =
            ServiceClient::new(pipeline, &SERVICE, self.cloud.activity()).with_credential(self.credential);
        if let Some(tenant) = self.tenant {
            service = service.with_tenant(tenant);
        }
        Ok(ActivityClient(Arc::new(Inner {
            service,
            cloud: self.cloud,
            publisher: self.publisher,
            time: Arc::default(),
            concurrent_fetches: self.concurrent_fetches,
            max_record: self.max_record,
        })))
    }
}

impl ActivityClient {
    /// Starts a client.
    ///
    /// `publisher` is the tenant of the company that wrote the program, which the service calls
    /// `PublisherIdentifier`: an in-house program names its own tenant, a product its vendor's, neither names
    /// the app or the customer. It goes on every request and selects the quota that the request counts
    /// against; the service may keep two publishers' subscriptions apart, so use the same one throughout. A
    /// domain is resolved once.
    ///
    /// A wrapper that doesn't know it yet may pass `None`: then every request fails, and says so.
    pub fn builder(
        credential: impl Into<Credential>,
        publisher: impl Into<Option<TenantId>>,
    ) -> ActivityClientBuilder {
        ActivityClientBuilder {
            credential: credential.into(),
            publisher: publisher.into(),
            cloud: Cloud::default(),
            tenant: None,
            pipeline: None,
            concurrent_fetches: 8,
            max_record: 4 * 1024 * 1024,
        }
    }

    /// The same for another tenant: same app, same connections, throttled apart.
    pub fn for_tenant(&self, tenant: TenantId) -> Self {
        let mut inner = Inner::clone(&self.0);
        inner.service = inner.service.with_tenant(tenant);
        Self(Arc::new(inner))
    }

    /// The same for another publisher, whose quota requests then count against.
    pub fn for_publisher(&self, publisher: TenantId) -> Self {
        let mut inner = Inner::clone(&self.0);
        inner.publisher = Some(publisher);
        Self(Arc::new(inner))
    }

    /// The tenant whose audit log is read.
    pub fn tenant(&self) -> Option<&TenantId> {
        self.0.service.tenant()
    }

    /// Whose quota requests count against.
    pub fn publisher(&self) -> Option<&TenantId> {
        self.0.publisher.as_ref()
    }

    /// The present instant by the service's own clock, as far as its answers have told it; else by this machine's.
    ///
    /// Windows end here, so that content which becomes available later isn't passed over.
    pub fn now(&self) -> Timestamp {
        self.0.time.correct(self.0.service.pipeline().clock().now())
    }

    pub(crate) fn service(&self) -> &ServiceClient {
        &self.0.service
    }

    pub(crate) fn concurrent_fetches(&self) -> usize {
        self.0.concurrent_fetches
    }

    pub(crate) fn max_record(&self) -> usize {
        self.0.max_record
    }

    /// Takes the time from an answer.
    pub(crate) fn learn_time(&self, head: &ResponseHead) {
        if let Some(date) = head.date() {
            self.0.time.learn(date, self.0.service.pipeline().clock().now());
        }
    }

    /// Takes the time from a refusal that says what time the service has.
    pub(crate) fn learn_time_from(&self, error: &Error) {
        if let Some(date) = error.fact("service_time").and_then(|date| date.parse().ok()) {
            self.0.time.learn(date, self.0.service.pipeline().clock().now());
        }
    }

    /// The tenant's id, which has to stand in every URL.
    pub(crate) async fn tenant_guid(&self, operation: &'static Operation) -> Result<TenantId> {
        let Some(tenant) = self.tenant() else {
            return Err(Error::builder(ErrorKind::InvalidInput)
                .operation(operation.name())
                .detail("the client has no tenant, and this service needs one in every address")
                .advice("Name the tenant with `tenant` on the builder, or with `for_tenant`.")
                .build());
        };
        self.0.service.pipeline().tenant_guid(&self.0.cloud, tenant).await
    }

    /// Starts a request to a place below the tenant's feed.
    pub(crate) async fn request(
        &self,
        operation: &'static Operation,
        method: Method,
        place: &[&str],
    ) -> Result<Request> {
        let guid = self.tenant_guid(operation).await?;
        let mut path = vec!["api", "v1.0", guid.as_str(), "activity", "feed"];
        path.extend(place);
        self.published(Request::new(operation, method, self.0.service.url(&path)?)).await
    }

    /// Says who asks, unless the address does.
    pub(crate) async fn published(&self, request: Request) -> Result<Request> {
        if request.url().query_pairs().any(|(name, _)| name.eq_ignore_ascii_case(PUBLISHER)) {
            return Ok(request);
        }
        let Some(publisher) = &self.0.publisher else {
            return Err(Error::builder(ErrorKind::InvalidInput)
                .operation(request.operation().name())
                .detail("the client has no publisher, and this service counts requests by it")
                .advice("Name the tenant of the company that wrote the program as the publisher: its own tenant for an in-house program, the vendor's for a product.")
                .build());
        };
        let publisher = self.0.service.pipeline().tenant_guid(&self.0.cloud, publisher).await?;
        Ok(request.query(PUBLISHER, publisher.as_str()))
    }
}

/// The parameter that says who asks.
pub(crate) const PUBLISHER: &str = "PublisherIdentifier";

/// How far ahead of this machine's clock the service's may be, in seconds.
const FARTHEST_AHEAD: i64 = 6 * 3_600;

/// How far the service's clock is from this machine's.
#[derive(Debug)]
struct ServiceTime {
    /// In whole seconds, as the service tells the time; zero until it has.
    ahead: AtomicI64,
}

impl Default for ServiceTime {
    fn default() -> Self {
        Self { ahead: AtomicI64::new(0) }
    }
}

impl ServiceTime {
    fn learn(&self, service: Timestamp, here: Timestamp) {
        // A fraction of a second is the transfer and the header's own precision.
        let ahead = service.unix_seconds() - here.unix_seconds();
        // A header that is hours ahead is somebody's mistake, and what lies between would count as listed.
        if ahead > FARTHEST_AHEAD {
            return;
        }
        self.ahead.store(if ahead.abs() > 1 { ahead } else { 0 }, Ordering::Relaxed);
    }

    fn correct(&self, here: Timestamp) -> Timestamp {
        let ahead = self.ahead.load(Ordering::Relaxed);
        let span = Duration::from_secs(ahead.unsigned_abs());
        if ahead < 0 { here.saturating_sub(span) } else { here.saturating_add(span) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static_assertions::assert_impl_all!(ActivityClient: Send, Sync, Clone);

    #[test]
    fn service_clock_is_told_from_its_answers() {
        let time = ServiceTime::default();
        let here: Timestamp = "2026-11-22T01:00:00.7Z".parse().unwrap();
        assert_eq!(time.correct(here), here);
        time.learn("2026-11-22T00:55:00Z".parse().unwrap(), here);
        assert_eq!(time.correct(here).to_string(), "2026-11-22T00:55:00.7Z");
        time.learn("2026-11-22T01:10:00Z".parse().unwrap(), here);
        assert_eq!(time.correct(here).to_string(), "2026-11-22T01:10:00.7Z");
        time.learn("2026-11-24T01:00:00Z".parse().unwrap(), here);
        assert_eq!(time.correct(here).to_string(), "2026-11-22T01:10:00.7Z", "days ahead is a mistake");
        time.learn("2026-11-22T01:00:01Z".parse().unwrap(), here);
        assert_eq!(time.correct(here), here);
    }
}
