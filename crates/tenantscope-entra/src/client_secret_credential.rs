//! An app that proves itself with a secret.

use async_trait::async_trait;
use tenantscope_core::{
    AccessToken, ClientId, CredentialIdentity, Error, ErrorKind, Result, Secret, TenantId, Timestamp,
    TokenCredential, TokenRequest,
};

use crate::{
    app::{App, Proof, Settings, common_setters},
    token_endpoint::Parameters,
};

/// An app that proves itself with a client secret. Cheap to clone; clones share their tokens.
///
/// ```no_run
/// # async fn run() -> tenantscope_core::Result<()> {
/// use tenantscope_core::{TokenCredential, TokenRequest};
/// use tenantscope_entra::ClientSecretCredential;
///
/// let tenant = "contoso.onmicrosoft.com".parse()?;
/// let client_id = "11111111-2222-3333-4444-555555555555".parse()?;
/// let credential = ClientSecretCredential::builder(tenant, client_id, "the secret's value").build()?;
/// let token = credential.get_token(&TokenRequest::new("https://graph.microsoft.com/.default")).await?;
/// println!("good until {}", token.expires_on());
/// # Ok(()) }
/// ```
///
/// A request that names a tenant gets a token of that tenant, in which the app must have been consented
/// to; all others get one of the credential's own.
#[derive(Clone, Debug)]
pub struct ClientSecretCredential(App);

impl ClientSecretCredential {
    /// Starts a credential for an app, in its own tenant unless a request says otherwise.
    pub fn builder(
        tenant: TenantId,
        client_id: ClientId,
        secret: impl Into<Secret>,
    ) -> ClientSecretCredentialBuilder {
        ClientSecretCredentialBuilder {
            tenant,
            client_id,
            secret: secret.into(),
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
impl TokenCredential for ClientSecretCredential {
    async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken> {
        self.0.get_token(request).await
    }

    fn identity(&self) -> CredentialIdentity {
        self.0.identity()
    }
}

/// Sets up a [`ClientSecretCredential`].
#[must_use = "a credential is made by `build`"]
#[derive(Clone, Debug)]
pub struct ClientSecretCredentialBuilder {
    tenant: TenantId,
    client_id: ClientId,
    secret: Secret,
    settings: Settings,
}

impl ClientSecretCredentialBuilder {
    common_setters!();

    /// The credential.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if the secret is empty; [`ErrorKind::Local`] if TLS can't be set up.
    pub fn build(self) -> Result<ClientSecretCredential> {
        if self.secret.expose().trim().is_empty() {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                "the client secret is empty: configure the Value of a secret of the app registration",
            ));
        }
        let proof = SecretProof(self.secret);
        Ok(ClientSecretCredential(App::new(self.tenant, self.client_id, self.settings, proof)?))
    }
}

#[derive(Debug)]
struct SecretProof(Secret);

#[async_trait]
impl Proof for SecretProof {
    async fn parameters(&self, _: &ClientId, _: &str, _: Timestamp) -> Result<Parameters> {
        Ok(vec![("client_secret", self.0.clone())])
    }

    fn explain(&self, error: Error) -> Error {
        // The two columns are easily confused, and one of them is always a GUID.
        if error.code() == Some("AADSTS7000215") && tenantscope_core::is_guid(self.0.expose()) {
            let advice = "What is configured has the form of a Secret ID. Configure the Value beside it, which the portal shows only once: if it is lost, make a new secret.";
            return error.into_builder().advice(advice).build();
        }
        error
    }
}
