//! Plans: which parts of Defender for Cloud a subscription pays for.

use http::Method;
use serde_json::{Value, json};

use super::{Context, error, scope::Scope};
use crate::{
    http::{Outcome, Reply},
    rng::Rng,
};

pub(super) const VERSIONS: &[&str] = &["2024-01-01", "2023-01-01", "2022-03-01", "2018-06-01"];

const PLANS: &[&str] = &[
    "VirtualMachines",
    "SqlServers",
    "AppServices",
    "StorageAccounts",
    "SqlServerVirtualMachines",
    "KubernetesService",
    "ContainerRegistry",
    "KeyVaults",
    "Dns",
    "Arm",
    "OpenSourceRelationalDatabases",
    "CosmosDbs",
    "Containers",
    "CloudPosture",
    "Api",
    "AI",
];

/// `pricings[/{plan}]`. The list has no next link.
pub(super) fn route(context: &Context<'_>, scope: &Scope<'_>, rest: &[&str]) -> Outcome {
    let subscription = scope.subscription().unwrap_or_default();
    let find = |name: &str| {
        let found = PLANS.iter().find(|plan| plan.eq_ignore_ascii_case(name));
        found.copied().ok_or_else(|| {
            error::reply(404, "ResourceNotFound", &format!("Pricing '{name}' does not exist."))
        })
    };
    match (&context.call.method, rest) {
        (&Method::GET, []) => {
            let wanted = wanted(context)?;
            let plans = PLANS.iter().filter(|plan| {
                wanted.as_ref().is_none_or(|names| names.iter().any(|name| name.eq_ignore_ascii_case(plan)))
            });
            let items: Vec<Value> = plans.map(|plan| item(context, subscription, plan)).collect();
            Ok(Reply::json(200, &json!({"value": items})))
        }
        (&Method::GET, [name]) => Ok(Reply::json(200, &item(context, subscription, find(name)?))),
        (&Method::PUT, [name]) => {
            let plan = find(name)?;
            context.admin("pricings/write")?;
            let body = context.call.json().unwrap_or_default();
            let tier = body["properties"]["pricingTier"].as_str().unwrap_or_default();
            if !matches!(tier, "Free" | "Standard") {
                return Err(error::reply(
                    400,
                    "InvalidInputJson",
                    "The pricing tier must be 'Free' or 'Standard'.",
                ));
            }
            let key = (subscription.to_owned(), plan.to_owned());
            context.bearer.tenant.switches().plans.insert(key, tier.to_owned());
            Ok(Reply::json(200, &item(context, subscription, plan)))
        }
        _ => Err(error::method_not_supported(context.call)),
    }
}

/// The names in `$filter=name in (a,b)`.
fn wanted(context: &Context<'_>) -> Result<Option<Vec<String>>, Reply> {
    let Some(filter) = context.call.parameter("$filter").filter(|filter| !filter.is_empty()) else {
        return Ok(None);
    };
    let list = filter.trim().strip_prefix("name in").map(str::trim);
    let list = list.and_then(|list| list.strip_prefix('(')).and_then(|list| list.strip_suffix(')'));
    let list = list.ok_or_else(|| {
        error::reply(400, "InvalidFilter", &format!("The filter '{filter}' is not supported."))
    })?;
    Ok(Some(list.split(',').map(|name| name.trim().trim_matches('\'').to_owned()).collect()))
}

pub(super) fn plans() -> &'static [&'static str] {
    PLANS
}

pub(super) fn item(context: &Context<'_>, subscription: &str, plan: &str) -> Value {
    let mut rng = Rng::keyed(0, &format!("plan {plan} {subscription}"), &[]);
    let seeded = if rng.percent(55) { "Standard" } else { "Free" };
    let key = (subscription.to_owned(), plan.to_owned());
    let tier = context.bearer.tenant.switches().plans.get(&key).cloned();
    let tier = tier.unwrap_or_else(|| seeded.to_owned());
    let mut properties = json!({
        "pricingTier": tier,
        "freeTrialRemainingTime": if tier == "Free" { "P30D" } else { "PT0S" },
    });
    if context.call.parameter("api-version") != Some("2018-06-01") {
        // Text where one would expect true and false.
        properties["enforce"] = json!("False");
        properties["inherited"] = json!("False");
        properties["resourcesCoverageStatus"] =
            json!(if tier == "Free" { "NotCovered" } else { "FullyCovered" });
        if tier == "Standard" {
            properties["enablementTime"] = json!("2024-03-01T12:42:42.1921106Z");
            if plan == "VirtualMachines" {
                properties["subPlan"] = json!("P2");
                properties["extensions"] = json!([
                    {"name": "MdeDesignatedSubscription", "isEnabled": "False"},
                    {
                        "name": "AgentlessVmScanning",
                        "isEnabled": "True",
                        "additionalExtensionProperties": {"ExclusionTags": "[{\"key\":\"scan\",\"value\":\"no\"}]", "CapGBPerMonth": 5000},
                        "operationStatus": {"code": "Succeeded", "message": ""},
                    },
                ]);
            }
        }
        if matches!(plan, "KubernetesService" | "ContainerRegistry" | "Dns") {
            properties["deprecated"] = json!(true);
            properties["replacedBy"] = json!([if plan == "Dns" { "VirtualMachines" } else { "Containers" }]);
        }
    }
    json!({
        "id": format!("/subscriptions/{subscription}/providers/Microsoft.Security/pricings/{plan}"),
        "name": plan,
        "type": "Microsoft.Security/pricings",
        "properties": properties,
    })
}
