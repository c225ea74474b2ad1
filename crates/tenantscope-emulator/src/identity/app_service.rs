//! App Service, Functions and Container Apps.

use serde_json::json;

use super::{Wanted, imds, mint_for};
use crate::{
    http::{Call, Reply},
    world::World,
};

const VERSIONS: &[&str] = &["2019-08-01", "2025-03-30"];

pub(super) fn token(world: &World, call: &Call) -> Reply {
    answer(world, call).unwrap_or_else(|refusal| refusal)
}

fn answer(world: &World, call: &Call) -> Result<Reply, Reply> {
    if call.header("x-identity-header") != Some(world.identities.header().as_str()) {
        return Err(error(401, "The X-IDENTITY-HEADER is missing or not valid."));
    }
    if !call.parameter("api-version").is_some_and(|version| VERSIONS.contains(&version)) {
        return Err(error(400, "The api-version is missing or not supported."));
    }
    let resource = call.parameter("resource").filter(|resource| !resource.is_empty());
    let resource = resource.ok_or_else(|| error(400, "The resource is missing."))?;
    // The name that IMDS has for this parameter is ignored, and the machine's own identity answers.
    let wanted = imds::wanted(call, "mi_res_id")
        .map_err(|_| error(400, "Only one of client_id, principal_id and mi_res_id can be given."))?;
    let identity = world.identities.find(&wanted).ok_or_else(|| {
        let kind = match wanted {
            Wanted::Client(_) => "ClientId",
            Wanted::Object(_) => "PrincipalId",
            _ => "ResourceId",
        };
        error(400, &format!("No Managed Identity found for specified {kind}."))
    })?;
    // A wrong resource is not told from a failure.
    let minted = mint_for(world, identity, resource)
        .map_err(|_| error(500, "An unexpected error occured while fetching the AAD Token."))?;
    let body = json!({
        "access_token": minted.token,
        "client_id": identity.client_id,
        "expires_on": minted.expires_on.unix_timestamp().to_string(),
        "resource": resource,
        "token_type": "Bearer",
    });
    Ok(Reply::json(200, &body))
}

fn error(status: u16, message: &str) -> Reply {
    Reply::json(status, &json!({"statusCode": status, "message": message}))
}
