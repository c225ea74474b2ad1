//! What a Conditional Access policy does to a session.

models! {
    /// What `session_controls` of a `ConditionalAccessPolicy` holds.
    pub struct ConditionalAccessSessionControls: "conditionalAccessSessionControls" {
        /// The application enforced restrictions.
        pub application_enforced_restrictions: Option<ApplicationEnforcedRestrictionsSessionControl>,
        /// The cloud app security.
        pub cloud_app_security: Option<CloudAppSecuritySessionControl>,
        /// Whether: disable resilience defaults.
        pub disable_resilience_defaults: Option<bool>,
        /// The persistent browser.
        pub persistent_browser: Option<PersistentBrowserSessionControl>,
        /// The secure sign in session.
        pub secure_sign_in_session: Option<SecureSignInSessionControl>,
        /// The sign in frequency.
        pub sign_in_frequency: Option<SignInFrequencySessionControl>,
    }

    /// What `application_enforced_restrictions` of a `ConditionalAccessSessionControls` holds.
    pub struct ApplicationEnforcedRestrictionsSessionControl: "applicationEnforcedRestrictionsSessionControl" {
        /// Whether it is on.
        pub is_enabled: Option<bool>,
    }

    /// What `cloud_app_security` of a `ConditionalAccessSessionControls` holds.
    pub struct CloudAppSecuritySessionControl: "cloudAppSecuritySessionControl" {
        /// Whether it is on.
        pub is_enabled: Option<bool>,
        /// The cloud app security type.
        pub cloud_app_security_type: Option<CloudAppSecuritySessionControlType>,
    }

    /// What `persistent_browser` of a `ConditionalAccessSessionControls` holds.
    pub struct PersistentBrowserSessionControl: "persistentBrowserSessionControl" {
        /// Whether it is on.
        pub is_enabled: Option<bool>,
        /// The mode.
        pub mode: Option<PersistentBrowserSessionMode>,
    }

    /// What `secure_sign_in_session` of a `ConditionalAccessSessionControls` holds.
    pub struct SecureSignInSessionControl: "secureSignInSessionControl" {
        /// Whether it is on.
        pub is_enabled: Option<bool>,
    }

    /// What `sign_in_frequency` of a `ConditionalAccessSessionControls` holds.
    pub struct SignInFrequencySessionControl: "signInFrequencySessionControl" {
        /// Whether it is on.
        pub is_enabled: Option<bool>,
        /// `Managed` or `Federated`.
        pub authentication_type: Option<SignInFrequencyAuthenticationType>,
        /// The frequency interval.
        pub frequency_interval: Option<SignInFrequencyInterval>,
        /// What kind it is.
        pub r#type: Option<SignInFrequencyUnit>,
        /// The value.
        pub value: Option<i64>,
    }
}

enums! {
    /// What `cloud_app_security_type` of a `CloudAppSecuritySessionControl` says.
    pub enum CloudAppSecuritySessionControlType: "cloudAppSecuritySessionControlType" {
        McasConfigured = "mcasConfigured",
        MonitorOnly = "monitorOnly",
        BlockDownloads = "blockDownloads",
    }

    /// What `mode` of a `PersistentBrowserSessionControl` says.
    pub enum PersistentBrowserSessionMode: "persistentBrowserSessionMode" {
        Always = "always",
        Never = "never",
    }

    /// What `authentication_type` of a `SignInFrequencySessionControl` says.
    pub enum SignInFrequencyAuthenticationType: "signInFrequencyAuthenticationType" {
        PrimaryAndSecondaryAuthentication = "primaryAndSecondaryAuthentication",
        SecondaryAuthentication = "secondaryAuthentication",
    }

    /// What `frequency_interval` of a `SignInFrequencySessionControl` says.
    pub enum SignInFrequencyInterval: "signInFrequencyInterval" {
        TimeBased = "timeBased",
        EveryTime = "everyTime",
    }

    /// What `type` of a `SignInFrequencySessionControl` says.
    pub enum SignInFrequencyUnit: "signinFrequencyType" {
        Days = "days",
        Hours = "hours",
    }
}
