//! Microsoft cloud security posture for Rust: secure scores, Defender for Cloud and audit records, of one tenant or of a
//! thousand.
//!
//! ```
//! # tenantscope_emulator::run(async |tenant| {
//! use std::time::Duration;
//! use tenantscope::{Client, activity::{ContentType, TimeWindow}};
//!
//! // outside of tests: tenantscope::entra::ClientCertificateCredential or ClientSecretCredential
//! let credential = tenant.credential();
//! let client = Client::builder(credential).cloud(tenant.cloud()).tenant(tenant.id()).build()?;
//!
//! if let Some(score) = client.graph().secure_scores().latest().await? {
//!     println!("Secure Score: {:.1} %", score.percentage().unwrap_or_default());
//! }
//!
//! let mut subscriptions = client.defender().subscriptions().list().items();
//! while let Some(subscription) = subscriptions.try_next().await? {
//!     println!("{:?}", subscription.display_name);
//! }
//!
//! let last_hour = TimeWindow::last(Duration::from_secs(3600));
//! let mut records = client.activity().records(ContentType::AuditExchange, last_hour);
//! while let Some(record) = records.try_next().await? {
//!     println!("{}", record.as_json());        // the exact text, as a SIEM wants it
//! }
//! # Ok(()) });
//! ```
//!
//! [`Client`] composes four crates over one core, each of which works alone too:
//!
//! | module | feature | what it is for |
//! |---|---|---|
//! | `entra` | `entra` | credentials: secrets and certificates, tokens for many tenants |
//! | `graph` | `graph` | Microsoft Graph: secure scores, control profiles and more |
//! | `defender` | `defender` | Defender for Cloud: secure scores and controls of subscriptions |
//! | `activity` | `activity` | the Office 365 Management Activity API: audit records |
//!
//! Everything that fails gives an [`Error`] with a kind that says what to do about it, the service's own code, the ids
//! that Microsoft's support asks for, and [`advice`](Error::advice). What a client returns is an [`Item`]: typed, and
//! with the exact text that it came from.
//!
//! # Features
//!
//! | feature | default | adds |
//! |---|---|---|
//! | `entra`, `graph`, `defender`, `activity` | yes | the module of that name |
//! | `diagnose` | yes | the connection test: [`Client::diagnose`] |
//! | `rustls` | yes | TLS by rustls with the aws-lc-rs provider and the platform's certificate roots |
//! | `ocsf` | no | findings of `defender` in the form of the Open Cybersecurity Schema Framework: `defender::ocsf` |
//! | `pfx` | no | PKCS#12 files and encrypted PEM keys for certificates |
//! | `developer`, `interactive`, `generate`, `azure-core` | no | in `entra`: tokens of developer tools; sign-in with the browser; making certificates; adapters to the Azure SDK |
//! | `security`, `directory`, `policies`, `reports`, `governance`, `devices` | no | in `graph`: alerts, incidents and hunting; users, groups and apps; Conditional Access and more; sign-ins and risk; access reviews; Intune |
//!
//! # Permissions
//!
//! | to read | an administrator grants the app |
//! |---|---|
//! | secure scores and control profiles | `SecurityEvents.Read.All` on Microsoft Graph, as an application permission |
//! | Defender for Cloud | the Azure role Security Reader on the subscription or a management group above it |
//! | audit records | `ActivityFeed.Read` on Office 365 Management APIs, as an application permission |
//! | matched texts in DLP records | `ActivityFeed.ReadDlp` too |

mod client;
#[cfg(feature = "diagnose")]
pub mod diagnose;

pub use tenantscope_core::{
    AccessToken, ClientId, Clock, Cloud, Continuation, Credential, CredentialIdentity, Error, ErrorKind,
    Item, Items, ManualClock, Page, Pages, Pipeline, Result, RetryPolicy, Secret, SubscriptionId,
    SystemClock, TenantId, Timestamp, TokenCredential, TokenRequest, async_trait,
};

#[cfg(feature = "rustls")]
pub use tenantscope_core::{HttpTransport, HttpTransportBuilder};

/// All that the crates share, for those who write a credential, a transport or a client of their own.
pub use tenantscope_core as core;

#[cfg(feature = "activity")]
pub use tenantscope_activity as activity;
#[cfg(feature = "defender")]
pub use tenantscope_defender as defender;
#[cfg(feature = "entra")]
pub use tenantscope_entra as entra;
#[cfg(feature = "graph")]
pub use tenantscope_graph as graph;

pub use crate::client::{Client, ClientBuilder};

/// The README's program, compiled.
#[cfg(all(doctest, feature = "entra", feature = "graph", feature = "defender"))]
#[doc = include_str!("../README.md")]
struct Readme;
