//! Searches of the audit log: begun, waited for, and read. They find what the Management Activity
//! API has.

use serde_json::{Map, Value, json};
use time::Duration;

use super::{Context, error, odata, odata::Collection, ok};
use crate::{
    clock,
    data::{
        audit::{self, CONTENT_TYPES},
        records,
    },
    http::{Outcome, Reply},
};

const PATH: &str = "security/auditlog/queries";
/// The permission for everything, and those for one workload each.
const READ: &[(&str, &[&str])] = &[
    ("AuditLogsQuery.Read.All", &[]),
    ("AuditLogsQuery-Entra.Read.All", &["AzureActiveDirectory"]),
    ("AuditLogsQuery-Exchange.Read.All", &["Exchange"]),
    ("AuditLogsQuery-SharePoint.Read.All", &["SharePoint"]),
    ("AuditLogsQuery-OneDrive.Read.All", &["OneDrive"]),
    ("AuditLogsQuery-Endpoint.Read.All", &["Endpoint"]),
    ("AuditLogsQuery-CRM.Read.All", &["CRM"]),
];
/// How many searches of a tenant go on at once.
const CONCURRENT: usize = 10;

const QUERIES: Collection = Collection {
    context: "security/auditLog/queries",
    entity: "microsoft.graph.security.auditLogQuery",
    ..Collection::BASE
};
const RECORDS: Collection = Collection {
    context: "security/auditLog/queries('id')/records",
    entity: "microsoft.graph.security.auditLogRecord",
    page: 150,
    ..Collection::BASE
};

