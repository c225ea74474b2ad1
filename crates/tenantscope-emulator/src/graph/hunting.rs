//! `POST /security/runHuntingQuery`: Kusto over tables of events.

use serde_json::{Map, Value, json};
use time::Duration;

use super::{Context, error, ok};
use crate::{
    clock,
    http::{Call, Outcome, Reply},
    kql::Query,
    world::lock,
};

/// How many queries a tenant has in a minute.
const QUOTA: u32 = 45;

pub(super) fn run(context: &Context<'_>) -> Outcome {
    let call = context.call;
    context.require(&["ThreatHunting.Read.All"])?;
    spend(context)?;
    let body = call.json().ok_or_else(|| error::unreadable(call))?;
    // Both spellings are in the documents.
    let member = |name: &str| {
        let found = body.as_object()?.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.and_then(|(_, value)| value.as_str())
    };
    let text = member("query").ok_or_else(|| error::bad_request(call, "The query is missing."))?;
    let from = match member("timespan") {
        Some(span) => read_span(call, span)
            .ok_or_else(|| error::bad_request(call, &format!("The timespan '{span}' is not valid.")))?,
        None => call.at - Duration::days(30),
    };
    let syntax = |text: &str| {
        let text = format!("'{text}'. Fix syntax errors in your query.");
        error::bad_request(call, &text)
    };
    let query = Query::parse(text, call.at).map_err(|text| syntax(&text))?;
    let mut rows = table(context, &query.table).ok_or_else(|| {
        syntax(&format!("Failed to resolve table or column expression named '{}'", query.table))
    })?;
    let from = clock::ticks(from);
    rows.retain(|row| row["Timestamp"].as_str().is_none_or(|at| at >= from.as_str()));
    rows.truncate(100_000);
    let rows = query.run(rows);
    let schema: Vec<Value> = rows
        .first()
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(name, value)| json!({"name": name, "type": kind(name, value)}))
        .collect();
    let results: Vec<Value> = rows.iter().map(on_the_wire).collect();
    Ok(ok(&json!({
        "@odata.context": format!("{}/{}/$metadata#microsoft.graph.security.huntingQueryResults", call.base, context.version()),
        "schema": schema,
        "results": results,
    })))
}

fn spend(context: &Context<'_>) -> Result<(), Reply> {
    let now = context.call.at;
    let mut quotas = lock(&context.world.graph_quota);
    let (since, spent) = quotas.entry(format!("hunting {}", context.bearer.tenant.id)).or_insert((now, 0));
    if now - *since >= Duration::minutes(1) {
        (*since, *spent) = (now, 0);
    }
    if *spent >= QUOTA {
        let text = "You have run too many queries: the limit of 45 calls per minute has been exceeded.";
        let wait = (*since + Duration::minutes(1) - now).whole_seconds() + 1;
        return Err(
            error::reply(context.call, 429, "TooManyRequests", text).header("retry-after", &wait.to_string())
        );
    }
    *spent += 1;
    Ok(())
}

/// The start of a span: `P30D`, `PT4H`, `start/end`, `start/P30D`, `P30D/end`, or a start alone.
fn read_span(call: &Call, text: &str) -> Option<time::OffsetDateTime> {
    let duration = |text: &str| {
        let rest = text.strip_prefix('P')?;
        let (number, unit) = rest
            .trim_start_matches('T')
            .split_at_checked(rest.trim_start_matches('T').len().checked_sub(1)?)?;
        let number: i64 = number.parse().ok()?;
        match unit {
            "D" => Some(Duration::days(number)),
            "H" => Some(Duration::hours(number)),
            "M" => Some(Duration::minutes(number)),
            "W" => Some(Duration::weeks(number)),
            _ => None,
        }
    };
    match text.split_once('/') {
        None => duration(text).map(|span| call.at - span).or_else(|| clock::parse(text)),
        Some((start, end)) => match duration(start) {
            Some(span) => clock::parse(end).map(|end| end - span),
            None => clock::parse(start).filter(|_| duration(end).is_some() || clock::parse(end).is_some()),
        },
    }
}

