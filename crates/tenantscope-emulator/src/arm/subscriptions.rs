//! Subscriptions and tenants, as far as the caller sees them.

use serde_json::{Value, json};

use super::{Context, error, page};
use crate::{
    data::azure::SubscriptionData,
    http::{Outcome, Reply},
    login::token::is_guid,
    tenant::Standing,
};

/// What stands between the caller and a subscription, or the refusal for an id that it cannot ask
/// for.
pub(crate) fn find(context: &Context<'_>, id: &str) -> Result<Standing, Reply> {
    if !is_guid(id) {
        let text = format!("The provided subscription identifier '{id}' is malformed or invalid.");
        return Err(error::gateway(400, "InvalidSubscriptionId", &text));
    }
    let tenant = context.bearer.tenant;
    if tenant.subscriptions.iter().any(|data| data.id.eq_ignore_ascii_case(id)) {
        return Ok(tenant.standing(&id.to_ascii_lowercase()));
    }
    let text = format!("The subscription '{id}' could not be found.");
    Err(error::gateway(404, "SubscriptionNotFound", &text))
}

/// The subscription of the caller's tenant with this id.
pub(super) fn data<'c>(context: &'c Context<'_>, id: &str) -> Option<&'c SubscriptionData> {
    context.bearer.tenant.subscriptions.iter().find(|data| data.id.eq_ignore_ascii_case(id))
}

pub(crate) fn list(context: &Context<'_>) -> Outcome {
    let tenant = context.bearer.tenant;
    let visible = tenant.subscriptions.iter().filter(|data| tenant.standing(&data.id) != Standing::Hidden);
    let items: Vec<Value> = visible.map(|data| subscription(context, data)).collect();
    let count = items.len();
    let reply = page(context, items)?;
    // This list alone counts itself.
    let mut body = reply.read_json().unwrap_or_default();
    body["count"] = json!({"type": "Total", "value": count});
    Ok(reply.body(body.to_string()))
}

pub(crate) fn get(context: &Context<'_>, id: &str) -> Outcome {
    if find(context, id)? == Standing::Hidden {
        let scope = format!("/subscriptions/{id}");
        return Err(error::authorization_failed(
            &context.bearer,
            "Microsoft.Resources/subscriptions/read",
            &scope,
        ));
    }
    Ok(Reply::json(200, &data(context, id).map_or(Value::Null, |data| subscription(context, data))))
}

pub(super) fn subscription(context: &Context<'_>, data: &SubscriptionData) -> Value {
    let mut body = json!({
        "id": format!("/subscriptions/{}", data.id),
        "authorizationSource": "RoleBased",
        "managedByTenants": [],
        "tags": {"environment": data.name.rsplit(' ').next()},
        "subscriptionId": data.id,
        "tenantId": context.bearer.tenant.id,
        "displayName": data.name,
        "state": "Enabled",
        "subscriptionPolicies": {
            "locationPlacementId": "Public_2014-09-01",
            "quotaId": "EnterpriseAgreement_2014-09-01",
            "spendingLimit": "Off",
        },
    });
    if context.call.parameter("api-version") == Some("2016-06-01")
        && let Some(members) = body.as_object_mut()
    {
        // The oldest version does not tell.
        members.remove("tenantId");
    }
    body
}

pub(crate) fn tenants(context: &Context<'_>) -> Outcome {
    let tenant = context.bearer.tenant;
    page(
        context,
        vec![json!({
            "id": format!("/tenants/{}", tenant.id),
            "tenantId": tenant.id,
            "countryCode": "DE",
            "displayName": tenant.name,
            "domains": [tenant.domain, tenant.vanity],
            "tenantCategory": "Home",
            "defaultDomain": tenant.vanity,
            "tenantType": "AAD",
        })],
    )
}