/// The workloads that the caller may read; none means all.
fn workloads(context: &Context<'_>) -> Result<Vec<&'static str>, Reply> {
    let names: Vec<&str> = READ.iter().map(|(name, _)| *name).collect();
    context.require(&names)?;
    if context.bearer.has_any(&["AuditLogsQuery.Read.All"]) {
        return Ok(Vec::new());
    }
    let held = READ.iter().filter(|(name, _)| context.bearer.has_any(&[name]));
    Ok(held.flat_map(|(_, workloads)| workloads.iter().copied()).collect())
}

/// `POST /security/auditLog/queries`: 201.
pub(super) fn create(context: &Context<'_>) -> Outcome {
    let call = context.call;
    workloads(context)?;
    if !context.bearer.tenant.switches().auditing {
        // JSON in the message.
        let text =
            json!({"status": "AuditingDisabledTenant", "message": "Auditing is disabled for the tenant."});
        return Err(error::reply(call, 400, "BadRequest", &text.to_string()));
    }
    let running = context.store().items(PATH);
    let running =
        running.iter().filter(|query| query["status"] == "notStarted" || query["status"] == "running");
    if running.count() >= CONCURRENT {
        // No time to wait is given: another search has to end.
        return Err(error::reply(
            call,
            429,
            "TooManyRequests",
            "Too many searches are in progress for the tenant.",
        ));
    }
    let body = call.json().filter(Value::is_object).ok_or_else(|| error::unreadable(call))?;
    let time = |name: &str| body[name].as_str().and_then(clock::parse);
    if time("filterStartDateTime").zip(time("filterEndDateTime")).is_none_or(|(from, to)| from >= to) {
        return Err(error::bad_request(
            call,
            "The filterStartDateTime must be before the filterEndDateTime.",
        ));
    }
    let mut query = json!({"id": crate::keys::random_guid(), "status": "notStarted"});
    for name in [
        "displayName",
        "filterStartDateTime",
        "filterEndDateTime",
        "keywordFilter",
        "serviceFilters",
        "recordTypeFilters",
        "operationFilters",
        "userPrincipalNameFilters",
        "ipAddressFilters",
        "objectIdFilters",
        "administrativeUnitIdFilters",
    ] {
        let empty = if name.ends_with("Filters") { json!([]) } else { Value::Null };
        query[name] = body.get(name).cloned().unwrap_or(empty);
    }
    context.store().add_first(PATH, query.clone());
    let mut answer =
        json!({"@odata.context": format!("{}/{}/$metadata#{PATH}/$entity", call.base, context.version())});
    for (name, value) in query.as_object().into_iter().flatten() {
        answer[name] = value.clone();
    }
    let mut reply = ok(&answer);
    reply.status = http::StatusCode::CREATED;
    Ok(reply)
}

/// `GET /security/auditLog/queries`
pub(super) fn list(context: &Context<'_>) -> Outcome {
    workloads(context)?;
    odata::list(context, &QUERIES, context.store().items(PATH), |row| row, |row, _| row)
}

/// `GET /security/auditLog/queries/{id}`. A search is one step further each time somebody asks.
pub(super) fn get(context: &Context<'_>, id: &str) -> Outcome {
    workloads(context)?;
    let query = find(context, id)?;
    let next = match query["status"].as_str() {
        Some("notStarted") => Some("running"),
        Some("running") => Some("succeeded"),
        _ => None,
    };
    if let Some(next) = next {
        let changes: Map<String, Value> = [("status".to_owned(), json!(next))].into_iter().collect();
        context.store().update(PATH, id, &changes);
    }
    odata::entity(context, &QUERIES, query)
}

fn find(context: &Context<'_>, id: &str) -> Result<Value, Reply> {
    context.store().find(PATH, id).ok_or_else(|| error::not_found(context.call, &format!("Query '{id}'")))
}

/// `GET /security/auditLog/queries/{id}/records`: nothing until the search has succeeded.
pub(super) fn records(context: &Context<'_>, id: &str) -> Outcome {
    let allowed = workloads(context)?;
    let query = find(context, id)?;
    let mut rows = if query["status"] == "succeeded" { found(context, &query) } else { Vec::new() };
    if !allowed.is_empty() {
        rows.retain(|row| row["service"].as_str().is_some_and(|service| allowed.contains(&service)));
    }
    odata::list(context, &RECORDS, rows, |row| row, |row, _| row)
}

fn found(context: &Context<'_>, query: &Value) -> Vec<Value> {
    let (world, tenant) = (context.world, context.bearer.tenant);
    let time = |name: &str| query[name].as_str().and_then(clock::parse).unwrap_or(world.anchor);
    let (from, to) = (time("filterStartDateTime"), time("filterEndDateTime").min(context.call.at));
    let mut rows = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for content_type in 0..CONTENT_TYPES.len() {
        // What happened before the end may have been delivered a little later.
        for blob in audit::blobs(world, tenant, content_type, from, to + Duration::hours(2)) {
            for draft in audit::drafts(world, tenant, &blob) {
                if draft.happened < from || draft.happened >= to || !seen.insert(draft.id.clone()) {
                    continue;
                }
                let row = row(&records::render(tenant, &draft, true));
                if passes(query, &row) {
                    rows.push(row);
                }
            }
        }
    }
    rows
}

fn passes(query: &Value, row: &Value) -> bool {
    let one_of = |filter: &str, value: &Value| {
        let wanted = query[filter].as_array().filter(|wanted| !wanted.is_empty());
        wanted.is_none_or(|wanted| {
            let value = value.as_str().unwrap_or_default();
            wanted.iter().filter_map(Value::as_str).any(|text| text.eq_ignore_ascii_case(value))
        })
    };
    let keyword = query["keywordFilter"].as_str().unwrap_or_default().to_lowercase();
    one_of("operationFilters", &row["operation"])
        && one_of("serviceFilters", &row["service"])
        && one_of("recordTypeFilters", &row["auditLogRecordType"])
        && one_of("userPrincipalNameFilters", &row["userPrincipalName"])
        && one_of("ipAddressFilters", &row["auditData"]["ClientIP"])
        && (keyword.is_empty() || row.to_string().to_lowercase().contains(&keyword))
}

/// A record of the audit log as a search shows it.
fn row(record: &Value) -> Value {
    let mut data = json!({"@odata.type": "#microsoft.graph.security.defaultAuditData"});
    for (name, value) in record.as_object().into_iter().flatten() {
        if value.is_i64() {
            data[format!("{name}@odata.type")] = json!("#Int64");
        }
        data[name] = value.clone();
    }
    json!({
        "id": record["Id"],
        "createdDateTime": format!("{}Z", record["CreationTime"].as_str().unwrap_or_default().trim_end_matches('Z')),
        "auditLogRecordType": record_type(record),
        "operation": record["Operation"],
        "organizationId": record["OrganizationId"],
        "userType": if record["UserType"] == 0 { "Regular" } else { "Application" },
        // Each in the place of the other.
        "userId": record["UserKey"],
        "userPrincipalName": record["UserId"],
        "service": record["Workload"],
        "objectId": record["ObjectId"],
        "clientIp": null,
        "administrativeUnits": [""],
        "auditData": data,
    })
}

fn record_type(record: &Value) -> &'static str {
    match record["RecordType"].as_i64() {
        Some(1) => "ExchangeAdmin",
        Some(2) => "ExchangeItem",
        Some(3) => "ExchangeItemGroup",
        Some(4) => "SharePoint",
        Some(6) => "SharePointFileOperation",
        Some(8) => "AzureActiveDirectory",
        Some(11) => "ComplianceDLPSharePoint",
        Some(13) => "ComplianceDLPExchange",
        Some(14) => "SharePointSharingOperation",
        Some(15) => "AzureActiveDirectoryStsLogon",
        Some(20) => "PowerBIAudit",
        Some(24) => "Discovery",
        Some(25) => "MicrosoftTeams",
        Some(40) => "SecurityComplianceAlerts",
        Some(50) => "ExchangeItemAggregated",
        Some(261) => "CopilotInteraction",
        _ => "MipLabel",
    }
}
