//! Microsoft Graph for security posture: secure scores, alerts, hunting, and the directory around them.
//!
//! ```
//! # tenantscope_emulator::run(async |tenant| {
//! use tenantscope_graph::{GraphClient, Trend};
//!
//! let graph = GraphClient::builder(tenant.credential()).cloud(tenant.cloud()).tenant(tenant.id()).build()?;
//!
//! let scores = graph.secure_scores().list().top(90).items().try_collect().await?;
//! let trend = Trend::of(&scores);
//! println!("{:.1} %, {:+.1} in a week", trend.latest().unwrap_or_default(), trend.change(7).unwrap_or_default());
//!
//! let profiles = graph.secure_score_control_profiles().list().items().try_collect().await?;
//! for open in scores[0].open_actions(&profiles).iter().take(5) {
//!     println!("{:5.1} points: {}", open.points, open.profile.title.as_deref().unwrap_or_default());
//! }
//! # Ok(()) });
//! ```
//!
//! # Asking
//!
//! A [`GraphClient`] is Graph for one tenant. Its methods name [`Collection`]s; [`list`](Collection::list) starts a
//! [`Query`] and [`get`](Collection::get) a [`Get`]. Options are setters on those, and a setter is there only if the
//! service takes its option for that resource: `users().list().skip(5)` doesn't compile. What depends on a value, such
//! as a page of more than 50 incidents, is refused before anything is sent, with the reason. [`Filter`]s are made of a
//! resource's fields, so that a value can't leave its quotes.
//!
//! ```no_run
//! # async fn example(graph: tenantscope_graph::GraphClient) -> tenantscope_core::Result<()> {
//! use tenantscope_graph::security::{AlertSeverity, AlertStatus, Alerts};
//!
//! let mut alerts = graph
//!     .alerts()
//!     .list()
//!     .filter(Alerts::SEVERITY.eq(AlertSeverity::High) & !Alerts::STATUS.eq(AlertStatus::Resolved))
//!     .top(100)
//!     .items();
//! while let Some(alert) = alerts.try_next().await? {
//!     println!("{}: {}", alert.id, alert.title.as_deref().unwrap_or_default());
//! }
//! # Ok(()) }
//! ```
//!
//! What has no method of its own is asked for by [`path`](GraphClient::path), with any type, and goes the same way:
//! token, retries, throttling, origin. [`batch`](GraphClient::batch) sends several requests in one, and
//! [`beta`](GraphClient::beta) is the same client for the other version.
//!
//! # Models
//!
//! Each answer is an [`Item`](tenantscope_core::Item): the model, and the exact text that it was read from. Any member of
//! a model may be missing. Lists know whether they were sent ([`List`]), ids what they name ([`Id`]), enumerations keep
//! words that they have no name for, and objects that come in kinds keep kinds that they have no name for
//! ([`OtherKind`]). [`schema`] describes all models at run time.
//!
//! # Areas
//!
//! Secure scores are always there. Everything else is a feature, so that nobody compiles what they don't read:
//!
//! | feature | module | what it has |
//! |---|---|---|
//! | `security` (default) | `security` | alerts, incidents, 48 kinds of evidence, hunting, audit searches, Defender for Identity, attack simulation |
//! | `directory` | `directory` | users, groups, devices, roles, apps, grants, licences, domains, contracts, changes to them |
//! | `policies` | `policies` | Conditional Access, authentication methods, authorization, role policies |
//! | `reports` | `reports` | sign-ins, directory audits, registration, risk, service health |
//! | `governance` | `governance` | access reviews |
//! | `devices` | `devices` | devices that Intune manages |
//! | `full` | | all of these |
//! | `client` (default) | | the client; without it there are models only, for stored JSON |
//! | `rustls` (default) | | TLS by rustls |
//!
//! # Errors
//!
//! Every call fails with a [`tenantscope_core::Error`]. Of its kinds, those that mean something of their own here:
//!
//! | kind | when |
//! |---|---|
//! | `PermissionDenied` | the app lacks the permission that the operation names; it stands in the advice |
//! | `NotOnboarded` | the tenant has no licence for it, or auditing is off |
//! | `Gone` | a stored delta link or continuation has expired |
//! | `InvalidInput` | the service would refuse the request; nothing was sent |
//! | `Throttled` | still throttled after all repetitions, or as many audit searches as may run at once |
//!
//! Limits that Microsoft documents for an operation are kept to, and can be changed on the
//! [`Pipeline`](tenantscope_core::Pipeline).

#[macro_use]
mod model;

#[cfg(feature = "client")]
#[macro_use]
pub mod query;

#[cfg(feature = "devices")]
pub mod devices;
#[cfg(feature = "directory")]
pub mod directory;
#[cfg(feature = "governance")]
pub mod governance;
#[cfg(feature = "policies")]
pub mod policies;
#[cfg(feature = "reports")]
pub mod reports;
#[cfg(feature = "security")]
pub mod security;

#[cfg(feature = "client")]
mod client;
mod control_profile;
mod control_score;
#[cfg(feature = "client")]
mod error;
mod secure_score;
mod trend;

#[cfg(any(feature = "directory", feature = "policies", feature = "security"))]
pub use crate::model::OtherKind;
#[cfg(any(
    feature = "devices",
    feature = "directory",
    feature = "governance",
    feature = "policies",
    feature = "reports",
    feature = "security",
))]
pub use crate::model::shared::{DayOfWeek, Identity, KeyValue, RiskLevel};
pub use crate::model::{Flags, Hidden, Id, List, schema};

#[cfg(feature = "client")]
pub use crate::{
    client::{GraphClient, GraphClientBuilder},
    control_profile::{ControlProfiles, UpdateControlProfile},
    query::{
        AnyPath, Batch, Change, Changes, Collection, DeltaLink, Direction, Field, Filter, Get, Query, Removed,
    },
    secure_score::{SECURE_SCORE_LIMIT, SecureScores},
};
pub use crate::{
    control_profile::{
        CertificationControl, ComparisonBasis, ComplianceInformation, ControlCategory, ControlState,
        SecureScoreControlProfile, SecureScoreControlStateUpdate,
    },
    control_score::{ControlScore, OpenAction},
    secure_score::{AverageComparativeScore, SecureScore, SecurityVendorInformation},
    trend::Trend,
};

/// The tables of models and enumerations, by area, for [`schema::types`].
const TABLES: &[&[&[&schema::Type]]] = &[
    &[control_profile::MODELS, control_profile::ENUMS, control_score::MODELS, secure_score::MODELS],
    #[cfg(any(
        feature = "devices",
        feature = "directory",
        feature = "governance",
        feature = "policies",
        feature = "reports",
        feature = "security",
    ))]
    &[model::shared::MODELS, model::shared::ENUMS],
    #[cfg(feature = "devices")]
    devices::TABLES,
    #[cfg(feature = "directory")]
    directory::TABLES,
    #[cfg(feature = "governance")]
    governance::TABLES,
    #[cfg(feature = "policies")]
    policies::TABLES,
    #[cfg(feature = "reports")]
    reports::TABLES,
    #[cfg(feature = "security")]
    security::TABLES,
    #[cfg(feature = "security")]
    security::evidence::TABLES,
];

/// The program in the read-me is compiled and run too.
#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../README.md")]
struct ReadMe;
