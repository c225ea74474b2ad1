//! How signing in with a certificate is set up.

use crate::{
    Id, List,
    policies::{
        AuthenticationMethodState, AuthenticationMethodTarget, AuthenticationMethodTargetType, ExcludeTarget,
    },
};

models! {
    /// A x509 certificate authentication method configuration.
    pub struct X509CertificateAuthenticationMethodConfiguration: "x509CertificateAuthenticationMethodConfiguration" {
        /// Its id.
        pub id: Id<X509CertificateAuthenticationMethodConfiguration>,
        /// Its exclude targets.
        pub exclude_targets: List<ExcludeTarget>,
        /// Where it stands.
        pub state: Option<AuthenticationMethodState>,
        /// The authentication mode configuration.
        pub authentication_mode_configuration: Option<X509CertificateAuthenticationModeConfiguration>,
        /// Its certificate authority scopes.
        pub certificate_authority_scopes: List<X509CertificateAuthorityScope>,
        /// Its certificate user bindings.
        pub certificate_user_bindings: List<X509CertificateUserBinding>,
        /// The crl validation configuration.
        pub crl_validation_configuration: Option<X509CertificateCRLValidationConfiguration>,
        /// The issuer hints configuration.
        pub issuer_hints_configuration: Option<X509CertificateIssuerHintsConfiguration>,
        /// Its include targets, where expanded.
        pub include_targets: List<AuthenticationMethodTarget>,
    }

    /// What `authentication_mode_configuration` of a
    /// `X509CertificateAuthenticationMethodConfiguration` holds.
    pub struct X509CertificateAuthenticationModeConfiguration: "x509CertificateAuthenticationModeConfiguration" {
        /// Its rules.
        pub rules: List<X509CertificateRule>,
        /// The x509 certificate authentication default mode.
        pub x509_certificate_authentication_default_mode: Option<X509CertificateAuthenticationMode>,
        /// The x509 certificate default required affinity level.
        pub x509_certificate_default_required_affinity_level: Option<X509CertificateAffinityLevel>,
    }

    /// What `certificate_authority_scopes` of a `X509CertificateAuthenticationMethodConfiguration`
    /// holds.
    pub struct X509CertificateAuthorityScope: "x509CertificateAuthorityScope" {
        /// Its include targets.
        pub include_targets: List<IncludeTarget>,
        /// The public key infrastructure identifier.
        pub public_key_infrastructure_identifier: Option<String>,
        /// The subject key identifier.
        pub subject_key_identifier: Option<String>,
    }

    /// What `certificate_user_bindings` of a `X509CertificateAuthenticationMethodConfiguration`
    /// holds.
    pub struct X509CertificateUserBinding: "x509CertificateUserBinding" {
        /// The priority.
        pub priority: Option<i64>,
        /// The trust affinity level.
        pub trust_affinity_level: Option<X509CertificateAffinityLevel>,
        /// The user property.
        pub user_property: Option<String>,
        /// The x509 certificate field.
        pub x509_certificate_field: Option<String>,
    }

    /// What `crl_validation_configuration` of a `X509CertificateAuthenticationMethodConfiguration`
    /// holds.
    pub struct X509CertificateCRLValidationConfiguration: "x509CertificateCRLValidationConfiguration" {
        /// Its exempted certificate authorities subject key identifiers.
        pub exempted_certificate_authorities_subject_key_identifiers: List<String>,
        /// Where it stands.
        pub state: Option<X509CertificateCRLValidationConfigurationState>,
    }

    /// What `issuer_hints_configuration` of a `X509CertificateAuthenticationMethodConfiguration`
    /// holds.
    pub struct X509CertificateIssuerHintsConfiguration: "x509CertificateIssuerHintsConfiguration" {
        /// Where it stands.
        pub state: Option<X509CertificateIssuerHintsState>,
    }

    /// What `rules` of a `X509CertificateAuthenticationModeConfiguration` holds.
    pub struct X509CertificateRule: "x509CertificateRule" {
        /// The identifier.
        pub identifier: Option<String>,
        /// The issuer subject identifier.
        pub issuer_subject_identifier: Option<String>,
        /// The policy oid identifier.
        pub policy_oid_identifier: Option<String>,
        /// The x509 certificate authentication mode.
        pub x509_certificate_authentication_mode: Option<X509CertificateAuthenticationMode>,
        /// The x509 certificate required affinity level.
        pub x509_certificate_required_affinity_level: Option<X509CertificateAffinityLevel>,
        /// The x509 certificate rule type.
        pub x509_certificate_rule_type: Option<X509CertificateRuleType>,
    }

    /// What `include_targets` of a `X509CertificateAuthorityScope` holds.
    pub struct IncludeTarget: "includeTarget" {
        /// Its id.
        pub id: Id<IncludeTarget>,
        /// What kind of target it is.
        pub target_type: Option<AuthenticationMethodTargetType>,
    }
}

enums! {
    /// What `x509_certificate_authentication_default_mode` of a
    /// `X509CertificateAuthenticationModeConfiguration` says.
    pub enum X509CertificateAuthenticationMode: "x509CertificateAuthenticationMode" {
        X509CertificateSingleFactor = "x509CertificateSingleFactor",
        X509CertificateMultiFactor = "x509CertificateMultiFactor",
    }

    /// What `x509_certificate_default_required_affinity_level` of a
    /// `X509CertificateAuthenticationModeConfiguration` says.
    pub enum X509CertificateAffinityLevel: "x509CertificateAffinityLevel" {
        Low = "low",
        High = "high",
    }

    /// What `state` of a `X509CertificateCRLValidationConfiguration` says.
    pub enum X509CertificateCRLValidationConfigurationState: "x509CertificateCRLValidationConfigurationState" {
        Disabled = "disabled",
        Enabled = "enabled",
    }

    /// What `state` of a `X509CertificateIssuerHintsConfiguration` says.
    pub enum X509CertificateIssuerHintsState: "x509CertificateIssuerHintsState" {
        Disabled = "disabled",
        Enabled = "enabled",
    }

    /// What `x509_certificate_rule_type` of a `X509CertificateRule` says.
    pub enum X509CertificateRuleType: "x509CertificateRuleType" {
        IssuerSubject = "issuerSubject",
        PolicyOID = "policyOID",
        IssuerSubjectAndPolicyOID = "issuerSubjectAndPolicyOID",
    }
}
