//! Certificates for this crate's own tests, made once per run.

use std::{sync::OnceLock, time::Duration};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, crypto::aws_lc};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, PKCS_ECDSA_P256_SHA256,
    PKCS_RSA_SHA256,
};
use tenantscope_core::Timestamp;
use x509_cert::der::{
    Decode, Reader, SliceReader,
    asn1::{AnyRef, OctetStringRef},
};

use crate::{ClientCertificate, pem};

pub(crate) mod stub;

/// A moment at which the certificates below are good.
pub(crate) fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

/// A key with its self-signed certificate.
pub(crate) struct Made {
    key: KeyPair,
    certificate: Vec<u8>,
    pkcs1: Vec<u8>,
}

impl Made {
    fn new(name: &str, key: KeyPair) -> Self {
        let certificate = params(name).self_signed(&key).unwrap().der().to_vec();
        let pkcs1 = pkcs1_of(key.serialized_der());
        Self { key, certificate, pkcs1 }
    }

    pub(crate) fn certificate_der(&self) -> &[u8] {
        &self.certificate
    }

    pub(crate) fn certificate_pem(&self) -> String {
        pem::write("CERTIFICATE", &self.certificate)
    }

    pub(crate) fn pkcs8(&self) -> &[u8] {
        self.key.serialized_der()
    }

    pub(crate) fn pkcs1(&self) -> &[u8] {
        &self.pkcs1
    }

    pub(crate) fn pkcs8_pem(&self) -> String {
        pem::write("PRIVATE KEY", self.pkcs8())
    }

    pub(crate) fn pkcs1_pem(&self) -> String {
        pem::write("RSA PRIVATE KEY", self.pkcs1())
    }

    pub(crate) fn pem(&self) -> String {
        self.pkcs8_pem() + &self.certificate_pem()
    }

    pub(crate) fn client_certificate(&self) -> ClientCertificate {
        ClientCertificate::from_pem(self.pem()).unwrap()
    }
}

/// An RSA key and its certificate.
pub(crate) fn rsa() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| Made::new("tenantscope test", KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap()))
}

/// Another RSA key and its certificate.
pub(crate) fn other_rsa() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| Made::new("another test", KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap()))
}

/// An elliptic-curve key and its certificate.
pub(crate) fn elliptic_curve() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| Made::new("curve test", KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap()))
}

/// A certificate that another one has signed.
pub(crate) struct Issued {
    leaf: Vec<u8>,
    issuer: Vec<u8>,
}

impl Issued {
    pub(crate) fn leaf_der(&self) -> &[u8] {
        &self.leaf
    }

    pub(crate) fn issuer_der(&self) -> &[u8] {
        &self.issuer
    }

    /// Issuer, an unrelated certificate, key and leaf, in this order.
    pub(crate) fn pem(&self) -> String {
        [
            pem::write("CERTIFICATE", &self.issuer),
            other_rsa().certificate_pem(),
            rsa().pkcs8_pem(),
            pem::write("CERTIFICATE", &self.leaf),
        ]
        .concat()
    }
}

/// A certificate of [`rsa`]'s key, signed by [`other_rsa`]'s.
pub(crate) fn issued() -> &'static Issued {
    static MADE: OnceLock<Issued> = OnceLock::new();
    MADE.get_or_init(|| {
        let mut authority = params("tenantscope test authority");
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = authority.self_signed(&other_rsa().key).unwrap().der().to_vec();
        let signer = Issuer::new(authority, &other_rsa().key);
        let leaf = params("tenantscope issued test").signed_by(&rsa().key, &signer).unwrap().der().to_vec();
        Issued { leaf, issuer }
    })
}

/// Checks an assertion's signature with the certificate's public key.
pub(crate) fn verify(signer: &ClientCertificate, token: &str) {
    let (input, signature) = token.rsplit_once('.').unwrap();
    let header = URL_SAFE_NO_PAD.decode(input.split('.').next().unwrap()).unwrap();
    let header: jsonwebtoken::Header = serde_json::from_slice(&header).unwrap();
    assert!(matches!(header.alg, Algorithm::PS256 | Algorithm::RS256));
    let parsed = x509_cert::Certificate::from_der(signer.certificate().der()).unwrap();
    let key = parsed.tbs_certificate().subject_public_key_info().subject_public_key.raw_bytes();
    let key = DecodingKey::from_rsa_der(key);
    let verifier = (aws_lc::DEFAULT_PROVIDER.verifier_factory)(&header.alg, &key).unwrap();
    verifier.verify(input.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
}

fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = now().saturating_sub(Duration::from_secs(86_400)).into();
    params.not_after = now().saturating_add(Duration::from_secs(365 * 86_400)).into();
    params
}

/// The inner key of a PKCS#8, found without the code under test.
fn pkcs1_of(pkcs8: &[u8]) -> Vec<u8> {
    let mut reader = SliceReader::new(pkcs8).unwrap();
    reader
        .sequence(|reader| {
            let _version: u8 = reader.decode()?;
            let _algorithm: AnyRef<'_> = reader.decode()?;
            let key: &OctetStringRef = reader.decode()?;
            while !reader.is_finished() {
                let _: AnyRef<'_> = reader.decode()?;
            }
            Ok::<_, x509_cert::der::Error>(key.as_bytes().to_vec())
        })
        .unwrap()
}

/// The claims of a token, unverified.
pub(crate) fn claims_of(token: &str) -> serde_json::Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap()
}
