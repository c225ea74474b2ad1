//! Apps as they stand in a tenant.

use serde_json::{Map, Value};
use tenantscope_core::Timestamp;

use crate::{
    Id, List,
    directory::{
        AddIn, AppRole, AppRoleAssignment, DirectoryObject, InformationalUrl, KeyCredential,
        OAuth2PermissionGrant, PasswordCredential, VerifiedPublisher,
    },
};

models! {
    /// An app as it stands in the tenant: what permissions are given to.
    pub struct ServicePrincipal: "servicePrincipal" | "agentIdentity" | "agentIdentityBlueprintPrincipal" {
        /// Which kind it is.
        #[serde(rename = "@odata.type")]
        pub odata_type: Option<String>,
        /// Its id.
        pub id: Id<ServicePrincipal>,
        /// When it was deleted; `null` while it lives.
        pub deleted_date_time: Option<Timestamp>,
        /// Whether it may sign in.
        pub account_enabled: Option<bool>,
        /// Its add ins.
        pub add_ins: List<AddIn>,
        /// Its alternative names.
        pub alternative_names: List<String>,
        /// The app description.
        pub app_description: Option<String>,
        /// The app's name.
        pub app_display_name: Option<String>,
        /// The application (client) id.
        pub app_id: Option<String>,
        /// The id of its application template.
        pub application_template_id: Option<String>,
        /// The id of its app owner organization.
        pub app_owner_organization_id: Option<String>,
        /// Whether: app role assignment required.
        pub app_role_assignment_required: Option<bool>,
        /// The permissions that it offers to apps and roles to users.
        pub app_roles: List<AppRole>,
        /// The id of its created by app.
        pub created_by_app_id: Option<String>,
        /// The custom security attributes.
        pub custom_security_attributes: Option<Map<String, Value>>,
        /// What it is, in words.
        pub description: Option<String>,
        /// The disabled by microsoft status.
        pub disabled_by_microsoft_status: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// The homepage.
        pub homepage: Option<String>,
        /// The info.
        pub info: Option<InformationalUrl>,
        /// Whether it is disabled.
        pub is_disabled: Option<bool>,
        /// Its certificates. Their expiry is in `end_date_time`.
        pub key_credentials: List<KeyCredential>,
        /// The login url.
        pub login_url: Option<String>,
        /// The logout url.
        pub logout_url: Option<String>,
        /// Notes.
        pub notes: Option<String>,
        /// Its notification email addresses.
        pub notification_email_addresses: List<String>,
        /// Its oauth2 permission scopes.
        pub oauth2_permission_scopes: List<PermissionScope>,
        /// Its secrets. Their expiry is in `end_date_time`.
        pub password_credentials: List<PasswordCredential>,
        /// The preferred single sign on mode.
        pub preferred_single_sign_on_mode: Option<String>,
        /// The preferred token signing key thumbprint.
        pub preferred_token_signing_key_thumbprint: Option<String>,
        /// Its reply urls.
        pub reply_urls: List<String>,
        /// Its resource specific application permissions.
        pub resource_specific_application_permissions: List<ResourceSpecificPermission>,
        /// The saml single sign on settings.
        pub saml_single_sign_on_settings: Option<SamlSingleSignOnSettings>,
        /// Its service principal names.
        pub service_principal_names: List<String>,
        /// The service principal type.
        pub service_principal_type: Option<String>,
        /// The sign in audience.
        pub sign_in_audience: Option<String>,
        /// Its tags.
        pub tags: List<String>,
        /// The id of the key that tokens are encrypted with.
        pub token_encryption_key_id: Option<String>,
        /// The verified publisher.
        pub verified_publisher: Option<VerifiedPublisher>,
        /// The id of its agent identity blueprint.
        pub agent_identity_blueprint_id: Option<String>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// Its app role assigned to, where expanded.
        pub app_role_assigned_to: List<AppRoleAssignment>,
        /// Its app role assignments, where expanded.
        pub app_role_assignments: List<AppRoleAssignment>,
        /// Its created objects, where expanded.
        pub created_objects: List<DirectoryObject>,
        /// Its member of, where expanded.
        pub member_of: List<DirectoryObject>,
        /// Its oauth2 permission grants, where expanded.
        pub oauth2_permission_grants: List<OAuth2PermissionGrant>,
        /// Its owned objects, where expanded.
        pub owned_objects: List<DirectoryObject>,
        /// Its owners, where expanded.
        pub owners: List<DirectoryObject>,
        /// Its transitive member of, where expanded.
        pub transitive_member_of: List<DirectoryObject>,
        /// Its sponsors, where expanded.
        pub sponsors: List<DirectoryObject>,
    }

    /// What `oauth2_permission_scopes` of a `ApiApplication` holds.
    pub struct PermissionScope: "permissionScope" {
        /// The admin consent description.
        pub admin_consent_description: Option<String>,
        /// The admin consent display name.
        pub admin_consent_display_name: Option<String>,
        /// Its id.
        pub id: Id<PermissionScope>,
        /// Whether it is on.
        pub is_enabled: Option<bool>,
        /// Where it came from.
        pub origin: Option<String>,
        /// What kind it is.
        pub r#type: Option<String>,
        /// The user consent description.
        pub user_consent_description: Option<String>,
        /// The user consent display name.
        pub user_consent_display_name: Option<String>,
        /// The value.
        pub value: Option<String>,
    }

    /// What `resource_specific_application_permissions` of a `ServicePrincipal` holds.
    pub struct ResourceSpecificPermission: "resourceSpecificPermission" {
        /// What it is, in words.
        pub description: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// Its id.
        pub id: Id<ResourceSpecificPermission>,
        /// Whether it is on.
        pub is_enabled: Option<bool>,
        /// The value.
        pub value: Option<String>,
    }

    /// What `saml_single_sign_on_settings` of a `ServicePrincipal` holds.
    pub struct SamlSingleSignOnSettings: "samlSingleSignOnSettings" {
        /// The relay state.
        pub relay_state: Option<String>,
    }
}
