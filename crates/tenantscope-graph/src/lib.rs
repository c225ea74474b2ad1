//! Microsoft Graph for security posture: secure scores first.

#[macro_use]
mod model;

#[cfg(feature = "client")]
#[macro_use]
pub mod query;

#[cfg(feature = "client")]
mod client;
mod control_profile;
mod control_score;
#[cfg(feature = "client")]
mod error;
mod secure_score;
mod trend;

pub use crate::model::{Id, List, schema};

#[cfg(feature = "client")]
pub use crate::{
    client::{GraphClient, GraphClientBuilder},
    control_profile::{ControlProfiles, UpdateControlProfile},
    query::{Collection, Field, Filter, Get, Query},
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

/// Every table of models and enumerations, for [`schema::types`].
const TABLES: &[&[&schema::Type]] =
    &[control_profile::MODELS, control_profile::ENUMS, control_score::MODELS, secure_score::MODELS];
