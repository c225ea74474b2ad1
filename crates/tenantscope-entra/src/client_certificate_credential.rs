//! An app that proves itself with a certificate.

use std::{path::Path, sync::Arc, time::Duration};

use async_trait::async_trait;
use tenantscope_core::{
    AccessToken, ClientId, CredentialIdentity, Error, ErrorKind, Result, Secret, TenantId, Timestamp,
    TokenCredential, TokenRequest,
};

use crate::{
    AssertionSigner, Certificate, ClientCertificate, SigningAlgorithm,
    app::{App, Proof, Settings, common_setters},
    assertion::Assertion,
    client_certificate::in_file,
    file,
    token_endpoint::Parameters,
};

pub(crate) const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How long before a certificate's end a warning is worth it.
const WARN_BEFORE: Duration = Duration::from_secs(30 * 86_400);

/// An app that proves itself with a certificate. Cheap to clone; clones share their tokens.
///
/// ```no_run
/// # async fn run() -> tenantscope_core::Result<()> {
/// use tenantscope_core::{TokenCredential, TokenRequest};
/// use tenantscope_entra::ClientCertificateCredential;
///
/// let tenant = "contoso.onmicrosoft.com".parse()?;
/// let client_id = "11111111-2222-3333-4444-555555555555".parse()?;
/// let credential = ClientCertificateCredential::builder(tenant, client_id).pem_file("app.pem")?.build()?;
/// let token = credential.get_token(&TokenRequest::new("https://graph.microsoft.com/.default")).await?;
/// println!("good until {}", token.expires_on());
/// # Ok(()) }
/// ```
///
/// For every token request the app signs an assertion of its own: PS256, with the certificate's SHA-256
/// thumbprint, good for ten minutes, for the tenant of the request only. The private key stays here, or
/// wherever the [`signer`](ClientCertificateCredentialBuilder::signer) keeps it. (Source: Microsoft's page
/// "Microsoft identity platform application authentication certificate credentials".)
#[derive(Clone, Debug)]
pub struct ClientCertificateCredential {
    app: App,
    certificate: Option<Certificate>,
}

impl ClientCertificateCredential {
    /// Starts a credential for an app, in its own tenant unless a request says otherwise.
    pub fn builder(tenant: TenantId, client_id: ClientId) -> ClientCertificateCredentialBuilder {
        ClientCertificateCredentialBuilder {
            tenant,
            client_id,
            source: None,
            algorithm: None,
            with_chain: false,
            settings: Settings::default(),
        }
    }

    /// The tenant of requests that name none.
    pub fn tenant(&self) -> &TenantId {
        self.app.tenant()
    }

    /// The app.
    pub fn client_id(&self) -> &ClientId {
        self.app.client_id()
    }

    /// The certificate, unless an external signer has it.
    pub fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
    }

    /// Calls other APIs for a user, with the token with which that user called this app.
    pub fn on_behalf_of(&self, token: impl Into<Secret>) -> crate::OnBehalfOfCredential {
        crate::OnBehalfOfCredential::new(self.app.clone(), self.identity(), token.into())
    }

    /// Drops the tokens of a tenant, so that permissions granted since then show in the next one.
    pub fn forget(&self, tenant: &TenantId) {
        self.app.cache().forget(tenant);
    }
}

#[async_trait]
impl TokenCredential for ClientCertificateCredential {
    async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken> {
        self.app.get_token(request).await
    }

    fn identity(&self) -> CredentialIdentity {
        let identity = self.app.identity();
        match &self.certificate {
            Some(certificate) => identity.expiring_on(certificate.not_after()),
            None => identity,
        }
    }
}

/// Sets up a [`ClientCertificateCredential`].
#[must_use = "a credential is made by `build`"]
#[derive(Clone, Debug)]
pub struct ClientCertificateCredentialBuilder {
    tenant: TenantId,
    client_id: ClientId,
    source: Option<Source>,
    algorithm: Option<SigningAlgorithm>,
    with_chain: bool,
    settings: Settings,
}

#[derive(Clone, Debug)]
enum Source {
    Here(ClientCertificate),
    Elsewhere(Arc<dyn AssertionSigner>),
}

impl ClientCertificateCredentialBuilder {
    common_setters!();

    /// Takes the certificate and its key.
    pub fn certificate(mut self, certificate: ClientCertificate) -> Self {
        self.source = Some(Source::Here(certificate));
        self
    }

    /// Has assertions signed elsewhere: in a vault, a TPM, a smart card.
    pub fn signer(mut self, signer: impl AssertionSigner + 'static) -> Self {
        self.source = Some(Source::Elsewhere(Arc::new(signer)));
        self
    }

    /// Reads certificate and key from PEM.
    ///
    /// # Errors
    ///
    /// As [`ClientCertificate::from_pem`].
    pub fn pem(self, pem: impl AsRef<[u8]>) -> Result<Self> {
        Ok(self.certificate(ClientCertificate::from_pem(pem)?))
    }

