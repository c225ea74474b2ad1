//! What happens to every request, whatever its service: faults, limits, the route, the journal.

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use http::{Method, Version};
use serde_json::{Value, json};

use super::{Call, Reply, body::Ending, wire::Breaker};
use crate::{
    activity, arm,
    clock::http_date,
    fault::{Effect, RetryAfter, Target},
    graph, identity,
    journal::{Entry, TokenNote},
    login, paging,
    service::Service,
    vault,
    world::{World, lock},
};

/// How an answer goes out.
#[derive(Debug)]
pub(crate) enum Answer {
    /// This reply. If its ending is not orderly, only half of its body is sent first.
    Reply(Reply, Ending),
    /// None: the connection is reset.
    Reset,
    /// None, and no end.
    Stall,
}

/// Serves one request.
pub(crate) async fn serve(world: Arc<World>, call: Call, peer: String, breaker: Breaker) -> Answer {
    let (entry, claims) = note(&world, &call, peer);
    let tenant = entry.tenant.clone();
    let ticket = world.journal.open(entry);
    if !world.settings.response_delay.is_zero() {
        tokio::time::sleep(world.settings.response_delay).await;
    }
    let effect = pick(&world, &call, tenant.as_deref(), claims.as_ref());
    let answer = match effect {
        Some(Effect::ResetBeforeAnswer) => Answer::Reset,
        Some(Effect::Stall) => Answer::Stall,
        effect => {
            let limit = world.limiter.admit(call.service, tenant.as_deref().unwrap_or_default(), call.at);
            let (reply, half) = match (effect, limit) {
                (Some(effect), _) => apply(&world, &call, effect),
                (None, Err(seconds)) => (throttled(&world, &call, 429, RetryAfter::Seconds(seconds)), None),
                (None, Ok(())) => (route(&world, &call), None),
            };
            let reply = decorate(&world, &call, reply).gzip(call.header("accept-encoding"));
            let ending = match half {
                None => Ending::Orderly,
                Some(Half::Cut) => Ending::Cut,
                Some(Half::Reset) => Ending::Reset(breaker),
                Some(Half::Stall) => Ending::Stall,
            };
            Answer::Reply(reply, ending)
        }
    };
    if let Answer::Reply(reply, _) = &answer {
        ticket.answered(reply.status.as_u16());
    }
    answer
}

/// The service's own answer.
fn route(world: &World, call: &Call) -> Reply {
    let no_length = call.version < Version::HTTP_2
        && !call.headers.contains_key("content-length")
        && !call.headers.contains_key("transfer-encoding");
    if no_length && matches!(call.method, Method::POST | Method::PUT | Method::PATCH) {
        // The front doors refuse this before the service sees it.
        return Reply::html(411);
    }
    match call.service {
        Service::Login => login::route(world, call),
        Service::Graph => graph::route(world, call),
        Service::ResourceManager => arm::route(world, call),
        Service::Activity => activity::route(world, call),
        Service::ManagedIdentity => identity::route(world, call),
        Service::KeyVault => vault::route(world, call),
    }
}

/// The answer to a request inside another one: with its own faults, and without a journal of its own.
pub(crate) fn part(world: &World, call: &Call) -> Reply {
    let (entry, claims) = note(world, call, String::new());
    let reply = match pick(world, call, entry.tenant.as_deref(), claims.as_ref()) {
        // There is no connection of its own that could break.
        Some(Effect::ResetBeforeAnswer | Effect::Stall) => unavailable(world, call, RetryAfter::None),
        Some(effect) => apply(world, call, effect).0,
        None => route(world, call),
    };
    decorate(world, call, reply)
}

/// The headers that a service puts on every answer.
fn decorate(world: &World, call: &Call, reply: Reply) -> Reply {
    let reply = match call.service {
        Service::Login => login::decorate(call, reply),
        Service::Graph => graph::decorate(call, reply),
        Service::ResourceManager => arm::decorate(call, reply),
        Service::KeyVault => vault::decorate(call, reply),
        Service::Activity | Service::ManagedIdentity => reply,
    };
    reply.header("date", &http_date(world.clock.now()))
}

