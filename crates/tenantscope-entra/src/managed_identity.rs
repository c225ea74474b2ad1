//! The identity that Azure gives to a machine or an app service.

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
    time::Duration,
};

use async_trait::async_trait;
use http::HeaderValue;
use serde_json::{Map, Value};
use tenantscope_core::{
    AccessToken, Clock, CredentialIdentity, Endpoint, Error, ErrorKind, Operation, Pipeline, Response,
    Result, RetryPolicy, ServiceClient, Sleep, SystemClock, TenantId, Timestamp, TokenCredential,
    TokenRequest, Transport, json_problem,
};
use url::Url;

use self::source::Source;
use crate::{Environment, TokenCache, TokenInspection, expiry};

mod arc;
mod link_local;
mod pinned;
mod source;

static GET_TOKEN: Operation = Operation::new("get managed identity token").repeatable();
static PROBE: Operation = Operation::new("look for a managed identity").not_repeatable();

/// The longest wait for a connection to the machine's own metadata service.
const CONNECT: Duration = Duration::from_secs(2);

/// The same where there may be no such service at all.
const PROBE_CONNECT: Duration = Duration::from_secs(1);

/// Which of a machine's identities is meant, where it has user-assigned ones.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ManagedIdentityId {
    /// By its client id.
    ClientId(String),
    /// By its object id, also called principal id.
    ObjectId(String),
    /// By its Azure resource id: `/subscriptions/…/userAssignedIdentities/…`.
    ResourceId(String),
}

/// The managed identity of the virtual machine, app service, container app, function, Arc server or cloud
/// shell that the program runs on. Cheap to clone; clones share their tokens.
///
/// ```no_run
/// # async fn run() -> tenantscope_core::Result<()> {
/// use tenantscope_core::{TokenCredential, TokenRequest};
/// use tenantscope_entra::ManagedIdentityCredential;
///
/// let credential = ManagedIdentityCredential::builder().build()?;
/// let token = credential.get_token(&TokenRequest::new("https://management.azure.com/.default")).await?;
/// # Ok(()) }
/// ```
///
/// Its tokens are for the identity's own tenant only. For customers' tenants, have an app registration
/// trust the identity and use it as the source of a [`FederatedCredential`](crate::FederatedCredential).
///
/// | where | told by |
/// |---|---|
/// | Service Fabric | `IDENTITY_ENDPOINT`, `IDENTITY_HEADER`, `IDENTITY_SERVER_THUMBPRINT` |
/// | App Service, Functions, Container Apps, Logic Apps, Automation | `IDENTITY_ENDPOINT`, `IDENTITY_HEADER` |
/// | Azure Machine Learning | `MSI_ENDPOINT`, `MSI_SECRET` |
/// | Cloud Shell | `MSI_ENDPOINT` |
/// | Azure Arc | `IDENTITY_ENDPOINT`, `IMDS_ENDPOINT`, or its agent's file |
/// | virtual machines, scale sets, AKS, container instances | none of these: the instance metadata service |
///
/// The platform keeps tokens for hours, so a new role assignment shows late. (Source: Microsoft's page
/// "How to use managed identities for Azure resources on an Azure VM to acquire an access token" and its
/// siblings for the other hosts.)
#[derive(Clone, Debug)]
pub struct ManagedIdentityCredential(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    environment: Environment,
    id: Option<ManagedIdentityId>,
    tenant: Option<TenantId>,
    pipeline: Pipeline,
    prober: Option<Pipeline>,
    /// Set once the metadata service has answered.
    found: OnceLock<()>,
    cache: TokenCache,
    arc_keys: PathBuf,
}

impl ManagedIdentityCredential {
    /// Starts a credential for the system-assigned identity, or the only one.
    pub fn builder() -> ManagedIdentityCredentialBuilder {
        ManagedIdentityCredentialBuilder::default()
    }

