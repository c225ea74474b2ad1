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
mod discovery;
mod environment;
mod expiry;
mod failure;
mod federated;
mod file;
#[cfg(feature = "generate")]
mod generate;
mod inspection;
mod key;
mod managed_identity;
mod pem;
mod permission;
#[cfg(feature = "pfx")]
mod pfx;
mod scope;
#[cfg(test)]
mod testing;
mod token_endpoint;

#[cfg(feature = "generate")]
pub use crate::generate::{KeySize, SelfSigned};
pub use crate::{
    aadsts::{Explanation, Remedy},
    assertion::{AssertionSigner, SigningAlgorithm},
    cache::TokenCache,
    certificate::Certificate,
    client_certificate::ClientCertificate,
    client_certificate_credential::{ClientCertificateCredential, ClientCertificateCredentialBuilder},
    client_secret_credential::{ClientSecretCredential, ClientSecretCredentialBuilder},
    consent::{ConsentLink, ConsentRedirect, ConsentState, ConsentedTenant},
    discovery::{FoundTenant, find_tenant},
    environment::Environment,
    federated::{AssertionSource, FederatedCredential, FederatedCredentialBuilder, GitHubActions, TokenFile},
    inspection::{ProvedBy, TokenInspection},
    managed_identity::{ManagedIdentityCredential, ManagedIdentityCredentialBuilder, ManagedIdentityId},
    permission::{
        AccessEntry, Api, GrantCheck, Manifest, Permission, PermissionKind, ResourceAccess, least_permissions,
    },
};
