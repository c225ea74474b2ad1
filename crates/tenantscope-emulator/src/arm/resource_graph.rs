//! Azure Resource Graph: one query over many subscriptions.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use time::Duration;

use super::{Context, error, graph_rows, management_groups};
use crate::{
    data::azure::SubscriptionData,
    http::{Outcome, Reply},
    kql::Query,
    service::Service,
    tenant::Standing,
    world::lock,
};

const VERSIONS: &[&str] = &["2024-04-01", "2022-10-01", "2021-03-01"];
/// How many queries a caller has in a window, and how long that is.
const QUOTA: u32 = 15;
const WINDOW: Duration = Duration::seconds(5);
/// How many subscriptions are searched at most.
const SEARCHED: usize = 10_000;

/// `POST /providers/Microsoft.ResourceGraph/resources`
pub(super) fn query(context: &Context<'_>) -> Outcome {
    match context.call.parameter("api-version") {
        None | Some("") => return Err(error::missing_api_version()),
        Some(version) if !VERSIONS.contains(&version) => {
            return Err(error::unregistered_version(
                "Microsoft.ResourceGraph",
                "resources",
                version,
                VERSIONS,
            ));
        }
        Some(_) => {}
    }
    let (left, resets) = spend(context)?;
    let quota = |reply: Reply| {
        reply
            .header("x-ms-user-quota-remaining", &left.to_string())
            .header("x-ms-user-quota-resets-after", &format!("00:00:{:02}", resets.max(1)))
            .header("x-ms-resource-graph-request-duration", "0:00:00:00.0312")
    };
    answer(context).map(quota).map_err(quota)
}

/// Takes one query from the caller's quota: what is left of it, and when it is full again.
fn spend(context: &Context<'_>) -> Result<(u32, i64), Reply> {
    let now = context.call.at;
    let mut quotas = lock(&context.world.graph_quota);
    let key = format!("{} {}", context.bearer.tenant.id, context.bearer.object_id);
    let (since, spent) = quotas.entry(key).or_insert((now, 0));
    if now - *since >= WINDOW {
        (*since, *spent) = (now, 0);
    }
    let resets = (*since + WINDOW - now).whole_seconds() + 1;
    if *spent >= QUOTA {
        let text = "Client application has been throttled and should not attempt to repeat the request until an amount of \
                    time has elapsed. Please see https://aka.ms/resourcegraph-throttling for help.";
        return Err(failure(context, 429, "RateLimiting", &[("RateLimiting", text)])
            .header("retry-after", &resets.to_string())
            .header("x-ms-user-quota-remaining", "0")
            .header("x-ms-user-quota-resets-after", &format!("00:00:{resets:02}")));
    }
    *spent += 1;
    Ok((QUOTA - *spent, resets))
}

fn failure(context: &Context<'_>, status: u16, code: &str, details: &[(&str, &str)]) -> Reply {
    let details: Vec<Value> =
        details.iter().map(|(code, message)| json!({"code": code, "message": message})).collect();
    let message = format!(
        "Please provide below info when asking for support: timestamp = {}, correlationId = {}.",
        crate::clock::ticks(context.call.at),
        context.call.request_id
    );
    Reply::json(status, &json!({"error": {"code": code, "message": message, "details": details}}))
}

