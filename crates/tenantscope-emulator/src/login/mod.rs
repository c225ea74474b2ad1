//! Microsoft Entra: tokens for apps and for people, the pages that people see, and the documents that
//! lead to them.

mod assertion;
pub(crate) mod client;
mod code;
mod consent;
mod delegated;
mod device;
mod discovery;
mod error;
pub(crate) mod federation;
mod form;
pub(crate) mod mint;
mod page;
mod resource;
pub(crate) mod scopes;
pub(crate) mod sessions;
pub(crate) mod token;

pub(crate) use error::{Aadsts, throttled, unavailable};

use http::Method;

use crate::{
    http::{Call, Reply},
    service::{self, National},
    world::World,
};

/// Where a request goes. A new document or flow is a new arm here.
pub(crate) fn route(world: &World, call: &Call) -> Reply {
    let route = call.route();
    let route: Vec<&str> = route.iter().map(String::as_str).collect();
    let segment = call.segments.first().map_or("", String::as_str);
    let elsewhere = service::known_host(call.host()).is_some_and(|host| host.national != National::Public);
    if elsewhere && world.settings.only_commercial && world.tenant(segment).is_some() {
        return token::tenant_not_found(segment).reply(call);
    }
    match (&call.method, route.as_slice()) {
        (&Method::POST, [_, "oauth2", "v2.0", "token"]) => {
            token::endpoint(world, call, segment, token::Version::V2)
        }
        (&Method::POST, [_, "oauth2", "token"]) => token::endpoint(world, call, segment, token::Version::V1),
        (&Method::POST, [_, "oauth2", "v2.0", "devicecode"]) => device::begin(world, call, segment),
        (&Method::GET, [_, "oauth2", "v2.0", "authorize"]) => code::authorize(world, call, segment),
        (&Method::GET, [_, "adminconsent"]) => consent::admin(world, call, segment, token::Version::V1),
        (&Method::GET, [_, "v2.0", "adminconsent"]) => {
            consent::admin(world, call, segment, token::Version::V2)
        }
        (method, [_, "oauth2", "token"] | [_, "oauth2", "v2.0", "token" | "devicecode"]) => {
            let text = format!("The endpoint only accepts POST requests. Received a {method} request.");
            Aadsts::new(900_561, "invalid_request", text).reply(call)
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
