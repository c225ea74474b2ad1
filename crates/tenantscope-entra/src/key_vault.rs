//! Signs assertions in Azure Key Vault, which never gives the private key away.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use tenantscope_core::{
    Cloud, Credential, Endpoint, Error, ErrorKind, Operation, Pipeline, Request, Response, Result, Service,
    ServiceClient, json_problem,
};
use tokio::sync::Mutex;
use url::Url;

use crate::{AssertionSigner, Certificate, SigningAlgorithm};

static KEY_VAULT: Service = Service::new("Azure Key Vault").request_id_header("x-ms-client-request-id");
static READ: Operation =
    Operation::new("read certificate from Key Vault").permissions(&["Key Vault Certificate User"]);
static SIGN: Operation =
    Operation::new("sign with Key Vault").permissions(&["Key Vault Crypto User"]).repeatable();

const API_VERSION: &str = "7.4";

/// How long the vault's answer about a certificate is believed: a new version is noticed by then.
const KEPT: Duration = Duration::from_secs(300);

/// A certificate in Azure Key Vault that signs assertions: the private key never leaves the vault.
///
/// ```no_run
/// # fn run() -> tenantscope_core::Result<()> {
/// use tenantscope_entra::{ClientCertificateCredential, KeyVaultSigner, ManagedIdentityCredential};
///
/// let identity = ManagedIdentityCredential::builder().build()?;
/// let signer = KeyVaultSigner::builder("https://contoso.vault.azure.net", "posture", identity).build()?;
/// let tenant = "contoso.com".parse()?;
/// let client_id = "11111111-2222-3333-4444-555555555555".parse()?;
/// let credential = ClientCertificateCredential::builder(tenant, client_id).signer(signer).build()?;
/// # Ok(()) }
/// ```
///
/// The credential that speaks to the vault needs the roles Key Vault Certificate User and Key Vault Crypto
/// User there (or the access policy permissions certificates/get and keys/sign). (Source: Microsoft's Key
/// Vault REST reference, version 7.4.)
#[derive(Clone, Debug)]
pub struct KeyVaultSigner(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    client: ServiceClient,
    certificate: String,
    version: Option<String>,
    algorithm: SigningAlgorithm,
    /// The last versions, the newest last: one may be replaced while another caller still signs with it.
    known: Mutex<Vec<Version>>,
}

#[derive(Clone, Debug)]
struct Version {
    certificate: Certificate,
    key: Url,
    /// When it was read, as a span on the clock.
    read_at: Duration,
}

impl KeyVaultSigner {
    /// Starts a signer with a certificate of a vault, which this credential may read and sign with.
    pub fn builder(
        vault: impl Into<String>,
        certificate: impl Into<String>,
        credential: impl Into<Credential>,
    ) -> KeyVaultSignerBuilder {
        KeyVaultSignerBuilder {
            vault: vault.into(),
            certificate: certificate.into(),
            version: None,
            credential: credential.into(),
            cloud: Cloud::Public,
            pipeline: None,
            algorithm: SigningAlgorithm::Ps256,
        }
    }

    async fn read(&self) -> Result<Version> {
        let inner = &self.0;
        let mut path = vec!["certificates", &inner.certificate];
        path.extend(inner.version.as_deref());
        let request = inner.client.get(&READ, &path)?.query("api-version", API_VERSION);
        let response = inner.client.send(request).await?;
        let answer: CertificateAnswer = parse(&response)?;
        let unexpected = |why: &str| response.head().error(ErrorKind::UnexpectedResponse).detail(why).build();
        if answer.attributes.is_some_and(|attributes| attributes.enabled == Some(false)) {
            return Err(Error::builder(ErrorKind::InvalidInput)
                .operation(READ.name())
                .detail(format!("the certificate {} is disabled in the vault", inner.certificate))
                .build());
        }
        let der = STANDARD.decode(answer.cer).map_err(|_| unexpected("the certificate is no base64"))?;
        let key = Url::parse(&answer.kid).map_err(|_| unexpected("the key's address is no URL"))?;
        let read_at = inner.client.pipeline().clock().elapsed();
        Ok(Version { certificate: Certificate::from_der(der)?, key, read_at })
    }
}

#[derive(Deserialize)]
struct CertificateAnswer {
    kid: String,
    cer: String,
    #[serde(default)]
    attributes: Option<Attributes>,
}

#[derive(Deserialize)]
struct Attributes {
    #[serde(default)]
    enabled: Option<bool>,
}

#[derive(Deserialize)]
struct SignAnswer {
    value: String,
}

#[async_trait]
impl AssertionSigner for KeyVaultSigner {
    fn algorithm(&self) -> SigningAlgorithm {
        self.0.algorithm
    }

