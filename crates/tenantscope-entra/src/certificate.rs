//! A certificate's public part: what an app registration knows the app by.

use std::{fmt, sync::Arc, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use tenantscope_core::{Error, ErrorKind, Result, Timestamp};
use x509_cert::der::Decode;

use crate::key::RsaPublicKey;

/// An X.509 certificate without its private key. Cheap to clone.
///
/// It is read, not judged: Microsoft Entra checks neither the chain nor the name of an uploaded
/// certificate, but its thumbprint and its dates. (Source: Microsoft's page "Microsoft identity
/// platform application authentication certificate credentials".)
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate(Arc<Inner>);

#[derive(PartialEq, Eq)]
struct Inner {
    der: Vec<u8>,
    subject: String,
    issuer: String,
    not_before: Timestamp,
    not_after: Timestamp,
    sha1: [u8; 20],
    sha256: [u8; 32],
    public_key: Option<RsaPublicKey>,
}

impl Certificate {
    /// Reads a certificate in DER, the binary form.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if it is no X.509 certificate.
    pub fn from_der(der: impl Into<Vec<u8>>) -> Result<Self> {
        let der = der.into();
        let parsed = x509_cert::Certificate::from_der(&der).map_err(|error| {
            Error::new(ErrorKind::InvalidInput, format!("a certificate is no X.509 in DER: {error}"))
        })?;
        let tbs = parsed.tbs_certificate();
        let key = tbs.subject_public_key_info();
        Ok(Self(Arc::new(Inner {
            subject: tbs.subject().to_string(),
            issuer: tbs.issuer().to_string(),
            not_before: instant(tbs.validity().not_before),
            not_after: instant(tbs.validity().not_after),
            sha1: Sha1::digest(&der).into(),
            sha256: Sha256::digest(&der).into(),
            public_key: RsaPublicKey::from_spki(key.algorithm.oid, key.subject_public_key.raw_bytes()),
            der,
        })))
    }

    /// The certificate in DER: the content of a `.cer` file, which the portal takes.
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// The certificate in PEM, which the portal takes as well.
    pub fn to_pem(&self) -> String {
        crate::pem::write("CERTIFICATE", self.der())
    }

    /// Whom it names: `CN=tenantscope`.
    pub fn subject(&self) -> &str {
        &self.0.subject
    }

    /// Who signed it; the same as [`subject`](Self::subject) where it signed itself.
    pub fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// From when on it is good.
    pub fn not_before(&self) -> Timestamp {
        self.0.not_before
    }

    /// When it ends. Microsoft Entra refuses it afterwards.
    pub fn not_after(&self) -> Timestamp {
        self.0.not_after
    }

    /// Whether it has ended at `now`, or will within `span` from then: time to make a new one.
    pub fn expires_within(&self, now: Timestamp, span: Duration) -> bool {
        now.saturating_add(span) >= self.not_after()
    }

    /// The SHA-1 thumbprint in upper-case hexadecimal: the one that the portal shows.
    pub fn thumbprint_sha1(&self) -> String {
        hex(&self.0.sha1)
    }

    /// The SHA-256 thumbprint in upper-case hexadecimal: the one that signs assertions.
    pub fn thumbprint_sha256(&self) -> String {
        hex(&self.0.sha256)
    }

    /// The certificate as an element of `keyCredentials`, for the manifest of an app registration or a
    /// Graph request that adds it.
    ///
    /// Several certificates may be registered side by side: add the new one before the old one goes.
    pub fn to_key_credential(&self) -> String {
        serde_json::json!({
            "customKeyIdentifier": STANDARD.encode(self.0.sha1),
            "displayName": self.subject(),
            "keyId": uuid::Uuid::new_v4(),
            "type": "AsymmetricX509Cert",
            "usage": "Verify",
            "key": self.to_base64(),
        })
        .to_string()
    }

    pub(crate) fn sha1(&self) -> &[u8; 20] {
        &self.0.sha1
    }

    pub(crate) fn sha256(&self) -> &[u8; 32] {
        &self.0.sha256
    }

    /// The form in the header `x5c`: base64 of DER, neither URL-safe nor of PEM.
    pub(crate) fn to_base64(&self) -> String {
        STANDARD.encode(self.der())
    }

    /// The public key, if it is an RSA key.
    pub(crate) fn public_key(&self) -> Option<&RsaPublicKey> {
        self.0.public_key.as_ref()
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("subject", &self.subject())
            .field("not_after", &self.not_after())
            .field("thumbprint_sha1", &self.thumbprint_sha1())
            .finish()
    }
}

fn instant(time: x509_cert::time::Time) -> Timestamp {
    Timestamp::UNIX_EPOCH.saturating_add(time.to_unix_duration())
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .map(char::from)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn thumbprints_are_the_digests_of_the_der() {
        let made = testing::rsa();
        let certificate = Certificate::from_der(made.certificate_der()).unwrap();
        assert_eq!(certificate.thumbprint_sha1().len(), 40);
        assert_eq!(certificate.thumbprint_sha256(), hex(&Sha256::digest(made.certificate_der())));
        assert_eq!(certificate.subject(), "CN=tenantscope test");
    }

    #[test]
    fn expiry_is_seen_ahead() {
        let certificate = Certificate::from_der(testing::rsa().certificate_der()).unwrap();
        let day = Duration::from_secs(86_400);
        let eve = certificate.not_after().saturating_sub(day);
        assert!(!certificate.expires_within(eve.saturating_sub(day), day / 2));
        assert!(certificate.expires_within(eve, 2 * day));
        assert!(certificate.expires_within(certificate.not_after(), Duration::ZERO));
    }

    #[test]
    fn rubbish_is_no_certificate() {
        let error = Certificate::from_der(b"rubbish".to_vec()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
}
