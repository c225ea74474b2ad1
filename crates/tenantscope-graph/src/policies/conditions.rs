//! When a Conditional Access policy applies.

use crate::{Flags, List, model::shared::RiskLevel};

models! {
    /// What `conditions` of a `ConditionalAccessPolicy` holds.
    pub struct ConditionalAccessConditionSet: "conditionalAccessConditionSet" {
        /// The applications.
        pub applications: Option<ConditionalAccessApplications>,
        /// The authentication flows.
        pub authentication_flows: Option<ConditionalAccessAuthenticationFlows>,
        /// The client applications.
        pub client_applications: Option<ConditionalAccessClientApplications>,
        /// Its client app types.
        pub client_app_types: List<ConditionalAccessClientApp>,
        /// The devices.
        pub devices: Option<ConditionalAccessDevices>,
        /// The insider risk levels.
        pub insider_risk_levels: Option<Flags<ConditionalAccessInsiderRiskLevel>>,
        /// The locations.
        pub locations: Option<ConditionalAccessLocations>,
        /// The platforms.
        pub platforms: Option<ConditionalAccessPlatforms>,
        /// Its service principal risk levels.
        pub service_principal_risk_levels: List<RiskLevel>,
        /// Its sign in risk levels.
        pub sign_in_risk_levels: List<RiskLevel>,
        /// Its user risk levels.
        pub user_risk_levels: List<RiskLevel>,
        /// The users.
        pub users: Option<ConditionalAccessUsers>,
    }

    /// What `applications` of a `ConditionalAccessConditionSet` holds.
    pub struct ConditionalAccessApplications: "conditionalAccessApplications" {
        /// The application filter.
        pub application_filter: Option<ConditionalAccessFilter>,
        /// The apps it leaves out.
        pub exclude_applications: List<String>,
        /// The apps it applies to: ids, `All`, `None` or `Office365`.
        pub include_applications: List<String>,
        /// Its include authentication context class references.
        pub include_authentication_context_class_references: List<String>,
        /// Its include user actions.
        pub include_user_actions: List<String>,
    }

    /// What `authentication_flows` of a `ConditionalAccessConditionSet` holds.
    pub struct ConditionalAccessAuthenticationFlows: "conditionalAccessAuthenticationFlows" {
        /// The transfer methods.
        pub transfer_methods: Option<Flags<ConditionalAccessTransferMethod>>,
    }

    /// What `client_applications` of a `ConditionalAccessConditionSet` holds.
    pub struct ConditionalAccessClientApplications: "conditionalAccessClientApplications" {
        /// Its exclude service principals.
        pub exclude_service_principals: List<String>,
        /// Its include service principals.
        pub include_service_principals: List<String>,
        /// The service principal filter.
        pub service_principal_filter: Option<ConditionalAccessFilter>,
    }

    /// What `devices` of a `ConditionalAccessConditionSet` holds.
    pub struct ConditionalAccessDevices: "conditionalAccessDevices" {
        /// The device filter.
        pub device_filter: Option<ConditionalAccessFilter>,
    }

    /// What `locations` of a `ConditionalAccessConditionSet` holds.
    pub struct ConditionalAccessLocations: "conditionalAccessLocations" {
        /// The places it leaves out.
        pub exclude_locations: List<String>,
        /// The places it applies to: ids, `All` or `AllTrusted`.
        pub include_locations: List<String>,
    }

    /// What `platforms` of a `ConditionalAccessConditionSet` holds.
    pub struct ConditionalAccessPlatforms: "conditionalAccessPlatforms" {
        /// Its exclude platforms.
        pub exclude_platforms: List<ConditionalAccessDevicePlatform>,
        /// Its include platforms.
        pub include_platforms: List<ConditionalAccessDevicePlatform>,
    }

    /// What `users` of a `ConditionalAccessConditionSet` holds.
    pub struct ConditionalAccessUsers: "conditionalAccessUsers" {
        /// Its exclude groups.
        pub exclude_groups: List<String>,
        /// The exclude guests or external users.
        pub exclude_guests_or_external_users: Option<ConditionalAccessGuestsOrExternalUsers>,
        /// Its exclude roles.
        pub exclude_roles: List<String>,
        /// The users it leaves out: ids or `GuestsOrExternalUsers`.
        pub exclude_users: List<String>,
        /// Its include groups.
        pub include_groups: List<String>,
        /// The include guests or external users.
        pub include_guests_or_external_users: Option<ConditionalAccessGuestsOrExternalUsers>,
        /// Its include roles.
        pub include_roles: List<String>,
        /// The users it applies to: ids, `All`, `None` or `GuestsOrExternalUsers`.
        pub include_users: List<String>,
    }

    /// What `application_filter` of a `ConditionalAccessApplications` holds.
    pub struct ConditionalAccessFilter: "conditionalAccessFilter" {
        /// The mode.
        pub mode: Option<FilterMode>,
        /// The rule.
        pub rule: Option<String>,
    }

    /// What `exclude_guests_or_external_users` of a `ConditionalAccessUsers` holds.
    pub struct ConditionalAccessGuestsOrExternalUsers: "conditionalAccessGuestsOrExternalUsers" {
        /// The external tenants.
        pub external_tenants: Option<ConditionalAccessExternalTenants>,
        /// The guest or external user types.
        pub guest_or_external_user_types: Option<Flags<ConditionalAccessGuestOrExternalUserType>>,
    }

    /// What `external_tenants` of a `ConditionalAccessGuestsOrExternalUsers` holds.
    pub struct ConditionalAccessExternalTenants: "conditionalAccessExternalTenants" | "conditionalAccessAllExternalTenants" | "conditionalAccessEnumeratedExternalTenants" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// The membership kind.
        pub membership_kind: Option<ConditionalAccessExternalTenantsMembershipKind>,
        /// Its members, where expanded.
        pub members: List<String>,
    }
}