fn throttled(world: &World, call: &Call, status: u16, after: RetryAfter) -> Reply {
    let reply = match call.service {
        Service::Login => login::throttled(call, status),
        Service::Graph => graph::throttled(call, status),
        Service::ResourceManager => arm::throttled(status),
        Service::Activity => activity::throttled(call, status),
        Service::ManagedIdentity => identity::throttled(status),
        Service::KeyVault => vault::throttled(status),
    };
    retry_after(world, reply, after)
}

fn unavailable(world: &World, call: &Call, after: RetryAfter) -> Reply {
    let reply = match call.service {
        Service::Login => login::unavailable(call),
        Service::Graph => graph::unavailable(call),
        Service::ResourceManager => arm::unavailable(),
        Service::Activity => activity::unavailable(),
        Service::ManagedIdentity => identity::unavailable(),
        Service::KeyVault => vault::unavailable(),
    };
    retry_after(world, reply, after)
}

fn retry_after(world: &World, reply: Reply, after: RetryAfter) -> Reply {
    match after {
        RetryAfter::Seconds(seconds) => reply.header("retry-after", &seconds.to_string()),
        RetryAfter::HttpDate(span) => reply.header("retry-after", &http_date(world.clock.now() + span)),
        RetryAfter::None => reply,
    }
}

/// What a body that is sent by half ends with.
enum Half {
    Cut,
    Reset,
    Stall,
}

fn apply(world: &World, call: &Call, effect: Effect) -> (Reply, Option<Half>) {
    let half = match effect {
        Effect::ResetInBody => Some(Half::Reset),
        Effect::CutInBody => Some(Half::Cut),
        Effect::StallInBody => Some(Half::Stall),
        _ => None,
    };
    let reply = match effect {
        Effect::Answer { status, headers, body } => {
            let reply = Reply::new(status).body(body);
            headers.iter().fold(reply, |reply, (name, value)| reply.header(name, value))
        }
        Effect::Throttled { status, after } => throttled(world, call, status, after),
        Effect::Unavailable(after) => unavailable(world, call, after),
        Effect::Html(status) => Reply::html(status),
        Effect::Redirect(url) => Reply::new(302).header("location", &url),
        Effect::ClaimsChallenge(claims) => challenge(call, &claims),
        Effect::TruncatedJson => {
            let reply = route(world, call);
            let half = reply.body.slice(..reply.body.len() / 2);
            reply.body(half)
        }
        Effect::EmptyPage => paging::edit(call, route(world, call), |page| {
            page.items.clear();
            page.next = Some(paging::again(call));
        }),
        Effect::NextLink(url) => paging::edit(call, route(world, call), |page| page.next = Some(url)),
        Effect::ContentUri(url) => paging::edit(call, route(world, call), |page| {
            for item in &mut page.items {
                item["contentUri"] = json!(url);
            }
        }),
        Effect::MalformedItem => paging::edit(call, route(world, call), |page| {
            let index = page.items.len().saturating_sub(1).min(1);
            if let Some(item) = page.items.get_mut(index) {
                spoil(item);
            }
        }),
        Effect::Nothing
        | Effect::ResetBeforeAnswer
        | Effect::Stall
        | Effect::ResetInBody
        | Effect::CutInBody
        | Effect::StallInBody => route(world, call),
    };
    (reply, half)
}

/// Gives every member of an item, save its names, a type that no schema has for it.
fn spoil(item: &mut Value) {
    let Some(members) = item.as_object_mut() else { return };
    for (name, value) in members {
        if !matches!(name.as_str(), "id" | "name" | "type" | "Id") {
            *value = match value {
                Value::Object(_) | Value::Array(_) => json!("not what it was"),
                _ => json!([{"unexpected": true}]),
            };
        }
    }
}

