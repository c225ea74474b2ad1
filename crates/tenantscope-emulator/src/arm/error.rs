//! Resource Manager's error bodies, and those that its provider writes with capital letters.

use serde_json::json;

use crate::{
    bearer::Bearer,
    http::{Call, Reply},
    tenant::NotRegistered,
};

pub(crate) fn reply(status: u16, code: &str, message: &str) -> Reply {
    Reply::json(status, &json!({"error": {"code": code, "message": message}}))
}

/// An error that Resource Manager made itself, and says so.
pub(crate) fn gateway(status: u16, code: &str, message: &str) -> Reply {
    reply(status, code, message).header("x-ms-failure-cause", "gateway")
}

/// An error in the provider's spelling.
pub(crate) fn provider(status: u16, code: &str, message: &str) -> Reply {
    Reply::json(status, &json!({"Error": {"Code": code, "Message": message}}))
}

pub(crate) fn missing_api_version() -> Reply {
    gateway(
        400,
        "MissingApiVersionParameter",
        "The api-version query parameter (?api-version=) is required for all requests.",
    )
}

pub(crate) fn invalid_api_version(version: &str, supported: &[&str]) -> Reply {
    let text = format!(
        "The api-version '{version}' is invalid. The supported versions are '{}'.",
        supported.join(",")
    );
    gateway(400, "InvalidApiVersionParameter", &text)
}

pub(crate) fn unregistered_version(namespace: &str, kind: &str, version: &str, supported: &[&str]) -> Reply {
    let text = format!(
        "No registered resource provider found for location '' and API version '{version}' for type '{kind}'. The supported \
         api-versions are '{}'. The supported locations are ''. Namespace: '{namespace}'.",
        supported.join(", ")
    );
    gateway(400, "NoRegisteredProviderFound", &text)
}

pub(crate) fn unknown_type(namespace: &str, kind: &str, call: &Call) -> Reply {
    let version = call.parameter("api-version").unwrap_or_default();
    let text = format!(
        "The resource type '{kind}' could not be found in the namespace '{namespace}' for api version '{version}'."
    );
    gateway(404, "InvalidResourceType", &text)
}

pub(crate) fn unknown_namespace(namespace: &str) -> Reply {
    gateway(404, "InvalidResourceNamespace", &format!("The resource namespace '{namespace}' is invalid."))
}

pub(crate) fn method_not_supported(call: &Call) -> Reply {
    let text = format!("The http method '{}' is not supported for this resource.", call.method);
    gateway(405, "HttpMethodNotSupported", &text)
}

pub(crate) fn missing_subscription() -> Reply {
    gateway(
        404,
        "MissingSubscription",
        "The request did not have a subscription or a valid tenant level resource provider.",
    )
}

pub(crate) fn authorization_failed(bearer: &Bearer<'_>, action: &str, scope: &str) -> Reply {
    let text = format!(
        "The client '{}' with object id '{}' does not have authorization to perform action '{action}' over scope '{scope}' or \
         the scope is invalid. If access was recently granted, please refresh your credentials.",
        bearer.app, bearer.object_id
    );
    gateway(403, "AuthorizationFailed", &text)
}

pub(crate) fn not_registered(how: NotRegistered) -> Reply {
    const CODE: &str = "Subscription Not Registered";
    const MESSAGE: &str = "Please register to Microsoft.Security in order to view your security status";
    match how {
        NotRegistered::NotFound => reply(404, CODE, MESSAGE),
        NotRegistered::Unauthorized => reply(401, CODE, MESSAGE),
        NotRegistered::BadRequest => reply(400, "Error", MESSAGE),
        NotRegistered::Conflict => gateway(
            409,
            "MissingSubscriptionRegistration",
            "The subscription is not registered to use namespace 'Microsoft.Security'. See https://aka.ms/rps-not-found for how \
             to register subscriptions.",
        ),
    }
}

pub(crate) fn throttled(status: u16) -> Reply {
    gateway(
        status,
        "SubscriptionRequestsThrottled",
        "Number of 'read' requests for the subscription exceeded the limit. Please try again after the time in the Retry-After header.",
    )
}

pub(crate) fn unavailable() -> Reply {
    gateway(503, "ServiceUnavailable", "The service is temporarily unavailable. Please try again later.")
}
