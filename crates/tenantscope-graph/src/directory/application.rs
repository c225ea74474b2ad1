//! App registrations.

use tenantscope_core::Timestamp;

use crate::{
    Flags, Id, List,
    directory::{DirectoryObject, KeyCredential, PasswordCredential, PermissionScope},
    model::shared::KeyValue,
};

models! {
    /// An app registration.
    pub struct Application: "application" | "agentIdentityBlueprint" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// Its id.
        pub id: Id<Application>,
        /// When it was deleted; `null` while it lives.
        pub deleted_date_time: Option<Timestamp>,
        /// Its add ins.
        pub add_ins: List<AddIn>,
        /// The api.
        pub api: Option<ApiApplication>,
        /// The application (client) id.
        pub app_id: Option<String>,
        /// The id of its application template.
        pub application_template_id: Option<String>,
        /// The permissions that it offers to apps and roles to users.
        pub app_roles: List<AppRole>,
        /// The authentication behaviors.
        pub authentication_behaviors: Option<AuthenticationBehaviors>,
        /// The certification.
        pub certification: Option<Certification>,
        /// The id of its created by app.
        pub created_by_app_id: Option<String>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The default redirect uri.
        pub default_redirect_uri: Option<String>,
        /// What it is, in words.
        pub description: Option<String>,
        /// The disabled by microsoft status.
        pub disabled_by_microsoft_status: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// The group membership claims.
        pub group_membership_claims: Option<String>,
        /// Its identifier uris.
        pub identifier_uris: List<String>,
        /// The info.
        pub info: Option<InformationalUrl>,
        /// Whether it is device only auth supported.
        pub is_device_only_auth_supported: Option<bool>,
        /// Whether it is disabled.
        pub is_disabled: Option<bool>,
        /// Whether it is fallback public client.
        pub is_fallback_public_client: Option<bool>,
        /// Its certificates. Their expiry is in `end_date_time`.
        pub key_credentials: List<KeyCredential>,
        /// The logo.
        pub logo: Option<String>,
        /// Its manager applications.
        pub manager_applications: List<String>,
        /// The native authentication apis enabled.
        pub native_authentication_apis_enabled: Option<Flags<NativeAuthenticationApi>>,
        /// Notes.
        pub notes: Option<String>,
        /// Whether: oauth2 require post response.
        pub oauth2_require_post_response: Option<bool>,
        /// The optional claims.
        pub optional_claims: Option<OptionalClaims>,
        /// The parental control settings.
        pub parental_control_settings: Option<ParentalControlSettings>,
        /// Its secrets. Their expiry is in `end_date_time`.
        pub password_credentials: List<PasswordCredential>,
        /// The public client.
        pub public_client: Option<PublicClientApplication>,
        /// The publisher domain.
        pub publisher_domain: Option<String>,
        /// The request signature verification.
        pub request_signature_verification: Option<RequestSignatureVerification>,
        /// Its required resource access.
        pub required_resource_access: List<RequiredResourceAccess>,
        /// The saml metadata url.
        pub saml_metadata_url: Option<String>,
        /// The service management reference.
        pub service_management_reference: Option<String>,
        /// The service principal lock configuration.
        pub service_principal_lock_configuration: Option<ServicePrincipalLockConfiguration>,
        /// The sign in audience.
        pub sign_in_audience: Option<String>,
        /// The spa.
        pub spa: Option<SpaApplication>,
        /// Its tags.
        pub tags: List<String>,
        /// The id of the key that tokens are encrypted with.
        pub token_encryption_key_id: Option<String>,
        /// The unique name.
        pub unique_name: Option<String>,
        /// The verified publisher.
        pub verified_publisher: Option<VerifiedPublisher>,
        /// The web.
        pub web: Option<WebApplication>,
        /// Its created on behalf of, where expanded.
        pub created_on_behalf_of: Option<DirectoryObject>,
        /// Its extension properties, where expanded.
        pub extension_properties: List<ExtensionProperty>,
        /// Its owners, where expanded.
        pub owners: List<DirectoryObject>,
        /// Its sponsors, where expanded.
        pub sponsors: List<DirectoryObject>,
    }

    /// A member that an app adds to directory objects.
    pub struct ExtensionProperty: "extensionProperty" {
        /// Its id.
        pub id: Id<ExtensionProperty>,
        /// When it was deleted; `null` while it lives.
        pub deleted_date_time: Option<Timestamp>,
        /// The app's name.
        pub app_display_name: Option<String>,
        /// The data type.
        pub data_type: Option<String>,
        /// Whether it is multi valued.
        pub is_multi_valued: Option<bool>,
        /// Whether it is synced from on premises.
        pub is_synced_from_on_premises: Option<bool>,
        /// Its name.
        pub name: Option<String>,
        /// Its target objects.
        pub target_objects: List<String>,
    }

    /// What `add_ins` of a `Application` holds.
    pub struct AddIn: "addIn" {
        /// Its id.
        pub id: Id<AddIn>,
        /// Its properties.
        pub properties: List<KeyValue>,
        /// What kind it is.
        pub r#type: Option<String>,
    }

    /// What `api` of a `Application` holds.
    pub struct ApiApplication: "apiApplication" {
        /// Whether: accept mapped claims.
        pub accept_mapped_claims: Option<bool>,
        /// Its known client applications.
        pub known_client_applications: List<String>,
        /// Its oauth2 permission scopes.
        pub oauth2_permission_scopes: List<PermissionScope>,
        /// Its pre authorized applications.
        pub pre_authorized_applications: List<PreAuthorizedApplication>,
        /// The requested access token version.
        pub requested_access_token_version: Option<i64>,
    }

    /// What `app_roles` of a `Application` holds.
    pub struct AppRole: "appRole" {
        /// Its allowed member types.
        pub allowed_member_types: List<String>,
        /// What it is, in words.
        pub description: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// Its id.
        pub id: Id<AppRole>,
        /// Whether it is on.
        pub is_enabled: Option<bool>,
        /// Where it came from.
        pub origin: Option<String>,
        /// The value.
        pub value: Option<String>,
    }

    /// What `authentication_behaviors` of a `Application` holds.
    pub struct AuthenticationBehaviors: "authenticationBehaviors" {
        /// Whether: block azure AD graph access.
        #[serde(rename = "blockAzureADGraphAccess")]
        pub block_azure_ad_graph_access: Option<bool>,
        /// Whether: remove unverified email claim.
        pub remove_unverified_email_claim: Option<bool>,
        /// Whether to require client service principal.
        pub require_client_service_principal: Option<bool>,
    }

    /// What `certification` of a `Application` holds.
    pub struct Certification: "certification" {
        /// The certification details url.
        pub certification_details_url: Option<String>,
        /// When: certification expiration.
        pub certification_expiration_date_time: Option<Timestamp>,
        /// Whether it is certified by microsoft.
        pub is_certified_by_microsoft: Option<bool>,
        /// Whether it is publisher attested.
        pub is_publisher_attested: Option<bool>,
        /// When: last certification.
        pub last_certification_date_time: Option<Timestamp>,
    }

    /// What `info` of a `Application` holds.
    pub struct InformationalUrl: "informationalUrl" {
        /// The logo url.
        pub logo_url: Option<String>,
        /// The marketing url.
        pub marketing_url: Option<String>,
        /// The privacy statement url.
        pub privacy_statement_url: Option<String>,
        /// The support url.
        pub support_url: Option<String>,
        /// The terms of service url.
        pub terms_of_service_url: Option<String>,
    }

    /// What `optional_claims` of a `Application` holds.
    pub struct OptionalClaims: "optionalClaims" {
        /// Its access token.
        pub access_token: List<OptionalClaim>,
        /// Its id token.
        pub id_token: List<OptionalClaim>,
        /// Its saml2 token.
        pub saml2_token: List<OptionalClaim>,
    }

    /// What `parental_control_settings` of a `Application` holds.
    pub struct ParentalControlSettings: "parentalControlSettings" {
        /// Its countries blocked for minors.
        pub countries_blocked_for_minors: List<String>,
        /// The legal age group rule.
        pub legal_age_group_rule: Option<String>,
    }

    /// What `public_client` of a `Application` holds.
    pub struct PublicClientApplication: "publicClientApplication" {
        /// Where sign-ins may return to.
        pub redirect_uris: List<String>,
    }

    /// What `request_signature_verification` of a `Application` holds.
    pub struct RequestSignatureVerification: "requestSignatureVerification" {
        /// The allowed weak algorithms.
        pub allowed_weak_algorithms: Option<Flags<WeakAlgorithm>>,
        /// Whether it is signed request required.
        pub is_signed_request_required: Option<bool>,
    }

    /// What `required_resource_access` of a `Application` holds.
    pub struct RequiredResourceAccess: "requiredResourceAccess" {
        /// Its resource access.
        pub resource_access: List<ResourceAccess>,
        /// The id of its resource app.
        pub resource_app_id: Option<String>,
    }

    /// What `service_principal_lock_configuration` of a `Application` holds.
    pub struct ServicePrincipalLockConfiguration: "servicePrincipalLockConfiguration" {
        /// Whether: all properties.
        pub all_properties: Option<bool>,
        /// Whether: credentials with usage sign.
        pub credentials_with_usage_sign: Option<bool>,
        /// Whether: credentials with usage verify.
        pub credentials_with_usage_verify: Option<bool>,
        /// Whether it is on.
        pub is_enabled: Option<bool>,
        /// The id of the key that tokens are encrypted with.
        pub token_encryption_key_id: Option<bool>,
    }

    /// What `spa` of a `Application` holds.
    pub struct SpaApplication: "spaApplication" {
        /// Where sign-ins may return to.
        pub redirect_uris: List<String>,
    }

    /// What `verified_publisher` of a `Application` holds.
    pub struct VerifiedPublisher: "verifiedPublisher" {
        /// When: added.
        pub added_date_time: Option<Timestamp>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// The id of its verified publisher.
        pub verified_publisher_id: Option<String>,
    }

    /// What `web` of a `Application` holds.
    pub struct WebApplication: "webApplication" {
        /// The home page url.
        pub home_page_url: Option<String>,
        /// The implicit grant settings.
        pub implicit_grant_settings: Option<ImplicitGrantSettings>,
        /// The logout url.
        pub logout_url: Option<String>,
        /// Where sign-ins may return to.
        pub redirect_uris: List<String>,
        /// Its redirect uri settings.
        pub redirect_uri_settings: List<RedirectUriSettings>,
    }

    /// What `pre_authorized_applications` of a `ApiApplication` holds.
    pub struct PreAuthorizedApplication: "preAuthorizedApplication" {
        /// The application (client) id.
        pub app_id: Option<String>,
        /// The ids of its delegated permissions.
        pub delegated_permission_ids: List<String>,
    }

    /// What `id_token` of a `OptionalClaims` holds.
    pub struct OptionalClaim: "optionalClaim" {
        /// Its additional properties.
        pub additional_properties: List<String>,
        /// Whether: essential.
        pub essential: Option<bool>,
        /// Its name.
        pub name: Option<String>,
        /// Where it came from.
        pub source: Option<String>,
    }

    /// What `resource_access` of a `RequiredResourceAccess` holds.
    pub struct ResourceAccess: "resourceAccess" {
        /// Its id.
        pub id: Id<ResourceAccess>,
        /// What kind it is.
        pub r#type: Option<String>,
    }

    /// What `implicit_grant_settings` of a `WebApplication` holds.
    pub struct ImplicitGrantSettings: "implicitGrantSettings" {
        /// Whether to enable access token issuance.
        pub enable_access_token_issuance: Option<bool>,
        /// Whether to enable id token issuance.
        pub enable_id_token_issuance: Option<bool>,
    }

    /// What `redirect_uri_settings` of a `WebApplication` holds.
    pub struct RedirectUriSettings: "redirectUriSettings" {
        /// The index.
        pub index: Option<i64>,
        /// The uri.
        pub uri: Option<String>,
    }
}

enums! {
    /// What `native_authentication_apis_enabled` of a `Application` says.
    pub enum NativeAuthenticationApi: "nativeAuthenticationApisEnabled" {
        None = "none",
        All = "all",
    }

    /// What `allowed_weak_algorithms` of a `RequestSignatureVerification` says.
    pub enum WeakAlgorithm: "weakAlgorithms" {
        RsaSha1 = "rsaSha1",
    }
}
