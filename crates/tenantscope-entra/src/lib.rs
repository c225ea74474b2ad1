//! Tokens of Microsoft Entra for apps: every way in which an app signs in, in one tenant or in thousands, with
//! errors that tell the fix.
//!
//! ```
//! # tokio::runtime::Runtime::new()?.block_on(async {
//! # let emulator = tenantscope_emulator::Emulator::builder().tenants(2).start().await?;
//! # let (client_id, secret, cloud) = (emulator.app().client_id(), emulator.app().secret(), emulator.cloud());
//! # let (tenant, customer) = (emulator.tenants()[0].id(), emulator.tenants()[1].id());
//! use tenantscope_core::{TokenCredential, TokenRequest};
//! use tenantscope_entra::ClientSecretCredential;
//!
//! let credential = ClientSecretCredential::builder(tenant, client_id, secret).cloud(cloud.clone()).build()?;
//! let request = TokenRequest::new(cloud.graph().scope());
//! let token = credential.get_token(&request).await?;
//! assert!(credential.get_token(&request).await?.is_same(&token));           // kept, and refreshed in time
//!
//! let elsewhere = credential.get_token(&request.for_tenant(customer)).await?;     // the same app at a customer's
//! assert!(!elsewhere.is_same(&token));
//! # Ok::<(), Box<dyn std::error::Error>>(()) })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | who signs in | with |
//! |---|---|
//! | an app with a secret | [`ClientSecretCredential`] |
//! | an app with a certificate: PEM, PKCS#12, or a key that stays in a vault | [`ClientCertificateCredential`], [`ClientCertificate`], [`KeyVaultSigner`], [`AssertionSigner`] |
//! | an app that trusts another issuer: Kubernetes, GitHub Actions, a managed identity | [`FederatedCredential`] |
//! | a machine or service on Azure | [`ManagedIdentityCredential`] |
//! | whatever the environment describes, or the first of several | [`EnvironmentCredential`], [`ChainedCredential`] |
//! | a web API for its user | [`OnBehalfOfCredential`] |
//! | a person | [`DeviceCodeCredential`], `InteractiveCredential`, `DeveloperCredential` |
//!
//! Beside them:
//!
//! * [`ConsentLink`] and [`ConsentRedirect`] bring the app into a customer's tenant; [`find_tenant`] finds its cloud
//! * [`Permission`], [`Manifest`], [`GrantCheck`] and [`least_permissions`] say what the app asks for and what it lacks
//! * [`Explanation`] knows what AADSTS codes mean; every error's advice is made of it
//! * [`TokenCache`] gives a credential of your own what all of these have: one request per token
//!
//! Errors name the AADSTS code in [`Error::code`](tenantscope_core::Error::code), the fix in
//! [`Error::advice`](tenantscope_core::Error::advice), and trace and correlation ids among the
//! [facts](tenantscope_core::Error::facts). What can be known to be wrong beforehand is refused before any request.
//!
//! # Features
//!
//! | feature | default | adds |
//! |---|---|---|
//! | `pfx` | no | PKCS#12 and encrypted PEM keys |
//! | `generate` | no | `SelfSigned`, which makes certificates |
//! | `developer` | no | `DeveloperCredential`: Azure CLI, Azure Developer CLI, Azure PowerShell |
//! | `interactive` | no | `InteractiveCredential`: sign-in with the browser |
//! | `azure-core` | no | `ForAzureSdk` and `FromAzureSdk`: adapters to the Azure SDK's credentials |

mod aadsts;
mod app;
mod assertion;
#[cfg(feature = "azure-core")]
mod azure_core;
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

#[cfg(feature = "azure-core")]
pub use crate::azure_core::{ForAzureSdk, FromAzureSdk};
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

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
