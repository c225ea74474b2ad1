//! Makes a certificate for an app registration.

use std::time::Duration;

use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose,
    PKCS_RSA_SHA256, RsaKeySize,
};
use tenantscope_core::{Error, ErrorKind, Result, Timestamp};
use zeroize::Zeroizing;

use crate::{Certificate, ClientCertificate, key::RsaKey, pem::Contents};

const DAY: Duration = Duration::from_secs(86_400);

/// How far ahead of this machine's clock another one may be.
const SKEW: Duration = Duration::from_secs(300);

/// The length of an RSA key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeySize {
    /// 2048 bits, the least that Microsoft Entra takes.
    #[default]
    Bits2048,
    /// 3072 bits.
    Bits3072,
    /// 4096 bits. Signing takes several times as long as with 2048.
    Bits4096,
}

/// Makes a self-signed certificate with a new RSA key.
///
/// ```
/// use tenantscope_core::{Clock, SystemClock};
/// use tenantscope_entra::SelfSigned;
///
/// let made = SelfSigned::new("tenantscope").generate(SystemClock::new().now())?;
/// let public = made.certificate();
/// println!("upload this, with the thumbprint {}:\n{}", public.thumbprint_sha1(), public.to_pem());
/// # let path = std::env::temp_dir().join(format!("tenantscope-doc-{}.pem", public.thumbprint_sha1()));
/// made.save_pem(&path)?;
/// # std::fs::remove_file(&path).unwrap();
/// # Ok::<(), tenantscope_core::Error>(())
/// ```
///
/// Microsoft Entra takes self-signed certificates: it checks that the certificate is one of the app
/// registration's and hasn't ended. To roll over, register the new one first, then change the
/// configuration, then remove the old one.
#[derive(Clone, Debug)]
pub struct SelfSigned {
    common_name: String,
    organization: Option<String>,
    key_size: KeySize,
    valid_for: Duration,
}

impl SelfSigned {
    /// A certificate with this common name, 2048 bits, good for a year.
    pub fn new(common_name: impl Into<String>) -> Self {
        Self {
            common_name: common_name.into(),
            organization: None,
            key_size: KeySize::default(),
            valid_for: 365 * DAY,
        }
    }

    /// Names an organization in the subject as well.
    pub fn organization(mut self, name: impl Into<String>) -> Self {
        self.organization = Some(name.into());
        self
    }

    /// The length of the key.
    pub fn key_size(mut self, size: KeySize) -> Self {
        self.key_size = size;
        self
    }

    /// How long the certificate is good.
    pub fn valid_for(mut self, span: Duration) -> Self {
        self.valid_for = span;
        self
    }

    /// Makes the key and the certificate, good from `now` on. It takes a tenth of a second and more.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if the name is empty or the time isn't between a day and ten years;
    /// [`ErrorKind::Local`] if no key can be made.
    pub fn generate(&self, now: Timestamp) -> Result<ClientCertificate> {
        if self.common_name.trim().is_empty() {
            return Err(Error::new(ErrorKind::InvalidInput, "the certificate's common name is empty"));
        }
        if !(DAY..=3660 * DAY).contains(&self.valid_for) {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                "the certificate has to be good for at least a day and at most ten years",
            ));
        }
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, self.common_name.as_str());
        if let Some(organization) = &self.organization {
            params.distinguished_name.push(DnType::OrganizationName, organization.as_str());
        }
        params.not_before = now.saturating_sub(SKEW).into();
        params.not_after = now.saturating_add(self.valid_for).into();
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        let size = match self.key_size {
            KeySize::Bits2048 => RsaKeySize::_2048,
            KeySize::Bits3072 => RsaKeySize::_3072,
            KeySize::Bits4096 => RsaKeySize::_4096,
        };
        let failed = |error: rcgen::Error| {
            Error::builder(ErrorKind::Local).detail("no certificate can be made").source(error).build()
        };
        let key = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, size).map_err(failed)?;
        let certificate = params.self_signed(&key).map_err(failed)?;
        let pkcs8 = Zeroizing::new(key.serialize_der());
        ClientCertificate::from_contents(Contents {
            keys: vec![RsaKey::from_pkcs8(&pkcs8)?],
            certificates: vec![Certificate::from_der(certificate.der().to_vec())?],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn generated_certificate_is_read_back_from_every_form() {
        let made = SelfSigned::new("tenantscope").organization("Contoso").generate(testing::now()).unwrap();
        let public = made.certificate();
        assert!(public.subject().contains("CN=tenantscope") && public.subject().contains("O=Contoso"));
        assert_eq!(public.not_after(), testing::now().saturating_add(365 * DAY));
        let from_pem = ClientCertificate::from_pem(made.to_pem().expose()).unwrap();
        assert_eq!(from_pem.certificate(), public);
        #[cfg(feature = "pfx")]
        for password in ["", "p\u{e4}ssword"] {
            let archive = made.to_pkcs12(password).unwrap();
            assert_eq!(ClientCertificate::from_pkcs12(archive, password).unwrap().certificate(), public);
        }
        let credential: serde_json::Value = serde_json::from_str(&public.to_key_credential()).unwrap();
        assert_eq!(
            (&credential["usage"], &credential["type"]),
            (&"Verify".into(), &"AsymmetricX509Cert".into())
        );
        assert_eq!(credential["key"], public.to_base64());
    }

    #[test]
    fn longer_keys_and_lives_are_made_and_senseless_ones_refused() {
        let made =
            SelfSigned::new("a").key_size(KeySize::Bits3072).valid_for(30 * DAY).generate(testing::now());
        assert!(format!("{made:?}").contains("3072 bits"));
        for senseless in [
            SelfSigned::new(" "),
            SelfSigned::new("a").valid_for(DAY / 2),
            SelfSigned::new("a").valid_for(9_000 * DAY),
        ] {
            assert_eq!(senseless.generate(testing::now()).unwrap_err().kind(), ErrorKind::InvalidInput);
        }
    }

    #[test]
    fn saved_file_is_its_owners_only_and_never_overwritten() {
        let made = testing::rsa().client_certificate();
        let path = std::env::temp_dir().join(format!("tenantscope-{}.pem", uuid::Uuid::new_v4()));
        made.save_pem(&path).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert!(made.save_pem(&path).unwrap_err().to_string().contains("exists already"));
        assert!(ClientCertificate::from_file(&path, None).is_ok());
        std::fs::remove_file(&path).unwrap();
    }
}
