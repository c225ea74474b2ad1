//! Azure Resource Manager, and Defender for Cloud behind it.

pub(crate) mod error;
mod secure_scores;
mod subscriptions;

use http::Method;
use serde_json::{Value, json};

use crate::{
    bearer::{self, Bearer, Refusal},
    clock,
    http::{Call, Outcome, Reply},
    paging,
    service::Service,
    tenant::Standing,
    world::World,
};

pub(crate) use error::{throttled, unavailable};

/// What a handler works with.
pub(crate) struct Context<'c> {
    pub(crate) world: &'c World,
    pub(crate) call: &'c Call,
    pub(crate) bearer: Bearer<'c>,
}

const SUBSCRIPTION_VERSIONS: &[&str] =
    &["2022-12-01", "2022-09-01", "2021-04-01", "2021-01-01", "2020-01-01", "2019-06-01", "2016-06-01"];
const SECURE_SCORE_VERSIONS: &[&str] = &["2020-01-01", "2020-01-01-preview"];

/// Where a request goes. A new resource is a new arm here and a file beside this one.
pub(crate) fn route(world: &World, call: &Call) -> Reply {
    Reply::of(dispatch(world, call))
}

fn dispatch(world: &World, call: &Call) -> Outcome {
    let bearer = bearer::check(world, call).map_err(|refusal| unauthorized(call, &refusal))?;
    let context = Context { world, call, bearer };
    let route = call.route();
    let route: Vec<&str> = route.iter().map(String::as_str).collect();
    if call.method != Method::GET {
        return Err(error::method_not_supported(call));
    }
    match route.as_slice() {
        ["subscriptions"] => {
            context.core()?;
            subscriptions::list(&context)
        }
        ["subscriptions", id] => {
            context.core()?;
            subscriptions::get(&context, id)
        }
        ["tenants"] => {
            context.core()?;
            subscriptions::tenants(&context)
        }
        ["providers", "microsoft.security", "securescorecontroldefinitions"] => {
            context.security("secureScoreControlDefinitions")?;
            secure_scores::definitions(&context, None)
        }
        ["subscriptions", id, "providers", "microsoft.security", rest @ ..] => security(&context, id, rest),
        ["subscriptions", _, "providers", namespace, ..] | ["providers", namespace, ..] => {
            Err(error::unknown_namespace(namespace))
        }
        _ => Err(error::missing_subscription()),
    }
}

/// What Microsoft.Security has in a subscription.
fn security(context: &Context<'_>, id: &str, route: &[&str]) -> Outcome {
    let kind = match route {
        ["securescores"] | ["securescores", _] => "secureScores",
        ["securescores", _, "securescorecontrols"] => "secureScores/secureScoreControls",
        ["securescorecontrols"] => "secureScoreControls",
        ["securescorecontroldefinitions"] => "secureScoreControlDefinitions",
        [kind, ..] => return Err(error::unknown_type("Microsoft.Security", kind, context.call)),
        [] => return Err(error::missing_subscription()),
    };
    context.security(kind)?;
    context.onboarded(id, kind)?;
    let reply = match route {
        ["securescores"] => secure_scores::list(context, id),
        ["securescores", name] => secure_scores::get(context, id, name),
        ["securescores", name, _] => secure_scores::controls_of(context, id, name),
        ["securescorecontrols"] => secure_scores::controls(context, id),
        _ => secure_scores::definitions(context, Some(id)),
    }?;
    Ok(reply.header("x-ms-ratelimit-remaining-subscription-resource-requests", "749"))
}

impl Context<'_> {
    /// Checks the version of a call of Resource Manager's own.
    fn core(&self) -> Result<(), Reply> {
        match self.call.parameter("api-version") {
            None | Some("") => Err(error::missing_api_version()),
            Some(version) if SUBSCRIPTION_VERSIONS.contains(&version) => Ok(()),
            Some(version) => Err(error::invalid_api_version(version, SUBSCRIPTION_VERSIONS)),
        }
    }

    /// Checks the version of a call that Resource Manager hands on to Microsoft.Security.
    fn security(&self, kind: &str) -> Result<(), Reply> {
        match self.call.parameter("api-version") {
            None | Some("") => Err(error::missing_api_version()),
            Some(version) if SECURE_SCORE_VERSIONS.contains(&version) => Ok(()),
            Some(version) => {
                Err(error::unregistered_version("Microsoft.Security", kind, version, SECURE_SCORE_VERSIONS))
            }
        }
    }

    /// Checks that the caller may read `kind` in a subscription, and that there is something to
    /// read.
    fn onboarded(&self, subscription: &str, kind: &str) -> Result<(), Reply> {
        match subscriptions::find(self, subscription)? {
            Standing::Denied | Standing::Hidden => {
                let action = format!("Microsoft.Security/{kind}/read");
                let scope = self.call.path.trim_end_matches('/');
                Err(error::authorization_failed(&self.bearer, &action, scope))
            }
            Standing::NotRegistered(how) => Err(error::not_registered(how)),
            Standing::Assessed | Standing::NotAssessed | Standing::NeverCalculated => Ok(()),
        }
    }
}

