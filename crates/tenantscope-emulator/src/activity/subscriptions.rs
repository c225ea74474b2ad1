//! `/subscriptions/start`, `/stop` and `/list`.

use serde_json::{Value, json};

use super::{Context, error, feed::State};
use crate::{
    data::audit::CONTENT_TYPES,
    http::{Outcome, Reply},
};

pub(crate) fn start(context: &Context<'_>) -> Outcome {
    let index = context.content_type()?;
    let (call, tenant) = (context.call, context.bearer.tenant);
    if !call.body.is_empty() {
        let not_json =
            || error::reply(400, "AF20002", "Invalid parameter type: webhook. Expected type: object");
        let body = call.json().ok_or_else(not_json)?;
        if let Some(webhook) = body.get("webhook").filter(|webhook| !webhook.is_null()) {
            return Err(refuse_webhook(webhook));
        }
    }
    let content_type = CONTENT_TYPES[index];
    let mut switches = tenant.switches();
    if !switches.auditing {
        let publisher =
            call.parameter("PublisherIdentifier").unwrap_or("00000000-0000-0000-0000-000000000000");
        return Err(error::auditing_off(&tenant.id, content_type, &context.bearer.app, publisher, call));
    }
    if !switches.feeds.start(content_type, call.at) {
        return Err(error::reply(400, "AF20024", "The subscription is already enabled. No property change."));
    }
    Ok(Reply::json(200, &item(content_type, State::Enabled)))
}

pub(crate) fn stop(context: &Context<'_>) -> Outcome {
    let index = context.content_type()?;
    if context.bearer.tenant.switches().feeds.stop(CONTENT_TYPES[index], context.call.at) {
        return Ok(Reply::new(200));
    }
    Err(error::no_subscription())
}

pub(crate) fn list(context: &Context<'_>) -> Reply {
    let switches = context.bearer.tenant.switches();
    let items: Vec<Value> = switches.feeds.listed().map(|(name, state)| item(name, state)).collect();
    Reply::json(200, &Value::Array(items))
}

fn item(content_type: &str, state: State) -> Value {
    let status = if state == State::Enabled { "enabled" } else { "disabled" };
    json!({"contentType": content_type, "status": status, "webhook": null})
}

/// The emulator calls nobody, so no webhook can be validated.
fn refuse_webhook(webhook: &Value) -> Reply {
    let address = webhook["address"].as_str().unwrap_or_default();
    let reason = if address.starts_with("https://") {
        "The endpoint did not answer with HTTP 200."
    } else {
        "The address is not HTTPS."
    };
    error::reply(
        400,
        "AF20021",
        &format!("The webhook endpoint ({address}) could not be validated. {reason}"),
    )
}
