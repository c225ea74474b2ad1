//! What a person lets the app do: the scopes of a request, and what becomes of them.

use super::{error::Aadsts, resource::Resource};
use crate::{permissions, service::Service, tenant::TenantState, world::World};

const OPENID: &[&str] = &["openid", "profile", "email", "offline_access"];

/// The scopes of one request, which are of one resource.
#[derive(Clone, Debug)]
pub(crate) struct Scopes {
    pub(crate) resource: String,
    names: Vec<String>,
    openid: Vec<String>,
}

impl Scopes {
    pub(crate) fn read(world: &World, text: &str) -> Result<Self, Aadsts> {
        let mut scopes = Self { resource: String::new(), names: Vec::new(), openid: Vec::new() };
        for scope in text.split_whitespace() {
            if OPENID.contains(&scope) {
                scopes.openid.push(scope.to_owned());
                continue;
            }
            // A bare name is one of Graph's.
            let graph = world.origin(Service::Graph);
            let (resource, name) = scope.rsplit_once('/').unwrap_or((graph, scope));
            if !scopes.names.is_empty() && resource != scopes.resource {
                let text = format!(
                    "Provided value for the input parameter scope is not valid because it contains more than one resource. \
                     Scope {text} is not valid."
                );
                return Err(Aadsts::new(28_000, "invalid_request", text));
            }
            resource.clone_into(&mut scopes.resource);
            scopes.names.push(name.to_owned());
        }
        if scopes.names.is_empty() {
            world.origin(Service::Graph).clone_into(&mut scopes.resource);
        }
        Ok(scopes)
    }

    /// Whether a refresh token is wanted.
    pub(crate) fn is_offline(&self) -> bool {
        self.openid.iter().any(|name| name == "offline_access")
    }

    /// Whether an id token is wanted.
    pub(crate) fn is_openid(&self) -> bool {
        self.openid.iter().any(|name| name == "openid")
    }

    /// The names that the token will have, if the tenant has consented to all of them.
    pub(crate) fn granted(&self, world: &World, tenant: &TenantState) -> Result<Vec<String>, Aadsts> {
        let all: Vec<String> = match Resource::find(world, tenant, &self.resource)? {
            Resource::Service(Service::Graph) => {
                let switches = tenant.switches();
                let roles = permissions::roles_for(Service::Graph, &switches.roles).into_iter();
                roles.chain(["User.Read"]).map(str::to_owned).collect()
            }
            Resource::App => vec!["access_as_user".to_owned()],
            _ => vec!["user_impersonation".to_owned()],
        };
        if self.names.iter().any(|name| name == ".default") {
            return Ok(all);
        }
        for name in &self.names {
            if !all.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                let text = format!(
                    "The user or administrator has not consented to use the application with ID '{}' named '{}'. Send an \
                     interactive authorization request for this user and resource.",
                    world.app.id, world.app.name
                );
                return Err(Aadsts::new(65_001, "invalid_grant", text).suberror("consent_required"));
            }
        }
        Ok(self.names.clone())
    }

    /// The `scope` of the answer.
    pub(crate) fn answer(&self, granted: &[String]) -> String {
        let named = granted.iter().map(|name| format!("{}/{name}", self.resource));
        let all: Vec<String> = self.openid.iter().cloned().chain(named).collect();
        all.join(" ")
    }
}
