//! Azure Machine Learning, in the manner of 2017: client ids only, and dates that people read.

use serde_json::json;

use super::{Wanted, mint_for, oauth_error};
use crate::{
    clock,
    http::{Call, Reply},
    world::World,
};

pub(super) fn token(world: &World, call: &Call) -> Reply {
    answer(world, call).unwrap_or_else(|refusal| refusal)
}

fn answer(world: &World, call: &Call) -> Result<Reply, Reply> {
    if call.header("secret") != Some(world.identities.header().as_str()) {
        return Err(oauth_error(401, "unauthorized", "The secret header is missing or not valid."));
    }
    if call.parameter("api-version") != Some("2017-09-01") {
        return Err(oauth_error(400, "invalid_request", "The api-version is missing or not supported."));
    }
    let resource = super::imds::required(call, "resource")?;
    let client = call.parameter("clientid").filter(|id| !id.is_empty());
    let wanted = client.map_or(Wanted::System, Wanted::Client);
    let identity = world.identities.find(&wanted).ok_or_else(super::imds::not_found)?;
    let minted = mint_for(world, identity, resource)
        .map_err(|refusal| oauth_error(400, refusal.error, &refusal.message()))?;
    let body = json!({
        "access_token": minted.token,
        "expires_on": clock::american(minted.expires_on),
        "resource": resource,
        "token_type": "Bearer",
    });
    Ok(Reply::json(200, &body))
}
