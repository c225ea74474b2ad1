//! Client assertions: short-lived JSON web tokens, signed by the app, in place of a secret.

use std::{fmt, time::Duration};

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, Header};
use serde::Serialize;
use tenantscope_core::{ClientId, Error, ErrorKind, Result, Secret, Timestamp};
use uuid::Uuid;

use crate::Certificate;

/// How long an assertion is good. Microsoft asks for five to ten minutes.
const LIFE: Duration = Duration::from_secs(600);

/// A signature algorithm that Microsoft Entra takes for assertions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SigningAlgorithm {
    /// RSASSA-PSS with SHA-256, and the certificate named by its SHA-256 thumbprint: recommended.
    #[default]
    Ps256,
    /// RSASSA-PKCS1-v1_5 with SHA-256, and the certificate named by its SHA-1 thumbprint: for keys in
    /// devices that can't do PSS.
    Rs256,
}

impl SigningAlgorithm {
    /// The name in JSON Web Algorithms: `PS256`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ps256 => "PS256",
            Self::Rs256 => "RS256",
        }
    }

    pub(crate) fn as_jose(self) -> Algorithm {
        match self {
            Self::Ps256 => Algorithm::PS256,
            Self::Rs256 => Algorithm::RS256,
        }
    }
}

/// Signs assertions with a private key that may be elsewhere: in a vault, a TPM, a smart card.
///
/// A [`ClientCertificate`](crate::ClientCertificate) is the implementation whose key is in memory.
#[async_trait]
pub trait AssertionSigner: Send + Sync + fmt::Debug {
    /// The algorithm that [`sign`](Self::sign) uses.
    fn algorithm(&self) -> SigningAlgorithm {
        SigningAlgorithm::Ps256
    }

    /// The certificate of the key that signs next.
    ///
    /// # Errors
    ///
    /// Whatever keeps the certificate from being read.
    async fn certificate(&self) -> Result<Certificate>;

    /// The certificates above it, from its issuer upwards. Sent only on request.
    fn chain(&self) -> &[Certificate] {
        &[]
    }

    /// Signs `input` (not its digest) with the private key of `certificate`.
    ///
    /// # Errors
    ///
    /// Whatever keeps the key from signing.
    async fn sign(&self, certificate: &Certificate, input: &[u8]) -> Result<Vec<u8>>;
}

#[derive(Serialize)]
struct Claims<'a> {
    aud: &'a str,
    iss: &'a str,
    sub: &'a str,
    jti: Uuid,
    nbf: i64,
    iat: i64,
    exp: i64,
}

/// What an assertion says, apart from when.
pub(crate) struct Assertion<'a> {
    /// The token endpoint that it will be sent to, of that tenant and no other.
    pub(crate) audience: &'a str,
    pub(crate) client_id: &'a ClientId,
    /// Whether the certificate and its chain go along, as `x5c`.
    pub(crate) with_chain: bool,
}

impl Assertion<'_> {
    /// Signs a new assertion, which differs from every other one.
    pub(crate) async fn sign(&self, signer: &dyn AssertionSigner, now: Timestamp) -> Result<Secret> {
        let certificate = signer.certificate().await?;
        check_dates(&certificate, now)?;
        let mut header = Header::new(signer.algorithm().as_jose());
        match signer.algorithm() {
            SigningAlgorithm::Ps256 => header.x5t_s256 = Some(URL_SAFE_NO_PAD.encode(certificate.sha256())),
            SigningAlgorithm::Rs256 => header.x5t = Some(URL_SAFE_NO_PAD.encode(certificate.sha1())),
        }
        if self.with_chain {
            let chain = std::iter::once(&certificate).chain(signer.chain());
            header.x5c = Some(chain.map(Certificate::to_base64).collect());
        }
        let seconds = now.unix_seconds();
        let claims = Claims {
            aud: self.audience,
            iss: self.client_id.as_str(),
            sub: self.client_id.as_str(),
            jti: Uuid::new_v4(),
            nbf: seconds,
            iat: seconds,
            exp: now.saturating_add(LIFE).unix_seconds(),
        };
        let mut token = format!("{}.{}", part(&header)?, part(&claims)?);
        let signature = signer.sign(&certificate, token.as_bytes()).await?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(Secret::new(token))
    }
}

