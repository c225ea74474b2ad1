//! What a token can be for.

use super::error::Aadsts;
use crate::{
    service::{self, Service},
    tenant::TenantState,
    world::World,
};

/// The audiences of tokens that are made to be exchanged, one per cloud.
const EXCHANGE: &[&str] =
    &["api://AzureADTokenExchange", "api://AzureADTokenExchangeUSGov", "api://AzureADTokenExchangeChina"];

/// What a resource identifier stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resource {
    /// One of the services.
    Service(Service),
    /// The app itself, as an API of its own.
    App,
    /// The token exchange of federated credentials.
    Exchange,
}

impl Resource {
    /// The resource with this identifier; its address, `api://` name or id.
    pub(crate) fn find(world: &World, tenant: &TenantState, identifier: &str) -> Result<Self, Aadsts> {
        if let Some((service, _)) = service::resource(identifier, world.origins()) {
            return Ok(Self::Service(service));
        }
        let name = identifier.trim_end_matches('/');
        if name.strip_prefix("api://").unwrap_or(name).eq_ignore_ascii_case(&world.app.id) {
            return Ok(Self::App);
        }
        if EXCHANGE.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            return Ok(Self::Exchange);
        }
        let text = format!(
            "The resource principal named {identifier} was not found in the tenant named {}. This can happen if the application \
             has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might \
             have sent your authentication request to the wrong tenant.",
            tenant.name
        );
        Err(Aadsts::new(500_011, "invalid_resource", text))
    }
}