fn table(context: &Context<'_>, name: &str) -> Option<Vec<Value>> {
    let store = context.store();
    Some(match name {
        "deviceinfo" => store.items("devices").iter().map(device).collect(),
        "alertinfo" => store.items("security/alerts_v2").iter().map(alert).collect(),
        "identitylogonevents" | "aadsignineventsbeta" => {
            store.items("auditlogs/signins").iter().map(logon).collect()
        }
        "identityinfo" => store.items("users").iter().map(identity).collect(),
        _ => return None,
    })
}

/// Times in the form that compares like text.
fn at(value: &Value) -> Value {
    value.as_str().and_then(clock::parse).map_or(Value::Null, |at| json!(clock::ticks(at)))
}

fn device(row: &Value) -> Value {
    json!({
        "Timestamp": at(&row["approximateLastSignInDateTime"]),
        "DeviceId": row["deviceId"].as_str().unwrap_or_default().replace('-', ""),
        "DeviceName": row["displayName"],
        "OSPlatform": row["operatingSystem"],
        "OSVersion": row["operatingSystemVersion"],
        "IsAzureADJoined": true,
        "IsInternetFacing": row["isCompliant"] == false,
        "ExposureScore": if row["isCompliant"] == true { 1.5 } else { 7.0 },
        "MachineGroup": null,
        "LoggedOnUsers": [json!({"UserName": "adele.vance"}).to_string()],
        "AadDeviceId": row["deviceId"],
    })
}

fn alert(row: &Value) -> Value {
    json!({
        "Timestamp": at(&row["createdDateTime"]),
        "AlertId": row["id"],
        "Title": row["title"],
        "Category": row["category"],
        "Severity": row["severity"],
        "ServiceSource": "Microsoft Defender XDR",
        "DetectionSource": row["detectionSource"],
        "AttackTechniques": row["mitreTechniques"],
    })
}

fn logon(row: &Value) -> Value {
    json!({
        "Timestamp": at(&row["createdDateTime"]),
        "ActionType": if row["status"]["errorCode"] == 0 { "LogonSuccess" } else { "LogonFailed" },
        "AccountUpn": row["userPrincipalName"],
        "AccountObjectId": row["userId"],
        "IPAddress": row["ipAddress"],
        "Location": row["location"]["countryOrRegion"],
        "ErrorCode": row["status"]["errorCode"],
        "AdditionalFields": {"Spns": ["HOST/dc01"], "Count": 3},
        "ReportedAt": null,
    })
}

fn identity(row: &Value) -> Value {
    json!({
        "Timestamp": at(&row["createdDateTime"]),
        "AccountUpn": row["userPrincipalName"],
        "AccountObjectId": row["id"],
        "AccountDisplayName": row["displayName"],
        "Department": row["department"],
        "IsAccountEnabled": row["accountEnabled"],
        "AssignedRoles": [],
    })
}

/// The name of a column's type.
fn kind(name: &str, value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "SByte",
        Value::Number(number) if number.is_f64() => "Double",
        Value::Number(_) => "Int64",
        Value::Array(_) | Value::Object(_) => "Object",
        _ if name.ends_with("Timestamp") || name.ends_with("At") => "DateTime",
        _ => "String",
    }
}

/// A row with the types beside its cells, numbers for true and false, and `{}` for a time or an
/// object that is not there.
fn on_the_wire(row: &Value) -> Value {
    let mut wire = Map::new();
    for (name, value) in row.as_object().into_iter().flatten() {
        let sidecar = match value {
            Value::Bool(_) => Some("#SByte"),
            Value::Number(number) if number.is_f64() => Some("#Double"),
            Value::Number(_) => Some("#Int64"),
            Value::Array(_) => Some("#Collection(String)"),
            _ => None,
        };
        if let Some(sidecar) = sidecar {
            wire.insert(format!("{name}@odata.type"), json!(sidecar));
        }
        let value = match value {
            Value::Bool(value) => json!(u8::from(*value)),
            Value::Null => json!({}),
            Value::Object(members) => {
                let mut object = json!({"@odata.type": "#microsoft.graph.security.dynamicColumnValue"});
                for (name, value) in members {
                    object[name] = value.clone();
                }
                object
            }
            other => other.clone(),
        };
        wire.insert(name.clone(), value);
    }
    Value::Object(wire)
}
