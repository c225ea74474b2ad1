//! Users at risk, and why.

use tenantscope_core::Timestamp;

use crate::{
    Id, List,
    model::shared::RiskLevel,
    reports::{RiskDetail, RiskState, SignInLocation},
};

models! {
    /// A user whom the service thinks is at risk.
    pub struct RiskyUser: "riskyUser" {
        /// Its id.
        pub id: Id<RiskyUser>,
        /// Whether it was deleted. Stays `false` for deleted users.
        pub is_deleted: Option<bool>,
        /// Whether it is processing.
        pub is_processing: Option<bool>,
        /// What became of the risk.
        pub risk_detail: Option<RiskDetail>,
        /// When: risk last updated.
        pub risk_last_updated_date_time: Option<Timestamp>,
        /// How high the risk is.
        pub risk_level: Option<RiskLevel>,
        /// Where the risk stands.
        pub risk_state: Option<RiskState>,
        /// The user's name that people see.
        pub user_display_name: Option<String>,
        /// The name that the user signs in with.
        pub user_principal_name: Option<String>,
        /// Its history, where expanded.
        pub history: List<RiskyUserHistoryItem>,
    }

    /// One change of a user's risk.
    pub struct RiskyUserHistoryItem: "riskyUserHistoryItem" {
        /// Its id.
        pub id: Id<RiskyUserHistoryItem>,
        /// Whether it was deleted. Stays `false` for deleted users.
        pub is_deleted: Option<bool>,
        /// Whether it is processing.
        pub is_processing: Option<bool>,
        /// What became of the risk.
        pub risk_detail: Option<RiskDetail>,
        /// When: risk last updated.
        pub risk_last_updated_date_time: Option<Timestamp>,
        /// How high the risk is.
        pub risk_level: Option<RiskLevel>,
        /// Where the risk stands.
        pub risk_state: Option<RiskState>,
        /// The user's name that people see.
        pub user_display_name: Option<String>,
        /// The name that the user signs in with.
        pub user_principal_name: Option<String>,
        /// The activity.
        pub activity: Option<RiskUserActivity>,
        /// Who did it.
        pub initiated_by: Option<String>,
        /// The user's id.
        pub user_id: Option<String>,
        /// Its history, where expanded.
        pub history: List<RiskyUserHistoryItem>,
    }

    /// Why the service thinks that a user is at risk.
    pub struct RiskDetection: "riskDetection" {
        /// Its id.
        pub id: Id<RiskDetection>,
        /// The activity.
        pub activity: Option<ActivityType>,
        /// When it happened.
        pub activity_date_time: Option<Timestamp>,
        /// JSON packed into a text: a list of `Key` and `Value`.
        pub additional_info: Option<String>,
        /// What ties together the records of one piece of work.
        pub correlation_id: Option<String>,
        /// When: detected.
        pub detected_date_time: Option<Timestamp>,
        /// The detection timing type.
        pub detection_timing_type: Option<RiskDetectionTimingType>,
        /// The IP address.
        pub ip_address: Option<String>,
        /// When it was changed last.
        pub last_updated_date_time: Option<Timestamp>,
        /// Where it is.
        pub location: Option<SignInLocation>,
        /// The id of its request.
        pub request_id: Option<String>,
        /// What became of the risk.
        pub risk_detail: Option<RiskDetail>,
        /// The risk event type.
        pub risk_event_type: Option<String>,
        /// How high the risk is.
        pub risk_level: Option<RiskLevel>,
        /// Where the risk stands.
        pub risk_state: Option<RiskState>,
        /// Where it came from.
        pub source: Option<String>,
        /// The token issuer type.
        pub token_issuer_type: Option<TokenIssuerType>,
        /// The user's name that people see.
        pub user_display_name: Option<String>,
        /// The user's id.
        pub user_id: Option<String>,
        /// The name that the user signs in with.
        pub user_principal_name: Option<String>,
    }

    /// What `activity` of a `RiskyUserHistoryItem` holds.
    pub struct RiskUserActivity: "riskUserActivity" {
        /// The detail.
        pub detail: Option<RiskDetail>,
        /// Its risk event types.
        pub risk_event_types: List<String>,
    }
}

enums! {
    /// What `activity` of a `RiskDetection` says.
    pub enum ActivityType: "activityType" {
        Signin = "signin",
        User = "user",
        ServicePrincipal = "servicePrincipal",
    }

    /// What `detection_timing_type` of a `RiskDetection` says.
    pub enum RiskDetectionTimingType: "riskDetectionTimingType" {
        NotDefined = "notDefined",
        Realtime = "realtime",
        NearRealtime = "nearRealtime",
        Offline = "offline",
    }

    /// What `token_issuer_type` of a `RiskDetection` says.
    pub enum TokenIssuerType: "tokenIssuerType" {
        AzureAD = "AzureAD",
        ADFederationServices = "ADFederationServices",
        AzureADBackupAuth = "AzureADBackupAuth",
        ADFederationServicesMFAAdapter = "ADFederationServicesMFAAdapter",
        NPSExtension = "NPSExtension",
    }
}
