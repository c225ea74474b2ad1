//! Signing in on another device, with a code.

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use http::Method;
use serde::Deserialize;
use tenantscope_core::{
    AccessToken, ClientId, CredentialIdentity, Error, ErrorKind, Operation, Request, Result, Secret,
    TenantId, TokenCredential, TokenRequest, json_problem, lenient,
};

use super::{Session, SignIn, Wanted};
use crate::{
    app::{Settings, common_setters},
    token_endpoint::{self, Answer},
};

static START: Operation = Operation::new("start device code sign-in").repeatable();
static POLL: Operation = Operation::new("wait for device code sign-in").not_repeatable();

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// How much slower to ask after `slow_down` (RFC 8628).
const SLOWER: Duration = Duration::from_secs(5);

/// What a person has to be shown to sign in on another device.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeviceCodePrompt {
    /// The code to type in.
    pub user_code: String,
    /// The page to type it into: `https://microsoft.com/devicelogin`.
    pub verification_uri: String,
    /// Both in a sentence, in the identity platform's words.
    pub message: String,
    /// How long the code is good.
    pub expires_in: Duration,
}

/// The code lets whoever has it finish the sign-in as somebody else.
impl fmt::Debug for DeviceCodePrompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCodePrompt")
            .field("verification_uri", &self.verification_uri)
            .field("expires_in", &self.expires_in)
            .finish_non_exhaustive()
    }
}

/// A person who signs in on another device, with a code that this program shows. Cheap to clone; clones
/// share the sign-in.
///
/// ```no_run
/// # async fn run() -> tenantscope_core::Result<()> {
/// use tenantscope_core::{TokenCredential, TokenRequest};
/// use tenantscope_entra::DeviceCodeCredential;
///
/// let tenant = "contoso.com".parse()?;
/// let client_id = "11111111-2222-3333-4444-555555555555".parse()?;
/// let credential =
///     DeviceCodeCredential::builder(tenant, client_id, |prompt| eprintln!("{}", prompt.message)).build()?;
/// let token = credential.get_token(&TokenRequest::new("https://graph.microsoft.com/User.Read")).await?;
/// # Ok(()) }
/// ```
///
/// The app registration has to allow public client flows. Many tenants forbid device codes by Conditional
/// Access (AADSTS53003). The sign-in is kept in memory until the credential is dropped. (Source:
/// Microsoft's page "Microsoft identity platform and the OAuth 2.0 device authorization grant flow".)
#[derive(Clone, Debug)]
pub struct DeviceCodeCredential(Session);

impl DeviceCodeCredential {
    /// Starts a credential that shows its codes through `prompt`.
    pub fn builder(
        tenant: TenantId,
        client_id: ClientId,
        prompt: impl Fn(&DeviceCodePrompt) + Send + Sync + 'static,
    ) -> DeviceCodeCredentialBuilder {
        DeviceCodeCredentialBuilder {
            tenant,
            client_id,
            prompt: Arc::new(prompt),
            settings: Settings::default(),
        }
    }
}

#[async_trait]
impl TokenCredential for DeviceCodeCredential {
    async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken> {
        self.0.get_token(request).await
    }

    fn identity(&self) -> CredentialIdentity {
        CredentialIdentity::of_app(self.0.client_id().clone()).in_tenant(self.0.0.tenant.clone())
    }
}

type Prompt = dyn Fn(&DeviceCodePrompt) + Send + Sync;

/// Sets up a [`DeviceCodeCredential`].
#[must_use = "a credential is made by `build`"]
#[derive(Clone)]
pub struct DeviceCodeCredentialBuilder {
    tenant: TenantId,
    client_id: ClientId,
    prompt: Arc<Prompt>,
    settings: Settings,
}

impl DeviceCodeCredentialBuilder {
    common_setters!(but cloud);

    /// The cloud that the person signs in at. Default: the commercial one.
    pub fn cloud(mut self, cloud: tenantscope_core::Cloud) -> Self {
        self.settings.cloud = cloud;
        self
    }

    /// The credential.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Local`] if TLS can't be set up.
    pub fn build(self) -> Result<DeviceCodeCredential> {
        let means = DeviceCode(self.prompt);
        Ok(DeviceCodeCredential(Session::new(self.tenant, self.client_id, self.settings, means)?))
    }
}

impl fmt::Debug for DeviceCodeCredentialBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCodeCredentialBuilder")
            .field("tenant", &self.tenant)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

struct DeviceCode(Arc<Prompt>);

#[derive(Deserialize)]
struct Started {
    device_code: String,
    user_code: String,
    verification_uri: String,
    #[serde(default)]
    message: String,
    #[serde(default, with = "lenient::integer")]
    expires_in: Option<i64>,
    #[serde(default, with = "lenient::integer")]
    interval: Option<i64>,
}

#[async_trait]
impl SignIn for DeviceCode {
    async fn sign_in(&self, session: &Session, wanted: &Wanted) -> Result<Answer> {
        let started = start(session, wanted).await?;
        let seconds = |number: Option<i64>, default: u64| {
            Duration::from_secs(number.and_then(|number| u64::try_from(number).ok()).unwrap_or(default))
        };
        let expires_in = seconds(started.expires_in, 900);
        (self.0)(&DeviceCodePrompt {
            user_code: started.user_code,
            verification_uri: started.verification_uri,
            message: started.message,
            expires_in,
        });
        let clock = session.pipeline().clock();
        let (deadline, mut interval) = (clock.elapsed() + expires_in, seconds(started.interval, 5));
        let mut form = session.form(GRANT, wanted);
        form.push(("device_code", Secret::new(started.device_code)));
        while clock.elapsed() < deadline {
            clock.sleep(interval).await;
            let error = match session.redeem(&POLL, wanted, form.clone()).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            match error.fact("error") {
                Some("authorization_pending") => {}
                Some("slow_down") => interval += SLOWER,
                // An answer that got lost says nothing about the sign-in.
                None if error.is_transient() => interval += SLOWER,
                _ => return Err(error),
            }
        }
        Err(Error::builder(ErrorKind::InteractionRequired)
            .operation(POLL.name())
            .tenant(wanted.tenant.clone())
            .detail("the code wasn't used in time")
            .advice("Start the sign-in anew.")
            .build())
    }
}