/// Refuses a certificate that Microsoft Entra would refuse, before anything is sent.
fn check_dates(certificate: &Certificate, now: Timestamp) -> Result<()> {
    let subject = certificate.subject();
    if now >= certificate.not_after() {
        return Err(Error::builder(ErrorKind::CredentialExpired)
            .detail(format!("the certificate {subject} ended on {}", certificate.not_after()))
            .advice(format!(
                "Make a new certificate, upload its public part to the app registration (Certificates & secrets), \
                 and configure it here. The one that ended has the thumbprint {}.",
                certificate.thumbprint_sha1()
            ))
            .build());
    }
    if now < certificate.not_before() {
        return Err(Error::builder(ErrorKind::InvalidInput)
            .detail(format!(
                "the certificate {subject} is good only from {} on, and this machine's clock says {now}",
                certificate.not_before()
            ))
            .advice("Set this machine's clock, or use a certificate that is already good.")
            .build());
    }
    Ok(())
}

fn part(value: &impl Serialize) -> Result<String> {
    serde_json::to_vec(value).map(|json| URL_SAFE_NO_PAD.encode(json)).map_err(|error| {
        Error::builder(ErrorKind::Local).detail("an assertion can't be written").source(error).build()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{ClientCertificate, testing};

    const AUDIENCE: &str = "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token";

    fn client_id() -> ClientId {
        "11111111-2222-3333-4444-555555555555".parse().unwrap()
    }

    async fn sign(signer: &ClientCertificate, with_chain: bool) -> (Value, Value, Secret) {
        let client_id = client_id();
        let assertion = Assertion { audience: AUDIENCE, client_id: &client_id, with_chain };
        let token = assertion.sign(signer, testing::now()).await.unwrap();
        let part = |n| {
            let text = token.expose().split('.').nth(n).unwrap();
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
        };
        (part(0), part(1), token)
    }

    #[tokio::test]
    async fn assertion_is_ps256_with_the_sha256_thumbprint() {
        let signer = testing::rsa().client_certificate();
        let (header, claims, token) = sign(&signer, false).await;
        let thumbprint = URL_SAFE_NO_PAD.encode(signer.certificate().sha256());
        assert_eq!(header, json!({"typ": "JWT", "alg": "PS256", "x5t#S256": thumbprint}));
        let now = testing::now().unix_seconds();
        let jti = claims["jti"].clone();
        assert_eq!(
            claims,
            json!({
                "aud": AUDIENCE, "iss": client_id(), "sub": client_id(), "jti": jti,
                "nbf": now, "iat": now, "exp": now + 600,
            })
        );
        testing::verify(&signer, token.expose());
    }

    #[tokio::test]
    async fn every_assertion_has_its_own_id() {
        let signer = testing::rsa().client_certificate();
        let (_, first, _) = sign(&signer, false).await;
        let (_, second, _) = sign(&signer, false).await;
        assert_ne!(first["jti"], second["jti"]);
    }

    #[tokio::test]
    async fn rs256_names_the_certificate_by_its_sha1_thumbprint() {
        let signer = testing::rsa().client_certificate().algorithm(SigningAlgorithm::Rs256);
        let (header, _, token) = sign(&signer, false).await;
        let thumbprint = URL_SAFE_NO_PAD.encode(signer.certificate().sha1());
        assert_eq!(header, json!({"typ": "JWT", "alg": "RS256", "x5t": thumbprint}));
        testing::verify(&signer, token.expose());
    }

    #[tokio::test]
    async fn chain_is_standard_base64_of_der_with_the_leaf_first() {
        use base64::engine::general_purpose::STANDARD;

        let chain = testing::issued();
        let signer = ClientCertificate::from_pem(chain.pem()).unwrap();
        let (header, ..) = sign(&signer, true).await;
        let expected: Vec<_> =
            [chain.leaf_der(), chain.issuer_der()].map(|der| STANDARD.encode(der)).to_vec();
        assert_eq!(header["x5c"], json!(expected));
    }

    #[tokio::test]
    async fn certificate_outside_its_dates_signs_nothing() {
        let signer = testing::rsa().client_certificate();
        let client_id = client_id();
        let assertion = Assertion { audience: AUDIENCE, client_id: &client_id, with_chain: false };
        let (start, end) = (signer.certificate().not_before(), signer.certificate().not_after());
        let late = assertion.sign(&signer, end).await.unwrap_err();
        assert_eq!(late.kind(), ErrorKind::CredentialExpired);
        assert!(late.to_string().contains(&end.to_string()), "{late}");
        assert!(late.advice().contains(&signer.certificate().thumbprint_sha1()));
        let early = assertion.sign(&signer, start.saturating_sub(LIFE)).await.unwrap_err();
        assert_eq!(early.kind(), ErrorKind::InvalidInput);
    }
}
