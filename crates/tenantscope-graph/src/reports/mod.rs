//! Sign-ins, directory audits, registration, risk, and the health of services.

mod directory_audit;
mod message_center;
mod registration;
#[cfg(feature = "client")]
mod resources;
mod risk;
mod service_health;
mod sign_in;

use crate::schema::Type;

#[cfg(feature = "client")]
pub use self::resources::{
    DirectoryAudits, HealthOverviews, IDENTITY_PROTECTION_LIMIT, REPORTS_LIMIT, Registrations,
    RiskDetections, RiskHistory, RiskyUsers, SERVICE_COMMUNICATIONS_LIMIT, ServiceIssues, ServiceMessages,
    SignIns,
};
pub use self::{
    directory_audit::{
        AppIdentity, AuditActivityInitiator, DirectoryAudit, GroupType, ModifiedProperty, OperationResult,
        TargetResource,
    },
    message_center::{
        BodyType, ItemBody, ServiceUpdateCategory, ServiceUpdateMessage, ServiceUpdateMessageViewpoint,
        ServiceUpdateSeverity,
    },
    registration::{
        AuthenticationMethodFeature, IncludedUserRoles, IncludedUserTypes, SignInUserType,
        UserDefaultAuthenticationMethod, UserRegistrationDetails, UserRegistrationFeatureCount,
        UserRegistrationFeatureSummary, UserRegistrationMethodCount, UserRegistrationMethodSummary,
    },
    risk::{
        ActivityType, RiskDetection, RiskDetectionTimingType, RiskUserActivity, RiskyUser,
        RiskyUserHistoryItem, TokenIssuerType,
    },
    service_health::{
        KeyValuePair, PostType, ServiceHealth, ServiceHealthClassificationType, ServiceHealthIssue,
        ServiceHealthIssuePost, ServiceHealthOrigin, ServiceHealthStatus,
    },
    sign_in::{
        AppliedConditionalAccessPolicy, AppliedConditionalAccessPolicyResult, AuthenticationAppDeviceDetails,
        ConditionalAccessStatus, DeviceDetail, GeoCoordinates, RiskDetail, RiskEventType, RiskState, SignIn,
        SignInLocation, SignInStatus,
    },
};

/// The tables of this area.
pub(crate) const TABLES: &[&[&Type]] = &[
    directory_audit::MODELS,
    directory_audit::ENUMS,
    message_center::MODELS,
    message_center::ENUMS,
    registration::MODELS,
    registration::ENUMS,
    risk::MODELS,
    risk::ENUMS,
    service_health::MODELS,
    service_health::ENUMS,
    sign_in::MODELS,
    sign_in::ENUMS,
];
