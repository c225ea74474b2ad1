//! Signing in with a browser on this machine.

use std::{fmt, io, net::Ipv4Addr, net::Ipv6Addr, sync::Arc, time::Duration};

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use tenantscope_core::{
    AccessToken, ClientId, CredentialIdentity, Error, ErrorKind, Operation, Result, Secret, TenantId,
    TokenCredential, TokenRequest,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use url::{Url, form_urlencoded};

use super::{Session, SignIn, Wanted};
use crate::{
    ConsentState, aadsts,
    app::{Settings, common_setters},
    token_endpoint::{self, Answer},
};

static REDEEM: Operation = Operation::new("redeem authorization code").not_repeatable();
const SIGN_IN: &str = "sign in with the browser";

/// How long a person may take.
const PATIENCE: Duration = Duration::from_secs(300);

/// How long one visitor of the listener may take to say what it wants.
const VISIT: Duration = Duration::from_secs(10);

const LONGEST_REQUEST: usize = 16 * 1024;

/// A person who signs in with a browser on this machine: authorization code with PKCE, received on a port
/// of loopback. Cheap to clone; clones share the sign-in.
///
/// ```no_run
/// # async fn run() -> tenantscope_core::Result<()> {
/// use tenantscope_core::{TokenCredential, TokenRequest};
/// use tenantscope_entra::InteractiveCredential;
///
/// let tenant = "contoso.com".parse()?;
/// let client_id = "11111111-2222-3333-4444-555555555555".parse()?;
/// let credential =
///     InteractiveCredential::builder(tenant, client_id, |url| eprintln!("open {url}")).build()?;
/// let token = credential.get_token(&TokenRequest::new("https://graph.microsoft.com/User.Read")).await?;
/// # Ok(()) }
/// ```
///
/// The app registration has to list `http://localhost` among its redirect URIs for mobile and desktop
/// applications; the port doesn't matter there. The sign-in is kept in memory until the credential is
/// dropped. (Source: Microsoft's page "Microsoft identity platform and OAuth 2.0 authorization code flow".)
#[derive(Clone, Debug)]
pub struct InteractiveCredential(Session);

impl InteractiveCredential {
    /// Starts a credential that has `open` show its page in a browser.
    pub fn builder(
        tenant: TenantId,
        client_id: ClientId,
        open: impl Fn(&Url) + Send + Sync + 'static,
    ) -> InteractiveCredentialBuilder {
        InteractiveCredentialBuilder {
            tenant,
            client_id,
            browser: Browser { open: Arc::new(open), login_hint: None, prompt: None, patience: PATIENCE },
            settings: Settings::default(),
        }
    }
}

#[async_trait]
impl TokenCredential for InteractiveCredential {
    async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken> {
        self.0.get_token(request).await
    }

    fn identity(&self) -> CredentialIdentity {
        CredentialIdentity::of_app(self.0.client_id().clone()).in_tenant(self.0.0.tenant.clone())
    }
}

/// Sets up an [`InteractiveCredential`].
#[must_use = "a credential is made by `build`"]
#[derive(Clone)]
pub struct InteractiveCredentialBuilder {
    tenant: TenantId,
    client_id: ClientId,
    browser: Browser,
    settings: Settings,
}

impl InteractiveCredentialBuilder {
    common_setters!(but cloud);

    /// The cloud that the person signs in at. Default: the commercial one.
    pub fn cloud(mut self, cloud: tenantscope_core::Cloud) -> Self {
        self.settings.cloud = cloud;
        self
    }

    /// The account that the page offers first.
    pub fn login_hint(mut self, account: impl Into<String>) -> Self {
        self.browser.login_hint = Some(account.into());
        self
    }

    /// What the page has to ask: `select_account`, `consent`, `login` or `none`.
    pub fn prompt(mut self, prompt: impl Into<String>) -> Self {
        self.browser.prompt = Some(prompt.into());
        self
    }

    /// How long the person may take. Default: five minutes.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.browser.patience = timeout;
        self
    }

    /// The credential.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Local`] if TLS can't be set up.
    pub fn build(self) -> Result<InteractiveCredential> {
        Ok(InteractiveCredential(Session::new(self.tenant, self.client_id, self.settings, self.browser)?))
    }
}

impl fmt::Debug for InteractiveCredentialBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InteractiveCredentialBuilder")
            .field("tenant", &self.tenant)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

#[derive(Clone)]
struct Browser {
    open: Arc<dyn Fn(&Url) + Send + Sync>,
    login_hint: Option<String>,
    prompt: Option<String>,
    patience: Duration,
}

