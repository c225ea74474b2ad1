//! Service Fabric, behind TLS with a certificate that clients know by its thumbprint.

use serde_json::json;

use super::{Wanted, mint_for};
use crate::{
    http::{Call, Reply},
    world::World,
};

const VERSIONS: &[&str] = &["2019-07-01-preview", "2020-05-01"];

pub(super) fn token(world: &World, call: &Call) -> Reply {
    answer(world, call).unwrap_or_else(|refusal| refusal)
}

fn answer(world: &World, call: &Call) -> Result<Reply, Reply> {
    let refuse = |status, code: &str, message: &str| {
        let error = json!({"code": code, "message": message, "correlationId": call.request_id});
        Reply::json(status, &json!({"error": error}))
    };
    if !call.base.starts_with("https://") {
        return Err(refuse(400, "InternalServerError", "The endpoint is served over TLS only."));
    }
    if call.header("secret") != Some(world.identities.header().as_str()) {
        return Err(refuse(400, "SecretHeaderNotFound", "Secret is not found in the request headers."));
    }
    if !call.parameter("api-version").is_some_and(|version| VERSIONS.contains(&version)) {
        return Err(refuse(400, "InvalidApiVersion", "The api-version is missing or not supported."));
    }
    let resource = call.parameter("resource").filter(|resource| !resource.is_empty());
    let resource =
        resource.ok_or_else(|| refuse(400, "ArgumentNullOrEmpty", "The resource is null or empty."))?;
    let wanted = call.parameter("principalId").map_or(Wanted::System, Wanted::Object);
    let identity = world
        .identities
        .find(&wanted)
        .ok_or_else(|| refuse(404, "ManagedIdentityNotFound", "The specified identity cannot be found."))?;
    let minted = mint_for(world, identity, resource)
        .map_err(|refusal| refuse(500, "InternalServerError", &refusal.message()))?;
    let body = json!({
        "access_token": minted.token,
        "expires_on": minted.expires_on.unix_timestamp(),
        "resource": resource,
        "token_type": "Bearer",
    });
    Ok(Reply::json(200, &body))
}
