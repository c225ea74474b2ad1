//! Tokens of Microsoft Entra for apps.

mod aadsts;
mod app;
mod assertion;
mod cache;
mod certificate;
mod chain;
mod claims;
mod client_certificate;
mod client_certificate_credential;
mod client_secret_credential;
mod consent;
#[cfg(feature = "developer")]
mod developer;
mod discovery;
mod environment;
mod environment_credential;
mod expiry;
mod failure;
mod federated;
mod file;
#[cfg(feature = "generate")]
mod generate;
mod inspection;
mod key;
mod key_vault;
mod managed_identity;
mod on_behalf_of;
mod pem;
mod permission;
#[cfg(feature = "pfx")]
mod pfx;
mod scope;
#[cfg(test)]
mod testing;
mod token_endpoint;
mod user;

#[cfg(feature = "developer")]
pub use crate::developer::{DeveloperCredential, DeveloperCredentialBuilder, DeveloperTool};
#[cfg(feature = "generate")]
pub use crate::generate::{KeySize, SelfSigned};
#[cfg(feature = "interactive")]
pub use crate::user::{InteractiveCredential, InteractiveCredentialBuilder};
pub use crate::{
    aadsts::{Explanation, Remedy},
    assertion::{AssertionSigner, SigningAlgorithm},
    cache::TokenCache,
    certificate::Certificate,
    chain::ChainedCredential,
    client_certificate::ClientCertificate,
    client_certificate_credential::{ClientCertificateCredential, ClientCertificateCredentialBuilder},
    client_secret_credential::{ClientSecretCredential, ClientSecretCredentialBuilder},
    consent::{ConsentLink, ConsentRedirect, ConsentState, ConsentedTenant, consent_url},
    discovery::{FoundTenant, find_tenant},
    environment::Environment,
    environment_credential::{EnvironmentCredential, EnvironmentCredentialBuilder},
    federated::{AssertionSource, FederatedCredential, FederatedCredentialBuilder, GitHubActions, TokenFile},
    inspection::{ProvedBy, TokenInspection},
    key_vault::{KeyVaultSigner, KeyVaultSignerBuilder},
    managed_identity::{ManagedIdentityCredential, ManagedIdentityCredentialBuilder, ManagedIdentityId},
    on_behalf_of::OnBehalfOfCredential,
    permission::{
        AccessEntry, Api, GrantCheck, Manifest, Permission, PermissionKind, ResourceAccess, least_permissions,
    },
    user::{DeviceCodeCredential, DeviceCodeCredentialBuilder, DeviceCodePrompt},
};
