//! Azure subscriptions: where to look.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
#[cfg(feature = "client")]
use tenantscope_core::{Item, Operation, Result};
use tenantscope_core::{SubscriptionId, TenantId, lenient, open_enum};

#[cfg(feature = "client")]
use crate::{List, scope::Scope, version};

/// An Azure subscription.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Subscription {
    /// The full id: `/subscriptions/` and the GUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The GUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_id: Option<SubscriptionId>,
    /// The name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The tenant that it belongs to. With Azure Lighthouse it isn't the one that asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<TenantId>,
    /// Whether it works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<SubscriptionState>,
    /// Where it lies and what it may spend.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_policies: Option<SubscriptionPolicies>,
    /// Through what the caller sees it: `RoleBased`, `Legacy`, `Bypassed`, `Direct`, or several by comma.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_source: Option<String>,
    /// The tenants that manage it through Azure Lighthouse.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub managed_by_tenants: Vec<ManagedByTenant>,
    /// The customer's own labels.
    #[serde(
        default,
        deserialize_with = "crate::resource::null_as_default",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub tags: BTreeMap<String, String>,
}

/// Where a subscription lies and what it may spend.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionPolicies {
    /// Which regions it may use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_placement_id: Option<String>,
    /// The offer that its quotas follow from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quota_id: Option<String>,
    /// Whether it stops when a sum is spent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spending_limit: Option<SpendingLimit>,
}

/// A tenant that manages a subscription of another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ManagedByTenant {
    /// The managing tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<TenantId>,
}

open_enum! {
    /// Whether a subscription works.
    pub enum SubscriptionState {
        /// It works.
        Enabled = "Enabled",
        /// It works, and a payment is due.
        Warned = "Warned",
        /// A payment is overdue.
        PastDue = "PastDue",
        /// It is switched off.
        Disabled = "Disabled",
        /// It is gone.
        Deleted = "Deleted",
    }
}

open_enum! {
    /// Whether a subscription stops when a sum is spent.
    pub enum SpendingLimit {
        /// It does.
        On = "On",
        /// It doesn't.
        Off = "Off",
        /// It doesn't until the next bill.
        CurrentPeriodOff = "CurrentPeriodOff",
    }
}

impl Subscription {
    /// Whether it is worth asking for its score: it is `Enabled` or `Warned`, or doesn't say. A subscription
    /// that is switched off answers that it has no score.
    pub fn is_active(&self) -> bool {
        matches!(self.state, None | Some(SubscriptionState::Enabled | SubscriptionState::Warned))
    }
}

/// The subscriptions that the app has a role in.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct Subscriptions(Scope);

#[cfg(feature = "client")]
impl Subscriptions {
    pub(crate) fn new(root: Scope) -> Self {
        Self(root)
    }

    /// All subscriptions in which the app has any role, those delegated through Azure Lighthouse included.
    ///
    /// Without a role anywhere the answer is an empty list rather than an error: an empty one deserves a
    /// word to whoever runs the program.
    ///
    /// Role: any on each subscription, such as Security Reader. Limits: Azure Resource Manager's reads per
    /// tenant, which the pipeline keeps to.
    ///
    /// # Errors
    ///
    /// [`Unauthenticated`](tenantscope_core::ErrorKind::Unauthenticated) if the token is refused.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/resources/subscriptions/list>
    pub fn list(&self) -> List<Subscription> {
        self.0.list(&LIST, version::SUBSCRIPTIONS, &["subscriptions"])
    }

    /// One subscription.
    ///
    /// Role: any on the subscription, such as Security Reader.
    ///
    /// # Errors
    ///
    /// [`NotFound`](tenantscope_core::ErrorKind::NotFound) if there is none of that id in the tenant;
    /// [`PermissionDenied`](tenantscope_core::ErrorKind::PermissionDenied) without a role in it.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/resources/subscriptions/get>
    pub async fn get(&self, id: &SubscriptionId) -> Result<Item<Subscription>> {
        self.0.get(&GET, version::SUBSCRIPTIONS, &["subscriptions", id.as_str()]).await
    }
}

#[cfg(feature = "client")]
static LIST: Operation =
    Operation::new("list subscriptions").permissions(crate::error::READERS).limit(crate::error::TENANT_READS);
#[cfg(feature = "client")]
static GET: Operation = Operation::new("get subscription").permissions(crate::error::READERS);

#[cfg(test)]
mod tests {
    use tenantscope_core::Item;

    use super::*;

    #[test]
    fn subscription_of_any_age_is_read() {
        let text = r#"{"id":"/subscriptions/0000000A-0000-0000-0000-000000000001","authorizationSource":"RoleBased","managedByTenants":[{"tenantId":"0000000b-0000-0000-0000-000000000001"}],"subscriptionId":"0000000A-0000-0000-0000-000000000001","tenantId":"0000000c-0000-0000-0000-000000000001","displayName":"Production","state":"Warned","subscriptionPolicies":{"locationPlacementId":"Public_2014-09-01","quotaId":"PayAsYouGo_2014-09-01","spendingLimit":"Off"},"tags":{"team":"blue"},"promotions":[{"category":"freeTier"}]}"#;
        let subscription: Item<Subscription> = Item::from_json(text).unwrap();
        assert_eq!(
            subscription.subscription_id.as_ref().unwrap().as_str(),
            "0000000a-0000-0000-0000-000000000001"
        );
        assert!(subscription.is_active());
        assert_eq!(subscription.tags["team"], "blue");
        assert_eq!(subscription.extra().keys().collect::<Vec<_>>(), ["promotions"]);
        let old: Item<Subscription> =
            Item::from_json(r#"{"state":"Disabled","tags":null,"managedByTenants":null}"#).unwrap();
        assert!(!old.is_active());
    }

    #[test]
    fn only_what_works_is_active() {
        for (state, active) in
            [("Enabled", true), ("warned", true), ("PastDue", false), ("Deleted", false), ("New", false)]
        {
            let subscription = Subscription { state: Some(state.into()), ..Subscription::default() };
            assert_eq!(subscription.is_active(), active, "{state}");
        }
    }
}
