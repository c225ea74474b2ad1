//! Access tokens, for whoever gets one.

use std::time::Duration;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{client::Proof, error::Aadsts, federation, resource::Resource};
use crate::{
    data::people::Person,
    identity::Identity,
    keys, permissions,
    rng::Rng,
    service::Service,
    tenant::{Consent, TenantState},
    world::{World, lock},
};

/// How long the tokens of managed identities live.
const A_DAY: Duration = Duration::from_secs(86_400);

/// Who a token is made for.
pub(crate) enum Party<'p> {
    /// The app, in its own name.
    App(Proof),
    /// An identity that the platform looks after.
    Identity(&'p Identity),
    /// A person who uses the app, which may do this much in that person's name.
    Person { person: &'p Person, scopes: &'p [String], proof: Option<Proof> },
}

/// A token that was made.
#[derive(Clone, Debug)]
pub(crate) struct Minted {
    pub(crate) token: String,
    pub(crate) expires_in: u64,
    pub(crate) expires_on: OffsetDateTime,
    pub(crate) refresh_in: Option<u64>,
}

/// Makes a token for `party` in `tenant`, if the tenant lets it.
pub(crate) fn mint(
    world: &World,
    tenant: &TenantState,
    resource: &str,
    party: &Party<'_>,
    claims: Option<Value>,
) -> Result<Minted, Aadsts> {
    let switches = tenant.switches().clone();
    if !matches!(party, Party::Identity(_)) {
        check_consent(world, tenant, switches.consent)?;
    }
    let target = Resource::find(world, tenant, resource)?;
    let now = world.clock.now();
    let id = keys::base64url(keys::random_guid().as_bytes());
    let lifetime = world.settings.token_lifetime.unwrap_or_else(|| {
        if matches!(party, Party::Identity(_)) {
            return A_DAY;
        }
        // 60 to 90 minutes, as Entra spreads them so that not everybody comes back at once.
        let minutes = Rng::keyed(world.settings.seed, &id, &[]).between(60, 89);
        Duration::from_secs(minutes.unsigned_abs() * 60 + 59)
    });
    let expires_on = now + lifetime;
    let refresh_in = (lifetime >= Duration::from_secs(7200)).then_some(lifetime.as_secs() / 2);
    let issuer = match target {
        Resource::Exchange => federation::own_issuer(world, &tenant.id),
        _ => format!("https://sts.windows.net/{}/", tenant.id),
    };
    let mut token = json!({
        "aud": resource,
        "iss": issuer,
        "iat": now.unix_timestamp(),
        "nbf": now.unix_timestamp(),
        "exp": expires_on.unix_timestamp(),
        "aio": "k2RgYHhmdfzI1rBpq3Y",
        "idp": format!("https://sts.windows.net/{}/", tenant.id),
        "rh": "1.AAAA",
        "tenant_region_scope": tenant.region_scope(),
        "tid": tenant.id,
        "uti": id,
        "ver": "1.0",
        "xms_tcdt": 1_550_000_000,
    });
    for (name, value) in claims_about(world, tenant, party) {
        token[name] = value;
    }
    match (party, target) {
        (Party::Person { scopes, .. }, _) => token["scp"] = json!(scopes.join(" ")),
        (_, Resource::Service(service)) => {
            let roles = permissions::roles_for(service, &switches.roles);
            if !roles.is_empty() {
                token["roles"] = json!(roles);
            }
        }
        _ => {}
    }
    if let Some(claims) = claims {
        let capabilities = &claims["access_token"]["xms_cc"]["values"];
        if target == Resource::Service(Service::Graph) && capabilities.is_array() {
            token["xms_cc"] = capabilities.clone();
        }
        lock(&world.requested_claims).insert(id, claims);
    }
    Ok(Minted { token: world.signer.sign(&token), expires_in: lifetime.as_secs(), expires_on, refresh_in })
}

fn check_consent(world: &World, tenant: &TenantState, consent: Consent) -> Result<(), Aadsts> {
    let app = &world.app;
    match consent {
        Consent::Given => Ok(()),
        Consent::Withdrawn => {
            let text = format!(
                "The client application {} is missing service principal in the tenant {}. See instructions here: \
                 https://go.microsoft.com/fwlink/?linkid=2225119",
                app.id, tenant.id
            );
            Err(Aadsts::new(7_000_229, "invalid_client", text))
        }
        Consent::Disabled => {
            let text = format!("Application '{}'({}) is disabled.", app.id, app.name);
            Err(Aadsts::new(7_000_112, "unauthorized_client", text))
        }
    }
}

fn claims_about(world: &World, tenant: &TenantState, party: &Party<'_>) -> Vec<(&'static str, Value)> {
    let authentication = |proof: Option<Proof>| match proof {
        None => "0",
        Some(Proof::Secret) => "1",
        Some(Proof::Certificate) => "2",
    };
    let app = &world.app;
    match party {
        Party::App(proof) => vec![
            ("app_displayname", json!(app.name)),
            ("appid", json!(app.id)),
            ("appidacr", json!(authentication(Some(*proof)))),
            ("idtyp", json!("app")),
            ("oid", json!(tenant.object_id)),
            ("sub", json!(tenant.object_id)),
            ("wids", json!(["0997a1d0-0d1d-4acb-b408-d5ca73121e90"])),
        ],
        Party::Identity(identity) => vec![
            ("app_displayname", json!(identity.name)),
            ("appid", json!(identity.client_id)),
            ("appidacr", json!("2")),
            ("idtyp", json!("app")),
            ("oid", json!(identity.object_id)),
            ("sub", json!(identity.object_id)),
            ("xms_mirid", json!(identity.resource_id)),
        ],
        Party::Person { person, proof, .. } => vec![
            ("app_displayname", json!(app.name)),
            ("appid", json!(app.id)),
            ("appidacr", json!(authentication(*proof))),
            ("amr", json!(["pwd", "mfa"])),
            ("idtyp", json!("user")),
            ("name", json!(person.name)),
            ("oid", json!(person.id)),
            ("sub", json!(keys::base64url(&keys::sha256(person.id.as_bytes())))),
            ("unique_name", json!(person.upn)),
            ("upn", json!(person.upn)),
        ],
    }
}
