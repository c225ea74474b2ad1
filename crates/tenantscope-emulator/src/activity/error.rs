//! The `AF…` errors.

use serde_json::json;

use crate::http::{Call, Reply};

pub(crate) fn reply(status: u16, code: &str, message: &str) -> Reply {
    Reply::json(status, &json!({"error": {"code": code, "message": message}}))
}

/// The gateway's refusal of a token, in its own spelling.
pub(crate) fn denied() -> Reply {
    Reply::json(401, &json!({"Message": "Authorization has been denied for this request."}))
}

pub(crate) fn no_route(call: &Call) -> Reply {
    let text =
        format!("No HTTP resource was found that matches the request URI '{}{}'.", call.base, call.path);
    Reply::json(404, &json!({"Message": text}))
}

pub(crate) fn no_subscription() -> Reply {
    reply(400, "AF20022", "No subscription found for the specified content type.")
}

/// What `/start` says where the unified audit log is off: a line of a log in place of a code.
pub(crate) fn auditing_off(
    tenant: &str,
    content_type: &str,
    app: &str,
    publisher: &str,
    call: &Call,
) -> Reply {
    let code = format!(
        "StartSubscription [CorrId={}] [TenantId={tenant},ContentType={content_type},ApplicationId={app},PublisherId={publisher}] \
         failed. Exception: Microsoft.Office.Compliance.Audit.DataServiceException: Tenant {tenant} does not exist.",
        call.request_id
    );
    reply(400, &code, "")
}

pub(crate) fn throttled(call: &Call, status: u16) -> Reply {
    let publisher = call.parameter("PublisherIdentifier").unwrap_or("00000000-0000-0000-0000-000000000000");
    let method = match call.segments.last().map_or("", String::as_str) {
        "content" => "ListContent",
        "list" => "ListSubscriptions",
        "start" => "StartSubscription",
        "stop" => "StopSubscription",
        _ => "GetBlob",
    };
    reply(status, "AF429", &format!("Too many requests. Method={method}, PublisherId={publisher}"))
}

pub(crate) fn unavailable() -> Reply {
    reply(503, "AF50000", "An internal error occurred. Retry the request.")
}
