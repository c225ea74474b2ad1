//! The check of a bearer token that every API makes. How a refusal is worded is each API's own
//! business.

use serde_json::Value;
use time::OffsetDateTime;

use crate::{
    http::Call,
    keys::Forged,
    service::{self, Service},
    tenant::TenantState,
    world::World,
};

/// A token that passed: who bears it, and what it allows.
#[derive(Clone, Debug)]
pub(crate) struct Bearer<'w> {
    pub(crate) tenant: &'w TenantState,
    pub(crate) app: String,
    pub(crate) object_id: String,
    /// Application permissions; in a person's token, delegated ones.
    pub(crate) roles: Vec<String>,
}

impl Bearer<'_> {
    /// Whether the token carries one of these permissions.
    pub(crate) fn has_any(&self, permissions: &[&str]) -> bool {
        self.roles.iter().any(|role| permissions.contains(&role.as_str()))
    }
}

/// Why a token was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Missing,
    Malformed,
    Signature,
    Audience(String),
    Expired(OffsetDateTime),
    UnknownTenant(String),
}

/// Checks the token of `call` against the service that it came to.
pub(crate) fn check<'w>(world: &'w World, call: &Call) -> Result<Bearer<'w>, Refusal> {
    let token = call.bearer().filter(|token| !token.is_empty()).ok_or(Refusal::Missing)?;
    let claims = world.signer.open(token).map_err(|forged| match forged {
        Forged::Malformed => Refusal::Malformed,
        Forged::Signature => Refusal::Signature,
    })?;
    let text = |name: &str| claims[name].as_str().unwrap_or_default().to_owned();
    let audience = text("aud");
    if !accepts(world, call, &audience) {
        return Err(Refusal::Audience(audience));
    }
    let expiry = OffsetDateTime::from_unix_timestamp(claims["exp"].as_i64().unwrap_or_default())
        .unwrap_or(OffsetDateTime::UNIX_EPOCH);
    if expiry <= call.at {
        return Err(Refusal::Expired(expiry));
    }
    let tenant_id = text("tid");
    let tenant = world.tenant(&tenant_id).ok_or(Refusal::UnknownTenant(tenant_id))?;
    let roles = claims["roles"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let scopes = claims["scp"].as_str().unwrap_or_default().split_whitespace();
    Ok(Bearer {
        tenant,
        app: text("appid"),
        object_id: text("oid"),
        roles: roles.chain(scopes).map(str::to_owned).collect(),
    })
}

/// Whether a token for `audience` is good at the service and, at a host of a real cloud, in the
/// cloud that was asked.
fn accepts(world: &World, call: &Call, audience: &str) -> bool {
    let Some((service, national)) = service::resource(audience, world.origins()) else {
        return false;
    };
    let here = service::known_host(call.host()).map(|host| host.national);
    let same_cloud = national.is_none() || here.is_none() || national == here;
    service == call.service && service != Service::Login && same_cloud
}
