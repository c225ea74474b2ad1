//! Microsoft Graph.

mod audit_queries;
mod batch;
mod delta;
pub(crate) mod error;
mod filter;
mod hunting;
mod objects;
mod odata;
mod organization;
mod policies;
mod profiles;
mod relations;
mod reports;
mod secure_scores;
mod security;
mod table;

use std::sync::MutexGuard;

use http::Method;
use serde_json::Value;

use crate::{
    bearer::{self, Bearer, Refusal},
    http::{Call, Outcome, Reply},
    store::Store,
    world::World,
};

pub(crate) use error::{throttled, unavailable};

const CONTENT_TYPE: &str =
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

/// Where a request goes. A list of stored objects is a row in `table`; anything else is an arm here
/// and a file beside this one.
pub(crate) fn route(world: &World, call: &Call) -> Reply {
    Reply::of(dispatch(world, call))
}

fn dispatch(world: &World, call: &Call) -> Outcome {
    if call.segments.first().is_some_and(|first| first == "usage-reports") {
        return Ok(reports::file(call));
    }
    let bearer = bearer::check(world, call).map_err(|refusal| error::unauthorized(call, &refusal))?;
    let names = names(call);
    let route: Vec<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
    let route: Vec<&str> = route.iter().map(String::as_str).collect();
    let rest = match route.as_slice() {
        ["v1.0" | "beta", rest @ ..] => rest,
        [version, ..] => return Err(error::bad_request(call, &format!("Invalid version: {version}"))),
        [] => return Err(error::bad_request(call, "Empty Payload. JSON content expected.")),
    };
    let context = Context { world, call, bearer };
    // Ids are compared with case, unlike the words around them.
    let id = names.last().map_or("", String::as_str);
    match (&call.method, rest) {
        (&Method::GET, ["security", "securescores"]) => secure_scores::list(&context),
        (&Method::GET, ["security", "securescores", _]) => secure_scores::get(&context, id),
        (&Method::GET, ["security", "securescorecontrolprofiles"]) => profiles::list(&context),
        (&Method::GET, ["security", "securescorecontrolprofiles", _]) => profiles::get(&context, id),
        (&Method::PATCH, ["security", "securescorecontrolprofiles", _]) => profiles::update(&context, id),
        (&Method::GET, ["organization"]) => organization::list(&context),
        (&Method::GET, ["organization", _]) => organization::get(&context, id),
        (&Method::POST, ["$batch"]) => batch::post(&context),
        (&Method::POST, ["security", "runhuntingquery" | "microsoft.graph.security.runhuntingquery"]) => {
            hunting::run(&context)
        }
        (&Method::POST, ["security", "auditlog", "queries"]) => audit_queries::create(&context),
        (&Method::GET, ["security", "auditlog", "queries"]) => audit_queries::list(&context),
        (&Method::GET, ["security", "auditlog", "queries", _]) => audit_queries::get(&context, id),
        (&Method::GET, ["security", "auditlog", "queries", _, "records"]) => {
            audit_queries::records(&context, &names[4])
        }
        (&Method::POST, ["identityprotection", "riskyusers", action]) => {
            security::risky_users(&context, action.trim_start_matches("microsoft.graph."))
        }
        (
            &Method::GET,
            ["policies", name @ ("authorizationpolicy" | "identitysecuritydefaultsenforcementpolicy")],
        ) => policies::get(&context, name, &["Policy.Read.All"]),
        (&Method::GET, ["policies", name @ "authenticationmethodspolicy", rest @ ..]) => {
            let read = &["Policy.Read.AuthenticationMethod", "Policy.Read.All"];
            match rest {
                [] => policies::get(&context, name, read),
                _ => policies::methods(&context, rest, read),
            }
        }
        (&Method::GET, ["reports", name, _]) if name.starts_with("get") => {
            reports::redirect(&context, name, id)
        }
        (&Method::GET, ["tenantrelationships", name, _]) if name.starts_with("findtenantinformationby") => {
            reports::tenant_information(&context, id)
        }
        (
            _,
            ["security", "securescores" | "securescorecontrolprofiles", ..]
            | ["organization"]
            | ["security", "auditlog", "queries", ..],
        ) => Err(error::method_not_allowed(call)),
        (method, rest) => {
            let Some((resource, below)) = table::find(rest) else { return Err(error::unknown_segment(call)) };
            let names = &names[names.len() - below.len()..];
            match (method, below) {
                (&Method::GET, below) => objects::get(&context, resource, below, names),
                (&Method::PATCH, [_]) => security::update(&context, resource, id),
                (&Method::POST, [_, "comments"]) => security::comment(&context, resource, &names[0]),
                _ => Err(error::method_not_allowed(call)),
            }
        }
    }
}

/// The segments of a path, in which `name(key='value')` is two, `name` and `key=value`, and a
/// function without parameters has no parentheses.
fn names(call: &Call) -> Vec<String> {
    let split = |segment: &String| -> Vec<String> {
        let Some((name, rest)) = segment.split_once('(').filter(|_| segment.ends_with(')')) else {
            return vec![segment.clone()];
        };
        let name = name.strip_prefix("microsoft.graph.").unwrap_or(name).to_owned();
        let key = rest.trim_end_matches(')').replace('\'', "");
        if key.is_empty() { vec![name] } else { vec![name, key] }
    };
    call.segments.iter().flat_map(split).collect()
}

/// What a handler works with.
pub(crate) struct Context<'c> {
    pub(crate) world: &'c World,
    pub(crate) call: &'c Call,
    pub(crate) bearer: Bearer<'c>,
}

impl<'c> Context<'c> {
    /// The version of the API that was asked, as it was written.
    fn version(&self) -> &str {
        self.call.segments.first().map_or("v1.0", String::as_str)
    }

    /// What the tenant has. The guard is for one statement.
    fn store(&self) -> MutexGuard<'c, Store> {
        self.bearer.tenant.store(self.world)
    }

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
