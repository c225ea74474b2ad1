//! What the identity platform tells about a tenant without a token.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};
use tokio::sync::OnceCell;
use url::Url;

use crate::{
    Cloud, Endpoint, Error, ErrorKind, Item, Pipeline, Response, Result, TenantId,
    failure::{Failure, Verdict},
    operation::{Operation, Service},
    service_client::ServiceClient,
};

/// A tenant's OpenID configuration, as far as it tells about the tenant.
///
/// Source: Microsoft's page "OpenID Connect on the Microsoft identity platform"; the two region members are
/// undocumented, so they are hints only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OpenIdConfiguration {
    /// Where tokens are asked for. The path begins with the tenant's GUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_endpoint: Option<String>,
    /// Who signs the tokens. The path begins with the tenant's GUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Where the tenant's data is: `WW`, `NA`, `EU`, `USGov`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_region_scope: Option<String>,
    /// `GCC`, `DODCON` (GCC High) or `DOD`; absent in the commercial cloud.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_region_sub_scope: Option<String>,
    /// The cloud's own name: `microsoftonline.com`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cloud_instance_name: Option<String>,
    /// Microsoft Graph's host in this cloud.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub msgraph_host: Option<String>,
}

impl OpenIdConfiguration {
    /// The tenant's GUID, from the token endpoint or the issuer.
    pub fn tenant_id(&self) -> Option<TenantId> {
        [&self.token_endpoint, &self.issuer]
            .into_iter()
            .flatten()
            .filter_map(|url| Url::parse(url).ok()?.path_segments()?.next()?.parse::<TenantId>().ok())
            .find(TenantId::is_guid)
    }
}

static READ_CONFIGURATION: Operation = Operation::new("read the tenant's OpenID configuration");

static IDENTITY_PLATFORM: Service =
    Service::new("the Microsoft identity platform").request_id_header("client-request-id").classify(classify);

fn classify(failure: &Failure) -> Option<Verdict> {
    let words = failure.message().unwrap_or_default();
    let unknown = words.starts_with("AADSTS90002") || words.starts_with("AADSTS900023");
    (unknown || failure.status() == 404).then(|| {
        let code =
            words.split(':').next().filter(|code| code.starts_with("AADSTS")).unwrap_or("invalid_tenant");
        Verdict::new(ErrorKind::TenantNotFound).code(code)
    })
}

/// The GUIDs of tenants that were named by a domain.
#[derive(Debug, Default)]
pub(crate) struct Tenants(Mutex<HashMap<(Url, TenantId), Guid>>);

/// A GUID that one caller looks up while the others wait for it.
type Guid = Arc<OnceCell<TenantId>>;

impl Pipeline {
    /// Asks the identity platform about a tenant. It needs no token.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TenantNotFound`] if this cloud has no such tenant.
    pub async fn openid_configuration(
        &self,
        cloud: &Cloud,
        tenant: &TenantId,
    ) -> Result<Item<OpenIdConfiguration>> {
        self.openid_response(cloud, tenant).await?.item()
    }

    /// The same as a whole answer, whose head tells the identity platform's time.
    ///
    /// # Errors
    ///
    /// As [`openid_configuration`](Self::openid_configuration).
    pub async fn openid_response(&self, cloud: &Cloud, tenant: &TenantId) -> Result<Response> {
        let login = Endpoint::new(cloud.login().as_str(), "")?;
        let client = ServiceClient::new(self.clone(), &IDENTITY_PLATFORM, login).with_tenant(tenant.clone());
        let path = [tenant.as_str(), "v2.0", ".well-known", "openid-configuration"];
        client.send(client.get(&READ_CONFIGURATION, &path)?).await
    }

    /// The tenant's GUID. A domain is looked up once and then remembered by this pipeline.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TenantNotFound`] if this cloud has no such tenant.
    pub async fn tenant_guid(&self, cloud: &Cloud, tenant: &TenantId) -> Result<TenantId> {
        if tenant.is_guid() {
            return Ok(tenant.clone());
        }
        let cell = {
            // No code under this lock can panic halfway through a change.
            let mut known = self.tenants().0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(known.entry((cloud.login(), tenant.clone())).or_default())
        };
        let guid = cell.get_or_try_init(|| async {
            self.openid_configuration(cloud, tenant).await?.tenant_id().ok_or_else(|| {
                Error::builder(ErrorKind::UnexpectedResponse)
                    .operation(READ_CONFIGURATION.name())
                    .tenant(tenant.clone())
                    .detail("the configuration names no tenant id")
                    .build()
            })
        });
        guid.await.cloned()
    }
}
