//! Where the emulator meets the client crates: the types of `tenantscope-core`, and nothing else of
//! it.

use async_trait::async_trait;
use tenantscope_core::{
    AccessToken, ClientId, Cloud, Error, ErrorKind, TenantId, Timestamp, TokenCredential, TokenRequest,
};

use crate::{
    app::App,
    emulator::Emulator,
    login::{
        client::Proof,
        mint::{Party, mint},
    },
    service::Service,
    tenant::Tenant,
    world::World,
};

fn cloud(world: &World) -> Cloud {
    Cloud::custom()
        .login(world.origin(Service::Login))
        .graph(world.origin(Service::Graph))
        .resource_manager(world.origin(Service::ResourceManager))
        .activity(world.origin(Service::Activity))
        .build()
        .expect("listeners on loopback have URLs")
}

impl Emulator {
    /// The emulator's cloud: the login, Graph, Resource Manager and Activity endpoints, each an
    /// origin of its own.
    pub fn cloud(&self) -> Cloud {
        cloud(&self.world)
    }
}

impl Tenant {
    /// The tenant's id, a GUID.
    pub fn id(&self) -> TenantId {
        self.state().id.parse().expect("a GUID is a tenant id")
    }

    /// The tenant's initial domain: `contoso.onmicrosoft.com`.
    pub fn domain(&self) -> TenantId {
        self.state().domain.parse().expect("a domain is a tenant id")
    }

    /// The emulator's cloud. As [`Emulator::cloud`].
    pub fn cloud(&self) -> Cloud {
        cloud(&self.world)
    }

    /// A credential that makes tokens in process, for tests that are not about getting them. It
    /// answers for this tenant unless a request names another, and refuses what the token endpoint
    /// would refuse.
    pub fn credential(&self) -> InProcessCredential {
        InProcessCredential { tenant: self.clone() }
    }
}

impl App {
    /// Its client id.
    pub fn client_id(&self) -> ClientId {
        self.world.app.id.parse().expect("a GUID is a client id")
    }
}

/// Tokens of the emulator's app, made in process. From [`Tenant::credential`].
#[derive(Clone, Debug)]
pub struct InProcessCredential {
    tenant: Tenant,
}

#[async_trait]
impl TokenCredential for InProcessCredential {
    async fn get_token(&self, request: &TokenRequest) -> Result<AccessToken, Error> {
        let world = &self.tenant.world;
        let tenant = match request.tenant() {
            None => self.tenant.state(),
            Some(name) => world.tenant(name.as_str()).ok_or_else(|| {
                Error::new(ErrorKind::TenantNotFound, format!("no tenant {name} in this emulator"))
            })?,
        };
        let resource = request.scope().strip_suffix("/.default").unwrap_or(request.scope());
        let claims = match request.claims() {
            None => None,
            Some(text) => Some(serde_json::from_str(text).map_err(|error| {
                Error::new(ErrorKind::InvalidInput, format!("the claims are no JSON: {error}"))
            })?),
        };
        let minted =
            mint(world, tenant, resource, &Party::App(Proof::Secret), claims).map_err(|refusal| {
                let kind = match refusal.code {
                    7_000_229 | 7_000_112 => ErrorKind::ConsentRequired,
                    _ => ErrorKind::Unauthenticated,
                };
                Error::builder(kind)
                    .operation("get token")
                    .status(400)
                    .code(format!("AADSTS{}", refusal.code))
                    .message(refusal.message())
                    .build()
            })?;
        Ok(AccessToken::new(minted.token, Timestamp::from(minted.expires_on)))
    }
}
