//! Tokens of a person who signs in to this program.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use tenantscope_core::{
    AccessToken, ClientId, Cloud, Error, ErrorKind, Operation, Pipeline, Result, Secret, TenantId,
    TokenRequest,
};
use tokio::sync::Mutex;

use crate::{
    TokenCache,
    app::Settings,
    claims, scope,
    token_endpoint::{Answer, Parameters, TokenEndpoint},
};

mod device_code;
#[cfg(feature = "interactive")]
mod interactive;

pub use self::device_code::{DeviceCodeCredential, DeviceCodeCredentialBuilder, DeviceCodePrompt};
#[cfg(feature = "interactive")]
pub use self::interactive::{InteractiveCredential, InteractiveCredentialBuilder};

static REFRESH: Operation = Operation::new("refresh the user's token").repeatable();

/// A way to have a person sign in.
#[async_trait]
trait SignIn: Send + Sync {
    /// Has the person sign in for the scopes and claims of `wanted`.
    async fn sign_in(&self, session: &Session, wanted: &Wanted) -> Result<Answer>;
}

/// What a person is to sign in for.
struct Wanted {
    tenant: TenantId,
    /// The scopes of the request, and those that bring a refresh token.
    scope: String,
    claims: Option<String>,
}

/// A public client app, and the person who is signed in to it.
#[derive(Clone)]
struct Session(Arc<Inner>);

struct Inner {
    tenant: TenantId,
    client_id: ClientId,
    settings: Settings,
    pipeline: Pipeline,
    cache: TokenCache,
    /// Good for any resource, and for other tenants in which the person may act. Held while somebody signs
    /// in, so that nobody is asked twice.
    refresh_token: Mutex<Option<Secret>>,
    means: Box<dyn SignIn>,
}

impl Session {
    fn new(
        tenant: TenantId,
        client_id: ClientId,
        settings: Settings,
        means: impl SignIn + 'static,
    ) -> Result<Self> {
        let pipeline = settings.pipeline()?;
        let cache = TokenCache::new(Arc::clone(pipeline.clock()));
        let means = Box::new(means);
        Ok(Self(Arc::new(Inner {
            tenant,
            client_id,
            settings,
            pipeline,
            cache,
            refresh_token: Mutex::default(),
            means,
        })))
    }

    fn cloud(&self) -> &Cloud {
        &self.0.settings.cloud
    }

    fn pipeline(&self) -> &Pipeline {
        &self.0.pipeline
    }

    fn client_id(&self) -> &ClientId {
        &self.0.client_id
    }

    async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken> {
        let tenant = request.tenant().unwrap_or(&self.0.tenant);
        if let Some(token) = self.0.cache.fresh(tenant, request) {
            return Ok(token);
        }
        if let Some(allowed) = &self.0.settings.allowed
            && *tenant != self.0.tenant
            && !allowed.contains(tenant)
        {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                format!(
                    "the tenant {tenant} isn't among those that this credential may be used for: add it with `allow_tenants`"
                ),
            ));
        }
        scope::check_delegated(request.scope(), self.cloud())?;
        let wanted = Wanted {
            tenant: tenant.clone(),
            scope: format!("{} openid profile offline_access", request.scope()),
            claims: claims::to_send(request.claims(), self.0.settings.continuous_access)?,
        };
        let session = self.clone();
        self.0.cache.get(tenant, request, move || async move { session.fetch(&wanted).await }).await
    }

    async fn fetch(&self, wanted: &Wanted) -> Result<AccessToken> {
        let mut refresh_token = self.0.refresh_token.lock().await;
        let refreshed = match refresh_token.as_ref() {
            Some(token) => Some(self.refresh(wanted, token).await),
            None => None,
        };
        let answer = match refreshed {
            Some(Ok(answer)) => answer,
            // Another failure than that of the sign-in isn't healed by a new one.
            Some(Err(error)) if error.kind() != ErrorKind::InteractionRequired => return Err(error),
            _ => self.0.means.sign_in(self, wanted).await?,
        };
        if let Some(new) = answer.refresh_token {
            *refresh_token = Some(new);
        }
        Ok(answer.token)
    }

    async fn refresh(&self, wanted: &Wanted, token: &Secret) -> Result<Answer> {
        let mut form = self.form("refresh_token", wanted);
        form.push(("refresh_token", token.clone()));
        self.redeem(&REFRESH, wanted, form).await
    }

    /// What every form of a public client begins with.
    fn form(&self, grant: &str, wanted: &Wanted) -> Parameters {
        let mut form = vec![
            ("grant_type", Secret::new(grant)),
            ("client_id", Secret::new(self.0.client_id.as_str())),
            ("scope", Secret::new(wanted.scope.as_str())),
        ];
        if let Some(claims) = &wanted.claims {
            form.push(("claims", Secret::new(claims.as_str())));
        }
        form
    }

    async fn redeem(
        &self,
        operation: &'static Operation,
        wanted: &Wanted,
        form: Parameters,
    ) -> Result<Answer> {
        let endpoint = TokenEndpoint::new(&self.0.pipeline, self.cloud(), &wanted.tenant)?;
        endpoint
            .redeem(operation, move |_| {
                let form = form.clone();
                async move { Ok(form) }
            })
            .await
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("tenant", &self.0.tenant)
            .field("client_id", &self.0.client_id)
            .field("cloud", self.cloud())
            .finish_non_exhaustive()
    }
}
