//! Conditional Access, authentication methods, authorization, and the policies of privileged roles.

mod authentication_methods;
mod authentication_strength;
mod certificate_method;
mod conditional_access;
mod conditions;
mod method_configurations;
mod named_location;
#[cfg(feature = "client")]
mod resources;
mod role_policy;
mod role_policy_rules;
mod session_controls;
mod tenant_policies;

use crate::schema::Type;

#[cfg(feature = "client")]
pub use self::resources::{
    AuthenticationMethods, AuthenticationStrengths, Authorization, CONDITIONAL_ACCESS_LIMIT,
    ConditionalAccessPolicies, NamedLocations, RoleManagementPolicies, RoleManagementPolicyAssignments,
    RoleManagementPolicyRules, SecurityDefaults,
};
pub use self::{
    authentication_methods::{
        AdvancedConfigState, AuthenticationMethodConfiguration, AuthenticationMethodConfigurationBase,
        AuthenticationMethodState, AuthenticationMethodTargetType, AuthenticationMethodsPolicy,
        AuthenticationMethodsPolicyMigrationState, AuthenticationMethodsRegistrationCampaign,
        AuthenticationMethodsRegistrationCampaignIncludeTarget, ExcludeTarget, RegistrationEnforcement,
    },
    authentication_strength::{
        AuthenticationCombinationConfiguration, AuthenticationMethodMode, AuthenticationStrengthPolicy,
        AuthenticationStrengthPolicyType, AuthenticationStrengthRequirement,
    },
    certificate_method::{
        IncludeTarget, X509CertificateAffinityLevel, X509CertificateAuthenticationMethodConfiguration,
        X509CertificateAuthenticationMode, X509CertificateAuthenticationModeConfiguration,
        X509CertificateAuthorityScope, X509CertificateCRLValidationConfiguration,
        X509CertificateCRLValidationConfigurationState, X509CertificateIssuerHintsConfiguration,
        X509CertificateIssuerHintsState, X509CertificateRule, X509CertificateRuleType,
        X509CertificateUserBinding,
    },
    conditional_access::{
        ConditionalAccessGrantControl, ConditionalAccessGrantControls, ConditionalAccessPolicy,
        ConditionalAccessPolicyState, WhatIfAnalysisReason,
    },
    conditions::{
        ConditionalAccessApplications, ConditionalAccessAuthenticationFlows, ConditionalAccessClientApp,
        ConditionalAccessClientApplications, ConditionalAccessConditionSet, ConditionalAccessDevicePlatform,
        ConditionalAccessDevices, ConditionalAccessExternalTenants,
        ConditionalAccessExternalTenantsMembershipKind, ConditionalAccessFilter,
        ConditionalAccessGuestOrExternalUserType, ConditionalAccessGuestsOrExternalUsers,
        ConditionalAccessInsiderRiskLevel, ConditionalAccessLocations, ConditionalAccessPlatforms,
        ConditionalAccessTransferMethod, ConditionalAccessUsers, FilterMode,
    },
    method_configurations::{
        AttestationEnforcement, AuthenticationMethodFeatureConfiguration, AuthenticationMethodTarget,
        EmailAuthenticationMethodConfiguration, ExternalAuthenticationMethodConfiguration,
        ExternalEmailOtpState, FeatureTarget, FeatureTargetType, Fido2AuthenticationMethodConfiguration,
        Fido2KeyRestrictions, Fido2RestrictionEnforcementType,
        MicrosoftAuthenticatorAuthenticationMethodConfiguration, MicrosoftAuthenticatorAuthenticationMode,
        MicrosoftAuthenticatorFeatureSettings, OpenIdConnectSetting, PasskeyProfile, PasskeyType,
        QrCodePinAuthenticationMethodConfiguration, SmsAuthenticationMethodConfiguration,
        SoftwareOathAuthenticationMethodConfiguration, TemporaryAccessPassAuthenticationMethodConfiguration,
        VerifiableCredentialsAuthenticationMethodConfiguration, VoiceAuthenticationMethodConfiguration,
    },
    named_location::{
        CountryLookupMethodType, CountryNamedLocation, IpNamedLocation, IpRange, NamedLocation,
        NamedLocationBase,
    },
    role_policy::{RoleManagementPolicy, RoleManagementPolicyAssignment},
    role_policy_rules::{
        ApprovalRule, ApprovalSettings, ApprovalStage, AuthenticationContextRule, EnablementRule,
        ExpirationRule, NotificationRule, RoleManagementPolicyRule, RoleManagementPolicyRuleBase,
        RoleManagementPolicyRuleOperation, RoleManagementPolicyRuleTarget, SubjectSet,
    },
    session_controls::{
        ApplicationEnforcedRestrictionsSessionControl, CloudAppSecuritySessionControl,
        CloudAppSecuritySessionControlType, ConditionalAccessSessionControls,
        PersistentBrowserSessionControl, PersistentBrowserSessionMode, SecureSignInSessionControl,
        SignInFrequencyAuthenticationType, SignInFrequencyInterval, SignInFrequencySessionControl,
        SignInFrequencyUnit,
    },
    tenant_policies::{
        AllowInvitesFrom, AuthorizationPolicy, DefaultUserRolePermissions,
        IdentitySecurityDefaultsEnforcementPolicy,
    },
};

/// The tables of this area.
pub(crate) const TABLES: &[&[&Type]] = &[
    authentication_methods::MODELS,
    authentication_methods::ENUMS,
    authentication_methods::KINDS,
    authentication_strength::MODELS,
    authentication_strength::ENUMS,
    certificate_method::MODELS,
    certificate_method::ENUMS,
    conditional_access::MODELS,
    conditional_access::ENUMS,
    conditions::MODELS,
    conditions::ENUMS,
    method_configurations::MODELS,
    method_configurations::ENUMS,
    named_location::MODELS,
    named_location::ENUMS,
    named_location::KINDS,
    role_policy::MODELS,
    role_policy_rules::MODELS,
    role_policy_rules::ENUMS,
    role_policy_rules::KINDS,
    session_controls::MODELS,
    session_controls::ENUMS,
    tenant_policies::MODELS,
    tenant_policies::ENUMS,
];