#[async_trait]
impl SignIn for Browser {
    async fn sign_in(&self, session: &Session, wanted: &Wanted) -> Result<Answer> {
        let listener = Listener::bind().await.map_err(|error| {
            Error::builder(ErrorKind::Local)
                .operation(SIGN_IN)
                .detail("no port of loopback can be listened on")
                .source(error)
                .build()
        })?;
        let redirect_uri = format!("http://localhost:{}", listener.port);
        let (state, verifier) = (ConsentState::random(), ConsentState::random());
        let url = self.url(session, wanted, &redirect_uri, &state, &verifier)?;
        (self.open)(&url);
        let code = tokio::time::timeout(self.patience, listener.code(&state)).await.map_err(|_| {
            Error::builder(ErrorKind::InteractionRequired)
                .operation(SIGN_IN)
                .tenant(wanted.tenant.clone())
                .detail("nobody signed in within the time for it")
                .build()
        })??;
        let mut form = session.form("authorization_code", wanted);
        form.push(("code", code));
        form.push(("redirect_uri", Secret::new(redirect_uri)));
        form.push(("code_verifier", Secret::new(verifier.as_str())));
        session.redeem(&REDEEM, wanted, form).await
    }
}

impl Browser {
    fn url(
        &self,
        session: &Session,
        wanted: &Wanted,
        redirect_uri: &str,
        state: &ConsentState,
        verifier: &ConsentState,
    ) -> Result<Url> {
        let client = token_endpoint::client(session.pipeline(), session.cloud(), &wanted.tenant)?;
        let mut url = client.url(&[wanted.tenant.as_str(), "oauth2", "v2.0", "authorize"])?;
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_str()));
        {
            let mut query = url.query_pairs_mut();
            query
                .append_pair("client_id", session.client_id().as_str())
                .append_pair("response_type", "code")
                .append_pair("redirect_uri", redirect_uri)
                .append_pair("response_mode", "query")
                .append_pair("scope", &wanted.scope)
                .append_pair("state", state.as_str())
                .append_pair("code_challenge", &challenge)
                .append_pair("code_challenge_method", "S256");
            for (name, value) in
                [("prompt", &self.prompt), ("login_hint", &self.login_hint), ("claims", &wanted.claims)]
            {
                if let Some(value) = value {
                    query.append_pair(name, value);
                }
            }
        }
        Ok(url)
    }
}

/// Listens for the browser on both forms of loopback, since `localhost` may mean either.
struct Listener {
    v4: TcpListener,
    v6: Option<TcpListener>,
    port: u16,
}

impl Listener {
    async fn bind() -> io::Result<Self> {
        let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = v4.local_addr()?.port();
        let v6 = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await.ok();
        Ok(Self { v4, v6, port })
    }

    /// Waits for the redirect. Other visitors, such as a browser that looks for an icon, are sent away.
    async fn code(&self, state: &ConsentState) -> Result<Secret> {
        loop {
            let accepted = match &self.v6 {
                Some(v6) => tokio::select! {
                    visitor = self.v4.accept() => visitor,
                    visitor = v6.accept() => visitor,
                },
                None => self.v4.accept().await,
            };
            let Ok((mut visitor, _)) = accepted else { continue };
            let visit = tokio::time::timeout(VISIT, visit(&mut visitor, state)).await;
            if let Ok(Some(result)) = visit {
                return result;
            }
        }
    }
}

/// Serves one visitor. `None`: it wasn't the redirect.
async fn visit(visitor: &mut TcpStream, state: &ConsentState) -> Option<Result<Secret>> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let mut piece = [0; 2048];
        match visitor.read(&mut piece).await {
            Ok(read) if read > 0 && head.len() + read <= LONGEST_REQUEST => {
                head.extend_from_slice(&piece[..read]);
            }
            _ => return None,
        }
    }
    let line = String::from_utf8_lossy(&head);
    let target = line.strip_prefix("GET ").and_then(|rest| rest.split(' ').next()).unwrap_or_default();
    let result = read_redirect(target, state);
    let (status, words) = match &result {
        None => ("404 Not Found", "There is nothing here."),
        Some(Ok(_)) => ("200 OK", "You are signed in. Close this page and go back to the program."),
        Some(Err(_)) => ("400 Bad Request", "The sign-in failed. The program says why."),
    };
    let page = format!("<!doctype html><meta charset=utf-8><title>Sign-in</title><p>{words}");
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\nCache-Control: no-store\r\n\r\n{page}",
        page.len()
    );
    // Whether the page arrives doesn't matter to the sign-in.
    let _ = visitor.write_all(answer.as_bytes()).await;
    let _ = visitor.shutdown().await;
    result
}

