//! Where tokens come from: one small open trait and a cheap handle.

use std::{fmt, sync::Arc};

use async_trait::async_trait;

use crate::{ClientId, Result, Secret, TenantId, Timestamp};

/// Supplies the access token that a request carries. Implement it with a plain `async fn`.
///
/// Clients ask before every request, so implementations cache; callers that arrive during a
/// refresh wait for that one refresh. The crate `tenantscope-entra` has credentials that do.
///
/// ```
/// use tenantscope_core::{AccessToken, Result, Timestamp, TokenCredential, TokenRequest, async_trait};
///
/// #[derive(Debug)]
/// struct FromElsewhere;
///
/// #[async_trait]
/// impl TokenCredential for FromElsewhere {
///     async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken> {
///         let text = format!("a token for {}", request.scope());
///         let expires_on = Timestamp::from_unix_seconds(4_102_444_800).expect("the year 2100");
///         Ok(AccessToken::new(text, expires_on))
///     }
/// }
/// ```
#[async_trait]
pub trait TokenCredential: Send + Sync + fmt::Debug {
    /// Returns a token for the tenant and scope in `request`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unauthenticated`](crate::ErrorKind::Unauthenticated) if the identity platform
    /// refuses this identity; its `AADSTS` code is in [`Error::code`](crate::Error::code).
    /// [`ErrorKind::Unreachable`](crate::ErrorKind::Unreachable) if it did not answer.
    async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken>;

    /// What can be told about this identity without asking anybody. It serves advice and connection tests.
    ///
    /// Wrappers pass on what the inner credential says.
    fn identity(&self) -> CredentialIdentity {
        CredentialIdentity::default()
    }
}

/// What a credential can tell about itself. Nothing in it is secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CredentialIdentity {
    /// The app that signs in.
    pub client_id: Option<ClientId>,
    /// The tenant of requests that name none.
    pub tenant: Option<TenantId>,
    /// When the certificate ends that the app signs in with.
    pub expires_on: Option<Timestamp>,
}

impl CredentialIdentity {
    /// An app.
    pub fn of_app(client_id: ClientId) -> Self {
        Self { client_id: Some(client_id), ..Self::default() }
    }

    /// Says which tenant requests are for that name none.
    pub fn in_tenant(mut self, tenant: TenantId) -> Self {
        self.tenant = Some(tenant);
        self
    }

    /// Says when it ends.
    pub fn expiring_on(mut self, expires_on: Timestamp) -> Self {
        self.expires_on = Some(expires_on);
        self
    }
}

#[async_trait]
impl<C: TokenCredential + ?Sized> TokenCredential for Arc<C> {
    async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken> {
        (**self).get_token(request).await
    }

    fn identity(&self) -> CredentialIdentity {
        (**self).identity()
    }
}

/// Any credential, cheap to clone. Clients hold this, so they carry no type parameter.
#[derive(Clone)]
pub struct Credential(Arc<dyn TokenCredential>);

impl Credential {
    /// Returns a token for the tenant and scope in `request`.
    ///
    /// # Errors
    ///
    /// As [`TokenCredential::get_token`].
    pub async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken> {
        self.0.get_token(request).await
    }

    /// What can be told about this identity without asking anybody.
    pub fn identity(&self) -> CredentialIdentity {
        self.0.identity()
    }

    /// The credential as the trait object that wrappers and adapters take.
    pub fn into_inner(self) -> Arc<dyn TokenCredential> {
        self.0
    }
}

impl<C: TokenCredential + 'static> From<C> for Credential {
    fn from(credential: C) -> Self {
        Self(Arc::new(credential))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a token is wanted for.
///
/// `Debug` shows neither the claims nor the refused token.
#[derive(Clone)]
pub struct TokenRequest {
    scope: Arc<str>,
    tenant: Option<TenantId>,
    claims: Option<Arc<str>>,
    refused: Option<AccessToken>,
}

impl TokenRequest {
    /// Asks for a token for one resource: `https://graph.microsoft.com/.default`.
    ///
    /// Delegated flows may name several scopes of one resource, divided by blanks.
    pub fn new(scope: impl Into<Arc<str>>) -> Self {
        Self { scope: scope.into(), tenant: None, claims: None, refused: None }
    }

    /// Asks for a token of this tenant rather than of the credential's own.
    pub fn for_tenant(mut self, tenant: TenantId) -> Self {
        self.tenant = Some(tenant);
        self
    }

    /// Passes on the claims that an API asked for, as JSON. A cached token won't do.
    pub fn with_claims(mut self, claims: impl Into<Arc<str>>) -> Self {
        self.claims = Some(claims.into());
        self
    }

    /// Says that the API refused this token although it hadn't expired. A cache drops it if it still
    /// holds just that one.
    pub fn after_refusal_of(mut self, token: AccessToken) -> Self {
        self.refused = Some(token);
        self
    }

    /// The scope.
    pub fn scope(&self) -> &str {
        &self.scope
    }

    /// The tenant, if it isn't the credential's own.
    pub fn tenant(&self) -> Option<&TenantId> {
        self.tenant.as_ref()
    }

    /// The claims that an API asked for, as JSON.
    pub fn claims(&self) -> Option<&str> {
        self.claims.as_deref()
    }

    /// The token that the API has just refused.
    pub fn refused(&self) -> Option<&AccessToken> {
        self.refused.as_ref()
    }
}

impl fmt::Debug for TokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRequest")
            .field("scope", &self.scope)
            .field("tenant", &self.tenant)
            .field("has_claims", &self.claims.is_some())
            .field("after_refusal", &self.refused.is_some())
            .finish()
    }
}

/// A bearer token and when it ends.
#[derive(Clone, Debug)]
pub struct AccessToken {
    secret: Arc<Secret>,
    expires_on: Timestamp,
    refresh_on: Option<Timestamp>,
}

impl AccessToken {
    /// Takes over a token that is good until `expires_on`.
    pub fn new(token: impl Into<Secret>, expires_on: Timestamp) -> Self {
        Self { secret: Arc::new(token.into()), expires_on, refresh_on: None }
    }

    /// Says from when on a new token should be fetched although this one is still good.
    pub fn with_refresh_on(mut self, refresh_on: Timestamp) -> Self {
        self.refresh_on = Some(refresh_on);
        self
    }

    /// The token itself.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// When the token ends.
    pub fn expires_on(&self) -> Timestamp {
        self.expires_on
    }

    /// From when on a new one should be fetched, if the identity platform said so.
    pub fn refresh_on(&self) -> Option<Timestamp> {
        self.refresh_on
    }

    /// Whether both are the same token, not merely equally good ones.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.secret, &other.secret) || self.secret.expose() == other.secret.expose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static_assertions::assert_impl_all!(Credential: Send, Sync, Clone, From<Arc<dyn TokenCredential>>);
    static_assertions::assert_obj_safe!(TokenCredential);

    #[test]
    fn debug_of_a_token_and_of_its_request_hides_them() {
        let token = AccessToken::new("CANARY", Timestamp::UNIX_EPOCH);
        let request =
            TokenRequest::new("scope").with_claims(r#"{"CANARY":1}"#).after_refusal_of(token.clone());
        assert!(!format!("{token:?} {request:?}").contains("CANARY"));
    }
}
