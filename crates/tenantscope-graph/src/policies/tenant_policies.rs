//! Authorization and security defaults.

use tenantscope_core::Timestamp;

use crate::{Id, List};

models! {
    /// What users and guests of the tenant may do.
    pub struct AuthorizationPolicy: "authorizationPolicy" {
        /// Its id.
        pub id: Id<AuthorizationPolicy>,
        /// When it was deleted; `null` while it lives.
        pub deleted_date_time: Option<Timestamp>,
        /// What it is, in words.
        pub description: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// Whether allowed: to sign up email based subscriptions.
        pub allowed_to_sign_up_email_based_subscriptions: Option<bool>,
        /// Whether allowed: to use SSPR.
        #[serde(rename = "allowedToUseSSPR")]
        pub allowed_to_use_sspr: Option<bool>,
        /// Whether to allow email verified users to join organization.
        pub allow_email_verified_users_to_join_organization: Option<bool>,
        /// The allow invites from.
        pub allow_invites_from: Option<AllowInvitesFrom>,
        /// Whether to allow user consent for risky apps.
        pub allow_user_consent_for_risky_apps: Option<bool>,
        /// Whether: block msol power shell.
        pub block_msol_power_shell: Option<bool>,
        /// The default user role permissions.
        pub default_user_role_permissions: Option<DefaultUserRolePermissions>,
        /// What guests may see: one of three known ids.
        pub guest_user_role_id: Option<String>,
    }

    /// Whether security defaults are on.
    pub struct IdentitySecurityDefaultsEnforcementPolicy: "identitySecurityDefaultsEnforcementPolicy" {
        /// Its id.
        pub id: Id<IdentitySecurityDefaultsEnforcementPolicy>,
        /// When it was deleted; `null` while it lives.
        pub deleted_date_time: Option<Timestamp>,
        /// What it is, in words.
        pub description: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// Whether it is on.
        pub is_enabled: Option<bool>,
    }

    /// What `default_user_role_permissions` of a `AuthorizationPolicy` holds.
    pub struct DefaultUserRolePermissions: "defaultUserRolePermissions" {
        /// Whether allowed: to create apps.
        pub allowed_to_create_apps: Option<bool>,
        /// Whether allowed: to create security groups.
        pub allowed_to_create_security_groups: Option<bool>,
        /// Whether allowed: to create tenants.
        pub allowed_to_create_tenants: Option<bool>,
        /// Whether allowed: to read bitlocker keys for owned device.
        pub allowed_to_read_bitlocker_keys_for_owned_device: Option<bool>,
        /// Whether allowed: to read other users.
        pub allowed_to_read_other_users: Option<bool>,
        /// Its permission grant policies assigned.
        pub permission_grant_policies_assigned: List<String>,
    }
}

enums! {
    /// What `allow_invites_from` of a `AuthorizationPolicy` says.
    pub enum AllowInvitesFrom: "allowInvitesFrom" {
        None = "none",
        AdminsAndGuestInviters = "adminsAndGuestInviters",
        AdminsGuestInvitersAndAllMembers = "adminsGuestInvitersAndAllMembers",
        Everyone = "everyone",
    }
}