fn read_redirect(target: &str, expected: &ConsentState) -> Option<Result<Secret>> {
    let query = target.strip_prefix("/?")?;
    let value = |wanted: &str| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.into_owned())
    };
    // Whoever doesn't know the state isn't the browser that was sent out, and must not end the sign-in.
    if !value("state").is_some_and(|state| expected.is(&state)) {
        return None;
    }
    if let Some(error) = value("error") {
        let words = value("error_description").unwrap_or_default();
        let known = aadsts::number(&words);
        let explanation = known.and_then(crate::Explanation::of);
        let kind = explanation.map_or(ErrorKind::InteractionRequired, crate::Explanation::kind);
        let mut refused = Error::builder(kind)
            .operation(SIGN_IN)
            .code(known.map_or(error, |code| format!("AADSTS{code}")))
            .message(words);
        if let Some(explanation) = explanation {
            refused = refused.advice(explanation.advice());
        }
        return Some(Err(refused.build()));
    }
    value("code").filter(|code| !code.is_empty()).map(|code| Ok(Secret::new(code)))
}

#[cfg(test)]
mod tests {
    use std::{collections::HashMap, sync::Mutex};

    use serde_json::json;

    use super::*;
    use crate::testing::stub::{Stub, ok};

    const SCOPE: &str = "https://graph.microsoft.com/User.Read";

    /// A browser that visits the program with these queries, `STATE` being the right state.
    fn browser(queries: &'static [&'static str]) -> (impl Fn(&Url) + Send + Sync, Arc<Mutex<Option<Url>>>) {
        let seen = Arc::new(Mutex::new(None));
        let noted = Arc::clone(&seen);
        let open = move |url: &Url| {
            *noted.lock().unwrap() = Some(url.clone());
            let query: HashMap<_, _> = url.query_pairs().into_owned().collect();
            let (redirect, state) = (query["redirect_uri"].clone(), query["state"].clone());
            let port: u16 = redirect.rsplit(':').next().unwrap().parse().unwrap();
            tokio::spawn(async move {
                for query in queries {
                    let query = query.replace("STATE", &state);
                    let mut visit = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.unwrap();
                    let request = format!("GET {query} HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    visit.write_all(request.as_bytes()).await.unwrap();
                    let mut answer = String::new();
                    let _ = visit.read_to_string(&mut answer).await;
                }
            });
        };
        (open, seen)
    }

    fn credential(stub: &Stub, open: impl Fn(&Url) + Send + Sync + 'static) -> InteractiveCredential {
        let (tenant, client_id) =
            ("contoso.com".parse().unwrap(), "11111111-2222-3333-4444-555555555555".parse().unwrap());
        InteractiveCredential::builder(tenant, client_id, open)
            .login_hint("adele@contoso.com")
            .pipeline(stub.pipeline())
            .build()
            .unwrap()
    }

    #[tokio::test]
    async fn code_is_redeemed_with_the_verifier_that_was_promised() {
        let stub = Stub::new([ok(&json!({"token_type": "Bearer", "expires_in": 3600, "access_token": "t"}))]);
        let (open, seen) =
            browser(&["/favicon.ico", "/?code=forged&state=other", "/?code=c-1&state=STATE&session_state=x"]);
        let credential = credential(&stub, open);
        credential.get_token(&TokenRequest::new(SCOPE)).await.unwrap();
        let url = seen.lock().unwrap().clone().unwrap();
        assert!(
            url.as_str().starts_with("https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize?")
        );
        let asked: HashMap<_, _> = url.query_pairs().into_owned().collect();
        let form = &stub.forms()[0];
        assert_eq!(asked["code_challenge"], URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"])));
        assert_eq!((&*asked["code_challenge_method"], &*asked["login_hint"]), ("S256", "adele@contoso.com"));
        assert_eq!((&*form["code"], &form["redirect_uri"]), ("c-1", &asked["redirect_uri"]));
        assert!((43..=128).contains(&form["code_verifier"].len()));
    }

    #[tokio::test]
    async fn refusal_ends_the_sign_in_with_its_code() {
        let stub = Stub::new([]);
        let (open, _) =
            browser(&["/?error=access_denied&error_description=AADSTS65004%3a+declined&state=STATE"]);
        let error = credential(&stub, open).get_token(&TokenRequest::new(SCOPE)).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::ConsentRequired, Some("AADSTS65004")));
    }
}