    async fn certificate(&self) -> Result<Certificate> {
        let now = self.0.client.pipeline().clock().elapsed();
        let mut known = self.0.known.lock().await;
        if let Some(last) = known.last()
            && now.saturating_sub(last.read_at) < KEPT
        {
            return Ok(last.certificate.clone());
        }
        let version = match self.read().await {
            Ok(version) => version,
            // What was good five minutes ago is better than nothing.
            Err(error) if error.is_transient() && !known.is_empty() => {
                tracing::warn!(%error, "the certificate couldn't be read again; the one from before stays in use");
                return Ok(known[known.len() - 1].certificate.clone());
            }
            Err(error) => return Err(error),
        };
        let certificate = version.certificate.clone();
        known.retain(|other| other.certificate != certificate);
        known.push(version);
        let excess = known.len().saturating_sub(3);
        known.drain(..excess);
        Ok(certificate)
    }

    async fn sign(&self, certificate: &Certificate, input: &[u8]) -> Result<Vec<u8>> {
        let key = {
            let known = self.0.known.lock().await;
            known
                .iter()
                .find(|version| version.certificate == *certificate)
                .map(|version| version.key.clone())
        };
        let mut url = key.ok_or_else(|| {
            Error::new(ErrorKind::InvalidInput, "the certificate isn't one that this vault has just named")
        })?;
        let path = format!("{}/sign", url.path().trim_end_matches('/'));
        url.set_path(&path);
        let body = json!({
            "alg": self.0.algorithm.as_str(),
            "value": URL_SAFE_NO_PAD.encode(Sha256::digest(input)),
        });
        let request =
            Request::new(&SIGN, http::Method::POST, url).query("api-version", API_VERSION).json(&body)?;
        let response = self.0.client.send(request).await?;
        let answer: SignAnswer = parse(&response)?;
        URL_SAFE_NO_PAD.decode(answer.value.trim_end_matches('=')).map_err(|_| {
            response.head().error(ErrorKind::UnexpectedResponse).detail("the signature is no base64").build()
        })
    }
}

fn parse<T: serde::de::DeserializeOwned>(response: &Response) -> Result<T> {
    serde_json::from_slice(response.body()).map_err(|error| {
        response
            .head()
            .error(ErrorKind::UnexpectedResponse)
            .detail(format!("the vault's answer can't be read: {}", json_problem(&error)))
            .build()
    })
}

/// Sets up a [`KeyVaultSigner`].
#[must_use = "a signer is made by `build`"]
#[derive(Clone, Debug)]
pub struct KeyVaultSignerBuilder {
    vault: String,
    certificate: String,
    version: Option<String>,
    credential: Credential,
    cloud: Cloud,
    pipeline: Option<Pipeline>,
    algorithm: SigningAlgorithm,
}

impl KeyVaultSignerBuilder {
    /// A certain version of the certificate. Default: the newest, looked for every five minutes.
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// The vault's cloud. Default: the commercial one.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// What sends the requests. Default: a new one.
    pub fn pipeline(mut self, pipeline: Pipeline) -> Self {
        self.pipeline = Some(pipeline);
        self
    }

    /// The signature's algorithm. Default: PS256.
    pub fn algorithm(mut self, algorithm: SigningAlgorithm) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// The signer.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if the vault isn't one of the cloud's, or the certificate's name can't be
    /// one; [`ErrorKind::Local`] if TLS can't be set up.
    pub fn build(self) -> Result<KeyVaultSigner> {
        let endpoint = Endpoint::new(&self.vault, self.cloud.key_vault_scope())?;
        let suffix = format!(".{}", self.cloud.key_vault_suffix());
        let host = endpoint.url().host_str().unwrap_or_default();
        if !matches!(self.cloud, Cloud::Custom(_)) && !host.ends_with(&suffix) {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                format!("`{host}` is no vault of {}: expected a host such as contoso{suffix}", self.cloud),
            ));
        }
        let is_name =
            |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !is_name(&self.certificate) || !self.version.as_deref().is_none_or(is_name) {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                "a certificate in a vault is named by letters, digits and hyphens",
            ));
        }
        let pipeline = match self.pipeline {
            Some(pipeline) => pipeline,
            None => Pipeline::new()?,
        };
        let client = ServiceClient::new(pipeline, &KEY_VAULT, endpoint).with_credential(self.credential);
        Ok(KeyVaultSigner(Arc::new(Inner {
            client,
            certificate: self.certificate,
            version: self.version,
            algorithm: self.algorithm,
            known: Mutex::default(),
        })))
    }
}

