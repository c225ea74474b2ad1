//! Managed identities: the endpoints that a platform gives its machines, and GitHub its jobs.

mod app_service;
mod arc;
mod cloud_shell;
mod fabric;
mod github;
mod handle;
mod imds;
mod machine_learning;

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Mutex, OnceLock},
};

use http::Method;
use serde_json::json;

use crate::{
    http::{Call, Reply},
    keys,
    login::{
        Aadsts,
        mint::{Minted, Party, mint},
    },
    rng::Rng,
    world::{World, lock},
};

pub use handle::{AssignedIdentity, ManagedIdentity};

/// What user-assigned identities are to Resource Manager.
const USER: &str = "Microsoft.ManagedIdentity/userAssignedIdentities";

/// One identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) name: String,
    pub(crate) client_id: String,
    pub(crate) object_id: String,
    pub(crate) resource_id: String,
}

/// The identities of a machine, and what it keeps about its endpoints.
#[derive(Debug)]
pub(crate) struct Identities {
    system: Identity,
    user: Vec<Identity>,
    state: Mutex<State>,
    fabric: OnceLock<(String, String)>,
}

#[derive(Debug)]
struct State {
    has_system: bool,
    /// What App Service and its like want to see in a header. It changes now and then.
    header: String,
    arc_folder: Option<PathBuf>,
    /// The keys that Azure Arc has written and nobody has shown yet.
    arc_keys: HashMap<String, PathBuf>,
    github_subject: String,
}

impl Identities {
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = Rng::keyed(seed, "identities", &[]);
        let mut identity = |name: &str, path: &str| Identity {
            name: name.to_owned(),
            client_id: rng.guid(),
            object_id: rng.guid(),
            resource_id: format!(
                "/subscriptions/{}/resourcegroups/posture/providers/{path}/{name}",
                rng.guid()
            ),
        };
        Self {
            system: identity("posture-vm", "Microsoft.Compute/virtualMachines"),
            user: vec![identity("posture-reader", USER), identity("posture-writer", USER)],
            state: Mutex::new(State {
                has_system: true,
                header: keys::random_guid(),
                arc_folder: None,
                arc_keys: HashMap::new(),
                github_subject: "repo:contoso/posture:ref:refs/heads/main".to_owned(),
            }),
            fabric: OnceLock::new(),
        }
    }

    /// Where Service Fabric listens, and the thumbprint of its certificate.
    pub(crate) fn set_fabric(&self, origin: String, thumbprint: String) {
        // Set once, by the one who binds the listener.
        let _ = self.fabric.set((origin, thumbprint));
    }

    /// The identity that one of these names stands for; the machine's own without a name. None if
    /// there is no such identity here.
    fn find(&self, wanted: &Wanted<'_>) -> Option<&Identity> {
        let named = |name: &str, of: fn(&Identity) -> &String| {
            let own = Some(&self.system).filter(|_| lock(&self.state).has_system);
            own.into_iter().chain(&self.user).find(|known| of(known).eq_ignore_ascii_case(name))
        };
        match wanted {
            Wanted::System if lock(&self.state).has_system => Some(&self.system),
            // A machine with one identity needs no name for it.
            Wanted::System => Some(&self.user[0]).filter(|_| self.user.len() == 1),
            Wanted::Client(name) => named(name, |identity| &identity.client_id),
            Wanted::Object(name) => named(name, |identity| &identity.object_id),
            Wanted::Resource(name) => named(name, |identity| &identity.resource_id),
        }
    }

    fn header(&self) -> String {
        lock(&self.state).header.clone()
    }
}

/// Which identity a request is for.
#[derive(Clone, Copy, Debug)]
enum Wanted<'q> {
    System,
    Client(&'q str),
    Object(&'q str),
    Resource(&'q str),
}

/// Where a request goes. A new platform is a new arm here and a file beside this one.
pub(crate) fn route(world: &World, call: &Call) -> Reply {
    let route = call.route();
    let route: Vec<&str> = route.iter().map(String::as_str).collect();
    match (&call.method, route.as_slice()) {
        (&Method::GET, ["metadata", "identity", "oauth2", "token"]) => imds::token(world, call),
        (&Method::GET, ["msi", "token"]) => app_service::token(world, call),
        (&Method::GET, ["arc", "metadata", "identity", "oauth2", "token"]) => arc::token(world, call),
        (&Method::GET, ["azureml", "token"]) => machine_learning::token(world, call),
        (&Method::POST, ["oauth2", "token"]) => cloud_shell::token(world, call),
        (&Method::GET, ["fabric", "metadata", "identity", "oauth2", "token"]) => fabric::token(world, call),
        (&Method::GET, ["github", "token"]) => github::token(world, call),
        (_, ["metadata" | "arc" | "msi" | "azureml" | "oauth2" | "fabric" | "github", ..]) => {
            oauth_error(405, "method_not_allowed", "The method is not allowed for this path.")
        }
        _ => oauth_error(404, "not_found", "The requested resource does not exist."),
    }
}

/// A token of an identity, which lives in the first tenant.
fn mint_for(world: &World, identity: &Identity, resource: &str) -> Result<Minted, Aadsts> {
    mint(world, &world.tenants[0], resource, &Party::Identity(identity), None)
}

/// `{"error", "error_description"}`, the form of most of these endpoints.
fn oauth_error(status: u16, error: &str, description: &str) -> Reply {
    Reply::json(status, &json!({"error": error, "error_description": description}))
}

pub(crate) fn throttled(status: u16) -> Reply {
    oauth_error(status, "too_many_requests", "Temporarily throttled, too many requests")
}

pub(crate) fn unavailable() -> Reply {
    oauth_error(503, "service_unavailable", "The identity service is temporarily unavailable.")
}
