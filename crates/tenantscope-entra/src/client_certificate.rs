//! A certificate with its private key, from whatever file it is kept in.

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD};
use tenantscope_core::{Error, ErrorKind, Result, Secret};
use zeroize::Zeroizing;

use crate::{AssertionSigner, Certificate, SigningAlgorithm, file, key::RsaKey, pem};

/// A certificate with its private key on this machine: an app's proof of who it is. Cheap to clone.
///
/// ```no_run
/// use tenantscope_core::Secret;
/// use tenantscope_entra::ClientCertificate;
///
/// // PEM, PKCS#12, or base64 of either: the content decides
/// let certificate = ClientCertificate::from_file("app.pfx", Some(Secret::new("password")))?;
/// println!("{} ends on {}", certificate.certificate().subject(), certificate.certificate().not_after());
/// # Ok::<(), tenantscope_core::Error>(())
/// ```
///
/// | content | needs |
/// |---|---|
/// | PEM with `PRIVATE KEY` or `RSA PRIVATE KEY` and certificates, in any order | |
/// | PEM with `ENCRYPTED PRIVATE KEY` | feature `pfx` |
/// | PKCS#12 (`.pfx`, `.p12`) with a password, an empty one or none; also in base64, as Key Vault keeps it | feature `pfx` |
///
/// The leaf is the certificate whose public key is the private key's, wherever it stands. The others
/// are the chain, from the leaf's issuer upwards.
#[derive(Clone, Debug)]
pub struct ClientCertificate {
    key: Arc<RsaKey>,
    leaf: Certificate,
    chain: Arc<[Certificate]>,
    algorithm: SigningAlgorithm,
}

impl ClientCertificate {
    /// Reads a PEM text with an unencrypted key.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if there is no key, no certificate, none that fits the key, or a key
    /// that isn't RSA of at least 2048 bits.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self> {
        Self::from_contents(pem::read(pem.as_ref(), None)?)
    }

    /// Reads a PEM text whose key is encrypted.
    ///
    /// # Errors
    ///
    /// As [`from_pem`](Self::from_pem), and if the password is wrong.
    #[cfg(feature = "pfx")]
    pub fn from_encrypted_pem(pem: impl AsRef<[u8]>, password: impl Into<Secret>) -> Result<Self> {
        Self::from_contents(pem::read(pem.as_ref(), Some(&password.into()))?)
    }

    /// Reads a PKCS#12 archive, the content of a `.pfx` or `.p12` file.
    ///
    /// An empty password also opens an archive that was made without any: .NET and Azure Key Vault make
    /// such ones, and they differ from those with an empty password.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if the password is wrong, the archive is damaged or of a rare kind, or
    /// for the reasons of [`from_pem`](Self::from_pem).
    #[cfg(feature = "pfx")]
    pub fn from_pkcs12(pkcs12: impl AsRef<[u8]>, password: impl Into<Secret>) -> Result<Self> {
        Self::from_contents(crate::pfx::read(pkcs12.as_ref(), &password.into())?)
    }

    /// Reads whatever the bytes are: PEM, PKCS#12, or base64 of either.
    ///
    /// # Errors
    ///
    /// As [`from_pem`](Self::from_pem), `from_pkcs12`, and
    /// [`ErrorKind::InvalidInput`] if it is none of these.
    #[allow(clippy::needless_pass_by_value)] // as its siblings take it
    pub fn from_bytes(bytes: impl AsRef<[u8]>, password: Option<Secret>) -> Result<Self> {
        Self::from_contents(read_any(bytes.as_ref(), password.as_ref())?)
    }

    /// Reads a file, whose content decides what it is. `AZURE_CLIENT_CERTIFICATE_PATH` names such a file.
    ///
    /// # Errors
    ///
    /// As [`from_bytes`](Self::from_bytes), and if the file can't be read. The text names the file.
    pub fn from_file(path: impl AsRef<Path>, password: Option<Secret>) -> Result<Self> {
        let path = path.as_ref();
        let bytes = file::read(path, "certificate")?;
        Self::from_bytes(bytes, password).map_err(|error| in_file(error, path))
    }

    pub(crate) fn from_contents(contents: pem::Contents) -> Result<Self> {
        let pem::Contents { keys, certificates } = contents;
        if certificates.is_empty() {
            return Err(invalid(
                "there is no certificate beside the private key: add the block `CERTIFICATE`",
            ));
        }
        if keys.is_empty() {
            return Err(invalid(
                "there is no private key beside the certificate: use the file that holds both, not the `.cer` that was uploaded",
            ));
        }
        let mut pairs: Vec<(RsaKey, Certificate)> = Vec::new();
        for key in keys {
            // A renewed certificate may share its key with the old one: the later one is meant.
            let leaf = certificates
                .iter()
                .filter(|certificate| certificate.public_key() == Some(key.public_key()))
                .max_by_key(|certificate| certificate.not_after());
            if let Some(leaf) = leaf
                && pairs.iter().all(|(_, known)| known != leaf)
            {
                pairs.push((key, leaf.clone()));
            }
        }
        if pairs.len() > 1 {
            let named: Vec<_> = pairs
                .iter()
                .map(|(_, leaf)| format!("{} (thumbprint {})", leaf.subject(), leaf.thumbprint_sha1()))
                .collect();
            return Err(invalid(format!(
                "there are {} certificates with a private key, {}: keep the one to use in a file of its own",
                named.len(),
                named.join(" and ")
            )));
        }
        let Some((key, leaf)) = pairs.pop() else {
            let named: Vec<_> = certificates.iter().map(Certificate::subject).collect();
            return Err(invalid(format!(
                "the private key doesn't belong to the certificate {}: put the key and its own certificate together",
                named.join(" or ")
            )));
        };
        let chain = chain_of(&leaf, &certificates);
        Ok(Self { key: Arc::new(key), leaf, chain, algorithm: SigningAlgorithm::Ps256 })
    }

    /// The public part.
    pub fn certificate(&self) -> &Certificate {
        &self.leaf
    }

    /// The certificates above it, as far as they were in the file, from its issuer upwards.
    pub fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    /// Signs with another algorithm than the recommended PS256.
    pub fn algorithm(mut self, algorithm: SigningAlgorithm) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// Key, certificate and chain as PEM, to keep where only the app can read it.
    pub fn to_pem(&self) -> Secret {
        let mut pem = pem::write("RSA PRIVATE KEY", self.key.pkcs1());
        for certificate in std::iter::once(&self.leaf).chain(self.chain.iter()) {
            pem.push_str(&certificate.to_pem());
        }
        Secret::new(pem)
    }

    /// Writes [`to_pem`](Self::to_pem) into a new file that only its owner may read.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Local`] if there is such a file already, or it can't be written.
    pub fn save_pem(&self, path: impl AsRef<Path>) -> Result<()> {
        file::write_private(path.as_ref(), self.to_pem().expose().as_bytes())
    }

    /// Key, certificate and chain as PKCS#12, encrypted with AES-256.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] if the password holds characters that PKCS#12 has no form for.
    #[cfg(feature = "pfx")]
    pub fn to_pkcs12(&self, password: impl Into<Secret>) -> Result<Vec<u8>> {
        crate::pfx::write(self.key.pkcs1(), &self.leaf, &self.chain, &password.into())
    }
}

