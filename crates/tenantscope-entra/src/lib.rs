//! Tokens of Microsoft Entra for apps.

mod aadsts;
mod app;
mod assertion;
mod cache;
mod certificate;
mod claims;
mod client_certificate;
mod client_certificate_credential;
mod client_secret_credential;
mod consent;
mod failure;
mod file;
mod key;
mod pem;
#[cfg(feature = "pfx")]
mod pfx;
mod scope;
#[cfg(test)]
mod testing;
mod token_endpoint;

pub use crate::{
    aadsts::{Explanation, Remedy},
    assertion::{AssertionSigner, SigningAlgorithm},
    cache::TokenCache,
    certificate::Certificate,
    client_certificate::ClientCertificate,
    client_certificate_credential::{ClientCertificateCredential, ClientCertificateCredentialBuilder},
    client_secret_credential::{ClientSecretCredential, ClientSecretCredentialBuilder},
};