async fn start(session: &Session, wanted: &Wanted) -> Result<Started> {
    let client = token_endpoint::client(session.pipeline(), session.cloud(), &wanted.tenant)?;
    let url = client.url(&[wanted.tenant.as_str(), "oauth2", "v2.0", "devicecode"])?;
    let mut form = session.form("", wanted);
    form.remove(0);
    let request =
        Request::new(&START, Method::POST, url).body(token_endpoint::FORM, token_endpoint::encode(&form));
    let response = client.send(request).await?;
    serde_json::from_slice(response.body()).map_err(|error| {
        response
            .head()
            .error(ErrorKind::UnexpectedResponse)
            .detail(format!("the answer holds no device code: {}", json_problem(&error)))
            .build()
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use serde_json::json;

    use super::*;
    use crate::testing::stub::{Answer, Stub, lost, ok, refusal};

    const SCOPE: &str = "https://graph.microsoft.com/User.Read";

    fn code() -> Answer {
        ok(&json!({
            "device_code": "CANARY", "user_code": "ABCD", "verification_uri": "https://microsoft.com/devicelogin",
            "expires_in": "900", "interval": 5, "message": "To sign in, …",
        }))
    }

    fn user_token(name: &str) -> Answer {
        ok(&json!({
            "token_type": "Bearer", "expires_in": 3600, "access_token": name, "refresh_token": format!("r-{name}"),
        }))
    }

    fn not_yet(error: &str) -> Answer {
        refusal(400, error, 70016, "pending")
    }

    fn credential(stub: &Stub) -> (DeviceCodeCredential, Arc<Mutex<Vec<DeviceCodePrompt>>>) {
        let prompts = Arc::new(Mutex::new(Vec::new()));
        let shown = Arc::clone(&prompts);
        let (tenant, client_id) =
            ("contoso.com".parse().unwrap(), "11111111-2222-3333-4444-555555555555".parse().unwrap());
        let builder = DeviceCodeCredential::builder(tenant, client_id, move |prompt: &DeviceCodePrompt| {
            shown.lock().unwrap().push(prompt.clone());
        });
        (builder.pipeline(stub.pipeline()).build().unwrap(), prompts)
    }

    #[tokio::test]
    async fn person_signs_in_once_and_the_refresh_token_serves_from_then_on() {
        let stub = Stub::new([
            code(),
            not_yet("authorization_pending"),
            not_yet("slow_down"),
            lost(),
            user_token("a"),
            user_token("b"),
        ]);
        let (credential, prompts) = credential(&stub);
        let first = credential.get_token(&TokenRequest::new(SCOPE)).await.unwrap();
        assert_eq!(first.secret().expose(), "a");
        let waits = [5, 5, 10, 15].map(Duration::from_secs);
        assert_eq!(stub.clock.sleeps(), waits);
        let shown = prompts.lock().unwrap().clone();
        assert_eq!((shown.len(), shown[0].user_code.as_str()), (1, "ABCD"));
        let other = TokenRequest::new("https://management.azure.com/user_impersonation");
        assert_eq!(credential.get_token(&other).await.unwrap().secret().expose(), "b");
        let forms = stub.forms();
        assert!(stub.uris()[0].ends_with("/contoso.com/oauth2/v2.0/devicecode"));
        assert_eq!(forms[0]["scope"], format!("{SCOPE} openid profile offline_access"));
        assert!(!forms[0].contains_key("grant_type"));
        assert_eq!((&*forms[1]["grant_type"], &*forms[1]["device_code"]), (GRANT, "CANARY"));
        assert_eq!((&*forms[5]["grant_type"], &*forms[5]["refresh_token"]), ("refresh_token", "r-a"));
        assert!(!format!("{credential:?} {prompts:?}").contains("CANARY"));
    }

    #[tokio::test]
    async fn declined_and_unused_codes_end_the_sign_in() {
        let stub = Stub::new([code(), refusal(400, "authorization_declined", 70018, "declined")]);
        let error = credential(&stub).0.get_token(&TokenRequest::new(SCOPE)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InteractionRequired);
        assert_eq!(stub.requests().len(), 2);
        let polls = (0..180).map(|_| not_yet("authorization_pending"));
        let stub = Stub::new(std::iter::once(code()).chain(polls));
        let error = credential(&stub).0.get_token(&TokenRequest::new(SCOPE)).await.unwrap_err();
        assert!(error.to_string().contains("wasn't used in time"), "{error}");
    }

    #[tokio::test]
    async fn sign_in_that_was_revoked_starts_anew() {
        let revoked = refusal(400, "invalid_grant", 50173, "revoked");
        let stub = Stub::new([code(), user_token("a"), revoked, code(), user_token("b")]);
        let (credential, prompts) = credential(&stub);
        let request = TokenRequest::new(SCOPE);
        let first = credential.get_token(&request).await.unwrap();
        let again = credential.get_token(&request.after_refusal_of(first)).await.unwrap();
        assert_eq!((again.secret().expose(), prompts.lock().unwrap().len()), ("b", 2));
    }
}