#[cfg(test)]
mod tests {
    use tenantscope_core::{AccessToken, Timestamp, TokenCredential, TokenRequest};

    use super::*;
    use crate::{
        ClientCertificateCredential,
        testing::{
            self,
            stub::{Answer, Stub, answer, ok, token},
        },
    };

    #[derive(Debug)]
    struct Fixed;

    #[async_trait]
    impl TokenCredential for Fixed {
        async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken> {
            assert_eq!(request.scope(), "https://vault.azure.net/.default");
            Ok(AccessToken::new("vault-token", Timestamp::UNIX_EPOCH))
        }
    }

    fn certificate(key: &str) -> Answer {
        let cer = STANDARD.encode(testing::rsa().certificate_der());
        ok(&json!({"kid": key, "cer": cer, "attributes": {"enabled": true}}))
    }

    fn signer(stub: &Stub) -> KeyVaultSigner {
        KeyVaultSigner::builder("https://contoso.vault.azure.net", "posture", Fixed)
            .pipeline(stub.pipeline())
            .build()
            .unwrap()
    }

    const KEY: &str = "https://contoso.vault.azure.net/keys/posture/1234";

    #[tokio::test]
    async fn vault_signs_what_the_app_says() {
        let signature = json!({"kid": KEY, "value": URL_SAFE_NO_PAD.encode("signature")});
        let stub = Stub::new([certificate(KEY), ok(&signature), token("t")]);
        let (tenant, client_id) =
            ("contoso.com".parse().unwrap(), "11111111-2222-3333-4444-555555555555".parse().unwrap());
        let credential = ClientCertificateCredential::builder(tenant, client_id)
            .signer(signer(&stub))
            .pipeline(stub.pipeline())
            .build()
            .unwrap();
        credential.get_token(&TokenRequest::new("https://graph.microsoft.com/.default")).await.unwrap();
        assert_eq!(
            stub.uris()[..2],
            [
                "https://contoso.vault.azure.net/certificates/posture?api-version=7.4".to_owned(),
                format!("{KEY}/sign?api-version=7.4"),
            ]
        );
        assert_eq!(stub.requests()[0].headers()["authorization"], "Bearer vault-token");
        let assertion = &stub.forms()[2]["client_assertion"];
        let (input, signature) = assertion.rsplit_once('.').unwrap();
        assert_eq!(URL_SAFE_NO_PAD.decode(signature).unwrap(), b"signature");
        let asked: serde_json::Value = serde_json::from_slice(stub.requests()[1].body()).unwrap();
        let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(input));
        assert_eq!(asked, json!({"alg": "PS256", "value": digest}));
    }

    #[tokio::test]
    async fn certificate_is_read_again_after_five_minutes_and_kept_while_that_fails() {
        let unavailable = (0..6).map(|_| answer(503, &[], ""));
        let answers = [certificate(KEY), certificate(KEY)].into_iter().chain(unavailable);
        let stub = Stub::new(answers);
        let signer = signer(&stub);
        for requests in [1, 1] {
            signer.certificate().await.unwrap();
            assert_eq!(stub.requests().len(), requests);
        }
        stub.clock.advance(KEPT);
        signer.certificate().await.unwrap();
        assert_eq!(stub.requests().len(), 2);
        stub.clock.advance(KEPT);
        signer.certificate().await.unwrap();
        assert_eq!(stub.requests().len(), 8);
    }

    #[tokio::test]
    async fn key_elsewhere_gets_no_token() {
        let stub = Stub::new([certificate("https://evil.example/keys/posture/1")]);
        let signer = signer(&stub);
        let public = signer.certificate().await.unwrap();
        let error = signer.sign(&public, b"x").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ForeignOrigin);
        assert_eq!(stub.requests().len(), 1);
    }

    #[tokio::test]
    async fn missing_role_is_named() {
        let body = r#"{"error":{"code":"Forbidden","message":"m","innererror":{"code":"ForbiddenByRbac"}}}"#;
        let stub = Stub::new([answer(403, &[], body)]);
        let error = signer(&stub).certificate().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PermissionDenied);
        assert!(error.advice().contains("Key Vault Certificate User"), "{}", error.advice());
    }

    #[test]
    fn vault_of_another_host_or_cloud_is_refused() {
        for vault in
            ["https://evil.example", "https://contoso.vault.azure.cn", "http://contoso.vault.azure.net"]
        {
            let error = KeyVaultSigner::builder(vault, "posture", Fixed).build().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{vault}");
        }
        let name = KeyVaultSigner::builder("https://contoso.vault.azure.net", "../x", Fixed).build();
        assert_eq!(name.unwrap_err().kind(), ErrorKind::InvalidInput);
    }
}
