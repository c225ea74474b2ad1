//! Sets of ways to sign in that are strong enough.

use tenantscope_core::Timestamp;

use crate::{Flags, Id, List};

models! {
    /// A set of ways to sign in that is strong enough.
    pub struct AuthenticationStrengthPolicy: "authenticationStrengthPolicy" {
        /// Its id.
        pub id: Id<AuthenticationStrengthPolicy>,
        /// Its allowed combinations.
        pub allowed_combinations: List<Flags<AuthenticationMethodMode>>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// What it is, in words.
        pub description: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// When it was changed last.
        pub modified_date_time: Option<Timestamp>,
        /// The policy type.
        pub policy_type: Option<AuthenticationStrengthPolicyType>,
        /// The requirements satisfied.
        pub requirements_satisfied: Option<Flags<AuthenticationStrengthRequirement>>,
        /// Its combination configurations, where expanded.
        pub combination_configurations: List<AuthenticationCombinationConfiguration>,
    }

    /// What `combination_configurations` of a `AuthenticationStrengthPolicy` holds.
    pub struct AuthenticationCombinationConfiguration: "authenticationCombinationConfiguration" | "fido2CombinationConfiguration" | "x509CertificateCombinationConfiguration" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// Its id.
        pub id: Id<AuthenticationCombinationConfiguration>,
        /// Its applies to combinations.
        pub applies_to_combinations: List<Flags<AuthenticationMethodMode>>,
        /// Its allowed AAGUI ds.
        #[serde(rename = "allowedAAGUIDs")]
        pub allowed_aagui_ds: List<String>,
        /// Its allowed issuer skis.
        pub allowed_issuer_skis: List<String>,
        /// Its allowed policy OI ds.
        #[serde(rename = "allowedPolicyOIDs")]
        pub allowed_policy_oi_ds: List<String>,
    }
}

enums! {
    /// What `applies_to_combinations` of a `AuthenticationCombinationConfiguration` says.
    pub enum AuthenticationMethodMode: "authenticationMethodModes" {
        Password = "password",
        Voice = "voice",
        HardwareOath = "hardwareOath",
        SoftwareOath = "softwareOath",
        Sms = "sms",
        Fido2 = "fido2",
        WindowsHelloForBusiness = "windowsHelloForBusiness",
        MicrosoftAuthenticatorPush = "microsoftAuthenticatorPush",
        DeviceBasedPush = "deviceBasedPush",
        TemporaryAccessPassOneTime = "temporaryAccessPassOneTime",
        TemporaryAccessPassMultiUse = "temporaryAccessPassMultiUse",
        Email = "email",
        X509CertificateSingleFactor = "x509CertificateSingleFactor",
        X509CertificateMultiFactor = "x509CertificateMultiFactor",
        FederatedSingleFactor = "federatedSingleFactor",
        FederatedMultiFactor = "federatedMultiFactor",
        QrCodePin = "qrCodePin",
    }

    /// What `policy_type` of a `AuthenticationStrengthPolicy` says.
    pub enum AuthenticationStrengthPolicyType: "authenticationStrengthPolicyType" {
        BuiltIn = "builtIn",
        Custom = "custom",
    }

    /// What `requirements_satisfied` of a `AuthenticationStrengthPolicy` says.
    pub enum AuthenticationStrengthRequirement: "authenticationStrengthRequirements" {
        None = "none",
        Mfa = "mfa",
    }
}
