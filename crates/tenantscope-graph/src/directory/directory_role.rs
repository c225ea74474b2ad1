//! Administrators' roles that are or can be activated.

use tenantscope_core::Timestamp;

use crate::{
    Id, List,
    directory::{DirectoryObject, RelationChange},
};

models! {
    /// An administrators' role that has been activated in the tenant.
    pub struct DirectoryRole: "directoryRole" {
        /// Its id.
        pub id: Id<DirectoryRole>,
        /// When it was deleted; `null` while it lives.
        pub deleted_date_time: Option<Timestamp>,
        /// What it is, in words.
        pub description: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// The id of its role template.
        pub role_template_id: Option<String>,
        /// Its members, where expanded.
        pub members: List<DirectoryObject>,
        /// In a delta query, who was given or lost the role.
        #[serde(rename = "members@delta")]
        pub members_changes: List<RelationChange>,
    }

    /// A role that can be activated.
    pub struct DirectoryRoleTemplate: "directoryRoleTemplate" {
        /// Its id.
        pub id: Id<DirectoryRoleTemplate>,
        /// When it was deleted; `null` while it lives.
        pub deleted_date_time: Option<Timestamp>,
        /// What it is, in words.
        pub description: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
    }
}
