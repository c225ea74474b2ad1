//! An app that proves itself with a token of somebody else's, whom its registration trusts.

use std::{
    fmt,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use tenantscope_core::{
    AccessToken, ClientId, CredentialIdentity, Error, ErrorKind, Result, Secret, TenantId, Timestamp,
    TokenCredential, TokenRequest,
};

use crate::{
    ManagedIdentityCredential, TokenInspection,
    app::{App, Proof, Settings, common_setters},
    client_certificate_credential::JWT_BEARER,
    file,
    token_endpoint::Parameters,
};

mod github_actions;

pub use self::github_actions::GitHubActions;

/// Supplies the token that stands in for a secret. Async closures implement it.
///
/// It is asked for every token request, so a token that changes is always the present one.
#[async_trait]
pub trait AssertionSource: Send + Sync {
    /// A token of the other issuer for `audience`, such as `api://AzureADTokenExchange`.
    ///
    /// # Errors
    ///
    /// Whatever keeps the token from being had.
    async fn assertion(&self, audience: &str) -> Result<Secret>;
}

#[async_trait]
impl<F, R> AssertionSource for F
where
    F: Fn(String) -> R + Send + Sync,
    R: Future<Output = Result<Secret>> + Send,
{
    async fn assertion(&self, audience: &str) -> Result<Secret> {
        self(audience.to_owned()).await
    }
}

/// A file that something else writes anew, as Kubernetes does with its service account tokens.
#[derive(Clone, Debug)]
pub struct TokenFile(PathBuf);

impl TokenFile {
    /// The file at this path, read for every token request.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }
}

#[async_trait]
impl AssertionSource for TokenFile {
    async fn assertion(&self, _: &str) -> Result<Secret> {
        let content = file::read(&self.0, "token")?;
        let text =
            std::str::from_utf8(&content).ok().map(str::trim).filter(|text| text.split('.').count() == 3);
        text.map(Secret::new).ok_or_else(|| {
            Error::new(
                ErrorKind::InvalidInput,
                format!("the token file {} holds no JSON web token", self.0.display()),
            )
        })
    }
}

/// A managed identity as an app's proof: no secret and no certificate anywhere.
///
/// The app registration needs a federated credential for the (user-assigned) identity. The app may be a
/// multi-tenant one and then signs in to its customers' tenants as well, which the identity itself can't.
/// (Source: Microsoft's page "Configure an application to trust a managed identity".)
#[async_trait]
impl AssertionSource for ManagedIdentityCredential {
    async fn assertion(&self, audience: &str) -> Result<Secret> {
        let token = self.get_token(&TokenRequest::new(format!("{audience}/.default"))).await?;
        Ok(token.secret().clone())
    }
}

/// An app that proves itself with a token of an issuer that its registration trusts (workload identity
/// federation). Cheap to clone; clones share their tokens.
///
/// ```no_run
/// # fn run() -> tenantscope_core::Result<()> {
/// use tenantscope_entra::{FederatedCredential, GitHubActions, TokenFile};
///
/// let tenant: tenantscope_core::TenantId = "contoso.com".parse()?;
/// let client_id: tenantscope_core::ClientId = "11111111-2222-3333-4444-555555555555".parse()?;
/// let on_kubernetes = FederatedCredential::builder(
///     tenant.clone(),
///     client_id.clone(),
///     TokenFile::new("/var/run/secrets/azure/tokens/azure-identity-token"),
/// )
/// .build()?;
/// let in_a_workflow = FederatedCredential::builder(tenant, client_id, GitHubActions::new()?).build()?;
/// # Ok(()) }
/// ```
///
/// (Source: Microsoft's page "Workload identity federation".)
#[derive(Clone, Debug)]
pub struct FederatedCredential(App);

impl FederatedCredential {
    /// Starts a credential for an app, in its own tenant unless a request says otherwise.
    pub fn builder(
        tenant: TenantId,
        client_id: ClientId,
        source: impl AssertionSource + 'static,
    ) -> FederatedCredentialBuilder {
        FederatedCredentialBuilder {
            tenant,
            client_id,
            source: Arc::new(source),
            settings: Settings::default(),
        }
    }

    /// The tenant of requests that name none.
    pub fn tenant(&self) -> &TenantId {
        self.0.tenant()
    }

    /// The app.
    pub fn client_id(&self) -> &ClientId {
        self.0.client_id()
    }

    /// Calls other APIs for a user, with the token with which that user called this app.
    pub fn on_behalf_of(&self, token: impl Into<Secret>) -> crate::OnBehalfOfCredential {
        crate::OnBehalfOfCredential::new(self.0.clone(), self.identity(), token.into())
    }

    /// Drops the tokens of a tenant, so that permissions granted since then show in the next one.
    pub fn forget(&self, tenant: &TenantId) {
        self.0.cache().forget(tenant);
    }
}

#[async_trait]
impl TokenCredential for FederatedCredential {
    async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken> {
        self.0.get_token(request).await
    }

    fn identity(&self) -> CredentialIdentity {
        self.0.identity()
    }
}

/// Sets up a [`FederatedCredential`].
#[must_use = "a credential is made by `build`"]
#[derive(Clone)]
pub struct FederatedCredentialBuilder {
    tenant: TenantId,
    client_id: ClientId,
    source: Arc<dyn AssertionSource>,
    settings: Settings,
}

impl FederatedCredentialBuilder {
    common_setters!();

    /// The credential.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Local`] if TLS can't be set up.
    pub fn build(self) -> Result<FederatedCredential> {
        let audience = self.settings.cloud.token_exchange_audience();
        let proof = FederatedProof { source: self.source, audience, presented: Mutex::default() };
        Ok(FederatedCredential(App::new(self.tenant, self.client_id, self.settings, proof)?))
    }
}

impl fmt::Debug for FederatedCredentialBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FederatedCredentialBuilder")
            .field("tenant", &self.tenant)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

struct FederatedProof {
    source: Arc<dyn AssertionSource>,
    audience: &'static str,
    /// What the last token said of itself, for people who have to find out why it didn't match.
    presented: Mutex<Option<Presented>>,
}

struct Presented {
    issuer: String,
    subject: String,
    audience: String,
}

#[async_trait]
impl Proof for FederatedProof {
    async fn parameters(&self, _: &ClientId, _: &str, _: Timestamp) -> Result<Parameters> {
        let assertion = self.source.assertion(self.audience).await?;
        *self.presented.lock().unwrap_or_else(PoisonError::into_inner) = Presented::of(&assertion);
        Ok(vec![("client_assertion_type", Secret::new(JWT_BEARER)), ("client_assertion", assertion)])
    }

    fn explain(&self, error: Error) -> Error {
        let mismatch = matches!(
            error.code(),
            Some(
                "AADSTS70021"
                    | "AADSTS700211"
                    | "AADSTS700212"
                    | "AADSTS700213"
                    | "AADSTS7002131"
                    | "AADSTS7000226"
            )
        );
        let presented = self.presented.lock().unwrap_or_else(PoisonError::into_inner);
        let (true, Some(presented)) = (mismatch, &*presented) else {
            return error;
        };
        let advice = format!(
            "{} The presented token has the issuer `{}`, the subject `{}` and the audience `{}`.",
            error.advice(),
            presented.issuer,
            presented.subject,
            presented.audience
        );
        error.into_builder().advice(advice).build()
    }

    fn is_renewable(&self) -> bool {
        true
    }
}

impl Presented {
    fn of(assertion: &Secret) -> Option<Self> {
        let claims = TokenInspection::claims_of(assertion.expose())?;
        let text = |name: &str| match claims.get(name) {
            Some(serde_json::Value::String(text)) => tenantscope_core::redact(text, 200),
            Some(other) => tenantscope_core::redact(&other.to_string(), 200),
            None => String::new(),
        };
        Some(Self { issuer: text("iss"), subject: text("sub"), audience: text("aud") })
    }
}

impl fmt::Debug for FederatedProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FederatedProof")
    }
}

#[cfg(test)]
mod tests;
