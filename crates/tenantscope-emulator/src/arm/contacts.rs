//! Who is told, what is provisioned by itself, and which products see the data.

use serde_json::{Value, json};

use super::{Context, error, page, scope::Scope};
use crate::http::{Outcome, Reply};

pub(super) const CONTACT_VERSIONS: &[&str] =
    &["2023-12-01-preview", "2020-01-01-preview", "2017-08-01-preview"];
pub(super) const PROVISIONING_VERSIONS: &[&str] = &["2017-08-01-preview"];
pub(super) const SETTING_VERSIONS: &[&str] = &["2022-05-01", "2021-06-01", "2019-01-01"];

/// `securityContacts`, whose ids have another name than their path.
pub(super) fn contacts(context: &Context<'_>, scope: &Scope<'_>, rest: &[&str]) -> Outcome {
    let root = root(scope);
    let mails = format!("security@{};soc@{}", context.bearer.tenant.vanity, context.bearer.tenant.vanity);
    let old = context.call.parameter("api-version") == Some("2017-08-01-preview");
    let properties = if old {
        json!({"email": mails, "phone": "+49 30 901820", "alertNotifications": "On", "alertsToAdmins": "On"})
    } else {
        json!({
            "emails": mails,
            "phone": "+49 30 901820",
            "isEnabled": true,
            "notificationsByRole": {"state": "On", "roles": ["Owner", "ServiceAdmin"]},
            "notificationsSources": [
                {"sourceType": "Alert", "minimalSeverity": "Medium"},
                {"sourceType": "AttackPath", "minimalRiskLevel": "Critical"},
            ],
        })
    };
    let name = if old { "default1" } else { "default" };
    let item = json!({
        "id": format!("{root}/securityContacts/{name}"),
        "name": name,
        "type": "Microsoft.Security/securityContacts",
        "properties": properties,
    });
    one_of(context, vec![item], rest)
}

/// `autoProvisioningSettings`
pub(super) fn provisioning(context: &Context<'_>, scope: &Scope<'_>, rest: &[&str]) -> Outcome {
    let item = json!({
        "id": format!("{}/autoProvisioningSettings/default", root(scope)),
        "name": "default",
        "type": "Microsoft.Security/autoProvisioningSettings",
        "properties": {"autoProvision": "On"},
    });
    one_of(context, vec![item], rest)
}

/// `settings`
pub(super) fn settings(context: &Context<'_>, scope: &Scope<'_>, rest: &[&str]) -> Outcome {
    let item = |name: &str, kind: &str, enabled: bool| {
        json!({
            "id": format!("{}/settings/{name}", root(scope)),
            "name": name,
            "kind": kind,
            "type": "Microsoft.Security/settings",
            "properties": {"enabled": enabled},
        })
    };
    let items = vec![
        item("MCAS", "DataExportSettings", true),
        item("WDATP", "DataExportSettings", true),
        item("WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW", "DataExportSettings", false),
        item("Sentinel", "AlertSyncSettings", true),
    ];
    one_of(context, items, rest)
}

fn root(scope: &Scope<'_>) -> String {
    format!("/subscriptions/{}/providers/Microsoft.Security", scope.subscription().unwrap_or_default())
}

fn one_of(context: &Context<'_>, items: Vec<Value>, rest: &[&str]) -> Outcome {
    let [name] = rest else { return page(context, items) };
    let found =
        items.into_iter().find(|item| item["name"].as_str().is_some_and(|n| n.eq_ignore_ascii_case(name)));
    let missing = || error::reply(404, "ResourceNotFound", &format!("'{name}' does not exist."));
    Ok(Reply::json(200, &found.ok_or_else(missing)?))
}
