//! GitHub Actions: the token of a job, to be exchanged at Entra.

use serde_json::json;

use super::handle::GITHUB_ISSUER;
use crate::{
    http::{Call, Reply},
    keys,
    world::{World, lock},
};

/// How long a job's token is good.
const LIFETIME: i64 = 300;

pub(super) fn token(world: &World, call: &Call) -> Reply {
    if call.bearer() != Some(world.identities.header().as_str()) {
        return Reply::json(401, &json!({"message": "Requires authentication"}));
    }
    let now = call.at.unix_timestamp();
    let claims = json!({
        "aud": call.parameter("audience").unwrap_or("https://github.com/contoso"),
        "exp": now + LIFETIME,
        "iat": now,
        "iss": GITHUB_ISSUER,
        "jti": keys::random_guid(),
        "nbf": now,
        "sub": lock(&world.identities.state).github_subject,
    });
    Reply::json(200, &json!({"value": world.signer.sign(&claims)}))
}
