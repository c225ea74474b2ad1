//! Credentials of this crate for the Azure SDK, and the other way round.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use azure_core::{credentials as sdk, error::ErrorKind as SdkErrorKind};
use tenantscope_core::{
    AccessToken, Credential, Error, ErrorKind, Result, TenantId, TokenCredential, TokenRequest,
};
use time::OffsetDateTime;

/// A credential for clients of the Azure SDK: Key Vault, Storage and whatever else takes an
/// `Arc<dyn azure_core::credentials::TokenCredential>`.
///
/// ```no_run
/// # fn run(credential: tenantscope_entra::ClientCertificateCredential) {
/// use std::sync::Arc;
/// use tenantscope_entra::ForAzureSdk;
///
/// let for_the_sdk: Arc<dyn azure_core::credentials::TokenCredential> = Arc::new(ForAzureSdk::new(credential));
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ForAzureSdk {
    credential: Credential,
    tenant: Option<TenantId>,
}

impl ForAzureSdk {
    /// Hands a credential to the Azure SDK.
    pub fn new(credential: impl Into<Credential>) -> Self {
        Self { credential: credential.into(), tenant: None }
    }

    /// Asks for tokens of this tenant rather than of the credential's own.
    pub fn tenant(mut self, tenant: TenantId) -> Self {
        self.tenant = Some(tenant);
        self
    }
}

#[async_trait]
impl sdk::TokenCredential for ForAzureSdk {
    async fn get_token(
        &self,
        scopes: &[&str],
        _: Option<sdk::TokenRequestOptions<'_>>,
    ) -> azure_core::Result<sdk::AccessToken> {
        let mut request = TokenRequest::new(scopes.join(" "));
        if let Some(tenant) = &self.tenant {
            request = request.for_tenant(tenant.clone());
        }
        let token = self.credential.get_token(&request).await.map_err(|error| {
            let advice = error.advice().to_owned();
            azure_core::Error::with_error(SdkErrorKind::Credential, error, advice)
        })?;
        Ok(sdk::AccessToken::new(
            token.secret().expose().to_owned(),
            OffsetDateTime::from(token.expires_on()),
        ))
    }
}

/// A credential of the Azure SDK for the clients of these crates.
///
/// The SDK's credentials know neither another tenant than their own nor claims: a request for either is an
/// error.
#[derive(Clone)]
pub struct FromAzureSdk(Arc<dyn sdk::TokenCredential>);

impl FromAzureSdk {
    /// Takes a credential of the Azure SDK.
    pub fn new(credential: Arc<dyn sdk::TokenCredential>) -> Self {
        Self(credential)
    }
}

impl fmt::Debug for FromAzureSdk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FromAzureSdk").field(&self.0).finish()
    }
}

#[async_trait]
impl TokenCredential for FromAzureSdk {
    async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken> {
        let refuse = |kind: ErrorKind, detail: &str| {
            Error::builder(kind).operation("get token").detail(detail).build()
        };
        if request.tenant().is_some() {
            return Err(refuse(
                ErrorKind::InvalidInput,
                "a credential of the Azure SDK has tokens of its own tenant only: leave the tenant out, or use a credential of tenantscope",
            ));
        }
        if request.claims().is_some() {
            return Err(refuse(
                ErrorKind::InteractionRequired,
                "a credential of the Azure SDK can't pass on the claims that the API asks for",
            ));
        }
        let scopes: Vec<_> = request.scope().split_ascii_whitespace().collect();
        let token = self.0.get_token(&scopes, None).await.map_err(|error| {
            let kind = match error.kind() {
                SdkErrorKind::Connection | SdkErrorKind::Io => ErrorKind::Unreachable,
                _ => ErrorKind::Unauthenticated,
            };
            let words = tenantscope_core::redact(&error.to_string(), 400);
            Error::builder(kind)
                .operation("get token")
                .detail("the Azure SDK's credential failed")
                .message(words)
                .build()
        })?;
        Ok(AccessToken::new(token.token.secret().to_owned(), token.expires_on.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ClientSecretCredential,
        testing::stub::{Stub, refusal, token},
    };

    const SCOPE: &str = "https://vault.azure.net/.default";

    fn there(stub: &Stub) -> Arc<dyn sdk::TokenCredential> {
        let (tenant, client_id) =
            ("contoso.com".parse().unwrap(), "11111111-2222-3333-4444-555555555555".parse().unwrap());
        let credential = ClientSecretCredential::builder(tenant, client_id, "s")
            .pipeline(stub.pipeline())
            .build()
            .unwrap();
        Arc::new(ForAzureSdk::new(credential).tenant("fabrikam.com".parse().unwrap()))
    }

    #[tokio::test]
    async fn token_goes_there_and_back() {
        let stub = Stub::new([token("t")]);
        let back = FromAzureSdk::new(there(&stub));
        let token = back.get_token(&TokenRequest::new(SCOPE)).await.unwrap();
        assert_eq!(token.secret().expose(), "t");
        assert_eq!(
            token.expires_on(),
            crate::testing::now().saturating_add(std::time::Duration::from_secs(3600))
        );
        assert!(stub.uris()[0].contains("/fabrikam.com/"));
    }

    #[tokio::test]
    async fn failures_keep_their_words_and_what_the_sdk_cannot_do_is_refused() {
        let stub = Stub::new([refusal(401, "invalid_client", 7_000_215, "Invalid client secret provided.")]);
        let error = there(&stub).get_token(&[SCOPE], None).await.unwrap_err();
        assert!(matches!(error.kind(), SdkErrorKind::Credential));
        assert!(error.to_string().contains("Value"), "{error}");
        let back = FromAzureSdk::new(there(&stub));
        let elsewhere = TokenRequest::new(SCOPE).for_tenant("contoso.com".parse().unwrap());
        assert_eq!(back.get_token(&elsewhere).await.unwrap_err().kind(), ErrorKind::InvalidInput);
        let claims = TokenRequest::new(SCOPE).with_claims("{}");
        assert_eq!(back.get_token(&claims).await.unwrap_err().kind(), ErrorKind::InteractionRequired);
    }
}
