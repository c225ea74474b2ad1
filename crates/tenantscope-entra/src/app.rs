//! What all credentials of an app share: who it is, where it signs in, and its tokens.

use std::{borrow::Cow, fmt, sync::Arc};

use async_trait::async_trait;
use tenantscope_core::{
    AccessToken, ClientId, Cloud, CredentialIdentity, Error, ErrorKind, Operation, Pipeline, Result, Secret,
    TenantId, Timestamp, TokenRequest,
};

use crate::{
    TokenCache, aadsts, claims, discovery, scope,
    token_endpoint::{Parameters, TokenEndpoint},
};

static GET_TOKEN: Operation = Operation::new("get token").repeatable();

/// How an app proves who it is.
#[async_trait]
pub(crate) trait Proof: Send + Sync + fmt::Debug + 'static {
    /// The form parameters of the proof, for the token endpoint at `audience`.
    async fn parameters(&self, client_id: &ClientId, audience: &str, now: Timestamp) -> Result<Parameters>;

    /// Adds what only the proof knows to an error about it.
    fn explain(&self, error: Error) -> Error {
        error
    }

    /// Whether a second try with a new proof may heal an AADSTS700024.
    fn is_renewable(&self) -> bool {
        false
    }
}

/// By what right a token is asked for.
#[derive(Clone, Debug)]
pub(crate) enum Grant {
    /// The app's own.
    ClientCredentials,
    /// A user's, whose token the app was called with.
    OnBehalfOf { assertion: Secret, digest: String },
}

impl Grant {
    /// What the token is kept under.
    fn key<'a>(&self, request: &'a TokenRequest) -> Cow<'a, TokenRequest> {
        let Self::OnBehalfOf { digest, .. } = self else {
            return Cow::Borrowed(request);
        };
        let mut key = TokenRequest::new(format!("{} for {digest}", request.scope()));
        if let Some(tenant) = request.tenant() {
            key = key.for_tenant(tenant.clone());
        }
        if let Some(claims) = request.claims() {
            key = key.with_claims(claims);
        }
        if let Some(refused) = request.refused() {
            key = key.after_refusal_of(refused.clone());
        }
        Cow::Owned(key)
    }

    fn write(&self, form: &mut Parameters) {
        match self {
            Self::ClientCredentials => form.push(("grant_type", Secret::new("client_credentials"))),
            Self::OnBehalfOf { assertion, .. } => form.extend([
                ("grant_type", Secret::new("urn:ietf:params:oauth:grant-type:jwt-bearer")),
                ("requested_token_use", Secret::new("on_behalf_of")),
                ("assertion", assertion.clone()),
            ]),
        }
    }
}

/// What the builders of all credentials collect.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) cloud: Cloud,
    pub(crate) pipeline: Option<Pipeline>,
    pub(crate) allowed: Option<Vec<TenantId>>,
    pub(crate) continuous_access: bool,
}

impl Settings {
    pub(crate) fn pipeline(&self) -> Result<Pipeline> {
        match &self.pipeline {
            Some(pipeline) => Ok(pipeline.clone()),
            None => Pipeline::new(),
        }
    }
}

/// The setters that every builder has.
macro_rules! common_setters {
    () => {
        /// The cloud that the app signs in at. Default: the commercial one.
        pub fn cloud(mut self, cloud: ::tenantscope_core::Cloud) -> Self {
            self.settings.cloud = cloud;
            self
        }

        /// All of the settings below at once.
        pub(crate) fn with_settings(mut self, settings: &$crate::app::Settings) -> Self {
            self.settings = settings.clone();
            self
        }

        $crate::app::common_setters!(but cloud);
    };
    (but cloud) => {
        /// What sends the requests. Share the clients' own, so that they share connections. Default: a new
        /// one.
        pub fn pipeline(mut self, pipeline: ::tenantscope_core::Pipeline) -> Self {
            self.settings.pipeline = Some(pipeline);
            self
        }

        /// Refuses tokens for all tenants but the credential's own and these. Default: any tenant.
        ///
        /// Tenants are compared as they are written: name both the id and the domain where both are used.
        pub fn allow_tenants(
            mut self,
            tenants: impl IntoIterator<Item = ::tenantscope_core::TenantId>,
        ) -> Self {
            self.settings.allowed.get_or_insert_default().extend(tenants);
            self
        }

        /// Tells the identity platform that the callers answer claims challenges (continuous access
        /// evaluation). Tokens live longer then, and may be refused before they end. Default: no.
        pub fn continuous_access(mut self, enabled: bool) -> Self {
            self.settings.continuous_access = enabled;
            self
        }
    };
}
pub(crate) use common_setters;

/// An app that proves itself in one way, in as many tenants as it was consented to.
#[derive(Clone)]
pub(crate) struct App(Arc<Inner>);

struct Inner {
    tenant: TenantId,
    client_id: ClientId,
    settings: Settings,
    pipeline: Pipeline,
    cache: TokenCache,
    proof: Box<dyn Proof>,
}

impl App {
    pub(crate) fn new(
        tenant: TenantId,
        client_id: ClientId,
        settings: Settings,
        proof: impl Proof,
    ) -> Result<Self> {
        let pipeline = settings.pipeline()?;
        let cache = TokenCache::new(Arc::clone(pipeline.clock()));
        Ok(Self(Arc::new(Inner { tenant, client_id, settings, pipeline, cache, proof: Box::new(proof) })))
    }

