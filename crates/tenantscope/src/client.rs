//! One client for all the services of a tenant.

use tenantscope_core::{Cloud, Credential, Pipeline, Result, TenantId};

/// All the services of one tenant through one credential, one set of connections, one memory of throttling.
///
/// ```
/// # tenantscope_emulator::run(async |tenant| {
/// use tenantscope::Client;
///
/// let client = Client::builder(tenant.credential()).cloud(tenant.cloud()).tenant(tenant.id()).build()?;
/// # #[cfg(feature = "graph")]
/// let latest = client.graph().secure_scores().latest().await?;
/// # #[cfg(feature = "graph")]
/// assert!(latest.is_some());
/// # Ok(()) });
/// ```
///
/// It is cheap to clone. A program for many tenants makes one, and takes [`for_tenant`](Self::for_tenant) for each.
#[derive(Clone, Debug)]
pub struct Client {
    credential: Credential,
    cloud: Cloud,
    tenant: Option<TenantId>,
    pipeline: Pipeline,
    #[cfg(feature = "graph")]
    graph: tenantscope_graph::GraphClient,
    #[cfg(feature = "defender")]
    defender: tenantscope_defender::DefenderClient,
    #[cfg(feature = "activity")]
    activity: tenantscope_activity::ActivityClient,
}

impl Client {
    /// Starts a client that takes its tokens from `credential`.
    pub fn builder(credential: impl Into<Credential>) -> ClientBuilder {
        ClientBuilder {
            credential: credential.into(),
            cloud: Cloud::default(),
            tenant: None,
            publisher: None,
            pipeline: None,
        }
    }

    /// The same app at another customer: same connections, same settings, its own throttling.
    ///
    /// The credential must serve that tenant, which for an app means that an administrator there has consented to it.
    pub fn for_tenant(&self, tenant: TenantId) -> Self {
        Self {
            #[cfg(feature = "graph")]
            graph: self.graph.for_tenant(tenant.clone()),
            #[cfg(feature = "defender")]
            defender: self.defender.for_tenant(tenant.clone()),
            #[cfg(feature = "activity")]
            activity: self.activity.for_tenant(tenant.clone()),
            tenant: Some(tenant),
            ..self.clone()
        }
    }

    /// The tenant it speaks for; `None` leaves it to the credential.
    pub fn tenant(&self) -> Option<&TenantId> {
        self.tenant.as_ref()
    }

    /// Where its tokens come from, to share with clients of your own.
    pub fn credential(&self) -> &Credential {
        &self.credential
    }

    /// The cloud it speaks to.
    pub fn cloud(&self) -> &Cloud {
        &self.cloud
    }

    /// Connections, clock and policies, to share with clients of your own.
    pub fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// Microsoft Graph.
    #[cfg(feature = "graph")]
    pub fn graph(&self) -> &tenantscope_graph::GraphClient {
        &self.graph
    }

    /// Defender for Cloud, and the subscriptions that it is about.
    #[cfg(feature = "defender")]
    pub fn defender(&self) -> &tenantscope_defender::DefenderClient {
        &self.defender
    }

    /// The Office 365 Management Activity API.
    #[cfg(feature = "activity")]
    pub fn activity(&self) -> &tenantscope_activity::ActivityClient {
        &self.activity
    }
}

/// Sets up a [`Client`].
#[must_use = "a client is made by `build`"]
#[derive(Clone, Debug)]
pub struct ClientBuilder {
    credential: Credential,
    cloud: Cloud,
    tenant: Option<TenantId>,
    publisher: Option<TenantId>,
    pipeline: Option<Pipeline>,
}

impl ClientBuilder {
    /// The cloud to speak to. Default: the commercial one. The credential has a setting of its own for it.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// The tenant to speak for. Default: the credential's own.
    ///
    /// The Management Activity API needs it; for the other services a credential that has a tenant of its own is enough.
    pub fn tenant(mut self, tenant: TenantId) -> Self {
        self.tenant = Some(tenant);
        self
    }

    /// The tenant of the company that wrote the program, by which the Management Activity API counts requests.
    ///
    /// Default: the [`tenant`](Self::tenant) of this builder, which is right for a company's own programs. A product for
    /// other companies sets its vendor's.
    pub fn publisher(mut self, publisher: TenantId) -> Self {
        self.publisher = Some(publisher);
        self
    }

    /// Connections, clock and policies. Default: those of [`Pipeline::new`].
    pub fn pipeline(mut self, pipeline: Pipeline) -> Self {
        self.pipeline = Some(pipeline);
        self
    }

    /// The client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Local`](tenantscope_core::ErrorKind::Local) if TLS can't be set up on this machine.
    pub fn build(self) -> Result<Client> {
        let pipeline = match self.pipeline {
            Some(pipeline) => pipeline,
            None => Pipeline::new()?,
        };
        #[cfg(any(feature = "graph", feature = "defender", feature = "activity"))]
        macro_rules! room {
            ($builder:expr) => {{
                let mut builder = $builder.cloud(self.cloud.clone()).pipeline(pipeline.clone());
                if let Some(tenant) = &self.tenant {
                    builder = builder.tenant(tenant.clone());
                }
                builder.build()?
            }};
        }
        Ok(Client {
            #[cfg(feature = "graph")]
            graph: room!(tenantscope_graph::GraphClient::builder(self.credential.clone())),
            #[cfg(feature = "defender")]
            defender: room!(tenantscope_defender::DefenderClient::builder(self.credential.clone())),
            #[cfg(feature = "activity")]
            activity: room!(tenantscope_activity::ActivityClient::builder(
                self.credential.clone(),
                self.publisher.clone().or_else(|| self.tenant.clone()),
            )),
            credential: self.credential,
            cloud: self.cloud,
            tenant: self.tenant,
            pipeline,
        })
    }
}
