//! Which ways of signing in the tenant allows.

use tenantscope_core::Timestamp;

use crate::{
    Id, List,
    policies::{
        EmailAuthenticationMethodConfiguration, ExternalAuthenticationMethodConfiguration,
        Fido2AuthenticationMethodConfiguration, MicrosoftAuthenticatorAuthenticationMethodConfiguration,
        QrCodePinAuthenticationMethodConfiguration, SmsAuthenticationMethodConfiguration,
        SoftwareOathAuthenticationMethodConfiguration, TemporaryAccessPassAuthenticationMethodConfiguration,
        VerifiableCredentialsAuthenticationMethodConfiguration, VoiceAuthenticationMethodConfiguration,
        X509CertificateAuthenticationMethodConfiguration,
    },
};

models! {
    /// Which ways of signing in the tenant allows.
    pub struct AuthenticationMethodsPolicy: "authenticationMethodsPolicy" {
        /// Its id.
        pub id: Id<AuthenticationMethodsPolicy>,
        /// What it is, in words.
        pub description: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// When it was changed last.
        pub last_modified_date_time: Option<Timestamp>,
        /// The policy migration state.
        pub policy_migration_state: Option<AuthenticationMethodsPolicyMigrationState>,
        /// The policy version.
        pub policy_version: Option<String>,
        /// The reconfirmation in days.
        pub reconfirmation_in_days: Option<i64>,
        /// The registration enforcement.
        pub registration_enforcement: Option<RegistrationEnforcement>,
        /// Its authentication method configurations, where expanded.
        pub authentication_method_configurations: List<AuthenticationMethodConfiguration>,
    }

    /// What every [`AuthenticationMethodConfiguration`] has.
    pub struct AuthenticationMethodConfigurationBase: "authenticationMethodConfiguration" {
        /// Its id.
        pub id: Id<AuthenticationMethodConfiguration>,
        /// Its exclude targets.
        pub exclude_targets: List<ExcludeTarget>,
        /// Where it stands.
        pub state: Option<AuthenticationMethodState>,
    }

    /// What `registration_enforcement` of a `AuthenticationMethodsPolicy` holds.
    pub struct RegistrationEnforcement: "registrationEnforcement" {
        /// The authentication methods registration campaign.
        pub authentication_methods_registration_campaign: Option<AuthenticationMethodsRegistrationCampaign>,
    }

    /// What `exclude_targets` of a `AuthenticationMethodConfiguration` holds.
    pub struct ExcludeTarget: "excludeTarget" {
        /// Its id.
        pub id: Id<ExcludeTarget>,
        /// What kind of target it is.
        pub target_type: Option<AuthenticationMethodTargetType>,
    }

    /// What `authentication_methods_registration_campaign` of a `RegistrationEnforcement` holds.
    pub struct AuthenticationMethodsRegistrationCampaign: "authenticationMethodsRegistrationCampaign" {
        /// Its exclude targets.
        pub exclude_targets: List<ExcludeTarget>,
        /// Its include targets.
        pub include_targets: List<AuthenticationMethodsRegistrationCampaignIncludeTarget>,
        /// The snooze duration in days.
        pub snooze_duration_in_days: Option<i64>,
        /// Where it stands.
        pub state: Option<AdvancedConfigState>,
    }

    /// What `include_targets` of a `AuthenticationMethodsRegistrationCampaign` holds.
    pub struct AuthenticationMethodsRegistrationCampaignIncludeTarget: "authenticationMethodsRegistrationCampaignIncludeTarget" {
        /// Its id.
        pub id: Id<AuthenticationMethodsRegistrationCampaignIncludeTarget>,
        /// The targeted authentication method.
        pub targeted_authentication_method: Option<String>,
        /// What kind of target it is.
        pub target_type: Option<AuthenticationMethodTargetType>,
    }
}

enums! {
    /// What `policy_migration_state` of a `AuthenticationMethodsPolicy` says.
    pub enum AuthenticationMethodsPolicyMigrationState: "authenticationMethodsPolicyMigrationState" {
        PreMigration = "preMigration",
        MigrationInProgress = "migrationInProgress",
        MigrationComplete = "migrationComplete",
    }

    /// What `state` of a `AuthenticationMethodConfiguration` says.
    pub enum AuthenticationMethodState: "authenticationMethodState" {
        Enabled = "enabled",
        Disabled = "disabled",
    }

    /// What `target_type` of a `AuthenticationMethodTarget` says.
    pub enum AuthenticationMethodTargetType: "authenticationMethodTargetType" {
        User = "user",
        Group = "group",
    }

    /// What `state` of a `AuthenticationMethodFeatureConfiguration` says.
    pub enum AdvancedConfigState: "advancedConfigState" {
        Default = "default",
        Enabled = "enabled",
        Disabled = "disabled",
    }
}

kinds! {
    /// How one way of signing in is set up.
    pub enum AuthenticationMethodConfiguration: "authenticationMethodConfiguration" of AuthenticationMethodConfigurationBase {
        Email(EmailAuthenticationMethodConfiguration) = "#microsoft.graph.emailAuthenticationMethodConfiguration",
        External(ExternalAuthenticationMethodConfiguration) = "#microsoft.graph.externalAuthenticationMethodConfiguration",
        Fido2(Fido2AuthenticationMethodConfiguration) = "#microsoft.graph.fido2AuthenticationMethodConfiguration",
        MicrosoftAuthenticator(MicrosoftAuthenticatorAuthenticationMethodConfiguration) = "#microsoft.graph.microsoftAuthenticatorAuthenticationMethodConfiguration",
        QrCodePin(QrCodePinAuthenticationMethodConfiguration) = "#microsoft.graph.qrCodePinAuthenticationMethodConfiguration",
        Sms(SmsAuthenticationMethodConfiguration) = "#microsoft.graph.smsAuthenticationMethodConfiguration",
        SoftwareOath(SoftwareOathAuthenticationMethodConfiguration) = "#microsoft.graph.softwareOathAuthenticationMethodConfiguration",
        TemporaryAccessPass(TemporaryAccessPassAuthenticationMethodConfiguration) = "#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration",
        VerifiableCredentials(VerifiableCredentialsAuthenticationMethodConfiguration) = "#microsoft.graph.verifiableCredentialsAuthenticationMethodConfiguration",
        Voice(VoiceAuthenticationMethodConfiguration) = "#microsoft.graph.voiceAuthenticationMethodConfiguration",
        X509Certificate(X509CertificateAuthenticationMethodConfiguration) = "#microsoft.graph.x509CertificateAuthenticationMethodConfiguration",
    }
}