    pub(crate) fn tenant(&self) -> &TenantId {
        &self.0.tenant
    }

    pub(crate) fn client_id(&self) -> &ClientId {
        &self.0.client_id
    }

    /// What a credential of this app tells about itself.
    pub(crate) fn identity(&self) -> CredentialIdentity {
        CredentialIdentity::of_app(self.0.client_id.clone()).in_tenant(self.0.tenant.clone())
    }

    pub(crate) fn cloud(&self) -> &Cloud {
        &self.0.settings.cloud
    }

    pub(crate) fn pipeline(&self) -> &Pipeline {
        &self.0.pipeline
    }

    pub(crate) fn cache(&self) -> &TokenCache {
        &self.0.cache
    }

    /// A token of the app's own, from the cache if it has one.
    pub(crate) async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken> {
        self.get_token_by(request, &Grant::ClientCredentials).await
    }

    /// A token of whomever the grant is for, from the cache if it has one.
    pub(crate) async fn get_token_by(&self, request: &TokenRequest, grant: &Grant) -> Result<AccessToken> {
        let tenant = request.tenant().unwrap_or(&self.0.tenant);
        let key = grant.key(request);
        if let Some(token) = self.0.cache.fresh(tenant, &key) {
            return Ok(token);
        }
        self.check(tenant, request, grant)?;
        let (app, wanted, grant) = (self.clone(), request.clone(), grant.clone());
        let of = tenant.clone();
        let fetch = move || async move { app.fetch(&of, &wanted, &grant).await };
        self.0.cache.get(tenant, &key, fetch).await
    }

    /// Whatever can be known to be wrong before anything is sent.
    fn check(&self, tenant: &TenantId, request: &TokenRequest, grant: &Grant) -> Result<()> {
        let at =
            |error: Error| error.into_builder().operation(GET_TOKEN.name()).tenant(tenant.clone()).build();
        if let Some(allowed) = &self.0.settings.allowed
            && *tenant != self.0.tenant
            && !allowed.contains(tenant)
        {
            return Err(at(Error::new(
                ErrorKind::InvalidInput,
                format!(
                    "the tenant {tenant} isn't among those that this credential may be used for: add it with `allow_tenants`"
                ),
            )));
        }
        claims::to_send(request.claims(), self.0.settings.continuous_access).map_err(at)?;
        match grant {
            Grant::ClientCredentials => scope::check_app_only(request.scope(), self.cloud()),
            Grant::OnBehalfOf { .. } => scope::check_delegated(request.scope(), self.cloud()),
        }
        .map_err(at)
    }

    async fn fetch(&self, tenant: &TenantId, request: &TokenRequest, grant: &Grant) -> Result<AccessToken> {
        let first = self.try_fetch(tenant, request, grant).await;
        let result = match first {
            Err(error) if self.0.proof.is_renewable() && error.code() == Some("AADSTS700024") => {
                self.try_fetch(tenant, request, grant).await
            }
            result => result,
        };
        match result {
            Ok(token) => Ok(token),
            Err(error) => {
                let error = discovery::name_cloud(&self.0.pipeline, self.cloud(), tenant, error).await;
                Err(self.explain(tenant, error))
            }
        }
    }

    async fn try_fetch(
        &self,
        tenant: &TenantId,
        request: &TokenRequest,
        grant: &Grant,
    ) -> Result<AccessToken> {
        let endpoint = TokenEndpoint::new(&self.0.pipeline, self.cloud(), tenant)?;
        let mut common: Parameters = vec![
            ("client_id", Secret::new(self.0.client_id.as_str())),
            ("scope", Secret::new(request.scope())),
        ];
        grant.write(&mut common);
        if let Some(claims) = claims::to_send(request.claims(), self.0.settings.continuous_access)? {
            common.push(("claims", Secret::new(claims)));
        }
        let app = self.clone();
        let audience: Arc<str> = endpoint.url().as_str().into();
        let answer = endpoint
            .redeem(&GET_TOKEN, move |now| {
                let (app, audience, mut form) = (app.clone(), Arc::clone(&audience), common.clone());
                async move {
                    form.extend(app.0.proof.parameters(&app.0.client_id, &audience, now).await?);
                    Ok(form)
                }
            })
            .await?;
        Ok(answer.token)
    }

    /// Adds to an error what this app knows: the link by which an administrator consents, the
    /// certificate's thumbprints.
    fn explain(&self, tenant: &TenantId, error: Error) -> Error {
        let mut error = self.0.proof.explain(error);
        if aadsts::lacks_consent(&error) {
            let link = crate::consent::consent_url(self.cloud(), tenant, &self.0.client_id);
            let advice = format!("{} An administrator of {tenant} can consent at {link}", error.advice());
            error = error.into_builder().advice(advice).build();
        }
        error.into_builder().fact("client_id", self.0.client_id.as_str()).build()
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("tenant", self.tenant())
            .field("client_id", self.client_id())
            .field("cloud", self.cloud())
            .field("proof", &self.0.proof)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
