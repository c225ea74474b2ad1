//! The Instance Metadata Service of virtual machines, whose answers have text for numbers.

use serde_json::json;

use super::{Identity, Wanted, mint_for, oauth_error};
use crate::{
    http::{Call, Reply},
    world::World,
};

pub(super) fn token(world: &World, call: &Call) -> Reply {
    answer(world, call).unwrap_or_else(|refusal| refusal)
}

fn answer(world: &World, call: &Call) -> Result<Reply, Reply> {
    check_metadata(call)?;
    let resource = required(call, "resource")?;
    required(call, "api-version")?;
    let wanted = wanted(call, "msi_res_id")?;
    let identity = world.identities.find(&wanted).ok_or_else(not_found)?;
    issue(world, call, identity, resource)
}

/// Without this header, a page that a browser was lured to could ask too.
pub(super) fn check_metadata(call: &Call) -> Result<(), Reply> {
    if call.header("metadata") != Some("true") {
        return Err(oauth_error(400, "invalid_request", "Required metadata header not specified"));
    }
    if call.headers.contains_key("x-forwarded-for") {
        let text = "Requests with X-Forwarded-For header are not allowed";
        return Err(oauth_error(400, "invalid_request", text));
    }
    Ok(())
}

pub(super) fn required<'c>(call: &'c Call, name: &str) -> Result<&'c str, Reply> {
    let value = call.parameter(name).filter(|value| !value.is_empty());
    value.ok_or_else(|| {
        let text = format!("Required query variable '{name}' is missing");
        oauth_error(400, "invalid_request", &text)
    })
}

/// The identity that the query names, by at most one of three names.
pub(super) fn wanted<'c>(call: &'c Call, resource_id: &str) -> Result<Wanted<'c>, Reply> {
    let value = |name: &str| call.parameter(name).filter(|value| !value.is_empty());
    let names: Vec<Wanted<'_>> = [
        value("client_id").map(Wanted::Client),
        value("object_id").or_else(|| value("principal_id")).map(Wanted::Object),
        value(resource_id).map(Wanted::Resource),
    ]
    .into_iter()
    .flatten()
    .collect();
    match names.as_slice() {
        [] => Ok(Wanted::System),
        [one] => Ok(*one),
        _ => Err(oauth_error(400, "invalid_request", "Only one identity can be requested")),
    }
}

pub(super) fn not_found() -> Reply {
    oauth_error(400, "invalid_request", "Identity not found")
}

pub(super) fn issue(world: &World, call: &Call, identity: &Identity, resource: &str) -> Result<Reply, Reply> {
    let minted = mint_for(world, identity, resource)
        .map_err(|refusal| oauth_error(400, refusal.error, &refusal.message()))?;
    let body = json!({
        "access_token": minted.token,
        "client_id": identity.client_id,
        "expires_in": minted.expires_in.to_string(),
        "expires_on": minted.expires_on.unix_timestamp().to_string(),
        "ext_expires_in": minted.expires_in.to_string(),
        "not_before": call.at.unix_timestamp().to_string(),
        "refresh_token": "",
        "resource": resource,
        "token_type": "Bearer",
    });
    Ok(Reply::json(200, &body))
}