/// 401 as a resource answers after an event that the token does not know of yet.
fn challenge(call: &Call, claims: &Value) -> Reply {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let claims = STANDARD.encode(claims.to_string());
    let value = format!(
        "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", \
         error=\"insufficient_claims\", claims=\"{claims}\""
    );
    let reply = match call.service {
        Service::ResourceManager => arm::error::reply(401, "AuthenticationFailed", "Authentication failed."),
        Service::Activity => activity::error::denied(),
        Service::KeyVault => vault::error(401, "Unauthorized", "[TokenExpired] Error validating token."),
        Service::Login | Service::ManagedIdentity | Service::Graph => graph::error::reply(
            call,
            401,
            "InvalidAuthenticationToken",
            "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp",
        ),
    };
    reply.header("www-authenticate", &value)
}

fn pick(world: &World, call: &Call, tenant: Option<&str>, claims: Option<&Value>) -> Option<Effect> {
    let names = match tenant.and_then(|name| world.tenant(name)) {
        Some(tenant) => vec![tenant.id.clone(), tenant.domain.clone(), tenant.vanity.clone()],
        None => tenant.map(str::to_owned).into_iter().collect(),
    };
    world.faults.pick(&Target {
        service: call.service,
        method: &call.method,
        path: &call.path,
        query: &call.query,
        tenants: &names,
        claims,
    })
}

/// The journal's entry for a request, and the claims that its token was requested with.
fn note(world: &World, call: &Call, peer: String) -> (Entry, Option<Value>) {
    let claims = call.bearer().and_then(|token| world.signer.open(token).ok());
    let text = |claims: &Value, name: &str| claims[name].as_str().unwrap_or_default().to_owned();
    let token = claims.as_ref().map(|claims| TokenNote {
        tenant: text(claims, "tid"),
        audience: text(claims, "aud"),
        app: text(claims, "appid"),
        id: text(claims, "uti"),
    });
    let requested = token.as_ref().and_then(|token| lock(&world.requested_claims).get(&token.id).cloned());
    let in_path = match call.service {
        Service::Login => call.segments.first(),
        Service::Activity => call.segments.get(2),
        Service::Graph | Service::ResourceManager | Service::ManagedIdentity | Service::KeyVault => None,
    };
    let in_path = in_path.map(|name| world.tenant(name).map_or_else(|| name.clone(), |t| t.id.clone()));
    let tenant = in_path.or_else(|| token.as_ref().map(|token| token.tenant.clone()));
    let is_form = call.header("content-type").is_some_and(|t| t.contains("x-www-form-urlencoded"));
    let entry = Entry {
        at: call.at.into(),
        since_start: world.started.elapsed(),
        service: call.service,
        method: call.method.to_string(),
        path: call.path.clone(),
        query: call.query.clone(),
        tenant,
        publisher: call.parameter("PublisherIdentifier").map(str::to_owned),
        headers: call.headers.iter().map(|(name, value)| redact(name.as_str(), value.as_bytes())).collect(),
        token,
        form: if is_form { redacted_form(call) } else { BTreeMap::new() },
        version: format!("{:?}", call.version),
        status: 0,
        peer,
    };
    (entry, requested)
}

fn redact(name: &str, value: &[u8]) -> (String, String) {
    let value = String::from_utf8_lossy(value);
    let value = match name {
        "authorization" => format!("{} (redacted)", value.split(' ').next().unwrap_or_default()),
        "x-identity-header" | "secret" => "(redacted)".to_owned(),
        _ => value.into_owned(),
    };
    (name.to_owned(), value)
}

fn redacted_form(call: &Call) -> BTreeMap<String, String> {
    let secret = |name: &str| {
        matches!(
            name,
            "client_secret"
                | "client_assertion"
                | "assertion"
                | "refresh_token"
                | "code"
                | "device_code"
                | "code_verifier"
        )
    };
    let pairs = call.form().into_iter();
    pairs
        .map(|(name, value)| if secret(&name) { (name, "(redacted)".into()) } else { (name, value) })
        .collect()
}

/// The first half of a body, for those that end badly.
pub(crate) fn first_half(body: &Bytes) -> Bytes {
    body.slice(..body.len() / 2)
}
