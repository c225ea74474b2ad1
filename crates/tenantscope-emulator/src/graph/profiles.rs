//! `/security/secureScoreControlProfiles`.

use serde_json::{Value, json};

use super::{
    Context, error,
    odata::{self, Collection, Filters},
};
use crate::{
    clock,
    data::posture,
    http::{Outcome, Reply},
};

const READ: &[&str] = &["SecurityEvents.Read.All", "SecurityEvents.ReadWrite.All"];
const WRITE: &[&str] = &["SecurityEvents.ReadWrite.All"];

const COLLECTION: Collection = Collection {
    context: "Security/secureScoreControlProfiles",
    entity: "microsoft.graph.secureScoreControlProfile",
    properties: &[
        "id",
        "actionType",
        "actionUrl",
        "azureTenantId",
        "complianceInformation",
        "controlCategory",
        "controlStateUpdates",
        "deprecated",
        "implementationCost",
        "lastModifiedDateTime",
        "maxScore",
        "rank",
        "remediation",
        "remediationImpact",
        "service",
        "threats",
        "tier",
        "title",
        "userImpact",
        "vendorInformation",
    ],
    page: 200,
    maximum: 1000,
    filters: Filters::Plain,
    ..Collection::BASE
};

pub(crate) fn list(context: &Context<'_>) -> Outcome {
    context.require(READ)?;
    odata::list(context, &COLLECTION, posture::profiles(context.bearer.tenant), |item| item, |item, _| item)
}

pub(crate) fn get(context: &Context<'_>, id: &str) -> Outcome {
    context.require(READ)?;
    match find(context, id) {
        Some(profile) => odata::entity(context, &COLLECTION, profile),
        None => Err(missing(context, id)),
    }
}

/// Notes a new state of a control. The score does not follow, as the service takes its days for
/// that.
pub(crate) fn update(context: &Context<'_>, id: &str) -> Outcome {
    context.require(WRITE)?;
    if find(context, id).is_none() {
        return Err(missing(context, id));
    }
    let call = context.call;
    let Some(body) = call.json().filter(Value::is_object) else {
        return Err(error::unreadable(call));
    };
    let vendor = &body["vendorInformation"];
    if !vendor["provider"].is_string() || !vendor["vendor"].is_string() || id.starts_with("scid_") {
        // The service has neither a code nor a reason to give.
        return Err(error::reply(call, 400, "", "Invalid request."));
    }
    let update = json!({
        "assignedTo": body["assignedTo"],
        "comment": body["comment"],
        "state": body["state"].as_str().unwrap_or("Default"),
        "updatedBy": context.bearer.app,
        "updatedDateTime": clock::ticks(call.at),
    });
    context.bearer.tenant.switches().state_updates.entry(id.to_owned()).or_default().push(update);
    let wants_it_back = call.header("prefer").is_some_and(|prefer| prefer.contains("return=representation"));
    match find(context, id).filter(|_| wants_it_back) {
        Some(profile) => odata::entity(context, &COLLECTION, profile),
        None => Ok(Reply::new(204)),
    }
}

fn find(context: &Context<'_>, id: &str) -> Option<Value> {
    posture::profiles(context.bearer.tenant).into_iter().find(|profile| profile["id"] == id)
}

fn missing(context: &Context<'_>, id: &str) -> Reply {
    error::not_found(context.call, &format!("Secure score control profile '{id}'"))
}
