//! Changes to the directory.

use tenantscope_core::Timestamp;

use crate::{Id, List, model::shared::Identity, model::shared::KeyValue};

models! {
    /// One change to the directory.
    pub struct DirectoryAudit: "directoryAudit" {
        /// Its id.
        pub id: Id<DirectoryAudit>,
        /// When it happened.
        pub activity_date_time: Option<Timestamp>,
        /// The activity display name.
        pub activity_display_name: Option<String>,
        /// More on it, as keys and values.
        pub additional_details: List<KeyValue>,
        /// The category, in words of the service's own.
        pub category: Option<String>,
        /// What ties together the records of one piece of work.
        pub correlation_id: Option<String>,
        /// Who did it.
        pub initiated_by: Option<AuditActivityInitiator>,
        /// The logged by service.
        pub logged_by_service: Option<String>,
        /// The operation type.
        pub operation_type: Option<String>,
        /// The result.
        pub result: Option<OperationResult>,
        /// The result reason.
        pub result_reason: Option<String>,
        /// What it was done to.
        pub target_resources: List<TargetResource>,
    }

    /// What `initiated_by` of a `DirectoryAudit` holds.
    pub struct AuditActivityInitiator: "auditActivityInitiator" {
        /// The app.
        pub app: Option<AppIdentity>,
        /// The user.
        pub user: Option<Identity>,
    }

    /// What `target_resources` of a `DirectoryAudit` holds.
    pub struct TargetResource: "targetResource" {
        /// The name that people see.
        pub display_name: Option<String>,
        /// The group type.
        pub group_type: Option<GroupType>,
        /// Its id.
        pub id: Id<TargetResource>,
        /// What changed.
        pub modified_properties: List<ModifiedProperty>,
        /// What kind it is.
        pub r#type: Option<String>,
        /// The name that the user signs in with.
        pub user_principal_name: Option<String>,
    }

    /// What `app` of a `AuditActivityInitiator` holds.
    pub struct AppIdentity: "appIdentity" {
        /// The application (client) id.
        pub app_id: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// The service principal's id.
        pub service_principal_id: Option<String>,
        /// The service principal's name.
        pub service_principal_name: Option<String>,
    }

    /// What `modified_properties` of a `TargetResource` holds.
    pub struct ModifiedProperty: "modifiedProperty" {
        /// The name that people see.
        pub display_name: Option<String>,
        /// The value after, as JSON in a text.
        pub new_value: Option<String>,
        /// The value before, as JSON in a text.
        pub old_value: Option<String>,
    }
}

enums! {
    /// What `result` of a `DirectoryAudit` says.
    pub enum OperationResult: "operationResult" {
        Success = "success",
        Failure = "failure",
        Timeout = "timeout",
    }

    /// What `group_type` of a `TargetResource` says.
    pub enum GroupType: "groupType" {
        UnifiedGroups = "unifiedGroups",
        AzureAD = "azureAD",
    }
}
