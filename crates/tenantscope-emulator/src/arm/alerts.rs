//! Alerts, which are listed from anywhere and changed at their location.

use http::Method;
use serde_json::{Value, json};
use time::Duration;

use super::{Context, error, page, scope::Scope, subscriptions};
use crate::{
    clock,
    data::findings::{self, Alert},
    http::{Outcome, Reply},
    tenant::Standing,
};

pub(super) const VERSIONS: &[&str] = &["2022-01-01", "2019-01-01"];

/// `alerts` and `locations/{location}/alerts`, of a subscription or a resource group.
pub(super) fn route(context: &Context<'_>, scope: &Scope<'_>, rest: &[&str]) -> Outcome {
    let subscription = scope.subscription().unwrap_or_default();
    let (location, rest) = match rest {
        ["locations", location, rest @ ..] => (Some(*location), rest),
        rest => (None, rest),
    };
    let group = scope.resource_group();
    let mut all = of_subscription(context, subscription).into_iter().filter(|alert| {
        location.is_none_or(|location| alert.location == location)
            && group.is_none_or(|group| alert.group == group)
    });
    let missing =
        |name: &str| error::reply(404, "ResourceNotFound", &format!("Alert '{name}' does not exist."));
    match (&context.call.method, location, rest) {
        (&Method::GET, _, ["alerts"]) => {
            page(context, all.map(|alert| item(context, subscription, &alert)).collect())
        }
        (&Method::GET, Some(_), ["alerts", name]) => {
            let alert =
                all.find(|alert| alert.name.eq_ignore_ascii_case(name)).ok_or_else(|| missing(name))?;
            Ok(Reply::json(200, &item(context, subscription, &alert)))
        }
        (&Method::POST, Some(_), ["alerts", name, action]) => {
            let state = match *action {
                "dismiss" => "Dismissed",
                "resolve" => "Resolved",
                "activate" => "Active",
                "inprogress" => "InProgress",
                _ => return Err(error::unknown_type("Microsoft.Security", "locations/alerts", context.call)),
            };
            context.admin(&format!("locations/alerts/{action}/action"))?;
            let alert =
                all.find(|alert| alert.name.eq_ignore_ascii_case(name)).ok_or_else(|| missing(name))?;
            context.bearer.tenant.switches().alert_states.insert(alert.name, state);
            Ok(Reply::new(204))
        }
        (&Method::GET, ..) => Err(error::missing_subscription()),
        _ => Err(error::method_not_supported(context.call)),
    }
}

/// The alerts of a subscription in their present state.
pub(super) fn of_subscription(context: &Context<'_>, subscription: &str) -> Vec<Alert> {
    let tenant = context.bearer.tenant;
    let Some(data) = subscriptions::data(context, subscription) else { return Vec::new() };
    if tenant.standing(&data.id) != Standing::Assessed {
        return Vec::new();
    }
    let mut alerts = findings::alerts(data, context.world.anchor);
    let switches = tenant.switches();
    for alert in &mut alerts {
        alert.status = switches.alert_states.get(&alert.name).copied().unwrap_or(alert.status);
    }
    alerts
}

fn item(context: &Context<'_>, subscription: &str, alert: &Alert) -> Value {
    let old = context.call.parameter("api-version") == Some("2019-01-01");
    json!({
        "id": id(subscription, alert),
        "name": alert.name,
        "type": "Microsoft.Security/Locations/alerts",
        "properties": if old { old_properties(subscription, alert) } else { properties(subscription, alert) },
    })
}

pub(super) fn id(subscription: &str, alert: &Alert) -> String {
    format!(
        "/subscriptions/{subscription}/resourceGroups/{}/providers/Microsoft.Security/locations/{}/alerts/{}",
        alert.group, alert.location, alert.name
    )
}

fn machine(subscription: &str, alert: &Alert) -> String {
    format!(
        "/subscriptions/{subscription}/resourceGroups/{}/providers/Microsoft.Compute/virtualMachines/{}",
        alert.group, alert.machine
    )
}