    /// Asks the host; the cache has nothing.
    async fn fetch(&self, scope: &str) -> Result<AccessToken> {
        let inner = &self.0;
        let source = Source::find(&inner.environment);
        let resource = scope.strip_suffix("/.default").unwrap_or(scope);
        let base = link_local::rename(source.base(&inner.environment)?);
        let endpoint = Endpoint::new(&base.origin().ascii_serialization(), "")?;
        if source == Source::InstanceMetadata
            && let Some(prober) = &inner.prober
            && inner.found.get().is_none()
        {
            probe(prober, &endpoint, &base).await?;
        }
        let client = ServiceClient::new(inner.pipeline.clone(), &source::HOST, endpoint);
        let asked = inner.pipeline.clock().now();
        let request = source.request(&GET_TOKEN, &base, &inner.environment, resource, inner.id.as_ref())?;
        let response = match client.send(request.clone()).await {
            // Arc answers with the name of a file that only its own users can read.
            Err(error) if source == Source::Arc && error.status() == Some(401) => {
                let key = arc::key(&error, &inner.arc_keys)?;
                let mut authorization = HeaderValue::try_from(format!("Basic {}", key.expose()))
                    .map_err(|_| Error::new(ErrorKind::Local, "the Azure Arc key file holds no key"))?;
                authorization.set_sensitive(true);
                client.send(request.header(http::header::AUTHORIZATION, authorization)).await
            }
            result => result,
        };
        let _ = inner.found.set(());
        read(&response.map_err(|error| source.explain(error))?, asked)
    }

    /// Refuses a token for another tenant than the identity's own, as far as that can be known.
    fn check(&self, request: &TokenRequest, token: Option<&AccessToken>) -> Result<()> {
        let Some(asked) = request.tenant() else {
            return Ok(());
        };
        let inspection = token.and_then(|token| TokenInspection::try_parse(token.secret().expose()));
        let own = match (&self.0.tenant, &inspection) {
            (Some(own), _) => Some(own.as_str()),
            (None, Some(inspection)) if asked.is_guid() => inspection.tenant(),
            _ => None,
        };
        // Before there is a token nothing may be known yet; with one, what can't be shown to be its own is refused.
        let is_own = own.map_or(token.is_none(), |own| own == asked.as_str());
        if is_own {
            return Ok(());
        }
        Err(Error::builder(ErrorKind::InvalidInput)
            .operation(GET_TOKEN.name())
            .tenant(asked.clone())
            .detail("a managed identity has tokens of its own tenant only")
            .advice(
                "Name the identity's own tenant by its id, not by a domain. For other tenants, have a multi-tenant app registration trust the identity, and use it as the source \
                 of a `FederatedCredential`.",
            )
            .build())
    }
}

#[async_trait]
impl TokenCredential for ManagedIdentityCredential {
    async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken> {
        // It is one tenant's; which one, only its tokens say.
        let own = self.0.tenant.clone().unwrap_or_else(nobody);
        self.check(request, None)?;
        let token = if let Some(token) = self.0.cache.fresh(&own, request) {
            token
        } else {
            let (credential, scope) = (self.clone(), request.scope().to_owned());
            self.0.cache.get(&own, request, move || async move { credential.fetch(&scope).await }).await?
        };
        self.check(request, Some(&token))?;
        Ok(token)
    }

    /// The tenant, if it was named. A client id would stand for an app that can be consented to, which an
    /// identity is not: it is granted roles.
    fn identity(&self) -> CredentialIdentity {
        let identity = CredentialIdentity::default();
        match &self.0.tenant {
            Some(tenant) => identity.in_tenant(tenant.clone()),
            None => identity,
        }
    }
}

/// Sets up a [`ManagedIdentityCredential`].
#[must_use = "a credential is made by `build`"]
#[derive(Clone, Debug, Default)]
pub struct ManagedIdentityCredentialBuilder {
    environment: Environment,
    id: Option<ManagedIdentityId>,
    tenant: Option<TenantId>,
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    retry: Option<RetryPolicy>,
    probe: bool,
    arc_keys: Option<PathBuf>,
}

impl ManagedIdentityCredentialBuilder {
    /// Takes a user-assigned identity.
    pub fn user_assigned(mut self, id: ManagedIdentityId) -> Self {
        self.id = Some(id);
        self
    }

    /// Names the identity's own tenant, so that requests for another one are refused before anything is
    /// sent. Default: found out from the tokens.
    pub fn tenant(mut self, tenant: TenantId) -> Self {
        self.tenant = Some(tenant);
        self
    }

    /// Looks for the instance metadata service with a short time-out before the first token, so that a
    /// machine that has none says so at once: for chains. Default: no.
    pub fn probe(mut self, enabled: bool) -> Self {
        self.probe = enabled;
        self
    }

    /// What sends the requests, and the probe as well. It must use no proxy, and on Service Fabric trust the
    /// host's certificate. Default: one that does so, and knows that certificate by its thumbprint.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// What tells the time. Default: the machine's clock.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// How often and how far apart failed requests are repeated. Default: six times within a minute or so,
    /// since an update of the metadata service takes up to 70 s.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Where to look for the host's variables. Default: the process's own.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// The directory in which the Azure Arc agent leaves its keys; a key is read from nowhere else. Default:
    /// the agent's own, `/var/opt/azcmagent/tokens` or `%ProgramData%\AzureConnectedMachineAgent\Tokens`.
    pub fn arc_key_directory(mut self, directory: impl Into<PathBuf>) -> Self {
        self.arc_keys = Some(directory.into());
        self
    }

