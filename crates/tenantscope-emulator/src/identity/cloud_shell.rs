//! Cloud Shell, which has no identity of its own: the token is that of the person in the shell.

use serde_json::json;

use super::imds;
use crate::{
    data::people,
    http::{Call, Reply},
    login::{
        mint::{Party, mint},
        scopes::Scopes,
    },
    world::World,
};

pub(super) fn token(world: &World, call: &Call) -> Reply {
    answer(world, call).unwrap_or_else(|refusal| refusal)
}

fn answer(world: &World, call: &Call) -> Result<Reply, Reply> {
    imds::check_metadata(call)
        .map_err(|_| error(400, "bad_request_102", "Required metadata header not specified"))?;
    let form = call.form();
    let value = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let resource = value("resource").filter(|resource| !resource.is_empty());
    let resource =
        resource.ok_or_else(|| error(400, "invalid_request", "The resource parameter is missing."))?;
    if ["client_id", "object_id", "msi_res_id"].iter().any(|name| value(name).is_some()) {
        return Err(error(400, "invalid_request", "Cloud Shell has no user-assigned identities."));
    }
    let (tenant, refuse) = (&world.tenants[0], |message: String| error(400, "invalid_resource", &message));
    let granted = Scopes::read(world, &format!("{resource}/.default"))
        .and_then(|scopes| scopes.granted(world, tenant))
        .map_err(|refusal| refuse(refusal.message()))?;
    let person = people::person(tenant, 0);
    let party = Party::Person { person: &person, scopes: &granted, proof: None };
    let minted = mint(world, tenant, resource, &party, None).map_err(|refusal| refuse(refusal.message()))?;
    let body = json!({
        "access_token": minted.token,
        "expires_in": minted.expires_in.to_string(),
        "expires_on": minted.expires_on.unix_timestamp().to_string(),
        "not_before": call.at.unix_timestamp().to_string(),
        "refresh_token": "",
        "resource": resource,
        "scope": granted.join(" "),
        "token_type": "Bearer",
    });
    Ok(Reply::json(200, &body))
}

fn error(status: u16, code: &str, message: &str) -> Reply {
    Reply::json(status, &json!({"error": {"code": code, "message": message}}))
}
