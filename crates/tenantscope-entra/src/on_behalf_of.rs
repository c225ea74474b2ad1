//! A web API that calls another one for the user who called it.

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use tenantscope_core::{AccessToken, CredentialIdentity, Result, Secret, TokenCredential, TokenRequest};

use crate::app::{App, Grant};

/// Tokens for a user, from the token with which that user called this app. Cheap to clone.
///
/// ```no_run
/// # async fn run(app: tenantscope_entra::ClientSecretCredential, incoming: String) -> tenantscope_core::Result<()> {
/// use tenantscope_core::{TokenCredential, TokenRequest};
///
/// let user = app.on_behalf_of(incoming);
/// let token = user.get_token(&TokenRequest::new("https://graph.microsoft.com/User.Read")).await?;
/// # Ok(()) }
/// ```
///
/// The tokens are kept with the app's own, under a digest of the user's token: make one of these for
/// every call. Where the user has to do more first, the error has the kind
/// [`InteractionRequired`](tenantscope_core::ErrorKind::InteractionRequired), and its fact `claims` is the
/// value, URL-encoded, of the parameter `claims` with which the front end has to ask anew. (Source: Microsoft's page "Microsoft identity platform and OAuth2.0
/// On-Behalf-Of flow".)
#[derive(Clone, Debug)]
pub struct OnBehalfOfCredential {
    app: App,
    /// The app's, with the end of its certificate.
    identity: CredentialIdentity,
    grant: Grant,
}

impl OnBehalfOfCredential {
    pub(crate) fn new(app: App, identity: CredentialIdentity, assertion: Secret) -> Self {
        let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(assertion.expose()));
        Self { app, identity, grant: Grant::OnBehalfOf { assertion, digest } }
    }
}

#[async_trait]
impl TokenCredential for OnBehalfOfCredential {
    async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken> {
        self.app.get_token_by(request, &self.grant).await
    }

    fn identity(&self) -> CredentialIdentity {
        self.identity.clone()
    }
}

#[cfg(test)]
mod tests {
    use tenantscope_core::ErrorKind;

    use super::*;
    use crate::{
        ClientSecretCredential,
        testing::stub::{Stub, answer, token},
    };

    const SCOPE: &str = "https://graph.microsoft.com/User.Read offline_access";

    fn app(stub: &Stub) -> ClientSecretCredential {
        let (tenant, client_id) =
            ("contoso.com".parse().unwrap(), "11111111-2222-3333-4444-555555555555".parse().unwrap());
        ClientSecretCredential::builder(tenant, client_id, "s").pipeline(stub.pipeline()).build().unwrap()
    }

    #[tokio::test]
    async fn each_user_gets_tokens_of_their_own_and_they_are_kept() {
        let stub = Stub::new([token("a"), token("b")]);
        let app = app(&stub);
        for _ in 0..2 {
            for (user, expected) in [("CANARY-1", "a"), ("CANARY-2", "b")] {
                let credential = app.on_behalf_of(user);
                let token = credential.get_token(&TokenRequest::new(SCOPE)).await.unwrap();
                assert_eq!(token.secret().expose(), expected);
                assert!(!format!("{credential:?}").contains("CANARY"));
            }
        }
        let form = &stub.forms()[0];
        for (name, value) in [
            ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            ("requested_token_use", "on_behalf_of"),
            ("assertion", "CANARY-1"),
            ("scope", SCOPE),
            ("client_secret", "s"),
        ] {
            assert_eq!(form[name], value);
        }
        assert_eq!(stub.requests().len(), 2);
    }

    #[tokio::test]
    async fn what_the_user_has_to_do_comes_back_as_claims() {
        let claims = r#"{\"access_token\":{\"capolids\":{\"essential\":true,\"values\":[\"id\"]}}}"#;
        let body = format!(
            r#"{{"error":"interaction_required","error_description":"AADSTS50079: x","error_codes":[50079],"claims":"{claims}"}}"#
        );
        let stub = Stub::new([answer(400, &[], body)]);
        let error = app(&stub).on_behalf_of("u").get_token(&TokenRequest::new(SCOPE)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InteractionRequired);
        let query = format!("claims={}", error.fact("claims").unwrap());
        let (_, asked) = url::form_urlencoded::parse(query.as_bytes()).next().unwrap();
        assert_eq!(asked, claims.replace('\\', ""));
    }
}