pub(super) fn properties(subscription: &str, alert: &Alert) -> Value {
    let machine = machine(subscription, alert);
    json!({
        "version": "2022-01-01.0",
        "alertType": alert.kind,
        "systemAlertId": alert.name,
        "productComponentName": "Servers",
        "alertDisplayName": alert.title,
        "description": format!("{} on {}.", alert.title, alert.machine),
        "severity": alert.severity,
        "intent": alert.intent,
        "startTimeUtc": clock::ticks(alert.at),
        "endTimeUtc": clock::ticks(alert.at + Duration::seconds(90)),
        "resourceIdentifiers": [
            {"$id": format!("{}_101", alert.location), "azureResourceId": machine, "type": "AzureResource", "azureResourceTenantId": null},
            {
                "$id": format!("{}_102", alert.location),
                "workspaceId": "f419f624-acad-4d89-b86d-f62fa387f019",
                "workspaceSubscriptionId": subscription,
                "workspaceResourceGroup": "rg-platform",
                "agentId": "75724a01-f021-4aa8-9ec2-329792373e6e",
                "type": "LogAnalytics",
            },
        ],
        "remediationSteps": ["Isolate the machine.", "Change the passwords of its accounts."],
        "vendorName": "Microsoft",
        "status": alert.status,
        "extendedLinks": [{"Category": "threat_reports", "Label": "Report: Scanning", "Href": "https://contoso.example.com/report", "Type": "webLink"}],
        "alertUri": format!("https://portal.azure.com/#blade/Microsoft_Azure_Security_AzureDefenderForData/AlertBlade/alertId/{}", alert.name),
        "timeGeneratedUtc": clock::ticks(alert.at + Duration::seconds(120)),
        "productName": "Microsoft Defender for Cloud",
        "processingEndTimeUtc": clock::ticks(alert.at + Duration::seconds(130)),
        "entities": [
            {"$id": format!("{}_100", alert.location), "hostName": alert.machine, "azureID": machine, "type": "host"},
            {"$id": format!("{}_103", alert.location), "address": "203.0.113.8", "location": {"CountryCode": "nl", "City": "Amsterdam"}, "type": "ip"},
            {"$id": format!("{}_104", alert.location), "host": {"$ref": format!("{}_100", alert.location)}, "processId": "0x3c44", "type": "process"},
        ],
        "isIncident": false,
        "correlationKey": "kso0LFWxzCll5tqrk5hmrBJ+MY1BX806W6q6+0s9Lk8=",
        "extendedProperties": {"resourceType": "Virtual Machine", "number of attempts": "44"},
        "compromisedEntity": alert.machine,
        "techniques": ["T1059", "T1046"],
        "subTechniques": ["T1059.001"],
        "supportingEvidence": {"type": "tabularEvidences", "supportingEvidenceList": []},
    })
}

fn old_properties(subscription: &str, alert: &Alert) -> Value {
    json!({
        "systemSource": "Azure",
        "vendorName": "Microsoft",
        "alertName": alert.kind,
        "alertDisplayName": alert.title,
        "detectedTimeUtc": clock::ticks(alert.at),
        "reportedTimeUtc": clock::ticks(alert.at + Duration::seconds(120)),
        "description": format!("{} on {}.", alert.title, alert.machine),
        "remediationSteps": "1. Isolate the machine.\r\n2. Change the passwords of its accounts.",
        "actionTaken": "Undefined",
        "reportedSeverity": alert.severity,
        "compromisedEntity": alert.machine,
        "associatedResource": machine(subscription, alert),
        "subscriptionId": subscription,
        "instanceId": alert.name,
        "state": alert.status,
        "extendedProperties": {"resourceType": "Virtual Machine"},
        "entities": [],
        "canBeInvestigated": true,
        "isIncident": false,
        "workspaceArmId": null,
    })
}