    /// Reads certificate and key from a PEM file.
    ///
    /// # Errors
    ///
    /// As [`ClientCertificate::from_pem`], and if the file can't be read.
    pub fn pem_file(self, path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let bytes = file::read(path, "certificate")?;
        self.pem(bytes).map_err(|error| in_file(error, path))
    }

    /// Reads certificate and key from PKCS#12. An empty password also opens an archive without one.
    ///
    /// # Errors
    ///
    /// As [`ClientCertificate::from_pkcs12`].
    #[cfg(feature = "pfx")]
    pub fn pkcs12(self, pkcs12: impl AsRef<[u8]>, password: impl Into<Secret>) -> Result<Self> {
        Ok(self.certificate(ClientCertificate::from_pkcs12(pkcs12, password)?))
    }

    /// Reads certificate and key from a PKCS#12 file (`.pfx`, `.p12`).
    ///
    /// # Errors
    ///
    /// As [`ClientCertificate::from_pkcs12`], and if the file can't be read.
    #[cfg(feature = "pfx")]
    pub fn pkcs12_file(self, path: impl AsRef<Path>, password: impl Into<Secret>) -> Result<Self> {
        let path = path.as_ref();
        let bytes = file::read(path, "certificate")?;
        self.pkcs12(bytes, password).map_err(|error| in_file(error, path))
    }

    /// Reads certificate and key from a file whose content decides what it is: PEM, PKCS#12, or base64 of
    /// either.
    ///
    /// # Errors
    ///
    /// As [`ClientCertificate::from_file`].
    pub fn certificate_file(self, path: impl AsRef<Path>, password: Option<Secret>) -> Result<Self> {
        Ok(self.certificate(ClientCertificate::from_file(path, password)?))
    }

    /// Sends the certificate and its chain along (`x5c`), for apps that are trusted by subject and issuer
    /// rather than by an uploaded certificate. Default: no.
    pub fn send_certificate_chain(mut self, enabled: bool) -> Self {
        self.with_chain = enabled;
        self
    }

    /// Signs with another algorithm than PS256. It doesn't concern an external signer.
    pub fn algorithm(mut self, algorithm: SigningAlgorithm) -> Self {
        self.algorithm = Some(algorithm);
        self
    }

    /// The credential.
    ///
    /// A certificate that has ended, or will within 30 days, is only warned of here (through `tracing`):
    /// [`ClientCertificateCredential::certificate`] has the date.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if there is no certificate; [`ErrorKind::Local`] if TLS can't be set up.
    pub fn build(self) -> Result<ClientCertificateCredential> {
        let (signer, certificate): (Arc<dyn AssertionSigner>, _) = match self.source {
            None => {
                return Err(Error::new(
                    ErrorKind::InvalidInput,
                    "there is no certificate: give one with `pem_file`, `certificate_file` or `signer`",
                ));
            }
            Some(Source::Elsewhere(signer)) => (signer, None),
            Some(Source::Here(certificate)) => {
                let public = certificate.certificate().clone();
                let certificate = match self.algorithm {
                    Some(algorithm) => certificate.algorithm(algorithm),
                    None => certificate,
                };
                (Arc::new(certificate), Some(public))
            }
        };
        let known = certificate.clone();
        let proof = CertificateProof { signer, certificate: known, with_chain: self.with_chain };
        let app = App::new(self.tenant, self.client_id, self.settings, proof)?;
        if let Some(certificate) = &certificate
            && certificate.expires_within(app.pipeline().clock().now(), WARN_BEFORE)
        {
            tracing::warn!(
                subject = certificate.subject(),
                not_after = %certificate.not_after(),
                client_id = %app.client_id(),
                "the app's certificate ends soon or has ended: make a new one and upload it"
            );
        }
        Ok(ClientCertificateCredential { app, certificate })
    }
}

#[derive(Debug)]
struct CertificateProof {
    signer: Arc<dyn AssertionSigner>,
    certificate: Option<Certificate>,
    with_chain: bool,
}

#[async_trait]
impl Proof for CertificateProof {
    async fn parameters(&self, client_id: &ClientId, audience: &str, now: Timestamp) -> Result<Parameters> {
        let assertion = Assertion { audience, client_id, with_chain: self.with_chain };
        let assertion = assertion.sign(&*self.signer, now).await?;
        Ok(vec![("client_assertion_type", Secret::new(JWT_BEARER)), ("client_assertion", assertion)])
    }

    fn explain(&self, error: Error) -> Error {
        match (&self.certificate, error.code()) {
            (Some(certificate), Some("AADSTS700027" | "AADSTS50012")) => {
                let advice = format!(
                    "{} The configured certificate has the thumbprint {} (SHA-1, as the portal shows it; SHA-256: {}).",
                    error.advice(),
                    certificate.thumbprint_sha1(),
                    certificate.thumbprint_sha256()
                );
                error.into_builder().advice(advice).build()
            }
            _ => error,
        }
    }
}
