//! The tables of Resource Graph. Types are in lower case there, and properties are those of the
//! single calls, with the differences that are known.

use serde_json::{Value, json};

use super::{
    Context, alerts, assessments, compliance, management_groups, plans, secure_scores, subscriptions,
};
use crate::{
    data::{
        azure::SubscriptionData,
        findings::{self, STANDARDS},
    },
    kql::Query,
    tenant::Standing,
};

type Rows = fn(&Context<'_>, &SubscriptionData) -> Vec<Value>;

/// The types of `securityresources`, and who makes their rows.
const SECURITY: &[(&str, Rows)] = &[
    ("microsoft.security/securescores", scores),
    ("microsoft.security/securescores/securescorecontrols", controls),
    ("microsoft.security/assessments", assessed),
    ("microsoft.security/assessments/subassessments", sub_assessed),
    ("microsoft.security/regulatorycompliancestandards", standards),
    ("microsoft.security/pricings", pricings),
    ("microsoft.security/locations/alerts", alerted),
];

/// The types of `resourcecontainers` that belong to a subscription.
const CONTAINERS: &[(&str, Rows)] = &[
    ("microsoft.resources/subscriptions", containers),
    ("microsoft.resources/subscriptions/resourcegroups", resource_groups),
];

/// The rows of a query's table in these subscriptions. None if there is no such table.
pub(super) fn rows(context: &Context<'_>, query: &Query, scope: &[&SubscriptionData]) -> Option<Vec<Value>> {
    let types = query.types();
    let wanted = |kind: &str| types.as_ref().is_none_or(|types| types.iter().any(|known| known == kind));
    let kinds = match query.table.as_str() {
        "securityresources" => SECURITY,
        "resourcecontainers" => CONTAINERS,
        "resources" => &[],
        _ => return None,
    };
    let mut rows = Vec::new();
    for (kind, make) in kinds.iter().filter(|(kind, _)| wanted(kind)) {
        for data in scope {
            let made = make(context, data).into_iter();
            rows.extend(made.map(|item| row(context, kind, Some(&data.id), &item)));
        }
    }
    let groups = "microsoft.management/managementgroups";
    if query.table == "resourcecontainers" && wanted(groups) {
        let tenant = context.bearer.tenant;
        let all = management_groups::all(tenant).into_iter();
        rows.extend(all.map(|item| row(context, groups, None, &item)));
    }
    Some(rows)
}

fn row(context: &Context<'_>, kind: &str, subscription: Option<&str>, item: &Value) -> Value {
    let id = item["id"].as_str().unwrap_or_default().to_owned();
    let group = id.split("/resourceGroups/").nth(1).and_then(|rest| rest.split('/').next());
    json!({
        "id": id,
        "name": item["name"],
        "type": kind,
        "tenantId": context.bearer.tenant.id,
        "kind": "",
        "location": "",
        "resourceGroup": group.unwrap_or_default(),
        "subscriptionId": subscription.unwrap_or_default(),
        "managedBy": "",
        "sku": null,
        "plan": null,
        "properties": item["properties"],
        "tags": item.get("tags").cloned().unwrap_or_default(),
        "identity": null,
        "zones": null,
        "extendedLocation": null,
    })
}

fn is_assessed(context: &Context<'_>, data: &SubscriptionData) -> bool {
    context.bearer.tenant.standing(&data.id) == Standing::Assessed
}

/// Some rows do not say which cloud they are about.
fn with_environment(data: &SubscriptionData, mut item: Value) -> Value {
    if !data.id.starts_with(['0', '1']) {
        item["properties"]["environment"] = json!("Azure");
    }
    item
}

fn scores(context: &Context<'_>, data: &SubscriptionData) -> Vec<Value> {
    let score = secure_scores::score(context, &data.id);
    score.into_iter().map(|item| with_environment(data, item)).collect()
}

fn controls(context: &Context<'_>, data: &SubscriptionData) -> Vec<Value> {
    if !is_assessed(context, data) {
        return Vec::new();
    }
    let items = data.controls.iter().map(|control| secure_scores::control_item(data, control, true));
    items.map(|item| with_environment(data, item)).collect()
}

fn assessed(context: &Context<'_>, data: &SubscriptionData) -> Vec<Value> {
    if !is_assessed(context, data) {
        return Vec::new();
    }
    let item = |finding: &findings::Finding| {
        let mut item = assessments::assessment(context, finding);
        let properties = &mut item["properties"];
        // Another name than in the single call.
        properties["links"] = json!({"azurePortal": properties["links"]["azurePortalUri"]});
        properties["metadata"] = assessments::metadata_properties(&finding.recommendation);
        item
    };
    findings::of_subscription(data).iter().map(item).collect()
}

fn sub_assessed(context: &Context<'_>, data: &SubscriptionData) -> Vec<Value> {
    if !is_assessed(context, data) {
        return Vec::new();
    }
    let all = findings::of_subscription(data);
    let below = all.iter().flat_map(|finding| {
        (0..finding.vulnerabilities())
            .map(move |number| assessments::sub_assessment(context, finding, number))
    });
    below.collect()
}

fn standards(context: &Context<'_>, data: &SubscriptionData) -> Vec<Value> {
    if !is_assessed(context, data) {
        return Vec::new();
    }
    let findings = findings::of_subscription(data);
    let root = format!("/subscriptions/{}/providers/Microsoft.Security", data.id);
    (0..STANDARDS.len()).map(|index| compliance::standard_item(&root, index, &findings)).collect()
}

fn pricings(context: &Context<'_>, data: &SubscriptionData) -> Vec<Value> {
    plans::plans().iter().map(|plan| plans::item(context, &data.id, plan)).collect()
}

/// The properties of alerts begin with capitals here.
fn alerted(context: &Context<'_>, data: &SubscriptionData) -> Vec<Value> {
    let item = |alert: &findings::Alert| {
        let properties = alerts::properties(&data.id, alert);
        let members = properties.as_object().into_iter().flatten().map(|(name, value)| {
            let (first, rest) = name.split_at(1);
            (format!("{}{rest}", first.to_ascii_uppercase()), value.clone())
        });
        let properties: serde_json::Map<String, Value> = members.collect();
        json!({"id": alerts::id(&data.id, alert), "name": alert.name, "properties": properties})
    };
    alerts::of_subscription(context, &data.id).iter().map(item).collect()
}

fn containers(context: &Context<'_>, data: &SubscriptionData) -> Vec<Value> {
    let body = subscriptions::subscription(context, data);
    vec![json!({
        "id": body["id"],
        "name": data.name,
        "tags": body["tags"],
        "properties": {
            "managedByTenants": [],
            "managementGroupAncestorsChain": management_groups::ancestors(context.bearer.tenant, &data.id),
            "state": "Enabled",
            "subscriptionPolicies": body["subscriptionPolicies"],
        },
    })]
}

fn resource_groups(_: &Context<'_>, data: &SubscriptionData) -> Vec<Value> {
    let item = |name| {
        json!({
            "id": format!("/subscriptions/{}/resourceGroups/{name}", data.id),
            "name": name,
            "properties": {"provisioningState": "Succeeded"},
        })
    };
    ["rg-data", "rg-platform", "rg-web"].map(item).to_vec()
}
