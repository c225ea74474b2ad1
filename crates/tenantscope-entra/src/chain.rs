//! Several credentials, of which the first that is set up here counts.

use std::{
    borrow::Cow,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use async_trait::async_trait;
use tenantscope_core::{
    AccessToken, Credential, CredentialIdentity, Error, ErrorKind, Result, TokenCredential, TokenRequest,
};

/// Tries credentials in order until one is available on this machine. Cheap to clone.
///
/// ```no_run
/// # fn run() -> tenantscope_core::Result<()> {
/// use tenantscope_entra::{ChainedCredential, EnvironmentCredential, ManagedIdentityCredential};
///
/// let credential = ChainedCredential::new()
///     .or_try("environment", EnvironmentCredential::builder().build())
///     .or("managed identity", ManagedIdentityCredential::builder().probe(true).build()?);
/// # Ok(()) }
/// ```
///
/// A credential that isn't set up ([`ErrorKind::CredentialUnavailable`]) is skipped. One that is set up and
/// refused ends the chain with its own error: going on with another identity would only hide what is
/// wrong. The one that has given a token is the only one asked from then on.
///
/// An explicit chain says what a program can sign in with, where it runs: nothing is added in silence.
#[derive(Clone, Debug, Default)]
pub struct ChainedCredential {
    links: Arc<Vec<Link>>,
    /// One more than the index of the link that has worked.
    chosen: Arc<AtomicUsize>,
}

#[derive(Clone, Debug)]
struct Link {
    name: Cow<'static, str>,
    credential: Result<Credential>,
}

impl ChainedCredential {
    /// A chain without links.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a credential at the end. The name stands in traces and errors.
    pub fn or(self, name: impl Into<Cow<'static, str>>, credential: impl Into<Credential>) -> Self {
        self.add(name.into(), Ok(credential.into()))
    }

    /// Adds a credential that may not have come about. If it isn't set up here, it is skipped and the
    /// chain's error says why; any other error ends the chain.
    pub fn or_try<C: Into<Credential>>(
        self,
        name: impl Into<Cow<'static, str>>,
        credential: Result<C>,
    ) -> Self {
        self.add(name.into(), credential.map(Into::into))
    }

    fn add(self, name: Cow<'static, str>, credential: Result<Credential>) -> Self {
        let mut links = Vec::clone(&self.links);
        links.push(Link { name, credential });
        Self { links: Arc::new(links), chosen: Arc::default() }
    }

    /// The name of the credential that has given a token.
    pub fn chosen(&self) -> Option<&str> {
        let index = self.chosen.load(Ordering::Relaxed).checked_sub(1)?;
        self.links.get(index).map(|link| &*link.name)
    }
}

#[async_trait]
impl TokenCredential for ChainedCredential {
    async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken> {
        let chosen = self.chosen.load(Ordering::Relaxed).checked_sub(1);
        // Once a credential has worked it stays the one: going on to the next would change who the program is.
        let links = chosen.map_or(0..self.links.len(), |index| index..index + 1);
        let mut skipped = Vec::new();
        for index in links {
            let link = &self.links[index];
            let result = match &link.credential {
                Ok(credential) => credential.get_token(request).await,
                Err(error) => Err(error.clone()),
            };
            match result {
                Ok(token) => {
                    if self.chosen.swap(index + 1, Ordering::Relaxed) != index + 1 {
                        tracing::info!(
                            credential = &*link.name,
                            "signing in with this credential of the chain"
                        );
                    }
                    return Ok(token);
                }
                Err(error) if error.kind() == ErrorKind::CredentialUnavailable && chosen.is_none() => {
                    tracing::debug!(credential = &*link.name, %error, "this credential of the chain isn't available");
                    skipped.push(format!("{} ({error})", link.name));
                }
                Err(error) => {
                    let advice = format!(
                        "The credential `{}` of the chain was refused. {}",
                        link.name,
                        error.advice()
                    );
                    return Err(error.into_builder().advice(advice).build());
                }
            }
        }
        let detail = match skipped.as_slice() {
            [] => "the chain has no credentials".to_owned(),
            skipped => format!("no credential of the chain is available: {}", skipped.join("; ")),
        };
        Err(Error::builder(ErrorKind::CredentialUnavailable)
            .operation("get token")
            .detail(detail)
            .advice("Set up one of the chain's credentials on this machine.")
            .build())
    }

    /// That of the credential that has given a token, else of the first that came about.
    fn identity(&self) -> CredentialIdentity {
        let chosen =
            self.chosen.load(Ordering::Relaxed).checked_sub(1).and_then(|index| self.links.get(index));
        let first = || self.links.iter().find(|link| link.credential.is_ok());
        let credential = chosen.or_else(first).and_then(|link| link.credential.as_ref().ok());
        credential.map(Credential::identity).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::{
        ClientSecretCredential,
        testing::{
            self,
            stub::{self, Stub},
        },
    };

    /// Answers from a script, and then over and over with the last answer.
    #[derive(Clone, Debug)]
    struct Scripted(Arc<Mutex<(usize, Vec<Option<ErrorKind>>)>>);

    impl Scripted {
        fn new(script: &[Option<ErrorKind>]) -> Self {
            Self(Arc::new(Mutex::new((0, script.to_vec()))))
        }

        fn asked(&self) -> usize {
            self.0.lock().unwrap().0
        }
    }

    #[async_trait]
    impl TokenCredential for Scripted {
        async fn get_token(&self, _: &TokenRequest) -> Result<AccessToken> {
            let mut state = self.0.lock().unwrap();
            let kind = state.1[state.0.min(state.1.len() - 1)];
            state.0 += 1;
            match kind {
                None => Ok(AccessToken::new("t", testing::now())),
                Some(kind) => Err(Error::new(kind, "for the test")),
            }
        }
    }

    const ABSENT: Option<ErrorKind> = Some(ErrorKind::CredentialUnavailable);

    fn request() -> TokenRequest {
        TokenRequest::new("https://graph.microsoft.com/.default")
    }

    #[tokio::test]
    async fn first_available_credential_is_chosen_and_kept() {
        let (absent, present) = (Scripted::new(&[ABSENT]), Scripted::new(&[None]));
        let failed: Result<Credential> = Err(Error::new(ErrorKind::CredentialUnavailable, "not here"));
        let chain = ChainedCredential::new()
            .or_try("environment", failed)
            .or("managed identity", absent.clone())
            .or("tool", present.clone());
        for _ in 0..3 {
            chain.get_token(&request()).await.unwrap();
        }
        assert_eq!((chain.chosen(), absent.asked(), present.asked()), (Some("tool"), 1, 3));
    }

    #[tokio::test]
    async fn identity_is_that_of_the_chosen_credential() {
        let app = |tenant: &str, stub: &Stub| {
            let client_id = "11111111-2222-3333-4444-555555555555".parse().unwrap();
            let builder = ClientSecretCredential::builder(tenant.parse().unwrap(), client_id, "s");
            builder.pipeline(stub.pipeline()).build().unwrap()
        };
        let tenant = |chain: &ChainedCredential| chain.identity().tenant.unwrap().to_string();
        let stub = Stub::new([stub::token("t")]);
        let failed: Result<Credential> = Err(Error::new(ErrorKind::CredentialUnavailable, "not here"));
        let chain = ChainedCredential::new()
            .or_try("environment", failed)
            .or("unused", Absent(app("fabrikam.com", &stub)))
            .or("app", app("contoso.com", &stub));
        assert_eq!(tenant(&chain), "fabrikam.com");
        chain.get_token(&request()).await.unwrap();
        assert_eq!(tenant(&chain), "contoso.com");
        assert_eq!(ChainedCredential::new().identity(), CredentialIdentity::default());
    }

    /// Knows who it is, and isn't available.
    #[derive(Debug)]
    struct Absent(ClientSecretCredential);

    #[async_trait]
    impl TokenCredential for Absent {
        async fn get_token(&self, _: &TokenRequest) -> Result<AccessToken> {
            Err(Error::new(ErrorKind::CredentialUnavailable, "for the test"))
        }

        fn identity(&self) -> CredentialIdentity {
            self.0.identity()
        }
    }

    #[tokio::test]
    async fn refused_credential_ends_the_chain() {
        let last = Scripted::new(&[None]);
        let chain = ChainedCredential::new()
            .or("environment", Scripted::new(&[Some(ErrorKind::Unauthenticated)]))
            .or("tool", last.clone());
        let error = chain.get_token(&request()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthenticated);
        assert!(error.advice().contains("`environment`") && last.asked() == 0);
    }

    #[tokio::test]
    async fn empty_handed_chain_says_why_of_each() {
        let chain =
            ChainedCredential::new().or("one", Scripted::new(&[ABSENT])).or("two", Scripted::new(&[ABSENT]));
        let error = chain.get_token(&request()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::CredentialUnavailable);
        assert!(error.to_string().contains("one (") && error.to_string().contains("two ("), "{error}");
        let none = ChainedCredential::new().get_token(&request()).await.unwrap_err();
        assert!(none.to_string().contains("no credentials"));
    }
}
