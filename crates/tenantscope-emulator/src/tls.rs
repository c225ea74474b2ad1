//! A certificate authority for one emulator, and the certificate that its listeners show.

use std::{fmt, sync::Arc};

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
};
use time::{Duration, OffsetDateTime};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

use crate::{
    keys,
    service::{HOSTS, Service},
};

/// Signs for every name that the emulator goes by. Made anew for each one: a root that others hold
/// the key of must not be trusted anywhere.
pub(crate) struct Authority {
    pem: String,
    acceptor: TlsAcceptor,
}

impl Authority {
    pub(crate) fn new(now: OffsetDateTime) -> Self {
        let mut params = validity(CertificateParams::default(), now);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.distinguished_name.push(DnType::CommonName, "tenantscope emulator");
        let issuer = CertifiedIssuer::self_signed(params, key()).expect("a P-256 key signs");

        let names = HOSTS.iter().map(|host| host.name).chain(["localhost", "127.0.0.1"]).map(str::to_owned);
        let vaults = HOSTS.iter().filter(|host| host.service == Service::KeyVault);
        let vaults = vaults.map(|host| format!("*.{}", host.name));
        let params = CertificateParams::new(names.chain(vaults).collect::<Vec<_>>());
        let mut params = validity(params.expect("host names are names"), now);
        params.distinguished_name.push(DnType::CommonName, "localhost");
        let key = key();
        let leaf = params.signed_by(&key, &issuer).expect("a P-256 key signs");

        Self { pem: issuer.pem(), acceptor: acceptor(&leaf, &key) }
    }

    pub(crate) fn pem(&self) -> &str {
        &self.pem
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        self.acceptor.clone()
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}

/// TLS with a certificate that nobody vouches for: clients know it by its thumbprint.
pub(crate) struct SelfSigned {
    pub(crate) acceptor: TlsAcceptor,
    /// SHA-1, in upper-case hexadecimal.
    pub(crate) thumbprint: String,
}

impl SelfSigned {
    pub(crate) fn new(now: OffsetDateTime) -> Self {
        let params = CertificateParams::new(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]);
        let mut params = validity(params.expect("host names are names"), now);
        params.distinguished_name.push(DnType::CommonName, "localhost");
        let key = key();
        let certificate = params.self_signed(&key).expect("a P-256 key signs");
        let thumbprint = keys::hex(&keys::sha1(certificate.der()));
        Self { acceptor: acceptor(&certificate, &key), thumbprint }
    }
}

fn acceptor(certificate: &Certificate, key: &KeyPair) -> TlsAcceptor {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider knows TLS 1.2 and 1.3")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .expect("the key is the certificate's");
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    TlsAcceptor::from(Arc::new(config))
}

fn key() -> KeyPair {
    KeyPair::generate().expect("the random generator of the operating system works")
}

fn validity(mut params: CertificateParams, now: OffsetDateTime) -> CertificateParams {
    params.not_before = now - Duration::days(1);
    params.not_after = now + Duration::days(90);
    params
}
