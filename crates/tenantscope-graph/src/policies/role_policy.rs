//! The policies of roles in Privileged Identity Management.

use tenantscope_core::Timestamp;

use crate::{Id, List, model::shared::Identity, policies::RoleManagementPolicyRule};

models! {
    /// The rules of one role in Privileged Identity Management.
    pub struct RoleManagementPolicy: "unifiedRoleManagementPolicy" {
        /// Its id.
        pub id: Id<RoleManagementPolicy>,
        /// What it is, in words.
        pub description: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// Whether it is organization default.
        pub is_organization_default: Option<bool>,
        /// Who changed it last.
        pub last_modified_by: Option<Identity>,
        /// When it was changed last.
        pub last_modified_date_time: Option<Timestamp>,
        /// The id of its scope.
        pub scope_id: Option<String>,
        /// The scope type.
        pub scope_type: Option<String>,
        /// Its effective rules, where expanded.
        pub effective_rules: List<RoleManagementPolicyRule>,
        /// Its rules, where expanded.
        pub rules: List<RoleManagementPolicyRule>,
    }

    /// Which role a policy is for.
    pub struct RoleManagementPolicyAssignment: "unifiedRoleManagementPolicyAssignment" {
        /// Its id.
        pub id: Id<RoleManagementPolicyAssignment>,
        /// The id of its policy.
        pub policy_id: Option<String>,
        /// The role.
        pub role_definition_id: Option<String>,
        /// The id of its scope.
        pub scope_id: Option<String>,
        /// The scope type.
        pub scope_type: Option<String>,
        /// Its policy, where expanded.
        pub policy: Option<RoleManagementPolicy>,
    }
}