/// A page of `items`.
fn page(context: &Context<'_>, items: Vec<Value>) -> Outcome {
    let start = paging::offset(context.call)
        .map_err(|()| error::reply(400, "InvalidNextLink", "The next link is not valid."))?;
    let (total, size) = (items.len(), context.world.page_size(Service::ResourceManager, 1000));
    let page: Vec<Value> = items.into_iter().skip(start).take(size).collect();
    let mut body = json!({});
    if start + page.len() < total {
        body["nextLink"] = json!(paging::link(context.call, start + page.len()));
    }
    body["value"] = Value::Array(page);
    Ok(Reply::json(200, &body))
}

fn unauthorized(call: &Call, refusal: &Refusal) -> Reply {
    let (code, message) = match refusal {
        Refusal::Missing => {
            ("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.".to_owned())
        }
        Refusal::Malformed => ("InvalidAuthenticationToken", "The access token is invalid.".to_owned()),
        Refusal::Signature => (
            "InvalidAuthenticationToken",
            "The received access token is not valid: at least one of the signing keys could not be validated.".to_owned(),
        ),
        Refusal::Audience(audience) => (
            "InvalidAuthenticationTokenAudience",
            format!(
                "The access token has been obtained for wrong audience or resource '{audience}'. It should exactly match with \
                 one of the allowed audiences 'https://management.core.windows.net/','https://management.core.windows.net',\
                 'https://management.azure.com/','https://management.azure.com'."
            ),
        ),
        Refusal::Expired(at) => (
            "ExpiredAuthenticationToken",
            format!(
                "The access token expiry UTC time '{}' is earlier than current UTC time '{}'.",
                clock::seconds(*at),
                clock::seconds(call.at)
            ),
        ),
        Refusal::UnknownTenant(tenant) => (
            "InvalidAuthenticationTokenTenant",
            format!("The access token is from the wrong issuer 'https://sts.windows.net/{tenant}/'."),
        ),
    };
    error::gateway(401, code, &message).header(
        "www-authenticate",
        &format!("Bearer authorization_uri=\"https://login.windows.net/\", error=\"invalid_token\", error_description=\"{message}\""),
    )
}

pub(crate) fn decorate(call: &Call, reply: Reply) -> Reply {
    let correlation = call.header("x-ms-correlation-request-id").unwrap_or(&call.request_id).to_owned();
    let routing =
        format!("WESTEUROPE:{}:{}", clock::seconds(call.at).replace(['-', ':'], ""), call.request_id);
    let mut reply = reply
        .header("x-ms-request-id", &call.request_id)
        .header("x-ms-correlation-request-id", &correlation)
        .header("x-ms-routing-request-id", &routing)
        .header("cache-control", "no-cache")
        .header("pragma", "no-cache")
        .header("expires", "-1")
        .header("strict-transport-security", "max-age=31536000; includeSubDomains")
        .header("x-content-type-options", "nosniff");
    if let Some(id) = call.header("x-ms-client-request-id")
        && call.header("x-ms-return-client-request-id").is_some_and(|v| v.eq_ignore_ascii_case("true"))
    {
        reply = reply.header("x-ms-client-request-id", id);
    }
    // Resource Manager counts what no provider has counted.
    if reply.status.is_success()
        && !reply.headers.contains_key("x-ms-ratelimit-remaining-subscription-resource-requests")
    {
        let of_tenant = call.segments.len() < 2 || call.segments[0].eq_ignore_ascii_case("providers");
        let scope = if of_tenant { "tenant" } else { "subscription" };
        reply = reply.header(&format!("x-ms-ratelimit-remaining-{scope}-reads"), "249");
    }
    reply
}
