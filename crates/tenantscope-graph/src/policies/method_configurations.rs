//! How each way of signing in is set up.

use crate::{
    Flags, Id, List,
    policies::{
        AdvancedConfigState, AuthenticationMethodState, AuthenticationMethodTargetType, ExcludeTarget,
    },
};

models! {
    /// A email authentication method configuration.
    pub struct EmailAuthenticationMethodConfiguration: "emailAuthenticationMethodConfiguration" {
        /// Its id.
        pub id: Id<EmailAuthenticationMethodConfiguration>,
        /// Its exclude targets.
        pub exclude_targets: List<ExcludeTarget>,
        /// Where it stands.
        pub state: Option<AuthenticationMethodState>,
        /// The allow external id to use email otp.
        pub allow_external_id_to_use_email_otp: Option<ExternalEmailOtpState>,
        /// Its include targets, where expanded.
        pub include_targets: List<AuthenticationMethodTarget>,
    }

    /// A external authentication method configuration.
    pub struct ExternalAuthenticationMethodConfiguration: "externalAuthenticationMethodConfiguration" {
        /// Its id.
        pub id: Id<ExternalAuthenticationMethodConfiguration>,
        /// Its exclude targets.
        pub exclude_targets: List<ExcludeTarget>,
        /// Where it stands.
        pub state: Option<AuthenticationMethodState>,
        /// The application (client) id.
        pub app_id: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// The open id connect setting.
        pub open_id_connect_setting: Option<OpenIdConnectSetting>,
        /// Its include targets, where expanded.
        pub include_targets: List<AuthenticationMethodTarget>,
    }

    /// A fido2 authentication method configuration.
    pub struct Fido2AuthenticationMethodConfiguration: "fido2AuthenticationMethodConfiguration" {
        /// Its id.
        pub id: Id<Fido2AuthenticationMethodConfiguration>,
        /// Its exclude targets.
        pub exclude_targets: List<ExcludeTarget>,
        /// Where it stands.
        pub state: Option<AuthenticationMethodState>,
        /// The default passkey profile.
        pub default_passkey_profile: Option<String>,
        /// Whether it is attestation enforced.
        pub is_attestation_enforced: Option<bool>,
        /// Whether it is self service registration allowed.
        pub is_self_service_registration_allowed: Option<bool>,
        /// The key restrictions.
        pub key_restrictions: Option<Fido2KeyRestrictions>,
        /// Its include targets, where expanded.
        pub include_targets: List<AuthenticationMethodTarget>,
        /// Its passkey profiles, where expanded.
        pub passkey_profiles: List<PasskeyProfile>,
    }

    /// A microsoft authenticator authentication method configuration.
    pub struct MicrosoftAuthenticatorAuthenticationMethodConfiguration: "microsoftAuthenticatorAuthenticationMethodConfiguration" {
        /// Its id.
        pub id: Id<MicrosoftAuthenticatorAuthenticationMethodConfiguration>,
        /// Its exclude targets.
        pub exclude_targets: List<ExcludeTarget>,
        /// Where it stands.
        pub state: Option<AuthenticationMethodState>,
        /// The feature settings.
        pub feature_settings: Option<MicrosoftAuthenticatorFeatureSettings>,
        /// Whether it is software oath enabled.
        pub is_software_oath_enabled: Option<bool>,
        /// Its include targets, where expanded.
        pub include_targets: List<AuthenticationMethodTarget>,
    }

    /// A qr code pin authentication method configuration.
    pub struct QrCodePinAuthenticationMethodConfiguration: "qrCodePinAuthenticationMethodConfiguration" {
        /// Its id.
        pub id: Id<QrCodePinAuthenticationMethodConfiguration>,
        /// Its exclude targets.
        pub exclude_targets: List<ExcludeTarget>,
        /// Where it stands.
        pub state: Option<AuthenticationMethodState>,
        /// The pin length.
        pub pin_length: Option<i64>,
        /// The standard QR code lifetime in days.
        #[serde(rename = "standardQRCodeLifetimeInDays")]
        pub standard_qr_code_lifetime_in_days: Option<i64>,
        /// Its include targets, where expanded.
        pub include_targets: List<AuthenticationMethodTarget>,
    }

    /// A sms authentication method configuration.
    pub struct SmsAuthenticationMethodConfiguration: "smsAuthenticationMethodConfiguration" {
        /// Its id.
        pub id: Id<SmsAuthenticationMethodConfiguration>,
        /// Its exclude targets.
        pub exclude_targets: List<ExcludeTarget>,
        /// Where it stands.
        pub state: Option<AuthenticationMethodState>,
        /// Its include targets, where expanded.
        pub include_targets: List<AuthenticationMethodTarget>,
    }

    /// A software oath authentication method configuration.
    pub struct SoftwareOathAuthenticationMethodConfiguration: "softwareOathAuthenticationMethodConfiguration" {
        /// Its id.
        pub id: Id<SoftwareOathAuthenticationMethodConfiguration>,
        /// Its exclude targets.
        pub exclude_targets: List<ExcludeTarget>,
        /// Where it stands.
        pub state: Option<AuthenticationMethodState>,
        /// Its include targets, where expanded.
        pub include_targets: List<AuthenticationMethodTarget>,
    }

    /// A temporary access pass authentication method configuration.
    pub struct TemporaryAccessPassAuthenticationMethodConfiguration: "temporaryAccessPassAuthenticationMethodConfiguration" {
        /// Its id.
        pub id: Id<TemporaryAccessPassAuthenticationMethodConfiguration>,
        /// Its exclude targets.
        pub exclude_targets: List<ExcludeTarget>,
        /// Where it stands.
        pub state: Option<AuthenticationMethodState>,
        /// The default length.
        pub default_length: Option<i64>,
        /// The default lifetime in minutes.
        pub default_lifetime_in_minutes: Option<i64>,
        /// Whether it is usable once.
        pub is_usable_once: Option<bool>,
        /// The maximum lifetime in minutes.
        pub maximum_lifetime_in_minutes: Option<i64>,
        /// The minimum lifetime in minutes.
        pub minimum_lifetime_in_minutes: Option<i64>,
        /// Its include targets, where expanded.
        pub include_targets: List<AuthenticationMethodTarget>,
    }

    /// A verifiable credentials authentication method configuration.
    pub struct VerifiableCredentialsAuthenticationMethodConfiguration: "verifiableCredentialsAuthenticationMethodConfiguration" {
        /// Its id.
        pub id: Id<VerifiableCredentialsAuthenticationMethodConfiguration>,
        /// Its exclude targets.
        pub exclude_targets: List<ExcludeTarget>,
        /// Where it stands.
        pub state: Option<AuthenticationMethodState>,
        /// Its include targets, where expanded.
        pub include_targets: List<AuthenticationMethodTarget>,
    }

    /// A voice authentication method configuration.
    pub struct VoiceAuthenticationMethodConfiguration: "voiceAuthenticationMethodConfiguration" {
        /// Its id.
        pub id: Id<VoiceAuthenticationMethodConfiguration>,
        /// Its exclude targets.
        pub exclude_targets: List<ExcludeTarget>,
        /// Where it stands.
        pub state: Option<AuthenticationMethodState>,
        /// Whether it is office phone allowed.
        pub is_office_phone_allowed: Option<bool>,
        /// Its include targets, where expanded.
        pub include_targets: List<AuthenticationMethodTarget>,
    }

    /// What `include_targets` of a `EmailAuthenticationMethodConfiguration` holds.
    pub struct AuthenticationMethodTarget: "authenticationMethodTarget" | "microsoftAuthenticatorAuthenticationMethodTarget" | "passkeyAuthenticationMethodTarget" | "smsAuthenticationMethodTarget" | "verifiableCredentialAuthenticationMethodTarget" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// Its id.
        pub id: Id<AuthenticationMethodTarget>,
        /// Whether it is registration required.
        pub is_registration_required: Option<bool>,
        /// What kind of target it is.
        pub target_type: Option<AuthenticationMethodTargetType>,
        /// The authentication mode.
        pub authentication_mode: Option<MicrosoftAuthenticatorAuthenticationMode>,
        /// Its allowed passkey profiles.
        pub allowed_passkey_profiles: List<String>,
        /// Whether it is usable for sign in.
        pub is_usable_for_sign_in: Option<bool>,
        /// Its verified id profiles.
        pub verified_id_profiles: List<String>,
    }

    /// What `open_id_connect_setting` of a `ExternalAuthenticationMethodConfiguration` holds.
    pub struct OpenIdConnectSetting: "openIdConnectSetting" {
        /// The id of the service principal that may act.
        pub client_id: Option<String>,
        /// The discovery url.
        pub discovery_url: Option<String>,
    }

    /// What `key_restrictions` of a `Fido2AuthenticationMethodConfiguration` holds.
    pub struct Fido2KeyRestrictions: "fido2KeyRestrictions" {
        /// Its aa guids.
        pub aa_guids: List<String>,
        /// The enforcement type.
        pub enforcement_type: Option<Fido2RestrictionEnforcementType>,
        /// Whether it is enforced.
        pub is_enforced: Option<bool>,
    }

    /// What `passkey_profiles` of a `Fido2AuthenticationMethodConfiguration` holds.
    pub struct PasskeyProfile: "passkeyProfile" {
        /// Its id.
        pub id: Id<PasskeyProfile>,
        /// The attestation enforcement.
        pub attestation_enforcement: Option<AttestationEnforcement>,
        /// The key restrictions.
        pub key_restrictions: Option<Fido2KeyRestrictions>,
        /// Its name.
        pub name: Option<String>,
        /// The passkey types.
        pub passkey_types: Option<Flags<PasskeyType>>,
    }

    /// What `feature_settings` of a `MicrosoftAuthenticatorAuthenticationMethodConfiguration`
    /// holds.
    pub struct MicrosoftAuthenticatorFeatureSettings: "microsoftAuthenticatorFeatureSettings" {
        /// The display app information required state.
        pub display_app_information_required_state: Option<AuthenticationMethodFeatureConfiguration>,
        /// The display location information required state.
        pub display_location_information_required_state: Option<AuthenticationMethodFeatureConfiguration>,
    }

    /// What `display_location_information_required_state` of a
    /// `MicrosoftAuthenticatorFeatureSettings` holds.
    pub struct AuthenticationMethodFeatureConfiguration: "authenticationMethodFeatureConfiguration" {
        /// The exclude target.
        pub exclude_target: Option<FeatureTarget>,
        /// The include target.
        pub include_target: Option<FeatureTarget>,
        /// Where it stands.
        pub state: Option<AdvancedConfigState>,
    }

    /// What `exclude_target` of a `AuthenticationMethodFeatureConfiguration` holds.
    pub struct FeatureTarget: "featureTarget" {
        /// Its id.
        pub id: Id<FeatureTarget>,
        /// What kind of target it is.
        pub target_type: Option<FeatureTargetType>,
    }
}

