//! Devices that are registered in the directory.

use tenantscope_core::Timestamp;

use crate::{Id, List, directory::DirectoryObject};

models! {
    /// A device that is registered in the directory.
    pub struct Device: "device" {
        /// Its id.
        pub id: Id<Device>,
        /// When it was deleted; `null` while it lives.
        pub deleted_date_time: Option<Timestamp>,
        /// Whether it may sign in.
        pub account_enabled: Option<bool>,
        /// The ids of its alternative securitys.
        pub alternative_security_ids: List<AlternativeSecurityId>,
        /// When: approximate last sign in.
        pub approximate_last_sign_in_date_time: Option<Timestamp>,
        /// When: compliance expiration.
        pub compliance_expiration_date_time: Option<Timestamp>,
        /// The device category.
        pub device_category: Option<String>,
        /// The id that the device has for itself; another one than `id`.
        pub device_id: Option<String>,
        /// The device metadata.
        pub device_metadata: Option<String>,
        /// The device ownership.
        pub device_ownership: Option<String>,
        /// The device version.
        pub device_version: Option<i64>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// The enrollment profile name.
        pub enrollment_profile_name: Option<String>,
        /// The enrollment type.
        pub enrollment_type: Option<String>,
        /// Whether it keeps to the tenant's compliance rules.
        pub is_compliant: Option<bool>,
        /// Whether it is managed.
        pub is_managed: Option<bool>,
        /// Whether only administrators of its restricted unit may change it.
        pub is_management_restricted: Option<bool>,
        /// Whether it is rooted.
        pub is_rooted: Option<bool>,
        /// The management type.
        pub management_type: Option<String>,
        /// Who made it.
        pub manufacturer: Option<String>,
        /// The id of its mdm app.
        pub mdm_app_id: Option<String>,
        /// The model.
        pub model: Option<String>,
        /// When it was last synchronised from the local directory.
        pub on_premises_last_sync_date_time: Option<Timestamp>,
        /// Its SID in the local directory.
        pub on_premises_security_identifier: Option<String>,
        /// Whether it is synchronised from a local directory; `null` if it never was.
        pub on_premises_sync_enabled: Option<bool>,
        /// The operating system.
        pub operating_system: Option<String>,
        /// The operating system version.
        pub operating_system_version: Option<String>,
        /// The ids of its physicals.
        pub physical_ids: List<String>,
        /// The profile type.
        pub profile_type: Option<String>,
        /// When: registration.
        pub registration_date_time: Option<Timestamp>,
        /// Its system labels.
        pub system_labels: List<String>,
        /// How it joined: `AzureAd`, `ServerAd`, `Workplace`.
        pub trust_type: Option<String>,
        /// Its member of, where expanded.
        pub member_of: List<DirectoryObject>,
        /// Its registered owners, where expanded.
        pub registered_owners: List<DirectoryObject>,
        /// Its registered users, where expanded.
        pub registered_users: List<DirectoryObject>,
        /// Its transitive member of, where expanded.
        pub transitive_member_of: List<DirectoryObject>,
    }

    /// What `alternative_security_ids` of a `Device` holds.
    pub struct AlternativeSecurityId: "alternativeSecurityId" {
        /// The identity provider.
        pub identity_provider: Option<String>,
        /// The key.
        pub key: Option<String>,
        /// What kind it is.
        pub r#type: Option<i64>,
    }
}