enums! {
    /// What `client_app_types` of a `ConditionalAccessConditionSet` says.
    pub enum ConditionalAccessClientApp: "conditionalAccessClientApp" {
        All = "all",
        Browser = "browser",
        MobileAppsAndDesktopClients = "mobileAppsAndDesktopClients",
        ExchangeActiveSync = "exchangeActiveSync",
        EasSupported = "easSupported",
        Other = "other",
    }

    /// What `insider_risk_levels` of a `ConditionalAccessConditionSet` says.
    pub enum ConditionalAccessInsiderRiskLevel: "conditionalAccessInsiderRiskLevels" {
        Minor = "minor",
        Moderate = "moderate",
        Elevated = "elevated",
    }

    /// What `transfer_methods` of a `ConditionalAccessAuthenticationFlows` says.
    pub enum ConditionalAccessTransferMethod: "conditionalAccessTransferMethods" {
        None = "none",
        DeviceCodeFlow = "deviceCodeFlow",
        AuthenticationTransfer = "authenticationTransfer",
    }

    /// What `include_platforms` of a `ConditionalAccessPlatforms` says.
    pub enum ConditionalAccessDevicePlatform: "conditionalAccessDevicePlatform" {
        Android = "android",
        IOS = "iOS",
        Windows = "windows",
        WindowsPhone = "windowsPhone",
        MacOS = "macOS",
        All = "all",
        Linux = "linux",
    }

    /// What `mode` of a `ConditionalAccessFilter` says.
    pub enum FilterMode: "filterMode" {
        Include = "include",
        Exclude = "exclude",
    }

    /// What `guest_or_external_user_types` of a `ConditionalAccessGuestsOrExternalUsers` says.
    pub enum ConditionalAccessGuestOrExternalUserType: "conditionalAccessGuestOrExternalUserTypes" {
        None = "none",
        InternalGuest = "internalGuest",
        B2bCollaborationGuest = "b2bCollaborationGuest",
        B2bCollaborationMember = "b2bCollaborationMember",
        B2bDirectConnectUser = "b2bDirectConnectUser",
        OtherExternalUser = "otherExternalUser",
        ServiceProvider = "serviceProvider",
    }

    /// What `membership_kind` of a `ConditionalAccessExternalTenants` says.
    pub enum ConditionalAccessExternalTenantsMembershipKind: "conditionalAccessExternalTenantsMembershipKind" {
        All = "all",
        Enumerated = "enumerated",
    }
}