fn answer(context: &Context<'_>) -> Outcome {
    let bad = |code: &str, message: &str| failure(context, 400, "BadRequest", &[(code, message)]);
    let body =
        context.call.json().ok_or_else(|| bad("InvalidJson", "The request body is not valid JSON."))?;
    let text = body["query"].as_str().ok_or_else(|| bad("InvalidQuery", "The query is missing."))?;
    let query = Query::parse(text, context.call.at).map_err(|message| invalid(context, &message))?;
    let options = &body["options"];
    let top = number(options, "$top").unwrap_or(100);
    if !(1..=1000).contains(&top) {
        return Err(bad("InvalidTop", "The value of '$top' must be between 1 and 1000."));
    }
    let start = match options["$skipToken"].as_str() {
        Some(token) => {
            read(token, text).ok_or_else(|| bad("InvalidSkipToken", "The skip token is not valid."))?
        }
        None => number(options, "$skip").unwrap_or_default(),
    };
    let scope = scope(context, &body)?;
    let limit_hit = scope.len() > SEARCHED;
    let scope = &scope[..scope.len().min(SEARCHED)];
    let rows = graph_rows::rows(context, &query, scope)
        .ok_or_else(|| invalid(context, &format!("Table {} was not found.", query.table)))?;
    let rows = query.run(rows);
    let total = rows.len();
    // The service sends fewer than it was asked for when it likes.
    let size = top.min(context.world.page_size(Service::ResourceManager, 1000));
    // Rows without an id cannot be told apart, so there is no going on.
    let pages = rows.first().is_none_or(|row| row.get("id").is_some());
    let page: Vec<Value> = rows.into_iter().skip(start).take(size).collect();
    let end = start + page.len();
    let truncated = end < total;
    let mut answer = json!({
        "totalRecords": total,
        "count": page.len(),
        "resultTruncated": if truncated { "true" } else { "false" },
        "facets": [],
    });
    if truncated && pages {
        answer["$skipToken"] = json!(STANDARD.encode(format!("{end}.{text}")));
    }
    answer["data"] = match options["resultFormat"].as_str() {
        Some(format) if format.eq_ignore_ascii_case("table") => table(&page),
        _ => json!(page),
    };
    let reply = Reply::json(200, &answer);
    Ok(if limit_hit { reply.header("x-ms-tenant-subscription-limit-hit", "true") } else { reply })
}

fn invalid(context: &Context<'_>, message: &str) -> Reply {
    let text = "Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error \
                before retrying.";
    failure(context, 400, "BadRequest", &[("InvalidQuery", text), ("ParserFailure", message)])
}

fn number(options: &Value, name: &str) -> Option<usize> {
    options[name].as_u64().and_then(|number| usize::try_from(number).ok())
}

/// Where a token goes on, if it is one of this query's.
fn read(token: &str, query: &str) -> Option<usize> {
    let text = String::from_utf8(STANDARD.decode(token).ok()?).ok()?;
    let (offset, rest) = text.split_once('.')?;
    offset.parse().ok().filter(|_| rest == query)
}

/// The visible subscriptions that a query is for: all of them, unless it names some or groups of them.
fn scope<'c>(context: &'c Context<'_>, body: &Value) -> Result<Vec<&'c SubscriptionData>, Reply> {
    let tenant = context.bearer.tenant;
    let listed = |member: &str| -> Vec<String> {
        let names = body[member].as_array().into_iter().flatten().filter_map(Value::as_str);
        names.map(str::to_ascii_lowercase).collect()
    };
    let (ids, groups) = (listed("subscriptions"), listed("managementGroups"));
    for group in &groups {
        management_groups::check(context, group)?;
    }
    let mut wanted: Vec<&SubscriptionData> = if ids.is_empty() && groups.is_empty() {
        tenant.subscriptions.iter().collect()
    } else {
        let named = tenant.subscriptions.iter().filter(|data| ids.contains(&data.id));
        let grouped = groups.iter().flat_map(|group| management_groups::subscriptions(tenant, group));
        let mut seen = std::collections::BTreeSet::new();
        named.chain(grouped).filter(|data| seen.insert(&data.id)).collect()
    };
    wanted.retain(|data| !matches!(tenant.standing(&data.id), Standing::Hidden | Standing::Denied));
    if wanted.is_empty() && !ids.is_empty() {
        let text = "There must be at least one subscription that is eligible to contain resources.";
        return Err(failure(context, 400, "BadRequest", &[("NoValidSubscriptionsInQueryRequest", text)]));
    }
    Ok(wanted)
}

fn table(rows: &[Value]) -> Value {
    let columns: Vec<(&String, &Value)> =
        rows.first().and_then(Value::as_object).map(|row| row.iter().collect()).unwrap_or_default();
    let kind = |value: &Value| match value {
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::Bool(_) => "boolean",
        Value::String(_) => "string",
        _ => "object",
    };
    let cells = |row: &Value| columns.iter().map(|(name, _)| row[name.as_str()].clone()).collect::<Vec<_>>();
    json!({
        "columns": columns.iter().map(|(name, value)| json!({"name": name, "type": kind(value)})).collect::<Vec<_>>(),
        "rows": rows.iter().map(cells).collect::<Vec<_>>(),
    })
}
