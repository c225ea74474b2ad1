//! The client of Microsoft Graph for one tenant.

use http::Method;
use tenantscope_core::{Cloud, Credential, Operation, Pipeline, Request, Result, ServiceClient, TenantId};

use crate::{
    ControlProfiles, SecureScores,
    error::SERVICE,
    query::{AnyPath, Batch, Collection, Resource},
};

/// Microsoft Graph for one tenant.
///
/// Cheap to clone. Its methods name collections, whose verbs are `list`, `get` and what else they have.
///
/// ```
/// # tenantscope_emulator::run(async |tenant| {
/// use tenantscope_graph::GraphClient;
///
/// let graph = GraphClient::builder(tenant.credential()).cloud(tenant.cloud()).tenant(tenant.id()).build()?;
/// let latest = graph.secure_scores().latest().await?;
/// assert!(latest.is_some());
/// # Ok(()) });
/// ```
#[derive(Clone, Debug)]
pub struct GraphClient {
    service: ServiceClient,
    version: &'static str,
}

impl GraphClient {
    /// Starts a client that takes its tokens from this credential.
    pub fn builder(credential: impl Into<Credential>) -> GraphClientBuilder {
        GraphClientBuilder {
            credential: credential.into(),
            cloud: Cloud::default(),
            tenant: None,
            pipeline: None,
        }
    }

    /// The same for another tenant: same connections, same credential.
    pub fn for_tenant(&self, tenant: TenantId) -> Self {
        Self { service: self.service.with_tenant(tenant), version: self.version }
    }

    /// The same for Graph's `beta` version, which Microsoft changes without notice.
    pub fn beta(&self) -> Self {
        Self { service: self.service.clone(), version: "beta" }
    }

    /// The tenant; `None` leaves it to the credential.
    pub fn tenant(&self) -> Option<&TenantId> {
        self.service.tenant()
    }

    /// One record of points for each day, newest first.
    pub fn secure_scores(&self) -> Collection<SecureScores> {
        self.collection()
    }

    /// The recommended actions that the secure score counts.
    pub fn secure_score_control_profiles(&self) -> Collection<ControlProfiles> {
        self.collection()
    }

    /// Any path below the version, for what has no method of its own: `graph.path("users/{id}/drives")`.
    pub fn path(&self, path: impl Into<String>) -> AnyPath {
        AnyPath::new(self.clone(), path.into())
    }

    /// Starts several requests in one.
    pub fn batch(&self) -> Batch {
        Batch::new(self.clone())
    }

    /// The path of the version: `/v1.0`.
    pub(crate) fn root(&self) -> String {
        format!("{}{}", self.service.endpoint().url().path(), self.version)
    }

    pub(crate) fn collection<R: Resource>(&self) -> Collection<R> {
        Collection::new(self.clone())
    }

    pub(crate) fn service(&self) -> &ServiceClient {
        &self.service
    }

    /// Starts a request to a path below the version.
    pub(crate) fn request(
        &self,
        operation: &'static Operation,
        method: Method,
        path: &[&str],
    ) -> Result<Request> {
        let path: Vec<&str> = std::iter::once(self.version).chain(path.iter().copied()).collect();
        let url = self
            .service
            .url(&path)
            .map_err(|error| error.into_builder().operation(operation.name()).build())?;
        Ok(Request::new(operation, method, url))
    }
}

/// Sets up a [`GraphClient`].
#[must_use = "a client is made by `build`"]
#[derive(Clone, Debug)]
pub struct GraphClientBuilder {
    credential: Credential,
    cloud: Cloud,
    tenant: Option<TenantId>,
    pipeline: Option<Pipeline>,
}

impl GraphClientBuilder {
    /// The cloud that the tenant is in. Default: the commercial one.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// The tenant, by id or by domain. Default: the credential's own.
    pub fn tenant(mut self, tenant: TenantId) -> Self {
        self.tenant = Some(tenant);
        self
    }

    /// Connections, clock and policies to share with other clients. Default: a pipeline of its own.
    pub fn pipeline(mut self, pipeline: Pipeline) -> Self {
        self.pipeline = Some(pipeline);
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Local`](tenantscope_core::ErrorKind::Local) if no pipeline was given and TLS can't be
    /// set up on this machine.
    pub fn build(self) -> Result<GraphClient> {
        let pipeline = match self.pipeline {
            Some(pipeline) => pipeline,
            None => Pipeline::new()?,
        };
        let mut service =
            ServiceClient::new(pipeline, &SERVICE, self.cloud.graph()).with_credential(self.credential);
        if let Some(tenant) = self.tenant {
            service = service.with_tenant(tenant);
        }
        Ok(GraphClient { service, version: "v1.0" })
    }
}
