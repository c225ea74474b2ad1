//! Sign-ins.

use tenantscope_core::Timestamp;

use crate::{Id, List, model::shared::RiskLevel};

models! {
    /// One sign-in.
    pub struct SignIn: "signIn" {
        /// Its id.
        pub id: Id<SignIn>,
        /// The app's name.
        pub app_display_name: Option<String>,
        /// The application (client) id.
        pub app_id: Option<String>,
        /// Its applied conditional access policies.
        pub applied_conditional_access_policies: List<AppliedConditionalAccessPolicy>,
        /// The authentication app device details.
        pub authentication_app_device_details: Option<AuthenticationAppDeviceDetails>,
        /// The client app used.
        pub client_app_used: Option<String>,
        /// The conditional access status.
        pub conditional_access_status: Option<ConditionalAccessStatus>,
        /// What ties together the records of one piece of work.
        pub correlation_id: Option<String>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The device detail.
        pub device_detail: Option<DeviceDetail>,
        /// The id of its home tenant.
        pub home_tenant_id: Option<String>,
        /// The IP address.
        pub ip_address: Option<String>,
        /// Whether it is interactive.
        pub is_interactive: Option<bool>,
        /// Where it is.
        pub location: Option<SignInLocation>,
        /// The name of what it is about.
        pub resource_display_name: Option<String>,
        /// The id of what it is about.
        pub resource_id: Option<String>,
        /// The id of its resource tenant.
        pub resource_tenant_id: Option<String>,
        /// What became of the risk.
        pub risk_detail: Option<RiskDetail>,
        /// Its risk event types.
        pub risk_event_types: List<RiskEventType>,
        /// Its risk event types_v2.
        #[serde(rename = "riskEventTypes_v2")]
        pub risk_event_types_v2: List<String>,
        /// The risk level aggregated.
        pub risk_level_aggregated: Option<RiskLevel>,
        /// The risk level during sign in.
        pub risk_level_during_sign_in: Option<RiskLevel>,
        /// Where the risk stands.
        pub risk_state: Option<RiskState>,
        /// The service principal's id.
        pub service_principal_id: Option<String>,
        /// The service principal's name.
        pub service_principal_name: Option<String>,
        /// Where it stands.
        pub status: Option<SignInStatus>,
        /// The user agent.
        pub user_agent: Option<String>,
        /// The user's name that people see.
        pub user_display_name: Option<String>,
        /// The user's id.
        pub user_id: Option<String>,
        /// The name that the user signs in with.
        pub user_principal_name: Option<String>,
    }

    /// What `applied_conditional_access_policies` of a `SignIn` holds.
    pub struct AppliedConditionalAccessPolicy: "appliedConditionalAccessPolicy" {
        /// The name that people see.
        pub display_name: Option<String>,
        /// Its enforced grant controls.
        pub enforced_grant_controls: List<String>,
        /// Its enforced session controls.
        pub enforced_session_controls: List<String>,
        /// Its id.
        pub id: Id<AppliedConditionalAccessPolicy>,
        /// The result.
        pub result: Option<AppliedConditionalAccessPolicyResult>,
    }

    /// What `authentication_app_device_details` of a `SignIn` holds.
    pub struct AuthenticationAppDeviceDetails: "authenticationAppDeviceDetails" {
        /// The app version.
        pub app_version: Option<String>,
        /// The client app.
        pub client_app: Option<String>,
        /// The device's id.
        pub device_id: Option<String>,
        /// The operating system.
        pub operating_system: Option<String>,
    }

    /// What `device_detail` of a `SignIn` holds.
    pub struct DeviceDetail: "deviceDetail" {
        /// The browser.
        pub browser: Option<String>,
        /// The device's id.
        pub device_id: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// Whether it keeps to the tenant's compliance rules.
        pub is_compliant: Option<bool>,
        /// Whether it is managed.
        pub is_managed: Option<bool>,
        /// The operating system.
        pub operating_system: Option<String>,
        /// How it joined: `AzureAd`, `ServerAd`, `Workplace`.
        pub trust_type: Option<String>,
    }

    /// What `location` of a `RiskDetection` holds.
    pub struct SignInLocation: "signInLocation" {
        /// The city.
        pub city: Option<String>,
        /// The country or region.
        pub country_or_region: Option<String>,
        /// The geo coordinates.
        pub geo_coordinates: Option<GeoCoordinates>,
        /// Where it stands.
        pub state: Option<String>,
    }

    /// What `status` of a `SignIn` holds.
    pub struct SignInStatus: "signInStatus" {
        /// More on it, as keys and values.
        pub additional_details: Option<String>,
        /// 0 for a success, or the AADSTS number.
        pub error_code: Option<i64>,
        /// The failure reason.
        pub failure_reason: Option<String>,
    }

    /// What `geo_coordinates` of a `SignInLocation` holds.
    pub struct GeoCoordinates: "geoCoordinates" {
        /// Height in metres.
        pub altitude: Option<f64>,
        /// Degrees north.
        pub latitude: Option<f64>,
        /// Degrees east.
        pub longitude: Option<f64>,
    }
}

