//! The tenant's domains.

use tenantscope_core::Timestamp;

use crate::{Id, List, directory::DirectoryObject};

models! {
    /// A domain of the tenant.
    pub struct Domain: "domain" {
        /// The domain itself.
        pub id: Id<Domain>,
        /// `Managed` or `Federated`.
        pub authentication_type: Option<String>,
        /// The availability status.
        pub availability_status: Option<String>,
        /// Whether it is admin managed.
        pub is_admin_managed: Option<bool>,
        /// Whether it is the default one.
        pub is_default: Option<bool>,
        /// Whether it was the first one.
        pub is_initial: Option<bool>,
        /// Whether it is root.
        pub is_root: Option<bool>,
        /// Whether it is verified.
        pub is_verified: Option<bool>,
        /// Who made it.
        pub manufacturer: Option<String>,
        /// The model.
        pub model: Option<String>,
        /// The password notification window in days.
        pub password_notification_window_in_days: Option<i64>,
        /// Days until a password expires; 2147483647 is never.
        pub password_validity_period_in_days: Option<i64>,
        /// Where it stands.
        pub state: Option<DomainState>,
        /// Its supported services.
        pub supported_services: List<String>,
        /// Its domain name references, where expanded.
        pub domain_name_references: List<DirectoryObject>,
        /// Its root domain, where expanded.
        pub root_domain: Option<Box<Domain>>,
    }

    /// What `state` of a `Domain` holds.
    pub struct DomainState: "domainState" {
        /// When: last action.
        pub last_action_date_time: Option<Timestamp>,
        /// What was done.
        pub operation: Option<String>,
        /// Where it stands.
        pub status: Option<String>,
    }
}
