//! The tenants that the app's token can see.

use serde::{Deserialize, Serialize};
#[cfg(feature = "client")]
use tenantscope_core::Operation;
use tenantscope_core::{TenantId, lenient, open_enum};

#[cfg(feature = "client")]
use crate::{List, scope::Scope, version};

/// A tenant as Azure Resource Manager knows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Tenant {
    /// The full id: `/tenants/` and the GUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The GUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<TenantId>,
    /// How the app comes to see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_category: Option<TenantCategory>,
    /// The country's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The country in two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// The organization's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The domains.
    #[serde(default, with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<String>,
    /// The domain that new accounts get.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_domain: Option<String>,
    /// What kind of tenant it is: `AAD`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_type: Option<String>,
    /// Where its logo is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_branding_logo_url: Option<String>,
}

open_enum! {
    /// How an app comes to see a tenant.
    pub enum TenantCategory {
        /// It is the app's own.
        Home = "Home",
        /// Its resources are shown in the app's own.
        ProjectedBy = "ProjectedBy",
        /// The app's own manages it.
        ManagedBy = "ManagedBy",
    }
}

/// The tenants that the app's token can see.
#[cfg(feature = "client")]
#[derive(Clone, Debug)]
pub struct Tenants(Scope);

#[cfg(feature = "client")]
impl Tenants {
    pub(crate) fn new(root: Scope) -> Self {
        Self(root)
    }

    /// All of them.
    ///
    /// Role: none. Limits: Azure Resource Manager's reads per tenant, which the pipeline keeps to.
    ///
    /// # Errors
    ///
    /// [`Unauthenticated`](tenantscope_core::ErrorKind::Unauthenticated) if the token is refused.
    ///
    /// Source: <https://learn.microsoft.com/rest/api/resources/tenants/list>
    pub fn list(&self) -> List<Tenant> {
        self.0.list(&LIST, version::SUBSCRIPTIONS, &["tenants"])
    }
}

#[cfg(feature = "client")]
static LIST: Operation = Operation::new("list tenants").limit(crate::error::TENANT_READS);

#[cfg(test)]
mod tests {
    use tenantscope_core::Item;

    use super::*;

    #[test]
    fn tenant_is_read_whole() {
        let text = r#"{"id":"/tenants/0000000c-0000-0000-0000-000000000001","tenantId":"0000000c-0000-0000-0000-000000000001","countryCode":"US","displayName":"Contoso","domains":["contoso.com"],"tenantCategory":"Home","defaultDomain":"contoso.com","tenantType":"AAD"}"#;
        let tenant: Item<Tenant> = Item::from_json(text).unwrap();
        assert!(tenant.extra().is_empty());
        assert_eq!(tenant.tenant_category, Some(TenantCategory::Home));
    }
}