enums! {
    /// What `conditional_access_status` of a `SignIn` says.
    pub enum ConditionalAccessStatus: "conditionalAccessStatus" {
        Success = "success",
        Failure = "failure",
        NotApplied = "notApplied",
    }

    /// What `risk_detail` of a `RiskDetection` says.
    pub enum RiskDetail: "riskDetail" {
        None = "none",
        AdminGeneratedTemporaryPassword = "adminGeneratedTemporaryPassword",
        UserPerformedSecuredPasswordChange = "userPerformedSecuredPasswordChange",
        UserPerformedSecuredPasswordReset = "userPerformedSecuredPasswordReset",
        AdminConfirmedSigninSafe = "adminConfirmedSigninSafe",
        AiConfirmedSigninSafe = "aiConfirmedSigninSafe",
        UserPassedMFADrivenByRiskBasedPolicy = "userPassedMFADrivenByRiskBasedPolicy",
        AdminDismissedAllRiskForUser = "adminDismissedAllRiskForUser",
        AdminConfirmedSigninCompromised = "adminConfirmedSigninCompromised",
        Hidden = "hidden",
        AdminConfirmedUserCompromised = "adminConfirmedUserCompromised",
        M365DAdminDismissedDetection = "m365DAdminDismissedDetection",
        AdminConfirmedServicePrincipalCompromised = "adminConfirmedServicePrincipalCompromised",
        AdminDismissedAllRiskForServicePrincipal = "adminDismissedAllRiskForServicePrincipal",
        UserChangedPasswordOnPremises = "userChangedPasswordOnPremises",
        AdminDismissedRiskForSignIn = "adminDismissedRiskForSignIn",
        AdminConfirmedAccountSafe = "adminConfirmedAccountSafe",
        MicrosoftRevokedSessions = "microsoftRevokedSessions",
    }

    /// What `risk_event_types` of a `SignIn` says.
    pub enum RiskEventType: "riskEventType" {
        UnlikelyTravel = "unlikelyTravel",
        AnonymizedIPAddress = "anonymizedIPAddress",
        MaliciousIPAddress = "maliciousIPAddress",
        UnfamiliarFeatures = "unfamiliarFeatures",
        MalwareInfectedIPAddress = "malwareInfectedIPAddress",
        SuspiciousIPAddress = "suspiciousIPAddress",
        LeakedCredentials = "leakedCredentials",
        InvestigationsThreatIntelligence = "investigationsThreatIntelligence",
        Generic = "generic",
        AdminConfirmedUserCompromised = "adminConfirmedUserCompromised",
        McasImpossibleTravel = "mcasImpossibleTravel",
        McasSuspiciousInboxManipulationRules = "mcasSuspiciousInboxManipulationRules",
        InvestigationsThreatIntelligenceSigninLinked = "investigationsThreatIntelligenceSigninLinked",
        MaliciousIPAddressValidCredentialsBlockedIP = "maliciousIPAddressValidCredentialsBlockedIP",
    }

    /// What `risk_state` of a `RiskDetection` says.
    pub enum RiskState: "riskState" {
        None = "none",
        ConfirmedSafe = "confirmedSafe",
        Remediated = "remediated",
        Dismissed = "dismissed",
        AtRisk = "atRisk",
        ConfirmedCompromised = "confirmedCompromised",
    }

    /// What `result` of a `AppliedConditionalAccessPolicy` says.
    pub enum AppliedConditionalAccessPolicyResult: "appliedConditionalAccessPolicyResult" {
        Success = "success",
        Failure = "failure",
        NotApplied = "notApplied",
        NotEnabled = "notEnabled",
        NotKnown = "unknown",
        ReportOnlySuccess = "reportOnlySuccess",
        ReportOnlyFailure = "reportOnlyFailure",
        ReportOnlyNotApplied = "reportOnlyNotApplied",
        ReportOnlyInterrupted = "reportOnlyInterrupted",
    }
}