    /// The credential.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Local`] if the transport can't be set up; [`ErrorKind::InvalidInput`] if Service Fabric's
    /// thumbprint is none.
    pub fn build(self) -> Result<ManagedIdentityCredential> {
        let clock = self.clock.unwrap_or_else(|| Arc::new(SystemClock::new()));
        let pipeline = |connect: Duration, retry: RetryPolicy| {
            let transport: Arc<dyn Transport> = match &self.transport {
                Some(transport) => Arc::clone(transport),
                None => match Source::find(&self.environment).thumbprint(&self.environment) {
                    Some(thumbprint) => pinned::transport(&thumbprint, connect)?,
                    None => direct(connect)?,
                },
            };
            let clock = SharedClock(Arc::clone(&clock));
            Pipeline::builder().transport(link_local::Renamed(transport)).clock(clock).retry(retry).build()
        };
        let retry =
            self.retry.unwrap_or(RetryPolicy::new().base_delay(Duration::from_secs(2)).repetitions(6));
        let prober = self.probe.then(|| pipeline(PROBE_CONNECT, RetryPolicy::none())).transpose()?;
        let pipeline = pipeline(CONNECT, retry)?;
        Ok(ManagedIdentityCredential(Arc::new(Inner {
            cache: TokenCache::new(Arc::clone(pipeline.clock())),
            environment: self.environment,
            id: self.id,
            tenant: self.tenant,
            pipeline,
            prober,
            found: OnceLock::new(),
            arc_keys: self.arc_keys.unwrap_or_else(arc::key_directory),
        })))
    }
}

/// Asks the metadata service for what it has to refuse: whatever it answers, it is there.
async fn probe(prober: &Pipeline, endpoint: &Endpoint, base: &Url) -> Result<()> {
    let absent = |why: &str| {
        Error::builder(ErrorKind::CredentialUnavailable)
            .operation(PROBE.name())
            .detail(format!("there is no managed identity on this machine: {why}"))
            .advice("Run on Azure with an identity assigned, or use another credential.")
            .build()
    };
    let client = ServiceClient::new(prober.clone(), &source::HOST, endpoint.clone());
    match client.send(Source::probe(&PROBE, base)).await {
        // Docker Desktop answers in the place of a host that it can't reach.
        Err(error)
            if error.status() == Some(403)
                && error
                    .message()
                    .is_some_and(|words| words.to_ascii_lowercase().contains("unreachable")) =>
        {
            Err(absent("the metadata service is unreachable"))
        }
        Err(error) if error.status().is_none() => Err(absent("the metadata service doesn't answer")),
        _ => Ok(()),
    }
}

fn read(response: &Response, asked: Timestamp) -> Result<AccessToken> {
    let unexpected =
        |detail: String| response.head().error(ErrorKind::UnexpectedResponse).detail(detail).build();
    let answer: Map<String, Value> = serde_json::from_slice(response.body())
        .map_err(|error| unexpected(format!("the token answer can't be read: {}", json_problem(&error))))?;
    let token = answer.get("access_token").and_then(Value::as_str).filter(|token| !token.is_empty());
    let token = token.ok_or_else(|| unexpected("the token answer holds no token".to_owned()))?;
    let token = AccessToken::new(token, expiry::expires_on(&answer, asked));
    Ok(match expiry::refresh_on(&answer, asked) {
        Some(at) => token.with_refresh_on(at),
        None => token,
    })
}

/// A transport that no proxy comes between.
fn direct(connect: Duration) -> Result<Arc<dyn Transport>> {
    Ok(Arc::new(tenantscope_core::HttpTransport::builder().no_proxy().connect_timeout(connect).build()?))
}

/// A clock that several pipelines go by.
#[derive(Clone, Debug)]
struct SharedClock(Arc<dyn Clock>);

impl Clock for SharedClock {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.0.sleep(duration)
    }
}

/// The key in the cache of an identity whose tenant isn't known.
fn nobody() -> TenantId {
    static NOBODY: OnceLock<TenantId> = OnceLock::new();
    NOBODY.get_or_init(|| "managed-identity.invalid".parse().expect("it has the form of a domain")).clone()
}

#[cfg(test)]
mod tests;
