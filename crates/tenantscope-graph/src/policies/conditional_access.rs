//! Conditional Access policies.

use tenantscope_core::Timestamp;

use crate::{
    Flags, Id, List,
    policies::{
        AuthenticationStrengthPolicy, ConditionalAccessConditionSet, ConditionalAccessSessionControls,
    },
};

models! {
    /// A Conditional Access policy.
    pub struct ConditionalAccessPolicy: "conditionalAccessPolicy" | "whatIfAnalysisResult" {
        /// When it was deleted; `null` while it lives.
        pub deleted_date_time: Option<Timestamp>,
        /// When it applies.
        pub conditions: Option<ConditionalAccessConditionSet>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// What it is, in words.
        pub description: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// What it asks for.
        pub grant_controls: Option<ConditionalAccessGrantControls>,
        /// Its id.
        pub id: Id<ConditionalAccessPolicy>,
        /// When it was changed last.
        pub modified_date_time: Option<Timestamp>,
        /// What it does to the session.
        pub session_controls: Option<ConditionalAccessSessionControls>,
        /// Where it stands.
        pub state: Option<ConditionalAccessPolicyState>,
        /// The id that the same thing has in every tenant.
        pub template_id: Option<String>,
        /// The analysis reasons.
        pub analysis_reasons: Option<Flags<WhatIfAnalysisReason>>,
        /// Whether: policy applies.
        pub policy_applies: Option<bool>,
    }

    /// What `grant_controls` of a `ConditionalAccessPolicy` holds.
    pub struct ConditionalAccessGrantControls: "conditionalAccessGrantControls" {
        /// Its built in controls.
        pub built_in_controls: List<ConditionalAccessGrantControl>,
        /// Its custom authentication factors.
        pub custom_authentication_factors: List<String>,
        /// The operator.
        pub operator: Option<String>,
        /// Its terms of use.
        pub terms_of_use: List<String>,
        /// Its authentication strength, where expanded.
        pub authentication_strength: Option<AuthenticationStrengthPolicy>,
    }
}

enums! {
    /// What `state` of a `ConditionalAccessPolicy` says.
    pub enum ConditionalAccessPolicyState: "conditionalAccessPolicyState" {
        Enabled = "enabled",
        Disabled = "disabled",
        EnabledForReportingButNotEnforced = "enabledForReportingButNotEnforced",
    }

    /// What `analysis_reasons` of a `ConditionalAccessPolicy` says.
    pub enum WhatIfAnalysisReason: "whatIfAnalysisReasons" {
        NotSet = "notSet",
        NotEnoughInformation = "notEnoughInformation",
        InvalidCondition = "invalidCondition",
        Users = "users",
        WorkloadIdentities = "workloadIdentities",
        Application = "application",
        UserActions = "userActions",
        AuthenticationContext = "authenticationContext",
        DevicePlatform = "devicePlatform",
        Devices = "devices",
        ClientApps = "clientApps",
        Location = "location",
        SignInRisk = "signInRisk",
        EmptyPolicy = "emptyPolicy",
        InvalidPolicy = "invalidPolicy",
        PolicyNotEnabled = "policyNotEnabled",
        UserRisk = "userRisk",
        Time = "time",
        InsiderRisk = "insiderRisk",
        AuthenticationFlow = "authenticationFlow",
    }

    /// What `built_in_controls` of a `ConditionalAccessGrantControls` says.
    pub enum ConditionalAccessGrantControl: "conditionalAccessGrantControl" {
        Block = "block",
        Mfa = "mfa",
        CompliantDevice = "compliantDevice",
        DomainJoinedDevice = "domainJoinedDevice",
        ApprovedApplication = "approvedApplication",
        CompliantApplication = "compliantApplication",
        PasswordChange = "passwordChange",
        RiskRemediation = "riskRemediation",
    }
}
