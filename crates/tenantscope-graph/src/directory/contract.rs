//! Customers of a partner tenant.

use tenantscope_core::Timestamp;

use crate::Id;

models! {
    /// A customer of a partner tenant.
    pub struct Contract: "contract" {
        /// Its id.
        pub id: Id<Contract>,
        /// When it was deleted; `null` while it lives.
        pub deleted_date_time: Option<Timestamp>,
        /// The contract type.
        pub contract_type: Option<String>,
        /// The id of its customer.
        pub customer_id: Option<String>,
        /// The default domain name.
        pub default_domain_name: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
    }
}
