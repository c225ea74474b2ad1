//! Microsoft Entra: tokens for apps, and the documents that lead to them.

mod assertion;
mod discovery;
mod error;
pub(crate) mod token;

pub(crate) use error::{throttled, unavailable};

use http::Method;

use crate::{
    http::{Call, Reply},
    world::World,
};

/// Where a request goes. A new document or flow is a new arm here.
pub(crate) fn route(world: &World, call: &Call) -> Reply {
    let route = call.route();
    let route: Vec<&str> = route.iter().map(String::as_str).collect();
    let segment = call.segments.first().map_or("", String::as_str);
    match (&call.method, route.as_slice()) {
        (&Method::POST, [_, "oauth2", "v2.0", "token"]) => {
            token::endpoint(world, call, segment, token::Version::V2)
        }
        (&Method::POST, [_, "oauth2", "token"]) => token::endpoint(world, call, segment, token::Version::V1),
        (method, [_, "oauth2", "token"] | [_, "oauth2", "v2.0", "token"]) => {
            let text = format!("The endpoint only accepts POST requests. Received a {method} request.");
            error::Aadsts::new(900_561, "invalid_request", text).reply(call)
        }
        (&Method::GET, ["common", "discovery", "instance"]) => discovery::instance(call),
        (&Method::GET, [_, "v2.0", ".well-known", "openid-configuration"]) => {
            discovery::openid(world, call, segment, token::Version::V2)
        }
        (&Method::GET, [_, ".well-known", "openid-configuration"]) => {
            discovery::openid(world, call, segment, token::Version::V1)
        }
        (&Method::GET, [_, "discovery", "v2.0", "keys"] | [_, "discovery", "keys"]) => discovery::keys(world),
        _ => Reply::html(404),
    }
}

pub(crate) fn decorate(call: &Call, reply: Reply) -> Reply {
    let reply = if reply.headers.contains_key("cache-control") {
        reply
    } else {
        reply
            .header("cache-control", "no-store, no-cache")
            .header("pragma", "no-cache")
            .header("expires", "-1")
    };
    let reply = match call.header("client-request-id") {
        Some(id) => reply.header("client-request-id", id),
        None => reply,
    };
    reply
        .header("x-ms-request-id", &call.request_id)
        .header("x-ms-ests-server", "2.1.22150.6 - EUS ProdSlices")
        .header("x-content-type-options", "nosniff")
        .header("strict-transport-security", "max-age=31536000; includeSubDomains")
}
