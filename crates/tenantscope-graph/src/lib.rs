//! Microsoft Graph for security posture: secure scores first.

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

#[cfg(any(
    feature = "devices",
    feature = "directory",
    feature = "governance",
    feature = "policies",
    feature = "reports",
    feature = "security",
))]
pub use crate::model::shared::{DayOfWeek, Identity, KeyValue, RiskLevel};
pub use crate::model::{Flags, Hidden, Id, List, OtherKind, schema};

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