enums! {
    /// What `allow_external_id_to_use_email_otp` of a `EmailAuthenticationMethodConfiguration`
    /// says.
    pub enum ExternalEmailOtpState: "externalEmailOtpState" {
        Default = "default",
        Enabled = "enabled",
        Disabled = "disabled",
    }

    /// What `authentication_mode` of a `AuthenticationMethodTarget` says.
    pub enum MicrosoftAuthenticatorAuthenticationMode: "microsoftAuthenticatorAuthenticationMode" {
        DeviceBasedPush = "deviceBasedPush",
        Push = "push",
        Any = "any",
    }

    /// What `enforcement_type` of a `Fido2KeyRestrictions` says.
    pub enum Fido2RestrictionEnforcementType: "fido2RestrictionEnforcementType" {
        Allow = "allow",
        Block = "block",
    }

    /// What `attestation_enforcement` of a `PasskeyProfile` says.
    pub enum AttestationEnforcement: "attestationEnforcement" {
        Disabled = "disabled",
        RegistrationOnly = "registrationOnly",
    }

    /// What `passkey_types` of a `PasskeyProfile` says.
    pub enum PasskeyType: "passkeyTypes" {
        DeviceBound = "deviceBound",
        Synced = "synced",
    }

    /// What `target_type` of a `FeatureTarget` says.
    pub enum FeatureTargetType: "featureTargetType" {
        Group = "group",
        AdministrativeUnit = "administrativeUnit",
        Role = "role",
    }
}
