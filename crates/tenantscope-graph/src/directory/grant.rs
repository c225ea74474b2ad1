//! What apps may do: in the name of users, and as themselves.

use tenantscope_core::Timestamp;

use crate::{
    Id,
    directory::{DirectoryObject, ServicePrincipal, User},
};

models! {
    /// What an app may do in the name of users.
    pub struct OAuth2PermissionGrant: "oAuth2PermissionGrant" {
        /// Its id.
        pub id: Id<OAuth2PermissionGrant>,
        /// The id of the service principal that may act.
        pub client_id: Option<Id<ServicePrincipal>>,
        /// `AllPrincipals` for everybody, `Principal` for one user.
        pub consent_type: Option<String>,
        /// The id of who has it.
        pub principal_id: Option<Id<User>>,
        /// The id of what it is about.
        pub resource_id: Option<Id<ServicePrincipal>>,
        /// What it covers.
        pub scope: Option<String>,
    }

    /// What an app, user or group may do as itself.
    pub struct AppRoleAssignment: "appRoleAssignment" {
        /// Its id.
        pub id: Id<AppRoleAssignment>,
        /// When it was deleted; `null` while it lives.
        pub deleted_date_time: Option<Timestamp>,
        /// The id of the permission; a zero GUID where there is no particular one.
        pub app_role_id: Option<String>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// The name of who has it.
        pub principal_display_name: Option<String>,
        /// The id of who has it.
        pub principal_id: Option<Id<DirectoryObject>>,
        /// What kind it is that has it.
        pub principal_type: Option<String>,
        /// The name of what it is about.
        pub resource_display_name: Option<String>,
        /// The id of what it is about.
        pub resource_id: Option<Id<ServicePrincipal>>,
    }
}
