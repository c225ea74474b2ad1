//! `$batch`: up to twenty requests in one.

use serde_json::{Value, json};

use super::{Context, error, ok};
use crate::http::{Call, Outcome, Reply, pipeline};

const LIMIT: usize = 20;

pub(super) fn post(context: &Context<'_>) -> Outcome {
    let call = context.call;
    let bad = |text: &str| error::bad_request(call, text);
    let body = call.json().ok_or_else(|| bad("Invalid batch payload format."))?;
    let requests = body["requests"].as_array().ok_or_else(|| bad("Invalid batch payload format."))?;
    if requests.is_empty() {
        return Err(bad("The batch request must have at least one request."));
    }
    if requests.len() > LIMIT {
        return Err(bad(&format!("The number of batch request steps exceeds the maximum value of {LIMIT}.")));
    }
    let mut done: Vec<(String, u16)> = Vec::new();
    let mut responses = Vec::new();
    for request in requests {
        let id = request["id"].as_str().filter(|id| !id.is_empty());
        let id = id.ok_or_else(|| bad("The request 'id' is missing or not a string."))?.to_lowercase();
        if done.iter().any(|(known, _)| *known == id) {
            return Err(bad(&format!("The id '{id}' is used by more than one request.")));
        }
        let depends = request["dependsOn"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let mut failed = false;
        for other in depends {
            let found = done.iter().find(|(known, _)| *known == other.to_lowercase());
            let (_, status) =
                found.ok_or_else(|| bad(&format!("The dependency '{other}' is not a request before it.")))?;
            failed |= *status >= 400;
        }
        let reply = if failed {
            error::reply(call, 424, "FailedDependency", "A request that this one depends on failed.")
        } else {
            match part(context, request) {
                Some(part) => pipeline::part(context.world, &part),
                None => error::bad_request(call, "Invalid batch request."),
            }
        };
        done.push((id, reply.status.as_u16()));
        responses.push(response(&request["id"], &reply));
    }
    // In any order: the last come first.
    responses.reverse();
    Ok(ok(&json!({"responses": responses})))
}

/// A single request of the batch, with the token of the whole.
fn part(context: &Context<'_>, request: &Value) -> Option<Call> {
    let outer = context.call;
    let method = request["method"].as_str()?.to_ascii_uppercase().parse().ok()?;
    let url = request["url"].as_str()?.trim_start_matches('/');
    // No batch in a batch.
    if url.to_ascii_lowercase().starts_with("$batch") {
        return None;
    }
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let mut headers = http::HeaderMap::new();
    headers.insert("authorization", outer.headers.get("authorization")?.clone());
    for (name, value) in request["headers"].as_object().into_iter().flatten() {
        let name = http::HeaderName::try_from(name.as_str()).ok()?;
        headers.insert(name, http::HeaderValue::try_from(value.as_str()?).ok()?);
    }
    let body = match &request["body"] {
        Value::Null => Vec::new(),
        body => body.to_string().into_bytes(),
    };
    headers.insert("content-length", body.len().into());
    Some(outer.part(method, format!("/{}/{path}", context.version()), query.to_owned(), headers, body.into()))
}

fn response(id: &Value, reply: &Reply) -> Value {
    let kept = ["content-type", "retry-after", "location", "odata-version", "cache-control"];
    let header = |name: &&str| Some(((*name).to_owned(), json!(reply.headers.get(*name)?.to_str().ok()?)));
    let headers: serde_json::Map<String, Value> = kept.iter().filter_map(header).collect();
    let mut response = json!({"id": id, "status": reply.status.as_u16(), "headers": headers});
    if !reply.body.is_empty() {
        // What is no JSON comes as a text.
        let text = || json!(String::from_utf8_lossy(&reply.body));
        response["body"] = reply.read_json().unwrap_or_else(text);
    }
    response
}
