//! Microsoft Graph.

pub(crate) mod error;
mod odata;
mod organization;
mod profiles;
mod secure_scores;

use http::Method;
use serde_json::Value;

use crate::{
    bearer::{self, Bearer, Refusal},
    http::{Call, Outcome, Reply},
    world::World,
};

pub(crate) use error::{throttled, unavailable};

const CONTENT_TYPE: &str =
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

/// Where a request goes. A new resource is a new arm here and a file beside this one.
pub(crate) fn route(world: &World, call: &Call) -> Reply {
    Reply::of(dispatch(world, call))
}

fn dispatch(world: &World, call: &Call) -> Outcome {
    let bearer = bearer::check(world, call).map_err(|refusal| error::unauthorized(call, &refusal))?;
    let route = call.route();
    let route: Vec<&str> = route.iter().map(String::as_str).collect();
    let rest = match route.as_slice() {
        ["v1.0" | "beta", rest @ ..] => rest,
        [version, ..] => return Err(error::bad_request(call, &format!("Invalid version: {version}"))),
        [] => return Err(error::bad_request(call, "Empty Payload. JSON content expected.")),
    };
    let context = Context { world, call, bearer };
    // Ids are compared with case, unlike the words around them.
    let id = call.segments.last().map_or("", String::as_str);
    match (&call.method, rest) {
        (&Method::GET, ["security", "securescores"]) => secure_scores::list(&context),
        (&Method::GET, ["security", "securescores", _]) => secure_scores::get(&context, id),
        (&Method::GET, ["security", "securescorecontrolprofiles"]) => profiles::list(&context),
        (&Method::GET, ["security", "securescorecontrolprofiles", _]) => profiles::get(&context, id),
        (&Method::PATCH, ["security", "securescorecontrolprofiles", _]) => profiles::update(&context, id),
        (&Method::GET, ["organization"]) => organization::list(&context),
        (_, ["security", "securescores" | "securescorecontrolprofiles", ..] | ["organization"]) => {
            let text = "Specified HTTP method is not allowed for the request target.";
            Err(error::reply(call, 405, "Request_BadRequest", text))
        }
        _ => Err(error::unknown_segment(call)),
    }
}

/// What a handler works with.
pub(crate) struct Context<'c> {
    pub(crate) world: &'c World,
    pub(crate) call: &'c Call,
    pub(crate) bearer: Bearer<'c>,
}

impl Context<'_> {
    /// A refusal unless the token has one of these permissions.
    fn require(&self, permissions: &[&str]) -> Result<(), Reply> {
        if self.bearer.has_any(permissions) {
            return Ok(());
        }
        Err(error::reply(
            self.call,
            403,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        ))
    }
}

fn ok(body: &Value) -> Reply {
    Reply::json(200, body).header("content-type", CONTENT_TYPE)
}

pub(crate) fn decorate(call: &Call, reply: Reply) -> Reply {
    let client_id = call.header("client-request-id").unwrap_or(&call.request_id).to_owned();
    let echo =
        call.header("return-client-request-id").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let reply = if echo { reply.header("client-request-id", &client_id) } else { reply };
    reply
        .header("request-id", &call.request_id)
        .header("cache-control", "no-cache")
        .header("odata-version", "4.0")
        .header("strict-transport-security", "max-age=31536000")
        .header(
            "x-ms-ags-diagnostic",
            r#"{"ServerInfo":{"DataCenter":"West Europe","Slice":"E","Ring":"5","ScaleUnit":"003","RoleInstance":"AM4PEPF0002C5B1"}}"#,
        )
}

impl Refusal {
    /// The reason in Graph's words.
    pub(crate) fn in_graph(&self) -> &'static str {
        match self {
            Self::Missing => "Access token is empty.",
            Self::Malformed => "IDX14100: JWT is not well formed, there are no dots (.).",
            Self::Signature => "Access token validation failure. Invalid signature.",
            Self::Audience(_) => "Access token validation failure. Invalid audience.",
            Self::Expired(_) => "Lifetime validation failed, the token is expired.",
            Self::UnknownTenant(_) => "The identity of the calling application could not be established.",
        }
    }
}
