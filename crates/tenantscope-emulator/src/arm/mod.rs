//! Azure Resource Manager, with Defender for Cloud and Resource Graph behind it.

mod alerts;
mod assessments;
mod compliance;
mod contacts;
pub(crate) mod error;
mod graph_rows;
mod management_groups;
mod plans;
mod resource_graph;
mod scope;
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
    tenant::{AzureRole, Standing},
    world::World,
};

pub(crate) use error::{throttled, unavailable};
use scope::Scope;

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
    // A scope that begins with an encoded slash is accepted.
    let route: Vec<String> =
        call.route().iter().map(|part| part.trim_start_matches('/').to_owned()).collect();
    let route: Vec<&str> = route.iter().map(String::as_str).collect();
    match route.as_slice() {
        ["subscriptions" | "tenants"] | ["subscriptions", _] if call.method != Method::GET => {
            Err(error::method_not_supported(call))
        }
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
        ["providers", "microsoft.resourcegraph", "resources"] if call.method == Method::POST => {
            resource_graph::query(&context)
        }
        ["providers", "microsoft.management", rest @ ..] if !rest.contains(&"microsoft.security") => {
            management_groups::route(&context, rest)
        }
        route => match Scope::split(route) {
            Some((scope, rest)) => security(&context, &scope, rest),
            None => match route {
                ["subscriptions", _, "providers", namespace, ..] | ["providers", namespace, ..] => {
                    Err(error::unknown_namespace(namespace))
                }
                _ => Err(error::missing_subscription()),
            },
        },
    }
}

/// What Microsoft.Security has: a type's name in the path and in errors, and its versions. A new type
/// is a new row here, a new arm below, and a file beside this one.
const TYPES: &[(&str, &str, &[&str])] = &[
    ("securescores", "secureScores", SECURE_SCORE_VERSIONS),
    ("securescorecontrols", "secureScoreControls", SECURE_SCORE_VERSIONS),
    ("securescorecontroldefinitions", "secureScoreControlDefinitions", SECURE_SCORE_VERSIONS),
    ("assessments", "assessments", assessments::VERSIONS),
    ("assessmentmetadata", "assessmentMetadata", assessments::VERSIONS),
    ("subassessments", "subAssessments", assessments::SUB_VERSIONS),
    ("regulatorycompliancestandards", "regulatoryComplianceStandards", compliance::VERSIONS),
    ("alerts", "alerts", alerts::VERSIONS),
    ("locations", "locations/alerts", alerts::VERSIONS),
    ("pricings", "pricings", plans::VERSIONS),
    ("securitycontacts", "securityContacts", contacts::CONTACT_VERSIONS),
    ("autoprovisioningsettings", "autoProvisioningSettings", contacts::PROVISIONING_VERSIONS),
    ("settings", "settings", contacts::SETTING_VERSIONS),
];

fn security(context: &Context<'_>, scope: &Scope<'_>, rest: &[&str]) -> Outcome {
    let Some(first) = rest.first() else { return Err(error::missing_subscription()) };
    let known = TYPES.iter().find(|(name, ..)| name == first);
    let Some((_, kind, versions)) = known else {
        return Err(error::unknown_type("Microsoft.Security", first, context.call));
    };
    let (kind, versions) = match rest {
        ["securescores", _, "securescorecontrols"] => ("secureScores/secureScoreControls", *versions),
        ["assessments", _, "subassessments", ..] => ("assessments/subAssessments", assessments::SUB_VERSIONS),
        _ => (*kind, *versions),
    };
    context.security(kind, versions)?;
    let may_change = matches!(*first, "alerts" | "locations" | "pricings");
    if context.call.method != Method::GET && !may_change {
        return Err(error::method_not_supported(context.call));
    }
    if scope.is_tenant() {
        return match rest {
            ["securescorecontroldefinitions"] => secure_scores::definitions(context, None),
            ["assessmentmetadata"] => assessments::metadata_list(context, ""),
            ["assessmentmetadata", id] => assessments::metadata_get("", id),
            _ => Err(error::missing_subscription()),
        };
    }
    scope.check(context, kind)?;
    let reply = below(context, scope, rest)?;
    Ok(reply.header("x-ms-ratelimit-remaining-subscription-resource-requests", "749"))
}

/// What Microsoft.Security has in a scope that the caller may read.
fn below(context: &Context<'_>, scope: &Scope<'_>, rest: &[&str]) -> Outcome {
    match rest {
        ["assessments"] => return assessments::list(context, scope),
        ["assessments", id] => return assessments::get(context, scope, id),
        ["assessments", id, "subassessments"] => return assessments::sub_list(context, scope, Some(id)),
        ["assessments", id, "subassessments", name] => {
            return assessments::sub_get(context, scope, id, name);
        }
        ["subassessments"] => return assessments::sub_list(context, scope, None),
        ["alerts", ..] | ["locations", _, "alerts", ..]
            if scope.is_subscription() || scope.resource_group().is_some() =>
        {
            return alerts::route(context, scope, rest);
        }
        _ => {}
    }
    let Some(id) = scope.subscription().filter(|_| scope.is_subscription()) else {
        return Err(error::unknown_type("Microsoft.Security", rest[0], context.call));
    };
    match rest {
        ["securescores"] => secure_scores::list(context, id),
        ["securescores", name] => secure_scores::get(context, id, name),
        ["securescores", name, "securescorecontrols"] => secure_scores::controls_of(context, id, name),
        ["securescorecontrols"] => secure_scores::controls(context, id),
        ["securescorecontroldefinitions"] => secure_scores::definitions(context, Some(id)),
        ["assessmentmetadata"] => assessments::metadata_list(context, &format!("/subscriptions/{id}")),
        ["assessmentmetadata", name] => assessments::metadata_get(&format!("/subscriptions/{id}"), name),
        ["regulatorycompliancestandards", rest @ ..] => compliance::route(context, id, rest),
        ["pricings", rest @ ..] => plans::route(context, scope, rest),
        ["securitycontacts", rest @ ..] => contacts::contacts(context, scope, rest),
        ["autoprovisioningsettings", rest @ ..] => contacts::provisioning(context, scope, rest),
        ["settings", rest @ ..] => contacts::settings(context, scope, rest),
        _ => Err(error::unknown_type("Microsoft.Security", &rest.join("/"), context.call)),
    }
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
    fn security(&self, kind: &str, versions: &[&str]) -> Result<(), Reply> {
        match self.call.parameter("api-version") {
            None | Some("") => Err(error::missing_api_version()),
            Some(version) if versions.contains(&version) => Ok(()),
            Some(version) => Err(error::unregistered_version("Microsoft.Security", kind, version, versions)),
        }
    }

    /// Checks that the caller may change something.
    fn admin(&self, action: &str) -> Result<(), Reply> {
        if self.bearer.tenant.switches().azure_role == AzureRole::SecurityAdmin {
            return Ok(());
        }
        let action = format!("Microsoft.Security/{action}");
        Err(error::authorization_failed(&self.bearer, &action, self.call.path.trim_end_matches('/')))
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
    let own_id = reply.headers.contains_key("x-ms-request-id");
    let reply = if own_id { reply } else { reply.header("x-ms-request-id", &call.request_id) };
    let mut reply = reply
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
    if reply.status.is_success() && !reply.headers.keys().any(|name| name.as_str().contains("-remaining")) {
        let of_tenant = call.segments.len() < 2 || call.segments[0].eq_ignore_ascii_case("providers");
        let scope = if of_tenant { "tenant" } else { "subscription" };
        reply = reply.header(&format!("x-ms-ratelimit-remaining-{scope}-reads"), "249");
    }
    reply
}
