//! What anybody may know of another tenant.

use http::Method;
use tenantscope_core::{Item, Operation, Result, TenantId};

use crate::{GraphClient, query::quoted};

models! {
    /// What anybody may know of another tenant.
    pub struct TenantInformation: "tenantInformation" {
        /// The tenant's id.
        pub tenant_id: Option<String>,
        /// The name that people see.
        pub display_name: Option<String>,
        /// Its default domain.
        pub default_domain_name: Option<String>,
        /// The name of who signs its users in.
        pub federation_brand_name: Option<String>,
    }
}

static FIND: Operation =
    Operation::new("find tenant information").permissions(&["CrossTenantInformation.ReadBasic.All"]);

impl GraphClient {
    /// Finds out what anybody may know of another tenant, by its id or a domain.
    ///
    /// * Permission: `CrossTenantInformation.ReadBasic.All`
    /// * Source: "findTenantInformationByDomainName",
    ///   <https://learn.microsoft.com/graph/api/tenantrelationship-findtenantinformationbydomainname>
    ///
    /// # Errors
    ///
    /// [`NotFound`](tenantscope_core::ErrorKind::NotFound) if there is no such tenant in this cloud.
    pub async fn tenant_information(&self, tenant: &TenantId) -> Result<Item<TenantInformation>> {
        let name = quoted(tenant.as_str());
        let function = if tenant.is_guid() {
            format!("findTenantInformationByTenantId(tenantId={name})")
        } else {
            format!("findTenantInformationByDomainName(domainName={name})")
        };
        let request = self.request(&FIND, Method::GET, &["tenantRelationships", &function])?;
        self.service().send(request).await?.item()
    }
}