#[async_trait]
impl AssertionSigner for ClientCertificate {
    fn algorithm(&self) -> SigningAlgorithm {
        self.algorithm
    }

    async fn certificate(&self) -> Result<Certificate> {
        Ok(self.leaf.clone())
    }

    fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    async fn sign(&self, _: &Certificate, input: &[u8]) -> Result<Vec<u8>> {
        self.key.sign(self.algorithm.as_jose(), input)
    }
}

/// Orders the issuers of a certificate; what isn't one of them is left out.
fn chain_of(leaf: &Certificate, certificates: &[Certificate]) -> Arc<[Certificate]> {
    let mut chain: Vec<Certificate> = Vec::new();
    let mut last = leaf;
    while last.issuer() != last.subject() {
        let issuer = certificates
            .iter()
            .find(|other| other.subject() == last.issuer() && *other != leaf && !chain.contains(other));
        let Some(issuer) = issuer else { break };
        chain.push(issuer.clone());
        last = issuer;
    }
    chain.into()
}

fn read_any(bytes: &[u8], password: Option<&Secret>) -> Result<pem::Contents> {
    if pem::is_pem(bytes) {
        return pem::read(bytes, password);
    }
    if is_der(bytes) {
        return read_der(bytes, password);
    }
    let text: Zeroizing<Vec<u8>> =
        Zeroizing::new(bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect());
    match STANDARD.decode(text.as_slice()).map(Zeroizing::new) {
        Ok(inner) if pem::is_pem(&inner) => pem::read(&inner, password),
        Ok(inner) if is_der(&inner) => read_der(&inner, password),
        _ => Err(invalid("this is neither PEM nor PKCS#12 nor base64 of either")),
    }
}

/// Whether bytes begin as an ASN.1 sequence does. Text never does so: its second byte would be below 0x80.
fn is_der(bytes: &[u8]) -> bool {
    matches!(bytes, [0x30, 0x80..=0xff, ..])
}

fn read_der(bytes: &[u8], password: Option<&Secret>) -> Result<pem::Contents> {
    if Certificate::from_der(bytes).is_ok() {
        return Err(invalid(
            "this is a certificate without its private key: use the `.pfx` or `.pem` file that holds both",
        ));
    }
    #[cfg(feature = "pfx")]
    return crate::pfx::read(bytes, password.unwrap_or(&Secret::default()));
    #[cfg(not(feature = "pfx"))]
    {
        let _ = password;
        Err(invalid(
            "this looks like PKCS#12: enable the feature `pfx` of tenantscope-entra to read it, or convert it with \
             `openssl pkcs12 -in app.pfx -out app.pem -nodes`",
        ))
    }
}

pub(crate) fn in_file(error: Error, path: &Path) -> Error {
    let detail = error.to_string();
    let detail = detail.strip_prefix("invalid input: ").unwrap_or(&detail);
    let detail = format!("certificate file {}: {detail}", path.display());
    error.into_builder().detail(detail).build()
}

fn invalid(detail: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidInput, detail)
}

#[cfg(test)]
mod tests;
