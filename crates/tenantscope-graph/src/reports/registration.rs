//! The ways to sign in that users have registered.

use tenantscope_core::Timestamp;

use crate::{Id, List};

models! {
    /// The ways to sign in that a user has registered.
    pub struct UserRegistrationDetails: "userRegistrationDetails" {
        /// Its id.
        pub id: Id<UserRegistrationDetails>,
        /// Whether it is admin.
        pub is_admin: Option<bool>,
        /// Whether it is mfa capable.
        pub is_mfa_capable: Option<bool>,
        /// Whether it is mfa registered.
        pub is_mfa_registered: Option<bool>,
        /// Whether it is passwordless capable.
        pub is_passwordless_capable: Option<bool>,
        /// Whether it is sspr capable.
        pub is_sspr_capable: Option<bool>,
        /// Whether it is sspr enabled.
        pub is_sspr_enabled: Option<bool>,
        /// Whether it is sspr registered.
        pub is_sspr_registered: Option<bool>,
        /// Whether it is system preferred authentication method enabled.
        pub is_system_preferred_authentication_method_enabled: Option<bool>,
        /// When it was changed last.
        pub last_updated_date_time: Option<Timestamp>,
        /// Its methods registered.
        pub methods_registered: List<String>,
        /// Its system preferred authentication methods.
        pub system_preferred_authentication_methods: List<String>,
        /// The user's name that people see.
        pub user_display_name: Option<String>,
        /// The user preferred method for secondary authentication.
        pub user_preferred_method_for_secondary_authentication: Option<UserDefaultAuthenticationMethod>,
        /// The name that the user signs in with.
        pub user_principal_name: Option<String>,
        /// `Member` or `Guest`.
        pub user_type: Option<SignInUserType>,
    }

    /// How many users are registered for what.
    pub struct UserRegistrationFeatureSummary: "userRegistrationFeatureSummary" {
        /// How many: total user.
        pub total_user_count: Option<i64>,
        /// Its user registration feature counts.
        pub user_registration_feature_counts: List<UserRegistrationFeatureCount>,
        /// The user roles.
        pub user_roles: Option<IncludedUserRoles>,
        /// The user types.
        pub user_types: Option<IncludedUserTypes>,
    }

    /// How many users have registered which method.
    pub struct UserRegistrationMethodSummary: "userRegistrationMethodSummary" {
        /// How many: total user.
        pub total_user_count: Option<i64>,
        /// Its user registration method counts.
        pub user_registration_method_counts: List<UserRegistrationMethodCount>,
        /// The user roles.
        pub user_roles: Option<IncludedUserRoles>,
        /// The user types.
        pub user_types: Option<IncludedUserTypes>,
    }

    /// What `user_registration_feature_counts` of a `UserRegistrationFeatureSummary` holds.
    pub struct UserRegistrationFeatureCount: "userRegistrationFeatureCount" {
        /// The feature.
        pub feature: Option<AuthenticationMethodFeature>,
        /// How many: user.
        pub user_count: Option<i64>,
    }

    /// What `user_registration_method_counts` of a `UserRegistrationMethodSummary` holds.
    pub struct UserRegistrationMethodCount: "userRegistrationMethodCount" {
        /// The authentication method.
        pub authentication_method: Option<String>,
        /// How many: user.
        pub user_count: Option<i64>,
    }
}

enums! {
    /// What `user_preferred_method_for_secondary_authentication` of a `UserRegistrationDetails`
    /// says.
    pub enum UserDefaultAuthenticationMethod: "userDefaultAuthenticationMethod" {
        Push = "push",
        Oath = "oath",
        VoiceMobile = "voiceMobile",
        VoiceAlternateMobile = "voiceAlternateMobile",
        VoiceOffice = "voiceOffice",
        Sms = "sms",
        None = "none",
    }

    /// What `user_type` of a `UserRegistrationDetails` says.
    pub enum SignInUserType: "signInUserType" {
        Member = "member",
        Guest = "guest",
    }

    /// What `user_roles` of a `UserRegistrationFeatureSummary` says.
    pub enum IncludedUserRoles: "includedUserRoles" {
        All = "all",
        PrivilegedAdmin = "privilegedAdmin",
        Admin = "admin",
        User = "user",
    }

    /// What `user_types` of a `UserRegistrationFeatureSummary` says.
    pub enum IncludedUserTypes: "includedUserTypes" {
        All = "all",
        Member = "member",
        Guest = "guest",
    }

    /// What `feature` of a `UserRegistrationFeatureCount` says.
    pub enum AuthenticationMethodFeature: "authenticationMethodFeature" {
        SsprRegistered = "ssprRegistered",
        SsprEnabled = "ssprEnabled",
        SsprCapable = "ssprCapable",
        PasswordlessCapable = "passwordlessCapable",
        MfaCapable = "mfaCapable",
    }
}
