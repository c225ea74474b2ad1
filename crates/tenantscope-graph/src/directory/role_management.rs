//! What roles allow, and who has them.

use crate::{Id, List, directory::DirectoryObject};

models! {
    /// What a role allows.
    pub struct RoleDefinition: "unifiedRoleDefinition" {
        /// Its id.
        pub id: Id<RoleDefinition>,
        /// What it is, in words.
        pub description: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// Whether Microsoft made it.
        pub is_built_in: Option<bool>,
        /// Whether it is on.
        pub is_enabled: Option<bool>,
        /// Its resource scopes.
        pub resource_scopes: List<String>,
        /// What the role allows.
        pub role_permissions: List<RolePermission>,
        /// The id that the same thing has in every tenant.
        pub template_id: Option<String>,
        /// Its version.
        pub version: Option<String>,
        /// Its inherits permissions from, where expanded.
        pub inherits_permissions_from: List<RoleDefinition>,
    }

    /// Who has a role, and where.
    pub struct RoleAssignment: "unifiedRoleAssignment" {
        /// Its id.
        pub id: Id<RoleAssignment>,
        /// Where the role holds in an app.
        pub app_scope_id: Option<String>,
        /// A condition that must hold.
        pub condition: Option<String>,
        /// Where the role holds: `/` is the whole tenant.
        pub directory_scope_id: Option<String>,
        /// The id of who has it.
        pub principal_id: Option<Id<DirectoryObject>>,
        /// The id of its principal organization.
        pub principal_organization_id: Option<String>,
        /// The role.
        pub role_definition_id: Option<Id<RoleDefinition>>,
        /// An older name of `directory_scope_id`, which answers still carry.
        pub resource_scope: Option<String>,
        /// Its directory scope, where expanded.
        pub directory_scope: Option<DirectoryObject>,
        /// Its principal, where expanded.
        pub principal: Option<DirectoryObject>,
        /// Its role definition, where expanded.
        pub role_definition: Option<RoleDefinition>,
    }

    /// What `role_permissions` of a `RoleDefinition` holds.
    pub struct RolePermission: "unifiedRolePermission" {
        /// Its allowed resource actions.
        pub allowed_resource_actions: List<String>,
        /// A condition that must hold.
        pub condition: Option<String>,
        /// Its excluded resource actions.
        pub excluded_resource_actions: List<String>,
    }
}
