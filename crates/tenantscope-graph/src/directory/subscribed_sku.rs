//! Products that the tenant has licences of.

use crate::{Id, List};

models! {
    /// A product that the tenant has licences of.
    pub struct SubscribedSku: "subscribedSku" {
        /// The tenant's id and the product's: `{tenant}_{sku}`.
        pub id: Id<SubscribedSku>,
        /// The id of its account.
        pub account_id: Option<String>,
        /// The account's name.
        pub account_name: Option<String>,
        /// The applies to.
        pub applies_to: Option<String>,
        /// Whether it may be used: `Enabled`, `Warning`, `Suspended`, `LockedOut`.
        pub capability_status: Option<String>,
        /// Licences in use. May be more than there are.
        pub consumed_units: Option<i64>,
        /// Licences that were bought.
        pub prepaid_units: Option<LicenseUnitsDetail>,
        /// What the product consists of.
        pub service_plans: List<ServicePlanInfo>,
        /// The product's id.
        pub sku_id: Option<String>,
        /// The product's code: `ENTERPRISEPACK`.
        pub sku_part_number: Option<String>,
        /// The ids of its subscriptions.
        pub subscription_ids: List<String>,
    }

    /// What `prepaid_units` of a `SubscribedSku` holds.
    pub struct LicenseUnitsDetail: "licenseUnitsDetail" {
        /// How many are on.
        pub enabled: Option<i64>,
        /// How many are locked out.
        pub locked_out: Option<i64>,
        /// How many are suspended.
        pub suspended: Option<i64>,
        /// How many are in their grace period.
        pub warning: Option<i64>,
    }

    /// What `service_plans` of a `SubscribedSku` holds.
    pub struct ServicePlanInfo: "servicePlanInfo" {
        /// The applies to.
        pub applies_to: Option<String>,
        /// The provisioning status.
        pub provisioning_status: Option<String>,
        /// The part's id.
        pub service_plan_id: Option<String>,
        /// The service plan name.
        pub service_plan_name: Option<String>,
        /// The service plan type.
        pub service_plan_type: Option<String>,
    }
}
