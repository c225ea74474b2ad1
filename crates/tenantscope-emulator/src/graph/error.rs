//! Graph's error bodies.

use serde_json::json;

use crate::{
    bearer::Refusal,
    clock::bare,
    http::{Call, Reply},
};

/// `{"error": {"code", "message", "innerError"}}`, with the ids of this request.
pub(crate) fn reply(call: &Call, status: u16, code: &str, message: &str) -> Reply {
    Reply::json(
        status,
        &json!({
            "error": {
                "code": code,
                "message": message,
                "innerError": {
                    "date": bare(call.at),
                    "request-id": call.request_id,
                    "client-request-id": call.header("client-request-id").unwrap_or(&call.request_id),
                },
            },
        }),
    )
    .header("content-type", "application/json")
}

pub(crate) fn bad_request(call: &Call, message: &str) -> Reply {
    reply(call, 400, "BadRequest", message)
}

/// An option, or a filter, that needs an advanced query.
pub(crate) fn unsupported_query(call: &Call, message: &str) -> Reply {
    reply(call, 400, "Request_UnsupportedQuery", message)
}

pub(crate) fn method_not_allowed(call: &Call) -> Reply {
    let text = "Specified HTTP method is not allowed for the request target.";
    reply(call, 405, "Request_BadRequest", text)
}

/// A body that is no JSON.
pub(crate) fn unreadable(call: &Call) -> Reply {
    bad_request(
        call,
        "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
    )
}

pub(crate) fn not_found(call: &Call, what: &str) -> Reply {
    reply(call, 404, "ResourceNotFound", &format!("{what} was not found."))
}

/// An unknown path is a bad request here: Graph reads paths as queries.
pub(crate) fn unknown_segment(call: &Call) -> Reply {
    let segment = call.segments.get(1).map_or("", String::as_str);
    let known = segment.eq_ignore_ascii_case("security") || segment.eq_ignore_ascii_case("organization");
    let segment = if known { call.segments.get(2).map_or(segment, String::as_str) } else { segment };
    bad_request(call, &format!("Resource not found for the segment '{segment}'."))
}

pub(crate) fn unauthorized(call: &Call, refusal: &Refusal) -> Reply {
    reply(call, 401, "InvalidAuthenticationToken", refusal.in_graph()).header(
        "www-authenticate",
        "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", \
         client_id=\"00000003-0000-0000-c000-000000000000\"",
    )
}

pub(crate) fn throttled(call: &Call, status: u16) -> Reply {
    let ids = json!({
        "code": "429",
        "status": "429",
        "message": "Please retry after",
        "date": bare(call.at),
        "request-id": call.request_id,
        "client-request-id": call.header("client-request-id").unwrap_or(&call.request_id),
    });
    let body =
        json!({"error": {"code": "TooManyRequests", "message": "Too Many Requests", "innerError": ids}});
    Reply::json(status, &body).header("content-type", "application/json")
}

pub(crate) fn unavailable(call: &Call) -> Reply {
    reply(call, 503, "ServiceUnavailable", "The service is temporarily unavailable. Please try again later.")
}
