//! Searches of the unified audit log, and the records that they find.

use tenantscope_core::Timestamp;

use crate::{
    Id, List,
    security::{AuditData, AuditLogRecordType},
};

models! {
    /// A search of the unified audit log.
    pub struct AuditLogQuery: "security.auditLogQuery" {
        /// Its id.
        pub id: Id<AuditLogQuery>,
        /// Only what belongs to these administrative units.
        pub administrative_unit_id_filters: List<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// The end of the time searched.
        pub filter_end_date_time: Option<Timestamp>,
        /// The beginning of the time searched.
        pub filter_start_date_time: Option<Timestamp>,
        /// Only what was done from these addresses.
        pub ip_address_filters: List<String>,
        /// Only records with this word.
        pub keyword_filter: Option<String>,
        /// Only what was done to these objects.
        pub object_id_filters: List<String>,
        /// Only these operations.
        pub operation_filters: List<String>,
        /// Only these kinds of records.
        pub record_type_filters: List<AuditLogRecordType>,
        /// Only records of these services.
        pub service_filters: List<String>,
        /// Where it stands.
        pub status: Option<AuditLogQueryStatus>,
        /// Only what these users did.
        pub user_principal_name_filters: List<String>,
        /// How many: approximate returned record.
        pub approximate_returned_record_count: Option<i64>,
        /// Whether it is record count limit exceeded.
        pub is_record_count_limit_exceeded: Option<bool>,
        /// The record count limit.
        pub record_count_limit: Option<i64>,
    }

    /// One record that a search found.
    pub struct AuditLogRecord: "security.auditLogRecord" {
        /// Its id.
        pub id: Id<AuditLogRecord>,
        /// Its administrative units.
        pub administrative_units: List<String>,
        /// The record itself.
        pub audit_data: Option<AuditData>,
        /// Which kind of record it is.
        pub audit_log_record_type: Option<AuditLogRecordType>,
        /// The address it was done from; often `null` where the record itself has it.
        pub client_ip: Option<String>,
        /// When it was made.
        pub created_date_time: Option<Timestamp>,
        /// What it was done to.
        pub object_id: Option<String>,
        /// What was done.
        pub operation: Option<String>,
        /// The tenant's id.
        pub organization_id: Option<String>,
        /// The service: the classic record's `Workload`.
        pub service: Option<String>,
        /// The classic record's `UserKey`.
        pub user_id: Option<String>,
        /// The classic record's `UserId`.
        pub user_principal_name: Option<String>,
        /// `Member` or `Guest`.
        pub user_type: Option<AuditLogUserType>,
    }
}

enums! {
    /// What `status` of a `AuditLogQuery` says.
    pub enum AuditLogQueryStatus: "security.auditLogQueryStatus" {
        NotStarted = "notStarted",
        Running = "running",
        Succeeded = "succeeded",
        Failed = "failed",
        Cancelled = "cancelled",
    }

    /// What `user_type` of a `AuditLogRecord` says.
    pub enum AuditLogUserType: "security.auditLogUserType" {
        Regular = "Regular",
        Reserved = "Reserved",
        Admin = "Admin",
        DcAdmin = "DcAdmin",
        System = "System",
        Application = "Application",
        ServicePrincipal = "ServicePrincipal",
        CustomPolicy = "CustomPolicy",
        SystemPolicy = "SystemPolicy",
        PartnerTechnician = "PartnerTechnician",
        Guest = "Guest",
    }
}
