//! Azure Arc: a machine elsewhere, which proves that it may read a file of its agent's.

use std::fs;

use super::{Wanted, imds, oauth_error};
use crate::{
    http::{Call, Reply},
    keys,
    world::{World, lock},
};

pub(super) fn token(world: &World, call: &Call) -> Reply {
    answer(world, call).unwrap_or_else(|refusal| refusal)
}

fn answer(world: &World, call: &Call) -> Result<Reply, Reply> {
    imds::check_metadata(call)?;
    let resource = imds::required(call, "resource")?;
    imds::required(call, "api-version")?;
    if !matches!(imds::wanted(call, "msi_res_id")?, Wanted::System) {
        return Err(imds::not_found());
    }
    let Some(shown) = call.header("authorization").and_then(|text| text.strip_prefix("Basic ")) else {
        return Err(challenge(world));
    };
    // Good once: the file is gone after that.
    let Some(path) = lock(&world.identities.state).arc_keys.remove(shown) else {
        return Err(challenge(world));
    };
    // What cannot be removed is a stale file in a folder of the test's.
    let _ = fs::remove_file(path);
    let identity = world.identities.find(&Wanted::System).ok_or_else(imds::not_found)?;
    imds::issue(world, call, identity, resource)
}

/// Writes a key and says where.
fn challenge(world: &World) -> Reply {
    let mut state = lock(&world.identities.state);
    let Some(folder) = state.arc_folder.clone() else {
        return oauth_error(500, "server_error", "The agent has no folder for its keys.");
    };
    let (path, key) = (folder.join(format!("{}.key", keys::random_guid())), keys::random_text());
    if let Err(error) = fs::write(&path, &key) {
        return oauth_error(500, "server_error", &format!("The agent cannot write its key: {error}"));
    }
    let realm = format!("Basic realm={}", path.display());
    state.arc_keys.insert(key, path);
    oauth_error(401, "unauthorized_client", "Missing Basic Authorization header")
        .header("www-authenticate", &realm)
}
